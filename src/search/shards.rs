//! The files of the index: one of the whole, and shards of grams, of which each thread makes a part, one after the other.

use std::cmp::Reverse;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::Indexed;
use super::folding::folding;
use super::postings::{Gram, Places};

/// About how many places a shard has: some 8 kB.
const N_PLACES_A_SHARD: usize = 2048;
/// How many shards are gathered in one sweep over the articles.
const N_AT_ONCE: u32 = 16;
/// At most so many shards are made, as a power of two.
const MOST_BITS: u32 = 14;

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
    /// How many passages each article has.
    sizes: Vec<u32>,
}

/// Makes the files of the index of all articles and hands each to `take`, with its name without ending, on all threads.
///
/// Shape: JSON. Passages are numbered through all articles, the newest first. No thread has the places of more than
/// [`N_AT_ONCE`] shards in memory.
/// Errors: the first of `take`.
pub(crate) fn each_file<E: Send>(
    articles: &[Arc<Indexed>],
    take: impl Fn(String, Vec<u8>) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let mut sorted: Vec<&Indexed> = articles.iter().map(Arc::as_ref).collect();
    sorted.sort_by_key(|article| (Reverse(article.date.as_str()), article.slug.as_str()));
    let bits = n_bits(articles);
    let make = |numbers: Range<u32>| {
        let mut shards = Shards::new(&sorted, bits, numbers.start);
        let mut rest = numbers;
        while !rest.is_empty() {
            let now = rest.start..rest.end.min(rest.start + N_AT_ONCE);
            rest.start = now.end;
            for (number, places) in now.clone().zip(shards.gather(&now)) {
                take(number.to_string(), shards.write(places).into_bytes())?;
            }
        }
        Ok(shards.used)
    };
    let unite = |mut one: Vec<bool>, other: Vec<bool>| {
        one.iter_mut().zip(other).for_each(|(is_used, is_too)| *is_used |= is_too);
        Ok(one)
    };
    let used = parts(1 << bits).into_par_iter().map(make).try_reduce(no_units, unite)?;
    take(WHOLE.to_owned(), write_whole(&sorted, bits, &used))
}

/// The numbers of all shards, a part for each thread.
fn parts(n_shards: u32) -> Vec<Range<u32>> {
    let n_threads = u32::try_from(rayon::current_num_threads()).unwrap_or(1).clamp(1, n_shards);
    let edge = |part: u32| n_shards / n_threads * part + (n_shards % n_threads).min(part);
    (0..n_threads).map(|part| edge(part)..edge(part + 1)).collect()
}

/// Returns the names of the files of the index, without ending.
pub(crate) fn file_names(articles: &[Arc<Indexed>]) -> Vec<String> {
    let shards = 0..1_u32 << n_bits(articles);
    shards.map(|number| number.to_string()).chain([WHOLE.to_owned()]).collect()
}

/// How many bits the number of a shard has.
fn n_bits(articles: &[Arc<Indexed>]) -> u32 {
    let n_places: usize = articles.iter().map(|article| article.postings.n_places).sum();
    n_places.div_ceil(N_PLACES_A_SHARD).next_power_of_two().trailing_zeros().clamp(1, MOST_BITS)
}

fn shift(bits: u32) -> u32 {
    u32::BITS - bits
}

/// For each UTF-16 unit, that it does not occur.
fn no_units() -> Vec<bool> {
    vec![false; 1 << 16]
}

fn write_whole(sorted: &[&Indexed], bits: u32, used: &[bool]) -> Vec<u8> {
    let is_used = |form: char| used.get(form as usize).copied().unwrap_or_default();
    let whole = Whole {
        shift: shift(bits),
        forms: folding().write_forms(is_used),
        slugs: sorted.iter().map(|article| article.slug.as_str()).collect::<Vec<_>>().join(" "),
        sizes: sorted.iter().map(|article| article.postings.n_passages).collect(),
    };
    // Strings and numbers alone: serialising cannot fail.
    serde_json::to_vec(&whole).unwrap_or_default()
}

/// Shards in the order of their numbers.
struct Shards<'a> {
    /// What is left of each article, and how many passages it has.
    articles: Vec<(Places<'a>, u32)>,
    /// For each UTF-16 unit, whether it occurs.
    used: Vec<bool>,
    bits: u32,
}

impl<'a> Shards<'a> {
    /// Begins at the shard `first`.
    fn new(sorted: &[&'a Indexed], bits: u32, first: u32) -> Self {
        let mut articles: Vec<(Places<'a>, u32)> =
            sorted.iter().map(|article| (Places::new(&article.postings), article.postings.n_passages)).collect();
        for (places, _) in &mut articles {
            while places.next_if(|spread| spread >> shift(bits) < first).is_some() {}
        }
        Self { articles, used: no_units(), bits }
    }

    /// Returns the places of the next shards, those of `numbers`: gram and passage as one number, which sorts faster than a pair.
    fn gather(&mut self, numbers: &Range<u32>) -> Vec<Vec<u64>> {
        let number = |spread: u32| spread >> shift(self.bits);
        let mut shards: Vec<Vec<u64>> = numbers.clone().map(|_| Vec::with_capacity(2 * N_PLACES_A_SHARD)).collect();
        let mut first = 0;
        for (article, n_passages) in &mut self.articles {
            while let Some((spread, passage)) = article.next_if(|spread| number(spread) < numbers.end) {
                let shard = usize::try_from(number(spread) - numbers.start).unwrap_or_default();
                if let Some(places) = shards.get_mut(shard) {
                    places.push(Gram::of_spread(spread).with(first + passage));
                }
            }
            first += *n_passages;
        }
        shards
    }

    fn write(&mut self, mut places: Vec<u64>) -> String {
        places.sort_unstable();
        let mut json = String::with_capacity(places.len() * 3);
        for of_one in places.chunk_by(|a, b| Gram::parted(*a).0 == Gram::parted(*b).0) {
            let Some((gram, _)) = of_one.first().map(|place| Gram::parted(*place)) else { continue };
            json.push(if json.is_empty() { '{' } else { ',' });
            write_gram(&mut json, gram.units());
            for unit in gram.units() {
                self.used.get_mut(usize::from(unit)).into_iter().for_each(|is_used| *is_used = true);
            }
            json.push_str(":\"");
            let mut last = 0;
            for (_, passage) in of_one.iter().map(|place| Gram::parted(*place)) {
                write_number(&mut json, passage - last);
                last = passage;
            }
            json.push('"');
        }
        if json.is_empty() { "{}".to_owned() } else { json + "}" }
    }
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
