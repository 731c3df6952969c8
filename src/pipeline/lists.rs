//! Pages that list articles, from their cards alone.

use super::views::{IndexPage, NotFoundPage, SearchPage};
use super::{Page, Site, fill};
use crate::diag::Diagnostic;
use crate::model::PageKind;
use crate::page::{Card, HeadText, PageAddress, head};

/// How many titles say what a list holds.
const N_TITLES: usize = 5;

/// One entry of a list: the same article in one variant or all.
#[derive(serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Entry<'a> {
    /// Its name in addresses.
    slug: &'a str,
    /// Its authors, or empty.
    author: &'a str,
    /// The date of publication, or empty.
    date: &'a str,
    /// How many notes it has.
    n_notes: usize,
    /// How many places were emended.
    n_emendations: usize,
    /// Title and summary, one line a variant that the list shows.
    lines: Vec<Line<'a>>,
}

/// An article of a list, in one variant.
#[derive(serde::Serialize)]
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

/// Makes the pages that list articles, from cards, the newest first.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(crate) fn site_pages(site: &Site<'_>, cards: &[Card]) -> Result<Vec<Page>, Diagnostic> {
    let mut listed: Vec<&Card> = cards.iter().filter(|card| !card.is_page).collect();
    listed.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.slug.cmp(&b.slug)));
    let all: Vec<usize> = (0..site.config.variants.len()).collect();
    let mut pages = vec![index_page(site, &PageAddress::Home, 0, &all, &listed)?];
    for v in &all {
        pages.push(index_page(site, &PageAddress::Index(*v), *v, &[*v], &listed)?);
        pages.push(index_page(site, &PageAddress::Search(*v), *v, &[*v], &listed)?);
    }
    let title = site.words.first().and_then(|words| words.get("not_found_title")).cloned().unwrap_or_default();
    let not_found =
        head(&PageAddress::NotFound, 0, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    pages.push(fill(site, &PageAddress::NotFound, "404.html", &NotFoundPage { every: site.every(&not_found, 0) })?);
    Ok(pages)
}

fn index_page(
    site: &Site<'_>,
    address: &PageAddress,
    v: usize,
    shown: &[usize],
    cards: &[&Card],
) -> Result<Page, Diagnostic> {
    let is_search = *address == PageAddress::Search(v);
    let title = if is_search {
        site.words.get(v).and_then(|words| words.get("search")).cloned().unwrap_or_default()
    } else {
        site.catalogue.titles.get(v).cloned().unwrap_or_default()
    };
    let description = if is_search { String::new() } else { description(site, v, cards) };
    let page = head(address, v, site.config, site.catalogue, HeadText { title, description });
    let text = |texts: &'_ [String], v: usize| -> String { texts.get(v).cloned().unwrap_or_default() };
    let texts: Vec<(String, Vec<(String, String)>)> = cards
        .iter()
        .map(|card| {
            (
                text(&card.authors, v),
                shown.iter().map(|v| (text(&card.titles, *v), text(&card.summaries, *v))).collect(),
            )
        })
        .collect();
    let cards: Vec<Entry<'_>> = cards
        .iter()
        .zip(&texts)
        .map(|(card, (author, lines))| Entry {
            slug: &card.slug,
            author,
            date: &card.date,
            n_notes: card.n_notes,
            n_emendations: card.n_emendations,
            lines: shown.iter().zip(lines).filter_map(|(v, line)| list_line(site, card, *v, line)).collect(),
        })
        .collect();
    let list = IndexPage { every: site.every(&page, v), cards };
    if is_search {
        return fill(site, address, "search.html", &SearchPage { list, folders: search_folders(site, v) });
    }
    fill(site, address, "index.html", &list)
}

/// The folders of all variants, this page's first: where the script of the search page finds texts.
fn search_folders(site: &Site<'_>, v: usize) -> String {
    let variants = &site.config.variants;
    let others = variants.iter().enumerate().filter(|(i, _)| *i != v).map(|(_, variant)| variant);
    variants.get(v).into_iter().chain(others).map(|variant| variant.folder()).collect::<Vec<_>>().join(" ")
}

/// What the list holds: the titles of its first articles.
fn description(site: &Site<'_>, v: usize, cards: &[&Card]) -> String {
    let titles: Vec<&str> =
        cards.iter().take(N_TITLES).filter_map(|card| card.titles.get(v)).map(String::as_str).collect();
    let word = |key: &str| site.words.get(v).and_then(|words| words.get(key)).map_or("", String::as_str);
    let said = format!("{}{}", word("site_editions"), word("colon"));
    if titles.is_empty() { String::new() } else { said + &titles.join("；") }
}

fn list_line<'a>(site: &Site<'_>, card: &Card, v: usize, (title, summary): &'a (String, String)) -> Option<Line<'a>> {
    let variant = site.config.variants.get(v)?;
    let href = PageAddress::Article(v, card.slug.clone(), PageKind::Article).path(&site.config.variants);
    Some(Line { href, lang: variant.script_tag(), title, summary })
}
