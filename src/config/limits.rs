//! `[limits]`: how large an article may be, where a site wants other numbers than the usual ones.

use serde::Deserialize;
use serde::de::Deserializer;

/// `[limits]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Limits {
    /// The size of `index.md`, in KiB.
    #[serde(deserialize_with = "number::<_, 16384>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 16384)))]
    pub article_kib: usize,
    /// The size of an article's front matter, in KiB.
    #[serde(deserialize_with = "number::<_, 1024>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 1024)))]
    pub front_matter_kib: usize,
    /// Lists, quotations and marks in one another.
    #[serde(deserialize_with = "number::<_, 128>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 128)))]
    pub nesting: usize,
    /// Note marks of an article, and its notes.
    #[serde(deserialize_with = "number::<_, 10_000_000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 10_000_000)))]
    pub notes: usize,
    /// Links and pictures of an article.
    #[serde(deserialize_with = "number::<_, 10_000_000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 10_000_000)))]
    pub links: usize,
    /// All that an article consists of: paragraphs, headings, cells, sentences, marks, notes, citations.
    #[serde(deserialize_with = "number::<_, 10_000_000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 10_000_000)))]
    pub parts: usize,
    /// Sources that an article cites; each is formatted in every style.
    #[serde(deserialize_with = "number::<_, 10_000_000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 10_000_000)))]
    pub sources: usize,
    /// Places that the rules of an article's collation change.
    #[serde(deserialize_with = "number::<_, 10_000_000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 10_000_000)))]
    pub emendations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            article_kib: 4096,
            front_matter_kib: 64,
            nesting: 64,
            notes: 100_000,
            links: 100_000,
            parts: 300_000,
            sources: 2000,
            emendations: 50_000,
        }
    }
}

impl Limits {
    /// What a text is read with that is only looked at: as much as a file may hold.
    pub(crate) fn widest() -> Self {
        let many = usize::MAX;
        Self {
            article_kib: many >> 10,
            notes: many,
            links: many,
            parts: many,
            sources: many,
            emendations: many,
            ..Self::default()
        }
    }
}

/// Reads a number from one to `MAX`.
fn number<'de, D: Deserializer<'de>, const MAX: i64>(deserializer: D) -> Result<usize, D::Error> {
    let typed = i64::deserialize(deserializer)?;
    let number = usize::try_from(typed).ok().filter(|_| (1..=MAX).contains(&typed));
    number.ok_or_else(|| serde::de::Error::custom(format!("a limit here is from 1 to {MAX}, not {typed}")))
}
