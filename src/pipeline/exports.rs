//! One edition, or its sources, in the forms that other programs read: `export` writes the first, `bibliography` the second.

use std::sync::Arc;

use clap::ValueEnum;

use super::Site;
use super::citations::recorded;
use crate::bibliography::{self, Extras, Format};
use crate::export;
use crate::model::{Scripted, Sources};
use crate::page::{Column, SourceViews, own_variant, source_views};

/// A form in which an edition, or its sources alone, are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The edition in words of schema.org, as JSON-LD
    Jsonld,
    /// The edition as TEI P5, XML
    Tei,
    /// The sources as CSL-JSON, for Zotero and pandoc
    CslJson,
    /// The sources as BibLaTeX, for LaTeX
    Biblatex,
    /// The sources as RIS, for EndNote and library catalogues
    Ris,
    /// The edition as a book, for reading systems
    Epub,
}

/// The forms that a site publishes beside `edition.json`, by file name.
const OF_EDITION: [(&str, ExportFormat); 2] =
    [("edition.jsonld", ExportFormat::Jsonld), ("edition.tei.xml", ExportFormat::Tei)];
/// The same of its sources, if it has any.
const OF_SOURCES: [(&str, ExportFormat); 3] = [
    ("references.json", ExportFormat::CslJson),
    ("references.bib", ExportFormat::Biblatex),
    ("references.ris", ExportFormat::Ris),
];

/// Returns the edition, or its sources, in the form `format`; none for a book, which is no text.
///
/// Shape: the sources are those that its page of sources shows, in that order; a plain link is none of them.
pub(crate) fn export(scripted: &Scripted, site: &export::Site<'_>, format: ExportFormat) -> Option<String> {
    let own = own_variant(scripted);
    let (column, shown) = (Column::new(scripted, own), source_views(scripted, own));
    Own::new(&column, &shown).export(&Extras::default(), site, format)
}

/// An edition in its own variant, with what it shows of its sources.
struct Own<'a> {
    column: &'a Column<'a>,
    shown: &'a SourceViews,
    /// The recorded ones of these.
    sources: Sources,
}

impl<'a> Own<'a> {
    fn new(column: &'a Column<'a>, shown: &'a SourceViews) -> Self {
        let recorded = recorded(column.scripted(), shown).map(|(key, source)| (key.to_owned(), Arc::clone(source)));
        Self { column, shown, sources: Sources(recorded.collect()) }
    }

    /// As [`export()`].
    fn export(&self, extras: &Extras, site: &export::Site<'_>, format: ExportFormat) -> Option<String> {
        let sources = |format| bibliography::write_known(format, &self.sources, extras);
        Some(match format {
            ExportFormat::Jsonld => export::json_ld(self.column.scripted(), self.shown, site),
            ExportFormat::Tei => export::tei(self.column, self.shown, site),
            ExportFormat::CslJson => sources(Format::CslJson),
            ExportFormat::Biblatex => sources(Format::BibLatex),
            ExportFormat::Ris => sources(Format::Ris),
            ExportFormat::Epub => return None,
        })
    }
}

/// Returns all exports that a site publishes of the edition of `column`, the one in its own variant, which shows `shown`, with
/// their file names.
pub(super) fn published(
    site: &Site<'_>,
    (column, shown): (&Column<'_>, &SourceViews),
    has_sources: bool,
) -> Vec<(&'static str, String)> {
    let Site { config, catalogue, data_words: words, once, .. } = site;
    let facts = export::Site { base_url: config.base_url.as_deref(), titles: &catalogue.titles, words };
    let own = Own::new(column, shown);
    let of_sources = OF_SOURCES.into_iter().filter(|_| has_sources);
    let forms = OF_EDITION.into_iter().chain(of_sources);
    forms.filter_map(|(name, format)| Some((name, own.export(&once.extras, &facts, format)?))).collect()
}
