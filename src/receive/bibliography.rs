//! The command `import`, given a bibliography: its entries are added at the end of a `sources.yaml`.
//!
//! 1. The file is read and decoded; `bibliography` makes entries of it.
//! 2. They are compared with the sources that stand; new ones become YAML.
//! 3. The whole file, as it will be, is read once more; only then is it written.

use std::path::Path;

use crate::bibliography::{self, Added, Format, add_sources};
use crate::diag::{Diagnostic, Error, Severity, Texts, count};
use crate::discover::{self, TextFile};
use crate::import::decode;
use crate::model::{Source, Sources};
use crate::parse::read_sources;
use crate::patch::append;
use crate::typed_files::{NewFile, Stop, TypedSite, patched, write_all};

/// Where the sources of all articles stand.
const SHARED: &str = "content/sources.yaml";

/// What `import` is asked to do with a bibliography.
#[derive(Debug, Clone, Copy)]
pub struct BibliographyRequest<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The bibliography.
    pub file: &'a Path,
    /// Its format.
    pub format: Format,
    /// The article that gets the sources; none: all articles do.
    pub slug: Option<&'a str>,
    /// The encoding that the editor named; found by the bytes when not.
    pub encoding: Option<&'a str>,
}

/// What came of a bibliography.
#[derive(Debug, Clone, Default)]
pub struct BibliographyReport {
    /// What was done, a line a step.
    pub lines: Vec<String>,
    /// What is wrong; with an error nothing was done.
    pub findings: Vec<Diagnostic>,
    /// The texts that the findings point into.
    pub texts: Texts,
}

impl BibliographyReport {
    /// Says whether an error kept the command from its work.
    pub fn has_error(&self) -> bool {
        self.findings.iter().any(is_error)
    }
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

/// Returns the format of a bibliography by its name; none for any other file.
pub fn bibliography_format(file: &Path) -> Option<Format> {
    Format::of_extension(&file.extension()?.to_string_lossy().to_lowercase())
}

/// Adds the entries of a bibliography to a `sources.yaml`.
///
/// Errors: the machine's failures; no site, or no such article; a file that nothing can be added to. Nothing is written then.
pub fn receive_bibliography(request: &BibliographyRequest<'_>) -> Result<BibliographyReport, Stop> {
    let site = TypedSite::open(request.root)?;
    if site.files.config.is_none() {
        let error = Error::at(request.root, "no jiaozhu.toml here or in a folder above");
        return Err(error.hint("a bibliography goes into a site; go there, or name its folder with --root DIR").into());
    }
    let article = request.slug.map(|slug| site.article(slug)).transpose()?;
    let shared = Standing::read(SHARED, site.files.sources.as_ref());
    let own = article.as_ref().map(|files| {
        let path = format!("{}/sources.yaml", files.folder);
        Standing::read(&path, files.sources.as_ref())
    });
    let name = request.file.display().to_string();
    let bytes = discover::read_input(request.file)?;
    let (bytes, lines) = match request.encoding {
        None if std::str::from_utf8(&bytes).is_ok() => (bytes, Vec::new()),
        named => match decode(&bytes, named, None) {
            Ok(decoded) => (decoded.text.into_bytes(), decoded.report),
            Err(message) => return Err(Stop::Content(Error::at(request.file, message))),
        },
    };
    let file = match discover::decode(&name, bytes) {
        Ok(file) => file,
        Err(finding) => return Ok(BibliographyReport { findings: vec![finding], ..BibliographyReport::default() }),
    };
    let reading = bibliography::read(request.format, &name, &file.text);
    let texts = Texts::from([(name, file.text)]);
    let mut report = BibliographyReport { lines, findings: reading.findings, texts };
    let standing: Vec<&Standing<'_>> = own.iter().chain([&shared]).collect();
    standing.iter().for_each(|standing| standing.report_errors(&mut report));
    let Some(target) = standing.first().filter(|_| !report.has_error()) else { return Ok(report) };
    let known: Vec<(&str, &Sources)> = standing.iter().map(|file| (file.path.as_str(), &file.sources)).collect();
    let added = add_sources(&reading.entries, &known);
    let new: Vec<NewFile> = target.with(request.root, &added)?.into_iter().collect();
    write_all(request.root, &new)?;
    report.lines.extend(added.lines);
    report.lines.push(match added.sources.0.len() {
        0 => format!("nothing to add to {}", target.path),
        n => format!("{} added at the end of {}", count(n, "source"), target.path),
    });
    Ok(report)
}

/// A `sources.yaml` as it stands, or as it will be made.
struct Standing<'a> {
    path: String,
    file: Option<&'a TextFile>,
    sources: Sources,
    findings: Vec<Diagnostic>,
}

impl<'a> Standing<'a> {
    fn read(path: &str, file: Option<&'a TextFile>) -> Self {
        let (sources, findings) = read_sources(path, file.map_or("", |file| &file.text));
        Self { path: path.to_owned(), file, sources, findings }
    }

    /// What is wrong with it must be put right before anything is added; what is only odd, `check` says.
    fn report_errors(&self, report: &mut BibliographyReport) {
        report.findings.extend(self.findings.iter().filter(|finding| is_error(finding)).cloned());
        report.texts.extend(self.file.map(|file| (self.path.clone(), file.text.clone())));
    }

    /// The file with the new entries, if it reads as the sources that stand and the new ones.
    fn with(&self, root: &Path, added: &Added) -> Result<Option<NewFile>, Stop> {
        if added.yaml.is_empty() {
            return Ok(None);
        }
        let Some(file) = self.file else {
            return Ok(Some(NewFile::made(&self.path, &added.yaml)));
        };
        let gap = if file.text.is_empty() { "" } else { "\n" };
        let edit = append(&file.text, &format!("{gap}{}", added.yaml));
        let (read, findings) = read_sources(&self.path, &format!("{}{}", file.text, edit.new));
        let expected = || self.sources.0.iter().chain(&added.sources.0);
        let is_same = expected().count() == read.0.len()
            && expected().all(|(key, source)| read.0.get(key).is_some_and(|read| says_the_same(read, source)));
        if !is_same || findings.iter().any(is_error) {
            let error = Error::at(&root.join(&self.path), NO_PLACE);
            return Err(Stop::Content(error.hint(
                "let each source stand as `key:` at the left edge (an empty `{}` can be deleted), and end the file after the last",
            )));
        }
        Ok(Some(patched(root, file, &[edit])?))
    }
}

const NO_PLACE: &str = "nothing can be added at its end without a change of what stands there";

/// Whether two sources say the same, wherever they stand.
fn says_the_same(one: &Source, other: &Source) -> bool {
    one.entry == other.entry && one.meta == other.meta
}
