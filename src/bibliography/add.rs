//! Joins what was received to the sources that stand already: what is there is not added again, nothing is overwritten.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::Sources;

use super::arrival::{Received, free_key};
use super::record::{Record, record_of, source_of};
use super::yaml::write_entry;

/// What is to be added to a `sources.yaml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Added {
    /// The YAML of the new entries, to stand at the end of the file; empty when there is none.
    pub yaml: String,
    /// The new entries, as they will be read.
    pub sources: Sources,
    /// What was done, a line an entry that is not simply added.
    pub lines: Vec<String>,
}

/// Returns what `received` adds to what stands: each bibliography with the path of its file.
///
/// Shape: a key that stands with the same content is skipped; with other content the entry gets the first free
/// `key-2`, `key-3` …, and `relays` that name it follow.
pub fn add_sources(received: &[Received], standing: &[(&str, &Sources)]) -> Added {
    let records: BTreeMap<&str, Vec<(&str, Record)>> =
        standing.iter().fold(BTreeMap::new(), |mut records, (path, sources)| {
            for (key, source) in &sources.0 {
                records.entry(key.as_str()).or_insert_with(Vec::new).push((*path, record_of(source)));
            }
            records
        });
    let mut used: BTreeSet<String> = records.keys().map(|key| (*key).to_owned()).collect();
    used.extend(received.iter().map(|entry| entry.key.clone()));
    let mut added = Added::default();
    let mut renamed = BTreeMap::new();
    let mut fresh: Vec<(String, Record)> = Vec::new();
    for entry in received {
        added.lines.extend(describe(entry));
        let Some(known) = records.get(entry.key.as_str()) else {
            fresh.push((entry.key.clone(), entry.record.clone()));
            continue;
        };
        // Keys in order: those of the same beginning stand together.
        let begins = format!("{}-", entry.key);
        let suffixed = records.range(begins.as_str()..).take_while(|(key, _)| key.starts_with(&begins));
        let suffixed = suffixed.filter(|(key, _)| is_suffixed(key, &entry.key));
        let same = std::iter::once((&entry.key.as_str(), known))
            .chain(suffixed)
            .find_map(|(key, standing)| Some((*key, standing.iter().find(|(_, record)| *record == entry.record)?.0)));
        if let Some((key, path)) = same {
            added.lines.push(format!("`{key}` stands in {path} already, with the same content"));
            renamed.insert(entry.key.clone(), key.to_owned());
            continue;
        }
        let key = free_key(&entry.key, |key| used.contains(key));
        used.insert(key.clone());
        let path = known.first().map_or("", |(path, _)| *path);
        added.lines.push(format!("`{}` stands in {path} with other content: added as `{key}`", entry.key));
        renamed.insert(entry.key.clone(), key.clone());
        fresh.push((key, entry.record.clone()));
    }
    for (key, mut record) in fresh {
        follow(&mut record, &renamed);
        if !added.yaml.is_empty() {
            added.yaml.push('\n');
        }
        added.yaml.push_str(&write_entry(&key, &record));
        // `receive` has read it once already.
        if let Ok(source) = source_of(&key, &record) {
            added.sources.0.insert(key, source.into());
        }
    }
    added
}

/// Says whether `key` is `stem` with a number, as an earlier import has made it.
fn is_suffixed(key: &str, stem: &str) -> bool {
    let number = key.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn describe(entry: &Received) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(typed) = &entry.typed {
        lines.push(format!("the key `{typed}` is `{}` here", entry.key));
    }
    if !entry.kept.is_empty() {
        let mut names: Vec<String> = entry.kept.iter().map(|name| format!("`{name}`")).collect();
        names.dedup();
        lines.push(format!("`{}`: no field for {}; kept in its note", entry.key, names.join(", ")));
    }
    lines
}

/// Lets `relays` name the works by their new keys.
fn follow(record: &mut Record, renamed: &BTreeMap<String, String>) {
    let relays = record.get_mut("jz").and_then(|jz| jz.get_mut("relays")).and_then(Value::as_array_mut);
    for relay in relays.into_iter().flatten() {
        if let Some(source) = relay.get_mut("source")
            && let Some(key) = source.as_str().and_then(|key| renamed.get(key))
        {
            *source = Value::String(key.clone());
        }
    }
}
