//! Where a page leads on to: its neighbours, its series, and the pages above it. Addresses are below the root.

use std::sync::Arc;

use serde::Serialize;

use super::Site;
use super::lists::word;
use crate::model::PageKind;
use crate::page::{List, Neighbour, PageAddress, Ways};

/// A link to another page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Link {
    /// Below the root; empty for the page itself.
    pub(super) href: String,
    /// What it is called.
    pub(super) text: String,
}

impl Link {
    pub(super) fn to(site: &Site<'_>, page: &PageAddress, text: &str) -> Self {
        Self { href: page.path(&site.config.variants), text: text.to_owned() }
    }

    /// The page that the link stands on.
    pub(super) fn here(text: &str) -> Self {
        Self { href: String::new(), text: text.to_owned() }
    }
}

/// Where an article's page leads on to, in words of one variant.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WaysView {
    /// The article before it in its series; of one without a series, the next older.
    previous: Option<Link>,
    /// The article behind it, likewise.
    next: Option<Link>,
    /// Its series.
    series: Option<SeriesView>,
}

/// The series of an article.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SeriesView {
    /// Its list.
    link: Link,
    /// `第 2 篇，共 5 篇`
    place: String,
}

/// Returns where an article's page at `address` leads on to, in words of variant `v`: a page of two columns to such pages.
pub(super) fn ways_view(site: &Site<'_>, ways: &Ways, address: &PageAddress, v: usize) -> WaysView {
    let text = |texts: &[String]| texts.get(v).cloned().unwrap_or_default();
    let link = |neighbour: &Arc<Neighbour>| {
        let slug = neighbour.slug.clone();
        let page = match address {
            PageAddress::Parallel(..) => PageAddress::Parallel(slug, PageKind::Article),
            _ => PageAddress::Article(v, slug, PageKind::Article),
        };
        Link::to(site, &page, &text(&neighbour.titles))
    };
    let series = ways.series.as_ref().map(|series| SeriesView {
        link: Link::to(
            site,
            &PageAddress::List(v, List::Series(series.name.slug.clone()), 1),
            &text(&series.name.texts),
        ),
        place: word(site, v, "place_in_series")
            .replace("{n}", &series.nth.to_string())
            .replace("{of}", &series.of.to_string()),
    });
    WaysView { previous: ways.previous.as_ref().map(link), next: ways.next.as_ref().map(link), series }
}

/// Returns the pages above the page at `address` of an article called `title`, and itself; nothing where the head says it all.
pub(super) fn article_trail(site: &Site<'_>, address: &PageAddress, v: usize, title: &str) -> Vec<Link> {
    let (slug, here) = match address {
        PageAddress::Sources(_, slug) => (slug, "sources"),
        PageAddress::Original(slug) => (slug, "original"),
        PageAddress::Parallel(slug, PageKind::Article) => (slug, "parallel"),
        _ => return Vec::new(),
    };
    let article = PageAddress::Article(v, slug.clone(), PageKind::Article);
    vec![index_link(site, v), Link::to(site, &article, title), Link::here(word(site, v, here))]
}

/// Returns the link to the list of all articles, which a trail begins with.
pub(super) fn index_link(site: &Site<'_>, v: usize) -> Link {
    Link::to(site, &PageAddress::index(v), site.catalogue.titles.get(v).map_or("", String::as_str))
}
