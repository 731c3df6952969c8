//! How often Traditional text has each word, from what was counted in text of all kinds.
//!
//! 1. ICU's costs become counts; words that Traditional text does not write are left out, shapes are joined.
//! 2. A word that is its own Simplified spelling (制作, 回避) was counted in Simplified text too: that share is taken off.
//! 3. Jieba's words, counted in Simplified text and written by OpenCC in Traditional characters, are mixed in.
//! 4. Rare words are left out, the sooner when no character in them has rivals. The rest get costs.

use std::collections::{BTreeMap, BTreeSet};

use super::characters::Characters;

/// How often each word was counted, or its share of all; in the order of the words, so that sums are always the same.
pub type Counts = BTreeMap<String, f64>;

/// So much more of ICU's cost makes a word e times rarer.
const ICU_COST_UNIT: f64 = 7.2;
/// How often ICU counted Simplified text for each Traditional one: words, and single characters.
const SIMPLIFIED_PER_TRADITIONAL: (f64, f64) = (7.0, 3.5);
/// The share of rivals' counts that a word has at least, as after step 2 little may be left: words, and single characters.
const LEAST_OF_RIVALS: (f64, f64) = (0.01, 0.1);
/// What remains of a word that OpenCC writes otherwise.
const AGAINST_OPENCC: f64 = 0.02;
/// The share that a word has at most of the one that OpenCC's phrase has (台風 of 颱風).
const MOST_OF_PHRASE: f64 = 0.1;
const SHARE_OF_ICU: f64 = 0.7;
/// The text to which the limits below refer.
const N_WORDS: f64 = 2e8;
/// Rarer words are left out: those with rivals, and others.
const LEAST_COUNT: (f64, f64) = (5.0, 100.0);

/// A word of the lexicon; the order of entries is that of the table.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its Simplified spelling.
    pub spelling: String,
    /// In tenths of a nat.
    pub cost: u16,
    /// The word.
    pub word: String,
    /// Whether nothing speaks for its forms but what a converter takes for want of a phrase.
    pub is_guess: bool,
}

/// Returns the counts of those of ICU's words that Traditional text may write.
pub fn of_dictionary(words: &[(String, u32)], characters: &Characters) -> Counts {
    let mut counts = Counts::new();
    for (word, cost) in words.iter().filter(|(word, _)| characters.are_traditional(word)) {
        *counts.entry(characters.fold(word)).or_default() += (-f64::from(*cost) / ICU_COST_UNIT).exp();
    }
    counts
}

/// What step 2 needs.
pub struct Balance<'a> {
    /// The counts of step 1.
    pub counts: &'a Counts,
    /// What OpenCC makes of each word's Simplified spelling, folded.
    pub converted: BTreeMap<&'a str, String>,
    /// The Simplified spellings that OpenCC has as phrases.
    pub phrases: BTreeSet<String>,
    /// What is known of characters.
    pub characters: &'a Characters,
}

impl Balance<'_> {
    /// Returns the counts as Traditional text alone would give them.
    pub fn balanced(&self) -> Counts {
        let mut by_spelling: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for word in self.counts.keys() {
            by_spelling.entry(self.characters.spell(word)).or_default().push(word);
        }
        let mut balanced = Counts::new();
        for (word, count) in self.counts {
            let spelling = self.characters.spell(word);
            let is_own_spelling = spelling == *word;
            let rivals = by_spelling[&spelling].iter().filter(|other| *other != word);
            let rivals: f64 = rivals.map(|other| self.counts[*other]).sum();
            let count = if is_own_spelling { self.traditional_share(word, *count, rivals) } else { *count };
            balanced.insert(word.clone(), count);
        }
        self.bounded_by_phrases(&balanced)
    }

    fn traditional_share(&self, word: &str, count: f64, rivals: f64) -> f64 {
        let is_single = word.chars().nth(1).is_none();
        let of = |(words, singles): (f64, f64)| if is_single { singles } else { words };
        let per_traditional = of(SIMPLIFIED_PER_TRADITIONAL);
        let is_opencc_choice = self.converted[word] == word;
        match (is_opencc_choice, rivals > 0.0) {
            (true, true) => (count - per_traditional * rivals).max(of(LEAST_OF_RIVALS) * rivals),
            (true, false) => count / (1.0 + per_traditional),
            (false, true) => AGAINST_OPENCC * rivals,
            (false, false) => AGAINST_OPENCC * count / (1.0 + per_traditional),
        }
    }

    fn bounded_by_phrases(&self, counts: &Counts) -> Counts {
        let bounded = |(word, count): (&String, &f64)| {
            let choice = &self.converted[word.as_str()];
            let is_other = choice != word && self.phrases.contains(&self.characters.spell(word));
            let bound = counts.get(choice).filter(|_| is_other).map(|count| MOST_OF_PHRASE * count);
            (word.clone(), bound.map_or(*count, |bound| count.min(bound)))
        };
        counts.iter().map(bounded).collect()
    }
}

/// Returns the shares of all words in both lists.
pub fn mixed(icu: &Counts, jieba: &Counts) -> Counts {
    let mut shares = Counts::new();
    for (counts, weight) in [(icu, SHARE_OF_ICU), (jieba, 1.0 - SHARE_OF_ICU)] {
        let total: f64 = counts.values().sum();
        for (word, count) in counts {
            *shares.entry(word.clone()).or_default() += weight * count / total;
        }
    }
    shares
}

/// Returns the words that may decide something, all single characters, and the words of `supplement`, sorted.
pub fn select(
    shares: &Counts,
    characters: &Characters,
    (supplement, guesses): (&BTreeMap<String, u16>, &BTreeSet<String>),
) -> Vec<Entry> {
    let total: f64 = shares.values().sum();
    let mut costs: BTreeMap<String, u16> = BTreeMap::new();
    for (word, share) in shares {
        let share = share / total;
        let is_single = word.chars().nth(1).is_none();
        let (with_rivals, others) = LEAST_COUNT;
        let least = if characters.have_rivals(&characters.spell(word)) { with_rivals } else { others };
        if is_single || share * N_WORDS >= least {
            costs.insert(word.clone(), cost(share));
        }
    }
    for (word, cost) in supplement {
        let known = costs.entry(characters.fold(word)).or_insert(*cost);
        *known = (*known).min(*cost);
    }
    let entry = |(word, cost): (String, u16)| {
        let (spelling, is_guess) = (characters.spell(&word), guesses.contains(&word));
        Entry { spelling, cost, word, is_guess }
    };
    let mut entries: Vec<Entry> = costs.into_iter().map(entry).collect();
    entries.sort_unstable();
    entries
}

/// Shares are at most 1; a cost beyond `u16` becomes the greatest.
fn cost(share: f64) -> u16 {
    (-10.0 * share.ln()).round() as u16
}

#[cfg(test)]
mod tests;
