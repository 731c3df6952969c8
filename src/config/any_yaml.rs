//! YAML of any kind as a tree: for whoever looks for keys, words or characters and not for what they mean.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// A value with the places of what it holds.
#[derive(Debug)]
pub(crate) enum AnyYaml {
    /// Keys with values, in order. A key is text however it is typed: `1` is the label of a note.
    Map(Vec<(Spanned<String>, Spanned<AnyYaml>)>),
    /// A list.
    Seq(Vec<Spanned<AnyYaml>>),
    /// Text, as it is read: without quotation marks and escapes.
    Text(String),
    /// A number, a truth value, or nothing.
    Other,
}

impl<'de> Deserialize<'de> for AnyYaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

macro_rules! visit_other {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<AnyYaml, E> {
            Ok(AnyYaml::Other)
        })*
    };
}

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = AnyYaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_other!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128, visit_f64: f64);

    fn visit_unit<E>(self) -> Result<AnyYaml, E> {
        Ok(AnyYaml::Other)
    }

    fn visit_none<E>(self) -> Result<AnyYaml, E> {
        Ok(AnyYaml::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<AnyYaml, E> {
        Ok(AnyYaml::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnyYaml, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(AnyYaml::Map(entries))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<AnyYaml, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(AnyYaml::Seq(items))
    }
}
