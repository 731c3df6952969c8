//! The commands `build` and `check`, and the site in memory that `serve` shows: inputs, the pure core, what is published.
//!
//! 1. The site's files are listed; settings, shared sources, glossary and templates are read.
//! 2. First pass: front matter of all articles, for what every page names (slugs, about pages).
//! 3. Second pass, in parallel: each article becomes pages in staging, and a card; its body is dropped.
//! 4. Third pass: lists from cards, static files. Without an error the staging folder is exchanged for the site.

mod aliases;
mod feed;
mod glossary;
mod listing;
mod memory;
mod output;
mod proof;
mod search;
mod settings;
mod settle;
mod single;
mod work;

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Check, Config, Denied};
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover::{self, SiteFiles};
use crate::export::Entry;
use crate::links::Link;
use crate::model::{Date, Engines, HeldSite};
use crate::page::{Card, Words};
use crate::pipeline::{Site, machine_pages, site_pages};
use crate::publish::{self, Outcome};
use crate::render::{load_templates, load_words};
use crate::search::{Folding, Indexed};
use listing::{Listed, catalogue, first_pass, first_pass_by};
pub use memory::{Changed, Memory};
use memory::{InMemory, Shared};
use output::Output;
pub use proof::{DoubtfulWord, Keyword, ProofReport, Proofed, proof, reason, remark};
use settings::read_settings;
pub use settle::{PROOF_FORM, SETTLED, Settling, open_settling};
pub use single::{Cited, Exported, cite_passage, export_edition};
use work::{Store, Work};

/// What `build` is asked to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// The site, when it was to be kept in memory and there are no errors.
    pub held: Option<HeldSite>,
    /// The path of the address that the site will have: `/`, or `/book/`.
    pub base_path: String,
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
    run_with(request, &mut Memory::default(), None)
}

/// Reads the whole site into memory; what `memory` has of the last run and what did not change since is not made again.
///
/// Errors: as for [`run`].
pub fn run_in_memory(request: &Request, memory: &mut Memory, changed: &Changed) -> Result<Report, Error> {
    run_with(request, memory, Some(changed))
}

fn run_with(request: &Request, memory: &mut Memory, held: Option<&Changed>) -> Result<Report, Error> {
    let Memory { opencc, lexicon, styles, folding, kept } = memory;
    let engines = Engines { opencc: &*opencc, words: &*lexicon };
    let (files, mut findings) = discover::read_site(&request.root)?;
    let settings = read_settings(request, &files, &mut findings);
    let config = &settings.config;
    let output = settings.output(request);
    let mut first = match held {
        Some(changed) => {
            let again = kept.again((request, changed), &files, config);
            first_pass_by(&files, request.drafts, &mut findings, |paths| again.read(paths))?
        }
        None => first_pass(&files, config, request.drafts, &mut findings)?,
    };
    feed::choose_newest(&mut first, config);
    findings.extend(search::taken_places(&files.statics));
    // Folding costs calls of the engine: nobody searches what is only checked.
    let folding = if request.publish || held.is_some() { Some(search::folding(folding, engines)?) } else { None };
    let catalogue = catalogue(config, &first, engines)?;
    let words: Vec<Words> = config.variants.iter().map(|variant| load_words(*variant)).collect();
    let templates = load_templates(&settings.templates).map_err(|finding| findings.push(finding)).ok();
    let in_memory = held.map(|_| InMemory::new(kept, Shared::new(request, &files, &catalogue)));
    let store = match (&templates, &in_memory) {
        (Some(_), Some(memory)) => Some(Store::Memory(memory)),
        (Some(_), None) if request.publish => Some(Store::Folder(Box::new(publish::open(&request.root, &output)?))),
        _ => None,
    };
    let site =
        templates.as_ref().map(|templates| Site { config, catalogue: &catalogue, templates, words: &words, styles });
    let work = Work {
        files: &files,
        settings: &settings,
        engines,
        seeks_careless: !request.publish && held.is_none(),
        site: site.as_ref(),
        store: store.as_ref(),
        today: request.today.as_ref(),
        folding: folding.as_deref(),
    };
    let Gathered { cards, links, entries, indexed } = second_pass(&work, &mut first, &mut findings)?;
    let check = weigh(&mut findings, &config.check, &request.deny);
    let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    let (mut outcome, mut held) = (None, None);
    if let (Some(site), true) = (&site, is_sound) {
        let gathered = (&cards[..], &entries[..], &indexed[..]);
        match third_pass(site, &files, gathered, folding.zip(store))? {
            Ok(done) => (outcome, held) = done,
            Err(found) => findings.extend(found),
        }
    }
    if let Some(memory) = in_memory {
        *kept = memory.into_kept();
    }
    let base_path = base_path(config);
    Ok(Report { findings, n_articles: first.len(), outcome, held, base_path, output, links, check })
}

/// What the articles leave once their pages are made.
#[derive(Default)]
struct Gathered {
    cards: Vec<Card>,
    links: Vec<Link>,
    entries: Vec<Vec<Entry>>,
    indexed: Vec<Arc<Indexed>>,
}

fn second_pass(work: &Work<'_>, first: &mut [Listed<'_>], findings: &mut Vec<Diagnostic>) -> Result<Gathered, Error> {
    let (mut gathered, mut used) = (Gathered::default(), Vec::new());
    for summary in first.par_iter_mut().map(|listed| work.article(listed)).collect::<Vec<_>>() {
        let summary = summary?;
        findings.extend(summary.findings);
        gathered.links.extend(summary.links);
        used.push(summary.used_rules);
        gathered.indexed.extend(summary.indexed.filter(|_| summary.is_published));
        gathered.entries.extend(Some(summary.entries).filter(|entries| !entries.is_empty()));
        gathered.cards.extend(summary.card.filter(|_| summary.is_published));
    }
    findings.extend(glossary::idle_rules(&work.settings.glossary, &used));
    Ok(gathered)
}

/// A site that was published, or is kept in memory; neither when it was only checked.
type Finished = (Option<Outcome>, Option<HeldSite>);

/// What the lists and the index of search are made of.
type Whole<'a> = (&'a [Card], &'a [Vec<Entry>], &'a [Arc<Indexed>]);

/// Makes the lists and finishes the site where it goes; what is found wrong is in the inner result.
fn third_pass(
    site: &Site<'_>,
    files: &SiteFiles,
    (cards, entries, indexed): Whole<'_>,
    goal: Option<(Arc<Folding>, Store<'_>)>,
) -> Result<Result<Finished, Vec<Diagnostic>>, Error> {
    let lists = || {
        let pages = site_pages(site, cards).map_err(|finding| vec![finding])?;
        Output::of_site([pages, machine_pages(site, cards, entries.to_vec())].concat(), files)
    };
    match goal {
        None => Ok(lists().map(|_| (None, None))),
        Some((folding, Store::Memory(memory))) => {
            let index = memory.index(folding, indexed);
            Ok(memory.site((cards, entries), index, lists)?.map(|held| (None, Some(held))))
        }
        Some((folding, Store::Folder(staging))) => match lists() {
            Ok(output) => {
                output.write(&files.root, &staging)?;
                search::write_index(&folding, indexed, &staging)?;
                Ok(Ok((Some(staging.commit()?), None)))
            }
            Err(found) => Ok(Err(found)),
        },
    }
}

/// Where the site will lie on its host.
fn base_path(config: &Config) -> String {
    let url = config.base_url.as_deref().and_then(|base| url::Url::parse(base).ok());
    url.map_or_else(|| "/".to_owned(), |url| url.path().to_owned())
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
