//! The command `fill`: adds what is missing between marks, notes, claims and sources, so that each label is typed once.
//!
//! 1. A mark without a note gets an empty note, at the end of `index.md`.
//! 2. A claim without an entry gets one in `claims.yaml`: its kind is guessed, its sources wait as comments (`stubs`).
//! 3. A key that is cited and unknown gets an entry in `sources.yaml`.
//! 4. Each new text is read again: what it would break is left, with what to type instead. Then all are written.

mod stubs;

use std::collections::BTreeSet;
use std::path::Path;

use crate::annotate::{Given, annotate, guess_kind, may_accuse, note_links};
use crate::collate::{collate, read_record};
use crate::diag::{Diagnostic, Severity, count, did_you_mean};
use crate::discover::{ArticleFiles, TextFile};
use crate::model::{Annotated, Citation, Claim, ClaimKind, Document, Reply, is_key};
use crate::parse::{Input, parse, read_claims, read_sources};
use crate::patch::append;
use crate::typed_files::{NewFile, Stop, TypedSite, patched, unreadable, write_all};
use stubs::{ClaimStub, SourceStub, claim_lines, claims_head, note_line, source_lines};

/// What `fill` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The article's name in addresses.
    pub slug: &'a str,
}

/// What `fill` did, a line a step.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// What was added, or that nothing was to be.
    pub done: Vec<String>,
    /// What was left for the editor, and why.
    pub left: Vec<String>,
}

/// Adds the stubs that one article lacks.
///
/// Errors: when a file cannot be read or written; nothing is added then.
pub fn fill(request: &Request<'_>) -> Result<Filled, Stop> {
    let site = TypedSite::open(request.root)?;
    let files = site.article(request.slug)?;
    let mut work = Work { root: request.root, site: &site, files: &files, report: Filled::default() };
    let index = work.add_notes()?;
    let text = index.as_ref().and_then(NewFile::to_text_file).unwrap_or_else(|| files.index.clone());
    let article = read(&work, &text).ok_or_else(|| unreadable(&text.path, "cannot be read"))?;
    let claims = work.add_claims(&article)?;
    let sources = work.add_sources(&article)?;
    let has_notes = index.is_some();
    // Sources before the claims that name them, notes last: a run cut short leaves less to wonder at.
    let new: Vec<NewFile> = sources.into_iter().chain(claims).chain(index).collect();
    write_all(request.root, &new)?;
    let mut report = work.report;
    if has_notes {
        let next = "next: write these notes, their sources as `[@key, 第 2 段]`, then `jiaozhu fill` again";
        report.done.push(format!("{next} for their claims"));
    } else if report.done.is_empty() && report.left.is_empty() {
        let all = "each mark has its note, each claim its entry, each cited key its source";
        report.done.push(format!("nothing to add to {}: {all}", files.folder));
    }
    Ok(report)
}

/// The article's claims as the text alone gives them: of what is recorded, nothing is needed.
fn read(work: &Work<'_>, text: &TextFile) -> Option<Annotated> {
    let document = parse(&Input { text: &text.text, ..work.site.input(work.files) }).0?;
    let typed = work.files.collation.as_ref();
    let collation = typed.and_then(|file| read_record(&file.path, &file.text).ok()).unwrap_or_default();
    let edition = collate(document, collation, None).0;
    Some(annotate(edition, Given::nothing(&work.site.config)).0)
}

struct Work<'a> {
    root: &'a Path,
    site: &'a TypedSite,
    files: &'a ArticleFiles,
    report: Filled,
}

impl Work<'_> {
    fn leave(&mut self, file: &str, why: impl std::fmt::Display) {
        self.report.left.push(format!("left {file}: {why}"));
    }

    /// Adds an empty note for each mark without one.
    fn add_notes(&mut self) -> Result<Option<NewFile>, Stop> {
        let index = &self.files.index;
        let (document, findings) = parse(&self.site.input(self.files));
        let document = document.ok_or_else(|| unreadable(&index.path, "cannot be read"))?;
        let mut labels = labels_without_note(&document, &findings, &index.text);
        let idle = idle_labels(&document);
        labels.retain(|label| match did_you_mean(label, idle.iter().copied()) {
            Some(meant) => {
                let why = format!("the note `{meant}` has no mark; if `[^{label}]` is another, add its note by hand");
                self.leave("index.md", format!("did you mean `[^{meant}]` by `[^{label}]`? {why}"));
                false
            }
            None => true,
        });
        let lines: Vec<String> = labels.iter().map(|label| note_line(label)).collect();
        let lead = if follows_note(&index.text) || index.text.ends_with("\n\n") { "" } else { "\n" };
        let edit = append(&index.text, &format!("{lead}{}", lines.join("\n")));
        if labels.is_empty() {
            return Ok(None);
        }
        let (trial, found) = parse(&Input { text: &(index.text.clone() + &edit.new), ..self.site.input(self.files) });
        let notes = trial.iter().flat_map(|document| &document.notes);
        let notes: BTreeSet<&str> = notes.map(|note| note.label.as_str()).collect();
        let is_note = |label: &String| notes.contains(label.to_lowercase().as_str());
        if !labels.iter().all(is_note) || n_errors(&found) >= n_errors(&findings) {
            let names = labels.iter().map(|label| format!("`[^{label}]`")).collect::<Vec<_>>().join(", ");
            let why = format!("no note can be added at its end for {names}");
            self.leave("index.md", format!("{why}: does the text end inside a code block, or HTML?"));
            return Ok(None);
        }
        let added = labels.iter().map(|label| format!("added index.md: note `{label}`, to be written"));
        self.report.done.extend(added);
        Ok(Some(patched(self.root, index, &[edit])?))
    }

    /// Adds an entry for each claim without one.
    fn add_claims(&mut self, article: &Annotated) -> Result<Option<NewFile>, Stop> {
        let (path, typed) = self.file("claims.yaml", self.files.claims.as_ref());
        let document = &article.edition.document;
        let (before, found) = read_claims(&path, &typed.text, document.front.lang);
        if found.iter().any(|finding| finding.code == "JZ200") {
            self.leave("claims.yaml", UNREADABLE);
            return Ok(None);
        }
        let stubs: Vec<ClaimStub> = article
            .claims
            .values()
            .filter(|claim| claim.kind != ClaimKind::Gloss)
            .filter_map(|claim| claim_stub(article, claim))
            .filter(|stub| !before.records.contains_key(&stub.label))
            .collect();
        let script = document.front.lang.script;
        let head = if self.files.claims.is_none() { claims_head(script) } else { "" };
        let lines = stubs.iter().fold(head.to_owned(), |lines, stub| lines + &claim_lines(stub, script));
        if stubs.is_empty() {
            return Ok(None);
        }
        let after = typed.text.clone() + &append(&typed.text, &lines).new;
        let (after, found_after) = read_claims(&path, &after, document.front.lang);
        if after.records.len() != before.records.len() + stubs.len() || found_after.len() != found.len() {
            self.leave("claims.yaml", NOT_LINES);
            return Ok(None);
        }
        for stub in &stubs {
            let sources = format!("{} to judge", count(stub.sources.len(), "source"));
            self.report.done.push(format!("added claims.yaml: {} ({}), {sources}", stub.label, stub.kind.as_str()));
        }
        self.appended(self.files.claims.as_ref(), &path, &lines)
    }

    /// Adds an entry for each key that is cited and unknown.
    fn add_sources(&mut self, article: &Annotated) -> Result<Option<NewFile>, Stop> {
        let (path, typed) = self.file("sources.yaml", self.files.sources.as_ref());
        let (before, found) = read_sources(&path, &typed.text);
        let shared = self.site.files.sources.as_ref().map(|file| read_sources(&file.path, &file.text));
        let (shared, found_shared) = shared.unwrap_or_default();
        if found.iter().chain(&found_shared).any(|finding| matches!(finding.code, "JZ002" | "JZ303")) {
            self.leave("sources.yaml", UNREADABLE);
            return Ok(None);
        }
        let known: Vec<&str> = before.0.keys().chain(shared.0.keys()).map(String::as_str).collect();
        let cited = self.cited_keys(article);
        let idle: Vec<&str> = known.iter().copied().filter(|key| !cited.iter().any(|cited| cited == key)).collect();
        let mut stubs = Vec::new();
        for key in cited.iter().filter(|key| !known.contains(&key.as_str())) {
            if !is_key(key) {
                self.leave("sources.yaml", format!("`{key}` cannot be a key: use a-z, then a-z, 0-9 and `-`"));
            } else if let Some(meant) = did_you_mean(key, idle.iter().copied()) {
                let why = format!("nothing cites `{meant}`; if `{key}` is another, add it by hand");
                self.leave("sources.yaml", format!("did you mean `{meant}` by `{key}`? {why}"));
            } else {
                stubs.push(SourceStub { key: key.clone(), link: link_beside(article, key, &known) });
            }
        }
        let lines = stubs.iter().map(source_lines).collect::<String>();
        if stubs.is_empty() {
            return Ok(None);
        }
        let after = typed.text.clone() + &append(&typed.text, &lines).new;
        let (after, found_after) = read_sources(&path, &after);
        if after.0.len() != before.0.len() + stubs.len() || n_errors(&found_after) != n_errors(&found) {
            self.leave("sources.yaml", NOT_LINES);
            return Ok(None);
        }
        let added = stubs.iter().map(|stub| format!("added sources.yaml: {}, to be described", stub.key));
        self.report.done.extend(added);
        self.appended(self.files.sources.as_ref(), &path, &lines)
    }

    /// The path of a file beside the article, and what it says: nothing when it is not there.
    fn file(&self, name: &str, file: Option<&TextFile>) -> (String, TextFile) {
        let path = format!("{}/{name}", self.files.folder);
        let empty = || TextFile { path: path.clone(), text: String::new() };
        (path.clone(), file.cloned().unwrap_or_else(empty))
    }

    fn appended(&self, file: Option<&TextFile>, path: &str, lines: &str) -> Result<Option<NewFile>, Stop> {
        Ok(Some(match file {
            Some(file) => patched(self.root, file, &[append(&file.text, lines)])?,
            None => NewFile::made(path, lines),
        }))
    }

    /// Every key that the article names as a source's, once, in the order met.
    fn cited_keys(&self, article: &Annotated) -> Vec<String> {
        let document = &article.edition.document;
        let lang = document.front.lang;
        let typed = self.files.claims.as_ref().map(|file| read_claims(&file.path, &file.text, lang).0);
        let records = typed.unwrap_or_default().records;
        let notes = document.notes.iter().flat_map(|note| &note.citations).chain(&document.front.based_on);
        let vias = records.values().flat_map(|record| record.evidence.values().flatten());
        let replies = records.values().filter_map(|record| match &record.reply {
            Some(Reply::Given { source, .. }) => source.clone(),
            _ => None,
        });
        let keys = notes.map(|citation| citation.key.clone());
        let keys = keys.chain(vias.filter_map(|evidence| evidence.via.clone())).chain(replies);
        let mut seen = BTreeSet::new();
        keys.filter(|key| seen.insert(key.clone())).collect()
    }
}

const UNREADABLE: &str = "it cannot be read; run `jiaozhu check` and mend what it says first";
const NOT_LINES: &str = "nothing can be added at its end; type its entries as lines `key:` at the left edge (an empty `{}` can be deleted), then run `jiaozhu fill` again";

fn n_errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// The labels of marks in the text that have no note, once each, in order; a mark inside a note is an error of its own.
fn labels_without_note(document: &Document, findings: &[Diagnostic], text: &str) -> Vec<String> {
    let places = findings.iter().filter(|finding| finding.code == "JZ101").filter_map(|f| f.place.as_ref());
    let in_text = places.filter(|place| !document.notes.iter().any(|note| note.source.contains(&place.span.start)));
    let typed = in_text.filter_map(|place| text.get(place.span.clone())?.strip_prefix("[^")?.strip_suffix(']'));
    let mut seen = BTreeSet::new();
    typed.filter(|label| seen.insert(label.to_lowercase())).map(str::to_owned).collect()
}

/// The labels of notes that no mark leads to.
fn idle_labels(document: &Document) -> Vec<&str> {
    let used: BTreeSet<&str> = document.leaves.iter().flat_map(|leaf| &leaf.refs).map(|r| r.label.as_str()).collect();
    document.notes.iter().map(|note| note.label.as_str()).filter(|label| !used.contains(label)).collect()
}

/// Whether the text's last line is a note, behind which another may stand directly.
fn follows_note(text: &str) -> bool {
    text.trim_end().lines().last().is_some_and(|line| line.starts_with("[^") && line.contains("]:"))
}

fn claim_stub(article: &Annotated, claim: &Claim) -> Option<ClaimStub> {
    let document = &article.edition.document;
    let note = document.notes.get(claim.note)?;
    let extent = claim.extents.first()?;
    let leaf = &article.edition.leaves.get(extent.leaf)?.leaf;
    let cited = claim.citations.iter().map(|citation| (citation.key.clone(), None));
    let links = claim
        .links
        .iter()
        .cloned()
        .zip(note_links(&article.edition, note).into_iter().map(|(url, _)| Some(url.as_str().to_owned())));
    let mut seen = BTreeSet::new();
    Some(ClaimStub {
        label: note.label.clone(),
        kind: guess_kind(leaf, &extent.at, document.front.lang.script),
        may_accuse: may_accuse(leaf, &extent.at),
        text: leaf.slice(&extent.at),
        sources: cited.chain(links).filter(|(key, _)| seen.insert(key.clone())).collect(),
    })
}

/// The one link of a note that cites `key` and no other unknown source: likely the source's.
fn link_beside(article: &Annotated, key: &str, known: &[&str]) -> Option<(String, String)> {
    let is_unknown = |citation: &&Citation| !known.contains(&citation.key.as_str());
    article.edition.document.notes.iter().find_map(|note| {
        let mut unknown = note.citations.iter().filter(is_unknown);
        let is_alone = unknown.next().is_some_and(|citation| citation.key == key) && unknown.next().is_none();
        match note_links(&article.edition, note).as_slice() {
            [(url, text)] if is_alone => Some((url.as_str().to_owned(), text.clone())),
            _ => None,
        }
    })
}
