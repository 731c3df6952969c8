//! HTML that stands in a Markdown.

use std::collections::{BTreeMap, BTreeSet};

use super::choose::is_unseen;
use super::tree::{Node, VOID, read_tree};
use super::write::write_fragment;

/// The elements of HTML. Another name may be no tag at all: `Vec<T>`.
pub(in crate::import) const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "mark",
    "menu",
    "meta",
    "nav",
    "nobr",
    "noscript",
    "o:p",
    "object",
    "ol",
    "option",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];
/// Elements that are left out, and worth saying so.
const TOLD: [&str; 9] = ["audio", "canvas", "embed", "form", "iframe", "object", "svg", "textarea", "video"];

/// A fragment as Markdown.
#[derive(Debug, Default)]
pub(in crate::import) struct Fragment {
    pub(in crate::import) markdown: String,
    /// The names of its elements.
    pub(in crate::import) names: BTreeSet<String>,
    /// The tags of elements that an article has no place for.
    pub(in crate::import) left_out: Vec<String>,
}

/// Writes HTML as Markdown; none when it has tags that HTML does not know, or something without end, which would hide the text behind it.
pub(in crate::import) fn read_fragment(html: &str) -> Option<Fragment> {
    let small = html.to_ascii_lowercase();
    if crate::model::find_endless_tag(html).is_some() || is_endless(&small) {
        return None;
    }
    let tree = read_tree(html);
    let mut fragment = Fragment::default();
    for node in (1..tree.len()).map(|at| tree.node(at)).filter(|node| !node.name.is_empty()) {
        if is_unseen(node) && !VOID.contains(&node.name.as_str()) && !small.contains(&format!("</{}", node.name)) {
            return None;
        }
        if TOLD.contains(&node.name.as_str()) {
            fragment.left_out.push(shown(node));
        } else if !KNOWN.contains(&node.name.as_str()) {
            return None;
        }
        fragment.names.insert(node.name.clone());
    }
    if fragment.names.is_empty() {
        // An end tag alone is of the layout that began above.
        fragment
            .names
            .extend(html.contains("</").then(|| html.trim().trim_matches(['<', '/', '>']).to_ascii_lowercase()));
        fragment.names.retain(|name| KNOWN.contains(&name.as_str()));
    }
    fragment.markdown = write_fragment(&tree);
    Some(fragment)
}

/// Says whether a comment, a declaration or a tag is not closed.
fn is_endless(html: &str) -> bool {
    let is_open = |open: &str, close: &str| {
        html.rfind(open).is_some_and(|at| html.get(at..).is_none_or(|rest| !rest.contains(close)))
    };
    // A declaration is none of a text, and a `<` of the text may stand before much else.
    let is_odd = html.contains("<?") || html.matches("<!").count() != html.matches("<!--").count();
    is_open("<!--", "-->") || is_open("<", ">") || is_odd
}

fn shown(node: &Node) -> String {
    let src: String = node.attribute("src").chars().take(60).collect();
    if src.is_empty() { format!("<{}>", node.name) } else { format!("<{} src=\"{src}\">", node.name) }
}

/// Returns the attributes of a tag.
pub(in crate::import) fn read_tag_attributes(tag: &str) -> BTreeMap<String, String> {
    if crate::model::find_endless_tag(tag).is_some() {
        return BTreeMap::new();
    }
    read_tree(tag).node(1).attributes.clone()
}
