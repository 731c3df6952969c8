//! The open rules of `collation.yaml` as questions of a review, and each decision written at once.
//!
//! 1. For each step the article is read again, so that what was typed meanwhile is neither lost nor overlooked.
//! 2. A question that is not as the screen showed it is shown again; nothing is written.
//! 3. The decision becomes edits (`decide`); an exception must take away the place meant and no other.
//! 4. What the rule's lines were is kept; taking back puts them there again, if they still are what the step made of them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use super::decide::{Decision, decide, rule_block};
use super::entries::status_word;
use super::{NOT_LINES, record};
use crate::collate::collate;
use crate::diag::{Error, Lines};
use crate::discover::{ArticleFiles, ArticlePaths, TextFile};
use crate::model::{Collation, Edge, Edited, Edition, LeafId, Place, Rule, RuleForm, Span, Status, collect_leaves};
use crate::parse::parse;
use crate::patch::narrowed;
use crate::review::{Act, Answer, Form, Outcome, Question, Record, Step};
use crate::typed_files::{Stop, TypedSite, patched, unreadable, write_all};

/// What can be done about a rule.
pub const FORM: Form = Form {
    answers: &[
        Answer {
            key: 'y',
            name: "accept",
            help: "accept: the edition prints the lemma; the apparatus keeps the reading",
        },
        Answer { key: 'n', name: "reject", help: "reject: the text stays as received" },
        Answer { key: 'd', name: "doubtful", help: "doubtful: the text stays, and is marked as doubtful" },
    ],
    typed: Some(("lemma", "type another lemma; then decide")),
    left_out: Some(("except here", "the rule does not hold at the place shown; then decide the others")),
    no_place: "the reading stands nowhere in the text",
};

/// How much text a question has on each side of a place, in characters.
const N_AROUND: usize = 300;
/// The longest context that tells places apart, in characters.
const N_CONTEXT: usize = 12;

/// The records of a site under review.
pub struct Reviewed {
    site: TypedSite,
    articles: Vec<Article>,
    done: Vec<Done>,
}

/// An article with open rules, as last seen.
struct Article {
    paths: ArticlePaths,
    /// Rules that were open at some time of this review.
    asked: BTreeSet<String>,
    questions: Vec<Question>,
}

/// A step that can be taken back: the rule's lines before and after it.
struct Done {
    article: usize,
    question: String,
    rule: String,
    place: usize,
    before: String,
    after: String,
}

/// Returns the open rules of one article or all, as questions, and what records the answers.
///
/// Errors: a file that cannot be read; a record whose rules are not typed as lines.
pub fn open_review(root: &Path, slug: Option<&str>) -> Result<(Reviewed, Vec<Question>), Stop> {
    let site = TypedSite::open(root)?;
    let files = match slug {
        Some(slug) => vec![site.article(slug)?],
        None => site.articles()?,
    };
    let mut articles = Vec::new();
    for files in files.into_iter().filter(|files| files.collation.is_some()) {
        let paths = ArticlePaths { folder: files.folder.clone(), name: files.name.clone() };
        let mut article = Article { paths, asked: BTreeSet::new(), questions: Vec::new() };
        let view = View::read(&site, files)?;
        if view.record().rules.iter().any(|rule| rule.status == Status::Proposed) {
            rule_block(&view.file.text, view.record(), 0).ok_or_else(|| unreadable(&view.file.path, NOT_LINES))?;
        }
        article.ask(&view);
        articles.push(article);
    }
    let reviewed = Reviewed { site, articles, done: Vec::new() };
    let questions = reviewed.questions();
    Ok((reviewed, questions))
}

impl Record for Reviewed {
    fn carry_out(&mut self, step: &Step) -> Result<Outcome, Error> {
        match step {
            Step::Decide(shown, act) => Ok(self.decide(shown, act)?),
            Step::Undo => Ok(self.undo()?),
            Step::Quit => Ok(self.outcome("")),
        }
    }
}

impl Reviewed {
    fn decide(&mut self, shown: &Question, act: &Act) -> Result<Outcome, Stop> {
        let found = self.articles.iter().position(|article| shown.key.starts_with(&article.key("")));
        let Some(article) = found else { return Ok(self.outcome(CHANGED)) };
        let view = self.view(article)?;
        self.ask(article, &view);
        let is_same = self.articles.get(article).is_some_and(|article| article.questions.contains(shown));
        let rule = view.record().rules.iter().position(|rule| rule.id == shown.name);
        let Some(rule) = rule.filter(|_| is_same) else { return Ok(self.outcome(CHANGED)) };
        let (decision, place) = match view.decision(rule, act) {
            Ok(decided) => decided,
            Err(why) => return Ok(self.outcome(why)),
        };
        let (edits, text) = decide(&view.file.text, view.record(), rule, &decision)
            .ok_or_else(|| unreadable(&view.file.path, "this rule is typed in a way that cannot be changed here"))?;
        let new = view.with_record(&self.site, &text)?;
        if matches!(act, Act::LeaveOut(_)) && !new.lacks_only(&view, rule, place) {
            return Ok(self.outcome(NOT_APART));
        }
        let lines = |view: &View| {
            let block = rule_block(&view.file.text, view.record(), rule)?;
            Some(view.file.text.get(block.at)?.to_owned())
        };
        let (before, after) = (lines(&view).unwrap_or_default(), lines(&new).unwrap_or_default());
        write_all(&self.site.files.root, &[patched(&self.site.files.root, &view.file, &edits)?])?;
        self.done.push(Done { article, question: shown.key.clone(), rule: shown.name.clone(), place, before, after });
        self.ask(article, &new);
        Ok(self.outcome(""))
    }

    fn undo(&mut self) -> Result<Outcome, Stop> {
        let Some(done) = self.done.last() else { return Ok(self.outcome("there is nothing to undo")) };
        let view = self.view(done.article)?;
        let rule = view.record().rules.iter().position(|rule| rule.id == done.rule);
        let block = rule.and_then(|rule| rule_block(&view.file.text, view.record(), rule));
        let at = block.map(|block| block.at).filter(|at| view.file.text.get(at.clone()) == Some(&done.after));
        let Some(at) = at else {
            let said = format!("`{}` was changed in the file since, and stays as it is", done.rule);
            let article = done.article;
            self.done.pop();
            self.ask(article, &view);
            return Ok(self.outcome(&said));
        };
        let edit = narrowed(at, &done.after, &done.before);
        let file = patched(&self.site.files.root, &view.file, &[edit])?;
        let text = file.to_text_file().map(|file| file.text).unwrap_or_default();
        let new = view.with_record(&self.site, &text)?;
        let show = Some((done.question.clone(), done.place));
        let article = done.article;
        write_all(&self.site.files.root, &[file])?;
        self.done.pop();
        self.ask(article, &new);
        Ok(Outcome { show, ..self.outcome("") })
    }

    /// Reads an article as it is now.
    fn view(&self, article: usize) -> Result<View, Stop> {
        let paths = self.articles.get(article).map(|article| &article.paths);
        let paths = paths.ok_or_else(|| Error::new("no such article"))?;
        View::read(&self.site, self.site.read(paths)?)
    }

    fn ask(&mut self, article: usize, view: &View) {
        self.articles.get_mut(article).into_iter().for_each(|article| article.ask(view));
    }

    fn questions(&self) -> Vec<Question> {
        self.articles.iter().flat_map(|article| article.questions.iter().cloned()).collect()
    }

    fn outcome(&self, said: &str) -> Outcome {
        Outcome { questions: self.questions(), said: said.to_owned(), show: None }
    }
}

const CHANGED: &str = "the files were changed meanwhile, and nothing was written: look again";
const NOT_APART: &str = "what stands around this place stands around another one too: write its `except` by hand";

impl Article {
    /// What tells a rule from those of all articles.
    fn key(&self, rule: &str) -> String {
        format!("{}#{rule}", self.paths.folder)
    }

    fn ask(&mut self, view: &View) {
        let (rules, lines) = (&view.record().rules, Lines::new(&view.files.index.text));
        self.asked.extend(rules.iter().filter(|rule| rule.status == Status::Proposed).map(|rule| rule.id.clone()));
        let asked = rules.iter().enumerate().filter(|(_, rule)| self.asked.contains(&rule.id));
        self.questions = asked.map(|(n, rule)| view.question(&lines, n, rule, self.key(&rule.id))).collect();
    }
}

/// An article collated by its record.
struct View {
    files: ArticleFiles,
    file: TextFile,
    edition: Edition,
    /// The places of each rule, as whole words in the received text.
    places: Vec<Vec<(LeafId, Span)>>,
}

impl View {
    fn read(site: &TypedSite, files: ArticleFiles) -> Result<Self, Stop> {
        let file = files.collation.clone();
        let file = file.unwrap_or(TextFile { path: format!("{}/collation.yaml", files.folder), text: String::new() });
        let record = record(&file)?;
        let (document, _) = parse(&site.input(&files));
        let document = document.ok_or_else(|| unreadable(&files.index.path, "cannot be read"))?;
        let edition = collate(document, record, None).0;
        let places = places(&edition);
        Ok(Self { files, file, edition, places })
    }

    /// The same article with another text of its record.
    fn with_record(&self, site: &TypedSite, text: &str) -> Result<Self, Stop> {
        let mut files = self.files.clone();
        files.collation = Some(TextFile { path: self.file.path.clone(), text: text.to_owned() });
        Self::read(site, files)
    }

    fn record(&self) -> &Collation {
        &self.edition.collation
    }

    fn question(&self, lines: &Lines<'_>, n: usize, rule: &Rule, key: String) -> Question {
        let (title, text) = match &rule.form {
            RuleForm::Word { reading, lemma } => (format!("{reading} → {lemma}"), Some(lemma.clone())),
            form => (form.name().unwrap_or_default().to_owned(), None),
        };
        Question {
            key,
            file: self.file.path.clone(),
            name: rule.id.clone(),
            title,
            group: rule.grade.as_str(),
            reason: rule.reason.clone(),
            text,
            candidates: Vec::new(),
            places: self.spans(n).iter().filter_map(|(leaf, at)| self.place(lines, *leaf, at)).collect(),
            answer: (rule.status != Status::Proposed).then(|| status_word(rule.status)),
        }
    }

    fn spans(&self, rule: usize) -> &[(LeafId, Span)] {
        self.places.get(rule).map_or(&[], Vec::as_slice)
    }

    fn place(&self, lines: &Lines<'_>, leaf: LeafId, at: &Span) -> Option<crate::review::Place> {
        let edited = self.edition.leaves.get(leaf)?;
        let text = &edited.received;
        let slice = |at: Range<usize>| text.get(at).unwrap_or_default().iter().collect::<String>();
        let byte = edited.leaf.source.get(edited.changes.map(at.start, Edge::Start)).copied().unwrap_or_default();
        Some(crate::review::Place {
            line: lines.line(byte),
            before: slice(at.start.saturating_sub(N_AROUND)..at.start),
            word: slice(at.clone()),
            after: slice(at.end..text.len().min(at.end + N_AROUND)),
        })
    }

    /// What `act` decides, and the place it was decided at.
    fn decision(&self, rule: usize, act: &Act) -> Result<(Decision, usize), &'static str> {
        match act {
            Act::Answer('y') => Ok((Decision::Status(Status::Accepted), 0)),
            Act::Answer('n') => Ok((Decision::Status(Status::Rejected), 0)),
            Act::Answer('d') => Ok((Decision::Status(Status::Doubtful), 0)),
            Act::Type(lemma) => match self.record().rules.get(rule).map(|rule| &rule.form) {
                Some(RuleForm::Word { reading, .. }) if reading == lemma => Err("that is the reading: `n` rejects"),
                _ => Ok((Decision::Lemma(lemma.clone()), 0)),
            },
            Act::LeaveOut(place) => {
                let (prefix, suffix) = self.context(rule, *place).ok_or(NOT_APART)?;
                Ok((Decision::Except(prefix, suffix), *place))
            }
            Act::Answer(_) | Act::Choose(_) => Err("no such key; `?` shows the keys"),
        }
    }

    /// The shortest context that place `n` of a rule has and no other place of it.
    fn context(&self, rule: usize, n: usize) -> Option<(String, String)> {
        let around = |(leaf, at): &(LeafId, Span), length: usize| {
            let text = self.edition.leaves.get(*leaf).map_or(&[][..], |edited| edited.received.as_slice());
            let before = text.get(at.start.saturating_sub(length)..at.start).unwrap_or_default();
            let after = text.get(at.end..text.len().min(at.end + length)).unwrap_or_default();
            (before.to_vec(), after.to_vec())
        };
        let (meant, others) = (self.spans(rule).get(n)?, self.spans(rule));
        let others = || others.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, place)| place);
        (1..=N_CONTEXT).map(|length| (length, around(meant, length))).find_map(|(length, (before, after))| {
            let holds = |(other_before, other_after): (Vec<char>, Vec<char>)| {
                other_before.ends_with(&before) && other_after.starts_with(&after)
            };
            let is_alone = !others().any(|other| holds(around(other, length)));
            is_alone.then(|| (before.iter().collect(), after.iter().collect()))
        })
    }

    /// Whether the rule holds where it held in `old`, but for the place `n`.
    fn lacks_only(&self, old: &Self, rule: usize, n: usize) -> bool {
        let kept = old.spans(rule).iter().enumerate().filter(|(other, _)| *other != n).map(|(_, place)| place);
        self.spans(rule).iter().eq(kept)
    }
}

/// The places of each rule, in document order.
fn places(edition: &Edition) -> Vec<Vec<(LeafId, Span)>> {
    let mut order = vec![edition.document.title];
    collect_leaves(&edition.document.body, &mut order);
    let mut found: Vec<Vec<(LeafId, Span)>> = vec![Vec::new(); edition.collation.rules.len()];
    for (leaf, edited) in order.into_iter().filter_map(|leaf| Some((leaf, edition.leaves.get(leaf)?))) {
        for place in &edited.places {
            let (Some(rule), Some(places)) = (edition.collation.rules.get(place.rule), found.get_mut(place.rule))
            else {
                continue;
            };
            let at = whole(edited, place, rule);
            if places.last() != Some(&(leaf, at.clone())) {
                places.push((leaf, at));
            }
        }
    }
    found
}

/// The whole word that a changed run belongs to: contexts of rules stand around it.
fn whole(edited: &Edited, place: &Place, rule: &Rule) -> Span {
    let run = &place.received;
    let RuleForm::Word { reading, .. } = &rule.form else { return run.clone() };
    let reading: Vec<char> = reading.chars().collect();
    let starts = run.end.saturating_sub(reading.len())..=run.start;
    let words = starts.rev().map(|start| start..start + reading.len());
    let mut words = words.filter(|at| edited.received.get(at.clone()) == Some(&reading));
    words.next().unwrap_or_else(|| run.clone())
}
