//! The tree of a leaf as TEI: sentences, claims, emendations, markup; what the edition left out or added.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::super::Site;
use super::apparatus::Entry;
use super::xml::Xml;
use crate::model::{Departures, Edge, LeafId, Markup, Scripted, Span, to_plain_text};
use crate::page::{Column, Node, Part, SourceViews, VerdictView, Wrap, leaf_text, nth_id};

/// What the text is written with.
pub(super) struct Page<'a> {
    pub(super) scripted: &'a Scripted,
    pub(super) site: &'a Site<'a>,
    pub(super) v: usize,
    pub(super) lang: &'static str,
    pub(super) column: &'a Column<'a>,
    pub(super) sources: &'a SourceViews,
    /// All places of the apparatus, by id.
    pub(super) entries: IndexMap<String, Entry<'a>>,
    /// The ids of the body's code blocks, in order.
    pub(super) code_ids: Vec<&'a str>,
    /// The address of the article's page, from which relative addresses in the text lead on.
    pub(super) address: String,
    /// What was left out and added, by leaf.
    pub(super) departures: BTreeMap<LeafId, LeafDepartures>,
}

/// What of a leaf the edition left out or added, by entry of the record.
#[derive(Default)]
pub(super) struct LeafDepartures {
    /// The characters behind which something was left out, in order.
    omitted: Vec<(usize, usize)>,
    /// The stretches that were added, in order.
    added: Vec<(Span, usize)>,
}

impl LeafDepartures {
    /// Returns those of all leaves that have any.
    pub(super) fn of_all(departures: &Departures) -> BTreeMap<LeafId, Self> {
        let mut found: BTreeMap<LeafId, Self> = BTreeMap::new();
        for (entry, place) in departures.omitted.iter().enumerate() {
            if let Some((leaf, at)) = place {
                found.entry(*leaf).or_default().omitted.push((*at, entry));
            }
        }
        for (entry, places) in departures.added.iter().enumerate() {
            for (leaf, at) in places {
                found.entry(*leaf).or_default().added.push((at.clone(), entry));
            }
        }
        found
    }
}

impl Page<'_> {
    /// Writes a leaf's text with all its marks.
    pub(super) fn leaf(&self, xml: &mut Xml, leaf: LeafId) {
        let mut walk = Walk::new(self, leaf);
        self.nodes(xml, &self.column.tree(leaf).nodes, &mut walk);
        walk.write_gaps(self, xml, usize::MAX);
    }

    /// Returns an interface word.
    pub(super) fn word(&self, key: &str) -> &str {
        self.site.word(self.v, key)
    }

    /// Returns a pointer to the sentence of `leaf` in which the character `at` stands.
    pub(super) fn sentence(&self, leaf: LeafId, at: usize) -> String {
        let annotated = &self.scripted.annotated;
        let Some(anchor) = annotated.anchors.get(leaf).and_then(Option::as_ref) else { return String::new() };
        let ends = annotated.sentences.get(leaf).map(Vec::as_slice).unwrap_or_default();
        let n = ends.partition_point(|end| *end <= at).min(ends.len().saturating_sub(1));
        format!("#{}.{}", anchor.id, anchor.n_sentences_before + n + 1)
    }

    fn nodes(&self, xml: &mut Xml, nodes: &[Node<'_>], walk: &mut Walk<'_>) {
        for node in nodes {
            match node {
                Node::Text(at) => walk.write(self, xml, at),
                Node::Note(mark) => {
                    let (id, target) = (nth_id("r", mark.key, mark.nth), format!("#n-{}", mark.key));
                    let number = mark.number.to_string();
                    xml.empty("ptr", &[("type", "note"), ("xml:id", &id), ("n", &number), ("target", &target)]);
                }
                Node::In(wrap, inner) => self.wrap(xml, wrap, inner, walk),
            }
        }
    }

    fn wrap(&self, xml: &mut Xml, wrap: &Wrap<'_>, inner: &[Node<'_>], walk: &mut Walk<'_>) {
        match wrap {
            Wrap::Sentence { block, n } => {
                let id = format!("{block}.{n}");
                xml.element("s", &[("xml:id", &id)], |xml| self.nodes(xml, inner, walk));
            }
            Wrap::Claim { key, nth, part, verdict } => {
                // A claim that goes over sentences stands in pieces, and the first has the id.
                let id = nth_id("c", key, *nth);
                let whole = format!("#c-{key}");
                let (id, sign, whole) = match part {
                    Part::Whole => (id.as_str(), "", ""),
                    Part::First => (id.as_str(), "Y", ""),
                    Part::Later => ("", "Y", whole.as_str()),
                };
                let verdict = verdict.as_ref().map(verdict_pointer).unwrap_or_default();
                let attributes =
                    [("type", "claim"), ("xml:id", id), ("part", sign), ("corresp", whole), ("ana", &verdict)];
                xml.element("seg", &attributes, |xml| self.nodes(xml, inner, walk));
            }
            Wrap::Emendation { place, part } => {
                let before = if *part == Part::Later { format!("#{}", place.id) } else { String::new() };
                match self.entries.get(&place.id) {
                    Some(entry) => entry.write(xml, &before, |xml| self.nodes(xml, inner, walk)),
                    None => self.nodes(xml, inner, walk),
                }
            }
            Wrap::Rare(_) => self.nodes(xml, inner, walk),
            Wrap::OwnScript(lang) => {
                xml.element("foreign", &[("xml:lang", lang)], |xml| self.nodes(xml, inner, walk));
            }
            Wrap::Markup(markup) => self.markup(xml, markup, inner, walk),
        }
    }

    fn markup(&self, xml: &mut Xml, markup: &Markup, inner: &[Node<'_>], walk: &mut Walk<'_>) {
        let (name, key, value) = match markup {
            Markup::Extent | Markup::Fixed(_) => return self.nodes(xml, inner, walk),
            Markup::Break => return xml.empty("lb", &[]),
            Markup::Image(url, alt) => {
                return self.graphic(xml, url.as_str(), &leaf_text(self.scripted, self.v, *alt));
            }
            Markup::Code => {
                let mut code = String::new();
                walk.collect_text(inner, &mut code);
                return xml.element("code", &[], |xml| xml.text(&code));
            }
            Markup::Ruby(reading) => {
                return xml.element("ruby", &[], |xml| {
                    xml.element("rb", &[], |xml| self.nodes(xml, inner, walk));
                    xml.element("rt", &[], |xml| xml.text(reading));
                });
            }
            Markup::Emphasis => ("emph", "", String::new()),
            Markup::Strong => ("hi", "rend", "strong".to_owned()),
            Markup::Deleted => ("del", "rend", "line-through".to_owned()),
            Markup::Small => ("hi", "rend", "small".to_owned()),
            Markup::Sup => ("hi", "rend", "superscript".to_owned()),
            Markup::Sub => ("hi", "rend", "subscript".to_owned()),
            Markup::Kbd => ("hi", "rend", "kbd".to_owned()),
            Markup::Highlight => ("hi", "rend", "mark".to_owned()),
            Markup::Lang(lang) => ("foreign", "xml:lang", lang.clone()),
            Markup::Link(url, _) => ("ref", "target", self.target(&self.column.resolve(url))),
        };
        xml.element(name, &[(key, &value)], |xml| self.nodes(xml, inner, walk));
    }

    /// Writes a picture with what is said of it.
    pub(super) fn graphic(&self, xml: &mut Xml, url: &str, alt: &str) {
        xml.element("graphic", &[("url", &self.target(url))], |xml| {
            if !alt.is_empty() {
                xml.element("desc", &[], |xml| xml.text(alt));
            }
        });
    }

    /// An address as it leads on from the folder of the exports.
    fn target(&self, url: &str) -> String {
        let has_scheme = url.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
        let page = if has_scheme || url.starts_with(['#', '/']) { "" } else { self.address.as_str() };
        format!("{page}{url}").split_whitespace().collect::<Vec<_>>().join("%20")
    }
}

/// The id of the category that says what a verdict is, as `#verdict-partly`.
pub(super) fn verdict_pointer(verdict: &VerdictView) -> String {
    format!("#{}", verdict_id(verdict.word))
}

/// The category's id of what a source says.
pub(super) fn stance_id(word: &str) -> String {
    word.replace('_', "-")
}

/// An allegation's category never has the name of a verdict on what is alleged.
pub(super) fn verdict_id(word: &str) -> String {
    match word {
        "allegation_supported" => "allegation-made-content-unproven".to_owned(),
        "allegation_partly" => "allegation-made-differently-content-unproven".to_owned(),
        "allegation_contradicted" => "another-allegation-made-content-unproven".to_owned(),
        "allegation_conflicting" => "allegation-disputed-content-unproven".to_owned(),
        "allegation_unverified" => "allegation-not-confirmed".to_owned(),
        word => word.replace('_', "-"),
    }
}

/// A leaf's text, and what stands in it beside its tree.
#[derive(Default)]
struct Walk<'a> {
    characters: &'a [char],
    /// Places and entries of what was left out, in order.
    gaps: std::collections::VecDeque<(usize, usize)>,
    /// Stretches and entries of what was added, in order.
    added: std::collections::VecDeque<(Span, usize)>,
}

impl<'a> Walk<'a> {
    /// One that is in no body has nothing left out or added.
    fn new(page: &Page<'a>, leaf: LeafId) -> Self {
        let edition = &page.scripted.annotated.edition;
        let edited = edition.leaves.get(leaf);
        let converted = page.scripted.texts.get(page.v).and_then(|texts| texts.get(leaf));
        let (Some(edited), Some(converted)) = (edited, converted) else { return Self::default() };
        let map = |at: &Span| {
            converted.map(&(edited.changes.map(at.start, Edge::Start)..edited.changes.map(at.end, Edge::End)))
        };
        let departures = page.departures.get(&leaf);
        let (omitted, added) = departures.map(|all| (all.omitted.as_slice(), all.added.as_slice())).unwrap_or_default();
        Self {
            characters: &converted.text,
            gaps: omitted.iter().map(|(at, entry)| (map(&(*at..at + 1)).end, *entry)).collect(),
            added: added.iter().map(|(at, entry)| (map(at), *entry)).collect(),
        }
    }

    fn text(&self, at: Span) -> String {
        to_plain_text(self.characters.get(at).unwrap_or_default())
    }

    fn collect_text(&self, nodes: &[Node<'_>], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(at) => out.push_str(&self.text(at.clone())),
                Node::In(_, inner) => self.collect_text(inner, out),
                Node::Note(_) => {}
            }
        }
    }

    /// Writes what was left out up to the character `at`.
    fn write_gaps(&mut self, page: &Page<'_>, xml: &mut Xml, at: usize) {
        while let Some((_, entry)) = self.gaps.pop_front_if(|(place, _)| *place <= at) {
            super::apparatus::gap(xml, page, entry);
        }
    }

    /// Writes text in pieces: what was added in elements of its own, what was left out between them.
    fn write(&mut self, page: &Page<'_>, xml: &mut Xml, text: &Span) {
        let mut at = text.start;
        while at < text.end {
            self.write_gaps(page, xml, at);
            while self.added.pop_front_if(|(span, _)| span.end <= at).is_some() {}
            let edges = self.added.front().into_iter().flat_map(|(span, _)| [span.start, span.end]);
            let edges = edges.chain(self.gaps.front().map(|(place, _)| *place)).filter(|edge| *edge > at);
            let end = edges.min().map_or(text.end, |edge| edge.min(text.end));
            let piece = self.text(at..end);
            match self.added.front().filter(|(span, _)| span.contains(&at)) {
                Some((_, entry)) => {
                    let ana = format!("#added-{}", entry + 1);
                    xml.element("supplied", &[("reason", "editorial"), ("ana", &ana)], |xml| xml.text(&piece));
                }
                None => xml.text(&piece),
            }
            at = end;
        }
    }
}
