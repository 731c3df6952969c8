//! What pages get on their way out, and the page when there is no site yet. Nothing of this is ever published.

use quick_xml::escape::escape;

use super::Trouble;

/// The folder of what the server itself answers; no file of a site is named so.
pub(super) const SCRIPT: &str = ".jiaozhu/reload.js";
pub(super) const STYLE: &str = ".jiaozhu/trouble.css";
pub(super) const EVENTS: &str = ".jiaozhu/events";

/// Loads the page again when another version is shown, at the same place of the text.
pub(super) const SCRIPT_TEXT: &str = include_str!("reload.js");
/// The looks of the box with what is wrong.
pub(super) const STYLE_TEXT: &str = include_str!("trouble.css");

/// Returns `page` with the script that waits for another version than `version`, and what is wrong, if anything is.
pub(super) fn insert(page: &[u8], version: &str, trouble: Option<&Trouble>) -> Vec<u8> {
    let at = end_of_body(page);
    let (before, after) = page.split_at_checked(at).unwrap_or((page, &[]));
    let inserted = format!("{}{}", trouble.map(draw_box).unwrap_or_default(), script(version));
    [before, inserted.as_bytes(), after].concat()
}

/// Returns the page that stands for a site that was never without errors.
pub(super) fn trouble_page(version: &str, trouble: Option<&Trouble>) -> String {
    let lang = trouble.map_or("en", |trouble| trouble.lang);
    let heading = trouble.map(|trouble| escape(&trouble.heading)).unwrap_or_default();
    let (drawn, script) = (trouble.map(draw_box).unwrap_or_default(), script(version));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{heading}</title>\n<body>\n{drawn}{script}</body>\n</html>\n"
    )
}

fn script(version: &str) -> String {
    let version = escape(version);
    format!("<script src=\"/{SCRIPT}\" data-events=\"/{EVENTS}\" data-version=\"{version}\"></script>\n")
}

/// The box needs no script, and no style in the page: the pages' policy forbids both.
fn draw_box(trouble: &Trouble) -> String {
    let Trouble { lang, heading, text } = trouble;
    let (heading, text) = (escape(heading), escape(text));
    format!(
        "<link rel=\"stylesheet\" href=\"/{STYLE}\">\n<aside id=\"jiaozhu-trouble\" lang=\"{lang}\" role=\"alert\">\
         <details open><summary>{heading}</summary>\n<pre>{text}</pre></details></aside>\n"
    )
}

/// Where `</body` stands for the last time; the end of a page that leaves it out.
fn end_of_body(page: &[u8]) -> usize {
    const END: &[u8] = b"</body";
    page.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END)).unwrap_or(page.len())
}
