//! Units as TEI: headings open divisions, the rest lies in them.

use super::apparatus::gap;
use super::inline::Page;
use super::xml::Xml;
use crate::model::{Align, Field, LeafId, Unit};
use crate::page::leaf_text;

/// Counts code blocks, whose ids follow their order.
pub(super) type CodeCount = usize;

/// Writes the body: the title, what was left out before the first word, the units.
pub(super) fn write_body(xml: &mut Xml, page: &Page<'_>) {
    let edition = &page.scripted.annotated.edition;
    xml.block("body", &[], |xml| {
        head(xml, page, edition.document.title, "main");
        let subtitle = edition.document.fields.get(&Field::Subtitle).and_then(|leaves| leaves.first());
        let subtitle = subtitle.map(|leaf| leaf_text(page.scripted, page.v, *leaf)).unwrap_or_default();
        xml.field("head", &[("type", "sub")], &subtitle);
        let before_all = edition.departures.omitted.iter().enumerate().filter(|(_, place)| place.is_none());
        before_all.for_each(|(entry, _)| gap(xml, page, entry));
        division(xml, page, &mut edition.document.body.iter().peekable(), 0, &mut 0);
    });
}

fn head(xml: &mut Xml, page: &Page<'_>, leaf: LeafId, kind: &str) {
    let id = page.id(leaf);
    xml.element("head", &[("type", kind), ("xml:id", &id)], |xml| page.leaf(xml, leaf));
    xml.line();
}

/// Writes the units of a division of heading `level` and the divisions in it, up to a heading of its own level.
fn division<'a>(
    xml: &mut Xml,
    page: &Page<'_>,
    units: &mut std::iter::Peekable<impl Iterator<Item = &'a Unit>>,
    level: u8,
    n_code: &mut CodeCount,
) {
    let mut is_empty = true;
    loop {
        match units.peek().copied() {
            Some(Unit::Heading(inner, leaf)) if *inner > level => {
                units.next();
                xml.block("div", &[("type", "section")], |xml| {
                    head(xml, page, *leaf, "");
                    division(xml, page, units, *inner, n_code);
                });
            }
            None | Some(Unit::Heading(..)) => break,
            Some(other) => {
                units.next();
                unit(xml, page, other, n_code);
            }
        }
        is_empty = false;
    }
    if is_empty {
        // A division holds something, if only that it holds nothing.
        xml.empty("p", &[]);
        xml.line();
    }
}

/// Writes units that lie in another, or in a note.
pub(super) fn write_units(xml: &mut Xml, page: &Page<'_>, units: &[Unit], n_code: &mut CodeCount) {
    units.iter().for_each(|inner| unit(xml, page, inner, n_code));
}

fn unit(xml: &mut Xml, page: &Page<'_>, unit: &Unit, n_code: &mut CodeCount) {
    match unit {
        Unit::Paragraph(leaf) | Unit::ItemText(leaf) => paragraph(xml, page, *leaf, ("p", "")),
        // No head stands in the middle of a text.
        Unit::Heading(_, leaf) => paragraph(xml, page, *leaf, ("ab", "heading")),
        Unit::List { start, items } => {
            let rend = if start.is_some() { "numbered" } else { "bulleted" };
            xml.block("list", &[("rend", rend)], |xml| {
                for (i, item) in items.iter().enumerate() {
                    let n = start.map(|first| first.saturating_add(i as u64).to_string()).unwrap_or_default();
                    list_item(xml, page, &item.blocks, &n, n_code);
                }
            });
        }
        Unit::Quote(inner) => xml.block("quote", &[], |xml| write_units(xml, page, inner, n_code)),
        Unit::Table { align, rows } => xml.block("table", &[], |xml| {
            for (i, cells) in rows.iter().enumerate() {
                row(xml, page, align, cells, i == 0);
            }
        }),
        Unit::Figure { src, alt, caption } => xml.block("figure", &[], |xml| {
            caption.iter().for_each(|leaf| head(xml, page, *leaf, ""));
            page.graphic(xml, &page.column.resolve(src), &leaf_text(page.scripted, page.v, *alt));
            xml.line();
        }),
        Unit::Code { info, text } => {
            let id = page.code_id(*n_code);
            *n_code = n_code.saturating_add(1);
            let language = info.split_whitespace().next().unwrap_or_default();
            xml.element("ab", &[("type", "code"), ("xml:id", id)], |xml| {
                xml.element("code", &[("lang", language), ("xml:space", "preserve")], |xml| xml.text(text));
            });
            xml.line();
        }
        Unit::Rule => {
            xml.empty("milestone", &[("unit", "section"), ("rend", "rule")]);
            xml.line();
        }
    }
}

fn paragraph(xml: &mut Xml, page: &Page<'_>, leaf: LeafId, (name, kind): (&str, &str)) {
    xml.element(name, &[("type", kind), ("xml:id", &page.id(leaf))], |xml| page.leaf(xml, leaf));
    xml.line();
}

/// The item carries the id of its own text.
fn list_item(xml: &mut Xml, page: &Page<'_>, blocks: &[Unit], n: &str, n_code: &mut CodeCount) {
    let (own, rest) = match blocks.split_first() {
        Some((Unit::ItemText(leaf), rest)) => (Some(*leaf), rest),
        _ => (None, blocks),
    };
    let id = own.map(|leaf| page.id(leaf)).unwrap_or_default();
    xml.element("item", &[("n", n), ("xml:id", &id)], |xml| {
        own.iter().for_each(|leaf| page.leaf(xml, *leaf));
        write_units(xml, page, rest, n_code);
    });
    xml.line();
}

fn row(xml: &mut Xml, page: &Page<'_>, align: &[Align], cells: &[LeafId], is_head: bool) {
    let id = cells.first().map(|leaf| page.id(*leaf)).unwrap_or_default();
    xml.element("row", &[("role", if is_head { "label" } else { "" }), ("xml:id", &id)], |xml| {
        for (column, leaf) in cells.iter().enumerate() {
            let rend = match align.get(column) {
                Some(Align::Left) => "left",
                Some(Align::Center) => "center",
                Some(Align::Right) => "right",
                Some(Align::None) | None => "",
            };
            xml.element("cell", &[("rend", rend)], |xml| page.leaf(xml, *leaf));
        }
    });
    xml.line();
}
