//! The inverse: the received texts of the leaves, less what was added, equal the witness less what was omitted.
//!
//! Only blank lines and white space at line edges may differ, and a line end of the witness may stand for nothing or one space.

use crate::diag::Diagnostic;
use crate::model::collect_leaves;
use crate::model::{Addition, Edition, Item, LeafId, Unit};

/// Returns the received text of the body's leaves, one a line; list items with their marker as typed.
pub fn received_lines(edition: &Edition) -> Vec<String> {
    let text = |leaf: LeafId| {
        edition.leaves.get(leaf).map(|edited| edited.received.iter().collect::<String>()).unwrap_or_default()
    };
    let mut lines = Vec::new();
    if edition.document.is_title_received {
        lines.push(text(edition.document.title));
    }
    push_units(&edition.document.body, &text, &mut lines);
    lines
}

fn push_units(units: &[Unit], text: &impl Fn(LeafId) -> String, lines: &mut Vec<String>) {
    for unit in units {
        match unit {
            Unit::List { items, .. } => items.iter().for_each(|item| push_item(item, text, lines)),
            Unit::Quote(inner) => push_units(inner, text, lines),
            Unit::Code { text, .. } => lines.extend(text.lines().map(str::to_owned)),
            other => {
                let mut ids = Vec::new();
                collect_leaves(std::slice::from_ref(other), &mut ids);
                lines.extend(ids.into_iter().map(text));
            }
        }
    }
}

fn push_item(item: &Item, text: &impl Fn(LeafId) -> String, lines: &mut Vec<String>) {
    let first = lines.len();
    push_units(&item.blocks, text, lines);
    match lines.get_mut(first) {
        Some(line) => line.insert_str(0, &item.marker),
        None => lines.push(item.marker.clone()),
    }
}

/// Reports the first place at which the inverse and the witness differ.
pub(super) fn check_inverse(edition: &Edition, findings: &mut Vec<Diagnostic>) {
    let Some(witness) = &edition.witness else {
        return;
    };
    let path = &edition.collation.path;
    let mut text = received_lines(edition).join("\n");
    let mut received = witness.text.clone();
    for (list, name, from) in
        [(&edition.collation.added, "added", &mut text), (&edition.collation.omitted, "omitted", &mut received)]
    {
        if let Err(missing) = take_out(from, list) {
            let shown: String = missing.chars().take(20).collect();
            let finding = Diagnostic::error(
                "JZ606",
                format!("`{name}` names `{shown}`, which does not stand there (after the entry before it)"),
            );
            findings.push(finding.at(path, 0..0).hint("copy the text exactly; entries stand in the order of the text"));
            return;
        }
    }
    if let Some((ours, theirs)) = first_difference(&text, &received) {
        let finding = Diagnostic::error(
            "JZ603",
            format!("the text departs from the witness: `{ours}` here, `{theirs}` in witness.txt"),
        );
        let place = place_of(edition, &ours);
        findings.push(finding.at(&edition.document.path, place).hint(
            "put the received characters back and record the change in collation.yaml (`rules`, `omitted` or `added`)",
        ));
    }
}

fn take_out(text: &mut String, list: &[Addition]) -> Result<(), String> {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.as_str();
    for addition in list {
        let (before, after) = rest.split_once(addition.exact.as_str()).ok_or_else(|| addition.exact.clone())?;
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    *text = kept;
    Ok(())
}

/// The file's bytes of the leaf that holds `excerpt`.
fn place_of(edition: &Edition, excerpt: &str) -> std::ops::Range<usize> {
    let needle: Vec<char> = excerpt.trim_end_matches('…').chars().collect();
    edition
        .leaves
        .iter()
        .filter(|_| !needle.is_empty())
        .find_map(|edited| {
            let at = edited.received.windows(needle.len()).position(|window| window == needle)?;
            let mapped = edited.changes.map(at, crate::model::Edge::Start);
            Some(edited.leaf.source_span(&(mapped..mapped + 1)))
        })
        .unwrap_or(0..0)
}

/// Returns excerpts of both texts from the first place that differs.
fn first_difference(ours: &str, theirs: &str) -> Option<(String, String)> {
    let a = lines_trimmed(ours);
    let b = lines_trimmed(theirs);
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (None, None) => return None,
            (Some(x), Some(y)) if x == y => (i, j) = (i + 1, j + 1),
            (Some(' '), Some('\n')) => (i, j) = (i + 1, j + 1),
            (_, Some('\n')) => j += 1,
            _ => return Some((excerpt(&a, i), excerpt(&b, j))),
        }
    }
}

fn lines_trimmed(text: &str) -> Vec<char> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n").chars().collect()
}

fn excerpt(text: &[char], at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    let end = if rest.len() > 12 { "…" } else { "" };
    rest.iter().take(12).take_while(|c| **c != '\n').collect::<String>() + end
}
