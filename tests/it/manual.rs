//! The manual, `docs/manual`: it is a site of this program, all that it shows is run, and its reference is made from the program.
//!
//! Blocks of code on its pages, by their first word:
//!
//! | block | what the test does |
//! |---|---|
//! | `console` | runs each line behind `$ ` in one temporary folder a page, in order, and compares what it prints; a line `…` stands for any lines |
//! | any with a path behind the first word (`yaml content/bell/claims.yaml`) | writes the file; `+` behind the path adds to it |
//! | `yaml`, `toml`, `markdown` | has a path, and the program's own parser reads the file as it then is |
//! | `keys` | the keys for the review that the console block before it began |
//! | `sh` | nothing: what needs a network, another host or a program that need not be there |
//!
//! At the end of a page no site that it made has an error. `JIAOZHU_BLESS=1` rewrites what commands print.

mod blocks;
mod docs;
mod fields;
mod findings;
mod pages;
mod run;
mod templates;

use std::path::{Path, PathBuf};

/// The manual's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual")
}

/// The `index.md` of every page of the manual.
fn page_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root().join("content"))
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.ends_with("index.md"))
        .collect();
    files.sort();
    assert!(files.len() >= 15, "{files:?}");
    files
}
