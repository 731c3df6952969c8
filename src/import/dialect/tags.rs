//! HTML in a Markdown, written as Markdown: blocks by the writer of pages, tags within text one by one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::places::{Block, Places};
use super::{Edit, N_TOLD, line_before};
use crate::import::encoding::shown_lines;
use crate::import::escape::escape_inline;
use crate::import::html::{KNOWN, read_fragment, read_tag_attributes};
use crate::import::note_marks::{Form, read_mark};

/// Elements that stay, without attributes.
const KEPT: [&str; 8] = ["kbd", "mark", "rp", "rt", "ruby", "small", "sub", "sup"];
/// How many tags may be open; what is deeper stays as it is.
const MAX_OPEN: usize = 50;

/// What became of HTML.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub(super) edits: Vec<Edit>,
    /// Where comments stood.
    comments: Vec<usize>,
    /// Where other HTML stood, and its elements.
    elements: BTreeSet<String>,
    places: Vec<usize>,
    /// What an article has no place for: its byte, and the tag.
    left_out: Vec<(usize, String)>,
}

impl Tags {
    pub(super) fn report(&self, line: impl Fn(usize) -> usize) -> Vec<String> {
        let lines = |places: &[usize]| shown_lines(&places.iter().map(|at| line(*at)).collect::<Vec<_>>());
        let mut report = Vec::new();
        if !self.comments.is_empty() {
            report.push(format!("comments are left out (lines {})", lines(&self.comments)));
        }
        if !self.places.is_empty() {
            let names = self.elements.iter().map(|name| format!("`<{name}>`")).collect::<Vec<_>>().join(", ");
            report.push(format!("HTML became Markdown: {names} (lines {})", lines(&self.places)));
        }
        let left_out = self.left_out.iter().take(N_TOLD);
        report.extend(
            left_out.map(|(at, tag)| format!("line {}: `{tag}` has no place in an article: left out", line(*at))),
        );
        report
    }

    fn told(&mut self, at: usize, name: &str) {
        self.places.push(at);
        self.elements.insert(name.to_owned());
    }
}

/// Translates blocks of HTML and tags within text.
pub(super) fn translate_tags(body: &str, places: &Places) -> Tags {
    let mut tags = Tags::default();
    places.blocks.iter().for_each(|block| tags.translate_block(body, block));
    for of_leaf in places.tags.chunk_by(|(leaf, _), (other, _)| leaf == other) {
        tags.translate_leaf(body, of_leaf);
    }
    tags
}

/// A tag within text that is open.
struct Open {
    name: String,
    at: Range<usize>,
    href: String,
}

impl Tags {
    fn translate_block(&mut self, body: &str, block: &Block) {
        let start = block.at.start;
        let Some(fragment) = read_fragment(&block.html) else { return };
        if fragment.names.is_empty() && fragment.markdown.trim().is_empty() {
            self.comments.push(start);
        }
        fragment.names.iter().for_each(|name| self.told(start, name));
        self.left_out.extend(fragment.left_out.into_iter().map(|tag| (start, tag)));
        let end = start + body.get(block.at.clone()).map_or(0, |html| html.trim_end().len());
        let before = body.get(..start).and_then(|text| text.lines().next_back()).unwrap_or_default();
        let is_first = body.get(..start).is_some_and(|text| text.ends_with('\n') || text.is_empty());
        let prefix: String = if is_first { "" } else { before }
            .chars()
            .map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' })
            .collect();
        let text = fragment.markdown.trim().replace('\n', &format!("\n{prefix}"));
        let is_joined = !text.is_empty() && !line_before(body, start).trim_start_matches(['>', ' ']).is_empty();
        let gap = if is_joined && is_first { "\n" } else { "" };
        self.edits.push(Edit::new(start..end, format!("{gap}{text}")));
    }

    fn translate_leaf(&mut self, body: &str, tags: &[(usize, Range<usize>)]) {
        let mut open: Vec<Open> = Vec::new();
        for (_, at) in tags {
            let raw = body.get(at.clone()).unwrap_or_default();
            if raw.starts_with("<!--") {
                self.comments.push(at.start);
                self.edits.push(Edit::cut(at.clone()));
                continue;
            }
            let name = tag_name(raw);
            if !KNOWN.contains(&name.as_str()) {
                continue;
            }
            if raw.starts_with("</") {
                match open.iter().rposition(|open| open.name == name) {
                    Some(depth) => {
                        let closed = open.split_off(depth);
                        self.close(body, closed, at.clone());
                    }
                    None if !KEPT.contains(&name.as_str()) => self.edits.push(Edit::cut(at.clone())),
                    None => {}
                }
            } else if open.len() < MAX_OPEN {
                open.extend(self.open(raw, name, at.clone()));
            }
        }
        self.leave(open);
    }

    /// Writes a tag without an end, or returns the one that is open now.
    fn open(&mut self, raw: &str, name: String, at: Range<usize>) -> Option<Open> {
        let attributes = read_tag_attributes(raw);
        let value = |key: &str| attributes.get(key).map(|value| value.trim()).unwrap_or_default();
        match name.as_str() {
            "br" | "wbr" | "hr" | "input" => {
                let is_kept = name == "br" && attributes.is_empty();
                if !is_kept {
                    self.told(at.start, &name);
                    self.edits.push(Edit::new(at, if name == "br" { "<br>" } else { "" }));
                }
                None
            }
            "img" => {
                self.told(at.start, &name);
                let src = [value("src"), value("data-src")].into_iter().find(|src| !src.is_empty());
                let picture = src.map(|src| format!("![{}]({})", escape_inline(value("alt")), destination(src)));
                self.edits.push(Edit::new(at, picture.unwrap_or_default()));
                None
            }
            "span" if attributes.contains_key("lang") => {
                if attributes.len() > 1 {
                    self.edits.push(Edit::new(at.clone(), format!("<span lang=\"{}\">", value("lang"))));
                }
                Some(Open { name, at, href: "lang".to_owned() })
            }
            _ => {
                let href = value("href").to_owned();
                if KEPT.contains(&name.as_str()) && !attributes.is_empty() {
                    self.edits.push(Edit::new(at.clone(), format!("<{name}>")));
                }
                Some(Open { name, at, href })
            }
        }
    }

    /// Writes the first of `closed`, which ends at `end`; the others have no end.
    fn close(&mut self, body: &str, closed: Vec<Open>, end: Range<usize>) {
        let mut closed = closed.into_iter();
        let Some(open) = closed.next() else { return };
        self.leave(closed);
        let inner = body.get(open.at.end..end.start).unwrap_or_default();
        let is_bare = !inner.is_empty() && inner.trim() == inner;
        let is_mark =
            read_mark(inner, 0).is_some_and(|mark| mark.at.end == inner.len() && mark.form == Form::Bracketed);
        let (before, after) = match open.name.as_str() {
            "span" if open.href == "lang" => return,
            "sup" if is_mark => (String::new(), String::new()),
            name if KEPT.contains(&name) => return,
            "a" if is_bare && !open.href.is_empty() && !inner.contains("](") => {
                ("[".to_owned(), format!("]({})", destination(&open.href)))
            }
            name => {
                let mark = mark_of(name).filter(|mark| {
                    let is_beside = body.get(..open.at.start).is_some_and(|text| text.ends_with(['*', '~', '`']));
                    is_bare && !is_beside && !inner.contains(mark.chars().next().unwrap_or('*'))
                });
                (mark.unwrap_or_default().to_owned(), mark.unwrap_or_default().to_owned())
            }
        };
        self.told(open.at.start, &open.name);
        self.edits.extend([Edit::new(open.at, before), Edit::new(end, after)]);
    }

    /// Leaves out tags that nothing closes, but those of which an article says so itself.
    fn leave(&mut self, open: impl IntoIterator<Item = Open>) {
        for open in open.into_iter().filter(|open| !KEPT.contains(&open.name.as_str()) && open.href != "lang") {
            self.told(open.at.start, &open.name);
            self.edits.push(Edit::cut(open.at));
        }
    }
}

/// The mark with which Markdown writes an element.
fn mark_of(name: &str) -> Option<&'static str> {
    match name {
        "b" | "strong" => Some("**"),
        "i" | "em" | "cite" | "dfn" | "var" => Some("*"),
        "s" | "del" | "strike" => Some("~~"),
        "code" | "samp" | "tt" => Some("`"),
        _ => None,
    }
}

fn tag_name(raw: &str) -> String {
    let inner = raw.trim_start_matches(['<', '/']);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(inner.len());
    inner.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// An address as Markdown may have it.
fn destination(address: &str) -> String {
    if address.contains([' ', '(', ')']) {
        format!("<{}>", address.replace(['<', '>'], ""))
    } else {
        address.to_owned()
    }
}
