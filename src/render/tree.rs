//! Writes the tree of a leaf: text, note marks, elements within a line.

use std::borrow::Cow;
use std::fmt::{Display, Write};

use super::escape::{attribute, escape};
use super::medium::{Pen, Picture};
use crate::model::{Markup, Span, Status, code_point, push_plain_text, to_visible};
use crate::page::{Column, MarkPiece, Node, Part, Tree, Wrap, nth_id};

/// What rendering needs beside blocks and trees.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) column: &'a Column<'a>,
    pub(super) pen: Pen<'a>,
    /// The characters of the leaf whose tree is rendered.
    characters: &'a [char],
    /// What of them differs from the other column.
    differences: &'a [Span],
    /// Whether a link is open, which can hold no other.
    is_in_link: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(column: &'a Column<'a>, pen: Pen<'a>) -> Self {
        Self { column, pen, characters: &[], differences: &[], is_in_link: false }
    }

    /// Returns an interface word.
    pub(super) fn word(&self, key: &str) -> &str {
        self.pen.words.get(key).map_or("", String::as_str)
    }
}

/// Returns the HTML of a tree, such as a title's.
pub(crate) fn write_tree(tree: &Tree<'_>, column: &Column<'_>, pen: Pen<'_>) -> String {
    let mut out = String::new();
    tree_html(&mut out, tree, &Context::new(column, pen));
    out
}

pub(super) fn tree_html(out: &mut String, tree: &Tree<'_>, context: &Context<'_>) {
    let differences = context.column.differences(tree.leaf);
    let characters = context.column.characters(tree.leaf);
    nodes_html(out, &tree.nodes, &Context { characters, differences: &differences, ..*context });
}

fn nodes_html(out: &mut String, nodes: &[Node<'_>], context: &Context<'_>) {
    for node in nodes {
        match node {
            Node::Text(at) => text_html(out, at, context),
            Node::In(wrap, inner) => wrap_html(out, wrap, inner, context),
            Node::Note(mark) => note_mark(out, mark, context),
        }
    }
}

/// Writes a stretch of the leaf's text; what differs from the other column is an innermost element.
fn text_html(out: &mut String, at: &Span, context: &Context<'_>) {
    let characters = |span: Span| context.characters.get(span).unwrap_or_default();
    let first = context.differences.partition_point(|span| span.end <= at.start);
    let mut done = at.start;
    for span in context.differences.iter().skip(first).take_while(|span| span.start < at.end) {
        let (start, end) = (span.start.max(at.start), span.end.min(at.end));
        escape_characters(out, characters(done..start));
        out.push_str("<span class=\"differs\">");
        escape_characters(out, characters(start..end));
        out.push_str("</span>");
        done = end;
    }
    escape_characters(out, characters(done..at.end));
}

fn note_mark(out: &mut String, mark: &MarkPiece<'_>, context: &Context<'_>) {
    let number = mark.number;
    out.push_str("<sup><a");
    out.push_str(context.pen.medium.of_book(" epub:type=\"noteref\""));
    out.push_str(" role=\"doc-noteref\"");
    id_in_text(out, nth_id("r", mark.key, mark.nth), context);
    let _ = write!(out, " href=\"#n-{}\"", mark.key);
    // Of marks that share an anchor's name the last one counts, and the note stands beside the first.
    if mark.nth == 1 && context.column.has_notes_beside() {
        let _ = write!(out, " style=\"--a:--r{number}\"");
    }
    if !context.word("lang").is_empty() {
        attribute(out, "lang", context.word("lang"));
    }
    let note = context.word("note");
    match &mark.verdict {
        Some(verdict) => {
            let (colon, word) = (context.word("colon"), context.word(verdict.word));
            attribute(out, "aria-label", format_args!("{note} {number}{colon}{word}"));
            attribute(out, "data-verdict", verdict.mark);
        }
        None => attribute(out, "aria-label", format_args!("{note} {number}")),
    }
    let _ = write!(out, ">{number}</a></sup>");
}

fn wrap_html(out: &mut String, wrap: &Wrap<'_>, inner: &[Node<'_>], context: &Context<'_>) {
    match wrap {
        Wrap::Sentence { block, n } => {
            let _ = write!(out, "<span class=\"s\" data-s=\"{n}\"");
            id_in_text(out, format_args!("{block}.{n}"), context);
            close(out, "span", inner, context);
        }
        Wrap::Claim { key, nth, part, verdict } => {
            out.push_str("<span class=\"claim\"");
            // What few values repeat comes before what is new each time: a page of many claims is shorter once compressed.
            if let Some(verdict) = verdict {
                attribute(out, "data-verdict", verdict.mark);
            }
            if *part != Part::Later {
                id_in_text(out, nth_id("c", key, *nth), context);
            }
            if *part != Part::Whole {
                attribute(out, "data-claim", key);
            }
            close(out, "span", inner, context);
        }
        Wrap::Emendation { place, part } => {
            let is_doubtful = place.status == Status::Doubtful;
            out.push_str(if is_doubtful { "<span class=\"em doubtful\"" } else { "<span class=\"em\"" });
            if *part != Part::Later {
                id_in_text(out, &place.id, context);
            }
            attribute(out, "data-o", to_visible(&place.reading));
            if is_doubtful {
                attribute(out, "data-l", &place.lemma);
            }
            close(out, "span", inner, context);
        }
        Wrap::Rare(c) => {
            out.push_str("<span class=\"rare\"");
            attribute(out, "title", code_point(*c));
            close(out, "span", inner, context);
        }
        Wrap::OwnScript(lang) => {
            out.push_str("<span");
            attribute(out, "lang", lang);
            close(out, "span", inner, context);
        }
        Wrap::Markup(kind) => markup_html(out, kind, inner, context),
    }
}

/// Ends a start tag, writes what the element holds, and its end tag.
fn close(out: &mut String, name: &str, inner: &[Node<'_>], context: &Context<'_>) {
    out.push('>');
    nodes_html(out, inner, context);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn markup_html(out: &mut String, kind: &Markup, inner: &[Node<'_>], context: &Context<'_>) {
    let simple = match kind {
        Markup::Strong => "strong",
        Markup::Emphasis => "em",
        Markup::Deleted => "del",
        Markup::Small => "small",
        Markup::Sup => "sup",
        Markup::Sub => "sub",
        Markup::Kbd => "kbd",
        Markup::Highlight => "mark",
        Markup::Code => "code",
        Markup::Break => return void(out, "<br", context),
        Markup::Image(src, alt) => return image(out, src.as_str(), &context.column.text(*alt), context),
        Markup::Fixed(_) | Markup::Extent => return nodes_html(out, inner, context),
        Markup::Lang(lang) => {
            out.push_str("<span");
            attribute(out, "lang", lang);
            return close(out, "span", inner, context);
        }
        Markup::Link(url, title) => {
            let address = context.column.resolve(url);
            let Some(href) = context.pen.medium.link(&address, context.column) else {
                return nodes_html(out, inner, context);
            };
            out.push_str("<a");
            attribute(out, "href", &href);
            if let Some(title) = title {
                attribute(out, "title", title);
            }
            // An address that is its own text is not printed behind it.
            let shown = only_text(inner).and_then(|at| context.characters.get(at.clone())).unwrap_or_default();
            if shown.iter().copied().eq(address.chars()) {
                attribute(out, "data-url", "");
            }
            return close(out, "a", inner, &Context { is_in_link: true, ..*context });
        }
        Markup::Ruby(reading) => {
            out.push_str("<ruby>");
            nodes_html(out, inner, context);
            out.push_str(context.pen.medium.of_page("<rp>（</rp>"));
            out.push_str("<rt>");
            escape(out, reading);
            out.push_str("</rt>");
            out.push_str(context.pen.medium.of_page("<rp>）</rp>"));
            return out.push_str("</ruby>");
        }
    };
    out.push('<');
    out.push_str(simple);
    close(out, simple, inner, context);
}

/// Returns the text that is all of `nodes`, whatever elements lie round it.
fn only_text<'n>(nodes: &'n [Node<'_>]) -> Option<&'n Span> {
    match nodes {
        [Node::Text(at)] => Some(at),
        [Node::In(_, inner)] => only_text(inner),
        _ => None,
    }
}

/// Ends the start tag of an element that holds nothing.
pub(super) fn void(out: &mut String, start: &str, context: &Context<'_>) {
    out.push_str(start);
    out.push_str(context.pen.medium.end_of_void());
}

pub(super) fn image(out: &mut String, src: &str, alt: &str, context: &Context<'_>) {
    match context.pen.medium.picture(src, context.column) {
        Picture::Here(src) => {
            out.push_str("<img");
            attribute(out, "src", src);
            attribute(out, "alt", alt);
            void(out, context.pen.medium.of_page(" loading=\"lazy\""), context);
        }
        Picture::Elsewhere(href) if !context.is_in_link && !alt.is_empty() => {
            out.push_str("<a");
            attribute(out, "href", &href);
            out.push('>');
            escape(out, alt);
            out.push_str("</a>");
        }
        Picture::Elsewhere(_) | Picture::Nowhere => escape(out, alt),
    }
}

/// Appends characters of a leaf, escaped; objects are elements, not text.
fn escape_characters(out: &mut String, characters: &[char]) {
    let start = out.len();
    push_plain_text(out, characters);
    if let Some(Cow::Owned(escaped)) = out.get(start..).map(quick_xml::escape::escape) {
        out.truncate(start);
        out.push_str(&escaped);
    }
}

/// The id of what stands in a text: every column has its own.
fn id_in_text(out: &mut String, id: impl Display, context: &Context<'_>) {
    attribute(out, "id", format_args!("{id}{}", context.column.suffix()));
}
