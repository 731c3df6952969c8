//! Numbers in brackets that lead to entries of a list, as plain text has its notes: Markdown prints both as they stand.

use std::collections::BTreeSet;

use super::super::Input;
use super::begins_line;
use crate::diag::Diagnostic;
use crate::model::{Leaf, Span};

/// Numbers have no more digits.
const MAX_DIGITS: usize = 3;

/// Warns of `[1]` in the text where a line begins with `[1]` too; all such marks are one finding, at the first.
///
/// Errors: `JZ115`.
pub(in super::super) fn find_numbered(input: &Input<'_>, leaves: &[Leaf]) -> Option<Diagnostic> {
    let entries: BTreeSet<&str> = input.text.lines().filter_map(|line| entry_number(line.trim_start())).collect();
    if entries.is_empty() {
        return None;
    }
    let mut marks =
        leaves.iter().filter(|leaf| leaf.text.contains(&'[')).flat_map(|leaf| find_marks(input, leaf, &entries));
    let (leaf, at) = marks.next()?;
    let (typed, n_more) = (leaf.slice(&at), marks.count());
    let number = leaf.slice(&(at.start + 1..at.end - 1));
    let message = match n_more {
        0 => format!("`{typed}` is no note mark"),
        n => format!("`{typed}` is no note mark, nor are {n} like it"),
    };
    let hint = format!("type `[^{number}]` in the text, and `[^{number}]: ` where its entry begins");
    Some(Diagnostic::warning("JZ115", message).at(input.path, leaf.source_span(&at)).hint(hint))
}

/// The number of an entry that a line is; what defines or makes a link is none.
fn entry_number(line: &str) -> Option<&str> {
    let (number, rest) = line.strip_prefix('[')?.split_once(']')?;
    let is_number = (1..=MAX_DIGITS).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !rest.is_empty() && !rest.starts_with([':', '(', '['])).then_some(number)
}

/// Numbers of `entries` in brackets that begin no line.
fn find_marks<'a>(
    input: &'a Input<'_>,
    leaf: &'a Leaf,
    entries: &'a BTreeSet<&str>,
) -> impl Iterator<Item = (&'a Leaf, Span)> {
    let protected = leaf.protected();
    let is_free = move |i: &usize| !protected.get(*i).copied().unwrap_or_default() && !leaf.is_escaped(*i);
    (0..leaf.text.len()).filter(move |i| leaf.text.get(*i) == Some(&'[')).filter(is_free).filter_map(move |i| {
        let digits = leaf.text.get(i + 1..)?.iter().take(MAX_DIGITS).take_while(|c| c.is_ascii_digit()).count();
        let at = i..i + digits + 2;
        let is_mark =
            leaf.text.get(at.end - 1) == Some(&']') && entries.contains(leaf.slice(&(i + 1..at.end - 1)).as_str());
        (is_mark && !begins_line(input.text, *leaf.source.get(i)?)).then_some((leaf, at))
    })
}
