//! A build makes anew only what has changed, and its site is the one that a build without a past makes.

mod edits;
mod trust;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use jiaozhu::build::{Report, Request, run};

use crate::golden::{files_below, write};
use crate::typed::Site;

const TEA: &str = "---\ndate: 2026-01-01\n---\n# 茶\n\n[水輕][^a]。\n\n[^a]: 見[@shuipu]。\n";
const FILES: [(&str, &str); 4] = [
    ("tea/index.md", TEA),
    ("tea/cup.svg", "<svg/>"),
    ("cup/index.md", "# 杯\n\n杯子的大小是三寸。\n"),
    ("sources.yaml", "shuipu:\n  type: book\n  title: 水譜\n"),
];
/// The index of `cup` as another text of the same length.
const OTHER: &str = "# 杯\n\n杯子的大小是四寸。\n";

/// Builds as the command does: the old site is removed, and something is left for the next build.
fn build_as(request: &Request) -> Report {
    let report = run(request).expect("it runs");
    let (removed, left) = report.leave();
    removed.expect("the old site is removed");
    left.expect("something is left");
    report
}

fn request(site: &Site) -> Request {
    Request { root: site.root().to_owned(), publish: true, ..Request::default() }
}

/// Builds; returns how many articles were made anew, and how many files are new.
fn build(site: &Site) -> (usize, usize) {
    let report = build_as(&request(site));
    let outcome = report.outcome.unwrap_or_else(|| panic!("{:#?}", report.findings));
    (report.n_made, outcome.n_written)
}

/// Checks that a site built from nothing, of the same content, is the same and has the same findings.
fn check_clean(site: &Site, request: &Request, report: &Report) {
    let clean = tempfile::tempdir().expect("a folder");
    let root = clean.path();
    for (path, bytes) in files_below(site.root()) {
        if !path.starts_with("public/") && !path.starts_with(".jiaozhu/") {
            write(&root.join(path), &bytes);
        }
    }
    let clean = run(&Request { root: root.to_owned(), ..request.clone() }).expect("it runs");
    assert_eq!(report.findings, clean.findings);
    assert_eq!(report.links, clean.links);
    assert_eq!(report.outcome.is_some(), clean.outcome.is_some());
    if report.outcome.is_some() {
        let (built, wanted) = (files_below(&site.root().join("public")), files_below(&root.join("public")));
        assert_eq!(built.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
        let differing: Vec<&String> = wanted.keys().filter(|path| built.get(*path) != wanted.get(*path)).collect();
        assert!(differing.is_empty(), "{differing:?}");
    }
}

/// All that a build could touch: of each file and folder, which it is and when it was changed.
fn state(root: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.expect("an entry"));
    let state = entries.map(|entry| {
        let stat = entry.metadata().expect("what it is");
        (entry.path().display().to_string(), (stat.ino(), stat.ctime(), stat.ctime_nsec()))
    });
    state.collect()
}

fn cache(site: &Site) -> std::path::PathBuf {
    site.root().join(".jiaozhu/build")
}
/// The file beside it by which what was left is known again.
fn stamps(site: &Site) -> std::path::PathBuf {
    site.root().join(".jiaozhu/stamps")
}

/// The file beside it that is read by its places.
fn pieces(site: &Site) -> std::path::PathBuf {
    site.root().join(".jiaozhu/pieces")
}

#[test]
fn unchanged_input_writes_nothing() {
    let site = Site::new(&FILES);
    assert_eq!(build(&site).0, 2);
    let before = state(site.root());
    assert_eq!(build(&site), (0, 0));
    assert_eq!(state(site.root()), before, "a file was touched");
    assert_eq!(fs::read_to_string(site.root().join(".jiaozhu/.gitignore")).expect("it is there"), "*\n");
}

#[test]
fn one_changed_article_is_made_alone() {
    let site = Site::new(&FILES);
    build(&site);
    let inode = |path: &str| fs::metadata(site.root().join("public").join(path)).expect("a page").ino();
    let (tea, cup) = (inode("zh-hant/tea/index.html"), inode("zh-hant/cup/index.html"));
    site.write("cup/index.md", OTHER);
    assert_eq!(build(&site).0, 1);
    assert_eq!(inode("zh-hant/tea/index.html"), tea);
    assert_ne!(inode("zh-hant/cup/index.html"), cup);
    assert_eq!(build(&site), (0, 0));
}

/// A site whose index has many shards: `n` articles of many different characters.
fn site_of_many_shards(n: u32) -> Site {
    let text = |i: u32| -> String {
        let paragraph = |j: u32| -> String {
            let characters = (0..150).filter_map(|k| char::from_u32(0x4E00 + (i * 977 + j * 151 + k * k * 7) % 0x3000));
            characters.collect()
        };
        (0..20).map(|j| format!("{}\n\n", paragraph(j))).collect()
    };
    let files: Vec<(String, String)> =
        (0..n).map(|i| (format!("a{i}/index.md"), format!("# 篇{i}\n\n{}", text(i)))).collect();
    Site::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// The shards of the index, each with its inode: a file that is taken over keeps it.
fn shards(site: &Site) -> BTreeMap<String, u64> {
    let folder = fs::read_dir(site.root().join("public/data/search")).expect("the index");
    let files = folder.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_file());
    files.map(|file| (file.file_name().display().to_string(), file.metadata().expect("what it is").ino())).collect()
}

#[test]
fn a_paragraph_more_leaves_most_shards_of_the_index() {
    let site = site_of_many_shards(40);
    build(&site);
    let before = shards(&site);
    assert!(before.len() > 32, "{}", before.len());
    let text = site.read("a7/index.md");
    site.write("a7/index.md", &format!("{text}橋邊有井。\n"));
    let report = build_as(&request(&site));
    check_clean(&site, &request(&site), &report);
    let after = shards(&site);
    let new: Vec<&String> =
        after.iter().filter(|(name, inode)| before.get(*name) != Some(inode)).map(|(name, _)| name).collect();
    assert!((1..=4).contains(&new.len()), "the passage has four grams: {new:?}");
}

/// What is wrong with a link is what the article that it leads to has now.
#[test]
fn a_place_that_goes_is_missed_where_a_link_leads_to_it() {
    let site = Site::new(&FILES);
    site.write("pot/index.md", "# 壺\n\n見[茶](../tea/#n-a)與[杯](../cup/#h1)。\n");
    site.write("cup/index.md", "# 杯\n\n## 大小\n\n杯子的大小是三寸。\n");
    let found = |n_made: usize| -> Vec<String> {
        let report = build_as(&request(&site));
        check_clean(&site, &request(&site), &report);
        assert_eq!(report.n_made, n_made);
        let found = report.findings.iter().filter(|finding| finding.code == "JZ402");
        found.map(|finding| finding.message.clone()).collect()
    };
    assert_eq!(found(3), [""; 0]);
    site.write("cup/index.md", OTHER);
    assert_eq!(found(1), ["the article `cup` has no place `#h1`"]);
    site.write("tea/index.md", "---\ndate: 2026-01-01\n---\n# 茶\n\n水輕。\n");
    assert_eq!(found(1), ["the article `tea` has no place `#n-a`", "the article `cup` has no place `#h1`"]);
    site.write("cup/index.md", "# 杯\n\n## 大\n\n杯子的大小是三寸。\n");
    assert_eq!(found(1), ["the article `tea` has no place `#n-a`"]);
    assert_eq!(found(0), ["the article `tea` has no place `#n-a`"]);
}

/// Neither times nor sizes say that an article is as it was.
#[test]
fn another_text_of_the_same_length_and_time_is_noticed() {
    let site = Site::new(&FILES);
    let path = site.root().join("content/cup/index.md");
    for seconds in [0, 4_102_444_800] {
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        for text in [FILES[2].1, OTHER] {
            site.write("cup/index.md", text);
            fs::File::options().append(true).open(&path).expect("a file").set_modified(time).expect("a time");
            build(&site);
            let json = fs::read_to_string(site.root().join("public/data/cup/edition.json")).expect("the edition");
            let shown = if text == OTHER { "四寸" } else { "三寸" };
            assert!(json.contains(shown), "{text} at {seconds}");
        }
    }
}

#[test]
fn a_changed_picture_is_copied_anew_and_its_article_not_made() {
    let site = Site::new(&FILES);
    build(&site);
    site.write("tea/cup.svg", "<svg></svg>");
    write(&site.root().join("static/a.txt"), b"a");
    // A static file may stand where an article's page would: all are made anew.
    assert_eq!(build(&site), (2, 4));
    write(&site.root().join("static/a.txt"), b"b");
    site.write("tea/cup.svg", "<svg> </svg>");
    assert_eq!(build(&site), (0, 4));
    assert_eq!(fs::read(site.root().join("public/parallel/tea/cup.svg")).expect("a copy"), b"<svg> </svg>");
}

/// Books hold pictures: another picture is another book.
#[test]
fn a_changed_picture_makes_the_books_anew() {
    let site = Site::new(&FILES);
    write(&site.root().join("jiaozhu.toml"), "title = \"試\"\n[build]\nepub = true\n".as_bytes());
    let drawing = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
    site.write("tea/index.md", &format!("{TEA}\n![杯](cup.svg)\n"));
    site.write("tea/cup.svg", &drawing(""));
    assert_eq!(build(&site).0, 2);
    assert_eq!(build(&site), (0, 0));
    let book = || fs::read(site.root().join("public/epub/tea.hant.epub")).expect("a book");
    let before = book();
    site.write("tea/cup.svg", &drawing("<g/>"));
    assert_eq!(build(&site).0, 1);
    assert!(before != book());
    check_clean(&site, &request(&site), &build_as(&request(&site)));
    write(&site.root().join("jiaozhu.toml"), "title = \"試\"\n".as_bytes());
    build(&site);
    assert!(!site.root().join("public/epub").exists());
}

#[test]
fn a_draft_comes_and_goes() {
    let site = Site::new(&FILES);
    site.write("pot/index.md", "---\ndraft: true\n---\n# 壺\n\n壺。\n");
    build(&site);
    for drafts in [true, false, true] {
        let request = Request { drafts, ..request(&site) };
        let report = build_as(&request);
        assert_eq!(report.n_made, 2, "the draft, or nothing, and the article beside it: {drafts}");
        check_clean(&site, &request, &report);
    }
}

#[test]
fn a_layout_of_articles_makes_them_anew() {
    let site = Site::new(&FILES);
    build(&site);
    for text in ["一", "二"] {
        write(&site.root().join("templates/article.html"), text.as_bytes());
        assert_eq!(build(&site).0, 2);
        check_clean(&site, &request(&site), &build_as(&request(&site)));
    }
}

/// What a folder states is for the articles in and below it, and the others stay as they are.
#[test]
fn defaults_make_the_articles_of_their_folder_anew() {
    let site = Site::new(&FILES);
    site.write("deep/pot/index.md", "# 壺\n\n壺。\n");
    build(&site);
    for (path, text, n_made) in [
        ("deep/defaults.yaml", "author: 甲\n", 1),
        ("deep/pot/defaults.yaml", "author: 乙\n", 1),
        ("defaults.yaml", "license: 丙\n", 3),
        ("defaults.yaml", "# 無\n", 3),
        ("deep/defaults.yaml", "# 無\n", 1),
    ] {
        site.write(path, text);
        let report = build_as(&request(&site));
        assert_eq!(report.n_made, n_made, "{path}: {text}");
        check_clean(&site, &request(&site), &report);
    }
    fs::remove_file(site.root().join("content/deep/pot/defaults.yaml")).expect("gone");
    let report = build_as(&request(&site));
    assert_eq!(report.n_made, 1);
    check_clean(&site, &request(&site), &report);
}

/// With an error nothing is published, the warnings of all articles are there, and what was made before is still known.
#[test]
fn a_build_in_vain_leaves_the_cache() {
    let site = Site::new(&FILES);
    build(&site);
    let before = state(site.root());
    site.write("pot/index.md", "# 壺\n\n壺[^gone]。\n");
    let report = build_as(&request(&site));
    assert!(report.outcome.is_none());
    assert_eq!(report.n_made, 2, "the article, and the one beside it");
    check_clean(&site, &request(&site), &report);
    fs::remove_dir_all(site.root().join("content/pot")).expect("gone");
    assert_eq!(build(&site), (0, 0));
    assert!(
        state(site.root()).iter().filter(|(path, _)| path.contains("public/")).all(|file| before.contains_key(file.0))
    );
}

/// Feeds have the newest: one that comes in puts another out.
#[test]
fn what_feeds_have_is_made_anew_when_it_is_no_longer_among_the_newest() {
    let index = |date: &str| format!("---\ndate: {date}\n---\n# 茶\n\n水。\n");
    let site = Site::new(&[]);
    for n in 10..31 {
        site.write(&format!("tea{n}/index.md"), &index(&format!("2026-01-{n}")));
    }
    let request = Request { base_url: Some("https://a.example/".to_owned()), ..request(&site) };
    assert_eq!(build_as(&request).n_made, 21);
    site.write("tea10/index.md", &index("2026-02-01"));
    let report = build_as(&request);
    assert_eq!(report.n_made, 3, "the one that was changed, the one it puts out, and the one it stands beside now");
    check_clean(&site, &request, &report);
}

/// An article's page names those beside it, in its series or in the lists: they are made anew with a title, and nothing else is.
#[test]
fn a_title_makes_its_neighbours_anew_and_nothing_else() {
    let index = |n: usize, title: &str, more: &str| format!("---\ndate: 2026-01-1{n}\n{more}---\n# {title}\n\n水。\n");
    let site = Site::new(&[]);
    for n in 0..9 {
        // Of the articles 0, 3, 6 a series is made.
        let series = if n % 3 == 0 { "series: 茶\n" } else { "" };
        site.write(&format!("tea{n}/index.md"), &index(n, "茶", series));
    }
    assert_eq!(build(&site).0, 9);
    site.write("tea4/index.md", &index(4, "新茶", ""));
    assert_eq!(build(&site).0, 2, "itself and 5; 3 leads on within its series");
    site.write("tea6/index.md", &index(6, "新茶", "series: 茶\n"));
    assert_eq!(build(&site).0, 4, "itself, 5, 7, and 3 of its series");
    site.write("tea8/index.md", &index(8, "茶", "tags: 茶\n"));
    assert_eq!(build(&site).0, 1, "a tag is named by lists alone");
    let report = build_as(&request(&site));
    assert_eq!(report.n_made, 0);
    check_clean(&site, &request(&site), &report);
}
