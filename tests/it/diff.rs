//! The command `diff`: two editions in, what changed out; whole outputs beside the input in `tests/diff/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiaozhu::build::{Request, run};
use jiaozhu::diag::Catalogue;
use jiaozhu::diff::{Difference, compare, draw_human, draw_human_in, draw_json, read_edition};

use crate::golden::{check_golden, files_below, write};

fn case_folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff").join(case)
}

/// Compares two texts, each an `edition.json`.
fn difference(old: &str, new: &str) -> Difference {
    let read = |text: &str| read_edition(text.as_bytes()).expect("an edition");
    compare(&read(old), &read(new))
}

/// Compares both drawings with `expected.txt` and `expected.json` of the case.
#[track_caller]
fn check_case(case: &str, old: &str, new: &str) {
    let difference = difference(old, new);
    check_golden(&case_folder(case).join("expected.txt"), &draw_human(&difference, false));
    check_golden(&case_folder(case).join("expected.json"), &draw_json(&difference));
}

/// Builds a site of a case and returns where its edition lies.
fn build(site: &Path, root: &Path) -> PathBuf {
    for (file, bytes) in files_below(site) {
        write(&root.join(file), &bytes);
    }
    let report = run(&Request { root: root.to_owned(), publish: true, ..Request::default() }).expect("the run is done");
    assert!(report.outcome.is_some(), "{:#?}", report.findings);
    root.join("public/data/qiao")
}

/// An edition of claims alone.
fn edition(lang: &str, claims: &str) -> String {
    format!("{{\"version\": 1, \"slug\": \"qiao\", \"lang\": \"{lang}\", \"claims\": [{claims}]}}")
}

/// Checks what a person reads of two editions that differ in their claims.
#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    let difference = difference(&edition("zh-Hant", old), &edition("zh-Hant", new));
    assert_eq!(draw_human(&difference, false), expected.strip_prefix('\n').unwrap_or(expected));
}

/// Runs the program; returns its exit status and what it printed.
fn run_program(arguments: &[&Path]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_jiaozhu")).arg("diff").args(arguments).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn two_built_editions() {
    let root = tempfile::tempdir().expect("a folder");
    let built = |name: &str| build(&case_folder("bridge").join(name), &root.path().join(name));
    let (old, new) = (built("old"), built("new"));
    let read = |folder: &Path| fs::read_to_string(folder.join("edition.json")).expect("the edition's data");
    check_case("bridge", &read(&old), &read(&new));
    let expected = fs::read_to_string(case_folder("bridge").join("expected.txt")).expect("what is expected");
    assert_eq!(run_program(&[&old, &new]), (Some(0), expected, String::new()));
    let same = run_program(&[&old, &old.join("edition.json")]);
    assert_eq!(same, (Some(0), "no change\n".to_owned(), String::new()));
    for (lang, name) in [("--lang=zh-Hant", "zh-hant"), ("--lang=zh-Hans", "zh-hans")] {
        let (status, said, _) = run_program(&[&old, &new, Path::new(lang)]);
        assert_eq!(status, Some(0));
        check_golden(&case_folder("bridge").join(format!("expected.{name}.txt")), &said);
    }
    assert_eq!(run_program(&[&old, &old, Path::new("--lang=zh-Hant")]).1, "沒有改動\n");
    let json = run_program(&[&old, &old, Path::new("--format=json")]).1;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["changed"], &json["claims"]["renumbered"]), (&false.into(), &0.into()));
}

#[test]
fn verdicts_findings_and_evidence() {
    let read = |name: &str| fs::read_to_string(case_folder("judged").join(name)).expect("an edition");
    check_case("judged", &read("old.json"), &read("new.json"));
    let chinese = Catalogue::chinese(str::to_owned);
    let text = |english: &str| chinese.text(english).unwrap_or_else(|| english.to_owned());
    let said = draw_human_in(&difference(&read("old.json"), &read("new.json")), false, &text);
    check_golden(&case_folder("judged").join("expected.zh-hant.txt"), &said);
}

/// Both editions are built, so that each field is read where a build writes it.
#[test]
fn answers_reasons_and_what_sources_say() {
    let root = tempfile::tempdir().expect("a folder");
    let read = |name: &str| {
        let folder = build(&case_folder("answered").join(name), &root.path().join(name));
        fs::read_to_string(folder.join("edition.json")).expect("the edition's data")
    };
    check_case("answered", &read("old"), &read("new"));
}

/// A citation whose translation differs in the other script alone says the same.
#[test]
fn a_citation_in_another_script_alone_is_counted() {
    let claim = |hans: &str| {
        let texts = format!(r#"{{"zh-Hant": "軟體", "zh-Hans": "{hans}"}}"#);
        format!(
            r#"{{"id": "a", "why": {texts}, "citations": [{{"source": "b", "note": {texts}, "quote": {{"translation": {texts}}}}}]}}"#
        )
    };
    check(&claim("软体"), &claim("软件"), "claims\n  converted  2 texts, in another script alone\n");
}

/// Taken backward, what was added is removed and nothing else differs.
#[test]
fn backward_is_the_mirror_of_forward() {
    let read = |name: &str| fs::read_to_string(case_folder("judged").join(name)).expect("an edition");
    let (forward, backward) =
        (difference(&read("old.json"), &read("new.json")), difference(&read("new.json"), &read("old.json")));
    assert_eq!(forward.claims.renumbered, backward.claims.renumbered);
    assert_eq!(forward.claims.rejudged.len(), backward.claims.rejudged.len());
    let fields = |difference: &Difference, is_mirrored: bool| -> Vec<(String, Option<String>, Option<String>)> {
        let fields = difference.claims.rejudged.iter().flat_map(|entry| entry.fields.clone());
        let mirror = |(old, new)| if is_mirrored { (new, old) } else { (old, new) };
        fields.map(|f| (f.field.to_owned(), mirror((f.old, f.new)))).map(|(f, (old, new))| (f, old, new)).collect()
    };
    assert_eq!(fields(&forward, false), fields(&backward, true));
    let added = |difference: &Difference| difference.claims.resourced.iter().map(|c| c.added.len()).sum::<usize>();
    let removed = |difference: &Difference| difference.claims.resourced.iter().map(|c| c.removed.len()).sum::<usize>();
    assert_eq!((added(&forward), removed(&forward)), (removed(&backward), added(&backward)));
}

#[test]
fn a_change_of_number_alone_is_counted() {
    check(
        r#"{"id": "a", "number": 1, "text": {"zh-Hant": "橋"}}, {"id": "b", "number": 2}"#,
        r#"{"id": "b", "number": 1}, {"id": "a", "number": 2, "text": {"zh-Hant": "舊橋"}}"#,
        "
claims
  reworded    a  〔＋舊〕橋
  renumbered     1 claim, otherwise the same
",
    );
}

#[test]
fn colours_stand_for_brackets() {
    let text = |text: &str| edition("zh-Hant", &format!(r#"{{"id": "a", "text": {{"zh-Hant": "{text}"}}}}"#));
    let difference = difference(&text("橋老"), &text("橋新"));
    let expected = "claims\n  reworded  a  橋\u{1b}[31;9m老\u{1b}[0m\u{1b}[32;4m新\u{1b}[0m\n";
    assert_eq!(draw_human(&difference, true), expected);
}

#[test]
fn what_would_steer_the_terminal_is_not_printed() {
    check(
        "",
        r#"{"id": "a", "number": 1, "text": {"zh-Hant": "橋\u001b[2J\u202e\n老"}}"#,
        "\nclaims\n  added  a  橋\u{FFFD}[2J\u{FFFD}↵老\n",
    );
}

#[test]
fn columns_are_padded_by_width_and_long_texts_are_cut_short() {
    let long = "河水每年春天漲到橋腳，秋天又退回河心，兩岸的人都這樣說。";
    check(
        &format!(
            r#"{{"id": "註一", "text": {{"zh-Hant": "甲{long}乙"}}}}, {{"id": "b", "text": {{"zh-Hant": "{long}"}}}}"#
        ),
        &format!(
            r#"{{"id": "註一", "text": {{"zh-Hant": "丙{long}丁"}}}}, {{"id": "b", "text": {{"zh-Hant": "{long}是"}}}}"#
        ),
        "
claims
  reworded  b     ……河心，兩岸的人都這樣說。〔＋是〕
  reworded  註一  〔−甲〕〔＋丙〕河水每年春天漲到橋腳，秋……河心，兩岸的人都這樣說。〔−乙〕〔＋丁〕
",
    );
}

/// The own script decides; where the other one alone differs, no claim is reworded.
#[test]
fn texts_are_compared_in_the_editions_own_script() {
    let claim =
        |hans: &str, hant: &str| format!(r#"{{"id": "a", "text": {{"zh-Hans": "{hans}", "zh-Hant": "{hant}"}}}}"#);
    let compare = |old: &str, old_lang: &str, new: &str, new_lang: &str| {
        draw_human(&difference(&edition(old_lang, old), &edition(new_lang, new)), false)
    };
    let (old, new) = (claim("软体", "軟體"), claim("软件", "軟體"));
    assert_eq!(compare(&old, "zh-Hant", &new, "zh-Hant"), "no change\n");
    assert_eq!(compare(&old, "zh-Hant-TW", &new, "zh-Hant-TW"), "no change\n");
    let note = |hans: &str| format!(r#"{{"id": "a", "note": {{"zh-Hans": "{hans}", "zh-Hant": "軟體"}}}}"#);
    let converted = "claims\n  converted  1 text, in another script alone\n";
    assert_eq!(compare(&note("软体"), "zh-Hant", &note("软件"), "zh-Hant"), converted);
    let reworded = "claims\n  reworded  a  软〔−体〕〔＋件〕\n";
    assert_eq!(compare(&old, "zh-Hans", &new, "zh-Hans"), reworded);
    // The new edition was rewritten in the other script: its own script is compared, as the old one has it too.
    let turned = compare(&old, "zh-Hant", &new, "zh-Hans");
    assert_eq!(turned, format!("edition\n  lang  zh-Hant → zh-Hans\n\n{reworded}"));
    let one = r#"{"id": "a", "text": {"zh-Hant": "軟體"}}"#;
    assert_eq!(compare(&old, "zh-Hans", one, "zh-Hans"), "no change\n");
}

#[test]
fn paragraphs_are_aligned_by_what_they_say() {
    let edition = |texts: &[&str]| {
        let list = texts.iter().enumerate();
        let list = list.map(|(i, text)| format!(r#"{{"id": "p{}", "text": {{"zh-Hant": "{text}"}}}}"#, i + 1));
        let list: Vec<String> = list.collect();
        format!(
            r#"{{"version": 1, "slug": "qiao", "lang": "zh-Hant", "claims": [], "paragraphs": [{}]}}"#,
            list.join(", ")
        )
    };
    let old = edition(&["舊橋在城東。", "橋下的水很清。", "橋頭有米鋪。"]);
    let new = edition(&["序：這是一篇短文", "舊橋在城東。", "春天無人過渡", "橋下的水很渾。"]);
    let expected = "text\n  added     2 paragraphs: p1, p3\n  removed   1 paragraph: p3\n  reworded  1 paragraph: p4\n";
    let difference = difference(&old, &new);
    assert_eq!(draw_human(&difference, false), expected);
    let change = &difference.paragraphs.reworded[0];
    assert_eq!((change.old_id.as_str(), change.old.as_str()), ("p2", "橋下的水很清。"));
}

/// Checks the whole message about a file that is no edition.
#[track_caller]
fn check_refused(text: &[u8], why: &str) {
    assert_eq!(read_edition(text), Err(why.to_owned()));
}

#[test]
fn what_is_no_edition_is_refused() {
    check_refused(b"", "is no edition.json: EOF while parsing a value at line 1 column 0");
    check_refused(b"[]", "is no edition.json: invalid length 0, expected an edition at line 1 column 2");
    check_refused(b"{}", "is no edition.json: it has no `version`");
    check_refused(br#"{"version": 1, "slug": "a"}"#, "is no edition.json: it has no `claims`");
    check_refused(br#"{"version": 1, "claims": []}"#, "is no edition.json: it has no `slug`");
    check_refused(
        br#"{"version": 2, "slug": "a", "claims": []}"#,
        "is an edition.json of version 2; version 1 can be read here",
    );
    check_refused(
        edition("zh-Hant", r#"{"id": "a"}, {"id": "a"}"#).as_bytes(),
        "is no edition.json: the claim `a` stands twice",
    );
    check_refused(
        edition("zh-Hant", r#"{"number": 1}"#).as_bytes(),
        "is no edition.json: missing field `id` at line 1 column 74",
    );
}

#[test]
fn null_is_what_is_not_there() {
    let nulls = r#"{"id": "a", "number": null, "kind": null, "verdict": null, "text": null, "places": null, "note": null,
        "finding": null, "citations": [{"source": "b", "locator": null, "stance": null, "via": null, "quote": null}]}"#;
    check(r#"{"id": "a", "citations": [{"source": "b"}]}"#, nulls, "no change\n");
}

#[test]
fn a_run_that_cannot_be_done_ends_with_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = folder.path().join("edition.json");
    let bad = folder.path().join("package.json");
    write(&good, edition("zh-Hant", "").as_bytes());
    write(&bad, b"{\"version\": \"1.0.0\", \"slug\": \"a\", \"claims\": []}");
    let hint = "hint: name an edition.json, or the folder it lies in, as public/data/SLUG\n";
    let refused =
        |path: &Path, why: &str| (Some(2), String::new(), format!("error: {}: {why}\n{hint}", path.display()));
    let version = "is an edition.json of version \"1.0.0\"; version 1 can be read here";
    assert_eq!(run_program(&[&good, &bad]), refused(&bad, version));
    assert_eq!(run_program(&[&bad, &good]), refused(&bad, version));
    let none = folder.path().join("none");
    assert_eq!(run_program(&[&none, &good]), refused(&none, "No such file or directory (os error 2)"));
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let missing = empty.join("edition.json");
    assert_eq!(run_program(&[&good, &empty]), refused(&missing, "No such file or directory (os error 2)"));
}
