//! The edition's types: what each stage hands to the next. No stage's work is done here.
//! Positions are characters of a leaf's text; bytes occur only where a name says so.

mod annotated;
mod birth;
mod characters;
mod claim;
mod document;
mod edges;
mod edition;
mod engine;
mod genre;
mod glossary;
mod hash;
mod held;
mod leaf;
mod locator;
mod markup;
mod network;
mod prose;
mod quotation;
mod script;
mod slug;
mod source;
mod surnames;
mod words;

pub use annotated::{Anchor, Annotated, Claim, Extent, NoteKey, Numbered, SourceProse, SourceUse};
pub use birth::{Birth, CACHE_FILE, CACHE_FOLDER, PIECES_FILE, STAMPS_FILE};
pub use characters::{
    CharacterSet, OBJECT, code_point, is_ambiguous, is_han, is_in_other_script, is_invisible, is_kana_or_hangul,
    is_plainly_in_other_script, is_rare, is_refused, is_wide, may_hold_refused, push_plain_text, to_plain_text,
    to_text, to_visible,
};
pub(crate) use characters::{meant_by, refused};
pub use claim::{ClaimKind, Claims, Evidence, EvidencePlaces, Of, Quote, Record, Reply, Response, Stance, Verdict};
pub use document::{
    Align, Citation, Definition, Document, Field, FrontMatter, Item, Note, PageKind, Revision, Unit,
    WitnessPublication, collect_leaves,
};
pub use edges::Edges;
pub use edition::{
    Addition, Collation, Departures, Edited, Edition, EmendationClass, EmendationKind, Grade, Place, Rule, RuleForm,
    Status, Witness,
};
pub use engine::{Convert, Engines, ScriptConfig};
pub use genre::Genre;
pub use glossary::{GlossaryGroup, GlossaryRule, OwnGlossary, RuleOrigin, RuleUse, SharedGlossary, WordForms};
pub use hash::{Checksum, Digest, sha256};
pub use held::{HeldFile, HeldSite, LateFiles};
pub use leaf::{Change, Changes, Edge, Forms, Leaf, LeafId, Mark, Markup, NoteRef, SafeUrl, Span, splice_text};
pub use locator::{Locator, LocatorLabel};
pub use markup::find_endless_tag;
pub use network::{Failure, Fetch, Fetched, Limits};
pub use prose::{Date, MAX_STEM, Prose, is_key, key_stem};
pub use quotation::{quotation_pairs, quoted_forms};
pub use script::{Region, Script, Variant};
pub use scripted::{Converted, Scripted};
pub use slug::{is_slug, make_slug};
#[cfg(test)]
pub(crate) use source::WORDS_OF_SOURCES;
pub use source::{Bibliography, PerShared, Source, SourceMeta, Sources};
pub use surnames::{is_surname, surname_length};
pub use words::{Form, Weigh, Weighed, are_either};

mod scripted;
