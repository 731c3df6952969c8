//! What `annotate` hands on: claims with numbers, ids of everything, sentence ends, sources in use.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Bibliography, Citation, ClaimKind, Edition, LeafId, Of, Record, Span, Verdict};

/// A label's key: what ids are made of.
pub type NoteKey = String;

/// One mark of a claim and the text it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// The leaf.
    pub leaf: LeafId,
    /// The text it speaks of, in the edition's text.
    pub at: Span,
}

/// A claim: what a note speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its number, from 1, by first mark.
    pub number: usize,
    /// Which note, by its place in `Document::notes`.
    pub note: usize,
    /// One a mark, in order.
    pub extents: Vec<Extent>,
    /// What it asserts.
    pub kind: ClaimKind,
    /// What of it is judged.
    pub of: Of,
    /// What its evidence comes to, or what the editor says for a reason.
    pub verdict: Verdict,
    /// Whether all that supports it is known through others alone.
    pub is_second_hand: bool,
    /// What the editor records of it.
    pub record: Option<Record>,
    /// The sources its note cites, in order.
    pub citations: Vec<Citation>,
    /// Keys of the addresses that its note links, in order.
    pub links: Vec<String>,
}

impl Claim {
    /// Returns the keys of the sources that its note cites, then of those it links to.
    pub fn cited(&self) -> impl Iterator<Item = &String> {
        self.citations.iter().map(|citation| &citation.key).chain(&self.links)
    }
}

/// The id of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// `p8`, `h2`, `title`, `n-KEY`, or the row's id for a cell.
    pub id: String,
    /// Whether the leaf is a cell, whose id stands on its row.
    pub is_cell: bool,
    /// The number of sentences of the same id before this leaf.
    pub n_sentences_before: usize,
}

/// A block with an id, in document order.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered {
    /// `p8` or `h2`.
    pub id: String,
    /// heading, paragraph, item, quote, row, caption or code.
    pub kind: &'static str,
    /// Its leaves (cells of a row), none for code.
    pub leaves: Vec<LeafId>,
    /// The text of a code block.
    pub code: Option<String>,
}

/// A source and the claims that cite it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceUse {
    /// Keys of the claims, by number.
    pub claims: Vec<NoteKey>,
    /// The address, for a plain link.
    pub link: Option<(String, String)>,
}

/// The leaves of what is said of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceProse {
    /// `note`: what it is.
    pub note: Option<LeafId>,
    /// `jz.stake`: what it has to gain.
    pub stake: Option<LeafId>,
    /// `jz.why`: why it is of its reliability.
    pub why: Option<LeafId>,
    /// `jz.date-note`: what is known of its date.
    pub date_note: Option<LeafId>,
}

/// The edition with all that is computed of it once, the same for every script.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The edition.
    pub edition: Edition,
    /// Claims and glosses by key, in the order of their numbers.
    pub claims: IndexMap<NoteKey, Claim>,
    /// Whether anybody looked at any claim: else pages show no verdicts.
    pub has_verdicts: bool,
    /// From label, in lower case to key.
    pub keys: BTreeMap<String, NoteKey>,
    /// Sentence ends of each leaf.
    pub sentences: Vec<Vec<usize>>,
    /// The id of each leaf that has one.
    pub anchors: Vec<Option<Anchor>>,
    /// Everything that has an `hN` or `pN`, in order; code blocks among them.
    pub numbered: Vec<Numbered>,
    /// Sources in use, in the order of first citation.
    pub uses: IndexMap<String, SourceUse>,
    /// What is said of sources in prose, by key.
    pub source_prose: BTreeMap<String, SourceProse>,
    /// Keys of the sources later than the article, or than what it is based on.
    pub later: BTreeSet<String>,
    /// The bibliography.
    pub sources: Bibliography,
    /// GFM slugs of headings and their ids.
    pub heading_slugs: BTreeMap<String, String>,
}
