//! Which sources are later than the article that cites them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::diag::Diagnostic;
use crate::model::{Edition, SourceUse, Sources};

/// A date as far as it is known: year, month, day.
type Parts = Vec<u32>;

/// Returns the keys of the sources in use that are later than what the article is based on, or than the article itself.
///
/// What is known to the month alone is compared to the month.
pub(super) fn later_sources(
    edition: &Edition,
    uses: &IndexMap<String, SourceUse>,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) -> BTreeSet<String> {
    let front = &edition.document.front;
    let date_of = |key: &str| sources.0.get(key).and_then(|source| source.entry.date()).map(source_parts);
    let base = front.based_on.as_ref().and_then(|based_on| date_of(&based_on.key));
    let own = || front.date.as_ref().map(|date| date.to_string().split('-').filter_map(|p| p.parse().ok()).collect());
    let Some(written) = base.or_else(own) else {
        return BTreeSet::new();
    };
    let is_later = |key: &&String| date_of(key).is_some_and(|date| is_later(&date, &written));
    let later: BTreeSet<String> = uses.keys().filter(is_later).cloned().collect();
    for key in &later {
        let Some(citation) = edition.document.notes.iter().flat_map(|note| &note.citations).find(|c| c.key == *key)
        else {
            continue;
        };
        let finding =
            Diagnostic::info("JZ208", format!("the source `{key}` is later than the article, and is marked so"));
        let hint = "it can correct what the article says; the author could not have known it";
        findings.push(finding.at(&edition.document.path, citation.source.clone()).hint(hint));
    }
    later
}

fn source_parts(date: &hayagriva::types::Date) -> Parts {
    // hayagriva counts months and days from 0.
    let part = |value: Option<u8>| value.map(|value| u32::from(value) + 1);
    let year = u32::try_from(date.year).unwrap_or_default();
    let month = part(date.month);
    [Some(year), month, part(date.day).filter(|_| month.is_some())].into_iter().flatten().collect()
}

fn is_later(date: &Parts, than: &Parts) -> bool {
    let common = date.len().min(than.len());
    date.get(..common) > than.get(..common)
}
