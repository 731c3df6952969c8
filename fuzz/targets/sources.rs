//! Any text as `sources.yaml`.
//!
//! Promised: no panic; an error names its place; keys are keys; each source is cited in each style by text and safe links, and
//! comes back from each format it is written in.
#![no_main]

use std::sync::LazyLock;

use jiaozhu::bibliography::{Format, read, write};
use jiaozhu::cite::{Part, Style, Styles};
use jiaozhu::model::{Script, is_key};
use jiaozhu::parse::read_sources;
use jiaozhu_fuzz::{check_address, check_places, has_errors, text_of};
use libfuzzer_sys::fuzz_target;

static STYLES: LazyLock<Styles> = LazyLock::new(Styles::default);

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text_of(bytes) else { return };
    let (sources, findings) = read_sources("sources.yaml", &text);
    check_places(&findings, |_| Some(&text));
    if has_errors(&findings) {
        return;
    }
    for (key, source) in &sources.0 {
        assert!(is_key(key), "{key:?} is no key");
        for (style, script) in Style::ALL.into_iter().flat_map(|style| [(style, Script::Hant), (style, Script::Hans)]) {
            for part in STYLES.format(source, style, script).html_nodes {
                if let Part::Link { url, .. } = part {
                    check_address(key, &url);
                }
            }
        }
    }
    for format in [Format::CslJson, Format::BibLatex, Format::Ris] {
        let written = write(format, &sources);
        let back = read(format, "written", &written);
        check_places(&back.findings, |_| Some(&written));
        assert!(!has_errors(&back.findings), "{format:?} does not read what it writes: {:?}\n{written}", back.findings);
        let keys: Vec<&str> = back.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, sources.0.keys().map(String::as_str).collect::<Vec<_>>(), "{format:?}\n{written}");
    }
});
