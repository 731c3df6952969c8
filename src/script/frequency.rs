//! The second opinion on a Traditional text that OpenCC made of a Simplified one: words with their frequencies.
//!
//! 1. All leaves are weighed in one call, as OpenCC converted them; the genre is measured (`weigh`).
//! 2. Surnames of persons have a form of their own (`surnames`), neighbours tell forms (`tell`), and a character alone follows
//!    the article's words.
//! 3. Where another form than OpenCC's is likelier by `MARGIN`, it is taken (`decide`). Classical text stays as it is.
//! 4. Forms come in Taiwan's shapes and are given those of the page (`shapes`).

use std::collections::{BTreeMap, BTreeSet};

use super::Base;
use super::surnames::find_persons;
use super::tell::tell;
use crate::diag::Error;
use crate::model::{Convert, Engines, Form, Genre, Leaf, LeafId, ScriptConfig, Span, Weighed};

/// Odds from which a form is taken against OpenCC's, in tenths of a nat.
const MARGIN: i32 = 30;
/// What Cantonese, which the words hardly know, asks for beyond.
const CANTONESE_MARGIN: i32 = 30;
/// Odds from which a word has OpenCC's own form of a character against that of a phrase, which is sought from the left and may
/// lie across the edge of two words: 一齣|門 for 一|出門.
const EDGE: i32 = 10;
/// How often an article has a form in words before characters alone have it too.
const AT_HOME: usize = 2;
/// Forms that good books write one for the other in the same words: here OpenCC's stands.
const NORMS: [[char; 2]; 17] = [
    ['幸', '倖'],
    ['局', '侷'],
    ['布', '佈'],
    ['占', '佔'],
    ['周', '週'],
    ['游', '遊'],
    ['回', '迴'],
    ['并', '併'],
    ['並', '併'],
    ['志', '誌'],
    ['了', '瞭'],
    ['盡', '儘'],
    ['卷', '捲'],
    ['岩', '巖'],
    ['裊', '嫋'],
    ['泛', '汎'],
    ['扣', '釦'],
];

/// Characters of which the same words have both forms: 回音, 了解 in 建立了|解困.
const EITHER: &str = "了回";
/// Forms that a character has, alone too, though OpenCC's table has another first: 岳 stands in given names, 並 joins clauses.
const ALONE: [(char, char); 2] = [('嶽', '岳'), ('併', '並')];

/// A character for which the words know rivals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Which leaf it stands in.
    pub(super) leaf: LeafId,
    /// Where.
    pub(super) at: usize,
    /// What is typed.
    pub(super) typed: char,
    /// OpenCC's form, in the shape that forms are given in.
    pub(super) standing: char,
    /// The form that OpenCC has outside all phrases, likewise.
    pub(super) plain: char,
    /// The forms that Traditional text can have here, the likeliest first.
    pub(super) forms: Vec<Form>,
    /// The form that more than its sentence tells: a surname has, or the article where words tell.
    pub(super) told: Option<char>,
}

impl Choice {
    /// How much likelier the best form is than OpenCC's, in tenths of a nat.
    fn odds(&self) -> i32 {
        let cost = |form: &Form| form.cost;
        let standing = self.forms.iter().find(|form| form.form == self.standing).map_or(i32::MAX, cost);
        standing.saturating_sub(self.forms.first().map_or(standing, cost))
    }

    /// Whether the likeliest form stands in no word.
    pub(super) fn is_alone(&self) -> bool {
        self.forms.first().is_some_and(|best| best.word.len() == 1)
    }

    /// The form that the genre has here, unless words have another.
    pub(super) fn by_genre(&self, genre: Genre) -> Option<char> {
        let own = genre.form_of(self.typed)?;
        self.forms.first().is_some_and(|best| best.word.len() == 1 || best.form == own).then_some(own)
    }

    /// Whether OpenCC parted the words otherwise than `form` asks: 扮|相併|不, 一齣|門.
    fn is_parted(&self, form: &Form) -> bool {
        self.forms.iter().any(|own| own.form == self.standing && own.word != form.word)
    }

    /// Whether good books write `form` and OpenCC's one for the other.
    fn is_norm(&self, form: &Form) -> bool {
        !self.is_parted(form) && are_norms(form.form, self.standing)
    }

    /// The likeliest word, if good books write it with two forms and OpenCC's is the one that it has outside all phrases.
    fn norm_word(&self) -> Option<Span> {
        let best = self.forms.first().filter(|best| best.word.len() > 1 && !best.is_guess)?;
        let is_other = |form: &Form| {
            let lies_within = best.word.start <= form.word.start && form.word.end <= best.word.end;
            lies_within && form.form != best.form && are_norms(form.form, best.form)
        };
        let is_open = self.told.is_none() && self.standing == self.plain && !EITHER.contains(self.typed);
        (is_open && self.forms.iter().any(is_other)).then(|| best.word.clone())
    }

    /// The form that is taken against OpenCC's.
    ///
    /// A form is taken for the word that it stands in; characters alone, and words that are but guessed, are OpenCC's.
    pub(super) fn exchange(&self, genre: Genre) -> Option<char> {
        if let Some(form) = self.told.or_else(|| self.by_genre(genre)) {
            return (form != self.standing).then_some(form);
        }
        let margin = margin(genre)?;
        let best = self.forms.first().filter(|best| best.form != self.standing && !best.is_guess)?;
        let is_edge = genre == Genre::Modern && best.form == self.plain && self.is_parted(best);
        let margin = if is_edge { EDGE } else { margin };
        let is_taken = best.word.len() > 1 && !self.is_norm(best) && self.odds() >= margin;
        (is_taken || ALONE.contains(&(self.standing, best.form))).then_some(best.form)
    }
}

fn are_norms(a: char, b: char) -> bool {
    NORMS.iter().any(|pair| pair.contains(&a) && pair.contains(&b))
}

/// Odds from which a form is taken against OpenCC's; none where OpenCC's always stands.
pub(super) fn margin(genre: Genre) -> Option<i32> {
    match genre {
        Genre::Modern => Some(MARGIN),
        Genre::Cantonese => Some(MARGIN + CANTONESE_MARGIN),
        Genre::Classical => None,
    }
}

/// Weighs what OpenCC made of Simplified leaves.
///
/// Shape: in order. A character that the Simplified text itself has in a Traditional form (乾, 於) is no choice.
/// Errors: the engine's failure.
pub(super) fn weigh(
    leaves: &[&Leaf],
    bases: &[Base],
    config: ScriptConfig,
    Engines { opencc, words }: Engines<'_>,
) -> Result<(Genre, Vec<Choice>), Error> {
    let mut joined: Vec<char> = Vec::new();
    let mut starts = Vec::with_capacity(bases.len());
    for base in bases {
        starts.push(joined.len());
        joined.extend(&base.text);
        joined.push('\n');
    }
    let spoken = Genre::by_particles(&joined);
    if let Some(genre) = spoken {
        keep_own_forms(genre, leaves, &starts, &mut joined);
    }
    let weighed = words.weigh(&joined);
    let genre = spoken.unwrap_or_else(|| Genre::by_words(&weighed));
    let choices = weighed.into_iter().filter_map(|place| {
        let leaf = starts.partition_point(|start| *start <= place.at).checked_sub(1)?;
        let start = *starts.get(leaf)?;
        let at = place.at - start;
        let typed = *leaves.get(leaf)?.text.get(at)?;
        let standing = words.fold(*bases.get(leaf)?.text.get(at)?);
        let Weighed { mut forms, .. } = place;
        forms.iter_mut().for_each(|form| form.word = form.word.start - start..form.word.end - start);
        (words.simplify(standing) == typed).then_some(Choice {
            leaf,
            at,
            typed,
            standing,
            plain: standing,
            forms,
            told: None,
        })
    });
    let mut choices: Vec<Choice> = choices.collect();
    let plain = alone(choices.iter().map(|choice| choice.typed).collect(), config, opencc)?;
    for choice in &mut choices {
        choice.plain = plain.get(&choice.typed).map_or(choice.standing, |form| words.fold(*form));
    }
    find_persons(leaves, &mut choices, words);
    tell(leaves, &mut choices, genre);
    if genre == Genre::Modern {
        keep_norms(leaves, &mut choices, config, Engines { opencc, words })?;
        follow_article(&mut choices);
    }
    Ok((genre, choices))
}

/// Returns what OpenCC makes of `characters` outside all phrases.
///
/// Errors: the engine's failure.
fn alone(
    characters: BTreeSet<char>,
    config: ScriptConfig,
    opencc: &dyn Convert,
) -> Result<BTreeMap<char, char>, Error> {
    let lines: String = characters.iter().flat_map(|c| [*c, '\n']).collect();
    let converted = opencc.convert(config.without_words(), &lines)?;
    Ok(characters.into_iter().zip(converted.split('\n').filter_map(|line| line.chars().next())).collect())
}

/// Gives a word of which good books write two forms the one that OpenCC has for it, where another phrase lies over its edge:
/// 發佈 in 並發佈, of which OpenCC makes 併發|布.
///
/// Errors: the engine's failure.
fn keep_norms(
    leaves: &[&Leaf],
    choices: &mut [Choice],
    config: ScriptConfig,
    Engines { opencc, words }: Engines<'_>,
) -> Result<(), Error> {
    let cut = choices.iter_mut().filter_map(|choice| {
        let span = choice.norm_word()?;
        Some((leaves.get(choice.leaf)?.text.get(span.clone())?, choice.at - span.start, choice))
    });
    let cut: Vec<(&[char], usize, &mut Choice)> = cut.collect();
    if cut.is_empty() {
        return Ok(());
    }
    let typed: BTreeSet<&[char]> = cut.iter().map(|(word, ..)| *word).collect();
    let lines: String = typed.iter().flat_map(|word| word.iter().copied().chain(['\n'])).collect();
    let converted = opencc.convert(config.without_words(), &lines)?;
    let alone: BTreeMap<&[char], &str> = typed.into_iter().zip(converted.split('\n')).collect();
    for (word, at, choice) in cut {
        let form = alone.get(word).and_then(|word| word.chars().nth(at)).map(|form| words.fold(form));
        choice.told = form.filter(|form| *form != choice.standing);
    }
    Ok(())
}

/// Leaves in the `joined` text what the genre does as it is typed: of 晒 the words know but 曬, so that it has no rivals.
fn keep_own_forms(genre: Genre, leaves: &[&Leaf], starts: &[usize], joined: &mut [char]) {
    for (leaf, start) in leaves.iter().zip(starts) {
        for (c, typed) in joined.iter_mut().skip(*start).zip(&leaf.text) {
            if genre.form_of(*typed) == Some(*typed) {
                *c = *typed;
            }
        }
    }
}

/// Characters that are verbs and surnames alone, whatever the words of the article say: 干 beside 笋干, 余 beside 其余, 几 of a
/// table beside 几个.
const APART: &str = "干余只系发几冲";

/// Gives a character alone the form that it has in the article's words, where these never have OpenCC's and it is likelier
/// anyway: 钟 is 鐘 beside 钟声 and 钟楼, not 鍾.
fn follow_article(choices: &mut [Choice]) {
    let mut at_home: BTreeMap<char, usize> = BTreeMap::new();
    for choice in &*choices {
        let is_clear = |best: &Form, next: &Form| best.word.len() > 1 && next.cost - best.cost >= MARGIN;
        let form = match (choice.told, choice.forms.as_slice()) {
            (Some(form), _) => form,
            (None, [best, next, ..]) if is_clear(best, next) => best.form,
            _ => continue,
        };
        *at_home.entry(form).or_default() += 1;
    }
    for choice in choices.iter_mut().filter(|choice| choice.told.is_none() && !APART.contains(choice.typed)) {
        let is_open = |best: &&Form| best.word.len() == 1 && best.form != choice.standing && !choice.is_norm(best);
        let best = choice.forms.first().filter(is_open);
        let n_best = best.and_then(|best| at_home.get(&best.form)).copied().unwrap_or_default();
        if n_best >= AT_HOME && !at_home.contains_key(&choice.standing) {
            choice.told = best.map(|best| best.form);
        }
    }
}

/// Gives each leaf the forms that are likelier than OpenCC's by far.
///
/// Errors: the engine's failure.
pub(super) fn decide(
    leaves: &[&Leaf],
    bases: &mut [Base],
    config: ScriptConfig,
    engines: Engines<'_>,
) -> Result<(), Error> {
    let (genre, choices) = weigh(leaves, bases, config, engines)?;
    let exchanges: Vec<(LeafId, usize, char)> =
        choices.iter().filter_map(|choice| Some((choice.leaf, choice.at, choice.exchange(genre)?))).collect();
    let shapes = shapes(exchanges.iter().map(|(_, _, form)| *form).collect(), config, engines.opencc)?;
    for (leaf, at, form) in exchanges {
        if let Some(c) = bases.get_mut(leaf).and_then(|base| base.text.get_mut(at)) {
            *c = shapes.get(&form).copied().unwrap_or(form);
        }
    }
    Ok(())
}

/// Returns the shapes that `forms`, which are in Taiwan's, have in text converted by `config`.
///
/// Errors: the engine's failure.
pub(super) fn shapes(
    forms: BTreeSet<char>,
    config: ScriptConfig,
    opencc: &dyn Convert,
) -> Result<BTreeMap<char, char>, Error> {
    let way: &[ScriptConfig] = match config.without_words() {
        ScriptConfig::S2hk => &[ScriptConfig::Tw2t, ScriptConfig::T2hk],
        ScriptConfig::S2t => &[ScriptConfig::Tw2t],
        _ => &[ScriptConfig::T2tw],
    };
    // One form a line: no phrase is to decide.
    let mut text: String = forms.iter().flat_map(|form| [*form, '\n']).collect();
    for step in way {
        text = opencc.convert(*step, &text)?;
    }
    Ok(forms.into_iter().zip(text.split('\n').filter_map(|line| line.chars().next())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(standing: char, best: char, odds: i32) -> Choice {
        let form = |form, cost| Form { form, cost, word: 0..2, is_guess: false };
        Choice {
            leaf: 0,
            at: 0,
            typed: '里',
            standing,
            plain: '面',
            forms: vec![form(best, 100), form(standing, 100 + odds)],
            told: None,
        }
    }

    #[test]
    fn odds_and_genre_decide() {
        for (odds, genre, taken) in [
            (30, Genre::Modern, Some('裡')),
            (29, Genre::Modern, None),
            (59, Genre::Cantonese, None),
            (60, Genre::Cantonese, Some('裡')),
            (500, Genre::Classical, None),
        ] {
            assert_eq!(choice('里', '裡', odds).exchange(genre), taken, "{odds} {genre:?}");
        }
        assert_eq!(choice('布', '佈', 500).exchange(Genre::Modern), None, "both are written");
    }

    #[test]
    fn words_that_have_what_cantonese_has_need_no_margin() {
        let mut choice = choice('系', '係', 1);
        choice.typed = '系';
        assert_eq!(choice.exchange(Genre::Cantonese), Some('係'));
        assert_eq!(choice.exchange(Genre::Modern), None);
    }

    #[test]
    fn a_character_alone_is_left_to_opencc() {
        let mut alone = choice('里', '裡', 500);
        alone.forms.iter_mut().for_each(|form| form.word = 0..1);
        assert_eq!(alone.exchange(Genre::Modern), None);
    }
}
