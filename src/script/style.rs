//! House style: the forms that Traditional pages have where a character has two, and how often a text has which.
//!
//! 1. What conversion wrote gets the forms of the house, before anything with a form of its own is laid over (`apply`).
//! 2. Text that is Traditional already stands; its forms are counted instead (`count`).
//! 3. 着 and 著: a Simplified text tells them apart itself; of a Traditional one, OpenCC's `tw2s` says which is the particle.

use std::collections::{BTreeMap, BTreeSet};

use super::overlay::fixed;
use super::{Base, Glossary, typed_leaves};
use crate::config::{Style, pair_of};
use crate::diag::{Diagnostic, Error};
use crate::model::{Annotated, Convert, Leaf, Script, ScriptConfig, Span};

/// Gives converted texts the forms of the house.
pub(super) fn apply(leaves: &[&Leaf], bases: &mut [Base], style: &Style) {
    if style.is_empty() {
        return;
    }
    for (base, leaf) in bases.iter_mut().zip(leaves) {
        let stays = Style::stays(&base.text);
        for ((c, typed), stays) in base.text.iter_mut().zip(&leaf.text).zip(stays) {
            if !stays {
                *c = form(style, *c, *typed);
            }
        }
        // Words of a region know no particle.
        base.phrases.iter_mut().flat_map(|(_, text)| text).for_each(|c| *c = form(style, *c, *c));
    }
}

/// Returns a word of candidates with the forms of the house; `typed` is the word as typed.
pub(super) fn dress(word: &str, typed: &str, style: &Style) -> String {
    word.chars().zip(typed.chars()).map(|(c, typed)| form(style, c, typed)).collect()
}

/// The form of the house for `c`, which was typed as `typed`.
fn form(style: &Style, c: char, typed: char) -> char {
    match c {
        '着' | '著' if style.has('着') => {
            if typed == '着' {
                '着'
            } else {
                c
            }
        }
        _ => style.form(c),
    }
}

/// The places of one form.
type Places<'a> = Vec<(&'a Leaf, Span)>;

/// Counts the forms that an article's own Traditional text has (`JZ508`): two forms of one character, or another than the house's.
///
/// Errors: the engine's failure.
pub(super) fn count(
    annotated: &Annotated,
    glossary: &Glossary<'_>,
    style: &Style,
    opencc: &dyn Convert,
) -> Result<Vec<Diagnostic>, Error> {
    if annotated.edition.document.front.lang.script != Script::Hant {
        return Ok(Vec::new());
    }
    let leaves: Vec<&Leaf> = typed_leaves(annotated)
        .into_iter()
        .filter_map(|id| annotated.edition.leaves.get(id))
        .map(|edited| &edited.leaf)
        .collect();
    let mut met = find_forms(&leaves, glossary);
    if (met.contains_key(&'着') || style.has('着')) && met.contains_key(&'著') {
        let all = met.remove(&'著').unwrap_or_default();
        met.insert('著', particles(&leaves, all, opencc)?);
    } else if !style.has('着') {
        // Without a single 着, and nobody asking for one, 著 is the only form.
        met.remove(&'著');
    }
    let path = &annotated.edition.document.path;
    let pairs = met.keys().filter_map(|c| pair_of(*c));
    let pairs: BTreeSet<(char, char)> = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
    Ok(pairs.into_iter().filter_map(|pair| finding(path, pair, &met, style)).collect())
}

/// Finds the characters that have two forms, where no form of their own is laid over them.
fn find_forms<'a>(leaves: &[&'a Leaf], glossary: &Glossary<'_>) -> BTreeMap<char, Places<'a>> {
    let mut met: BTreeMap<char, Places<'a>> = BTreeMap::new();
    for &leaf in leaves {
        if !leaf.text.iter().any(|c| pair_of(*c).is_some()) {
            continue;
        }
        let (fixed, stays) = (fixed(leaf, glossary), Style::stays(&leaf.text));
        for (at, c) in leaf.text.iter().enumerate() {
            let is_own = [&fixed, &stays].iter().any(|flags| flags.get(at).copied().unwrap_or_default());
            if !is_own && pair_of(*c).is_some() {
                met.entry(*c).or_default().push((leaf, at..at + 1));
            }
        }
    }
    met
}

/// Those of the `places` of 著 where Simplified text has 着.
fn particles<'a>(leaves: &[&'a Leaf], places: Places<'a>, opencc: &dyn Convert) -> Result<Places<'a>, Error> {
    let mut of_leaves = Vec::new();
    for &leaf in leaves.iter().filter(|leaf| leaf.text.contains(&'著')) {
        let simplified: Vec<char> = opencc.convert(ScriptConfig::Tw2s, &leaf.to_text())?.chars().collect();
        of_leaves.push((leaf, simplified));
    }
    let is_particle = |leaf: &Leaf, at: &Span| {
        of_leaves.iter().any(|(of, text)| std::ptr::eq(*of, leaf) && text.get(at.start) == Some(&'着'))
    };
    Ok(places.into_iter().filter(|(leaf, at)| is_particle(leaf, at)).collect())
}

fn finding(path: &str, (a, b): (char, char), met: &BTreeMap<char, Places<'_>>, style: &Style) -> Option<Diagnostic> {
    let places = |c: char| met.get(&c).map(Vec::as_slice).unwrap_or_default();
    let house = [a, b].into_iter().find(|c| style.has(*c));
    let (other, wanted) = match house {
        Some(house) => (if house == a { b } else { a }, house),
        // Nobody asks for either: the rarer form is the odd one.
        None if places(a).len() > places(b).len() => (b, a),
        None => (a, b),
    };
    let (n_other, n_wanted) = (places(other).len(), places(wanted).len());
    let (leaf, at) = places(other).first()?;
    let (message, hint) = match (house, n_wanted) {
        (None, 0) => return None,
        (None, _) => (
            format!("{n_wanted} × `{wanted}`, {n_other} × `{other}`: one character in two forms"),
            format!("choose one and name it in `style` of jiaozhu.toml; where its form is meant, type `-{{{other}}}-`"),
        ),
        (Some(_), 0) => (format!("{n_other} × `{other}`; house style `{wanted}`"), hint(wanted, other)),
        (Some(_), _) => {
            (format!("{n_other} × `{other}`, {n_wanted} × `{wanted}`; house style `{wanted}`"), hint(wanted, other))
        }
    };
    Some(Diagnostic::info("JZ508", message).at(path, leaf.source_span(at)).hint(hint))
}

fn hint(wanted: char, other: char) -> String {
    format!("type `{wanted}`; where the form is meant, type `-{{{other}}}-`")
}
