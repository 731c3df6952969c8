//! Sources as pages show them: as published, in their own language.

use serde::Serialize;

use crate::model::{Citation, Scripted, Source};

/// One line of a source's data.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct SourceView {
    /// Its key: the id is `s-KEY`.
    pub(crate) key: String,
    /// hayagriva's type.
    pub(crate) kind: String,
    /// Its language.
    pub(crate) lang: String,
    /// Authors, as published.
    pub(crate) authors: String,
    /// Title, as published; empty when it was not seen.
    pub(crate) title: String,
    /// Where it was published.
    pub(crate) outlet: String,
    /// The date, as known.
    pub(crate) date: String,
    /// Its address.
    pub(crate) url: String,
    /// When it was read.
    pub(crate) accessed: String,
    /// primary, secondary …
    pub(crate) class: String,
    /// What is known of it that is no title, in the page's script.
    pub(crate) note_text: String,
    /// What it has to gain, in the page's script.
    pub(crate) stake_text: String,
    /// Whether the page itself was not read.
    pub(crate) unfetched: bool,
    /// An archived copy's address.
    pub(crate) archive: String,
    /// Claims that cite it: key and number.
    pub(crate) claims: Vec<ClaimLink>,
}

/// A claim that cites a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ClaimLink {
    pub(crate) key: String,
    pub(crate) number: usize,
}

/// A source as a note cites it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cited {
    /// The source.
    pub(crate) source: SourceView,
    /// The place in it.
    pub(crate) locator: Option<String>,
}

/// Returns what a note prints of a citation; none when the source is unknown.
pub(crate) fn cited(scripted: &Scripted, citation: &Citation) -> Option<Cited> {
    let source = scripted.annotated.sources.0.get(&citation.key)?;
    let mut view = source_view(&citation.key, source);
    add_prose(scripted, 0, &mut view);
    Some(Cited { source: view, locator: citation.locator.clone() })
}

/// Returns the source the article is based on, all sources in use with their claims, in the order of first citation,
/// and those of the article's own list that no note cites.
pub(crate) fn source_views(scripted: &Scripted, v: usize) -> Vec<SourceView> {
    let annotated = &scripted.annotated;
    let number = |key: &String| annotated.claims.get(key).map_or(0, |claim| claim.number);
    let mut views: Vec<SourceView> = Vec::new();
    if let Some(key) = annotated
        .edition
        .document
        .front
        .based_on
        .as_ref()
        .map(|c| &c.key)
        .filter(|key| !annotated.uses.contains_key(*key))
    {
        views.extend(annotated.sources.0.get(key).map(|source| source_view(key, source)));
    }
    for (key, used) in &annotated.uses {
        let mut view = match (annotated.sources.0.get(key), &used.link) {
            (Some(source), _) => source_view(key, source),
            (None, Some((url, text))) => link_view(key, url, text),
            (None, None) => continue,
        };
        view.claims = used.claims.iter().map(|claim| ClaimLink { key: claim.clone(), number: number(claim) }).collect();
        views.push(view);
    }
    // What the editor listed and no note cites is reading beside the text.
    let idle = annotated.sources.0.iter().filter(|(_, source)| !source.span.is_empty());
    let listed: std::collections::BTreeSet<String> = views.iter().map(|view| view.key.clone()).collect();
    views.extend(idle.filter(|(key, _)| !listed.contains(*key)).map(|(key, source)| source_view(key, source)));
    views.iter_mut().for_each(|view| add_prose(scripted, v, view));
    views
}

/// Adds what is said of a source in the page's script; a title in Chinese without a language is in the article's.
fn add_prose(scripted: &Scripted, v: usize, view: &mut SourceView) {
    let annotated = &scripted.annotated;
    let (note, stake) = annotated.source_prose.get(&view.key).copied().unwrap_or_default();
    let text =
        |leaf: Option<crate::model::LeafId>| leaf.map(|leaf| super::leaf_text(scripted, v, leaf)).unwrap_or_default();
    view.note_text = text(note);
    view.stake_text = text(stake);
    if view.lang.is_empty()
        && [&view.authors, &view.title, &view.outlet].iter().any(|part| part.chars().any(crate::model::is_han))
    {
        annotated.edition.document.front.lang.script_tag().clone_into(&mut view.lang);
    }
}

fn link_view(key: &str, url: &str, text: &str) -> SourceView {
    let title = if text == url { String::new() } else { text.to_owned() };
    SourceView { key: key.to_owned(), kind: "web".to_owned(), title, url: url.to_owned(), ..SourceView::default() }
}

fn source_view(key: &str, source: &Source) -> SourceView {
    let entry = &source.entry;
    let text = |value: Option<&hayagriva::types::FormatString>| value.map(ToString::to_string).unwrap_or_default();
    let lang = entry.language().map(ToString::to_string).unwrap_or_default();
    let persons = entry.authors().unwrap_or_default();
    let url = entry.url_any();
    let safe_url = url.map(|url| url.value.to_string()).filter(|url| crate::model::SafeUrl::parse(url).is_ok());
    let kind = format!("{:?}", entry.entry_type()).to_lowercase();
    SourceView {
        key: key.to_owned(),
        kind,
        authors: persons
            .iter()
            .map(|person| person_name(person, &lang))
            .collect::<Vec<_>>()
            .join(if lang.starts_with("zh") { "、" } else { ", " }),
        title: text(entry.title()),
        outlet: entry
            .parents()
            .iter()
            .filter_map(|parent| parent.title())
            .map(ToString::to_string)
            .next()
            .unwrap_or_default(),
        date: entry.date().map(ToString::to_string).unwrap_or_default(),
        url: safe_url.unwrap_or_default(),
        accessed: url.and_then(|url| url.visit_date.as_ref()).map(ToString::to_string).unwrap_or_default(),
        class: source.meta.class.clone().unwrap_or_default(),
        note_text: String::new(),
        stake_text: String::new(),
        unfetched: source.meta.status.as_deref() == Some("unfetched"),
        archive: source
            .meta
            .archives
            .first()
            .map(|archive| archive.url.clone())
            .filter(|url| crate::model::SafeUrl::parse(url).is_ok())
            .unwrap_or_default(),
        claims: Vec::new(),
        lang,
    }
}

/// Chinese names are written without a space, others given name first.
fn person_name(person: &hayagriva::types::Person, lang: &str) -> String {
    match &person.given_name {
        Some(given) if lang.starts_with("ja") || person.name.chars().all(crate::model::is_han) => {
            format!("{}{given}", person.name)
        }
        Some(given) => format!("{given} {}", person.name),
        None => person.name.clone(),
    }
}
