//! What `jz` says of a source: words of a closed list, and what must go together.

use crate::diag::{Diagnostic, did_you_mean};
use crate::model::Source;

const CLASSES: [&str; 4] = ["primary", "secondary", "tertiary", "self"];
const RELIABILITIES: [&str; 3] = ["high", "medium", "low"];
const STATUSES: [&str; 6] = ["live", "dead", "paywall", "usurped", "unfetched", "unpublished"];

/// Reports what does not fit in the `jz` map of a source of the file `path`.
///
/// `JZ307` a word that is none, `JZ308` an unread source with an access date, `JZ309` low reliability without a reason.
pub(super) fn check_meta(path: &str, key: &str, source: &Source) -> Vec<Diagnostic> {
    let meta = &source.meta;
    let words = [
        ("class", &meta.class, CLASSES.as_slice()),
        ("reliability", &meta.reliability, &RELIABILITIES),
        ("status", &meta.status, &STATUSES),
    ];
    let mut findings: Vec<Diagnostic> =
        words.into_iter().filter_map(|(field, word, known)| unknown_word(field, word.as_deref()?, known)).collect();
    let is_accessed = source.entry.url_any().is_some_and(|url| url.visit_date.is_some());
    if meta.is_unread() && is_accessed {
        let finding = Diagnostic::warning("JZ308", format!("the source `{key}` is `unfetched` and has an access date"));
        findings.push(finding.hint("delete the `date` of its `url`, or its `status`"));
    }
    if meta.reliability.as_deref() == Some("low") && meta.why.is_none() {
        let finding =
            Diagnostic::warning("JZ309", format!("the source `{key}` is of low reliability, and it is not said why"));
        findings.push(finding.hint("add `why:` under `jz:`"));
    }
    findings.into_iter().map(|finding| finding.at(path, source.span.clone())).collect()
}

fn unknown_word(field: &str, word: &str, known: &[&str]) -> Option<Diagnostic> {
    if known.contains(&word) {
        return None;
    }
    let finding = Diagnostic::error("JZ307", format!("`{word}` is no `{field}` of a source"));
    Some(match did_you_mean(word, known.iter().copied()) {
        Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
        None => finding.hint(format!("known here: {}", known.join(", "))),
    })
}
