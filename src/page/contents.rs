//! The contents of a long article: its headings of the first two levels.

use serde::Serialize;

use super::Column;
use crate::model::{LeafId, Unit};

/// Fewer headings are seen at a glance, and have no list.
const MIN_HEADINGS: usize = 4;
/// The lowest level that is listed; the title has level 1.
const MAX_LEVEL: u8 = 3;

/// One heading and those below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Heading {
    /// The heading itself, one entry a column.
    sides: Vec<Target>,
    /// The headings below it.
    inner: Vec<Heading>,
}

/// A heading in one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Target {
    /// Its id on the page.
    id: String,
    /// The column's language tag.
    lang: &'static str,
    /// Its text.
    text: String,
}

/// Returns the contents of an article on a page of `columns`; nothing for a short one.
pub(crate) fn contents(columns: &[&Column<'_>]) -> Vec<Heading> {
    let headings: Vec<(u8, LeafId)> = columns.first().map(|column| listed(column.body())).unwrap_or_default();
    let mut list: Vec<Heading> = Vec::new();
    if headings.len() < MIN_HEADINGS {
        return list;
    }
    for (level, leaf) in headings {
        let target = |column: &&Column<'_>| Target {
            id: column.id(leaf).unwrap_or_default(),
            lang: column.lang(),
            text: column.text(leaf),
        };
        let heading = Heading { sides: columns.iter().map(target).collect(), inner: Vec::new() };
        match list.last_mut().filter(|_| level == MAX_LEVEL) {
            Some(above) => above.inner.push(heading),
            None => list.push(heading),
        }
    }
    list
}

fn listed(units: &[Unit]) -> Vec<(u8, LeafId)> {
    let heading = |unit: &Unit| match unit {
        Unit::Heading(level, leaf) if *level <= MAX_LEVEL => Some((*level, *leaf)),
        _ => None,
    };
    units.iter().filter_map(heading).collect()
}
