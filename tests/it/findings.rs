//! Whole messages: what an editor reads, with carets under the right characters.

mod names;

use std::fs;
use std::path::Path;
use std::process::Command;

use jiaozhu::build::{Request, run};
use jiaozhu::diag::{Style, Texts, draw_human, draw_json};
use jiaozhu::discover::read_for_drawing;
use jiaozhu::parse::read_sources;

use crate::fixtures::Article;
use crate::golden::check_translated;

/// A site in a temporary folder.
struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().expect("a folder"));
        site.write("jiaozhu.toml", "title = \"試\"\n");
        site
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Builds and returns the findings as an editor and as a program reads them.
    fn build(&self) -> (String, String) {
        let root = self.0.path().to_owned();
        let report = run(&Request { root: root.clone(), publish: true, ..Request::default() }).expect("it runs");
        let files = report.findings.iter().filter_map(|finding| finding.place.as_ref()).map(|place| place.file.clone());
        let texts: Texts =
            files.filter_map(|file| read_for_drawing(&root, &file).ok()).map(|f| (f.path, f.text)).collect();
        (draw_human(&report.findings, &texts, Style::default()), draw_json(&report.findings, &texts))
    }
}

/// Checks the whole text of the findings of one article.
#[track_caller]
fn check(index: &str, expected: &str) {
    let site = Site::new();
    site.write("content/a/index.md", index);
    assert_eq!(site.build().0, expected.strip_prefix('\n').unwrap_or(expected));
}

#[test]
fn a_missing_definition() {
    check(
        "# 題\n\n他說天下雨了[^nope]。\n",
        "
error[JZ101]: note mark `[^nope]` has no definition
 --> content/a/index.md:3:7
  |
3 | 他說天下雨了[^nope]。
  |             ^^^^^^^
  |
  = hint: add a line `[^nope]: …`, or type `\\[^nope]` for the characters themselves

1 error, 0 warnings, 0 infos
",
    );
}

#[test]
fn regression_a_refused_escape_of_the_settings_has_its_place() {
    let site = Site::new();
    site.write("content/a/index.md", "# 題\n\n他說天下雨了。\n");
    site.write("jiaozhu.toml", "title = \"試\"\n\n[build]\noutput = \"a\\u001bb\"\n");
    let (human, _) = site.build();
    assert!(human.contains("error[JZ002]") && human.contains("--> jiaozhu.toml:4:10\n"), "{human}");
}

#[test]
fn an_unclosed_claim() {
    check(
        "# 題\n\n他說[天下雨了[^a]。\n\n[^a]: [源](https://example.org)\n",
        "
error[JZ107]: the claim bracket `[` is not closed before its note mark
 --> content/a/index.md:3:3
  |
3 | 他說[天下雨了[^a]。
  |     ^
  |
  = hint: a claim is typed `[claim][^label]`; type `\\[` for a bracket that belongs to the text

1 error, 0 warnings, 0 infos
",
    );
}

#[test]
fn a_misspelt_field() {
    check(
        "---\ntitel: 題\n---\n一句。\n",
        "
error[JZ007]: unknown key `titel`
 --> content/a/index.md:2:1
  |
2 | titel: 題
  | ^^^^^
  |
  = hint: did you mean `title`?

1 error, 0 warnings, 0 infos
",
    );
}

#[test]
fn all_mistakes_of_all_articles_in_one_run() {
    let site = Site::new();
    site.write("content/good/index.md", "# 好\n\n一句。\n");
    site.build();
    let page = site.0.path().join("public/zh-hant/good/index.html");
    let before = fs::read(&page).expect("a page");
    let articles: [(&str, &[u8]); 14] = [
        ("a-field", "---\ntitel: 題\n---\n一句。\n".as_bytes()),
        ("b-date", "---\ndate: 2026-13-01\n---\n一句。\n".as_bytes()),
        ("c-bracket", "# 題\n\n他說[天下雨了[^a]。\n\n[^a]: 甲。\n".as_bytes()),
        ("d-source", "# 題\n\n天下雨了[^a]。\n\n[^a]: 見。[@repotr]\n".as_bytes()),
        ("e-missing", "# 題\n\n天下雨了[^nope]。\n".as_bytes()),
        ("f-twice", "# 題\n\n天下雨了[^a]。\n\n[^a]: 甲。\n\n[^a]: 乙。\n".as_bytes()),
        ("g-utf8", b"# \xe9\xa1\x8c\n\n\xe5\xa4\xa9\xff\n"),
        ("h-nul", b"# \xe9\xa1\x8c\n\n\xe5\xa4\xa9\0\n"),
        ("i-slug", "---\nslug: ../up\n---\n一句。\n".as_bytes()),
        ("j-one", "---\nslug: same\n---\n一句。\n".as_bytes()),
        ("j-two", "---\nslug: same\n---\n一句。\n".as_bytes()),
        ("k-address", "# 題\n\n請看[這裡](javascript:alert(1))。\n".as_bytes()),
        ("n-tab", "---\ntitle: 題\ntags:\n\t- 甲\n---\n一句。\n".as_bytes()),
        ("o-wide", "# 題\n\n天下雨了[^1]。\n\n[^1]：見報告。\n".as_bytes()),
    ];
    for (name, bytes) in articles {
        site.write(&format!("content/{name}/index.md"), bytes);
    }
    site.write("content/d-source/sources.yaml", "report: {type: web, title: 報告}\n");
    site.write("content/l-script/index.md", "# 題\n\n一句<script>x</script>。\n");
    site.write("templates/article.html", "{% if %}");
    let json: Vec<serde_json::Value> = serde_json::from_str(&site.build().1).expect("JSON");
    let text = |value: &serde_json::Value| {
        value.as_str().unwrap_or_default().trim_start_matches("content/").replace("/index.md", "")
    };
    let found: Vec<String> = json
        .iter()
        .filter(|finding| finding["severity"] != "info")
        .map(|f| format!("{} {} {}:{}", text(&f["code"]), text(&f["file"]), f["start"]["line"], f["start"]["column"]))
        .collect();
    let expected = [
        "JZ007 a-field 2:1",
        "JZ008 b-date 2:7",
        "JZ107 c-bracket 3:3",
        "JZ301 d-source 5:10",
        "JZ101 e-missing 3:5",
        "JZ102 f-twice 7:1",
        "JZ001 g-utf8 3:2",
        "JZ002 h-nul 3:2",
        "JZ009 i-slug 2:7",
        "JZ010 j-two 2:7",
        "JZ401 k-address 3:3",
        "JZ014 l-script 3:3",
        "JZ014 l-script 3:12",
        "JZ007 n-tab 4:1",
        "JZ101 o-wide 3:5",
        "JZ111 o-wide 5:1",
        "JZ701 templates/article.html 1:7",
    ];
    assert_eq!(found, expected);
    assert_eq!(fs::read(&page).expect("a page"), before);
}

#[test]
fn a_site_sets_the_levels_of_warnings_and_infos() {
    let site = Site::new();
    site.write("content/a/index.md", "# 題\n\n一句。\n\n[^a]: 見[源](https://example.org)。\n");
    let levels = |config: &str| -> Vec<(String, String)> {
        site.write("jiaozhu.toml", format!("title = \"試\"\n{config}"));
        let json: Vec<serde_json::Value> = serde_json::from_str(&site.build().1).expect("JSON");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        json.iter().map(|finding| (text(&finding["code"]), text(&finding["severity"]))).collect()
    };
    let one = |level: &str| vec![("JZ103".to_owned(), level.to_owned())];
    assert_eq!(levels(""), one("warning"));
    assert_eq!(levels("[check]\nlevels = {JZ103 = \"info\"}\n"), one("info"));
    assert_eq!(levels("[check]\nlevels = {JZ103 = \"info\"}\ndeny = [\"JZ103\"]\n"), one("error"));
    site.write("content/a/index.md", "# 題\n\n一句[^b]。\n");
    assert_eq!(levels("[check]\nlevels = {JZ101 = \"info\"}\n"), [("JZ101".to_owned(), "error".to_owned())]);
}

/// A gate that names no finding would let everything through.
#[test]
fn what_is_denied_is_a_code_or_warnings() {
    for check in ["deny = [\"warning\"]", "deny = [\"jz103\"]", "levels = {JZ1 = \"info\"}"] {
        let site = Site::new();
        site.write("jiaozhu.toml", format!("title = \"試\"\n[check]\n{check}\n"));
        site.write("content/a/index.md", "# 題\n\n一句。\n");
        let (human, _) = site.build();
        assert!(human.contains("error[JZ007]") && human.contains("is no code of a finding"), "{human}");
    }
    let program = env!("CARGO_BIN_EXE_jiaozhu");
    let output = Command::new(program).args(["check", "--deny", "warning"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
}

/// Checks what is said of the first fault of a `sources.yaml`, where, and that it is said in Chinese too.
#[track_caller]
fn check_yaml(text: &str, expected: &str) {
    let findings = read_sources("sources.yaml", text).1;
    let first = findings.first().expect("a finding");
    let at = first.place.as_ref().map_or(0, |place| place.span.start);
    let before = text.get(..at).unwrap_or_default();
    let (line, column) =
        (before.matches('\n').count() + 1, before.lines().last().unwrap_or_default().chars().count() + 1);
    let column = if before.ends_with('\n') { 1 } else { column };
    let hint = first.hint.as_deref().unwrap_or_default();
    assert_eq!(format!("{line}:{column} {}; {hint}", first.message), expected, "of {text}");
    check_translated(&findings);
}

#[test]
fn slips_of_the_hand_in_yaml() {
    let colon = "type the half-width colon and a space: `title: …`";
    check_yaml("a:\n  type: book\n  title：志\n", &format!("3:3 a full-width colon behind `title`; {colon}"));
    check_yaml(
        "a：\n  type: book\n",
        "1:1 a full-width colon behind `a`; type the half-width colon and a space: `a: …`",
    );
    check_yaml("a: {type: book, title：志}\n", &format!("1:17 a full-width colon behind `title`; {colon}"));
    let comma = "type the half-width comma and a space: `, title: …`";
    check_yaml("a: {type: book， title: 志}\n", &format!("1:15 a full-width comma before `title`; {comma}"));
    let space = "type a space behind the colon: `type: …`";
    check_yaml("a:\n  type:book\n", &format!("2:3 no space behind `type:`; {space}"));
    check_yaml("a: {type:book, title: 志}\n", &format!("1:5 no space behind `type:`; {space}"));
    let tab = "a tab stands where YAML has spaces; indent with spaces";
    check_yaml("a:\n  title: 志\n\ttype: book\n", &format!("3:1 {tab}"));
    check_yaml("a:\n\ttype: book\n", &format!("2:1 {tab}"));
    check_yaml("a:\n  type: web\n  parent:\n  \t- type: web\n", &format!("4:3 {tab}"));
}

/// The parser of YAML says it in English alone, and in its own words.
#[test]
fn what_is_no_yaml_is_said_in_an_editors_words() {
    let quote = "put the text between quotation marks";
    let close = "close `{` with `}`, `[` with `]`; put a text that has them between quotation marks";
    let indent = "indent it as the lines it belongs to; type `key: value`, or `- ` before each entry of a list";
    let colon =
        "type the text as \"甲: 乙\", or with the full-width `：`; a key begins in the same column as those beside it";
    check_yaml("a: {type: book, title: 志\n", &format!("1:4 a bracket is not closed; {close}"));
    check_yaml("a:\n  title: [志\n", &format!("2:10 a bracket is not closed; {close}"));
    check_yaml(
        "a:\n  author: [林, 一]}\n",
        "2:17 a bracket closes nothing; delete it, or put the text between quotation marks",
    );
    check_yaml("a: {title: \"志}\n", "1:12 a quotation mark is not closed; close it, or leave both away");
    check_yaml(
        "a:\n  title: \"志\"的\n",
        "2:13 a text goes on behind its quotation mark; put all of it between the marks; for a mark inside type `「」`",
    );
    check_yaml("a:\n  title: @志\n", &format!("2:10 a text cannot begin with this character; {quote}"));
    check_yaml("a:\n  title: *志\n", &format!("2:10 a text cannot begin with `&` or `*`; {quote}"));
    check_yaml("a: !志\n", &format!("1:4 a text cannot begin with `!`; {quote}"));
    check_yaml("a:\n  title: 甲: note：乙\n", &format!("2:11 `: ` stands in a text without quotation marks; {colon}"));
    check_yaml("a:\n    title: 志\n  type: book\n", &format!("3:3 the line begins too far left or right; {indent}"));
    check_yaml("a:\n  - 志\n  title: 志\n", &format!("3:3 the line begins too far left or right; {indent}"));
    check_yaml("a: - 志\n", "1:4 a list cannot begin here; begin it on a line of its own");
    check_yaml("a:\n  title: \"\\志\"\n", "2:10 `\\` begins nothing known between double quotation marks; type `\\\\`");
    check_yaml("a: {type: web}\n---\nb: 一\n", "3:1 a line `---` or `...` parts the file in two; delete that line");
    check_yaml(
        "{}\na: {type: web}\n",
        "2:1 the file goes on where it is complete; type its entries as lines `key:` at the left edge, and delete an empty `{}` or `[]` above",
    );
    let values = [
        ("parent: 溪鎮日報", "neither one entry nor a list of such", "a work as `parent: {type: newspaper"),
        ("volume: 007", "neither a whole number nor a text", "as `\"007\"`"),
        ("url: example.org", "this is no whole address", "as `https://example.org/`"),
        ("url: 'http://[::1'", "this is no address that leads anywhere", "as `https://example.org/`"),
        ("url: 'http://a b/'", "this is no address that leads anywhere", "as `https://example.org/`"),
        ("url: 'http://a:b/'", "this is no address that leads anywhere", "type the port in digits"),
        ("serial-number: {isbn: [1]}", "neither one number nor a number of each sort", "{isbn: "),
        ("title: {value: [水]}", "a text is expected here", "short: "),
        ("date: 1925-13", "there is no such month", "as `1925-03`"),
        ("date: 1925-02-30", "the month has no such day", "as `1925-03-31`"),
        ("language: 中文", "this is no tag of a language", "type one as `zh`"),
        ("page-total: 三百", "a number is expected here", "as `300`"),
        ("date: 0079", "this is no date", "as `\"0079\"`"),
        ("date: -0300", "this is no date", "begins with `0` or `-`"),
        ("title: 007", "a text is expected here", "between quotation marks"),
    ];
    for (field, message, hint) in values {
        let findings = read_sources("sources.yaml", &format!("a:\n  type: web\n  {field}\n")).1;
        assert!(findings[0].message == message, "{field}: {findings:?}");
        assert!(findings[0].hint.as_deref().is_some_and(|said| said.contains(hint)), "{field}: {findings:?}");
        check_translated(&findings);
    }
    check_yaml("- 志\n", "1:1 keys with values are expected here; type `key: value`");
}

/// What is counted and not drawn is said to be so.
#[test]
fn the_last_line_counts_what_is_not_shown() {
    let site = Site::new();
    site.write("content/a/index.md", "# 題\n\n一句[^甲]。\n\n[^甲]: [源](https://example.org)。\n\n[^b]: 乙。\n");
    let last_line_of = |command: &str, options: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_jiaozhu"))
            .args([command, "--root"])
            .arg(site.0.path())
            .args(options)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&program.stderr).into_owned();
        said.lines().rev().find(|line| line.contains("warning") || line.contains('說')).unwrap_or_default().to_owned()
    };
    let last_lines = |options: &[&str]| last_line_of("check", options);
    // A build does not look for infos, whether it makes an article or takes it over.
    for _ in 0..2 {
        assert_eq!(last_line_of("build", &[]), "0 errors, 1 warning");
    }
    for _ in 0..2 {
        assert_eq!(last_line_of("build", &["--verbose"]), "0 errors, 1 warning, 1 info");
    }
    assert_eq!(last_lines(&[]), "0 errors, 1 warning, 1 info (not shown)");
    assert_eq!(last_lines(&["--verbose"]), "0 errors, 1 warning, 1 info");
    assert_eq!(last_lines(&["--lang", "zh-Hant"]), "錯誤 0，警告 1，說明 1（未顯示）");
    site.write("content/a/index.md", "# 題\n\n一句[^甲]。\n\n[^甲]: [源](https://example.org)。\n\n[^b]: 乙[^c]。\n");
    assert_eq!(last_lines(&["--quiet"]), "1 error, 1 warning (not shown), 1 info (not shown)");
}

/// What a build leaves out as an info it looks for where the site makes more of it.
#[test]
fn a_build_finds_what_the_site_says_is_no_info() {
    let site = Site::new();
    site.write("content/a/index.md", "# 題\n\n1950年死了300人。一句[^甲]。\n\n[^甲]: [源](https://example.org)。\n");
    let said = |check: &str| {
        site.write("jiaozhu.toml", format!("title = \"試\"\n[check]\n{check}\n"));
        let build = Command::new(env!("CARGO_BIN_EXE_jiaozhu"))
            .args(["build", "--root"])
            .arg(site.0.path())
            .output()
            .expect("it runs");
        String::from_utf8_lossy(&build.stderr).lines().next().unwrap_or_default().to_owned()
    };
    assert!(said("").contains("1 article →"), "{}", said(""));
    assert!(said("levels = {JZ210 = \"warning\"}").starts_with("warning[JZ210]"));
    assert!(said("deny = [\"JZ210\"]").starts_with("error[JZ210]"));
}

#[test]
fn a_place_is_one_of_the_file_though_the_value_is_typed_with_escapes() {
    let typed = [
        r#""\L茶與水 -{橋""#,
        r#""茶\u8207-{水""#,
        r#""\_茶-{""#,
        "\"茶\\\n  與\n  水\\\"-{\"",
        r#""\\\\茶\\-{""#,
        // A backslash is itself here.
        r"'茶''\\水-{\'",
        "茶\\\\\n  水-{\\",
    ];
    for title in typed {
        let index = format!("---\ntitle: {title}\n---\n\n茶\n");
        let (_, findings) = Article { index: &index, ..Article::default() }.read();
        let places: Vec<_> = findings.iter().filter_map(|finding| finding.place.as_ref()).collect();
        assert!(!places.is_empty(), "{index} {findings:?}");
        for place in places {
            assert_eq!(index.get(place.span.clone()), Some("-{"), "{place:?} of {index:?}");
        }
    }
    // What stands in a fixed form keeps its place.
    let forms = ["-{\u{FA40}}-", "-{zh-hans:惩; zh-hant:\u{FA40}}-"];
    for index in forms.map(|form| format!("---\ntitle: \"戒{form}\"\n---\n\n勸。\n")) {
        let (_, findings) = Article { index: &index, ..Article::default() }.read();
        let places: Vec<_> = findings.iter().filter_map(|finding| finding.place.as_ref()).collect();
        assert_eq!(places.len(), 1, "{findings:?}");
        for place in places {
            assert_eq!(index.get(place.span.clone()), Some("\u{FA40}"), "{place:?} of {index:?}");
        }
    }
}

/// The shared list too: what cites it is not at fault.
#[test]
fn an_unreadable_shared_list_makes_no_source_unknown() {
    let site = Site::new();
    let article = "# 題\n\n一句[^a]。\n\n[^a]: 見。[@zhi]\n";
    site.write("content/a/index.md", article);
    site.write("content/sources.yaml", "zhi: {type: web, title：志}\n");
    let codes = || -> Vec<String> {
        let json: Vec<serde_json::Value> = serde_json::from_str(&site.build().1).expect("JSON");
        json.iter().map(|finding| finding["code"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(codes(), ["JZ303"]);
    site.write("content/sources.yaml", "bao: {type: web, title: 報}\n");
    assert_eq!(codes(), ["JZ301"]);
}
