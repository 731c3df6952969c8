//! The inverse: received texts less what was added equal the witness less what was omitted.

use crate::fixtures::Article;
use jiaozhu::collate::received_lines;

const INDEX: &str = "# 搬家\n\n隻是一隻貓，\n係統也搬。\n\n- 甲\n- 乙\n";

fn codes(witness: &str, collation: &str) -> Vec<&'static str> {
    let article = Article { index: INDEX, collation: Some(collation), witness: Some(witness), ..Article::default() };
    article.read().1.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn the_received_text_comes_back() {
    assert!(codes("搬家\n隻是一隻貓，係統也搬。\n- 甲\n- 乙\n", "rules: []\n").is_empty());
    assert!(codes("搬家\n\n隻是一隻貓，\n  係統也搬。  \n\n- 甲\n- 乙", "rules: []\n").is_empty());
}

#[test]
fn an_accepted_emendation_does_not_touch_it() {
    let collation = "rules:\n  - {id: only, reading: 隻是, lemma: 只是, status: accepted}\n";
    let article = Article {
        index: INDEX,
        collation: Some(collation),
        witness: Some("搬家\n隻是一隻貓，係統也搬。\n- 甲\n- 乙\n"),
        ..Article::default()
    };
    let scripted = article.edition();
    assert_eq!(received_lines(&scripted.annotated.edition)[1], "隻是一隻貓，係統也搬。");
    let leaf = scripted.annotated.numbered[0].leaves[0];
    assert_eq!(scripted.annotated.edition.leaves[leaf].leaf.to_text(), "只是一隻貓，係統也搬。");
}

#[test]
fn a_correction_typed_into_the_article_is_found() {
    assert_eq!(codes("搬家\n隻是一隻貓，系統也搬。\n- 甲\n- 乙\n", "rules: []\n"), ["JZ603"]);
}

#[test]
fn what_was_omitted_and_added_is_named() {
    let witness = "搬家\n（圖：甲）隻是一隻貓，係統也搬。\n- 甲\n";
    let collation = "omitted:\n  - {exact: （圖：甲）, reason: 圖說}\nadded:\n  - {exact: 乙, reason: 補}\n";
    assert_eq!(codes(witness, "rules: []\n"), ["JZ603"]);
    assert_eq!(codes("搬家\n（圖：甲）隻是一隻貓，係統也搬。\n- 甲\n- \n", collation), Vec::<&str>::new());
    assert_eq!(codes(witness, "omitted:\n  - {exact: 沒有, reason: 無}\n"), ["JZ606"]);
}

#[test]
fn a_rule_added_leaves_the_ids_of_the_others() {
    let ids = |rules: &str| {
        let collation = format!("rules:\n{rules}");
        let scripted = Article { index: INDEX, collation: Some(&collation), ..Article::default() }.edition();
        let places = scripted.annotated.edition.leaves.into_iter().flat_map(|edited| edited.places);
        places.map(|place| format!("{} {}", place.id, place.reading)).collect::<Vec<_>>()
    };
    let own = "  - {id: cat, reading: 隻, lemma: 只, status: accepted}\n";
    assert_eq!(ids(own), ["e-cat 隻", "e-cat_2 隻"]);
    let more = format!("  - {{id: move, reading: 搬家, lemma: 遷居, status: accepted}}\n{own}");
    assert_eq!(ids(&more), ["e-move 搬家", "e-cat 隻", "e-cat_2 隻"]);
}
