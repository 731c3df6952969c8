//! What went wrong, as data: the author's mistakes (`Diagnostic`) and the machine's failures (`Error`).
//! Drawn in one place, for people or as JSON; knows no room and no file system.

mod draw;
mod lines;
mod sarif;
mod stored;
mod translate;

pub use draw::{Hidden, Style, Texts, draw_human, draw_json};
pub(crate) use draw::{printable, printable_line};
pub(crate) use lines::Lines;
pub use sarif::draw_sarif;
pub use translate::{Catalogue, Language};

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Returns a number of things in English: `1 file`, `2 files`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// How much a finding weighs: an error stops publication, a warning asks, an info tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The content cannot be published as it is.
    Error,
    /// Probably not what the editor meant.
    Warning,
    /// What the program did on its own, for the record.
    Info,
}

impl Severity {
    /// Returns the word used in messages and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A place in a file of the site.
///
/// Units: `file` is relative to the root with `/`; `span` counts bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The file, relative to the site's root.
    pub file: String,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Place {
    /// Returns the place of `span` in `file`.
    pub fn new(file: &str, span: Range<usize>) -> Self {
        Self { file: file.to_owned(), span }
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Diagnostic {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.sort_key().cmp(&other.sort_key())
    }
}

/// One finding: what is wrong in which place, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `JZ` and three digits; `docs/findings.md` explains each.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Lower case, no full stop; the author's own text in backticks.
    pub message: String,
    /// Where; none when no single place is at fault.
    pub place: Option<Place>,
    /// What to type.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Returns an error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), place: None, hint: None }
    }

    /// Returns a warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Returns an info without a place.
    pub fn info(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, ..Self::error(code, message) }
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, file: &str, span: Range<usize>) -> Self {
        self.place = Some(Place::new(file, span));
        self
    }

    /// Adds what to type.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says whether it is about some characters of a file.
    pub(crate) fn has_extent(&self) -> bool {
        self.place.as_ref().is_some_and(|place| !place.span.is_empty())
    }

    fn sort_key(&self) -> (Option<(&str, usize, usize)>, &str, &str) {
        let place = self.place.as_ref().map(|place| (place.file.as_str(), place.span.start, place.span.end));
        (place, self.code, &self.message)
    }
}

/// The machine's failure: it stops the run, with the path concerned and the cause.
#[derive(Debug, Clone)]
pub struct Error {
    /// The file or folder concerned, when there is one.
    pub path: Option<PathBuf>,
    /// What failed, lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    /// Returns a failure that concerns no path.
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: None, message: message.into(), hint: None }
    }

    /// Returns a failure at `path`.
    pub fn at(path: &Path, message: impl fmt::Display) -> Self {
        Self { path: Some(path.to_owned()), message: message.to_string(), hint: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", printable_line(&path.to_string_lossy()), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}

/// Longer words are no slips of the hand. Bytes.
const MAX_GUESSED: usize = 100;
/// How many words of about the right length are compared; an article could name a hundred thousand.
const MAX_COMPARED: usize = 2000;

/// Returns the key of `known` that `typed` was probably meant to be.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > MAX_GUESSED {
        return None;
    }
    let n_typed = typed.chars().count();
    let is_about_as_long = |key: &&str| {
        // A distance is at least the difference in length.
        let n = if key.len() > 5 * MAX_GUESSED { usize::MAX } else { key.chars().count() };
        n.abs_diff(n_typed) <= 1 + n / 4
    };
    known
        .into_iter()
        .filter(is_about_as_long)
        .take(MAX_COMPARED)
        .map(|key| (strsim::damerau_levenshtein(typed, key), key))
        .filter(|(distance, key)| *distance <= 1 + key.chars().count() / 4 && *distance < n_typed)
        .min()
        .map(|(_, key)| key)
}

/// Returns what [`did_you_mean`] does while few findings are there, and nothing once there are many: who reads a thousand
/// of them is not helped by a guess for each.
pub(crate) fn guess_while_few<'a>(
    findings: &[Diagnostic],
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if findings.len() < 500 { did_you_mean(typed, known) } else { None }
}
