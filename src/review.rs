//! The editor decides, one question after the other. In: questions with their places, keys. Out: steps for whoever keeps
//! the record, and the screen, of any size. Refuses to know files, the terminal, and what an answer means.
//!
//! 1. `Review::press` takes a key: it moves about by itself, or gives a `Step` that is to be carried out.
//! 2. Whoever keeps the record carries it out (`Record`) and says how the questions stand from then on (`Outcome`).
//! 3. `Review::take` puts that in place and goes on to the next question that is open.
//! 4. `Review::screen` draws it (`screen`), aligned by the width of characters (`cells`).

mod cells;
mod screen;
#[cfg(test)]
mod tests;

use crate::diag::Error;

pub use cells::{head, tail};
pub use screen::{Piece, Screen, Tone};

/// A key, or what was pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "keys are named by what is printed on them")]
pub enum Key {
    Char(char),
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    Enter,
    Escape,
    Backspace,
    Delete,
    /// Ctrl-C.
    Interrupt,
    /// Text pasted at once: never taken for keys.
    Paste(String),
}

/// A place that a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its line in the article's file.
    pub line: usize,
    /// What stands before it, as far as it may be shown.
    pub before: String,
    /// What stands there.
    pub word: String,
    /// What stands behind it.
    pub after: String,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As it would be recorded.
    pub text: String,
    /// What is known of it, in English.
    pub remark: String,
}

/// Something that the editor is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What tells it from all others.
    pub key: String,
    /// The file that the answer is recorded in.
    pub file: String,
    /// Its name there.
    pub name: String,
    /// What is asked: `係統 → 系統`.
    pub title: String,
    /// What it counts as in the progress; a word that the screen translates.
    pub group: &'static str,
    /// Why it is asked.
    pub reason: String,
    /// What can be typed anew; none when nothing can.
    pub text: Option<String>,
    /// What can be chosen by number.
    pub candidates: Vec<Choice>,
    /// Where it matters.
    pub places: Vec<Place>,
    /// What was answered, in a word that the screen translates; none while it is open.
    pub answer: Option<&'static str>,
}

/// A key that answers a question.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// The key.
    pub key: char,
    /// What it is called: `accept`.
    pub name: &'static str,
    /// What comes of it, for the help.
    pub help: &'static str,
}

/// What can be done about the questions of one review. All texts are English; the screen translates them.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The keys that answer.
    pub answers: &'static [Answer],
    /// `e`: what typing anew is called, and what comes of it.
    pub typed: Option<(&'static str, &'static str)>,
    /// `x`: what leaving a place out is called, and what comes of it.
    pub left_out: Option<(&'static str, &'static str)>,
    /// What is said of a question that has no place.
    pub no_place: &'static str,
}

/// What the editor wants done about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The answer of this key.
    Answer(char),
    /// The candidate of this place in the list.
    Choose(usize),
    /// This text in place of the question's.
    Type(String),
    /// The place is left out.
    LeaveOut(usize),
}

/// What is to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Something about a question, as it was on the screen.
    Decide(Box<Question>, Act),
    /// What was done last is taken back.
    Undo,
    /// The review ends.
    Quit,
}

/// How the questions stand after a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// All of them, in their order.
    pub questions: Vec<Question>,
    /// What there is to say, in English; empty when the screen shows it.
    pub said: String,
    /// The question and place to be shown; else the next open question.
    pub show: Option<(String, usize)>,
}

/// Whoever keeps the record of what was decided.
pub trait Record {
    /// Carries out a step, which is not `Quit`; when this returns, it is recorded.
    ///
    /// Errors: it could not be recorded; the questions stand as before.
    fn carry_out(&mut self, step: &Step) -> Result<Outcome, Error>;
}

/// Where the editor is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mode {
    /// At a question.
    Ask,
    /// Typing a text anew; the cursor stands before that character.
    Type { text: Vec<char>, cursor: usize },
    /// Behind the last question.
    Through,
}

/// A review under way.
#[derive(Debug, Clone)]
pub struct Review {
    form: Form,
    questions: Vec<Question>,
    at: usize,
    place: usize,
    mode: Mode,
    is_help: bool,
    said: String,
}

impl Review {
    /// Returns a review at the first open question.
    pub fn new(form: Form, questions: Vec<Question>) -> Self {
        let mut review =
            Self { form, questions, at: 0, place: 0, mode: Mode::Ask, is_help: false, said: String::new() };
        review.go_on(0);
        review
    }

    /// Returns the question on the screen.
    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.at).filter(|_| self.mode != Mode::Through)
    }

    /// Returns how many questions have this answer; none asks for the open ones.
    pub fn count(&self, answer: Option<&str>) -> usize {
        self.questions.iter().filter(|question| question.answer == answer).count()
    }

    /// Takes a key; returns what is to be carried out, if anything.
    pub fn press(&mut self, key: Key) -> Option<Step> {
        self.said.clear();
        if key == Key::Interrupt {
            return Some(Step::Quit);
        }
        if std::mem::take(&mut self.is_help) {
            return None;
        }
        if matches!(self.mode, Mode::Type { .. }) {
            return self.type_key(key);
        }
        match key {
            Key::Right | Key::Down => self.move_place(1),
            Key::Left | Key::Up => self.move_place(-1),
            Key::Home => self.place = 0,
            Key::End => self.move_place(isize::MAX),
            Key::Char(c) => return self.letter(folded(c)),
            _ => {}
        }
        None
    }

    fn letter(&mut self, c: char) -> Option<Step> {
        match c {
            'q' => return Some(Step::Quit),
            'u' => return Some(Step::Undo),
            '?' => self.is_help = true,
            's' if self.mode == Mode::Through => self.go_on(0),
            's' => self.go_on(self.at + 1),
            'j' => self.move_place(1),
            'k' => self.move_place(-1),
            _ => {
                let question = self.question()?.clone();
                let act = self.act(&question, c)?;
                return Some(Step::Decide(Box::new(question), act));
            }
        }
        None
    }

    /// What a letter does about the question shown.
    fn act(&mut self, question: &Question, c: char) -> Option<Act> {
        if self.form.answers.iter().any(|answer| answer.key == c) {
            return Some(Act::Answer(c));
        }
        let digit = c.to_digit(10).and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
        if let Some(n) = digit.filter(|n| *n < question.candidates.len()) {
            return Some(Act::Choose(n));
        }
        match c {
            'e' if self.form.typed.is_some() => match &question.text {
                Some(text) => {
                    let text: Vec<char> = text.chars().collect();
                    self.mode = Mode::Type { cursor: text.len(), text };
                }
                None => self.said = "there is nothing to type here".to_owned(),
            },
            'x' if self.form.left_out.is_some() => match question.places.len() {
                0 => self.said = self.form.no_place.to_owned(),
                1 => self.said = "it is the only place: decide the whole".to_owned(),
                _ => return Some(Act::LeaveOut(self.place)),
            },
            _ => self.said = "no such key; `?` shows the keys".to_owned(),
        }
        None
    }

    fn type_key(&mut self, key: Key) -> Option<Step> {
        let Mode::Type { text, cursor } = &mut self.mode else { return None };
        match key {
            Key::Char(c) if !c.is_control() => insert(text, cursor, &[c]),
            Key::Paste(pasted) => {
                let pasted: Vec<char> = pasted.chars().filter(|c| !c.is_control()).collect();
                insert(text, cursor, &pasted);
            }
            Key::Left => *cursor = cursor.saturating_sub(1),
            Key::Right => *cursor = text.len().min(*cursor + 1),
            Key::Home | Key::Up => *cursor = 0,
            Key::End | Key::Down => *cursor = text.len(),
            Key::Backspace if *cursor > 0 => {
                *cursor -= 1;
                text.remove(*cursor);
            }
            Key::Delete if *cursor < text.len() => {
                text.remove(*cursor);
            }
            Key::Escape => self.mode = Mode::Ask,
            Key::Enter => return self.typed(),
            _ => {}
        }
        None
    }

    fn typed(&mut self) -> Option<Step> {
        let Mode::Type { text, .. } = &self.mode else { return None };
        let text: String = text.iter().collect();
        if text.is_empty() {
            self.said = "type something, or leave it with Esc".to_owned();
            return None;
        }
        self.mode = Mode::Ask;
        let question = self.question()?.clone();
        let is_new = question.text.as_ref() != Some(&text);
        is_new.then(|| Step::Decide(Box::new(question), Act::Type(text)))
    }

    /// Puts in place what came of a step.
    pub fn take(&mut self, outcome: Outcome) {
        let shown = self.question().map(|question| question.key.clone());
        self.questions = outcome.questions;
        self.said = outcome.said;
        let position = |key: &String| self.questions.iter().position(|question| question.key == *key);
        if let Some((at, place)) = outcome.show.and_then(|(key, place)| Some((position(&key)?, place))) {
            (self.at, self.place, self.mode) = (at, place, Mode::Ask);
        } else if let Some(shown) = shown {
            match position(&shown) {
                Some(at) if self.questions.get(at).is_some_and(|question| question.answer.is_none()) => self.at = at,
                Some(at) => self.go_on(at + 1),
                None => self.go_on(self.at),
            }
        }
        self.place = self.place.min(self.n_places().saturating_sub(1));
    }

    /// Says something, in English, until the next key.
    pub fn say(&mut self, text: &str) {
        text.clone_into(&mut self.said);
    }

    /// Goes to the first open question from `at` on, else behind the last.
    fn go_on(&mut self, at: usize) {
        let next = self.questions.iter().enumerate().skip(at).find(|(_, question)| question.answer.is_none());
        self.mode = if next.is_some() { Mode::Ask } else { Mode::Through };
        self.at = next.map_or(self.at, |(at, _)| at);
        self.place = 0;
    }

    fn move_place(&mut self, by: isize) {
        self.place = self.place.saturating_add_signed(by).min(self.n_places().saturating_sub(1));
    }

    fn n_places(&self) -> usize {
        self.questions.get(self.at).map_or(0, |question| question.places.len())
    }
}

fn insert(text: &mut Vec<char>, cursor: &mut usize, new: &[char]) {
    let at = (*cursor).min(text.len());
    text.splice(at..at, new.iter().copied());
    *cursor = at + new.len();
}

/// A letter as on the keys: capitals, and the full-width letters that Chinese input methods give, mean the same.
fn folded(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    narrow.to_ascii_lowercase()
}
