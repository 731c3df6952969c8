//! Inline elements as Markdown. A line break is kept as NUL until the paragraph is complete.

use super::notes::raised_marks;
use super::{Manner, Writer};
use crate::import::escape::escape_inline;
use crate::import::html::tree::Node;
use crate::model::is_wide;

/// Elements that stay as they are, without attributes.
const KEPT: [&str; 8] = ["kbd", "mark", "rp", "rt", "ruby", "small", "sub", "sup"];

/// Languages that a page in Chinese has beside its own without a word of it: LibreOffice and Word name them for each run of letters.
const OWN_LANGS: [&str; 5] = ["zh", "en", "yue", "wuu", "x"];

impl Writer<'_> {
    pub(super) fn write_inline(&mut self, at: usize) {
        let node = self.tree.node(at);
        if node.name.is_empty() {
            self.piece.push_str(&escape_inline(&node.text.replace('\u{0}', "")));
            return;
        }
        if self.leaves_out(node) {
            return self.write_hidden_formulas(at);
        }
        // Emphasis or a link round many blocks is no markup of a text: old pages forget an end tag.
        if node.has_structure() {
            self.leave_link(at, node.attribute("href").trim());
            return self.write_children(at);
        }
        match node.name.as_str() {
            "br" => self.piece.push('\u{0}'),
            "img" if self.manner == Manner::Markdown => self.write_picture(at),
            "img" => self.leave_picture(at),
            "b" | "strong" => self.write_marked(at, "**"),
            "em" | "i" => self.write_marked(at, "*"),
            "del" | "s" | "strike" => self.write_marked(at, "~~"),
            "math" => self.write_formula(at),
            "a" if self.cited.leads_back(at) || self.cited.is_remark(at) => {}
            "a" => match self.cited.mark(at).filter(|_| !self.is_in_note) {
                Some(number) => self.write_mark(number),
                None => self.write_link(at),
            },
            "code" | "samp" | "tt" => self.write_code_span(at),
            name if KEPT.contains(&name) => {
                let inner = self.inline_of(at);
                if let Some(marks) = raised_marks(&inner).filter(|_| name == "sup") {
                    self.trim_before_mark();
                    self.piece.push_str(&marks);
                } else if !inner.trim().is_empty() || name == "rp" {
                    self.piece.push_str(&format!("<{name}>{inner}</{name}>"));
                }
            }
            "span" | "bdo" if self.is_foreign(node) => self.write_foreign(at),
            _ => self.write_children(at),
        }
    }

    /// Says whether the language of an element is one that a page in Chinese has as a stranger, and says so.
    fn is_foreign(&self, node: &Node) -> bool {
        let lang = node.attribute("lang");
        let is_tag = lang.len() > 1 && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let primary = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.manner != Manner::Markdown && is_tag && !OWN_LANGS.contains(&primary.as_str())
    }

    fn write_foreign(&mut self, at: usize) {
        let (inner, lang) = (self.inline_of(at), self.tree.node(at).attribute("lang"));
        let is_run = !inner.trim().is_empty() && !inner.contains(['\u{0}', '*', '[', '<']);
        let written = if is_run { format!("<span lang=\"{lang}\">{inner}</span>") } else { inner };
        self.piece.push_str(&written);
    }

    /// Returns the content of an element as inline Markdown; blocks inside become lines.
    pub(super) fn inline_of(&mut self, at: usize) -> String {
        let outer = (std::mem::take(&mut self.piece), std::mem::take(&mut self.blocks));
        self.write_children(at);
        let inner = std::mem::replace(&mut self.piece, outer.0);
        let mut blocks = std::mem::replace(&mut self.blocks, outer.1);
        blocks.push(inner);
        blocks.join("\u{0}")
    }

    /// Emphasis holds no line break and no emphasis of its kind, and white space at its edges stands outside.
    fn write_marked(&mut self, at: usize, mark: &str) {
        let inner = self.inline_of(at);
        let text = inner.trim_matches(|c: char| c.is_whitespace() || c == '\u{0}');
        let is_plain = text.is_empty() || text.contains(['\u{0}', '*', '~']);
        if is_plain {
            return self.piece.push_str(&inner);
        }
        let (before, after) = inner.split_once(text).unwrap_or_default();
        // Two marks in a row would be read as one.
        if self.piece.ends_with(['*', '~']) {
            return self.piece.push_str(&inner);
        }
        self.piece.push_str(&format!("{before}{mark}{text}{mark}{after}"));
    }

    fn write_code_span(&mut self, at: usize) {
        self.push_code(&self.tree.text_of(at));
    }

    pub(super) fn push_code(&mut self, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let ticks = "`".repeat(longest + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        self.piece.push_str(&format!("{ticks}{pad}{text}{pad}{ticks}"));
    }
}

/// Makes each run of white space one space, or nothing where a line of the page ends between two wide characters.
pub(super) fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space: Option<bool> = None;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{feff}' {
            space = Some(space.unwrap_or_default() || c == '\n');
            continue;
        }
        if let Some(has_end) = space.take() {
            let is_dropped = out.is_empty() || (has_end && out.ends_with(is_wide) && is_wide(c));
            if !is_dropped {
                out.push(' ');
            }
        }
        out.push(c);
    }
    out
}
