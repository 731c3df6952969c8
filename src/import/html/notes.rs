//! Notes of a page: marks, links with a number, that lead to a place further down, which mostly leads back.
//!
//! 1. Each link within the page is held against the element that has its name (`places`).
//! 2. The block around that place is a note, when a link in it leads back, or when the mark is raised or says that it is one.
//! 3. Notes are numbered in the order of their first marks in the main text; others stay what they are (`of_text`).
//!
//! Source: forms of Pandoc, GitHub, MediaWiki, Word and LibreOffice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use percent_encoding::percent_decode_str;

use super::head::Head;
use super::tree::{Node, Tree};
use crate::import::note_marks::read_mark;

/// The longest text of a mark, in characters.
const N_MARK: usize = 8;
/// How many elements above a link or a place belong to it, such as `sup` around a mark.
const N_AROUND: usize = 3;
/// A place with more nodes in it than this is no place of a mark: the page's beginning is none.
const N_PLACE: usize = 400;
/// How many nodes may stand before a note's first block, white space and places.
const N_BEFORE: usize = 8;
/// Blocks that can be a note.
const BLOCKS: [&str; 5] = ["li", "p", "div", "dd", "aside"];
/// What the addresses of remarks within a page begin with in the pages of Google Docs.
const REMARK: &str = "#cmnt";
/// Words of `class` that marks have.
const MARK_CLASSES: [&str; 6] = ["footnote", "footnotes", "fn", "noteref", "reference", "endnote"];

/// A note.
#[derive(Debug)]
pub(super) struct Body {
    /// The block that it stands in.
    pub(super) at: usize,
    /// How its first mark is written.
    pub(super) mark: String,
}

/// The notes of a page's main text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The number of the note that a link marks, from 1.
    marks: BTreeMap<usize, usize>,
    /// In the order of their numbers.
    pub(super) bodies: Vec<Body>,
    back: BTreeSet<usize>,
    blocks: BTreeSet<usize>,
    /// What readers of a draft wrote beside it, and the links that lead there.
    remarks: BTreeSet<usize>,
}

impl Notes {
    /// Returns the number of the note that the link `at` marks.
    pub(super) fn mark(&self, at: usize) -> Option<usize> {
        self.marks.get(&at).copied()
    }

    /// Says whether the block `at` is a note.
    pub(super) fn is_note(&self, at: usize) -> bool {
        self.blocks.contains(&at)
    }

    /// Says whether the block `at` is a remark of who read a draft, or the link `at` leads to one.
    pub(super) fn is_remark(&self, at: usize) -> bool {
        self.remarks.contains(&at)
    }

    /// Says whether the link `at` leads from a note back to its mark.
    pub(super) fn leads_back(&self, at: usize) -> bool {
        self.back.contains(&at)
    }
}

/// The notes of a page, whether their marks are in the main text or not.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By block: the links that mark the note, and those that lead back from it.
    notes: BTreeMap<usize, (Vec<usize>, Vec<usize>)>,
    ends: Vec<usize>,
}

/// Finds what looks like a note.
pub(super) fn find_notes(tree: &Tree, head: &Head) -> Found {
    let mut places = Places::read(tree, head);
    let is_mark = |link: usize| is_mark(&tree.text_of(link)) || is_picture_of_mark(tree, link);
    let marks = places.links.iter().filter(|(link, place)| *place > *link && is_mark(**link));
    let marks: Vec<(usize, usize)> = marks.map(|(link, place)| (*link, *place)).collect();
    places.targets = marks.iter().map(|(_, place)| *place).collect();
    let mut marks_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (link, place) in marks {
        if let Some(body) = places.body(place).filter(|body| *body > link && places.n_targets(*body) == 1) {
            marks_of.entry(body).or_default().push(link);
        }
    }
    let mut found = Found::default();
    for (body, marks) in marks_of {
        let back: Vec<usize> = places.links_in(body).filter(|link| places.leads_back(*link, &marks)).collect();
        if !back.is_empty() || marks.iter().any(|mark| is_said(tree, *mark)) {
            found.notes.insert(body, (marks, back));
        }
    }
    Found { ends: places.ends, ..found }
}

impl Found {
    /// Says whether the block `at` looks like a note.
    pub(super) fn is_note(&self, at: usize) -> bool {
        self.notes.contains_key(&at)
    }

    /// Returns the notes that marks in `main` lead to, where nothing `is_out`. Notes have no notes: a mark in one brings none into the
    /// text.
    pub(super) fn of_text(self, tree: &Tree, main: usize, is_out: fn(&Node) -> bool) -> Notes {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let is_in_note = |link: usize| self.notes.range(..link).next_back().is_some_and(|(body, _)| link < end(*body));
        let seen = shown_links(tree, main, is_out);
        let is_first = |link: &&usize| seen.contains(link) && !is_in_note(**link);
        let firsts = self.notes.iter().filter_map(|(body, (marks, _))| Some((*marks.iter().find(is_first)?, *body)));
        let mut firsts: Vec<(usize, usize)> = firsts.collect();
        firsts.sort_unstable();
        let mut notes = Notes::default();
        for (first, body) in firsts {
            let (marks, back) = self.notes.get(&body).cloned().unwrap_or_default();
            if tree.node(first).attribute("href").contains(REMARK) {
                notes.remarks.extend(marks.into_iter().chain([body]));
                continue;
            }
            notes.bodies.push(Body { at: body, mark: tree.text_of(first).trim().to_owned() });
            let number = notes.bodies.len();
            notes.marks.extend(marks.into_iter().map(|mark| (mark, number)));
            notes.back.extend(back);
            notes.blocks.insert(body);
        }
        notes
    }
}

/// The links of `main` that a reader sees.
fn shown_links(tree: &Tree, main: usize, is_out: fn(&Node) -> bool) -> BTreeSet<usize> {
    let (mut links, mut todo) = (BTreeSet::new(), vec![main]);
    while let Some(at) = todo.pop() {
        let node = tree.node(at);
        if at != main && !node.name.is_empty() && is_out(node) {
            continue;
        }
        if node.name == "a" {
            links.insert(at);
        }
        todo.extend(&node.children);
    }
    links
}

/// Says whether a link's text is what notes are marked by: `1`, `[2]`, `①`, `註三`, `*`, `a`, `note 4`.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > N_MARK {
        return false;
    }
    let inner = text.trim_matches(|c: char| "[]()（）〔〕【】［］^".contains(c) || c.is_whitespace());
    let digits = inner.strip_prefix("note").unwrap_or(inner).trim_start();
    let is_letter = digits.len() == 1 && digits.starts_with(|c: char| c.is_ascii_alphabetic());
    read_mark(text, 0).is_some_and(|mark| mark.at.end == text.len())
        || is_letter
        || (!digits.is_empty() && digits.chars().all(|c| c.is_numeric() || "*†‡§¶".contains(c)))
}

/// Says whether a link that says that it is a mark shows a picture alone, as in many books.
fn is_picture_of_mark(tree: &Tree, link: usize) -> bool {
    let has_picture = |at: &usize| tree.node(*at).name == "img";
    tree.text_of(link).trim().is_empty()
        && (link..tree.len()).take(N_AROUND + 1).skip(1).any(|at| has_picture(&at) && tree.holds(link, at))
        && is_said(tree, link)
}

/// Says whether a mark is raised, or says by a word of its own that it is one.
fn is_said(tree: &Tree, mark: usize) -> bool {
    let says = |at: usize| {
        let node = tree.node(at);
        let class = node.attribute("class").to_ascii_lowercase();
        let mut words = class.split(|c: char| !c.is_ascii_alphanumeric());
        node.name == "sup"
            || node.attribute("role") == "doc-noteref"
            || node.attribute("epub:type") == "noteref"
            || node.attribute("style").replace(' ', "").contains("vertical-align:super")
            || words.any(|word| MARK_CLASSES.contains(&word))
    };
    around(tree, mark).any(says) || tree.node(mark).children.iter().any(|child| says(*child))
}

/// A node and some above it, as long as they are no blocks.
fn around(tree: &Tree, at: usize) -> impl Iterator<Item = usize> + '_ {
    let above = std::iter::successors(Some(at), |at| Some(tree.node(*at).parent).filter(|up| *up > 0));
    above.take(N_AROUND).take_while(|at| !tree.node(*at).is_block())
}

/// The links within a page, and where they lead.
struct Places<'a> {
    tree: &'a Tree,
    /// From each link to the element that has the name.
    links: BTreeMap<usize, usize>,
    /// Behind the last node of each element: what stands in it stands between.
    ends: Vec<usize>,
    /// Where marks lead.
    targets: BTreeSet<usize>,
}

impl<'a> Places<'a> {
    fn read(tree: &'a Tree, head: &Head) -> Self {
        let mut named: HashMap<&str, usize> = HashMap::new();
        for (key, elements) in [("id", None), ("name", Some("a"))] {
            for at in 0..tree.len() {
                let node = tree.node(at);
                let name = node.attribute(key);
                if !name.is_empty() && elements.is_none_or(|element| node.name == element) {
                    named.entry(name).or_insert(at);
                }
            }
        }
        let mut links = BTreeMap::new();
        for at in tree.named("a") {
            let place = head.place(tree.node(at).attribute("href")).and_then(|name| {
                let decoded = percent_decode_str(name).decode_utf8_lossy();
                named.get(name).or_else(|| named.get(decoded.as_ref())).copied()
            });
            links.extend(place.map(|place| (at, place)));
        }
        let mut ends: Vec<usize> = (1..=tree.len()).collect();
        for at in (1..tree.len()).rev() {
            let end = ends.get(at).copied().unwrap_or_default();
            ends.get_mut(tree.node(at).parent).into_iter().for_each(|up| *up = end.max(*up));
        }
        Self { tree, links, ends, targets: BTreeSet::new() }
    }

    fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(at)
    }

    fn holds(&self, outer: usize, inner: usize) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// How many places in an element marks lead to, two for more.
    fn n_targets(&self, at: usize) -> usize {
        self.targets.range(at..self.end(at)).take(2).count()
    }

    fn links_in(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.links.range(at..self.end(at)).map(|(link, _)| *link)
    }

    /// Says whether `link` leads to one of `marks`, to what stands around it, or to a small place in which it stands.
    fn leads_back(&self, link: usize, marks: &[usize]) -> bool {
        let Some(&place) = self.links.get(&link) else { return false };
        let is_small = self.end(place) - place <= N_PLACE;
        // Marks stand in the order of the page.
        let from = marks.partition_point(|mark| *mark < place);
        let is_inside = is_small && marks.get(from).is_some_and(|mark| self.holds(place, *mark));
        is_inside || around(self.tree, place).any(|up| marks.binary_search(&up).is_ok())
    }

    /// Returns the block that is the note at `target`.
    fn body(&self, target: usize) -> Option<usize> {
        let node = |at: usize| self.tree.node(at);
        let mut up = std::iter::successors(Some(target), |at| Some(node(*at).parent).filter(|up| *up > 0));
        let mut body = up.find(|at| node(*at).is_block()).filter(|at| node(*at).is(&BLOCKS))?;
        loop {
            let parent = node(node(body).parent);
            let is_around = parent.name == "div" && is_of_note(parent);
            let is_around = is_around || (parent.is(&["li", "dd", "aside"]) && self.is_first(body));
            if is_around && self.n_targets(node(body).parent) == 1 {
                body = node(body).parent;
            } else {
                return Some(body);
            }
        }
    }

    /// Says whether nothing stands before a node in the one above it.
    fn is_first(&self, at: usize) -> bool {
        let siblings = self.tree.node(self.tree.node(at).parent).children.iter().take(N_BEFORE);
        siblings.clone().any(|child| *child == at)
            && siblings.take_while(|child| **child != at).all(|child| self.tree.text_of(*child).trim().is_empty())
    }
}

/// Says whether a `div` is one note, as Word and LibreOffice write them: it may have several paragraphs.
fn is_of_note(node: &Node) -> bool {
    let style = node.attribute("style").replace(' ', "").to_ascii_lowercase();
    let is_said = |kind: &str| style.split(';').any(|one| one == kind);
    let id = node.attribute("id").to_ascii_lowercase();
    let is_named = ["ftn", "edn", "sdfootnote", "sdendnote"].iter().any(|name| {
        id.strip_prefix(name).is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
    });
    is_named || is_said("mso-element:footnote") || is_said("mso-element:endnote")
}
