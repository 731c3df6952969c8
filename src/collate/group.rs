//! Makes rules of single suspicions: whole words, held to the places that are meant.
//!
//! 1. Hits of one leaf whose words touch become one.
//! 2. Hits with the same reading, lemma and grade become one rule.
//! 3. A rule's reading may stand at other places too: each becomes an `except`, or, where these are more, each place
//!    meant becomes an `only`. So a rule holds where it was found and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Edited, EmendationKind, Grade, LeafId, Span};

/// The longest context that tells places of one word apart, in characters.
const CONTEXT: usize = 12;

/// A place that should read otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Which leaf.
    pub(super) leaf: LeafId,
    /// The whole word, in the received text.
    pub(super) at: Span,
    /// The word as it should be.
    pub(super) lemma: Vec<char>,
    pub(super) kind: EmendationKind,
    pub(super) grade: Grade,
    pub(super) reason: String,
}

/// A rule that the editor is asked to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The form in words of `collation.yaml`, when the rule speaks of no word: `reading` and `lemma` are an example.
    pub rule: Option<&'static str>,
    /// As received.
    pub reading: String,
    /// As it should be.
    pub lemma: String,
    /// What it touches.
    pub kind: EmendationKind,
    /// How sure it is.
    pub grade: Grade,
    /// Why.
    pub reason: String,
    /// Places it holds at, when not everywhere: what stands directly before and after.
    pub only: Vec<(String, String)>,
    /// Places it does not hold at.
    pub except: Vec<(String, String)>,
    /// The places meant, in document order.
    pub places: Vec<(LeafId, Span)>,
}

/// Makes rules of `hits`, which stand in document order and do not cross.
///
/// `order` names the leaves that rules hold in.
pub(super) fn group(hits: Vec<Hit>, leaves: &[Edited], order: &[LeafId]) -> Vec<Proposal> {
    let text = |leaf: LeafId| leaves.get(leaf).map_or(&[][..], |edited| edited.received.as_slice());
    let hits = shortened(hits, leaves);
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut known: BTreeMap<(String, String, bool), usize> = BTreeMap::new();
    for hit in hits {
        let reading: String = text(hit.leaf).get(hit.at.clone()).unwrap_or_default().iter().collect();
        let lemma: String = hit.lemma.iter().collect();
        let n = *known.entry((reading.clone(), lemma.clone(), hit.grade == Grade::Firm)).or_insert(proposals.len());
        if n == proposals.len() {
            let Hit { kind, grade, reason, .. } = hit;
            let (only, except, places) = (Vec::new(), Vec::new(), Vec::new());
            proposals.push(Proposal { rule: None, reading, lemma, kind, grade, reason, only, except, places });
        }
        if let Some(proposal) = proposals.get_mut(n) {
            proposal.places.push((hit.leaf, hit.at));
        }
    }
    let others = other_places(&proposals, leaves, order);
    for (proposal, others) in proposals.iter_mut().zip(others) {
        limit(proposal, &others, text);
    }
    proposals
}

/// Speaks of the shortest word that another hit speaks of too: 係統集成 and 係統 are one rule.
fn shortened(mut hits: Vec<Hit>, leaves: &[Edited]) -> Vec<Hit> {
    let word = |hit: &Hit, at: &Span| -> Option<(Vec<char>, Vec<char>)> {
        let reading = leaves.get(hit.leaf)?.received.get(at.clone()).filter(|_| hit.at.len() == hit.lemma.len())?;
        let lemma = hit.lemma.get(at.start - hit.at.start..at.end - hit.at.start)?;
        Some((reading.to_vec(), lemma.to_vec()))
    };
    let known: BTreeSet<(Vec<char>, Vec<char>)> = hits.iter().filter_map(|hit| word(hit, &hit.at)).collect();
    for hit in &mut hits {
        let Some((reading, lemma)) = word(hit, &hit.at) else { continue };
        let differs = |i: &usize| reading.get(*i) != lemma.get(*i);
        let Some(first) = (0..reading.len()).find(differs) else { continue };
        let last = (0..reading.len()).rev().find(differs).unwrap_or(first);
        let (start, end) = (hit.at.start, hit.at.end);
        let inner = (start..=start + first).flat_map(|from| (start + last + 1..=end).map(move |to| from..to));
        let shorter = inner.filter(|at| at.len() > 1 && at.len() < hit.at.len());
        let found = shorter.filter(|at| word(hit, at).is_some_and(|pair| known.contains(&pair))).min_by_key(Span::len);
        if let Some((at, (_, lemma))) = found.and_then(|at| Some((at.clone(), word(hit, &at)?))) {
            hit.at = at;
            hit.lemma = lemma;
        }
    }
    hits
}

/// Where each proposal's reading stands beside the places meant.
fn other_places(proposals: &[Proposal], leaves: &[Edited], order: &[LeafId]) -> Vec<Vec<(LeafId, Span)>> {
    let mut others = vec![Vec::new(); proposals.len()];
    let readings = proposals.iter().map(|proposal| &proposal.reading);
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::Standard).build(readings) else {
        return others;
    };
    let places = proposals.iter().enumerate().flat_map(|(n, proposal)| proposal.places.iter().map(move |at| (n, at)));
    let meant: BTreeSet<(usize, LeafId, usize)> = places.map(|(n, (leaf, at))| (n, *leaf, at.start)).collect();
    for leaf in order {
        let Some(edited) = leaves.get(*leaf) else { continue };
        let text: String = edited.received.iter().collect();
        let starts: BTreeMap<usize, usize> = text.char_indices().enumerate().map(|(i, (byte, _))| (byte, i)).collect();
        let place = |byte: usize| starts.get(&byte).copied().unwrap_or(edited.received.len());
        for found in finder.find_overlapping_iter(&text) {
            let (n, at) = (found.pattern().as_usize(), place(found.start())..place(found.end()));
            if let Some(list) = others.get_mut(n).filter(|_| !meant.contains(&(n, *leaf, at.start))) {
                list.push((*leaf, at));
            }
        }
    }
    others
}

type Context = (String, String);

/// Holds `proposal` to its places, by the shorter list of contexts.
fn limit<'a>(proposal: &mut Proposal, others: &[(LeafId, Span)], text: impl Fn(LeafId) -> &'a [char]) {
    if others.is_empty() {
        return;
    }
    let contexts = |these: &[(LeafId, Span)], those: &[(LeafId, Span)]| -> Option<Vec<Context>> {
        let mut found: Vec<Context> = Vec::new();
        for place in these {
            let context = (1..=CONTEXT)
                .map(|n| context(&text, place, n))
                .find(|context| those.iter().all(|other| !stands(context, text(other.0), &other.1)))?;
            if !found.contains(&context) {
                found.push(context);
            }
        }
        Some(found)
    };
    if others.len() <= proposal.places.len() {
        proposal.except = contexts(others, &proposal.places).unwrap_or_default();
    } else {
        proposal.only = contexts(&proposal.places, others).unwrap_or_default();
    }
}

fn context<'a>(text: &impl Fn(LeafId) -> &'a [char], (leaf, at): &(LeafId, Span), n: usize) -> Context {
    let text = text(*leaf);
    let before = text.get(at.start.saturating_sub(n)..at.start).unwrap_or_default();
    let after = text.get(at.end..text.len().min(at.end + n)).unwrap_or_default();
    (before.iter().collect(), after.iter().collect())
}

fn stands((prefix, suffix): &Context, text: &[char], at: &Span) -> bool {
    let before = text.get(..at.start).unwrap_or_default();
    let after = text.get(at.end..).unwrap_or_default();
    prefix.chars().rev().eq(before.iter().rev().copied().take(prefix.chars().count()))
        && suffix.chars().eq(after.iter().copied().take(suffix.chars().count()))
}
