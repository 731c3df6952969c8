//! Exchanges words in files that people type, and adds lines. In: a file's bytes, places in its text. Out: its new bytes.
//! Refuses to know what the words mean, and to lay out anything anew: every other byte stays.
//!
//! 1. `find_words` finds where a word is typed in a YAML text (`yaml`).
//! 2. `exchange` makes the edit that puts another word there; `append` the one that adds lines at the end, `list_end` at
//!    the end of a list, `list_end_in` of one inside an item, which `list_items` finds.
//! 3. `patch` makes the edits in the bytes as they lie on the disk, with their byte-order mark and line ends.

mod list;
mod yaml;

use crate::config::yaml_key;
use std::ops::Range;

pub use list::{Block, ListEnd, list_end, list_end_in, list_items};
pub use yaml::{Step, Target, find_words};

/// A stretch of a file's text and what takes its place.
///
/// Units: bytes of the text as `discover` gives it: without byte-order mark, line ends as LF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where.
    pub at: Range<usize>,
    /// What stands there from then on.
    pub new: String,
}

/// Returns the edit that puts the key `new` for the word typed at `at`, in its quotation marks if it has them.
///
/// Shape: none when what stands there is not the word meant, as an alias of YAML or a word written with escapes.
pub fn exchange(text: &str, at: Range<usize>, is_meant: impl Fn(&str) -> bool, new: &str) -> Option<Edit> {
    let typed = text.get(at.clone())?;
    let inner = ['"', '\''].into_iter().find_map(|mark| typed.strip_prefix(mark)?.strip_suffix(mark));
    match inner {
        Some(inner) if is_meant(inner) => Some(Edit { at: at.start + 1..at.end - 1, new: new.to_owned() }),
        None if is_meant(typed) => Some(Edit { at, new: yaml_key(new) }),
        _ => None,
    }
}

/// Returns the edit that adds `lines` at the end of `text`: a text without a last line end stays without.
pub fn append(text: &str, lines: &str) -> Edit {
    let lines = lines.trim_end_matches('\n');
    let new = if text.is_empty() || text.ends_with('\n') { format!("{lines}\n") } else { format!("\n{lines}") };
    Edit { at: text.len()..text.len(), new }
}

/// Returns the edit that makes `new` of the `old` text at `at`, of what differs alone: line ends elsewhere stay as they are.
pub fn narrowed(at: Range<usize>, old: &str, new: &str) -> Edit {
    let pairs = old.chars().zip(new.chars());
    let head: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let pairs = old.chars().rev().zip(new.chars().rev());
    let tail: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let new = new.get(..new.len() - tail).unwrap_or_default();
    Edit { at: at.start + head..at.end - tail, new: new.to_owned() }
}

/// Makes `edits` in the bytes of a file and returns its new bytes; line ends added are the file's own.
///
/// Shape: none when edits overlap or leave the text.
pub fn patch(raw: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let layout = Layout::new(raw);
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut out = Vec::with_capacity(raw.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (layout.raw_byte(edit.at.start), layout.raw_byte(edit.at.end));
        out.extend(raw.get(done..start)?);
        out.extend(edit.new.replace('\n', layout.line_end).bytes());
        done = raw.get(start..end).map(|_| end)?;
    }
    out.extend(raw.get(done..)?);
    Some(out)
}

/// What a file's bytes have that its text has not.
struct Layout {
    n_mark: usize,
    /// Bytes of the text at which a line end of two bytes stands.
    doubles: Vec<usize>,
    line_end: &'static str,
}

impl Layout {
    fn new(raw: &[u8]) -> Self {
        let mark = "\u{feff}".as_bytes();
        let n_mark = if raw.starts_with(mark) { mark.len() } else { 0 };
        let ends = raw.windows(2).enumerate().filter(|(_, pair)| pair == b"\r\n");
        let doubles: Vec<usize> = ends.enumerate().map(|(n, (at, _))| at - n - n_mark).collect();
        let first = raw.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let line_end = match first.map(|at| raw.get(at..).unwrap_or_default()) {
            Some([b'\r', b'\n', ..]) => "\r\n",
            Some([b'\r', ..]) => "\r",
            _ => "\n",
        };
        Self { n_mark, doubles, line_end }
    }

    /// The byte of the file for a byte of the text; before a line end of two bytes, the first of them.
    fn raw_byte(&self, at: usize) -> usize {
        at + self.n_mark + self.doubles.partition_point(|double| *double < at)
    }
}

#[cfg(test)]
mod tests;
