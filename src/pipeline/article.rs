//! All pages of one article, from parts made once, and its books.

mod book;

use super::citations::{edition_citations, recorded, source_citations};
use super::exports::published;
use super::lists::tag_links;
use super::redirects::redirects;
use super::views::{
    ArticlePage, ArticleView, Ends, Html, MetaRow, OfArticle, OriginalPage, ParallelPage, SideView, SourcesPage,
    TextView,
};
use super::ways::{article_trail, ways_view};
use super::{Page, Site, fill};
use crate::diag::Diagnostic;
use crate::export;
use crate::model::{Date, Field, PageKind, SafeUrl, Scripted, Status, WitnessPublication};
use crate::page::{
    Column, Head, HeadText, Names, Overview, PageAddress, PageColumn, Rare, SourceViews, Ways, Words, apparatus,
    body_blocks, book_names, contents, counted, date_text, edition_json, field_texts, glossary_views, head, leaf_text,
    ledger, note_views, overview, own_variant, pair_blocks, rare_views, revision_views, source_views, title_tree,
};
use crate::render::{NotesPage, Pen, write_blocks, write_ledger, write_notes, write_tree};
use crate::stages::{Stage, time};
pub(crate) use book::{PictureFiles, draw_book, published_books};

/// Makes all pages of one article.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(crate) fn article_pages(
    site: &Site<'_>,
    scripted: &Scripted,
    (names, ways): (&Names, &Ways),
) -> Result<Vec<Page>, Diagnostic> {
    let article = Article::new(site, scripted, (names, ways));
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
        let own = sides.get(own_variant(scripted)).unwrap_or(first);
        let exports = time(Stage::Export, || published(site, (&own.column, &own.sources), article.is_citable(first)));
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

struct Article<'a> {
    site: &'a Site<'a>,
    scripted: &'a Scripted,
    overview: Overview,
    rare: Rare,
    names: &'a Names,
    ways: &'a Ways,
}

impl<'a> Article<'a> {
    fn new(site: &'a Site<'a>, scripted: &'a Scripted, (names, ways): (&'a Names, &'a Ways)) -> Self {
        Self { site, scripted, overview: overview(&scripted.annotated), rare: Rare::find(scripted), names, ways }
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
        let word = |key: &str| side.words.get(key).cloned().unwrap_or_default();
        let day = |date: Option<&Date>| date.map(|date| date_text(&date.to_string(), word)).unwrap_or_default();
        let places = annotated.edition.leaves.iter().flat_map(|edited| &edited.places);
        let n_emendations = places.filter(|place| place.status == Status::Accepted).count();
        let shown = |n: usize, text: String| if n == 0 { String::new() } else { text };
        // The box of verdicts has these figures.
        let n_of = |n: usize| shown(if self.overview.has_verdicts { 0 } else { n }, n.to_string());
        let n_places = counted(n_emendations, "place", word).unwrap_or_default();
        let rows = [
            ("author", field(Field::Author), false),
            ("editor", field(Field::Editor), false),
            ("edition", field(Field::Edition), false),
            ("date", day(front.date.as_ref()), true),
            ("updated", day(front.updated.as_ref()), true),
            ("license", field(Field::License), false),
            ("tags", String::new(), false),
            ("notes", n_of(annotated.claims.len()), true),
            ("sources", n_of(annotated.uses.len()), true),
            ("emendations", shown(n_emendations, n_places), true),
        ];
        let links = |key| if key == "tags" { tag_links(self.site, self.names, side.v) } else { Vec::new() };
        let rows = rows.into_iter().map(|(key, value, is_said)| MetaRow { key, value, is_said, links: links(key) });
        rows.filter(|row| !row.value.is_empty() || !row.links.is_empty()).collect()
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

    /// The head of one of the article's pages, in variant `v`.
    fn head(&self, address: &PageAddress, v: usize) -> Head {
        let title = leaf_text(self.scripted, v, self.scripted.annotated.edition.document.title);
        let description = field_texts(self.scripted, v, Field::Summary).concat();
        head(address, v, self.site.config, self.site.catalogue, HeadText { title, description })
    }

    /// What every page of an article is filled with; the words are those of the first side.
    fn of<'v>(&'v self, (address, page): (&PageAddress, &'v Head), sides: &[&'v Side<'_>]) -> OfArticle<'v> {
        let columns: Vec<usize> = sides.iter().map(|side| side.v).collect();
        let v = columns.first().copied().unwrap_or_default();
        OfArticle {
            every: self.site.every(page, v),
            article: self.view(sides),
            own_lang: self.scripted.annotated.edition.document.front.lang.script_tag(),
            trail: article_trail(self.site, address, v, &page.title),
            ways: ways_view(self.site, self.ways, address, v),
            glossary: glossary_views(self.scripted, &columns),
            rare: rare_views(self.scripted, &self.rare, &columns),
        }
    }

    /// What stands behind the text, as `pen` draws it on a page of `side`.
    fn ends(&self, side: &Side<'_>, pen: Pen<'_>) -> Ends {
        let draw = |reason| Html(write_tree(&side.column.tree(reason), &side.column, pen));
        Ends { rules: apparatus(self.scripted, draw), history: revision_views(self.scripted, side.v) }
    }

    /// Where errors are reported, when the site says so.
    fn contact(&self) -> &str {
        self.site.config.contact.as_deref().filter(|contact| SafeUrl::parse(contact).is_ok()).unwrap_or_default()
    }

    fn brief_json_ld(&self, v: usize) -> String {
        let Site { config, catalogue, data_words: words, .. } = self.site;
        let facts = export::Site { base_url: config.base_url.as_deref(), titles: &catalogue.titles, words };
        export::brief_json_ld(self.scripted, &facts, v, &format!("../../data/{}/edition.jsonld", self.slug()))
    }

    /// What is drawn of the article's trees; `sources` are in the first column's script.
    fn text(&self, page: &NotesPage<'_>, sources: &SourceViews) -> TextView {
        let Some(pen) = page.pens.first() else { return TextView::default() };
        let mut titles = page.columns.iter().map(|column| Html(write_tree(&title_tree(column), column, *pen)));
        let blocks = match page.columns {
            [left, right] => pair_blocks(left, right),
            columns => columns.first().map(|column| body_blocks(column)).unwrap_or_default(),
        };
        let is_pair = page.columns.len() > 1;
        let sign = |column: &Column<'_>| match column.lang() {
            _ if !is_pair => "",
            "zh-Hans" => "简",
            _ => "繁",
        };
        let lang = |column: &Column<'_>| is_pair.then(|| column.lang());
        let columns = page.columns.iter().map(|column| PageColumn { column, sign: sign(column), lang: lang(column) });
        let notes = note_views(self.scripted, &columns.collect::<Vec<_>>(), sources);
        TextView {
            title_html: titles.next().unwrap_or_default(),
            second_title_html: titles.next().unwrap_or_default(),
            body_html: Html(write_blocks(&blocks, page.columns, *pen)),
            notes_html: Html(write_notes(&notes, page)),
        }
    }

    fn single_page(&self, side: &Side<'_>) -> Result<Page, Diagnostic> {
        let (column, words) = (&side.column, side.words);
        let address = PageAddress::Article(side.v, self.slug(), self.scripted.annotated.edition.document.front.kind);
        let head = self.head(&address, side.v);
        let drawn =
            NotesPage { columns: &[column], pens: &[Pen::page(words)], sources: "sources/", report: self.contact() };
        let view = ArticlePage {
            of: self.of((&address, &head), &[side]),
            text: self.text(&drawn, &side.sources),
            ends: self.ends(side, Pen::page(words)),
            contents: contents(&[column]),
            json_ld: Html(self.brief_json_ld(side.v)),
            ledger_html: Html(write_ledger(&ledger(self.scripted, side.v), column, words)),
        };
        fill(self.site, &address, "article.html", &view)
    }

    fn parallel_page(&self, left: &Side<'_>, right: &Side<'_>) -> Result<Page, Diagnostic> {
        let address = PageAddress::Parallel(self.slug(), self.scripted.annotated.edition.document.front.kind);
        let head = self.head(&address, left.v);
        let [first, second] = Column::pair(&left.column, &right.column);
        let sources = PageAddress::Sources(left.v, self.slug()).path(&self.site.config.variants);
        let drawn = NotesPage {
            columns: &[&first, &second],
            pens: &[left.words, right.words].map(Pen::page),
            sources: &format!("../../{sources}"),
            report: self.contact(),
        };
        let view = ParallelPage {
            of: self.of((&address, &head), &[left, right]),
            text: self.text(&drawn, &left.sources),
            ends: self.ends(left, Pen::page(left.words)),
            contents: contents(drawn.columns),
        };
        fill(self.site, &address, "parallel.html", &view)
    }

    fn sources_page(&self, side: &Side<'_>) -> Result<Page, Diagnostic> {
        let address = PageAddress::Sources(side.v, self.slug());
        let head = self.head(&address, side.v);
        let script = side.column.script();
        let (mut lines_of_sources, mut lines_of_edition) = Default::default();
        if self.is_citable(side) {
            let recorded = recorded(self.scripted, &side.sources);
            lines_of_sources = time(Stage::Cite, || source_citations(self.site, recorded, script));
            lines_of_edition = time(Stage::Cite, || edition_citations(self.site, self.scripted, side.v, script));
        }
        let view = SourcesPage {
            of: self.of((&address, &head), &[side]),
            sources: side.sources.0.values().collect(),
            text_href: "../",
            source_citations: lines_of_sources,
            edition_citations: lines_of_edition,
        };
        fill(self.site, &address, "sources.html", &view)
    }

    fn original_page(&self, side: &Side<'_>) -> Result<Page, Diagnostic> {
        let witness = self.scripted.annotated.edition.witness.as_ref();
        let address = PageAddress::Original(self.slug());
        let head = self.head(&address, side.v);
        let view = OriginalPage {
            of: self.of((&address, &head), &[side]),
            witness: witness.map_or("", |witness| &witness.text),
            sha256: witness.map_or("", |witness| &witness.sha256),
        };
        fill(self.site, &address, "original.html", &view)
    }
}
