//! The command `collate`: what a careless conversion seems to have put into an article becomes proposals in `collation.yaml`.
//!
//! 1. Each article is collated by its record as it stands; what that does not speak of is searched for suspects.
//! 2. Proposals become rules at the end of the list (`entries`), with ids by their sound; what is written stays as it is.
//! 3. If asked for, the firm ones are accepted: new ones at once, older ones by their `status`.
//! 4. The new record is read again, and only written when it says what was meant.

mod entries;

use std::path::Path;

use crate::collate::{Proposal, collate, propose, read_record};
use crate::discover::{ArticleFiles, TextFile};
use crate::model::{Collation, Edge, Edition, Grade, Status, Weigh, to_visible};
use crate::parse::parse;
use crate::patch::{Edit, list_end, patch};
use crate::typed_files::{NewFile, Stop, TypedSite, patched, unreadable, write_all};
use crate::words::Words;
use entries::{accept, ids, rule_lines};

/// What `collate` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The article's name in addresses; none for all articles.
    pub slug: Option<&'a str>,
    /// Accept what is firm.
    pub accept_firm: bool,
}

/// A rule that was proposed or accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emendation {
    /// Its id in `collation.yaml`.
    pub id: String,
    /// As received.
    pub reading: String,
    /// As it should be.
    pub lemma: String,
    /// How sure it is.
    pub grade: Grade,
    /// Why.
    pub reason: String,
    /// The line of `index.md` that the first place stands in, and what stands before and behind it.
    pub context: (usize, String, String),
    /// How many places it holds at.
    pub n_places: usize,
}

/// What came of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collated {
    /// The record, relative to the root.
    pub path: String,
    /// The rules that are new.
    pub proposed: Vec<Emendation>,
    /// Ids of rules that are accepted from now on, new ones among them.
    pub accepted: Vec<String>,
    /// How many rules wait for a decision.
    pub n_open: usize,
}

/// Proposes emendations for one article or all, and writes them into their records.
///
/// Errors: when a file cannot be read or written; nothing is written then.
pub fn emend(request: &Request<'_>) -> Result<Vec<Collated>, Stop> {
    let site = TypedSite::open(request.root)?;
    let articles = match request.slug {
        Some(slug) => vec![site.article(slug)?],
        None => site.articles()?,
    };
    let words = Words::new();
    let mut collated = Vec::new();
    let mut written = Vec::new();
    for files in &articles {
        let work = Work { request, site: &site, files };
        let (report, file) = work.emend(&words)?;
        collated.push(report);
        written.extend(file);
    }
    write_all(request.root, &written)?;
    Ok(collated)
}

struct Work<'a> {
    request: &'a Request<'a>,
    site: &'a TypedSite,
    files: &'a ArticleFiles,
}

impl Work<'_> {
    fn emend(&self, words: &dyn Weigh) -> Result<(Collated, Option<NewFile>), Stop> {
        let path = format!("{}/collation.yaml", self.files.folder);
        let typed = self.files.collation.as_ref();
        let record = self.record(typed)?;
        let (document, _) = parse(&self.site.input(self.files));
        let document = document.ok_or_else(|| unreadable(&self.files.index.path, "cannot be read"))?;
        let known = record.rules.iter().map(|rule| rule.id.clone()).collect();
        let edition = collate(document, record, None).0;
        let record = &edition.collation;
        let proposals = propose(&edition, words);
        let ids = ids(&proposals, known);
        let accepts = |grade: Grade| self.request.accept_firm && grade == Grade::Firm;
        let text = typed.map_or("", |file| &file.text);
        let end = list_end(text, "rules").ok_or_else(|| unreadable(&path, NOT_LINES))?;
        let status = |proposal: &Proposal| if accepts(proposal.grade) { Status::Accepted } else { Status::Proposed };
        let items = ids.iter().zip(&proposals).map(|(id, rule)| rule_lines(id, rule, status(rule), &end.indent));
        let mut edits: Vec<Edit> = Vec::new();
        if !proposals.is_empty() {
            edits.push(end.insert(&items.collect::<String>()));
        }
        let firm = record.rules.iter().filter(|rule| rule.status == Status::Proposed && accepts(rule.grade));
        let (mut accepted, accepting): (Vec<String>, Vec<Edit>) =
            firm.map(|rule| (rule.id.clone(), accept(text, rule))).unzip();
        edits.extend(accepting);
        let proposed = ids.iter().zip(&proposals);
        let proposed: Vec<Emendation> =
            proposed.map(|(id, proposal)| self.emendation(&edition, id, proposal)).collect();
        accepted.extend(proposed.iter().filter(|rule| accepts(rule.grade)).map(|rule| rule.id.clone()));
        let n_rules = record.rules.len() + proposed.len();
        let n_open = record.rules.iter().filter(|rule| rule.status == Status::Proposed).count();
        let n_open = n_open + proposed.len() - accepted.len();
        let report = Collated { path, proposed, accepted, n_open };
        if edits.is_empty() {
            return Ok((report, None));
        }
        if !says(text, &edits, n_rules, &report.accepted) {
            return Err(unreadable(&report.path, NOT_LINES));
        }
        let file = match typed {
            Some(file) => patched(self.request.root, file, &edits)?,
            None => NewFile::made(&report.path, &edits.iter().map(|edit| edit.new.as_str()).collect::<String>()),
        };
        Ok((report, Some(file)))
    }

    fn record(&self, typed: Option<&TextFile>) -> Result<Collation, Stop> {
        let Some(file) = typed else { return Ok(Collation::default()) };
        read_record(&file.path, &file.text).map_err(|findings| {
            let message = findings.into_iter().next().map_or_else(String::new, |finding| finding.message);
            unreadable(&file.path, &message)
        })
    }

    fn emendation(&self, edition: &Edition, id: &str, proposal: &Proposal) -> Emendation {
        let place = proposal.places.first().and_then(|(leaf, at)| Some((edition.leaves.get(*leaf)?, at)));
        let context = place.map(|(edited, at)| {
            let text = &edited.received;
            let before = text.get(at.start.saturating_sub(N_CONTEXT)..at.start).unwrap_or_default();
            let after = text.get(at.end..text.len().min(at.end + N_CONTEXT)).unwrap_or_default();
            let edge = edited.changes.map(at.start, Edge::Start);
            let byte = edited.leaf.source.get(edge).copied().unwrap_or_default();
            let line = self.files.index.text.get(..byte).map_or(0, |text| text.matches('\n').count()) + 1;
            (line, before.iter().collect(), after.iter().collect())
        });
        Emendation {
            id: id.to_owned(),
            reading: to_visible(&proposal.reading),
            lemma: if proposal.lemma.is_empty() { "∅".to_owned() } else { to_visible(&proposal.lemma) },
            grade: proposal.grade,
            reason: proposal.reason.clone(),
            context: context.unwrap_or_default(),
            n_places: proposal.places.len(),
        }
    }
}

/// Whether what is to be written says what was meant: so many rules, these of them accepted.
fn says(text: &str, edits: &[Edit], n_rules: usize, accepted: &[String]) -> bool {
    let new = patch(text.as_bytes(), edits).and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(read) = new.and_then(|new| read_record("", &new).ok()) else { return false };
    let is_accepted = |id: &String| read.rules.iter().any(|rule| rule.id == *id && rule.status == Status::Accepted);
    read.rules.len() == n_rules && accepted.iter().all(is_accepted)
}

/// How much text is shown on each side of a place, in characters.
pub const N_CONTEXT: usize = 12;
const NOT_LINES: &str = "cannot be added to; type each rule as lines, the first `  - id: …`";
