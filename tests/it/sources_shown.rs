//! What notes, the page of sources and the data say of a source.

use scraper::{Html, Selector};

use crate::fixtures::Article;
use jiaozhu::config::Config;
use jiaozhu::pipeline::EmptySite;

/// The files that a build makes of an article.
struct Pages(Vec<(String, String)>);

impl Pages {
    /// Makes the pages of `body` with `sources` and `claims`; the title is 鹽.
    fn of(body: &str, sources: &str, claims: &str) -> Self {
        let index = format!("---\ntitle: 鹽\ndate: 2026-05-01\n---\n{body}\n");
        let article = Article { index: &index, sources: Some(sources), claims: Some(claims), ..Article::default() };
        let site = EmptySite::open(Config::default()).expect("the built-in layouts");
        let pages = site.pages(&article.edition()).expect("layouts that can be filled");
        Self(pages.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect())
    }

    /// The page whose path ends so.
    fn page(&self, end: &str) -> &str {
        let found = self.0.iter().find(|(path, _)| path.ends_with(end));
        let paths = || self.0.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>();
        &found.unwrap_or_else(|| panic!("no {end} among {:?}", paths())).1
    }

    /// The text of what `selector` finds first on the page whose path ends so.
    fn text(&self, end: &str, selector: &str) -> String {
        let page = Html::parse_document(self.page(end));
        let selector = Selector::parse(selector).expect("a selector");
        let found = page.select(&selector).next().unwrap_or_else(|| panic!("no {selector:?} in {}", self.page(end)));
        found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What the note of a label cites.
    fn cited(&self, label: &str) -> String {
        self.text("zh-hant/a/index.html", &format!("#n-{label} .cited"))
    }
}

/// A paragraph for each citation, each with a note of its own: a, b, …
fn body(citations: &[&str]) -> String {
    let labels = || ('a'..='z').zip(citations);
    let text: String = labels().map(|(label, _)| format!("鹽白[^{label}]。\n\n")).collect();
    let notes: String = labels().map(|(label, cited)| format!("[^{label}]: 見。[{cited}]\n")).collect();
    text + &notes
}

/// Checks what the notes of `citations` print of sources.
#[track_caller]
fn check(sources: &str, citations: &[&str], expected: &[&str]) {
    let pages = Pages::of(&body(citations), sources, "");
    let shown: Vec<String> = ('a'..='z').zip(citations).map(|(label, _)| pages.cited(&label.to_string())).collect();
    assert_eq!(shown, expected);
}

#[test]
fn regression_a_note_stands_beside_its_first_mark() {
    let text = "鹽由海水曬成，村人多以此為生，也有人到外地去賣，過了年才回家。".repeat(4);
    let text = format!("甲[^a]。乙[^b]。\n\n{}又[^a]。\n", format!("{text}\n\n").repeat(20));
    let pages = Pages::of(&format!("{text}\n[^a]: 見。[@yi]\n[^b]: 見。[@yi]\n"), "yi: {type: book, title: 鹽史}", "");
    let page = pages.page("zh-hant/a/index.html");
    assert!(page.contains("id=\"r-a\" href=\"#n-a\" style=\"--a:--r1\""), "{page}");
    assert!(page.contains("id=\"r-a_2\" href=\"#n-a\"") && page.matches("--a:--r1\"").count() == 1, "{page}");
}

#[test]
fn regression_what_an_unread_source_is_said_to_say_counts_and_shows_only_through_another() {
    let sources = "wei: {type: web, title: 未讀, jz: {status: unfetched}}\nbao: {type: newspaper, title: 日報}";
    let pages =
        |evidence: &str| Pages::of(&body(&["@wei"]), sources, &format!("a: {{evidence: {{wei: {{{evidence}}}}}}}"));
    let alone = pages("stance: supports, at: 頁 3, note: 應有此說。");
    assert_eq!(alone.cited("a"), "未讀 · 未能讀到原頁 · 頁 3：應有此說。");
    assert_eq!(pages("stance: supports").cited("a"), "未讀 · 未能讀到原頁");
    assert!(!alone.page("zh-hant/a/sources/index.html").contains("印證"));
    let through = pages("stance: supports, via: bao");
    assert_eq!(through.cited("a"), "未讀 · 未能讀到原頁 印證 轉引自 日報");
}

const TRANSLATED: &str = "
yan:
  type: book
  title: 鹽：人與自然的動人交會
  author: Kurlansky, Mark
  language: zh-Hant
  date: 2002
  affiliated: [{role: translator, names: [\"夏, 業良\"]}]
  parent: {type: original, title: \"Salt: A World History\", date: 2001}
";

#[test]
fn regression_an_original_is_no_outlet_and_a_translator_is_named() {
    let pages = Pages::of(&body(&["@yan", "@yan"]), TRANSLATED, "");
    assert_eq!(pages.cited("a"), "Mark Kurlansky · 鹽：人與自然的動人交會 · 譯者：夏業良 · 2002");
    assert_eq!(pages.cited("b"), "Mark Kurlansky · 鹽 · 2002");
    let source = pages.text("zh-hant/a/sources/index.html", "#s-yan .source");
    assert_eq!(source, "Mark Kurlansky. 鹽：人與自然的動人交會 譯者：夏業良 (2002)");
    let data = pages.page("edition.json");
    assert!(!data.contains("\"outlet\"") && data.contains("\"translators\": \"夏業良\""), "{data}");
    let tei = pages.page("edition.tei.xml");
    assert!(tei.contains("<editor role=\"translator\">夏業良</editor>"), "{tei}");
    assert!(
        tei.contains("<relatedItem type=\"original\">")
            && tei.contains("<title level=\"m\">Salt: A World History</title>"),
        "{tei}"
    );
    let linked = pages.page("edition.jsonld");
    assert!(linked.contains("\"translationOfWork\"") && linked.contains("\"translator\""), "{linked}");
    assert!(!linked.contains("\"isPartOf\": {\n          \"@type\": \"CreativeWork\""), "{linked}");
}

#[test]
fn regression_a_chapter_is_dated_by_its_whole() {
    let whole = "{type: anthology, title: 鹽與國家, editor: 王, 五, date: 1998-03}".replace("王, 五", "\"王, 五\"");
    let sources = format!("zhang: {{type: chapter, title: 鹽稅, author: \"張, 三\", parent: {whole}}}");
    check(&sources, &["@zhang"], &["張三 · 鹽稅 · 鹽與國家 · 1998-03"]);
}

#[test]
fn regression_a_name_keeps_its_particle() {
    let sources = "
cruz: {type: book, title: Sal, author: \"de la Cruz, María\", language: es}
king: {type: book, title: Salt, author: {name: King, given-name: Martin, suffix: Jr., comma-suffix: true}, language: en}
";
    check(sources, &["@cruz", "@king"], &["María de la Cruz · Sal", "Martin King, Jr. · Salt"]);
}

#[test]
fn regression_early_years_are_said_as_years() {
    let sources = "
qian: {type: book, title: 管子, date: \"-0299\"}
han: {type: book, title: 典論, date: \"0220\"}
tang: {type: book, title: 鹽法, date: \"0758-03\"}
song: {type: book, title: 夢溪筆談, date: ~1088}
";
    let citations = ["@qian", "@han", "@tang", "@song"];
    check(
        sources,
        &citations,
        &["管子 · 西元前 300 年", "典論 · 西元 220 年", "鹽法 · 西元 758 年 3 月", "夢溪筆談 · 約 1088"],
    );
    let pages = Pages::of(&body(&citations), sources, "");
    assert_eq!(pages.text("zh-hans/a/index.html", "#n-a .cited"), "管子 · 公元前 300 年");
    assert_eq!(pages.text("zh-hans/a/sources/index.html", "#s-han .source"), "典論 (公元 220 年)");
    assert!(pages.page("edition.json").contains("\"date\": \"-0299\""));
}

#[test]
fn regression_sources_cited_again_are_told_apart() {
    let anthology = "parent: {type: anthology, title: 鹽與國家, date: 1998}";
    let sources = format!(
        "
zhang: {{type: chapter, title: 鹽稅, author: \"張, 三\", {anthology}}}
li: {{type: chapter, title: 鹽商, author: \"李, 四\", {anthology}}}
jia: {{type: article, title: 鹽價上漲, date: 2026-05-01, parent: {{type: newspaper, title: 溪鎮日報}}}}
yi: {{type: article, title: 鹽場停工, date: 2026-05-01, parent: {{type: newspaper, title: 溪鎮日報}}}}
bing: {{type: article, title: 鹽路, date: 2026-05-01, parent: {{type: newspaper, title: 河邊日報}}}}
shang: {{type: book, title: 鹽史（上）, author: \"陳, 一\", date: 2020}}
xia: {{type: book, title: 鹽史（下）, author: \"陳, 一\", date: 2020}}
"
    );
    let all = ["@zhang, 頁 2", "@li, 頁 21", "@jia", "@yi", "@bing", "@shang", "@xia"];
    let twice: Vec<&str> = all.into_iter().chain(all).collect();
    let pages = Pages::of(&body(&twice), &sources, "");
    let again: Vec<String> = ('h'..='n').map(|label| pages.cited(&label.to_string())).collect();
    let expected = [
        "張三 · 鹽稅 · 1998 · 頁 2",
        "李四 · 鹽商 · 1998 · 頁 21",
        "溪鎮日報 · 鹽價上漲 · 2026-05-01",
        "溪鎮日報 · 鹽場停工 · 2026-05-01",
        "河邊日報 · 2026-05-01",
        "陳一 · 鹽史（上） · 2020",
        "陳一 · 鹽史（下） · 2020",
    ];
    assert_eq!(again, expected);
}

#[test]
fn regression_titles_that_begin_alike_are_told_apart_by_all_of_them() {
    let sources = "
yi: {type: book, title: 鹽史：上古, author: \"陳, 一\", date: 2020}
er: {type: book, title: 鹽史：中古, author: \"陳, 一\", date: 2021}
san: {type: web, title: 鹽}
si: {type: web, title: 鹽}
";
    let pages = Pages::of(&body(&["@yi", "@er", "@san", "@si", "@yi", "@er", "@san", "@si"]), sources, "");
    let again: Vec<String> = ('e'..='h').map(|label| pages.cited(&label.to_string())).collect();
    assert_eq!(again, ["陳一 · 鹽史：上古 · 2020", "陳一 · 鹽史：中古 · 2021", "鹽 · san", "鹽 · si"]);
}
