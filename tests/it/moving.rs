//! Corrections typed into an article with a witness: `collate` moves them to the record, and the edition stays as it is.

use jiaozhu::emend::{Collated, Request, emend};
use proptest::prelude::*;

use crate::fixtures::Article;
use crate::typed::{Site, program};

const WITNESS: &str = "舊橋\n\n河堤管理處麵臨經費不足的問題，供水係統也要更新。\n工程的隻是剛開始, 天氣好就不停。\n\n- 岸邊坐著三隻貓\n- 橋頭有一座亭\n\n亭名不傳，人多從此過。\n";
const RECEIVED: &str = "# 舊橋\n\n河堤管理處麵臨經費不足的問題，**供水係統**也要更新[^a]。\n工程的隻是剛開始, 天氣好就不停。\n\n- 岸邊坐著三隻貓\n- 橋頭有一座亭\n\n亭名不傳，人多從此過。\n\n[^a]: 見公報。\n";

fn collated(site: &Site) -> Collated {
    let request = Request { root: site.root(), slug: Some("qiao"), accept_firm: false };
    emend(&request).expect("the run is done").pop().expect("an article")
}

/// The texts of title and body, and the errors found.
fn edition(index: &str, record: Option<&str>, witness: Option<&str>) -> (Vec<String>, Vec<&'static str>) {
    let (scripted, findings) = Article { index, collation: record, witness, ..Article::default() }.read();
    let scripted = scripted.unwrap_or_else(|| panic!("an edition of {index}: {findings:#?}"));
    let edition = &scripted.annotated.edition;
    let n = edition.leaves.len() - edition.collation.rules.iter().filter(|rule| rule.reason_leaf.is_some()).count();
    let texts = edition.leaves.iter().take(n).map(|edited| edited.leaf.to_text()).collect();
    let errors = findings.iter().filter(|f| f.severity == jiaozhu::diag::Severity::Error).map(|f| f.code);
    (texts, errors.collect())
}

fn corrected(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(RECEIVED.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

/// Checks what becomes of an article corrected by `changes`: the rules moved, and that nothing else changed.
#[track_caller]
fn check(changes: &[(&str, &str)], record: Option<&str>, expected: &[&str]) -> Site {
    let index = corrected(changes);
    let site = Site::new(&[("qiao/index.md", &index), ("qiao/witness.txt", WITNESS)]);
    if let Some(record) = record {
        site.write("qiao/collation.yaml", record);
    }
    let (before, errors) = edition(&index, record, Some(WITNESS));
    assert_eq!(errors, ["JZ603"], "{index}");
    let collated = collated(&site);
    assert_eq!(collated.left, None);
    let moved: Vec<String> = collated.moved.iter().map(|rule| format!("{}→{}", rule.reading, rule.lemma)).collect();
    assert_eq!(moved, expected);
    assert_eq!(site.read("qiao/index.md"), RECEIVED);
    let record = site.read("qiao/collation.yaml");
    let (after, errors) = edition(RECEIVED, Some(&record), Some(WITNESS));
    assert_eq!((after, errors), (before, Vec::new()), "{record}");
    site
}

#[test]
fn words_replaced_are_moved() {
    let site = check(&[("係統", "系統")], None, &["供水係統→供水系統"]);
    let rule = "rules:\n  - id: gong-shui-xi-tong\n    reading: 供水係統\n    lemma: 供水系統\n    kind: script\n    grade: firm\n    status: accepted\n    reason: \"\"  # 從 index.md 移來；請寫理由\n";
    let record = site.read("qiao/collation.yaml");
    assert!(record.starts_with(rule), "{record}");
    assert_eq!(site.codes(), Vec::<&str>::new());
    check(&[("麵臨", "面臨"), ("公報。", "公報。")], None, &["麵臨→面臨"]);
    check(&[("不傳", "失傳"), ("三隻貓", "兩隻貓")], None, &["三隻→兩隻", "不傳→失傳"]);
}

#[test]
fn words_missing_and_too_many_are_moved() {
    check(&[("工程的隻是", "工程隻是")], None, &["程的隻→程隻"]);
    check(&[("天氣好就不停", "天氣好就不會停")], None, &["不停→不會停"]);
    check(&[("開始, 天氣", "開始，天氣")], None, &["始, 天→始，天"]);
    check(&[("人多從此過", "人從多此過")], None, &["多從→從多"]);
}

#[test]
fn a_correction_in_markup_and_in_the_title_is_moved() {
    check(&[("**供水係統**也", "**供水系統**也"), ("# 舊橋", "# 古橋")], None, &["舊橋→古橋", "供水係統→供水系統"]);
}

#[test]
fn a_rule_that_is_there_takes_the_correction() {
    let record = "rules:\n  - {id: sys, reading: 係統, lemma: 系統, status: accepted}\n";
    check(&[("係統", "系統")], Some(record), &[]);
    let other = "rules:\n  - {id: face, reading: 麵臨, lemma: 面臨, status: accepted}\n";
    let site = check(&[("係統", "系統")], Some(other), &["供水係統→供水系統"]);
    assert!(site.read("qiao/collation.yaml").starts_with(other));
}

#[test]
fn a_place_of_a_word_that_stands_twice_is_told_from_the_other() {
    let witness = "他隻是說說。貓隻是路過，狗隻是來看。";
    let index = "他隻是說說。貓隻是路過，狗只是來看。\n";
    let site = Site::new(&[("qiao/index.md", index), ("qiao/witness.txt", witness)]);
    let collated = collated(&site);
    assert_eq!(collated.moved.len(), 1, "{collated:#?}");
    let record = site.read("qiao/collation.yaml");
    assert!(record.contains("    only:\n      - {prefix: \"狗\", suffix: \"來\"}\n"), "{record}");
    assert_eq!(edition(&site.read("qiao/index.md"), Some(&record), Some(witness)), edition(index, None, None));
}

/// Checks that nothing is moved, and what is said of it.
#[track_caller]
fn check_left(changes: &[(&str, &str)], line: usize, why: &str) {
    let site = Site::new(&[("qiao/index.md", &corrected(changes)), ("qiao/witness.txt", WITNESS)]);
    let typed = site.typed();
    let (status, said) = program(&site, &["collate", "qiao"]);
    assert_eq!(status, Some(0));
    let expected = format!(
        "content/qiao/collation.yaml: index.md departs from the witness by more than a correction, so nothing is moved (line {line}: {why})"
    );
    assert_eq!(said.first(), Some(&expected));
    crate::typed::check_said(&said[..1]);
    assert_eq!(site.typed()["qiao/index.md"], typed["qiao/index.md"]);
    let record = site.read("qiao/collation.yaml");
    assert!(!record.contains("accepted"), "{record}");
}

#[test]
fn what_is_more_than_a_correction_is_left() {
    check_left(&[("供水係統", "供水系統"), ("更新[^a]", "更新[^b]")], 3, "another error is to be mended first");
    check_left(&[("麵臨", "**面**對")], 3, "markup stands inside or beside it");
    check_left(&[("亭名不傳，人多從此過。\n\n", "")], 7, "it is not inside one paragraph");
    check_left(
        &[("亭名不傳，人多從此過。", "亭名不傳，人多從此過。\n\n又有一亭。")],
        11,
        "it is not inside one paragraph",
    );
    let long = "橋".repeat(40);
    check_left(&[("亭名不傳", &long)], 9, "more than a few words differ, or a passage was moved");
}

#[test]
fn what_was_moved_is_said() {
    let site = Site::new(&[("qiao/index.md", &corrected(&[("係統", "系統")])), ("qiao/witness.txt", WITNESS)]);
    let (status, said) = program(&site, &["collate", "qiao"]);
    assert_eq!(status, Some(0));
    assert_eq!(
        said.get(..2),
        Some(
            [
                "content/qiao/collation.yaml: 1 correction moved here from index.md; type a `reason` for each"
                    .to_owned(),
                "  moved     供水係統 → 供水系統    1 ×  line 3    理處麵臨經費不足的問題，【供水係統】也要更新。工程的隻是剛開"
                    .to_owned(),
            ]
            .as_slice()
        )
    );
    crate::typed::check_said(&said[..1]);
    let again = collated(&site);
    assert_eq!((again.moved.len(), again.left), (0, None));
}

fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    prop::collection::vec((0..200_usize, 0..3_usize, "[橋水很係系的，a]{0,2}"), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is typed, either nothing is touched, or the inverse holds and the edition is what it was.
    #[test]
    fn nothing_is_lost_on_the_way(edits in edits()) {
        let mut chars: Vec<char> = RECEIVED.chars().collect();
        let end = RECEIVED.chars().count() - "\n[^a]: 見公報。\n".chars().count();
        for (at, n, new) in edits {
            let at = 2 + at % (end - 8);
            chars.splice(at..at + n, new.chars());
        }
        let index: String = chars.into_iter().collect();
        let (before, errors) = edition(&index, None, Some(WITNESS));
        let site = Site::new(&[("qiao/index.md", &index), ("qiao/witness.txt", WITNESS)]);
        let collated = collated(&site);
        let record = site.typed().remove("qiao/collation.yaml").map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let (after, errors_after) = edition(&site.read("qiao/index.md"), record.as_deref(), Some(WITNESS));
        prop_assert_eq!(before, after);
        if errors.contains(&"JZ603") && collated.left.is_none() {
            prop_assert!(!errors_after.iter().any(|code| code.starts_with("JZ6")), "{errors_after:?}");
        } else {
            prop_assert_eq!(site.read("qiao/index.md"), index);
        }
    }
}
