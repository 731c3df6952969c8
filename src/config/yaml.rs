//! Reads YAML, tells all that is wrong with it at once, and refuses characters that no page can hold however they are
//! typed: `"\0"` is a NUL as well.
//!
//! 1. The text is read as what it shall be. A parser stops at the first error.
//! 2. The entry with the error is left out, and the rest is read again (`rest`), until nothing is wrong with it.
//! 3. Syntax can be left out by lines alone. Where the rest is no YAML either, nothing more is said of it but slips of the
//!    hand, which are sure: behind a bracket that is not closed everything else would seem wrong.

mod rest;

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_saphyr::Spanned;

use super::{AnyYaml, is_blank_yaml, typed_span};
use crate::diag::Diagnostic;
use crate::model::{is_refused, refused};
pub(super) use rest::About;
use rest::Rest;

/// A YAML text and its file; `base` is the byte at which it begins there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Yaml<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) base: usize,
}

impl<'a> Yaml<'a> {
    /// Returns what the text says where nothing is wrong, and all that is wrong; nothing when no part of it can be read.
    ///
    /// Errors: `code` for what cannot be read as a part of a `T`, `JZ002` for an escape that stands for a refused character.
    pub(crate) fn read<T: DeserializeOwned>(self, code: &'static str) -> (Option<T>, Vec<Diagnostic>) {
        let mut reader = self.reader(code);
        let read = reader.read();
        (read, reader.finish())
    }

    /// Begins to read the text, perhaps as several things.
    pub(crate) fn reader(self, code: &'static str) -> YamlReader<'a> {
        YamlReader { yaml: self, code, rest: Rest::of(self.text), findings: Vec::new() }
    }

    /// Finds the escapes that stand for refused characters.
    fn refused(self) -> Vec<Diagnostic> {
        // No escape, no such character: the file itself was looked through when it was read.
        if !self.text.contains('\\') {
            return Vec::new();
        }
        let mut found = Vec::new();
        if let Ok(whole) = serde_saphyr::from_str::<Spanned<AnyYaml>>(self.text) {
            find_refused(&whole, &mut found);
        }
        let report = |(c, at): (char, Range<usize>)| refused(c).at(self.path, self.base + at.start..self.base + at.end);
        found.into_iter().map(report).collect()
    }
}

/// Reads one text, as one thing or as several; what is wrong is told once.
pub(crate) struct YamlReader<'a> {
    yaml: Yaml<'a>,
    code: &'static str,
    rest: Rest<'a>,
    findings: Vec<Diagnostic>,
}

impl YamlReader<'_> {
    /// Returns what the text says as a `T`, apart from what is wrong; nothing when no part of it can be read so.
    pub(crate) fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        while !is_blank_yaml(self.rest.text()) {
            let error = match serde_saphyr::from_str(self.rest.text()) {
                Ok(read) => return Some(read),
                Err(error) => error,
            };
            let wrong = self.rest.leave_out(&error);
            let place = |mut finding: Diagnostic| {
                finding.code = self.code;
                if let Some(place) = &mut finding.place {
                    self.yaml.path.clone_into(&mut place.file);
                    place.span = self.yaml.base + place.span.start..self.yaml.base + place.span.end;
                }
                finding
            };
            self.findings.extend(wrong.findings.into_iter().map(place));
            if !wrong.goes_on {
                return None;
            }
        }
        None
    }

    /// Leaves out the outermost entry that holds the byte `at` of the YAML: what is wrong with it has been told.
    pub(crate) fn leave_out(&mut self, at: usize) {
        self.rest.leave_out_at(at);
    }

    /// Returns all that was wrong, refused characters too.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.findings.extend(self.yaml.refused());
        self.findings
    }
}

/// Finds the refused characters of a value, and the places of the text that have them, in bytes of the YAML.
fn find_refused(value: &Spanned<AnyYaml>, found: &mut Vec<(char, Range<usize>)>) {
    let refused = |text: &str| text.chars().find(|c| is_refused(*c));
    match &value.value {
        AnyYaml::Map(entries) => entries.iter().for_each(|(key, value)| {
            found.extend(refused(&key.value).map(|c| (c, typed_span(0, key))));
            find_refused(value, found);
        }),
        AnyYaml::Seq(items) => items.iter().for_each(|item| find_refused(item, found)),
        AnyYaml::Text(text) => found.extend(refused(text).map(|c| (c, typed_span(0, value)))),
        AnyYaml::Other => {}
    }
}

#[cfg(test)]
mod tests;
