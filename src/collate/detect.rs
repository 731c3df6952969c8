//! Finds characters that a careless conversion has put for others.
//!
//! 1. Every character with rivals is weighed by the words around it. What its genre writes in words of its own, as
//!    Cantonese 係, the words do not know: that is held against what stands, whatever the odds.
//! 2. The article's genre and habits are counted: a form that never stands plain and often stands marked is a
//!    converter's signature.
//! 3. The odds against each character that stands are graded.

use std::collections::{BTreeMap, BTreeSet};

use super::exchanges::{are_norms, is_enough, is_parted, is_plain_norm};
use crate::model::{Form, Genre, Grade, Span, Weigh, Weighed, are_either, is_han};

/// Odds that make an emendation firm, in tenths of a nat; in classical text `CLASSICAL` more.
const FIRM: i32 = 30;
/// Things whose characters stand for others before a word that says where, and such words: 麵前, 穀口.
const THINGS: &str = "麵穀髮鐘檯";
const WHERE: &str = "上下前後裡裏中邊口";
/// Things in which something can be, whose characters stand in names before 里 too: 樹裡, 卡裡.
const HOLDERS: &str = "樹湯本波愛玉瓦米貝鈴龍鶴格卡布";
/// Odds that make it firm where the right form is not the Simplified spelling of what stands, as 頭髮 for 頭發.
const CROSSED: i32 = 40;
/// Odds that make it firm when the article bears the signature of the same exchange.
const SIGNED: i32 = 5;
/// Odds from which an emendation is proposed at all.
const TENTATIVE: i32 = 10;
/// What classical text and Cantonese ask for beyond.
const CLASSICAL: i32 = 30;
/// Odds from which one is proposed when the article bears the signature of the same exchange.
const SIGNATURE: i32 = 1;
/// Odds from which an emendation is proposed in an article that shows no careless conversion.
const UNPROVOKED: i32 = 30;
/// Han characters an article must have before the lack of firm suspects speaks for it.
const TELLING: usize = 300;
/// How many firm suspects, or strong ones of any kind, show careless conversion.
const SUSPICIOUS: (usize, usize) = (2, 4);
/// How often an article has a form where the words want it before that form alone is no longer doubted.
const AT_HOME: usize = 2;
/// How long a word is that is perhaps only named, in characters.
const QUOTED_WORD: usize = 4;
/// What Cantonese writes in senses of its own.
const CANTONESE_WORDS: &str = "係隻晒吓嘩郁仆噉嗮啱";
/// What stands before a measure word.
const COUNTS: &str = "這那哪每幾某一二兩三四五六七八九十百千萬數半多呢嗰";
/// How often an article has 係 as the copula in words (係指, 係由) before 係 is one beside 列 and 統 too.
const COPULAS: usize = 3;

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
    /// Whether the words leave little doubt, though what stands was perhaps left over, as 后 of 后來.
    pub is_strong: bool,
}

/// Finds the suspects in the texts of one article.
pub fn detect(texts: &[&[char]], words: &dyn Weigh) -> Vec<Suspect> {
    let weighed: Vec<Vec<Weighed>> = texts.iter().map(|text| words.weigh(text)).collect();
    let genre = Genre::by_particles(texts.iter().flat_map(|text| text.iter()))
        .unwrap_or_else(|| Genre::by_words(weighed.iter().flatten()));
    let doubts = without_named(doubts(texts, &weighed, genre, words));
    let habits = Habits::new(texts, &weighed, &doubts, words);
    let n_firm = doubts.iter().filter(|doubt| habits.is_firm(doubt, genre)).count();
    let n_strong = doubts.iter().filter(|doubt| doubt.is_sign()).count();
    let n_han = texts.iter().flat_map(|text| text.iter()).filter(|c| is_han(**c)).count();
    let is_suspicious = n_firm >= SUSPICIOUS.0 || n_strong >= SUSPICIOUS.1 || n_han < TELLING;
    let graded = doubts.iter().filter_map(|doubt| {
        let grade = if habits.is_firm(doubt, genre) {
            Grade::Firm
        } else if habits.is_likely(doubt, genre, is_suspicious) {
            Grade::Tentative
        } else {
            return None;
        };
        let Doubt { text, at, lemma, ref word, odds, .. } = *doubt;
        Some(Suspect {
            text,
            at,
            lemma,
            word: word.clone(),
            grade,
            odds,
            is_norm: doubt.is_norm(),
            is_strong: doubt.is_sign(),
        })
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
    /// What stands is no Simplified spelling, so that somebody chose it: 麵, 發, 復.
    is_chosen: bool,
    /// What stands may be a word of its own: the measure word behind a count, as in 這隻是公貓; any other character where no
    /// word has its rival, as 麵 in a text about a meal; what Cantonese has in senses of its own.
    is_word: bool,
    /// What stands may be a thing, and its word's rest say where: on the noodles as well as on the face, 麵上. Or it says where
    /// itself: 樹裡.
    is_place: bool,
    /// What stands makes a word with its neighbours too, only a rarer one: 編製 beside 編制.
    is_attested: bool,
    /// It stands in a word that is quoted alone, and so perhaps only named.
    is_quoted: bool,
    /// The lemma's word is but guessed: 面片, for want of a phrase with 麵片.
    is_guess: bool,
    /// The lemma is what the genre writes where no word says otherwise: 唔係 for 唔系.
    is_own: bool,
}

impl Doubt {
    fn is_strong(&self) -> bool {
        self.odds >= FIRM && self.word.len() > 1 && !self.is_guess
    }

    /// Whether it speaks for a careless conversion.
    fn is_sign(&self) -> bool {
        self.is_strong() && !self.is_norm() && !self.is_attested && !self.is_place
    }

    fn is_norm(&self) -> bool {
        are_norms(self.standing, self.lemma)
    }
}

fn doubts(texts: &[&[char]], weighed: &[Vec<Weighed>], genre: Genre, words: &dyn Weigh) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let slips = slips(texts, weighed, genre, words);
    for (n, (text, weighed)) in texts.iter().zip(weighed).enumerate() {
        for place in weighed {
            let Some(standing) = text.get(place.at).map(|c| words.fold(*c)) else { continue };
            if is_listed(text, place.at) {
                continue;
            }
            let genuine = slips.contains(&standing).then(|| own_form(place, standing, genre)).flatten();
            let Some((rival, own)) = genuine.or_else(|| rival(place, standing)) else { continue };
            let (lemma, word, odds) = (rival.form, rival.word.clone(), own.cost - rival.cost);
            let before = place.at.checked_sub(1).and_then(|before| text.get(before)).copied();
            // 見註 sends to a note; 關註 is a slip.
            let is_alone = (standing, lemma) == ('註', '注') && (word.len() == 1 || before == Some('見'));
            if are_either(standing, lemma) || is_enough(standing, lemma) || is_alone {
                continue;
            }
            let spelling = words.simplify(standing);
            let is_counted = standing == '隻' && before.is_some_and(|c| COUNTS.contains(c));
            let is_cantonese = genre == Genre::Cantonese && CANTONESE_WORDS.contains(standing);
            if is_cantonese && (is_counted || word.len() == 1) {
                continue;
            }
            doubts.push(Doubt {
                text: n,
                at: place.at,
                is_overconverted: spelling == lemma,
                is_chosen: spelling != standing,
                is_word: is_counted || is_cantonese || (standing != '隻' && word.len() == 1),
                is_place: is_place(text, place.at, &word),
                is_attested: own.word.len() > 1 || is_parted(text, (standing, lemma), place.at, &word),
                is_quoted: is_quoted(text, place.at),
                is_guess: rival.is_guess,
                is_own: genuine.is_some(),
                standing,
                lemma,
                word,
                odds,
            });
        }
    }
    doubts
}

/// The form that the genre writes for what stands in no word, and what stands.
fn own_form(place: &Weighed, standing: char, genre: Genre) -> Option<(&Form, &Form)> {
    let own = genre.form_behind(standing)?;
    let is_open = place.forms.first().is_some_and(|best| best.word.len() == 1 || best.form == own);
    let form = |wanted: char| place.forms.iter().find(|form| form.form == wanted);
    Some((form(own).filter(|_| is_open)?, form(standing)?))
}

/// The forms that a converter seems to have written for the genre's own: those that stand where no word wants them more
/// often than the genre's own does. An article that writes 係 means 系 where it writes that.
fn slips(texts: &[&[char]], weighed: &[Vec<Weighed>], genre: Genre, words: &dyn Weigh) -> BTreeSet<char> {
    let mut n_own: BTreeMap<char, usize> = BTreeMap::new();
    let mut n_slips: BTreeMap<char, usize> = BTreeMap::new();
    for (text, weighed) in texts.iter().zip(weighed) {
        for place in weighed.iter().filter(|place| place.forms.first().is_some_and(|best| best.word.len() == 1)) {
            let Some(standing) = text.get(place.at).map(|c| words.fold(*c)) else { continue };
            let n = if genre.form_behind(standing).is_some() { &mut n_slips } else { &mut n_own };
            *n.entry(standing).or_default() += 1;
        }
    }
    let n_own = |slip: char| genre.form_behind(slip).and_then(|own| n_own.get(&own)).copied().unwrap_or_default();
    n_slips.into_iter().filter(|(slip, n)| *n > n_own(*slip)).map(|(slip, _)| slip).collect()
}

/// The likeliest form when it is not the one that stands, and that one.
fn rival(place: &Weighed, standing: char) -> Option<(&Form, &Form)> {
    let best = place.forms.first().filter(|form| form.form != standing)?;
    Some((best, place.forms.iter().find(|form| form.form == standing)?))
}

/// Whether a character stands between marks, as in a list of characters: no word says what is meant.
fn is_listed(text: &[char], at: usize) -> bool {
    let is_mark = |c: Option<&char>| c.is_none_or(|c| !is_han(*c));
    is_mark(at.checked_sub(1).and_then(|before| text.get(before))) && is_mark(text.get(at + 1))
}

/// Whether a word is of a thing and of where something is of it, and either may be what is meant at `at`.
fn is_place(text: &[char], at: usize, word: &Span) -> bool {
    let has = |list: &str, at: usize| text.get(at).is_some_and(|c| list.contains(*c));
    let (first, last) = (word.start, word.start + 1);
    let is_thing = at == first && has(THINGS, first) && has(WHERE, last);
    let is_inside = at == last && has(HOLDERS, first) && has("裡裏", last);
    word.len() == 2 && (is_thing || is_inside)
}

/// Whether a character stands in a word of at most `QUOTED_WORD` characters that is in quotation marks alone.
fn is_quoted(text: &[char], at: usize) -> bool {
    // One more than such a word has tells that it is longer, however far the Han characters go on.
    let is_in_word = |c: &&char| is_han(**c);
    let most = QUOTED_WORD + 1;
    let n_before = text.get(..at).unwrap_or_default().iter().rev().take(most).take_while(is_in_word).count();
    let n_after = text.get(at..).unwrap_or_default().iter().take(most).take_while(is_in_word).count();
    let before = at.checked_sub(n_before + 1).and_then(|before| text.get(before));
    n_before + n_after <= QUOTED_WORD
        && matches!(before, Some('「' | '『' | '“' | '‘'))
        && matches!(text.get(at + n_after), Some('」' | '』' | '”' | '’'))
}

/// Leaves out words quoted alone, unless the article errs in the same way where it speaks itself.
fn without_named(mut doubts: Vec<Doubt>) -> Vec<Doubt> {
    let open: BTreeSet<(char, char)> = doubts
        .iter()
        .filter(|doubt| !doubt.is_quoted && doubt.is_strong())
        .map(|doubt| (doubt.standing, doubt.lemma))
        .collect();
    doubts.retain(|doubt| !doubt.is_quoted || open.contains(&(doubt.standing, doubt.lemma)));
    doubts
}

/// How often the article writes what.
struct Habits {
    /// Each form that stands.
    standing: BTreeMap<char, usize>,
    /// Each form that stands where the words clearly want it.
    at_home: BTreeMap<char, usize>,
    /// Each exchange that the words suggest, from what stands to what should: how often, and how often strongly.
    exchanges: BTreeMap<(char, char), (usize, usize)>,
    /// 係 that begins a word.
    n_copulas: usize,
}

impl Habits {
    fn new(texts: &[&[char]], weighed: &[Vec<Weighed>], doubts: &[Doubt], words: &dyn Weigh) -> Self {
        let (standing, at_home, exchanges) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut habits = Self { standing, at_home, exchanges, n_copulas: 0 };
        for (text, weighed) in texts.iter().zip(weighed) {
            for place in weighed {
                let Some(standing) = text.get(place.at).map(|c| words.fold(*c)) else { continue };
                *habits.standing.entry(standing).or_default() += 1;
                if let [best, next, ..] = place.forms.as_slice() {
                    let is_wanted = best.form == standing && best.word.len() > 1 && next.cost - best.cost >= FIRM;
                    *habits.at_home.entry(standing).or_default() += usize::from(is_wanted);
                    habits.n_copulas += usize::from(is_wanted && standing == '係' && best.word.start == place.at);
                }
            }
        }
        for doubt in doubts.iter().filter(|doubt| !doubt.is_place) {
            let (n, n_strong) = habits.exchanges.entry((doubt.standing, doubt.lemma)).or_default();
            // What the words hardly doubt says nothing.
            *n += usize::from(doubt.odds >= SIGNED);
            *n_strong += usize::from(doubt.is_strong());
        }
        habits
    }

    fn is_firm(&self, doubt: &Doubt, genre: Genre) -> bool {
        let (stricter, may_stand_alone) = match genre {
            Genre::Modern => (0, true),
            Genre::Cantonese => (CLASSICAL, true),
            Genre::Classical => (CLASSICAL, false),
        };
        let least = stricter + if doubt.is_overconverted { FIRM } else { CROSSED };
        let is_clear = doubt.odds >= least && doubt.word.len() > 1;
        let is_signed = doubt.is_overconverted && doubt.odds >= SIGNED + stricter && self.is_signed(doubt);
        let is_alone = doubt.is_place && !self.is_signed(doubt);
        let is_copula = doubt.standing == '係' && self.n_copulas >= COPULAS;
        let may_be_right =
            doubt.is_guess || doubt.is_word || doubt.is_attested || is_alone || is_copula || self.is_at_home(doubt);
        let is_sure = if doubt.is_norm() {
            // Good books have both, and verse has 迴首: only the habit of modern prose makes it sure.
            genre == Genre::Modern && is_signed
        } else {
            is_clear && may_stand_alone || is_signed
        };
        doubt.is_chosen && !may_be_right && is_sure
    }

    /// Whether a doubt that is not firm is worth a question.
    ///
    /// In an article without a trace of careless conversion only the strong ones are.
    fn is_likely(&self, doubt: &Doubt, genre: Genre, is_suspicious: bool) -> bool {
        let stricter = if genre == Genre::Modern { 0 } else { CLASSICAL };
        if doubt.is_own {
            return true;
        }
        if doubt.is_norm() && genre == Genre::Classical {
            return false;
        }
        if !is_suspicious {
            return !doubt.is_norm() && doubt.is_strong() && doubt.odds >= UNPROVOKED + stricter;
        }
        let is_style = is_plain_norm(doubt.standing, doubt.lemma) && !self.standing.contains_key(&doubt.lemma);
        let is_right = self.is_at_home(doubt) && !self.is_signed(doubt);
        let is_copula = doubt.is_word && doubt.standing == '係';
        let is_left = is_style || is_right || is_copula;
        let least = if self.is_signed(doubt) { SIGNATURE } else { TENTATIVE };
        doubt.odds >= least + stricter && !is_left
    }

    /// What stands alone or says where, and the article has it elsewhere where it belongs: 做麵, 麵上 in a recipe with 麵條 and 麵粉.
    fn is_at_home(&self, doubt: &Doubt) -> bool {
        let n = self.at_home.get(&doubt.standing).copied().unwrap_or_default();
        (doubt.word.len() == 1 || doubt.is_place) && n >= AT_HOME
    }

    /// The plain form stands in under 15 % of its places, and where it should stand the words mostly say so strongly.
    fn is_signed(&self, doubt: &Doubt) -> bool {
        let (n, n_strong) = self.exchanges.get(&(doubt.standing, doubt.lemma)).copied().unwrap_or_default();
        let plain = self.standing.get(&doubt.lemma).copied().unwrap_or_default();
        n >= 3 && n_strong * 2 >= n && plain * 100 < 15 * (plain + n)
    }
}
