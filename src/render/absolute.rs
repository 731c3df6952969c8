//! HTML of a page for use elsewhere: its addresses become absolute, and what means something on the page alone goes.

use html5gum::{Token, Tokenizer};
use url::Url;

use super::escape::{attribute, escape};

/// Attributes that mean the same elsewhere; ids would collide there, and classes have no style.
const KEPT: [&str; 14] = [
    "align", "alt", "colspan", "dir", "height", "href", "hreflang", "lang", "rowspan", "scope", "src", "start",
    "title", "value",
];

/// Returns `html`, a part of the page at the absolute address `page`, with absolute addresses.
///
/// Errors: none; a `page` that is no address, or a link that cannot be resolved, leaves links as they are.
pub(crate) fn make_absolute(html: &str, page: &str) -> String {
    let base = Url::parse(page).ok();
    let resolve = |link: &str| base.as_ref().and_then(|base| base.join(link).ok()).map(String::from);
    let mut out = String::with_capacity(html.len());
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) => {
                out.push('<');
                out.push_str(&String::from_utf8_lossy(&tag.name));
                for (name, value) in &tag.attributes {
                    let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
                    match name.as_ref() {
                        "href" | "src" => attribute(&mut out, &name, resolve(&value).as_deref().unwrap_or(&value)),
                        name if KEPT.contains(&name) => attribute(&mut out, name, &value),
                        _ => {}
                    }
                }
                out.push('>');
            }
            Token::EndTag(tag) => {
                out.push_str("</");
                out.push_str(&String::from_utf8_lossy(&tag.name));
                out.push('>');
            }
            Token::String(text) => escape(&mut out, &String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_absolute_and_the_pages_own_marks_go() {
        let html = "<p id=\"p1\" lang=\"en\"><a class=\"x\" href=\"#n-a\">1</a> &lt;b&gt;<br>\
            <img src=\"../b%20c.png?d=1&amp;e\" alt=\"&quot;\"><a href=\"mailto:a@example.org\">@</a></p>\n";
        let expected = "<p lang=\"en\"><a href=\"https://example.org/t/zh-hant/tea/#n-a\">1</a> &lt;b&gt;<br>\
            <img alt=\"&quot;\" src=\"https://example.org/t/zh-hant/b%20c.png?d=1&amp;e\">\
            <a href=\"mailto:a@example.org\">@</a></p>\n";
        assert_eq!(make_absolute(html, "https://example.org/t/zh-hant/tea/"), expected);
        assert_eq!(make_absolute("<a href=\"b\">c</a>", "nowhere"), "<a href=\"b\">c</a>");
    }
}
