//! One tree a leaf and variant: marks that may cross become elements that nest.
//!
//! Sentences are outermost, single rare characters innermost; a claim is cut at their edges alone. Links, emendations, ruby, code and fixed forms are never cut;
//! emphasis, deletion and language are closed and opened again. One sweep over the edges, linear in their number.

use std::rc::Rc;

use super::claims::VerdictView;
use crate::model::{Converted, Edited, Markup, Place, Span, Status, is_rare, to_text};

/// A leaf's tree, which all pages of an article share. Ids in it are those of a page of one column.
pub(crate) type Tree = Rc<[Node]>;

/// Part of a leaf's tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Characters, not escaped.
    Text(String),
    /// An element and what it holds.
    In(Wrap, Vec<Node>),
    /// A note mark, with the verdict on its claim.
    Note { id: String, href: String, number: usize, verdict: Option<VerdictView> },
}

/// What an element is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wrap {
    /// A sentence, by its number in its block; the id stands on the first piece.
    Sentence { n: usize, id: Option<String> },
    /// A claim. One that is cut at sentence edges has its id on the first piece and its key on all.
    Claim { key: Option<String>, id: Option<String>, verdict: Option<VerdictView> },
    /// An emendation.
    Emendation { id: Option<String>, reading: String, is_doubtful: bool, lemma: String },
    /// What differs from the text in the other column in more than shape.
    Differing,
    /// A character that common fonts lack.
    Rare(char),
    /// Text left in the article's own script.
    OwnScript(&'static str),
    /// Markup of the article.
    Markup(Markup),
}

/// A leaf in one variant and what is known of it.
pub(crate) struct LeafView<'a> {
    pub(crate) edited: &'a Edited,
    pub(crate) converted: &'a Converted,
    pub(crate) ends: &'a [usize],
    /// The block's id and the number of its sentences before this leaf.
    pub(crate) anchor: Option<(&'a str, usize)>,
    pub(crate) claims: &'a [ClaimPiece],
    pub(crate) marks: &'a [MarkPiece],
    /// Stretches of the edition's text that differ from the other column's.
    pub(crate) differences: Vec<Span>,
    pub(crate) own_tag: &'static str,
}

/// An extent of a claim on a leaf.
pub(crate) struct ClaimPiece {
    pub(crate) key: String,
    /// Which extent of its claim, from 1.
    pub(crate) nth: usize,
    pub(crate) at: Span,
    pub(crate) verdict: Option<VerdictView>,
}

/// A note mark on a leaf.
pub(crate) struct MarkPiece {
    pub(crate) at: usize,
    pub(crate) key: String,
    /// Which mark of its note, from 1.
    pub(crate) nth: usize,
    pub(crate) number: usize,
    pub(crate) verdict: Option<VerdictView>,
}

#[derive(Clone)]
struct Range {
    at: Span,
    rank: u8,
    is_whole: bool,
    wrap: Wrap,
}

/// Builds the tree of a leaf.
pub(crate) fn nest(view: &LeafView<'_>) -> Vec<Node> {
    let ranges = ranges(view);
    let points = points(view);
    let mut nodes = Vec::new();
    let mut ranges = ranges.into_iter().peekable();
    let mut points = points.into_iter().peekable();
    let mut open: Vec<Range> = Vec::new();
    let mut start = 0;
    let ends = mapped_ends(view);
    for (i, end) in ends.iter().copied().enumerate() {
        let is_last = i + 1 == ends.len();
        open.extend(std::iter::from_fn(|| ranges.next_if(|range| range.at.start < end || is_last)));
        let inside: Vec<(usize, Node)> = std::iter::from_fn(|| points.next_if(|(at, _)| *at <= end)).collect();
        mark_cut(&mut open, end);
        let piece = sweep(&view.converted.text, start..end, &open, inside);
        mark_continued(&mut open, end);
        match view.anchor {
            // A cell without text has no sentence: its number would be that of the next cell's first.
            Some((block, before)) if !view.ends.is_empty() && (end > start || is_last) => {
                let n = before + i + 1;
                let id = Some(format!("{block}.{n}"));
                nodes.push(Node::In(Wrap::Sentence { n, id }, piece));
            }
            _ => nodes.extend(piece),
        }
        start = end;
    }
    nodes
}

/// Sentence ends in this variant; a leaf without text is one empty piece.
fn mapped_ends(view: &LeafView<'_>) -> Vec<usize> {
    use crate::model::Edge;
    let mut ends: Vec<usize> = view.ends.iter().map(|end| view.converted.changes.map(*end, Edge::End)).collect();
    match ends.last_mut() {
        Some(last) => *last = view.converted.text.len(),
        None => ends.push(view.converted.text.len()),
    }
    ends
}

/// A claim that goes on behind a sentence's end bears its key on every piece.
fn mark_cut(open: &mut [Range], end: usize) {
    for range in open.iter_mut().filter(|range| range.at.end > end) {
        if let Wrap::Claim { key, id: Some(id), .. } = &mut range.wrap {
            let named = id.strip_prefix("c-").unwrap_or(id);
            *key = Some(named.split('_').next().unwrap_or(named).to_owned());
        }
    }
}

/// What goes on behind a sentence's end loses its id there.
fn mark_continued(open: &mut Vec<Range>, end: usize) {
    open.retain(|range| range.at.end > end);
    for range in open {
        match &mut range.wrap {
            Wrap::Claim { id, .. } | Wrap::Emendation { id, .. } => *id = None,
            _ => {}
        }
    }
}

fn ranges(view: &LeafView<'_>) -> Vec<Range> {
    let map = |at: &Span| view.converted.map(at);
    let mut ranges: Vec<Range> = Vec::new();
    for claim in view.claims {
        let id = Some(nth_id("c", &claim.key, claim.nth));
        let wrap = Wrap::Claim { key: None, id, verdict: claim.verdict };
        ranges.push(Range { at: map(&claim.at), rank: 1, is_whole: true, wrap });
    }
    for mark in view.edited.leaf.marks.iter().filter(|mark| mark.kind != Markup::Extent) {
        let wrap = Wrap::Markup(mark.kind.clone());
        ranges.push(Range { at: map(&mark.at), rank: rank(&mark.kind), is_whole: mark.kind.is_whole(), wrap });
    }
    for place in shown(&view.edited.places) {
        ranges.push(Range { at: map(&place.edition), rank: 8, is_whole: true, wrap: emendation(place) });
    }
    for at in &view.differences {
        ranges.push(Range { at: map(at), rank: 11, is_whole: false, wrap: Wrap::Differing });
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

fn emendation(place: &Place) -> Wrap {
    Wrap::Emendation {
        id: Some(place.id.to_string()),
        reading: crate::model::to_visible(&place.reading),
        is_doubtful: place.status == Status::Doubtful,
        lemma: place.lemma.clone(),
    }
}

/// Note marks, and emendations that left no character.
fn points(view: &LeafView<'_>) -> Vec<(usize, Node)> {
    use crate::model::Edge;
    let map = |at: usize| view.converted.changes.map(at, Edge::End);
    let mut points: Vec<(usize, Node)> = Vec::new();
    for place in shown(&view.edited.places).filter(|place| place.edition.is_empty()) {
        points.push((map(place.edition.start), Node::In(emendation(place), Vec::new())));
    }
    for mark in view.marks {
        let id = nth_id("r", &mark.key, mark.nth);
        let href = format!("#n-{}", mark.key);
        points.push((map(mark.at), Node::Note { id, href, number: mark.number, verdict: mark.verdict }));
    }
    points.sort_by_key(|(at, _)| *at);
    points
}

/// An element under construction.
struct Open {
    range: Range,
    nodes: Vec<Node>,
}

struct Sweep<'a> {
    text: &'a [char],
    stack: Vec<Open>,
    done: Vec<Node>,
    written: usize,
}

/// Builds the tree of one sentence.
fn sweep(text: &[char], span: Span, ranges: &[Range], points: Vec<(usize, Node)>) -> Vec<Node> {
    let clipped: Vec<Range> = ranges
        .iter()
        .map(|range| Range { at: range.at.start.max(span.start)..range.at.end.min(span.end), ..range.clone() })
        .filter(|range| !range.at.is_empty())
        .collect();
    let mut edges: Vec<usize> = clipped
        .iter()
        .flat_map(|range| [range.at.start, range.at.end])
        .chain(points.iter().map(|(at, _)| *at))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut sweep = Sweep { text, stack: Vec::new(), done: Vec::new(), written: span.start };
    let mut ranges = clipped;
    ranges.sort_by_key(|range| (range.at.start, std::cmp::Reverse(range.at.end), range.rank));
    let mut ranges = ranges.into_iter().peekable();
    let mut points = points.into_iter().peekable();
    for edge in edges {
        sweep.write_to(edge);
        let again = sweep.close_at(edge);
        while let Some((_, node)) = points.next_if(|(at, _)| *at <= edge) {
            sweep.push(node);
        }
        again.into_iter().for_each(|range| sweep.open(range));
        while let Some(range) = ranges.next_if(|range| range.at.start <= edge) {
            sweep.open_beside(range);
        }
    }
    sweep.write_to(span.end);
    while !sweep.stack.is_empty() {
        sweep.close_top();
    }
    sweep.done
}

impl Sweep<'_> {
    fn write_to(&mut self, end: usize) {
        let text = self.text.get(self.written..end).unwrap_or_default();
        self.written = end.max(self.written);
        if !text.is_empty() {
            self.push(Node::Text(to_text(text)));
        }
    }

    fn push(&mut self, node: Node) {
        match self.stack.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.done.push(node),
        }
    }

    fn open(&mut self, range: Range) {
        self.stack.push(Open { range, nodes: Vec::new() });
    }

    /// Closes the innermost element; one that holds nothing is left out.
    fn close_top(&mut self) -> Option<Range> {
        let Open { range, nodes } = self.stack.pop()?;
        if !nodes.is_empty() {
            self.push(Node::In(range.wrap.clone(), nodes));
        }
        Some(range)
    }

    /// Closes all that ends here, and what lies inside it; returns the latter, to be opened again.
    fn close_at(&mut self, edge: usize) -> Vec<Range> {
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
    fn open_beside(&mut self, range: Range) {
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
