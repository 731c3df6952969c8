//! Which script is compared, and the text paragraph by paragraph.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::difference::{FieldChange, ParagraphChange, ParagraphChanges, ParagraphView};
use super::entries::field;
use super::read::{Paragraph, Texts};

/// The variants in which texts are compared, the best first.
pub(super) struct Variants<'a> {
    new: &'a str,
    old: &'a str,
}

impl<'a> Variants<'a> {
    pub(super) fn new(old: &'a str, new: &'a str) -> Self {
        Self { new, old }
    }

    /// The two texts in one variant: the new edition's own, the old one's, their scripts, else any that both have.
    pub(super) fn pair<'t>(&self, old: &'t Texts, new: &'t Texts) -> (Option<&'t str>, Option<&'t str>) {
        match self.common(old, new) {
            Some(variant) => (old.get(variant).map(String::as_str), new.get(variant).map(String::as_str)),
            None => (self.one(old), self.one(new)),
        }
    }

    /// Returns the change of a field that is prose, where it changed.
    pub(super) fn field(&self, name: &'static str, old: &Texts, new: &Texts) -> Option<FieldChange> {
        let (old, new) = self.pair(old, new);
        field(name, old, new)
    }

    /// Says whether two texts are the same where they are compared, and not in another variant that both have.
    pub(super) fn is_converted(&self, old: &Texts, new: &Texts) -> bool {
        let (old_text, new_text) = self.pair(old, new);
        old_text == new_text && old.iter().any(|(variant, text)| new.get(variant).is_some_and(|other| other != text))
    }

    /// A text for which there is nothing to compare with.
    pub(super) fn one<'t>(&self, texts: &'t Texts) -> Option<&'t str> {
        let variants: Vec<&str> = texts.keys().map(String::as_str).collect();
        texts.get(self.best(&variants)?).map(String::as_str)
    }

    /// The texts of two lists, each list in the one variant that both have.
    pub(super) fn lists<'t>(&self, old: &[&'t Texts], new: &[&'t Texts]) -> (Vec<&'t str>, Vec<&'t str>) {
        let (first_old, first_new) =
            (old.iter().find(|text| !text.is_empty()), new.iter().find(|text| !text.is_empty()));
        let variant = first_old.zip(first_new).and_then(|(old, new)| self.common(old, new));
        let text = |texts: &&'t Texts| {
            let found = variant.and_then(|variant| texts.get(variant)).map(String::as_str);
            found.or_else(|| self.one(texts)).unwrap_or_default()
        };
        (old.iter().map(text).collect(), new.iter().map(text).collect())
    }

    fn common<'t>(&self, old: &Texts, new: &'t Texts) -> Option<&'t str> {
        let variants: Vec<&'t str> = new.keys().filter(|key| old.contains_key(*key)).map(String::as_str).collect();
        self.best(&variants)
    }

    fn best<'t>(&self, variants: &[&'t str]) -> Option<&'t str> {
        let is_script = |variant: &str, lang: &str| {
            !variant.is_empty() && !lang.is_empty() && (lang.starts_with(variant) || variant.starts_with(lang))
        };
        let wanted: [&dyn Fn(&str) -> bool; 4] = [
            &|variant| variant == self.new,
            &|variant| variant == self.old,
            &|variant| is_script(variant, self.new),
            &|variant| is_script(variant, self.old),
        ];
        let found = wanted.iter().find_map(|is_wanted| variants.iter().find(|variant| is_wanted(variant)));
        found.or(variants.first()).copied()
    }
}

/// One step of an alignment, by places in the old and the new list.
pub(super) enum Step {
    /// They are equal.
    Same(usize, usize),
    /// The new one stands where the old one stood.
    Changed(usize, usize),
    /// The old one alone.
    Removed(usize),
    /// The new one alone.
    Added(usize),
}

/// More pairs than this are not searched for the best alignment, which costs their number in the worst case.
const MAX_PAIRS: usize = 4_000_000;

/// A text that was reworded is looked for among so many of the next ones.
const N_AHEAD: usize = 16;

/// Aligns two lists by what is equal in them.
///
/// Shape: between equal ones, the first new one that `is_like` an old one stands for it.
pub(super) fn align(old: &[&str], new: &[&str], is_like: impl Fn(&str, &str) -> bool) -> Vec<Step> {
    let mut steps = Vec::new();
    let n_same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    if (old.len() - n_same).saturating_mul(new.len() - n_same) > MAX_PAIRS {
        steps.extend((0..n_same).map(|i| Step::Same(i, i)));
        pair_up(n_same..old.len(), n_same..new.len(), |_, _| true, &mut steps);
        return steps;
    }
    let is_like_at = |a: usize, b: usize| old.get(a).zip(new.get(b)).is_some_and(|(a, b)| is_like(a, b));
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if op.tag() == DiffTag::Equal {
            steps.extend(op.old_range().zip(op.new_range()).map(|(old, new)| Step::Same(old, new)));
        } else {
            pair_up(op.old_range(), op.new_range(), is_like_at, &mut steps);
        }
    }
    steps
}

fn pair_up(mut old: Range<usize>, new: Range<usize>, is_like: impl Fn(usize, usize) -> bool, steps: &mut Vec<Step>) {
    for b in new {
        match old.clone().take(N_AHEAD).find(|a| is_like(*a, b)) {
            Some(a) => {
                steps.extend((old.start..a).map(Step::Removed));
                steps.push(Step::Changed(a, b));
                old.start = a + 1;
            }
            None => steps.push(Step::Added(b)),
        }
    }
    steps.extend(old.map(Step::Removed));
}

/// Says whether half of the characters of two texts are the same, wherever they stand.
fn is_like(old: &str, new: &str) -> bool {
    let mut counts: HashMap<char, usize> = HashMap::new();
    old.chars().for_each(|c| *counts.entry(c).or_default() += 1);
    let (mut n_common, mut n_new) = (0, 0);
    for c in new.chars() {
        n_new += 1;
        if let Some(count) = counts.get_mut(&c).filter(|count| **count > 0) {
            *count -= 1;
            n_common += 1;
        }
    }
    4 * n_common >= old.chars().count() + n_new
}

pub(super) fn compare_paragraphs(old: &[Paragraph], new: &[Paragraph], variants: &Variants<'_>) -> ParagraphChanges {
    let mut changes = ParagraphChanges::default();
    let (olds, news) = variants.lists(&texts(old), &texts(new));
    let id = |list: &[Paragraph], i: usize| list.get(i).map(|paragraph| paragraph.id.clone()).unwrap_or_default();
    let text = |list: &[&str], i: usize| list.get(i).map(|text| (*text).to_owned()).unwrap_or_default();
    for step in align(&olds, &news, is_like) {
        match step {
            Step::Same(a, b) => {
                let is_converted = |(a, b): (&Paragraph, &Paragraph)| variants.is_converted(&a.text, &b.text);
                changes.converted += usize::from(old.get(a).zip(new.get(b)).is_some_and(is_converted));
            }
            Step::Changed(a, b) => changes.reworded.push(ParagraphChange {
                id: id(new, b),
                old_id: id(old, a),
                old: text(&olds, a),
                new: text(&news, b),
            }),
            Step::Removed(a) => changes.removed.push(ParagraphView { id: id(old, a), text: text(&olds, a) }),
            Step::Added(b) => changes.added.push(ParagraphView { id: id(new, b), text: text(&news, b) }),
        }
    }
    changes
}

fn texts(list: &[Paragraph]) -> Vec<&Texts> {
    list.iter().map(|paragraph| &paragraph.text).collect()
}
