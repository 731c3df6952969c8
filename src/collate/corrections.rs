//! Finds corrections that the editor typed into the article itself, where its text departs from the witness.
//!
//! 1. Both texts run side by side. Where they part, the nearest place is sought at which they go on together (`parting`).
//! 2. Each difference must be plain: inside one leaf, typed without markup, in no place that a rule changes.
//! 3. Once the received characters are back in the article, each correction is a rule's place (`rules`): a whole word.

use std::ops::Range;

use super::group::{Hit, Proposal, group};
use super::in_text;
use super::inverse::{Received, compared};
use super::propose::{closed, free, widened};
use crate::model::{Edge, Edited, Edition, EmendationKind, Grade, LeafId, Span, Status, Weigh, is_han, is_wide};

/// How many characters must agree to say that both texts go on together.
const TOGETHER: usize = 4;
/// The longest difference that is a correction, in characters.
const LONGEST: usize = 30;

/// A correction that was typed into the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Which leaf.
    pub leaf: LeafId,
    /// Where, in the leaf's text as typed, in characters.
    pub at: Span,
    /// What is typed there.
    pub typed: String,
    /// What the witness has.
    pub received: String,
    /// Where it is typed in `index.md`, in bytes.
    pub source: Range<usize>,
}

/// A difference from the witness that is more than a correction of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPlain {
    /// Where in `index.md`, in bytes.
    pub at: usize,
    /// Why.
    pub why: &'static str,
}

/// Returns the corrections typed into the article whose file holds `index`.
///
/// Shape: in the order of the text; none without a witness, or where `added` or `omitted` is at fault.
/// Errors: the first difference that is not plain.
pub fn corrections(edition: &Edition, index: &str) -> Result<Vec<Correction>, NotPlain> {
    let Some((ours, theirs)) = compared(edition) else { return Ok(Vec::new()) };
    let texts = Texts { edition, index, ours: joined(&ours), theirs: joined(&theirs) };
    let (mut i, mut j) = (0, 0);
    let mut found: Vec<Correction> = Vec::new();
    while i < texts.ours.len() || j < texts.theirs.len() {
        if let (Some(a), Some(b)) = (texts.ours.get(i), texts.theirs.get(j))
            && a.c == b.c
        {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (n, m) = parting(texts.ours.get(i..).unwrap_or_default(), texts.theirs.get(j..).unwrap_or_default())
            .ok_or_else(|| texts.not_plain(i, TOO_LONG))?;
        found.extend(texts.correction(i..i + n, j..j + m)?);
        (i, j) = (i + n, j + m);
    }
    Ok(found)
}

const TOO_LONG: &str = "more than a few words differ, or a passage was moved";
const NOT_IN_ONE: &str = "it is not inside one paragraph";
const MARKUP: &str = "markup stands inside or beside it";
const RULED: &str = "a rule changes this place already";

/// A character of a text without line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letter {
    c: char,
    /// It stands for the end of a line.
    is_end: bool,
    /// It begins a line, whose end before it left no character.
    is_first: bool,
    place: Option<(LeafId, usize)>,
}

/// Line ends as the parser reads them: nothing between characters of Chinese text, elsewhere a space.
fn joined(text: &[Received]) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut is_first = false;
    for (n, (c, place)) in text.iter().copied().enumerate() {
        if c != '\n' {
            letters.push(Letter { c, is_end: false, is_first, place });
            is_first = false;
            continue;
        }
        let is_wide_at = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|(c, _)| is_wide(*c));
        if !(is_wide_at(n.checked_sub(1)) && is_wide_at(Some(n + 1))) {
            letters.push(Letter { c: ' ', is_end: true, is_first: false, place: None });
        } else {
            is_first = true;
        }
    }
    letters
}

/// Returns how many characters of both texts differ before they go on together; none when that is too far.
fn parting(ours: &[Letter], theirs: &[Letter]) -> Option<(usize, usize)> {
    let goes_on = |n: usize, m: usize| {
        let (ours, theirs) = (ours.get(n..)?, theirs.get(m..)?);
        let next = |text: &[Letter]| text.iter().take(TOGETHER).map(|letter| letter.c).collect::<Vec<_>>();
        Some(next(ours) == next(theirs))
    };
    // Of equal sums the most even goes first: other words are likelier than words too many and words missing.
    for sum in 1..=2 * LONGEST {
        let mut pairs: Vec<(usize, usize)> = (0..=sum).map(|n| (n, sum - n)).collect();
        pairs.sort_by_key(|(n, m)| n.abs_diff(*m));
        if let Some(pair) = pairs.into_iter().find(|(n, m)| goes_on(*n, *m) == Some(true)) {
            return Some(pair).filter(|(n, m)| *n.max(m) <= LONGEST);
        }
    }
    None
}

/// Both texts, and what they come of.
struct Texts<'a> {
    edition: &'a Edition,
    index: &'a str,
    ours: Vec<Letter>,
    theirs: Vec<Letter>,
}

impl Texts<'_> {
    /// The correction in a difference; none when only line ends differ.
    fn correction(&self, ours: Span, theirs: Span) -> Result<Option<Correction>, NotPlain> {
        let (ours, theirs) = (trimmed(&self.ours, ours), trimmed(&self.theirs, theirs));
        let received = self.theirs.get(theirs.clone()).unwrap_or_default();
        let fail = |why| self.not_plain(ours.start, why);
        if ours.is_empty() && received.is_empty() {
            return Ok(None);
        }
        if received.iter().skip(1).any(|letter| letter.is_end || letter.is_first) {
            return Err(fail(NOT_IN_ONE));
        }
        let (leaf, at) = self.place(&ours, &theirs).ok_or_else(|| fail(NOT_IN_ONE))?;
        let edited = self.edition.leaves.get(leaf).ok_or_else(|| fail(NOT_IN_ONE))?;
        let accepted = edited.places.iter().filter(|place| place.status == Status::Accepted);
        if accepted.map(|place| &place.received).any(|changed| changed.start < at.end && at.start < changed.end) {
            return Err(fail(RULED));
        }
        let source = source(edited, &at, self.index).ok_or_else(|| fail(MARKUP))?;
        let typed = edited.received.get(at.clone()).unwrap_or_default().iter().collect();
        let received = received.iter().map(|letter| letter.c).collect();
        Ok(Some(Correction { leaf, at, typed, received, source }))
    }

    /// Where a difference stands in a leaf that has more text than it.
    fn place(&self, ours: &Span, theirs: &Span) -> Option<(LeafId, Span)> {
        let of = |at: Option<usize>| self.ours.get(at?)?.place;
        let (before, after) = (of(ours.start.checked_sub(1)), of(Some(ours.end)));
        if ours.is_empty() {
            // At the edge of a leaf the witness says on which side of the line's end it stood; a whole line is no word.
            return match (before, after, self.is_cut(theirs.start), self.is_cut(theirs.end)) {
                (Some((leaf, at)), Some((next, _)), ..) if leaf == next => Some((leaf, at + 1..at + 1)),
                (Some((leaf, at)), _, false, true) => Some((leaf, at + 1..at + 1)),
                (_, Some((leaf, at)), true, false) => Some((leaf, at..at)),
                _ => None,
            };
        }
        let (leaf, start) = of(Some(ours.start))?;
        let (_, last) = of(Some(ours.end - 1)).filter(|(other, _)| *other == leaf)?;
        let is_whole = [before, after].iter().all(|place| place.is_none_or(|(other, _)| other != leaf));
        let is_even = last - start + 1 == ours.len();
        (is_even && !is_whole).then_some((leaf, start..last + 1))
    }

    /// Whether a line of the witness begins at `at`.
    fn is_cut(&self, at: usize) -> bool {
        let is_end = |at: Option<usize>| at.and_then(|at| self.theirs.get(at)).is_none_or(|letter| letter.is_end);
        is_end(at.checked_sub(1)) || is_end(Some(at)) || self.theirs.get(at).is_some_and(|letter| letter.is_first)
    }

    fn not_plain(&self, at: usize, why: &'static str) -> NotPlain {
        let before = self.ours.get(..=at.min(self.ours.len().saturating_sub(1))).unwrap_or_default();
        let place = before.iter().rev().find_map(|letter| letter.place);
        let source = place.and_then(|(leaf, at)| {
            let edited = self.edition.leaves.get(leaf)?;
            edited.leaf.source.get(edited.changes.map(at, Edge::Start)).copied()
        });
        NotPlain { at: source.unwrap_or_default(), why }
    }
}

/// The difference without line ends at its edges, which follow from the characters beside them.
fn trimmed(text: &[Letter], span: Span) -> Span {
    let letters = text.get(span.clone()).unwrap_or_default();
    let n_before = letters.iter().take_while(|letter| letter.is_end).count();
    let n_after = letters.iter().rev().take_while(|letter| letter.is_end).count().min(letters.len() - n_before);
    span.start + n_before..span.end - n_after
}

/// Where `at` is typed, when it is typed as it reads; between two characters, directly behind the first.
fn source(edited: &Edited, at: &Span, index: &str) -> Option<Range<usize>> {
    let typed = |at: &Span| {
        let mapped = edited.changes.map(at.start, Edge::Start)..edited.changes.map(at.end, Edge::End);
        let source = edited.leaf.source_span(&mapped);
        let text: String = edited.received.get(at.clone())?.iter().collect();
        (index.get(source.clone())? == text).then_some(source)
    };
    if !at.is_empty() {
        return typed(at);
    }
    match at.start.checked_sub(1) {
        Some(before) => typed(&(before..at.start)).map(|source| source.end..source.end),
        None => typed(&(at.start..at.start + 1)).map(|source| source.start..source.start),
    }
}

/// Makes rules of `corrections`, once the received characters are back in the text of `edition`.
///
/// Shape: none for a place that a rule of `edition` changes already.
pub fn correction_rules(edition: &Edition, corrections: &[Correction], words: &dyn Weigh) -> Vec<Proposal> {
    let mut hits: Vec<Hit> = Vec::new();
    for of_leaf in corrections.chunk_by(|a, b| a.leaf == b.leaf) {
        let Some(leaf) = of_leaf.first().map(|correction| correction.leaf) else { continue };
        let Some(edited) = edition.leaves.get(leaf) else { continue };
        let closed = closed(edition, leaf);
        let mut places: Vec<Back> = Vec::new();
        let mut moved = 0_isize;
        for correction in of_leaf {
            let start = correction.at.start.saturating_add_signed(moved);
            let at = start..start + correction.received.chars().count();
            moved += at.len() as isize - correction.at.len() as isize;
            let is_ruled = edited.places.iter().any(|place| {
                place.received.start < at.end.max(at.start + 1)
                    && at.start < place.received.end.max(place.received.start + 1)
            });
            if !is_ruled {
                places.push(Back { word: 0..0, at, typed: correction.typed.chars().collect() });
            }
        }
        let weighed = words.weigh(&edited.received);
        for place in &mut places {
            let of_form = weighed.iter().find(|weighed| place.at == (weighed.at..weighed.at + 1));
            let typed = place.typed.first().map(|c| words.fold(*c));
            let form = of_form.and_then(|weighed| weighed.forms.iter().find(|form| Some(form.form) == typed));
            let word = form.map(|form| form.word.clone()).filter(|word| word.len() > 1);
            place.word = word.unwrap_or_else(|| whole(&edited.received, place));
            place.word = free(place.word.clone(), &place.at, &closed);
        }
        hits.extend(merged(&places).iter().map(|places| hit(leaf, &edited.received, places, words)));
    }
    group(hits, &edition.leaves, &in_text(&edition.document))
}

/// A correction in the text that has the received characters again.
struct Back {
    /// The word that a rule is to speak of.
    word: Span,
    at: Span,
    typed: Vec<char>,
}

/// The place with a neighbour, so that a rule does not speak of every such character; with both where characters are
/// missing or too many.
fn whole(text: &[char], place: &Back) -> Span {
    if place.at.len() == place.typed.len() {
        return widened(text, &place.at);
    }
    place.at.start.saturating_sub(1)..text.len().min(place.at.end + 1)
}

/// Places whose words touch, together.
fn merged(places: &[Back]) -> Vec<&[Back]> {
    places.chunk_by(|a, b| a.word.end > b.word.start).collect()
}

fn hit(leaf: LeafId, text: &[char], places: &[Back], words: &dyn Weigh) -> Hit {
    let start = places.iter().map(|place| place.word.start).min().unwrap_or_default();
    let end = places.iter().map(|place| place.word.end).max().unwrap_or_default();
    let mut lemma: Vec<char> = Vec::new();
    let mut done = start;
    for place in places {
        lemma.extend(text.get(done..place.at.start).unwrap_or_default());
        lemma.extend(&place.typed);
        done = place.at.end;
    }
    lemma.extend(text.get(done..end).unwrap_or_default());
    let kind = places
        .iter()
        .map(|place| kind(text.get(place.at.clone()).unwrap_or_default(), &place.typed, words))
        .max_by_key(|kind| *kind == EmendationKind::Wording);
    Hit {
        leaf,
        at: start..end,
        lemma,
        kind: kind.unwrap_or(EmendationKind::Wording),
        grade: Grade::Firm,
        reason: String::new(),
    }
}

fn kind(received: &[char], typed: &[char], words: &dyn Weigh) -> EmendationKind {
    let is_spelled_alike = |(a, b): (&char, &char)| words.simplify(*a) == words.simplify(*b);
    let mut both = received.iter().chain(typed);
    if received.len() == typed.len() && received.iter().zip(typed).all(is_spelled_alike) {
        EmendationKind::Script
    } else if both.clone().all(|c| c.is_whitespace()) {
        EmendationKind::Layout
    } else if both.all(|c| !is_han(*c) && !c.is_alphanumeric()) {
        EmendationKind::Punctuation
    } else {
        EmendationKind::Wording
    }
}
