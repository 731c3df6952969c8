//! Notes and their marks as Markdown: `[^1]` where a mark stands, `[^1]: …` behind the text.

use super::{Writer, inline};
use crate::import::escape::{escape_inline, guard_line};
use crate::import::notes::is_notes_heading;
use crate::import::references::is_references_heading;

/// Stands where notes stood, until it is known what is left around them.
pub(super) const PLACE: &str = "\u{0}";

impl Writer<'_> {
    pub(super) fn write_mark(&mut self, number: usize) {
        self.trim_before_mark();
        self.piece.push_str(&format!("[^{number}]"));
    }

    /// A space between text and mark would part them.
    pub(super) fn trim_before_mark(&mut self) {
        let length = self.piece.trim_end_matches(|c: char| c.is_whitespace()).len();
        self.piece.truncate(length);
    }

    pub(super) fn pass_over_note(&mut self) {
        self.end_paragraph();
        self.blocks.push(PLACE.to_owned());
    }

    /// Leaves out what a reader of a draft wrote beside it, and says so.
    pub(super) fn leave_remark(&mut self, at: usize) {
        self.end_paragraph();
        let (line, text) = (self.tree.node(at).line, inline::tidied(&self.tree.text_of(at)));
        self.notes.push(format!("line {line}: a remark beside the text is left out: `{text}`"));
    }

    /// Takes out the headings under which notes stood and nothing else.
    pub(super) fn leave_empty_headings(&mut self) {
        let mut kept: Vec<String> = Vec::new();
        let mut is_emptied = false;
        for block in std::mem::take(&mut self.blocks) {
            if block == PLACE {
                is_emptied = true;
                continue;
            }
            self.end_emptied(std::mem::take(&mut is_emptied), &mut kept, level(&block));
            kept.push(block);
        }
        self.end_emptied(is_emptied, &mut kept, 1);
        self.blocks = kept;
    }

    /// The title stays; so does a heading with one of a lower level below it, or with text, unless it names the notes.
    fn end_emptied(&mut self, is_emptied: bool, kept: &mut Vec<String>, next: usize) {
        let own = kept.last().map_or(0, |last| level(last));
        let names_notes = || kept.last().is_some_and(|last| is_notes_heading(last) || is_references_heading(last));
        if is_emptied && own > 1 && ((1..=own).contains(&next) || names_notes()) {
            let heading = kept.pop().unwrap_or_default();
            self.notes
                .push(format!("the heading `{}` above the notes is left out", heading.trim_start_matches(['#', ' '])));
        }
    }

    pub(super) fn write_notes(&mut self) {
        self.is_in_note = true;
        for (i, body) in std::mem::take(&mut self.cited.bodies).into_iter().enumerate() {
            let mut blocks = self.inner(body.at);
            // The items of a list have their numbers from it.
            let is_item = self.tree.node(body.at).name == "li";
            if let Some(first) = blocks.first_mut()
                && let Some(text) = without_mark(first, &body.mark, is_item)
            {
                *first = guard_line(text.to_owned());
            }
            blocks.retain(|block| !block.is_empty());
            let label = format!("[^{}]: ", i + 1);
            if blocks.is_empty() {
                blocks.push("…".to_owned());
            }
            self.push_prefixed(&blocks, &label, "    ");
        }
    }
}

/// Returns the level of a heading, else 0.
fn level(block: &str) -> usize {
    let marks = block.len() - block.trim_start_matches('#').len();
    if block.get(marks..).is_some_and(|rest| rest.starts_with(' ')) { marks } else { 0 }
}

/// Returns the marks of a raised text that has nothing beside them, without brackets and commas.
pub(super) fn raised_marks(inner: &str) -> Option<String> {
    let (mut marks, mut rest) = (String::new(), inner);
    while let Some((before, behind)) = rest.split_once("[^") {
        let (number, behind) =
            behind.split_once(']').filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()))?;
        is_beside(before).then_some(())?;
        marks.push_str(&format!("[^{number}]"));
        rest = behind;
    }
    (!marks.is_empty() && is_beside(rest)).then_some(marks)
}

fn is_beside(text: &str) -> bool {
    text.chars().all(|c| "\\[](),;，；、（）〔〕［］".contains(c) || c.is_whitespace())
}

/// Returns a note's text without the mark that it begins with, else none; `mark` is how the text's mark is written. An item's number
/// stands before it, and a number that it begins with is its own.
fn without_mark<'a>(whole: &'a str, mark: &str, is_item: bool) -> Option<&'a str> {
    let is_end = |c: char| matches!(c, ' ' | '.' | '．' | '、' | ':' | '：' | ')' | '）');
    let written = inline::tidied(&escape_inline(mark));
    let bare = mark.trim_matches(|c: char| "[]()（）〔〕【】［］".contains(c) || c.is_whitespace());
    let raised = [written.as_str(), bare].map(|mark| format!("<sup>{mark}</sup>"));
    let is_letter = bare.len() == 1 && bare.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_number = !(bare.is_empty() || is_letter);
    // A sign that led back, its link gone.
    let text = whole.trim_start_matches(['^', '↑', ' ']);
    let is_begun = text.len() < whole.len();
    let begun = raised.iter().find_map(|raised| text.strip_prefix(raised.as_str()));
    let begun = begun.or_else(|| text.strip_prefix(&written).filter(|_| written != bare));
    let numbered = || text.strip_prefix(bare).map(|rest| rest.strip_prefix('\\').unwrap_or(rest));
    let begun = begun.or_else(|| numbered().filter(|rest| is_number && !is_item && rest.starts_with(is_end)));
    begun.map(|rest| rest.trim_start_matches(is_end)).or(is_begun.then_some(text))
}
