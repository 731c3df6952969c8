//! Writes blocks as HTML, or as XHTML where a book is drawn.

use std::fmt::Write;

use super::escape::{attribute, escape};
use super::medium::Pen;
use super::tree::{Context, image, tree_html, void};
use crate::model::Align;
use crate::page::{Attributes, Block, Column, Tree};

fn attributes(out: &mut String, attributes: &Attributes) {
    if let Some(id) = &attributes.id {
        attribute(out, "id", id);
    }
    if let Some(lang) = attributes.lang {
        attribute(out, "lang", lang);
    }
}

/// Returns the HTML of blocks; the sides of a pair are drawn with `columns` in order.
pub(crate) fn write_blocks(blocks: &[Block<'_>], columns: &[&Column<'_>], pen: Pen<'_>) -> String {
    let mut out = String::new();
    let Some(first) = columns.first() else {
        return out;
    };
    let context = Context::new(first, pen);
    for block in blocks {
        match block {
            Block::Pair { id, sides } => {
                out.push_str("<div class=\"pair\"");
                if let Some(id) = id {
                    attribute(&mut out, "id", id);
                }
                out.push('>');
                for (side, column) in sides.iter().zip(columns) {
                    block_html(&mut out, side, &Context::new(column, pen));
                }
                out.push_str("</div>\n");
            }
            block => block_html(&mut out, block, &context),
        }
    }
    out
}

pub(super) fn block_html(out: &mut String, block: &Block<'_>, context: &Context<'_>) {
    match block {
        Block::Paragraph(own, tree) => element(out, "p", own, tree, context),
        Block::Heading(own, level, tree) => element(out, heading(*level), own, tree, context),
        Block::ItemText(own, tree) => element(out, "span", own, tree, context),
        Block::List(own, start, items) => list(out, own, *start, items, context),
        Block::Quote(own, inner) => {
            out.push_str("<blockquote");
            attributes(out, own);
            out.push('>');
            inner.iter().for_each(|block| block_html(out, block, context));
            out.push_str("</blockquote>");
        }
        Block::Table(own, align, rows) => table(out, own, align, rows, context),
        Block::Figure { attributes: own, src, alt, caption } => {
            out.push_str("<figure");
            attributes(out, own);
            out.push('>');
            image(out, src.as_str(), alt, context);
            if let Some((id, tree)) = caption {
                let own = Attributes { id: Some(id.clone()).filter(|id| !id.is_empty()), lang: None };
                element(out, "figcaption", &own, tree, context);
            }
            out.push_str("</figure>");
        }
        Block::Code(own, info, text) => code(out, own, info, text, context),
        Block::Rule => void(out, "<hr", context),
        Block::Pair { .. } => {}
    }
    out.push('\n');
}

/// The element of a heading below the title.
fn heading(level: u8) -> &'static str {
    match level {
        ..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6.. => "h6",
    }
}

fn element(out: &mut String, name: &str, own: &Attributes, tree: &Tree<'_>, context: &Context<'_>) {
    out.push('<');
    out.push_str(name);
    attributes(out, own);
    out.push('>');
    tree_html(out, tree, context);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn list(out: &mut String, own: &Attributes, start: Option<u64>, items: &[Vec<Block<'_>>], context: &Context<'_>) {
    let name = if start.is_some() { "ol" } else { "ul" };
    let _ = write!(out, "<{name}");
    if let Some(first) = start.filter(|first| *first != 1) {
        attribute(out, "start", first);
    }
    attributes(out, own);
    out.push('>');
    for blocks in items {
        // The item carries the id of its own text.
        match blocks.split_first() {
            Some((Block::ItemText(own, tree), rest)) => {
                out.push_str("<li");
                attributes(out, own);
                out.push('>');
                tree_html(out, tree, context);
                rest.iter().for_each(|block| block_html(out, block, context));
            }
            _ => {
                out.push_str("<li>");
                blocks.iter().for_each(|block| block_html(out, block, context));
            }
        }
        out.push_str("</li>");
    }
    let _ = write!(out, "</{name}>");
}

fn table(out: &mut String, own: &Attributes, align: &[Align], rows: &[(String, Vec<Tree<'_>>)], context: &Context<'_>) {
    out.push_str("<div class=\"table\"");
    out.push_str(context.pen.medium.of_page(" tabindex=\"0\""));
    attributes(out, own);
    out.push_str("><table>");
    for (i, (id, cells)) in rows.iter().enumerate() {
        let cell = if i == 0 { "th" } else { "td" };
        match i {
            0 => out.push_str("<thead>"),
            1 => out.push_str("<tbody>"),
            _ => {}
        }
        out.push_str("<tr");
        attribute(out, "id", id);
        out.push('>');
        for (column, tree) in cells.iter().enumerate() {
            let _ = write!(out, "<{cell}");
            if i == 0 {
                attribute(out, "scope", "col");
            }
            match align.get(column) {
                Some(Align::Center) => attribute(out, "class", "center"),
                Some(Align::Right) => attribute(out, "class", "right"),
                _ => {}
            }
            out.push('>');
            tree_html(out, tree, context);
            let _ = write!(out, "</{cell}>");
        }
        out.push_str("</tr>");
        if i == 0 {
            out.push_str("</thead>");
        }
    }
    out.push_str(if rows.len() > 1 { "</tbody></table></div>" } else { "</table></div>" });
}

fn code(out: &mut String, own: &Attributes, info: &str, text: &str, context: &Context<'_>) {
    out.push_str("<pre");
    out.push_str(context.pen.medium.of_page(" tabindex=\"0\""));
    attributes(out, own);
    out.push_str("><code");
    if let Some(language) = info.split_whitespace().next() {
        attribute(out, "class", format_args!("language-{language}"));
    }
    out.push('>');
    escape(out, text);
    out.push_str("</code></pre>");
}
