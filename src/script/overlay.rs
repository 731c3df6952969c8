//! What is not converted, or has a form of its own, laid over a converted leaf.

use super::glossary::{Entry, Glossary, Tally};
use super::surnames::surname;
use super::{Base, quotes};
use crate::model::{Converted, Forms, Leaf, Markup, Script, Span, Variant, is_han, splice_text};

/// Returns, for each character, whether it has a form of its own, so that conversion has no say.
pub(super) fn fixed(leaf: &Leaf, glossary: &Glossary<'_>) -> Vec<bool> {
    let mut fixed = vec![false; leaf.text.len()];
    let is_own = |kind: &Markup| matches!(kind, Markup::Code | Markup::Fixed(_) | Markup::Lang(_));
    let marked = leaf.marks.iter().filter(|mark| is_own(&mark.kind)).map(|mark| mark.at.clone());
    for at in marked.chain(glossary.find(leaf).into_iter().map(|(at, ..)| at)) {
        if let Some(flags) = fixed.get_mut(at) {
            flags.fill(true);
        }
    }
    fixed
}

/// One stretch with text of its own.
struct Patch {
    at: Span,
    text: Vec<char>,
    /// Left in the article's own script on a page of the other.
    is_own: bool,
}

/// A leaf on its way from the article's own variant to another.
pub(super) struct Layer<'a> {
    /// The leaf.
    pub(super) leaf: &'a Leaf,
    /// Whether it is the name of a person.
    pub(super) is_name: bool,
    /// Its text as the engine converts it.
    pub(super) base: Base,
    /// What the article is written in.
    pub(super) own: Variant,
    /// What it becomes.
    pub(super) variant: Variant,
}

impl Layer<'_> {
    /// Lays fixed text over the converted text; `exchange` says whether quotation marks go with the script.
    pub(super) fn lay(self, glossary: &Glossary<'_>, exchange: bool, tally: &mut Tally) -> Converted {
        let mut fixed = vec![false; self.leaf.text.len()];
        let mut patches = self.marked_patches(&mut fixed);
        if self.own != self.variant {
            for (at, entry) in glossary.find(self.leaf) {
                if let Some(flags) = fixed.get_mut(at.clone()).filter(|flags| !flags.contains(&true))
                    && tally.has_room(entry.form, self.leaf, &at)
                {
                    flags.fill(true);
                    let (patch, is_shaping) = self.word(at, entry);
                    tally.note(entry.rule, is_shaping);
                    patches.push(patch);
                }
            }
        }
        let is_simplified = (self.own.script, self.variant.script) == (Script::Hans, Script::Hant);
        if self.is_name
            && is_simplified
            && let Some(form) = surname(&self.leaf.text)
            && let Some(flag) = fixed.first_mut().filter(|flag| !**flag)
        {
            *flag = true;
            patches.push(Patch { at: 0..1, text: vec![form], is_own: false });
        }
        if exchange {
            for (at, mark) in quotes::exchanges(&self.leaf.text, self.variant.script, &fixed) {
                patches.push(Patch { at: at..at + 1, text: vec![mark], is_own: false });
                if let Some(flag) = fixed.get_mut(at) {
                    *flag = true;
                }
            }
        }
        patches.sort_by_key(|patch| patch.at.start);
        let own_script = patches.iter().filter(|patch| patch.is_own).map(|patch| patch.at.clone()).collect();
        let mut edits: Vec<(Span, Vec<char>)> = patches.into_iter().map(|patch| (patch.at, patch.text)).collect();
        let is_fixed =
            |at: &Span| fixed.get(at.start..at.end.max(at.start + 1)).is_some_and(|flags| flags.contains(&true));
        edits.extend(self.base.phrases.into_iter().filter(|(at, _)| !is_fixed(at)));
        edits.sort_by_key(|(at, _)| (at.start, at.end));
        let (text, changes) = splice_text(self.base.text, &edits);
        Converted { text, changes, own_script }
    }

    /// Code, fixed forms and foreign runs, outermost first; what lies inside another is passed over.
    fn marked_patches(&self, fixed: &mut [bool]) -> Vec<Patch> {
        let unchanged = Forms::default();
        let mut patches = Vec::new();
        for mark in &self.leaf.marks {
            let (forms, always) = match &mark.kind {
                Markup::Code => (&unchanged, true),
                Markup::Fixed(forms) => (forms, true),
                Markup::Lang(_) => (&unchanged, false),
                _ => continue,
            };
            let Some(flags) = fixed.get_mut(mark.at.clone()).filter(|flags| !flags.contains(&true)) else { continue };
            flags.fill(true);
            let mut patch = self.patch(mark.at.clone(), forms, always);
            patch.is_own &= !matches!(mark.kind, Markup::Lang(_));
            patches.push(patch);
        }
        patches
    }

    /// A word of the glossary, and whether conversion would print another; one that is kept says its script then.
    fn word(&self, at: Span, entry: Entry<'_>) -> (Patch, bool) {
        let text: Vec<char> = entry.form.chars().collect();
        let is_in_phrase = |(phrase, _): &(Span, Vec<char>)| phrase.start < at.end && at.start < phrase.end;
        let is_shaping =
            self.base.text.get(at.clone()) != Some(text.as_slice()) || self.base.phrases.iter().any(is_in_phrase);
        let is_other = self.own.script != self.variant.script;
        let is_own = entry.is_kept && is_other && is_shaping && text.iter().any(|c| is_han(*c));
        (Patch { at, text, is_own }, is_shaping)
    }

    /// A fixed form or code in Chinese always says its script; a protected word only where conversion would change it.
    fn patch(&self, at: Span, forms: &Forms, always: bool) -> Patch {
        if let Some(form) = forms.form(self.variant) {
            return Patch { at, text: form.chars().collect(), is_own: false };
        }
        let own = self.leaf.text.get(at.clone()).unwrap_or_default();
        let changes = self.base.text.get(at.clone()) != Some(own);
        let is_other = self.own.script != self.variant.script;
        let is_own = is_other && own.iter().any(|c| is_han(*c)) && (always || changes);
        Patch { text: own.to_vec(), is_own, at }
    }
}
