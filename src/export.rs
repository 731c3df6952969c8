//! An edition in forms that other programs read. In: `Scripted`, the views of `page`, interface words. Out: JSON-LD or TEI.
//! Knows no HTML and no file system, and decides nothing of the edition.
//!
//! 1. JSON-LD: the article, its claims and its sources as schema.org's things, with a context of their own (`json_ld`).
//! 2. TEI P5: header, text, apparatus and notes; the trees of the text are those that pages show (`tei`).

mod json_ld;
mod tei;

use clap::ValueEnum;

use crate::model::Scripted;
use crate::page::Words;

/// A form in which an edition is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// schema.org as JSON-LD
    Jsonld,
    /// TEI P5, XML
    Tei,
}

impl Format {
    /// The forms that a site publishes beside `edition.json`, and their file names.
    pub(crate) const PUBLISHED: [(Self, &str); 2] = [(Self::Jsonld, "edition.jsonld"), (Self::Tei, "edition.tei.xml")];
}

/// What an export says of the site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'a> {
    /// Its address, ending in `/`.
    pub(crate) base_url: Option<&'a str>,
    /// Its title, one a variant.
    pub(crate) titles: &'a [String],
    /// Interface words, one table a variant.
    pub(crate) words: &'a [Words],
}

impl Site<'_> {
    /// Returns the address of a page: absolute, else from the folder `/data/SLUG/` in which exports are published.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.unwrap_or("../../"))
    }

    /// Returns an interface word.
    fn word(&self, v: usize, key: &str) -> &str {
        self.words.get(v).and_then(|words| words.get(key)).map_or("", String::as_str)
    }
}

/// Returns the edition in the form `format`.
pub(crate) fn export(scripted: &Scripted, site: &Site<'_>, format: Format) -> String {
    match format {
        Format::Jsonld => json_ld::write(scripted, site),
        Format::Tei => tei::write(scripted, site),
    }
}
