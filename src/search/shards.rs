//! The files of the index: one of the whole, and shards of grams, of which each thread makes a part, one after the other.
//! While passages have the same numbers and grams the same shards, a shard is what it was unless one of its grams came or went.

use std::cmp::Reverse;
use std::fmt::Write;
use std::ops::{Range, RangeInclusive};
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use serde::Serialize;

use super::Indexed;
use super::folding::folding;
use super::postings::{Forms, Gram, N_PARTS, Places, paired, parted, parts_of};

/// About how many places a shard has: some 8 kB.
const N_PLACES_A_SHARD: usize = 2048;
/// How many shards are gathered in one sweep over the articles.
const N_AT_ONCE: u32 = 16;
/// Shards are made in as many blocks as the grams have parts, or a block each where there are fewer.
const BLOCK_BITS: u32 = N_PARTS.trailing_zeros();
/// At most so many shards are made, as a power of two.
const MOST_BITS: u32 = 14;

/// An article has numbers for so many passages, or twice as many and so on: a paragraph more seldom renumbers those of others.
const N_NUMBERS: u32 = 16;

/// The name of the file of the whole.
const WHOLE: &str = "index";

/// What the whole index says of itself.
#[derive(Serialize)]
struct Whole {
    /// By how many bits a gram's spread is shifted to give its shard's number.
    shift: u32,
    /// Forms that occur, each before the characters that are sought by it.
    forms: String,
    /// Names of the articles, separated by spaces.
    slugs: String,
    /// How many numbers each article's passages have.
    sizes: Vec<u32>,
}

/// Makes the shards of the index of all articles that are `wanted`, by their numbers, and hands each to `take`, with its name
/// without ending, on all threads. Bytes of an article's grams are added to what they are read into by `read`.
///
/// Shape: JSON. Passages are numbered through all articles, the newest first. No thread has more in memory than a part of
/// the grams of all and the places of [`N_AT_ONCE`] shards.
/// Errors: the first of `read` and `take`.
pub(crate) fn each_shard<A: AsRef<Indexed> + Sync, E: Send>(
    articles: &[A],
    wanted: impl Fn(u32) -> bool + Sync,
    read: impl Fn(&A, Range<u32>, &mut Vec<u8>) -> Result<(), E> + Sync,
    take: impl Fn(String, Vec<u8>) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let sorted = newest_first(articles);
    let bits = n_bits(articles);
    let (n_blocks, next) = (1 << bits.min(BLOCK_BITS), AtomicU32::new(0));
    let work = |_| {
        let mut shards = Shards::new(bits);
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= n_blocks {
                return Ok(());
            }
            shards.make(block, &sorted, &wanted, (&read, &take))?;
        }
    };
    (0..rayon::current_num_threads()).into_par_iter().try_for_each(work)
}

/// The articles in the order in which their passages are numbered.
fn newest_first<A: AsRef<Indexed>>(articles: &[A]) -> Vec<&A> {
    let mut sorted: Vec<&A> = articles.iter().collect();
    sorted.sort_by(|a, b| age(a.as_ref()).cmp(&age(b.as_ref())));
    sorted
}

fn age(article: &Indexed) -> impl Ord {
    (Reverse(article.date.as_str()), article.slug.as_str())
}

/// Returns the file of the whole, with its name without ending; bytes are read as for [`each_shard`].
///
/// Errors: those of `read`.
pub(crate) fn write_whole<A: AsRef<Indexed>, E>(
    articles: &[A],
    read: impl Fn(&A, Range<u32>, &mut Vec<u8>) -> Result<(), E>,
) -> Result<(String, Vec<u8>), E> {
    let sorted = newest_first(articles);
    let (mut forms, mut bytes) = (Forms::default(), Vec::new());
    for article in &sorted {
        bytes.clear();
        read(article, article.as_ref().postings.forms(), &mut bytes)?;
        forms.decode(&bytes);
    }
    let sorted: Vec<&Indexed> = sorted.into_iter().map(AsRef::as_ref).collect();
    let whole = Whole {
        shift: shift(n_bits(articles)),
        forms: folding().write_forms(|form| forms.has(form)),
        slugs: sorted.iter().map(|article| article.slug.as_str()).collect::<Vec<_>>().join(" "),
        sizes: sorted.iter().map(|article| n_numbers(article)).collect(),
    };
    // Strings and numbers alone: serialising cannot fail.
    Ok((WHOLE.to_owned(), serde_json::to_vec(&whole).unwrap_or_default()))
}

/// Returns the articles of two indices that have the same numbers, in pairs; nothing where passages have other numbers in one
/// than in the other, or grams other shards.
pub(crate) fn numbered_alike<'a, A: AsRef<Indexed>>(old: &'a [A], new: &'a [A]) -> Option<Vec<(&'a A, &'a A)>> {
    fn numbers(article: &Indexed) -> (&str, u32) {
        (&article.slug, n_numbers(article))
    }
    let pairs: Vec<(&A, &A)> = newest_first(old).into_iter().zip(newest_first(new)).collect();
    let is_alike = old.len() == new.len()
        && n_bits(old) == n_bits(new)
        && pairs.iter().all(|(old, new)| numbers(old.as_ref()) == numbers(new.as_ref()));
    is_alike.then_some(pairs)
}

fn n_numbers(article: &Indexed) -> u32 {
    let n = article.postings.n_passages;
    n.checked_next_multiple_of(N_NUMBERS).unwrap_or(n)
}

/// Returns the names of the files of the index, without ending.
pub(crate) fn file_names(articles: &[impl AsRef<Indexed>]) -> Vec<String> {
    (0..n_shards(articles)).map(|number| number.to_string()).chain([WHOLE.to_owned()]).collect()
}

/// Returns how many shards the index of `articles` has.
pub(crate) fn n_shards(articles: &[impl AsRef<Indexed>]) -> u32 {
    1 << n_bits(articles)
}

/// How many bits the number of a shard has.
fn n_bits(articles: &[impl AsRef<Indexed>]) -> u32 {
    let n_places: usize = articles.iter().map(|article| article.as_ref().postings.n_places).sum();
    n_places.div_ceil(N_PLACES_A_SHARD).next_power_of_two().trailing_zeros().clamp(1, MOST_BITS)
}

fn shift(bits: u32) -> u32 {
    u32::BITS - bits
}

/// Returns the number of the shard in which the index of `articles` has the grams of a spread.
pub(crate) fn shard_by_spread(articles: &[impl AsRef<Indexed>]) -> impl Fn(u32) -> u32 {
    let shift = shift(n_bits(articles));
    move |spread| spread >> shift
}

/// Some parts of the grams of all articles; one block after the other is read into it.
#[derive(Default)]
struct Loaded {
    bytes: Vec<u8>,
    /// Each part of each article: its number, where its bytes are, and the number of the article's first passage.
    parts: Vec<(u32, Range<usize>, u32)>,
}

impl Loaded {
    /// Reads these parts in the place of what was there.
    fn read<A: AsRef<Indexed>, E>(
        &mut self,
        numbers: RangeInclusive<u32>,
        sorted: &[&A],
        read: impl Fn(&A, Range<u32>, &mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.bytes.clear();
        self.parts.clear();
        let len = |number| sorted.iter().map(|article| article.as_ref().postings.part(number).len()).sum::<usize>();
        let n_bytes = numbers.clone().map(len).sum::<usize>();
        // Blocks are about as long as each other: none after the first asks for more.
        self.bytes.reserve(n_bytes + n_bytes / 8);
        self.parts.reserve_exact(numbers.clone().count() * sorted.len());
        for number in numbers {
            let mut first = 0;
            for article in sorted {
                let (start, postings) = (self.bytes.len(), &article.as_ref().postings);
                read(article, postings.part(number), &mut self.bytes)?;
                self.parts.push((number, start..self.bytes.len(), first));
                first += n_numbers(article.as_ref());
            }
        }
        Ok(())
    }

    /// Returns a reader of each part, and the number of its article's first passage.
    fn cursors(&self) -> Vec<(Places<'_>, u32)> {
        let cursor = |(part, at, first): &(u32, Range<usize>, u32)| {
            (Places::new(*part, self.bytes.get(at.clone()).unwrap_or_default()), *first)
        };
        self.parts.iter().map(cursor).collect()
    }
}

/// Makes shards, one block after the other: room given back with each and asked for anew would be held by the allocator for a
/// while.
struct Shards {
    bits: u32,
    /// Grams of the block.
    loaded: Loaded,
    /// Places of some of its shards.
    places: Vec<u64>,
}

impl Shards {
    fn new(bits: u32) -> Self {
        // Shards differ in length: twice what as many have that are of the usual one.
        let places = Vec::with_capacity(2 * N_AT_ONCE as usize * N_PLACES_A_SHARD);
        Self { bits, loaded: Loaded::default(), places }
    }

    /// Makes the shards of a block that are `wanted` and hands each to `take`.
    fn make<A: AsRef<Indexed>, E>(
        &mut self,
        block: u32,
        sorted: &[&A],
        wanted: impl Fn(u32) -> bool,
        (read, take): (
            impl Fn(&A, Range<u32>, &mut Vec<u8>) -> Result<(), E>,
            impl Fn(String, Vec<u8>) -> Result<(), E>,
        ),
    ) -> Result<(), E> {
        let Self { bits, loaded, places } = self;
        let (width, shift) = (1 << bits.saturating_sub(BLOCK_BITS), shift(*bits));
        let (mut start, end) = (block * width, (block + 1) * width);
        if !(start..end).any(&wanted) {
            return Ok(());
        }
        loaded.read(parts_of(start << shift..=((end - 1) << shift) + ((1 << shift) - 1)), sorted, read)?;
        let mut cursors = loaded.cursors();
        while start < end {
            let now = start..end.min(start + N_AT_ONCE);
            start = now.end;
            gather(&mut cursors, |spread| spread >> shift < now.end, places);
            if !now.clone().any(&wanted) {
                continue;
            }
            places.sort_unstable();
            let mut left = places.as_slice();
            for number in now {
                let is_here = |place: &u64| parted(*place).0 >> shift <= number;
                let (of_shard, behind) = left.split_at(left.partition_point(is_here));
                left = behind;
                if wanted(number) {
                    take(number.to_string(), write_shard(of_shard).into_bytes())?;
                }
            }
        }
        Ok(())
    }
}

/// Gathers the next places that are `wanted`, in the place of what `places` were, in no order: a gram's spread and passage as one
/// number, which sorts faster than a pair. Shards differ much in length: together they need less room than each by itself.
fn gather(cursors: &mut [(Places<'_>, u32)], wanted: impl Fn(u32) -> bool, places: &mut Vec<u64>) {
    places.clear();
    for (of_article, first) in cursors {
        while let Some((spread, passage)) = of_article.next_if(&wanted) {
            places.push(paired(spread, *first + passage));
        }
    }
}

fn write_shard(places: &[u64]) -> String {
    let mut json = String::with_capacity(places.len() * 3);
    for of_one in places.chunk_by(|a, b| parted(*a).0 == parted(*b).0) {
        let Some(gram) = of_one.first().map(|place| Gram::of_spread(parted(*place).0)) else { continue };
        json.push(if json.is_empty() { '{' } else { ',' });
        write_gram(&mut json, gram.units());
        json.push_str(":\"");
        let mut last = 0;
        for (_, passage) in of_one.iter().map(|place| parted(*place)) {
            write_number(&mut json, passage - last);
            last = passage;
        }
        json.push('"');
    }
    if json.is_empty() { "{}".to_owned() } else { json + "}" }
}

/// Grams are letters, digits and spaces: none but half a character beyond U+FFFF needs an escape.
fn write_gram(json: &mut String, units: impl Iterator<Item = u16>) {
    json.push('"');
    for unit in units {
        match char::from_u32(u32::from(unit)) {
            Some(c) => json.push(c),
            // Writing to a string cannot fail.
            None => write!(json, "\\u{unit:04x}").unwrap_or_default(),
        }
    }
    json.push('"');
}

/// A number: its last digit is one of 34 from `]` on and ends it, those before are of 57 from `#` on; `\` is between them.
fn write_number(json: &mut String, number: u32) {
    write_front(json, number / 34);
    json.push(digit(b']', number % 34));
}

/// The digits before the last, the highest first.
fn write_front(json: &mut String, number: u32) {
    if number > 0 {
        write_front(json, number / 57);
        json.push(digit(b'#', number % 57));
    }
}

fn digit(zero: u8, value: u32) -> char {
    char::from(zero + u8::try_from(value).unwrap_or_default())
}
