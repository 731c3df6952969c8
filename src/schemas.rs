//! JSON Schemas of the files that editors type, made from the types that read them; `docs/schemas/` holds them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::Error as Unread;
use serde::de::{Deserializer, Error as _, Visitor};

use crate::config::{Code, Denied, PerPage, Slug, Style};
use crate::model::{Date, Prose, Script, Variant};
use crate::{collate, config, parse};

/// Implements `JsonSchema` by a schema that stands where the type does.
macro_rules! schema_of {
    ($type:ty, $name:literal, $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

/// The words of an enumeration, as its reader asks for them.
pub(crate) fn words_of<T: serde::Deserialize<'static>>() -> Vec<&'static str> {
    let mut words = Vec::new();
    // Nothing is read: the question alone is heard.
    assert!(T::deserialize(Listener(&mut words)).is_err());
    words
}

struct Listener<'a>(&'a mut Vec<&'static str>);

impl<'de> Deserializer<'de> for Listener<'_> {
    type Error = Unread;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unread> {
        self.0.extend(words);
        Err(Unread::custom("nothing is read"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unread> {
        Err(Unread::custom("this is no enumeration"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

/// The tags of all variants.
pub(crate) fn tags() -> Vec<&'static str> {
    use crate::model::Region::{Cn, Hk, Tw};
    let regions = [None, Some(Tw), Some(Hk), Some(Cn)];
    let tags = [Script::Hant, Script::Hans]
        .into_iter()
        .flat_map(|script| regions.map(|region| Variant { script, region }.tag()));
    tags.collect()
}

/// An object with a text for each variant.
pub(crate) fn forms() -> serde_json::Map<String, serde_json::Value> {
    tags().into_iter().map(|tag| (tag.to_owned(), serde_json::json!({"type": "string"}))).collect()
}

schema_of!(
    Date,
    "Date",
    json_schema!({
        "description": "YYYY, YYYY-MM or YYYY-MM-DD",
        "type": ["string", "integer"],
        "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
    })
);
schema_of!(Variant, "Variant", json_schema!({"enum": tags()}));
schema_of!(
    Prose,
    "Prose",
    json_schema!({
        "anyOf": [{"type": "string"}, {"type": "object", "properties": forms(), "additionalProperties": false}]
    })
);
schema_of!(Code, "Code", json_schema!({"type": "string", "pattern": "^JZ[0-9]{3}$"}));
schema_of!(Denied, "Denied", json_schema!({"type": "string", "pattern": "^(warnings|JZ[0-9]{3})$"}));
schema_of!(PerPage, "PerPage", json_schema!({"type": "integer", "minimum": 1}));
schema_of!(Slug, "Slug", json_schema!({"type": "string", "pattern": "^[a-z0-9-]+$"}));
schema_of!(Style, "Style", json_schema!({"type": "array", "items": {"type": "string"}}));

/// `JIAOZHU_BLESS=1 cargo test` rewrites the schemas.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads and writes its golden files")]
fn the_schemas_are_made_from_the_types() {
    let schemas = [
        ("jiaozhu", config::schema(), "The settings of a site, jiaozhu.toml"),
        ("front-matter", parse::front_matter_schema(), "The front matter of an article's index.md"),
        ("defaults", parse::defaults_schema(), "What the articles of a folder share, defaults.yaml"),
        ("sources", parse::sources_schema(), "Sources, sources.yaml"),
        ("claims", parse::claims_schema(), "What is recorded of claims, claims.yaml"),
        ("collation", collate::record_schema(), "The collation of a received text, collation.yaml"),
        ("glossary", parse::glossary_schema(), "Words with a form of their own, content/glossary.yaml"),
        ("changes", parse::changes_schema(), "The history of an edition, changes.yaml"),
    ];
    for (name, mut schema, title) in schemas {
        schema.insert("title".to_owned(), title.into());
        let made = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
        let path = format!("{}/docs/schemas/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("JIAOZHU_BLESS").is_some_and(|value| value == "1") {
            std::fs::write(&path, &made).expect("the schema is written");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), made, "{name}");
    }
}
