//! The edition as TEI P5: one file in the script in which the article is written.
//!
//! Source: TEI P5 Guidelines; the apparatus is encoded by parallel segmentation (chapter 13), places that the text does
//! not show by reference to their sentence.

mod apparatus;
mod header;
mod inline;
mod notes;
mod sources;
mod text;

use super::{Site, xml};
use crate::model::LeafId;
use crate::page::{Column, PageAddress, SourceViews};
use apparatus::Entry;
use inline::{LeafDepartures, Page};
use xml::Xml;

/// Returns the edition as an XML document.
pub(super) fn write(column: &Column<'_>, sources: &SourceViews, site: &Site<'_>) -> String {
    let (scripted, v) = (column.scripted(), column.variant());
    let edition = &scripted.annotated.edition;
    let front = &edition.document.front;
    let variant = scripted.variants.get(v).copied().unwrap_or(front.lang);
    let address = PageAddress::Article(v, front.slug.clone(), front.kind).path(&scripted.variants);
    let entries = Entry::all(edition, &header::responsible(edition));
    let numbered = scripted.annotated.numbered.iter();
    let page = Page {
        scripted,
        site,
        v,
        lang: variant.tag(),
        column,
        sources,
        entries: entries.into_iter().map(|entry| (entry.id().to_owned(), entry)).collect(),
        code_ids: numbered.filter(|block| block.code.is_some()).map(|block| block.id.as_str()).collect(),
        address: site.address(&address),
        departures: LeafDepartures::of_all(&edition.departures),
    };
    let mut xml = Xml::new();
    xml.block("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0"), ("xml:lang", page.lang)], |xml| {
        header::write_header(xml, &page);
        xml.block("text", &[("xml:lang", page.lang)], |xml| {
            text::write_body(xml, &page);
            if !scripted.annotated.claims.is_empty() || page.entries.values().any(Entry::is_unseen) {
                xml.block("back", &[], |xml| {
                    notes::write_notes(xml, &page);
                    apparatus::write_unseen(xml, &page);
                });
            }
        });
    });
    xml.into_text()
}

impl Page<'_> {
    /// Returns the id of a leaf; nothing for one that has none.
    fn id(&self, leaf: LeafId) -> String {
        let anchor = self.scripted.annotated.anchors.get(leaf).and_then(Option::as_ref);
        anchor.map(|anchor| anchor.id.clone()).unwrap_or_default()
    }

    /// Returns the id of the `n`th code block of the body.
    fn code_id(&self, n: usize) -> &str {
        self.code_ids.get(n).map_or("", |id| id)
    }

    /// Returns a pointer to a source; nothing for one that is not listed.
    fn source(&self, key: &str) -> String {
        if self.sources.0.contains_key(key) { format!("#s-{key}") } else { String::new() }
    }

    /// Writes categories, each an id and its meaning; nothing when there are none.
    fn taxonomy(&self, xml: &mut Xml, id: &str, categories: &[(String, String)]) {
        if categories.is_empty() {
            return;
        }
        xml.block("taxonomy", &[("xml:id", id)], |xml| {
            for (id, text) in categories {
                xml.element("category", &[("xml:id", id)], |xml| xml.element("catDesc", &[], |xml| xml.text(text)));
                xml.line();
            }
        });
    }
}
