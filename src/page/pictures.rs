//! The pictures that an article shows.

use std::collections::BTreeSet;

use crate::model::{Item, Markup, SafeUrl, Scripted, Unit};

/// Returns the addresses of all pictures in text and notes, as typed, each once and in order.
pub(crate) fn picture_addresses(scripted: &Scripted) -> BTreeSet<&str> {
    let edition = &scripted.annotated.edition;
    let marks = edition.leaves.iter().flat_map(|edited| &edited.leaf.marks);
    let in_lines = marks.filter_map(|mark| match &mark.kind {
        Markup::Image(src, _) => Some(src),
        _ => None,
    });
    let mut figures = Vec::new();
    let notes = edition.document.notes.iter().map(|note| &note.body);
    notes.chain([&edition.document.body]).for_each(|units| collect_figures(units, &mut figures));
    in_lines.chain(figures).map(SafeUrl::as_str).collect()
}

fn collect_figures<'a>(units: &'a [Unit], figures: &mut Vec<&'a SafeUrl>) {
    for unit in units {
        match unit {
            Unit::Figure { src, .. } => figures.push(src),
            Unit::List { items, .. } => {
                items.iter().for_each(|Item { blocks, .. }| collect_figures(blocks, figures));
            }
            Unit::Quote(inner) => collect_figures(inner, figures),
            _ => {}
        }
    }
}
