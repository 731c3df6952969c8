//! All that is wrong with a text is told at once, and nothing that comes of it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Record {
    kind: Option<Kind>,
    n: Option<u32>,
    list: Vec<Item>,
    inner: Option<Box<Self>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    One,
    Two,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Item {
    name: String,
    n: u32,
}

/// Reads records by name; returns what is wrong, by line.
fn read(text: &str) -> Vec<String> {
    let (_, findings) = Yaml { path: "a.yaml", text, base: 0 }.read::<BTreeMap<String, Record>>("JZ200");
    let line = |finding: &Diagnostic| {
        let at = finding.place.as_ref().expect("a place").span.start;
        format!("{}: {}", text.get(..at).expect("a place").matches('\n').count() + 1, finding.message)
    };
    findings.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "of\n{text}");
}

const NUMBER: &str = "a whole number is expected here";

#[test]
fn values_and_keys_in_blocks_and_braces() {
    check("a: {kind: one, n: 1}\nb:\n  kind: two\n", &[]);
    let text = "a:\n  kind: three\n  m: 1\n  n: x\nb: {n: y, kind: four}\nc: {n: 1}\n";
    let unknown = ["2: unknown value `three`", "3: unknown key `m`", &format!("4: {NUMBER}")];
    let inside = [&format!("5: {NUMBER}"), "5: unknown value `four`"];
    check(text, &[&unknown[..], &inside[..]].concat());
    check("a:\n  inner:\n    inner: {n: x}\n    kind: no\n", &[&format!("3: {NUMBER}"), "4: unknown value `no`"]);
}

#[test]
fn items_of_lists_and_what_is_missing_in_them() {
    let text = "a:\n  list:\n    - {name: 甲}\n    - name: 乙\n      n: x\n    - n: 1\n      name: 丙\n    - m: 1\n      n: 2\n";
    let expected = ["3: missing field `n`", &format!("5: {NUMBER}"), "8: unknown key `m`", "9: missing field `name`"];
    check(text, &expected);
    check(
        "a: {list: [{name: 甲}, {name: 乙, n: 1}, {n: x, name: 丙}]}\n",
        &["1: missing field `n`", &format!("1: {NUMBER}")],
    );
}

#[test]
fn what_is_missing_is_told_where_the_entry_begins() {
    for (text, head) in [("a: {list: [{name: 乙}]}\n", "{name: 乙}"), ("a:\n  list:\n    - name: 甲\n", "name")] {
        let (_, findings) = Yaml { path: "a.yaml", text, base: 0 }.read::<BTreeMap<String, Record>>("JZ200");
        let [finding] = &findings[..] else { panic!("{findings:#?}") };
        assert_eq!(finding.hint.as_deref(), Some("add `n: …`"));
        assert_eq!(text.get(finding.place.clone().expect("a place").span), Some(head));
    }
}

/// What is left out is not missed: neither the value that could not be read, nor the map that is empty without it.
#[test]
fn nothing_is_told_that_comes_of_another_error() {
    check("a:\n  list:\n    - {name: 甲, n: x}\n", &[&format!("3: {NUMBER}")]);
    check("a:\n  n: x\nb: {}\n", &[&format!("2: {NUMBER}")]);
}

#[test]
fn slips_of_each_line_and_one_other_error_of_syntax() {
    let colon = |line: usize, key: &str| format!("{line}: a full-width colon behind `{key}`");
    let text = "a:\n  kind：one\n  n: 1\nb：\n  n: 1\nc:\n  n：1\n";
    check(text, &[&colon(2, "kind"), &colon(4, "b"), &colon(7, "n")]);
    let syntax = "`: ` stands in a text without quotation marks";
    let text = "a:\n  m: 1\nb:\n  kind: a: b\nc:\n  n: x\n";
    check(text, &[&format!("4: {syntax}"), "2: unknown key `m`", &format!("6: {NUMBER}")]);
    // Behind a bracket that is not closed, everything would be wrong.
    check(
        "a: {kind: one, n: [1\nb:\n  m: 1\n",
        &["1: a single value is expected here", "2: `:` stands where no key can end"],
    );
}

#[test]
fn a_text_that_is_something_else_is_told_once() {
    check("- a\n- b\n", &["1: keys with values are expected here"]);
    check("甲\n", &["1: keys with values are expected here"]);
}

/// Lines of records, right and wrong.
fn line() -> impl Strategy<Value = String> {
    let words = [
        "a:",
        "b: {n: 1}",
        "c: {n: x, kind: one}",
        "  n: 1",
        "  n: x",
        "  kind: no",
        "  list:",
        "    - {name: 甲}",
        "    - name: 乙",
        "      n: 1",
        "  inner:",
        "    kind: one",
        "  kind：two",
        "d：",
        "- e",
        "  n: [",
        "\tn: 1",
        "  n: \"",
        "",
        "# 註",
        "  inner: {n: 1, m: [1, {n: x}]}",
        "f: &x {n: 1}",
        "g: *x",
        "h: |",
        "---",
        "  ? n",
        "  : 1",
        "甲",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each error has a place of the text, the first is the one that the parser names, and no place has two.
    #[test]
    fn any_text_is_read_to_an_end(lines in prop::collection::vec(line(), 0..14)) {
        let text = lines.join("\n");
        let whole: Result<BTreeMap<String, Record>, _> = serde_saphyr::from_str(&text);
        let (read, findings) = Yaml { path: "a.yaml", text: &text, base: 0 }.read::<BTreeMap<String, Record>>("JZ200");
        let is_blank = is_blank_yaml(&text);
        prop_assert_eq!(findings.is_empty(), whole.is_ok() || is_blank);
        prop_assert!(findings.is_empty() || read.is_none() || whole.is_err());
        let mut places: Vec<_> = findings.iter().map(|finding| finding.place.clone().expect("a place").span).collect();
        prop_assert!(places.iter().all(|span| text.get(span.clone()).is_some()), "{:?} of {:?}", places, text);
        places.sort_by_key(|span| (span.start, span.end));
        let n = places.len();
        places.dedup();
        prop_assert_eq!(n, places.len(), "a place has two errors: {:?}\n{}", findings, text);
    }
}
