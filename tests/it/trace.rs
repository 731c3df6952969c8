//! The composition of emendations, claims, emphasis, notes, fixed forms and conversion on one leaf.

use crate::fixtures::Article;
use jiaozhu::model::Variant;
use jiaozhu::parse::read_shared_glossary;
use jiaozhu::pipeline::article_html;

const INDEX: &str =
    "[矽穀**麵臨**的局麵][^c08][^x01]，阿裏巴巴說。\n\n[^c08]: 見[記錄](https://example.org/a)。\n[^x01]: 只是說明。\n";
const COLLATION: &str = "rules:
  - {id: gu, reading: 矽穀, lemma: 矽谷, status: accepted}
  - {id: mian, reading: 麵臨, lemma: 面臨, status: accepted}
  - {id: ju, reading: 局麵, lemma: 局面, status: accepted}
  - {id: li, reading: 阿裏巴巴, lemma: 阿里巴巴, status: accepted}
";

fn article() -> Article<'static> {
    let glossary = "- {zh-Hant: 矽谷, zh-Hans: 硅谷}\n";
    Article {
        index: INDEX,
        collation: Some(COLLATION),
        witness: Some("矽穀麵臨的局麵，阿裏巴巴說。\n"),
        glossary: read_shared_glossary("content/glossary.yaml", glossary, Variant::HANT).0,
        ..Article::default()
    }
}

#[test]
fn one_leaf_holds_everything_in_simplified() {
    let html = article_html(&article().edition(), 1);
    let expected = concat!(
        "<p id=\"p1\"><span class=\"s\" data-s=\"1\" id=\"p1.1\"><span class=\"claim\" id=\"c-c08\">硅",
        "<span class=\"em\" id=\"e-gu\" data-o=\"穀\">谷</span><strong><span class=\"em\" id=\"e-mian\" data-o=\"麵\">面</span>临</strong>的局",
        "<span class=\"em\" id=\"e-ju\" data-o=\"麵\">面</span></span>",
        "<sup><a role=\"doc-noteref\" id=\"r-c08\" href=\"#n-c08\" aria-label=\"注 1\">1</a></sup>",
        "<sup><a role=\"doc-noteref\" id=\"r-x01\" href=\"#n-x01\" aria-label=\"注 2\">2</a></sup>，阿",
        "<span class=\"em\" id=\"e-li\" data-o=\"裏\">里</span>巴巴说。</span></p>\n"
    );
    assert_eq!(html, expected);
}

#[test]
fn the_own_script_has_the_same_tree_over_its_own_text() {
    let html = article_html(&article().edition(), 0);
    assert!(html.contains(">矽<span class=\"em\" id=\"e-gu\" data-o=\"穀\">谷</span><strong>"), "{html}");
    assert!(html.ends_with("巴巴說。</span></p>\n"), "{html}");
}
