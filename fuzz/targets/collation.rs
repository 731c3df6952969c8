//! Any text as `collation.yaml`; what stands before a line `%%` is the article.
//!
//! Promised: no panic; findings have their places; emendations taken out give the received text back; pages do not act.
#![no_main]

use jiaozhu::pipeline::article_html;
use jiaozhu_fuzz::{Article, check_html, check_pages, check_reversible, has_errors, text_of};
use libfuzzer_sys::fuzz_target;

const INDEX: &str = "# 矽穀的係統\n\n隻是 **麵臨** 一隻貓,後來見麵。``隻``見 [係統](https://example.org/) - “好”。\n\n- 係統\n- 矽穀\n";

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text_of(bytes) else { return };
    let (index, collation) = text.split_once("\n%%\n").unwrap_or((INDEX, &text));
    let (scripted, findings) = Article { index, collation: Some(collation), ..Article::default() }.read();
    let Some(scripted) = scripted else { return };
    check_reversible(&scripted);
    if !has_errors(&findings) {
        check_html(&article_html(&scripted, 0));
        check_pages(&scripted);
    }
});
