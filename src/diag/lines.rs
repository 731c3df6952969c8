//! Lines and columns of a text, for places given in bytes.

use std::ops::Range;

use serde::Serialize;

/// How many bytes of a text share one count of characters.
const BLOCK: usize = 1024;

/// A place in a text. Units: both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A text whose lines are known, so that a place costs no more than a few of its bytes, however long the line is.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The byte at which each line begins.
    starts: Vec<usize>,
    /// How many characters begin before each block.
    n_before: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let mut n = 0;
        let before = |block: &[u8]| {
            let before = n;
            n += n_starts(block);
            before
        };
        Self { text, starts, n_before: text.as_bytes().chunks(BLOCK).map(before).collect() }
    }

    /// Returns the line in which a byte stands, from 1.
    pub(crate) fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    /// Returns the bytes of a line, which counts from 1, without its end; empty when there is none.
    pub(super) fn bytes_of(&self, line: usize) -> Range<usize> {
        let start = |line: usize| line.checked_sub(1).and_then(|i| self.starts.get(i)).copied();
        let Some(from) = start(line) else { return 0..0 };
        from..start(line + 1).map_or(self.text.len(), |next| next - 1)
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the place of a byte; one inside a character is that character's.
    pub(super) fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.line(byte);
        let start = self.bytes_of(line).start;
        Position { line, column: self.n_chars(byte) - self.n_chars(start) + 1 }
    }

    /// How many characters begin before `byte`.
    fn n_chars(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.n_before.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        self.n_before.get(block).copied().unwrap_or_default() + n_starts(rest)
    }
}

/// How many characters begin in bytes of UTF-8.
fn n_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_of_its_line_alone() {
        let text = format!("甲乙\n\n{}丙\nx", "丁a".repeat(3000));
        let lines = Lines::new(&text);
        let counted = |byte: usize| {
            let start = text[..byte].rfind('\n').map_or(0, |i| i + 1);
            Position { line: text[..byte].matches('\n').count() + 1, column: text[start..byte].chars().count() + 1 }
        };
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(lines.position(byte), counted(byte), "at {byte}");
        }
        assert_eq!(lines.position(1), lines.position(0));
        assert_eq!([1, 2, 4, 5].map(|line| &text[lines.bytes_of(line)]), ["甲乙", "", "x", ""]);
        assert_eq!(Lines::new("").position(0), Position { line: 1, column: 1 });
    }
}
