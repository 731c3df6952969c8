//! The YAML of an entry, as a person would lay it out: a line a field, strings in double quotes.

use serde_json::Value;

use crate::config::{yaml_key, yaml_quoted};

use super::record::Record;

/// The order of fields; others follow, `jz` is the last.
const ORDER: [&str; 14] = [
    "type",
    "title",
    "author",
    "editor",
    "affiliated",
    "date",
    "parent",
    "publisher",
    "volume",
    "issue",
    "page-range",
    "url",
    "serial-number",
    "language",
];

/// Returns `key:` and the fields below it.
pub(super) fn write_entry(key: &str, record: &Record) -> String {
    let mut out = format!("{}:\n", yaml_key(key));
    write_map(record, 1, &mut out);
    out
}

fn write_map(map: &Record, depth: usize, out: &mut String) {
    let mut fields: Vec<(&String, &Value)> = map.iter().collect();
    let rank = |field: &str| match field {
        "jz" => ORDER.len() + 1,
        _ => ORDER.iter().position(|known| *known == field).unwrap_or(ORDER.len()),
    };
    fields.sort_by_key(|(field, _)| rank(field));
    for (field, value) in fields {
        let indent = "  ".repeat(depth);
        match value {
            Value::Object(map) if matches!(field.as_str(), "parent" | "jz") && !map.is_empty() => {
                out.push_str(&format!("{indent}{}:\n", yaml_key(field)));
                write_map(map, depth + 1, out);
            }
            _ => out.push_str(&format!("{indent}{}: {}\n", yaml_key(field), flow(field, value))),
        }
    }
}

fn flow(field: &str, value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| flow(field, item)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(field, value)| format!("{}: {}", yaml_key(field), flow(field, value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::String(text) if field == "type" => yaml_key(text),
        Value::String(text) if field == "date" && is_date(text) => text.clone(),
        Value::String(text) => yaml_quoted(text),
        other => other.to_string(),
    }
}

fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() && c != '0') && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}
