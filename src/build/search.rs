//! The index of search joins the build: what is known of each article before its body is dropped, and the files of the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use super::grams::{Found, Grams};
use crate::diag::Error;
use crate::model::{LateFiles, Scripted};
use crate::page::Card;
use crate::pipeline::{Page, SEARCH_FOLDER, Site, passages, search_texts};
use crate::publish::Staging;
use crate::search::{
    Indexed, each_difference, each_shard, file_names, index_article, n_shards, numbered_alike, shard_by_spread,
    write_whole,
};

/// Returns the texts of an article for the search page's script, and what is kept of it until the index is made.
pub(super) fn find_passages(site: &Site<'_>, scripted: &Scripted, card: &Card) -> (Vec<Page>, Arc<Found>) {
    let passages = passages(scripted);
    let (postings, grams) = index_article(&passages);
    let texts = search_texts(site, &card.slug, &passages);
    let indexed = Indexed { slug: card.slug.clone(), date: card.date.clone(), postings };
    (texts, Arc::new(Found::new(indexed, grams)))
}

/// Writes the index of all articles and returns the paths of its files. Of the index of the articles that were there at the
/// `last` build, shards are taken over in which nothing is other.
///
/// Errors: the disk refuses.
pub(super) fn write_index(
    articles: &[Arc<Found>],
    last: Option<&[Arc<Found>]>,
    (grams, staging): (&Grams, &Staging),
) -> Result<Vec<Arc<str>>, Error> {
    let articles = found(articles);
    let changed = last.and_then(|last| changed_shards(&found(last), &articles, grams));
    let same = |changed: &BTreeSet<u32>| -> Vec<Arc<str>> {
        let same = (0..n_shards(&articles)).filter(|number| !changed.contains(number));
        same.map(|number| path(&number.to_string()).into()).collect()
    };
    let mut kept = changed.as_ref().map(same).unwrap_or_default();
    if !staging.keep(&kept)? {
        kept.clear();
    }
    let changed = changed.filter(|_| !kept.is_empty());
    let is_wanted = |number| changed.as_ref().is_none_or(|changed| changed.contains(&number));
    let all = Mutex::new(kept);
    let take = |name: String, bytes: Vec<u8>| {
        let path = staging.write(&path(&name), &bytes)?;
        all.lock().unwrap_or_else(PoisonError::into_inner).push(path);
        Ok(())
    };
    let read = |found: &&Found, part, out: &mut Vec<u8>| grams.read(found, part, out);
    let (whole, bytes) = write_whole(&articles, read)?;
    take(whole, bytes)?;
    each_shard(&articles, is_wanted, read, take)?;
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_unstable();
    Ok(all)
}

/// Returns the shards in which the index of `new` differs from that of `old`; nothing where they are not to be compared:
/// passages have other numbers, or what the last build put away cannot be read.
fn changed_shards(old: &[&Found], new: &[&Found], grams: &Grams) -> Option<BTreeSet<u32>> {
    let (shard, mut changed) = (shard_by_spread(new), BTreeSet::new());
    for (old, new) in numbered_alike(old, new)?.into_iter().filter(|(old, new)| !ptr::eq(**old, **new)) {
        let [ours, theirs] = [old, new].map(|found| grams.read_all(found).ok());
        each_difference((old.postings(), &ours?), (new.postings(), &theirs?), |spread| {
            changed.insert(shard(spread));
        });
    }
    Some(changed)
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
        let articles = found(&articles);
        let Ok((whole, bytes)) = write_whole(&articles, read);
        let Ok(()) = put(whole, bytes).and_then(|()| each_shard(&articles, |_| true, read, put));
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
