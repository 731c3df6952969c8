//! What an editor records of a claim: kind, evidence, verdict. `P` holds prose: a leaf as read, its place once annotated.

use std::ops::Range;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Date, LeafId, Locator};

/// What a claim asserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ClaimKind {
    /// Anything that can be checked.
    Fact,
    /// A quantity.
    Number,
    /// Words of somebody.
    Quote,
    /// When something happened.
    Date,
    /// That somebody did wrong.
    Allegation,
    /// A view.
    Opinion,
    /// What will happen.
    Prediction,
    /// Nothing: its note explains.
    Gloss,
}

impl ClaimKind {
    /// Returns the word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Number => "number",
            Self::Quote => "quote",
            Self::Date => "date",
            Self::Allegation => "allegation",
            Self::Opinion => "opinion",
            Self::Prediction => "prediction",
            Self::Gloss => "gloss",
        }
    }

    /// Says whether a claim of this kind can never be checked.
    pub fn is_view(self) -> bool {
        matches!(self, Self::Opinion | Self::Prediction)
    }
}

/// What of a claim is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// That it was said.
    Said,
    /// What it says.
    Content,
}

impl Of {
    /// Returns the word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Content => "content",
        }
    }
}

/// What the evidence of a claim comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The sources read bear it out.
    Supported,
    /// Only in part, or within limits.
    Partly,
    /// The sources read say otherwise.
    Contradicted,
    /// The sources differ among themselves.
    Conflicting,
    /// Looked for, not confirmed.
    Unverified,
    /// Nobody looked yet.
    Unchecked,
    /// A view or a prediction.
    NotCheckable,
}

impl Verdict {
    /// All verdicts, in the order in which pages list them.
    pub const ALL: [Self; 7] = [
        Self::Supported,
        Self::Partly,
        Self::Contradicted,
        Self::Conflicting,
        Self::Unverified,
        Self::Unchecked,
        Self::NotCheckable,
    ];

    /// Returns the word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Partly => "partly",
            Self::Contradicted => "contradicted",
            Self::Conflicting => "conflicting",
            Self::Unverified => "unverified",
            Self::Unchecked => "unchecked",
            Self::NotCheckable => "not-checkable",
        }
    }
}

/// What one source says of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It bears the claim out.
    Supports,
    /// In part.
    Partly,
    /// It says otherwise.
    Contradicts,
    /// It speaks of it and settles nothing.
    Mentions,
    /// It was read, and it is not there.
    Silent,
}

impl Stance {
    /// Returns the word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Partly => "partly",
            Self::Contradicts => "contradicts",
            Self::Mentions => "mentions",
            Self::Silent => "silent",
        }
    }
}

/// A passage of a source, as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote<P> {
    /// Its words.
    pub text: String,
    /// Their language, by BCP 47 tag.
    pub lang: Option<String>,
    /// In the article's language.
    pub translation: Option<P>,
}

/// One finding in one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence<P = LeafId> {
    /// What it says of the claim.
    pub stance: Stance,
    /// Where in the source.
    pub at: Option<Locator<P>>,
    /// The source through which alone this one is known.
    pub via: Option<String>,
    /// Whether it speaks of the content of a claim of which only the saying is judged.
    pub is_on_content: bool,
    /// The passage.
    pub quote: Option<Quote<P>>,
    /// What it says, in the editor's words.
    pub note: Option<P>,
    /// Where the stance is typed, in bytes of the file.
    pub source: Range<usize>,
    /// Where the rest is typed.
    pub places: EvidencePlaces,
}

/// Where parts of a finding are typed, in bytes of the file; empty for what is not typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidencePlaces {
    /// The place in the source.
    pub at: Range<usize>,
    /// The source through which alone this one is known.
    pub via: Range<usize>,
    /// The words of the passage.
    pub quote: Range<usize>,
}

/// What those whom an allegation concerns say.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply<P = LeafId> {
    /// It was looked for and not found.
    NoneFound,
    /// They replied.
    Given {
        /// What.
        text: P,
        /// The source that has it.
        source: Option<String>,
        /// Where in it.
        at: Option<Locator<P>>,
    },
}

/// What somebody concerned told the editor.
#[derive(Debug, Clone, PartialEq)]
pub struct Response<P = LeafId> {
    /// Who.
    pub by: P,
    /// When.
    pub date: Option<Date>,
    /// What.
    pub text: P,
}

/// An entry of `claims.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<P = LeafId> {
    /// What the claim asserts; by its note when not stated.
    pub kind: Option<ClaimKind>,
    /// What is judged.
    pub of: Option<Of>,
    /// The verdict, when the editor states it.
    pub verdict: Option<Verdict>,
    /// Why the stated verdict differs from what the evidence comes to.
    pub why: Option<P>,
    /// When it was last checked.
    pub checked: Option<Date>,
    /// Where that is typed, in bytes of the file.
    pub checked_at: Range<usize>,
    /// By whom.
    pub by: Option<P>,
    /// For what time the verdict holds.
    pub as_of: Option<Date>,
    /// The claim in short.
    pub gist: Option<P>,
    /// What the sources show, in one sentence.
    pub finding: Option<P>,
    /// Whom an allegation concerns.
    pub against: Option<P>,
    /// What they say.
    pub reply: Option<Reply<P>>,
    /// What somebody concerned told the editor.
    pub response: Option<Response<P>>,
    /// What the sources say, by source key, in the order typed.
    pub evidence: IndexMap<String, Vec<Evidence<P>>>,
    /// Where the label is typed, in bytes of the file.
    pub source: Range<usize>,
}

impl<P> Record<P> {
    /// Turns all prose into another form, in reading order.
    pub fn map<Q>(self, change: &mut impl FnMut(P) -> Q) -> Record<Q> {
        let Self { kind, of, verdict, checked, checked_at, as_of, source, .. } = self;
        Record {
            why: self.why.map(&mut *change),
            by: self.by.map(&mut *change),
            gist: self.gist.map(&mut *change),
            finding: self.finding.map(&mut *change),
            against: self.against.map(&mut *change),
            reply: self.reply.map(|reply| reply.map(change)),
            response: self.response.map(|response| Response {
                by: change(response.by),
                date: response.date,
                text: change(response.text),
            }),
            evidence: self
                .evidence
                .into_iter()
                .map(|(key, list)| (key, list.into_iter().map(|evidence| evidence.map(change)).collect()))
                .collect(),
            kind,
            of,
            verdict,
            checked,
            checked_at,
            as_of,
            source,
        }
    }
}

impl<P> Reply<P> {
    fn map<Q>(self, change: &mut impl FnMut(P) -> Q) -> Reply<Q> {
        match self {
            Self::NoneFound => Reply::NoneFound,
            Self::Given { text, source, at } => {
                Reply::Given { text: change(text), source, at: at.map(|at| at.map(change)) }
            }
        }
    }
}

impl<P> Evidence<P> {
    fn map<Q>(self, change: &mut impl FnMut(P) -> Q) -> Evidence<Q> {
        Evidence {
            at: self.at.map(|at| at.map(change)),
            quote: self.quote.map(|quote| Quote {
                text: quote.text,
                lang: quote.lang,
                translation: quote.translation.map(&mut *change),
            }),
            note: self.note.map(change),
            stance: self.stance,
            via: self.via,
            is_on_content: self.is_on_content,
            source: self.source,
            places: self.places,
        }
    }
}

/// `claims.yaml` as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims {
    /// The file, relative to the root.
    pub path: String,
    /// Whether the file holds nothing but comments.
    pub is_blank: bool,
    /// Its records, by label, in the order typed.
    pub records: IndexMap<String, Record<super::Leaf>>,
}
