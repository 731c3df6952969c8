//! What is left of a note's text when its citations are taken out.

use crate::fixtures::Article;
use jiaozhu::model::collect_leaves;

const SOURCES: &str = "u: {type: book, title: 甲, language: zh-Hant}\nv: {type: book, title: 乙, language: zh-Hant}\n";

/// Checks the text of a note, and that each of its characters has its place in the file.
#[track_caller]
fn check(note: &str, expected: &str) {
    let index = format!("---\ntitle: 舊橋\nlang: zh-Hant\n---\n\n[橋長三十丈][^a]。\n\n[^a]: {note}\n");
    let (scripted, findings) = Article { index: &index, sources: Some(SOURCES), ..Article::default() }.read();
    let edition = &scripted.unwrap_or_else(|| panic!("{findings:#?}")).annotated.edition;
    let mut ids = Vec::new();
    edition.document.notes.iter().for_each(|note| collect_leaves(&note.body, &mut ids));
    let text: String = ids.iter().map(|id| edition.leaves[*id].leaf.text.iter().collect::<String>()).collect();
    assert_eq!(text, expected, "of {note}");
    for leaf in ids.iter().map(|id| &edition.leaves[*id].leaf) {
        for (i, c) in leaf.text.iter().enumerate() {
            let place = leaf.source_span(&(i..i + 1));
            assert_eq!(index.get(place.clone()), Some(c.to_string().as_str()), "{c} at {place:?} of {note}");
        }
    }
}

#[test]
fn regression_marks_around_a_citation_go_with_it() {
    check("口述，[@u]。又見（[@v]）、[@v]；另有[@u]。", "口述。又見；另有。");
    check("口述。[@u]。", "口述。");
    check("口述，[@u]，又見。", "口述，又見。");
    check("是嗎？[@u]。", "是嗎？");
    check("甲、[@u]、[@v]、乙。", "甲、乙。");
    check("[@u]。[@v]：見卷三。", "見卷三。");
    check("見卷三；[@u]，[@v]", "見卷三");
    check("見 (甲, [@u]; [@v, 卷一]). 乙 [@u].", "見 (甲). 乙.");
    check("又見（（ [@u] ））。", "又見");
    check("又見（[@u]，卷三）。", "又見（卷三）。");
}

#[test]
fn the_rest_of_a_note_stands() {
    check("見：[@u]", "見：");
    check("見 [@u]。", "見");
    check("年份參看[@u]，[@v]。", "年份參看");
    check("這是他的意見[@u]。", "這是他的意見。");
    check("說法見諸[@u]。", "說法見諸。");
    check("口述（[@u] 與 [@v]）。", "口述（ 與）。");
    check("甲，，乙（）。[@u]", "甲，，乙（）。");
    check("See Wang et al. [@u], p. 3.", "See Wang et al., p. 3.");
    check("「口述。」[@u]。", "「口述。」。");
}
