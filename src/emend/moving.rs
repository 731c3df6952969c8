//! Moves corrections that were typed into `index.md` to the record.
//!
//! 1. The article is collated with its witness; where the inverse holds there is nothing to move.
//! 2. The received characters are put back where corrections were typed, by patches; each correction becomes an accepted rule.
//! 3. Article and record are read again: the inverse must hold, and the edition's text, marks and notes be what they were.
//!    Else both files stay as they are, and the first difference that is more than a correction is named.

use std::collections::BTreeSet;

use super::entries::{ids, rule_lines};
use crate::collate::{NotPlain, Proposal, collate, correction_rules, corrections, read_record};
use crate::diag::{Diagnostic, Severity};
use crate::discover::{ArticleFiles, decode};
use crate::model::{Collation, Edition, Status, Weigh, Witness};
use crate::parse::{Input, parse};
use crate::patch::{Edit, ListEnd, patch};

/// What is read of an article to move its corrections.
pub(super) struct Article<'a> {
    pub(super) input: Input<'a>,
    pub(super) files: &'a ArticleFiles,
    /// The text of `collation.yaml`.
    pub(super) record: &'a str,
    /// Where its rules end.
    pub(super) end: &'a ListEnd,
}

/// Corrections on their way into the record.
pub(super) struct Moved {
    /// `index.md` with the received characters, and how it comes about.
    pub(super) index: String,
    pub(super) edits: Vec<Edit>,
    /// The rules, with their ids and as lines.
    pub(super) rules: Vec<(String, Proposal)>,
    pub(super) lines: String,
    /// The record with them.
    pub(super) record: Collation,
}

/// What came of the corrections.
pub(super) enum Outcome {
    /// There are none.
    None,
    /// They can be moved.
    Moved(Box<Moved>),
    /// A difference is more than a correction, or nothing simple holds it.
    Left(NotPlain),
}

impl Article<'_> {
    /// Finds out what becomes of corrections typed into the article.
    pub(super) fn corrections(&self, words: &dyn Weigh) -> Outcome {
        let Some((old, findings)) = self.collate(self.input.text, self.record) else { return Outcome::None };
        if !findings.iter().any(|finding| finding.code == "JZ603") {
            return Outcome::None;
        }
        if let Some(other) =
            findings.iter().find(|finding| finding.severity == Severity::Error && finding.code != "JZ603")
        {
            let place = other.place.as_ref().filter(|place| place.file == self.input.path);
            return Outcome::Left(NotPlain { at: place.map_or(0, |place| place.span.start), why: OTHER });
        }
        let found = match corrections(&old, self.input.text) {
            Ok(found) => found,
            Err(not_plain) => return Outcome::Left(not_plain),
        };
        let first = found.first().map_or(0, |correction| correction.source.start);
        let edits: Vec<Edit> = found
            .iter()
            .map(|correction| Edit { at: correction.source.clone(), new: escaped(&correction.received) })
            .collect();
        let left = |why| Outcome::Left(NotPlain { at: first, why });
        let index = patch(self.input.text.as_bytes(), &edits).and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(index) = index else { return left(NOT_SAME) };
        let Some((received, _)) = self.collate(&index, self.record) else { return left(NOT_SAME) };
        let proposals = correction_rules(&received, &found, words);
        let known: BTreeSet<String> = received.collation.rules.iter().map(|rule| rule.id.clone()).collect();
        let ids = ids(&proposals, known);
        let rules = ids.into_iter().zip(proposals);
        let rules: Vec<(String, Proposal)> = rules.collect();
        let lines = rules.iter().map(|(id, rule)| rule_lines(id, rule, Status::Accepted, &self.end.indent));
        let lines: String = lines.collect();
        let record = if rules.is_empty() {
            Some(self.record.to_owned())
        } else {
            let record = patch(self.record.as_bytes(), &[self.end.insert(&lines)]);
            record.and_then(|bytes| String::from_utf8(bytes).ok())
        };
        let Some(record) = record else { return left(NOT_SAME) };
        match self.collate(&index, &record) {
            Some((new, findings)) if is_sound(&findings) && is_same(&old, &new) => {
                Outcome::Moved(Box::new(Moved { index, edits, rules, lines, record: new.collation }))
            }
            _ => left(NOT_SAME),
        }
    }

    /// The edition of `index` by `record`, compared with the witness; none when one of them cannot be read.
    fn collate(&self, index: &str, record: &str) -> Option<(Edition, Vec<Diagnostic>)> {
        let file = self.files.witness.as_ref()?;
        let text = decode(&file.path, file.bytes.clone()).ok()?.text;
        let (document, mut findings) = parse(&Input { text: index, ..self.input });
        let record = read_record("", record).ok()?;
        let (edition, found) = collate(document?, record, Some(Witness { text, sha256: String::new() }));
        findings.extend(found);
        Some((edition, findings))
    }
}

const OTHER: &str = "another error is to be mended first";
const NOT_SAME: &str = "the text would not come out as it is now";

/// What is markup is typed with a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\`*_[]<>&~|^{}$#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether rules hold where they should, and the inverse with them.
fn is_sound(findings: &[Diagnostic]) -> bool {
    findings.iter().all(|finding| !["JZ602", "JZ603", "JZ605", "JZ606"].contains(&finding.code))
}

/// Whether two editions print the same text with the same marks and notes.
fn is_same(old: &Edition, new: &Edition) -> bool {
    // The leaves of reasons stand behind those of the text.
    let n_leaves = |edition: &Edition| {
        let collation = &edition.collation;
        let of_passages = collation.omitted.iter().chain(&collation.added).map(|passage| passage.reason_leaf);
        let reasons = collation.rules.iter().map(|rule| rule.reason_leaf).chain(of_passages);
        edition.leaves.len() - reasons.flatten().count()
    };
    let labels = |leaf: &crate::model::Leaf| leaf.refs.iter().map(|r| (r.at, r.label.clone())).collect::<Vec<_>>();
    let mut pairs = old.leaves.iter().zip(&new.leaves).take(n_leaves(old)).map(|(old, new)| (&old.leaf, &new.leaf));
    n_leaves(old) == n_leaves(new)
        && pairs.all(|(old, new)| old.text == new.text && old.marks == new.marks && labels(old) == labels(new))
}
