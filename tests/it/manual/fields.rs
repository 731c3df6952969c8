//! The page of fields: names and values from the schemas, `docs/schemas`, what they mean from `docs/manual/fields.toml`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value as Json};

use super::root;
use crate::golden::check_golden;

/// The schemas, in the order of the page.
const FILES: [&str; 7] = ["jiaozhu", "front-matter", "sources", "claims", "collation", "glossary", "changes"];
/// Where what is written by hand ends.
const FIRST: &str = "\n## jiaozhu.toml";

/// A type of a schema that has fields: its name, or none for the file itself.
struct Part<'a> {
    name: &'a str,
    fields: &'a Map<String, Json>,
    required: Vec<&'a str>,
}

fn part<'a>(name: &'a str, schema: &'a Json) -> Option<Part<'a>> {
    let fields = schema.get("properties")?.as_object()?;
    let required = schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    Some(Part { name, fields, required: required.collect() })
}

/// What an editor can type for `schema`.
fn values(schema: &Json, names: &toml::Table) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return named(reference, schema, names);
    }
    if schema.pointer("/properties/zh-Hant").is_some() {
        return "各字體的文字".to_owned();
    }
    if let Some(known) = schema.get("enum").and_then(Json::as_array) {
        if known.first().is_some_and(|tag| tag == "zh-Hant") {
            return "字體".to_owned();
        }
        return codes(known.iter().filter_map(Json::as_str));
    }
    if let Some(one) = schema.get("const").and_then(Json::as_str) {
        return codes([one].into_iter());
    }
    if schema.get("pattern").and_then(Json::as_str).is_some_and(|pattern| pattern.starts_with("^[0-9]{4}(-")) {
        return "日期".to_owned();
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(options) = schema.get(key).and_then(Json::as_array) {
            let mut said: Vec<String> = options.iter().map(|option| values(option, names)).collect();
            said.retain(|text| !text.is_empty());
            said.dedup();
            return said.join(if key == "oneOf" { "、" } else { "，或" });
        }
    }
    let inner = |key| schema.get(key).map(|inner| values(inner, names)).unwrap_or_default();
    let of = |text: String| if text.is_empty() { String::new() } else { format!("（{text}）") };
    let types: Vec<&str> = match schema.get("type") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(many)) => many.iter().filter_map(Json::as_str).filter(|name| *name != "null").collect(),
        _ => Vec::new(),
    };
    let said: Vec<String> = types
        .iter()
        .map(|name| match *name {
            "string" => "文字".to_owned(),
            "integer" | "number" => "數字".to_owned(),
            "boolean" => codes(["true", "false"].into_iter()),
            "array" => format!("清單{}", of(inner("items"))),
            "object" => format!("對照表{}", of(inner("additionalProperties"))),
            _ => String::new(),
        })
        .collect();
    said.join("或")
}

/// The values of a type that has a name: where it is told, or what they are.
fn named(reference: &str, schema: &Json, names: &toml::Table) -> String {
    let name = reference.rsplit('/').next().unwrap_or_default();
    match names.get(name).and_then(|part| part.get("_title")).and_then(toml::Value::as_str) {
        Some(title) => {
            let name = title.split('：').next().unwrap_or(title);
            // Quotation marks around code stay as they are on pages of the other script.
            if name.contains('`') { format!("見 {name}") } else { format!("見「{name}」") }
        }
        None => {
            let root = schema.get("$root").expect("types are put in place");
            let inner = root.get(name).unwrap_or_else(|| panic!("no type {name}"));
            values(inner, names)
        }
    }
}

fn codes<'a>(known: impl Iterator<Item = &'a str>) -> String {
    known.map(|word| format!("`{word}`")).collect::<Vec<_>>().join("、")
}

/// Puts the named types into each reference, so that a reference can be followed wherever it stands; circles stay names.
fn with_types(schema: &Json, types: &Json) -> Json {
    match schema {
        Json::Object(map) => {
            let mut made: Map<String, Json> =
                map.iter().map(|(key, inner)| (key.clone(), with_types(inner, types))).collect();
            if made.contains_key("$ref") {
                made.insert("$root".to_owned(), types.clone());
            }
            Json::Object(made)
        }
        Json::Array(list) => Json::Array(list.iter().map(|inner| with_types(inner, types)).collect()),
        other => other.clone(),
    }
}

/// What is written by hand of the fields: what they mean, and their order.
struct Meanings {
    table: toml::Table,
    /// Each line's table and key.
    order: Vec<(String, String)>,
}

impl Meanings {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("fields.toml")).expect("the meanings");
        let mut of = String::new();
        let mut order = Vec::new();
        for line in text.lines() {
            if let Some(table) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                table.clone_into(&mut of);
            } else if let Some((key, _)) = line.split_once(" = ") {
                order.push((of.clone(), key.to_owned()));
            }
        }
        Self { table: text.parse().expect("TOML"), order }
    }

    /// Where the part `name` of `file` stands, or a field of it.
    fn place(&self, file: &str, name: &str, field: Option<&str>) -> usize {
        let of = if name.is_empty() { file.to_owned() } else { format!("{file}.{name}") };
        let is_it = |(table, key): &(String, String)| *table == of && field.is_none_or(|field| field == key);
        self.order.iter().position(is_it).unwrap_or(usize::MAX)
    }
}

/// The section of one file.
fn section(file: &str, meanings: &Meanings, used: &mut BTreeSet<String>) -> String {
    let path = format!("{}/docs/schemas/{file}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Json = serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON");
    let none = Json::Object(Map::new());
    // Twice, so that the types inside the types know theirs.
    let types = schema.get("$defs").unwrap_or(&none);
    let types = with_types(types, &with_types(types, types));
    let schema = with_types(&schema, &types);
    let names = meanings.table.get(file).and_then(toml::Value::as_table).unwrap_or_else(|| panic!("nothing of {file}"));
    let text = |part: &str, field: &str| {
        let part = if part.is_empty() { Some(names) } else { names.get(part).and_then(toml::Value::as_table) };
        part.and_then(|part| part.get(field)).and_then(toml::Value::as_str)
    };
    let mut out = format!("\n## {}\n", text("", "_title").expect("a title"));
    // What a map from keys holds has more fields at the first level than where it stands in itself.
    let held = schema.get("additionalProperties").and_then(|held| part("Entry", held));
    let defs = types.as_object().into_iter().flatten().filter_map(|(name, schema)| part(name, schema));
    let mut parts: Vec<Part<'_>> = part("", &schema).into_iter().chain(held).collect();
    let is_new = |part: &Part<'_>| part.name != "Entry";
    parts.extend(defs.filter(is_new));
    parts.retain(|part| part.name.is_empty() || text(part.name, "_title").is_some());
    parts.sort_by_key(|part| meanings.place(file, part.name, None));
    for part in parts {
        if !part.name.is_empty() {
            write!(out, "\n### {}\n", text(part.name, "_title").expect("a title")).expect("text");
        }
        if let Some(said) = text(part.name, "_text") {
            write!(out, "\n{said}\n").expect("text");
        }
        out.push('\n');
        let is_tag = |name: &str| name.starts_with("zh-") && text(part.name, name).is_none();
        let n_tags = part.fields.keys().filter(|name| is_tag(name)).count();
        let mut fields: Vec<(&String, &Json)> = part.fields.iter().collect();
        fields.sort_by_key(|(name, _)| meanings.place(file, part.name, Some(name.as_str())));
        for (name, schema) in fields {
            if n_tags > 0 && is_tag(name) {
                continue;
            }
            let meaning =
                text(part.name, name).unwrap_or_else(|| panic!("fields.toml: no [{file}.{}] {name}", part.name));
            used.insert(format!("{file}.{}.{name}", part.name));
            let must = if part.required.contains(&name.as_str()) { "，必填" } else { "" };
            let values = values(schema, names);
            let values = if values.is_empty() { "文字或數字".to_owned() } else { values };
            writeln!(out, "- `{name}`（{values}{must}）：{meaning}").expect("text");
        }
        if n_tags > 0 {
            let meaning = text(part.name, "_tags").unwrap_or_else(|| panic!("no [{file}.{}] _tags", part.name));
            let tags = part.fields.keys().filter(|name| is_tag(name)).map(String::as_str);
            writeln!(out, "- {}（文字）：{meaning}", codes(tags)).expect("text");
        }
    }
    out
}

/// Each field of `fields.toml`, as `file.part.field`.
fn told(meanings: &toml::Table) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for (file, parts) in meanings.iter().filter_map(|(file, parts)| Some((file, parts.as_table()?))) {
        for (name, value) in parts {
            match value.as_table() {
                Some(fields) => told.extend(fields.keys().map(|field| format!("{file}.{name}.{field}"))),
                None => {
                    told.insert(format!("{file}..{name}"));
                }
            }
        }
    }
    told.retain(|name| !name.contains("._"));
    told
}

#[test]
fn the_page_of_fields_is_made_from_the_schemas() {
    let meanings = Meanings::read();
    let page = root().join("content/fields/index.md");
    let before = fs::read_to_string(&page).expect("the page");
    let (head, _) = before.split_once(FIRST).expect("the first file");
    let mut used = BTreeSet::new();
    let made: String = FILES.iter().map(|file| section(file, &meanings, &mut used)).collect();
    check_golden(Path::new(&page), &format!("{head}{made}"));
    let idle: Vec<String> = told(&meanings.table).difference(&used).cloned().collect();
    assert!(idle.is_empty(), "fields.toml tells of fields that no file has: {idle:?}");
}
