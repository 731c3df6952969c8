//! Where an article's pages lead: to those before and behind it, and to its series.

use std::sync::Arc;

use serde::Serialize;

use super::Name;

/// Where an article's pages lead on to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct Ways {
    /// The article before it in its series; of one without a series, the next older.
    pub(crate) previous: Option<Arc<Neighbour>>,
    /// The article behind it, likewise.
    pub(crate) next: Option<Arc<Neighbour>>,
    pub(crate) series: Option<Instalment>,
}

/// Another article, as a link names it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Neighbour {
    pub(crate) slug: String,
    /// Titles, one a variant.
    pub(crate) titles: Vec<String>,
}

/// The series of an article, and its place there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Instalment {
    pub(crate) name: Name,
    /// From 1.
    pub(crate) nth: usize,
    /// How many articles the series has.
    pub(crate) of: usize,
}
