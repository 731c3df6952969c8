//! A site in memory is what would be published, and a run makes anew only what has changed since the last.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiaozhu::build::{Changed, Memory, Request, run, run_in_memory};
use jiaozhu::model::{HeldFile, HeldSite};

use crate::golden::{files_below, write};
use crate::typed::Site;

const INDEX: &str = "---\ndraft: true\n---\n# 茶與水\n\n山上的泉水輕。\n";

/// What is shown is what would be published, byte for byte, apart from what is put into pages on their way out.
#[test]
fn what_is_held_is_what_is_published() {
    let site = Site::new(&[
        ("tea/index.md", INDEX),
        ("tea/cup.svg", "<svg/>"),
        ("tea/witness.txt", "茶與水\n山上的泉水輕。\n"),
    ]);
    let request = Request { root: site.root().to_owned(), drafts: true, publish: true, ..Request::default() };
    run(&request).expect("it runs");
    let mut published = files_below(&site.root().join("public"));
    published.remove(".jiaozhu.json");
    let held = run_in_memory(&request, &mut Memory::default(), &Changed::Anything)
        .expect("it runs")
        .held
        .expect("a site without errors");
    let held: BTreeMap<String, Vec<u8>> = held
        .into_iter()
        .map(|(path, file)| {
            let bytes = bytes_of(&site, &path, file);
            (path, bytes)
        })
        .collect();
    assert_eq!(held, published);
    assert!(held.contains_key("zh-hant/tea/cup.svg"), "{:?}", held.keys());
}

fn bytes_of(site: &Site, path: &str, file: HeldFile) -> Vec<u8> {
    match file {
        HeldFile::Late(files) => files.get(path).expect("a file").to_vec(),
        HeldFile::Bytes(bytes) => bytes.to_vec(),
        HeldFile::File(path) => std::fs::read(site.root().join(path)).expect("a file"),
    }
}

fn hold(site: &Site, memory: &mut Memory) -> Option<HeldSite> {
    let request = Request { root: site.root().to_owned(), drafts: true, ..Request::default() };
    run_in_memory(&request, memory, &Changed::Anything).expect("it runs").held
}

/// A step that an editor takes, and what it is to make anew: pages of the article `tea`, and of `cup`.
type Step = (&'static str, fn(&Site), [bool; 2]);

/// After each step, what is made with the memory of all steps before is what is made without any.
#[test]
fn a_run_with_a_memory_makes_what_a_run_without_one_makes() {
    let site = Site::new(&[
        ("tea/index.md", "---\ndate: 2026-01-01\n---\n# 茶\n\n[水輕][^a]。\n\n[^a]: 見[@shuipu]。\n"),
        ("cup/index.md", "# 杯\n\n杯子。\n"),
        ("sources.yaml", "shuipu:\n  type: book\n  title: 水譜\n"),
    ]);
    let steps: [Step; 15] = [
        ("nothing", |_| {}, [false, false]),
        ("an article", |site| site.write("cup/index.md", "# 杯\n\n兩只杯子。\n"), [false, true]),
        ("a title", |site| site.write("cup/index.md", "# 茶杯\n\n兩只杯子。\n"), [true, true]),
        ("a picture", |site| site.write("cup/cup.svg", "<svg/>"), [false, true]),
        ("a new article", |site| site.write("pot/index.md", "# 壺\n\n壺。\n"), [false, true]),
        ("its slug taken", |site| site.write("pot/index.md", "---\nslug: pot2\n---\n# 壺\n"), [false, true]),
        ("an about page", |site| site.write("me/index.md", "---\nkind: page\n---\n# 關於\n"), [true, true]),
        ("defaults of a folder", |site| site.write("cup/defaults.yaml", "author: 甲\n"), [false, true]),
        ("defaults of all", |site| site.write("defaults.yaml", "author: 乙\nlicense: 丙\n"), [true, true]),
        (
            "defaults removed",
            |site| std::fs::remove_file(site.root().join("content/cup/defaults.yaml")).expect("gone"),
            [false, true],
        ),
        ("shared sources", |site| site.write("sources.yaml", "shuipu:\n  type: book\n  title: 泉譜\n"), [true, true]),
        ("a glossary", |site| site.write("glossary.yaml", "- {zh-Hant: 杯子, zh-Hans: 盏}\n"), [true, true]),
        (
            "settings",
            |site| write(&site.root().join("jiaozhu.toml"), b"title = \"a\"\nbase-url = \"https://a.example/b/\"\n"),
            [true, true],
        ),
        ("a static file", |site| write(&site.root().join("static/a.txt"), b"a"), [true, true]),
        (
            "an article removed",
            |site| std::fs::remove_dir_all(site.root().join("content/pot")).expect("gone"),
            [false, true],
        ),
    ];
    let mut memory = Memory::default();
    let mut last = hold(&site, &mut memory).expect("a site without errors");
    for (what, step, expected) in steps {
        step(&site);
        let held = hold(&site, &mut memory).expect("a site without errors");
        assert!(held == hold(&site, &mut Memory::default()).expect("a site without errors"), "{what}");
        assert_eq!(["tea", "cup"].map(|slug| is_made_anew(&last, &held, slug)), expected, "{what}");
        last = held;
    }
    assert!(last.contains_key("zh-hans/atom.xml") && last.contains_key("a.txt"), "{:?}", last.keys());
}

fn is_made_anew(last: &HeldSite, held: &HeldSite, slug: &str) -> bool {
    let page = |site: &HeldSite| match site.get(&format!("zh-hant/{slug}/index.html")) {
        Some(HeldFile::Bytes(bytes)) => Arc::clone(bytes),
        other => panic!("{other:?}"),
    };
    !Arc::ptr_eq(&page(last), &page(held))
}

#[test]
fn an_error_is_found_again_and_what_was_made_before_it_is_still_known() {
    let good = "# 杯\n\n杯子。\n";
    let site = Site::new(&[("tea/index.md", INDEX), ("cup/index.md", good)]);
    let mut memory = Memory::default();
    let first = hold(&site, &mut memory).expect("a site without errors");
    site.write("cup/index.md", "# 杯\n\n杯子[^gone]。\n");
    let request = Request { root: site.root().to_owned(), drafts: true, ..Request::default() };
    for _ in 0..2 {
        let report = run_in_memory(&request, &mut memory, &Changed::Anything).expect("it runs");
        assert_eq!(report.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["JZ101"]);
        assert!(report.held.is_none());
    }
    site.write("cup/index.md", good);
    let mended = hold(&site, &mut memory).expect("a site without errors");
    assert!(mended == first && !is_made_anew(&first, &mended, "tea"));
}

#[test]
fn what_is_near_a_change_is_read_again_and_nothing_else() {
    let site = Site::new(&[("a/tea/index.md", "# 茶\n\n茶。\n"), ("cup/index.md", "# 杯\n\n杯。\n")]);
    let request = Request { root: site.root().to_owned(), ..Request::default() };
    let mut memory = Memory::default();
    let mut made = |changed: &Changed| {
        let report = run_in_memory(&request, &mut memory, changed).expect("it runs");
        let held = report.held.expect("a site without errors");
        let says = |slug: &str, word: &str| match held.get(&format!("zh-hant/{slug}/index.html")) {
            Some(HeldFile::Bytes(bytes)) => String::from_utf8_lossy(bytes).contains(word),
            other => panic!("{other:?}"),
        };
        [says("tea", "新茶"), says("cup", "新杯")]
    };
    let near = |paths: &[&str]| Changed::Near(paths.iter().map(Into::into).collect());
    made(&Changed::Anything);
    site.write("a/tea/index.md", "# 茶\n\n新茶。\n");
    site.write("cup/index.md", "# 杯\n\n新杯。\n");
    assert_eq!(made(&near(&["content/cupboard", "content/a/tea2/index.md"])), [false, false]);
    assert_eq!(made(&near(&["content/cup/index.md"])), [false, true]);
    assert_eq!(made(&near(&["content/a"])), [true, true]);
    site.write("a/tea/index.md", "# 茶\n\n茶。\n");
    site.write("cup/index.md", "# 杯\n\n杯。\n");
    assert_eq!(made(&near(&["content/a/sources.yaml"])), [true, true], "these are nobody's");
    assert_eq!(made(&near(&["content/a/defaults.yaml"])), [false, true], "these are for all below");
    assert_eq!(made(&near(&["content/defaults.yaml"])), [false, false]);
}
