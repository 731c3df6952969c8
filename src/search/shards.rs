//! The files of the index: one of the whole, and shards of grams, made one after the other so that no two are in memory.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

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
struct Whole<'a> {
    /// By how many bits a gram's spread is shifted to give its shard's number.
    shift: u32,
    /// Forms that occur, each before the characters that are sought by it.
    forms: String,
    /// Names of the articles, separated by spaces.
    slugs: String,
    /// How many passages each article has.
    sizes: &'a [u32],
}

/// Returns the files of the index of all articles, one after the other: their names without ending, their bytes as JSON.
///
/// Shape: passages are numbered through all articles, the newest first.
pub(crate) fn index_files(articles: &[Arc<Indexed>]) -> Files<'_> {
    let mut sorted: Vec<&Indexed> = articles.iter().map(Arc::as_ref).collect();
    sorted.sort_by_key(|article| (Reverse(article.date.as_str()), article.slug.as_str()));
    let bits = n_bits(articles);
    Files {
        places: sorted.iter().map(|article| Places::new(&article.postings)).collect(),
        sizes: sorted.iter().map(|article| article.postings.n_passages).collect(),
        slugs: sorted.iter().map(|article| article.slug.as_str()).collect(),
        used: BTreeSet::new(),
        bits,
        shard: 0,
    }
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

/// The files of an index, made as they are asked for.
pub(crate) struct Files<'a> {
    slugs: Vec<&'a str>,
    sizes: Vec<u32>,
    places: Vec<Places<'a>>,
    /// UTF-16 units that occur.
    used: BTreeSet<u16>,
    bits: u32,
    shard: u32,
}

impl Iterator for Files<'_> {
    type Item = (String, Vec<u8>);

    fn next(&mut self) -> Option<Self::Item> {
        let n_shards = 1 << self.bits;
        let number = self.shard;
        self.shard += 1;
        match number {
            _ if number < n_shards => Some((number.to_string(), self.write_shard(number).into_bytes())),
            _ if number == n_shards => Some((WHOLE.to_owned(), self.write_whole())),
            _ => None,
        }
    }
}

impl Files<'_> {
    fn shift(&self) -> u32 {
        u32::BITS - self.bits
    }

    fn write_whole(&self) -> Vec<u8> {
        let is_used = |form: char| u16::try_from(u32::from(form)).is_ok_and(|unit| self.used.contains(&unit));
        let whole = Whole {
            shift: self.shift(),
            forms: folding().write_forms(is_used),
            slugs: self.slugs.join(" "),
            sizes: &self.sizes,
        };
        // Strings and numbers alone: serialising cannot fail.
        serde_json::to_vec(&whole).unwrap_or_default()
    }

    fn write_shard(&mut self, number: u32) -> String {
        let shift = self.shift();
        // Gram and passage as one number, which sorts faster than a pair.
        let mut places: Vec<u64> = Vec::with_capacity(2 * N_PLACES_A_SHARD);
        let mut first = 0;
        for (article, size) in self.places.iter_mut().zip(&self.sizes) {
            while let Some((spread, passage)) = article.next_if(|spread| spread >> shift == number) {
                places.push(Gram::of_spread(spread).with(first + passage));
            }
            first += size;
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
