//! What `script` hands on: every leaf in every variant.

use super::{Annotated, Changes, Edge, RuleUse, Span, Variant};

/// A leaf's text in one variant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Converted {
    /// The text.
    pub text: Vec<char>,
    /// From the edition's characters to these.
    pub changes: Changes,
    /// Stretches (of the edition's text) left in the article's own script, to be marked with its `lang`.
    pub own_script: Vec<Span>,
}

impl Converted {
    /// Returns the stretch of this text for a stretch of the edition's.
    pub fn map(&self, at: &Span) -> Span {
        let start = self.changes.map(at.start, Edge::Start);
        start..self.changes.map(at.end, Edge::End).max(start)
    }
}

/// The edition in all its variants.
#[derive(Debug, Clone, PartialEq)]
pub struct Scripted {
    /// The edition.
    pub annotated: Annotated,
    /// The variants, in the order of the configuration.
    pub variants: Vec<Variant>,
    /// For each variant, one text a leaf.
    pub texts: Vec<Vec<Converted>>,
    /// The rules of glossaries that the article uses, in the order in which they win.
    pub glossary: Vec<RuleUse>,
}
