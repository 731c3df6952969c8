//! Finds characters that a careless conversion has put for others.
//!
//! 1. Every character with rivals is weighed by the words around it.
//! 2. The article's genre and habits are counted: a form that never stands plain and often stands marked is a
//!    converter's signature.
//! 3. The odds against each character that stands are graded.

use std::collections::BTreeMap;

use crate::model::{Form, Genre, Grade, Span, Weigh, Weighed, is_han};

/// Odds that make an emendation firm, in tenths of a nat; in classical text `CLASSICAL` more.
const FIRM: i32 = 30;
/// Odds that make it firm when the article bears the signature of the same exchange.
const SIGNED: i32 = 5;
/// Odds from which an emendation is proposed at all.
const TENTATIVE: i32 = 10;
/// What classical text and Cantonese ask for beyond.
const CLASSICAL: i32 = 30;
/// Odds from which an emendation is proposed in an article that shows no careless conversion.
const UNPROVOKED: i32 = 30;
/// Han characters an article must have before the lack of firm suspects speaks for it.
const TELLING: usize = 300;
/// How many firm suspects show careless conversion.
const SUSPICIOUS: usize = 2;
/// What Cantonese writes in senses of its own.
const CANTONESE_WORDS: &str = "係隻晒吓嘩郁仆噉嗮啱";
/// What stands before a measure word.
const COUNTS: &str = "這那哪每幾某一二兩三四五六七八九十百千萬數半多";
/// Exchanges in which regions differ and both forms stand in good books: asked for only in a text carelessly converted.
const NORMS: [(char, char); 12] = [
    ('布', '佈'),
    ('佈', '布'),
    ('占', '佔'),
    ('佔', '占'),
    ('周', '週'),
    ('週', '周'),
    ('采', '採'),
    ('併', '並'),
    ('志', '誌'),
    ('游', '遊'),
    ('遊', '游'),
    ('回', '迴'),
];

/// A character that the words around it make unlikely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Which of the texts it stands in.
    pub text: usize,
    /// Where.
    pub at: usize,
    /// What should stand there.
    pub lemma: char,
    /// The word that it should stand in.
    pub word: Span,
    /// How sure that is.
    pub grade: Grade,
    /// Odds of the lemma against what stands, in tenths of a nat.
    pub odds: i32,
    /// Whether good books have both, and only regions differ.
    pub is_norm: bool,
}

/// Finds the suspects in the texts of one article.
pub fn detect(texts: &[&[char]], words: &dyn Weigh) -> Vec<Suspect> {
    let weighed: Vec<Vec<Weighed>> = texts.iter().map(|text| words.weigh(text)).collect();
    let genre = Genre::of(texts.iter().flat_map(|text| text.iter()), weighed.iter().flatten());
    let doubts = doubts(texts, &weighed, genre, words);
    let habits = Habits::new(texts, &weighed, &doubts, words);
    let n_firm = doubts.iter().filter(|doubt| habits.is_firm(doubt, genre)).count();
    let n_han = texts.iter().flat_map(|text| text.iter()).filter(|c| is_han(**c)).count();
    let is_suspicious = n_firm >= SUSPICIOUS || n_han < TELLING;
    let graded = doubts.iter().filter_map(|doubt| {
        let grade = if habits.is_firm(doubt, genre) {
            Grade::Firm
        } else if is_likely(doubt, genre, is_suspicious) {
            Grade::Tentative
        } else {
            return None;
        };
        let Doubt { text, at, lemma, ref word, odds, .. } = *doubt;
        Some(Suspect { text, at, lemma, word: word.clone(), grade, odds, is_norm: is_norm(doubt) })
    });
    graded.collect()
}

/// A character that has a likelier rival.
struct Doubt {
    text: usize,
    at: usize,
    standing: char,
    lemma: char,
    word: Span,
    odds: i32,
    /// The lemma is the Simplified spelling of what stands, as 面 of 麵.
    is_overconverted: bool,
    /// What stands is likely a word of its own: the measure word, as in 這隻是公貓; 係, the copula of formal prose.
    is_word: bool,
}

fn doubts(texts: &[&[char]], weighed: &[Vec<Weighed>], genre: Genre, words: &dyn Weigh) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (n, (text, weighed)) in texts.iter().zip(weighed).enumerate() {
        for place in weighed {
            let Some(standing) = text.get(place.at).map(|c| words.fold(*c)) else { continue };
            if genre == Genre::Cantonese && CANTONESE_WORDS.contains(standing) {
                continue;
            }
            let Some((rival, odds)) = rival(place, standing) else { continue };
            let is_overconverted = words.simplify(standing) == rival.form;
            let before = place.at.checked_sub(1).and_then(|before| text.get(before));
            let (lemma, word) = (rival.form, rival.word.clone());
            let is_counted = standing == '隻' && before.is_some_and(|c| COUNTS.contains(*c));
            let is_word = is_counted || (standing == '係' && word.len() == 1);
            doubts.push(Doubt { text: n, at: place.at, standing, lemma, word, odds, is_overconverted, is_word });
        }
    }
    doubts
}

/// Whether a doubt that is not firm is worth a question.
///
/// In an article without a trace of careless conversion only the strong ones are.
fn is_likely(doubt: &Doubt, genre: Genre, is_suspicious: bool) -> bool {
    let stricter = if genre == Genre::Modern { 0 } else { CLASSICAL };
    if is_suspicious {
        return doubt.odds >= TENTATIVE + stricter;
    }
    !is_norm(doubt) && doubt.word.len() > 1 && doubt.odds >= UNPROVOKED + stricter
}

fn is_norm(doubt: &Doubt) -> bool {
    NORMS.contains(&(doubt.standing, doubt.lemma))
}

/// The likeliest form when it is not the one that stands, and the odds against that one.
fn rival(place: &Weighed, standing: char) -> Option<(&Form, i32)> {
    let best = place.forms.first().filter(|form| form.form != standing)?;
    let cost = place.forms.iter().find(|form| form.form == standing)?.cost;
    Some((best, cost - best.cost))
}

/// How often the article writes what.
struct Habits {
    /// Each form that stands.
    standing: BTreeMap<char, usize>,
    /// Each exchange that the words suggest, from what stands to what should: how often, and how often strongly.
    exchanges: BTreeMap<(char, char), (usize, usize)>,
}

impl Habits {
    fn new(texts: &[&[char]], weighed: &[Vec<Weighed>], doubts: &[Doubt], words: &dyn Weigh) -> Self {
        let mut habits = Self { standing: BTreeMap::new(), exchanges: BTreeMap::new() };
        for (text, weighed) in texts.iter().zip(weighed) {
            for standing in weighed.iter().filter_map(|place| text.get(place.at)) {
                *habits.standing.entry(words.fold(*standing)).or_default() += 1;
            }
        }
        for doubt in doubts {
            let (n, n_strong) = habits.exchanges.entry((doubt.standing, doubt.lemma)).or_default();
            *n += 1;
            *n_strong += usize::from(doubt.odds >= FIRM && doubt.word.len() > 1);
        }
        habits
    }

    fn is_firm(&self, doubt: &Doubt, genre: Genre) -> bool {
        let (stricter, may_stand_alone) = match genre {
            Genre::Modern => (0, true),
            Genre::Cantonese => (CLASSICAL, true),
            Genre::Classical => (CLASSICAL, false),
        };
        let is_clear = doubt.odds >= FIRM + stricter && doubt.word.len() > 1;
        let is_signed = doubt.odds >= SIGNED + stricter && self.is_signed(doubt.standing, doubt.lemma);
        doubt.is_overconverted && !doubt.is_word && (is_clear && may_stand_alone || is_signed)
    }

    /// The plain form stands in under 15 % of its places, and where it should stand the words mostly say so strongly.
    fn is_signed(&self, standing: char, lemma: char) -> bool {
        let (n, n_strong) = self.exchanges.get(&(standing, lemma)).copied().unwrap_or_default();
        let plain = self.standing.get(&lemma).copied().unwrap_or_default();
        n >= 3 && n_strong * 2 >= n && plain * 100 < 15 * (plain + n)
    }
}
