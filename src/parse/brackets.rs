//! Claim brackets: `[…]` directly before a note mark, in one leaf, without nesting.

use crate::diag::Diagnostic;
use crate::model::{Leaf, Mark, Markup, Span};

/// Takes the brackets of claims out of the text and marks their extents.
pub(super) fn find_extents(path: &str, leaf: &mut Leaf, findings: &mut Vec<Diagnostic>) {
    if leaf.refs.is_empty() {
        return;
    }
    let protected = leaf.protected();
    let is = |i: usize, c: char| {
        leaf.text.get(i) == Some(&c) && !protected.get(i).copied().unwrap_or_default() && !leaf.is_escaped(i)
    };
    let mut positions: Vec<usize> = leaf.refs.iter().map(|r| r.at).collect();
    positions.dedup();
    let mut edits: Vec<(Span, Vec<char>)> = Vec::new();
    let mut extents = Vec::new();
    let mut floor = 0;
    for at in positions {
        let closes = at > floor && is(at - 1, ']');
        let open = (floor..at.saturating_sub(usize::from(closes))).rev().find(|&i| is(i, '['));
        match (closes, open) {
            (true, Some(start)) => {
                edits.push((start..start + 1, Vec::new()));
                edits.push((at - 1..at, Vec::new()));
                extents.push(Mark { at: start..at, kind: Markup::Extent });
            }
            (true, None) => {
                findings.push(unmatched(path, leaf, at - 1, "the claim bracket `]` has no `[` in its paragraph"))
            }
            (false, Some(start)) if !(start..at).any(|i| is(i, ']')) => {
                findings.push(unmatched(path, leaf, start, "the claim bracket `[` is not closed before its note mark"));
            }
            (false, _) => findings.extend(parted(path, leaf, floor..at, &is)),
        }
        floor = at;
    }
    report_nesting(path, leaf, &extents, &is, findings);
    if edits.is_empty() {
        return;
    }
    leaf.marks.extend(extents);
    *leaf = leaf.splice(&edits).0;
}

/// Brackets before a mark and a space between: they are text, and the claim reaches back as without them.
fn parted(path: &str, leaf: &Leaf, before: Span, is: &impl Fn(usize, char) -> bool) -> Option<Diagnostic> {
    let is_space = |i: &usize| leaf.text.get(*i).is_some_and(|c| c.is_whitespace());
    let n_spaces = before.clone().rev().take_while(is_space).count();
    let close = before.end.checked_sub(n_spaces + 1).filter(|_| n_spaces > 0)?;
    let has_open = (before.start..close).rev().take_while(|&i| !is(i, ']')).any(|i| is(i, '['));
    (is(close, ']') && has_open).then(|| {
        Diagnostic::warning("JZ109", "a space parts a claim's bracket from its note mark")
            .at(path, leaf.source_span(&(close..before.end)))
            .hint("type `[claim][^label]` without a space; for brackets that belong to the text `\\[` and `\\]`")
    })
}

/// A bracket inside a claim: the claim begins at the inner one, which is hardly meant.
fn report_nesting(
    path: &str,
    leaf: &Leaf,
    extents: &[Mark],
    is: &impl Fn(usize, char) -> bool,
    findings: &mut Vec<Diagnostic>,
) {
    for extent in extents {
        if let Some(inner) = (extent.at.start + 1..extent.at.end - 1).find(|&i| is(i, ']')) {
            findings.push(
                Diagnostic::error("JZ108", "brackets inside a claim's brackets")
                    .at(path, leaf.source_span(&(inner..inner + 1)))
                    .hint("claims do not nest; type `\\[` and `\\]` for brackets that belong to the text"),
            );
        }
    }
}

fn unmatched(path: &str, leaf: &Leaf, at: usize, message: &str) -> Diagnostic {
    Diagnostic::error("JZ107", message)
        .at(path, leaf.source_span(&(at..at + 1)))
        .hint("a claim is typed `[claim][^label]`; type `\\[` for a bracket that belongs to the text")
}
