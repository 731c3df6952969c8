//! What changed, as data: the JSON of `jiaozhu diff --format json` is these types as they stand.

use serde::Serialize;

/// What changed from one edition to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The version of this shape: 1.
    pub version: u32,
    /// Whether anything below says more than equality.
    pub changed: bool,
    /// `slug`, `lang`, `title`, `witness` (its hash), where they changed.
    pub edition: Vec<FieldChange>,
    /// The text, paragraph by paragraph.
    pub paragraphs: ParagraphChanges,
    /// Claims and glosses.
    pub claims: ClaimChanges,
    /// Sources.
    pub sources: SourceChanges,
    /// Emendations.
    pub emendations: EmendationChanges,
    /// All counts of both editions, changed or not, by name.
    pub counts: Vec<CountChange>,
}

impl Difference {
    /// Says whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.edition.is_empty()
            && self.paragraphs.is_empty()
            && self.claims.is_empty()
            && self.sources.is_empty()
            && self.emendations.is_empty()
            && self.counts.iter().all(|count| count.old == count.new)
    }
}

/// A field that changed; none where the edition does not have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name in `edition.json`; a dot leads into a map: `quote.text`.
    pub field: &'static str,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// The fields of one entry that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryChange {
    /// The entry's id or key.
    pub id: String,
    /// What changed in it.
    pub fields: Vec<FieldChange>,
}

/// What changed in the text, whatever the claims on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ParagraphChanges {
    /// Paragraphs of the new edition alone.
    pub added: Vec<ParagraphView>,
    /// Paragraphs of the old edition alone.
    pub removed: Vec<ParagraphView>,
    /// Paragraphs that say it otherwise.
    pub reworded: Vec<ParagraphChange>,
    /// How many, the title among them, say the same and are written otherwise in another script.
    pub converted: usize,
}

impl ParagraphChanges {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.reworded.is_empty() && self.converted == 0
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParagraphView {
    /// Its id in its own edition.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A paragraph reworded; its id moves with the text around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParagraphChange {
    /// Its id in the new edition.
    pub id: String,
    /// Its id in the old edition.
    pub old_id: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

/// What changed in the claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClaimChanges {
    /// Claims of the new edition alone.
    pub added: Vec<ClaimView>,
    /// Claims of the old edition alone.
    pub removed: Vec<ClaimView>,
    /// Texts that changed, one entry a place.
    pub reworded: Vec<Rewording>,
    /// `kind`, `of`, `verdict`, `why`, `checked`, `finding`.
    pub rejudged: Vec<EntryChange>,
    /// `by`, `as-of`, `gist`, `against`, `reply` (its text, or `none-found`), `reply.source`, `reply.locator`,
    /// `response.by`, `response.date`, `response.text`.
    pub recorded: Vec<EntryChange>,
    /// Citations.
    pub resourced: Vec<Resourced>,
    /// What notes say.
    pub notes: Vec<NoteChange>,
    /// How many notes, fields and citations say the same and are written otherwise in another script.
    pub converted: usize,
    /// How many claims have another number and are otherwise the same.
    pub renumbered: usize,
}

impl ClaimChanges {
    fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.reworded.is_empty()
            && self.rejudged.is_empty()
            && self.recorded.is_empty()
            && self.resourced.is_empty()
            && self.notes.is_empty()
            && self.converted == 0
            && self.renumbered == 0
    }
}

/// A claim that one edition alone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u64,
    /// Its kind.
    pub kind: Option<String>,
    /// Its verdict.
    pub verdict: Option<String>,
    /// Its text; none for a gloss.
    pub text: Option<String>,
    /// Its note.
    pub note: Option<String>,
}

/// A place of a claim whose text changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rewording {
    /// The claim's id.
    pub id: String,
    /// Which place of the claim, from 1: in the new edition, or in the old one when it is gone from the new.
    pub place: usize,
    /// Before; none for a place that is new.
    pub old: Option<String>,
    /// After; none for a place that is gone.
    pub new: Option<String>,
}

/// A note that says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteChange {
    /// The claim's id.
    pub id: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

/// What changed in the citations of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resourced {
    /// The claim's id.
    pub id: String,
    /// Citations that are new.
    pub added: Vec<CitationView>,
    /// Citations that are gone.
    pub removed: Vec<CitationView>,
    /// Citations of the same source that say something else.
    pub changed: Vec<CitationChange>,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationView {
    /// The source's key.
    pub source: String,
    /// The place in it.
    pub locator: Option<String>,
    /// What the source says of the claim.
    pub stance: Option<String>,
}

/// The fields of one citation that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationChange {
    /// The source's key.
    pub source: String,
    /// `locator`, `stance`, `on`, `via`, `quote.text`, `quote.lang`, `quote.translation`, `note`.
    pub fields: Vec<FieldChange>,
}

/// What changed in the sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceChanges {
    /// Sources of the new edition alone.
    pub added: Vec<SourceView>,
    /// Sources of the old edition alone.
    pub removed: Vec<SourceView>,
    /// `type`, `title`, `url`, `accessed`, `class`.
    pub changed: Vec<EntryChange>,
}

impl SourceChanges {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// A source that one edition alone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// Its key.
    pub id: String,
    /// Its title, as published.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// What changed in the emendations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EmendationChanges {
    /// Emendations of the new edition alone.
    pub added: Vec<EmendationView>,
    /// Emendations of the old edition alone.
    pub removed: Vec<EmendationView>,
    /// `reading`, `lemma`, `word`, `kind`, `grade`, `status`, `reason`.
    pub changed: Vec<EntryChange>,
}

impl EmendationChanges {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// An emendation that one edition alone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmendationView {
    /// Its id.
    pub id: String,
    /// What stood there.
    pub reading: String,
    /// What the edition prints, or would print.
    pub lemma: String,
    /// What was decided.
    pub status: Option<String>,
}

/// A count before and after; a count that an edition does not have is 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountChange {
    /// Its name; a dot leads into a map: `verdicts.supported`.
    pub count: String,
    /// Before.
    pub old: u64,
    /// After.
    pub new: u64,
}
