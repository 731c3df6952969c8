//! Which element of a page holds its main text, and which parts hold none.
//!
//! An `article`, or `main`, that holds a third of the text or more is it. Else each element is weighed by the text that
//! stands in it and in its paragraphs, less that of links and code; the heaviest is it, or what holds it, the sections beside it and
//! half of the text.

use super::tree::{Node, Tree};

/// Elements without text for a reader.
const UNSEEN: [&str; 24] = [
    "audio", "button", "canvas", "dialog", "embed", "footer", "form", "head", "iframe", "input", "map", "nav",
    "noscript", "object", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track",
    "video",
];

/// Words of `class` and `id` of parts that are about the site, not of the text.
const BESIDE: [&str; 27] = [
    "ad",
    "ads",
    "advert",
    "breadcrumb",
    "breadcrumbs",
    "catlinks",
    "comment",
    "comments",
    "cookie",
    "editsection",
    "footer",
    "menu",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "noprint",
    "pagination",
    "printfooter",
    "promo",
    "recommend",
    "related",
    "share",
    "sharing",
    "sidebar",
    "social",
    "subscribe",
];

const BESIDE_ROLES: [&str; 6] = ["banner", "complementary", "contentinfo", "menu", "navigation", "search"];

/// Says whether no reader sees `node` as text.
pub(super) fn is_unseen(node: &Node) -> bool {
    node.is(&UNSEEN)
}

/// Says whether nothing of `node` is text of the article.
pub(super) fn is_left_out(node: &Node) -> bool {
    let style: String = node.attribute("style").chars().filter(|c| !c.is_whitespace()).collect();
    let is_hidden = node.attributes.contains_key("hidden")
        || node.attribute("aria-hidden") == "true"
        || style.to_ascii_lowercase().contains("display:none");
    // LibreOffice writes what stands at the head and foot of each printed page so.
    let is_of_pages = node.name == "div" && matches!(node.attribute("title"), "header" | "footer");
    if is_unseen(node) || is_hidden || is_of_pages || BESIDE_ROLES.contains(&node.attribute("role")) {
        return true;
    }
    if node.is(&["article", "main", "body", "html", "p", "h1", "h2", "h3", "td", "li"]) {
        return false;
    }
    let words = format!("{} {}", node.attribute("class"), node.attribute("id")).to_ascii_lowercase();
    node.name == "aside" || words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| BESIDE.contains(&word))
}

/// Returns the element that holds the main text; the root when none does. Notes weigh nothing: they may be longer than the text.
pub(super) fn choose_main(tree: &Tree, is_note: impl Fn(usize) -> bool) -> usize {
    let weights = weigh(tree, is_note);
    let total = weights.text.first().copied().unwrap_or_default();
    for name in ["article", "main"] {
        let text = |at: &usize| weights.text.get(*at).copied().unwrap_or_default();
        let longest = tree.named(name).max_by_key(|at| (text(at), std::cmp::Reverse(*at)));
        if let Some(at) = longest.filter(|at| text(at) > 0 && text(at) * 3 >= total) {
            return at;
        }
    }
    let heaviest =
        (0..tree.len()).max_by_key(|at| (weights.score.get(*at).copied().unwrap_or_default(), std::cmp::Reverse(*at)));
    let heaviest = heaviest.filter(|at| weights.score.get(*at).is_some_and(|score| *score > 0)).unwrap_or(0);
    whole_text(tree, heaviest, &weights.text)
}

/// Returns the innermost element round `part` that holds half of the text, and no section of which another stands beside it: of the
/// same name and class, with text that counts. `text` is the size of each node's.
fn whole_text(tree: &Tree, part: usize, text: &[usize]) -> usize {
    let size = |at: usize| text.get(at).copied().unwrap_or_default();
    let (mut whole, mut at) = (part, part);
    while at > 0 {
        let (node, above) = (tree.node(at), tree.node(at).parent);
        let is_section = |other: usize| {
            let beside = tree.node(other);
            let is_alike = beside.name == node.name && beside.attribute("class") == node.attribute("class");
            other != at && is_alike && size(other) * 10 >= size(at)
        };
        // A row or a list would lose its form without what holds it.
        let is_part = size(at) * 2 < size(0) || (whole == at && !is_place(node));
        if is_part || tree.node(above).children.iter().any(|other| is_section(*other)) {
            whole = above;
        }
        at = above;
    }
    whole
}

/// For each node: the bytes of its text outside links and code, as a Han character says what three letters say, and what it weighs as a place
/// of text.
struct Weights {
    text: Vec<usize>,
    score: Vec<usize>,
}

fn weigh(tree: &Tree, is_note: impl Fn(usize) -> bool) -> Weights {
    let mut weights = Weights { text: vec![0; tree.len()], score: vec![0; tree.len()] };
    // Parents stand before their children, so what is left out, or in a link, is known from above.
    let mut is_out = vec![false; tree.len()];
    for at in 0..tree.len() {
        let node = tree.node(at);
        let is_parent_out = at > 0 && is_out.get(node.parent).copied().unwrap_or_default();
        let is_this_out =
            is_parent_out || is_note(at) || weighs_nothing(node) || (!node.name.is_empty() && is_left_out(node));
        is_out.get_mut(at).into_iter().for_each(|out| *out = is_this_out);
        if !is_this_out && node.name.is_empty() {
            let n_bytes = node.text.split_whitespace().map(str::len).sum();
            weights.text.get_mut(at).into_iter().for_each(|text| *text = n_bytes);
            score_block(tree, node.parent, n_bytes, &mut weights.score);
        }
    }
    for at in (1..tree.len()).rev() {
        let text = weights.text.get(at).copied().unwrap_or_default();
        weights.text.get_mut(tree.node(at).parent).into_iter().for_each(|sum| *sum += text);
    }
    weights
}

/// Text counts whole for the place that holds it or its paragraph, and half for the place around that.
fn score_block(tree: &Tree, parent: usize, n_bytes: usize, score: &mut [usize]) {
    let mut at = parent;
    while at > 0 && !is_place(tree.node(at)) {
        at = tree.node(at).parent;
    }
    score.get_mut(at).into_iter().for_each(|score| *score += n_bytes);
    if at > 0 {
        let mut above = tree.node(at).parent;
        while above > 0 && !is_place(tree.node(above)) {
            above = tree.node(above).parent;
        }
        score.get_mut(above).into_iter().for_each(|score| *score += n_bytes / 2);
    }
}

/// Says whether its text is that of a link, or code; an anchor without an address may have been left open.
fn weighs_nothing(node: &Node) -> bool {
    node.name == "pre" || (node.name == "a" && node.attributes.contains_key("href"))
}

fn is_place(node: &Node) -> bool {
    node.is(&["article", "main", "section", "div", "td", "body", "html", "center"])
}
