//! Sources as works.

use super::Writer;
use super::node::{Node, Value};
use crate::model::Source;
use crate::page::{PageAddress, SourceView, original_of, person_name, translators, whole_of};
use hayagriva::Entry;
use hayagriva::types::{EntryType, Person};

impl Writer<'_> {
    /// The works that notes cite or link, in the order of first citation.
    pub(super) fn cited_works(&self) -> Vec<Node> {
        let uses = self.scripted.annotated.uses.keys();
        uses.filter_map(|key| self.sources.0.get(key)).map(|view| self.work(view)).collect()
    }

    /// A work that is cited is described where citations stand; any other here, and one of no entry not at all.
    pub(super) fn work_or_address(&self, key: &str) -> Option<Node> {
        let view = self.sources.0.get(key)?;
        let is_cited = self.scripted.annotated.uses.contains_key(key);
        Some(if is_cited { Node::at(self.source_address(key)) } else { self.plain_work(view) })
    }

    pub(super) fn source_address(&self, key: &str) -> String {
        let page = PageAddress::Sources(self.own, self.scripted.annotated.edition.document.front.slug.clone());
        format!("{}#s-{key}", self.site.address(&page.path(&self.scripted.variants)))
    }

    fn work(&self, view: &SourceView) -> Node {
        let relayed = view.relays.iter().filter_map(|relayed| self.work_or_address(&relayed.key));
        self.plain_work(view).with("isBasedOn", relayed.collect::<Vec<_>>())
    }

    fn plain_work(&self, view: &SourceView) -> Node {
        let source = self.scripted.annotated.sources.get(&view.key).map(AsRef::as_ref);
        let prose = self.scripted.annotated.source_prose.get(&view.key).and_then(|prose| prose.note);
        let publisher = source.and_then(|source| source.entry.publisher()).and_then(|publisher| publisher.name());
        let publisher = publisher.map(ToString::to_string).unwrap_or_default();
        Node::new(source.map_or("WebPage", class))
            .id(self.source_address(&view.key))
            .with("identifier", view.key.as_str())
            .with("name", published(&view.lang, &view.title))
            .with("author", source.map(authors).unwrap_or_default())
            .with("translator", source.map(translated_by).unwrap_or_default())
            .with(
                "translationOfWork",
                source.and_then(|source| named(source, original_of(&source.entry))).unwrap_or_default(),
            )
            .with("datePublished", date(&view.date))
            .with("inLanguage", view.lang.as_str())
            .with("isPartOf", source.and_then(|source| named(source, whole_of(&source.entry))).unwrap_or_default())
            .with("publisher", Node::default().with("name", published(&view.lang, &publisher)))
            .with("url", Value::Link(view.url.clone()))
            .with("archivedAt", Value::Link(view.archive.clone()))
            .with("description", prose.map_or(Value::List(Vec::new()), |leaf| self.texts(leaf)))
    }
}

/// Words as published, in the source's language when it is known.
fn published(lang: &str, text: &str) -> Value {
    if lang.is_empty() { Value::from(text) } else { Value::Texts(vec![(lang.to_owned().into(), text.to_owned())]) }
}

/// A date of another precision than schema.org's is a text.
fn date(text: &str) -> Value {
    match text.parse::<crate::model::Date>() {
        Ok(date) => Value::Date(date.to_string()),
        Err(_) => Value::from(text),
    }
}

fn lang(source: &Source) -> String {
    source.entry.language().map(ToString::to_string).unwrap_or_default()
}

fn authors(source: &Source) -> Vec<Node> {
    persons(source, source.entry.authors().unwrap_or_default())
}

fn translated_by(source: &Source) -> Vec<Node> {
    persons(source, translators(&source.entry))
}

/// Only a name in two parts tells a person from a body.
fn persons<'a>(source: &Source, persons: impl IntoIterator<Item = &'a Person>) -> Vec<Node> {
    let lang = lang(source);
    let persons = persons.into_iter().map(|person| {
        let node = if person.given_name.is_some() { Node::new("Person") } else { Node::default() };
        node.with("name", published(&lang, &person_name(person, &lang)))
    });
    persons.collect()
}

/// What a source is a part or a translation of. The title of an original is in another language than the source's.
fn named(source: &Source, other: Option<&Entry>) -> Option<Node> {
    let (other, title) = (other?, other?.title()?.to_string());
    let (class, lang) = match other.entry_type() {
        EntryType::Original => (class(source), other.language().map(ToString::to_string).unwrap_or_default()),
        kind => (class_of(kind), lang(source)),
    };
    Some(Node::new(class).with("name", published(&lang, &title)))
}

/// An article in a newspaper or a blog has a class of its own.
fn class(source: &Source) -> &'static str {
    let parent = whole_of(&source.entry).map(|whole| whole.entry_type());
    match (source.entry.entry_type(), parent) {
        (EntryType::Article, Some(EntryType::Newspaper)) => "NewsArticle",
        (EntryType::Article, Some(EntryType::Blog)) => "BlogPosting",
        (own, _) => class_of(own),
    }
}

fn class_of(kind: &EntryType) -> &'static str {
    match kind {
        EntryType::Article => "Article",
        EntryType::Chapter => "Chapter",
        EntryType::Book | EntryType::Anthology | EntryType::Reference => "Book",
        EntryType::Web => "WebPage",
        EntryType::Blog => "Blog",
        EntryType::Post => "SocialMediaPosting",
        EntryType::Newspaper => "Newspaper",
        EntryType::Periodical => "Periodical",
        EntryType::Report => "Report",
        EntryType::Thesis => "Thesis",
        EntryType::Manuscript => "Manuscript",
        EntryType::Legislation => "Legislation",
        EntryType::Video => "VideoObject",
        EntryType::Audio => "AudioObject",
        EntryType::Artwork => "VisualArtwork",
        EntryType::Repository => "SoftwareSourceCode",
        _ => "CreativeWork",
    }
}
