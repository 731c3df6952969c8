//! One article's Markdown becomes a `Document`. In: the text of `index.md`. Out: units, leaves, notes, findings.
//! Knows no file system, no rule, no script conversion: the characters stay as received.
//!
//! 1. Front matter is cut off and read (`front`); what is larger than the site allows is refused (`limits`).
//! 2. Sentinels make emphasis work beside full-width punctuation (`padding`).
//! 3. Markdown events become units and leaves (`blocks`, `inline`, `html`).
//! 4. Each leaf's bare addresses, fixed forms, claim brackets, note marks and citations are found (`addresses`, `brackets`,
//!    `fixed`, `notes`, `look_alikes`).
//! 5. The title is found and note marks are numbered.
//! 6. The history typed in `changes.yaml` is added (`changes`).

mod addresses;
mod blocks;
mod brackets;
mod changes;
mod claims;
mod fixed;
mod front;
mod glossary;
mod html;
mod inline;
mod limits;
mod look_alikes;
mod meta;
mod notes;
mod padding;
mod prose;
mod sources;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::model::{Document, Leaf, LeafId, Note, Unit, collect_leaves};

pub(crate) use changes::add_history;
#[cfg(test)]
pub(crate) use changes::schema as changes_schema;
pub(crate) use claims::read_claims;
#[cfg(test)]
pub(crate) use claims::schema as claims_schema;
#[cfg(test)]
pub(crate) use front::defaults_schema;
#[cfg(test)]
pub(crate) use front::schema as front_matter_schema;
pub use front::{Defaults, FolderDefaults};
pub(crate) use front::{front_yaml, read_front};
pub use glossary::read_shared_glossary;
#[cfg(test)]
pub(crate) use glossary::schema as glossary_schema;
pub use sources::read_sources;
#[cfg(test)]
pub(crate) use sources::schema as sources_schema;

/// An article's text and what it is read with.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The file, relative to the root.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The folder's name: the slug when none is typed.
    pub name: &'a str,
    /// The site's settings.
    pub config: &'a Config,
    /// What the front matter has from the folders that the article lies in.
    pub defaults: Option<&'a Defaults>,
}

/// Parses one article.
///
/// Errors: none returned. What the editor must mend is reported; only front matter that cannot be read yields no document.
pub fn parse(input: &Input<'_>) -> (Option<Document>, Vec<Diagnostic>) {
    parse_until(input, |_| false)
}

/// Parses what an article is named by: its front matter, and its text to the first heading of level 1.
///
/// Errors: as for [`parse`]; what is found is not reported.
pub(crate) fn parse_names(input: &Input<'_>) -> Option<Document> {
    parse_until(input, |blocks| matches!(blocks.last(), Some(Unit::Heading(1, _)))).0.map(Document::into_names)
}

fn parse_until(input: &Input<'_>, are_enough: impl Fn(&[Unit]) -> bool) -> (Option<Document>, Vec<Diagnostic>) {
    if let Some(finding) = limits::check_size(input) {
        return (None, vec![finding]);
    }
    let mut findings = Vec::new();
    let (front, body_start) = match read_front(input) {
        Ok(read) => read,
        Err(found) => return (None, found),
    };
    findings.extend(front.findings);
    let mut parsed = blocks::read_blocks(input, body_start, are_enough);
    let of_pictures = std::mem::take(&mut parsed.of_pictures);
    findings.append(&mut parsed.findings);
    let mut draft = Draft { leaves: parsed.leaves, body: parsed.body, notes: parsed.notes };
    for leaf in &mut draft.leaves {
        addresses::link_addresses(leaf);
        fixed::find_fixed(input.path, leaf, front.front.lang, &mut findings);
    }
    notes::take_citations(input.path, &mut draft, &mut findings);
    if let Some(finding) = limits::check_counts(input, &draft) {
        findings.push(finding);
        return (None, findings);
    }
    let labels = notes::check_definitions(input, &draft, &mut findings);
    let note_leaves = draft.note_leaves();
    for (id, leaf) in draft.leaves.iter_mut().enumerate() {
        if of_pictures.contains(&id) {
            notes::check_picture(input, leaf, &mut findings);
            leaf.sort_marks();
            continue;
        }
        notes::check_marks(input, leaf, note_leaves.contains(&id), &labels, &mut findings);
        brackets::find_extents(input.path, leaf, &mut findings);
        leaf.sort_marks();
    }
    findings.extend(notes::find_numbered(input, &draft.leaves));
    let (title, is_title_received) = take_title(&mut draft, front.title, input.name);
    let fields = front
        .fields
        .into_iter()
        .map(|(field, texts)| (field, texts.into_iter().map(|leaf| push(&mut draft.leaves, leaf)).collect()));
    let fields: BTreeMap<_, _> = fields.collect();
    let mut document = Document {
        path: input.path.to_owned(),
        front: front.front,
        title,
        is_title_received,
        fields,
        body: draft.body,
        notes: draft.notes,
        history: Vec::new(),
        leaves: draft.leaves,
    };
    notes::number_marks(&mut document);
    notes::check_use(input, &document, &mut findings);
    (Some(document), findings)
}

/// What the blocks gave, before the title is found.
struct Draft {
    leaves: Vec<Leaf>,
    body: Vec<Unit>,
    notes: Vec<Note>,
}

impl Draft {
    fn note_leaves(&self) -> std::collections::BTreeSet<LeafId> {
        let mut ids = Vec::new();
        self.notes.iter().for_each(|note| collect_leaves(&note.body, &mut ids));
        ids.into_iter().collect()
    }
}

fn push(leaves: &mut Vec<Leaf>, leaf: Leaf) -> LeafId {
    leaves.push(leaf);
    leaves.len() - 1
}

/// A typed title wins; else the first heading is taken out of the body; else the folder's name stands in.
fn take_title(draft: &mut Draft, typed: Option<Leaf>, name: &str) -> (LeafId, bool) {
    if let Some(title) = typed {
        return (push(&mut draft.leaves, title), false);
    }
    let first = draft.body.iter().position(|unit| matches!(unit, Unit::Heading(1, _)));
    match first.map(|i| draft.body.remove(i)) {
        Some(Unit::Heading(_, leaf)) => (leaf, true),
        _ => (push(&mut draft.leaves, Leaf::plain(name, 0)), false),
    }
}
