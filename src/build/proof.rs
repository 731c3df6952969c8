//! The command `proof`: where the conversion of articles is uncertain, word by word. Nothing is written.
//!
//! 1. Each article is read as a build reads it; `script` finds the doubtful places.
//! 2. Places of one word with the same candidates become one entry, each place with its line and context.
//! 3. Words of glossaries that stand nowhere are named.

use std::collections::BTreeSet;
use std::path::Path;

use super::settings::{Settings, read_settings};
use super::{Request, Work, first_pass};
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover::{self, ArticleFiles};
use crate::model::{Engines, Leaf, Scripted, Variant};
use crate::opencc::OpenCc;
use crate::script::{Candidate, Doubt, DoubtKind, find_doubts};
use crate::typed_files::unknown_article;
use crate::words::Words as Lexicon;

/// How much text is shown on each side of a place, in characters.
pub const N_CONTEXT: usize = 12;

/// A place in its context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyword {
    /// The line of `index.md`, from 1.
    pub line: usize,
    /// What stands before it.
    pub before: String,
    /// What stands behind it.
    pub after: String,
}

/// A word whose conversion is uncertain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulWord {
    /// The word as typed.
    pub word: String,
    /// What the article is written in, and what it is converted to.
    pub variants: (Variant, Variant),
    /// Why.
    pub kind: DoubtKind,
    /// What it could become; odds are those of the first place.
    pub candidates: Vec<Candidate>,
    /// Where it stands, in order.
    pub places: Vec<Keyword>,
}

impl DoubtfulWord {
    /// Returns the line of a glossary that gives the word the form of `candidate`.
    pub fn glossary_line(&self, candidate: &Candidate) -> String {
        let (own, other) = self.variants;
        format!("- {{{}: {}, {}: {}}}", own.script_tag(), self.word, other.script_tag(), candidate.form)
    }
}

/// What is uncertain in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proofed {
    /// `index.md`, relative to the root.
    pub path: String,
    /// Doubtful words: disagreements first, then in the order of the text.
    pub words: Vec<DoubtfulWord>,
    /// Words of its own glossary that stand nowhere in it.
    pub idle: Vec<String>,
}

/// What is uncertain in a site.
#[derive(Debug, Default)]
pub struct ProofReport {
    /// One an article that could be read.
    pub articles: Vec<Proofed>,
    /// Words of the shared glossary that stand in no article; none when one article alone is read.
    pub idle: Vec<String>,
    /// Why articles could not be read: errors alone.
    pub findings: Vec<Diagnostic>,
}

/// Finds what is uncertain in the conversion of the article `slug`, or of all.
///
/// Errors: the machine's failures; a slug that no article has.
pub fn proof(root: &Path, slug: Option<&str>) -> Result<ProofReport, Error> {
    let (files, _) = discover::read_site(root)?;
    let mut report = ProofReport::default();
    let request = Request { root: root.to_owned(), ..Request::default() };
    let settings = read_settings(&request, &files, &mut report.findings);
    let (opencc, lexicon) = (OpenCc::new(), Lexicon::new());
    let engines = Engines { opencc: &opencc, words: &lexicon };
    let mut listed = first_pass(&files, &settings.config, true, &mut Vec::new())?;
    if let Some(slug) = slug {
        if !listed.iter().any(|article| article.slug == slug) {
            return Err(unknown_article(slug, listed.iter().map(|article| article.slug.as_str())));
        }
        listed.retain(|article| article.slug == slug);
    }
    let work = Work {
        files: &files,
        settings: &settings,
        engines,
        seeks_careless: false,
        site: None,
        staging: None,
        today: None,
        folding: None,
    };
    let mut met = BTreeSet::new();
    for article in &listed {
        let (read, found) = discover::read_article(root, article.paths)?;
        report.findings.extend(found);
        let Some(read) = read else { continue };
        let (scripted, found) = work.read_edition(&read)?;
        let Some(scripted) = scripted else {
            report.findings.extend(found);
            continue;
        };
        let (proofed, words) = article_proof(&read, &scripted, &settings, engines)?;
        report.articles.push(proofed);
        met.extend(words);
    }
    if slug.is_none() {
        report.idle = idle(settings.glossary.iter().map(|(word, _)| word), &met);
    }
    report.findings.retain(|finding| finding.severity == Severity::Error);
    report.findings.sort();
    report.findings.dedup();
    Ok(report)
}

fn article_proof(
    files: &ArticleFiles,
    scripted: &Scripted,
    settings: &Settings,
    engines: Engines<'_>,
) -> Result<(Proofed, BTreeSet<String>), Error> {
    let annotated = &scripted.annotated;
    let found = find_doubts(annotated, &settings.glossary, &settings.config, engines)?;
    let front = &annotated.edition.document.front;
    let mut words: Vec<DoubtfulWord> = Vec::new();
    for doubt in found.doubts {
        let Some(edited) = annotated.edition.leaves.get(doubt.leaf) else { continue };
        let place = keyword(&files.index.text, &edited.leaf, &doubt);
        match words.iter_mut().find(|word| is_same(word, &doubt)) {
            Some(word) => word.places.push(place),
            None => words.push(DoubtfulWord {
                word: doubt.word,
                variants: (front.lang, doubt.variant),
                kind: doubt.kind,
                candidates: doubt.candidates,
                places: vec![place],
            }),
        }
    }
    words.sort_by_key(|word| word.kind);
    let idle = idle(front.glossary.iter().map(|(word, _)| word), &found.met);
    Ok((Proofed { path: files.index.path.clone(), words, idle }, found.met))
}

fn is_same(word: &DoubtfulWord, doubt: &Doubt) -> bool {
    let forms = |candidates: &[Candidate]| -> Vec<(String, bool, bool)> {
        candidates.iter().map(|one| (one.form.clone(), one.is_opencc, one.is_taken)).collect()
    };
    word.word == doubt.word && word.kind == doubt.kind && forms(&word.candidates) == forms(&doubt.candidates)
}

fn keyword(index: &str, leaf: &Leaf, doubt: &Doubt) -> Keyword {
    let before = leaf.slice(&(doubt.at.start.saturating_sub(N_CONTEXT)..doubt.at.start));
    let after = leaf.slice(&(doubt.at.end..leaf.text.len().min(doubt.at.end + N_CONTEXT)));
    let byte = leaf.source.get(doubt.at.start).copied().unwrap_or_default();
    let line = index.get(..byte).map_or(0, |text| text.matches('\n').count()) + 1;
    let flat = |text: String| text.replace('\n', " ");
    Keyword { line, before: flat(before), after: flat(after) }
}

fn idle<'a>(words: impl Iterator<Item = &'a String>, met: &BTreeSet<String>) -> Vec<String> {
    words.filter(|word| !met.contains(*word)).cloned().collect()
}
