//! Quotation marks, exchanged with the script one for one.

use crate::model::{Script, quotation_pairs};

const CURLY_TO_CORNER: [(char, char); 4] = [('“', '「'), ('”', '」'), ('‘', '『'), ('’', '』')];

/// Returns the marks to exchange and what for; `fixed` says which characters are foreign or fixed.
///
/// A pair stays when all it encloses is fixed. An apostrophe has no partner and stays.
pub(super) fn exchanges(text: &[char], target: Script, fixed: &[bool]) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    for (open, close) in quotation_pairs(text) {
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
