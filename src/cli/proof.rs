//! The command `proof`: uncertain conversions as keywords in their context, with lines to paste into a glossary.

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::args::Cli;
use super::findings::{print_findings, say_lines, speaker, texts_in};
use super::terminal;
use super::typed::stopped;
use super::{End, print, root};
use crate::build::{
    DoubtfulWord, PROOF_FORM, ProofReport, Proofed, SETTLED, open_settling, proof as find, reason, remark,
};
use crate::diag::{Error, count, printable};
use crate::review::{Review, head, tail};

/// How many places of a word are shown.
const SHOWN: usize = 5;
/// How much text is shown on each side of a place, in cells.
const N_CELLS: usize = 24;

#[derive(Debug, Args)]
pub(super) struct ProofArgs {
    /// The article's name in addresses [default: every article]
    slug: Option<String>,
    /// Settle the words one by one, in the terminal: each becomes a line of the article's glossary
    #[arg(long)]
    review: bool,
    /// With --review: lines go into content/glossary.yaml, for all articles
    #[arg(long, requires = "review")]
    shared: bool,
}

pub(super) fn proof(cli: &Cli, args: &ProofArgs) -> Result<End, Error> {
    if args.review {
        return review(cli, args);
    }
    let root = root(cli)?;
    let report = find(&root, args.slug.as_deref())?;
    print_findings(cli, &root, &report.findings);
    let text = texts_in(cli);
    let lines: Vec<String> = lines(&report).into_iter().map(|line| line.say(&text)).collect();
    print(&printable(&format!("{}\n", lines.join("\n"))))?;
    Ok(if report.findings.is_empty() { End::Done } else { End::ContentErrors })
}

/// Puts the doubtful words to the editor, and says how many were settled.
fn review(cli: &Cli, args: &ProofArgs) -> Result<End, Error> {
    terminal::require("run it in a terminal; elsewhere run `jiaozhu proof` and paste its lines into a glossary")?;
    let opened = open_settling(&root(cli)?, args.slug.as_deref(), args.shared);
    stopped(
        cli,
        opened.and_then(|(mut record, questions)| {
            if questions.is_empty() {
                say_lines(cli, &["nothing is uncertain".to_owned()]);
                return Ok(End::Done);
            }
            let mut review = Review::new(PROOF_FORM, questions);
            let ended = terminal::run(&mut review, &mut record, &speaker(cli));
            let (n_settled, n_open) = (review.count(Some(SETTLED)), review.count(None));
            if !cli.quiet {
                say_lines(cli, &[format!("settled: {n_settled}; {n_open} left open")]);
            }
            Ok(ended.map(|()| End::Done)?)
        }),
    )
}

/// A line: what stands as it is, and what is said in the language asked for.
struct Line(String, String);

impl Line {
    fn plain(text: String) -> Self {
        Self(text, String::new())
    }

    fn said(text: impl Into<String>) -> Self {
        Self(String::new(), text.into())
    }

    fn say(self, text: &dyn Fn(&str) -> String) -> String {
        if self.1.is_empty() { self.0 } else { self.0 + &text(&self.1) }
    }
}

fn lines(report: &ProofReport) -> Vec<Line> {
    let mut lines: Vec<Line> = report.articles.iter().flat_map(article).collect();
    lines.extend(
        report.idle.iter().map(|word| Line::said(format!("content/glossary.yaml: `{word}` stands in no article"))),
    );
    let has_words = report.articles.iter().any(|article| !article.words.is_empty());
    lines.push(Line::said(if has_words { NEXT } else { "nothing is uncertain" }));
    lines
}

const NEXT: &str = "next: where a form is wrong, or to settle it, paste the line of the right one into `glossary:` of the front matter, or into content/glossary.yaml";

fn article(article: &Proofed) -> Vec<Line> {
    let mut lines = Vec::new();
    let n_places: usize = article.words.iter().map(|word| word.places.len()).sum();
    if let Some(first) = article.words.first() {
        let words = count(article.words.len(), "word");
        let (path, variant) = (&article.path, first.variants.1);
        lines.push(Line::said(format!("{path}, to {variant}: {words} uncertain at {}", count(n_places, "place"))));
    }
    lines.extend(article.words.iter().flat_map(word));
    let idle = article.idle.iter();
    lines.extend(idle.map(|word| Line::said(format!("{}: `{word}` of the glossary stands nowhere", article.path))));
    lines
}

fn word(word: &DoubtfulWord) -> Vec<Line> {
    let mut lines = vec![Line(format!("  {}  ", word.word), reason(word.kind).to_owned())];
    for place in word.places.iter().take(SHOWN) {
        let (before, after) = (tail(&place.before, N_CELLS), head(&place.after, N_CELLS));
        let gap = " ".repeat(N_CELLS.saturating_sub(before.width()));
        let text = format!("{gap}{before}【{}】{after}", word.word);
        lines.push(Line::plain(format!("    {:>5}  {text}", place.line)));
    }
    if let Some(n) = word.places.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        lines.push(Line(" ".repeat(11), format!("and at {} more", count(n, "place"))));
    }
    let width = word.candidates.iter().map(|one| word.glossary_line(one).width()).max().unwrap_or_default();
    lines.extend(word.candidates.iter().map(|one| {
        let line = word.glossary_line(one);
        let gap = " ".repeat(width - line.width());
        Line(format!("    {line}{gap}  # "), remark(one))
    }));
    lines
}
