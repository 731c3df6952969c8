//! Proposes rules for what seems to have been converted carelessly. In: an `Edition`, the lattice. Out: proposals.
//!
//! 1. The received texts of title and body are searched for suspects (`detect`).
//! 2. What is already decided, protected, or only named in quotation marks is left out.
//! 3. Suspects become whole words, words become rules (`group`), each with its reason (`reasons`).

use std::collections::BTreeMap;

use super::detect::{Suspect, detect};
use super::group::{Hit, Proposal, group};
use super::in_text;
use super::reasons::reason;
use crate::model::{Edge, Edition, EmendationKind, Grade, LeafId, Span, Weigh, is_han};

/// Proposes rules for the article, none for a place that a rule of `edition` speaks of, whatever was decided.
///
/// Shape: in the order of their first places. A rule holds at the places found and nowhere else.
pub fn propose(edition: &Edition, words: &dyn Weigh) -> Vec<Proposal> {
    let order = in_text(&edition.document);
    let texts: Vec<&[char]> = order.iter().map(|leaf| received(edition, *leaf)).collect();
    let shapes = Shapes::new(&texts, words);
    let suspects = detect(&texts, words);
    let mut hits: Vec<Hit> = Vec::new();
    for mut of_text in suspects.chunk_by(|a, b| a.text == b.text).map(<[Suspect]>::to_vec) {
        let Some((leaf, text)) = of_text.first().and_then(|s| order.get(s.text).copied().zip(texts.get(s.text))) else {
            continue;
        };
        let closed = closed(edition, leaf);
        of_text.retain(|suspect| !closed.get(suspect.at).is_some_and(|flag| *flag) && !is_named(text, suspect.at));
        hits.extend(word_hits(leaf, text, &of_text, &shapes, words));
    }
    group(hits, &edition.leaves, &order)
}

fn received(edition: &Edition, leaf: LeafId) -> &[char] {
    edition.leaves.get(leaf).map_or(&[], |edited| edited.received.as_slice())
}

/// Which characters no proposal may touch: what is protected, and what a rule speaks of.
fn closed(edition: &Edition, leaf: LeafId) -> Vec<bool> {
    let Some(edited) = edition.leaves.get(leaf) else { return Vec::new() };
    let mut closed = vec![false; edited.received.len()];
    let mut close = |at: Span| {
        if let Some(flags) = closed.get_mut(at) {
            flags.fill(true);
        }
    };
    edited.places.iter().for_each(|place| close(place.received.clone()));
    let back = edited.changes.inverse();
    for mark in edited.leaf.marks.iter().filter(|mark| mark.kind.is_protected()) {
        close(back.map(mark.at.start, Edge::Start)..back.map(mark.at.end, Edge::End));
    }
    closed
}

/// Whether a character stands alone in quotation marks: then it is named, not used.
fn is_named(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let after = text.get(at + 1);
    matches!(
        (before, after),
        (Some('「' | '『' | '“' | '‘' | '〈' | '《'), Some('」' | '』' | '”' | '’' | '〉' | '》'))
    )
}

/// Words with all their suspects; words that touch become one.
fn word_hits(leaf: LeafId, text: &[char], suspects: &[Suspect], shapes: &Shapes, words: &dyn Weigh) -> Vec<Hit> {
    let mut spans: Vec<(Span, Vec<&Suspect>)> = Vec::new();
    for suspect in suspects {
        let at = widened(text, &suspect.word);
        match spans.last_mut().filter(|(last, _)| last.end > at.start) {
            Some((last, members)) => {
                *last = last.start.min(at.start)..last.end.max(at.end);
                members.push(suspect);
            }
            None => spans.push((at, vec![suspect])),
        }
    }
    let hit = |(at, members): (Span, Vec<&Suspect>)| {
        let mut lemma = text.get(at.clone()).unwrap_or_default().to_vec();
        // What is firm is not held up by what is likely in the same word: that is proposed once this is decided.
        let is_firm = members.iter().any(|suspect| suspect.grade == Grade::Firm);
        let members: Vec<&Suspect> =
            members.into_iter().filter(|suspect| !is_firm || suspect.grade == Grade::Firm).collect();
        for suspect in &members {
            if let Some(c) = lemma.get_mut(suspect.at - at.start) {
                *c = shapes.shape(suspect.lemma);
            }
        }
        let first = members.first()?;
        Some(Hit {
            leaf,
            reason: reason(
                text,
                first,
                lemma.get(first.word.start.max(at.start) - at.start..).unwrap_or_default(),
                words,
            ),
            at,
            lemma,
            kind: EmendationKind::Script,
            grade: if is_firm { Grade::Firm } else { Grade::Tentative },
        })
    };
    spans.into_iter().filter_map(hit).collect()
}

/// A word of one character takes a neighbour along, so that a rule does not speak of every such character.
fn widened(text: &[char], word: &Span) -> Span {
    if word.len() > 1 {
        return word.clone();
    }
    let is_beside = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| is_han(*c));
    match (is_beside(Some(word.end)), is_beside(word.start.checked_sub(1))) {
        (true, _) => word.start..word.end + 1,
        (false, true) => word.start - 1..word.end,
        (false, false) => word.clone(),
    }
}

/// The shapes that an article gives to characters which regions write differently.
struct Shapes(BTreeMap<char, char>);

impl Shapes {
    fn new(texts: &[&[char]], words: &dyn Weigh) -> Self {
        let mut counts: BTreeMap<char, BTreeMap<char, usize>> = BTreeMap::new();
        for c in texts.iter().flat_map(|text| text.iter()).filter(|c| is_han(**c)) {
            *counts.entry(words.fold(*c)).or_default().entry(*c).or_default() += 1;
        }
        let most = |shapes: BTreeMap<char, usize>| shapes.into_iter().max_by_key(|(_, n)| *n).map(|(c, _)| c);
        Self(counts.into_iter().filter_map(|(form, shapes)| Some((form, most(shapes)?))).collect())
    }

    fn shape(&self, form: char) -> char {
        self.0.get(&form).copied().unwrap_or(form)
    }
}
