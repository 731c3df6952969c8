//! Writes CSL-JSON. Source: CSL 1.0.2, appendix III and IV; `csl-data.json` of the schema.

use hayagriva::types::{ChunkKind, ChunkedString, Date, Person};
use serde_json::{Map, Value, json};

use super::csl_words::{NAMES, NOCASE, TEXTS};
use super::item::{Field, Item};
use super::{Extra, Written};

/// Writes a list of items, a line a field.
pub(super) fn write(entries: &[Written<'_>]) -> String {
    if entries.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", entries.iter().map(write_item).collect::<Vec<_>>().join(",\n"))
}

fn write_item(entry: &Written<'_>) -> String {
    let mut pairs = vec![("id", json!(entry.key)), ("type", json!(entry.item.kind.csl))];
    pairs.extend(text_pairs(entry.item));
    let names = NAMES.iter().filter_map(|(name, role)| Some((*name, entry.item.names.get(role)?)));
    pairs.extend(names.map(|(name, names)| (name, Value::Array(names.iter().map(write_name).collect()))));
    pairs.extend(entry.item.issued.as_ref().map(|date| ("issued", write_date(date))));
    pairs.extend(entry.item.accessed.as_ref().map(|date| ("accessed", write_date(date))));
    pairs.extend(write_custom(entry.extra).map(|custom| ("custom", custom)));
    let lines = pairs.iter().map(|(name, value)| format!("    \"{name}\": {value}"));
    format!("  {{\n{}\n  }}", lines.collect::<Vec<_>>().join(",\n"))
}

fn text_pairs(item: &Item) -> Vec<(&'static str, Value)> {
    let mut pairs: Vec<(&'static str, Value)> = TEXTS
        .iter()
        .filter(|(_, field)| *field != Field::Organization || item.has(Field::Publisher) || !item.is_institutional())
        .filter_map(|(name, field)| match field {
            Field::Publisher => Some((*name, *field, item.publisher()?)),
            _ => Some((*name, *field, item.texts.get(field)?)),
        })
        .map(|(name, field, text)| match field {
            // The schema's ranges have a hyphen.
            Field::Pages => (name, json!(text.to_string().replace('–', "-"))),
            _ => (name, json!(write_text(text))),
        })
        .collect();
    if let Some(arxiv) = item.text(Field::Arxiv).filter(|_| !item.has(Field::Number)) {
        pairs.push(("number", json!(format!("arXiv:{arxiv}"))));
    }
    pairs
}

fn write_text(text: &ChunkedString) -> String {
    let chunk = |chunk: &hayagriva::types::StringChunk| match chunk.kind {
        ChunkKind::Verbatim => format!("{NOCASE}{}</span>", chunk.value),
        _ => chunk.to_string(),
    };
    text.0.iter().map(chunk).collect()
}

/// A name of one part is printed as it is, be it an organisation's or a person's.
fn write_name(person: &Person) -> Value {
    let Some(given) = &person.given_name else {
        let parts = [person.prefix.as_deref(), Some(person.name.as_str()), person.suffix.as_deref()];
        return json!({"literal": parts.into_iter().flatten().collect::<Vec<_>>().join(" ")});
    };
    let mut name = Map::new();
    name.insert("family".to_owned(), json!(person.name));
    name.insert("given".to_owned(), json!(given));
    if let Some(prefix) = &person.prefix {
        name.insert("non-dropping-particle".to_owned(), json!(prefix));
    }
    if let Some(suffix) = &person.suffix {
        name.insert("suffix".to_owned(), json!(suffix));
    }
    if person.comma_suffix {
        name.insert("comma-suffix".to_owned(), json!(true));
    }
    Value::Object(name)
}

fn write_date(date: &Date) -> Value {
    let parts = [Some(date.year), date.month.map(|m| i32::from(m) + 1), date.day.map(|d| i32::from(d) + 1)];
    let parts: Vec<i32> = parts.into_iter().flatten().collect();
    let mut value = Map::new();
    value.insert("date-parts".to_owned(), json!([parts]));
    if date.approximate {
        value.insert("circa".to_owned(), json!(true));
    }
    if let Some(season) = date.season {
        value.insert("season".to_owned(), json!(season.to_csl_number()));
    }
    Value::Object(value)
}

/// Programs that know no `custom` pass it on or leave it.
fn write_custom(extra: &Extra) -> Option<Value> {
    let mut custom = Map::new();
    if let Some(jz) = &extra.jz {
        custom.insert("jz".to_owned(), jz.clone());
    }
    if !extra.fields.is_empty() {
        custom.insert("jz-fields".to_owned(), Value::Object(extra.fields.clone()));
    }
    (!custom.is_empty()).then_some(Value::Object(custom))
}
