//! Quotation marks, exchanged with the script one for one.

use crate::model::{Script, Span};

const CURLY_TO_CORNER: [(char, char); 4] = [('“', '「'), ('”', '」'), ('‘', '『'), ('’', '』')];

/// Returns the marks to exchange and what for; `fixed` says which characters are foreign or fixed.
///
/// A pair stays when all it encloses is fixed. An apostrophe has no partner and stays.
pub(super) fn exchanges(text: &[char], target: Script, fixed: &[bool]) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    for (open, close) in pairs(text) {
        let is_fixed = |i: usize| fixed.get(i).copied().unwrap_or_default();
        let encloses_fixed = close > open + 1 && (open + 1..close).all(is_fixed);
        if encloses_fixed || is_fixed(open) || is_fixed(close) {
            continue;
        }
        for at in [open, close] {
            if let Some(new) = text.get(at).and_then(|c| exchange(*c, target)) {
                found.push((at, new));
            }
        }
    }
    found.sort_unstable();
    found
}

fn exchange(c: char, target: Script) -> Option<char> {
    CURLY_TO_CORNER.iter().find_map(|&(curly, corner)| match target {
        Script::Hant if c == curly => Some(corner),
        Script::Hans if c == corner => Some(curly),
        _ => None,
    })
}

fn closer_of(c: char) -> Option<char> {
    match c {
        '“' => Some('”'),
        '‘' => Some('’'),
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    }
}

/// Finds matching pairs; a closing mark that closes nothing (an apostrophe) is passed over.
fn pairs(text: &[char]) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found = Vec::new();
    for (i, &c) in text.iter().enumerate() {
        if let Some(closer) = closer_of(c) {
            open.push((i, closer));
        } else if matches!(c, '”' | '’' | '」' | '』') {
            let letter = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(char::is_ascii_alphabetic);
            let is_apostrophe = c == '’' && letter(i.checked_sub(1)) && letter(Some(i + 1));
            if let Some(depth) = open.iter().rposition(|(_, closer)| *closer == c).filter(|_| !is_apostrophe) {
                open.truncate(depth + 1);
                if let Some((start, _)) = open.pop() {
                    found.push((start, i));
                }
            }
        }
    }
    found
}

/// Returns what stands inside quotation marks within `span`, short quotations only.
pub(super) fn quoted(text: &[char], span: Span) -> Vec<Span> {
    let inside = pairs(text.get(span.clone()).unwrap_or_default());
    let mut found: Vec<Span> = inside
        .into_iter()
        .map(|(a, b)| span.start + a + 1..span.start + b)
        .filter(|q| (1..=4).contains(&q.len()))
        .collect();
    found.sort_by_key(|q| q.start);
    found
}
