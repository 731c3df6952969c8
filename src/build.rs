//! The commands `build` and `check`: inputs, the pure core, and what is published.
//!
//! 1. The site's files are listed; settings, shared sources, glossary and templates are read.
//! 2. First pass: front matter of all articles, for what every page names (slugs, about pages).
//! 3. Second pass, in parallel: each article becomes pages in staging, and a card; its body is dropped.
//! 4. Third pass: lists from cards, static files. Without an error the staging folder is exchanged for the site.

mod aliases;
mod feed;
mod output;
mod proof;
mod search;
mod settings;
mod single;
mod titles;

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::annotate::checked_later;
use crate::cite::Styles;
use crate::collate::careless;
use crate::config::{Check, Config, Denied};
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover::{self, ArticleFiles, ArticlePaths, SiteFiles, TextFile};
use crate::export::Entry;
use crate::links::{Link, collect_links};
use crate::model::{Date, Engines, PageKind, Scripted, Sources, Variant, Witness, sha256};
use crate::opencc::OpenCc;
use crate::page::{Card, Words};
use crate::parse::{Input, read_front, read_sources};
use crate::pipeline::{ArticleTexts, Site, article_pages, card, feed_entries, machine_pages, read_edition, site_pages};
use crate::publish::{self, Outcome, Staging};
use crate::render::{load_templates, load_words};
use crate::search::{Folding, Indexed};
use crate::words::Words as Lexicon;
use output::Output;
pub use proof::{DoubtfulWord, Keyword, N_CONTEXT, ProofReport, Proofed, proof};
use settings::{Settings, read_settings};
pub use single::{Cited, Exported, cite_passage, export_edition};
use titles::{catalogue, read_title};

/// What `build` is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The site's root.
    pub root: PathBuf,
    /// The output folder; the setting's, else `public`.
    pub output: Option<PathBuf>,
    /// The address the site will have.
    pub base_url: Option<String>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Codes (or `warnings`) that count as errors.
    pub deny: Vec<Denied>,
    /// Whether anything is written.
    pub publish: bool,
    /// The day after which nothing can have been checked; none when no day is known.
    pub today: Option<Date>,
}

/// What a run found and did.
#[derive(Debug)]
pub struct Report {
    /// All findings, sorted.
    pub findings: Vec<Diagnostic>,
    /// How many articles were read.
    pub n_articles: usize,
    /// What was published; none when nothing was asked for or there are errors.
    pub outcome: Option<Outcome>,
    /// The output folder.
    pub output: PathBuf,
    /// The addresses that the articles lead to.
    pub links: Vec<Link>,
    /// What levels findings have.
    pub check: Check,
}

/// Reads the whole site and, when asked and nothing is wrong, publishes it.
///
/// Errors: the machine's failures. The content's are in the report.
pub fn run(request: &Request) -> Result<Report, Error> {
    let (files, mut findings) = discover::read_site(&request.root)?;
    let settings = read_settings(request, &files, &mut findings);
    let output = settings.output(request);
    let (opencc, lexicon) = (OpenCc::new(), Lexicon::new());
    let engines = Engines { opencc: &opencc, words: &lexicon };
    let mut first = first_pass(&files, &settings.config, request.drafts, &mut findings)?;
    feed::choose_newest(&mut first, &settings.config);
    let folding = search::open_folding(request, engines, &files.statics, &mut findings)?;
    let catalogue = catalogue(&settings.config, &first, engines)?;
    let words: Vec<Words> = settings.config.variants.iter().map(|variant| load_words(*variant)).collect();
    let mut outcome = None;
    let templates = load_templates(&settings.templates).map_err(|finding| findings.push(finding)).ok();
    let staging =
        if request.publish && templates.is_some() { Some(publish::open(&request.root, &output)?) } else { None };
    let styles = Styles::default();
    let site = templates.as_ref().map(|templates| Site {
        config: &settings.config,
        catalogue: &catalogue,
        templates,
        words: &words,
        styles: &styles,
    });
    let work = Work {
        files: &files,
        settings: &settings,
        engines,
        seeks_careless: !request.publish,
        site: site.as_ref(),
        staging: staging.as_ref(),
        today: request.today.as_ref(),
        folding: folding.as_ref(),
    };
    let (mut cards, mut links, mut entries, mut indexed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for summary in first.par_iter().map(|listed| work.article(listed)).collect::<Vec<_>>() {
        let summary = summary?;
        indexed.extend(summary.indexed.filter(|_| summary.is_published));
        findings.extend(summary.findings);
        links.extend(summary.links);
        entries.extend(Some(summary.entries).filter(|entries| !entries.is_empty()));
        cards.extend(summary.card.filter(|_| summary.is_published));
    }
    let check = weigh(&mut findings, &settings.config.check, &request.deny);
    let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    if let (Some(site), true) = (&site, is_sound) {
        let pages = site_pages(site, &cards).map_err(|finding| vec![finding]);
        let pages = pages.map(|pages| [pages, machine_pages(site, &cards, entries)].concat());
        match pages.and_then(|pages| Output::of_site(pages, &files)) {
            Ok(output) => {
                if let Some((staging, folding)) = staging.zip(folding.as_ref()) {
                    output.write(&files.root, &staging)?;
                    search::write_index(folding, &indexed, &staging)?;
                    outcome = Some(staging.commit()?);
                }
            }
            Err(found) => findings.extend(found),
        }
    }
    Ok(Report { findings, n_articles: first.len(), outcome, output, links, check })
}

/// An article as the first pass knows it.
struct Listed<'a> {
    paths: &'a ArticlePaths,
    slug: String,
    /// Where the slug is typed, in bytes of `index.md`.
    slug_at: Range<usize>,
    /// Names that it had before, and where they are typed.
    aliases: Vec<(String, Range<usize>)>,
    lang: Variant,
    /// The title of an about page, which every page names.
    about: Option<String>,
    is_published: bool,
    is_draft: bool,
    /// When it was changed last, as far as is known, or empty.
    changed: String,
    /// Whether feeds have it.
    is_in_feeds: bool,
}

/// Reads all front matter; slugs that stand twice are reported.
fn first_pass<'a>(
    files: &'a SiteFiles,
    config: &Config,
    drafts: bool,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<Listed<'a>>, Error> {
    let read: Result<Vec<Listed<'a>>, Error> = files
        .articles
        .par_iter()
        .map(|paths| {
            let (files, _) = discover::read_article(&files.root, paths)?;
            Ok(list_article(paths, files.as_ref(), config, drafts))
        })
        .collect();
    let mut listed = read?;
    let mut seen = BTreeMap::from([search::reserved_slug()]);
    for article in &mut listed {
        let path = format!("{}/index.md", article.paths.folder);
        if let Some(other) = seen.get(&article.slug) {
            let finding = Diagnostic::error("JZ010", format!("the slug `{}` is taken by {other}", article.slug));
            let hint = "type another `slug:` in the front matter, or rename the folder";
            findings.push(finding.at(&path, article.slug_at.clone()).hint(hint));
            // Two articles cannot be written to one place.
            article.is_published = false;
            continue;
        }
        seen.insert(article.slug.clone(), path);
    }
    aliases::check_aliases(&mut listed, seen, findings);
    Ok(listed)
}

/// What is wrong with the front matter is reported in the second pass.
fn list_article<'a>(
    paths: &'a ArticlePaths,
    files: Option<&ArticleFiles>,
    config: &Config,
    drafts: bool,
) -> Listed<'a> {
    let text = files.map_or("", |files| files.index.text.as_str());
    let input = Input { path: &paths.folder, text, name: &paths.name, config };
    match read_front(&input) {
        Ok((front, _)) => Listed {
            paths,
            slug_at: front.slug_at,
            aliases: front.front.aliases.into_iter().zip(front.aliases_at).collect(),
            lang: front.front.lang,
            about: (front.front.kind == PageKind::Page).then(|| read_title(&input)),
            is_published: drafts || !front.front.draft,
            is_draft: front.front.draft,
            changed: front.front.updated.or(front.front.date).map(|date| date.to_string()).unwrap_or_default(),
            is_in_feeds: false,
            slug: front.front.slug,
        },
        Err(_) => Listed {
            paths,
            slug: format!("{} (unreadable)", paths.folder),
            slug_at: 0..0,
            aliases: Vec::new(),
            lang: config.lang,
            about: None,
            is_published: true,
            is_draft: false,
            changed: String::new(),
            is_in_feeds: false,
        },
    }
}

/// Gives findings the levels that settings and command line ask for, and puts them in order; returns these levels.
fn weigh(findings: &mut Vec<Diagnostic>, check: &Check, denied: &[Denied]) -> Check {
    let mut check = check.clone();
    check.deny.extend_from_slice(denied);
    check.apply(findings);
    findings.sort();
    findings.dedup();
    check
}

/// What the second pass works with.
struct Work<'a> {
    files: &'a SiteFiles,
    settings: &'a Settings,
    engines: Engines<'a>,
    /// Whether careless conversion is looked for, which would double what a build costs: only where nothing is published.
    seeks_careless: bool,
    site: Option<&'a Site<'a>>,
    staging: Option<&'a Staging>,
    today: Option<&'a Date>,
    /// What texts are sought by; none when nothing is published.
    folding: Option<&'a Folding>,
}

/// What remains of an article once its pages are written.
#[derive(Default)]
struct Summary {
    findings: Vec<Diagnostic>,
    card: Option<Card>,
    is_published: bool,
    links: Vec<Link>,
    /// What feeds show, one a variant; none when it is none of the newest.
    entries: Vec<Entry>,
    /// What search finds; none when nothing is published.
    indexed: Option<Indexed>,
}

/// Findings that come of a source's being there, or of what its entry says.
const OF_SOURCES: [&str; 6] = ["JZ205", "JZ206", "JZ215", "JZ217", "JZ301", "JZ306"];

impl Work<'_> {
    /// One article, with a panic turned into a finding that names it.
    fn article(&self, listed: &Listed<'_>) -> Result<Summary, Error> {
        catch_unwind(AssertUnwindSafe(|| self.read_article(listed))).unwrap_or_else(|_| {
            let path = format!("{}/index.md", listed.paths.folder);
            let finding =
                Diagnostic::error("JZ099", "the program failed on this article; this is a fault of the program");
            let findings = vec![finding.at(&path, 0..0).hint("please report it, with the article if you can")];
            Ok(Summary { findings, ..Summary::default() })
        })
    }

    /// One article's texts become its edition; no page is made.
    fn read_edition(&self, files: &ArticleFiles) -> Result<(Option<Scripted>, Vec<Diagnostic>), Error> {
        let (sources, mut findings) = self.sources(files);
        let witness = read_witness(files, &mut findings);
        fn typed(file: &TextFile) -> (&str, &str) {
            (&file.path, &file.text)
        }
        let texts = ArticleTexts {
            index: Input {
                path: &files.index.path,
                text: &files.index.text,
                name: &files.name,
                config: &self.settings.config,
            },
            collation: files.collation.as_ref().map(typed),
            claims: files.claims.as_ref().map(typed),
            changes: files.changes.as_ref().map(typed),
            witness: witness.as_ref(),
            sources: &sources,
            own_sources: files.sources.as_ref().map(|file| file.path.as_str()),
            glossary: &self.settings.glossary,
        };
        let is_unreadable = self.settings.is_unreadable || findings.iter().any(|finding| finding.code == "JZ303");
        let (scripted, mut found) = read_edition(&texts, self.engines)?;
        // What hangs on sources is not known before they can be read.
        found.retain(|finding| !(is_unreadable && OF_SOURCES.contains(&finding.code)));
        findings.extend(found);
        Ok((scripted, findings))
    }

    fn read_article(&self, listed: &Listed<'_>) -> Result<Summary, Error> {
        let (files, mut findings) = discover::read_article(&self.files.root, listed.paths)?;
        let Some(files) = files else {
            return Ok(Summary { findings, ..Summary::default() });
        };
        let (scripted, found) = self.read_edition(&files)?;
        findings.extend(found);
        if let (Some(scripted), Some(claims), Some(today)) = (&scripted, &files.claims, self.today) {
            findings.extend(checked_later(&scripted.annotated, &claims.path, today));
        }
        if let (Some(scripted), true) = (&scripted, self.seeks_careless) {
            findings.extend(careless(&scripted.annotated.edition, self.engines.words));
        }
        let own_sources = files.sources.as_ref().map(|file| file.path.as_str());
        let links = scripted.as_ref().map(|scripted| collect_links(&scripted.annotated, own_sources));
        let links = links.unwrap_or_default();
        let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
        let (Some(scripted), Some(site), true) = (scripted, self.site, is_sound) else {
            return Ok(Summary { findings, links, ..Summary::default() });
        };
        let card = card(&scripted);
        let found = self.folding.map(|folding| search::find_passages(folding, site, &scripted, &card));
        let (texts, indexed) = found.unzip();
        match article_pages(site, &scripted).map(|pages| [pages, texts.unwrap_or_default()].concat()) {
            Ok(pages) => match Output::of_article(pages, &files, &scripted, &self.files.statics) {
                Ok(output) => {
                    if let Some(staging) = self.staging.filter(|_| listed.is_published) {
                        output.write(&self.files.root, staging)?;
                    }
                }
                Err(found) => findings.extend(found),
            },
            Err(finding) => findings.push(finding),
        }
        let entries = if listed.is_in_feeds { feed_entries(site, &scripted) } else { Ok(Vec::new()) };
        let entries = entries.map_err(|finding| findings.push(finding)).unwrap_or_default();
        Ok(Summary { findings, card: Some(card), is_published: listed.is_published, links, entries, indexed })
    }

    /// The article's own sources come before the shared ones of the same key.
    fn sources(&self, files: &ArticleFiles) -> (Sources, Vec<Diagnostic>) {
        let (mut sources, findings) =
            files.sources.as_ref().map(|file| read_sources(&file.path, &file.text)).unwrap_or_default();
        for (key, shared) in &self.settings.sources.0 {
            if !sources.0.contains_key(key) {
                // Shared sources are nobody's to cite: an empty span keeps them out of `JZ302`.
                sources.0.insert(key.clone(), crate::model::Source { span: 0..0, ..shared.clone() });
            }
        }
        (sources, findings)
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
