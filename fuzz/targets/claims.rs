//! Any text as `claims.yaml`, beside an article with three notes.
//!
//! Promised: no panic; findings have their places; the pages do not act.
#![no_main]

use jiaozhu_fuzz::{Article, check_pages, has_errors, text_of};
use libfuzzer_sys::fuzz_target;

const INDEX: &str = "# 渡口\n\n[渡口在光緒三年重修][^a]，[船夫說水深三丈][^b]。據說從未停渡。[^c]\n\n\
    [^a]: [@zhi, 卷三]\n[^b]: [@ri, 頁 12]，[@zhi]\n[^c]: 不詳。[@ri]\n";
const SOURCES: &str = "zhi:\n  type: book\n  title: 渡口志\n  date: 1880\n  jz: {class: primary}\n\
    ri:\n  type: article\n  title: 船夫日記\n  url: https://example.org/ri\n";

fuzz_target!(|bytes: &[u8]| {
    let Some(claims) = text_of(bytes) else { return };
    let article = Article { index: INDEX, claims: Some(&claims), sources: Some(SOURCES), ..Article::default() };
    let (scripted, findings) = article.read();
    if let Some(scripted) = scripted.filter(|_| !has_errors(&findings)) {
        check_pages(&scripted);
    }
});
