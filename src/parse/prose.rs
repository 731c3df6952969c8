//! Prose fields of YAML files become leaves: a text in the article's script, or one form a script.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::fixed::find_fixed;
use crate::config::typed_span;
use crate::diag::Diagnostic;
use crate::model::{Forms, Leaf, Mark, Markup, Prose, Variant};

/// How far behind the beginning of its field a text may begin: behind those before it in a list. Bytes.
const MAX_BEFORE: usize = 64 * 1024;

/// The file a prose field stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProseFile<'a> {
    /// Relative to the root.
    pub(super) path: &'a str,
    /// The whole file.
    pub(super) text: &'a str,
    /// The byte at which its YAML begins.
    pub(super) base: usize,
    /// What plain prose is written in.
    pub(super) lang: Variant,
}

impl ProseFile<'_> {
    /// Returns the leaf of a prose field; a map per script becomes a fixed form over the whole leaf.
    pub(super) fn leaf(&self, prose: &Prose, at: usize, findings: &mut Vec<Diagnostic>) -> Leaf {
        let text = prose.text(self.lang);
        // Where it is typed with escapes it is not found, and the rest of a large file is not searched for it.
        let end = self.text.ceil_char_boundary((at + text.len() + MAX_BEFORE).min(self.text.len()));
        let byte = self.text.get(at..end).and_then(|rest| rest.find(text)).map_or(at, |i| at + i);
        let mut leaf = Leaf::plain(text, byte);
        match prose {
            Prose::Plain(_) => find_fixed(self.path, &mut leaf, self.lang, findings),
            Prose::Forms(forms) => {
                leaf.marks.push(Mark { at: 0..leaf.text.len(), kind: Markup::Fixed(Forms(forms.clone())) });
            }
        }
        leaf
    }

    /// Returns the leaf of prose that another file states: it has no place here, and what is wrong with it is said there.
    pub(super) fn leaf_of_another(&self, prose: &Prose) -> Leaf {
        let mut leaf = self.leaf(prose, self.text.len(), &mut Vec::new());
        leaf.source.fill(self.base);
        leaf
    }

    /// Returns the leaf of a prose field that knows its place.
    pub(super) fn typed_leaf(&self, prose: &Spanned<Prose>, findings: &mut Vec<Diagnostic>) -> Leaf {
        self.leaf(&prose.value, typed_span(self.base, prose).start, findings)
    }
}

/// One map, or a list of maps.
pub(super) struct OneOrMany<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("keys with values, or a list of such")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| OneOrMany(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(OneOrMany)
            }
        }

        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for OneOrMany<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<T>();
        schemars::json_schema!({"anyOf": [one, {"type": "array", "items": one}]})
    }
}
