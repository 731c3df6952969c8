//! The main text of a page, written as Markdown.

mod formulas;
mod inline;
mod links;
mod notes;
mod table;
mod title;

use super::choose::{is_left_out, is_unseen};
use super::head::{Head, TITLE_BLOCK};
use super::notes::{Notes, find_notes};
use super::report_notes;
use super::tree::{Node, Tree};
use crate::import::escape::guard_line;
use links::{report_links, report_pictures};

/// The text as Markdown.
#[derive(Debug, Default)]
pub(in crate::import) struct Written {
    pub(in crate::import) markdown: String,
    /// Whether its first heading is the title.
    pub(super) has_title: bool,
    pub(in crate::import) report: Vec<String>,
}

/// Writes what stands in `main`, its notes behind it; its links go from the address of the page.
pub(super) fn write_body(tree: &Tree, main: usize, cited: Notes, head: &Head) -> Written {
    let mut writer = Writer::new(tree, head, cited, Manner::Page);
    writer.write_children(main);
    writer.end_paragraph();
    writer.leave_empty_headings();
    writer.head_with_title();
    writer.write_notes();
    writer.report_formulas();
    Written { markdown: writer.blocks.join("\n\n") + "\n", has_title: writer.has_title, report: writer.notes }
}

/// Writes all of a document, its notes behind it.
pub(in crate::import) fn write_document(tree: &Tree) -> Written {
    let head = Head::default();
    let notes = find_notes(tree, &head).of_text(tree, 0, is_unseen);
    let n_notes = notes.bodies.len();
    let mut writer = Writer::new(tree, &head, notes, Manner::Document);
    writer.write_children(0);
    writer.end_paragraph();
    writer.leave_empty_headings();
    // What parted the text from its notes parts it from nothing.
    writer.blocks.pop_if(|last| last == "---");
    writer.write_notes();
    writer.report_formulas();
    let mut report = report_notes("document", n_notes);
    report.append(&mut writer.notes);
    report.extend(report_pictures(&writer.pictures));
    report.extend(report_links(&writer.links));
    Written { markdown: writer.blocks.join("\n\n") + "\n", has_title: false, report }
}

/// Writes all of `tree`, which stands in a Markdown.
pub(super) fn write_fragment(tree: &Tree) -> String {
    let head = Head::default();
    let mut writer = Writer::new(tree, &head, Notes::default(), Manner::Markdown);
    writer.write_children(0);
    writer.end_paragraph();
    writer.blocks.join("\n\n")
}

/// Where HTML comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A saved page: what is about the site is left out, and so are pictures, which were not saved.
    Page,
    /// A document: all of it is the author's; pictures, and links into it and to what no article may link to, are left out.
    Document,
    /// A Markdown: all of it is the author's, and pictures and addresses stay as they do there.
    Markdown,
}

struct Writer<'a> {
    tree: &'a Tree,
    manner: Manner,
    head: &'a Head,
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
    /// The lines in which formulas stood.
    formulas: Vec<usize>,
    /// What the pictures of a document show that are left out, and where its links led.
    pictures: Vec<String>,
    links: Vec<String>,
    notes: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(tree: &'a Tree, head: &'a Head, cited: Notes, manner: Manner) -> Self {
        let base = head.address.as_deref().and_then(|address| url::Url::parse(address).ok());
        let (blocks, piece, has_title, is_in_note) = Default::default();
        let (formulas, pictures, links, notes) = Default::default();
        Self { tree, manner, head, base, cited, blocks, piece, has_title, is_in_note, formulas, pictures, links, notes }
    }
}

impl Writer<'_> {
    fn leaves_out(&self, node: &Node) -> bool {
        match self.manner {
            Manner::Page => is_left_out(node),
            Manner::Document => is_unseen(node) || node.attribute("id") == TITLE_BLOCK,
            Manner::Markdown => is_unseen(node),
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
        if self.cited.is_remark(at) {
            return self.leave_remark(at);
        }
        if self.leaves_out(node) {
            return;
        }
        self.end_paragraph();
        match node.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.write_heading(at),
            "p" if self.is_title(node) => self.write_title(at),
            "dt" => self.write_term(at),
            "ul" | "ol" => self.write_list(at),
            "blockquote" => {
                let inner = self.inner(at);
                self.push_prefixed(&inner, "> ", "> ");
            }
            "pre" => self.write_code(at),
            "table" => self.write_table(at),
            "figure" if self.manner != Manner::Markdown && self.leave_figure(at) => {}
            "hr" if self.manner != Manner::Page => self.blocks.push("---".to_owned()),
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
        let text = self.line_of(at);
        if text.is_empty() {
            return;
        }
        let is_title = level == 1 && !self.has_title && (self.blocks.is_empty() || self.is_stated_title(&text));
        self.has_title |= is_title;
        // The parts of a document stay on their level.
        let level = if is_title || self.manner == Manner::Document { level } else { level.max(2) };
        // A closing run of `#` would be dropped.
        let text = if text.ends_with('#') { format!("{}\\#", text.trim_end_matches('#')) } else { text };
        self.blocks.push(format!("{} {text}", "#".repeat(level)));
    }

    /// Returns what stands in an element as one line.
    fn line_of(&mut self, at: usize) -> String {
        let text = self.inner(at).join(" ").replace("\\\n", " ").replace('\n', " ");
        text.trim().to_owned()
    }

    /// Writes a term as strong text, unless it has marks of its own; what it is stands below.
    fn write_term(&mut self, at: usize) {
        let text = self.line_of(at);
        let is_plain = !text.is_empty() && !text.contains(['*', '[', '`', '<']);
        let term = if is_plain { format!("**{text}**") } else { text };
        self.blocks.extend(Some(term).filter(|term| !term.is_empty()));
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
            let language = self.language_of(at).unwrap_or_default();
            self.blocks.push(format!("{fence}{language}\n{}\n{fence}", text.trim_matches('\n')));
        }
    }

    /// The language that a block of code says that it is in: `language-rust`, and of documents the first word of its class.
    fn language_of(&self, at: usize) -> Option<String> {
        let node = self.tree.node(at);
        let inner = node.children.iter().map(|child| self.tree.node(*child)).filter(|child| child.name == "code");
        let classes: Vec<&str> =
            std::iter::once(node).chain(inner).flat_map(|node| node.attribute("class").split_whitespace()).collect();
        let named =
            classes.iter().find_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")));
        let first = classes.first().copied().filter(|_| self.manner == Manner::Document);
        let is_name = |name: &&str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-#".contains(&b));
        named.or(first).filter(is_name).map(str::to_owned)
    }
}
