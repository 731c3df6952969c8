//! `links.lock`: what became of each address, one entry an address, sorted, so that two runs differ in what changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::model::{Date, Failure};

const VERSION: u32 = 1;
const HEAD: &str = "# Written by `jiaozhu check --links`. Commit it; do not edit it.\n";

/// What became of an address: a status code, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Status {
    /// The last answer's status code.
    Code(u16),
    /// Why there is no answer.
    Failed(Failure),
}

impl Status {
    /// Says whether the page is there.
    pub fn is_alive(self) -> bool {
        matches!(self, Self::Code(200..=299))
    }

    /// Says whether the page is gone for good, as far as can be told.
    pub fn is_dead(self) -> bool {
        matches!(self, Self::Code(404 | 410) | Self::Failed(Failure::UnknownHost))
    }
}

/// A passage quoted from a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The passage as typed.
    pub text: String,
    /// Whether it stands there; none when the page could not be read as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<bool>,
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the last answer was.
    pub status: Status,
    /// The day of that answer.
    pub checked: Date,
    /// Where redirects led, when they led elsewhere.
    pub final_url: Option<String>,
    /// SHA-256 of the body, when the page is there and was read whole.
    pub sha256: Option<String>,
    /// The passages quoted from it.
    pub quotes: Vec<Quote>,
}

/// The entries of one article, by address.
pub type Lock = BTreeMap<String, Entry>;

/// The locks of several articles, by folder.
pub type Locks = BTreeMap<String, Lock>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default, rename = "link")]
    links: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    url: String,
    status: Status,
    checked: Date,
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    final_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(default, rename = "quote", skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<Quote>,
}

/// Reads a `links.lock`.
///
/// Errors: `JZ416` for a file that is none, such as one with the marks of a merge in it.
pub fn read_lock(path: &str, text: &str) -> Result<Lock, Diagnostic> {
    let fail = |message: String, span| {
        let finding = Diagnostic::error("JZ416", message).at(path, span);
        finding.hint("take one side of a merge whole, or delete the file; `jiaozhu check --links` writes it anew")
    };
    let file: File = toml::from_str(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or_default().trim_end_matches('.');
        fail(format!("the lock cannot be read: {message}"), error.span().unwrap_or(0..0))
    })?;
    if file.version != VERSION {
        return Err(fail(format!("the lock is of version {}, and {VERSION} is known", file.version), 0..0));
    }
    let entry = |row: Row| {
        let Row { url, status, checked, final_url, sha256, quotes } = row;
        (url, Entry { status, checked, final_url, sha256, quotes })
    };
    Ok(file.links.into_iter().map(entry).collect())
}

/// Returns the text of a `links.lock`: the same entries give the same bytes.
pub fn write_lock(lock: &Lock) -> String {
    let row = |(url, entry): (&String, &Entry)| {
        let Entry { status, checked, final_url, sha256, quotes } = entry.clone();
        Row { url: url.clone(), status, checked, final_url, sha256, quotes }
    };
    let file = File { version: VERSION, links: lock.iter().map(row).collect() };
    // Strings, numbers and truth values under fixed keys: TOML can hold them all.
    HEAD.to_owned() + &toml::to_string(&file).unwrap_or_default()
}
