//! The sources of an edition as a list of TEI's `bibl`.

use hayagriva::Entry;

use super::inline::Page;
use super::xml::Xml;
use crate::model::{Date, LeafId, Source};
use crate::page::{SourceView, date_text, leaf_text, original_of, person_name, translators, whole_of};

/// Writes all sources that the edition knows.
pub(super) fn write_sources(xml: &mut Xml, page: &Page<'_>) {
    if page.sources.0.is_empty() {
        return;
    }
    xml.block("listBibl", &[], |xml| page.sources.0.values().for_each(|view| source(xml, page, view)));
}

fn source(xml: &mut Xml, page: &Page<'_>, view: &SourceView) {
    let annotated = &page.scripted.annotated;
    let entry = annotated.sources.get(&view.key).map(AsRef::as_ref);
    let id = format!("s-{}", view.key);
    let class = view.class.split_whitespace().collect::<Vec<_>>().join("-");
    let attributes = [("xml:id", &*id), ("type", &view.kind), ("subtype", &class), ("xml:lang", &view.lang)];
    xml.block("bibl", &attributes, |xml| {
        let authors = entry.and_then(|source| source.entry.authors()).unwrap_or_default();
        authors.iter().for_each(|person| xml.field("author", &[], &person_name(person, &view.lang)));
        let translators = entry.into_iter().flat_map(|source| translators(&source.entry));
        translators.for_each(|person| xml.field("editor", &[("role", "translator")], &person_name(person, &view.lang)));
        let level = if view.outlet.is_empty() { "m" } else { "a" };
        xml.field("title", &[("level", level)], &view.title);
        xml.field("title", &[("level", entry.map_or("m", level_of_parent))], &view.outlet);
        let publisher = entry.and_then(|source| source.entry.publisher()).and_then(|publisher| publisher.name());
        xml.field("publisher", &[], &publisher.map(ToString::to_string).unwrap_or_default());
        dated(xml, page, ("", &view.date));
        address(xml, "", &view.url);
        dated(xml, page, ("accessed", &view.accessed));
        address(xml, "archive", &view.archive);
        dated(xml, page, ("archived", &view.archived));
        original(xml, entry.and_then(|source| original_of(&source.entry)));
        for relayed in &view.relays {
            let target = page.source(&relayed.key);
            if !target.is_empty() {
                xml.empty("relatedItem", &[("type", "relays"), ("target", &target)]);
                xml.line();
            }
        }
        notes(xml, page, view);
    });
}

/// What a translation is made from; its language is not the translation's.
fn original(xml: &mut Xml, original: Option<&Entry>) {
    let Some(title) = original.and_then(Entry::title) else { return };
    let lang = original.and_then(Entry::language).map_or_else(|| "und".to_owned(), ToString::to_string);
    xml.block("relatedItem", &[("type", "original")], |xml| {
        xml.block("bibl", &[("xml:lang", lang.as_str())], |xml| {
            xml.field("title", &[("level", "m")], &title.to_string())
        });
    });
}

/// What the editor says of it, in the edition's language.
fn notes(xml: &mut Xml, page: &Page<'_>, view: &SourceView) {
    let prose = page.scripted.annotated.source_prose.get(&view.key).copied().unwrap_or_default();
    let all = [("", prose.note), ("stake", prose.stake), ("why", prose.why), ("date", prose.date_note)];
    for (kind, leaf) in all {
        let text = leaf.map(|leaf: LeafId| leaf_text(page.scripted, page.v, leaf)).unwrap_or_default();
        xml.field("note", &[("type", kind), ("xml:lang", page.lang)], &text);
    }
    xml.field("note", &[("type", "status"), ("xml:lang", "en")], &view.status);
    if view.later {
        xml.field("note", &[("type", "later"), ("xml:lang", page.lang)], page.word("later"));
    }
}

/// Journals have a level of their own.
fn level_of_parent(source: &Source) -> &'static str {
    use hayagriva::types::EntryType;
    let kind = whole_of(&source.entry).map(|whole| whole.entry_type());
    let is_serial = matches!(kind, Some(EntryType::Newspaper | EntryType::Periodical | EntryType::Blog));
    if is_serial { "j" } else { "m" }
}

/// A date that is not of the calendar has no normal form; nor has one before our era, whose years XML Schema has counted in two ways.
fn dated(xml: &mut Xml, page: &Page<'_>, (kind, text): (&str, &str)) {
    let when = text.parse::<Date>().map(|date| date.to_string()).unwrap_or_default();
    xml.field("date", &[("type", kind), ("when", &when)], &date_text(text, |key| page.word(key).to_owned()));
}

fn address(xml: &mut Xml, kind: &str, url: &str) {
    let target = url.split_whitespace().collect::<Vec<_>>().join("%20");
    xml.field("ref", &[("type", kind), ("target", &target)], url);
}
