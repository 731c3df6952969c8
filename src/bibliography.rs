//! Bibliographies of other programs. In: sources, or the text of a CSL-JSON, BibLaTeX or RIS file. Out: such a text, or
//! entries for `sources.yaml` and a report. Knows no file; drops nothing in silence.
//!
//! Out (`write`):
//! 1. A source is laid flat (`item`, `kind`) and written in the format's words (`write_…`).
//! 2. What was written is read back and compared (`record`); the difference, and the `jz` map, go into a field that
//!    other programs pass over.
//!
//! In (`read`, `add_sources`):
//! 1. Every field of every entry finds its place or is kept (`read_…`, `arrival`).
//! 2. Entries get keys; what was kept becomes lines of the note; each is read as `sources.yaml` will be (`record`).
//! 3. What stands already is left out, the rest becomes YAML (`add`, `yaml`).

mod add;
mod arrival;
mod biblatex_words;
mod csl_words;
mod dates;
mod item;
mod kind;
mod languages;
mod raw_biblatex;
mod read_biblatex;
mod read_csl_json;
mod read_ris;
mod record;
mod ris_words;
mod roles;
mod tex;
mod write_biblatex;
mod write_csl_json;
mod write_ris;
mod yaml;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::diag::{Diagnostic, Severity};
use crate::model::{PerShared, Source, Sources};
use arrival::{Arrivals, finish, receive};
use item::{Item, flatten};
use record::{differences, record_of, source_of};

pub use add::{Added, add_sources};
pub use arrival::Received;

/// A format of bibliographies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSL-JSON, as Zotero, pandoc and citation processors have it.
    CslJson,
    /// BibLaTeX; BibTeX is read too.
    BibLatex,
    /// RIS, as EndNote and library catalogues have it.
    Ris,
}

impl Format {
    /// Returns the format of a file by the end of its name, in lower case and without the dot.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "json" => Some(Self::CslJson),
            "bib" => Some(Self::BibLatex),
            "ris" => Some(Self::Ris),
            _ => None,
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its entries, in order; none when a finding is an error.
    pub entries: Vec<Received>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

impl Reading {
    /// Returns the entries as sources.
    pub fn to_sources(&self) -> Sources {
        let read = |entry: &Received| Some((entry.key.clone(), source_of(&entry.key, &entry.record).ok()?.into()));
        Sources(self.entries.iter().filter_map(read).collect())
    }
}

/// Reads a bibliography.
///
/// Shape: an entry's fields that have no place of their own stand in its note, a line `field: value` each, and are named
/// in `Received::kept`.
/// Errors: none returned. `JZ320` when nothing can be taken, `JZ321` for a value that cannot be taken as it is.
///
/// ```
/// use jiaozhu::bibliography::{Format, read};
///
/// let reading = read(Format::BibLatex, "water.bib", "@book{water, title = {水譜}, keywords = {茶}}");
/// assert_eq!(reading.entries[0].kept, ["keywords"]);
/// let sources = reading.to_sources();
/// assert_eq!(sources.0["water"].entry.note().map(ToString::to_string).as_deref(), Some("keywords: 茶"));
/// ```
pub fn read(format: Format, path: &str, text: &str) -> Reading {
    let (mut entries, mut findings) = receive(path, arrivals(format, path, text));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        entries.clear();
    }
    findings.sort();
    Reading { entries, findings }
}

fn arrivals(format: Format, path: &str, text: &str) -> Arrivals {
    match format {
        Format::CslJson => read_csl_json::read(path, text),
        Format::BibLatex => read_biblatex::read(path, text),
        Format::Ris => read_ris::read(path, text),
    }
}

/// Writes a bibliography, a line a field; [`read`] gives the same sources back.
pub fn write(format: Format, sources: &Sources) -> String {
    write_known(format, sources, &Extras::default())
}

/// As [`write()`], where `known` spares the sources that many articles share.
pub(crate) fn write_known(format: Format, sources: &Sources, known: &Extras) -> String {
    let write: Writer = match format {
        Format::CslJson => write_csl_json::write,
        Format::BibLatex => write_biblatex::write,
        Format::Ris => write_ris::write,
    };
    let part =
        |(key, source): (&'_ String, &'_ Arc<Source>)| (flatten(&source.entry), known.of(format, key, source, write));
    let parts: Vec<(Item, Cow<'_, Extra>)> = sources.0.iter().map(part).collect();
    let keyed = sources.0.keys().zip(&parts);
    let written: Vec<Written<'_>> = keyed.map(|(key, (item, extra))| Written { key, item, extra }).collect();
    write(&written)
}

/// What has no place in each format, of the sources that articles share.
#[derive(Debug, Default)]
pub(crate) struct Extras(PerShared<[OnceLock<Extra>; 3]>);

impl Extras {
    /// Returns places for what is found out of `shared`.
    pub(crate) fn new(shared: &Sources) -> Self {
        Self(PerShared::new(shared))
    }

    fn of(&self, format: Format, key: &str, source: &Arc<Source>, write: Writer) -> Cow<'_, Extra> {
        let find = || extra_of(format, key, source, write);
        let place = self.0.place(key, source).and_then(|found| found.get(format as usize));
        place.map_or_else(|| Cow::Owned(find()), |place| Cow::Borrowed(place.get_or_init(find)))
    }
}

/// A source as a writer gets it.
struct Written<'a> {
    key: &'a str,
    item: &'a Item,
    extra: &'a Extra,
}

/// What has no place in a format.
#[derive(Debug, Clone, Default, PartialEq)]
struct Extra {
    jz: Option<Value>,
    fields: Map<String, Value>,
}

type Writer = fn(&[Written<'_>]) -> String;

/// Writes a source, reads it back and returns what did not come back.
fn extra_of(format: Format, key: &str, source: &Source, write: Writer) -> Extra {
    let record = record_of(source);
    let item = flatten(&source.entry);
    let text = write(&[Written { key, item: &item, extra: &Extra::default() }]);
    let came_back = arrivals(format, "", &text).entries.into_iter().next().map(|arrival| finish(arrival, key).0);
    let fields = differences(&came_back.unwrap_or_default(), &record);
    Extra { jz: record.get("jz").cloned(), fields }
}
