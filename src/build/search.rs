//! The index of search joins the build: what is known of each article before its body is dropped, and the files of the whole.

use super::Request;
use super::output::takes_the_place;
use crate::diag::{Diagnostic, Error};
use crate::model::{Engines, Scripted};
use crate::page::Card;
use crate::pipeline::{Page, SEARCH_FOLDER, Site, passages, search_texts};
use crate::publish::Staging;
use crate::search::{Folding, Indexed, index_article, index_files};

/// The folding of texts; none when nothing is published, as it costs calls of the engine. Reports static files where the
/// index will stand (`JZ011`).
///
/// Errors: the engine's failure.
pub(super) fn open_folding(
    request: &Request,
    engines: Engines<'_>,
    statics: &[String],
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Folding>, Error> {
    let names = statics.iter().filter(|name| name.starts_with(SEARCH_FOLDER));
    findings.extend(names.map(|name| takes_the_place(&format!("static/{name}"), name)));
    if request.publish { Folding::read(engines.opencc).map(Some) } else { Ok(None) }
}

/// Returns the texts of an article for the search page's script, and what is kept of it until the index is made.
pub(super) fn find_passages(
    folding: &Folding,
    site: &Site<'_>,
    scripted: &Scripted,
    card: &Card,
) -> (Vec<Page>, Indexed) {
    let passages = passages(scripted);
    let postings = index_article(folding, &passages);
    let texts = search_texts(site, &card.slug, &passages);
    (texts, Indexed { slug: card.slug.clone(), date: card.date.clone(), postings })
}

/// The slug that no article can have, and the address that has it.
pub(super) fn reserved_slug() -> (String, String) {
    ("search".to_owned(), "/zh-hant/search/".to_owned())
}

/// Writes the index of all articles, file by file.
///
/// Errors: the disk refuses.
pub(super) fn write_index(folding: &Folding, articles: &[Indexed], staging: &Staging) -> Result<(), Error> {
    index_files(folding, articles)
        .try_for_each(|(name, bytes)| staging.write(&format!("{SEARCH_FOLDER}{name}.json"), &bytes))
}
