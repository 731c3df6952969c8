//! Judges pages as a browser does: by parsing them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiaozhu::config::Config;
use jiaozhu::model::Scripted;
use jiaozhu::pipeline::EmptySite;
use scraper::{ElementRef, Html, Selector};
use url::Url;

static SITE: LazyLock<EmptySite> =
    LazyLock::new(|| EmptySite::open(Config::default()).unwrap_or_else(|found| panic!("built-in layouts: {found:?}")));
static ALL: LazyLock<Selector> = LazyLock::new(|| Selector::parse("*").expect("a selector"));
static BASE: LazyLock<Url> = LazyLock::new(|| Url::parse("https://example.org/zh-hant/a/").expect("an address"));

/// What no page has.
const FOREIGN: [&str; 9] = ["iframe", "object", "embed", "base", "frame", "applet", "svg", "math", "style"];
const ADDRESSES: [&str; 8] = ["href", "src", "action", "formaction", "poster", "data", "background", "cite"];

/// Checks all files that a build makes of an article.
pub fn check_pages(scripted: &Scripted) {
    let pages = SITE.pages(scripted).unwrap_or_else(|finding| panic!("{finding:?}"));
    for (path, bytes) in pages {
        let text = String::from_utf8(bytes).expect("pages are UTF-8");
        if path.ends_with(".html") {
            check_elements(&path, &Html::parse_document(&text));
        } else if path.ends_with(".json") || path.ends_with(".jsonld") {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&text);
            assert!(read.is_ok(), "{path} is no JSON: {text}");
        }
    }
}

/// Checks a part of a page: nothing of it acts, its ids differ, and a browser builds the elements that are written.
pub fn check_html(html: &str) {
    let fragment = Html::parse_fragment(html);
    check_elements("", &fragment);
    let written = written_tree(html).unwrap_or_else(|| panic!("tags do not balance in {html}"));
    let depth = |element: &ElementRef<'_>| element.ancestors().filter(|up| up.value().is_element()).count();
    let built: Vec<(usize, String)> = fragment
        .select(&ALL)
        .filter(|element| element.value().name() != "html")
        .map(|element| (depth(&element) - 1, element.value().name().to_owned()))
        .collect();
    assert_eq!(built, written, "a browser moves elements of {html}");
}

fn check_elements(path: &str, document: &Html) {
    let mut ids = BTreeSet::new();
    for element in document.select(&ALL) {
        let name = element.value().name();
        assert!(!FOREIGN.contains(&name), "{path} has an element {name}");
        if name == "script" {
            check_script(path, &element);
        }
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.to_ascii_lowercase().starts_with("on"), "{path}: {name} has {attribute}=\"{value}\"");
            if ADDRESSES.contains(&attribute) {
                check_address(path, value);
            }
            if attribute == "id" {
                assert!(ids.insert(value.to_owned()), "{path}: the id {value} stands twice");
            }
        }
    }
}

fn check_script(path: &str, script: &ElementRef<'_>) {
    let text: String = script.text().collect();
    if script.attr("type") == Some("application/ld+json") {
        let read: Result<serde_json::Value, _> = serde_json::from_str(&text);
        assert!(read.is_ok(), "{path}: the data in a script is no JSON: {text}");
    } else {
        let src = script.attr("src").unwrap_or_default();
        assert!(text.is_empty() && src.starts_with('.') && src.contains(".js"), "{path} has a script: {text} {src}");
    }
}

/// Checks that a browser reads `address` as one that cannot act.
pub fn check_address(path: &str, address: &str) {
    if let Ok(url) = BASE.join(address) {
        let is_allowed = ["http", "https", "mailto"].contains(&url.scheme());
        assert!(is_allowed, "{path} leads to {address}");
    }
}

/// Elements as written, with their depth; none when start and end tags do not balance.
fn written_tree(html: &str) -> Option<Vec<(usize, String)>> {
    let (mut open, mut tree): (Vec<&str>, Vec<(usize, String)>) = Default::default();
    for tag in html.split('<').skip(1) {
        let inner = tag.split('>').next()?;
        match inner.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => drop(open.pop()),
            Some(_) => return None,
            None => {
                let name = inner.split([' ', '\n']).next()?;
                tree.push((open.len(), name.to_owned()));
                if !["br", "hr", "img", "col", "wbr", "input"].contains(&name) {
                    open.push(name);
                }
            }
        }
    }
    open.is_empty().then_some(tree)
}
