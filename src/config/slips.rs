//! Slips of the hand that YAML takes for something else: full-width colons and commas, a colon without its space, tabs.
//!
//! They are looked for only on the line of which the parser complains, and where a key can stand.

use std::ops::Range;

use crate::diag::Diagnostic;

/// A slip: its bytes in the text, what is wrong, what to type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Slip {
    /// Returns it as an error without file and code.
    pub(super) fn into_finding(self) -> Diagnostic {
        Diagnostic::error("", self.message).at("", self.at).hint(self.hint)
    }
}

/// Looks for the slip behind an error at byte `at` of a YAML text.
pub(super) fn find_slip(text: &str, at: usize, message: &str) -> Option<Slip> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
    if message.starts_with("a tab stands") {
        return find_tab(text, start);
    }
    let line = text.get(start..)?.lines().next()?;
    let mut keys = key_places(line).into_iter();
    keys.find_map(|place| slip_at(line, place))
        .map(|slip| Slip { at: start + slip.at.start..start + slip.at.end, ..slip })
}

/// Looks for the slip behind an error of syntax at byte `at`: a line `key：甲` becomes one text with the next line, and the
/// parser complains there.
pub(super) fn find_slip_above(text: &str, at: usize) -> Option<Slip> {
    let start = text.get(..at)?.rfind('\n')?;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let n = text.get(start + 1..).map(indent)?;
    let above = text.get(..start)?.trim_end();
    let start = above.rfind('\n').map_or(0, |i| i + 1);
    let line = above.get(start..)?;
    let place = *key_places(line).first()?;
    let slip = slip_at(line, place).filter(|_| place <= n)?;
    Some(Slip { at: start + slip.at.start..start + slip.at.end, ..slip })
}

/// Says what is wrong with a key that was read, as `type：book` or `stance:supports`: the message, and what to type.
pub(crate) fn slip_in_key(key: &str) -> Option<(String, String)> {
    let slip = slip_at(key, 0).filter(|slip| slip.at.start == 0)?;
    Some((slip.message, slip.hint))
}

/// The parser may name the line before the one that begins with a tab.
fn find_tab(text: &str, start: usize) -> Option<Slip> {
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n').take(N_LINES) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line.get(..indent)?.find('\t') {
            let at = at + tab..at + indent;
            let message = "a tab stands where YAML has spaces".to_owned();
            return Some(Slip { at, message, hint: "indent with spaces".to_owned() });
        }
        at += line.len();
    }
    None
}

/// How far below the place named a tab is looked for, in lines.
const N_LINES: usize = 3;

/// The bytes of a line at which a key can begin: at its start, behind `- `, and in braces behind `{` and a comma.
fn key_places(line: &str) -> Vec<usize> {
    let start = line.len() - line.trim_start_matches([' ', '-', '\t']).len();
    let mut places = vec![start];
    let (mut depth, mut quote) = (0_usize, None);
    for (i, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if quote.is_none() && depth > 0 && matches!(c, '{' | ',' | '，') {
            let rest = line.get(i + c.len_utf8()..).unwrap_or_default();
            places.push(line.len() - rest.trim_start().len());
        }
    }
    places
}

/// The slip of the key that begins at `place`, if it is one.
fn slip_at(line: &str, place: usize) -> Option<Slip> {
    let rest = line.get(place..)?;
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let length = rest.find(|c| !is_key(c)).unwrap_or(rest.len());
    let (key, behind) = rest.split_at_checked(length)?;
    if !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if let Some(sign) = behind.chars().next().filter(|c| *c == '：') {
        let message = format!("a full-width colon behind `{key}`");
        let hint = format!("type the half-width colon and a space: `{key}: …`");
        return Some(Slip { at: place..place + length + sign.len_utf8(), message, hint });
    }
    let before = line.get(..place)?.trim_end();
    if before.ends_with('，') && behind.trim_start().starts_with([':', '：']) {
        let comma = before.len() - '，'.len_utf8();
        let hint = format!("type the half-width comma and a space: `, {key}: …`");
        let message = format!("a full-width comma before `{key}`");
        return Some(Slip { at: comma..place + length, message, hint });
    }
    let value = behind.strip_prefix(':')?;
    // `https://…` is an address, not a key.
    let is_parted = value.is_empty() || value.starts_with([' ', '\t', '/', '}', ',']);
    (!is_parted).then(|| Slip {
        at: place..place + length + 1,
        message: format!("no space behind `{key}:`"),
        hint: format!("type a space behind the colon: `{key}: …`"),
    })
}
