//! An article as books: in one script, or in two, paragraph by paragraph.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use url::Url;

use super::super::views::{BookChapters, Html, OfArticle};
use super::super::ways::WaysView;
use super::{Article, Side};
use crate::diag::Diagnostic;
use crate::export::{Book, Picture, chapter_file, picture};
use crate::model::{Field, PageKind, Scripted};
use crate::page::{
    BookName, Column, PageAddress, SourceView, Ways, book_names, field_texts, leaf_text, names, outline,
    picture_addresses,
};
use crate::pipeline::{Site, front_dates};
use crate::render::{Bound, Medium, NotesPage, Pen, write_outline};

/// Files of the article that may be pictures, by their paths below its folder.
pub(crate) type PictureFiles<'a> = BTreeMap<&'a str, &'a [u8]>;

const TEXT: &str = "text";
const SOURCES: &str = "sources";

/// Returns all books that the site publishes of an article, with their paths: none unless it is asked to.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(crate) fn published_books(
    site: &Site<'_>,
    scripted: &Scripted,
    files: &PictureFiles<'_>,
) -> Result<Vec<(String, Book)>, Diagnostic> {
    let front = &scripted.annotated.edition.document.front;
    if !site.config.build.epub || front.kind == PageKind::Page {
        return Ok(Vec::new());
    }
    let names = book_names(&scripted.variants).into_iter();
    names.map(|name| Ok((name.path(&front.slug), draw_book(site, scripted, &name, files)?))).collect()
}

/// Returns one book of an article.
///
/// Errors: as for [`published_books`].
pub(crate) fn draw_book(
    site: &Site<'_>,
    scripted: &Scripted,
    name: &BookName,
    files: &PictureFiles<'_>,
) -> Result<Book, Diagnostic> {
    let (names, ways) = (names(scripted, site.config), Ways::default());
    let article = Article::new(site, scripted, (&names, &ways));
    let words = |v: &usize| Some((*v, site.words.get(*v)?));
    let sides: Vec<Side<'_>> =
        name.columns.iter().filter_map(words).map(|(v, words)| Side::new(scripted, v, words)).collect();
    let columns: Vec<Column<'_>> = match sides.as_slice() {
        [left, right] => Column::pair(&left.column, &right.column).into(),
        sides => sides.iter().map(|side| side.column.alone()).collect(),
    };
    let (pictures, bound) = bind(&article, name, files);
    article.book(&sides, &columns.iter().collect::<Vec<_>>(), &bound).map(|book| Book { pictures, ..book })
}

/// Takes the pictures that the article shows and the book can hold; the rest is on the article's page, where there is one.
fn bind(article: &Article<'_>, name: &BookName, files: &PictureFiles<'_>) -> (Vec<Picture>, Bound) {
    let mut pictures: Vec<Picture> = Vec::new();
    let (mut by_path, mut by_address) = (BTreeMap::new(), BTreeMap::new());
    for address in picture_addresses(article.scripted) {
        let path = path_of(address);
        let Some(bytes) = files.get(path.as_str()) else { continue };
        let taken = by_path.entry(path).or_insert_with(|| {
            let taken = picture(pictures.len() + 1, bytes)?;
            let name = taken.name.clone();
            pictures.push(taken);
            Some(name)
        });
        by_address.extend(taken.clone().map(|inside| (address.to_owned(), inside)));
    }
    let page = article.site.config.base_url.as_ref().zip(article.address(&name.columns));
    let page = page.and_then(|(base, address)| Url::parse(base).ok()?.join(&address).ok());
    (pictures, Bound { pictures: by_address, page })
}

/// The path below the article's folder that an address names.
fn path_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    path.split('/').filter(|part| *part != ".").collect::<Vec<_>>().join("/")
}

/// What is known of an article, without what leads to other pages of the site.
fn in_book(mut of: OfArticle<'_>) -> OfArticle<'_> {
    for row in of.article.meta.iter_mut().filter(|row| !row.links.is_empty()) {
        let names: Vec<String> = row.links.drain(..).map(|link| link.text).collect();
        row.value = names.join("、");
    }
    OfArticle { trail: Vec::new(), ways: WaysView::default(), ..of }
}

impl Article<'_> {
    /// The path of the page that shows the same columns as a book.
    fn address(&self, columns: &[usize]) -> Option<String> {
        Some(self.page_of(columns)?.path(&self.site.config.variants))
    }

    fn page_of(&self, columns: &[usize]) -> Option<PageAddress> {
        let kind = self.scripted.annotated.edition.document.front.kind;
        match columns {
            [] => None,
            [v] => Some(PageAddress::Article(*v, self.slug(), kind)),
            _ => Some(PageAddress::Parallel(self.slug(), kind)),
        }
    }

    fn book(&self, sides: &[Side<'_>], columns: &[&Column<'_>], bound: &Bound) -> Result<Book, Diagnostic> {
        let shown: Vec<usize> = sides.iter().map(|side| side.v).collect();
        let (Some(first), Some(address)) = (sides.first(), self.page_of(&shown)) else { return Ok(Book::default()) };
        let medium = Medium::Book(bound);
        let pens: Vec<Pen<'_>> = sides.iter().map(|side| Pen { words: side.words, medium }).collect();
        let head = self.head(&address, first.v).in_book(bound.page.as_ref());
        let drawn = NotesPage { columns, pens: &pens, sources: &chapter_file(SOURCES), report: "" };
        let page = bound.page.as_ref().map(Url::as_str).unwrap_or_default();
        let contents = write_outline(&outline(self.scripted, &shown), &chapter_file(TEXT));
        let view = BookChapters {
            of: in_book(self.of((&address, &head), &sides.iter().collect::<Vec<_>>())),
            text: self.text(&drawn, &first.sources),
            ends: self.ends(first, Pen { words: first.words, medium }),
            sources: first.sources.0.values().map(|source| self.source_in_book(source, medium, columns)).collect(),
            text_href: chapter_file(TEXT),
            address: page,
            contents_html: Html(contents),
        };
        let fill = |name: &str| {
            let bytes = self.site.templates.fill(&format!("book/{name}"), &view)?;
            // A layout is text, and so is all that it is filled with.
            Ok::<String, Diagnostic>(String::from_utf8(bytes).unwrap_or_default())
        };
        let mut chapters = vec![(TEXT, fill("text.xhtml")?)];
        if !view.sources.is_empty() {
            chapters.push((SOURCES, fill("sources.xhtml")?));
        }
        let (contents, style) = (fill("nav.xhtml")?, fill("style.css")?);
        Ok(Book { contents, chapters, style, page: page.to_owned(), ..self.described(sides, first) })
    }

    /// Addresses of sources lead where those of the text do.
    fn source_in_book(&self, source: &SourceView, medium: Medium<'_>, columns: &[&Column<'_>]) -> SourceView {
        let link = |address: &str| {
            let column = columns.first().filter(|_| !address.is_empty());
            column.and_then(|column| medium.link(address, column)).unwrap_or_default().into_owned()
        };
        SourceView { url: link(&source.url), archive: link(&source.archive), ..source.clone() }
    }

    /// What is to be known of the book, in the first column's script.
    fn described(&self, sides: &[Side<'_>], first: &Side<'_>) -> Book {
        let document = &self.scripted.annotated.edition.document;
        let field = |field| field_texts(self.scripted, first.v, field);
        let tag = |v: usize| self.scripted.variants.get(v).map_or("zh-Hant", |variant| variant.tag());
        let (date, changed) = front_dates(document);
        let revised = document.history.iter().map(|revision| revision.date.to_string());
        Book {
            titles: sides.iter().map(|side| (tag(side.v), leaf_text(self.scripted, side.v, document.title))).collect(),
            authors: field(Field::Author),
            editors: field(Field::Editor),
            publisher: self.site.catalogue.titles.get(first.v).cloned().unwrap_or_default(),
            modified: revised.chain([changed]).max().unwrap_or_default(),
            date,
            edition: field(Field::Edition).concat(),
            license: field(Field::License).concat(),
            summary: field(Field::Summary).concat(),
            tags: field(Field::Tag),
            access: first.words.get("book_access").cloned().unwrap_or_default(),
            ..Book::default()
        }
    }
}
