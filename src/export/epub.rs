//! A book as EPUB 3.3: one file that holds texts, pictures and what is to be known of them.
//!
//! 1. Pictures are taken that every reading system shows, under names of their own (`picture`).
//! 2. The package document says what the book is and what it holds (`package`).
//! 3. All goes into one ZIP file in a fixed order and without times, the first entry not compressed: the same book is the
//!    same bytes.
//!
//! Source: EPUB 3.3, W3C Recommendation; the container is its section 4.

mod package;
mod picture;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml;
use crate::diag::Error;
use crate::model::sha256;
pub(crate) use picture::{Picture, picture};

/// Where the package document lies; all that it names lies beside it.
const PACKAGE: &str = "EPUB/package.opf";
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles>\n<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n\
    </container>\n";

/// A book: its texts as drawn, and what is said of it.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// The languages of its columns, and in each its title.
    pub(crate) titles: Vec<(&'static str, String)>,
    pub(crate) authors: Vec<String>,
    pub(crate) editors: Vec<String>,
    /// The site's title.
    pub(crate) publisher: String,
    /// When the article was published, or empty.
    pub(crate) date: String,
    /// The last date that the edition states, or empty.
    pub(crate) modified: String,
    pub(crate) edition: String,
    pub(crate) license: String,
    pub(crate) summary: String,
    pub(crate) tags: Vec<String>,
    /// The address of the article's page, or empty.
    pub(crate) page: String,
    /// What readers who do not see the book are told of it.
    pub(crate) access: String,
    /// What leads to its parts: XHTML.
    pub(crate) contents: String,
    /// Chapters in reading order, each with its name, as `text`: XHTML.
    pub(crate) chapters: Vec<(&'static str, String)>,
    /// Its style sheet.
    pub(crate) style: String,
    pub(crate) pictures: Vec<Picture>,
}

/// Returns the name of a chapter's file.
pub(crate) fn chapter_file(name: &str) -> String {
    format!("{name}.xhtml")
}

impl Book {
    /// Returns the book as one file.
    ///
    /// Errors: when it is too large to be one.
    pub(crate) fn into_epub(mut self) -> Result<Vec<u8>, Error> {
        for text in self.chapters.iter_mut().map(|(_, text)| text).chain([&mut self.contents]) {
            *text = xml::allowed(text).into_owned();
        }
        let package = package::write(&self, &self.identifier());
        self.pack(&package).map_err(|cause| Error::new(format!("the book cannot be put into one file: {cause}")))
    }

    fn pack(&self, package: &str) -> Result<Vec<u8>, zip::result::ZipError> {
        let plain = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let (stored, packed) = (
            plain.compression_method(CompressionMethod::Stored),
            plain.compression_method(CompressionMethod::Deflated),
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let head: [(String, &[u8]); 3] = [
            ("mimetype".to_owned(), b"application/epub+zip"),
            ("META-INF/container.xml".to_owned(), CONTAINER.as_bytes()),
            (PACKAGE.to_owned(), package.as_bytes()),
        ];
        for (n, (name, bytes)) in head.into_iter().chain(self.files()).enumerate() {
            zip.start_file(name, if n == 0 { stored } else { packed })?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// All files that the package document names.
    fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let texts = self.chapters.iter().map(|(name, text)| (chapter_file(name), text.as_bytes()));
        let own = [("nav.xhtml", &self.contents), ("style.css", &self.style)];
        let own = own.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes()));
        let pictures = self.pictures.iter().map(|picture| (picture.name.clone(), picture.bytes.as_slice()));
        own.chain(texts).chain(pictures).map(|(name, bytes)| (format!("EPUB/{name}"), bytes))
    }

    /// A UUID made of all that the book says: another text is another book.
    ///
    /// Source: RFC 9562, section 5.8: version 8, whose bits are ours.
    fn identifier(&self) -> String {
        let mut all = package::write(self, "").into_bytes();
        for (name, bytes) in self.files() {
            all.extend(name.bytes().chain(sha256(bytes).bytes()));
        }
        let digits = sha256(&all);
        let part = |at: std::ops::Range<usize>| digits.get(at).unwrap_or_default();
        format!("urn:uuid:{}-{}-8{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
    }
}
