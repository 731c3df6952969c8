//! The tables of the lexicon, as `cargo xtask lexicon` writes them.

use std::collections::HashMap;
use std::ops::Range;

const LEXICON: &str = include_str!("lexicon.tsv");
const SIMPLIFIED: &str = include_str!("simplified.tsv");
const VARIANTS: &str = include_str!("variants.tsv");
const RIVALS: &str = include_str!("rivals.tsv");

/// Words under their Simplified spelling.
#[derive(Debug)]
pub(super) struct Table {
    /// In the order of their spellings.
    words: Vec<Entry>,
    /// The spellings, one after the other.
    spellings: Vec<char>,
    /// The words themselves, at the same places.
    forms: Vec<char>,
    /// The words that begin with a character's spelling.
    initials: HashMap<char, Range<usize>>,
    simplified: HashMap<char, char>,
    variants: HashMap<char, char>,
    /// The Traditional forms of each Simplified character, OpenCC's first choice first.
    rivals: HashMap<char, Vec<char>>,
}

#[derive(Debug)]
struct Entry {
    start: u32,
    length: u8,
    is_guess: bool,
    cost: u16,
}

/// A word of the lexicon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// Its characters.
    pub(super) forms: &'a [char],
    /// In tenths of a nat.
    pub(super) cost: i32,
    /// Whether its forms are but what a converter takes for want of a phrase.
    pub(super) is_guess: bool,
}

impl Table {
    /// Reads the tables in the program.
    pub(super) fn read() -> Self {
        let simplified = pairs(SIMPLIFIED);
        let mut table = Self {
            words: Vec::new(),
            spellings: Vec::new(),
            forms: Vec::new(),
            initials: HashMap::new(),
            variants: pairs(VARIANTS),
            simplified,
            rivals: rows(RIVALS).filter_map(rivals).collect(),
        };
        for (word, cost) in rows(LEXICON) {
            table.add(word, read_cost(cost).unwrap_or((u16::MAX, true)));
        }
        table
    }

    fn add(&mut self, word: &str, (cost, is_guess): (u16, bool)) {
        let start = self.forms.len();
        self.forms.extend(word.chars());
        let spelling: Vec<char> = word.chars().map(|c| self.simplify(c)).collect();
        self.spellings.extend(&spelling);
        let here = self.words.len();
        if let Some(first) = spelling.first() {
            self.initials.entry(*first).or_insert(here..here).end = here + 1;
        }
        let length = u8::try_from(spelling.len()).unwrap_or(u8::MAX);
        self.words.push(Entry { start: u32::try_from(start).unwrap_or(u32::MAX), length, is_guess, cost });
    }

    pub(super) fn fold(&self, c: char) -> char {
        self.variants.get(&c).copied().unwrap_or(c)
    }

    pub(super) fn simplify(&self, c: char) -> char {
        let c = self.fold(c);
        self.simplified.get(&c).copied().unwrap_or(c)
    }

    /// The Traditional forms that the Simplified spelling `c` can stand for; none when it has but itself.
    pub(super) fn rivals(&self, c: char) -> &[char] {
        self.rivals.get(&c).map_or(&[], Vec::as_slice)
    }

    /// Calls `visit` with every word whose spelling `text` begins with, the shortest first.
    pub(super) fn words_at(&self, text: &[char], mut visit: impl FnMut(Word<'_>)) {
        let Some(initials) = text.first().and_then(|first| self.initials.get(first)) else {
            return;
        };
        let mut range = initials.clone();
        for depth in 1..=text.len() {
            let mut rest = self.words.get(range.clone()).unwrap_or_default();
            let whole = rest.iter().take_while(|entry| usize::from(entry.length) == depth).count();
            for entry in rest.get(..whole).unwrap_or_default() {
                visit(self.word(entry));
            }
            rest = rest.get(whole..).unwrap_or_default();
            let Some(next) = text.get(depth).filter(|_| !rest.is_empty()) else {
                return;
            };
            let low = rest.partition_point(|entry| self.spelled(entry, depth) < *next);
            let n = rest.get(low..).unwrap_or_default().partition_point(|entry| self.spelled(entry, depth) == *next);
            let start = range.start + whole + low;
            range = start..start + n;
        }
    }

    fn spelled(&self, entry: &Entry, depth: usize) -> char {
        self.spellings.get(entry.start as usize + depth).copied().unwrap_or_default()
    }

    fn word(&self, entry: &Entry) -> Word<'_> {
        let start = entry.start as usize;
        let forms = self.forms.get(start..start + usize::from(entry.length)).unwrap_or_default();
        Word { forms, cost: i32::from(entry.cost), is_guess: entry.is_guess }
    }
}

/// The rows of a table; lines that begin with `#` say what it is.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Returns a word's cost, and whether the word is but guessed.
fn read_cost(text: &str) -> Option<(u16, bool)> {
    let guessed = text.strip_suffix('?');
    Some((guessed.unwrap_or(text).parse().ok()?, guessed.is_some()))
}

fn rivals((spelling, forms): (&str, &str)) -> Option<(char, Vec<char>)> {
    Some((spelling.chars().next()?, forms.chars().collect()))
}

fn pairs(table: &str) -> HashMap<char, char> {
    rows(table).filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?))).collect()
}

#[cfg(test)]
mod tests;
