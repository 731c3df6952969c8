//! Which sources are later than the article that cites them, and which checks later than the day.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::diag::Diagnostic;
use crate::model::{Annotated, Bibliography, Date, Edition, SourceUse};

/// Returns the keys of the sources in use that are later than what the article is based on, or than the article itself.
///
/// Shape: what is known to the month alone is compared to the month. Errors: none returned; `JZ208`, an info, for each.
pub(super) fn later_sources(
    edition: &Edition,
    uses: &IndexMap<String, SourceUse>,
    sources: &Bibliography,
    findings: &mut Vec<Diagnostic>,
) -> BTreeSet<String> {
    let front = &edition.document.front;
    let date_of = |key: &str| sources.get(key)?.entry.date().and_then(known);
    let base = front.based_on.as_ref().and_then(|based_on| date_of(&based_on.key));
    let Some(written) = base.or_else(|| front.date.clone()) else {
        return BTreeSet::new();
    };
    let is_later = |key: &&String| date_of(key).is_some_and(|date| date.is_later_than(&written));
    let later: BTreeSet<String> = uses.keys().filter(is_later).cloned().collect();
    let mut seen = BTreeSet::new();
    let citations = edition.document.notes.iter().flat_map(|note| &note.citations);
    for citation in citations.filter(|citation| later.contains(&citation.key) && seen.insert(&citation.key)) {
        let key = &citation.key;
        let finding =
            Diagnostic::info("JZ208", format!("the source `{key}` is later than the article, and is marked so"));
        let hint = "it can correct what the article says; the author could not have known it";
        findings.push(finding.at(&edition.document.path, citation.source.clone()).hint(hint));
    }
    later
}

/// Reports claims that were checked, as the file `path` has it, after `today`.
///
/// Errors: none returned; `JZ219`, a warning, for each.
pub(crate) fn checked_later(annotated: &Annotated, path: &str, today: &Date) -> Vec<Diagnostic> {
    let records = annotated.claims.iter().filter_map(|(key, claim)| Some((key, claim.record.as_ref()?)));
    let later = records.filter_map(|(key, record)| Some((key, record, record.checked.as_ref()?)));
    let later = later.filter(|(_, _, checked)| checked.is_later_than(today));
    later
        .map(|(key, record, checked)| {
            let finding = Diagnostic::warning("JZ219", format!("`{key}` was checked on {checked}, later than {today}"));
            finding.at(path, record.checked_at.clone()).hint("type the day on which it was checked")
        })
        .collect()
}

/// A date as far as it is known; the sign that it is approximate says nothing of before and after.
fn known(date: &hayagriva::types::Date) -> Option<Date> {
    date.to_string().trim_start_matches('~').parse().ok()
}
