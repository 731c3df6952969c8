//! How much of a text goes into so many cells of a screen: a Han character takes two, a combining one none.

use unicode_width::UnicodeWidthChar;

/// Returns `text` without what would move the cursor or hide: line ends and tabs as spaces, all else of that kind as U+FFFD.
pub(super) fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => ' ',
        // Invisible and bidirectional controls: a rule may be about nothing else, so they are seen.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
            '\u{fffd}'
        }
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Returns how many cells `text` takes.
pub(super) fn cells(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Returns the beginning of `text` that fits into `room` cells.
pub fn head(text: &str, room: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += width(*c);
        taken > room
    });
    text.get(..end.map_or(text.len(), |(at, _)| at)).unwrap_or_default()
}

/// Returns the end of `text` that fits into `room` cells.
pub fn tail(text: &str, room: usize) -> &str {
    let mut taken = 0;
    let last = text.char_indices().rev().find(|(_, c)| {
        taken += width(*c);
        taken > room
    });
    text.get(last.map_or(0, |(at, c)| at + c.len_utf8())..).unwrap_or_default()
}

/// Breaks `text` into lines of at most `room` cells, `n_lines` of them; what is left over is dropped.
pub(super) fn wrap(text: &str, room: usize, n_lines: usize) -> Vec<&str> {
    let mut rest = text;
    let mut lines = Vec::new();
    while lines.len() < n_lines && !rest.is_empty() {
        let line = head(rest, room);
        // A word of Latin letters is not cut where a space stands before it.
        let is_cut =
            |at: usize| rest.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        let space =
            line.rfind(' ').filter(|_| is_cut(line.len()) && line.ends_with(|c: char| c.is_ascii_alphanumeric()));
        let line = space.and_then(|at| line.get(..=at)).unwrap_or(line);
        if line.is_empty() {
            break;
        }
        lines.push(line.trim_end());
        rest = rest.get(line.len()..).unwrap_or_default();
    }
    lines
}

fn width(c: char) -> usize {
    c.width().unwrap_or_default()
}
