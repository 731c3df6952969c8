//! Second pass: one article becomes pages, which are handed on, and what is kept of it.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::books::{by_path, pictures_of};
use super::glossary::used_rules;
use super::grams::Found;
use super::keys::{files_key, front_key};
use super::leads::Leads;
use super::listing::Listed;
use super::output::Output;
use super::places::Places;
use super::search::find_passages;
use super::settings::Settings;
use super::store::Store;
use crate::annotate::checked_later;
use crate::cite::Styles;
use crate::collate::careless;
use crate::config::Check;
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover::{self, ArticleFiles, BytesFile, SiteFiles, TextFile};
use crate::export::{Book, Entry};
use crate::links::{Link, collect_links};
use crate::model::{Bibliography, Date, Engines, Scripted, Witness, sha256};
use crate::page::{Card, Names, names};
use crate::parse::{Input, read_sources};
use crate::pipeline::{
    ArticleTexts, Page, Site, article_pages, card, feed_entries, published_books, read_edition, read_names,
};
use crate::stages::{Stage, time};

/// What the second pass works with.
pub(super) struct Work<'a> {
    pub(super) files: &'a SiteFiles,
    pub(super) settings: &'a Settings,
    pub(super) engines: Engines<'a>,
    /// Whether careless conversion is looked for, which would double what a build costs: only where nothing is published.
    pub(super) seeks_careless: bool,
    /// Whether infos are left out.
    pub(super) hides_infos: bool,
    /// What pages are drawn with and takes its time to open; none when none is drawn.
    pub(super) styles: Option<&'a Styles>,
    pub(super) site: Option<&'a Site<'a>>,
    pub(super) store: Option<&'a Store<'a>>,
    pub(super) today: Option<&'a Date>,
}

/// An article's files, when it has no errors and is to be published, and what is known of it.
pub(super) struct Made {
    pub(super) summary: Summary,
    pub(super) output: Option<Output>,
}

/// What remains of an article once its pages are written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Summary {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) card: Option<Arc<Card>>,
    pub(super) is_published: bool,
    /// Where it leads, when nothing is built.
    #[serde(skip)]
    pub(super) links: Vec<Link>,
    /// The shared rules of the glossary that it uses; none when it could not be read.
    pub(super) used_rules: Option<BTreeSet<usize>>,
    /// What feeds show, one a variant; none when it is none of the newest.
    pub(super) entries: Vec<Entry>,
    /// What search finds; none when nothing is shown or published.
    pub(super) indexed: Option<Arc<Found>>,
    /// What links of other articles are held against; none when it could not be read.
    pub(super) places: Option<Arc<Places>>,
}

impl Summary {
    /// Drops what is an info by `check`.
    fn drop_infos(&mut self, check: &Check) {
        check.apply(&mut self.findings);
        self.findings.retain(|finding| finding.severity != Severity::Info);
    }
}

/// Findings that come of a source's being there, or of what its entry says.
const OF_SOURCES: [&str; 6] = ["JZ205", "JZ206", "JZ215", "JZ217", "JZ301", "JZ306"];

impl<'a> Work<'a> {
    /// Returns work that reads editions and makes no pages.
    pub(super) fn new(files: &'a SiteFiles, settings: &'a Settings, engines: Engines<'a>) -> Self {
        Self {
            files,
            settings,
            engines,
            seeks_careless: false,
            hides_infos: false,
            styles: None,
            site: None,
            store: None,
            today: None,
        }
    }

    /// One article, with a panic turned into a finding that names it.
    pub(super) fn article(&self, listed: &Listed<'_>) -> Result<Arc<Summary>, Error> {
        catch_unwind(AssertUnwindSafe(|| self.read_article(listed))).unwrap_or_else(|_| {
            let path = format!("{}/index.md", listed.paths.folder);
            let finding =
                Diagnostic::error("JZ099", "the program failed on this article; this is a fault of the program");
            let findings = vec![finding.at(&path, 0..0).hint("please report it, with the article if you can")];
            Ok(Arc::new(Summary { findings, ..Summary::default() }))
        })
    }

    /// One article's texts become its edition; no page is made.
    pub(super) fn read_edition(&self, files: &ArticleFiles) -> Result<(Option<Scripted>, Vec<Diagnostic>), Error> {
        let (sources, mut findings) = self.sources(files);
        let witness = read_witness(files, &mut findings);
        let texts = self.texts(files, &sources, witness.as_ref());
        let is_unreadable =
            self.settings.is_unreadable || findings.iter().any(|finding| matches!(finding.code, "JZ002" | "JZ303"));
        let (scripted, mut found) = read_edition(&texts, self.engines)?;
        // What hangs on sources is not known before they can be read.
        found.retain(|finding| !(is_unreadable && OF_SOURCES.contains(&finding.code)));
        findings.extend(found);
        Ok((scripted, findings))
    }

    /// Returns how an article's own pages will name it; nothing where they cannot be made.
    pub(super) fn read_names(&self, files: &ArticleFiles) -> Result<Names, Error> {
        let sources = Bibliography::default();
        let texts = self.texts(files, &sources, None);
        let read = || time(Stage::Card, || read_names(&texts, self.engines));
        // The second pass meets the same fault and reports it.
        let names = || catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Ok(Names::default()));
        self.beside_styles(names)
    }

    fn texts<'t>(
        &'t self,
        files: &'t ArticleFiles,
        sources: &'t Bibliography,
        witness: Option<&'t Witness>,
    ) -> ArticleTexts<'t> {
        fn typed(file: &TextFile) -> (&str, &str) {
            (&file.path, &file.text)
        }
        ArticleTexts {
            index: Input {
                path: &files.index.path,
                text: &files.index.text,
                name: &files.name,
                config: &self.settings.config,
                defaults: self.settings.defaults.of(&files.folder),
            },
            collation: files.collation.as_ref().map(typed),
            claims: files.claims.as_ref().map(typed),
            changes: files.changes.as_ref().map(typed),
            witness,
            sources,
            own_sources: files.sources.as_ref().map(|file| file.path.as_str()),
            glossary: &self.settings.glossary,
            seeks_unsourced: !self.hides_infos || self.settings.config.check.names("JZ210"),
        }
    }

    fn read_article(&self, listed: &Listed<'_>) -> Result<Arc<Summary>, Error> {
        if let Some(store) = self.store
            && let Some(summary) = store.article_again(listed)?
        {
            return Ok(summary);
        }
        let (files, findings) = time(Stage::Read, || discover::read_article(&self.files.root, listed.paths))?;
        let Some(files) = files else {
            return Ok(Arc::new(Summary { findings, ..Summary::default() }));
        };
        let pictures = time(Stage::Read, || pictures_of(&self.files.root, &files, &self.settings.config))?;
        match self.store {
            None => Ok(Arc::new(self.make(listed, (&files, &pictures), findings)?.summary)),
            Some(store) => {
                let key = || files_key(&front_key(&files, self.files), &files, &pictures, &findings);
                let read = time(Stage::Read, key)?;
                let mut made = self.make(listed, (&files, &pictures), findings)?;
                if self.hides_infos {
                    made.summary.drop_infos(&self.settings.config.check);
                }
                time(Stage::Write, || store.put_article(listed, (&files, read), made))
            }
        }
    }

    fn make(
        &self,
        listed: &Listed<'_>,
        (files, pictures): (&ArticleFiles, &[BytesFile]),
        mut findings: Vec<Diagnostic>,
    ) -> Result<Made, Error> {
        let (scripted, found) = self.beside_styles(|| self.read_edition(files))?;
        findings.extend(found);
        if let (Some(scripted), Some(claims), Some(today)) = (&scripted, &files.claims, self.today) {
            findings.extend(checked_later(&scripted.annotated, &claims.path, today));
        }
        if let (Some(scripted), true) = (&scripted, self.seeks_careless) {
            findings.extend(careless(&scripted.annotated.edition, self.engines.words));
        }
        let own_sources = files.sources.as_ref().map(|file| file.path.as_str());
        // What is built is not visited.
        let visited = scripted.as_ref().filter(|_| self.store.is_none());
        let links = visited.map(|scripted| collect_links(&scripted.annotated, own_sources)).unwrap_or_default();
        let used_rules = scripted.as_ref().map(used_rules);
        let places = scripted.as_ref().map(|scripted| {
            let leads = Leads::of(&scripted.annotated, &files.assets, &self.settings.config);
            findings.extend(leads.findings);
            Places::of(&scripted.annotated, leads.articles)
        });
        let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
        let (Some(scripted), Some(site), true) = (scripted, self.site, is_sound) else {
            return Ok(Made {
                summary: Summary { findings, links, used_rules, places, ..Summary::default() },
                output: None,
            });
        };
        let names = Arc::new(names(&scripted, site.config));
        // Most have those of the first pass, which are kept once.
        let names = if names == listed.front.names { Arc::clone(&listed.front.names) } else { names };
        let card = time(Stage::Card, || card(&scripted, Arc::clone(&names)));
        // Nobody searches what is only checked.
        let found = self.store.map(|_| time(Stage::Fold, || find_passages(site, &scripted, &card)));
        let (texts, indexed) = found.unzip();
        let pages = time(Stage::Draw, || article_pages(site, &scripted, (&names, &listed.ways)));
        let books = time(Stage::Export, || books(site, &scripted, pictures))?;
        let with_all = |(mut pages, books): (Vec<Page>, Vec<Page>)| {
            pages.extend(books.into_iter().chain(texts.unwrap_or_default()));
            pages
        };
        let pages = pages.and_then(|pages| Ok(with_all((pages, books?)))).map_err(|finding| vec![finding]);
        let output = pages.and_then(|pages| Output::of_article(pages, files, &scripted, &self.files.statics));
        let output = output.map_err(|found| findings.extend(found)).ok().filter(|_| listed.is_published);
        let entries = if listed.is_in_feeds { feed_entries(site, &scripted) } else { Ok(Vec::new()) };
        let entries = entries.map_err(|finding| findings.push(finding)).unwrap_or_default();
        let (card, is_published) = (Some(Arc::new(card)), listed.is_published);
        let summary = Summary { findings, card, is_published, links, used_rules, entries, indexed, places };
        Ok(Made { summary, output })
    }

    /// Does the first work on an article that was changed while the styles are opened with which its pages are drawn.
    fn beside_styles<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match self.styles.filter(|styles| !styles.is_open()) {
            Some(styles) => rayon::join(work, || time(Stage::Cite, || styles.open())).0,
            None => work(),
        }
    }

    fn sources(&self, files: &ArticleFiles) -> (Bibliography, Vec<Diagnostic>) {
        let (own, findings) =
            files.sources.as_ref().map(|file| read_sources(&file.path, &file.text)).unwrap_or_default();
        (Bibliography { own, shared: Arc::clone(&self.settings.sources) }, findings)
    }
}

/// The books of an article as files; what is found wrong is in the inner result.
fn books(site: &Site<'_>, scripted: &Scripted, pictures: &[BytesFile]) -> Result<Result<Vec<Page>, Diagnostic>, Error> {
    match published_books(site, scripted, &by_path(pictures)) {
        Ok(books) => {
            let file = |(path, book): (String, Book)| Ok((path, book.into_epub()?));
            books.into_iter().map(file).collect::<Result<_, _>>().map(Ok)
        }
        Err(finding) => Ok(Err(finding)),
    }
}

/// The witness's text, with the hash of the file as received.
fn read_witness(files: &ArticleFiles, findings: &mut Vec<Diagnostic>) -> Option<Witness> {
    let file = files.witness.as_ref()?;
    let original = files.received.as_ref().unwrap_or(file);
    let sha256 = sha256(&original.bytes);
    match discover::decode(&file.path, file.bytes.clone()) {
        Ok(decoded) => Some(Witness { text: decoded.text, sha256 }),
        Err(finding) => {
            findings.push(finding);
            None
        }
    }
}
