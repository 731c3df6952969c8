//! Proposes rules for what seems damaged. In: an `Edition`, the lattice. Out: proposals.
//!
//! 1. The received texts of title and body are searched: for careless conversion (`detect`), well-known slips (`slips`),
//!    strange characters (`strange`).
//! 2. What is already decided, protected, or only named in quotation marks is left out.
//! 3. Suspects become whole words, words become rules (`group`), each with its reason (`reasons`).
//! 4. Punctuation and spaces that a form of rule would change are counted (`forms`).

use std::collections::BTreeMap;

use super::careless::{Unreached, unreached};
use super::detect::{Suspect, detect};
use super::forms::forms;
use super::group::{Hit, Proposal, group};
use super::reasons::{reason, strange_reason};
use super::slips::slips;
use super::strange::{Strange, strange};
use super::{beside_text, in_text};
use crate::model::{
    Edge, Edition, EmendationKind, Grade, LeafId, RuleForm, Script, Span, Weigh, is_han, is_plainly_in_other_script,
};

/// Proposes rules for the article, none for a place that a rule of `edition` speaks of, whatever was decided.
///
/// Shape: in the order of their first places, then those that speak of no word. A rule holds at the places found and
/// nowhere else. Beside them, what is wrong where no rule holds.
pub fn propose(edition: &Edition, words: &dyn Weigh) -> (Vec<Proposal>, Vec<Unreached>) {
    let mut order = in_text(&edition.document);
    let texts: Vec<&[char]> = order.iter().map(|leaf| received(edition, *leaf)).collect();
    let shapes = Shapes::new(&texts, words);
    let is_hant = edition.document.front.lang.script == Script::Hant;
    order.extend(beside_text(&edition.document));
    let suspects = suspects(edition, &order, words);
    let (suspects, outside) = suspects.split_at(suspects.partition_point(|suspect| suspect.text < texts.len()));
    let unreached = unreached(edition, &order, outside);
    order.truncate(texts.len());
    let mut hits: Vec<Hit> = Vec::new();
    for (n, (leaf, text)) in order.iter().zip(&texts).enumerate() {
        let start = suspects.partition_point(|suspect| suspect.text < n);
        let end = suspects.partition_point(|suspect| suspect.text <= n);
        let mut found = strange_hits(*leaf, text);
        if is_hant {
            let slips = slip_hits(*leaf, text, &shapes, words);
            found = beside(slips, found);
        }
        let closed = closed(edition, *leaf);
        found.retain(|hit| !closed.get(hit.at.clone()).is_some_and(|flags| flags.contains(&true)));
        let of_text = suspects.get(start..end).unwrap_or_default();
        hits.extend(beside(found, word_hits(*leaf, text, (of_text, &closed), &shapes, words)));
    }
    let mut proposals = group(hits, &edition.leaves, &order);
    proposals.extend(forms(edition, &order, words));
    (proposals, unreached)
}

/// What seems converted carelessly, where nothing is decided, protected or only named; nothing in Simplified text, whatever
/// the article says that it is.
pub(super) fn suspects(edition: &Edition, order: &[LeafId], words: &dyn Weigh) -> Vec<Suspect> {
    let texts: Vec<&[char]> = order.iter().map(|leaf| received(edition, *leaf)).collect();
    let is_simplified = || is_plainly_in_other_script(texts.iter().copied().flatten().copied(), Script::Hant);
    if edition.document.front.lang.script != Script::Hant || is_simplified() {
        return Vec::new();
    }
    let mut open = Vec::new();
    for of_text in detect(&texts, words).chunk_by(|a, b| a.text == b.text) {
        let n = of_text.first().map_or(0, |suspect| suspect.text);
        let (Some(leaf), Some(text)) = (order.get(n), texts.get(n)) else { continue };
        let closed = closed(edition, *leaf);
        let is_open = |suspect: &&Suspect| {
            !closed.get(suspect.at).is_some_and(|flag| *flag) && !is_named(text, &(suspect.at..suspect.at + 1))
        };
        open.extend(of_text.iter().filter(is_open).cloned());
    }
    open
}

/// Both lists in the order of the text, of `others` what crosses none of `these`.
fn beside(mut these: Vec<Hit>, others: Vec<Hit>) -> Vec<Hit> {
    let n = these.len();
    for other in others {
        let mut crossed = these.get(..n).unwrap_or_default().iter();
        if crossed.all(|hit| hit.at.end <= other.at.start || other.at.end <= hit.at.start) {
            these.push(other);
        }
    }
    these.sort_by_key(|hit| hit.at.start);
    these
}

/// Slips; characters that are right in another shape stay as they are, the others take the article's shape.
fn slip_hits(leaf: LeafId, text: &[char], shapes: &Shapes, words: &dyn Weigh) -> Vec<Hit> {
    let slips = slips(text, words).into_iter().filter(|slip| !is_named(text, &slip.at));
    slips
        .map(|slip| {
            let reading = text.get(slip.at.clone()).unwrap_or_default();
            let is_even = slip.lemma.chars().count() == reading.len();
            let kept = |n: usize, c: char| reading.get(n).copied().filter(|own| is_even && words.fold(*own) == c);
            let lemma = slip.lemma.chars().enumerate().map(|(n, c)| kept(n, c).unwrap_or_else(|| shapes.shape(c)));
            Hit {
                leaf,
                at: slip.at,
                lemma: lemma.collect(),
                kind: EmendationKind::Wording,
                grade: Grade::Tentative,
                reason: slip.reason.to_owned(),
            }
        })
        .collect()
}

fn strange_hits(leaf: LeafId, text: &[char]) -> Vec<Hit> {
    let hit = |(at, strange): (Span, Strange)| {
        let (lemma, kind) = match strange {
            Strange::Invisible => (Vec::new(), EmendationKind::Layout),
            Strange::Double(normal) => (vec![normal], EmendationKind::Script),
            Strange::Unreadable => return None,
        };
        let reason = strange_reason(*text.get(at.start)?, lemma.first().copied());
        Some(Hit { leaf, at, lemma, kind, grade: Grade::Tentative, reason })
    };
    strange(text).into_iter().filter_map(hit).collect()
}

pub(super) fn received(edition: &Edition, leaf: LeafId) -> &[char] {
    edition.leaves.get(leaf).map_or(&[], |edited| edited.received.as_slice())
}

/// Which characters no proposal may touch: what is protected, and the words that a rule speaks of.
pub(super) fn closed(edition: &Edition, leaf: LeafId) -> Vec<bool> {
    let Some(edited) = edition.leaves.get(leaf) else { return Vec::new() };
    let mut closed = vec![false; edited.received.len()];
    let mut close = |at: Span| {
        if let Some(flags) = closed.get_mut(at) {
            flags.fill(true);
        }
    };
    for place in &edited.places {
        close(place.received.clone());
        if let Some(RuleForm::Word { reading, .. }) = edition.collation.rules.get(place.rule).map(|rule| &rule.form) {
            whole_word(&edited.received, &place.received, reading).into_iter().for_each(&mut close);
        }
    }
    let back = edited.changes.inverse();
    for mark in edited.leaf.marks.iter().filter(|mark| mark.kind.is_protected()) {
        close(back.map(mark.at.start, Edge::Start)..back.map(mark.at.end, Edge::End));
    }
    closed
}

/// Where the `reading` stands of which a rule changes `run`.
fn whole_word(text: &[char], run: &Span, reading: &str) -> Option<Span> {
    let n = reading.chars().count();
    let mut starts = run.end.saturating_sub(n)..=run.start;
    let start =
        starts.find(|start| reading.chars().eq(text.get(*start..start + n).unwrap_or_default().iter().copied()))?;
    Some(start..start + n)
}

/// What of `span` stands around `inner` without touching what is closed: crossing rules would be an error.
pub(super) fn free(span: Span, inner: &Span, closed: &[bool]) -> Span {
    let is_free = |at: &usize| !closed.get(*at).is_some_and(|flag| *flag);
    let start = inner.start - (span.start..inner.start).rev().take_while(is_free).count();
    start..inner.end + (inner.end..span.end).take_while(is_free).count()
}

/// Whether characters stand alone in quotation marks: then they are named, not used.
fn is_named(text: &[char], at: &Span) -> bool {
    let before = at.start.checked_sub(1).and_then(|before| text.get(before));
    let after = text.get(at.end);
    matches!(
        (before, after),
        (Some('「' | '『' | '“' | '‘' | '〈' | '《'), Some('」' | '』' | '”' | '’' | '〉' | '》'))
    )
}

/// Words with all their suspects; words that touch become one.
fn word_hits(
    leaf: LeafId,
    text: &[char],
    (suspects, closed): (&[Suspect], &[bool]),
    shapes: &Shapes,
    words: &dyn Weigh,
) -> Vec<Hit> {
    let mut spans: Vec<(Span, Vec<&Suspect>)> = Vec::new();
    for suspect in suspects {
        let at = free(widened(text, &suspect.word), &(suspect.at..suspect.at + 1), closed);
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
        // What is surer is not held up by what is less so beside it: that is proposed once this is decided. A word that is sure is
        // so as a whole: 複製 for 復制.
        let is_firm = members.iter().any(|suspect| suspect.grade == Grade::Firm);
        let rank = |suspect: &Suspect| match suspect.grade {
            Grade::Firm => 2,
            Grade::Tentative => u8::from(!suspect.is_norm),
        };
        let surest = members.iter().map(|suspect| rank(suspect)).max()?;
        let sure = |suspect: &&Suspect| rank(suspect) == surest;
        let certain: Vec<Span> = members.iter().copied().filter(sure).map(|suspect| suspect.word.clone()).collect();
        let is_meant = |suspect: &&Suspect| sure(suspect) || !suspect.is_norm && certain.contains(&suspect.word);
        let members: Vec<&Suspect> = members.into_iter().filter(is_meant).collect();
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
pub(super) fn widened(text: &[char], word: &Span) -> Span {
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
