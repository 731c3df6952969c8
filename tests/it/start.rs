//! The commands `init` and `new`: what they make builds at once, and nothing that stands is touched.

use std::fs;
use std::path::Path;
use std::process::Command;

use jiaozhu::build::{Report, Request, run};
use jiaozhu::diag::{Error, Severity};
use jiaozhu::model::Script;
use jiaozhu::start::{InitRequest, NewRequest, init, new_article};

use crate::golden::{files_below, write};
use crate::typed::{Site, check_said, program};

fn build(root: &Path, drafts: bool) -> Report {
    run(&Request { root: root.to_owned(), drafts, publish: true, ..Request::default() }).expect("the run is done")
}

fn said(error: &Error) -> (String, String) {
    check_said(std::iter::once(&error.message).chain(&error.hint));
    (error.message.clone(), error.hint.clone().unwrap_or_default())
}

/// Makes a site in a script, and checks that it has every rung, in both scripts.
#[track_caller]
fn check(script: Script, (lemma, reading): (&str, &str), glossary: [&str; 2]) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    let lines = init(&InitRequest { folder: &root, title: None, script }).expect("a site");
    check_said(&lines);
    assert_eq!(lines.len(), 11);
    let report = build(&root, false);
    let loud: Vec<_> = report.findings.iter().filter(|finding| finding.severity != Severity::Info).collect();
    assert!(loud.is_empty(), "{loud:#?}");
    let page = |path: &str| fs::read_to_string(root.join("public").join(path)).expect("a page");
    for (folder, word) in ["zh-hant", "zh-hans"].into_iter().zip(glossary) {
        let html = page(&format!("{folder}/bell/index.html"));
        assert!(html.contains(word), "{word} in {folder}");
        for part in ["data-verdict=\"supported\" id=\"c-tower\"", "id=\"n-sound\"", "class=\"em\""] {
            assert!(html.contains(part), "{part} in {folder}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&page("data/bell/edition.json")).expect("JSON");
    assert_eq!(json["lang"], if script == Script::Hant { "zh-Hant" } else { "zh-Hans" });
    assert_eq!(
        (&json["emendations"][0]["lemma"], &json["emendations"][0]["reading"]),
        (&lemma.into(), &reading.into())
    );
    assert_eq!(json["sources"][0]["key"], "zhenzhi");
    assert!(page("original/bell/index.html").contains(reading));
    let made: Vec<String> = files_below(&root).into_keys().filter(|name| !name.starts_with("public/")).collect();
    assert!(made.contains(&".gitignore".to_owned()) && made.len() >= 8, "{made:?}");
}

#[test]
fn a_traditional_site_has_every_rung() {
    check(Script::Hant, ("只", "隻"), ["腳踏車", "自行车"]);
}

#[test]
fn a_simplified_site_has_every_rung() {
    check(Script::Hans, ("乾", "干"), ["腳踏車", "自行车"]);
}

/// Every setting that stands as a comment is one.
#[test]
fn the_settings_in_comments_are_settings() {
    for script in [Script::Hant, Script::Hans] {
        let folder = tempfile::tempdir().expect("a folder");
        init(&InitRequest { folder: folder.path(), title: Some("a \"b\"\\"), script }).expect("a site");
        let path = folder.path().join("jiaozhu.toml");
        let typed = fs::read_to_string(&path).expect("settings");
        let (schema, typed) = typed.split_once('\n').expect("lines");
        assert_eq!(schema, "#:schema ./schemas/jiaozhu.schema.json");
        let (first, rest) = typed.split_once('\n').expect("lines");
        assert!(first.starts_with("# "), "{first}");
        let all = rest.replace("\n# ", "\n").replace("deny = [\"warnings\"]", "deny = []");
        assert!(all.matches('\n').count() > 12 && !all.contains("\n# "), "{all}");
        write(&path, all.as_bytes());
        let found = build(folder.path(), false).findings;
        let loud: Vec<_> = found.iter().filter(|finding| finding.code != "JZ210").collect();
        assert!(loud.iter().all(|finding| finding.severity == Severity::Info), "{loud:#?}");
        let page = fs::read_to_string(folder.path().join("public/zh-hant/index.html")).expect("a page");
        assert!(page.contains("<title>a &quot;b&quot;\\</title>"), "{page}");
        assert!(page.contains("mailto:editor@example.org"));
    }
}

#[test]
fn the_program_makes_a_site_without_a_terminal_and_check_passes() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
        command.current_dir(folder.path()).args(arguments).output().expect("it starts")
    };
    let made = run(&["init", "書", "--title", "溪邊文庫", "--yes", "--lang", "zh-Hans"]);
    let stderr = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success() && stderr.contains("已写 書/jiaozhu.toml"), "{stderr}");
    assert!(stderr.contains("接着：在 書 里"), "{stderr}");
    let checked = run(&["check", "--deny", "warnings", "--root", "書"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
    let built = run(&["build", "--root", "書"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let entries = fs::read_dir(folder.path().join("書")).expect("a folder");
    let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        [".gitignore", ".jiaozhu", "content", "jiaozhu.toml", "public", "schemas"],
        "a build leaves nothing else"
    );
    let again = run(&["init", "書"]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a", "b", "c", ".d", "e", "f", "g"] {
        write(&folder.path().join(name), b"");
    }
    let before = files_below(folder.path());
    let request = InitRequest { folder: folder.path(), title: None, script: Script::Hant };
    let error = init(&request).expect_err("it is not empty");
    let hint = "name a new folder, or an empty one; in a site, `jiaozhu new TITLE` begins an article";
    let message = "is not empty: it holds `.d`, `a`, `b`, `c`, `e`, and 2 more";
    assert_eq!(said(&error), (message.to_owned(), hint.to_owned()));
    assert_eq!(files_below(folder.path()), before);
    fs::remove_file(folder.path().join("g")).expect("removed");
    let file = InitRequest { folder: &folder.path().join("a"), ..request };
    assert!(init(&file).expect_err("it is a file").message.contains("os error"));
}

#[test]
fn a_new_article_is_a_draft_with_its_title() {
    let site = Site::new(&[("tea/index.md", "# 茶\n\n茶濃。\n")]);
    let request = NewRequest { root: site.root(), title: " 橋: 「鐘」 # \"一\" ", slug: None };
    let lines = new_article(&request).expect("an article");
    check_said(&lines);
    assert_eq!(lines.first().map(String::as_str), Some("wrote content/qiao-zhong-yi/index.md"));
    let expected = "---\ntitle: \"橋: 「鐘」 # \\\"一\\\"\"\nlang: zh-Hant\ndraft: true\n---\n\n";
    assert_eq!(site.read("qiao-zhong-yi/index.md"), expected);
    assert_eq!(site.codes(), [""; 0]);
    assert!(!site.root().join("public/zh-hant/qiao-zhong-yi").exists());
    build(site.root(), true);
    let page = fs::read_to_string(site.root().join("public/zh-hant/qiao-zhong-yi/index.html")).expect("a page");
    assert!(page.contains("橋: 「鐘」 # &quot;一&quot;"), "{page}");
}

#[test]
fn a_slug_that_is_taken_or_none_is_refused() {
    let site = Site::new(&[("tea/index.md", "---\nslug: cha\n---\n\n# 茶\n\n茶濃。\n"), ("shui/a.txt", "")]);
    let typed = site.typed();
    let other = "name another with --slug S";
    for (title, slug, message, hint) in [
        ("茶", None, "the slug `cha` is taken by content/tea/index.md", other),
        ("水", None, "content/shui is there already", other),
        ("水", Some("tea"), "content/tea is there already", other),
        ("水", Some("Shui"), "the slug `Shui` cannot stand in an address", "use a-z, 0-9 and `-` only"),
        ("？", None, "no name for addresses can be made of `？`", "type one: --slug S, with a-z, 0-9 and `-`"),
        (" ", Some("a"), "the title is empty", ""),
    ] {
        let error = new_article(&NewRequest { root: site.root(), title, slug }).expect_err("it is refused");
        assert_eq!(said(&error), (message.to_owned(), hint.to_owned()));
    }
    assert_eq!(site.typed(), typed);
    let (status, lines) = program(&site, &["new", "水", "--slug", "tea", "--lang", "zh-Hant"]);
    assert_eq!(
        (status, lines),
        (Some(2), vec!["錯誤: content/tea 已經有了".to_owned(), "提示: 請用 --slug S 另指定一個".to_owned()])
    );
}

/// Each typed file names its schema, which lies where the comment says; commands that add to the files leave it.
#[test]
fn editors_find_the_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    init(&InitRequest { folder: root, title: None, script: Script::Hant }).expect("a site");
    let text = "鐘聲\n\n村口的老鐘停了三年[1]，今年春天有人修好了。\n\n參考文獻\n[1] 林一泉. 溪鎮志[M]. 上海: 溪聲書局, 1925.\n";
    write(&root.join("clock.txt"), text.as_bytes());
    let program = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_jiaozhu")).current_dir(root).args(arguments).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    program(&["import", "clock.txt"]);
    program(&["fill", "clock"]);
    program(&["collate", "clock"]);
    let mut n_named = 0;
    for (name, bytes) in files_below(root).into_iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let text = String::from_utf8(bytes).expect("a text");
        let Some(schema) = text.strip_prefix("# yaml-language-server: $schema=") else {
            assert_eq!(name, "content/clock/claims.yaml");
            continue;
        };
        let schema = schema.lines().next().expect("a line");
        let schema = fs::read(root.join(&name).parent().expect("a folder").join(schema)).expect("it lies there");
        let schema: serde_json::Value = serde_json::from_slice(&schema).expect("JSON");
        assert!(schema["$schema"].as_str().is_some_and(|draft| draft.starts_with("https://json-schema.org/")));
        n_named += 1;
    }
    assert_eq!(n_named, 6);
    assert!(build(root, false).outcome.is_some());
}
