//! Any text as front matter.
//!
//! Promised: no panic; an error names its place; without an error the slug and its aliases are slugs, and the pages do not act.
#![no_main]

use jiaozhu::model::is_slug;
use jiaozhu_fuzz::{Article, check_pages, has_errors, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(yaml) = text_of(bytes) else { return };
    let index = format!("---\n{yaml}\n---\n\n# 渡口\n\n河上有霧。[^a]\n\n[^a]: 見[志](https://example.org/)。\n");
    let (scripted, findings) = Article { index: &index, ..Article::default() }.read();
    let Some(scripted) = scripted.filter(|_| !has_errors(&findings)) else { return };
    let front = &scripted.annotated.edition.document.front;
    assert!(is_slug(&front.slug), "{:?} is no slug", front.slug);
    front.aliases.iter().for_each(|alias| assert!(is_slug(alias), "{alias:?} is no slug"));
    check_pages(&scripted);
});
