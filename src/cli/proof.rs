//! The command `proof`: uncertain conversions as keywords in their context, with lines to paste into a glossary.

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::args::Cli;
use super::findings::{print_findings, texts_in};
use super::{End, print, root};
use crate::build::{DoubtfulWord, N_CONTEXT, ProofReport, Proofed, proof as find};
use crate::diag::{Error, count};
use crate::script::{Candidate, DoubtKind};

/// How many places of a word are shown.
const SHOWN: usize = 5;

#[derive(Debug, Args)]
pub(super) struct ProofArgs {
    /// The article's name in addresses [default: every article]
    slug: Option<String>,
}

pub(super) fn proof(cli: &Cli, args: &ProofArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let report = find(&root, args.slug.as_deref())?;
    print_findings(cli, &root, &report.findings);
    let text = texts_in(cli);
    let lines: Vec<String> = lines(&report).into_iter().map(|line| line.say(&text)).collect();
    print(&format!("{}\n", lines.join("\n")))?;
    Ok(if report.findings.is_empty() { End::Done } else { End::ContentErrors })
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
    let why = match word.kind {
        DoubtKind::Disagreement => "OpenCC and the likeliest words disagree",
        DoubtKind::Alone => "no dictionary holds a word here",
    };
    let mut lines = vec![Line(format!("  {}  ", word.word), why.to_owned())];
    for place in word.places.iter().take(SHOWN) {
        let gap = " ".repeat((2 * N_CONTEXT).saturating_sub(place.before.width()));
        let text = format!("{gap}{}【{}】{}", place.before, word.word, place.after);
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

/// What is known of a candidate, as a comment of YAML.
fn remark(candidate: &Candidate) -> String {
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
