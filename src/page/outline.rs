//! The headings of an article, each with those below it.

use super::leaf_text;
use crate::model::{LeafId, Scripted, Unit};

/// A heading, in one or two languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outline {
    /// Its id on the page.
    pub(crate) id: String,
    /// Its text in each column, with the column's language.
    pub(crate) labels: Vec<(&'static str, String)>,
    /// The headings below it.
    pub(crate) inner: Vec<Self>,
}

/// Returns the title and below it all headings of the body, in the variants `columns`; those in quotations are none of them.
///
/// Shape: a heading is below the nearest one before it of a lower number; one without text is left out.
pub(crate) fn outline(scripted: &Scripted, columns: &[usize]) -> Outline {
    let document = &scripted.annotated.edition.document;
    let lang = |v: usize| scripted.variants.get(v).map_or("zh-Hant", |variant| variant.script_tag());
    let labels = |leaf| columns.iter().map(|v| (lang(*v), leaf_text(scripted, *v, leaf))).collect::<Vec<_>>();
    let entry = |leaf: LeafId| {
        let id = scripted.annotated.anchors.get(leaf)?.as_ref()?.id.clone();
        let labels = labels(leaf);
        let has_text = labels.iter().all(|(_, text)| !text.trim().is_empty());
        has_text.then_some(Outline { id, labels, inner: Vec::new() })
    };
    let headings = document.body.iter().filter_map(|unit| match unit {
        Unit::Heading(level, leaf) => Some((*level, entry(*leaf)?)),
        _ => None,
    });
    let inner = below(0, &mut headings.collect::<Vec<_>>().into_iter().peekable());
    Outline { id: "title".to_owned(), labels: labels(document.title), inner }
}

/// Takes the headings of a greater number than `level`, up to the next of another.
fn below(level: u8, headings: &mut std::iter::Peekable<impl Iterator<Item = (u8, Outline)>>) -> Vec<Outline> {
    let mut entries = Vec::new();
    while let Some((own, entry)) = headings.next_if(|(own, _)| *own > level) {
        entries.push(Outline { inner: below(own, headings), ..entry });
    }
    entries
}
