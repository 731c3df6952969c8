//! The manual's pages as a browser would read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use jiaozhu::build::{Report, Request, run};
use jiaozhu::model::ScriptConfig;
use percent_encoding::percent_decode_str;
use scraper::{Html, Selector};

use super::{page_files, root};
use crate::fixtures::opencc;

fn build(output: &Path) -> Report {
    run(&Request { root: root(), output: Some(output.to_owned()), publish: true, ..Request::default() })
        .expect("the manual builds")
}

/// The pages below `folder`, by path relative to it, with their HTML.
fn pages(folder: &Path) -> BTreeMap<PathBuf, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let pages = files.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    let relative = |path: &Path| path.strip_prefix(folder).expect("below it").to_owned();
    pages.map(|path| (relative(&path), fs::read_to_string(&path).expect("a page"))).collect()
}

#[test]
fn the_manual_is_without_findings() {
    let output = tempfile::tempdir().expect("a folder");
    let report = build(&output.path().join("public"));
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert!(report.outcome.is_some_and(|outcome| outcome.exchanged));
    let checked = std::process::Command::new(env!("CARGO_BIN_EXE_jiaozhu"))
        .args(["check", "--deny", "warnings", "--lang", "en", "--root"])
        .arg(root())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && said.lines().count() == 1 && said.ends_with(" articles checked\n"), "{said}");
}

/// Where a link of the page at `page` leads, below the site: a file, and a place in it.
fn target(page: &Path, href: &str) -> Option<(PathBuf, String)> {
    if href.contains("://") || href.starts_with("mailto:") {
        return None;
    }
    let (path, place) = href.split_once('#').unwrap_or((href, ""));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut file = PathBuf::new();
    if path.is_empty() {
        file.push(page);
    } else {
        file.push(page.parent().expect("a folder"));
        file.push(decoded(path));
        if path.ends_with('/') || path.ends_with("..") || path == "." {
            file.push("index.html");
        }
    }
    let mut plain = PathBuf::new();
    for part in file.components() {
        match part {
            Component::ParentDir => assert!(plain.pop(), "{href} leaves the site"),
            Component::Normal(name) => plain.push(name),
            _ => {}
        }
    }
    Some((plain, decoded(place)))
}

/// The words of a page's attributes `name`.
fn attributes(html: &Html, name: &str) -> Vec<String> {
    let selector = Selector::parse(&format!("[{name}]")).expect("a selector");
    html.select(&selector).filter_map(|one| one.attr(name)).map(str::to_owned).collect()
}

#[test]
fn no_link_of_the_manual_leads_nowhere() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    let pages = pages(&public);
    let parsed = pages.iter().map(|(path, text)| (path.as_path(), Html::parse_document(text)));
    let places: BTreeMap<&Path, (BTreeSet<String>, Vec<String>)> = parsed
        .map(|(path, html)| {
            let links = ["href", "src"].iter().flat_map(|name| attributes(&html, name)).collect();
            (path, (attributes(&html, "id").into_iter().collect(), links))
        })
        .collect();
    let mut n_links = 0;
    let mut dead = Vec::new();
    for (page, (_, links)) in places.iter().filter(|(page, _)| !page.ends_with("404.html")) {
        for href in links {
            let Some((file, place)) = target(page, href) else { continue };
            n_links += 1;
            let is_there = match places.get(file.as_path()) {
                Some((ids, _)) => place.is_empty() || ids.contains(&place),
                None => public.join(&file).is_file(),
            };
            if !is_there {
                dead.push(format!("{} → {href}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(n_links > 1000, "{n_links} links");
}

/// What a reader of the mainland would find odd: where OpenCC's table of words has another word than the page.
#[test]
fn simplified_pages_have_the_words_of_the_mainland() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    // Words that the table has otherwise, and that are right as they stand.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/manual-words.txt");
    let stand = fs::read_to_string(path).expect("the words");
    let stand: BTreeSet<&str> = stand.lines().filter(|line| !line.starts_with('#')).collect();
    let mut odd: BTreeMap<String, String> = BTreeMap::new();
    let mut n_blocks = 0;
    for page in page_files() {
        let slug = page.parent().and_then(Path::file_name).expect("a folder").to_string_lossy().into_owned();
        let read = |script: &str| {
            prose(&fs::read_to_string(public.join(script).join(&slug).join("index.html")).expect("a page"))
        };
        let simplified = read("zh-hans");
        for (id, traditional) in read("zh-hant") {
            let page = simplified.get(&id).unwrap_or_else(|| panic!("{slug} has no {id}"));
            n_blocks += 1;
            for word in differing(page, &opencc(ScriptConfig::Tw2sp, &traditional)) {
                if !stand.contains(word.as_str()) {
                    odd.insert(word, format!("{slug} {id}: {page}"));
                }
            }
        }
    }
    assert!(odd.is_empty(), "{odd:#?}");
    assert!(n_blocks > 500, "{n_blocks}");
}

/// The text of each block of a page, by id; without code, without what stands in another language, quotation marks alike.
fn prose(html: &str) -> BTreeMap<String, String> {
    let document = Html::parse_document(html);
    let selector = Selector::parse(".text :is([id^=p], [id^=h])").expect("a selector");
    let text = |block: scraper::ElementRef<'_>| {
        let nodes = block.descendants().filter(|node| {
            let mut above = node.ancestors().filter_map(|up| up.value().as_element());
            !above.any(|up| ["pre", "code"].contains(&up.name()) || (up.name() == "span" && up.attr("lang").is_some()))
        });
        let said: String = nodes.filter_map(|node| Some(node.value().as_text()?.to_string())).collect();
        said.replace('“', "「").replace('”', "」")
    };
    document.select(&selector).map(|block| (block.attr("id").unwrap_or_default().to_owned(), text(block))).collect()
}

/// Each stretch in which two texts differ, as `page → other`.
fn differing(page: &str, other: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_chars(page, other);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for change in diff.iter_all_changes() {
        if change.tag() == similar::ChangeTag::Equal {
            is_open = false;
            continue;
        }
        if !is_open {
            found.push((String::new(), String::new()));
            is_open = true;
        }
        let (old, new) = found.last_mut().expect("a stretch");
        let side = if change.tag() == similar::ChangeTag::Delete { old } else { new };
        side.push_str(change.value());
    }
    found.into_iter().map(|(old, new)| format!("{old} → {new}")).collect()
}

/// Every number of three digits and more that the page of figures has stands in the measured tables.
#[test]
fn the_figures_are_those_that_were_measured() {
    let page = fs::read_to_string(root().join("content/accuracy/index.md")).expect("the page");
    let text = fs::read_to_string(root().join("../accuracy.md")).expect("the figures");
    let (_, body) = page.split_once("\n---\n").expect("a front matter");
    let numbers = |text: &str| -> BTreeSet<String> {
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
        parts.map(|part| part.trim_matches([',', '.']).to_owned()).filter(|part| part.len() >= 2).collect()
    };
    let measured = numbers(&text);
    // Of 1.12 million characters and twelve genres.
    let said: BTreeSet<String> = ["112", "12"].map(str::to_owned).into();
    let made_up: Vec<String> = numbers(body).difference(&measured).filter(|n| !said.contains(*n)).cloned().collect();
    assert!(made_up.is_empty(), "{made_up:?}");
    assert!(text.contains("twelve genres") && text.contains("1.12 million"));
}
