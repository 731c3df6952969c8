//! The bibliography: hayagriva's entries and what we add to them.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The fields of closed lists, and their words.
pub(crate) const WORDS_OF_SOURCES: [(&str, &[&str]); 3] = [
    ("class", &["primary", "secondary", "tertiary", "self"]),
    ("reliability", &["high", "medium", "low"]),
    ("status", &["live", "dead", "paywall", "usurped", "unfetched", "unpublished"]),
];

/// What an editor says of a source beyond its bibliographic data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SourceMeta {
    /// primary, secondary, tertiary or self.
    pub class: Option<String>,
    /// paper, wire, docs …
    pub medium: Option<String>,
    /// high, medium or low.
    pub reliability: Option<String>,
    /// Why it is of that reliability.
    pub why: Option<String>,
    /// What the source has to gain, in a sentence.
    pub stake: Option<String>,
    /// Archived copies.
    pub archives: Vec<Archive>,
    /// live, dead, paywall, unfetched, unpublished …
    pub status: Option<String>,
    /// Works whose content it passes on.
    pub relays: Vec<Relay>,
    /// What is known of the date.
    pub date_note: Option<String>,
}

impl SourceMeta {
    /// Says whether the source itself was not read.
    pub fn is_unread(&self) -> bool {
        self.status.as_deref() == Some("unfetched")
    }

    /// Returns the words that are none of their closed list, each with its field and that list.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str, &'static [&'static str])> {
        let words = WORDS_OF_SOURCES.into_iter().zip([&self.class, &self.reliability, &self.status]);
        let typed = words.filter_map(|((field, known), word)| Some((field, word.as_deref()?, known)));
        typed.filter(|(_, word, known)| !known.contains(word))
    }
}

/// An archived copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// Its address.
    pub url: String,
    /// When it was made.
    #[cfg_attr(test, schemars(with = "Option<crate::model::Date>"))]
    pub date: Option<String>,
    /// The copy's hash.
    pub sha256: Option<String>,
}

/// A work whose content a source passes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// Its key.
    pub source: String,
    /// quotes, reports, translates or reprints.
    #[serde(rename = "as")]
    pub manner: Option<String>,
}

/// A source: the work cited.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Bibliographic data.
    pub entry: hayagriva::Entry,
    /// What we add.
    pub meta: SourceMeta,
    /// Where the key stands, in bytes of the file.
    pub span: std::ops::Range<usize>,
}

/// A list of sources by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sources(pub IndexMap<String, Arc<Source>>);

/// What an article can cite. An article's own source stands before a shared one of its key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bibliography {
    /// The article's own.
    pub own: Sources,
    /// Those that articles share.
    pub shared: Arc<Sources>,
}

impl Bibliography {
    /// Returns the source of `key`.
    pub fn get(&self, key: &str) -> Option<&Arc<Source>> {
        self.own.0.get(key).or_else(|| self.shared.0.get(key))
    }

    /// Returns all, the article's own first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<Source>)> {
        let shared = self.shared.0.iter().filter(|(key, _)| !self.own.0.contains_key(*key));
        self.own.0.iter().chain(shared).map(|(key, source)| (key.as_str(), source))
    }
}

impl From<Sources> for Bibliography {
    fn from(own: Sources) -> Self {
        Self { own, shared: Arc::default() }
    }
}

/// What is made once of each source that articles share, by whoever asks first.
#[derive(Debug)]
pub struct PerShared<T>(IndexMap<String, (Arc<Source>, T)>);

impl<T: Default> PerShared<T> {
    /// Returns a place for each of `shared`.
    pub fn new(shared: &Sources) -> Self {
        Self(shared.0.iter().map(|(key, source)| (key.clone(), (Arc::clone(source), T::default()))).collect())
    }

    /// Returns the place of `source`; none when it is an article's own.
    pub fn place(&self, key: &str, source: &Arc<Source>) -> Option<&T> {
        self.0.get(key).filter(|(shared, _)| Arc::ptr_eq(shared, source)).map(|(_, place)| place)
    }
}

impl<T: Default> Default for PerShared<T> {
    fn default() -> Self {
        Self::new(&Sources::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_articles_own_source_has_no_place_even_under_a_shared_key() {
        let entry = hayagriva::Entry::new("water", hayagriva::types::EntryType::Book);
        let source = Arc::new(Source { entry, meta: SourceMeta::default(), span: 0..0 });
        let shared = Sources([("water".to_owned(), Arc::clone(&source))].into_iter().collect());
        let places: PerShared<u8> = PerShared::new(&shared);
        assert!(places.place("water", &source).is_some());
        assert!(places.place("water", &Arc::new((*source).clone())).is_none());
    }
}
