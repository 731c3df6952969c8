//! Any bytes as `index.md`.
//!
//! Promised: no panic; findings and characters have their places in the file; no page acts or leads where it may not; both
//! scripts have the same ids; the received text is the edition's own witness.
#![no_main]

use jiaozhu::collate::received_lines;
use jiaozhu::pipeline::{article_html, parallel_html};
use jiaozhu_fuzz::{Article, check_html, check_pages, has_errors, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(index) = text_of(bytes) else { return };
    let (scripted, findings) = Article { index: &index, ..Article::default() }.read();
    let Some(scripted) = scripted else { return };
    let [hant, hans] = [0, 1].map(|v| article_html(&scripted, v));
    for html in [&hant, &hans, &parallel_html(&scripted)] {
        check_html(html);
    }
    let ids = |html: &str| -> Vec<String> {
        html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    assert_eq!(ids(&hant), ids(&hans), "both scripts have the same ids");
    if has_errors(&findings) {
        return;
    }
    // Whole pages take ten times as long.
    if bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte)).is_multiple_of(8) {
        check_pages(&scripted);
    }
    let witness = received_lines(&scripted.annotated.edition).join("\n");
    let (_, again) = Article { index: &index, witness: Some(&witness), ..Article::default() }.read();
    let differs = again.iter().find(|finding| finding.code == "JZ603");
    assert!(differs.is_none(), "the received text is not its own witness: {differs:?}\n{witness}");
});
