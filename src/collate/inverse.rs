//! The inverse: the received texts of the leaves, less what was added, equal the witness less what was omitted.
//!
//! Only blank lines and white space at line edges may differ, and a line end of the witness may stand for nothing or one space.

use std::ops::Range;

use super::cure::cure;
use crate::diag::Diagnostic;
use crate::model::collect_leaves;
use crate::model::{Addition, Changes, Departures, Edge, Edition, Item, LeafId, Span, Unit};

/// A character of a received text, and where it stands: which leaf, which character of its received text.
///
/// What belongs to no leaf (a list's marker, code, the end of a line) stands nowhere.
pub(super) type Received = (char, Option<(LeafId, usize)>);

/// Returns the received text of the body's leaves, one a line; list items with their marker as typed.
pub fn received_lines(edition: &Edition) -> Vec<String> {
    let lines = Lines::of(edition).0;
    lines.into_iter().map(|line| line.into_iter().map(|(c, _)| c).collect()).collect()
}

/// The received text, line by line.
struct Lines(Vec<Vec<Received>>);

impl Lines {
    fn of(edition: &Edition) -> Self {
        let mut lines = Self(Vec::new());
        if edition.document.is_title_received {
            lines.push_leaf(edition, edition.document.title);
        }
        lines.push_units(edition, &edition.document.body);
        lines
    }

    fn push_leaf(&mut self, edition: &Edition, leaf: LeafId) {
        let received = edition.leaves.get(leaf).map(|edited| edited.received.as_slice()).unwrap_or_default();
        let mut line = Vec::with_capacity(received.len());
        for (i, c) in received.iter().enumerate() {
            // A hard line break is an end of line within the leaf.
            if *c == '\n' { self.0.push(std::mem::take(&mut line)) } else { line.push((*c, Some((leaf, i)))) }
        }
        self.0.push(line);
    }

    fn push_units(&mut self, edition: &Edition, units: &[Unit]) {
        for unit in units {
            match unit {
                Unit::List { items, .. } => items.iter().for_each(|item| self.push_item(edition, item)),
                Unit::Quote(inner) => self.push_units(edition, inner),
                Unit::Code { text, .. } => {
                    self.0.extend(text.lines().map(|line| line.chars().map(|c| (c, None)).collect()))
                }
                other => {
                    let mut ids = Vec::new();
                    collect_leaves(std::slice::from_ref(other), &mut ids);
                    ids.into_iter().for_each(|leaf| self.push_leaf(edition, leaf));
                }
            }
        }
    }

    fn push_item(&mut self, edition: &Edition, item: &Item) {
        let first = self.0.len();
        self.push_units(edition, &item.blocks);
        let marker = item.marker.chars().map(|c| (c, None));
        match self.0.get_mut(first) {
            Some(line) => drop(line.splice(0..0, marker)),
            None => self.0.push(marker.collect()),
        }
    }
}

/// Reports the first place at which the inverse and the witness differ; returns where text was omitted and added.
pub(super) fn check_inverse(edition: &Edition, findings: &mut Vec<Diagnostic>) -> Departures {
    let Some(witness) = &edition.witness else {
        return Departures::default();
    };
    let ours: Vec<Received> = Lines::of(edition).0.join(&('\n', None));
    let theirs: Vec<Received> = witness.text.chars().map(|c| (c, None)).collect();
    let collation = &edition.collation;
    let missing = |name: &str, missing: &Addition| {
        let shown: String = missing.exact.chars().take(20).collect();
        let message = format!("`{name}` names `{shown}`, which does not stand there (after the entry before it)");
        let finding = Diagnostic::error("JZ606", message).at(&collation.path, missing.source.clone());
        finding.hint("copy the text exactly; entries stand in the order of the text")
    };
    let without_both = without(&ours, &collation.added)
        .map_err(|entry| missing("added", entry))
        .and_then(|ours| Ok((ours, without(&theirs, &collation.omitted).map_err(|entry| missing("omitted", entry))?)));
    match without_both {
        Err(finding) => {
            findings.push(finding);
            Departures::default()
        }
        Ok((ours, theirs)) => {
            let (kept, their_kept) = (trimmed(&ours.kept), trimmed(&theirs.kept));
            if let Some((mut i, j)) = first_difference(&kept, &their_kept) {
                // What goes on behind the witness begins with a line of its own.
                i += usize::from(their_kept.get(j).is_none() && kept.get(i).is_some_and(|(c, _)| *c == '\n'));
                findings.push(departs(edition, &kept, i, &their_kept, j));
            }
            departures(&ours, &theirs)
        }
    }
}

/// Returns the received text less what was added, and the witness less what was omitted; none without a witness, or
/// where an entry of these lists does not stand in the text.
pub(super) fn compared(edition: &Edition) -> Option<(Vec<Received>, Vec<Received>)> {
    let witness = edition.witness.as_ref()?;
    let ours: Vec<Received> = Lines::of(edition).0.join(&('\n', None));
    let theirs: Vec<Received> = witness.text.chars().map(|c| (c, None)).collect();
    let ours = without(&ours, &edition.collation.added).ok()?;
    let theirs = without(&theirs, &edition.collation.omitted).ok()?;
    Some((trimmed(&ours.kept), trimmed(&theirs.kept)))
}

/// Both texts agree but for white space, so that their other characters can be counted off one against the other.
fn departures(ours: &Without, theirs: &Without) -> Departures {
    let seen: Vec<&Received> = ours.kept.iter().filter(|(c, _)| !c.is_whitespace()).collect();
    let (mut n_looked_at, mut n_seen) = (0, 0);
    let behind = |(n_kept, _): &(usize, Vec<Received>)| {
        // Entries stand in order: each goes on from the one before it.
        let kept = theirs.kept.get(n_looked_at..*n_kept).unwrap_or_default();
        n_seen += kept.iter().filter(|(c, _)| !c.is_whitespace()).count();
        n_looked_at = *n_kept;
        seen.get(..n_seen).unwrap_or_default().iter().rev().find_map(|(_, place)| *place)
    };
    Departures {
        omitted: theirs.taken.iter().map(behind).collect(),
        added: ours.taken.iter().map(|(_, text)| stretches(text)).collect(),
    }
}

fn stretches(text: &[Received]) -> Vec<(LeafId, Span)> {
    let mut found: Vec<(LeafId, Span)> = Vec::new();
    for (leaf, at) in text.iter().filter_map(|(_, place)| *place) {
        match found.last_mut().filter(|(last, _)| *last == leaf) {
            Some((_, span)) => span.end = at + 1,
            None => found.push((leaf, at..at + 1)),
        }
    }
    found
}

fn departs(edition: &Edition, ours: &[Received], i: usize, theirs: &[Received], j: usize) -> Diagnostic {
    let message = match (excerpt(ours, i), excerpt(theirs, j)) {
        (ours, theirs) if ours.is_empty() => format!("the text lacks what witness.txt has here: `{theirs}`"),
        (ours, theirs) if theirs.is_empty() => format!("the text goes on where witness.txt ends: `{ours}`"),
        (ours, theirs) => format!("the text departs from the witness: `{ours}` here, `{theirs}` in witness.txt"),
    };
    let hint = cure((ours, i), (theirs, j), &edition.collation);
    Diagnostic::error("JZ603", message).at(&edition.document.path, place_of(edition, ours, i)).hint(hint)
}

/// A text without the entries of a list.
struct Without {
    kept: Vec<Received>,
    /// One an entry: how much is kept before it, and what was taken.
    taken: Vec<(usize, Vec<Received>)>,
}

/// Takes each of `list`, in order, out of `text`: the next place at which it stands.
fn without<'a>(text: &[Received], list: &'a [Addition]) -> Result<Without, &'a Addition> {
    let mut out = Without { kept: Vec::with_capacity(text.len()), taken: Vec::new() };
    // Searched as a string, which takes as long as it is, however long and alike to the text an entry is.
    let whole: String = text.iter().map(|(c, _)| *c).collect();
    let (mut rest, mut at) = (whole.as_str(), 0);
    for addition in list {
        let exact = addition.exact.as_str();
        let (before, after) = rest.split_once(exact).filter(|_| !exact.is_empty()).ok_or(addition)?;
        let start = at + before.chars().count();
        let end = start + exact.chars().count();
        out.kept.extend(text.get(at..start).unwrap_or_default());
        out.taken.push((out.kept.len(), text.get(start..end).unwrap_or_default().to_vec()));
        (rest, at) = (after, end);
    }
    out.kept.extend(text.get(at..).unwrap_or_default());
    Ok(out)
}

/// The file's bytes of the character at `i`, or of the last one before it that stands in a leaf.
fn place_of(edition: &Edition, text: &[Received], i: usize) -> Range<usize> {
    let before = text.get(..=i.min(text.len().saturating_sub(1))).unwrap_or_default();
    let Some((leaf, at)) = before.iter().rev().find_map(|(_, place)| *place) else {
        return 0..0;
    };
    let Some(edited) = edition.leaves.get(leaf) else {
        return 0..0;
    };
    let map = |at: usize, changes: &Changes| changes.map(at, Edge::Start);
    let mapped = map(at, &edited.changes);
    edited.leaf.source_span(&(mapped..mapped + 1))
}

/// Returns where in both texts the first difference stands.
fn first_difference(ours: &[Received], theirs: &[Received]) -> Option<(usize, usize)> {
    let (mut i, mut j) = (0, 0);
    loop {
        match (ours.get(i).map(|(c, _)| c), theirs.get(j).map(|(c, _)| c)) {
            (None, None) => return None,
            (Some(x), Some(y)) if x == y => (i, j) = (i + 1, j + 1),
            (Some(' '), Some('\n')) => (i, j) = (i + 1, j + 1),
            (_, Some('\n')) => j += 1,
            _ => return Some((i, j)),
        }
    }
}

/// The text without blank lines and without white space at the edges of lines.
fn trimmed(text: &[Received]) -> Vec<Received> {
    let is_white = |(c, _): &&Received| c.is_whitespace();
    let mut out: Vec<Received> = Vec::with_capacity(text.len());
    for line in text.split(|(c, _)| *c == '\n') {
        let start = line.iter().take_while(is_white).count();
        let end = line.len() - line.iter().rev().take_while(is_white).count();
        let Some(inner) = line.get(start..end).filter(|inner| !inner.is_empty()) else {
            continue;
        };
        if !out.is_empty() {
            out.push(('\n', None));
        }
        out.extend(inner);
    }
    out
}

fn excerpt(text: &[Received], at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    let end = if rest.len() > 12 { "…" } else { "" };
    rest.iter().map(|(c, _)| *c).take(12).take_while(|c| *c != '\n').collect::<String>() + end
}
