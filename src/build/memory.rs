//! A site built into memory, and what one run leaves for the next: only what changed is made anew.
//!
//! 1. What all pages are made of is compared with the last run's; where it differs, nothing of that run is used.
//! 2. An article is known again by the texts and names of its files, never by times or sizes; it is read once a run,
//!    and not at all where the caller knows that nothing near it was changed.
//! 3. The lists are known again by what they say of the articles.
//! 4. A run with errors leaves what it made, too; a run that fails leaves what was there before it.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Request;
use super::listing::{Front, Listed, Read, read_front_of};
use super::output::Output;
use super::search::late_index;
use super::work::{Made, Summary};
use crate::cite::Styles;
use crate::config::Config;
use crate::diag::{Diagnostic, Error};
use crate::discover::{self, ArticleFiles, ArticlePaths, SiteFiles, TextFile};
use crate::export::Entry;
use crate::model::{HeldFile, HeldSite, LateFiles};
use crate::opencc::OpenCc;
use crate::page::{Card, Catalogue};
use crate::search::{Folding, Indexed};
use crate::words::Words as Lexicon;

/// Engines, once opened, and what a run in memory made.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) opencc: OpenCc,
    pub(super) lexicon: Lexicon,
    pub(super) styles: Styles,
    pub(super) folding: Option<Arc<Folding>>,
    pub(super) kept: Kept,
}

/// What a run in memory made.
#[derive(Debug, Default)]
pub(super) struct Kept {
    shared: Option<Shared>,
    /// By folder.
    articles: BTreeMap<String, Arc<Article>>,
    lists: Option<Arc<Lists>>,
    index: Option<Arc<Index>>,
}

/// What all pages are made of.
#[derive(Debug, PartialEq)]
pub(super) struct Shared {
    pub(super) request: Request,
    pub(super) texts: [Option<TextFile>; 3],
    pub(super) templates: Vec<TextFile>,
    pub(super) statics: Vec<String>,
    pub(super) catalogue: Catalogue,
}

/// What may differ from the last run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Anything.
    Anything,
    /// Only what is at, above or below these paths, relative to the root.
    Near(BTreeSet<PathBuf>),
}

impl Changed {
    fn touches(&self, folder: &str) -> bool {
        let folder = Path::new(folder);
        match self {
            Self::Anything => true,
            Self::Near(paths) => paths.iter().any(|path| path.starts_with(folder) || folder.starts_with(path)),
        }
    }
}

impl Kept {
    /// Returns what reads articles again, and what it may use.
    pub(super) fn again<'a>(
        &'a self,
        (request, changed): (&Request, &'a Changed),
        files: &'a SiteFiles,
        config: &'a Config,
    ) -> Again<'a> {
        let is_same = |shared: &Shared| shared.request == *request && shared.texts.first() == Some(&files.config);
        let articles = self.shared.as_ref().filter(|shared| is_same(shared)).map(|_| &self.articles);
        Again { articles, changed, root: &files.root, config }
    }
}

/// What reads articles again.
pub(super) struct Again<'a> {
    /// Those of the last run, while the settings are the same.
    articles: Option<&'a BTreeMap<String, Arc<Article>>>,
    changed: &'a Changed,
    root: &'a Path,
    config: &'a Config,
}

impl Again<'_> {
    /// Reads an article's files, unless nothing near them was changed; its front matter is known again by its text.
    pub(super) fn read(&self, paths: &ArticlePaths) -> Result<(Arc<Front>, Option<Read>), Error> {
        let last = self.articles.and_then(|articles| articles.get(&paths.folder));
        if let Some(last) = last.filter(|_| !self.changed.touches(&paths.folder)) {
            let Given { files, findings, .. } = &last.given;
            return Ok((Arc::clone(&last.front), Some((Some(Arc::clone(files)), findings.clone()))));
        }
        let (files, findings) = discover::read_article(self.root, paths)?;
        let front = match (last, &files) {
            (Some(last), Some(files)) if last.given.files.index == files.index => Arc::clone(&last.front),
            (_, files) => Arc::new(read_front_of(paths, files.as_ref(), self.config)),
        };
        Ok((front, Some((files.map(Arc::new), findings))))
    }
}

impl Shared {
    pub(super) fn new(request: &Request, files: &SiteFiles, catalogue: &Catalogue) -> Self {
        Self {
            request: request.clone(),
            texts: [files.config.clone(), files.sources.clone(), files.glossary.clone()],
            templates: files.templates.clone(),
            statics: files.statics.clone(),
            catalogue: catalogue.clone(),
        }
    }
}

/// What an article's pages are made of, apart from what all are made of.
#[derive(Debug, PartialEq)]
pub(super) struct Given {
    pub(super) files: Arc<ArticleFiles>,
    /// What was found while they were read.
    pub(super) findings: Vec<Diagnostic>,
    pub(super) is_published: bool,
    pub(super) is_in_feeds: bool,
}

impl Given {
    pub(super) fn new(files: Arc<ArticleFiles>, findings: Vec<Diagnostic>, listed: &Listed<'_>) -> Self {
        Self { files, findings, is_published: listed.is_published, is_in_feeds: listed.is_in_feeds }
    }
}

#[derive(Debug)]
pub(super) struct Article {
    front: Arc<Front>,
    given: Given,
    summary: Summary,
    held: Vec<(String, HeldFile)>,
}

/// The files that are no article's, and what they were made of.
#[derive(Debug)]
struct Lists {
    cards: Vec<Card>,
    entries: Vec<Vec<Entry>>,
    held: Vec<(String, HeldFile)>,
}

/// The files of search, and the articles they are made of.
#[derive(Debug)]
pub(super) struct Index {
    articles: Vec<Arc<Indexed>>,
    paths: Vec<String>,
    files: Arc<LateFiles>,
}

/// One run into memory.
pub(super) struct InMemory<'a> {
    /// What may be used again.
    last: Option<&'a Kept>,
    shared: Shared,
    articles: Mutex<BTreeMap<String, Arc<Article>>>,
    lists: Mutex<Option<Arc<Lists>>>,
    index: Mutex<Option<Arc<Index>>>,
}

impl<'a> InMemory<'a> {
    pub(super) fn new(last: &'a Kept, shared: Shared) -> Self {
        let last = Some(last).filter(|last| last.shared.as_ref() == Some(&shared));
        Self { last, shared, articles: Mutex::default(), lists: Mutex::default(), index: Mutex::default() }
    }

    /// Takes an article from the last run, or makes it by `make`.
    pub(super) fn article(
        &self,
        (front, given): (&Arc<Front>, Given),
        make: impl FnOnce(&Given) -> Result<Made, Error>,
    ) -> Result<Summary, Error> {
        let folder = given.files.folder.clone();
        let last = self.last.and_then(|last| last.articles.get(&folder)).filter(|article| article.given == given);
        let article = match last {
            Some(article) => Arc::clone(article),
            None => {
                let Made { summary, output } = make(&given)?;
                let front = Arc::clone(front);
                Arc::new(Article { front, given, summary, held: output.map(Output::into_held).unwrap_or_default() })
            }
        };
        let summary = article.summary.clone();
        self.articles.lock().unwrap_or_else(PoisonError::into_inner).insert(folder, article);
        Ok(summary)
    }

    /// Takes the files of search from the last run while its articles are the same, or has them made when they are asked for.
    pub(super) fn index(&self, folding: Arc<Folding>, articles: &[Arc<Indexed>]) -> Arc<Index> {
        let is_same = |last: &&Arc<Index>| {
            let pairs = last.articles.iter().zip(articles);
            last.articles.len() == articles.len() && pairs.into_iter().all(|(a, b)| Arc::ptr_eq(a, b))
        };
        let last = self.last.and_then(|last| last.index.as_ref()).filter(is_same).map(Arc::clone);
        let index = last.unwrap_or_else(|| {
            let (paths, files) = late_index(folding, articles.to_vec());
            Arc::new(Index { articles: articles.to_vec(), paths, files })
        });
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&index));
        index
    }

    /// Takes the lists from the last run, or makes them by `make`, and returns the whole site.
    ///
    /// Errors: two different files with one path; what `make` found is in the inner result.
    pub(super) fn site(
        &self,
        (cards, entries): (&[Card], &[Vec<Entry>]),
        index: Arc<Index>,
        make: impl FnOnce() -> Result<Output, Vec<Diagnostic>>,
    ) -> Result<Result<HeldSite, Vec<Diagnostic>>, Error> {
        let last = self.last.and_then(|last| last.lists.as_ref());
        let lists = match last.filter(|last| last.cards == cards && last.entries == entries) {
            Some(lists) => Arc::clone(lists),
            None => match make() {
                Ok(output) => {
                    let (cards, entries) = (cards.to_vec(), entries.to_vec());
                    Arc::new(Lists { cards, entries, held: output.into_held() })
                }
                Err(found) => return Ok(Err(found)),
            },
        };
        let mut site = HeldSite::new();
        let articles = self.articles.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, file) in articles.values().flat_map(|article| &article.held).chain(&lists.held) {
            hold(&mut site, path, file)?;
        }
        for path in &index.paths {
            hold(&mut site, path, &HeldFile::Late(Arc::clone(&index.files)))?;
        }
        *self.lists.lock().unwrap_or_else(PoisonError::into_inner) = Some(lists);
        Ok(Ok(site))
    }

    /// Returns what the next run may use.
    pub(super) fn into_kept(self) -> Kept {
        let lists = self.lists.into_inner().unwrap_or_else(PoisonError::into_inner);
        let lists = lists.or_else(|| self.last.and_then(|last| last.lists.clone()));
        let articles = self.articles.into_inner().unwrap_or_else(PoisonError::into_inner);
        let index = self.index.into_inner().unwrap_or_else(PoisonError::into_inner);
        let index = index.or_else(|| self.last.and_then(|last| last.index.clone()));
        Kept { shared: Some(self.shared), articles, lists, index }
    }
}

/// Puts one file into a site; as in a folder, two different files never take one place.
fn hold(site: &mut HeldSite, path: &str, file: &HeldFile) -> Result<(), Error> {
    match site.entry(path.to_owned()) {
        Slot::Occupied(there) if there.get() == file => Ok(()),
        Slot::Occupied(_) => Err(Error::new(format!("two different pages would be `{path}`"))),
        Slot::Vacant(free) => {
            free.insert(file.clone());
            Ok(())
        }
    }
}
