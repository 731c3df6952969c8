//! Reads `sources.yaml`: hayagriva's bibliography with our `jz` map, misspelt keys caught.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::config::{byte_at, yaml_finding};
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{Source, SourceMeta, Sources, is_key};

/// The keys of an entry, as hayagriva 0.10's file format lists them, and ours.
const ENTRY_KEYS: [&str; 34] = [
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "volume",
    "volume-total",
    "chapter",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "annote",
    "issn",
    "isbn",
    "doi",
    "jz",
    "keywords",
];

#[derive(Deserialize)]
struct Extras {
    #[serde(default)]
    jz: SourceMeta,
    #[serde(flatten)]
    others: BTreeMap<String, serde::de::IgnoredAny>,
}

/// Reads a bibliography.
///
/// Errors: `JZ303` for what hayagriva or our `jz` map cannot read, `JZ304` for keys that cannot be, `JZ305` for unknown fields.
pub(crate) fn read_sources(path: &str, text: &str) -> (Sources, Vec<Diagnostic>) {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return (Sources::default(), Vec::new());
    }
    let fail = |error: serde_saphyr::Error| (Sources::default(), vec![yaml_finding("JZ303", path, text, 0, &error)]);
    let extras: IndexMap<Spanned<String>, Extras> = match serde_saphyr::from_str(text) {
        Ok(extras) => extras,
        Err(error) => return fail(error),
    };
    let library: hayagriva::Library = match serde_saphyr::from_str(text) {
        Ok(library) => library,
        Err(error) => return fail(error),
    };
    let mut findings = Vec::new();
    let mut sources = IndexMap::new();
    for (key, extra) in extras {
        let at = byte_at(text, key.referenced.line() as usize, key.referenced.column() as usize);
        let span = at..at + key.value.len();
        if !is_key(&key.value) {
            let finding =
                Diagnostic::error("JZ304", format!("`{}` cannot be a source's key", key.value)).at(path, span.clone());
            findings.push(finding.hint("keys are a-z, then a-z, 0-9 and `-`, at most 40"));
        }
        for field in extra.others.keys().filter(|field| !ENTRY_KEYS.contains(&field.as_str())) {
            findings.push(unknown_field(path, text, at, field));
        }
        if let Some(entry) = library.get(&key.value) {
            sources.insert(key.value, Source { entry: entry.clone(), meta: extra.jz, span });
        }
    }
    (Sources(sources), findings)
}

fn unknown_field(path: &str, text: &str, entry_at: usize, field: &str) -> Diagnostic {
    let at = text.get(entry_at..).and_then(|rest| rest.find(&format!("{field}:"))).map_or(entry_at, |i| entry_at + i);
    let finding = Diagnostic::error("JZ305", format!("unknown field `{field}`")).at(path, at..at + field.len());
    match did_you_mean(field, ENTRY_KEYS) {
        Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
        None => finding.hint("the fields are hayagriva's; anything of our own stands under `jz:`"),
    }
}
