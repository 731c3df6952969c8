//! One edition, or its sources, in the forms that other programs read: `export` writes the first, `bibliography` the second.

use std::sync::Arc;

use clap::ValueEnum;

use super::Site;
use super::citations::recorded;
use crate::bibliography::{self, Extras, Format};
use crate::export;
use crate::model::{Scripted, Sources};
use crate::page::{Column, own_variant, source_views};

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
    let own = Column::new(scripted, own_variant(scripted));
    export_of(&own, (&sources_shown(scripted), &Extras::default()), site, format)
}

/// As [`export()`], of the edition of `own`, the column in its own variant, which shows `shown`.
fn export_of(
    own: &Column<'_>,
    (shown, extras): (&Sources, &Extras),
    site: &export::Site<'_>,
    format: ExportFormat,
) -> Option<String> {
    let sources = |format| bibliography::write_known(format, shown, extras);
    Some(match format {
        ExportFormat::Jsonld => export::json_ld(own.scripted(), site),
        ExportFormat::Tei => export::tei(own, site),
        ExportFormat::CslJson => sources(Format::CslJson),
        ExportFormat::Biblatex => sources(Format::BibLatex),
        ExportFormat::Ris => sources(Format::Ris),
        ExportFormat::Epub => return None,
    })
}

/// Returns all exports that a site publishes of the edition of `own`, the column in its own variant, with their file names.
pub(super) fn published(site: &Site<'_>, own: &Column<'_>, has_sources: bool) -> Vec<(&'static str, String)> {
    let Site { config, catalogue, data_words: words, once, .. } = site;
    let facts = export::Site { base_url: config.base_url.as_deref(), titles: &catalogue.titles, words };
    let shown = sources_shown(own.scripted());
    let of_sources = OF_SOURCES.into_iter().filter(|_| has_sources);
    let forms = OF_EDITION.into_iter().chain(of_sources);
    forms.filter_map(|(name, format)| Some((name, export_of(own, (&shown, &once.extras), &facts, format)?))).collect()
}

fn sources_shown(scripted: &Scripted) -> Sources {
    let shown = source_views(scripted, own_variant(scripted));
    Sources(recorded(scripted, &shown).map(|(key, source)| (key.to_owned(), Arc::clone(source))).collect())
}
