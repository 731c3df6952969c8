//! Any text as `content/glossary.yaml`, beside an article that has its words.
//!
//! Promised: no panic; findings have their places; the pages do not act.
#![no_main]

use jiaozhu::model::Variant;
use jiaozhu::parse::read_shared_glossary;
use jiaozhu::pipeline::article_html;
use jiaozhu_fuzz::{Article, check_html, check_places, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text_of(bytes) else { return };
    let (glossary, findings) = read_shared_glossary("glossary.yaml", &text, Variant::HANT);
    check_places(&findings, |_| Some(&text));
    let index = "---\ntitle: 矽谷與乾隆\n---\n\n矽谷的計算機，乾隆的*頭髮*；[矽谷](https://example.org/)。\n";
    if let Some(scripted) = (Article { index, glossary, ..Article::default() }).read().0 {
        [0, 1].iter().for_each(|v| check_html(&article_html(&scripted, *v)));
    }
});
