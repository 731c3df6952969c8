//! Characters as the lexicon has them: one shape of each, its Simplified spelling, and what that can stand for.
//!
//! 1. Mere shapes of a character are folded into Taiwan's: 爲 and 為, then Hong Kong's 説 and 說.
//! 2. A character has one Simplified spelling, regardless of its neighbours.
//! 3. The Traditional forms of a Simplified character are rivals of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::Sources;
use super::supplement::{Supplement, only_char};
use crate::Outcome;

/// What is known of characters.
#[derive(Debug, Default)]
pub struct Characters {
    pub(super) folds: BTreeMap<char, char>,
    pub(super) spellings: BTreeMap<char, char>,
    /// The Traditional forms of each Simplified character, folded, OpenCC's choice first.
    pub(super) forms: BTreeMap<char, Vec<char>>,
    pub(super) simplified_only: BTreeSet<char>,
    pub(super) dropped: BTreeSet<char>,
}

/// A character with those it can become.
type Row = (char, Vec<char>);

impl Characters {
    /// Derives all from OpenCC's tables and the supplement.
    ///
    /// Errors: a table is missing.
    pub fn new(sources: &Sources, supplement: &Supplement) -> Outcome<Self> {
        let table = |name| sources.table(name).map(|rows| rows.iter().filter_map(row).collect::<Vec<Row>>());
        let folds = folds(&table("TWVariants")?, &table("HKVariantsRev")?, supplement);
        let mut characters = Self {
            folds,
            spellings: first_choices(&table("TSCharacters")?).chain(supplement.spellings.iter().copied()).collect(),
            forms: BTreeMap::new(),
            simplified_only: BTreeSet::new(),
            dropped: supplement.dropped.clone(),
        };
        for (simplified, choices) in table("STCharacters")? {
            let mut forms = Vec::new();
            for form in choices.iter().map(|c| characters.fold_char(*c)) {
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
            if !choices.contains(&simplified) && !forms.contains(&simplified) {
                characters.simplified_only.insert(simplified);
            }
            characters.forms.insert(simplified, forms);
        }
        Ok(characters)
    }

    fn fold_char(&self, c: char) -> char {
        self.folds.get(&c).copied().unwrap_or(c)
    }

    /// Returns `word` in the shapes of the lexicon.
    pub fn fold(&self, word: &str) -> String {
        word.chars().map(|c| self.fold_char(c)).collect()
    }

    /// Returns the Simplified spelling of the folded `word`, each character regardless of its neighbours.
    pub fn spell(&self, word: &str) -> String {
        word.chars().map(|c| self.spellings.get(&c).copied().unwrap_or(c)).collect()
    }

    /// Returns whether Traditional text may write `word`, whatever its shapes.
    pub fn are_traditional(&self, word: &str) -> bool {
        word.chars().all(|c| is_han(c) && !self.simplified_only.contains(&c) && !self.dropped.contains(&c))
    }

    /// Returns whether a character of this Simplified spelling stands for several Traditional ones.
    pub fn have_rivals(&self, spelling: &str) -> bool {
        spelling.chars().any(|c| self.has_rivals(c))
    }

    /// Returns whether each character of the Simplified `word` that stands for several is in one of `phrases` there.
    pub fn are_told(&self, word: &str, phrases: &BTreeSet<String>) -> bool {
        let chars: Vec<char> = word.chars().collect();
        let is_phrase = |start: usize, end: usize| phrases.contains(&chars[start..end].iter().collect::<String>());
        let is_told = |at: usize| (0..=at).any(|start| (at + 1..=chars.len()).any(|end| is_phrase(start, end)));
        chars.iter().enumerate().all(|(at, c)| !self.has_rivals(*c) || is_told(at))
    }

    fn has_rivals(&self, c: char) -> bool {
        self.forms.get(&c).is_some_and(|forms| forms.len() > 1)
    }

    /// Returns the shapes that are folded, sorted.
    pub fn folds(&self) -> impl Iterator<Item = (char, char)> {
        self.folds.iter().map(|(from, to)| (*from, *to))
    }

    /// Returns the characters that have another Simplified spelling, sorted.
    pub fn spellings(&self) -> impl Iterator<Item = (char, char)> {
        self.spellings.iter().map(|(from, to)| (*from, *to)).filter(|(from, to)| from != to)
    }

    /// Returns the Simplified spellings that stand for others than themselves alone, sorted, with what they stand for.
    pub fn rivals(&self) -> impl Iterator<Item = (char, String)> {
        self.forms.iter().filter(|(c, forms)| **forms != [**c]).map(|(c, forms)| (*c, forms.iter().collect()))
    }
}

fn row((key, values): &(String, Vec<String>)) -> Option<Row> {
    Some((only_char(key)?, values.iter().filter_map(|value| only_char(value)).collect()))
}

fn first_choices(rows: &[Row]) -> impl Iterator<Item = (char, char)> {
    rows.iter().filter_map(|(c, choices)| Some((*c, *choices.first()?)))
}

/// Joins Taiwan's shapes of OpenCC's standard, what Hong Kong's shapes are in that standard, and the supplement's.
fn folds(taiwan: &[Row], hong_kong: &[Row], supplement: &Supplement) -> BTreeMap<char, char> {
    let is_open = |c: &char| !supplement.keep.contains(c);
    let mut folds: BTreeMap<char, char> = first_choices(taiwan).filter(|(c, _)| is_open(c)).collect();
    for (c, choices) in hong_kong.iter().filter(|(c, _)| is_open(c)) {
        // Of two choices, either could be meant.
        if let [standard] = choices[..] {
            let shape = folds.get(&standard).copied().unwrap_or(standard);
            folds.entry(*c).or_insert(shape);
        }
    }
    folds.extend(supplement.folds.iter().copied());
    folds.retain(|c, shape| c != shape);
    folds
}

/// Returns whether `c` is a Han character of the ranges that the lexicon has, or 〇.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'.. | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_folded_into_taiwans() {
        let taiwan = [('爲', vec!['為']), ('纔', vec!['才']), ('麼', vec!['麼', '么']), ('麪', vec!['麵'])];
        let hong_kong = [('為', vec!['爲']), ('説', vec!['說']), ('煙', vec!['煙', '菸']), ('粉', vec!['麪'])];
        let supplement = Supplement { keep: ['纔'].into(), folds: vec![('臺', '台')], ..Supplement::default() };
        let found: Vec<_> = folds(&taiwan, &hong_kong, &supplement).into_iter().collect();
        let mut expected = [('爲', '為'), ('麪', '麵'), ('説', '說'), ('粉', '麵'), ('臺', '台')];
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn kana_and_marks_are_not_han() {
        for (c, expected) in [('乾', true), ('〇', true), ('㐷', true), ('𠀀', true), ('々', false), ('の', false)]
        {
            assert_eq!(is_han(c), expected, "{c}");
        }
    }
}
