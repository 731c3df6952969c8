//! The command `import` on ten received files of different kinds and encodings: each becomes an article that builds.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::golden::check_golden;
use crate::import::Imported;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/received")
}

/// Imports a file, builds the site, and compares what was written and said with `NAME.expected`.
#[track_caller]
fn check(name: &str) {
    let bytes = fs::read(folder().join(name)).expect("a received file");
    let imported = Imported::tried(name, &bytes, None, None).unwrap_or_else(|message| panic!("{name}: {message}"));
    imported.check_builds();
    let slug = imported.slug();
    let mut told = String::new();
    for file in ["index.md", "sources.yaml", "collation.yaml"] {
        let path = format!("{slug}/{file}");
        if imported.exists_in_content(&path) {
            write!(told, "=== {file}\n{}", imported.read(&path)).expect("a text takes all");
        }
    }
    let said: Vec<&str> =
        imported.report().iter().map(String::as_str).filter(|line| !line.starts_with("wrote ")).collect();
    write!(told, "=== said\n{}\n", said.join("\n")).expect("a text takes all");
    check_golden(&folder().join(format!("{name}.expected")), &told);
    let kept = ["received.txt", "received.md", "received.html", "witness.txt"];
    let kept = kept.iter().map(|kept| format!("{slug}/{kept}")).find(|path| imported.exists_in_content(path));
    assert_eq!(imported.bytes(&kept.expect("the received file is kept")), bytes);
}

#[test]
fn wrapped_lines_page_numbers_and_circled_notes() {
    check("pages.txt");
}

#[test]
fn numbered_citations_of_a_reference_list() {
    check("citations-gb18030.txt");
}

#[test]
fn named_notes_and_a_bibliography_of_the_humanities() {
    check("humanities-big5.txt");
}

#[test]
fn verse() {
    check("verse-utf16le.txt");
}

#[test]
fn notes_without_a_heading() {
    check("bracket-notes-bom.txt");
}

#[test]
fn markdown_in_utf_16() {
    check("markdown-utf16be.md");
}

#[test]
fn a_saved_page() {
    check("saved-page.html");
}

#[test]
fn an_old_page() {
    check("old-page-gb2312.htm");
}

#[test]
fn western_references() {
    check("western-references.txt");
}

#[test]
fn form_feeds_and_old_line_ends() {
    check("form-feeds-big5.txt");
}
