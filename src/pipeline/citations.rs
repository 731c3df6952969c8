//! How an edition and its sources are cited: lines for the page of sources.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use super::Site;
use crate::cite::{Formatted, Part, Passage, Publication, Style, Styles};
use crate::config::Config;
use crate::model::{Field, Script, Scripted, Source};
use crate::page::{PageAddress, SourceViews, field_texts, leaf_text};

/// A work in one style.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CitationView {
    /// The name of the style.
    style: &'static str,
    /// The line's language tag.
    lang: String,
    /// What the line consists of.
    parts: Vec<PartView>,
}

/// A part of a line of citation.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PartView {
    /// What it says.
    text: String,
    /// Whether it stands in italics.
    is_italic: bool,
    /// Where it leads.
    url: Option<String>,
}

/// Lines of sources, by key.
pub(super) type CitationsByKey<'a> = IndexMap<&'a str, Vec<CitationView>>;

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
) -> impl Iterator<Item = (&'a str, &'a Arc<Source>)> {
    let sources = &scripted.annotated.sources;
    shown.0.keys().filter_map(|key| Some((key.as_str(), sources.get(key)?)))
}

/// Returns the lines of the recorded sources, by key.
pub(super) fn source_citations<'a>(
    site: &Site<'_>,
    sources: impl Iterator<Item = (&'a str, &'a Arc<Source>)>,
    script: Script,
) -> CitationsByKey<'a> {
    let lines = |key, source| {
        let line = |style| site.once.lines.line(site.styles, (key, source), style, script);
        Style::ALL.map(|style| CitationView::new(style, line(style))).into()
    };
    sources.map(|(key, source)| (key, lines(key, source))).collect()
}

/// Returns the lines of the edition itself, in variant `v`.
pub(super) fn edition_citations(site: &Site<'_>, scripted: &Scripted, v: usize, script: Script) -> Vec<CitationView> {
    let facts = CitedSite { config: site.config, titles: &site.catalogue.titles, styles: site.styles };
    let line = |style| CitationView::new(style, edition_line(&facts, (scripted, v), Passage::Whole, (style, script)));
    Style::ALL.map(line).into()
}

/// What a site says of itself in a line of citation.
pub(crate) struct CitedSite<'a> {
    /// Its settings.
    pub(crate) config: &'a Config,
    /// Its title, one a variant.
    pub(crate) titles: &'a [String],
    /// The styles opened so far.
    pub(crate) styles: &'a Styles,
}

/// Returns the line of an edition in variant `v`, or of one passage of it.
pub(crate) fn edition_line(
    site: &CitedSite<'_>,
    (scripted, v): (&Scripted, usize),
    passage: Passage<'_>,
    (style, script): (Style, Script),
) -> Formatted {
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
        site: site.titles.get(v).map(String::as_str).unwrap_or_default(),
        date: date.as_deref(),
        version: Some(version.as_str()).filter(|version| !version.is_empty()),
        url: url.as_deref(),
        passage,
    };
    site.styles.format_edition(&publication, style, script)
}

/// Returns the passage of an edition that the end of an address names: `p8`, `p8.2`, `h2`, or a claim by `c-KEY`, `n-KEY`,
/// `r-KEY` or its key alone; empty for the whole.
pub(crate) fn named_passage<'a>(scripted: &'a Scripted, id: &'a str) -> Option<Passage<'a>> {
    let annotated = &scripted.annotated;
    if id.is_empty() {
        return Some(Passage::Whole);
    }
    let label = ["c-", "n-", "r-"].into_iter().find_map(|sign| id.strip_prefix(sign)).unwrap_or(id);
    let label = label.split('_').next().unwrap_or(label);
    if let Some((key, claim)) = annotated.claims.get_key_value(label) {
        return Some(Passage::Claim { key, number: u32::try_from(claim.number).ok()? });
    }
    let (leaf, sentence) = id.split_once('.').map_or((id, None), |(leaf, n)| (leaf, Some(n)));
    let is_numbered = annotated.numbered.iter().any(|numbered| numbered.id == leaf);
    let n_sentences = || {
        let anchors = annotated.anchors.iter().zip(&annotated.sentences);
        anchors.filter(|(anchor, _)| anchor.as_ref().is_some_and(|a| a.id == leaf)).map(|(_, ends)| ends.len()).sum()
    };
    let is_sentence = |n: &str| n.parse::<usize>().is_ok_and(|n| (1..=n_sentences()).contains(&n));
    (is_numbered && sentence.is_none_or(is_sentence)).then_some(Passage::Id(id))
}
