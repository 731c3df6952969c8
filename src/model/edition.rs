//! What `collate` hands on: the edition's text, its emendations, its witness.

use serde::{Deserialize, Serialize};

use super::{Changes, Document, Leaf, LeafId, Span};

/// What an emendation touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EmendationKind {
    /// A form of a character.
    Script,
    /// A word.
    Wording,
    /// Punctuation.
    Punctuation,
    /// Spacing and the like.
    Layout,
}

/// How sure an emendation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Beyond doubt.
    Firm,
    /// Likely.
    Tentative,
}

/// What the editor decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not decided; the text is unchanged.
    Proposed,
    /// The text is changed.
    Accepted,
    /// The text is unchanged.
    Rejected,
    /// Shown as doubtful; the text is unchanged.
    Doubtful,
}

/// The four classes of textual error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmendationClass {
    /// 訛: other characters.
    Corruption,
    /// 脫: characters missing.
    Omission,
    /// 衍: characters too many.
    Interpolation,
    /// 倒: characters in another order.
    Transposition,
}

impl Grade {
    /// Returns the word that `collation.yaml` has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Tentative => "tentative",
        }
    }
}

impl EmendationKind {
    /// Returns the word that `collation.yaml` has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Wording => "wording",
            Self::Punctuation => "punctuation",
            Self::Layout => "layout",
        }
    }
}

impl EmendationClass {
    /// Returns the field's sign of the class.
    pub fn sign(self) -> char {
        match self {
            Self::Corruption => '訛',
            Self::Omission => '脫',
            Self::Interpolation => '衍',
            Self::Transposition => '倒',
        }
    }
}

/// What a rule changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleForm {
    /// A whole word for another.
    Word {
        /// As received.
        reading: String,
        /// As the edition prints it.
        lemma: String,
    },
    /// Half-width punctuation beside Han characters becomes full-width.
    FullwidthPunctuation,
    /// Curly quotation marks become corner brackets.
    CornerQuotes,
    /// Hyphens and short dashes between Han characters become a Chinese dash.
    Dashes,
    /// Spaces beside Han characters go.
    Spacing,
    /// Pronunciations in brackets behind single characters go: 節(jié).
    Pronunciations,
}

impl RuleForm {
    /// Returns the word that `collation.yaml` has for it; none for a word.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Word { .. } => None,
            Self::FullwidthPunctuation => Some("fullwidth-punctuation"),
            Self::CornerQuotes => Some("corner-quotes"),
            Self::Dashes => Some("dashes"),
            Self::Spacing => Some("spacing"),
            Self::Pronunciations => Some("pronunciations"),
        }
    }
}

/// One rule of `collation.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it changes.
    pub form: RuleForm,
    /// What it touches.
    pub kind: EmendationKind,
    /// How sure it is.
    pub grade: Grade,
    /// What was decided.
    pub status: Status,
    /// Where that is typed in `collation.yaml`, in bytes; none when it is not.
    pub status_source: Option<std::ops::Range<usize>>,
    /// Why.
    pub reason: String,
    /// The reason's leaf, once collated.
    pub reason_leaf: Option<LeafId>,
    /// Who answers for it.
    pub resp: Option<String>,
    /// Places it holds at, when not everywhere: what stands directly before and after.
    pub only: Vec<(String, String)>,
    /// Places it does not hold at.
    pub except: Vec<(String, String)>,
    /// Where it stands in `collation.yaml`, in bytes.
    pub source: std::ops::Range<usize>,
}

/// Text that the edition leaves out or adds, in document order.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// The text.
    pub exact: String,
    /// Why.
    pub reason: String,
    /// The reason's leaf, once collated.
    pub reason_leaf: Option<LeafId>,
    /// Where its text stands in `collation.yaml`, in bytes.
    pub source: std::ops::Range<usize>,
}

/// `collation.yaml` as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collation {
    /// The file, relative to the root.
    pub path: String,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Text of the witness that the article leaves out.
    pub omitted: Vec<Addition>,
    /// Text of the article that the witness lacks.
    pub added: Vec<Addition>,
}

/// One changed run of one place of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// `e-RULE` or `e-RULE_N`.
    pub id: String,
    /// Which rule, by its place in `Collation::rules`.
    pub rule: usize,
    /// What was decided.
    pub status: Status,
    /// The run in the received text.
    pub received: Span,
    /// The run in the edition's text; as received when the text is unchanged.
    pub edition: Span,
    /// What stood there.
    pub reading: String,
    /// What the edition prints, or would print.
    pub lemma: String,
    /// The whole word of the lemma.
    pub word: String,
    /// Which class of error.
    pub class: EmendationClass,
}

/// A leaf with the edition's text, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// The edition's text, marks moved.
    pub leaf: Leaf,
    /// The received text.
    pub received: Vec<char>,
    /// Its emendations.
    pub places: Vec<Place>,
    /// From received to edition.
    pub changes: Changes,
}

/// The received file.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The received text, LF line ends.
    pub text: String,
    /// SHA-256 of the file as received, lower-case hexadecimal.
    pub sha256: String,
}

/// The article as the edition prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// The article as parsed; its leaves are moved into `leaves`.
    pub document: Document,
    /// All leaves, edited.
    pub leaves: Vec<Edited>,
    /// The collation applied.
    pub collation: Collation,
    /// The received file.
    pub witness: Option<Witness>,
    /// Where the edition leaves out or adds text; empty without a witness.
    pub departures: Departures,
}

/// Where text was left out or added, by places in the received texts of leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Departures {
    /// One an entry of `Collation::omitted`: directly behind which character it stood; none before the first.
    pub omitted: Vec<Option<(LeafId, usize)>>,
    /// One an entry of `Collation::added`: the stretches that it covers, one a leaf.
    pub added: Vec<Vec<(LeafId, Span)>>,
}
