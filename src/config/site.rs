//! `[site]`: lists of articles, and the addresses of tags and series.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::is_slug;

/// `[site]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SiteSettings {
    /// How many articles stand on a page of a list.
    pub per_page: PerPage,
    /// Names in addresses, by the tag or series that they are of.
    pub slugs: BTreeMap<String, Slug>,
}

/// How many articles stand on a page of a list: one or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct PerPage(pub usize);

impl Default for PerPage {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<i64> for PerPage {
    type Error = String;

    fn try_from(typed: i64) -> Result<Self, String> {
        let number = usize::try_from(typed).ok().filter(|n| *n > 0);
        number.map(Self).ok_or_else(|| format!("`per-page` is one or more, not {typed}"))
    }
}

/// A name in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Slug(pub String);

impl TryFrom<String> for Slug {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, String> {
        if is_slug(&typed) { Ok(Self(typed)) } else { Err(format!("the slug `{typed}` cannot stand in an address")) }
    }
}
