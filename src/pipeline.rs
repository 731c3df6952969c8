//! Joins the rooms. In: the texts of one article, settings, the engine. Out: its edition, its pages, its card, findings.
//! Knows no file system.
//!
//! 1. `read_edition`: parse → collate → annotate → script.
//! 2. `article_pages`: page → render, for every page of the article.
//! 3. `site_pages`: the lists, from cards alone.

use tera::{Context, Value};

use crate::annotate::annotate;
use crate::collate::{collate, read_record};
use crate::config::Config;
use crate::diag::{Diagnostic, Error};
use crate::model::{
    Collation, Convert, Field, Forms, PageKind, Scripted, Sources, Status, Witness, WitnessPublication,
};
use crate::page::{
    Card, Catalogue, Column, Head, HeadText, NoteView, PageAddress, Words, apparatus, body_blocks, edition_json,
    field_texts, head, leaf_text, note_views, pair_blocks, source_views, title_nodes,
};
use crate::parse::{Input, add_history, parse};
use crate::render::{Templates, load_words, write_blocks, write_nodes, write_notes};
use crate::script::convert;

pub use crate::page::{RevisionView, revision_views};

/// One article's texts.
#[derive(Debug, Clone, Copy)]
pub struct ArticleTexts<'a> {
    /// `index.md`.
    pub index: Input<'a>,
    /// `collation.yaml`: path and text.
    pub collation: Option<(&'a str, &'a str)>,
    /// `changes.yaml`: path and text.
    pub changes: Option<(&'a str, &'a str)>,
    /// The received text.
    pub witness: Option<&'a Witness>,
    /// The article's sources before the shared ones.
    pub sources: &'a Sources,
    /// The article's own `sources.yaml`, when there is one.
    pub own_sources: Option<&'a str>,
    /// Words with fixed forms for the whole site.
    pub glossary: &'a [(String, Forms)],
}

/// What pages are made with.
pub(crate) struct Site<'a> {
    pub(crate) config: &'a Config,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) templates: &'a Templates,
    /// Interface words, one table a variant.
    pub(crate) words: &'a [Words],
}

/// A page's path below the output folder, and its bytes.
pub(crate) type Page = (String, Vec<u8>);

/// Reads one article into its edition in all variants.
///
/// Errors: the engine's failure. An article that cannot be read at all gives findings and no edition.
pub fn read_edition(
    texts: &ArticleTexts<'_>,
    engine: &dyn Convert,
) -> Result<(Option<Scripted>, Vec<Diagnostic>), Error> {
    let (document, mut findings) = parse(&texts.index);
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
    let (edition, found) = collate(document, collation, texts.witness.cloned());
    findings.extend(found);
    let (annotated, found) = annotate(edition, texts.sources.clone(), texts.own_sources, texts.index.config);
    findings.extend(found);
    let (scripted, found) = convert(annotated, texts.glossary, texts.index.config, engine)?;
    findings.extend(found);
    Ok((Some(scripted), findings))
}

/// Makes all pages of one article.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(crate) fn article_pages(site: &Site<'_>, scripted: &Scripted) -> Result<Vec<Page>, Diagnostic> {
    let front = &scripted.annotated.edition.document.front;
    let columns: Vec<Column<'_>> = (0..scripted.variants.len()).map(|v| Column::new(scripted, v, "")).collect();
    let mut pages = Vec::new();
    for (v, column) in columns.iter().enumerate() {
        pages.push(single_page(site, scripted, v, column)?);
        let sources = source_views(scripted, v);
        if !sources.is_empty() {
            pages.push(sources_page(site, scripted, v, &sources)?);
        }
    }
    pages.push(parallel_page(site, scripted)?);
    if let Some(page) = original_page(site, scripted)? {
        pages.push(page);
    }
    if front.kind == PageKind::Article {
        pages.push((format!("data/{}/edition.json", front.slug), edition_json(scripted).into_bytes()));
    }
    Ok(pages)
}

/// Returns the HTML of an article's body in variant `v`, as its page holds it.
pub fn article_html(scripted: &Scripted, v: usize) -> String {
    let words = scripted.variants.get(v).map(|variant| load_words(*variant)).unwrap_or_default();
    let column = Column::new(scripted, v, "");
    write_blocks(&body_blocks(&column), &[&column], &words)
}

/// Returns the HTML of an article's body in the first two variants, side by side, as its page holds it.
pub fn parallel_html(scripted: &Scripted) -> String {
    let words = scripted.variants.first().map(|variant| load_words(*variant)).unwrap_or_default();
    let (left, right) = (Column::new(scripted, 0, ""), Column::new(scripted, 1, "_s"));
    write_blocks(&pair_blocks(&left, &right), &[&left, &right], &words)
}

/// What the head of an article shows beside its text.
#[derive(serde::Serialize)]
struct ArticleView {
    slug: String,
    is_page: bool,
    subtitle: String,
    summary: String,
    meta: Vec<MetaRow>,
    has_shown_emendations: bool,
    has_original: bool,
    n_sources: usize,
}

#[derive(serde::Serialize)]
struct MetaRow {
    key: &'static str,
    value: String,
}

fn article_view(scripted: &Scripted, v: usize, words: &Words) -> ArticleView {
    let annotated = &scripted.annotated;
    let front = &annotated.edition.document.front;
    let field = |field| field_texts(scripted, v, field).join("、");
    let word = |key: &str| words.get(key).map_or("", String::as_str);
    let places = || annotated.edition.leaves.iter().flat_map(|edited| &edited.places);
    let n_emendations = places().filter(|place| place.status == Status::Accepted).count();
    let count = |n: usize, unit: &str| {
        if n == 0 { String::new() } else { format!("{n} {}", word(unit)) }
    };
    let rows = [
        ("author", field(Field::Author)),
        ("editor", field(Field::Editor)),
        ("edition", field(Field::Edition)),
        ("date", front.date.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("updated", front.updated.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("license", field(Field::License)),
        ("tags", field(Field::Tag)),
        ("notes", count(annotated.claims.len(), "")),
        ("sources", count(annotated.uses.len(), "")),
        ("emendations", count(n_emendations, "unit_places")),
    ];
    ArticleView {
        slug: front.slug.clone(),
        is_page: front.kind == PageKind::Page,
        subtitle: field(Field::Subtitle),
        summary: field(Field::Summary),
        meta: rows
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| MetaRow { key, value })
            .collect(),
        has_shown_emendations: places().any(|place| matches!(place.status, Status::Accepted | Status::Doubtful)),
        has_original: has_original(scripted),
        n_sources: source_views(scripted, v).len(),
    }
}

fn has_original(scripted: &Scripted) -> bool {
    let edition = &scripted.annotated.edition;
    edition.witness.is_some() && edition.document.front.witness == WitnessPublication::Full
}

fn page_context(site: &Site<'_>, page: &Head, v: usize) -> Context {
    let mut context = Context::new();
    context.insert("page", page);
    context.insert("w", site.words.get(v).unwrap_or(&Words::new()));
    context
}

fn insert_html(context: &mut Context, key: &'static str, html: &str) {
    context.insert_value(key, Value::safe_string(html));
}

/// The head of an article's page, with title and summary in the variant shown.
fn article_head(site: &Site<'_>, scripted: &Scripted, address: &PageAddress, v: usize) -> Head {
    let title = leaf_text(scripted, v, scripted.annotated.edition.document.title);
    let summary = field_texts(scripted, v, Field::Summary).concat();
    head(address, v, site.config, site.catalogue, HeadText { title, description: summary })
}

fn fill(site: &Site<'_>, address: &PageAddress, template: &str, context: &Context) -> Result<Page, Diagnostic> {
    let path = address.path(&site.config.variants);
    let file = if path.ends_with(".html") { path } else { format!("{path}index.html") };
    Ok((file, site.templates.fill(template, context)?))
}

fn single_page(site: &Site<'_>, scripted: &Scripted, v: usize, column: &Column<'_>) -> Result<Page, Diagnostic> {
    let front = &scripted.annotated.edition.document.front;
    let none = Words::new();
    let words = site.words.get(v).unwrap_or(&none);
    let address = PageAddress::Article(v, front.slug.clone(), front.kind);
    let mut context = page_context(site, &article_head(site, scripted, &address, v), v);
    context.insert("article", &article_view(scripted, v, words));
    insert_html(&mut context, "title_html", &write_nodes(&title_nodes(column), column, words));
    insert_html(&mut context, "body_html", &write_blocks(&body_blocks(column), &[column], words));
    let notes = note_views(scripted, &[(column, "", "", None)]);
    insert_html(&mut context, "notes_html", &write_notes(&notes, &[column], words));
    insert_apparatus(&mut context, scripted, v);
    fill(site, &address, "article.html", &context)
}

fn insert_apparatus(context: &mut Context, scripted: &Scripted, v: usize) {
    context.insert("rules", &apparatus(scripted, v));
    context.insert("own_lang", scripted.annotated.edition.document.front.lang.script_tag());
}

fn parallel_page(site: &Site<'_>, scripted: &Scripted) -> Result<Page, Diagnostic> {
    let front = &scripted.annotated.edition.document.front;
    let none = Words::new();
    let words = site.words.first().unwrap_or(&none);
    let address = PageAddress::Parallel(front.slug.clone(), front.kind);
    let left = Column::new(scripted, 0, "");
    let right = Column::new(scripted, 1, "_s");
    let columns = [&left, &right];
    let tag = |v: usize| scripted.variants.get(v).map_or("zh-Hant", |variant| variant.script_tag());
    let sign = |v: usize| if tag(v) == "zh-Hans" { "简" } else { "繁" };
    let mut context = page_context(site, &article_head(site, scripted, &address, 0), 0);
    context.insert("article", &article_view(scripted, 0, words));
    let title = format!(
        "<span lang=\"{}\">{}</span><span lang=\"{}\" id=\"title_s\">{}</span>",
        tag(0),
        write_nodes(&title_nodes(&left), &left, words),
        tag(1),
        write_nodes(&title_nodes(&right), &right, words)
    );
    insert_html(&mut context, "title_html", &title);
    insert_html(&mut context, "body_html", &write_blocks(&pair_blocks(&left, &right), &columns, words));
    let notes: Vec<NoteView> =
        note_views(scripted, &[(&left, "", sign(0), Some(tag(0))), (&right, "_s", sign(1), Some(tag(1)))]);
    insert_html(&mut context, "notes_html", &write_notes(&notes, &columns, words));
    insert_apparatus(&mut context, scripted, 0);
    fill(site, &address, "parallel.html", &context)
}

fn sources_page(
    site: &Site<'_>,
    scripted: &Scripted,
    v: usize,
    sources: &[crate::page::SourceView],
) -> Result<Page, Diagnostic> {
    let front = &scripted.annotated.edition.document.front;
    let address = PageAddress::Sources(v, front.slug.clone());
    let mut context = page_context(site, &article_head(site, scripted, &address, v), v);
    context.insert("sources", sources);
    fill(site, &address, "sources.html", &context)
}

fn original_page(site: &Site<'_>, scripted: &Scripted) -> Result<Option<Page>, Diagnostic> {
    let edition = &scripted.annotated.edition;
    let Some(witness) = edition.witness.as_ref().filter(|_| has_original(scripted)) else {
        return Ok(None);
    };
    let own = edition.document.front.lang;
    let v = scripted.variants.iter().position(|variant| variant.script == own.script).unwrap_or(0);
    let address = PageAddress::Original(edition.document.front.slug.clone());
    let mut context = page_context(site, &article_head(site, scripted, &address, v), v);
    context.insert("witness", &witness.text);
    context.insert("sha256", &witness.sha256);
    context.insert("slug", &edition.document.front.slug);
    context.insert("own_lang", own.script_tag());
    fill(site, &address, "original.html", &context).map(Some)
}

/// Returns what lists say of an article.
pub(crate) fn card(scripted: &Scripted) -> Card {
    let document = &scripted.annotated.edition.document;
    let each = |text: &dyn Fn(usize) -> String| (0..scripted.variants.len()).map(text).collect::<Vec<_>>();
    let places = scripted.annotated.edition.leaves.iter().flat_map(|edited| &edited.places);
    Card {
        slug: document.front.slug.clone(),
        is_page: document.front.kind == PageKind::Page,
        date: document.front.date.as_ref().map(ToString::to_string).unwrap_or_default(),
        titles: each(&|v| leaf_text(scripted, v, document.title)),
        summaries: each(&|v| field_texts(scripted, v, Field::Summary).concat()),
        authors: each(&|v| field_texts(scripted, v, Field::Author).join("、")),
        n_notes: scripted.annotated.claims.len(),
        n_emendations: places.filter(|place| place.status == Status::Accepted).count(),
    }
}

/// One entry of a list: the same article in one variant or all.
#[derive(serde::Serialize)]
struct Entry<'a> {
    slug: &'a str,
    author: &'a str,
    date: &'a str,
    n_notes: usize,
    n_emendations: usize,
    lines: Vec<Line<'a>>,
}

#[derive(serde::Serialize)]
struct Line<'a> {
    href: String,
    lang: &'static str,
    title: &'a str,
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
    }
    let title = site.words.first().and_then(|words| words.get("not_found_title")).cloned().unwrap_or_default();
    let not_found =
        head(&PageAddress::NotFound, 0, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    pages.push(fill(site, &PageAddress::NotFound, "404.html", &page_context(site, &not_found, 0))?);
    Ok(pages)
}

fn index_page(
    site: &Site<'_>,
    address: &PageAddress,
    v: usize,
    shown: &[usize],
    cards: &[&Card],
) -> Result<Page, Diagnostic> {
    let title = site.catalogue.titles.get(v).cloned().unwrap_or_default();
    let mut context = page_context(
        site,
        &head(address, v, site.config, site.catalogue, HeadText { title, ..HeadText::default() }),
        v,
    );
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
    let entries: Vec<Entry<'_>> = cards
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
    context.insert("cards", &entries);
    fill(site, address, "index.html", &context)
}

fn list_line<'a>(site: &Site<'_>, card: &Card, v: usize, (title, summary): &'a (String, String)) -> Option<Line<'a>> {
    let variant = site.config.variants.get(v)?;
    let href = PageAddress::Article(v, card.slug.clone(), PageKind::Article).path(&site.config.variants);
    Some(Line { href, lang: variant.script_tag(), title, summary })
}
