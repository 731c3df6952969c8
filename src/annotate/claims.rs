//! Note marks become claims: keys and numbers.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::extents::Bounds;
use super::uses::{link_key, note_links};
use crate::diag::Diagnostic;
use crate::model::{Claim, ClaimKind, Edition, Extent, NoteKey, Of, Verdict, collect_leaves, is_key, sha256};

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
        let bounds = Bounds::of(edited);
        for r in &edited.leaf.refs {
            let Some(&note) = notes.get(r.label.as_str()) else {
                continue;
            };
            let key = note_key(&r.label);
            keys.insert(r.label.clone(), key.clone());
            let number = claims.len() + 1;
            let claim = claims.entry(key).or_insert_with(|| new_claim(edition, note, number));
            let typed = bounds.extent(r.at);
            let at = bounds.move_outward(typed.clone());
            if at != typed {
                findings.push(moved().at(&document.path, edited.leaf.source_span(&at)));
            }
            claim.extents.push(Extent { leaf: leaf_id, at });
        }
    }
    (claims, keys)
}

fn moved() -> Diagnostic {
    let message = "the claim's edge moved outward, past a link, ruby or emendation that may not be cut";
    Diagnostic::info("JZ112", message).hint("put the bracket outside")
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
