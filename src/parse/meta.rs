//! What `jz` says of a source: words of a closed list, and what must go together.

use std::ops::Range;

use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{Source, is_key};

/// Reports what does not fit in the `jz` map of a source of the file `path`.
///
/// `JZ307` a word that is none, `JZ308` an unread source with an access date, `JZ309` low reliability without a
/// reason, `JZ311` a source of which nothing says what it is.
pub(super) fn check_meta(path: &str, key: &str, source: &Source) -> Vec<Diagnostic> {
    let meta = &source.meta;
    let mut findings: Vec<Diagnostic> =
        meta.unknown_words().map(|(field, word, known)| unknown_word(field, word, known)).collect();
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
    if !is_described(source) {
        let finding = Diagnostic::warning("JZ311", format!("nothing says what the source `{key}` is"));
        findings.push(finding.hint("add `title:`, as published; where it has none, `note:` says what it is"));
    }
    findings.into_iter().map(|finding| finding.at(path, source.span.clone())).collect()
}

/// Reports a source's key that cannot be one (`JZ304`).
pub(super) fn check_key(path: &str, key: &str, at: Range<usize>) -> Option<Diagnostic> {
    (!is_key(key)).then(|| {
        let finding = Diagnostic::error("JZ304", format!("`{key}` cannot be a source's key")).at(path, at);
        finding.hint("keys are a-z, then a-z, 0-9 and `-`, at most 40")
    })
}

/// Whether a reader can know the source by a title, an author, an outlet, an address or a note; `fill` leaves a new one without.
fn is_described(source: &Source) -> bool {
    let entry = &source.entry;
    let outlets = entry.parents().iter().filter_map(|parent| parent.title());
    let texts = entry.title().into_iter().chain(entry.note()).chain(outlets);
    let has_text = texts.map(ToString::to_string).any(|text| !text.trim().is_empty());
    has_text || entry.url_any().is_some() || entry.authors().is_some_and(|authors| !authors.is_empty())
}

fn unknown_word(field: &str, word: &str, known: &[&str]) -> Diagnostic {
    let finding = Diagnostic::error("JZ307", format!("`{word}` is no `{field}` of a source"));
    match did_you_mean(word, known.iter().copied()) {
        Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
        None => finding.hint(format!("known here: {}", known.join(", "))),
    }
}
