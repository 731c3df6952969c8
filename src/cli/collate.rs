//! The command `collate`: what was proposed is shown as keywords in their context, or put to the editor one by one.

use clap::{Args, ValueEnum};
use unicode_width::UnicodeWidthStr;

use super::args::Cli;
use super::findings::{say_lines, speaker};
use super::terminal;
use super::typed::stopped;
use super::{End, root};
use crate::diag::{Error, count};
use crate::emend::{Collated, Emendation, FORM, Request, emend, open_review};
use crate::model::Grade;
use crate::review::Review;
use crate::typed_files::Stop;

/// How wide the grade and the line of a rule are, in cells.
const N_WORD: usize = 9;
const N_LINE: usize = 9;

#[derive(Debug, Args)]
pub(super) struct CollateArgs {
    /// The article's name in addresses [default: every article with a witness or a record]
    slug: Option<String>,
    /// Accept the proposals of this grade
    #[arg(long, value_name = "GRADE")]
    accept: Option<Accepted>,
    /// Decide the open rules one by one, in the terminal
    #[arg(long)]
    review: bool,
}

/// What can be accepted unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Accepted {
    Firm,
}

pub(super) fn collate(cli: &Cli, args: &CollateArgs) -> Result<End, Error> {
    if args.review {
        terminal::require(
            "run it in a terminal; elsewhere decide in collation.yaml: `status: accepted`, `rejected` or `doubtful`",
        )?;
    }
    let root = root(cli)?;
    let request = Request { root: &root, slug: args.slug.as_deref(), accept_firm: args.accept.is_some() };
    if args.review {
        return stopped(cli, emend(&request).and_then(|_| review(cli, &request)));
    }
    let ended = emend(&request).map(|collated| {
        if !cli.quiet {
            let text = speaker(cli);
            let lines = collated.iter().flat_map(|article| lines(article, &text));
            let lines = lines.chain(left_out(&collated)).chain([next(&collated)]);
            say_lines(cli, &lines.collect::<Vec<_>>());
        }
        End::Done
    });
    stopped(cli, ended)
}

/// Puts the open rules to the editor, and says how many were decided.
fn review(cli: &Cli, request: &Request<'_>) -> Result<End, Stop> {
    let (mut record, questions) = open_review(request.root, request.slug)?;
    if questions.is_empty() {
        say_lines(cli, &["nothing waits for a decision".to_owned()]);
        return Ok(End::Done);
    }
    let mut review = Review::new(FORM, questions);
    let ended = terminal::run(&mut review, &mut record, &speaker(cli));
    let n = |answer: &'static str| review.count(Some(answer));
    let (accepted, rejected, doubtful) = (n("accepted"), n("rejected"), n("doubtful"));
    let n_open = review.count(None);
    if !cli.quiet {
        let decided =
            format!("decided: {accepted} accepted, {rejected} rejected, {doubtful} doubtful; {n_open} left open");
        say_lines(cli, &[decided]);
    }
    Ok(ended.map(|()| End::Done)?)
}

/// What came of one article, a line a rule; `text` says the words of such a line in the language asked for.
fn lines(collated: &Collated, text: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut lines = moved(collated, text);
    let index = collated.path.replace("collation.yaml", "index.md");
    lines.extend(collated.unreached.iter().map(|(line, word, lemma)| {
        format!("{index}:{line}: `{word}` seems to be a careless conversion of `{lemma}`; no rule holds there: type `{lemma}`")
    }));
    if collated.proposed.is_empty() && collated.accepted.is_empty() {
        return lines;
    }
    let n_places: usize = collated.proposed.iter().map(|rule| rule.n_places).sum();
    let n_firm = collated.proposed.iter().filter(|rule| rule.grade == Grade::Firm).count();
    let n_tentative = collated.proposed.len() - n_firm;
    lines.push(format!(
        "{}: {} proposed at {} ({n_firm} firm, {n_tentative} tentative), {} accepted",
        collated.path,
        count(collated.proposed.len(), "rule"),
        count(n_places, "place"),
        collated.accepted.len(),
    ));
    lines.extend(in_context(&collated.proposed, |rule| rule.grade.as_str(), text));
    lines
}

/// What became of corrections typed into the article.
fn moved(collated: &Collated, text: &dyn Fn(&str) -> String) -> Vec<String> {
    if let Some((line, why)) = collated.left {
        let what = "index.md departs from the witness by more than a correction, so nothing is moved";
        return vec![format!("{}: {what} (line {line}: {why})", collated.path)];
    }
    if collated.moved.is_empty() {
        return Vec::new();
    }
    let n = count(collated.moved.len(), "correction");
    let mut lines = vec![format!("{}: {n} moved here from index.md; type a `reason` for each", collated.path)];
    lines.extend(in_context(&collated.moved, |_| "moved", text));
    lines
}

/// A line a rule.
fn in_context(
    rules: &[Emendation],
    word: impl Fn(&Emendation) -> &'static str,
    text: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut lines = Vec::new();
    let change = |rule: &Emendation| format!("{} → {}", rule.reading, rule.lemma);
    let width = rules.iter().map(|rule| change(rule).width()).max().unwrap_or_default();
    for rule in rules {
        let change = change(rule);
        let gap = " ".repeat(width - change.width());
        let (line, before, after) = &rule.context;
        let before_gap = " ".repeat((2 * crate::emend::N_CONTEXT).saturating_sub(before.width()));
        let word = padded(&text(word(rule)), N_WORD);
        let line = padded(&text(&format!("line {line}")), N_LINE);
        lines.push(format!(
            "  {word} {change}{gap} {:>4} ×  {line} {before_gap}{before}【{}】{after}",
            rule.n_places, rule.reading,
        ));
    }
    lines
}

/// `text`, with spaces behind it up to `width` cells.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// What is said of articles that were not named and have nothing to be collated with.
fn left_out(collated: &[Collated]) -> Option<String> {
    let n = collated.iter().filter(|article| article.is_left_out).count();
    let articles = count(n, "article");
    (n > 0)
        .then(|| format!("left out, without a witness: {articles}; `jiaozhu collate SLUG` collates one all the same"))
}

fn next(collated: &[Collated]) -> String {
    let n_open: usize = collated.iter().map(|article| article.n_open).sum();
    match n_open {
        0 => "nothing waits for a decision".to_owned(),
        n => format!(
            "next: {} to be decided: `jiaozhu collate --review` asks about each, `--accept firm` accepts what is firm; or type `status: accepted`, `rejected` or `doubtful` in collation.yaml",
            count(n, "rule")
        ),
    }
}
