//! What README and `docs/*.md` show of typed files is read by the program's own parsers.

use std::fs;
use std::path::Path;

use super::blocks::{Block, blocks};
use super::run::UNREADABLE;
use crate::golden::write;

/// Typed files as documents name them, and where they lie in a site.
const FILES: [(&str, &str); 9] = [
    ("jiaozhu.toml", "jiaozhu.toml"),
    ("defaults.yaml", "content/defaults.yaml"),
    ("glossary.yaml", "content/glossary.yaml"),
    ("sources.yaml", "content/qiao/sources.yaml"),
    ("claims.yaml", "content/qiao/claims.yaml"),
    ("collation.yaml", "content/qiao/collation.yaml"),
    ("changes.yaml", "content/qiao/changes.yaml"),
    ("links.lock", "content/qiao/links.lock"),
    ("index.md", INDEX),
];
const INDEX: &str = "content/qiao/index.md";

/// The file that a block is: by what it begins with, else as the line before it or the section says.
fn file_of(text: &str, block: &Block) -> &'static str {
    if block.kind() == "markdown" || block.text.starts_with("---\n") || block.text.starts_with("glossary:") {
        return INDEX;
    }
    if block.text.starts_with("# templates/words/zh-hant.toml") {
        return "templates/words/zh-hant.toml";
    }
    let before = &text[..block.at.start];
    let mut lines = before.lines().rev().skip(1);
    let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let mut sections = before.lines().rev().filter(|line| line.starts_with("## "));
    // `fill` adds entries of claims.
    let section = sections.next().unwrap_or_default().replace("`jiaozhu fill`", "claims.yaml");
    let named = |words: &str| FILES.iter().find(|(name, _)| words.contains(name)).map(|(_, path)| *path);
    named(&section).or_else(|| named(line)).unwrap_or_else(|| panic!("line {}: which file is it?", block.line))
}

/// What the program cannot read of `text` as the file `path` of a small site.
fn unreadable(path: &str, text: &str) -> String {
    let site = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| write(&site.path().join(path), text.as_bytes());
    put("jiaozhu.toml", "title = \"試\"\n");
    put(INDEX, "# 橋\n\n[橋](https://example.org/)。\n");
    let text = match path {
        "jiaozhu.toml" if !text.contains("title = ") => format!("title = \"試\"\n{text}"),
        INDEX if text.starts_with("glossary:") => format!("---\n{text}---\n\n# 橋\n\n橋。\n"),
        _ => text.to_owned(),
    };
    put(path, &text);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_jiaozhu"))
        .args(["check", "--format", "json", "--today", "2026-05-02", "--root"])
        .arg(site.path())
        .output()
        .expect("it runs");
    let found: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("findings");
    let of_file = found.iter().filter(|finding| {
        finding["file"] == path && UNREADABLE.contains(&finding["code"].as_str().unwrap_or_default())
    });
    of_file.map(|finding| format!("{finding}\n")).collect()
}

#[test]
fn what_documents_show_of_typed_files_is_read() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = fs::read_dir(repository.join("docs")).expect("the documents").filter_map(Result::ok);
    let mut documents: Vec<_> = documents.map(|entry| entry.path()).collect();
    documents.push(repository.join("README.md"));
    documents.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    let mut n_blocks = 0;
    for path in documents {
        let text = fs::read_to_string(&path).expect("a document");
        let typed = blocks(&text).into_iter().filter(|block| ["yaml", "toml", "markdown"].contains(&block.kind()));
        for block in typed {
            n_blocks += 1;
            let wrong = unreadable(file_of(&text, &block), &block.text);
            assert!(wrong.is_empty(), "{}:{}: {wrong}", path.display(), block.line);
        }
    }
    assert!(n_blocks >= 15, "{n_blocks}");
}

#[test]
fn a_block_that_cannot_be_read_is_found() {
    assert!(unreadable("content/qiao/sources.yaml", "a:\n  type: bok\n  title: 鐘\n").contains("JZ303"));
    assert!(unreadable("jiaozhu.toml", "titel = 1\n").contains("JZ007"));
    assert!(unreadable("content/qiao/links.lock", "version = \"x\"\n").contains("JZ416"));
}
