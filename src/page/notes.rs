//! Notes as pages show them, in the order of their numbers.

use super::blocks::{Block, Column};
use super::sources::{Cited, cited};
use crate::model::Scripted;

/// A note: its body in one or two columns, its sources, the ways back.
pub(crate) struct NoteView {
    /// Its key: the id is `n-KEY`.
    pub(crate) key: String,
    /// Its number.
    pub(crate) number: usize,
    /// Its body, one a column, with the column's language where there are two.
    pub(crate) bodies: Vec<(Option<&'static str>, Vec<Block>)>,
    /// The sources it cites.
    pub(crate) cited: Vec<Cited>,
    /// Addresses of its marks, with a label for each.
    pub(crate) backlinks: Vec<(String, String)>,
}

/// Returns all notes; `columns` are the page's, with the sign of each for its ways back.
pub(crate) fn note_views(
    scripted: &Scripted,
    columns: &[(&Column<'_>, &'static str, &'static str, Option<&'static str>)],
) -> Vec<NoteView> {
    let annotated = &scripted.annotated;
    let document = &annotated.edition.document;
    let mut views = Vec::new();
    for (key, claim) in &annotated.claims {
        let Some(note) = document.notes.get(claim.note) else {
            continue;
        };
        let bodies = columns
            .iter()
            .map(|(column, _, _, lang)| (*lang, column.blocks(&note.body, &mut usize::MAX.clone())))
            .collect();
        let mut backlinks = Vec::new();
        for nth in 1..=claim.extents.len() {
            for (_, suffix, sign, _) in columns {
                let id = if nth == 1 { format!("#r-{key}{suffix}") } else { format!("#r-{key}_{nth}{suffix}") };
                let count = if claim.extents.len() > 1 { nth.to_string() } else { String::new() };
                backlinks.push((id, format!("{sign}{count}")));
            }
        }
        let cited = claim.citations.iter().filter_map(|citation| cited(scripted, citation)).collect();
        views.push(NoteView { key: key.clone(), number: claim.number, bodies, cited, backlinks });
    }
    views
}
