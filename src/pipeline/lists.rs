//! Pages that list articles, from their cards alone: all of them, those of a tag, those of a series; and the list of tags.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::views::{IndexPage, NotFoundPage, SearchPage, TagsPage};
use super::ways::{Link, index_link};
use super::{Page, Site, fill};
use crate::diag::Diagnostic;
use crate::model::PageKind;
use crate::page::{Card, HeadText, List, Name, Names, PageAddress, head, list_order, series_order};

/// How many titles say what a list holds.
const N_TITLES: usize = 5;
/// How many pages on each side of the one shown are named.
const N_BESIDE: usize = 2;

/// A list of articles and what it is called, one text a variant.
pub(super) struct Shelf<'a> {
    list: List,
    names: &'a [String],
    cards: Vec<&'a Card>,
}

/// One entry of a list: the same article in one variant or all.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Entry<'a> {
    /// Its name in addresses.
    slug: &'a str,
    /// Its place in its series, in words; empty in other lists.
    nth: String,
    /// Its authors, or empty.
    author: &'a str,
    /// The date of publication, or empty.
    date: &'a str,
    /// How many notes it has.
    n_notes: usize,
    /// How many places were emended.
    n_emendations: usize,
    /// Its tags; empty where the list shows it in more than one variant.
    tags: Vec<Link>,
    /// Title and summary, one line a variant that the list shows.
    lines: Vec<Line<'a>>,
}

/// An article of a list, in one variant.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Line<'a> {
    /// The address of its page, below the root.
    href: String,
    /// The variant's language tag.
    lang: &'static str,
    /// Its title.
    title: &'a str,
    /// Its summary, or empty.
    summary: &'a str,
}

/// A link with the number of articles that it leads to.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Counted {
    #[serde(flatten)]
    link: Link,
    /// How many articles.
    n: usize,
}

/// What a list's page says of the list.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ListView {
    /// What it is called on this page.
    title: String,
    /// `all`, `tag` or `series`.
    kind: &'static str,
    /// How many articles it has on all its pages.
    n_articles: usize,
    /// The address of the list of tags, below the root; empty when there is none.
    tags: String,
    /// Where the list goes on when this page shows its first articles alone; empty when it is whole.
    more: String,
}

/// The pages of a list, from one of them; addresses are below the root, and empty where there is none.
#[derive(Serialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Pages {
    /// The page before this one.
    previous: String,
    /// The page behind it.
    next: String,
    /// The first, the last and those near this one; empty when there is one page.
    numbers: Vec<PageNumber>,
}

/// A page of a list.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PageNumber {
    /// Its number, from 1.
    n: usize,
    /// The number in words.
    label: String,
    /// Its address, below the root.
    href: String,
    /// Whether it is this page.
    is_current: bool,
    /// Whether pages before it are not named.
    follows_gap: bool,
}

/// Returns all lists of articles: the newest first, a series in its order; tags and series by their addresses.
pub(super) fn shelves<'a>(site: &'a Site<'_>, cards: impl Iterator<Item = &'a Card>) -> Vec<Shelf<'a>> {
    let mut listed: Vec<&Card> = cards.filter(|card| !card.is_page).collect();
    let order = |card: &&'a Card| list_order(&card.date, card.names.series.as_ref(), card.series_order, &card.slug);
    listed.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut tags: BTreeMap<&str, (&[String], Vec<&Card>)> = BTreeMap::new();
    let mut series = tags.clone();
    for card in &listed {
        let put = |shelves: &mut BTreeMap<&'a str, (&'a [String], Vec<&'a Card>)>, name: &'a Name| {
            shelves.entry(&name.slug).or_insert_with(|| (&name.texts, Vec::new())).1.push(*card);
        };
        card.names.tags.iter().for_each(|tag| put(&mut tags, tag));
        card.names.series.iter().for_each(|name| put(&mut series, name));
    }
    let order = |card: &&'a Card| series_order(card.series_order, &card.date, &card.slug);
    series.values_mut().for_each(|(_, cards)| cards.sort_by(|a, b| order(a).cmp(&order(b))));
    let shelf = |make: fn(String) -> List| {
        move |(slug, (names, cards)): (&str, (&'a [String], Vec<&'a Card>))| Shelf {
            list: make(slug.to_owned()),
            names,
            cards,
        }
    };
    let all = Shelf { list: List::All, names: &site.catalogue.titles, cards: listed };
    let tags = tags.into_iter().map(shelf(List::Tag));
    std::iter::once(all).chain(tags).chain(series.into_iter().map(shelf(List::Series))).collect()
}

impl Shelf<'_> {
    /// Returns the addresses of its pages in variant `v`.
    pub(super) fn addresses(&self, site: &Site<'_>, v: usize) -> impl Iterator<Item = PageAddress> {
        (1..=self.n_pages(site)).map(move |n| PageAddress::List(v, self.list.clone(), n))
    }

    fn n_pages(&self, site: &Site<'_>) -> usize {
        self.cards.len().div_ceil(site.config.site.per_page.0).max(1)
    }

    fn name(&self, v: usize) -> &str {
        self.names.get(v).map_or("", String::as_str)
    }

    fn kind(&self) -> &'static str {
        match self.list {
            List::All => "all",
            List::Tag(_) => "tag",
            List::Series(_) => "series",
        }
    }

    /// The pages above it, and itself; nothing where there is none above.
    fn trail(&self, site: &Site<'_>, v: usize) -> Vec<Link> {
        let here = Link::here(self.name(v));
        match self.list {
            List::All => Vec::new(),
            List::Tag(_) => {
                vec![index_link(site, v), Link::to(site, &PageAddress::Tags(v), word(site, v, "tags")), here]
            }
            List::Series(_) => vec![index_link(site, v), here],
        }
    }

    /// What it is called on a page of variant `v`.
    fn title(&self, site: &Site<'_>, v: usize) -> String {
        match self.list {
            List::All => self.name(v).to_owned(),
            List::Tag(_) => format!("{}{}{}", word(site, v, "tags"), word(site, v, "colon"), self.name(v)),
            List::Series(_) => format!("{}{}{}", word(site, v, "series"), word(site, v, "colon"), self.name(v)),
        }
    }
}

pub(super) fn word<'a>(site: &'a Site<'_>, v: usize, key: &str) -> &'a str {
    site.words.get(v).and_then(|words| words.get(key)).map_or("", String::as_str)
}

/// Makes the pages that list articles, from cards, the newest first, and hands each to `put`.
///
/// Errors: `JZ702`, a template that cannot be filled; those of `put`.
pub(crate) fn site_pages<E: From<Diagnostic> + Send>(
    site: &Site<'_>,
    cards: &[Arc<Card>],
    put: impl Fn(Page) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let shelves = shelves(site, cards.iter().map(Arc::as_ref));
    let all: Vec<usize> = (0..site.config.variants.len()).collect();
    let mut lists = Vec::new();
    for (shelf, v) in all.iter().flat_map(|v| shelves.iter().map(move |shelf| (shelf, *v))) {
        let shown = all.get(v..=v).unwrap_or_default();
        let page = |n| ListPage { site, shelves: &shelves, shelf, v, shown, n };
        lists.extend(shelf.addresses(site, v).zip(1..).map(|(address, n)| (address, page(n))));
    }
    let made: Vec<Result<(), E>> =
        lists.par_iter().map(|(address, page)| page.make(address).map_err(E::from).and_then(&put)).collect();
    // The first failure in the order of the lists is told.
    made.into_iter().collect::<Result<(), E>>()?;
    for v in &all {
        tags_page(site, *v, &shelves)?.map_or(Ok(()), &put)?;
    }
    if let Some(shelf) = shelves.first() {
        put(ListPage { site, shelves: &shelves, shelf, v: 0, shown: &all, n: 1 }.make(&PageAddress::Home)?)?;
        all.iter().try_for_each(|v| put(search_page(site, *v, shelf)?))?;
    }
    let title = word(site, 0, "not_found_title").to_owned();
    let not_found =
        head(&PageAddress::NotFound, 0, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    put(fill(site, &PageAddress::NotFound, "404.html", &NotFoundPage { every: site.every(&not_found, 0) })?)
}

/// The `n`th page of a list, in words of variant `v`, each article in the variants `shown`.
struct ListPage<'a> {
    site: &'a Site<'a>,
    shelves: &'a [Shelf<'a>],
    shelf: &'a Shelf<'a>,
    v: usize,
    shown: &'a [usize],
    n: usize,
}

impl ListPage<'_> {
    fn make(&self, address: &PageAddress) -> Result<Page, Diagnostic> {
        let Self { site, shelf, v, n, .. } = *self;
        let cards = self.cards();
        let list_title = shelf.title(site, v);
        let page_name = word(site, v, "page_n").replace("{n}", &n.to_string());
        let title = if n > 1 { format!("{list_title}（{page_name}）") } else { list_title.clone() };
        let is_all = shelf.list == List::All;
        let description =
            description(site, if is_all { word(site, v, "site_editions") } else { shelf.name(v) }, v, cards);
        let page = head(address, v, site.config, site.catalogue, HeadText { title, description });
        let is_home = *address == PageAddress::Home;
        let has_tags = self.shelves.len() > 1;
        let list = ListView {
            title: list_title,
            kind: shelf.kind(),
            n_articles: shelf.cards.len(),
            tags: if has_tags { PageAddress::Tags(v).path(&site.config.variants) } else { String::new() },
            more: if is_home { self.more() } else { String::new() },
        };
        let view = IndexPage {
            every: site.every(&page, v),
            list,
            trail: shelf.trail(site, v),
            pages: if is_home { Pages::default() } else { self.pages() },
            cards: entries(self, cards),
        };
        fill(site, address, "index.html", &view)
    }

    fn cards(&self) -> &[&Card] {
        let per_page = self.site.config.site.per_page.0;
        self.shelf.cards.chunks(per_page).nth(self.n - 1).unwrap_or_default()
    }

    fn href(&self, n: usize) -> String {
        PageAddress::List(self.v, self.shelf.list.clone(), n).path(&self.site.config.variants)
    }

    /// Where the list goes on behind its first articles; empty when it is whole.
    fn more(&self) -> String {
        if self.shelf.n_pages(self.site) > 1 { self.href(2) } else { String::new() }
    }

    /// The first and last page and those beside this one are named, so that a page stays light whatever the list's length.
    fn pages(&self) -> Pages {
        let (n, last) = (self.n, self.shelf.n_pages(self.site));
        let is_named = |other: &usize| *other == 1 || *other == last || other.abs_diff(n) <= N_BESIDE;
        let named: Vec<usize> = (1..=last).filter(is_named).collect();
        let before = std::iter::once(0).chain(named.iter().copied());
        let number = |(other, before): (&usize, usize)| PageNumber {
            n: *other,
            label: word(self.site, self.v, "page_n").replace("{n}", &other.to_string()),
            href: self.href(*other),
            is_current: *other == n,
            follows_gap: other - before > 1,
        };
        let href = |other: usize| if (1..=last).contains(&other) { self.href(other) } else { String::new() };
        let numbers = if last > 1 { named.iter().zip(before).map(number).collect() } else { Vec::new() };
        Pages { previous: href(n - 1), next: href(n + 1), numbers }
    }
}

fn entries<'a>(page: &ListPage<'a>, cards: &[&'a Card]) -> Vec<Entry<'a>> {
    let ListPage { site, shelf, v, shown, n, .. } = *page;
    let before = (n - 1) * site.config.site.per_page.0;
    let nth = |i: usize| word(site, v, "nth_article").replace("{n}", &(before + i + 1).to_string());
    let entry = |(i, card): (usize, &&'a Card)| Entry {
        slug: &card.slug,
        nth: if matches!(shelf.list, List::Series(_)) { nth(i) } else { String::new() },
        author: text(&card.authors, v),
        date: &card.date,
        n_notes: card.n_notes,
        n_emendations: card.n_emendations,
        // A page of both scripts has no one script for them.
        tags: if let [_] = shown { tag_links(site, &card.names, v) } else { Vec::new() },
        lines: shown.iter().filter_map(|v| list_line(site, card, *v)).collect(),
    };
    cards.iter().enumerate().map(entry).collect()
}

/// Returns the links to the lists of an article's tags, in variant `v`.
pub(super) fn tag_links(site: &Site<'_>, names: &Names, v: usize) -> Vec<Link> {
    let page = |tag: &Name| PageAddress::List(v, List::Tag(tag.slug.clone()), 1);
    names.tags.iter().map(|tag| Link::to(site, &page(tag), text(&tag.texts, v))).collect()
}

fn text(texts: &[String], v: usize) -> &str {
    texts.get(v).map_or("", String::as_str)
}

/// The tags, and the series, each with the number of its articles; none when there is neither.
fn tags_page(site: &Site<'_>, v: usize, shelves: &[Shelf<'_>]) -> Result<Option<Page>, Diagnostic> {
    let links = |kind: &str| {
        let of_kind = shelves.iter().filter(|shelf| shelf.kind() == kind);
        let link = |shelf: &Shelf<'_>| Counted {
            link: Link::to(site, &PageAddress::List(v, shelf.list.clone(), 1), shelf.name(v)),
            n: shelf.cards.len(),
        };
        of_kind.map(link).collect::<Vec<_>>()
    };
    let (tags, series) = (links("tag"), links("series"));
    if tags.is_empty() && series.is_empty() {
        return Ok(None);
    }
    let address = PageAddress::Tags(v);
    let title = word(site, v, "tags").to_owned();
    let page = head(&address, v, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    let trail = vec![index_link(site, v), Link::here(word(site, v, "tags"))];
    fill(site, &address, "tags.html", &TagsPage { every: site.every(&page, v), trail, tags, series }).map(Some)
}

/// The page of search lists the newest articles for readers without scripts, and leads to the others.
fn search_page(site: &Site<'_>, v: usize, shelf: &Shelf<'_>) -> Result<Page, Diagnostic> {
    let address = PageAddress::Search(v);
    let title = word(site, v, "search").to_owned();
    let page = head(&address, v, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    let lists = ListPage { site, shelves: &[], shelf, v, shown: &[v], n: 1 };
    let (every, cards) = (site.every(&page, v), entries(&lists, lists.cards()));
    let view = SearchPage { every, cards, more: lists.more(), folders: search_folders(site, v) };
    fill(site, &address, "search.html", &view)
}

/// The folders of all variants, this page's first: where the script of the search page finds texts.
fn search_folders(site: &Site<'_>, v: usize) -> String {
    let variants = &site.config.variants;
    let others = variants.iter().enumerate().filter(|(i, _)| *i != v).map(|(_, variant)| variant);
    variants.get(v).into_iter().chain(others).map(|variant| variant.folder()).collect::<Vec<_>>().join(" ")
}

/// What a list called `name` holds: the titles of its first articles.
fn description(site: &Site<'_>, name: &str, v: usize, cards: &[&Card]) -> String {
    let titles: Vec<&str> =
        cards.iter().take(N_TITLES).filter_map(|card| card.names.titles.get(v)).map(String::as_str).collect();
    if titles.is_empty() { String::new() } else { format!("{name}{}{}", word(site, v, "colon"), titles.join("；")) }
}

fn list_line<'a>(site: &Site<'_>, card: &'a Card, v: usize) -> Option<Line<'a>> {
    let variant = site.config.variants.get(v)?;
    let href = PageAddress::Article(v, card.slug.clone(), PageKind::Article).path(&site.config.variants);
    let (title, summary) = (text(&card.names.titles, v), text(&card.summaries, v));
    Some(Line { href, lang: variant.script_tag(), title, summary })
}
