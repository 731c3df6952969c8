//! What a build leaves on the disk for the next one, and how that is known again.
//!
//! 1. One file holds what was made: what is the site's, and each article. Beside it lie the grams of articles (`grams`).
//! 2. Another holds the stamps by which the published files are known again, and the grams; it names the first by
//!    its birth. It is written last: the removal of the old site touches the files that both share, and has to lie a tick behind
//!    before stamps are told apart. Meanwhile the first is written and the old site's folders are removed.
//! 3. Each is a file of `records`. When one is not to be believed, or they are not of one build, nothing is.
//! 4. Only what the last build used is in them, so that they do not grow.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::grams::Grams;
use super::keys::Key;
use super::records::{In, Out};
use super::store::{Article, Kept, Lists};
use crate::diag::Error;
use crate::discover;
use crate::model::{Birth, CACHE_FILE, STAMPS_FILE};
use crate::page::Catalogue;
use crate::publish::{self, Known, Outcome, Published, Stamp};
use crate::stages::{Stage, time};

/// How many published files stand in a record.
const N_A_RECORD: usize = 64;
/// How many published files are looked at at a time.
const N_FILES: usize = N_A_RECORD * 256;

/// What the last build left.
#[derive(Default)]
pub(super) struct Cached {
    pub(super) kept: Kept,
    pub(super) known: Known,
}

/// What a build leaves for the next.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) root: PathBuf,
    pub(super) program: String,
    pub(super) kept: Kept,
    /// Whether `kept` is not what the last run left.
    pub(super) is_news: bool,
}

/// What is the site's, and how many records of articles follow.
#[derive(Serialize, Deserialize)]
struct Head {
    settings: Key,
    catalogue: (Key, Catalogue),
    lists: Option<Lists>,
    index: Option<Lists>,
    n_articles: usize,
}

/// As [`Head`], borrowed.
#[derive(Serialize)]
struct HeadOf<'a> {
    settings: &'a Key,
    catalogue: &'a (Key, Catalogue),
    lists: Option<&'a Lists>,
    index: Option<&'a Lists>,
    n_articles: usize,
}

/// What else is known by its stamp, and how many records of files follow.
#[derive(Serialize, Deserialize)]
struct HeadOfStamps {
    /// The file of what was made.
    made: Birth,
    grams: Option<Stamp>,
    manifest: Option<Stamp>,
    n_files: usize,
}

/// Returns what the last build by `program` left; nothing when there is nothing to be believed.
pub(super) fn read(root: &Path, program: &str) -> Cached {
    let kept = || time(Stage::Recall, || read_kept(root, program));
    let (kept, known) = rayon::join(kept, || time(Stage::Recall, || read_known(root, program)));
    let (Some((kept, birth)), Some((known, of))) = (kept, known) else { return Cached::default() };
    let is_of_one = of.made == birth && of.grams.is_none_or(|stamp| kept.grams.stamp() == Some(stamp));
    if is_of_one { Cached { kept, known } } else { Cached::default() }
}

/// Returns what was made, and the birth of the file in which that is.
fn read_kept(root: &Path, program: &str) -> Option<(Kept, Birth)> {
    let (file, birth) = discover::open_cache(root, CACHE_FILE)?;
    let mut records = In::begin(BufReader::new(file), program, &birth)?;
    let Head { settings, catalogue, lists, index, n_articles } = records.read_one()?;
    let mut articles = BTreeMap::new();
    records.read_each(n_articles, |(folder, article, place): (String, Article, Option<u64>)| {
        articles.insert(folder, Arc::new(article.with_grams_at(place)?));
        Some(())
    })?;
    records.finish()?;
    let (lists, index, grams) = (lists.map(Arc::new), index.map(Arc::new), Arc::new(Grams::recall(root)));
    Some((Kept { settings, catalogue, articles, lists, index, grams }, birth))
}

/// What was made with a published site.
struct Of {
    made: Birth,
    grams: Option<Stamp>,
}

/// Returns what is known of the published site, and what was made with it.
fn read_known(root: &Path, program: &str) -> Option<(Known, Of)> {
    let (file, birth) = discover::open_cache(root, STAMPS_FILE)?;
    let mut records = In::begin(BufReader::new(file), program, &birth)?;
    let HeadOfStamps { made, grams, manifest, n_files } = records.read_one()?;
    let mut known = Known { manifest, ..Known::default() };
    records.read_each(n_files, |some: Vec<(Arc<str>, Published)>| {
        known.files.extend(some);
        Some(())
    })?;
    records.finish()?;
    publish::settle(&mut known, &birth);
    let is_settled = grams.is_none_or(|stamp| stamp.settled(&birth).is_some());
    is_settled.then_some((known, Of { made, grams }))
}

impl Left {
    /// Says whether it is not what the last build left.
    pub(super) fn differs(&self, outcome: &Outcome) -> bool {
        self.is_news || outcome.exchanged || outcome.n_read > 0
    }

    /// Leaves the grams of all articles for the next build, and returns the place of each.
    ///
    /// Errors: as for [`Grams::gather`].
    pub(super) fn gather(&self) -> Result<Vec<Option<u64>>, Error> {
        let found: Vec<_> = self.kept.articles.values().map(|article| article.found()).collect();
        self.kept.grams.gather(&found)
    }

    /// Writes how the published files and the grams are known again, once nothing has touched them since the other file was
    /// `made`.
    ///
    /// Errors: as for [`publish::write_cache`].
    pub(super) fn write_stamps(&self, outcome: &Outcome, made: &Birth) -> Result<(), Error> {
        publish::write_cache(&self.root, (STAMPS_FILE, Some(made)), |birth, file| {
            let mut out = Out::begin(file, &self.program, birth)?;
            out.write_each(&[HeadOfStamps {
                made: *made,
                grams: self.kept.grams.stamp(),
                manifest: outcome.manifest(),
                n_files: outcome.n_files().div_ceil(N_A_RECORD),
            }])?;
            for known in outcome.take_stock(N_FILES) {
                out.write_each(&known.chunks(N_A_RECORD).collect::<Vec<_>>())?;
            }
            out.finish()
        })
    }

    /// Writes what was made, once the grams are at their `places`, and returns the birth of its file.
    ///
    /// Errors: as for [`publish::write_cache`].
    pub(super) fn write_made(&self, places: Vec<Option<u64>>) -> Result<Birth, Error> {
        let Kept { settings, catalogue, articles, lists, index, .. } = &self.kept;
        publish::write_cache(&self.root, (CACHE_FILE, None), |birth, file| {
            let mut out = Out::begin(file, &self.program, birth)?;
            let (lists, index) = (lists.as_deref(), index.as_deref());
            out.write_each(&[HeadOf { settings, catalogue, lists, index, n_articles: articles.len() }])?;
            let records = articles.iter().zip(places).map(|((folder, article), place)| (folder, &**article, place));
            out.write_each(&records.collect::<Vec<_>>())?;
            out.finish()?;
            Ok(*birth)
        })
    }
}
