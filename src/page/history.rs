//! The edition's history as pages show it.

use serde::Serialize;

use super::leaf_text;
use crate::model::{Revision, Scripted};

/// One entry of the history, in one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisionView {
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
    /// What the edition was called from then on.
    pub version: String,
    /// What changed.
    pub summary: String,
    /// The claims it concerns.
    pub claims: Vec<RevisedClaim>,
}

/// A claim that a change concerns: where its note is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RevisedClaim {
    /// Its key: the note's id is `n-KEY`.
    pub key: String,
    /// Its number.
    pub number: usize,
}

/// Returns the edition's history in variant `v`, plain text, in the order typed: the newest change first.
///
/// Shape: a label whose note has no mark in the text is left out, as there is nothing to link to; a label typed twice
/// in one entry stands once.
pub fn revision_views(scripted: &Scripted, v: usize) -> Vec<RevisionView> {
    let view = |revision: &Revision| RevisionView {
        date: revision.date.to_string(),
        version: leaf_text(scripted, v, revision.version),
        summary: leaf_text(scripted, v, revision.summary),
        claims: claims(scripted, revision),
    };
    scripted.annotated.edition.document.history.iter().map(view).collect()
}

fn claims(scripted: &Scripted, revision: &Revision) -> Vec<RevisedClaim> {
    let mut claims: Vec<RevisedClaim> = Vec::new();
    for label in &revision.claims {
        let key = scripted.annotated.keys.get(label);
        let claim = key.and_then(|key| Some((key, scripted.annotated.claims.get(key)?)));
        if let Some((key, claim)) = claim.filter(|(key, _)| claims.iter().all(|known| known.key != **key)) {
            claims.push(RevisedClaim { key: key.clone(), number: claim.number });
        }
    }
    claims
}
