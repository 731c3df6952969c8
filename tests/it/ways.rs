//! Where pages lead on to: neighbours, series, the pages above.

use std::fs;

use jiaozhu::build::{Request, run};
use scraper::{Html, Selector};

use crate::typed::Site;

fn built(files: &[(&str, &str)]) -> Site {
    let site = Site::new(files);
    let request = Request { root: site.root().to_owned(), publish: true, ..Request::default() };
    let report = run(&request).expect("it runs");
    assert!(report.outcome.is_some(), "{:#?}", report.findings);
    site
}

/// What `selector` finds on a page: the text of each, and where it leads.
#[track_caller]
fn found(site: &Site, path: &str, selector: &str) -> Vec<(String, String)> {
    let path = format!("{path}/index.html");
    let html =
        fs::read_to_string(site.root().join("public").join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let selector = Selector::parse(selector).expect("a selector");
    let document = Html::parse_document(&html);
    let found = document.select(&selector);
    found.map(|one| (one.text().collect(), one.attr("href").unwrap_or_default().to_owned())).collect()
}

#[track_caller]
fn check(site: &Site, path: &str, selector: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(text, href)| ((*text).to_owned(), (*href).to_owned())).collect();
    assert_eq!(found(site, path, selector), expected, "{path} {selector}");
}

/// As their own pages are titled: emended, and by the glossary.
#[test]
fn neighbours_are_named_as_they_name_themselves() {
    let site = built(&[
        ("glossary.yaml", "- {zh-Hant: 矽谷, zh-Hans: 硅谷}\n"),
        ("old/index.md", "---\ndate: 2025\n---\n# 矽穀**裡**的橋[^a]\n\n矽穀。\n\n[^a]: 按。\n"),
        (
            "old/collation.yaml",
            "rules:\n  - {id: valley, reading: 矽穀, lemma: 矽谷, kind: script, reason: 試, status: accepted}\n",
        ),
        ("new/index.md", "---\ndate: 2026\n---\n# 新橋\n\n橋。\n"),
        ("draft/index.md", "---\ndate: 2026-06\ndraft: true\n---\n# 稿\n\n稿。\n"),
        ("me/index.md", "---\nkind: page\n---\n# 關於\n\n我。\n"),
    ]);
    let near = "article > nav [rel]";
    check(&site, "zh-hant/new", near, &[("矽谷裡的橋", "../../zh-hant/old/")]);
    check(&site, "zh-hans/new", near, &[("硅谷里的桥", "../../zh-hans/old/")]);
    check(&site, "parallel/new", near, &[("矽谷裡的橋", "../../parallel/old/")]);
    check(&site, "zh-hans/old", near, &[("新桥", "../../zh-hans/new/")]);
    check(&site, "zh-hant/me", near, &[]);
}

#[test]
fn a_series_leads_in_its_order() {
    let index = |n: usize, more: &str| format!("---\ndate: 2026-01-1{n}\n{more}---\n# 第{n}篇\n\n一。\n");
    let of_series = |n: usize, order: &str| index(n, &format!("series: 橋裡\n{order}"));
    let site = built(&[
        ("a/index.md", &of_series(4, "series-order: 1\n")),
        ("b/index.md", &of_series(3, "series-order: 2\n")),
        ("c/index.md", &of_series(2, "")),
        ("d/index.md", &of_series(1, "")),
        ("e/index.md", &index(5, "")),
    ]);
    let (place, near) = (".meta div:last-child dd", "article > nav [rel]");
    check(&site, "zh-hant/a", place, &[("橋裡 第 1 篇，共 4 篇 · 下一篇", "")]);
    check(&site, "zh-hans/b", place, &[("桥里 第 2 篇，共 4 篇 · 上一篇 · 下一篇", "")]);
    check(&site, "zh-hans/b", near, &[("第4篇", "../../zh-hans/a/"), ("第1篇", "../../zh-hans/d/")]);
    check(&site, "zh-hant/c", place, &[("橋裡 第 4 篇，共 4 篇 · 上一篇", "")]);
    check(&site, "zh-hant/e", near, &[("第4篇", "../../zh-hant/a/")]);
    let list = ["第4篇", "第3篇", "第1篇", "第2篇"];
    let titles: Vec<String> =
        found(&site, "zh-hant/series/qiao-li", "h3").into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, list);
}

#[test]
fn lists_have_a_series_of_one_day_in_its_order() {
    let index = |title: &str, more: &str| format!("---\ndate: 2026-01-11\n{more}---\n# {title}\n\n一。\n");
    let site = built(&[
        ("a/index.md", &index("甲", "series: 橋裡\nseries-order: 2\n")),
        ("b/index.md", &index("乙", "series: 橋裡\nseries-order: 10\n")),
        ("c/index.md", &index("丙", "series: 橋裡\nseries-order: 1\n")),
        ("p/index.md", &index("丁", "series-order: 3\n")),
        ("z/index.md", &index("戊", "series: 橋裡\n")),
    ]);
    let titles: Vec<String> = found(&site, "zh-hant", "h3").into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["丁", "丙", "甲", "乙", "戊"]);
    check(&site, "zh-hant/p", "article > nav [rel]", &[("丙", "../../zh-hant/c/")]);
}

#[test]
fn a_trail_leads_up() {
    let site = built(&[
        (
            "tea/index.md",
            "---\ntags: 茶裡\nseries: 水裡\n---\n# 茶裡\n\n[水輕][^a]。\n\n[^a]: 見[譜](https://a.example/)。\n",
        ),
        ("tea/witness.txt", "茶裡\n水輕。\n"),
    ]);
    let up = [("试", "../../../zh-hans/"), ("茶里", "../../../zh-hans/tea/")];
    check(&site, "zh-hans/tea/sources", ".trail a", &up);
    check(&site, "zh-hans/tea/sources", ".trail [aria-current]", &[("来源", "")]);
    check(&site, "parallel/tea", ".trail a", &[("試", "../../zh-hant/"), ("茶裡", "../../zh-hant/tea/")]);
    check(&site, "original/tea", ".trail a", &[("試", "../../zh-hant/"), ("茶裡", "../../zh-hant/tea/")]);
    check(&site, "zh-hans/tags/cha-li", ".trail a", &[("试", "../../../zh-hans/"), ("标签", "../../../zh-hans/tags/")]);
    check(&site, "zh-hans/series/shui-li", ".trail [aria-current]", &[("水里", "")]);
    check(&site, "zh-hant/tea", ".trail", &[]);
}

#[test]
fn a_long_article_has_contents_and_a_short_one_none() {
    let text = "# 橋\n\n一。\n\n## 東[^a]\n\n二。\n\n### 東**裡**\n\n三。\n\n#### 小字\n\n> ## 引文\n\n## 西\n\n";
    let note = "\n\n[^a]: 按。\n";
    let site =
        built(&[("long/index.md", &format!("{text}## 南{note}")), ("short/index.md", &format!("{text}南。{note}"))]);
    let all = "main nav details";
    let east = [("东", "#h1"), ("东里", "#h2"), ("西", "#h5"), ("南", "#h6")];
    check(&site, "zh-hans/long", &format!("{all} a"), &east);
    check(&site, "zh-hans/long", &format!("{all} li li a"), &[("东里", "#h2")]);
    let pairs = [("東裡", "#h2"), ("东里", "#h2_s")];
    check(&site, "parallel/long", &format!("{all} li li a"), &pairs);
    check(&site, "parallel/long", &format!("{all} li li [lang=zh-Hans]"), &pairs[1..]);
    check(&site, "zh-hant/short", all, &[]);
    check(&site, "parallel/short", all, &[]);
}

/// A character that common fonts lack has its code at its place and in a list; claims, sentences and what machines read stay whole.
#[test]
fn rare_characters_are_told_by_their_codes() {
    let site = built(&[(
        "tea/index.md",
        "# 𠮷家的茶\n\n他[叫**𪚥**水𪚥][^a]。又㐀。\u{e000}\n\n這裡沒有。\n\n[^a]: 見[譜](https://a.example/)，𠮷。\n",
    )]);
    for page in ["zh-hant/tea", "zh-hans/tea"] {
        let marked = [("𠮷", ""), ("𪚥", ""), ("𪚥", ""), ("\u{e000}", ""), ("𠮷", "")];
        check(&site, page, "main .rare[title^='U+']", &marked);
        check(&site, page, ".claim .rare[title='U+2A6A5']", &marked[1..3]);
        check(&site, page, "#p1 .s:nth-of-type(2)", &[("又㐀。", "")]);
        check(
            &site,
            page,
            "[aria-labelledby=h-rare] dt",
            &[("\u{e000} U+E000", ""), ("𠮷 U+20BB7", ""), ("𪚥 U+2A6A5", "")],
        );
        check(&site, page, "[aria-labelledby=h-rare] .rule:last-child a", &[("1", "#p1")]);
    }
    check(&site, "zh-hant/tea/sources", ".rare", &[]);
    let json = fs::read_to_string(site.root().join("public/data/tea/edition.json")).expect("the edition");
    assert!(json.contains("叫𪚥水𪚥"), "{json}");
    let plain = built(&[("tea/index.md", "# 茶\n\n㐀。\n")]);
    check(&plain, "zh-hant/tea", ".rare, #h-rare", &[]);
}
