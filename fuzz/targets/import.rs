//! Any bytes as a received file. The first byte says of what kind: plain text, Markdown, or one of three bibliographies.
//!
//! Promised: no panic; the article made of a plain text has it as its witness; the body of a Markdown file stays; what is taken
//! of a bibliography is read again as it was written.
#![no_main]

use jiaozhu::bibliography::{Format, add_sources, read};
use jiaozhu::import::{Outline, Request, import};
use jiaozhu::model::is_slug;
use jiaozhu::parse::read_sources;
use jiaozhu_fuzz::{Article, check_places, has_errors, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let Some(text) = text_of(bytes) else { return };
    match kind % 8 {
        0 => import_bibliography(Format::CslJson, &text),
        1 => import_bibliography(Format::BibLatex, &text),
        2 => import_bibliography(Format::Ris, &text),
        3 => import_markdown(&text),
        _ => import_plain(&text),
    }
});

fn request(text: &str, outline: Option<fn(&str) -> Outline>) -> Request<'_> {
    let reads_front = |_: &str| true;
    Request { text, outline, reads_front, kept: "received.txt", stem: "received", slug: None, title: None, taken: &[] }
}

fn import_plain(text: &str) {
    let Ok(imported) = import(&request(text, None)) else { return };
    assert!(is_slug(&imported.slug), "{:?} is no slug", imported.slug);
    let article = Article {
        index: &imported.index,
        collation: imported.collation.as_deref(),
        sources: imported.sources.as_deref(),
        witness: Some(text),
        ..Article::default()
    };
    let (_, findings) = article.read();
    let lost = findings.iter().find(|finding| matches!(finding.code, "JZ603" | "JZ606" | "JZ007" | "JZ303"));
    assert!(lost.is_none(), "{lost:?}\nreceived: {text:?}\nwritten: {}", imported.index);
}

fn import_markdown(text: &str) {
    let Ok(imported) = import(&request(text, Some(|_| Outline::default()))) else { return };
    assert!(is_slug(&imported.slug), "{:?} is no slug", imported.slug);
    assert!(imported.index.ends_with(text) || text.starts_with("---"), "the body changed: {}", imported.index);
}

fn import_bibliography(format: Format, text: &str) {
    let reading = read(format, "received", text);
    check_places(&reading.findings, |_| Some(text));
    let added = add_sources(&reading.entries, &[]);
    let (sources, findings) = read_sources("sources.yaml", &added.yaml);
    assert!(!has_errors(&findings), "{findings:?}\n{}", added.yaml);
    let keys: Vec<&String> = added.sources.0.keys().collect();
    assert_eq!(keys, sources.0.keys().collect::<Vec<_>>(), "{}", added.yaml);
}
