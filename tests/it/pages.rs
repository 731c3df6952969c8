//! Pages: notes, numbers, ids, escaping.

use crate::fixtures::{codes, edition};
use jiaozhu::pipeline::article_html;

#[test]
fn emphasis_works_beside_full_width_punctuation() {
    for (body, expected) in [
        ("**重點。**然後", "<strong>重點。</strong></span><span class=\"s\" data-s=\"2\" id=\"p1.2\">然後"),
        ("**真，**她", "<strong>真，</strong>她"),
        ("~~「刪」~~了", "<del>「刪」</del>了"),
        ("說**「是」**嗎", "說<strong>「是」</strong>嗎"),
        ("*（甲）*乙", "<em>（甲）</em>乙"),
    ] {
        let html = article_html(&edition(body), 0);
        assert!(html.contains(expected), "{html}");
    }
}

#[test]
fn lines_join_without_a_space_between_han_characters() {
    let html = article_html(&edition("天下\n大勢，\n合久\nQwen\n必分"), 0);
    assert!(html.contains("天下大勢，合久 Qwen 必分"), "{html}");
}

#[test]
fn raw_html_is_text_and_reported() {
    let index = "甲<script>alert(1)</script>乙\n\n<img src=x onerror=alert(1)>\n";
    let html = article_html(&edition(index), 0);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
    assert!(codes(index).iter().all(|code| *code == "JZ014"));
}

#[test]
fn kept_html_becomes_marks() {
    let html = article_html(
        &edition("水H<sub>2</sub>O，<ruby>校<rt>jiào</rt></ruby>注，<span lang=\"ja\">仮名</span><br>完"),
        1,
    );
    assert!(html.contains("<sub>2</sub>"), "{html}");
    assert!(html.contains("<ruby>校<rp>（</rp><rt>jiào</rt><rp>）</rp></ruby>"), "{html}");
    assert!(html.contains("<span lang=\"ja\">仮名</span><br>"), "{html}");
}

#[test]
fn an_entity_brings_no_character_in_that_a_text_may_not_hold() {
    for typed in ["&#1;", "&#xFDD0;", "&#xFFFE;", "&#0;"] {
        let body = format!("甲{typed}乙[丙](a \"{typed}\")\n\n```{typed}\n丁\n```\n");
        let html = article_html(&edition(&body), 0);
        assert!(html.contains("甲\u{FFFD}乙"), "{html}");
        assert!(!html.contains(jiaozhu::model::is_refused), "{html}");
        assert!(codes(&body).contains(&"JZ607"), "{typed}");
    }
    // What only begins as one stays as it is.
    let html = article_html(&edition("*甲*&乙**「丙」**丁"), 0);
    assert!(html.contains("<em>甲</em>&amp;乙<strong>「丙」</strong>丁"), "{html}");
}

#[test]
fn regression_a_reading_takes_the_marks_on_it_along() {
    for body in ["<ruby>渡<rp>(<br>`甲`</rp><rt>ㄉ<br>ㄨ</rt></ruby>口", "<ruby>渡<rt>*ㄉ*ㄨ</rt></ruby>口"] {
        let html = article_html(&edition(body), 0);
        assert!(html.contains("口</span></p>") && !html.contains("<br>") && !html.contains("<code"), "{html}");
    }
}

#[test]
fn regression_a_reading_outside_ruby_is_no_character_lost() {
    let html = article_html(&edition("甲<rt>乙</rt>丙"), 0);
    assert!(html.contains("甲&lt;rt&gt;乙&lt;/rt&gt;丙"), "{html}");
    assert_eq!(codes("甲<rt>乙</rt>丙"), ["JZ014", "JZ014"]);
}

#[test]
fn regression_a_cell_without_text_has_no_sentence() {
    let html = article_html(&edition("| 年 | 水 |\n|---|---|\n|  | 三丈 |\n"), 0);
    assert_eq!(html.matches("id=\"p2.1\"").count(), 1, "{html}");
}

#[test]
fn unsafe_addresses_are_refused() {
    for address in ["javascript:alert(1)", "&#106;avascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x"]
    {
        assert_eq!(codes(&format!("[甲]({address})")), ["JZ401"], "{address}");
    }
    assert!(codes("[甲](../b/)，[乙](mailto:a@example.org)，[丙](#甲)\n\n# 題\n\n## 甲").is_empty());
}

#[test]
fn a_split_claim_has_one_id() {
    let html = article_html(&edition("[甲事。乙事。][^a]完\n\n[^a]: [源](https://example.org)"), 0);
    assert_eq!(html.matches("id=\"c-a\"").count(), 1, "{html}");
    assert_eq!(html.matches("data-claim=\"a\"").count(), 2, "{html}");
}

#[test]
fn marks_that_cross_nest() {
    let html = article_html(&edition("甲**乙[丙**丁][^a]戊\n\n[^a]: [源](https://example.org)"), 0);
    let expected = "甲<strong>乙</strong><span class=\"claim\" id=\"c-a\"><strong>丙</strong>丁</span>";
    assert!(html.contains(expected), "{html}");
}

#[test]
fn plain_footnotes_build_without_a_finding_above_info() {
    let marks: String = (1..=9).map(|n| format!("第{n}句[^{n}]。")).collect();
    let notes: String = (1..=9).map(|n| format!("[^{n}]: [源{n}](https://example.org/{n})\n")).collect();
    let scripted = edition(&format!("{marks}\n\n{notes}"));
    assert!(codes(&format!("{marks}\n\n{notes}")).is_empty());
    assert_eq!(scripted.annotated.uses.len(), 9);
    assert!(scripted.annotated.claims.contains_key("fn-9"));
}

#[test]
fn an_article_may_be_bare() {
    let html = article_html(&edition("只有一句。"), 1);
    assert_eq!(html, "<p id=\"p1\"><span class=\"s\" data-s=\"1\" id=\"p1.1\">只有一句。</span></p>\n");
}

/// Code blocks of notes have no id, and there is no number behind the last.
#[test]
fn regression_a_code_block_in_a_note_builds() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_owned();
    crate::golden::write(&root.join("jiaozhu.toml"), "title = \"試\"\n".as_bytes());
    let index = "# 題\n\n舊橋[^a]。\n\n```\n橋\n```\n\n[^a]: 註。\n\n    ```\n甲\n    ```\n\n    ```\n乙\n    ```\n";
    crate::golden::write(&root.join("content/a/index.md"), index.as_bytes());
    let request = jiaozhu::build::Request { root, publish: true, ..Default::default() };
    let report = jiaozhu::build::run(&request).expect("the run is done");
    assert!(report.outcome.is_some(), "{:#?}", report.findings);
    let page = std::fs::read_to_string(report.output.join("zh-hant/a/index.html")).expect("a page");
    assert_eq!(page.matches("id=\"p2\"").count(), 1, "{page}");
}

/// What search engines read says no more than the page, and a title cannot end its element.
#[test]
fn the_head_names_the_article_as_data() {
    let index = "---\ntitle: 橋</script><script>alert(1)</script>\nauthor: 陳小石\ndate: 2026-05-01\n---\n[橋很老][^a]。\n\n[^a]: 見志。[@zhi]\n";
    let site =
        crate::typed::Site::new(&[("qiao/index.md", index), ("qiao/sources.yaml", "zhi: {type: book, title: 縣志}\n")]);
    assert_eq!(site.codes(), Vec::<&str>::new());
    let page = std::fs::read_to_string(site.root().join("public/zh-hans/qiao/index.html")).expect("a page");
    let page = scraper::Html::parse_document(&page);
    let select = |selector: &str| scraper::Selector::parse(selector).expect("a selector");
    assert_eq!(page.select(&select("script")).filter(|script| script.attr("src").is_none()).count(), 1);
    let data = page.select(&select("script[type='application/ld+json']")).next().expect("data");
    let data: serde_json::Value = serde_json::from_str(&data.text().collect::<String>()).expect("JSON");
    let expected = serde_json::json!({
        "@context": "https://schema.org", "@type": "Article", "headline": "桥</script><script>alert(1)</script>",
        "inLanguage": "zh-Hans", "author": [{"name": "陈小石"}], "datePublished": "2026-05-01",
        "isPartOf": {"name": "试"},
        "encoding": {"contentUrl": "../../data/qiao/edition.jsonld", "encodingFormat": "application/ld+json"},
    });
    assert_eq!(data, expected);
}
