//! What the package of a book says: its files in order, title, authors, date.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::archive::Archive;
use crate::import::html::{Head, Node, Tree, read_tree};
use crate::model::Date;

/// What the package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The files with text, by their names in the archive, in the order in which they are read.
    pub(super) files: Vec<String>,
    /// Title, authors, and the day of the publication.
    pub(super) head: Head,
}

const CONTAINER: &str = "META-INF/container.xml";

/// Reads the package, wherever it lies: many archives are made of the folder that holds the book.
pub(super) fn read_package(archive: &mut Archive<'_>) -> Result<Package, String> {
    let container = archive.find(CONTAINER);
    let folder = container.as_deref().and_then(|name| name.strip_suffix(CONTAINER)).unwrap_or_default().to_owned();
    refuse_locked(archive, &folder)?;
    let named = container.and_then(|name| read_xml(archive, &name)).and_then(|tree| {
        let root = elements(&tree, "rootfile").next()?;
        Some(format!("{folder}{}", tree.node(root).attribute("full-path")))
    });
    let name = named.or_else(|| archive.find(".opf")).ok_or("the file is no EPUB: it has no package (.opf)")?;
    let tree = read_xml(archive, &name).ok_or_else(|| format!("the package `{name}` of the book is not in it"))?;
    let package = read_tree_of(&tree, &name);
    if package.files.is_empty() { Err(format!("the package `{name}` names no text")) } else { Ok(package) }
}

/// A book that only the program of its shop opens is told as such. Names of fonts are often hidden, and need no key.
fn refuse_locked(archive: &mut Archive<'_>, folder: &str) -> Result<(), String> {
    let Some(tree) = read_xml(archive, &format!("{folder}META-INF/encryption.xml")) else { return Ok(()) };
    let is_text = |at: usize| {
        let name = tree.node(at).attribute("uri").to_ascii_lowercase();
        [".xhtml", ".html", ".htm", ".xml"].iter().any(|end| name.ends_with(end))
    };
    if elements(&tree, "cipherreference").any(is_text) {
        return Err("the book is locked (DRM): only the program of its shop can read it".to_owned());
    }
    Ok(())
}

fn read_xml(archive: &mut Archive<'_>, name: &str) -> Option<Tree> {
    archive.read(name).map(|bytes| read_tree(&String::from_utf8_lossy(&bytes)))
}

/// The elements called `name`, whatever stands before a colon.
fn elements<'a>(tree: &'a Tree, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    (0..tree.len()).filter(move |at| local(tree.node(*at)) == name)
}

fn local(node: &Node) -> &str {
    node.name.rsplit(':').next().unwrap_or_default()
}

fn read_tree_of(tree: &Tree, name: &str) -> Package {
    let mut items = BTreeMap::new();
    for item in elements(tree, "item").map(|at| tree.node(at)) {
        let is_text = item.attribute("media-type").contains("html");
        let is_nav = item.attribute("properties").split_whitespace().any(|word| word == "nav");
        if is_text && !is_nav {
            items.insert(item.attribute("id"), resolve(name, item.attribute("href")));
        }
    }
    let order = elements(tree, "itemref").map(|at| tree.node(at).attribute("idref"));
    let text = |at: usize| tree.text_of(at).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_author = |at: &usize| matches!(tree.node(*at).attribute("opf:role"), "" | "aut");
    let is_published = |at: &usize| matches!(tree.node(*at).attribute("opf:event"), "" | "publication");
    let mut authors: Vec<String> = elements(tree, "creator").filter(is_author).map(text).collect();
    authors.retain(|author| !author.is_empty());
    let day = |text: String| text.get(..10).filter(|day| day.parse::<Date>().is_ok()).map(str::to_owned);
    let head = Head {
        title: elements(tree, "title").map(text).find(|title| !title.is_empty()),
        authors,
        date: elements(tree, "date").filter(is_published).find_map(|at| day(text(at))),
        ..Head::default()
    };
    Package { files: order.filter_map(|id| items.remove(id)).collect(), head }
}

/// Returns the name in the archive of what the file `from` calls `href`.
pub(super) fn resolve(from: &str, href: &str) -> String {
    let href = percent_decode_str(href.trim()).decode_utf8_lossy().into_owned();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
