//! One tree a leaf and variant: marks that may cross become elements that nest.
//!
//! Sentences are outermost, single rare characters innermost; a claim is cut at their edges alone. Links, emendations, ruby, code and fixed forms are never cut;
//! emphasis, deletion and language are closed and opened again. One sweep over the edges, linear in their number.

use std::rc::Rc;
use std::vec::IntoIter;

use super::claims::VerdictView;
use crate::model::{Converted, Edge, Edited, LeafId, Markup, Place, Span, Status, is_rare};

/// A leaf's tree, which all pages of an article share: it holds places in the leaf's text, not the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Tree<'a> {
    pub(crate) leaf: LeafId,
    pub(crate) nodes: Rc<[Node<'a>]>,
}

/// Part of a leaf's tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    /// A stretch of the leaf's text in the column's variant.
    Text(Span),
    /// An element and what it holds.
    In(Wrap<'a>, Vec<Node<'a>>),
    /// A note mark.
    Note(MarkPiece<'a>),
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Wrap<'a> {
    /// A sentence, by its block's id and its number there.
    Sentence { block: &'a str, n: usize },
    /// An extent of a claim, whole or a part of it.
    Claim { key: &'a str, nth: usize, part: Part, verdict: Option<VerdictView> },
    /// An emendation; the place's id stands on the first part.
    Emendation { place: &'a Place, part: Part },
    /// A character that common fonts lack.
    Rare(char),
    /// Text left in the article's own script.
    OwnScript(&'static str),
    /// Markup of the article.
    Markup(&'a Markup),
}

/// What of a stretch that sentences cut an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// What stands before the first cut.
    First,
    /// What stands behind a cut.
    Later,
}

/// A leaf in one variant and what is known of it.
pub(crate) struct LeafView<'a, 'v> {
    pub(crate) edited: &'a Edited,
    pub(crate) converted: &'a Converted,
    pub(crate) ends: &'a [usize],
    /// The block's id and the number of its sentences before this leaf.
    pub(crate) anchor: Option<(&'a str, usize)>,
    pub(crate) claims: &'v [ClaimPiece<'a>],
    pub(crate) marks: &'v [MarkPiece<'a>],
    pub(crate) own_tag: &'static str,
}

/// An extent of a claim on a leaf.
#[derive(Debug, Clone)]
pub(crate) struct ClaimPiece<'a> {
    pub(crate) key: &'a str,
    /// Which extent of its claim, from 1.
    pub(crate) nth: usize,
    pub(crate) at: Span,
    pub(crate) verdict: Option<VerdictView>,
}

/// A note mark on a leaf.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkPiece<'a> {
    pub(crate) at: usize,
    pub(crate) key: &'a str,
    /// Which mark of its note, from 1.
    pub(crate) nth: usize,
    pub(crate) number: usize,
    /// The verdict on its claim.
    pub(crate) verdict: Option<VerdictView>,
}

#[derive(Clone)]
struct Range<'a> {
    at: Span,
    rank: u8,
    is_whole: bool,
    wrap: Wrap<'a>,
}

/// Builds the tree of a leaf.
pub(crate) fn nest<'a>(view: &LeafView<'a, '_>) -> Vec<Node<'a>> {
    let mut ranges = ranges(view).into_iter().peekable();
    let mut points = points(view).into_iter();
    let (mut sweep, mut nodes) = (Sweep::default(), Vec::new());
    let mut open: Vec<Range<'a>> = Vec::new();
    let mut start = 0;
    let ends = mapped_ends(view);
    for (i, end) in ends.iter().copied().enumerate() {
        let is_last = i + 1 == ends.len();
        open.extend(std::iter::from_fn(|| ranges.next_if(|range| range.at.start < end || is_last)));
        mark_cut(&mut open, end);
        let piece = sweep.sentence(start..end, &open, &mut points);
        mark_continued(&mut open, end);
        match view.anchor {
            // A cell without text has no sentence: its number would be that of the next cell's first.
            Some((block, before)) if !view.ends.is_empty() && (end > start || is_last) => {
                nodes.push(Node::In(Wrap::Sentence { block, n: before + i + 1 }, piece));
            }
            _ => nodes.extend(piece),
        }
        start = end;
    }
    nodes
}

/// Sentence ends in this variant; a leaf without text is one empty piece.
fn mapped_ends(view: &LeafView<'_, '_>) -> Vec<usize> {
    let mut ends: Vec<usize> = view.ends.iter().map(|end| view.converted.changes.map(*end, Edge::End)).collect();
    match ends.last_mut() {
        Some(last) => *last = view.converted.text.len(),
        None => ends.push(view.converted.text.len()),
    }
    ends
}

/// What goes on behind a sentence's end is in parts.
fn mark_cut(open: &mut [Range<'_>], end: usize) {
    for range in open.iter_mut().filter(|range| range.at.end > end) {
        if let Some(part @ Part::Whole) = part_of(&mut range.wrap) {
            *part = Part::First;
        }
    }
}

/// What goes on behind a sentence's end is a later part there.
fn mark_continued(open: &mut Vec<Range<'_>>, end: usize) {
    open.retain(|range| range.at.end > end);
    open.iter_mut().filter_map(|range| part_of(&mut range.wrap)).for_each(|part| *part = Part::Later);
}

fn part_of<'w>(wrap: &'w mut Wrap<'_>) -> Option<&'w mut Part> {
    match wrap {
        Wrap::Claim { part, .. } | Wrap::Emendation { part, .. } => Some(part),
        _ => None,
    }
}

fn ranges<'a>(view: &LeafView<'a, '_>) -> Vec<Range<'a>> {
    let map = |at: &Span| view.converted.map(at);
    let mut ranges: Vec<Range<'a>> = Vec::new();
    for ClaimPiece { key, nth, at, verdict } in view.claims {
        let wrap = Wrap::Claim { key, nth: *nth, part: Part::Whole, verdict: *verdict };
        ranges.push(Range { at: map(at), rank: 1, is_whole: true, wrap });
    }
    for mark in view.edited.leaf.marks.iter().filter(|mark| mark.kind != Markup::Extent) {
        let wrap = Wrap::Markup(&mark.kind);
        ranges.push(Range { at: map(&mark.at), rank: rank(&mark.kind), is_whole: mark.kind.is_whole(), wrap });
    }
    for place in shown(&view.edited.places) {
        ranges.push(Range { at: map(&place.edition), rank: 8, is_whole: true, wrap: emendation(place) });
    }
    for at in &view.converted.own_script {
        ranges.push(Range { at: map(at), rank: 12, is_whole: true, wrap: Wrap::OwnScript(view.own_tag) });
    }
    for (i, c) in view.converted.text.iter().enumerate().filter(|(_, c)| is_rare(**c)) {
        ranges.push(Range { at: i..i + 1, rank: 13, is_whole: true, wrap: Wrap::Rare(*c) });
    }
    ranges.retain(|range| !range.at.is_empty());
    ranges.sort_by_key(|range| (range.at.start, std::cmp::Reverse(range.at.end), range.rank));
    ranges
}

/// Returns the id of the `nth` mark (`r`) or extent (`c`) of a note.
pub(crate) fn nth_id(kind: &str, key: &str, nth: usize) -> String {
    if nth == 1 { format!("{kind}-{key}") } else { format!("{kind}-{key}_{nth}") }
}

fn rank(kind: &Markup) -> u8 {
    match kind {
        Markup::Extent => 1,
        Markup::Link(..) => 2,
        Markup::Strong => 3,
        Markup::Emphasis => 4,
        Markup::Deleted | Markup::Highlight => 5,
        Markup::Small | Markup::Sup | Markup::Sub | Markup::Kbd => 6,
        Markup::Ruby(_) => 7,
        Markup::Lang(_) => 9,
        Markup::Code | Markup::Fixed(_) | Markup::Break | Markup::Image(..) => 10,
    }
}

fn shown(places: &[Place]) -> impl Iterator<Item = &Place> {
    places.iter().filter(|place| matches!(place.status, Status::Accepted | Status::Doubtful))
}

fn emendation(place: &Place) -> Wrap<'_> {
    Wrap::Emendation { place, part: Part::Whole }
}

/// Note marks, and emendations that left no character.
fn points<'a>(view: &LeafView<'a, '_>) -> Vec<(usize, Node<'a>)> {
    let map = |at: usize| view.converted.changes.map(at, Edge::End);
    let gone = shown(&view.edited.places).filter(|place| place.edition.is_empty());
    let gone = gone.map(|place| (map(place.edition.start), Node::In(emendation(place), Vec::new())));
    let mut points: Vec<(usize, Node<'a>)> = gone.collect();
    points.extend(view.marks.iter().map(|mark| (map(mark.at), Node::Note(mark.clone()))));
    points.sort_by_key(|(at, _)| *at);
    points
}

/// An element under construction.
struct Open<'a> {
    range: Range<'a>,
    nodes: Vec<Node<'a>>,
}

/// Builds the trees of sentences, one after the other.
#[derive(Default)]
struct Sweep<'a> {
    stack: Vec<Open<'a>>,
    done: Vec<Node<'a>>,
    written: usize,
    /// The ranges and the edges of the sentence, kept for the room that they take.
    ranges: Vec<Range<'a>>,
    edges: Vec<usize>,
}

impl<'a> Sweep<'a> {
    /// Returns the tree of the sentence at `span`, in which `open` are in force; takes its points.
    fn sentence(&mut self, span: Span, open: &[Range<'a>], points: &mut IntoIter<(usize, Node<'a>)>) -> Vec<Node<'a>> {
        let clip =
            |range: &Range<'a>| Range { at: range.at.start.max(span.start)..range.at.end.min(span.end), ..*range };
        let (mut ranges, mut edges) = (std::mem::take(&mut self.ranges), std::mem::take(&mut self.edges));
        ranges.extend(open.iter().map(clip).filter(|range| !range.at.is_empty()));
        edges.extend(ranges.iter().flat_map(|range| [range.at.start, range.at.end]));
        edges.extend(points.as_slice().iter().map(|(at, _)| *at).take_while(|at| *at <= span.end));
        edges.sort_unstable();
        edges.dedup();
        ranges.sort_by_key(|range| (range.at.start, std::cmp::Reverse(range.at.end), range.rank));
        self.written = span.start;
        let mut opening = ranges.drain(..).peekable();
        for edge in edges.drain(..) {
            self.write_to(edge);
            let again = self.close_at(edge);
            while points.as_slice().first().is_some_and(|(at, _)| *at <= edge) {
                points.next().into_iter().for_each(|(_, node)| self.push(node));
            }
            again.into_iter().for_each(|range| self.open(range));
            while let Some(range) = opening.next_if(|range| range.at.start <= edge) {
                self.open_beside(range);
            }
        }
        drop(opening);
        (self.ranges, self.edges) = (ranges, edges);
        self.write_to(span.end);
        while !self.stack.is_empty() {
            self.close_top();
        }
        std::mem::take(&mut self.done)
    }

    fn write_to(&mut self, end: usize) {
        if end > self.written {
            self.push(Node::Text(self.written..end));
            self.written = end;
        }
    }

    fn push(&mut self, node: Node<'a>) {
        match self.stack.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.done.push(node),
        }
    }

    fn open(&mut self, range: Range<'a>) {
        self.stack.push(Open { range, nodes: Vec::new() });
    }

    /// Closes the innermost element; one that holds nothing is left out.
    fn close_top(&mut self) -> Option<Range<'a>> {
        let Open { range, nodes } = self.stack.pop()?;
        if !nodes.is_empty() {
            self.push(Node::In(range.wrap, nodes));
        }
        Some(range)
    }

    /// Closes all that ends here, and what lies inside it; returns the latter, to be opened again.
    fn close_at(&mut self, edge: usize) -> Vec<Range<'a>> {
        let mut again = Vec::new();
        while self.stack.iter().any(|open| open.range.at.end <= edge) {
            let Some(range) = self.close_top() else { break };
            if range.at.end > edge {
                again.push(range);
            }
        }
        again.reverse();
        again
    }

    /// Opens an element; what may be cut and ends before it is closed and opened again inside.
    fn open_beside(&mut self, range: Range<'a>) {
        let mut again = Vec::new();
        if range.is_whole {
            while self.stack.iter().any(|open| !open.range.is_whole && open.range.at.end < range.at.end) {
                match self.close_top() {
                    Some(inner) => again.push(inner),
                    None => break,
                }
            }
        }
        self.open(range);
        again.into_iter().rev().for_each(|inner| self.open(inner));
    }
}
