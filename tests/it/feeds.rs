//! What machines read of a site: feeds, sitemap, robots.txt, the heads of pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jiaozhu::build::{Report, Request, run};
use quick_xml::Reader;
use quick_xml::events::Event;
use scraper::{Html, Selector};

use crate::golden::{files_below, write};
use crate::typed::Site;

const BASE: &str = "https://example.org/a&b/";

const TEA: &str = "---\nauthor: [陳小石, 林一泉]\ndate: 2026-05-01\nupdated: 2026-06-02\nsummary: 茶 & 水 <一>\n---\n\n# 茶與水\n\n[張三燒了茶樓][^fire]。見[下文](#水)，又見![圖](a.png)[頁](b.pdf)。\n\n## 水\n\n水輕。\n\n[^fire]: 報上說的。[@bao]\n";
const CLAIMS: &str = "fire: {kind: allegation, against: 張三, reply: none-found, checked: 2026-05-01, evidence: {bao: {stance: supports, at: p. 3}}}\n";
const SOURCES: &str = "bao: {type: article, title: 溪鎮日報, date: 2026-04-01}\n";

/// A site with every kind of article, `n` dated ones more, and a base address.
fn site(n: usize) -> Site {
    let site = Site::new(&[
        ("tea/index.md", TEA),
        ("tea/claims.yaml", CLAIMS),
        ("tea/sources.yaml", SOURCES),
        ("tea/a.png", "png"),
        ("tea/b.pdf", "%PDF"),
        ("undated/index.md", "# 無日期\n\n一。\n"),
        ("draft/index.md", "---\ndraft: true\ndate: 2026-07-01\n---\n\n# 稿\n\n一。\n"),
        ("about/index.md", "---\nkind: page\ndate: 2026-07-01\n---\n\n# 關於\n\n一。\n"),
        ("old/index.md", "---\ndate: \"1999\"\n---\n\n# 舊\n\n一。\n"),
        ("old/witness.txt", "舊\n\n一。\n"),
    ]);
    for i in 0..n {
        let date = format!("---\ndate: 2025-01-{:02}\n---\n\n# 第{i}篇\n\n一。\n", i + 1);
        site.write(&format!("n{i:02}/index.md"), &date);
    }
    site
}

fn build(site: &Site, base_url: Option<&str>, drafts: bool) -> Report {
    let base_url = base_url.map(str::to_owned);
    let request = Request { root: site.root().to_owned(), base_url, drafts, publish: true, ..Request::default() };
    let report = run(&request).expect("the run is done");
    assert!(report.outcome.is_some(), "{:#?}", report.findings);
    report
}

fn page(site: &Site, path: &str) -> String {
    fs::read_to_string(site.root().join("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The texts of all elements `name` of an XML document, and their attributes.
fn elements(xml: &str, name: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), None);
    loop {
        let event = reader.read_event().expect("well-formed");
        match &event {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == name.as_bytes() => {
                let attributes = tag.attributes().map(|a| {
                    let a = a.expect("an attribute");
                    let value = a.unescape_value().expect("a value").into_owned();
                    (String::from_utf8_lossy(a.key.as_ref()).into_owned(), value)
                });
                inside = Some((String::new(), attributes.collect()));
                if matches!(event, Event::Empty(_)) {
                    found.extend(inside.take());
                }
            }
            Event::Text(text) => {
                if let Some((inner, _)) = inside.as_mut() {
                    inner.push_str(&text.decode().expect("UTF-8"));
                }
            }
            Event::GeneralRef(entity) => {
                if let Some((inner, _)) = inside.as_mut() {
                    let name = entity.decode().expect("UTF-8");
                    let known = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                    let c = entity.resolve_char_ref().expect("a reference").map(String::from);
                    inner.push_str(&known.or(c).expect("a known entity"));
                }
            }
            Event::End(tag) if tag.name().as_ref() == name.as_bytes() => found.extend(inside.take()),
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn texts(xml: &str, name: &str) -> Vec<String> {
    elements(xml, name).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn without_an_address_there_is_nothing_for_machines() {
    let site = site(0);
    build(&site, None, false);
    let made = files_below(&site.root().join("public")).into_keys();
    let found: Vec<String> =
        made.filter(|name| (name.ends_with(".xml") && !name.ends_with("tei.xml")) || name == "robots.txt").collect();
    assert_eq!(found, [""; 0]);
    assert!(!page(&site, "zh-hant/index.html").contains("atom"));
}

#[test]
fn a_feed_has_the_newest_articles_whole() {
    let site = site(21);
    build(&site, Some(BASE), true);
    let feed = page(&site, "zh-hans/atom.xml");
    let titles = texts(&feed, "title");
    assert_eq!((titles.len(), &titles[..3]), (21, &["试".to_owned(), "茶与水".to_owned(), "第20篇".to_owned()][..]));
    assert_eq!(texts(&feed, "id")[..2], ["https://example.org/a&b/zh-hans/", "https://example.org/a&b/zh-hans/tea/"]);
    assert_eq!(texts(&feed, "updated")[..2], ["2026-06-02T00:00:00Z", "2026-06-02T00:00:00Z"]);
    assert_eq!(texts(&feed, "published")[0], "2026-05-01T00:00:00Z");
    assert_eq!(texts(&feed, "name"), ["试", "陈小石", "林一泉"]);
    assert_eq!(texts(&feed, "summary"), ["茶 & 水 <一>"]);
    let links = elements(&feed, "link");
    assert_eq!(links[0].1["href"], "https://example.org/a&b/zh-hans/atom.xml");
    assert_eq!(links[1].1["hreflang"], "zh-Hans");
    // One script knows nothing of the other.
    assert!(page(&site, "zh-hant/atom.xml").contains("<title>茶與水</title>"));
}

#[test]
fn the_text_of_a_feed_stands_alone() {
    let site = site(0);
    build(&site, Some(BASE), false);
    let html = texts(&page(&site, "zh-hant/atom.xml"), "content").remove(0);
    let document = Html::parse_fragment(&html);
    let address = |selector: &str, name: &str| -> Vec<String> {
        let all = Selector::parse(selector).expect("a selector");
        document.select(&all).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    };
    let at = "https://example.org/a&b/zh-hant/tea/";
    let links = address("a", "href");
    assert!(links.len() >= 4 && links.iter().all(|link| link.starts_with("https://")), "{links:?}");
    for end in ["#n-fire", "#r-fire", "#h1", "b.pdf"] {
        assert!(links.contains(&format!("{at}{end}")), "{end} in {links:?}");
    }
    assert_eq!(address("img", "src"), [format!("{at}a.png")]);
    assert_eq!(address("[id], [class], [role], [aria-label], [data-verdict]", "lang"), [""; 0]);
    // What is alleged stands under the same words as on the page.
    assert!(html.contains("確有此指控，內容未證") && !html.contains("有據"), "{html}");
    assert!(page(&site, "zh-hant/tea/index.html").contains("確有此指控，內容未證"));
}

#[test]
fn feeds_are_linked_from_their_lists_alone() {
    let site = site(0);
    build(&site, Some(BASE), false);
    let linking: Vec<String> = files_below(&site.root().join("public"))
        .into_iter()
        .filter(|(name, bytes)| name.ends_with(".html") && String::from_utf8_lossy(bytes).contains("atom+xml"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(linking, ["zh-hans/index.html", "zh-hant/index.html"]);
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"試\" href=\"https://example.org/a&amp;b/zh-hant/atom.xml\">";
    assert!(page(&site, "zh-hant/index.html").contains(link));
}

/// No article has a date: a feed would have none, which it must.
#[test]
fn without_a_dated_article_there_is_no_feed() {
    let site = Site::new(&[("a/index.md", "# 甲\n\n一。\n")]);
    build(&site, Some(BASE), false);
    assert!(!site.root().join("public/zh-hant/atom.xml").exists());
    assert!(!page(&site, "zh-hant/index.html").contains("atom"));
}

#[test]
fn the_sitemap_names_every_page_that_may_be_found() {
    let site = site(0);
    build(&site, Some(BASE), true);
    let xml = page(&site, "sitemap.xml");
    let listed: BTreeSet<String> = texts(&xml, "loc").into_iter().collect();
    let made = files_below(&site.root().join("public")).into_keys().filter_map(|name| {
        let folder = name.strip_suffix("index.html")?;
        let is_hidden = folder.starts_with("original/") || folder.ends_with("/search/") || folder.contains("draft");
        Some(format!("{BASE}{folder}")).filter(|_| !is_hidden)
    });
    assert_eq!(listed, made.collect());
    assert!(listed.contains("https://example.org/a&b/zh-hans/tea/sources/") && listed.len() > 14, "{listed:?}");
    assert_eq!(texts(&xml, "lastmod").len(), 8, "five of tea, three of about; a year alone is no day");
}

#[test]
fn alternates_lead_back() {
    let site = site(0);
    build(&site, Some(BASE), false);
    let xml = page(&site, "sitemap.xml");
    let mut sets: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for url in xml.split("<url>").skip(1) {
        let url = url.split("</url>").next().unwrap_or_default();
        let at = texts(url, "loc").remove(0);
        let links = elements(url, "xhtml:link").into_iter().map(|(_, a)| (a["hreflang"].clone(), a["href"].clone()));
        sets.insert(at, links.collect());
    }
    assert!(sets.len() > 14, "{sets:?}");
    for (at, set) in &sets {
        assert!(set.iter().any(|(_, to)| to == at), "{at} names itself");
        assert!(set.iter().all(|(_, to)| sets.get(to) == Some(set)), "{at} and its alternates name each other");
    }
}

#[test]
fn robots_find_the_sitemap_and_an_editors_own_rules_stand() {
    let site = site(0);
    build(&site, Some("https://example.org/t"), false);
    let expected = "User-agent: *\nAllow: /\n\nSitemap: https://example.org/t/sitemap.xml\n";
    assert_eq!(page(&site, "robots.txt"), expected);
    write(&site.root().join("static/robots.txt"), b"User-agent: *\nDisallow: /\n");
    build(&site, Some("https://example.org/t"), false);
    assert_eq!(page(&site, "robots.txt"), "User-agent: *\nDisallow: /\n");
}

/// The properties that a page names, each with what it says.
fn properties(html: &str) -> Vec<(String, String)> {
    let document = Html::parse_document(html);
    let all = Selector::parse("meta[property]").expect("a selector");
    let property = |name: &str, element: scraper::ElementRef<'_>| element.attr(name).unwrap_or_default().to_owned();
    document.select(&all).map(|element| (property("property", element), property("content", element))).collect()
}

#[track_caller]
fn check_properties(html: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(name, text)| (format!("og:{name}"), (*text).to_owned())).collect();
    assert_eq!(properties(html), expected);
}

#[test]
fn pages_say_what_they_are() {
    let site = site(0);
    build(&site, Some(BASE), false);
    let titles = "本站各版：茶与水；旧；无日期";
    let index = page(&site, "zh-hans/index.html");
    let hans = [("locale", "zh_CN"), ("locale:alternate", "zh_TW"), ("description", titles), ("site_name", "试")];
    let expected = [&[("title", "试"), ("type", "website")][..], &hans, &[("url", "https://example.org/a&b/zh-hans/")]];
    check_properties(&index, &expected.concat());
    assert!(index.contains(&format!("<meta name=\"description\" content=\"{titles}\">")));
    let locales = [("locale", "zh_TW"), ("locale:alternate", "zh_CN")];
    let tea = [&[("title", "茶與水"), ("type", "article")][..], &locales, &[("description", "茶 & 水 <一>")]].concat();
    let url = ("url", "https://example.org/a&b/parallel/tea/");
    check_properties(&page(&site, "parallel/tea/index.html"), &[&tea[..], &[("site_name", "試"), url]].concat());
    // The page of one script is kept small.
    check_properties(&page(&site, "zh-hant/tea/index.html"), &tea);
    check_properties(&page(&site, "zh-hant/tea/sources/index.html"), &[]);
    // Without an address none is claimed.
    build(&site, None, false);
    check_properties(&page(&site, "parallel/tea/index.html"), &[&tea[..], &[("site_name", "試")]].concat());
}

#[test]
fn old_addresses_lead_on() {
    let site = site(0);
    site.write("tea/index.md", &TEA.replace("---\nauthor", "---\naliases: [cha, cha-shui]\nauthor"));
    build(&site, None, false);
    for (old, new, canonical) in [
        ("zh-hant/cha", "../../zh-hant/tea/", "../../zh-hant/tea/"),
        ("zh-hans/cha-shui", "../../zh-hans/tea/", "../../zh-hans/tea/"),
        ("parallel/cha", "../../parallel/tea/", "../../parallel/tea/"),
    ] {
        let html = page(&site, &format!("{old}/index.html"));
        assert!(html.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={new}\">")), "{html}");
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{canonical}\">")), "{html}");
        assert!(html.contains(&format!("<a href=\"{new}\">")) && html.contains("content=\"noindex\""), "{html}");
    }
    build(&site, Some(BASE), false);
    let html = page(&site, "zh-hans/cha/index.html");
    assert!(html.contains("<link rel=\"canonical\" href=\"https://example.org/a&amp;b/zh-hans/tea/\">"), "{html}");
    assert!(html.contains("<html lang=\"zh-Hans\">") && html.contains("<h1>茶与水</h1>"), "{html}");
    assert!(!page(&site, "sitemap.xml").contains("/cha/"), "what leads on is no page to be found");
    // A feed reader that knew the article knows it still.
    let feed = page(&site, "zh-hans/atom.xml");
    assert_eq!(texts(&feed, "id")[1], "https://example.org/a&b/zh-hans/cha/");
    assert_eq!(elements(&feed, "link")[2].1["href"], "https://example.org/a&b/zh-hans/tea/");
}

/// The heads of all pages, tags, series, sources and pages of lists among them: each states its own address, and names its
/// counterparts, which name it.
#[test]
fn every_page_names_its_counterparts_and_they_name_it() {
    for case in ["lists_tags_and_series", "every_kind", "edition_evidence", "defaults_by_folder"] {
        let site = crate::golden::Site::copy(case);
        let base_url = Some(BASE.to_owned());
        let request = Request { root: site.root().to_owned(), base_url, publish: true, ..Request::default() };
        let report = run(&request).expect("the run is done");
        assert!(report.outcome.is_some(), "{case}: {:#?}", report.findings);
        let mut sets: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for (path, bytes) in files_below(&site.root().join("public")) {
            let html = Html::parse_document(&String::from_utf8_lossy(&bytes));
            let linked = |selector: &str| -> Vec<(String, String)> {
                let selector = Selector::parse(selector).expect("a selector");
                let attribute = |link: scraper::ElementRef<'_>, name| link.attr(name).unwrap_or_default().to_owned();
                html.select(&selector).map(|link| (attribute(link, "hreflang"), attribute(link, "href"))).collect()
            };
            let leads_on = Selector::parse("meta[http-equiv=refresh]").expect("a selector");
            if !path.ends_with(".html") || path == "404.html" || html.select(&leads_on).next().is_some() {
                continue;
            }
            let address = format!("{BASE}{}", path.trim_end_matches("index.html"));
            assert_eq!(linked("link[rel=canonical]"), [(String::new(), address.clone())], "{case}: {path}");
            let alternates = linked("link[rel=alternate][hreflang]");
            let set: BTreeSet<_> = alternates.iter().cloned().collect();
            assert_eq!(set.len(), alternates.len(), "{case}: {path}");
            sets.insert(address, set);
        }
        assert!(sets.len() > 8, "{case}: {sets:?}");
        for (at, set) in sets.iter().filter(|(_, set)| !set.is_empty()) {
            assert!(set.iter().any(|(_, to)| to == at), "{case}: {at} names itself: {set:?}");
            assert!(set.iter().all(|(_, to)| sets.get(to) == Some(set)), "{case}: {at} and its alternates: {set:?}");
        }
        let alone: Vec<_> = sets.iter().filter(|(_, set)| set.is_empty()).map(|(at, _)| at.clone()).collect();
        assert!(alone.iter().all(|at| at.contains("/original/")), "{case}: {alone:?}");
    }
}
