//! Proposes the forms of rules that speak of no word, one rule each for the whole article.
//!
//! 1. A form of which the record speaks, whatever was decided, is left; so are quotation marks in Simplified text.
//! 2. The places are counted that it would change, outside of what is protected or decided.

use super::generic::generic;
use super::group::Proposal;
use super::propose::closed;
use crate::model::{Edition, EmendationKind, Grade, LeafId, RuleForm, Script};

/// Returns a proposal for each form that would change a place; `order` names the leaves that rules hold in.
pub(super) fn forms(edition: &Edition, order: &[LeafId]) -> Vec<Proposal> {
    use RuleForm::{CornerQuotes, Dashes, FullwidthPunctuation, Spacing};
    let is_hant = edition.document.front.lang.script == Script::Hant;
    let is_open = |form: &RuleForm| {
        edition.collation.rules.iter().all(|rule| rule.form != *form) && (is_hant || *form != CornerQuotes)
    };
    let open = [FullwidthPunctuation, CornerQuotes, Dashes, Spacing].into_iter().filter(is_open);
    open.filter_map(|form| proposal(edition, order, &form)).collect()
}

fn proposal(edition: &Edition, order: &[LeafId], form: &RuleForm) -> Option<Proposal> {
    let mut places = Vec::new();
    let mut example = None;
    for leaf in order {
        let text = edition.leaves.get(*leaf).map_or(&[][..], |edited| edited.received.as_slice());
        let mut found = generic(form, text);
        if found.is_empty() {
            continue;
        }
        let closed = closed(edition, *leaf);
        found.retain(|(at, _)| !closed.get(at.clone()).is_some_and(|flags| flags.contains(&true)));
        if let (None, Some((at, lemma))) = (&example, found.first()) {
            let reading: String = text.get(at.clone()).unwrap_or_default().iter().collect();
            example = Some((reading, lemma.iter().collect::<String>()));
        }
        places.extend(found.into_iter().map(|(at, _)| (*leaf, at)));
    }
    let (reading, lemma) = example?;
    let n = places.len();
    let (reason, kind) = match form {
        RuleForm::CornerQuotes => (format!("繁體中文的引號用「」『』，共 {n} 處。"), EmendationKind::Punctuation),
        RuleForm::Dashes => (format!("中文裡的破折號用「——」，共 {n} 處。"), EmendationKind::Punctuation),
        RuleForm::Spacing => (format!("漢字與全形標點旁的空格刪去，共 {n} 處。"), EmendationKind::Layout),
        _ => (format!("中文之間的半形標點改為全形，共 {n} 處。"), EmendationKind::Punctuation),
    };
    let (only, except) = (Vec::new(), Vec::new());
    Some(Proposal { rule: form.name(), reading, lemma, kind, grade: Grade::Tentative, reason, only, except, places })
}
