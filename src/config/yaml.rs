//! Reads YAML, and refuses characters that no page can hold however they are typed: `"\0"` is a NUL as well.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::{typed_span, yaml_finding};
use crate::diag::Diagnostic;
use crate::model::is_refused;

/// A YAML text and its file; `base` is the byte at which it begins there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Yaml<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) base: usize,
}

impl Yaml<'_> {
    /// Returns what the text says.
    ///
    /// Errors: `code` for what cannot be read as a `T`, `JZ002` for an escape that stands for a refused character.
    pub(crate) fn read<T: DeserializeOwned>(self, code: &'static str) -> Result<T, Diagnostic> {
        let read = serde_saphyr::from_str(self.text);
        let read = read.map_err(|error| yaml_finding(code, self.path, self.text, self.base, &error))?;
        self.refused().map_or(Ok(read), Err)
    }

    /// Finds the first escape that stands for a refused character.
    pub(crate) fn refused(self) -> Option<Diagnostic> {
        // No escape, no such character: the file itself was looked through when it was read.
        if !self.text.contains('\\') {
            return None;
        }
        let found: Spanned<Found> = serde_saphyr::from_str(self.text).ok()?;
        let span = typed_span(self.base, &found);
        let (at, c) = found.value.0?;
        let at = at.map_or(span, |at| self.base + at.start..self.base + at.end);
        Some(Diagnostic::refused(c).at(self.path, at))
    }
}

/// The first refused character of a value, and where the text that has it is typed.
#[derive(Default)]
struct Found(Option<(Option<Range<usize>>, char)>);

impl Found {
    fn or(self, inner: Spanned<Self>) -> Self {
        if self.0.is_some() {
            return self;
        }
        let span = typed_span(0, &inner);
        Self(inner.value.0.map(|(at, c)| (at.or(Some(span)), c)))
    }
}

impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FoundVisitor)
    }
}

struct FoundVisitor;

macro_rules! visit_other {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Found, E> {
            Ok(Found::default())
        })*
    };
}

impl<'de> Visitor<'de> for FoundVisitor {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_other!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128, visit_f64: f64);

    fn visit_str<E>(self, text: &str) -> Result<Found, E> {
        Ok(Found(text.chars().find(|c| is_refused(*c)).map(|c| (None, c))))
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(Found::default())
    }

    fn visit_none<E>(self) -> Result<Found, E> {
        Ok(Found::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some((key, value)) = map.next_entry()? {
            found = found.or(key).or(value);
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some(item) = seq.next_element()? {
            found = found.or(item);
        }
        Ok(found)
    }
}
