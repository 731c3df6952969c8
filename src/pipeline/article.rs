//! All pages of one article, from parts made once, and its books.

mod book;

use tera::Context;

use super::citations::{edition_citations, recorded, source_citations};
use super::exports::published;
use super::redirects::redirects;
use super::{Page, Site, fill, insert_html, page_context};
use crate::diag::Diagnostic;
use crate::export;
use crate::model::{Field, PageKind, SafeUrl, Scripted, Status, WitnessPublication};
use crate::page::{
    Column, Head, HeadText, Overview, PageAddress, PageColumn, SourceView, SourceViews, Words, apparatus, body_blocks,
    book_names, edition_json, field_texts, glossary_views, head, leaf_text, ledger, note_views, overview, own_variant,
    pair_blocks, revision_views, source_views, title_nodes,
};
use crate::render::{NotesPage, Pen, write_blocks, write_ledger, write_nodes, write_notes};
use crate::stages::{Stage, time};
pub(crate) use book::{PictureFiles, draw_book, published_books};

/// Makes all pages of one article.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(crate) fn article_pages(site: &Site<'_>, scripted: &Scripted) -> Result<Vec<Page>, Diagnostic> {
    let article = Article::new(site, scripted);
    let front = &scripted.annotated.edition.document.front;
    let sides: Vec<Side<'_>> = site.words.iter().enumerate().map(|(v, words)| Side::new(scripted, v, words)).collect();
    let mut pages = redirects(site, scripted)?;
    for side in &sides {
        pages.push(article.single_page(side)?);
        if !side.sources.0.is_empty() {
            pages.push(article.sources_page(side)?);
        }
    }
    if let [left, right, ..] = sides.as_slice() {
        pages.push(article.parallel_page(left, right)?);
    }
    if let Some((side, true)) = sides.get(own_variant(scripted)).zip(Some(article.has_original())) {
        pages.push(article.original_page(side)?);
    }
    if let Some(first) = sides.first().filter(|_| front.kind == PageKind::Article) {
        let json = time(Stage::Export, || edition_json(scripted, &first.sources));
        pages.push((format!("data/{}/edition.json", front.slug), json.into_bytes()));
        let exports = time(Stage::Export, || published(site, scripted, article.is_citable(first)));
        pages
            .extend(exports.into_iter().map(|(name, text)| (format!("data/{}/{name}", front.slug), text.into_bytes())));
    }
    Ok(pages)
}

/// One variant of an article.
struct Side<'a> {
    v: usize,
    column: Column<'a>,
    sources: SourceViews,
    words: &'a Words,
}

impl<'a> Side<'a> {
    fn new(scripted: &'a Scripted, v: usize, words: &'a Words) -> Self {
        Self { v, column: Column::single(scripted, v), sources: source_views(scripted, v), words }
    }
}

/// What the head of an article shows beside its text.
#[derive(serde::Serialize)]
struct ArticleView<'a> {
    slug: &'a str,
    is_page: bool,
    /// Subtitle and summary, one a column.
    sides: Vec<SideView>,
    meta: Vec<MetaRow>,
    has_shown_emendations: bool,
    has_original: bool,
    is_citable: bool,
    n_sources: usize,
    /// Whether notes stand beside the text where the page is wide.
    has_notes_beside: bool,
    /// The path of the book of the same columns, or empty.
    book: String,
    overview: &'a Overview,
}

#[derive(serde::Serialize)]
struct SideView {
    lang: &'static str,
    subtitle: String,
    summary: String,
}

#[derive(serde::Serialize)]
struct MetaRow {
    key: &'static str,
    value: String,
}

struct Article<'a> {
    site: &'a Site<'a>,
    scripted: &'a Scripted,
    overview: Overview,
}

impl<'a> Article<'a> {
    fn new(site: &'a Site<'a>, scripted: &'a Scripted) -> Self {
        Self { site, scripted, overview: overview(&scripted.annotated) }
    }

    fn slug(&self) -> String {
        self.scripted.annotated.edition.document.front.slug.clone()
    }

    fn view(&self, sides: &[&Side<'_>]) -> ArticleView<'_> {
        let front = &self.scripted.annotated.edition.document.front;
        let places = self.scripted.annotated.edition.leaves.iter().flat_map(|edited| &edited.places);
        let field = |side: &Side<'_>, field| field_texts(self.scripted, side.v, field).join("、");
        ArticleView {
            slug: &front.slug,
            is_page: front.kind == PageKind::Page,
            sides: sides
                .iter()
                .map(|side| SideView {
                    lang: side.column.lang(),
                    subtitle: field(side, Field::Subtitle),
                    summary: field(side, Field::Summary),
                })
                .collect(),
            meta: sides.first().map(|side| self.meta(side)).unwrap_or_default(),
            has_shown_emendations: places
                .into_iter()
                .any(|place| matches!(place.status, Status::Accepted | Status::Doubtful)),
            has_original: self.has_original(),
            is_citable: sides.first().is_some_and(|side| self.is_citable(side)),
            n_sources: sides.first().map_or(0, |side| side.sources.0.len()),
            has_notes_beside: matches!(sides, [side] if side.column.has_notes_beside()),
            book: self.book_path(sides).unwrap_or_default(),
            overview: &self.overview,
        }
    }

    fn book_path(&self, sides: &[&Side<'_>]) -> Option<String> {
        let front = &self.scripted.annotated.edition.document.front;
        let has_books = self.site.config.build.epub && front.kind == PageKind::Article;
        let shown: Vec<usize> = sides.iter().map(|side| side.v).collect();
        let names = book_names(&self.scripted.variants).into_iter().filter(|_| has_books);
        names.into_iter().find(|name| name.columns == shown).map(|name| name.path(&front.slug))
    }

    fn meta(&self, side: &Side<'_>) -> Vec<MetaRow> {
        let annotated = &self.scripted.annotated;
        let front = &annotated.edition.document.front;
        let field = |field| field_texts(self.scripted, side.v, field).join("、");
        let unit = |key: &str| side.words.get(key).map_or("", String::as_str);
        let places = annotated.edition.leaves.iter().flat_map(|edited| &edited.places);
        let n_emendations = places.filter(|place| place.status == Status::Accepted).count();
        let count = |n: usize, unit: &str| match n {
            0 => String::new(),
            n => format!("{n} {unit}").trim_end().to_owned(),
        };
        // The box of verdicts has these figures.
        let is_counted = self.overview.has_verdicts;
        let rows = [
            ("author", field(Field::Author)),
            ("editor", field(Field::Editor)),
            ("edition", field(Field::Edition)),
            ("date", front.date.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("updated", front.updated.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("license", field(Field::License)),
            ("tags", field(Field::Tag)),
            ("notes", count(if is_counted { 0 } else { annotated.claims.len() }, "")),
            ("sources", count(if is_counted { 0 } else { annotated.uses.len() }, "")),
            ("emendations", count(n_emendations, unit("unit_places"))),
        ];
        let shown = rows.into_iter().filter(|(_, value)| !value.is_empty());
        shown.map(|(key, value)| MetaRow { key, value }).collect()
    }

    /// An article of plain links is spared the styles of citation, which cost more than its pages.
    fn is_citable(&self, side: &Side<'_>) -> bool {
        let front = &self.scripted.annotated.edition.document.front;
        front.kind == PageKind::Article && recorded(self.scripted, &side.sources).next().is_some()
    }

    fn has_original(&self) -> bool {
        let edition = &self.scripted.annotated.edition;
        edition.witness.is_some() && edition.document.front.witness == WitnessPublication::Full
    }

    /// The head of a page, shown in variant `v`.
    fn head(&self, address: &PageAddress, v: usize) -> Head {
        let title = leaf_text(self.scripted, v, self.scripted.annotated.edition.document.title);
        let description = field_texts(self.scripted, v, Field::Summary).concat();
        head(address, v, self.site.config, self.site.catalogue, HeadText { title, description })
    }

    /// What every page of an article is filled with; `page` is the head of the first side.
    fn context(&self, page: &Head, sides: &[&Side<'_>]) -> Context {
        let document = &self.scripted.annotated.edition.document;
        let mut context = page_context(self.site, page, sides.first().map_or(0, |side| side.v));
        context.insert("article", &self.view(sides));
        context.insert("own_lang", document.front.lang.script_tag());
        let columns: Vec<usize> = sides.iter().map(|side| side.v).collect();
        context.insert("glossary", &glossary_views(self.scripted, &columns));
        context
    }

    /// What stands behind the text: apparatus and history, in variant `v`.
    fn insert_ends(&self, context: &mut Context, v: usize) {
        context.insert("rules", &apparatus(self.scripted, v));
        context.insert("history", &revision_views(self.scripted, v));
    }

    /// Where errors are reported, when the site says so.
    fn contact(&self) -> &str {
        self.site.config.contact.as_deref().filter(|contact| SafeUrl::parse(contact).is_ok()).unwrap_or_default()
    }

    fn brief_json_ld(&self, v: usize) -> String {
        let Site { config, catalogue, words, .. } = self.site;
        let facts = export::Site { base_url: config.base_url.as_deref(), titles: &catalogue.titles, words };
        export::brief_json_ld(self.scripted, &facts, v, &format!("../../data/{}/edition.jsonld", self.slug()))
    }

    /// What is drawn of the article's trees: title, text, notes; `sources` are in the first column's script.
    fn insert_text(&self, context: &mut Context, page: &NotesPage<'_>, sources: &SourceViews) {
        let Some(pen) = page.pens.first() else { return };
        for (key, column) in ["title_html", "second_title_html"].into_iter().zip(page.columns) {
            insert_html(context, key, &write_nodes(&title_nodes(column), column, *pen));
        }
        let blocks = match page.columns {
            [left, right] => pair_blocks(left, right),
            columns => columns.first().map(|column| body_blocks(column)).unwrap_or_default(),
        };
        insert_html(context, "body_html", &write_blocks(&blocks, page.columns, *pen));
        let is_pair = page.columns.len() > 1;
        let sign = |column: &Column<'_>| match column.lang() {
            _ if !is_pair => "",
            "zh-Hans" => "简",
            _ => "繁",
        };
        let lang = |column: &Column<'_>| is_pair.then(|| column.lang());
        let columns = page.columns.iter().map(|column| PageColumn { column, sign: sign(column), lang: lang(column) });
        let notes = note_views(self.scripted, &columns.collect::<Vec<_>>(), sources);
        insert_html(context, "notes_html", &write_notes(&notes, page));
    }

    fn single_page(&self, side: &Side<'_>) -> Result<Page, Diagnostic> {
        let (column, words) = (&side.column, side.words);
        let address = PageAddress::Article(side.v, self.slug(), self.scripted.annotated.edition.document.front.kind);
        let mut context = self.context(&self.head(&address, side.v), &[side]);
        self.insert_ends(&mut context, side.v);
        insert_html(&mut context, "json_ld", &self.brief_json_ld(side.v));
        let page =
            NotesPage { columns: &[column], pens: &[Pen::page(words)], sources: "sources/", report: self.contact() };
        self.insert_text(&mut context, &page, &side.sources);
        insert_html(&mut context, "ledger_html", &write_ledger(&ledger(self.scripted, side.v), column, words));
        fill(self.site, &address, "article.html", &context)
    }

    fn parallel_page(&self, left: &Side<'_>, right: &Side<'_>) -> Result<Page, Diagnostic> {
        let address = PageAddress::Parallel(self.slug(), self.scripted.annotated.edition.document.front.kind);
        let mut context = self.context(&self.head(&address, left.v), &[left, right]);
        self.insert_ends(&mut context, left.v);
        let [first, second] = Column::pair(self.scripted, left.v, right.v);
        let sources = PageAddress::Sources(left.v, self.slug()).path(&self.site.config.variants);
        let page = NotesPage {
            columns: &[&first, &second],
            pens: &[left.words, right.words].map(Pen::page),
            sources: &format!("../../{sources}"),
            report: self.contact(),
        };
        self.insert_text(&mut context, &page, &left.sources);
        fill(self.site, &address, "parallel.html", &context)
    }

    fn sources_page(&self, side: &Side<'_>) -> Result<Page, Diagnostic> {
        let address = PageAddress::Sources(side.v, self.slug());
        let mut context = self.context(&self.head(&address, side.v), &[side]);
        context.insert("sources", &side.sources.0.values().collect::<Vec<&SourceView>>());
        context.insert("text", "../");
        if self.is_citable(side) {
            let script = side.column.script();
            let sources = recorded(self.scripted, &side.sources);
            let lines = time(Stage::Cite, || source_citations(self.site, sources, script));
            context.insert("source_citations", &lines);
            let lines = time(Stage::Cite, || edition_citations(self.site, self.scripted, side.v, script));
            context.insert("edition_citations", &lines);
        }
        fill(self.site, &address, "sources.html", &context)
    }

    fn original_page(&self, side: &Side<'_>) -> Result<Page, Diagnostic> {
        let edition = &self.scripted.annotated.edition;
        let address = PageAddress::Original(self.slug());
        let mut context = self.context(&self.head(&address, side.v), &[side]);
        if let Some(witness) = &edition.witness {
            context.insert("witness", &witness.text);
            context.insert("sha256", &witness.sha256);
        }
        fill(self.site, &address, "original.html", &context)
    }
}
