//! The command `import`: a received file becomes an article's folder; a bibliography, entries of `sources.yaml` (`bibliography`).
//!
//! 1. The file is read and decoded (`kind`).
//! 2. `import` makes the article's files of its text.
//! 3. They are written, none over another; a site is started where there is none.

mod bibliography;
mod kind;

use std::path::Path;

use crate::collate::{collate, received_lines};
use crate::config::{Config, Limits};
use crate::diag::{Error, Severity};
use crate::discover;
use crate::import::{Imported, Outline, import};
use crate::model::{Collation, Leaf, Unit, collect_leaves};
use crate::parse::{Input, parse};
use crate::publish;
use crate::start::schema_line;
pub use bibliography::{BibliographyReport, BibliographyRequest, bibliography_format, receive_bibliography};
use kind::{Received, read_received};

/// What `import` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root; a `jiaozhu.toml` is written there when there is none.
    pub root: &'a Path,
    /// The received file.
    pub file: &'a Path,
    /// The article's name in addresses.
    pub slug: Option<&'a str>,
    /// The title.
    pub title: Option<&'a str>,
    /// The encoding that the editor named; found by the bytes when not.
    pub encoding: Option<&'a str>,
}

/// Imports one file and returns what was done, a line a step.
///
/// Errors: the machine's failures; inside, what is wrong with the text.
pub fn receive(request: &Request<'_>) -> Result<Result<Vec<String>, String>, Error> {
    let bytes = discover::read_input(request.file)?;
    let received = match read_received(request, &bytes)? {
        Ok(received) => received,
        Err(message) => return Ok(Err(message)),
    };
    let stem = request.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let taken = slugs_taken(request.root)?;
    let imported = import(&crate::import::Request {
        text: &received.text,
        outline: if received.is_markdown { Some(read_outline) } else { None },
        reads_front,
        kept: received.kept.as_deref().unwrap_or("witness.txt"),
        stem: &stem,
        slug: request.slug,
        title: request.title,
        taken: &taken,
    });
    let imported = match imported.and_then(within_limit) {
        Ok(imported) => imported,
        Err(message) => return Ok(Err(message)),
    };
    let mut lines = start_site(request.root, &imported)?;
    lines.extend(write_article(request.root, &imported, &received, &bytes)?);
    lines.extend(received.report);
    lines.extend(imported.report);
    lines.push("next: `jiaozhu collate`, `jiaozhu check`, then `jiaozhu build`".to_owned());
    Ok(Ok(lines))
}

/// An article that is larger than a site's file may be is not written.
fn within_limit(imported: Imported) -> Result<Imported, String> {
    let is_within = u64::try_from(imported.index.len()).is_ok_and(|length| length <= discover::TEXT_LIMIT);
    if is_within { Ok(imported) } else { Err(TOO_LARGE.to_owned()) }
}

const TOO_LARGE: &str = "the text is larger than 16 MiB, which no article may be: divide the file";

/// What a Markdown body holds, as an article's body is read.
fn read_outline(body: &str) -> Outline {
    // A rule at the top of a body is no front matter.
    let text = format!("\n{body}");
    let config = Config { limits: Limits::widest(), ..Config::default() };
    let Some(document) =
        parse(&Input { path: "index.md", text: &text, name: "body", config: &config, defaults: None }).0
    else {
        return Outline::default();
    };
    let text = |leaf: usize| document.leaves.get(leaf).map(Leaf::to_text).filter(|text| !text.trim().is_empty());
    let mut leaves = Vec::new();
    collect_leaves(&document.body, &mut leaves);
    let n_headings = document.body.iter().filter(|unit| matches!(unit, Unit::Heading(..))).count();
    Outline {
        title: text(document.title).filter(|_| document.is_title_received),
        first: leaves.iter().find_map(|leaf| text(*leaf)),
        n_headings,
        n_texts: leaves.len() - n_headings,
        n_notes: document.notes.len(),
    }
}

/// Says whether an entry of front matter can be read as that of an article.
fn reads_front(entry: &str) -> bool {
    let (text, config) = (format!("---\n{entry}---\n\n一句。\n"), Config::default());
    let (document, findings) =
        parse(&Input { path: "index.md", text: &text, name: "body", config: &config, defaults: None });
    document.is_some() && findings.iter().all(|finding| finding.severity != Severity::Error)
}

/// The leaves' text of a received Markdown file, one a line: what the inverse will be compared with.
fn leaves_text(imported: &Imported) -> String {
    let config = Config { limits: Limits::widest(), ..Config::default() };
    let input =
        Input { path: "index.md", text: &imported.index, name: &imported.slug, config: &config, defaults: None };
    let edition = parse(&input).0.map(|document| collate(document, Collation::default(), None).0);
    edition.map(|edition| received_lines(&edition).join("\n") + "\n").unwrap_or_default()
}

fn slugs_taken(root: &Path) -> Result<Vec<String>, Error> {
    if !root.join("content").is_dir() {
        return Ok(Vec::new());
    }
    let (files, _) = discover::read_site(root)?;
    Ok(files.articles.into_iter().map(|article| article.name).collect())
}

/// Writes `jiaozhu.toml` where none is found upward.
fn start_site(root: &Path, imported: &Imported) -> Result<Vec<String>, Error> {
    if discover::find_root(root).is_some() {
        return Ok(Vec::new());
    }
    let title = if imported.lang == "zh-Hans" { "我的校注" } else { "我的校注本" };
    let text = format!("title = \"{title}\"\nlang = \"{}\"\n", imported.lang);
    let path = root.join("jiaozhu.toml");
    publish::write_new(&path, text.as_bytes())?;
    Ok(vec![format!("wrote {}: the site's title is `{title}`, change it there", path.display())])
}

fn write_article(root: &Path, imported: &Imported, received: &Received, bytes: &[u8]) -> Result<Vec<String>, Error> {
    let folder = root.join("content").join(&imported.slug);
    let mut lines = Vec::new();
    let mut write = |name: &str, bytes: &[u8]| -> Result<(), Error> {
        publish::write_new(&folder.join(name), bytes)?;
        lines.push(format!("wrote content/{}/{name}", imported.slug));
        Ok(())
    };
    // The file as received, byte for byte, is the witness itself where that can be.
    match &received.kept {
        Some(name) => {
            write(name, bytes)?;
            let text = if received.is_markdown { leaves_text(imported) } else { received.text.clone() };
            write("witness.txt", text.as_bytes())?;
        }
        None => write("witness.txt", bytes)?,
    }
    write("index.md", imported.index.as_bytes())?;
    for (name, text) in [("sources.yaml", &imported.sources), ("collation.yaml", &imported.collation)] {
        let Some(text) = text else { continue };
        // A site that `init` made has the schemas; in another the comment would lead nowhere.
        let has_schemas = root.join("schemas").join(name.replace(".yaml", ".schema.json")).is_file();
        let path = format!("content/{}/{name}", imported.slug);
        let comment = if has_schemas { schema_line(&path) } else { String::new() };
        write(name, format!("{comment}{text}").as_bytes())?;
    }
    Ok(lines)
}
