//! What a page says of itself: title, author, date, address.

use super::tree::Tree;
use crate::import::dates::read_date;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// `YYYY-MM-DD`.
    pub(super) date: Option<String>,
    pub(super) address: Option<String>,
}

/// Reads what a page says of itself.
pub(super) fn read_head(tree: &Tree) -> Head {
    Head { title: title(tree), author: author(tree), date: date(tree), address: address(tree) }
}

/// Returns the content of the first `meta` element of one of these names.
fn meta(tree: &Tree, names: &[&str]) -> Option<String> {
    let metas: Vec<_> = tree.named("meta").map(|at| tree.node(at)).collect();
    let is_named = |at: &&&super::tree::Node, name: &str| {
        ["name", "property", "itemprop"].iter().any(|key| at.attribute(key).eq_ignore_ascii_case(name))
    };
    let values = names.iter().filter_map(|name| metas.iter().find(|node| is_named(node, name)));
    values.map(|node| squeezed(node.attribute("content"))).find(|value| !value.is_empty())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(tree: &Tree) -> Option<String> {
    let of_element = |name| tree.named(name).map(|at| squeezed(&tree.text_of(at))).find(|text| !text.is_empty());
    meta(tree, &["og:title", "twitter:title", "dc.title"])
        .or_else(|| of_element("h1"))
        .or_else(|| of_element("title").map(|title| without_site(&title)))
}

/// A page's title without the name of its site behind ` - `, ` | ` or `_`.
fn without_site(title: &str) -> String {
    let ends = [" - ", " | ", " – ", " — ", "_", "｜"];
    let cut = ends.iter().filter_map(|end| title.find(end)).min().and_then(|at| title.get(..at));
    cut.map(str::trim).filter(|cut| cut.chars().count() >= 2).unwrap_or(title).to_owned()
}

fn author(tree: &Tree) -> Option<String> {
    let stated = meta(tree, &["author", "article:author", "dc.creator", "citation_author"])
        .filter(|author| !author.contains("://"));
    let marked = || {
        let by_rel = tree.named("a").find(|at| tree.node(*at).attribute("rel") == "author");
        by_rel.map(|at| squeezed(&tree.text_of(at))).filter(|text| !text.is_empty())
    };
    stated.or_else(marked).filter(|author| author.chars().count() <= 60)
}

fn date(tree: &Tree) -> Option<String> {
    const NAMES: [&str; 8] = [
        "article:published_time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "dc.date",
        "dcterms.date",
        "citation_publication_date",
    ];
    let of_time = || tree.named("time").find_map(|at| read_day(tree.node(at).attribute("datetime")));
    meta(tree, &NAMES).and_then(|date| read_day(&date)).or_else(of_time).or_else(|| shown_day(tree))
}

/// Returns the day that an element shows whose name says that it holds it, as in the articles of WeChat.
fn shown_day(tree: &Tree) -> Option<String> {
    const NAMES: [&str; 5] = ["publish_time", "publish-time", "pubtime", "post-date", "entry-date"];
    let is_named = |at: &usize| {
        let node = tree.node(*at);
        let mut names = node.attribute("class").split_whitespace().chain([node.attribute("id")]);
        names.any(|name| NAMES.contains(&name.to_ascii_lowercase().as_str()))
    };
    let shown = (0..tree.len()).filter(is_named).find_map(|at| read_date(tree.text_of(at).trim()));
    shown.map(|(date, _)| date)
}

/// Returns the day at the beginning of `text`: `2025-03-01`, `2025/3/1`.
fn read_day(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
    let numbers: Vec<u32> = text.get(..end)?.split(['-', '/', '.']).map(|part| part.parse().unwrap_or(0)).collect();
    let day = match numbers.as_slice() {
        [year, month, day] => format!("{year:04}-{month:02}-{day:02}"),
        _ => return None,
    };
    day.parse::<crate::model::Date>().ok().map(|_| day)
}

fn address(tree: &Tree) -> Option<String> {
    let canonical = tree.named("link").map(|at| tree.node(at));
    let canonical = canonical.filter(|node| node.attribute("rel").eq_ignore_ascii_case("canonical"));
    let canonical = canonical.map(|node| node.attribute("href").to_owned()).next();
    let address = canonical.or_else(|| meta(tree, &["og:url"]));
    address.filter(|address| address.starts_with("https://") || address.starts_with("http://"))
}
