//! Any text as an address: alone, and as the destination of a link and a picture.
//!
//! Promised: no panic; what passes the allow list is no address that acts, as the URL standard reads it.
#![no_main]

use jiaozhu::model::SafeUrl;
use jiaozhu::pipeline::article_html;
use jiaozhu_fuzz::{Article, check_address, check_html, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|address: &str| {
    if let Ok(safe) = SafeUrl::parse(address) {
        check_address("alone", safe.as_str());
    }
    let index = format!("甲[乙]({address})丙![丁](<{address}>)戊<{address}>\n\n[己][a]\n\n[a]: {address}\n");
    // What a file may not hold is refused when it is read.
    let Some(index) = text_of(index.as_bytes()) else { return };
    if let Some(scripted) = (Article { index: &index, ..Article::default() }).read().0 {
        check_html(&article_html(&scripted, 0));
    }
});
