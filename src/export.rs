//! An edition, or the list of all, in forms that other programs read. In: `Scripted`, the views of `page`, interface words,
//! addresses; of books, texts as drawn. Out: JSON-LD, TEI, EPUB, Atom, sitemaps, what hosts answer with.
//! Draws no HTML, knows no file system, and decides nothing of the edition.
//!
//! 1. JSON-LD: the article, its claims and its sources as schema.org's things, with a context of their own (`json_ld`).
//! 2. TEI P5: header, text, apparatus and notes; the trees of the text are those that pages show (`tei`).
//! 3. EPUB: texts and pictures as a book in one file (`epub`).
//! 4. Atom: the newest editions of a script with their text, for feed readers (`atom`).
//! 5. Sitemaps: all addresses with those of the same content in other scripts, for search engines (`sitemap`).
//! 6. `_headers`: what hosts answer with beside each file (`headers`).

mod atom;
mod epub;
mod headers;
mod json_ld;
mod sitemap;
mod tei;
mod xml;

use crate::model::Scripted;
use crate::page::{Column, SourceViews, Words};
pub(crate) use atom::{Entry, Feed, write_feed};
pub(crate) use epub::{Book, Picture, chapter_file, picture};
pub(crate) use headers::write_headers;
pub(crate) use sitemap::{Address, write_sitemaps};

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

/// Returns the edition in words of schema.org, as JSON-LD.
pub(crate) fn json_ld(scripted: &Scripted, sources: &SourceViews, site: &Site<'_>) -> String {
    json_ld::write(scripted, sources, site)
}

/// Returns the article without its claims and sources as JSON-LD on one line, for the head of its page in variant `v`;
/// `data` is the address of the whole from there.
pub(crate) fn brief_json_ld(scripted: &Scripted, site: &Site<'_>, v: usize, data: &str) -> String {
    json_ld::write_brief(scripted, site, v, data)
}

/// Returns the edition as TEI P5, in the variant of `column`.
pub(crate) fn tei(column: &Column<'_>, sources: &SourceViews, site: &Site<'_>) -> String {
    tei::write(column, sources, site)
}
