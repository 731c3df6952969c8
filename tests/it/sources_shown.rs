//! What notes, the page of sources and the data say of a source.

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
