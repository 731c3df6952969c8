//! The files of the index: one of the whole, and shards of grams, of which each thread makes a part, one after the other.

use std::cmp::Reverse;
use std::collections::BTreeSet;
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
/// Shape: JSON. Passages are numbered through all articles, the newest first. No thread has two files in memory.
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
        numbers.into_iter().try_for_each(|number| take(number.to_string(), shards.write(number).into_bytes()))?;
        Ok(shards.used)
    };
    let unite = |mut one: BTreeSet<u16>, mut other| {
        one.append(&mut other);
        Ok(one)
    };
    let used = parts(1 << bits).into_par_iter().map(make).try_reduce(BTreeSet::new, unite)?;
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

fn write_whole(sorted: &[&Indexed], bits: u32, used: &BTreeSet<u16>) -> Vec<u8> {
    let is_used = |form: char| u16::try_from(u32::from(form)).is_ok_and(|unit| used.contains(&unit));
    let whole = Whole {
        shift: shift(bits),
        forms: folding().write_forms(is_used),
        slugs: sorted.iter().map(|article| article.slug.as_str()).collect::<Vec<_>>().join(" "),
        sizes: sorted.iter().map(|article| article.postings.n_passages).collect(),
    };
    // Strings and numbers alone: serialising cannot fail.
    serde_json::to_vec(&whole).unwrap_or_default()
}

/// Shards in the order of their numbers, each made in one sweep over the articles.
struct Shards<'a> {
    /// What is left of each article, and how many passages it has.
    articles: Vec<(Places<'a>, u32)>,
    /// UTF-16 units that occur.
    used: BTreeSet<u16>,
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
        Self { articles, used: BTreeSet::new(), bits }
    }

    fn write(&mut self, number: u32) -> String {
        let shift = shift(self.bits);
        // Gram and passage as one number, which sorts faster than a pair.
        let mut places: Vec<u64> = Vec::with_capacity(2 * N_PLACES_A_SHARD);
        let mut first = 0;
        for (article, n_passages) in &mut self.articles {
            while let Some((spread, passage)) = article.next_if(|spread| spread >> shift == number) {
                places.push(Gram::of_spread(spread).with(first + passage));
            }
            first += *n_passages;
        }
        places.sort_unstable();
        let mut json = String::with_capacity(places.len() * 3);
        for of_one in places.chunk_by(|a, b| Gram::parted(*a).0 == Gram::parted(*b).0) {
            json.push(if json.is_empty() { '{' } else { ',' });
            let units = of_one.first().map(|place| Gram::parted(*place).0.units()).unwrap_or_default();
            write_gram(&mut json, &units);
            self.used.extend(units);
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
fn write_gram(json: &mut String, units: &[u16]) {
    json.push('"');
    for unit in units {
        match char::from_u32(u32::from(*unit)) {
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
