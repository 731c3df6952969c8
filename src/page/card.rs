//! What lists and the pages of other articles say of an article.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::leaf_text;
use crate::config::Config;
use crate::model::{Field, LeafId, Script, Scripted, make_slug};

/// The longest name of a tag or series in addresses, in bytes.
const MAX_SLUG: usize = 60;

/// A tag or a series.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Name {
    /// What it is in addresses, on pages of any script; empty when nothing can be made of it.
    pub(crate) slug: String,
    /// What it is called, one text a variant.
    pub(crate) texts: Vec<String>,
}

/// How an article is named, and what it is placed under.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    /// Titles, one a variant.
    pub(crate) titles: Vec<String>,
    /// Tags, in the order typed.
    pub(crate) tags: Vec<Name>,
    /// The series that it belongs to.
    pub(crate) series: Option<Name>,
}

/// What lists say of an article, in every variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Card {
    /// Its name in addresses.
    pub(crate) slug: String,
    /// Whether it is an about page.
    pub(crate) is_page: bool,
    /// Whether it is not to be published yet.
    pub(crate) is_draft: bool,
    /// Publication date, or empty.
    pub(crate) date: String,
    /// When it was changed last, as far as is known, or empty.
    pub(crate) changed: String,
    /// Whether there are pages of its sources.
    pub(crate) has_sources: bool,
    /// Title, tags and series.
    pub(crate) names: Arc<Names>,
    /// Its place in its series, as typed.
    pub(crate) series_order: Option<u32>,
    /// Summaries, one a variant.
    pub(crate) summaries: Vec<String>,
    /// Authors, one text a variant.
    pub(crate) authors: Vec<String>,
    /// Number of notes.
    pub(crate) n_notes: usize,
    /// Number of accepted emendations.
    pub(crate) n_emendations: usize,
}

/// Returns how an article is named.
pub(crate) fn names(scripted: &Scripted, config: &Config) -> Names {
    let document = &scripted.annotated.edition.document;
    let texts = |leaf: LeafId| (0..scripted.variants.len()).map(|v| leaf_text(scripted, v, leaf)).collect::<Vec<_>>();
    let of_field = |field| {
        let leaves = document.fields.get(&field).into_iter().flatten();
        let typed = leaves.map(|leaf| texts(*leaf)).filter(|texts| texts.iter().any(|text| !text.trim().is_empty()));
        typed.map(|texts| Name { slug: slug(&texts, scripted, config), texts }).collect::<Vec<_>>()
    };
    let mut tags: Vec<Name> = Vec::new();
    for tag in of_field(Field::Tag) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Names { titles: texts(document.title), tags, series: of_field(Field::Series).pop() }
}

/// Returns the name in addresses: the settings', else the sounds of the Traditional form, so that both scripts have one address.
fn slug(texts: &[String], scripted: &Scripted, config: &Config) -> String {
    let stated = texts.iter().find_map(|text| config.site.slugs.get(text));
    let traditional = scripted.variants.iter().position(|variant| variant.script == Script::Hant).unwrap_or(0);
    let made = || make_slug(texts.get(traditional).map_or("", String::as_str), MAX_SLUG);
    stated.map_or_else(made, |slug| slug.0.clone())
}

/// Returns what sorts lists: the newest first, those of one day by their names in addresses, a series together and in its
/// order.
pub(crate) fn list_order<'a>(
    date: &'a str,
    series: Option<&'a Name>,
    order: Option<u32>,
    slug: &'a str,
) -> impl Ord + use<'a> {
    let (name, order) = series.map_or((slug, None), |name| (name.slug.as_str(), order));
    (std::cmp::Reverse(date), name, order.is_none(), order, slug)
}

/// Returns what sorts a series: by the places typed, those without one behind; the oldest first.
pub(crate) fn series_order<'a>(order: Option<u32>, date: &'a str, slug: &'a str) -> impl Ord + use<'a> {
    (order.is_none(), order, date, slug)
}
