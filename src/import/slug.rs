//! The name of the new article's folder.

use super::Request;
use crate::model::Date;

const MAX_SLUG: usize = 60;
/// Names that the site's own lists have in addresses.
const RESERVED: [&str; 4] = ["page", "search", "series", "tags"];

/// Returns the slug: the one typed, else the file's stem, else `article-N`.
///
/// Errors: the slug typed is not `[a-z0-9-]`, or is in use.
pub(super) fn choose_slug(request: &Request<'_>) -> Result<String, String> {
    let is_taken = |slug: &str| RESERVED.contains(&slug) || request.taken.iter().any(|taken| taken == slug);
    if let Some(slug) = request.slug {
        if !is_slug(slug) {
            let rule = "use a-z, 0-9 and hyphens, at most 60, not beginning with a hyphen";
            return Err(format!("`{slug}` is not a slug: {rule}"));
        }
        return if is_taken(slug) { Err(format!("the slug `{slug}` is in use")) } else { Ok(slug.to_owned()) };
    }
    let stem = stem_of(request);
    if is_slug(&stem) && !is_taken(&stem) {
        return Ok(stem);
    }
    let free = (1..=request.taken.len() + 1).map(|n| format!("article-{n}")).find(|slug| !is_taken(slug));
    free.ok_or_else(|| "no slug is free; choose one with --slug".to_owned())
}

/// The file's name in small letters; of an article that can have a date, without the day.
fn stem_of(request: &Request<'_>) -> String {
    let (day, rest) = split_day(request.stem);
    let is_dated = request.outline.is_some() && day.is_some() && !rest.is_empty();
    if is_dated { rest } else { request.stem }.to_lowercase()
}

/// Divides the name of a file into the day that it begins with, as Jekyll and Hexo have it, and the rest: `2025-03-04-bells`.
pub(super) fn split_day(stem: &str) -> (Option<&str>, &str) {
    let parts = stem.split_at_checked(10).filter(|(day, _)| day.parse::<Date>().is_ok());
    match parts {
        Some((day, "")) => (Some(day), ""),
        Some((day, rest)) if rest.starts_with('-') => (Some(day), rest.trim_start_matches('-')),
        _ => (None, stem),
    }
}

/// Says why an article is named `article-N` and not as its file.
pub(super) fn why_numbered(request: &Request<'_>, slug: &str) -> Option<String> {
    let stem = stem_of(request);
    if request.slug.is_some() || stem == slug {
        return None;
    }
    let why = if is_slug(&stem) { "is taken" } else { "cannot stand in an address" };
    Some(format!("the name `{stem}` {why}: the article is named `{slug}`; choose another with --slug"))
}

/// Says whether `slug` may name an article.
pub(super) fn is_slug(slug: &str) -> bool {
    crate::model::is_slug(slug) && slug.len() <= MAX_SLUG
}
