//! The main text of a page, written as Markdown.

mod inline;
mod notes;
mod table;

use super::choose::{is_left_out, is_unseen};
use super::notes::Notes;
use super::tree::{Node, Tree};
use crate::import::escape::guard_line;

/// The text as Markdown.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) markdown: String,
    /// Whether its first heading is the title.
    pub(super) has_title: bool,
    pub(super) report: Vec<String>,
}

/// Writes what stands in `main`, its notes behind it; `address` is the page's own, from which its links go.
pub(super) fn write_body(tree: &Tree, main: usize, cited: Notes, address: Option<&str>) -> Written {
    let base = address.and_then(|address| url::Url::parse(address).ok());
    let mut writer = Writer::new(tree, base, cited, Manner::OfPage);
    writer.write_children(main);
    writer.end_paragraph();
    writer.leave_empty_headings();
    writer.write_notes();
    Written { markdown: writer.blocks.join("\n\n") + "\n", has_title: writer.has_title, report: writer.notes }
}

/// Writes all of `tree`, which stands in a Markdown.
pub(super) fn write_fragment(tree: &Tree) -> String {
    let mut writer = Writer::new(tree, None, Notes::default(), Manner::OfMarkdown);
    writer.write_children(0);
    writer.end_paragraph();
    writer.blocks.join("\n\n")
}

/// Where HTML comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A saved page: what is about the site is left out, and so are pictures, which were not saved.
    OfPage,
    /// A Markdown: all of it is the author's, and pictures and addresses stay as they do there.
    OfMarkdown,
}

struct Writer<'a> {
    tree: &'a Tree,
    manner: Manner,
    base: Option<url::Url>,
    /// The notes that marks of the text lead to.
    cited: Notes,
    /// The blocks that are complete, as Markdown.
    blocks: Vec<String>,
    /// The paragraph that is being written, as inline Markdown.
    piece: String,
    has_title: bool,
    /// Whether a note is being written, which has no marks of its own.
    is_in_note: bool,
    notes: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(tree: &'a Tree, base: Option<url::Url>, cited: Notes, manner: Manner) -> Self {
        let (blocks, notes) = Default::default();
        let (piece, has_title, is_in_note) = Default::default();
        Self { tree, manner, base, cited, blocks, piece, has_title, is_in_note, notes }
    }
}

impl Writer<'_> {
    fn leaves_out(&self, node: &Node) -> bool {
        match self.manner {
            Manner::OfPage => is_left_out(node),
            Manner::OfMarkdown => is_unseen(node),
        }
    }

    fn write_children(&mut self, at: usize) {
        for child in &self.tree.node(at).children {
            self.write_node(*child);
        }
    }

    fn write_node(&mut self, at: usize) {
        let node = self.tree.node(at);
        if node.name.is_empty() || !node.is_block() {
            return self.write_inline(at);
        }
        if self.cited.is_note(at) {
            return self.pass_over_note();
        }
        if self.leaves_out(node) {
            return;
        }
        self.end_paragraph();
        match node.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.write_heading(at),
            "ul" | "ol" => self.write_list(at),
            "blockquote" => {
                let inner = self.inner(at);
                self.push_prefixed(&inner, "> ", "> ");
            }
            "pre" => self.write_code(at),
            "table" => self.write_table(at),
            "figure" if self.manner == Manner::OfPage && self.leave_figure(at) => {}
            "hr" if self.manner == Manner::OfMarkdown => self.blocks.push("---".to_owned()),
            _ => self.write_children(at),
        }
        self.end_paragraph();
    }

    /// Ends the paragraph; two line breaks in a row end one too, as in pages that have no paragraphs.
    fn end_paragraph(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        for paragraph in piece.split("\u{0}\u{0}") {
            let lines = paragraph.split('\u{0}').map(inline::tidied).filter(|line| !line.is_empty());
            let lines: Vec<String> = lines.map(guard_line).collect();
            if !lines.is_empty() {
                self.blocks.push(lines.join("\\\n"));
            }
        }
    }

    /// Returns the blocks in an element, written apart.
    fn inner(&mut self, at: usize) -> Vec<String> {
        let outer = std::mem::take(&mut self.blocks);
        self.write_children(at);
        self.end_paragraph();
        let mut inner = std::mem::replace(&mut self.blocks, outer);
        inner.retain(|block| block != notes::PLACE);
        inner
    }

    fn push_prefixed(&mut self, blocks: &[String], first: &str, rest: &str) {
        let text = blocks.join("\n\n");
        let lines = text.lines().enumerate().map(|(i, line)| {
            let prefix = if i == 0 { first } else { rest };
            format!("{prefix}{line}").trim_end().to_owned()
        });
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            self.blocks.push(lines.join("\n"));
        }
    }

    fn write_heading(&mut self, at: usize) {
        let level = self.tree.node(at).name.get(1..).and_then(|n| n.parse().ok()).unwrap_or(2_usize);
        let inner = self.inner(at);
        let text = inner.join(" ").replace("\\\n", " ").replace('\n', " ");
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let is_title = level == 1 && !self.has_title && self.blocks.is_empty();
        self.has_title |= is_title;
        let level = if is_title { 1 } else { level.max(2) };
        // A closing run of `#` would be dropped.
        let text = if text.ends_with('#') { format!("{}\\#", text.trim_end_matches('#')) } else { text.to_owned() };
        self.blocks.push(format!("{} {text}", "#".repeat(level)));
    }

    fn write_list(&mut self, at: usize) {
        let node = self.tree.node(at);
        let first: usize = node.attribute("start").parse().unwrap_or(1);
        let (mut items, mut has_notes) = (Vec::new(), false);
        for child in &node.children {
            if self.tree.node(*child).name != "li" || self.leaves_out(self.tree.node(*child)) {
                continue;
            }
            if self.cited.is_note(*child) {
                has_notes = true;
                continue;
            }
            let inner = self.inner(*child);
            let marker =
                if node.name == "ol" { format!("{}. ", first.saturating_add(items.len())) } else { "- ".to_owned() };
            let outer = std::mem::take(&mut self.blocks);
            self.push_prefixed(&inner, &marker, &" ".repeat(marker.len()));
            items.append(&mut std::mem::replace(&mut self.blocks, outer));
        }
        if !items.is_empty() {
            self.blocks.push(items.join("\n"));
        } else if has_notes {
            self.pass_over_note();
        }
    }

    fn write_code(&mut self, at: usize) {
        let text = self.tree.text_of(at);
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        if !text.trim().is_empty() {
            self.blocks.push(format!("{fence}\n{}\n{fence}", text.trim_matches('\n')));
        }
    }
}
