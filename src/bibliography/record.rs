//! An entry as data: one map of fields, exact, so that two can be compared and one can be written as YAML.

use hayagriva::types::{Date, Person, PersonsWithRoles};
use hayagriva::{Entry, Library};
use serde_json::{Map, Value, json};

use crate::model::{Source, SourceMeta};

use super::dates::date_text;
use super::yaml::write_entry;

/// The fields of a source as `sources.yaml` has them.
pub(super) type Record = Map<String, Value>;

/// Returns the record of a source; what is not said is absent.
pub(super) fn record_of(source: &Source) -> Record {
    let mut record = entry_record(&source.entry);
    let mut meta = serde_json::to_value(&source.meta).unwrap_or_default();
    prune(&mut meta);
    if meta.as_object().is_some_and(|meta| !meta.is_empty()) {
        record.insert("jz".to_owned(), meta);
    }
    record
}

/// Returns the record of an entry.
///
/// Hayagriva's own writer loses `~` before a year, seasons, suffixes and their commas; these are written here.
pub(super) fn entry_record(entry: &Entry) -> Record {
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    prune(&mut value);
    let Value::Object(mut record) = value else { return Record::new() };
    let names = [("author", entry.authors()), ("editor", entry.editors())];
    for (field, names) in names {
        if let Some(names) = names.filter(|names| !names.is_empty()) {
            record.insert(field.to_owned(), names_value(names));
        }
    }
    if let Some(affiliated) = entry.affiliated().filter(|affiliated| !affiliated.is_empty()) {
        let value = |group: &PersonsWithRoles| json!({"role": group.role, "names": names_value(&group.names)});
        record.insert("affiliated".to_owned(), one_or_many(affiliated.iter().map(value).collect()));
    }
    if let Some(date) = entry.date() {
        record.insert("date".to_owned(), date_value(date));
    }
    if let Some(url) = entry.url().filter(|url| url.visit_date.is_some()) {
        let visited = url.visit_date.as_ref().map(date_value);
        record.insert("url".to_owned(), json!({"value": url.value.as_str(), "date": visited}));
    }
    if !entry.parents().is_empty() {
        let parents = entry.parents().iter().map(|parent| Value::Object(entry_record(parent))).collect();
        record.insert("parent".to_owned(), one_or_many(parents));
    }
    record
}

/// Takes out what says nothing.
fn prune(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(prune);
            map.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
        }
        Value::Array(list) => list.iter_mut().for_each(prune),
        _ => {}
    }
}

fn one_or_many(mut values: Vec<Value>) -> Value {
    match values.pop() {
        Some(only) if values.is_empty() => only,
        Some(last) => {
            values.push(last);
            Value::Array(values)
        }
        None => Value::Null,
    }
}

fn names_value(names: &[Person]) -> Value {
    one_or_many(names.iter().map(name_value).collect())
}

/// A name as one string where that reads back the same, else by its parts.
fn name_value(person: &Person) -> Value {
    let parts = [Some(&person.name), person.suffix.as_ref(), person.given_name.as_ref()];
    let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    if text.parse::<Person>().as_ref() == Ok(person) {
        return Value::String(text);
    }
    let mut value = json!({
        "name": person.name, "given-name": person.given_name, "prefix": person.prefix,
        "suffix": person.suffix, "alias": person.alias,
        "comma-suffix": person.comma_suffix.then_some(true),
    });
    prune(&mut value);
    value
}

/// A date as one string where that reads back the same, else by its parts (month and day from 0, as hayagriva has them).
fn date_value(date: &Date) -> Value {
    let text = date_text(date);
    if text.parse::<Date>().as_ref() == Ok(date) {
        return Value::String(text);
    }
    let season = date.season.map(|season| season.to_csl_number());
    let mut value = json!({
        "year": date.year, "month": date.month, "day": date.day, "season": season,
        "approximate": date.approximate.then_some(true),
    });
    prune(&mut value);
    value
}

/// Reads a record back, as it will be read from the YAML that is written of it.
///
/// Errors: what hayagriva or the `jz` map refuses, in their words.
pub(super) fn source_of(key: &str, record: &Record) -> Result<Source, String> {
    let text = write_entry(key, record);
    let first = |error: String| error.lines().next().unwrap_or_default().to_owned();
    let library: Library = serde_saphyr::from_str(&text).map_err(|error| first(error.without_snippet().to_string()))?;
    let meta = match record.get("jz") {
        Some(jz) => serde_json::from_value(jz.clone()).map_err(|error| first(error.to_string()))?,
        None => SourceMeta::default(),
    };
    let entry = library.get(key).ok_or_else(|| format!("no entry `{key}`"))?;
    Ok(Source { entry: entry.clone(), meta, span: 0..0 })
}

/// What a format does not hold of a record: for each field that came back otherwise, how it came back (`here`) and what
/// it is (`ours`).
pub(super) fn differences(came_back: &Record, is: &Record) -> Map<String, Value> {
    let fields = is.keys().chain(came_back.keys().filter(|field| !is.contains_key(*field)));
    fields
        .filter(|field| *field != "jz" && came_back.get(*field) != is.get(*field))
        .map(|field| {
            let mut difference = json!({"here": came_back.get(field), "ours": is.get(field)});
            prune(&mut difference);
            (field.clone(), difference)
        })
        .collect()
}

/// Puts back what a format did not hold, and returns the fields that another program has changed since, as `(field, ours)`.
pub(super) fn apply_differences(record: &mut Record, differences: &Map<String, Value>) -> Vec<(String, Value)> {
    let mut changed = Vec::new();
    for (field, difference) in differences {
        let ours = difference.get("ours");
        if difference.get("here") != record.get(field) {
            changed.push((field.clone(), ours.cloned().unwrap_or_default()));
        } else if let Some(ours) = ours {
            record.insert(field.clone(), ours.clone());
        } else {
            record.remove(field);
        }
    }
    changed
}
