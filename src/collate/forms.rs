//! Proposes the forms of rules that speak of no word, one rule each for the whole article.
//!
//! 1. A form of which the record speaks, whatever was decided, is left; so are quotation marks in Simplified text.
//! 2. The places are counted that it would change, outside of what is protected or decided; brackets around pronunciations that
//!    would go are no punctuation to be changed.

use std::collections::BTreeMap;

use super::generic::generic;
use super::group::Proposal;
use super::propose::closed;
use crate::model::{Edition, EmendationKind, Grade, LeafId, RuleForm, Script, Span, Weigh};

/// From how many pronunciations on they are not the author's: of any characters, and of such as are converted alone.
const PRONOUNCED: (usize, usize) = (8, 3);

/// Returns a proposal for each form that would change a place; `order` names the leaves that rules hold in.
pub(super) fn forms(edition: &Edition, order: &[LeafId], words: &dyn Weigh) -> Vec<Proposal> {
    use RuleForm::{CornerQuotes, Dashes, FullwidthPunctuation, Pronunciations, Spacing};
    let is_hant = edition.document.front.lang.script == Script::Hant;
    let is_open = |form: &RuleForm| {
        edition.collation.rules.iter().all(|rule| rule.form != *form) && (is_hant || *form != CornerQuotes)
    };
    let mut going = BTreeMap::new();
    let pronounced = Some(Pronunciations).filter(is_open).and_then(|form| proposal(edition, order, &form, &going));
    let pronounced = pronounced.filter(|proposal| is_of_converter(edition, &proposal.places, words));
    for (leaf, at) in pronounced.iter().flat_map(|proposal| &proposal.places) {
        going.entry(*leaf).or_insert_with(Vec::new).push(at.clone());
    }
    let open = [FullwidthPunctuation, CornerQuotes, Dashes, Spacing].into_iter().filter(is_open);
    let others: Vec<Proposal> = open.filter_map(|form| proposal(edition, order, &form, &going)).collect();
    pronounced.into_iter().chain(others).collect()
}

/// Whether pronunciations at `places` are not the author's: they are many, or all behind characters that a conversion changed.
fn is_of_converter(edition: &Edition, places: &[(LeafId, Span)], words: &dyn Weigh) -> bool {
    let is_converted = |(leaf, at): &(LeafId, Span)| {
        let text = edition.leaves.get(*leaf).map_or(&[][..], |edited| edited.received.as_slice());
        at.start.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|c| words.simplify(*c) != *c)
    };
    places.len() >= PRONOUNCED.0 || places.len() >= PRONOUNCED.1 && places.iter().all(is_converted)
}

/// A proposal of `form`, which changes nothing within the places of a leaf that are `going`.
fn proposal(
    edition: &Edition,
    order: &[LeafId],
    form: &RuleForm,
    going: &BTreeMap<LeafId, Vec<Span>>,
) -> Option<Proposal> {
    let mut places = Vec::new();
    let mut example = None;
    for leaf in order {
        let text = edition.leaves.get(*leaf).map_or(&[][..], |edited| edited.received.as_slice());
        let mut found = generic(form, text);
        if found.is_empty() {
            continue;
        }
        let mut closed = closed(edition, *leaf);
        for at in going.get(leaf).into_iter().flatten() {
            closed.get_mut(at.clone()).into_iter().for_each(|flags| flags.fill(true));
        }
        found.retain(|(at, _)| !closed.get(at.clone()).is_some_and(|flags| flags.contains(&true)));
        if let (None, Some((at, lemma))) = (&example, found.first()) {
            let reading: String = text.get(at.clone()).unwrap_or_default().iter().collect();
            example = Some((reading, lemma.iter().collect::<String>()));
        }
        places.extend(found.into_iter().map(|(at, _)| (*leaf, at)));
    }
    let (reading, lemma) = example?;
    let (reason, kind) = match form {
        RuleForm::CornerQuotes => ("繁體中文的引號用「」『』。", EmendationKind::Punctuation),
        RuleForm::Dashes => ("中文裡的破折號用「——」。", EmendationKind::Punctuation),
        RuleForm::Pronunciations => ("字後括號裡的注音，當是轉換時留下的，刪去。", EmendationKind::Layout),
        RuleForm::Spacing => ("漢字與全形標點旁的空格刪去。", EmendationKind::Layout),
        _ => ("中文之間的半形標點改為全形。", EmendationKind::Punctuation),
    };
    let (only, except) = (Vec::new(), Vec::new());
    let reason = reason.to_owned();
    Some(Proposal { rule: form.name(), reading, lemma, kind, grade: Grade::Tentative, reason, only, except, places })
}
