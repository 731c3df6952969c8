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

use choose::choose_main;
pub(super) use fragment::{KNOWN, read_fragment, read_tag_attributes};
use head::{Head, read_head};
use notes::find_notes;
use tree::{Tree, read_tree};
use write::{Written, write_body};

use super::note_marks::{Form, find_marks};
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

/// Turns a saved page into Markdown.
///
/// Shape: scripts, styles, forms, navigation and pictures are left out; nothing of the page is run or fetched.
/// Errors: a page without text, or with a tag without end.
pub fn read_page(html: &str) -> Result<Page, String> {
    if let Some(at) = find_endless_tag(html) {
        let line = html.get(..at).unwrap_or_default().matches('\n').count() + 1;
        return Err(format!("line {line}: a tag has more than a thousand attributes: the page cannot be read"));
    }
    let tree = read_tree(html);
    let head = read_head(&tree);
    let notes = find_notes(&tree, head.address.as_deref());
    let main = choose_main(&tree, |at| notes.is_note(at));
    let notes = notes.of_text(&tree, main);
    let n_notes = notes.bodies.len();
    let written = write_body(&tree, main, notes, head.address.as_deref());
    if written.markdown.trim().is_empty() {
        return Err("the page holds no text".to_owned());
    }
    let mut report = report_head(&tree, main, &head);
    match n_notes {
        0 => {}
        1 => report.push("1 note of the page became a note, with its marks".to_owned()),
        n => report.push(format!("{n} notes of the page became notes, with their marks")),
    }
    report.extend(report_marks(&written.markdown));
    report.extend(written.report.iter().take(N_TOLD).cloned());
    if let Some(n_more @ 1..) = written.report.len().checked_sub(N_TOLD) {
        report.push(format!("and {n_more} more that are left out"));
    }
    Ok(Page { markdown: format!("{}{}", front_matter(&head, &written), written.markdown), report })
}

/// Tells of `[1]` in the text where a paragraph begins with `[1]` too: a note that no link of the page leads to.
fn report_marks(markdown: &str) -> Option<String> {
    let text = markdown.replace("\\[", "[").replace("\\]", "]");
    let marks = |line| find_marks(line).into_iter().filter(|mark| mark.form == Form::Bracketed);
    let is_entry = text.lines().any(|line| marks(line).any(|mark| mark.at.start == 0 && mark.numbers == [1]));
    let is_marked = text.lines().any(|line| marks(line).any(|mark| mark.at.start > 0 && mark.numbers.contains(&1)));
    (is_entry && is_marked).then(|| {
        "`[1]` looks like the mark of a note, but no link of the page leads to one: left in the text; type `[^1]` there, and `[^1]: ` \
         before its entry"
            .to_owned()
    })
}

fn front_matter(head: &Head, written: &Written) -> String {
    let mut lines = String::new();
    let mut add = |key: &str, value: &str| lines.push_str(&format!("{key}: {value}\n"));
    if let Some(title) = head.title.as_ref().filter(|_| !written.has_title) {
        add("title", &yaml_quoted(title));
    }
    if let Some(author) = &head.author {
        add("author", &yaml_quoted(author));
    }
    if let Some(date) = &head.date {
        add("date", date);
    }
    format!("---\n{lines}---\n\n")
}

fn report_head(tree: &Tree, main: usize, head: &Head) -> Vec<String> {
    let node = tree.node(main);
    let mut report =
        vec![format!("line {}: the main text is in `<{}>`; the rest of the page is left out", node.line, node.name)];
    let said = [("author", &head.author), ("date", &head.date), ("address", &head.address)];
    for (what, value) in said {
        report.extend(value.as_ref().map(|value| format!("the page states its {what}: `{value}`")));
    }
    report
}
