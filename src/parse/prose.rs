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
/// How far apart two characters of a text may be typed. Bytes.
const MAX_BETWEEN: usize = 1024;
/// `\UXXXXXXXX`, in bytes.
const LONGEST_ESCAPE: usize = 10;

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
        // The rest of a large file is not searched for it.
        let upto = |n: usize| self.text.ceil_char_boundary(at.saturating_add(n).min(self.text.len()));
        let found = self.text.get(at..upto(text.len() + MAX_BEFORE)).and_then(|rest| rest.find(text));
        let mut leaf = match found {
            Some(i) => Leaf::plain(text, at + i),
            None => {
                let typed = self.text.get(at..upto(LONGEST_ESCAPE * text.len() + MAX_BEFORE)).unwrap_or_default();
                Leaf { source: typed_places(typed, text, at), ..Leaf::plain(text, at) }
            }
        };
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

/// Returns the byte at which each character of `text` is typed, and where the last ends: `typed` begins at byte `at`, and is
/// that text with quotation marks, escapes or line ends.
///
/// Shape: ascending, each at a character's edge, whatever is typed.
fn typed_places(typed: &str, text: &str, at: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let (mut done, mut reach, mut is_escaped) = (0, typed.len(), false);
    for c in text.chars() {
        let rest = typed.get(done..).unwrap_or_default();
        // Only what begins behind a double quotation mark has escapes; a backslash is one elsewhere.
        let has_escapes =
            |i: usize| is_escaped || done == 0 && rest.get(..i).is_some_and(|before| before.ends_with('"'));
        let steps = rest.char_indices().take_while(|(i, _)| *i < reach);
        let mut found = steps.map(|(i, _)| (i, typed_len(rest.get(i..).unwrap_or_default(), c, has_escapes(i))));
        let (skipped, len) = found.find(|(_, len)| *len > 0).unwrap_or_default();
        is_escaped = has_escapes(skipped);
        places.push(at + done + skipped);
        done += skipped + len;
        reach = MAX_BETWEEN;
    }
    places.push(at + done);
    places
}

/// How many bytes at the beginning of `typed` stand for `c`: an escape where there are any, a line's end, or itself; 0 when none do.
///
/// Source: YAML 1.2.2, section 6.5.
fn typed_len(typed: &str, c: char, has_escapes: bool) -> usize {
    match (escape(typed).filter(|_| has_escapes), typed.chars().next()) {
        (Some((escaped, len)), _) if escaped == c => len,
        (_, Some('\n' | '\r')) if c == ' ' => typed.len() - typed.trim_start().len(),
        (_, Some(first)) if first == c => c.len_utf8(),
        _ => 0,
    }
}

/// Returns the character that an escape at the beginning of `typed` stands for, and its length.
///
/// Source: YAML 1.2.2, section 5.7.
fn escape(typed: &str) -> Option<(char, usize)> {
    let kind = typed.strip_prefix('\\')?.chars().next()?;
    let coded = |len: usize| {
        let code = u32::from_str_radix(typed.get(2..len)?, 16).ok()?;
        Some((char::from_u32(code)?, len))
    };
    let c = match kind {
        'x' => return coded(4),
        'u' => return coded(6),
        'U' => return coded(LONGEST_ESCAPE),
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{B}',
        'f' => '\u{C}',
        'r' => '\r',
        'e' => '\u{1B}',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => kind,
    };
    Some((c, 1 + kind.len_utf8()))
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
