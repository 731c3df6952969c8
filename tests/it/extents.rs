//! Which text a note mark speaks of.

use crate::fixtures::edition;

/// Checks the claim texts of `body`; each label `a`, `b`, … gets a note with a link.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let notes: String = ["a", "b", "c"]
        .iter()
        .filter(|label| body.contains(&format!("[^{label}]")))
        .map(|label| format!("\n[^{label}]: [源](https://example.org/{label})\n"))
        .collect();
    let scripted = edition(&format!("{body}\n{notes}"));
    let annotated = &scripted.annotated;
    let texts: Vec<String> = annotated
        .claims
        .values()
        .flat_map(|claim| &claim.extents)
        .map(|extent| annotated.edition.leaves[extent.leaf].leaf.slice(&extent.at))
        .collect();
    assert_eq!(texts, expected, "in {body}");
    for (v, converted) in scripted.texts.iter().enumerate() {
        for extent in annotated.claims.values().flat_map(|claim| &claim.extents) {
            let text = converted[extent.leaf].map(&extent.at);
            assert_eq!(text.len(), extent.at.len(), "variant {v} of {body}");
        }
    }
}

#[test]
fn brackets_hold_the_claim() {
    check("他說[天下雨了][^a]。", &["天下雨了"]);
    check("他說[天**下雨**了][^a]。", &["天下雨了"]);
    check("他說[**天下雨了**][^a]。", &["天下雨了"]);
    check("他說**[天下雨了][^a]**。", &["天下雨了"]);
    check("他說[天下*雨*，路滑][^a]。", &["天下雨，路滑"]);
    check("他說[見[報告](https://example.org/r)所載][^a]。", &["見報告所載"]);
    check("他說[用 `ls` 列出][^a]。", &["用 ls 列出"]);
    check("[天下雨了。路很滑。][^a]", &["天下雨了。路很滑。"]);
    check("他說[天下雨了][^a][^b]。", &["天下雨了", "天下雨了"]);
    check("[甲事][^a]，[乙事][^b]，丙。", &["甲事", "乙事"]);
    check("「[天下雨了][^a]」，他說。", &["天下雨了"]);
    check("[「天下雨了」][^a]，他說。", &["「天下雨了」"]);
    check("[“天下雨了”][^a]，他說。", &["“天下雨了”"]);
    check("# 題\n\n[此題][^a]", &["此題"]);
}

#[test]
fn without_brackets_the_sentence_or_clause_is_meant() {
    check("天下雨了[^a]。", &["天下雨了"]);
    check("天下雨了。[^a]", &["天下雨了"]);
    check("雞叫了。天下雨了。[^a]", &["天下雨了"]);
    check("雞叫了；天下雨了[^a]。", &["天下雨了"]);
    check("雞叫了，天下雨了[^a]。", &["雞叫了，天下雨了"]);
    check("雞叫了[^a]，天下雨了[^b]。", &["雞叫了", "天下雨了"]);
    check("雞叫了。[^a]天下雨了。[^b]", &["雞叫了", "天下雨了"]);
    check("他說：「天下雨了。」[^a]", &["他說：「天下雨了"]);
    check("他問：「天下雨了嗎？」她答：「沒有。」[^a]", &["她答：「沒有"]);
    check("他說「天下雨了」[^a]。", &["他說「天下雨了」"]);
    check("他說“天下雨了”[^a]。", &["他說“天下雨了”"]);
    check("天下**雨了**[^a]。", &["天下雨了"]);
    check("**天下雨了**[^a]。", &["天下雨了"]);
    check("用 `a。b` 可以[^a]。", &["用 a。b 可以"]);
    check("見[報告。一](https://example.org/r)所載[^a]。", &["見報告。一所載"]);
    check("漲到 3.5 元[^a]。", &["漲到 3.5 元"]);
    check("他走了!天下雨了[^a]。", &["天下雨了"]);
    check("雞叫了。 天下雨了[^a]。", &["天下雨了"]);
    check("雞叫了！」天下雨了[^a]。", &["天下雨了"]);
    check("天下雨了……[^a]", &["天下雨了"]);
}

#[test]
fn marks_in_lists_tables_and_headings() {
    check("- 甲事[^a]\n- 乙事[^b]", &["甲事", "乙事"]);
    check("- [甲事][^a]。乙", &["甲事"]);
    check("| 甲 | 乙 |\n|---|---|\n| 一事[^a] | [二事][^b]了 |", &["一事", "二事"]);
    check("## 天下雨了[^a]", &["天下雨了"]);
    check("> 天下雨了[^a]。", &["天下雨了"]);
}

#[test]
fn the_same_label_again_is_a_second_extent() {
    check("[甲事][^a]。[甲事又說][^a]。", &["甲事", "甲事又說"]);
}

#[test]
fn escaped_brackets_belong_to_the_text() {
    check(r"天下雨了\[按\][^a]。", &["天下雨了[按]"]);
}
