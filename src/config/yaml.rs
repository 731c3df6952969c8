//! Reads YAML, and refuses characters that no page can hold however they are typed: `"\0"` is a NUL as well.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_saphyr::Spanned;

use super::{AnyYaml, typed_span, yaml_finding};
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
        let whole: Spanned<AnyYaml> = serde_saphyr::from_str(self.text).ok()?;
        let (c, at) = first_refused(&whole)?;
        Some(Diagnostic::refused(c).at(self.path, self.base + at.start..self.base + at.end))
    }
}

/// The first refused character of a value, and the place of the text that has it, in bytes of the YAML.
fn first_refused(value: &Spanned<AnyYaml>) -> Option<(char, Range<usize>)> {
    let refused = |text: &str| text.chars().find(|c| is_refused(*c));
    match &value.value {
        AnyYaml::Map(entries) => entries.iter().find_map(|(key, value)| {
            let in_key = refused(&key.value).map(|c| (c, typed_span(0, key)));
            in_key.or_else(|| first_refused(value))
        }),
        AnyYaml::Seq(items) => items.iter().find_map(first_refused),
        AnyYaml::Text(text) => refused(text).map(|c| (c, typed_span(0, value))),
        AnyYaml::Other => None,
    }
}
