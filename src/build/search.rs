//! The index of search joins the build: what is known of each article before its body is dropped, and the files of the whole.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use super::grams::{Found, Grams};
use crate::diag::Error;
use crate::model::{LateFiles, Scripted};
use crate::page::Card;
use crate::pipeline::{Page, SEARCH_FOLDER, Site, passages, search_texts};
use crate::publish::Staging;
use crate::search::{Indexed, each_file, file_names, index_article};

/// Returns the texts of an article for the search page's script, and what is kept of it until the index is made.
pub(super) fn find_passages(site: &Site<'_>, scripted: &Scripted, card: &Card) -> (Vec<Page>, Arc<Found>) {
    let passages = passages(scripted);
    let (postings, grams) = index_article(&passages);
    let texts = search_texts(site, &card.slug, &passages);
    let indexed = Indexed { slug: card.slug.clone(), date: card.date.clone(), postings };
    (texts, Arc::new(Found::new(indexed, grams)))
}

/// Writes the index of all articles and returns the paths of its files.
///
/// Errors: the disk refuses.
pub(super) fn write_index(articles: &[Arc<Found>], grams: &Grams, staging: &Staging) -> Result<Vec<Arc<str>>, Error> {
    let read = |found: &&Found, part, out: &mut Vec<u8>| grams.read(found, part, out);
    let written = Mutex::new(Vec::new());
    let take = |name: String, bytes: Vec<u8>| {
        let kept = staging.write(&path(&name), &bytes)?;
        written.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
        Ok(())
    };
    each_file(&found(articles), read, take)?;
    let mut written = written.into_inner().unwrap_or_else(PoisonError::into_inner);
    written.sort_unstable();
    Ok(written)
}

/// Returns the paths of the files of the index, and the files, which are made when the first of them is asked for.
pub(super) fn late_index(articles: Vec<Arc<Found>>) -> (Vec<Arc<str>>, Arc<LateFiles>) {
    let paths = paths(&articles);
    let make = move || {
        let files = Mutex::new(BTreeMap::new());
        let put = |name: String, bytes: Vec<u8>| {
            files.lock().unwrap_or_else(PoisonError::into_inner).insert(path(&name), bytes.into());
            Ok::<(), Infallible>(())
        };
        let read = |found: &&Found, part, out: &mut Vec<u8>| {
            out.extend_from_slice(found.in_memory(part));
            Ok(())
        };
        let Ok(()) = each_file(&found(&articles), read, put);
        files.into_inner().unwrap_or_else(PoisonError::into_inner)
    };
    (paths, Arc::new(LateFiles::new(make)))
}

fn found(articles: &[Arc<Found>]) -> Vec<&Found> {
    articles.iter().map(Arc::as_ref).collect()
}

fn paths(articles: &[Arc<Found>]) -> Vec<Arc<str>> {
    file_names(&found(articles)).iter().map(|name| path(name).into()).collect()
}

fn path(name: &str) -> String {
    format!("{SEARCH_FOLDER}{name}.json")
}
