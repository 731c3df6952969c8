//! A feed of editions in one script. Source: RFC 4287.

use serde::{Deserialize, Serialize};

use super::xml::Xml;

/// What a feed says of the site.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    /// BCP 47, of the feed's titles and texts.
    pub(crate) lang: &'static str,
    /// The site's title.
    pub(crate) title: String,
    /// Who answers for entries without an author.
    pub(crate) author: String,
    /// The absolute address of the page that lists the editions.
    pub(crate) page: String,
    /// The absolute address of the feed.
    pub(crate) address: String,
}

/// One edition of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The absolute address of its page.
    pub(crate) address: String,
    /// What names it for ever: the address that it had first.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Who wrote it.
    pub(crate) authors: Vec<String>,
    /// Its summary, or empty.
    pub(crate) summary: String,
    /// When it was published: a date, a month or a year; or empty.
    pub(crate) published: String,
    /// When it was changed last, as `published`; never empty.
    pub(crate) updated: String,
    /// Its text with notes, as HTML with absolute addresses.
    pub(crate) html: String,
}

/// Returns the feed of `entries`, in the order given; the newest change dates the whole.
pub(crate) fn write_feed(feed: &Feed, entries: &[&Entry]) -> String {
    let mut xml = Xml::new();
    let updated = entries.iter().map(|entry| instant(&entry.updated)).max().unwrap_or_default();
    xml.block("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.lang)], |xml| {
        xml.field("title", &[], &feed.title);
        xml.field("id", &[], &feed.page);
        xml.field("updated", &[], &updated);
        link(xml, &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.address)]);
        link(xml, &[("rel", "alternate"), ("type", "text/html"), ("hreflang", feed.lang), ("href", &feed.page)]);
        person(xml, &feed.author);
        xml.field("generator", &[], "jiaozhu");
        entries.iter().for_each(|entry| write_entry(xml, feed, entry));
    });
    xml.into_text()
}

fn write_entry(xml: &mut Xml, feed: &Feed, entry: &Entry) {
    xml.block("entry", &[], |xml| {
        xml.field("title", &[], &entry.title);
        xml.field("id", &[], &entry.id);
        xml.field("published", &[], &instant(&entry.published));
        xml.field("updated", &[], &instant(&entry.updated));
        link(xml, &[("rel", "alternate"), ("type", "text/html"), ("hreflang", feed.lang), ("href", &entry.address)]);
        entry.authors.iter().for_each(|author| person(xml, author));
        xml.field("summary", &[], &entry.summary);
        xml.field("content", &[("type", "html")], &entry.html);
    });
}

fn link(xml: &mut Xml, attributes: super::xml::Attributes<'_>) {
    xml.empty("link", attributes);
    xml.line();
}

fn person(xml: &mut Xml, name: &str) {
    if !name.is_empty() {
        xml.block("author", &[], |xml| xml.field("name", &[], name));
    }
}

/// RFC 3339 knows no date without a time of day: what is not known is the first there is.
fn instant(date: &str) -> String {
    match date.len() {
        0 => String::new(),
        4 => format!("{date}-01-01T00:00:00Z"),
        7 => format!("{date}-01T00:00:00Z"),
        _ => format!("{date}T00:00:00Z"),
    }
}
