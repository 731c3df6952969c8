//! The command `collate`: what a careless conversion seems to have put into an article becomes proposals in `collation.yaml`.
//!
//! 1. Corrections typed into `index.md` are moved to the record, where there is a witness (`moving`).
//! 2. Each article is collated by its record as it stands; what that does not speak of is searched for suspects.
//! 3. Proposals become rules at the end of the list (`entries`), with ids by their sound; what is written stays as it is.
//! 4. If asked for, the firm ones are accepted: new ones at once, older ones by their `status`.
//! 5. The new record is read again, and only written when it says what was meant.
//! 6. `open_review` puts the open rules to the editor one by one (`review`), each decision an edit of its own (`decide`).

mod decide;
mod entries;
mod moving;
mod review;

use std::path::Path;

use crate::collate::{Proposal, Unreached, collate, propose, read_record};
use crate::diag::Lines;
use crate::discover::{ArticleFiles, TextFile};
use crate::model::{Collation, Edge, Edition, Grade, Rule, Status, Weigh, to_visible};
use crate::parse::{Input, parse};
use crate::patch::{Edit, list_end, patch};
use crate::typed_files::{NewFile, Stop, TypedSite, patched, unreadable, write_all};
use crate::words::Words;
use entries::{ids, rule_lines, set_status};
use moving::{Article, Moved, Outcome};

pub use review::{FORM, Reviewed, open_review};

/// What `collate` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The article's name in addresses; none for all articles that have a witness or a record.
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
    /// The rules that take over what was corrected in `index.md`.
    pub moved: Vec<Emendation>,
    /// The line of `index.md` at which it departs from the witness by more than a correction, and why; nothing is moved then.
    pub left: Option<(usize, &'static str)>,
    /// The rules that are new.
    pub proposed: Vec<Emendation>,
    /// Ids of rules that are accepted from now on, new ones among them.
    pub accepted: Vec<String>,
    /// How many rules wait for a decision.
    pub n_open: usize,
    /// Whether it was left as it is: it was not named, and has neither a witness nor a record.
    pub is_left_out: bool,
    /// What is wrong in a typed title, a field or a note, where no rule holds: its line, the word, what to type for it.
    pub unreached: Vec<(usize, String, String)>,
}

/// Proposes emendations for one article, or for all that have a witness or a record, and writes them into their records.
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
        if request.slug.is_none() && files.witness.is_none() && files.collation.is_none() {
            collated.push(Collated { is_left_out: true, ..Collated::default() });
            continue;
        }
        let work = Work { request, site: &site, files };
        let (report, files) = work.emend(&words)?;
        collated.push(report);
        written.extend(files);
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
    fn emend(&self, words: &dyn Weigh) -> Result<(Collated, Vec<NewFile>), Stop> {
        let path = format!("{}/collation.yaml", self.files.folder);
        let typed = self.files.collation.as_ref();
        let text = typed.map_or("", |file| &file.text);
        let written = typed.map_or(Ok(Collation::default()), record)?;
        let end = list_end(text, "rules").ok_or_else(|| unreadable(&path, NOT_LINES))?;
        let input = self.site.input(self.files);
        let article = Article { input, files: self.files, record: text, end: &end };
        let (moved, left) = match article.corrections(words) {
            Outcome::None => (None, None),
            Outcome::Moved(moved) => (Some(moved), None),
            Outcome::Left(not_plain) => (None, Some((Lines::new(input.text).line(not_plain.at), not_plain.why))),
        };
        let index = moved.as_ref().map_or(input.text, |moved| &moved.index);
        let record = moved.as_ref().map_or_else(|| written.clone(), |moved| moved.record.clone());
        let document = parse(&Input { text: index, ..input }).0;
        let document = document.ok_or_else(|| unreadable(&self.files.index.path, "cannot be read"))?;
        let known = record.rules.iter().map(|rule| rule.id.clone()).collect();
        let edition = collate(document, record, None).0;
        let (proposals, unreached) = propose(&edition, words);
        let ids = ids(&proposals, known);
        let firm = |rule: &&Rule| rule.status == Status::Proposed && self.accepts(rule.grade);
        let firm: Vec<&Rule> = written.rules.iter().filter(firm).collect();
        let mut edits: Vec<Edit> = firm.iter().map(|rule| set_status(text, rule, Status::Accepted)).collect();
        let lines = ids.iter().zip(&proposals).map(|(id, rule)| rule_lines(id, rule, self.status(rule), &end.indent));
        let lines = moved.iter().map(|moved| moved.lines.clone()).chain(lines).collect::<String>();
        if !lines.is_empty() {
            edits.push(end.insert(&lines));
        }
        let lines_of_index = Lines::new(index);
        let emendation = |(id, rule): (&String, &Proposal)| emendation(&edition, &lines_of_index, id, rule);
        let rules = moved.iter().flat_map(|moved| &moved.rules).map(|(id, rule)| (id, rule));
        let mut report = Collated { path, moved: rules.map(emendation).collect(), left, ..Collated::default() };
        report.proposed = ids.iter().zip(&proposals).map(emendation).collect();
        let new = report.proposed.iter().filter(|rule| self.accepts(rule.grade));
        report.accepted = firm.iter().map(|rule| &rule.id).chain(new.map(|rule| &rule.id)).cloned().collect();
        let n_rules = written.rules.len() + report.moved.len() + report.proposed.len();
        let n_open = written.rules.iter().filter(|rule| rule.status == Status::Proposed).count();
        report.n_open = n_open + report.proposed.len() - report.accepted.len();
        report.unreached =
            unreached.iter().filter_map(|unreached| located(&edition, &lines_of_index, unreached)).collect();
        let files = self.files(&report, moved.as_deref(), &edits, n_rules)?;
        Ok((report, files))
    }

    /// What is to be written: the article when corrections leave it, the record when it is changed.
    fn files(
        &self,
        report: &Collated,
        moved: Option<&Moved>,
        edits: &[Edit],
        n_rules: usize,
    ) -> Result<Vec<NewFile>, Stop> {
        let root = self.request.root;
        let typed = self.files.collation.as_ref();
        let mut files = Vec::new();
        if let Some(moved) = moved {
            files.push(patched(root, &self.files.index, &moved.edits)?);
        }
        if edits.is_empty() {
            return Ok(files);
        }
        let accepted: Vec<&String> = report.accepted.iter().chain(report.moved.iter().map(|rule| &rule.id)).collect();
        if !says(typed.map_or("", |file| &file.text), edits, n_rules, &accepted) {
            return Err(unreadable(&report.path, NOT_LINES));
        }
        files.push(match typed {
            Some(file) => patched(root, file, edits)?,
            None => NewFile::made(&report.path, &edits.iter().map(|edit| edit.new.as_str()).collect::<String>()),
        });
        Ok(files)
    }

    fn accepts(&self, grade: Grade) -> bool {
        self.request.accept_firm && grade == Grade::Firm
    }

    fn status(&self, proposal: &Proposal) -> Status {
        if self.accepts(proposal.grade) { Status::Accepted } else { Status::Proposed }
    }
}

/// Reads a record.
fn record(file: &TextFile) -> Result<Collation, Stop> {
    read_record(&file.path, &file.text).map_err(|findings| {
        let message = findings.into_iter().next().map_or_else(String::new, |finding| finding.message);
        unreadable(&file.path, &message)
    })
}

fn emendation(edition: &Edition, lines: &Lines<'_>, id: &str, proposal: &Proposal) -> Emendation {
    let place = proposal.places.first().and_then(|(leaf, at)| Some((edition.leaves.get(*leaf)?, at)));
    let context = place.map(|(edited, at)| {
        let text = &edited.received;
        let before = text.get(at.start.saturating_sub(N_CONTEXT)..at.start).unwrap_or_default();
        let after = text.get(at.end..text.len().min(at.end + N_CONTEXT)).unwrap_or_default();
        let edge = edited.changes.map(at.start, Edge::Start);
        let byte = edited.leaf.source.get(edge).copied().unwrap_or_default();
        (lines.line(byte), before.iter().collect(), after.iter().collect())
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

fn located(edition: &Edition, lines: &Lines<'_>, unreached: &Unreached) -> Option<(usize, String, String)> {
    let byte = edition.leaves.get(unreached.leaf)?.leaf.source.get(unreached.at.start)?;
    Some((lines.line(*byte), unreached.word.clone(), unreached.lemma.clone()))
}

/// Whether what is to be written says what was meant: so many rules, these of them accepted.
fn says(text: &str, edits: &[Edit], n_rules: usize, accepted: &[&String]) -> bool {
    let new = patch(text.as_bytes(), edits).and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(read) = new.and_then(|new| read_record("", &new).ok()) else { return false };
    let is_accepted = |id: &&String| read.rules.iter().any(|rule| rule.id == **id && rule.status == Status::Accepted);
    read.rules.len() == n_rules && accepted.iter().all(is_accepted)
}

/// How much text is shown on each side of a place, in characters.
pub const N_CONTEXT: usize = 12;
const NOT_LINES: &str = "cannot be added to; type each rule as lines, the first `  - id: …`";
