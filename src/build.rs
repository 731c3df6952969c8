//! The commands `build` and `check`, and the site in memory that `serve` shows: inputs, the pure core, what is published.
//!
//! 1. The site's files are listed; settings, shared sources, glossary and templates are read.
//! 2. First pass: front matter of all articles, for what every page names (slugs, about pages).
//! 3. Second pass, in parallel: each article becomes pages in staging, and a card; its body is dropped. One that is as it was
//!    at the last run (`store`, on the disk `cache`) is taken over from it.
//! 4. Third pass: lists from cards, static files. Without an error the staging folder is exchanged for the site.

mod aliases;
mod books;
mod cache;
mod feed;
mod glossary;
mod grams;
mod keys;
mod leads;
mod listing;
mod memory;
mod names;
mod output;
mod places;
mod proof;
mod records;
mod search;
mod settings;
mod settle;
mod single;
mod store;
mod ways;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Check, Config, Denied, Interface};
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover::{self, SiteFiles};
use crate::export::{Entry, write_headers};
use crate::links::Link;
use crate::model::{Date, Engines, HeldSite};
use crate::opencc::OpenCc;
use crate::page::Card;
use crate::pipeline::{Once, Site, machine_pages, site_pages};
use crate::publish::{self, Emptied, Known, Outcome};
use crate::render::{Templates, load_templates, stated_policy};
use crate::stages::{Stage, Timed, time, time_all};
use cache::{Cached, Left};
use grams::Found;
use keys::{Key, Parts};
use listing::{Front, Listed, catalogue, first_pass_by};
pub use memory::{Changed, Memory};
use output::{SitePages, Stopped};
pub use proof::{DoubtfulWord, Keyword, ProofReport, Proofed, proof, reason, remark};
use settings::{Inputs, Settings, read_inputs};
pub use settle::{PROOF_FORM, SETTLED, Settling, open_settling};
pub use single::{Cited, ExportRequest, Exported, cite_passage, export_edition};
use store::{Last, Store, Stored, Target};
use work::Work;

/// About how many files an article has, with its share of the index of search.
const N_FILES_AN_ARTICLE: usize = 16;

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
    /// Whether infos of articles are left out: what nobody reads is not looked for, nor carried from build to build.
    pub hides_infos: bool,
    /// The day after which nothing can have been checked; none when no day is known.
    pub today: Option<Date>,
    /// The day up to which articles are published; those of a later date wait. None: all are published.
    pub until: Option<Date>,
}

impl Request {
    /// Says whether an article is published.
    fn wants(&self, front: &Front) -> bool {
        (self.drafts || !front.is_draft) && !self.defers(front)
    }

    /// Says whether an article waits for its day.
    fn defers(&self, front: &Front) -> bool {
        self.until.as_ref().is_some_and(|day| front.is_later_than(day))
    }
}

/// What a run found and did.
#[derive(Debug)]
pub struct Report {
    /// All findings, sorted.
    pub findings: Vec<Diagnostic>,
    /// Whether infos of articles are not among them.
    pub hides_infos: bool,
    /// How many articles were read.
    pub n_articles: usize,
    /// How many of them wait for the day that they are dated.
    pub n_waiting: usize,
    /// How many of them were made anew; the others are as the last run made them.
    pub n_made: usize,
    /// What was published; none when nothing was asked for or there are errors.
    pub outcome: Option<Outcome>,
    /// The site, when it was to be kept in memory and there are no errors.
    pub held: Option<HeldSite>,
    /// The path of the address that the site will have: `/`, or `/book/`.
    pub base_path: String,
    /// The output folder.
    pub output: PathBuf,
    /// The addresses that the articles lead to, when they were only checked.
    pub links: Vec<Link>,
    /// What levels findings have.
    pub check: Check,
    is_news: bool,
    left: Option<Left>,
    /// Closing it takes as long as opening it: whoever ends the process with the report need not.
    _opencc: Option<OpenCc>,
}

impl Report {
    /// Removes the old site and leaves on the disk what the next build can use; meant to be called once success is reported.
    ///
    /// Shape: whether the old site was removed (the next build tries again), and whether all was left (else the next build makes
    /// everything anew). The published site is not concerned.
    pub fn leave(&self) -> (Result<(), Error>, Result<(), Error>) {
        let Some(outcome) = &self.outcome else { return (Ok(()), Ok(())) };
        let Some(left) = self.left.as_ref().filter(|left| left.differs(outcome)) else {
            return (outcome.remove_old(), Ok(()));
        };
        let (emptied, places) = rayon::join(|| outcome.empty_old(), || left.gather());
        // From here on nothing touches what is published.
        let remove = || emptied.map_or(Ok(()), Emptied::remove);
        let (removed, made) = rayon::join(remove, || left.write_made(places?));
        (removed, made.and_then(|made| left.write_stamps(outcome, &made)))
    }
}

/// Reads the whole site and, when asked and nothing is wrong, publishes it; what the last build made of the same content is
/// taken over, once [`Report::leave`] has left it.
///
/// Errors: the machine's failures. The content's are in the report.
pub fn run(request: &Request) -> Result<Report, Error> {
    run_as(request, discover::program().as_deref())
}

/// Reads the whole site into memory; what `memory` has of the last run and what did not change since is not made again.
///
/// Errors: as for [`run`].
pub fn run_in_memory(request: &Request, memory: &mut Memory, changed: &Changed) -> Result<Report, Error> {
    let inputs = read_inputs(request, memory)?;
    run_with(request, memory, (Goal::Hold(changed), ""), inputs)
}

/// What a run is for.
enum Goal<'a> {
    /// To find what is wrong.
    Check,
    /// To publish the site, when nothing is; what is known of the published one.
    Publish(Known),
    /// To hold the site in memory; what may differ from the last run.
    Hold(&'a Changed),
}

/// Runs as `program`: what another program left on the disk is not believed, and without a name nothing is left.
fn run_as(request: &Request, program: Option<&str>) -> Result<Report, Error> {
    let mut memory = Memory::default();
    if !request.publish {
        let inputs = read_inputs(request, &memory)?;
        return run_with(request, &mut memory, (Goal::Check, ""), inputs);
    }
    let recall = || program.map(|program| cache::read(&request.root, program)).unwrap_or_default();
    let (Cached { kept, known }, inputs) = rayon::join(recall, || read_inputs(request, &memory));
    memory.kept = kept;
    let mut report = run_with(request, &mut memory, (Goal::Publish(known), program.unwrap_or_default()), inputs?)?;
    let (root, kept, is_news) = (request.root.clone(), memory.kept, report.is_news);
    let program = program.filter(|_| report.outcome.is_some());
    report.left = program.map(|program| Left { root, program: program.to_owned(), kept, is_news });
    report._opencc = Some(memory.opencc);
    Ok(report)
}

fn run_with(
    request: &Request,
    memory: &mut Memory,
    (goal, program): (Goal<'_>, &str),
    Inputs { files, settings, mut findings }: Inputs,
) -> Result<Report, Error> {
    let Memory { opencc, lexicon, styles, kept } = memory;
    let opencc = Timed(opencc);
    let engines = Engines { opencc: &opencc, words: &*lexicon };
    let config = &settings.config;
    let output = settings.output(request);
    let changed = if let Goal::Hold(changed) = goal { changed } else { &Changed::Anything };
    let last = Last::new(kept, settings_key(program, request, &files), changed, &files.root);
    let seeks_careless = matches!(goal, Goal::Check);
    let drawn_with = (!seeks_careless).then_some(&*styles);
    let reading = Work { styles: drawn_with, ..Work::new(&files, &settings, engines) };
    let Opened { mut first, templates, target } = open(request, goal, &last, &reading, &mut findings)?;
    relate(&mut first, config, &mut findings);
    findings.extend(output::taken_places(&files.statics));
    let catalogue = last.catalogue(&first, || catalogue(config, &first, engines))?;
    let [words, data_words] = &[config.interface, Interface::ByScript].map(|interface| settings.words(interface));
    let today = request.today.as_ref();
    let mut store = target.map(|target| Store::new(target, last, (&files, &catalogue, today)));
    let (catalogue, once) = (&catalogue.1, &Once::new(&settings.sources, words));
    let site = |templates| Site { config, catalogue, templates, words, data_words, styles, once };
    let site = templates.as_ref().map(site);
    let (site_of, store_of, hides_infos) = (site.as_ref(), store.as_ref(), request.hides_infos);
    let work = Work { seeks_careless, hides_infos, site: site_of, store: store_of, today, ..reading };
    let Gathered { cards, links, entries, indexed } = second_pass(&work, &first, &mut findings)?;
    let check = weigh(&mut findings, &config.check, &request.deny);
    let mut is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    if let (Some(site), true) = (&site, is_sound) {
        let lists = || third_pass((site, &settings), &files, (&cards, &entries), store.as_mut());
        let found = time_all(Stage::Lists, lists)?;
        is_sound = found.is_empty();
        findings.extend(found);
    }
    if let (Some(store), true) = (&mut store, is_sound) {
        time_all(Stage::Index, || store.put_index(indexed))?;
    }
    let finish = || store.map_or_else(|| Ok(Stored::default()), |store| store.finish(is_sound));
    let stored = time_all(Stage::Publish, finish)?;
    let Stored { outcome, held, n_made, is_news, .. } = stored;
    *kept = stored.kept;
    let (n_articles, base_path) = (first.len(), base_path(config));
    Ok(Report {
        findings,
        hides_infos,
        n_articles,
        n_waiting: first.iter().filter(|article| request.defers(&article.front)).count(),
        n_made,
        outcome,
        held,
        base_path,
        output,
        links,
        check,
        is_news,
        left: None,
        _opencc: None,
    })
}

/// What is known before the second pass.
struct Opened<'a> {
    first: Vec<Listed<'a>>,
    /// None when they cannot be used.
    templates: Option<Templates>,
    target: Option<Target>,
}

/// The first pass, while the templates are read and the published site is looked through.
///
/// Errors: the machine's failures.
fn open<'a>(
    request: &Request,
    goal: Goal<'_>,
    last: &Last<'_>,
    reading: &Work<'a>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Opened<'a>, Error> {
    let (files, settings) = (reading.files, reading.settings);
    let read = |paths| time(Stage::Read, || last.read(paths, reading));
    let list = || first_pass_by(files, |front| request.wants(front), findings, read);
    let open = || {
        let templates = load_templates(&settings.templates);
        let output = settings.output(request);
        let target = if templates.is_ok() { open_target(goal, &request.root, &output) } else { Ok(None) };
        (templates, target)
    };
    let (first, (templates, target)) = rayon::join(list, open);
    let (first, target) = (first?, target?);
    if let Some(Target::Folder(staging)) = &target {
        staging.expect(first.len() * N_FILES_AN_ARTICLE);
    }
    let templates = templates.map_err(|found| findings.extend(found)).ok();
    Ok(Opened { first, templates, target })
}

/// Finds what articles are to each other: the newest, those whose names are alike, those before and after.
fn relate(first: &mut [Listed<'_>], config: &Config, findings: &mut Vec<Diagnostic>) {
    feed::choose_newest(first, config);
    names::check_names(first, findings);
    ways::find_ways(first);
}

/// Returns where the files of a run go; none when it makes none.
fn open_target(goal: Goal<'_>, root: &Path, output: &Path) -> Result<Option<Target>, Error> {
    Ok(match goal {
        Goal::Publish(known) => {
            let opened = time(Stage::Survey, || publish::open(root, output, known))?;
            Some(Target::Folder(Box::new(opened)))
        }
        Goal::Hold(_) => Some(Target::Memory),
        Goal::Check => None,
    })
}

/// Returns the key of what an article's front is made by.
fn settings_key(program: &str, request: &Request, files: &SiteFiles) -> Key {
    let parts = Parts::of("settings").text(program).optional(request.base_url.as_deref()).flag(request.hides_infos);
    parts.file(files.config.as_ref()).file(files.glossary.as_ref()).key()
}

/// What the articles leave once their pages are made.
#[derive(Default)]
struct Gathered {
    cards: Vec<Arc<Card>>,
    links: Vec<Link>,
    entries: Vec<Vec<Entry>>,
    indexed: Vec<Arc<Found>>,
}

fn second_pass(work: &Work<'_>, first: &[Listed<'_>], findings: &mut Vec<Diagnostic>) -> Result<Gathered, Error> {
    let mut gathered = Gathered::default();
    let summaries: Vec<_> = first.par_iter().map(|listed| work.article(listed)).collect();
    let summaries = summaries.into_iter().collect::<Result<Vec<_>, _>>()?;
    findings.extend(places::check_places(&summaries, first));
    let used = summaries.iter().map(|summary| summary.used_rules.as_ref());
    findings.extend(glossary::idle_rules(&work.settings.glossary, used));
    for summary in summaries {
        // What is kept for the next run is shared with it, or copied where it is small.
        let summary = Arc::unwrap_or_clone(summary);
        findings.extend(summary.findings);
        gathered.links.extend(summary.links);
        gathered.indexed.extend(summary.indexed.filter(|_| summary.is_published));
        gathered.entries.extend(Some(summary.entries).filter(|entries| !entries.is_empty()));
        gathered.cards.extend(summary.card.filter(|_| summary.is_published));
    }
    Ok(gathered)
}

/// Makes the lists and puts them where they belong; returns what is wrong with them.
///
/// Errors: as for writing them.
fn third_pass(
    (site, settings): (&Site<'_>, &Settings),
    files: &SiteFiles,
    (cards, entries): (&[Arc<Card>], &[Vec<Entry>]),
    store: Option<&mut Store<'_>>,
) -> Result<Vec<Diagnostic>, Error> {
    let lists = |pages: &SitePages<'_>| {
        let put = |page| pages.put(page);
        site_pages(site, cards, put)?;
        machine_pages(site, cards, entries.to_vec(), put)?;
        if site.config.build.headers {
            put(("_headers".to_owned(), write_headers(stated_policy(&settings.templates)).into_bytes()))?;
        }
        Ok(())
    };
    let checked = || {
        let pages = SitePages::new(None, files);
        lists(&pages).and_then(|()| pages.finish()).map(drop)
    };
    match store.map_or_else(checked, |store| store.put_lists((cards, entries), files, lists)) {
        Ok(()) => Ok(Vec::new()),
        Err(Stopped::Found(found)) => Ok(found),
        Err(Stopped::Failed(error)) => Err(error),
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
