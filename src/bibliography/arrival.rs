//! What a reader brings, and what becomes of it: a record in which everything that was read has a place.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::diag::Diagnostic;
use crate::model::{MAX_STEM, is_key, is_refused, key_stem, meant_by};

use super::dates::date_text;
use super::item::{Field, Item, build, plain};
use super::record::{Record, apply_differences, entry_record, source_of};

/// An entry as a reader brings it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Arrival {
    /// The key as typed; none when the format wants none.
    pub(super) key: Option<String>,
    /// Where it stands, in bytes of the file.
    pub(super) at: Range<usize>,
    pub(super) item: Item,
    /// Our own map, when the file is one of ours.
    pub(super) jz: Option<Value>,
    /// What the format did not hold, when the file is one of ours.
    pub(super) fields: Option<Value>,
    /// Fields that have no place, as `(field, value)`.
    pub(super) kept: Vec<(String, String)>,
}

impl Arrival {
    /// Puts a text in its place; where it cannot stand there, it is kept under the name that the file gives it.
    pub(super) fn take(&mut self, field: Field, name: &str, text: &str) {
        if !self.item.put(field, plain(text)) {
            self.keep(name, text);
        }
    }

    /// Keeps the day an address was read when there is no address; `name` is the field's name in the file.
    pub(super) fn settle_access(&mut self, name: &str) {
        if let Some(date) = self.item.accessed.take_if(|_| !self.item.texts.contains_key(&Field::Url)) {
            self.kept.push((name.to_owned(), date_text(&date)));
        }
    }

    /// Keeps what has no place.
    pub(super) fn keep(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.kept.push((name.to_owned(), text.to_owned()));
        }
    }
}

/// All that stands in a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Arrivals {
    pub(super) entries: Vec<Arrival>,
    pub(super) findings: Vec<Diagnostic>,
}

/// An entry ready to be written into `sources.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Its key: ours, or made of the one in the file.
    pub key: String,
    /// The key in the file, when another had to be made.
    pub typed: Option<String>,
    /// The fields that had no place and stand in the note now, by their names in the file.
    pub kept: Vec<String>,
    pub(super) record: Record,
    at: Range<usize>,
}

impl Received {
    /// Returns where the entry stands in the file it came from, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.at.clone()
    }
}

/// Gives every entry a key and a record; what has no place goes to the note.
///
/// Errors: an entry that hayagriva refuses whatever is done is reported as `JZ320`.
pub(super) fn receive(path: &str, arrivals: Arrivals) -> (Vec<Received>, Vec<Diagnostic>) {
    let mut findings = arrivals.findings;
    let sound = arrivals.entries.iter().filter_map(|entry| entry.key.as_deref()).filter(|key| is_key(key));
    let mut free: BTreeSet<String> = sound.map(str::to_owned).collect();
    let mut used = BTreeSet::new();
    let mut received = Vec::with_capacity(arrivals.entries.len());
    for (idx, arrival) in arrivals.entries.into_iter().enumerate() {
        let typed = arrival.key.clone();
        let key = match &typed {
            // A key that is one already goes to the first that has it.
            Some(key) if free.remove(key) => key.clone(),
            _ => {
                let stem = typed.as_deref().and_then(key_stem).unwrap_or_else(|| format!("source-{}", idx + 1));
                free_key(&stem, |key| used.contains(key) || free.contains(key))
            }
        };
        used.insert(key.clone());
        let at = arrival.at.clone();
        let (mut record, kept) = finish(arrival, &key);
        if record.values_mut().map(replace_refused).max() == Some(true) {
            let message = format!(
                "the entry `{key}` holds characters that cannot stand in a text; others stand for them: what Windows-1252 has in their place, or U+FFFD"
            );
            findings.push(Diagnostic::warning("JZ321", message).at(path, at.clone()));
        }
        if let Err(error) = source_of(&key, &record) {
            let finding = Diagnostic::error("JZ320", format!("the entry `{key}` cannot become a source: {error}"));
            findings.push(finding.at(path, at.clone()).hint("correct the entry, or take it out of the file"));
        }
        received.push(Received { typed: typed.filter(|typed| *typed != key), key, kept, record, at });
    }
    (received, findings)
}

/// Puts what Windows-1252 has in its place, or U+FFFD, where a text holds a character that no file could, and says whether one did.
fn replace_refused(value: &mut Value) -> bool {
    match value {
        Value::String(text) if text.contains(is_refused) => {
            let stands_for = |c| if is_refused(c) { meant_by(c).unwrap_or('\u{FFFD}') } else { c };
            *text = text.chars().map(stands_for).collect();
            true
        }
        // All are looked at, where `any` would end at the first.
        Value::Array(items) => items.iter_mut().map(replace_refused).max() == Some(true),
        Value::Object(fields) => fields.values_mut().map(replace_refused).max() == Some(true),
        _ => false,
    }
}

/// Makes the record of one entry, and returns what went to the note, by name.
pub(super) fn finish(arrival: Arrival, key: &str) -> (Record, Vec<String>) {
    let Arrival { item, mut kept, jz, fields, .. } = arrival;
    let mut record = entry_record(&build(&item, key));
    add_to_note(&mut record, &kept);
    if let Some(fields) = fields {
        restore(&mut record, &mut kept, key, fields);
    }
    if let Some(jz) = jz {
        let mut with_meta = record.clone();
        with_meta.insert("jz".to_owned(), jz.clone());
        // A word that `sources.yaml` could not have would keep the whole file from being read.
        if source_of(key, &with_meta).is_ok_and(|source| source.meta.unknown_words().next().is_none()) {
            record = with_meta;
        } else {
            keep_late(&mut record, &mut kept, "jz", jz.to_string());
        }
    }
    (record, kept.into_iter().map(|(name, _)| name).collect())
}

/// Puts back what the format did not hold; what another program has changed since stands, and ours goes to the note.
fn restore(record: &mut Record, kept: &mut Vec<(String, String)>, key: &str, fields: Value) {
    let whole = fields.to_string();
    let differences: Map<String, Value> = match fields {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    let mut restored = record.clone();
    let changed = apply_differences(&mut restored, &differences);
    if differences.is_empty() || source_of(key, &restored).is_err() {
        keep_late(record, kept, "jz-fields", whole);
        return;
    }
    *record = restored;
    if differences.contains_key("note") && changed.iter().all(|(field, _)| field != "note") {
        // The note is ours again, without the lines for what the format did not hold.
        kept.clear();
    }
    for (field, ours) in changed.into_iter().filter(|(_, ours)| !ours.is_null()) {
        let text = ours.as_str().map_or_else(|| ours.to_string(), str::to_owned);
        keep_late(record, kept, &field, text);
    }
}

/// Adds one more line to a note that stands.
fn keep_late(record: &mut Record, kept: &mut Vec<(String, String)>, name: &str, text: String) {
    let line = (name.to_owned(), text);
    add_to_note(record, std::slice::from_ref(&line));
    kept.push(line);
}

/// Adds a line `field: value` to the note for all that has no place.
fn add_to_note(record: &mut Record, kept: &[(String, String)]) {
    if kept.is_empty() {
        return;
    }
    let mut lines = Vec::new();
    let mut note = record.remove("note").unwrap_or_default();
    let value = match &mut note {
        Value::Object(map) => map.get("value").cloned().unwrap_or_default(),
        other => other.clone(),
    };
    lines.extend(value.as_str().map(str::to_owned));
    lines.extend(kept.iter().map(|(name, text)| {
        // A value's own lines would read as lines of other fields.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{name}: {}", escape(&text))
    }));
    let text = Value::String(lines.join("\n"));
    match &mut note {
        Value::Object(map) => {
            map.insert("value".to_owned(), text);
        }
        other => *other = text,
    }
    record.insert("note".to_owned(), note);
}

/// Escapes what hayagriva reads as marks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '{' | '}' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns `stem`, or one of `stem-2`, `stem-3` … that is not taken: the first, where the numbers taken have no gap.
pub(super) fn free_key(stem: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if is_key(stem) && !is_taken(stem) {
        return stem.to_owned();
    }
    let stem: String = stem.chars().take(MAX_STEM).collect();
    let stem = stem.trim_end_matches('-');
    let is_free = |n: usize| !is_taken(&format!("{stem}-{n}"));
    // Ten thousand entries of one key shall not each try all numbers: doubled until one is free, then halved. Numbers that were
    // given one after another have no gap, so that the first free one is found.
    let mut above = 2_usize;
    while !is_free(above) {
        above *= 2;
    }
    let mut below = above / 2;
    while above - below > 1 {
        let middle = below.midpoint(above);
        if is_free(middle) { above = middle } else { below = middle }
    }
    format!("{stem}-{above}")
}
