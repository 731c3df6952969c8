//! Paths in, texts and bytes out: finds the files of a site and reads them.
//! Refuses to know what the files say; it knows their names, their sizes and whether they are text.
//!
//! 1. `find_root` looks upward for `jiaozhu.toml`.
//! 2. `read_site` reads the shared files and lists articles, templates and static files, in sorted order.
//! 3. `read_article` reads one article's files, so that memory follows the articles in flight.
//! 4. Only regular files are opened, without following links (`open`); texts are checked on the way in (`decode`).
//! 5. What lies beside an article must be nothing that browsers or servers run (`inert`).

mod decode;
mod inert;
mod listing;
mod misplaced;
mod open;

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Error};
use crate::model::{Birth, PIECES_FILE};
use listing::{Listing, list, stat};
use misplaced::{misplaced, near_misses, received_names, second_received};
use open::read_below;

pub use decode::decode;

/// The largest text that is read, in bytes.
pub const TEXT_LIMIT: u64 = 16 << 20;
/// The largest received file that is read, in bytes.
pub const RECEIVED_LIMIT: u64 = 64 << 20;
/// The largest asset or static file that is read, in bytes.
pub const ASSET_LIMIT: u64 = 512 << 20;

/// The largest cache that is read, in bytes.
const CACHE_LIMIT: u64 = 1 << 30;
const CONFIG: &str = "jiaozhu.toml";
const INDEX: &str = "index.md";
/// What the articles in and below a folder share.
pub const DEFAULTS: &str = "defaults.yaml";
/// What an article's links came to at their last check.
pub const LINKS_LOCK: &str = "links.lock";
/// The article files that the program knows by name; none of them is an asset.
const ARTICLE_NAMES: [&str; 7] =
    [INDEX, "sources.yaml", "claims.yaml", "collation.yaml", "changes.yaml", LINKS_LOCK, "witness.txt"];

/// A file read as text.
///
/// Shape: valid UTF-8 without byte-order mark or refused characters; line ends are LF, save in `.txt` files, which
/// keep theirs. Positions in findings count bytes of this text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// The file, relative to the root, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// A file read as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BytesFile {
    /// The file, relative to the root, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where an article lies: its body is not read yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticlePaths {
    /// The folder, relative to the root: `content/qian`.
    pub folder: String,
    /// The folder's own name: `qian`.
    pub name: String,
}

/// The files of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFiles {
    /// The folder, relative to the root: `content/qian`.
    pub folder: String,
    /// The folder's own name: `qian`.
    pub name: String,
    /// `index.md`.
    pub index: TextFile,
    /// `sources.yaml`.
    pub sources: Option<TextFile>,
    /// `claims.yaml`.
    pub claims: Option<TextFile>,
    /// `collation.yaml`.
    pub collation: Option<TextFile>,
    /// `changes.yaml`.
    pub changes: Option<TextFile>,
    /// `witness.txt`, not decoded: its bytes are what the edition answers for.
    pub witness: Option<BytesFile>,
    /// `received.<ext>`, the text in the encoding or format in which it came.
    pub received: Option<BytesFile>,
    /// The other files, relative to `folder`, sorted: copied beside the pages.
    pub assets: Vec<String>,
}

/// The files of a site, article bodies apart.
#[derive(Debug, Clone)]
pub struct SiteFiles {
    /// The site's root.
    pub root: PathBuf,
    /// `jiaozhu.toml`.
    pub config: Option<TextFile>,
    /// `content/sources.yaml`.
    pub sources: Option<TextFile>,
    /// `content/glossary.yaml`.
    pub glossary: Option<TextFile>,
    /// `defaults.yaml` of folders with articles in or below them, sorted by folder, so that the upper ones come first.
    pub defaults: Vec<TextFile>,
    /// The articles, sorted by folder.
    pub articles: Vec<ArticlePaths>,
    /// The files below `templates/`, sorted; their paths begin with `templates/`.
    pub templates: Vec<TextFile>,
    /// The files below `static/`, relative to it, sorted.
    pub statics: Vec<String>,
}

impl SiteFiles {
    /// Returns the defaults that reach an article's folder, the uppermost first.
    pub fn defaults_of<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a TextFile> {
        let above = folder.match_indices('/').filter_map(|(at, _)| folder.get(..at));
        let found = above.chain(std::iter::once(folder)).filter_map(|folder| {
            let at = self.defaults.binary_search_by(|file| folder_of(&file.path).cmp(folder)).ok()?;
            self.defaults.get(at)
        });
        // Most sites have none.
        found.take(self.defaults.len())
    }
}

/// Returns the nearest folder upward from `start`, itself included, that holds `jiaozhu.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    // A file that cannot be looked at is found: reading it then says why.
    let is_root = |folder: &&Path| match fs::metadata(folder.join(CONFIG)) {
        Ok(stat) => stat.is_file(),
        Err(cause) => {
            !matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied)
        }
    };
    start.ancestors().find(is_root).map(Path::to_owned)
}

/// Returns the site's shared files and the places of its articles.
///
/// Errors: a file or folder that cannot be read is an `Error`. Reported: `JZ001` to `JZ004` for files that are
/// refused, `JZ005` when there is no article, `JZ006` for names that are nearly right; links in article folders are
/// reported here, once.
pub fn read_site(root: &Path) -> Result<(SiteFiles, Vec<Diagnostic>), Error> {
    let mut reader = Reader { root, findings: Vec::new() };
    let content = list(root, "content", |_| Ok(true))?;
    let templates = list(root, "templates", |_| Ok(true))?;
    let statics = list(root, "static", |_| Ok(true))?;
    for listing in [&content, &templates, &statics] {
        reader.findings.extend(listing.findings.iter().cloned());
    }
    let articles = find_articles(&content);
    if articles.is_empty() {
        reader.findings.push(no_article(&content));
    }
    reader.findings.extend(misplaced(&content, &articles));
    let mut defaults: Vec<String> = content.files.iter().filter(|file| name_of(file) == DEFAULTS).cloned().collect();
    defaults.retain(|file| has_article(&articles, folder_of(file)));
    defaults.sort_by(|a, b| folder_of(a).cmp(folder_of(b)));
    let site = SiteFiles {
        config: reader.optional(stat(&root.join(CONFIG))?.is_some(), CONFIG)?,
        sources: reader.optional(content.has("content/sources.yaml"), "content/sources.yaml")?,
        glossary: reader.optional(content.has("content/glossary.yaml"), "content/glossary.yaml")?,
        defaults: reader.texts(&defaults)?,
        templates: reader.texts(&templates.files)?,
        statics: relative_to("static", statics.files),
        root: root.to_owned(),
        articles,
    };
    reader.findings.sort();
    Ok((site, reader.findings))
}

/// Returns the files of one article; none when its `index.md` is refused.
///
/// Errors: a file that cannot be read is an `Error`. Reported: `JZ001` to `JZ004` for files that are refused, each
/// then counted as absent, `JZ006` for names that are nearly right, and `JZ021` for files that would be run.
pub fn read_article(root: &Path, article: &ArticlePaths) -> Result<(Option<ArticleFiles>, Vec<Diagnostic>), Error> {
    let folder = article.folder.as_str();
    // A folder further down that has its own index.md is another article.
    let is_other = |below: &Path| Ok(stat(&below.join(INDEX))?.is_some_and(|stat| stat.is_file()));
    let listing = list(root, folder, |below| is_other(below).map(|is_other| !is_other))?;
    let mut reader = Reader {
        root,
        findings: near_misses(folder, &listing.files, &["sources", "claims", "collation", "changes", "defaults"]),
    };
    let misses: Vec<String> = reader.findings.iter().filter_map(|f| Some(f.place.as_ref()?.file.clone())).collect();
    let received = received_names(folder, &listing.files);
    reader.findings.extend(second_received(&received));
    let path = |name: &str| format!("{folder}/{name}");
    let known: Vec<String> =
        ARTICLE_NAMES.iter().map(|name| path(name)).chain(received.clone()).chain(misses).collect();
    let is_asset = |file: &str| !known.iter().any(|known| known == file) && name_of(file) != DEFAULTS;
    let Some(index) = reader.text(&path(INDEX))? else {
        return Ok((None, reader.findings));
    };
    let assets: Vec<String> = listing.files.iter().filter(|file| is_asset(file)).cloned().collect();
    reader.look_for_active(&assets)?;
    let files = ArticleFiles {
        folder: folder.to_owned(),
        name: article.name.clone(),
        index,
        sources: reader.optional(listing.has(&path("sources.yaml")), &path("sources.yaml"))?,
        claims: reader.optional(listing.has(&path("claims.yaml")), &path("claims.yaml"))?,
        collation: reader.optional(listing.has(&path("collation.yaml")), &path("collation.yaml"))?,
        changes: reader.optional(listing.has(&path("changes.yaml")), &path("changes.yaml"))?,
        witness: if listing.has(&path("witness.txt")) { reader.bytes(&path("witness.txt"), TEXT_LIMIT)? } else { None },
        received: received.first().map_or(Ok(None), |first| reader.bytes(first, RECEIVED_LIMIT))?,
        assets: relative_to(folder, assets),
    };
    reader.findings.sort();
    Ok((Some(files), reader.findings))
}

/// Returns an article's `links.lock`, when there is one.
///
/// Errors: a file that cannot be read is an `Error`. Reported: `JZ001` to `JZ004` when it is refused, so that it is
/// neither believed nor written over.
pub fn read_links_lock(root: &Path, folder: &str) -> Result<(Option<TextFile>, Vec<Diagnostic>), Error> {
    let path = format!("{folder}/{LINKS_LOCK}");
    let mut reader = Reader { root, findings: Vec::new() };
    let file = reader.optional(stat(&root.join(&path))?.is_some(), &path)?;
    Ok((file, reader.findings))
}

/// Returns the names of what a folder holds, sorted; none when there is no folder.
///
/// Errors: when it is no folder, or cannot be read.
pub fn names_in(folder: &Path) -> Result<Option<Vec<String>>, Error> {
    let fail = |cause| Error::at(folder, cause);
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(fail)?,
    };
    let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
    let mut names = entries.map(name).collect::<Result<Vec<_>, _>>().map_err(fail)?;
    names.sort();
    Ok(Some(names))
}

/// Returns the bytes of an asset or a static file.
///
/// Errors: when the path leaves the root, passes through a link, or is not a regular file of at most
/// [`ASSET_LIMIT`] bytes.
pub fn read_bytes(root: &Path, relative: &str) -> Result<Vec<u8>, Error> {
    read_below(root, relative, ASSET_LIMIT)?.map_err(|refusal| Error::at(&root.join(relative), refusal))
}

/// Returns a file that the last build left for this one, to be read once, with its birth; none when there is no such file
/// or it cannot be opened.
pub fn open_cache(root: &Path, path: &str) -> Option<(impl Read + use<>, Birth)> {
    let file = open::open_file(root, path, CACHE_LIMIT)?;
    let birth = Birth::of(&file.metadata().ok()?)?;
    Some((file.take(CACHE_LIMIT), birth))
}

/// Returns the file of pieces that the last build left for this one; none as for [`open_cache`].
pub fn open_pieces(root: &Path) -> Option<File> {
    open::open_file(root, PIECES_FILE, CACHE_LIMIT)
}

/// Returns what tells this program from any other and from any other version of it; none when it cannot be known.
pub fn program() -> Option<String> {
    let stat = std::env::current_exe().ok().and_then(|path| fs::metadata(path).ok())?;
    let version = env!("CARGO_PKG_VERSION");
    // The time at which an inode was changed is set by the system alone.
    Some(format!("{version} {} {} {} {}", stat.ino(), stat.len(), stat.ctime(), stat.ctime_nsec()))
}

/// Returns the bytes of a file that the user named on the command line; here alone links are followed.
///
/// Errors: when it is not a regular file of at most [`RECEIVED_LIMIT`] bytes, or cannot be read.
pub fn read_input(path: &Path) -> Result<Vec<u8>, Error> {
    let stat = fs::metadata(path).map_err(|cause| Error::at(path, cause))?;
    if !stat.is_file() {
        return Err(Error::at(path, "is not a regular file"));
    }
    let file = File::open(path).map_err(|cause| Error::at(path, cause))?;
    open::read_limited(file, RECEIVED_LIMIT)
        .map_err(|cause| Error::at(path, cause))?
        .map_err(|refusal| Error::at(path, refusal))
}

/// Returns a file's text for drawing a finding in it, even when the text was refused: invalid bytes are U+FFFD.
///
/// Units: the spans of `JZ001` and `JZ002` count bytes of this text.
/// Errors: as for [`read_bytes`].
pub fn read_for_drawing(root: &Path, path: &str) -> Result<TextFile, Error> {
    Ok(decode::decode_lossy(path, &read_bytes(root, path)?))
}

/// Reads files below the root and collects what is wrong with them.
struct Reader<'a> {
    root: &'a Path,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn bytes(&mut self, path: &str, limit: u64) -> Result<Option<BytesFile>, Error> {
        match read_below(self.root, path, limit)? {
            Ok(bytes) => Ok(Some(BytesFile { path: path.to_owned(), bytes })),
            Err(refusal) => {
                self.findings.push(refusal.finding(path));
                Ok(None)
            }
        }
    }

    fn text(&mut self, path: &str) -> Result<Option<TextFile>, Error> {
        let Some(file) = self.bytes(path, TEXT_LIMIT)? else {
            return Ok(None);
        };
        match decode(path, file.bytes) {
            Ok(text) => Ok(Some(text)),
            Err(finding) => {
                self.findings.push(finding);
                Ok(None)
            }
        }
    }

    fn optional(&mut self, is_there: bool, path: &str) -> Result<Option<TextFile>, Error> {
        if is_there { self.text(path) } else { Ok(None) }
    }

    fn texts(&mut self, paths: &[String]) -> Result<Vec<TextFile>, Error> {
        let mut texts = Vec::with_capacity(paths.len());
        for path in paths {
            texts.extend(self.text(path)?);
        }
        Ok(texts)
    }
}

fn find_articles(content: &Listing) -> Vec<ArticlePaths> {
    let mut articles: Vec<ArticlePaths> = content
        .files
        .iter()
        .filter_map(|file| {
            let folder = file.strip_suffix(INDEX)?.strip_suffix('/')?;
            let (_, name) = folder.rsplit_once('/')?;
            Some(ArticlePaths { folder: folder.to_owned(), name: name.to_owned() })
        })
        .collect();
    articles.sort();
    articles
}

/// Says whether there is an article in or below `folder`.
fn has_article(articles: &[ArticlePaths], folder: &str) -> bool {
    let is_below = |article: &ArticlePaths| {
        article.folder.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    // Between a folder and those below it there may be others, whose names go on where its own ends.
    let from = articles.partition_point(|article| article.folder.as_str() < folder);
    let from = articles.get(from..).unwrap_or_default();
    from.iter().take_while(|article| article.folder.starts_with(folder)).any(is_below)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn no_article(content: &Listing) -> Diagnostic {
    let message =
        if content.is_there { "no article in the folder `content`" } else { "the site has no folder `content`" };
    Diagnostic::error("JZ005", message).hint("write `content/<slug>/index.md`, or run `jiaozhu import FILE`")
}

fn relative_to(folder: &str, files: Vec<String>) -> Vec<String> {
    let inside = |file: String| Some(file.strip_prefix(folder)?.strip_prefix('/')?.to_owned());
    files.into_iter().filter_map(inside).collect()
}

#[cfg(test)]
mod tests;
