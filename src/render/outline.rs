//! Writes the headings of a book as the list that leads to them.

use super::escape::{attribute, escape};
use crate::page::Outline;

/// Returns `entry` and the headings below it as an item of a list in XHTML; their places are in `file`.
pub(crate) fn write_outline(entry: &Outline, file: &str) -> String {
    let mut out = String::new();
    item(&mut out, entry, file);
    out
}

fn item(out: &mut String, entry: &Outline, file: &str) {
    out.push_str("<li><a");
    attribute(out, "href", format_args!("{file}#{}", entry.id));
    out.push('>');
    match entry.labels.as_slice() {
        [(_, text)] => escape(out, text),
        labels => {
            for (n, (lang, text)) in labels.iter().enumerate() {
                out.push_str(if n == 0 { "<span" } else { " <span" });
                attribute(out, "lang", lang);
                out.push('>');
                escape(out, text);
                out.push_str("</span>");
            }
        }
    }
    out.push_str("</a>");
    if !entry.inner.is_empty() {
        out.push_str("\n<ol>\n");
        entry.inner.iter().for_each(|inner| item(out, inner, file));
        out.push_str("</ol>\n");
    }
    out.push_str("</li>\n");
}
