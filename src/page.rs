//! Trees and views of pages. In: `Scripted`, a `Catalogue` of all articles. Out: nodes, blocks and the values templates see.
//! Knows no HTML and no file system.
//!
//! 1. Marks, claims, sentences and emendations of a leaf become one tree (`nest`).
//! 2. Units become blocks with ids, single or in pairs (`blocks`).
//! 3. Notes, apparatus, sources and history become lists (`notes`, `apparatus`, `sources`, `history`).
//! 4. Each page gets its head: addresses, alternates, words (`head`).
//! 5. The edition becomes data (`edition_json`).

mod apparatus;
mod blocks;
mod edition_json;
mod head;
mod history;
mod nest;
mod notes;
mod sources;

pub(crate) use apparatus::apparatus;
pub(crate) use blocks::{Attributes, Block, Column, body_blocks, pair_blocks, title_nodes};
pub(crate) use edition_json::edition_json;
pub(crate) use head::{Card, Catalogue, Head, HeadText, PageAddress, Words, head};
pub use history::{RevisionView, revision_views};
pub(crate) use nest::{Node, Wrap};
pub(crate) use notes::{NoteView, note_views};
pub(crate) use sources::{Cited, SourceView, source_views};

use crate::model::{Field, LeafId, Scripted};

/// Returns a leaf's plain text in variant `v`.
pub(crate) fn leaf_text(scripted: &Scripted, v: usize, leaf: LeafId) -> String {
    let text = scripted.texts.get(v).and_then(|texts| texts.get(leaf)).map(|converted| converted.text.as_slice());
    text.unwrap_or_default().iter().filter(|c| **c != '\u{FFFC}').collect()
}

/// Returns the texts of a prose field in variant `v`.
pub(crate) fn field_texts(scripted: &Scripted, v: usize, field: Field) -> Vec<String> {
    let leaves = scripted.annotated.edition.document.fields.get(&field);
    leaves.into_iter().flatten().map(|leaf| leaf_text(scripted, v, *leaf)).collect()
}
