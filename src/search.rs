//! The index of search. In: the passages of articles in every variant. Out: the files that the search page's script reads.
//! Knows neither pages nor folders; `docs/search.md` says what the files hold.
//!
//! 1. A table says which characters are forms of one; texts and queries are folded by it (`folding`).
//! 2. The folded passages of an article are cut into grams, of which a few bytes each are kept (`postings`), by whoever asks.
//! 3. All articles are merged, shard by shard, of which a part of the grams is read at a time (`shards`); after a change only
//!    the shards whose grams differ.

use serde::{Deserialize, Serialize};

mod folding;
mod postings;
mod shards;

pub(crate) use postings::{Postings, each_difference, index_article};
pub(crate) use shards::{each_shard, file_names, n_shards, numbered_alike, shard_by_spread, write_whole};

/// A passage of an article: what has an id and is found as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    /// What its address ends with: `p8`, `h2`; `title` for the first.
    pub(crate) id: String,
    /// Its plain text, one a variant, each in its script, as the page shows it.
    pub(crate) texts: Vec<String>,
}

/// An article that can be found; its grams are bytes beside it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Indexed {
    /// Its name in addresses.
    pub(crate) slug: String,
    /// Its date, or empty: of equal finds the newest comes first.
    pub(crate) date: String,
    /// What is known of its grams.
    pub(crate) postings: Postings,
}

/// Returns the texts of an article in variant `v`, as JSON: a pair of id and text for each passage.
pub(crate) fn write_texts(passages: &[Passage], v: usize) -> Vec<u8> {
    let pairs = passages.iter().map(|passage| (passage.id.as_str(), passage.texts.get(v).map_or("", String::as_str)));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    // Strings alone: serialising cannot fail.
    serde_json::to_vec(&pairs).unwrap_or_default()
}

#[cfg(test)]
mod tests;
