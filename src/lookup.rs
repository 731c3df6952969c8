//! The command `cite`: a key of a source becomes the lines to cite it by.
//!
//! 1. The shared sources and those of the articles are read.
//! 2. The key is looked up: in one article's sources before the shared ones, or everywhere.
//! 3. The one source found is formatted; a key that means several works, or none, is refused with what to type.

use std::path::Path;

use crate::cite::{Style, Styles};
use crate::diag::{Error, Severity, did_you_mean};
use crate::discover::{self, TextFile};
use crate::model::{Script, Sources};
use crate::parse::read_sources;
use crate::typed_files::{TypedSite, unknown_article};

/// What `cite` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The source's key.
    pub key: &'a str,
    /// The style; none means both.
    pub style: Option<Style>,
    /// The article whose sources are meant, by its slug.
    pub article: Option<&'a str>,
}

/// Returns the lines by which a source is cited: its line in the style asked for, or one a style, after its name and a tab.
///
/// Errors: files that cannot be read; an article that is not there; a key that no source has, or several different ones.
pub fn cite(request: &Request<'_>) -> Result<Vec<String>, Error> {
    let shelves = read_shelves(request)?;
    let mut found: Vec<(&Shelf, Vec<String>)> = Vec::new();
    let styles = Styles::default();
    for shelf in &shelves {
        let Some(source) = shelf.sources.0.get(request.key) else { continue };
        let asked = request.style.map_or(Style::ALL.to_vec(), |style| vec![style]);
        let lines = asked.into_iter().map(|style| {
            let line = styles.format(source, style, shelf.script).text;
            if request.style.is_some() { line } else { format!("{}\t{line}", style.name()) }
        });
        let lines = lines.collect();
        if found.iter().all(|(_, other)| *other != lines) {
            found.push((shelf, lines));
        }
        // What the article itself says of a key hides what the shared file says.
        if request.article.is_some() {
            break;
        }
    }
    match <[_; 1]>::try_from(found) {
        Ok([(_, lines)]) => Ok(lines),
        Err(found) if found.is_empty() => Err(unknown_key(request, &shelves)),
        Err(found) => Err(ambiguous(request.key, &found)),
    }
}

/// The sources of one file.
struct Shelf {
    path: String,
    /// The article's slug; none for the shared file.
    slug: Option<String>,
    script: Script,
    sources: Sources,
    is_broken: bool,
}

impl Shelf {
    fn new(file: &TextFile, slug: Option<String>, script: Script) -> Self {
        let (sources, findings) = read_sources(&file.path, &file.text);
        Self {
            path: file.path.clone(),
            slug,
            script,
            sources,
            is_broken: findings.iter().any(|finding| finding.severity == Severity::Error),
        }
    }
}

/// The files in which the key may stand: of the article asked for and the shared one, or of all articles after it.
fn read_shelves(request: &Request<'_>) -> Result<Vec<Shelf>, Error> {
    let site = TypedSite::open(request.root)?;
    let shared = site.files.sources.iter().map(|file| Shelf::new(file, None, site.config.lang.script));
    let mut shelves: Vec<Shelf> = shared.collect();
    let mut slugs = Vec::new();
    for paths in &site.files.articles {
        let Some(files) = discover::read_article(request.root, paths)?.0 else { continue };
        let (slug, lang) = site.slug_and_lang(&files);
        slugs.push(slug.clone());
        if request.article.is_none_or(|asked| asked == slug) {
            shelves.extend(files.sources.as_ref().map(|file| Shelf::new(file, Some(slug), lang.script)));
        }
    }
    if let Some(asked) = request.article {
        if !slugs.iter().any(|slug| slug == asked) {
            return Err(unknown_article(asked, slugs.iter().map(String::as_str)));
        }
        shelves.sort_by_key(|shelf| shelf.slug.is_none());
    }
    Ok(shelves)
}

fn unknown_key(request: &Request<'_>, shelves: &[Shelf]) -> Error {
    let error = Error::new(format!("no source has the key `{}`", request.key));
    let broken: Vec<&str> = shelves.iter().filter(|s| s.is_broken).map(|s| s.path.as_str()).collect();
    if !broken.is_empty() {
        return error.hint(format!("{} could not be read; `jiaozhu check` says why", broken.join(", ")));
    }
    let keys = || shelves.iter().flat_map(|shelf| shelf.sources.0.keys()).map(String::as_str);
    match did_you_mean(request.key, keys()) {
        Some(meant) => error.hint(format!("did you mean `{meant}`?")),
        None if shelves.is_empty() => error.hint("write it into `content/sources.yaml`, or beside an article"),
        None => {
            let paths: Vec<&str> = shelves.iter().map(|shelf| shelf.path.as_str()).collect();
            error.hint(format!("looked in {}", paths.join(", ")))
        }
    }
}

fn ambiguous(key: &str, found: &[(&Shelf, Vec<String>)]) -> Error {
    let paths: Vec<&str> = found.iter().map(|(shelf, _)| shelf.path.as_str()).collect();
    let slugs = found.iter().filter_map(|(shelf, _)| shelf.slug.as_deref());
    let options: Vec<String> = slugs.map(|slug| format!("`--article {slug}`")).collect();
    Error::new(format!("`{key}` means different works in {}", paths.join(", ")))
        .hint(format!("name the article: {}", options.join(" or ")))
}
