//! The command `proof`: where the conversion of articles is uncertain, word by word. Nothing is written.
//!
//! 1. Each article is read as a build reads it; `script` finds the doubtful places.
//! 2. Places of one word with the same candidates become one entry, each place with its line and context.
//! 3. Words of glossaries that stand nowhere are named.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Request;
use super::listing::{Listed, first_pass};
use super::settings::{Settings, read_settings};
use super::work::Work;
use crate::config::yaml_text;
use crate::diag::{Diagnostic, Error, Lines, Severity};
use crate::discover::{self, ArticleFiles, ArticlePaths, SiteFiles};
use crate::model::{Engines, Leaf, Scripted, Variant};
use crate::opencc::OpenCc;
use crate::script::{Candidate, Doubt, DoubtKind, find_doubts};
use crate::typed_files::unknown_article;
use crate::words::Words as Lexicon;

/// How much text a place has on each side, in characters.
const N_AROUND: usize = 300;

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
        glossary_line(self.variants, &self.word, &candidate.form)
    }
}

/// Returns the line of a glossary that gives `word` this form; `variants` are what is written, and what it becomes.
pub(super) fn glossary_line((own, other): (Variant, Variant), word: &str, form: &str) -> String {
    let (word, form) = (yaml_text(word), yaml_text(form));
    format!("- {{{}: {word}, {}: {form}}}", own.script_tag(), other.script_tag())
}

/// Returns what is known of a candidate.
pub fn remark(candidate: &Candidate) -> String {
    let whose = match (candidate.is_taken, candidate.is_opencc) {
        (true, true) => "printed now",
        (true, false) => "printed now, against OpenCC",
        (false, true) => "OpenCC",
        (false, false) => "another form",
    };
    match candidate.odds {
        None => whose.to_owned(),
        Some(0) => format!("{whose}; likeliest"),
        Some(odds) => match (f64::from(odds) / 10.0).exp() {
            times if times < 1.95 => format!("{whose}; about as likely"),
            times if times < 1000.0 => format!("{whose}; {times:.0} times less likely"),
            _ => format!("{whose}; over 1000 times less likely"),
        },
    }
}

/// Returns why a word is doubtful.
pub fn reason(kind: DoubtKind) -> &'static str {
    match kind {
        DoubtKind::Disagreement => "OpenCC and the likeliest words disagree",
        DoubtKind::Alone => "no dictionary holds a word here",
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
    let mut report = ProofReport::default();
    let proofing = Proofing::open(root, &mut report.findings)?;
    let mut met = BTreeSet::new();
    for paths in proofing.articles(slug)? {
        let (read, found) = discover::read_article(root, paths)?;
        report.findings.extend(found);
        let Some(read) = read else { continue };
        match proofing.proof(&read)? {
            Ok((proofed, words)) => {
                report.articles.push(proofed);
                met.extend(words);
            }
            Err(found) => report.findings.extend(found),
        }
    }
    if slug.is_none() {
        report.idle = idle(proofing.settings.glossary.all_rules().map(|(_, rule)| &rule.name), &met);
    }
    report.findings.retain(|finding| finding.severity == Severity::Error);
    report.findings.sort();
    report.findings.dedup();
    Ok(report)
}

/// A site that is proofed: its shared files and the engines.
pub(super) struct Proofing {
    pub(super) files: SiteFiles,
    pub(super) settings: Settings,
    opencc: OpenCc,
    lexicon: Lexicon,
}

/// What is uncertain in an article and which words of glossaries it has; else why it cannot be read.
pub(super) type ArticleProof = Result<(Proofed, BTreeSet<String>), Vec<Diagnostic>>;

impl Proofing {
    pub(super) fn open(root: &Path, findings: &mut Vec<Diagnostic>) -> Result<Self, Error> {
        let (files, _) = discover::read_site(root)?;
        let (opencc, lexicon) = (OpenCc::new(), Lexicon::new());
        let engines = Engines { opencc: &opencc, words: &lexicon };
        let request = Request { root: root.to_owned(), ..Request::default() };
        let settings = read_settings(&request, &files, engines, findings)?;
        Ok(Self { files, settings, opencc, lexicon })
    }

    /// Reads what the shared files say, now that they are `files`.
    pub(super) fn settings(&self, files: &SiteFiles, findings: &mut Vec<Diagnostic>) -> Result<Settings, Error> {
        let engines = Engines { opencc: &self.opencc, words: &self.lexicon };
        read_settings(&Request { root: files.root.clone(), ..Request::default() }, files, engines, findings)
    }

    /// The article `slug`, or all.
    pub(super) fn articles(&self, slug: Option<&str>) -> Result<Vec<&ArticlePaths>, Error> {
        let listed = first_pass(&self.files, &self.settings, true, &mut Vec::new())?;
        let is_meant = |article: &&Listed<'_>| slug.is_none_or(|slug| article.front.slug == slug);
        let meant: Vec<&ArticlePaths> = listed.iter().filter(is_meant).map(|article| article.paths).collect();
        match slug {
            Some(slug) if meant.is_empty() => {
                Err(unknown_article(slug, listed.iter().map(|article| article.front.slug.as_str())))
            }
            _ => Ok(meant),
        }
    }

    pub(super) fn proof(&self, files: &ArticleFiles) -> Result<ArticleProof, Error> {
        let engines = Engines { opencc: &self.opencc, words: &self.lexicon };
        let work = Work::new(&self.files, &self.settings, engines);
        let (scripted, found) = work.read_edition(files)?;
        let Some(scripted) = scripted else { return Ok(Err(found)) };
        article_proof(files, &scripted, &self.settings, engines).map(Ok)
    }
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
    let lines = Lines::new(&files.index.text);
    let mut words: Vec<DoubtfulWord> = Vec::new();
    let mut known: BTreeMap<(String, DoubtKind, Forms), usize> = BTreeMap::new();
    for doubt in found.doubts {
        let Some(edited) = annotated.edition.leaves.get(doubt.leaf) else { continue };
        let place = keyword(&lines, &edited.leaf, &doubt);
        let forms = doubt.candidates.iter().map(|one| (one.form.clone(), one.is_opencc, one.is_taken)).collect();
        let n = *known.entry((doubt.word.clone(), doubt.kind, forms)).or_insert(words.len());
        match words.get_mut(n) {
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
    let idle = idle(front.glossary.rules.iter().map(|rule| &rule.name), &found.met);
    Ok((Proofed { path: files.index.path.clone(), words, idle }, found.met))
}

/// Each candidate's form, whether OpenCC has it, whether it is printed.
type Forms = Vec<(String, bool, bool)>;

fn keyword(lines: &Lines<'_>, leaf: &Leaf, doubt: &Doubt) -> Keyword {
    let before = leaf.slice(&(doubt.at.start.saturating_sub(N_AROUND)..doubt.at.start));
    let after = leaf.slice(&(doubt.at.end..leaf.text.len().min(doubt.at.end + N_AROUND)));
    let byte = leaf.source.get(doubt.at.start).copied().unwrap_or_default();
    let flat = |text: String| text.replace('\n', " ");
    Keyword { line: lines.line(byte), before: flat(before), after: flat(after) }
}

fn idle<'a>(words: impl Iterator<Item = &'a String>, met: &BTreeSet<String>) -> Vec<String> {
    words.filter(|word| !met.contains(*word)).cloned().collect()
}
