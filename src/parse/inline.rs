//! Builds one leaf from inline events: characters with their places in the file, marks, note marks.

use std::ops::Range;

use super::html::{Kept, Tag, read_tag};
use super::padding::SENTINEL;
use crate::diag::Diagnostic;
use crate::model::{Leaf, Mark, Markup, NoteRef, is_wide};

/// A leaf being built.
#[derive(Default)]
pub(super) struct LeafBuilder {
    leaf: Leaf,
    open: Vec<(usize, Option<Markup>)>,
    html: Vec<OpenHtml>,
    end: usize,
}

struct OpenHtml {
    kept: Kept,
    start: usize,
    source: Range<usize>,
}

impl LeafBuilder {
    /// Adds text that stands at `source` in the file.
    pub(super) fn push_text(&mut self, text: &str, source: Range<usize>) {
        let (n, n_bytes) =
            text.chars().filter(|c| *c != SENTINEL).fold((0, 0), |(n, n_bytes), c| (n + 1, n_bytes + c.len_utf8()));
        let is_verbatim = n_bytes == source.len();
        self.leaf.text.reserve(n);
        self.leaf.source.reserve(n);
        let mut byte = source.start;
        for c in text.chars().filter(|c| *c != SENTINEL) {
            self.push_char(c, byte);
            // An entity's characters all stand at its first byte.
            byte += if is_verbatim { c.len_utf8() } else { 0 };
        }
        self.end = source.end;
    }

    pub(super) fn push_char(&mut self, c: char, byte: usize) {
        self.leaf.text.push(c);
        self.leaf.source.push(byte);
        self.end = byte + c.len_utf8();
    }

    /// A line end in a paragraph: nothing between Han characters or full-width punctuation, else one space.
    pub(super) fn push_soft_break(&mut self, byte: usize) {
        self.push_char('\n', byte);
    }

    /// Adds a character that a mark of its own stands for.
    pub(super) fn push_object(&mut self, c: char, kind: Markup, byte: usize) {
        let at = self.leaf.text.len();
        self.push_char(c, byte);
        self.leaf.marks.push(Mark { at: at..at + 1, kind });
    }

    pub(super) fn push_code(&mut self, text: &str, source: Range<usize>) {
        let start = self.leaf.text.len();
        let fence = source.len().saturating_sub(text.replace(SENTINEL, "").len()) / 2;
        self.push_text(text, source.start + fence..source.end.saturating_sub(fence).max(source.start + fence));
        self.end = source.end;
        let at = start..self.leaf.text.len();
        self.leaf.marks.push(Mark { at, kind: Markup::Code });
    }

    /// How many tags are open; those that nothing closes stay so to the end of the leaf.
    pub(super) fn n_open_tags(&self) -> usize {
        self.html.len()
    }

    /// Opens a mark; `None` for markup that leaves none. A link within a link is none.
    pub(super) fn open(&mut self, kind: Option<Markup>) {
        let is_link = |kind: &Option<Markup>| matches!(kind, Some(Markup::Link(..)));
        let is_nested = is_link(&kind) && self.open.iter().any(|(_, outer)| is_link(outer));
        self.open.push((self.leaf.text.len(), kind.filter(|_| !is_nested)));
    }

    /// Closes the last mark opened.
    pub(super) fn close(&mut self) {
        if let Some((start, Some(kind))) = self.open.pop() {
            self.leaf.marks.push(Mark { at: start..self.leaf.text.len(), kind });
        }
    }

    pub(super) fn push_ref(&mut self, label: &str, source: Range<usize>) {
        let label = label.replace(SENTINEL, "").to_lowercase();
        self.end = source.end;
        self.leaf.refs.push(NoteRef { at: self.leaf.text.len(), label, nth: 0, source });
    }

    /// Adds one inline HTML tag: a kept one becomes a mark, any other is text.
    pub(super) fn push_html(&mut self, raw: &str, source: Range<usize>, path: &str, findings: &mut Vec<Diagnostic>) {
        match read_tag(raw) {
            Tag::Break => self.push_object('\n', Markup::Break, source.start),
            // Outside `ruby` these would take their text with them.
            Tag::Open(Kept::Rt | Kept::Rp) if !self.is_in_ruby() => self.push_as_text(raw, source, path, findings),
            Tag::Open(kept) => self.html.push(OpenHtml { kept, start: self.leaf.text.len(), source }),
            Tag::Close(kept) if self.html.last().is_some_and(|open| kept.closes(&open.kept)) => self.close_html(),
            Tag::Close(_) | Tag::Other => self.push_as_text(raw, source, path, findings),
        }
    }

    fn push_as_text(&mut self, raw: &str, source: Range<usize>, path: &str, findings: &mut Vec<Diagnostic>) {
        findings.push(raw_html(raw, source.clone(), path));
        self.push_text(raw, source);
    }

    fn is_in_ruby(&self) -> bool {
        self.html.last().is_some_and(|open| open.kept == Kept::Ruby)
    }

    /// Takes the text from `start` on out of the leaf, with all marks on it; note marks stay, before it.
    fn take_from(&mut self, start: usize) -> String {
        let start = start.min(self.leaf.text.len());
        let taken = self.leaf.text.split_off(start);
        self.leaf.source.truncate(start);
        // Both are in the order of their ends.
        let first = self.leaf.marks.partition_point(|mark| mark.at.end <= start);
        let cut = self.leaf.marks.split_off(first);
        let cut = cut.into_iter().filter(|mark| mark.at.start < start);
        self.leaf.marks.extend(cut.map(|mark| Mark { at: mark.at.start..start, ..mark }));
        self.leaf.refs.iter_mut().rev().take_while(|note| note.at > start).for_each(|note| note.at = start);
        self.open.iter_mut().for_each(|(opened, _)| *opened = (*opened).min(start));
        taken.into_iter().collect()
    }

    fn close_html(&mut self) {
        let Some(open) = self.html.pop() else { return };
        match open.kept {
            Kept::Rt => {
                let reading = self.take_from(open.start);
                let base = self.html.last_mut().filter(|parent| parent.kept == Kept::Ruby);
                if let Some(parent) = base {
                    let at = parent.start..open.start;
                    parent.start = open.start;
                    self.leaf.marks.push(Mark { at, kind: Markup::Ruby(reading) });
                }
            }
            // Brackets for browsers that know no ruby: drawn again by the renderer.
            Kept::Rp => {
                self.take_from(open.start);
            }
            kept => {
                if let Some(kind) = kept.markup() {
                    self.leaf.marks.push(Mark { at: open.start..self.leaf.text.len(), kind });
                }
            }
        }
    }

    /// Returns the leaf; tags left open are reported.
    pub(super) fn finish(mut self, path: &str, text: &str, findings: &mut Vec<Diagnostic>) -> Leaf {
        for open in self.html.drain(..) {
            findings.push(
                Diagnostic::warning("JZ014", "the tag is not closed in its paragraph, so it is left out")
                    .at(path, open.source)
                    .hint("close it in the same paragraph"),
            );
        }
        self.leaf.source.push(self.end);
        self.leaf.escaped = escaped(&self.leaf, text);
        join_lines(&mut self.leaf);
        // A note mark inside a link would nest two links: it stands after it.
        for r in &mut self.leaf.refs {
            let inside = self
                .leaf
                .marks
                .iter()
                .find(|m| matches!(m.kind, Markup::Link(..)) && m.at.start < r.at && r.at < m.at.end);
            if let Some(link) = inside {
                r.at = link.at.end;
            }
        }
        self.leaf
    }
}

/// Markup characters with a backslash directly before them in the file; in code a backslash escapes nothing.
fn escaped(leaf: &Leaf, text: &str) -> Vec<usize> {
    let typed = leaf.source.first().zip(leaf.source.last());
    let typed = typed.and_then(|(first, last)| text.as_bytes().get(first.saturating_sub(1)..*last));
    if typed.is_some_and(|typed| !typed.contains(&b'\\')) {
        return Vec::new();
    }
    let protected = leaf.protected();
    let is_markup = |c: &char| matches!(c, '[' | ']' | '-' | '^' | '@' | '#' | '|');
    let typed = leaf.text.iter().zip(&leaf.source).zip(&protected);
    typed
        .filter(|((c, byte), is_code)| {
            !**is_code && is_markup(c) && text.as_bytes().get(byte.wrapping_sub(1)) == Some(&b'\\')
        })
        .map(|((_, byte), _)| *byte)
        .collect()
}

/// Soft line ends were kept as LF without a mark; here they become a space or nothing.
fn join_lines(leaf: &mut Leaf) {
    if !leaf.text.contains(&'\n') {
        return;
    }
    let kept: Vec<bool> = {
        let mut breaks = vec![false; leaf.text.len()];
        for mark in leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Break | Markup::Code)) {
            if let Some(covered) = breaks.get_mut(mark.at.clone()) {
                covered.fill(true);
            }
        }
        breaks
    };
    let at = |i: Option<usize>| i.and_then(|i| leaf.text.get(i)).copied();
    let edits: Vec<(Range<usize>, Vec<char>)> = leaf
        .text
        .iter()
        .enumerate()
        .filter(|(i, c)| **c == '\n' && !kept.get(*i).copied().unwrap_or_default())
        .map(|(i, _)| {
            let joins = at(i.checked_sub(1)).is_some_and(is_wide) && at(Some(i + 1)).is_some_and(is_wide);
            (i..i + 1, if joins { Vec::new() } else { vec![' '] })
        })
        .collect();
    if !edits.is_empty() {
        *leaf = leaf.splice(&edits).0;
    }
}

fn raw_html(raw: &str, source: Range<usize>, path: &str) -> Diagnostic {
    let shown: String = raw.chars().take(40).collect();
    Diagnostic::warning("JZ014", format!("the HTML `{shown}` is shown as text"))
        .at(path, source)
        .hint("kept are br, sup, sub, ruby, rt, rp, kbd, mark, small, and span with lang; write Markdown for the rest")
}
