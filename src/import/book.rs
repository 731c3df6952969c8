//! A book (EPUB) becomes Markdown. In: its bytes. Out: front matter and body as Markdown, and what was left out.
//!
//! 1. The archive is opened, and its package, which names the files in their order, is read (`package`).
//! 2. The files become one tree; the names of places in them, and the links to these, are made those of the book.
//! 3. Notes are found and all is written as Markdown, as of a page (`html`).
//!
//! Source: EPUB 3.3 and Open Packaging Format 2.0.1.

mod archive;
mod package;

use std::collections::BTreeSet;

use archive::Archive;
use package::{read_package, resolve};

use super::encoding::decode;
use super::html::{Page, Tree, front_matter, join_trees, read_tree, write_document};

/// How many files that cannot be read are told of.
const N_TOLD: usize = 10;

/// Turns an EPUB into Markdown.
///
/// Errors: a file that is no archive, has no package, or is locked; a book without text.
pub fn read_book(bytes: &[u8]) -> Result<Page, String> {
    let mut archive = Archive::open(bytes)?;
    let package = read_package(&mut archive)?;
    let names: BTreeSet<String> = package.files.iter().cloned().collect();
    let (mut chapters, mut missing) = (Vec::new(), Vec::new());
    for file in &package.files {
        let Some(bytes) = archive.read(file) else {
            missing.push(format!("`{file}`"));
            continue;
        };
        let mut tree = read_tree(&close_empty(&decode(&bytes, None, Some("utf-8"))?.text));
        tree.each_attribute(|key, value| rename(key, value, file, &names));
        chapters.push(tree);
    }
    let n_files = chapters.len();
    let tree: Tree = join_trees(chapters);
    let written = write_document(&tree);
    if written.markdown.trim().is_empty() {
        return Err("the book holds no text".to_owned());
    }
    let mut report = vec![format!("read as EPUB; its files, in the order of the book: {n_files}")];
    if !missing.is_empty() {
        let (told, more) = (missing.iter().take(N_TOLD), if missing.len() > N_TOLD { " …" } else { "" });
        let told = told.map(String::as_str).collect::<Vec<_>>().join(", ");
        report.push(format!("files that the book names are not in it or too large: {told}{more}"));
    }
    report.extend(written.report);
    Ok(Page { markdown: format!("{}{}", front_matter(&package.head), written.markdown), report })
}

/// Closes elements that XML may leave empty (`<title/>`) and HTML reads to their end tag.
fn close_empty(xml: &str) -> String {
    const TO_THEIR_END: [&str; 6] = ["title", "script", "style", "textarea", "iframe", "noscript"];
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(end) = rest.find("/>") {
        let (before, behind) = rest.split_at(end);
        let tag = before.rsplit('<').next().unwrap_or_default();
        let name = tag.split_whitespace().next().unwrap_or_default();
        out.push_str(before);
        if TO_THEIR_END.contains(&name) && !tag.contains('>') {
            out.push_str(&format!("></{name}>"));
        } else {
            out.push_str("/>");
        }
        rest = behind.get(2..).unwrap_or_default();
    }
    out + rest
}

/// Names the places of a file as those of the book: `id` is `file#id`, and a link within the book leads there.
fn rename(key: &str, value: &mut String, file: &str, names: &BTreeSet<String>) {
    match key {
        "id" | "name" if !value.is_empty() => *value = format!("{file}#{value}"),
        "href" if !value.contains(':') => {
            let (page, place) = value.split_once('#').unwrap_or((value, ""));
            let target = if page.is_empty() { file.to_owned() } else { resolve(file, page) };
            if names.contains(&target) {
                *value = format!("#{target}#{place}");
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
