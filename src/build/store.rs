//! Where the files of a run go, and what one run leaves for the next: only what changed is made anew.
//!
//! 1. Everything is known again by a key of the content that it was made of, never by times or sizes. What all pages are made
//!    of is in the key of each article.
//! 2. An article is read to be known again, but not where the caller knows that nothing near it was changed. Its front
//!    matter, its card and what was found in it come from the last run, its files from where that run put them.
//! 3. The lists are known again by what they say of the articles, the names on every page by the titles they come from.
//! 4. A run with errors leaves what it made, too; a run that fails leaves what was there before it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::books::pictures_of;
use super::grams::{Found, Grams};
use super::keys::{Key, Parts, files_key, front_key};
use super::listing::{Front, Listed, Seen, read_front_of};
use super::memory::{Changed, hold_site};
use super::output::{Files, Output, SitePages, Stopped};
use super::search::{late_index, write_index};
use super::work::{Made, Summary, Work};
use crate::diag::Error;
use crate::discover::{self, ArticleFiles, ArticlePaths, SiteFiles};
use crate::export::Entry;
use crate::model::{Date, HeldSite};
use crate::page::{Card, Catalogue};
use crate::publish::{Outcome, Staging};

/// What a run made.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The key of the settings.
    pub(super) settings: Key,
    /// The names on every page, with their key.
    pub(super) catalogue: (Key, Catalogue),
    /// By folder.
    pub(super) articles: BTreeMap<String, Arc<Article>>,
    pub(super) lists: Option<Arc<Lists>>,
    pub(super) index: Option<Arc<Lists>>,
    /// The grams of articles that are not in memory.
    pub(super) grams: Arc<Grams>,
}

/// An article that was made, or that has errors.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Article {
    front: Arc<Front>,
    seen: Seen,
    /// The key of all that it was made of.
    key: Key,
    summary: Arc<Summary>,
    files: Files,
}

impl Article {
    /// Returns what search knows of it.
    pub(super) fn found(&self) -> Option<&Found> {
        self.summary.indexed.as_deref()
    }

    /// Notes where the last build put its grams; nothing when that does not fit what search knows of it.
    pub(super) fn with_grams_at(mut self, place: Option<u64>) -> Option<Self> {
        let summary = Arc::get_mut(&mut self.summary)?;
        match (summary.indexed.as_mut(), place) {
            (Some(found), Some(place)) => Arc::get_mut(found)?.set_place(place),
            (None, None) => {}
            _ => return None,
        }
        Some(self)
    }
}

/// The files that are no article's.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lists {
    key: Key,
    files: Files,
}

/// What the last run left for this one.
pub(super) struct Last<'a> {
    kept: &'a Kept,
    settings: Key,
    changed: &'a Changed,
    root: &'a Path,
}

impl<'a> Last<'a> {
    /// Returns what a run left for one with the settings of the key `settings`, when only what is `changed` was changed.
    pub(super) fn new(kept: &'a Kept, settings: Key, changed: &'a Changed, root: &'a Path) -> Self {
        Self { kept, settings, changed, root }
    }

    /// Reads an article's files, unless nothing near them was changed; its front is known again by what it is made of.
    pub(super) fn read(&self, paths: &ArticlePaths, work: &Work<'_>) -> Result<(Arc<Front>, Option<Seen>), Error> {
        let last = self.kept.articles.get(&paths.folder).filter(|_| self.kept.settings == self.settings);
        if let Some(last) = last.filter(|_| !self.changed.touches(&paths.folder)) {
            return Ok((Arc::clone(&last.front), Some(last.seen.clone())));
        }
        let (files, findings) = discover::read_article(self.root, paths)?;
        let Some(files) = files else {
            return Ok((Arc::new(read_front_of(paths, None, work.settings)), None));
        };
        let pictures = pictures_of(self.root, &files, &work.settings.config)?;
        let site = work.files;
        let front = front_key(&files, site);
        let seen = Seen { front, files: files_key(&front, &files, &pictures, &findings)? };
        let front = match last {
            Some(last) if last.seen.front == seen.front => Arc::clone(&last.front),
            _ => {
                let front = read_front_of(paths, Some(&files), work.settings);
                Arc::new(Front { names: Arc::new(work.read_names(&files)?), ..front })
            }
        };
        Ok((front, Some(seen)))
    }

    /// Returns what search knew of the articles of which the last run made its index; nothing when there is none of them, or
    /// another program or other settings made it.
    fn indexed(&self) -> Option<Vec<Arc<Found>>> {
        let Kept { settings, articles, index, .. } = self.kept;
        let is_of_them = *settings == self.settings && index.as_ref()?.key == index_key(articles);
        let published = articles.values().map(|article| &article.summary).filter(|summary| summary.is_published);
        is_of_them.then(|| published.filter_map(|summary| summary.indexed.clone()).collect())
    }

    /// Returns the names on every page with their key; `make` converts them.
    pub(super) fn catalogue(
        &self,
        listed: &[Listed<'_>],
        make: impl FnOnce() -> Result<Catalogue, Error>,
    ) -> Result<(Key, Catalogue), Error> {
        let pages = listed.iter().filter(|article| article.is_published);
        let about = pages.filter_map(|page| Some((&page.front.slug, page.front.lang, page.front.about.as_ref()?)));
        let has_feeds = listed.iter().any(|article| article.is_in_feeds);
        let parts = Parts::of("catalogue").of_key(&self.settings).flag(has_feeds);
        let key = parts.json(&about.collect::<Vec<_>>())?.key();
        if self.kept.catalogue.0 == key { Ok(self.kept.catalogue.clone()) } else { Ok((key, make()?)) }
    }
}

/// Where the files of a run go.
pub(super) enum Target {
    /// Into a folder that is published.
    Folder(Box<Staging>),
    /// Into memory, to be looked at.
    Memory,
}

/// The files of a run, and what it leaves for the next.
pub(super) struct Store<'a> {
    target: Target,
    last: Last<'a>,
    /// The key of what all pages are made of.
    shared: Key,
    catalogue: (Key, Catalogue),
    articles: Mutex<BTreeMap<String, Arc<Article>>>,
    lists: Option<Arc<Lists>>,
    /// The files of search.
    index: Option<Arc<Lists>>,
    n_made: AtomicUsize,
}

/// What became of a run's files.
#[derive(Default)]
pub(super) struct Stored {
    pub(super) outcome: Option<Outcome>,
    pub(super) held: Option<HeldSite>,
    pub(super) kept: Kept,
    /// How many articles were made anew.
    pub(super) n_made: usize,
    /// Whether `kept` is not what the last run left.
    pub(super) is_news: bool,
}

impl<'a> Store<'a> {
    pub(super) fn new(
        target: Target,
        last: Last<'a>,
        (files, catalogue, today): (&SiteFiles, &(Key, Catalogue), Option<&Date>),
    ) -> Self {
        let parts = Parts::of("shared").of_key(&last.settings).of_key(&catalogue.0);
        let parts = parts.file(files.sources.as_ref());
        let templates = files.templates.iter().flat_map(|file| [file.path.as_str(), file.text.as_str()]);
        let parts = parts.texts(templates).texts(files.statics.iter().map(String::as_str));
        let shared = parts.optional(today.map(ToString::to_string).as_deref()).key();
        let (articles, n_made) = (Mutex::default(), AtomicUsize::new(0));
        let (catalogue, lists, index) = (catalogue.clone(), None, None);
        Self { target, last, shared, catalogue, articles, lists, index, n_made }
    }

    /// Takes an article over from the last run, with its files, and returns what is kept of it.
    ///
    /// Errors: as for writing its files.
    pub(super) fn article_again(&self, listed: &Listed<'_>) -> Result<Option<Arc<Summary>>, Error> {
        let Some(seen) = &listed.seen else { return Ok(None) };
        let Some(article) = self.last.kept.articles.get(&listed.paths.folder) else { return Ok(None) };
        if article.key != self.article_key(&seen.files, listed)? || !self.takes(&article.files)? {
            return Ok(None);
        }
        self.insert(&listed.paths.folder, Arc::clone(article));
        Ok(Some(Arc::clone(&article.summary)))
    }

    /// Puts the files of an article where they go, and returns what is kept of it.
    ///
    /// Errors: as for writing its files.
    pub(super) fn put_article(
        &self,
        listed: &Listed<'_>,
        (files, read): (&ArticleFiles, Key),
        Made { mut summary, output }: Made,
    ) -> Result<Arc<Summary>, Error> {
        if let (Target::Folder(_), Some(found)) = (&self.target, summary.indexed.as_mut().and_then(Arc::get_mut)) {
            self.last.kept.grams.put_away(self.last.root, found);
        }
        self.n_made.fetch_add(1, Ordering::Relaxed);
        let key = self.article_key(&read, listed)?;
        // The front was read before the files were read again.
        let key_of_front = listed.seen.as_ref().map(|seen| seen.front).unwrap_or_default();
        let (front, seen) = (Arc::clone(&listed.front), Seen { front: key_of_front, files: read });
        let output = output.map(|output| self.put(output)).transpose()?.unwrap_or_default();
        let summary = Arc::new(summary);
        let article = Article { front, seen, key, summary: Arc::clone(&summary), files: output };
        self.insert(&files.folder, Arc::new(article));
        Ok(summary)
    }

    /// Takes the lists over from the last run, or has them put by `make`.
    ///
    /// Errors: what `make` found wrong; as for writing their files.
    pub(super) fn put_lists(
        &mut self,
        (cards, entries): (&[Arc<Card>], &[Vec<Entry>]),
        site: &SiteFiles,
        make: impl FnOnce(&SitePages<'_>) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let key = Parts::of("lists").of_key(&self.shared).json(&(cards, entries))?.key();
        self.lists = self.again(self.last.kept.lists.as_ref(), &key)?;
        if self.lists.is_none() {
            let pages = SitePages::new(Some(&self.target), site);
            make(&pages)?;
            self.lists = Some(Arc::new(Lists { key, files: pages.finish()? }));
        }
        Ok(())
    }

    /// Takes the files of search over from the last run while all articles are the same, or makes them.
    ///
    /// Errors: as for writing them.
    pub(super) fn put_index(&mut self, indexed: Vec<Arc<Found>>) -> Result<(), Error> {
        let key = index_key(self.articles.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.index = self.again(self.last.kept.index.as_ref(), &key)?;
        if self.index.is_some() {
            return Ok(());
        }
        let files = match &self.target {
            Target::Folder(staging) => {
                let last = self.last.indexed();
                let files = write_index(&indexed, last.as_deref(), (&self.last.kept.grams, staging))?;
                Files::at(files, None)
            }
            Target::Memory => {
                let (paths, late) = late_index(indexed);
                Files::at(paths, Some(late))
            }
        };
        self.index = Some(Arc::new(Lists { key, files }));
        Ok(())
    }

    /// Publishes the site or hands it over, when it `is_sound`; returns what the next run may use.
    pub(super) fn finish(self, is_sound: bool) -> Result<Stored, Error> {
        let Self { target, last, catalogue, articles, lists, index, n_made, .. } = self;
        let last_kept = last.kept;
        let articles = articles.into_inner().unwrap_or_else(PoisonError::into_inner);
        let lists = lists.or_else(|| last_kept.lists.clone());
        let index = index.or_else(|| last_kept.index.clone());
        let n_made = n_made.into_inner();
        let is_same_list = lists.as_ref().map(Arc::as_ptr) == last_kept.lists.as_ref().map(Arc::as_ptr);
        let is_same = n_made == 0 && is_same_list && articles.len() == last_kept.articles.len();
        let is_same = is_same && last.settings == last_kept.settings && catalogue.0 == last_kept.catalogue.0;
        let grams = Arc::clone(&last_kept.grams);
        let kept = Kept { settings: last.settings, catalogue, articles, lists, index, grams };
        let (mut outcome, mut held) = (None, None);
        match target {
            _ if !is_sound => {}
            Target::Folder(staging) => outcome = Some(staging.commit()?),
            Target::Memory => {
                let articles = kept.articles.values().map(|article| &article.files);
                held = Some(hold_site(articles.chain(kept.lists.iter().chain(&kept.index).map(|lists| &lists.files)))?);
            }
        }
        Ok(Stored { outcome, held, kept, n_made, is_news: !is_same })
    }

    fn article_key(&self, files: &Key, listed: &Listed<'_>) -> Result<Key, Error> {
        let parts = Parts::of("article").of_key(&self.shared).of_key(files);
        Ok(parts.flag(listed.is_published).flag(listed.is_in_feeds).json(&listed.ways)?.key())
    }

    fn insert(&self, folder: &str, article: Arc<Article>) {
        self.articles.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), article);
    }

    fn put(&self, output: Output) -> Result<Files, Error> {
        match &self.target {
            Target::Folder(staging) => output.write(self.last.root, staging),
            Target::Memory => Ok(output.into_held()),
        }
    }

    /// Takes lists over from the last run when they are known by `key`.
    fn again(&self, last: Option<&Arc<Lists>>, key: &Key) -> Result<Option<Arc<Lists>>, Error> {
        match last.filter(|last| last.key == *key) {
            Some(last) if self.takes(&last.files)? => Ok(Some(Arc::clone(last))),
            _ => Ok(None),
        }
    }

    /// Says whether files of the last run are files of this one.
    fn takes(&self, files: &Files) -> Result<bool, Error> {
        match &self.target {
            Target::Folder(staging) => files.keep(self.last.root, staging),
            Target::Memory => Ok(true),
        }
    }
}

/// Returns the key by which the index of these articles is known.
fn index_key(articles: &BTreeMap<String, Arc<Article>>) -> Key {
    articles.values().fold(Parts::of("index"), |parts, article| parts.of_key(&article.key)).key()
}
