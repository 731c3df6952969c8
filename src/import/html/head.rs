//! What a page says of itself: title, author, date, address.

use percent_encoding::percent_decode_str;

use super::tree::Tree;
use crate::import::dates::read_date;

/// How far into a page browsers say where they saved it from, in bytes.
const N_SAVED_FROM: usize = 2048;
/// Who is no author, but keeps a site.
const KEEPERS: [&str; 7] = ["admin", "administrator", "webmaster", "管理员", "管理員", "小编", "小編"];

/// What a page says of itself.
#[derive(Debug, Default)]
pub(in crate::import) struct Head {
    pub(in crate::import) title: Option<String>,
    pub(in crate::import) subtitle: Option<String>,
    pub(in crate::import) authors: Vec<String>,
    /// `YYYY-MM-DD`.
    pub(in crate::import) date: Option<String>,
    pub(in crate::import) summary: Option<String>,
    pub(in crate::import) address: Option<String>,
    /// The name of the file that it was saved as.
    pub(in crate::import) file: String,
}

/// Reads what a page, saved as `file`, says of itself.
pub(super) fn read_head(html: &str, tree: &Tree, file: &str) -> Head {
    let address = address(tree).or_else(|| saved_from(html));
    let authors = author(tree).into_iter().collect();
    Head { title: title(tree), authors, date: date(tree), address, file: file.to_owned(), ..Head::default() }
}

/// The id of the element above the text in which pandoc repeats title, authors and date.
pub(super) const TITLE_BLOCK: &str = "title-block-header";

/// Reads what a document that pandoc wrote says of itself; what it has for a title is in the block above the text alone.
pub(super) fn read_document_head(tree: &Tree) -> Head {
    let block = (0..tree.len()).find(|at| tree.node(*at).attribute("id") == TITLE_BLOCK);
    let of_block = |class: &str| {
        let parts = block.map(|at| tree.node(at).children.as_slice()).unwrap_or_default();
        let part = parts.iter().find(|at| tree.node(**at).attribute("class") == class)?;
        Some(squeezed(&tree.text_of(*part))).filter(|text| !text.is_empty())
    };
    let metas = tree.named("meta").map(|at| tree.node(at)).filter(|node| node.attribute("name") == "author");
    let authors = metas.map(|node| squeezed(node.attribute("content"))).filter(|author| !author.is_empty());
    Head {
        title: of_block("title"),
        subtitle: of_block("subtitle"),
        authors: authors.collect(),
        date: meta(tree, &["dcterms.date"]).and_then(|date| read_day(&date)),
        summary: meta(tree, &["description"]),
        ..Head::default()
    }
}

impl Head {
    /// Returns the name of the place in this page that a link leads to.
    pub(super) fn place<'a>(&self, href: &'a str) -> Option<&'a str> {
        let (page, place) = href.trim().split_once('#')?;
        let name = page.strip_prefix("./").unwrap_or(page);
        let is_file = || !name.contains(['/', ':']) && percent_decode_str(name).decode_utf8_lossy() == self.file;
        (page.is_empty() || Some(page) == self.address.as_deref() || is_file()).then_some(place)
    }
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
    let is_person = |author: &String| !KEEPERS.contains(&author.to_lowercase().as_str());
    stated.filter(is_person).or_else(marked).filter(|author| author.chars().count() <= 60)
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
    canonical.or_else(|| meta(tree, &["og:url"])).filter(|address| is_web(address))
}

/// Returns the address that a browser wrote into the page when it saved it: `<!-- saved from url=(0024)https://… -->`.
fn saved_from(html: &str) -> Option<String> {
    let (_, behind) = html.split_once("<!-- saved from url=(").filter(|(before, _)| before.len() < N_SAVED_FROM)?;
    let address = behind.split_once(')')?.1.split_whitespace().next()?;
    Some(address.split('#').next().unwrap_or(address).to_owned()).filter(|address| is_web(address))
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
