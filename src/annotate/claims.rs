//! Note marks become claims: keys, numbers, extents.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::sentences::is_closer;
use super::uses::{link_key, note_links};
use crate::diag::Diagnostic;
use crate::model::{
    Claim, ClaimKind, Edited, Edition, Extent, Leaf, Markup, NoteKey, Of, Span, Verdict, collect_leaves, is_han,
    is_key, sha256,
};

/// Returns the key of a label: itself when it is one, `fn-1` for digits, else `fn-` and eight digits of its hash.
pub(crate) fn note_key(label: &str) -> NoteKey {
    if is_key(label) {
        return label.to_owned();
    }
    if label.bytes().all(|b| b.is_ascii_digit()) && label.len() <= 20 {
        return format!("fn-{label}");
    }
    let hash: String = sha256(label.as_bytes()).chars().take(8).collect();
    format!("fn-{hash}")
}

/// Returns claims in the order of their first marks, and the key of each label.
pub(super) fn find_claims(
    edition: &Edition,
    findings: &mut Vec<Diagnostic>,
) -> (IndexMap<NoteKey, Claim>, BTreeMap<String, NoteKey>) {
    let document = &edition.document;
    let mut order = vec![document.title];
    collect_leaves(&document.body, &mut order);
    let notes: BTreeMap<&str, usize> =
        document.notes.iter().enumerate().rev().map(|(i, note)| (note.label.as_str(), i)).collect();
    let mut claims: IndexMap<NoteKey, Claim> = IndexMap::new();
    let mut keys = BTreeMap::new();
    for leaf_id in order {
        let Some(edited) = edition.leaves.get(leaf_id) else {
            continue;
        };
        for r in &edited.leaf.refs {
            let Some(&note) = notes.get(r.label.as_str()) else {
                continue;
            };
            let key = note_key(&r.label);
            keys.insert(r.label.clone(), key.clone());
            let number = claims.len() + 1;
            let claim = claims.entry(key).or_insert_with(|| new_claim(edition, note, number));
            let at = extent(edited, r.at);
            let at = move_outward(edited, at, &document.path, findings);
            claim.extents.push(Extent { leaf: leaf_id, at });
        }
    }
    (claims, keys)
}

fn new_claim(edition: &Edition, note: usize, number: usize) -> Claim {
    let definition = edition.document.notes.get(note);
    let citations = definition.map(|note| note.citations.clone()).unwrap_or_default();
    let links = definition.map(|note| note_links(edition, note)).unwrap_or_default();
    let links: Vec<String> = links.into_iter().map(|(url, _)| link_key(url)).collect();
    let kind = if citations.is_empty() && links.is_empty() { ClaimKind::Gloss } else { ClaimKind::Fact };
    Claim {
        number,
        note,
        extents: Vec::new(),
        kind,
        of: Of::Content,
        verdict: Verdict::Unchecked,
        is_second_hand: false,
        record: None,
        citations,
        links,
    }
}

/// The text a mark at `at` speaks of: its brackets, else back to the nearest bound.
fn extent(edited: &Edited, at: usize) -> Span {
    let leaf = &edited.leaf;
    if let Some(bracket) = leaf.marks.iter().find(|mark| mark.kind == Markup::Extent && mark.at.end == at) {
        return bracket.at.clone();
    }
    let floor = leaf.refs.iter().map(|r| r.at).filter(|other| *other < at).max().unwrap_or(0);
    let inside = inside_link_or_code(leaf);
    let bounds = |i: usize| !inside.get(i).copied().unwrap_or_default() && is_bound(&leaf.text, i);
    let mut end = at;
    while end > floor && leaf.text.get(end - 1).is_some_and(|c| is_closer(*c) || bounds(end - 1) || matches!(c, '…'))
    {
        end -= 1;
    }
    let mut start = end;
    while start > floor && !bounds(start - 1) {
        start -= 1;
    }
    while start < end
        && leaf
            .text
            .get(start)
            .is_some_and(|c| is_closer(*c) || matches!(c, '，' | '、' | '：' | ',' | ' ' | '\n' | '—' | '…'))
    {
        start += 1;
    }
    // A closer that the extent itself opened belongs to it: 「甲」 keeps its end.
    while end < at && leaf.text.get(end).is_some_and(|c| is_closer(*c)) && opens_inside(&leaf.text, start, end) {
        end += 1;
    }
    start..end
}

/// Says whether the closer at `end` closes a bracket opened at `start` or after.
fn opens_inside(text: &[char], start: usize, end: usize) -> bool {
    let Some(opener) = text.get(end).and_then(|c| opener_of(*c)) else {
        return false;
    };
    let closer = text.get(end).copied();
    let inner = text.get(start..end).unwrap_or_default();
    let n_open = inner.iter().filter(|c| **c == opener).count();
    let n_closed = inner.iter().filter(|c| Some(**c) == closer).count();
    n_open > n_closed
}

fn opener_of(closer: char) -> Option<char> {
    let pairs = [
        ('」', '「'),
        ('』', '『'),
        ('）', '（'),
        ('”', '“'),
        ('’', '‘'),
        ('》', '《'),
        ('〉', '〈'),
        ('】', '【'),
        (')', '('),
    ];
    pairs.iter().find(|(close, _)| *close == closer).map(|(_, open)| *open)
}

fn is_bound(text: &[char], i: usize) -> bool {
    match text.get(i) {
        Some('。' | '！' | '？' | '；') => true,
        Some('.' | '!' | '?' | ';') => i.checked_sub(1).and_then(|b| text.get(b)).is_some_and(|c| is_han(*c)),
        _ => false,
    }
}

fn inside_link_or_code(leaf: &Leaf) -> Vec<bool> {
    let mut inside = vec![false; leaf.text.len()];
    for mark in leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Link(..) | Markup::Code | Markup::Fixed(_)))
    {
        if let Some(covered) = inside.get_mut(mark.at.clone()) {
            covered.fill(true);
        }
    }
    inside
}

/// Where a claim's edge falls inside a mark that may not be cut, the edge moves outward.
fn move_outward(edited: &Edited, mut at: Span, path: &str, findings: &mut Vec<Diagnostic>) -> Span {
    let original = at.clone();
    let whole = edited
        .leaf
        .marks
        .iter()
        .filter(|mark| mark.kind.is_whole() && mark.kind != Markup::Extent)
        .map(|mark| &mark.at);
    let emended = edited.places.iter().map(|place| &place.edition);
    for mark in whole.chain(emended) {
        if mark.start < at.start && at.start < mark.end && mark.end < at.end {
            at.start = mark.start;
        }
        if mark.start < at.end && at.end < mark.end && at.start < mark.start {
            at.end = mark.end;
        }
    }
    if at != original {
        let finding = Diagnostic::info(
            "JZ112",
            "the claim's edge moved outward, past a link, ruby or emendation that may not be cut",
        );
        findings.push(finding.at(path, edited.leaf.source_span(&at)).hint("put the bracket outside"));
    }
    at
}
