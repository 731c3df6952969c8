//! Inputs far beyond any article: each is built or refused with a finding, in bounded memory, and no build hangs.
//!
//! A case is a site made here, and runs in a process of its own whose memory is limited. The time that stops it is no measure of
//! speed: what once took minutes, or grew with the square of the input, would not end within it.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a process may run that should take a second or two.
const HANG: Duration = Duration::from_secs(60);
/// What a process may map, in KiB: one GiB, and the program with its dictionaries.
const MEMORY_KIB: u32 = 1_600_000;

/// How a run ended, and what it said.
struct Ended {
    code: Option<i32>,
    said: String,
}

fn run(root: &Path, command: &str) -> Ended {
    let program = env!("CARGO_BIN_EXE_jiaozhu");
    let said = root.join("said.txt");
    let output = fs::File::create(&said).expect("a file");
    let limited = format!("ulimit -v {MEMORY_KIB}; exec {program} {command} --root .");
    let mut child = Command::new("sh")
        .args(["-c", &limited])
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(output)
        .spawn()
        .expect("a shell");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a process") {
            break status;
        }
        if start.elapsed() > HANG {
            child.kill().expect("it is killed");
            child.wait().expect("it ends");
            panic!("{command} hangs in {}", root.display());
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let mut text = String::new();
    fs::File::open(&said).and_then(|file| file.take(1 << 22).read_to_string(&mut text)).expect("what it said");
    Ended { code: status.code(), said: text }
}

/// Lays the files of a site and runs `command`; `expected` is the code of a finding, or none when the site is built.
#[track_caller]
fn check(command: &str, files: &[(&str, &str)], expected: Option<&str>) {
    let site = tempfile::tempdir().expect("a folder");
    let config = ("jiaozhu.toml", "title = \"極\"\n");
    for (path, text) in std::iter::once(&config).chain(files) {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let Ended { code, said } = run(site.path(), command);
    let head: String = said.chars().take(600).collect();
    assert!(!said.contains("panicked") && !said.contains("JZ099"), "{head}");
    match expected {
        None => assert_eq!(code, Some(0), "{head}"),
        Some(finding) => {
            assert_eq!(code, Some(1), "{head}");
            assert!(said.contains(finding), "not {finding}: {head}");
            assert!(said.contains("-->"), "no place: {head}");
        }
    }
}

#[track_caller]
fn check_article(text: &str, expected: Option<&str>) {
    check("build", &[("content/a/index.md", text)], expected);
}

#[track_caller]
fn check_yaml(name: &str, text: &str, expected: &str) {
    check("build", &[("content/a/index.md", "甲\n"), (name, text)], Some(expected));
}

const N: usize = 100_000;

#[test]
fn blocks_and_tags_in_one_another_are_refused_before_a_tree_is_built() {
    for opening in ["> ", "- ", "1. ", "> - ", "+ "] {
        check_article(&format!("{}甲\n", opening.repeat(N)), Some("JZ012"));
    }
    for (open, close) in [("<sup>", "</sup>"), ("<span lang=\"en\">", "</span>"), ("![", "](a)"), ("**", "**")] {
        check_article(&format!("{}甲{}\n", open.repeat(N), close.repeat(N)), Some("JZ012"));
    }
}

#[test]
fn markup_that_nothing_closes_is_text() {
    for piece in
        ["[", "![", "*_", "*a ", "`", "&", "<", "\\", "[^", "-{", "[@", "][", "<a ", "<!--", "「", "“", "a](b", "| "]
    {
        check_article(&format!("{}\n", piece.repeat(N)), None);
    }
    let ticks: String = (1..1500).map(|n| format!("{}a ", "`".repeat(n))).collect();
    check_article(&ticks, None);
}

#[test]
fn a_line_of_ten_megabytes_is_refused_by_default_and_built_where_a_site_allows_it() {
    let line = "河上有霧天地玄黃宇宙洪荒".repeat(280_000);
    assert!(line.len() > 10_000_000);
    check_article(&line, Some("JZ004"));
    let config = ("jiaozhu.toml", "title = \"極\"\n[limits]\narticle-kib = 16384\n");
    check("build", &[config, ("content/a/index.md", &line)], None);
    for c in ["*", "[", "`", "&", "|"] {
        check_article(&c.repeat(10_000_000), Some("JZ004"));
    }
}

#[test]
fn many_notes_links_and_headings_are_built_or_counted() {
    let n = 20_000;
    let marks: String = (0..n).map(|i| format!("甲乙[^n{i}]。")).collect();
    let notes: String = (0..n).map(|i| format!("[^n{i}]: 註\n\n")).collect();
    check_article(&format!("{marks}\n\n{notes}"), None);
    check_article(&marks, Some("JZ101"));
    check_article(&format!("甲\n\n{notes}"), None);
    check_article(&format!("{}\n\n[^a]: 註\n", "甲乙[^a]。".repeat(n)), None);
    check_article(&format!("{}\n\n[^a]: 註\n", "甲[^a]".repeat(N + 1)), Some("JZ019"));
    check_article(&"[甲](https://example.org/)".repeat(n), None);
    check_article(&"[甲](a)".repeat(N + 1), Some("JZ019"));
    check_article(&format!("甲[^a]\n\n[^a]: {}\n", "[甲](https://example.org/)".repeat(1001)), Some("JZ019"));
    check_article(&"[甲](javascript:a)".repeat(n), Some("JZ401"));
    for piece in
        ["https://a/b/茶\"", "https://a.b/(", "https://a/?q=", "https://", "://", "茶https://a/b/茶", "https://a/b/茶 "]
    {
        check_article(&piece.repeat(n), None);
    }
    check_article(&format!("{}{}", "## 渡口\n\n".repeat(n), "[甲](#沒有)".repeat(n)), None);
    check_article(&"甲。".repeat(400_000), Some("JZ019"));
    check_article(&format!("{}\n\n[^a]: 註\n", "甲。[^a]".repeat(60_000)), None);
    let tags: Vec<String> = (0..101).map(|n| format!("t{n}")).collect();
    check_article(&format!("---\ntags: [{}]\n---\n\n甲\n", tags.join(", ")), Some("JZ019"));
}

#[test]
fn many_claims_sources_and_rules_are_read_in_time_that_grows_with_them() {
    let n = 10_000;
    let marks: String = (0..n).map(|i| format!("[甲乙丙][^n{i}]。\n\n")).collect();
    let notes: String = (0..n).map(|i| format!("[^n{i}]: [@s, 頁 {i}]\n\n")).collect();
    let claims: String =
        (0..n).map(|i| format!("n{i}: {{kind: fact, evidence: {{s: {{stance: supports, at: 頁 {i}}}}}}}\n")).collect();
    let sources = "s: {type: book, title: 書, jz: {class: primary}}\n";
    let article = format!("{marks}{notes}");
    let files = [
        ("content/a/index.md", article.as_str()),
        ("content/a/sources.yaml", sources),
        ("content/a/claims.yaml", &claims),
    ];
    check("build", &files, None);
    check_yaml("content/a/claims.yaml", &claims, "JZ202");
    let nested: String =
        (1..800).map(|n| format!("  - {{id: r{n}, reading: {}, lemma: 乙}}\n", "甲".repeat(n))).collect();
    let files =
        [("content/a/index.md", &*"甲".repeat(20_000)), ("content/a/collation.yaml", &*format!("rules:\n{nested}"))];
    check("build", &files, Some("JZ019"));
    let cited: String = (0..=2000).map(|n| format!("甲[^n{n}]\n\n[^n{n}]: [@s{n}]\n\n")).collect();
    check_article(&cited, Some("JZ019"));
    let long = format!("rules:\n  - {{id: a, reading: {}乙, lemma: 丙}}\n", "甲".repeat(20_000));
    check("build", &[("content/a/index.md", &"甲".repeat(100_000)), ("content/a/collation.yaml", &long)], None);
    let rule = "rules:\n  - {id: a, reading: 矽穀, lemma: 矽谷, status: accepted}\n";
    check(
        "build",
        &[("content/a/index.md", &"矽穀".repeat(60_000)), ("content/a/collation.yaml", rule)],
        Some("JZ019"),
    );
}

/// What is typed once can stand in the pages a hundred thousand times.
#[test]
fn regression_long_words_at_many_places_fill_no_memory() {
    let (many, long) = ("甲".repeat(40_000), "乙".repeat(2_000));
    let rule = format!("rules:\n  - {{id: a, reading: 甲, lemma: {long}, status: accepted}}\n");
    check("build", &[("content/a/index.md", &many), ("content/a/collation.yaml", &rule)], Some("JZ019"));
    let [from, to] = ["甲乙", "甲丙"].map(|word| word.repeat(10_000));
    let rule = format!("rules:\n  - {{id: a, reading: {from}, lemma: {to}, status: accepted}}\n");
    check("build", &[("content/a/index.md", &from), ("content/a/collation.yaml", &rule)], Some("JZ019"));
    let glossary = format!("- {{zh-Hant: 甲, zh-Hans: {long}}}\n");
    check("build", &[("content/a/index.md", &many), ("content/glossary.yaml", &glossary)], Some("JZ019"));
    let marks: String = (0..2000).map(|i| format!("[甲][^n{i}]。")).collect();
    let notes: String = (0..2000).map(|i| format!("[^n{i}]: [@s]\n")).collect();
    let sources = format!("s: {{type: book, title: 書, author: {}}}\n", "王".repeat(100_000));
    check(
        "build",
        &[("content/a/index.md", &format!("{marks}\n\n{notes}")), ("content/a/sources.yaml", &sources)],
        None,
    );
}

/// Nothing parts these texts, so that what looks round a place, or compares two texts, must stop by itself.
#[test]
fn regression_texts_without_an_end_are_read_in_time_that_grows_with_them() {
    check("check", &[("content/a/index.md", &"麵臨係統隻是裏".repeat(60_000))], None);
    let config = ("jiaozhu.toml", "title = \"極\"\nvariants = [\"zh-Hant-TW\", \"zh-Hans-CN\"]\n");
    let article = format!("---\nlang: zh-Hans-CN\n---\n{}\n", "软件程序".repeat(60_000));
    check("build", &[config, ("content/a/index.md", &article)], None);
    let text = "甲".repeat(400_000);
    let record = format!("omitted:\n  - {{exact: {}乙}}\n", "甲".repeat(200_000));
    let files =
        [("content/a/index.md", &*text), ("content/a/witness.txt", &text), ("content/a/collation.yaml", &record)];
    check("build", &files, Some("JZ606"));
    let context = format!("{{prefix: 乙{}, suffix: \"\"}}", "甲".repeat(500));
    let contexts = vec![context; 200].join(", ");
    let rule = format!("rules:\n  - {{id: a, reading: 甲, lemma: 丁, except: [{contexts}], status: accepted}}\n");
    let text = "甲".repeat(40_000);
    check("build", &[("content/a/index.md", &text), ("content/a/collation.yaml", &rule)], Some("JZ019"));
}

#[test]
fn yaml_that_grows_or_nests_is_refused() {
    let aliases: String =
        (1..12).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))).collect();
    let bombs = [
        format!("a0: &a0 [x,x,x,x,x,x,x,x,x]\n{aliases}"),
        format!("a: {}", "[".repeat(20_000)),
        format!("a: {}", "{a: ".repeat(15_000)),
        format!("{}a\n", "? ".repeat(30_000)),
        format!("{}a\n", "- ".repeat(30_000)),
        format!("{}: 1\n", "k".repeat(60_000)),
        "a: &a\n  <<: *a\n".to_owned(),
        "date: 1e999\ntitle: 99999999999999999999\n".to_owned(),
        "date: 999999-01-01\n".to_owned(),
    ];
    for bomb in &bombs {
        check_article(&format!("---\n{bomb}\n---\n\n甲\n"), Some("JZ0"));
        check_yaml("content/a/sources.yaml", bomb, "JZ30");
        check_yaml("content/a/claims.yaml", bomb, "JZ200");
        check_yaml("content/a/collation.yaml", bomb, "JZ601");
        check_yaml("content/a/changes.yaml", bomb, "JZ220");
        check_yaml("content/glossary.yaml", bomb, "JZ502");
    }
}

#[test]
fn settings_of_impossible_size_are_refused() {
    for setting in [
        "[site]\nper-page = 0\n",
        "[site]\nper-page = 99999999999999999999\n",
        "[site]\nper-page = 1e999\n",
        "[limits]\nnesting = 129\n",
        "[limits]\nnotes = 0\n",
        "[limits]\narticle-kib = -1\n",
        "[limits]\narticles = 1\n",
    ] {
        let config = format!("title = \"極\"\n{setting}");
        check("build", &[("jiaozhu.toml", &config), ("content/a/index.md", "甲\n")], Some("JZ007"));
    }
    let deep = format!("title = \"極\"\na = {}", "[".repeat(N));
    check("build", &[("jiaozhu.toml", &deep), ("content/a/index.md", "甲\n")], Some("JZ007"));
    let many = "title = \"極\"\n[site]\nper-page = 1000000000000000000\n";
    check("build", &[("jiaozhu.toml", many), ("content/a/index.md", "甲\n")], None);
}

#[test]
fn a_site_states_its_own_limits() {
    for (setting, text) in [
        ("article-kib = 1", "甲".repeat(400)),
        ("front-matter-kib = 1", format!("---\nsummary: {}\n---\n甲\n", "甲".repeat(400))),
        ("nesting = 3", "> > > > 甲\n".to_owned()),
        ("notes = 1", "甲[^a]乙[^a]\n\n[^a]: 註\n".to_owned()),
        ("links = 1", "[甲](a)[乙](b)\n".to_owned()),
        ("parts = 2", "甲。乙。丙。\n".to_owned()),
    ] {
        let config = format!("title = \"極\"\n[limits]\n{setting}\n");
        let code = match setting.split(' ').next() {
            Some("article-kib" | "front-matter-kib") => "JZ004",
            Some("nesting") => "JZ012",
            _ => "JZ019",
        };
        check("build", &[("jiaozhu.toml", &config), ("content/a/index.md", &text)], Some(code));
        check_article(&text, None);
    }
}

#[test]
fn an_escape_brings_no_character_in_that_a_text_may_not_hold() {
    for (name, text) in [
        ("content/a/index.md", "---\ntitle: \"甲\\0\"\n---\n\n甲\n"),
        ("content/a/sources.yaml", "s: {type: book, title: \"\\u0001\"}\n"),
        ("content/a/collation.yaml", "rules: [{id: a, reading: \"\\uFFFE\", lemma: 乙}]\n"),
        ("content/glossary.yaml", "- {keep: \"\\x1b\"}\n"),
        ("jiaozhu.toml", "title = \"\\u0000\"\n"),
    ] {
        check("build", &[("content/a/index.md", "甲\n"), (name, text)], Some("JZ002"));
    }
}

#[test]
fn received_files_of_any_shape_are_imported_or_refused() {
    let import = |name: &str, text: &str, is_taken: bool| {
        let site = tempfile::tempdir().expect("a folder");
        fs::write(site.path().join("jiaozhu.toml"), "title = \"極\"\n").expect("a file");
        fs::write(site.path().join(name), text).expect("a file");
        let Ended { code, said } = run(site.path(), &format!("import {name}"));
        let head: String = said.chars().take(600).collect();
        assert!(!said.contains("panicked"), "{head}");
        assert_eq!(code == Some(0), is_taken, "{name}: {code:?} {head}");
        assert!(is_taken || matches!(code, Some(1 | 2)) && !said.is_empty(), "{name}: {head}");
    };
    import("x.txt", &"甲\n".repeat(N), true);
    import("x.txt", &"*".repeat(1_000_000), true);
    import("x.txt", &"天地玄黃".repeat(300_000), true);
    // Every byte is wrong in the encodings that such a text may have been misread from.
    import("x.txt", &"ÿ".repeat(4_000_000), true);
    import("x.md", &format!("{}甲", "> ".repeat(N)), true);
    import("x.md", &"*字*好。".repeat(300_000), true);
    for piece in ["$a ", "[@a ", "@a[", ":a", "*a*\n: ", "\\[1"] {
        import("x.md", &piece.repeat(50_000), true);
    }
    import("x.bib", &"@book{k, title = {書}}\n".repeat(5_000), true);
    import("x.bib", &format!("@book{{a, title = {}", "{".repeat(1_000_000)), false);
    import("x.ris", &"TY  - BOOK\nTI  - 書\nER  - \n".repeat(5_000), true);
    import("x.json", &"[".repeat(1_000_000), false);
    import("x.json", "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"a\\u0001b\"}]", true);
}
