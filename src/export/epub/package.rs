//! The package document: metadata, manifest, spine.
//!
//! Source: EPUB 3.3, section 5; EPUB Accessibility 1.1, section 2, for the metadata of access.

use super::super::xml::Xml;
use super::{Book, chapter_file};

/// What `dcterms:modified`, which may not be missing, says of a book whose edition states no date: the first that ZIP files know.
const UNDATED: &str = "1980-01-01";

/// Returns the package document of `book`.
pub(super) fn write(book: &Book, identifier: &str) -> String {
    let mut xml = Xml::new();
    let attributes = [
        ("xmlns", "http://www.idpf.org/2007/opf"),
        ("version", "3.0"),
        ("unique-identifier", "id"),
        ("xml:lang", book.titles.first().map_or("zh", |(lang, _)| lang)),
    ];
    xml.block("package", &attributes, |xml| {
        xml.block("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")], |xml| {
            xml.field("dc:identifier", &[("id", "id")], identifier);
            write_titles(xml, book);
            write_description(xml, book);
            write_access(xml, book);
        });
        xml.block("manifest", &[], |xml| write_manifest(xml, book));
        xml.block("spine", &[], |xml| {
            for (name, _) in &book.chapters {
                xml.empty("itemref", &[("idref", name)]);
                xml.line();
            }
        });
    });
    xml.into_text()
}

/// The first title is the book's; that of the other column is the same in another script.
fn write_titles(xml: &mut Xml, book: &Book) {
    for (n, (lang, title)) in book.titles.iter().enumerate() {
        if n == 0 {
            xml.field("dc:title", &[("id", "title"), ("xml:lang", lang)], title);
        } else {
            xml.field("meta", &[("refines", "#title"), ("property", "alternate-script"), ("xml:lang", lang)], title);
        }
    }
    for (lang, _) in &book.titles {
        xml.field("dc:language", &[], lang);
    }
}

fn write_description(xml: &mut Xml, book: &Book) {
    let roles = [("dc:creator", "author", "aut", &book.authors), ("dc:contributor", "editor", "edt", &book.editors)];
    for (element, name, role, persons) in roles {
        for (n, person) in persons.iter().filter(|person| !person.trim().is_empty()).enumerate() {
            let id = format!("{name}-{}", n + 1);
            xml.field(element, &[("id", &id)], person);
            let refines = format!("#{id}");
            let attributes = [("refines", refines.as_str()), ("property", "role"), ("scheme", "marc:relators")];
            xml.field("meta", &attributes, role);
        }
    }
    let modified = if book.modified.is_empty() { UNDATED } else { &book.modified };
    // A month or a year begins with its first day.
    let day = ["", "-01", "-01-01"].iter().find(|rest| modified.len() + rest.len() == UNDATED.len()).unwrap_or(&"");
    xml.field("meta", &[("property", "dcterms:modified")], &format!("{modified}{day}T00:00:00Z"));
    xml.field("meta", &[("property", "schema:bookEdition")], book.edition.trim());
    let fields = [
        ("dc:date", &book.date),
        ("dc:publisher", &book.publisher),
        ("dc:rights", &book.license),
        ("dc:description", &book.summary),
        ("dc:source", &book.page),
    ];
    for (element, text) in fields.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        xml.field(element, &[], text);
    }
    for tag in book.tags.iter().filter(|tag| !tag.trim().is_empty()) {
        xml.field("dc:subject", &[], tag);
    }
}

/// Every picture has its alternative text as typed; whether one flashes nobody knows.
fn write_access(xml: &mut Xml, book: &Book) {
    let has_pictures = !book.pictures.is_empty();
    let of_pictures = |property, value| has_pictures.then_some((property, value));
    let said = [
        Some(("accessMode", "textual")),
        of_pictures("accessMode", "visual"),
        of_pictures("accessModeSufficient", "textual,visual"),
        Some(("accessModeSufficient", "textual")),
        Some(("accessibilityFeature", "tableOfContents")),
        Some(("accessibilityFeature", "structuralNavigation")),
        Some(("accessibilityFeature", "readingOrder")),
        Some(("accessibilityFeature", "displayTransformability")),
        of_pictures("accessibilityFeature", "alternativeText"),
        Some(("accessibilityHazard", if has_pictures { "unknown" } else { "none" })),
        Some(("accessibilitySummary", book.access.as_str())),
    ];
    for (property, value) in said.into_iter().flatten() {
        xml.field("meta", &[("property", &format!("schema:{property}"))], value);
    }
}

fn write_manifest(xml: &mut Xml, book: &Book) {
    const XHTML: &str = "application/xhtml+xml";
    let mut item = |id: &str, href: &str, media_type: &str, properties: &str| {
        xml.empty("item", &[("id", id), ("href", href), ("media-type", media_type), ("properties", properties)]);
        xml.line();
    };
    item("nav", "nav.xhtml", XHTML, "nav");
    item("style", "style.css", "text/css", "");
    for (name, _) in &book.chapters {
        item(name, &chapter_file(name), XHTML, "");
    }
    for (n, picture) in book.pictures.iter().enumerate() {
        item(&format!("picture-{}", n + 1), &picture.name, picture.media_type, "");
    }
}
