//! Trees and views of pages. In: `Scripted`, a `Catalogue` of all articles. Out: nodes, blocks and the values templates see.
//! Knows no HTML and no file system.
//!
//! 1. Marks, claims, sentences and emendations of a leaf become one tree (`nest`).
//! 2. Units become blocks with ids, single (with notes beside them where they fit, `beside`) or in pairs (with what differs,
//!    `differences`), in `blocks`.
//! 3. Contents, notes, claims, apparatus, sources, history, rules of glossaries and rare characters become lists (`contents`,
//!    `notes`, `claims`, `apparatus`, `sources`, `history`, `glossary`, `rare`).
//! 4. Each page gets its head: addresses, alternates, words (`head`); each article its names, what lists say
//!    of it (`card`) and where it leads on to (`ways`).
//! 5. Books have names, an outline of all headings, and pictures (`books`, `outline`, `pictures`).
//! 6. The edition becomes data (`edition_json`).

mod apparatus;
mod beside;
mod blocks;
mod books;
mod card;
mod claims;
mod contents;
mod differences;
mod edition_json;
mod glossary;
mod head;
mod history;
mod nest;
mod notes;
mod outline;
mod pictures;
mod rare;
mod short_names;
mod sources;
mod ways;
mod wording;

pub(crate) use apparatus::{RuleView, apparatus, kind_name, status_name};
pub(crate) use blocks::{Attributes, Block, Column, body_blocks, pair_blocks, title_tree};
pub(crate) use books::{BookName, book_names};
pub(crate) use card::{Card, Name, Names, list_order, names, series_order};
pub(crate) use claims::{LedgerRow, Overview, VerdictView, ledger, overview, verdict_view};
pub(crate) use contents::{Heading, contents};
pub(crate) use edition_json::edition_json;
pub(crate) use glossary::{GlossaryView, glossary_views};
pub(crate) use head::{Catalogue, Head, HeadText, List, PageAddress, Words, feed_path, head};
pub use history::{RevisionView, revision_views};
pub(crate) use nest::{MarkPiece, Node, Part, Tree, Wrap, nth_id};
pub(crate) use notes::{NoteBody, NoteLine, NoteView, PageColumn, note_views};
pub(crate) use outline::{Outline, outline};
pub(crate) use pictures::picture_addresses;
pub(crate) use rare::{Rare, RareView, rare_views};
pub(crate) use sources::{
    Cited, EvidenceView, SourceView, SourceViews, has_sources, original_of, person_name, source_views, stance_word,
    translators, whole_of,
};
pub(crate) use ways::{Instalment, Neighbour, Ways};
pub(crate) use wording::{counted, date_text};

use crate::model::{Extent, Field, LeafId, Markup, Scripted, Span, Variant, push_plain_text, to_plain_text};

/// Returns a leaf's plain text in variant `v`.
pub(crate) fn leaf_text(scripted: &Scripted, v: usize, leaf: LeafId) -> String {
    leaf_texts(scripted, v, &[leaf], "")
}

/// Returns the plain texts of leaves in variant `v`, joined by `separator`.
pub(crate) fn leaf_texts(scripted: &Scripted, v: usize, leaves: &[LeafId], separator: &str) -> String {
    let mut all = String::new();
    for (i, leaf) in leaves.iter().enumerate() {
        if i > 0 {
            all.push_str(separator);
        }
        let converted = scripted.texts.get(v).and_then(|texts| texts.get(*leaf));
        let text = converted.map(|converted| converted.text.as_slice()).unwrap_or_default();
        all.reserve(text.len() * 3);
        push_plain_text(&mut all, text);
    }
    all
}

/// Returns the text of a stretch in variant `v`.
pub(crate) fn extent_text(scripted: &Scripted, v: usize, extent: &Extent) -> String {
    let converted = scripted.texts.get(v).and_then(|texts| texts.get(extent.leaf));
    let slice = converted.and_then(|converted| converted.text.get(converted.map(&extent.at)));
    to_plain_text(slice.unwrap_or_default())
}

/// Returns which variant shows the article as it is written; the first when the site has none of its script.
pub(crate) fn own_variant(scripted: &Scripted) -> usize {
    let lang = scripted.annotated.edition.document.front.lang;
    let at = |is_own: &dyn Fn(&Variant) -> bool| scripted.variants.iter().position(is_own);
    at(&|variant| *variant == lang).or_else(|| at(&|variant| variant.script == lang.script)).unwrap_or(0)
}

/// Returns a stretch of a leaf in variant `v` without its markup, but for the language of what is not converted.
pub(crate) fn plain_tree<'a>(scripted: &'a Scripted, v: usize, leaf: LeafId, at: &Span) -> Tree<'a> {
    let converted = scripted.texts.get(v).and_then(|texts| texts.get(leaf));
    let (Some(edited), Some(converted)) = (scripted.annotated.edition.leaves.get(leaf), converted) else {
        return Tree::default();
    };
    let own = scripted.annotated.edition.document.front.lang.script_tag();
    let foreign = edited.leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Lang(_)));
    let foreign = foreign.map(|mark| (&mark.at, Wrap::Markup(&mark.kind)));
    let own_script = converted.own_script.iter().map(|at| (at, Wrap::OwnScript(own)));
    let clip = |inner: &Span| converted.map(&(inner.start.max(at.start)..inner.end.min(at.end).max(inner.start)));
    let mut wraps: Vec<(Span, Wrap<'_>)> = own_script.chain(foreign).map(|(inner, wrap)| (clip(inner), wrap)).collect();
    wraps.sort_by_key(|(at, _)| at.start);
    let at = converted.map(at);
    let mut nodes = Vec::new();
    let mut done = at.start;
    for (inner, wrap) in wraps.into_iter().filter(|(inner, _)| inner.start < inner.end) {
        if inner.start < done || inner.end > at.end {
            continue;
        }
        nodes.push(Node::Text(done..inner.start));
        done = inner.end;
        nodes.push(Node::In(wrap, vec![Node::Text(inner)]));
    }
    nodes.push(Node::Text(done..at.end));
    Tree { leaf, nodes: nodes.into() }
}

/// Returns the texts of a prose field in variant `v`.
pub(crate) fn field_texts(scripted: &Scripted, v: usize, field: Field) -> Vec<String> {
    let leaves = scripted.annotated.edition.document.fields.get(&field);
    leaves.into_iter().flatten().map(|leaf| leaf_text(scripted, v, *leaf)).collect()
}
