//! Claims as pages show them: the word for each verdict, the ledger, and what the head says of all.

use std::collections::BTreeMap;

use serde::Serialize;

use super::nest::Tree;
use super::plain_tree;
use crate::model::{Annotated, Claim, ClaimKind, Extent, Of, Scripted, Verdict};

/// A verdict as pages show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct VerdictView {
    /// What lines, signs and filters tell apart.
    pub(crate) mark: &'static str,
    /// Whether only the saying is judged.
    pub(crate) is_said: bool,
    /// The key of the interface word.
    pub(crate) word: &'static str,
}

/// Returns the verdict of a claim; none for a gloss, and in an edition of which nothing was checked.
pub(crate) fn verdict_view(annotated: &Annotated, claim: &Claim) -> Option<VerdictView> {
    (claim.kind != ClaimKind::Gloss && annotated.has_verdicts).then(|| VerdictView {
        mark: mark(claim),
        is_said: is_said(claim),
        word: verdict_word(claim),
    })
}

/// Says whether the verdict of a claim is on its having been said alone.
pub(crate) fn is_said(claim: &Claim) -> bool {
    claim.of == Of::Said && claim.verdict != Verdict::NotCheckable
}

/// What was only said, or alleged, never has the line of what is so.
fn mark(claim: &Claim) -> &'static str {
    match (claim.verdict, claim.kind) {
        (Verdict::NotCheckable | Verdict::Unchecked, _) => claim.verdict.as_str(),
        (_, ClaimKind::Allegation) => "alleged",
        _ if is_said(claim) => "said",
        _ => claim.verdict.as_str(),
    }
}

/// What stands of words and of allegations never reads as a verdict on what they say.
fn verdict_word(claim: &Claim) -> &'static str {
    match (claim.verdict, claim.kind, claim.of) {
        (Verdict::NotCheckable, ClaimKind::Opinion, _) => "verdict_opinion",
        (Verdict::NotCheckable, ClaimKind::Prediction, _) => "verdict_prediction",
        (Verdict::NotCheckable, ..) => "verdict_not_checkable",
        (Verdict::Unchecked, ..) => "verdict_unchecked",
        (Verdict::Supported, ClaimKind::Allegation, _) => "allegation_supported",
        (Verdict::Partly, ClaimKind::Allegation, _) => "allegation_partly",
        (Verdict::Contradicted, ClaimKind::Allegation, _) => "allegation_contradicted",
        (Verdict::Conflicting, ClaimKind::Allegation, _) => "allegation_conflicting",
        (Verdict::Unverified, ClaimKind::Allegation, _) => "allegation_unverified",
        (Verdict::Supported, _, Of::Said) => "said_supported",
        (Verdict::Partly, _, Of::Said) => "said_partly",
        (Verdict::Contradicted, _, Of::Said) => "said_contradicted",
        (Verdict::Conflicting, _, Of::Said) => "said_conflicting",
        (Verdict::Unverified, _, Of::Said) => "said_unverified",
        (Verdict::Supported, ..) => "verdict_supported",
        (Verdict::Partly, ..) => "verdict_partly",
        (Verdict::Contradicted, ..) => "verdict_contradicted",
        (Verdict::Conflicting, ..) => "verdict_conflicting",
        (Verdict::Unverified, ..) => "verdict_unverified",
    }
}

/// What the head of an edition says of its claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Overview {
    /// Whether any claim was checked; else pages show no verdict.
    pub(crate) has_verdicts: bool,
    /// How many claims can be checked.
    pub(crate) checkable: usize,
    /// How many claims are opinions or predictions.
    pub(crate) opinions: usize,
    /// How many notes claim nothing.
    pub(crate) glosses: usize,
    /// How many claims are known from second hand alone.
    pub(crate) second_hand: usize,
    /// How many claims have each verdict, in the order of pages; sayings and allegations are counted apart.
    pub(crate) verdicts: Vec<Count>,
    /// The marks that rows of the ledger have, each with its word.
    pub(crate) filters: Vec<Filter>,
    /// The last day on which a claim was checked, or empty.
    pub(crate) as_of: String,
}

/// A choice of rows of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Filter {
    /// The mark of these rows, as in `data-verdict`.
    pub(crate) mark: &'static str,
    /// The key of the interface word.
    pub(crate) word: &'static str,
}

/// How many claims have one verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Count {
    /// The mark of these claims, as in `data-verdict`.
    pub(crate) mark: &'static str,
    /// The key of the interface word.
    pub(crate) word: &'static str,
    /// How many there are.
    pub(crate) n: usize,
}

/// All marks in the order of pages, each with the key of the word by which the ledger's rows are chosen.
const MARKS: [(&str, &str); 9] = [
    ("supported", "verdict_supported"),
    ("partly", "verdict_partly"),
    ("contradicted", "verdict_contradicted"),
    ("conflicting", "verdict_conflicting"),
    ("unverified", "verdict_unverified"),
    ("said", "filter_said"),
    ("alleged", "filter_alleged"),
    ("unchecked", "verdict_unchecked"),
    ("not-checkable", "opinions"),
];

/// Returns what is said of all claims of an edition.
pub(crate) fn overview(annotated: &Annotated) -> Overview {
    let claims = || annotated.claims.values().filter(|claim| claim.kind != ClaimKind::Gloss);
    let n_all = claims().count();
    let opinions = claims().filter(|claim| claim.verdict == Verdict::NotCheckable).count();
    // Under one mark, verdicts on sayings are told apart.
    let mut groups: BTreeMap<(Option<usize>, Verdict), Count> = BTreeMap::new();
    for claim in claims() {
        let (mark, word) = (mark(claim), verdict_word(claim));
        let place = MARKS.iter().position(|(known, _)| *known == mark);
        groups.entry((place, claim.verdict)).or_insert(Count { mark, word, n: 0 }).n += 1;
    }
    let checked = claims().filter_map(|claim| claim.record.as_ref()?.checked.as_ref());
    Overview {
        has_verdicts: annotated.has_verdicts,
        checkable: n_all - opinions,
        opinions,
        glosses: annotated.claims.len() - n_all,
        second_hand: claims().filter(|claim| claim.is_second_hand).count(),
        filters: MARKS
            .into_iter()
            .filter(|(mark, _)| groups.values().any(|count| count.mark == *mark))
            .map(|(mark, word)| Filter { mark, word })
            .collect(),
        verdicts: groups.into_values().filter(|count| count.mark != Verdict::NotCheckable.as_str()).collect(),
        as_of: checked.max().map(ToString::to_string).unwrap_or_default(),
    }
}

/// A row of the ledger: one claim.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LedgerRow<'a> {
    pub(crate) key: String,
    pub(crate) number: usize,
    pub(crate) verdict: VerdictView,
    pub(crate) is_second_hand: bool,
    /// The claim's words.
    pub(crate) text: Tree<'a>,
}

/// Returns the ledger in variant `v`: none where nothing was checked.
pub(crate) fn ledger(scripted: &Scripted, v: usize) -> Vec<LedgerRow<'_>> {
    let annotated = &scripted.annotated;
    let row = |(key, claim): (&String, &Claim)| {
        let extent: &Extent = claim.extents.first()?;
        Some(LedgerRow {
            key: key.clone(),
            number: claim.number,
            verdict: verdict_view(annotated, claim)?,
            is_second_hand: claim.is_second_hand,
            text: plain_tree(scripted, v, extent.leaf, &extent.at),
        })
    };
    annotated.claims.iter().filter_map(row).collect()
}
