//! Which text a note mark speaks of.

use scraper::{Html, Selector};

use crate::fixtures::{edition, opencc};
use jiaozhu::model::ScriptConfig;
use jiaozhu::pipeline::{article_html, parallel_html};

/// Checks the claim texts of `body` in the model and on all three pages; each label `a`, `b`, … gets a note with a link.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let notes: String = ["a", "b", "c"]
        .iter()
        .filter(|label| body.contains(&format!("[^{label}]")))
        .map(|label| format!("\n[^{label}]: [源](https://example.org/{label})\n"))
        .collect();
    let scripted = edition(&format!("{body}\n{notes}"));
    let annotated = &scripted.annotated;
    let mut texts = Vec::new();
    let mut ids = Vec::new();
    for (key, claim) in &annotated.claims {
        for (i, extent) in claim.extents.iter().enumerate() {
            texts.push(annotated.edition.leaves[extent.leaf].leaf.slice(&extent.at));
            ids.push(if i == 0 { format!("c-{key}") } else { format!("c-{key}_{}", i + 1) });
        }
    }
    assert_eq!(texts, expected, "in {body}");
    let hans: Vec<String> = texts.iter().map(|text| to_hans(text)).collect();
    let right: Vec<String> = ids.iter().map(|id| format!("{id}_s")).collect();
    let parallel = parallel_html(&scripted);
    for (page, ids, expected) in [
        (article_html(&scripted, 0), &ids, &texts),
        (article_html(&scripted, 1), &ids, &hans),
        (parallel.clone(), &ids, &texts),
        (parallel, &right, &hans),
    ] {
        let shown: Vec<String> = ids.iter().map(|id| claim_text(&page, id)).collect();
        assert_eq!(&shown, expected, "of {body} in {page}");
    }
}

/// The text as the Simplified page says it: characters by OpenCC, quotation marks by hand.
fn to_hans(text: &str) -> String {
    let exchanged = |c| match c {
        '「' => '“',
        '」' => '”',
        c => c,
    };
    opencc(ScriptConfig::Tw2s, text).chars().map(exchanged).collect()
}

/// The text of the claim `id` on a page: the piece that carries the id, and the pieces after it that carry none.
fn claim_text(page: &str, id: &str) -> String {
    let fragment = Html::parse_fragment(page);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let first = select(&format!("[id=\"{id}\"]"));
    let first = fragment.select(&first).next().unwrap_or_else(|| panic!("no {id} in {page}"));
    let key = first.attr("data-claim");
    let pieces = select(".claim");
    let pieces = fragment.select(&pieces).skip_while(|piece| *piece != first);
    let pieces = pieces.filter(|piece| *piece == first || (key.is_some() && piece.attr("data-claim") == key));
    let mut text = String::new();
    for (i, piece) in pieces.enumerate() {
        if i > 0 && piece.attr("id").is_some() {
            break;
        }
        let marks = select("sup > a[role=doc-noteref]");
        let marks: String = piece.select(&marks).flat_map(|mark| mark.text().collect::<Vec<_>>()).collect();
        assert_eq!(marks, "", "a note mark inside {id}");
        text.extend(piece.text());
    }
    text
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
    check("天下雨了，[^a]路很滑,[^b]又冷、[^c]", &["天下雨了", "路很滑", "又冷"]);
    check("他說：[^a]天下雨了, [^b]完——[^c]", &["他說", "天下雨了", "完"]);
}

#[test]
fn regression_a_quoted_sentence_keeps_its_stop_and_closing_marks() {
    check("「鹽是海的骨頭。」[^a]", &["「鹽是海的骨頭。」"]);
    check("他說：「天下雨了。」[^a]", &["他說：「天下雨了。」"]);
    check("他問：「天下雨了嗎？」她答：「沒有。」[^a]", &["她答：「沒有。」"]);
    check("他說：“天下雨了嗎？”[^a]", &["他說：“天下雨了嗎？”"]);
    check("他說：\"天下雨了。\"[^a]", &["他說：\"天下雨了。\""]);
    check("天下雨了（見報。）[^a]", &["天下雨了（見報。）"]);
    check("天下雨了〔見報。〕[^a]", &["天下雨了〔見報。〕"]);
    check("「我想……」[^a]他走了。", &["「我想……」"]);
    check("「天下雨了。」。[^a]", &["「天下雨了。」"]);
    // What an earlier sentence opened is not closed by this one.
    check("「雞叫了。天下雨了。」[^a]", &["天下雨了"]);
    check("（雞叫了。她答：「沒有！」）[^a]", &["她答：「沒有！」"]);
    check("「雞叫了」，他說：「天下雨了。」[^a]", &["「雞叫了」，他說：「天下雨了。」"]);
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
