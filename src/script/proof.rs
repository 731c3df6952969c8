//! Where a conversion is uncertain. In: an edition, settings, the engines. Out: places, each with what could stand there.
//!
//! 1. Leaves of `index.md` are converted as for a page; what has a form of its own there is no question.
//! 2. Towards Traditional, a place is doubtful where words and OpenCC disagree, or where a character with rivals stands
//!    in no word that a dictionary holds and the odds are not clear.
//! 3. Towards Simplified, it is where a character stands alone that some words keep in its Traditional form.

use std::collections::BTreeSet;

use super::frequency::{Choice, shapes, weigh};
use super::glossary::{Glossary, in_force, met};
use super::overlay::fixed;
use super::style::dress;
use super::{Base, apply, choose_config, typed_leaves};
use crate::config::{Config, Segmentation};
use crate::diag::Error;
use crate::model::{
    Annotated, Engines, Leaf, LeafId, Script, ScriptConfig, SharedGlossary, Span, Variant, Weigh, is_han,
};

/// Odds from which a character outside all words is no question, in tenths of a nat.
const CLEAR: i32 = 30;
/// Odds from which a form that nobody has is not worth a line, in tenths of a nat.
const FAR: i32 = 70;
/// Characters that Simplified text keeps in some words, as 乾坤, 宮商角徵羽, 狼藉, 瞭望, 昭著, and what they become elsewhere.
///
/// Source: 《通用規範漢字表》 (2013), its notes on 乾, 徵, 藉, 瞭, 夥, 鍾, 祇; 著 and 着 are two characters there.
const KEPT: [(char, char); 8] =
    [('乾', '干'), ('徵', '征'), ('藉', '借'), ('瞭', '了'), ('夥', '伙'), ('鍾', '钟'), ('祇', '只'), ('著', '着')];

/// Why a place is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// OpenCC's longest match and the likeliest words give different forms.
    Disagreement,
    /// No dictionary holds a word around a character that has rivals.
    Alone,
}

/// A form that a doubtful word could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The word in this form, in the shapes of the page.
    pub form: String,
    /// How much less likely it is than the likeliest, in tenths of a nat; none where nothing is known.
    pub odds: Option<i32>,
    /// Whether OpenCC has it.
    pub is_opencc: bool,
    /// Whether the page prints it.
    pub is_taken: bool,
}

/// A place whose conversion is uncertain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The variant it is converted to.
    pub variant: Variant,
    /// The leaf.
    pub leaf: LeafId,
    /// The word in the leaf's text.
    pub at: Span,
    /// The word as typed.
    pub word: String,
    /// Why.
    pub kind: DoubtKind,
    /// What it could become, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// What `proof` finds in one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// In the order of the text.
    pub doubts: Vec<Doubt>,
    /// Names of the rules of glossaries whose words stand in the text.
    pub met: BTreeSet<String>,
}

/// Finds the places of an article whose conversion is uncertain.
///
/// Shape: towards the first variant of the other script; none when the site has none.
/// Errors: the engines' failure.
pub fn find_doubts(
    annotated: &Annotated,
    shared: &SharedGlossary,
    config: &Config,
    engines: Engines<'_>,
) -> Result<Proof, Error> {
    let own = annotated.edition.document.front.lang;
    let ids = typed_leaves(annotated);
    let leaves: Vec<&Leaf> =
        ids.iter().filter_map(|id| annotated.edition.leaves.get(*id)).map(|edited| &edited.leaf).collect();
    let rules = in_force(&annotated.edition.document.front, shared, &leaves);
    let met = met(&rules, &leaves).collect();
    let other = config.variants.iter().find(|variant| variant.script != own.script);
    let target = other.and_then(|other| Some((*other, choose_config(own, *other, config.conversion.traditional)?)));
    let Some((variant, conversion)) = target else {
        return Ok(Proof { doubts: Vec::new(), met });
    };
    let bases = apply(&leaves, conversion, engines.opencc)?;
    let glossary = Glossary::new(&rules, variant);
    let fixed = leaves.iter().map(|leaf| fixed(leaf, &glossary)).collect();
    let work = Work { variant, conversion, leaves: &leaves, bases: &bases, fixed };
    let mut doubts = match variant.script {
        Script::Hant => work.towards_traditional(config.conversion.segmentation, engines)?,
        Script::Hans => work.towards_simplified(engines.words),
    };
    for doubt in &mut doubts {
        doubt.leaf = ids.get(doubt.leaf).copied().unwrap_or_default();
        if variant.script == Script::Hant {
            let style = &config.conversion.style;
            doubt.candidates.iter_mut().for_each(|one| one.form = dress(&one.form, &doubt.word, style));
        }
    }
    Ok(Proof { doubts, met })
}

struct Work<'a> {
    variant: Variant,
    conversion: ScriptConfig,
    leaves: &'a [&'a Leaf],
    bases: &'a [Base],
    /// Which characters of each leaf have a form of their own.
    fixed: Vec<Vec<bool>>,
}

/// A doubtful character.
struct Raw {
    leaf: usize,
    at: usize,
    word: Span,
    kind: DoubtKind,
    /// Its forms in the shapes of the page, the likeliest first, and how much less likely each is.
    forms: Vec<(char, i32)>,
}

impl Work<'_> {
    fn towards_traditional(&self, segmentation: Segmentation, engines: Engines<'_>) -> Result<Vec<Doubt>, Error> {
        let (genre, mut choices) = weigh(self.leaves, self.bases, self.conversion, engines)?;
        choices.retain(|choice| !self.is_fixed(choice.leaf, choice.at) && choice.by_genre(genre).is_none());
        let forms = choices.iter().flat_map(|choice| choice.forms.iter().map(|form| form.form)).collect();
        let shapes = shapes(forms, self.conversion, engines.opencc)?;
        let shape = |form: char| shapes.get(&form).copied().unwrap_or(form);
        let mut printed: Vec<Vec<char>> = self.bases.iter().map(|base| base.text.clone()).collect();
        let mut raws = Vec::new();
        for choice in &choices {
            let taken = choice.exchange(genre).filter(|_| segmentation == Segmentation::Frequency);
            let place = printed.get_mut(choice.leaf).and_then(|text| text.get_mut(choice.at));
            if let (Some(taken), Some(place)) = (taken, place) {
                *place = shape(taken);
            }
            let opencc = self.opencc(choice.leaf, choice.at);
            let mut forms: Vec<(char, i32)> = Vec::new();
            let least = choice.forms.first().map_or(0, |best| best.cost);
            for form in &choice.forms {
                // OpenCC's own shape of its form is the one that is printed.
                let shaped = if form.form == choice.standing { opencc } else { shape(form.form) };
                if !forms.iter().any(|(known, _)| *known == shaped) {
                    forms.push((shaped, form.cost - least));
                }
            }
            if let Some(kind) = kind(choice, &forms, opencc) {
                let word = self.word(choice);
                raws.push(Raw { leaf: choice.leaf, at: choice.at, word, kind, forms });
            }
        }
        Ok(self.doubts(&raws, &printed))
    }

    fn is_fixed(&self, leaf: usize, at: usize) -> bool {
        self.fixed.get(leaf).and_then(|flags| flags.get(at)).copied().unwrap_or_default()
    }

    fn opencc(&self, leaf: usize, at: usize) -> char {
        self.bases.get(leaf).and_then(|base| base.text.get(at)).copied().unwrap_or_default()
    }

    /// The word to ask about: one that a dictionary holds, else the character with a neighbour.
    fn word(&self, choice: &Choice) -> Span {
        let standing = choice.forms.iter().find(|form| form.form == choice.standing);
        let held = choice.forms.first().into_iter().chain(standing).find(|form| form.word.len() > 1);
        held.map_or_else(|| self.widened(choice.leaf, choice.at), |form| form.word.clone())
    }

    fn widened(&self, leaf: usize, at: usize) -> Span {
        let is_beside = |at: Option<usize>| {
            let c = at.and_then(|at| self.leaves.get(leaf)?.text.get(at));
            c.is_some_and(|c| is_han(*c))
        };
        match (is_beside(Some(at + 1)), is_beside(at.checked_sub(1))) {
            (true, _) => at..at + 2,
            (false, true) => at - 1..at + 1,
            (false, false) => at..at + 1,
        }
    }

    /// Doubtful characters whose words meet are asked about together.
    fn doubts(&self, raws: &[Raw], printed: &[Vec<char>]) -> Vec<Doubt> {
        let met = raws.chunk_by(|a, b| a.leaf == b.leaf && b.word.start < a.word.end);
        let doubt = |raws: &[Raw]| {
            let first = raws.first()?;
            let at = raws
                .iter()
                .fold(first.word.clone(), |all, raw| all.start.min(raw.word.start)..all.end.max(raw.word.end));
            let base = self.bases.get(first.leaf)?.text.get(at.clone())?;
            let printed = printed.get(first.leaf)?.get(at.clone())?;
            let candidates = candidates(raws, at.start, base, printed);
            let kind = raws.iter().map(|raw| raw.kind).min()?;
            let word = self.leaves.get(first.leaf)?.slice(&at);
            Some(Doubt { variant: self.variant, leaf: first.leaf, at, word, kind, candidates })
        };
        met.filter_map(doubt).collect()
    }

    fn towards_simplified(&self, words: &dyn Weigh) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for (n, leaf) in self.leaves.iter().enumerate() {
            let weighed = words.weigh(&leaf.text);
            let in_words = weighed.iter().filter(|place| place.forms.first().is_some_and(|best| best.word.len() > 1));
            let in_words: BTreeSet<usize> = in_words.map(|place| place.at).collect();
            for (at, c) in leaf.text.iter().enumerate() {
                let Some((kept, simple)) = KEPT.iter().find(|(kept, _)| kept == c) else { continue };
                // 著 within a sentence is mostly the particle, of which OpenCC's phrases know the exceptions.
                let is_particle = *c == '著' && leaf.text.get(at + 1).is_some_and(|next| is_han(*next));
                if in_words.contains(&at) || is_particle || self.is_fixed(n, at) {
                    continue;
                }
                let word = self.widened(n, at);
                let opencc = self.opencc(n, at);
                let other = if opencc == *kept { *simple } else { *kept };
                let base = self.bases.get(n).and_then(|base| base.text.get(word.clone())).unwrap_or_default();
                let candidate = |form: char, is_taken: bool| {
                    let form = replaced(base, at - word.start, form);
                    Candidate { form, odds: None, is_opencc: is_taken, is_taken }
                };
                let candidates = vec![candidate(opencc, true), candidate(other, false)];
                let (variant, kind) = (self.variant, DoubtKind::Alone);
                doubts.push(Doubt { variant, leaf: n, word: leaf.slice(&word), at: word, kind, candidates });
            }
        }
        doubts
    }
}

/// Why a character is doubtful, if it is.
fn kind(choice: &Choice, forms: &[(char, i32)], opencc: char) -> Option<DoubtKind> {
    let (best, _) = forms.first()?;
    if *best != opencc || choice.told.is_some_and(|told| told != choice.standing) {
        return Some(DoubtKind::Disagreement);
    }
    let is_alone = choice.forms.first().is_some_and(|form| form.word.len() == 1);
    let is_open = forms.get(1).is_some_and(|(_, odds)| *odds < CLEAR);
    (is_alone && is_open && choice.standing == choice.plain).then_some(DoubtKind::Alone)
}

/// What a word that begins at `start` could become: of one doubtful character every form, of several the likeliest and OpenCC's.
fn candidates(raws: &[Raw], start: usize, base: &[char], printed: &[char]) -> Vec<Candidate> {
    let mut words: Vec<(String, Option<i32>)> = Vec::new();
    if let [raw] = raws {
        words.extend(raw.forms.iter().map(|(form, odds)| (replaced(printed, raw.at - start, *form), Some(*odds))));
    } else {
        let mut likeliest = base.to_vec();
        for raw in raws {
            if let (Some(place), Some((form, _))) = (likeliest.get_mut(raw.at - start), raw.forms.first()) {
                *place = *form;
            }
        }
        words.push((likeliest.iter().collect(), Some(0)));
    }
    let (opencc, taken): (String, String) = (base.iter().collect(), printed.iter().collect());
    for known in [&opencc, &taken] {
        if !words.iter().any(|(word, _)| word == known) {
            words.push((known.clone(), None));
        }
    }
    let candidates = words.into_iter().map(|(form, odds)| Candidate {
        is_opencc: form == opencc,
        is_taken: form == taken,
        form,
        odds,
    });
    candidates.filter(|one| one.is_opencc || one.is_taken || one.odds.is_some_and(|odds| odds < FAR)).collect()
}

fn replaced(word: &[char], at: usize, form: char) -> String {
    word.iter().enumerate().map(|(i, c)| if i == at { form } else { *c }).collect()
}
