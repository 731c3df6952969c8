//! What machines read of the site: feeds, sitemaps, robots.txt. None of it without the address that the site will have.

use std::sync::Arc;

use super::lists::{Shelf, shelves};
use super::views::{FeedNotes, Html};
use super::{Page, Site, front_dates};
use crate::diag::Diagnostic;
use crate::export::{Address, Entry, Feed, write_feed, write_sitemaps};
use crate::model::{Field, PageKind, Scripted};
use crate::page::{
    Card, Column, HeadText, PageAddress, PageColumn, body_blocks, feed_path, field_texts, head, leaf_text, note_views,
    source_views,
};
use crate::render::{NotesPage, Pen, make_absolute, write_blocks, write_notes};

/// How many editions a feed has at most.
pub(crate) const N_ENTRIES: usize = 20;

/// Returns an article's entries in feeds, one a variant; none without a date or the site's address.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(crate) fn feed_entries(site: &Site<'_>, scripted: &Scripted) -> Result<Vec<Entry>, Diagnostic> {
    let document = &scripted.annotated.edition.document;
    let (published, updated) = front_dates(document);
    let Some(base) = site.config.base_url.as_ref().filter(|_| !updated.is_empty()) else {
        return Ok(Vec::new());
    };
    let front = &document.front;
    let address_of = |v: usize, slug: &str| {
        let page = PageAddress::Article(v, slug.to_owned(), PageKind::Article);
        format!("{base}{}", page.path(&site.config.variants))
    };
    let entry = |v: usize| {
        let (first, address) = (front.aliases.first().unwrap_or(&front.slug), address_of(v, &front.slug));
        Ok(Entry {
            id: address_of(v, first),
            title: leaf_text(scripted, v, document.title),
            authors: field_texts(scripted, v, Field::Author),
            summary: field_texts(scripted, v, Field::Summary).concat(),
            published: published.clone(),
            updated: updated.clone(),
            html: make_absolute(&article_text(site, scripted, v)?, &address),
            address,
        })
    };
    (0..scripted.variants.len()).map(entry).collect()
}

/// The text and the notes, as the article's page has them: a note says there what is known of its claim.
fn article_text(site: &Site<'_>, scripted: &Scripted, v: usize) -> Result<String, Diagnostic> {
    let column = Column::new(scripted, v);
    let words = site.words.get(v).cloned().unwrap_or_default();
    let body = write_blocks(&body_blocks(&column), &[&column], Pen::page(&words));
    let page = [PageColumn { column: &column, sign: "", lang: None }];
    let sources = source_views(scripted, v);
    let notes = note_views(scripted, &page, &sources);
    let notes_page = NotesPage { columns: &[&column], pens: &[Pen::page(&words)], sources: "sources/", report: "" };
    let front = &scripted.annotated.edition.document.front;
    let title = leaf_text(scripted, v, scripted.annotated.edition.document.title);
    let address = PageAddress::Article(v, front.slug.clone(), front.kind);
    let head = head(&address, v, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    let view = FeedNotes { every: site.every(&head, v), notes_html: Html(write_notes(&notes, &notes_page)) };
    let notes = site.templates.fill("notes.html", &view)?;
    Ok(body + &String::from_utf8_lossy(&notes))
}

/// Makes the feeds, the sitemap and robots.txt, and hands each to `put`; nothing without the address that the site will have.
///
/// Shape: `entries` are those of the newest articles, each with one a variant.
/// Errors: those of `put`.
pub(crate) fn machine_pages<E>(
    site: &Site<'_>,
    cards: &[Arc<Card>],
    mut entries: Vec<Vec<Entry>>,
    put: impl Fn(Page) -> Result<(), E>,
) -> Result<(), E> {
    let Some(base) = &site.config.base_url else {
        return Ok(());
    };
    let put = |(path, text): (String, String)| put((path, text.into_bytes()));
    put(("robots.txt".to_owned(), format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")))?;
    let n = cards.len() * (2 * site.config.variants.len() + 1);
    let shelves = shelves(site, cards.iter().map(Arc::as_ref).filter(|card| !card.is_draft));
    write_sitemaps(base, (addresses(site, &shelves, cards), n), put)?;
    entries.sort_by(|a, b| newest_first(a).cmp(&newest_first(b)));
    if !entries.is_empty() {
        (0..site.config.variants.len()).try_for_each(|v| put(feed(site, base, &entries, v)))?;
    }
    Ok(())
}

fn newest_first(entries: &[Entry]) -> Option<(std::cmp::Reverse<&str>, &str)> {
    entries.first().map(|entry| (std::cmp::Reverse(entry.updated.as_str()), entry.address.as_str()))
}

fn feed(site: &Site<'_>, base: &str, entries: &[Vec<Entry>], v: usize) -> (String, String) {
    let index = PageAddress::index(v).path(&site.config.variants);
    let path = feed_path(&index);
    let title = site.catalogue.titles.get(v).cloned().unwrap_or_default();
    let feed = Feed {
        lang: site.config.variants.get(v).map_or("zh-Hant", |variant| variant.tag()),
        author: title.clone(),
        title,
        page: format!("{base}{index}"),
        address: format!("{base}{path}"),
    };
    let of_variant: Vec<&Entry> = entries.iter().filter_map(|entry| entry.get(v)).collect();
    (path, write_feed(&feed, &of_variant))
}

/// All pages that may be found: no draft, not the original, which robots are told not to list.
fn addresses<'a>(
    site: &'a Site<'_>,
    shelves: &'a [Shelf<'_>],
    cards: &'a [Arc<Card>],
) -> impl Iterator<Item = Address> + 'a {
    let variants = &site.config.variants;
    let each = || 0..variants.len();
    let lists = shelves.iter().flat_map(move |shelf| each().flat_map(move |v| shelf.addresses(site, v)));
    let tags = each().filter(|_| shelves.len() > 1).map(PageAddress::Tags);
    let lists = std::iter::once(PageAddress::Home).chain(lists).chain(tags).map(|page| (page, ""));
    let articles = cards.iter().filter(|card| !card.is_draft).flat_map(move |card| {
        let kind = if card.is_page { PageKind::Page } else { PageKind::Article };
        let parallel = PageAddress::Parallel(card.slug.clone(), kind);
        let sources = each().filter(|_| card.has_sources).map(|v| PageAddress::Sources(v, card.slug.clone()));
        let articles = each().map(|v| PageAddress::Article(v, card.slug.clone(), kind)).chain([parallel]);
        articles.chain(sources).map(|page| (page, card.changed.as_str())).collect::<Vec<_>>()
    });
    let base = site.config.base_url.as_deref().unwrap_or_default();
    let address = move |page: &PageAddress| format!("{base}{}", page.path(variants));
    lists.chain(articles).map(move |(page, changed)| Address {
        url: address(&page),
        changed: changed.to_owned(),
        alternates: page.alternates(variants).iter().map(|(tag, page)| (tag.clone(), address(page))).collect(),
    })
}
