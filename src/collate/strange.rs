//! Finds characters that a text should not hold: invisible ones, doubles of Han characters, and such as say nothing.
//!
//! What can plainly be mended is proposed where rules hold; everything else is a finding.

use std::cell::OnceCell;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::diag::Diagnostic;
use crate::model::{Edited, LeafId, Span, is_invisible, is_wide};

/// What is wrong with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strange {
    /// It cannot be seen, and here it does nothing.
    Invisible,
    /// It is another code for this Han character (Unicode Standard, section 18.1).
    Double(char),
    /// It stands for nothing that others could read.
    Unreadable,
}

/// Returns the strange characters of `text`, in order; runs of the same invisible one are one.
pub(super) fn strange(text: &[char]) -> Vec<(Span, Strange)> {
    let mut found: Vec<(Span, Strange)> = Vec::new();
    let around = Around { text, seen: OnceCell::new(), has_right_to_left: OnceCell::new() };
    // Half of the characters of a text lie below, and most of the rest within the plain block.
    let may_be = |c: &char| !matches!(c, '\0'..='\u{AC}' | '\u{3000}'..='\u{9FFF}');
    for (at, c) in text.iter().copied().enumerate().filter(|(_, c)| may_be(c)) {
        let Some(kind) = kind(c).filter(|kind| *kind != Strange::Invisible || around.is_idle(at)) else { continue };
        match found.last_mut() {
            Some((last, Strange::Invisible)) if last.end == at && text.get(last.start) == Some(&c) => last.end = at + 1,
            _ => found.push((at..at + 1, kind)),
        }
    }
    found
}

fn kind(c: char) -> Option<Strange> {
    match c {
        c if is_invisible(c) => Some(Strange::Invisible),
        // Radicals are signs of their own; in running text they come of copying from PDF files.
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            canonical(c).map(Strange::Double)
        }
        '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\u{F0000}'..='\u{10FFFD}' => Some(Strange::Unreadable),
        _ => None,
    }
}

/// The character that Unicode takes `c` for, when it is another.
fn canonical(c: char) -> Option<char> {
    let text = c.encode_utf8(&mut [0; 4]).to_owned();
    let normal = ComposingNormalizerBorrowed::new_nfkc().normalize(&text).into_owned();
    let mut chars = normal.chars();
    chars.next().filter(|normal| *normal != c && chars.next().is_none())
}

/// What stands round invisible characters; looked for once there is one.
struct Around<'a> {
    text: &'a [char],
    /// The places of characters that are seen.
    seen: OnceCell<Vec<usize>>,
    has_right_to_left: OnceCell<bool>,
}

impl Around<'_> {
    /// Whether an invisible character does nothing: marks of direction without a text from right to left, others beside
    /// Chinese text.
    fn is_idle(&self, at: usize) -> bool {
        let is_right_to_left =
            |c: &char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}');
        match self.text.get(at) {
            Some('\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') => {
                !self.has_right_to_left.get_or_init(|| self.text.iter().any(is_right_to_left))
            }
            _ => {
                let is_seen = |(_, c): &(usize, &char)| kind(**c) != Some(Strange::Invisible);
                let seen = || self.text.iter().enumerate().filter(is_seen).map(|(i, _)| i).collect();
                let seen: &Vec<usize> = self.seen.get_or_init(seen);
                let n_before = seen.partition_point(|i| *i < at);
                let wide = |n: Option<usize>| {
                    let c = n.and_then(|n| seen.get(n)).and_then(|i| self.text.get(*i));
                    c.is_none_or(|c| is_wide(*c))
                };
                wide(n_before.checked_sub(1)) || wide(Some(n_before))
            }
        }
    }
}

/// Reports what no rule can mend: unreadable characters everywhere, the others where no rule `holds`.
pub(super) fn report(
    path: &str,
    has_witness: bool,
    leaves: &[Edited],
    holds: impl Fn(LeafId) -> bool,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (id, edited) in leaves.iter().enumerate() {
        for (at, kind) in strange(&edited.leaf.text) {
            let Some(c) = edited.leaf.text.get(at.start) else { continue };
            let code = format!("U+{:04X}", u32::from(*c));
            let (message, hint) = match kind {
                Strange::Unreadable => {
                    let hint = if has_witness && holds(id) { EMEND } else { TYPE };
                    (unreadable(*c, &code), hint.to_owned())
                }
                _ if holds(id) => continue,
                Strange::Invisible => {
                    (format!("the invisible character {code} stands here"), "delete the character".to_owned())
                }
                Strange::Double(normal) => (
                    format!("{code} stands here for `{normal}`, and a search does not find it"),
                    format!("type `{normal}`"),
                ),
            };
            let finding = Diagnostic::warning("JZ607", message).at(path, edited.leaf.source_span(&at));
            findings.push(finding.hint(hint));
        }
    }
    findings
}

fn unreadable(c: char, code: &str) -> String {
    if c == '\u{FFFD}' {
        format!("a character was lost here, and {code} stands for it")
    } else {
        format!("the character {code} is of private use, and readers see a box")
    }
}

const TYPE: &str = "type the character that is meant";
const EMEND: &str = "record the character that is meant in collation.yaml (`rules`)";

#[cfg(test)]
mod tests {
    use super::{Strange, strange};

    #[track_caller]
    fn check(text: &str, expected: &[(usize, usize, Strange)]) {
        let found = strange(&text.chars().collect::<Vec<_>>());
        let found: Vec<_> = found.into_iter().map(|(at, kind)| (at.start, at.end, kind)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn what_does_nothing_is_found_and_what_does_something_left() {
        check("橋\u{200B}\u{200B}頭\u{AD}。", &[(1, 3, Strange::Invisible), (4, 5, Strange::Invisible)]);
        check("bridge\u{AD}head 橋", &[]);
        check("橋\u{202E}頭", &[(1, 2, Strange::Invisible)]);
        check("橋 \u{200F}\u{5D0}\u{5D1} 頭", &[]);
        check("👩\u{200D}🌾種田", &[]);
        check("\u{FEFF}橋", &[(0, 1, Strange::Invisible)]);
    }

    #[test]
    fn doubles_have_their_plain_form() {
        check("\u{F9DB}水", &[(0, 1, Strange::Double('率'))]);
        check("\u{2F00}\u{2F64}", &[(0, 1, Strange::Double('一')), (1, 2, Strange::Double('用'))]);
        check("\u{2F80A}", &[(0, 1, Strange::Double('僧'))]);
        // These lie in the block and are characters of their own.
        check("﨑\u{2E80}", &[]);
    }

    #[test]
    fn what_nobody_can_read_is_found() {
        check(
            "橋\u{E000}頭\u{FFFD}\u{F0001}",
            &[(1, 2, Strange::Unreadable), (3, 4, Strange::Unreadable), (4, 5, Strange::Unreadable)],
        );
    }
}
