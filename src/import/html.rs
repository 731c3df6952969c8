//! A saved page becomes Markdown. In: its text. Out: front matter and body as Markdown, and what was left out.
//!
//! 1. Tags and text become a tree (`tree`).
//! 2. Notes and their marks are found (`notes`); title, author and date are read from the head (`head`).
//! 3. The element with the main text is chosen (`choose`), and written as Markdown with its notes (`write`).

mod choose;
mod fragment;
mod head;
mod notes;
mod tree;
mod write;

use choose::{choose_main, is_left_out};
pub(super) use fragment::{KNOWN, read_fragment, read_tag_attributes};
pub(super) use head::Head;
use head::{read_document_head, read_head};
use notes::find_notes;
pub(super) use tree::{Node, Tree, join_trees, read_tree};
use write::write_body;
pub(super) use write::write_document;

use crate::config::yaml_quoted;
use crate::model::find_endless_tag;

/// How many pictures and links that are left out are told of.
const N_TOLD: usize = 50;

/// A page as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Front matter with what the page's head says, and the main text, as Markdown.
    pub markdown: String,
    /// What was found and what was left out, one statement a line, with line numbers of the page.
    pub report: Vec<String>,
}

/// Turns a page that was saved as `file` into Markdown.
///
/// Shape: scripts, styles, forms, navigation and pictures are left out; nothing of the page is run or fetched.
/// Errors: a page without text, or with a tag without end.
pub fn read_page(html: &str, file: &str) -> Result<Page, String> {
    if let Some(at) = find_endless_tag(html) {
        let line = html.get(..at).unwrap_or_default().matches('\n').count() + 1;
        return Err(format!("line {line}: a tag has more than a thousand attributes: the page cannot be read"));
    }
    let tree = read_tree(html);
    let mut head = read_head(html, &tree, file);
    let notes = find_notes(&tree, &head);
    let main = choose_main(&tree, |at| notes.is_note(at));
    let notes = notes.of_text(&tree, main, is_left_out);
    let n_notes = notes.bodies.len();
    let written = write_body(&tree, main, notes, &head);
    if written.markdown.trim().is_empty() {
        return Err("the page holds no text".to_owned());
    }
    let mut report = report_head(&tree, main, &head);
    report.extend(report_notes("page", n_notes));
    report.extend(written.report.iter().take(N_TOLD).cloned());
    if let Some(n_more @ 1..) = written.report.len().checked_sub(N_TOLD) {
        report.push(format!("and {n_more} more that are left out"));
    }
    if written.has_title {
        head.title = None;
    }
    Ok(Page { markdown: format!("{}{}", front_matter(&head), written.markdown), report })
}

/// Turns a document that pandoc wrote as a page into Markdown.
///
/// Shape: all of it is text; the title block above it, and the head, become front matter.
/// Errors: a document without text.
pub fn read_document(html: &str) -> Result<Page, String> {
    let tree = read_tree(html);
    let head = read_document_head(&tree);
    let written = write_document(&tree);
    if written.markdown.trim().is_empty() {
        return Err("the document holds no text".to_owned());
    }
    Ok(Page { markdown: format!("{}{}", front_matter(&head), written.markdown), report: written.report })
}

fn report_notes(of: &str, n_notes: usize) -> Vec<String> {
    match n_notes {
        0 => Vec::new(),
        1 => vec![format!("1 note of the {of} became a note, with its marks")],
        n => vec![format!("{n} notes of the {of} became notes, with their marks")],
    }
}

/// Writes what is known of a text as front matter.
pub(super) fn front_matter(head: &Head) -> String {
    let one = |key: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{key}: {}\n", yaml_quoted(value))).unwrap_or_default()
    };
    let authors: Vec<String> = head.authors.iter().map(|author| yaml_quoted(author)).collect();
    let author = match authors.as_slice() {
        [] => String::new(),
        [author] => format!("author: {author}\n"),
        authors => format!("author: [{}]\n", authors.join(", ")),
    };
    let date = head.date.as_ref().map(|date| format!("date: {date}\n")).unwrap_or_default();
    let (title, subtitle) = (one("title", &head.title), one("subtitle", &head.subtitle));
    format!("---\n{title}{subtitle}{author}{date}{}---\n\n", one("summary", &head.summary))
}

fn report_head(tree: &Tree, main: usize, head: &Head) -> Vec<String> {
    let node = tree.node(main);
    let mut report =
        vec![format!("line {}: the main text is in `<{}>`; the rest of the page is left out", node.line, node.name)];
    let author = head.authors.first().cloned();
    let said = [("author", &author), ("date", &head.date), ("address", &head.address)];
    for (what, value) in said {
        report.extend(value.as_ref().map(|value| format!("the page states its {what}: `{value}`")));
    }
    report
}
