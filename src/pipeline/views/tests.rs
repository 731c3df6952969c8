//! The tables of `docs/theme.md` are made from the view types and their comments.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value as Json;

use super::*;

impl JsonSchema for Html {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "markup".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "markup"})
    }
}

/// The fields of one type, by name, each with its schema.
type Fields = BTreeMap<String, Json>;

fn fields(schema: &Json) -> Fields {
    let properties = schema.get("properties").and_then(Json::as_object);
    properties.into_iter().flatten().map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

/// The fields of `T`, and of all view types that it leads to.
fn view<T: JsonSchema>() -> (Fields, BTreeMap<String, Fields>) {
    let root = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    let types = root.get("$defs").and_then(Json::as_object).into_iter().flatten();
    (fields(&root), types.map(|(name, schema)| (name.clone(), fields(schema))).collect())
}

/// What stands in the column "type".
fn type_text(schema: &Json) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return format!("`{}`", reference.rsplit('/').next().unwrap_or_default());
    }
    if let Some([one, null]) = schema.get("anyOf").and_then(Json::as_array).map(Vec::as_slice)
        && null.get("type").is_some_and(|name| name == "null")
    {
        return format!("{} or none", type_text(one));
    }
    let inner = |key| type_text(schema.get(key).expect("what it is made of"));
    match schema.get("type") {
        Some(Json::String(name)) => match name.as_str() {
            "array" => format!("list of {}", inner("items")),
            "object" => format!("map of {}", inner("additionalProperties")),
            "string" if schema.get("format").is_some() => "markup".to_owned(),
            "string" => "text".to_owned(),
            "boolean" => "yes or no".to_owned(),
            "integer" => "number".to_owned(),
            other => panic!("templates know no {other}"),
        },
        Some(Json::Array(names)) if names.len() == 2 => {
            let first = serde_json::json!({"type": names.first()});
            format!("{} or none", type_text(&first))
        }
        _ => panic!("templates cannot be told what this is: {schema}"),
    }
}

fn table(name: &str, fields: &Fields) -> String {
    if fields.is_empty() {
        return format!("\n### {name}\n\nNothing more than every template.\n");
    }
    let mut out = format!("\n### {name}\n\n| name | type | what it is |\n|---|---|---|\n");
    for (field, schema) in fields {
        let meaning = schema.get("description").and_then(Json::as_str).unwrap_or_default().replace('\n', " ");
        assert!(!meaning.is_empty(), "nothing says what `{field}` of {name} is");
        writeln!(out, "| `{field}` | {} | {} |", type_text(schema), meaning.trim_end_matches('.')).expect("text");
    }
    out
}

fn tables() -> String {
    let pages = [
        ("article.html", view::<ArticlePage<'_>>()),
        ("parallel.html", view::<ParallelPage<'_>>()),
        ("sources.html", view::<SourcesPage<'_>>()),
        ("book/text.xhtml", view::<BookChapters<'_>>()),
        ("book/sources.xhtml", view::<BookChapters<'_>>()),
        ("book/nav.xhtml", view::<BookChapters<'_>>()),
        ("original.html", view::<OriginalPage<'_>>()),
        ("index.html", view::<IndexPage<'_>>()),
        ("tags.html", view::<TagsPage<'_>>()),
        ("search.html", view::<SearchPage<'_>>()),
        ("404.html", view::<NotFoundPage<'_>>()),
        ("redirect.html", view::<RedirectPage<'_>>()),
        ("notes.html", view::<FeedNotes<'_>>()),
    ];
    let (every, mut types) = view::<Every<'_>>();
    let mut out = table("Every template", &every);
    for (name, (fields, of_page)) in pages {
        types.extend(of_page);
        let own: Fields = fields.into_iter().filter(|(field, _)| !every.contains_key(field)).collect();
        out += &table(&format!("`{name}`"), &own);
    }
    out + &types.iter().map(|(name, fields)| table(&format!("`{name}`"), fields)).collect::<String>()
}

/// `JIAOZHU_BLESS=1 cargo test` rewrites the tables.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its golden file")]
fn the_tables_of_names_are_made_from_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/theme.md");
    let before = std::fs::read_to_string(path).expect("the guide to themes");
    let (head, _) = before.split_once("\n### Every template\n").expect("the tables of names");
    let made = head.to_owned() + &tables();
    if std::env::var_os("JIAOZHU_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(path, &made).expect("the guide is written");
        return;
    }
    assert_eq!(before, made);
}
