//! The commands `build` and `check`: inputs, the pure core, and what is published.
//!
//! 1. The site's files are listed; settings, shared sources, glossary and templates are read.
//! 2. First pass: front matter of all articles, for what every page names (slugs, about pages).
//! 3. Second pass, in parallel: each article becomes pages in staging, and a card; its body is dropped.
//! 4. Third pass: lists from cards, static files. Without an error the staging folder is exchanged for the site.

mod aliases;
mod feed;
mod listing;
mod output;
mod proof;
mod settings;
mod single;
mod work;

use std::path::PathBuf;

use rayon::prelude::*;

use crate::cite::Styles;
use crate::config::{Check, Denied};
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover;
use crate::links::Link;
use crate::model::{Date, Engines};
use crate::opencc::OpenCc;
use crate::page::Words;
use crate::pipeline::{Site, machine_pages, site_pages};
use crate::publish::{self, Outcome};
use crate::render::{load_templates, load_words};
use crate::words::Words as Lexicon;
use listing::{catalogue, first_pass};
use output::Output;
pub use proof::{DoubtfulWord, Keyword, N_CONTEXT, ProofReport, Proofed, proof};
use settings::read_settings;
pub use single::{Cited, Exported, cite_passage, export_edition};
use work::Work;

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
    let output = request
        .output
        .clone()
        .unwrap_or_else(|| request.root.join(settings.config.build.output.as_deref().unwrap_or("public")));
    let (opencc, lexicon) = (OpenCc::new(), Lexicon::new());
    let engines = Engines { opencc: &opencc, words: &lexicon };
    let mut first = first_pass(&files, &settings.config, request.drafts, &mut findings)?;
    feed::choose_newest(&mut first, &settings.config);
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
    };
    let (mut cards, mut links, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for summary in first.par_iter().map(|listed| work.article(listed)).collect::<Vec<_>>() {
        let summary = summary?;
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
                if let Some(staging) = staging {
                    output.write(&files.root, &staging)?;
                    outcome = Some(staging.commit()?);
                }
            }
            Err(found) => findings.extend(found),
        }
    }
    Ok(Report { findings, n_articles: first.len(), outcome, output, links, check })
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
