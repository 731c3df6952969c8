//! Joins the rooms. In: the texts of one article, settings, the engines. Out: its edition, its pages, its card, findings.
//! Knows no file system.
//!
//! 1. `read_edition`: parse → collate → annotate → script.
//! 2. `article_pages`: page → render, for every page of the article; `export` beside them. `published_books`: page → render →
//!    export, for its books.
//! 3. `site_pages`: the lists, from cards alone; `machine_pages`: feeds and sitemap, from cards and the entries that
//!    `feed_entries` made of the newest.

mod alone;
mod article;
mod citations;
mod exports;
mod feeds;
mod lists;
mod redirects;
mod search;
mod views;
mod ways;

use std::sync::Arc;

use serde::Serialize;
use tera::Value;

use crate::annotate::{Given, annotate};
use crate::bibliography::Extras;
use crate::cite::{Lines, Styles};
use crate::collate::{collate, read_record, too_many_places};
use crate::config::{Config, Interface};
use crate::diag::{Diagnostic, Error};
use crate::model::{
    Bibliography, Collation, Date, Document, Engines, Field, PageKind, Scripted, SharedGlossary, Sources, Status,
    Variant, Witness,
};
use crate::page::{
    Card, Catalogue, Column, Head, Names, PageAddress, Words, body_blocks, field_texts, has_sources, names, pair_blocks,
};
use crate::parse::{Input, add_history, parse, parse_names, read_claims};
use crate::render::{OwnWords, Pen, Templates, lang_attribute, load_words, write_blocks};
use crate::script::convert;
use crate::stages::{Stage, time};
pub use alone::EmptySite;
pub(crate) use article::{PictureFiles, article_pages, draw_book, published_books};
pub(crate) use citations::{CitedSite, edition_line, named_passage};
pub use exports::ExportFormat;
pub(crate) use exports::export;
pub(crate) use feeds::{N_ENTRIES, feed_entries, machine_pages};
pub(crate) use lists::site_pages;
pub(crate) use search::{SEARCH_FOLDER, passages, search_texts};
use views::{Every, Html};

pub use crate::page::{RevisionView, revision_views};

/// One article's texts.
#[derive(Debug, Clone, Copy)]
pub struct ArticleTexts<'a> {
    /// `index.md`.
    pub index: Input<'a>,
    /// `collation.yaml`: path and text.
    pub collation: Option<(&'a str, &'a str)>,
    /// `claims.yaml`: path and text.
    pub claims: Option<(&'a str, &'a str)>,
    /// `changes.yaml`: path and text.
    pub changes: Option<(&'a str, &'a str)>,
    /// The received text.
    pub witness: Option<&'a Witness>,
    /// What it can cite.
    pub sources: &'a Bibliography,
    /// The article's own `sources.yaml`, when there is one.
    pub own_sources: Option<&'a str>,
    /// Words with fixed forms for the whole site.
    pub glossary: &'a SharedGlossary,
    /// Whether sentences that can be checked and carry no note are looked for.
    pub seeks_unsourced: bool,
}

/// What pages are made with.
pub(crate) struct Site<'a> {
    pub(crate) config: &'a Config,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) templates: &'a Templates,
    /// Interface words of pages, one table a variant.
    pub(crate) words: &'a [Words],
    /// Words of exports, which are in the script of the variant.
    pub(crate) data_words: &'a [Words],
    /// Styles of citation, opened by the first source that is recorded.
    pub(crate) styles: &'a Styles,
    /// What is made once for all pages.
    pub(crate) once: &'a Once,
}

/// What is made once for all pages.
pub(crate) struct Once {
    /// Of the sources that articles share.
    lines: Lines,
    /// The same.
    extras: Extras,
    /// The interface words as templates see them, one table a variant.
    w: Vec<Value>,
}

impl Once {
    /// Returns `words` as templates see them, and places for what is made of `shared`.
    pub(crate) fn new(shared: &Sources, words: &[Words]) -> Self {
        let w = words.iter().map(Value::from_serializable).collect();
        Self { lines: Lines::new(shared), extras: Extras::new(shared), w }
    }
}

/// A page's path below the output folder, and its bytes.
pub type Page = (String, Vec<u8>);

/// Reads one article into its edition in all variants.
///
/// Errors: the engines' failure. An article that cannot be read at all gives findings and no edition.
pub fn read_edition(
    texts: &ArticleTexts<'_>,
    engines: Engines<'_>,
) -> Result<(Option<Scripted>, Vec<Diagnostic>), Error> {
    let (document, mut findings) = time(Stage::Parse, || parse(&texts.index));
    let collation = match texts.collation.map(|(path, text)| read_record(path, text)) {
        None => Some(Collation::default()),
        Some(Ok(collation)) => Some(collation),
        Some(Err(found)) => {
            findings.extend(found);
            None
        }
    };
    let (Some(document), Some(collation)) = (document, collation) else {
        return Ok((None, findings));
    };
    let (document, found) = match texts.changes {
        Some((path, text)) => add_history(document, path, text),
        None => (document, Vec::new()),
    };
    findings.extend(found);
    let (edition, found) = time(Stage::Collate, || collate(document, collation, texts.witness.cloned()));
    findings.extend(found);
    if let Some(finding) = too_many_places(&edition, &texts.index.config.limits) {
        findings.push(finding);
        return Ok((None, findings));
    }
    let lang = edition.document.front.lang;
    let (recorded, found) = texts.claims.map(|(path, text)| read_claims(path, text, lang)).unwrap_or_default();
    findings.extend(found);
    let config = texts.index.config;
    let ArticleTexts { sources, own_sources, seeks_unsourced, .. } = *texts;
    let given = Given { sources: sources.clone(), own_sources, recorded, config, seeks_unsourced };
    let (annotated, found) = time(Stage::Annotate, || annotate(edition, given));
    findings.extend(found);
    let (scripted, found) = time(Stage::Script, || convert(annotated, texts.glossary, config, engines))?;
    findings.extend(found);
    Ok((Some(scripted), findings))
}

/// Returns how an article's own pages will name it: its title, tags and series go the same way as in [`read_edition`].
///
/// Errors: the engines' failure. What is found is not reported; an article that cannot be read has no names.
pub(crate) fn read_names(texts: &ArticleTexts<'_>, engines: Engines<'_>) -> Result<Names, Error> {
    let config = texts.index.config;
    let Some(document) = parse_names(&texts.index) else { return Ok(Names::default()) };
    let collation = texts.collation.and_then(|(path, text)| read_record(path, text).ok()).unwrap_or_default();
    let (edition, _) = collate(document, collation, None);
    let (annotated, _) = annotate(edition, Given::nothing(config));
    let (scripted, _) = convert(annotated, texts.glossary, config, engines)?;
    Ok(names(&scripted, config))
}

/// Returns the HTML of an article's body in variant `v`, as its page holds it.
pub fn article_html(scripted: &Scripted, v: usize) -> String {
    let words = scripted.variants.get(v).map(|variant| script_words(*variant)).unwrap_or_default();
    let column = Column::new(scripted, v);
    write_blocks(&body_blocks(&column), &[&column], Pen::page(&words))
}

/// Returns the HTML of an article's body in the first two variants, side by side, as its page holds it.
pub fn parallel_html(scripted: &Scripted) -> String {
    let words = scripted.variants.first().map(|variant| script_words(*variant)).unwrap_or_default();
    let [left, right] = Column::pair(&Column::new(scripted, 0), &Column::new(scripted, 1));
    write_blocks(&pair_blocks(&left, &right), &[&left, &right], Pen::page(&words))
}

fn script_words(variant: Variant) -> Words {
    load_words(variant, Interface::ByScript, &OwnWords::default())
}

/// Returns what lists say of an article of these `names`.
pub(crate) fn card(scripted: &Scripted, names: Arc<Names>) -> Card {
    let document = &scripted.annotated.edition.document;
    let each = |text: &dyn Fn(usize) -> String| (0..scripted.variants.len()).map(text).collect::<Vec<_>>();
    let places = scripted.annotated.edition.leaves.iter().flat_map(|edited| &edited.places);
    Card {
        slug: document.front.slug.clone(),
        is_page: document.front.kind == PageKind::Page,
        is_draft: document.front.draft,
        changed: front_dates(document).1,
        has_sources: has_sources(&scripted.annotated),
        date: front_dates(document).0,
        names,
        series_order: document.front.series_order,
        summaries: each(&|v| field_texts(scripted, v, Field::Summary).concat()),
        authors: each(&|v| field_texts(scripted, v, Field::Author).join("、")),
        n_notes: scripted.annotated.claims.len(),
        n_emendations: places.filter(|place| place.status == Status::Accepted).count(),
    }
}

/// When an article was published and when it was changed last, as far as is known.
fn front_dates(document: &Document) -> (String, String) {
    let text = |date: Option<&Date>| date.map(ToString::to_string).unwrap_or_default();
    let front = &document.front;
    (text(front.date.as_ref()), text(front.updated.as_ref().or(front.date.as_ref())))
}

impl Site<'_> {
    /// What every template sees of `page`, shown in variant `v`.
    fn every<'v>(&'v self, page: &'v Head, v: usize) -> Every<'v> {
        let w = self.once.w.get(v).cloned().unwrap_or_else(Value::none);
        let ui = self.words.get(v).map(lang_attribute).unwrap_or_default();
        Every { page, w, ui: Html(ui) }
    }
}

fn fill(site: &Site<'_>, address: &PageAddress, template: &str, view: &impl Serialize) -> Result<Page, Diagnostic> {
    let path = address.path(&site.config.variants);
    let file = if path.ends_with(".html") { path } else { format!("{path}index.html") };
    Ok((file, site.templates.fill(template, view)?))
}
