//! A page's tags and text as a tree, as far as a text needs one: implied ends of paragraphs, items and cells are known.
//!
//! Source: HTML standard, section 13.1.2.4 (optional tags).

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements deeper than this are read as if their tags were not there, so that no page exhausts the stack.
const MAX_DEPTH: usize = 200;

/// Elements without content.
pub(super) const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that end an open paragraph.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "ul",
];

/// An element, or a piece of text.
#[derive(Debug, Default)]
pub(in crate::import) struct Node {
    /// The element's name; empty for text.
    pub(in crate::import) name: String,
    /// The text of a piece of text.
    pub(super) text: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) children: Vec<usize>,
    pub(super) parent: usize,
    /// How much structure is inside it: one for each paragraph and `div`, two for any other block.
    structure: usize,
    /// The line in which it begins, from 1.
    pub(super) line: usize,
}

/// All nodes of a page; the first is its root.
#[derive(Debug)]
pub(in crate::import) struct Tree {
    nodes: Vec<Node>,
    empty: Node,
}

impl Tree {
    pub(in crate::import) fn node(&self, at: usize) -> &Node {
        self.nodes.get(at).unwrap_or(&self.empty)
    }

    pub(in crate::import) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the elements called `name`, in order.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.name == name).map(|(at, _)| at)
    }

    /// Says whether `inner` stands in `outer`.
    pub(super) fn holds(&self, outer: usize, inner: usize) -> bool {
        std::iter::successors(Some(inner), |at| Some(self.node(*at).parent).filter(|up| *up > 0)).any(|at| at == outer)
    }

    /// Lets `change` see and change the name and value of each attribute.
    pub(in crate::import) fn each_attribute(&mut self, change: impl Fn(&str, &mut String)) {
        for (name, value) in self.nodes.iter_mut().flat_map(|node| &mut node.attributes) {
            change(name, value);
        }
    }

    /// Returns the text in a node, its white space as typed.
    pub(in crate::import) fn text_of(&self, at: usize) -> String {
        let node = self.node(at);
        node.children.iter().fold(node.text.clone(), |text, child| text + &self.text_of(*child))
    }
}

impl Node {
    pub(in crate::import) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub(super) fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }

    /// Whether what is inside it is more than one run of text.
    pub(super) fn has_structure(&self) -> bool {
        self.structure > 1
    }

    /// Whether it begins a line of its own.
    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
            || self.is(&[
                "li", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "details", "summary", "html",
            ])
    }
}

/// Reads the tree of a page.
pub(in crate::import) fn read_tree(html: &str) -> Tree {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let starts: Vec<usize> = std::iter::once(0).chain(html.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |at: usize| starts.partition_point(|start| *start <= at);
    let root = Node { name: "html".to_owned(), line: 1, ..Node::default() };
    let mut builder = Builder { nodes: vec![root], open: vec![0] };
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attributes = tag.attributes.iter();
                let attributes = attributes.map(|(name, value)| {
                    (String::from_utf8_lossy(name).into_owned(), String::from_utf8_lossy(&value.value).into_owned())
                });
                let node =
                    Node { attributes: attributes.collect(), line: line(tag.span.start), name, ..Node::default() };
                // Browsers pass over the slash; who typed `<a id="x"/>` meant it, and the page may be XHTML.
                builder.start(node, tag.self_closing);
            }
            Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => builder.text(&String::from_utf8_lossy(&text.value), line(text.span.start)),
            _ => {}
        }
    }
    let mut nodes = builder.nodes;
    sum_structure(&mut nodes);
    Tree { nodes, empty: Node::default() }
}

/// Makes one tree of several, each a section of it.
pub(in crate::import) fn join_trees(trees: Vec<Tree>) -> Tree {
    let mut nodes = vec![Node { name: "html".to_owned(), line: 1, ..Node::default() }];
    for tree in trees {
        let first = nodes.len();
        nodes.iter_mut().take(1).for_each(|root| root.children.push(first));
        for (n, mut node) in tree.nodes.into_iter().enumerate() {
            node.parent = if n == 0 { 0 } else { node.parent + first };
            node.children.iter_mut().for_each(|child| *child += first);
            node.structure = 0;
            if n == 0 {
                node.name = "section".to_owned();
            }
            nodes.push(node);
        }
    }
    sum_structure(&mut nodes);
    Tree { nodes, empty: Node::default() }
}

/// Adds up from the leaves to the root; children stand behind their parents.
fn sum_structure(nodes: &mut [Node]) {
    for at in (1..nodes.len()).rev() {
        let Some(node) = nodes.get(at) else { continue };
        let own = if !node.is_block() {
            0
        } else if node.is(&["p", "div"]) {
            1
        } else {
            2
        };
        let (sum, parent) = (node.structure.saturating_add(own), node.parent);
        nodes.get_mut(parent).into_iter().for_each(|parent| parent.structure = parent.structure.saturating_add(sum));
    }
}

struct Builder {
    nodes: Vec<Node>,
    /// The open elements, the root first.
    open: Vec<usize>,
}

impl Builder {
    fn name(&self, at: usize) -> &str {
        self.nodes.get(at).map_or("", |node| node.name.as_str())
    }

    fn push(&mut self, mut node: Node) -> usize {
        let (at, parent) = (self.nodes.len(), self.open.last().copied().unwrap_or_default());
        node.parent = parent;
        self.nodes.push(node);
        self.nodes.get_mut(parent).into_iter().for_each(|parent| parent.children.push(at));
        at
    }

    fn start(&mut self, node: Node, is_empty: bool) {
        match node.name.as_str() {
            "html" => return,
            "li" => self.close(&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl"]),
            "tr" => self.close(&["tr"], &["table"]),
            "td" | "th" => self.close(&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => self.close(&["tbody", "thead", "tfoot", "caption"], &["table"]),
            "option" => self.close(&["option"], &["select"]),
            "rt" | "rp" => self.close(&["rt", "rp", "rb"], &["ruby"]),
            "body" => self.close(&["head"], &[]),
            _ => {}
        }
        if BLOCKS.contains(&node.name.as_str()) || node.name == "table" {
            self.close(&["p"], &["td", "th", "li", "blockquote", "div"]);
        }
        let is_empty = is_empty || VOID.contains(&node.name.as_str()) || self.open.len() > MAX_DEPTH;
        let at = self.push(node);
        if !is_empty {
            self.open.push(at);
        }
    }

    /// Ends the nearest open element of `names`, unless one of `bounds` stands between.
    fn close(&mut self, names: &[&str], bounds: &[&str]) {
        for depth in (1..self.open.len()).rev() {
            let name = self.open.get(depth).map_or("", |at| self.name(*at));
            if names.contains(&name) {
                return self.open.truncate(depth);
            }
            if bounds.contains(&name) {
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        let bounds: &[&str] =
            if matches!(name, "td" | "th" | "tr" | "table" | "body" | "html") { &[] } else { &["td", "th"] };
        if name != "html" {
            self.close(&[name], bounds);
        }
    }

    fn text(&mut self, text: &str, line: usize) {
        self.push(Node { text: text.to_owned(), line, ..Node::default() });
    }
}
