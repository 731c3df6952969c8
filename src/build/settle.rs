//! Doubtful words as questions of a review, and each answer written at once, as a line of a glossary.
//!
//! 1. Places of one word are one question, since a line of a glossary holds wherever its word stands.
//! 2. For each step the files are read again; a question that is not as the screen showed it is shown again.
//! 3. The glossary with the new line is tried first: a line that settles nothing is not written.
//! 4. Taking back gives the file its text from before the step, if it still is what the step made of it.

use std::ops::Range;
use std::path::Path;

use super::proof::{DoubtfulWord, Proofed, Proofing, glossary_line, reason, remark};
use crate::diag::{Error, Severity};
use crate::discover::{self, ArticleFiles, ArticlePaths, TextFile};
use crate::model::Variant;
use crate::parse::front_yaml;
use crate::patch::{Block, Edit, append, list_end, list_end_in, narrowed, patch};
use crate::review::{Act, Answer, Choice, Form, Outcome, Place, Question, Record, Step};
use crate::script::{Candidate, DoubtKind};
use crate::typed_files::{NewFile, Stop, patched, read_typed, unreadable, write_all};

/// What can be done about a doubtful word.
pub const PROOF_FORM: Form = Form {
    answers: &[Answer { key: 'y', name: "as printed", help: "settle the word as it is printed now" }],
    typed: Some(("word = form", "type the form, or a longer word and its form, which holds at fewer places")),
    left_out: None,
    no_place: "",
};

/// The answer of a word that is a question no more.
pub const SETTLED: &str = "settled";

const GLOSSARY: &str = "content/glossary.yaml";

/// The doubtful words of a site under review.
pub struct Settling {
    proofing: Proofing,
    /// Whether lines go into the glossary of all articles.
    is_shared: bool,
    articles: Vec<Article>,
    done: Vec<Done>,
}

/// An article with doubtful words, as last seen.
struct Article {
    paths: ArticlePaths,
    asked: Vec<Asked>,
}

/// A doubtful word that was asked about at some time of this review.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    question: Question,
    word: String,
    variants: (Variant, Variant),
    candidates: Vec<Candidate>,
}

/// A step that can be taken back: the file's text before and after it.
#[derive(Clone)]
struct Done {
    article: usize,
    question: String,
    /// The word of the line.
    word: String,
    path: String,
    before: String,
    after: String,
}

/// Returns the doubtful words of one article or all, as questions, and what records the answers: in the article's own
/// glossary, or in that of all articles.
///
/// Errors: a file that cannot be read; a slug that no article has.
pub fn open_settling(root: &Path, slug: Option<&str>, is_shared: bool) -> Result<(Settling, Vec<Question>), Stop> {
    let proofing = Proofing::open(root, &mut Vec::new())?;
    let mut articles = Vec::new();
    for paths in proofing.articles(slug)? {
        let files = read_typed(root, paths)?;
        let Ok((proofed, _)) = proofing.proof(&files)? else { return Err(unreadable(&files.index.path, UNREADABLE)) };
        let mut article = Article { paths: paths.clone(), asked: Vec::new() };
        article.ask(&proofed);
        articles.push(article);
    }
    let settling = Settling { proofing, is_shared, articles, done: Vec::new() };
    let questions = settling.questions();
    Ok((settling, questions))
}

impl Record for Settling {
    fn carry_out(&mut self, step: &Step) -> Result<Outcome, Error> {
        match step {
            Step::Decide(shown, act) => Ok(self.decide(shown, act)?),
            Step::Undo => Ok(self.undo()?),
            Step::Quit => Ok(self.outcome("")),
        }
    }
}

impl Settling {
    fn decide(&mut self, shown: &Question, act: &Act) -> Result<Outcome, Stop> {
        let found = self.articles.iter().position(|article| shown.key.starts_with(&article.key("")));
        let Some(n) = found else { return Ok(self.outcome(CHANGED)) };
        self.read_shared()?;
        let files = self.read_and_ask(n)?;
        let asked =
            self.articles.get(n).and_then(|article| article.asked.iter().find(|asked| asked.question == *shown));
        let Some(asked) = asked.cloned() else { return Ok(self.outcome(CHANGED)) };
        let (word, form) = match asked.line(act) {
            Ok(line) => line,
            Err(why) => return Ok(self.outcome(why)),
        };
        let line = glossary_line(asked.variants, &word, &form);
        let (file, edit) = match self.edit(&files, &line) {
            Ok(edit) => edit,
            Err(why) => return Ok(self.outcome(why)),
        };
        let bytes = patch(file.text.as_bytes(), std::slice::from_ref(&edit)).unwrap_or_default();
        let after = String::from_utf8(bytes).unwrap_or_default();
        let n_left = self.try_out(&files, &file.path, &after, &asked.word)?;
        let is_meant = |left: usize| left == 0 || (matches!(act, Act::Type(_)) && left < asked.question.places.len());
        if !n_left.is_some_and(is_meant) {
            return Ok(self.outcome(NO_EFFECT));
        }
        let root = &self.proofing.files.root;
        let (written, before) = match file.text.is_empty() && file.path == GLOSSARY {
            // A glossary that is taken back is one without lines.
            true => (NewFile::made(&file.path, &after), "[]\n".to_owned()),
            false => (patched(root, &file, &[edit])?, file.text),
        };
        write_all(root, &[written])?;
        let question = shown.key.clone();
        self.done.push(Done { article: n, question, word: word.clone(), path: file.path, before, after });
        self.read_again(n, &word)?;
        Ok(self.outcome(""))
    }

    fn undo(&mut self) -> Result<Outcome, Stop> {
        self.read_shared()?;
        let Some(done) = self.done.last().cloned() else { return Ok(self.outcome("there is nothing to undo")) };
        let files = self.read_and_ask(done.article)?;
        let file = if done.path == GLOSSARY { self.proofing.files.glossary.clone() } else { Some(files.index) };
        let Some(file) = file.filter(|file| file.text == done.after) else {
            self.done.pop();
            return Ok(self.outcome(&format!("{} was changed since, and stays as it is", done.path)));
        };
        let edit = narrowed(0..done.after.len(), &done.after, &done.before);
        let root = &self.proofing.files.root;
        write_all(root, &[patched(root, &file, &[edit])?])?;
        self.done.pop();
        self.read_again(done.article, &done.word)?;
        Ok(Outcome { show: Some((done.question, 0)), ..self.outcome("") })
    }

    /// Reads what all articles share as it is now.
    fn read_shared(&mut self) -> Result<(), Stop> {
        let (files, _) = discover::read_site(&self.proofing.files.root)?;
        let mut findings = Vec::new();
        let settings = self.proofing.settings(&files, &mut findings)?;
        if let Some(error) = findings.iter().find(|finding| finding.severity == Severity::Error) {
            let path = error.place.as_ref().map_or(GLOSSARY, |place| &place.file);
            return Err(unreadable(path, &error.message));
        }
        (self.proofing.files, self.proofing.settings) = (files, settings);
        Ok(())
    }

    /// Reads an article as it is now, and its questions.
    fn read_and_ask(&mut self, n: usize) -> Result<ArticleFiles, Stop> {
        let Some(article) = self.articles.get_mut(n) else { return Err(Error::new("no such article").into()) };
        let files = read_typed(&self.proofing.files.root, &article.paths)?;
        let Ok((proofed, _)) = self.proofing.proof(&files)? else {
            return Err(unreadable(&files.index.path, UNREADABLE));
        };
        article.ask(&proofed);
        Ok(files)
    }

    /// Reads again what a line about `word` can have settled: the article, and if all share the line, those with that word.
    fn read_again(&mut self, n: usize, word: &str) -> Result<(), Stop> {
        if self.is_shared {
            self.read_shared()?;
        }
        let has_word = |asked: &Asked| asked.word.contains(word) || word.contains(&asked.word);
        let articles = self.articles.iter().enumerate();
        let touched = articles.filter(|(i, article)| *i == n || (self.is_shared && article.asked.iter().any(has_word)));
        for n in touched.map(|(n, _)| n).collect::<Vec<_>>() {
            self.read_and_ask(n)?;
        }
        Ok(())
    }

    /// The file that gets `line`, as it is, and the edit.
    fn edit(&self, files: &ArticleFiles, line: &str) -> Result<(TextFile, Edit), &'static str> {
        if !self.is_shared {
            let edit = in_front_matter(&files.index.text, line).ok_or(BRACKETS)?;
            return Ok((files.index.clone(), edit));
        }
        let file = self.proofing.files.glossary.clone();
        let file = file.unwrap_or(TextFile { path: GLOSSARY.to_owned(), text: String::new() });
        let edit = in_shared(&file.text, line).ok_or(BRACKETS)?;
        Ok((file, edit))
    }

    /// At how many places `word` is doubtful once the file `path` says `text`; none when it cannot be read then.
    fn try_out(&mut self, files: &ArticleFiles, path: &str, text: &str, word: &str) -> Result<Option<usize>, Error> {
        let new = TextFile { path: path.to_owned(), text: text.to_owned() };
        let proofed = if path == GLOSSARY {
            let old = self.proofing.files.glossary.replace(new);
            let mut findings = Vec::new();
            let tried = self.proofing.settings(&self.proofing.files, &mut findings)?;
            let settings = std::mem::replace(&mut self.proofing.settings, tried);
            let proofed = self.proofing.proof(files);
            (self.proofing.files.glossary, self.proofing.settings) = (old, settings);
            let is_read = findings.iter().all(|finding| finding.severity != Severity::Error);
            proofed?.ok().filter(|_| is_read)
        } else {
            self.proofing.proof(&ArticleFiles { index: new, ..files.clone() })?.ok()
        };
        let places = |proofed: &Proofed| {
            let same = proofed.words.iter().filter(|doubtful| doubtful.word == word);
            same.map(|doubtful| doubtful.places.len()).sum()
        };
        Ok(proofed.map(|(proofed, _)| places(&proofed)))
    }

    fn questions(&self) -> Vec<Question> {
        self.articles.iter().flat_map(|article| article.asked.iter().map(|asked| asked.question.clone())).collect()
    }

    fn outcome(&self, said: &str) -> Outcome {
        Outcome { questions: self.questions(), said: said.to_owned(), show: None }
    }
}

const CHANGED: &str = "the files were changed meanwhile, and nothing was written: look again";
const NO_EFFECT: &str = "such a line would settle nothing here, and nothing was written";
const BRACKETS: &str = "the glossary is typed between brackets: type each of its entries as a line";
const UNREADABLE: &str = "cannot be read";
const FORM: &str = "type it as `word = form`";
const SEVERAL: &str = "its places are printed in several forms: choose one by its number, or type a longer word";

impl Article {
    /// What tells a word from those of all articles.
    fn key(&self, word: &str) -> String {
        format!("{}#{word}", self.paths.folder)
    }

    /// Takes over how the words stand now; one that is no longer doubtful is settled.
    fn ask(&mut self, proofed: &Proofed) {
        for asked in &mut self.asked {
            asked.question.answer = Some(SETTLED);
        }
        let mut taken: Vec<&str> = Vec::new();
        for doubtful in &proofed.words {
            let known = self.asked.iter().position(|asked| asked.word == doubtful.word);
            let is_more = taken.contains(&doubtful.word.as_str());
            let key = self.key(&doubtful.word);
            match known.and_then(|n| self.asked.get_mut(n)) {
                Some(asked) if is_more => asked.add(doubtful),
                Some(asked) => *asked = Asked::new(doubtful, &proofed.path, key),
                None => self.asked.push(Asked::new(doubtful, &proofed.path, key)),
            }
            taken.push(&doubtful.word);
        }
    }
}

impl Asked {
    fn new(doubtful: &DoubtfulWord, path: &str, key: String) -> Self {
        let question = Question {
            key,
            file: path.to_owned(),
            name: doubtful.variants.1.to_string(),
            title: String::new(),
            group: match doubtful.kind {
                DoubtKind::Disagreement => "disputed",
                DoubtKind::Alone => "unknown",
            },
            reason: reason(doubtful.kind).to_owned(),
            text: None,
            candidates: Vec::new(),
            places: Vec::new(),
            answer: None,
        };
        let mut asked =
            Self { question, word: doubtful.word.clone(), variants: doubtful.variants, candidates: Vec::new() };
        asked.add(doubtful);
        asked
    }

    /// Adds places at which the word could become something else, or is printed otherwise.
    fn add(&mut self, doubtful: &DoubtfulWord) {
        for candidate in &doubtful.candidates {
            match self.candidates.iter_mut().find(|known| known.form == candidate.form) {
                Some(known) => known.is_taken |= candidate.is_taken,
                None => self.candidates.push(candidate.clone()),
            }
        }
        let places = doubtful.places.iter().map(|place| Place {
            line: place.line,
            before: place.before.clone(),
            word: self.word.clone(),
            after: place.after.clone(),
        });
        self.question.places.extend(places);
        self.question.places.sort_by_key(|place| place.line);
        let choice = |candidate: &Candidate| Choice { text: candidate.form.clone(), remark: remark(candidate) };
        self.question.candidates = self.candidates.iter().map(choice).collect();
        let taken: Vec<String> = self.taken().map(|candidate| candidate.form.clone()).collect();
        self.question.title = format!("{} → {}", self.word, taken.join(" / "));
        self.question.text = Some(format!("{} = {}", self.word, taken.first().map_or("", String::as_str)));
    }

    fn taken(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| candidate.is_taken)
    }

    /// The word and form that `act` wants in a glossary.
    fn line(&self, act: &Act) -> Result<(String, String), &'static str> {
        let settled = |candidate: &Candidate| Ok((self.word.clone(), candidate.form.clone()));
        match act {
            Act::Answer('y') => match self.taken().collect::<Vec<_>>().as_slice() {
                [candidate] => settled(candidate),
                _ => Err(SEVERAL),
            },
            Act::Choose(n) => self.candidates.get(*n).map_or(Err(FORM), settled),
            Act::Type(typed) => {
                let (word, form) = typed.split_once(['=', '＝']).ok_or(FORM)?;
                let (word, form) = (word.trim(), form.trim());
                if word.is_empty() || form.is_empty() { Err(FORM) } else { Ok((word.to_owned(), form.to_owned())) }
            }
            Act::Answer(_) | Act::LeaveOut(_) => Err("no such key; `?` shows the keys"),
        }
    }
}

/// The edit that adds a line to the glossary of an article; none where it is typed between brackets.
fn in_front_matter(text: &str, line: &str) -> Option<Edit> {
    let Some(at) = front_yaml(text) else {
        return Some(Edit { at: 0..0, new: format!("---\nglossary:\n  {line}\n---\n\n") });
    };
    // The line end of the last line is not its own.
    let at: Range<usize> = at.start..at.end.saturating_sub(1).max(at.start);
    let end = match named_lists(text, &at) {
        Some(inner) => list_end_in(text, &inner, "rules")?,
        None => list_end_in(text, &Block { at, column: 0 }, "glossary")?,
    };
    Some(end.insert(&format!("{}{line}\n", end.indent)))
}

/// The lines of a glossary of `groups:` and `rules:` within the front matter at `front`; none where it is a list.
fn named_lists(text: &str, front: &Range<usize>) -> Option<Block> {
    let yaml = text.get(front.clone())?;
    let key = if yaml.starts_with("glossary:") { 0 } else { yaml.find("\nglossary:")? + 1 };
    let start = key + yaml.get(key..)?.find('\n')? + 1;
    let lines = yaml.get(start..)?.split('\n').take_while(|line| line.trim().is_empty() || line.starts_with(' '));
    let first = lines.clone().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let n: usize = lines.map(|line| line.len() + 1).sum();
    let column = first.len() - first.trim_start().len();
    let at = front.start + start..front.start + (start + n - 1).min(yaml.len());
    (!first.trim_start().starts_with('-')).then_some(Block { at, column })
}

/// The same of the glossary of all articles.
fn in_shared(text: &str, line: &str) -> Option<Edit> {
    let typed = text.lines().filter(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'));
    let typed: Vec<&str> = typed.collect();
    match typed.as_slice() {
        [only] if only.trim() == "[]" => {
            let at = text.find("[]")?;
            Some(Edit { at: at..at + 2, new: line.to_owned() })
        }
        [] => Some(append(text, line)),
        [first, ..] if first.trim_start().starts_with('-') => {
            let indent = first.len() - first.trim_start().len();
            Some(append(text, &format!("{}{line}", " ".repeat(indent))))
        }
        [..] => {
            let end = list_end(text, "rules")?;
            Some(end.insert(&format!("{}{line}\n", end.indent)))
        }
    }
}
