//! Inline elements as Markdown. A line break is kept as NUL until the paragraph is complete.

use super::notes::raised_marks;
use super::{Manner, Writer};
use crate::import::escape::escape_inline;
use crate::model::is_wide;

/// Elements that stay as they are, without attributes.
const KEPT: [&str; 8] = ["kbd", "mark", "rp", "rt", "ruby", "small", "sub", "sup"];

impl Writer<'_> {
    pub(super) fn write_inline(&mut self, at: usize) {
        let node = self.tree.node(at);
        if node.name.is_empty() {
            self.piece.push_str(&escape_inline(&node.text.replace('\u{0}', "")));
            return;
        }
        if self.leaves_out(node) {
            return;
        }
        // Emphasis or a link round many blocks is no markup of a text: old pages forget an end tag.
        if node.has_structure() {
            self.leave_link(at, node.attribute("href").trim());
            return self.write_children(at);
        }
        match node.name.as_str() {
            "br" => self.piece.push('\u{0}'),
            "img" if self.manner == Manner::OfMarkdown => self.write_picture(at),
            "img" => self.leave_picture(at),
            "b" | "strong" => self.write_marked(at, "**"),
            "em" | "i" => self.write_marked(at, "*"),
            "del" | "s" | "strike" => self.write_marked(at, "~~"),
            "a" if self.cited.leads_back(at) => {}
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
            _ => self.write_children(at),
        }
    }

    /// Returns the content of an element as inline Markdown; blocks inside become lines.
    fn inline_of(&mut self, at: usize) -> String {
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

    fn write_link(&mut self, at: usize) {
        let inner = self.inline_of(at);
        let href = self.tree.node(at).attribute("href").trim().to_owned();
        let text = inner.replace('\u{0}', " ");
        if text.trim().is_empty() || href.is_empty() || href.starts_with('#') || inner.contains("](") {
            return self.piece.push_str(&inner);
        }
        let own = (self.manner == Manner::OfMarkdown).then(|| href.replace(['<', '>'], ""));
        match own.or_else(|| self.address(&href)) {
            Some(address) => self.piece.push_str(&format!("[{}](<{address}>)", text.trim())),
            None => {
                self.leave_link(at, &href);
                self.piece.push_str(&inner);
            }
        }
    }

    /// Says that a link is left out; one within the page is not worth saying.
    fn leave_link(&mut self, at: usize, href: &str) {
        if !href.is_empty() && !href.starts_with('#') {
            let line = self.tree.node(at).line;
            let shown: String = href.chars().take(60).collect();
            self.notes.push(format!("line {line}: the link `{shown}` is left out, its text kept"));
        }
    }

    /// Returns an address that a page may have: http, https or mailto; relative ones go from the page's own.
    fn address(&self, href: &str) -> Option<String> {
        let url = match (url::Url::parse(href), &self.base) {
            (Ok(url), _) => url,
            (Err(_), Some(base)) => base.join(href).ok()?,
            (Err(_), None) => return None,
        };
        matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
    }

    fn write_code_span(&mut self, at: usize) {
        let text = self.tree.text_of(at).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let ticks = "`".repeat(longest + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        self.piece.push_str(&format!("{ticks}{pad}{text}{pad}{ticks}"));
    }

    fn write_picture(&mut self, at: usize) {
        let node = self.tree.node(at);
        let address =
            ["src", "data-src"].map(|name| node.attribute(name).trim()).into_iter().find(|src| !src.is_empty());
        let alt = escape_inline(node.attribute("alt").trim());
        let picture = address.map(|src| format!("![{alt}](<{}>)", src.replace(['<', '>'], "")));
        self.piece.push_str(&picture.unwrap_or_default());
    }

    fn leave_picture(&mut self, at: usize) {
        self.tell_picture(at, self.tree.node(at).attribute("alt").trim());
    }

    fn tell_picture(&mut self, at: usize, shows: &str) {
        let node = self.tree.node(at);
        // Pages that load pictures late have their address elsewhere.
        let address = ["src", "data-src"].map(|name| node.attribute(name)).into_iter().find(|src| !src.is_empty());
        let shown: String = address.unwrap_or_default().chars().take(60).collect();
        self.notes.push(match shows {
            "" => format!("line {}: the picture `{shown}` is left out", node.line),
            shows => format!("line {}: the picture `{shown}` is left out; it shows: `{shows}`", node.line),
        });
    }

    /// Leaves out a figure that is pictures and what is said of them without a note, and says so; says whether it did.
    pub(super) fn leave_figure(&mut self, at: usize) -> bool {
        let (mut pictures, mut caption, mut todo) = (Vec::new(), None, vec![(at, false)]);
        while let Some((at, is_said)) = todo.pop() {
            let node = self.tree.node(at);
            let has_text = !is_said && !node.text.trim().is_empty();
            if has_text || self.cited.mark(at).is_some() {
                return false;
            }
            pictures.extend(Some(at).filter(|_| node.name == "img"));
            caption = caption.or(Some(at).filter(|_| node.name == "figcaption"));
            let is_said = is_said || node.name == "figcaption";
            todo.extend(node.children.iter().rev().map(|child| (*child, is_said)));
        }
        let caption = caption.map(|caption| tidied(&self.tree.text_of(caption))).unwrap_or_default();
        for picture in &pictures {
            let alt = self.tree.node(*picture).attribute("alt").trim();
            self.tell_picture(*picture, if caption.is_empty() { alt } else { &caption });
        }
        !pictures.is_empty()
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
