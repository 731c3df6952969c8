//! Lists of articles in pages, tags and series.

use std::fs;

use jiaozhu::build::{Request, run};
use scraper::{Html, Selector};

use crate::golden::write;
use crate::typed::Site;

fn build(site: &Site) {
    let request = Request { root: site.root().to_owned(), publish: true, ..Request::default() };
    let report = run(&request).expect("it runs");
    assert!(report.outcome.is_some(), "{:#?}", report.findings);
}

/// The texts of what `selector` finds on a page.
#[track_caller]
fn texts(site: &Site, path: &str, selector: &str) -> Vec<String> {
    let html =
        fs::read_to_string(site.root().join("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let selector = Selector::parse(selector).expect("a selector");
    Html::parse_document(&html).select(&selector).map(|element| element.text().collect()).collect()
}

/// However long a list is, its pages name the first, the last and those near by.
#[test]
fn pages_of_a_long_list_stay_light() {
    let site = Site::new(&[]);
    write(&site.root().join("jiaozhu.toml"), "title = \"試\"\n[site]\nper-page = 2\n".as_bytes());
    for n in 10..33 {
        site.write(&format!("n{n}/index.md"), &format!("---\ndate: 20{n}\ntags: 茶\n---\n# 第{n}篇\n\n一。\n"));
    }
    build(&site);
    for folder in ["zh-hant", "zh-hans", "zh-hant/tags/cha"] {
        let page = format!("{folder}/page/6/index.html");
        let numbers = texts(&site, &page, ".pages li:not(:has([rel]))");
        assert_eq!(numbers, ["1", "…", "4", "5", "6", "7", "8", "…", "12"]);
        assert_eq!(texts(&site, &page, ".pages [rel]").len(), 2);
        assert_eq!(texts(&site, &page, "h3"), ["第22篇", "第21篇"]);
        assert_eq!(texts(&site, &format!("{folder}/page/12/index.html"), "h3"), ["第10篇"]);
    }
    assert_eq!(texts(&site, "index.html", "h3").len(), 4, "the newest in both scripts");
    assert_eq!(texts(&site, "zh-hans/search/index.html", ".all a"), ["第32篇", "第31篇", "更多文章"]);
    let unserved = texts(&site, "zh-hans/search/index.html", "form[hidden] + .unserved");
    assert!(unserved.concat().contains("直接打开磁盘上的文件不能搜索"), "{unserved:?}");
}
