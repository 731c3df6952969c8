//! The grams of one article: two characters side by side, of Latin words three as well. What is kept is a few bytes a gram.

use std::ops::{Range, RangeInclusive};

use serde::{Deserialize, Serialize};

use super::Passage;
use super::folding::{folding, is_wide};

/// Spreads grams over shards: the golden ratio of 2³², after Knuth, The Art of Computer Programming 3, § 6.4.
const SPREAD: u32 = 0x9E37_79B1;
/// Its inverse: `SPREAD * GATHER` is 1.
const GATHER: u32 = 0x0E8B_2F51;

/// A gram as a number: two UTF-16 units of 16 bits, or three ASCII characters of 7 bits, which are less than any such pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gram(u32);

impl Gram {
    /// Where the gram stands among all: shards are cut from this order.
    pub(super) fn spread(self) -> u32 {
        self.0.wrapping_mul(SPREAD)
    }

    pub(super) fn of_spread(spread: u32) -> Self {
        Self(spread.wrapping_mul(GATHER))
    }

    /// Its UTF-16 units.
    pub(super) fn units(self) -> impl Iterator<Item = u16> + Clone {
        let is_three = self.0 < 1 << 21;
        let (shifts, mask): (&[u32], u32) = if is_three { (&[14, 7, 0], 0x7F) } else { (&[16, 0], 0xFFFF) };
        shifts.iter().map(move |shift| u16::try_from((self.0 >> shift) & mask).unwrap_or_default())
    }
}

/// Into how many parts of equal width the spreads are cut, so that no more than one part of all articles is in memory.
pub(super) const N_PARTS: u32 = 32;
/// By how many bits a spread is shifted to give its part.
const PART_SHIFT: u32 = u32::BITS - N_PARTS.trailing_zeros();

/// What is known of the grams of an article; the grams themselves are bytes beside it, see [`encode`].
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Postings {
    /// Where each part of the bytes ends.
    ends: [u32; N_PARTS as usize],
    /// Where the forms end that stand behind them, see [`Forms::encode`].
    end_of_forms: u32,
    /// How many passages the article has, its title first.
    pub(super) n_passages: u32,
    /// How many places there are of all grams.
    pub(super) n_places: usize,
}

impl Postings {
    /// Returns where a part stands in the bytes.
    pub(super) fn part(&self, part: u32) -> Range<u32> {
        let end = |part: Option<u32>| part.and_then(|part| self.ends.get(part as usize)).copied().unwrap_or_default();
        let (start, end) = (end(part.checked_sub(1)), end(Some(part)));
        start..end.max(start)
    }

    /// Returns where the forms stand in the bytes.
    pub(super) fn forms(&self) -> Range<u32> {
        self.part(N_PARTS - 1).end..self.end_of_forms
    }

    /// Returns how many bytes there are.
    pub(crate) fn len(&self) -> u32 {
        self.end_of_forms
    }
}

/// The parts in which the spreads of `spreads` lie.
pub(super) fn parts_of(spreads: RangeInclusive<u32>) -> RangeInclusive<u32> {
    spreads.start() >> PART_SHIFT..=spreads.end() >> PART_SHIFT
}

/// Cuts the passages of an article into grams.
///
/// Shape: a gram counts in a passage as often as in the variant that has it most: variants whose words are the same fold
/// to one text, and where words differ each is found. The second are the bytes of the grams.
pub(crate) fn index_article(passages: &[Passage]) -> (Postings, Vec<u8>) {
    // One number sorts faster than a pair.
    let n_bytes = passages.iter().flat_map(|passage| passage.texts.iter().map(String::len).max()).sum::<usize>();
    let mut places: Vec<u64> = Vec::with_capacity(n_bytes / 2);
    let mut forms = Forms::default();
    for (n, passage) in (0..).zip(passages) {
        let mut folded: Vec<Vec<u16>> = passage.texts.iter().map(|text| folding().fold(text)).collect();
        folded.dedup();
        folded.iter().flatten().for_each(|unit| forms.note(*unit));
        match folded.as_slice() {
            [text] => each_spread(text, |spread| places.push(paired(spread, n))),
            texts => {
                let spreads = texts.iter().map(|text| spreads(text)).reduce(|a, b| unite(&a, &b)).unwrap_or_default();
                places.extend(spreads.into_iter().map(|spread| paired(spread, n)));
            }
        }
    }
    places.sort_unstable();
    let n_passages = u32::try_from(passages.len()).unwrap_or(u32::MAX);
    let (ends, mut bytes) = encode(&places);
    forms.encode(&mut bytes);
    let end_of_forms = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    (Postings { ends, end_of_forms, n_passages, n_places: places.len() }, bytes)
}

/// Two numbers as one, which sorts as a pair does.
pub(super) fn paired(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// Returns both numbers of a pair.
pub(super) fn parted(pair: u64) -> (u32, u32) {
    let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    (number(pair >> 32), number(pair & u64::from(u32::MAX)))
}

/// The grams of a folded text, in the order of their spread.
fn spreads(text: &[u16]) -> Vec<u32> {
    let mut spreads = Vec::with_capacity(text.len() / 2);
    each_spread(text, |spread| spreads.push(spread));
    spreads.sort_unstable();
    spreads
}

/// Hands on the grams of a folded text, in no order.
fn each_spread(units: &[u16], mut take: impl FnMut(u32)) {
    let is_space = |unit: u16| unit == u16::from(b' ');
    let is_wide_unit = |unit: u16| char::from_u32(u32::from(unit)).is_none_or(is_wide);
    for pair in units.windows(2) {
        let [a, b] = *pair else { continue };
        // Beside Chinese, a stop is never sought.
        if !(is_space(a) && is_wide_unit(b) || is_wide_unit(a) && is_space(b)) {
            take(Gram(u32::from(a) << 16 | u32::from(b)).spread());
        }
    }
    for three in units.windows(3).filter(|three| three.iter().all(|unit| *unit < 0x80)) {
        take(Gram(three.iter().fold(0, |gram, unit| gram << 7 | u32::from(*unit))).spread());
    }
}

/// Both sorted lists as one; what both have counts as often as in the one that has it more often.
fn unite(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut all = Vec::new();
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => **x.min(y),
            (Some(x), None) | (None, Some(x)) => **x,
            (None, None) => return all,
        };
        a.next_if(|x| **x == next);
        b.next_if(|x| **x == next);
        all.push(next);
    }
}

/// For each gram how much its spread is more than the one before, in each part anew, then its passages: twice how much more
/// than the one before, and one if another follows. Numbers have seven bits a byte, the low ones first. Returns where each
/// part ends, too.
fn encode(places: &[u64]) -> ([u32; N_PARTS as usize], Vec<u8>) {
    let mut bytes = Vec::with_capacity(places.len() * 3);
    let mut grams = places.chunk_by(|a, b| a >> 32 == b >> 32).peekable();
    let mut ends = [0; N_PARTS as usize];
    for (part, end) in (0..N_PARTS).zip(&mut ends) {
        let mut last = part << PART_SHIFT;
        let is_here = |of_one: &&[u64]| of_one.first().is_some_and(|place| parted(*place).0 >> PART_SHIFT == part);
        while let Some(of_one) = grams.next_if(is_here) {
            let mut passage_before = 0;
            for (i, place) in of_one.iter().enumerate() {
                let (spread, passage) = parted(*place);
                if i == 0 {
                    put(&mut bytes, spread - last);
                    last = spread;
                }
                put(&mut bytes, (passage - passage_before) << 1 | u32::from(i + 1 < of_one.len()));
                passage_before = passage;
            }
        }
        *end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    }
    (ends, bytes)
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Forms that occur.
pub(super) struct Forms {
    /// A bit a UTF-16 unit.
    used: [u64; (1 << 16) / u64::BITS as usize],
}

impl Default for Forms {
    fn default() -> Self {
        Self { used: [0; (1 << 16) / u64::BITS as usize] }
    }
}

impl Forms {
    fn note(&mut self, unit: u16) {
        let bits = self.used.get_mut(usize::from(unit / 64));
        bits.into_iter().for_each(|bits| *bits |= 1 << (unit % 64));
    }

    pub(super) fn has(&self, form: char) -> bool {
        let unit = u16::try_from(u32::from(form)).unwrap_or_default();
        self.used.get(usize::from(unit / 64)).is_some_and(|bits| bits >> (unit % 64) & 1 == 1)
    }

    /// Adds the forms by their numbers: how much each is more than the one before.
    fn encode(&self, bytes: &mut Vec<u8>) {
        let mut last = 0;
        for (first, mut bits) in (0..).step_by(64).zip(self.used) {
            while bits != 0 {
                let unit = first + bits.trailing_zeros();
                bits &= bits - 1;
                if char::from_u32(unit).is_some_and(|c| folding().is_form(c)) {
                    put(bytes, unit - last);
                    last = unit;
                }
            }
        }
    }

    /// Notes the forms of an article, of which these are the bytes.
    pub(super) fn decode(&mut self, bytes: &[u8]) {
        let (mut bytes, mut unit) = (bytes.iter(), 0_u32);
        while let Some(more) = take(&mut bytes) {
            unit = unit.wrapping_add(more);
            self.note(u16::try_from(unit).unwrap_or_default());
        }
    }
}

/// Hands on the spread of each place that only one of two articles has; each is given with the bytes of all its grams.
pub(crate) fn each_difference(old: (&Postings, &[u8]), new: (&Postings, &[u8]), mut tell: impl FnMut(u32)) {
    fn places<'a>((postings, bytes): (&Postings, &'a [u8]), part: u32) -> Places<'a> {
        let Range { start, end } = postings.part(part);
        Places::new(part, bytes.get(start as usize..end as usize).unwrap_or_default())
    }
    for part in 0..N_PARTS {
        let (mut old, mut new) = (places(old, part), places(new, part));
        loop {
            let (ours, theirs) = (old.next, new.next);
            let differing = match (ours, theirs) {
                (None, None) => break,
                (Some(one), Some(other)) if one == other => None,
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            differing.into_iter().for_each(|(spread, _)| tell(spread));
            for (places, next) in [(&mut old, ours), (&mut new, theirs)] {
                if next.is_some() && (differing.is_none() || next == differing) {
                    places.next = places.read();
                }
            }
        }
    }
}

/// Takes a number that [`put`] wrote.
fn take(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let byte = u32::from(*bytes.next()?);
        number |= (byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}

/// A reader of a part of an article's places, in the order of their grams.
#[derive(Debug)]
pub(super) struct Places<'a> {
    bytes: std::slice::Iter<'a, u8>,
    spread: u32,
    passage: u32,
    is_within: bool,
    next: Option<(u32, u32)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(part: u32, bytes: &'a [u8]) -> Self {
        let spread = part << PART_SHIFT;
        let mut places = Self { bytes: bytes.iter(), spread, passage: 0, is_within: false, next: None };
        places.next = places.read();
        places
    }

    /// The next place, as spread and passage, while `is_wanted`.
    pub(super) fn next_if(&mut self, is_wanted: impl Fn(u32) -> bool) -> Option<(u32, u32)> {
        let place = self.next.filter(|(spread, _)| is_wanted(*spread))?;
        self.next = self.read();
        Some(place)
    }

    fn read(&mut self) -> Option<(u32, u32)> {
        if !self.is_within {
            self.spread = self.spread.wrapping_add(take(&mut self.bytes)?);
            self.passage = 0;
        }
        let code = take(&mut self.bytes)?;
        self.passage = self.passage.wrapping_add(code >> 1);
        self.is_within = code & 1 == 1;
        Some((self.spread, self.passage))
    }
}
