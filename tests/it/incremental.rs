//! A build makes anew only what has changed, and its site is the one that a build without a past makes.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use jiaozhu::build::{Report, Request, run};
use proptest::prelude::*;

use crate::golden::{files_below, write};
use crate::typed::{Site, check_said, program};

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
    if let Some(outcome) = &report.outcome {
        outcome.remove_old().expect("the old site is removed");
        report.leave().expect("something is left");
    }
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

/// Edited in place with its length and time, or replaced by another file: what somebody did to the output is undone.
#[test]
fn an_edited_output_does_not_survive() {
    let site = Site::new(&FILES);
    build(&site);
    let page = site.root().join("public/zh-hant/tea/index.html");
    let made = fs::read(&page).expect("a page");
    let edited: Vec<u8> = String::from_utf8(made.clone()).expect("a text").replace('輕', "重").into();
    assert_eq!(made.len(), edited.len());
    let time = fs::metadata(&page).expect("a page").modified().expect("a time");
    let edits: [&dyn Fn(); 4] = [
        &|| fs::write(&page, &edited).expect("written"),
        &|| {
            fs::write(page.with_extension("x"), &edited).expect("written");
            fs::rename(page.with_extension("x"), &page).expect("renamed");
        },
        &|| fs::remove_file(&page).expect("removed"),
        &|| {
            // A manifest that agrees with the edit makes it no better.
            let manifest = site.root().join("public/.jiaozhu.json");
            let text = fs::read_to_string(&manifest).expect("a manifest");
            let hash = jiaozhu::model::sha256;
            fs::write(&manifest, text.replace(&hash(&made), &hash(&edited))).expect("written");
            fs::write(&page, &edited).expect("written");
        },
    ];
    for (n, edit) in edits.iter().enumerate() {
        edit();
        if let Ok(file) = fs::File::options().append(true).open(&page) {
            file.set_modified(time).expect("a time");
        }
        build(&site);
        assert!(fs::read(&page).expect("a page") == made, "edit {n} survives");
        assert_eq!(build(&site), (0, 0), "edit {n}");
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

/// What becomes of a file's bytes.
type Damage = Box<dyn Fn(&[u8]) -> Vec<u8>>;

/// What is damaged, cut short, of another program or another place is not believed, and replaced.
#[test]
fn a_cache_that_is_not_as_it_should_be_is_ignored() {
    let site = Site::new(&FILES);
    build(&site);
    let lie = |text: &str| text.replacen("茶", "水", 1);
    let version = |text: &str| text.replacen(env!("CARGO_PKG_VERSION"), "9.9.9", 1);
    let mut damages: Vec<Damage> = vec![
        Box::new(|_| Vec::new()),
        Box::new(|_| b"\n".to_vec()),
        Box::new(|_| vec![0xff; 64]),
        Box::new(move |bytes| lie(&String::from_utf8_lossy(bytes)).into()),
        Box::new(move |bytes| version(&String::from_utf8_lossy(bytes)).into()),
    ];
    for part in 0..10 {
        damages.push(Box::new(move |bytes| bytes[..bytes.len() * part / 10].to_vec()));
        damages.push(Box::new(move |bytes| {
            let mut bytes = bytes.to_vec();
            let at = bytes.len() * part / 10;
            bytes[at] ^= 1;
            bytes
        }));
    }
    for (n, damage) in damages.iter().enumerate() {
        let good = fs::read(cache(&site)).expect("a cache");
        let bytes = damage(&good);
        assert!(bytes != good, "damage {n}");
        // In place, so that it is the same file.
        fs::write(cache(&site), &bytes).expect("written");
        assert_eq!(build(&site), (2, 0), "damage {n}");
        assert_eq!(build(&site), (0, 0), "damage {n}");
    }
}

#[test]
fn a_draft_comes_and_goes() {
    let site = Site::new(&FILES);
    site.write("pot/index.md", "---\ndraft: true\n---\n# 壺\n\n壺。\n");
    build(&site);
    for drafts in [true, false, true] {
        let request = Request { drafts, ..request(&site) };
        let report = build_as(&request);
        assert_eq!(report.n_made, 1, "{drafts}");
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

/// A folder that came from elsewhere brings no pages with it that its texts do not make.
#[test]
fn a_cache_that_was_copied_with_its_site_is_not_believed() {
    let (site, copy) = (Site::new(&FILES), tempfile::tempdir().expect("a folder"));
    build(&site);
    for (path, bytes) in files_below(site.root()) {
        write(&copy.path().join(path), &bytes);
    }
    assert!(copy.path().join(".jiaozhu/build").exists());
    let request = Request { root: copy.path().to_owned(), ..request(&site) };
    assert_eq!(build_as(&request).n_made, 2);
    assert_eq!(build_as(&request).n_made, 0);
}

#[test]
fn a_cache_folder_that_is_none_is_left_alone() {
    let away = tempfile::tempdir().expect("a folder");
    for is_link in [true, false] {
        let site = Site::new(&FILES);
        let folder = site.root().join(".jiaozhu");
        if is_link {
            symlink(away.path(), &folder).expect("a link");
        } else {
            fs::write(&folder, "mine").expect("a file");
        }
        for _ in 0..2 {
            let report = run(&request(&site)).expect("it runs");
            assert_eq!(report.n_made, 2);
            let error = report.leave().expect_err("nothing is left");
            assert_eq!(error.to_string(), format!("{}: is not a folder", folder.display()));
        }
        let (status, said) = program(&site, &["build"]);
        let place = format!("{}: is not a folder", folder.display());
        let note = format!("note: the next build makes everything anew, as nothing could be kept for it: {place}");
        assert_eq!((status, said.last()), (Some(0), Some(&note)));
        check_said([&note]);
        assert_eq!(fs::read_dir(away.path()).expect("a folder").count(), 0);
        assert!(is_link || fs::read_to_string(&folder).expect("a file") == "mine");
    }
}

/// Root may write everywhere: then only the first half can be seen.
#[test]
fn a_site_that_cannot_be_written_is_built_without_a_cache() {
    let (site, output) = (Site::new(&FILES), tempfile::tempdir().expect("a folder"));
    fs::set_permissions(site.root(), fs::Permissions::from_mode(0o555)).expect("read-only");
    let request = Request { output: Some(output.path().join("public")), ..request(&site) };
    for _ in 0..2 {
        let report = run(&request).expect("it runs");
        assert!(report.outcome.is_some());
        assert_eq!(report.leave().is_err(), !cache(&site).exists());
    }
    fs::set_permissions(site.root(), fs::Permissions::from_mode(0o755)).expect("writable");
}

#[test]
fn the_cache_does_not_grow() {
    let site = Site::new(&FILES);
    build(&site);
    let len = || fs::metadata(cache(&site)).expect("a cache").len();
    let before = len();
    for n in 0..5 {
        site.write(&format!("pot{n}/index.md"), "# 壺\n\n壺。\n");
        build(&site);
        fs::remove_dir_all(site.root().join(format!("content/pot{n}"))).expect("gone");
    }
    build(&site);
    assert!(len().abs_diff(before) < 100, "{before} {}", len());
    let names: Vec<_> = files_below(&site.root().join(".jiaozhu")).into_keys().collect();
    assert_eq!(names, [".gitignore", "build"]);
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
    assert_eq!(report.n_made, 1);
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
    assert_eq!(report.n_made, 2, "the one that was changed, and the one it puts out");
    check_clean(&site, &request, &report);
}

/// Another program makes everything anew, and says again what it finds.
#[test]
fn another_program_does_not_believe_this_one() {
    let site = Site::new(&FILES);
    site.write("pot/index.md", "# 壺\n\n壺。\n\n[^nobody]: 沒有人引。\n");
    let programs = tempfile::tempdir().expect("a folder");
    let mut caches = Vec::new();
    for name in ["one", "two"] {
        let program = programs.path().join(name);
        fs::copy(env!("CARGO_BIN_EXE_jiaozhu"), &program).expect("a program");
        let mut said = Vec::new();
        for _ in 0..2 {
            let output =
                std::process::Command::new(&program).args(["build", "--verbose"]).current_dir(site.root()).output();
            let output = output.expect("it starts");
            assert_eq!(output.status.code(), Some(0));
            let drawn = String::from_utf8_lossy(&output.stderr).into_owned();
            said.push(drawn.lines().filter(|line| !line.contains('→')).map(str::to_owned).collect::<Vec<_>>());
            caches.push(fs::metadata(cache(&site)).expect("a cache").ino());
        }
        assert!(said[0] == said[1] && said[0].iter().any(|line| line.contains("[JZ")), "{said:#?}");
    }
    assert!(caches[0] == caches[1] && caches[1] != caches[2] && caches[2] == caches[3], "{caches:?}");
}

/// A file of the site, and the texts that it may have; none says that there is no such file.
const CHOICES: [(&str, &[&str]); 14] = [
    ("content/tea/index.md", &["", TEA, "# 茶\n\n這裡沒有水。\n", "---\nslug: cup\n---\n# 茶\n\n水。\n"]),
    ("content/cup/index.md", &["", "# 杯\n\n杯子只是杯子[^a]。\n\n[^a]: 見[@shuipu, 頁 3]。\n", OTHER]),
    (
        "content/pot/index.md",
        &["", "---\ndraft: true\ndate: 2026-03-01\n---\n# 壺\n\n壺。\n", "---\naliases: [old]\n---\n# 壺\n"],
    ),
    ("content/me/index.md", &["", "---\nkind: page\n---\n# 關於裡面\n\n我。\n", "---\nkind: page\n---\n# 說明\n"]),
    ("content/deep/er/index.md", &["", "---\ndate: 2026-02-02\n---\n# 深處\n\n杯子[^gone]。\n", "# 深處\n\n硅谷。\n"]),
    ("content/tea/sources.yaml", &["", "shuipu:\n  type: book\n  title: 茶譜\n", "shuipu:\n  type: web\n"]),
    ("content/tea/claims.yaml", &["", "a:\n  kind: opinion\n", "a:\n  kind: fact\n  checked: 2026-01-02\n"]),
    (
        "content/tea/collation.yaml",
        &["", "rules:\n  - {id: water, reading: 水輕, lemma: 水清, kind: wording, reason: 試, status: accepted}\n"],
    ),
    ("content/tea/cup.svg", &["", "<svg/>", "<svg></svg>"]),
    ("content/sources.yaml", &["", FILES[3].1, "shuipu:\n  type: book\n  title: 泉譜\n"]),
    ("content/glossary.yaml", &["", "- {zh-Hant: 杯子, zh-Hans: 盏}\n", "- {keep: 裡面}\n"]),
    ("templates/404.html", &["", "{{ page.title }}", "{{"]),
    ("static/robots.txt", &["", "User-agent: *\n", "User-agent: b\n"]),
    (
        "jiaozhu.toml",
        &["title = \"試裡\"\n", "title = \"試\"\nauthor = \"甲\"\n", "title = \"試\"\nlang = \"zh-Hans\"\n"],
    ),
];

#[derive(Debug, Clone)]
struct Step {
    edits: Vec<(usize, usize)>,
    drafts: bool,
    has_address: bool,
    renames: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let edit = (0..CHOICES.len(), 0..4_usize);
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.3), prop::bool::weighted(0.15));
    (prop::collection::vec(edit, 0..3), flags).prop_map(|(edits, (drafts, has_address, renames))| Step {
        edits,
        drafts,
        has_address,
        renames,
    })
}

fn take(site: &Site, step: &Step) {
    for (file, choice) in &step.edits {
        let (path, texts) = CHOICES[*file];
        let path = site.root().join(path);
        match texts[choice % texts.len()] {
            "" => drop(fs::remove_file(path)),
            text => write(&path, text.as_bytes()),
        }
    }
    let (one, other) = (site.root().join("content/cup"), site.root().join("content/bowl"));
    if step.renames {
        let (from, to) = if one.exists() { (one, other) } else { (other, one) };
        if from.exists() && !to.exists() {
            fs::rename(from, to).expect("renamed");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_the_site_and_the_findings_of_a_clean_build(steps in prop::collection::vec(step(), 1..7)) {
        let site = Site::new(&FILES);
        build(&site);
        for step in &steps {
            take(&site, step);
            let address = step.has_address.then(|| "https://a.example/b/".to_owned());
            let request = Request { drafts: step.drafts, base_url: address, ..request(&site) };
            let report = build_as(&request);
            check_clean(&site, &request, &report);
            let is_published = report.outcome.is_some();
            drop(report);
            let again = build_as(&request);
            prop_assert!(!is_published || (again.n_made == 0 && again.outcome.is_some_and(|outcome| !outcome.exchanged)));
        }
    }
}
