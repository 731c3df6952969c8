//! Writes notes as HTML: body, sources, ways back.

use std::fmt::Write;

use super::html::{Context, attribute, block_html, escape};
use crate::page::{Cited, Column, NoteView, Words};

/// Returns the notes' list items; `columns` draw the bodies in order.
pub(crate) fn write_notes(notes: &[NoteView], columns: &[&Column<'_>], words: &Words) -> String {
    let mut out = String::new();
    for note in notes {
        out.push_str("<li");
        attribute(&mut out, "id", &format!("n-{}", note.key));
        let number = note.number;
        let _ = write!(out, " value=\"{number}\"");
        out.push('>');
        for ((lang, blocks), column) in note.bodies.iter().zip(columns) {
            let context = Context { column, words };
            if let Some(lang) = lang {
                out.push_str("<div");
                attribute(&mut out, "lang", lang);
                out.push('>');
            }
            blocks.iter().for_each(|block| block_html(&mut out, block, &context));
            if lang.is_some() {
                out.push_str("</div>");
            }
        }
        cited_html(&mut out, &note.cited, words);
        backlinks(&mut out, note, words);
        out.push_str("</li>\n");
    }
    out
}

fn backlinks(out: &mut String, note: &NoteView, words: &Words) {
    let back = words.get("back").map_or("", String::as_str);
    let label = words.get("note").map_or("", String::as_str);
    for (href, sign) in &note.backlinks {
        out.push_str(" <a role=\"doc-backlink\"");
        attribute(out, "href", href);
        // An accessible name must hold the text shown.
        let shown = format!("↩{sign}");
        attribute(out, "aria-label", &format!("{shown} {back} {label} {}", note.number));
        out.push('>');
        match sign.chars().next() {
            Some('繁') => {
                let _ = write!(out, "↩<span lang=\"zh-Hant\">{sign}</span>");
            }
            Some('简') => {
                let _ = write!(out, "↩<span lang=\"zh-Hans\">{sign}</span>");
            }
            _ => escape(out, &shown),
        }
        out.push_str("</a>");
    }
}

fn cited_html(out: &mut String, cited: &[Cited], words: &Words) {
    if cited.is_empty() {
        return;
    }
    out.push_str("<ul class=\"cited\">");
    for citation in cited {
        out.push_str("<li>");
        source_html(out, citation, words);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// Authors, title, outlet and date as published; then address, place and reading in the page's words.
fn source_html(out: &mut String, citation: &Cited, words: &Words) {
    let source = &citation.source;
    let word = |key: &str| words.get(key).map_or("", String::as_str);
    out.push_str("<cite");
    if !source.lang.is_empty() {
        attribute(out, "lang", &source.lang);
    }
    out.push('>');
    let shown = [&source.authors, &source.title, &source.outlet, &source.date];
    let parts: Vec<&str> = shown.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
    escape(out, &if parts.is_empty() { source.key.clone() } else { parts.join(" · ") });
    out.push_str("</cite>");
    if let Some(locator) = &citation.locator {
        out.push_str(" · ");
        escape(out, locator);
    }
    if !source.url.is_empty() {
        out.push_str(" · <a");
        attribute(out, "href", &source.url);
        out.push('>');
        escape(out, word("link"));
        out.push_str("</a>");
    }
    if source.unfetched {
        let _ = write!(out, " · {}", word("unfetched"));
    } else if !source.accessed.is_empty() {
        let _ = write!(out, " · {} {}", word("accessed"), source.accessed);
    }
}
