//! A received text becomes an article's files. In: the bytes (`encoding`), then the text and its file stem. Out: the content of `index.md`,
//! `sources.yaml`, `collation.yaml`, and a report. Knows no file system and corrects no character.
//!
//! Plain text:
//! 1. Lines are read, with their places (`lines`).
//! 2. Page numbers, times of subtitles and lines drawn are taken out (`page_numbers`, `cues`, `rules`, `parts`); notes at the end, and
//!    their marks, become Markdown's (`notes`, `note_marks`), as do those within it (`run_in`); a reference list at the end becomes sources (`references`, `entry`, `dates`,
//!    `sources`), cited with the pages behind the marks (`locators`). What is left out is named (`cuts`).
//! 3. Title, headings, paragraphs, verse and lists are found (`blocks`, `layout`).
//! 4. They are written as Markdown, all that Markdown would read as markup escaped (`escape`).
//!
//! A saved page (`html`) and a book (`book`) become Markdown first. Markdown: the front matter is sifted (`markdown`, `front`), and
//! what other programs mean in the body becomes what an article may hold (`dialect`).

mod binary;
mod blocks;
mod book;
mod controls;
mod cues;
mod cuts;
mod dates;
mod dialect;
mod encoding;
mod entry;
mod escape;
mod front;
mod front_values;
mod gbt;
mod html;
mod humanities;
mod layout;
mod lines;
mod locators;
mod markdown;
mod misread;
mod note_marks;
mod notes;
mod numbering;
mod page_numbers;
mod parts;
mod plain;
mod plain_report;
mod references;
mod rules;
mod run_in;
mod script;
mod slug;
mod sources;
mod yaml;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use book::read_book;
pub use encoding::{Decoded, decode};
pub use html::{Page, read_document, read_page};

/// A received text and what the editor said about it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The text: decoded, without a byte order mark, lines ended by LF. Either script, as received.
    pub text: &'a str,
    /// Reads the outline of a body received as Markdown; none for a plain text.
    pub outline: Option<fn(&str) -> Outline>,
    /// Says whether an entry of front matter, its lines as typed, can be read.
    pub reads_front: fn(&str) -> bool,
    /// The name under which the received bytes are kept.
    pub kept: &'a str,
    /// The name of the file without its extension.
    pub stem: &'a str,
    /// The slug typed by the editor.
    pub slug: Option<&'a str>,
    /// The title typed by the editor.
    pub title: Option<&'a str>,
    /// Slugs already in use.
    pub taken: &'a [String],
}

/// What a Markdown body holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The first `#` heading.
    pub title: Option<String>,
    /// The text of the first leaf.
    pub first: Option<String>,
    /// How many headings there are below the title.
    pub n_headings: usize,
    /// How many leaves are no headings.
    pub n_texts: usize,
    /// How many notes there are.
    pub n_notes: usize,
}

/// The files of the new article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The name of the article's folder.
    pub slug: String,
    /// The content of `index.md`.
    pub index: String,
    /// The content of `sources.yaml`, when a reference list was found.
    pub sources: Option<String>,
    /// The content of `collation.yaml`, when something was left out of `index.md`.
    pub collation: Option<String>,
    /// The script guessed from the characters: `zh-Hant` or `zh-Hans`.
    pub lang: &'static str,
    /// What was done and what is left, one statement a line, with line numbers of the received text.
    pub report: Vec<String>,
}

/// Turns a received text into the files of an article.
///
/// Shape: the leaves of `index` and the `omitted` of `collation` together are the received text, white space at line
/// edges and blank lines apart.
/// Errors: a text without a character, a slug that is not `[a-z0-9-]` or is in use.
///
/// ```text
/// let request = Request { text: "春天\n山上的雪開始化了，溪水一天比一天響。", stem: "spring", … };
/// let imported = import(&request)?;
/// assert_eq!(imported.index, "---\nlang: zh-Hant\n---\n\n# 春天\n\n山上的雪開始化了，溪水一天比一天響。\n");
/// ```
pub fn import(request: &Request<'_>) -> Result<Imported, String> {
    if request.text.trim().is_empty() {
        return Err("the text is empty".to_owned());
    }
    let mut imported = match request.outline {
        Some(read_outline) => markdown::import_markdown(request, read_outline),
        None => plain::import_plain(request),
    }?;
    imported.report.extend(slug::why_numbered(request, &imported.slug));
    imported.report.extend(script::no_chinese(request.text));
    Ok(imported)
}

/// What becomes of an import that proposes no emendation.
fn closing_report() -> String {
    "the text stands as received; `jiaozhu collate` proposes what a careless conversion may have put into it".to_owned()
}
