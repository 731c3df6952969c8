//! `changes.yaml`: the edition's history as data.

use crate::fixtures::Article;
use jiaozhu::pipeline::{RevisionView, revision_views};

const INDEX: &str = "# 舊橋\n\n[水很清][^1]，[橋很老][^zhi]，[橋頭有米鋪][^鋪]。\n\n[^zhi]: 見縣志。\n\n[^1]: 看過。\n\n[^鋪]: 去過。\n\n[^idle]: 沒有用。\n";

/// Draws the history in variant `v`, a line an entry.
fn history(changes: &str, v: usize) -> Vec<String> {
    let (scripted, _) = Article { index: INDEX, changes: Some(changes), ..Article::default() }.read();
    let views = revision_views(&scripted.expect("an edition"), v);
    let draw = |view: RevisionView| {
        let claims: Vec<String> = view.claims.iter().map(|claim| format!("{}={}", claim.key, claim.number)).collect();
        format!("{} {} {} [{}]", view.date, view.version, view.summary, claims.join(" "))
    };
    views.into_iter().map(draw).collect()
}

#[test]
fn the_history_is_prose_in_both_scripts() {
    let changes = "- date: 2026-05-01\n  version: 修訂版\n  summary: 「舊橋」一節重寫。\n- {date: 2026-03, version: 1.0, summary: {zh-Hant: 改用軟體, zh-Hans: 改用软件}}\n- {date: 2025, version: 初稿, summary: 初稿。}\n";
    assert_eq!(
        history(changes, 0),
        ["2026-05-01 修訂版 「舊橋」一節重寫。 []", "2026-03 1.0 改用軟體 []", "2025 初稿 初稿。 []"]
    );
    assert_eq!(
        history(changes, 1),
        ["2026-05-01 修订版 “旧桥”一节重写。 []", "2026-03 1.0 改用软件 []", "2025 初稿 初稿。 []"]
    );
}

/// Labels become the keys and numbers of their notes; what cannot be linked to is left out.
#[test]
fn labels_lead_to_notes() {
    let changes = "- {date: 2026, version: 二, summary: 改, claims: [zhi, \"1\", 鋪, zhi, idle, gone]}\n";
    let drawn = history(changes, 0);
    let Some((before, rest)) = drawn[0].split_once("fn-1=1 ") else { panic!("{drawn:?}") };
    assert_eq!(before, "2026 二 改 [zhi=2 ");
    assert!(rest.starts_with("fn-") && rest.ends_with("=3]") && rest.len() == "fn-12345678=3]".len(), "{drawn:?}");
}

/// An entry whose date is none is reported and left out; an empty file is no history.
#[test]
fn what_cannot_be_read_is_left_out() {
    let changes = "- {date: soon, version: 二, summary: 改}\n- {date: 2025, version: 一, summary: 初稿}\n";
    assert_eq!(history(changes, 0), ["2025 一 初稿 []"]);
    assert!(history("# 還沒有\n", 0).is_empty());
}

/// The history is the editor's: no rule of the collation holds in it, and it is no part of the inverse.
#[test]
fn rules_do_not_hold_in_the_history() {
    let article = Article {
        index: "# 舊橋\n\n商人從矽穀回來。\n",
        collation: Some("rules:\n  - {id: gu, reading: 矽穀, lemma: 矽谷, kind: script, status: accepted}\n"),
        witness: Some("舊橋\n\n商人從矽穀回來。\n"),
        changes: Some("- {date: 2026, version: 二, summary: 矽穀改為矽谷。}\n"),
        ..Article::default()
    };
    let views = revision_views(&article.edition(), 0);
    assert_eq!(views.iter().map(|view| view.summary.as_str()).collect::<Vec<_>>(), ["矽穀改為矽谷。"]);
}
