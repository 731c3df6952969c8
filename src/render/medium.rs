//! What trees are drawn for: a page of a site in HTML, or a chapter of a book in XHTML.

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::{Position, Url};

use crate::page::{Column, Words};

/// With which interface words, and for what, trees are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Pen<'a> {
    /// The interface words.
    pub(crate) words: &'a Words,
    /// What is drawn.
    pub(crate) medium: Medium<'a>,
}

impl<'a> Pen<'a> {
    /// Returns what draws a page of the site.
    pub(crate) fn page(words: &'a Words) -> Self {
        Self { words, medium: Medium::Page }
    }
}

/// What is drawn.
#[derive(Clone, Copy)]
pub(crate) enum Medium<'a> {
    /// A page: HTML, beside the article's files.
    Page,
    /// A chapter of a book: XHTML, which shows what the book holds and leads to all else.
    Book(&'a Bound),
}

/// What a book holds of an article, and where the rest is.
#[derive(Default)]
pub(crate) struct Bound {
    /// Pictures: where each lies in the book, by its address as typed.
    pub(crate) pictures: BTreeMap<String, String>,
    /// The absolute address of the article's page; none when nobody knows it.
    pub(crate) page: Option<Url>,
}

/// How a picture is shown.
pub(super) enum Picture<'a> {
    /// As a picture, of this address.
    Here(&'a str),
    /// By its alternative text, which leads there.
    Elsewhere(Cow<'a, str>),
    /// By its alternative text alone.
    Nowhere,
}

impl Medium<'_> {
    /// What ends an element that holds nothing.
    pub(super) fn end_of_void(self) -> &'static str {
        if self.is_page() { ">" } else { "/>" }
    }

    /// What only a page needs, as a place to scroll from by keys.
    pub(super) fn of_page(self, attribute: &'static str) -> &'static str {
        if self.is_page() { attribute } else { "" }
    }

    /// What only a book needs, as the types by which reading systems show a note at its mark.
    pub(super) fn of_book(self, attribute: &'static str) -> &'static str {
        if self.is_page() { "" } else { attribute }
    }

    /// Returns where a link of `column` leads; none when a book cannot lead there.
    pub(crate) fn link<'a>(self, address: &'a str, column: &Column<'_>) -> Option<Cow<'a, str>> {
        let Self::Book(bound) = self else { return Some(Cow::Borrowed(address)) };
        if address.strip_prefix('#').is_some_and(|id| column.has_id(id)) {
            return Some(Cow::Borrowed(address));
        }
        let url = match &bound.page {
            Some(page) => page.join(address),
            None => Url::parse(address),
        };
        url.ok().map(|url| Cow::Owned(strict(&url)))
    }

    /// Returns how the picture at `address` is shown in `column`.
    pub(super) fn picture<'a>(self, address: &'a str, column: &Column<'_>) -> Picture<'a>
    where
        Self: 'a,
    {
        match self {
            Self::Page => Picture::Here(address),
            Self::Book(bound) => match bound.pictures.get(address) {
                Some(inside) => Picture::Here(inside),
                None => self.link(address, column).map_or(Picture::Nowhere, Picture::Elsewhere),
            },
        }
    }

    fn is_page(self) -> bool {
        matches!(self, Self::Page)
    }
}

/// Returns an address with what browsers bear with in it encoded: a checker of books takes it for an error.
///
/// Source: URL Standard, section 4.3, URL code points.
fn strict(url: &Url) -> String {
    const BORNE: &AsciiSet = &CONTROLS.add(b'[').add(b']').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    format!("{}{}", &url[..Position::BeforePath], utf8_percent_encode(&url[Position::BeforePath..], BORNE))
}
