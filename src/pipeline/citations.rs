//! How an edition and its sources are cited: lines for the page of sources.

use indexmap::IndexMap;
use serde::Serialize;

use super::Site;
use crate::cite::{Formatted, Part, Passage, Publication, Style};
use crate::model::{Field, Script, Scripted, Source};
use crate::page::{PageAddress, SourceViews, field_texts, leaf_text};

/// A work in one style.
#[derive(Serialize)]
pub(super) struct CitationView {
    style: &'static str,
    lang: String,
    parts: Vec<PartView>,
}

#[derive(Serialize)]
struct PartView {
    text: String,
    is_italic: bool,
    url: Option<String>,
}

impl CitationView {
    fn new(style: Style, line: Formatted) -> Self {
        let parts = line.html_nodes.into_iter().map(|part| match part {
            Part::Text(text) => PartView { text, is_italic: false, url: None },
            Part::Italic(text) => PartView { text, is_italic: true, url: None },
            Part::Link { text, url } => PartView { text, is_italic: false, url: Some(url) },
        });
        Self { style: style.name(), lang: line.lang, parts: parts.collect() }
    }
}

/// Returns the recorded ones of the sources shown; a plain link is its own line and is none of them.
pub(super) fn recorded<'a>(
    scripted: &'a Scripted,
    shown: &'a SourceViews,
) -> impl Iterator<Item = (&'a str, &'a Source)> {
    let sources = &scripted.annotated.sources.0;
    shown.0.keys().filter_map(|key| Some((key.as_str(), sources.get(key)?)))
}

/// Returns the lines of the recorded sources, by key.
pub(super) fn source_citations<'a>(
    site: &Site<'_>,
    sources: impl Iterator<Item = (&'a str, &'a Source)>,
    script: Script,
) -> IndexMap<&'a str, Vec<CitationView>> {
    let lines = |key, source| {
        Style::ALL.map(|style| CitationView::new(style, site.styles.format(source, key, style, script))).into()
    };
    sources.map(|(key, source)| (key, lines(key, source))).collect()
}

/// Returns the lines of the edition itself, in variant `v`.
pub(super) fn edition_citations(site: &Site<'_>, scripted: &Scripted, v: usize, script: Script) -> Vec<CitationView> {
    let front = &scripted.annotated.edition.document.front;
    let title = leaf_text(scripted, v, scripted.annotated.edition.document.title);
    let authors = field_texts(scripted, v, Field::Author);
    let date = front.updated.as_ref().or(front.date.as_ref()).map(ToString::to_string);
    let version = field_texts(scripted, v, Field::Edition).concat();
    let path = PageAddress::Article(v, front.slug.clone(), front.kind).path(&site.config.variants);
    let url = site.config.base_url.as_ref().map(|base| format!("{base}{path}"));
    let publication = Publication {
        title: &title,
        authors: &authors,
        site: site.catalogue.titles.get(v).map(String::as_str).unwrap_or_default(),
        date: date.as_deref(),
        version: Some(version.as_str()).filter(|version| !version.is_empty()),
        url: url.as_deref(),
        passage: Passage::Whole,
    };
    Style::ALL.map(|style| CitationView::new(style, site.styles.format_edition(&publication, style, script))).into()
}
