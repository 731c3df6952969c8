//! Whether an article's notes fit beside its text, each near its mark.
//!
//! 1. Lines are counted as `sidenotes.css` sets them: of the text up to each mark, and of each note.
//! 2. Notes are laid one below the other, each at its mark or below the note before it.
//! 3. If one comes to stand far below its mark, or ends far below the text, all stand at the end.
//!
//! The style sheet keeps notes apart by itself; a wrong guess here moves a note, and never lays one over another.

use std::collections::BTreeMap;

use crate::model::{Claim, LeafId, Scripted, collect_leaves, is_wide};

/// Width of a line, in half characters, and its height, in rem.
struct Measure {
    line: usize,
    height: f32,
}

const TEXT: Measure = Measure { line: 78, height: 2.02 };
const NOTE: Measure = Measure { line: 42, height: 1.4 };
/// What a source takes besides its title and what is said of it: outlet, date, link, day of reading, way back.
const SOURCE_WIDTH: usize = 60;
/// What a block of text has above it; the space between two notes; how far a note may be moved down. In rem.
const BLOCK_GAP: f32 = 0.4;
const NOTE_GAP: f32 = 0.6;
const MOST_DRIFT: f32 = 16.0;

impl Measure {
    fn height_of(&self, width: usize) -> f32 {
        // Heights are estimates: a float holds any number of lines that memory does.
        #[allow(clippy::cast_precision_loss, reason = "an estimate")]
        let lines = width.div_ceil(self.line).max(1) as f32;
        lines * self.height
    }
}

/// Says whether the notes of an article can stand beside its text in variant `v`.
pub(super) fn notes_fit_beside(scripted: &Scripted, v: usize) -> bool {
    let annotated = &scripted.annotated;
    let (marks, end) = first_marks(scripted, v);
    let mut bottom = 0.0_f32;
    for (key, claim) in &annotated.claims {
        let Some(mark) = marks.get(key.as_str()) else { continue };
        let top = bottom.max(*mark);
        if top - mark > MOST_DRIFT {
            return false;
        }
        bottom = top + NOTE.height_of(note_width(scripted, v, claim)) + NOTE_GAP;
    }
    bottom - end <= MOST_DRIFT
}

/// How far down the first mark of each note stands, and where the text ends.
fn first_marks(scripted: &Scripted, v: usize) -> (BTreeMap<&str, f32>, f32) {
    let annotated = &scripted.annotated;
    let mut leaves = Vec::new();
    collect_leaves(&annotated.edition.document.body, &mut leaves);
    let (mut marks, mut y) = (BTreeMap::new(), 0.0_f32);
    for leaf in leaves {
        let edited = annotated.edition.leaves.get(leaf);
        // Marks are in order, so that each character is measured once.
        let (mut measured, mut before) = (0, 0);
        for r in edited.into_iter().flat_map(|edited| &edited.leaf.refs) {
            before += edited.and_then(|edited| edited.leaf.text.get(measured..r.at)).map_or(0, width);
            measured = measured.max(r.at);
            if let Some(key) = annotated.keys.get(&r.label) {
                marks.entry(key.as_str()).or_insert(y + TEXT.height_of(before) - TEXT.height);
            }
        }
        y += TEXT.height_of(leaf_width(scripted, v, leaf)) + BLOCK_GAP;
    }
    (marks, y)
}

/// All that a note says: its body, what is recorded of the claim, its sources.
fn note_width(scripted: &Scripted, v: usize, claim: &Claim) -> usize {
    let annotated = &scripted.annotated;
    let mut leaves = Vec::new();
    if let Some(note) = annotated.edition.document.notes.get(claim.note) {
        collect_leaves(&note.body, &mut leaves);
    }
    if let Some(record) = &claim.record {
        record.clone().map(&mut |leaf| leaves.push(leaf));
    }
    let quotes = claim.record.iter().flat_map(|record| record.evidence.values().flatten());
    let quoted: usize =
        quotes.filter_map(|evidence| evidence.quote.as_ref()).map(|quote| text_width(&quote.text)).sum();
    let titles = claim.cited().map(|key| {
        let title = annotated.sources.get(key).and_then(|source| source.entry.title());
        SOURCE_WIDTH + title.map_or(0, |title| text_width(&title.to_string()))
    });
    leaves.into_iter().map(|leaf| leaf_width(scripted, v, leaf)).sum::<usize>() + quoted + titles.sum::<usize>()
}

fn leaf_width(scripted: &Scripted, v: usize, leaf: LeafId) -> usize {
    scripted.texts.get(v).and_then(|texts| texts.get(leaf)).map_or(0, |converted| width(&converted.text))
}

fn text_width(text: &str) -> usize {
    text.chars().map(half_characters).sum()
}

fn width(text: &[char]) -> usize {
    text.iter().copied().map(half_characters).sum()
}

fn half_characters(c: char) -> usize {
    if is_wide(c) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_twice_as_many_half_characters() {
        assert_eq!(text_width("渡口 A"), 6);
        assert!((TEXT.height_of(78) - TEXT.height).abs() < f32::EPSILON);
        assert!((TEXT.height_of(79) - 2.0 * TEXT.height).abs() < f32::EPSILON);
    }
}
