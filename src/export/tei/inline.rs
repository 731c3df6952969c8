//! The tree of a leaf as TEI: sentences, claims, emendations, markup; what the edition left out or added.

use indexmap::IndexMap;

use super::super::Site;
use super::apparatus::Entry;
use super::xml::Xml;
use crate::model::{Edge, LeafId, Markup, Scripted, Span};
use crate::page::{Column, Node, SourceViews, VerdictView, Wrap, leaf_text};

/// What the text is written with.
pub(super) struct Page<'a> {
    pub(super) scripted: &'a Scripted,
    pub(super) site: &'a Site<'a>,
    pub(super) v: usize,
    pub(super) lang: &'static str,
    pub(super) column: &'a Column<'a>,
    pub(super) sources: SourceViews,
    /// All places of the apparatus, by id.
    pub(super) entries: IndexMap<String, Entry<'a>>,
    /// The ids of the body's code blocks, in order.
    pub(super) code_ids: Vec<&'a str>,
    /// The address of the article's page, from which relative addresses in the text lead on.
    pub(super) address: String,
}

impl Page<'_> {
    /// Writes a leaf's text with all its marks.
    pub(super) fn leaf(&self, xml: &mut Xml, leaf: LeafId) {
        self.nodes(xml, &self.column.nodes(leaf), Some(leaf));
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

    /// Writes the tree of `leaf`; one that is in no body has nothing left out or added.
    pub(super) fn nodes(&self, xml: &mut Xml, nodes: &[Node], leaf: Option<LeafId>) {
        let mut walk = leaf.map(|leaf| Walk::new(self, leaf)).unwrap_or_default();
        self.tree(xml, nodes, &mut walk);
        walk.write_gaps(self, xml, usize::MAX);
    }

    fn tree(&self, xml: &mut Xml, nodes: &[Node], walk: &mut Walk) {
        for node in nodes {
            match node {
                Node::Text(text) => walk.write(self, xml, text),
                Node::Note { id, href, number, .. } => {
                    let number = number.to_string();
                    xml.empty("ptr", &[("type", "note"), ("xml:id", id), ("n", &number), ("target", href)]);
                }
                Node::In(wrap, inner) => self.wrap(xml, wrap, inner, walk),
            }
        }
    }

    fn wrap(&self, xml: &mut Xml, wrap: &Wrap, inner: &[Node], walk: &mut Walk) {
        match wrap {
            Wrap::Sentence { id, .. } => {
                let id = id.as_deref().unwrap_or_default();
                xml.element("s", &[("xml:id", id)], |xml| self.tree(xml, inner, walk));
            }
            Wrap::Claim { key, id, verdict } => {
                // A claim that goes over sentences stands in pieces, and the first has the id.
                let (part, whole) = match (key, id) {
                    (None, _) => ("", String::new()),
                    (Some(_), Some(_)) => ("Y", String::new()),
                    (Some(key), None) => ("Y", format!("#c-{key}")),
                };
                let verdict = verdict.as_ref().map(verdict_pointer).unwrap_or_default();
                let id = id.as_deref().unwrap_or_default();
                let attributes =
                    [("type", "claim"), ("xml:id", id), ("part", part), ("corresp", &whole), ("ana", &verdict)];
                xml.element("seg", &attributes, |xml| self.tree(xml, inner, walk));
            }
            Wrap::Emendation { id, .. } => self.emendation(xml, id.as_deref(), inner, walk),
            Wrap::Differing | Wrap::Rare(_) => self.tree(xml, inner, walk),
            Wrap::OwnScript(lang) => {
                xml.element("foreign", &[("xml:lang", lang)], |xml| self.tree(xml, inner, walk));
            }
            Wrap::Markup(markup) => self.markup(xml, markup, inner, walk),
        }
    }

    fn markup(&self, xml: &mut Xml, markup: &Markup, inner: &[Node], walk: &mut Walk) {
        let (name, key, value) = match markup {
            Markup::Extent | Markup::Fixed(_) => return self.tree(xml, inner, walk),
            Markup::Break => {
                walk.pass(inner);
                return xml.empty("lb", &[]);
            }
            Markup::Image(url, alt) => {
                walk.pass(inner);
                return self.graphic(xml, url.as_str(), &leaf_text(self.scripted, self.v, *alt));
            }
            Markup::Code => {
                walk.pass(inner);
                let mut code = String::new();
                collect_text(inner, &mut code);
                return xml.element("code", &[], |xml| xml.text(&code));
            }
            Markup::Ruby(reading) => {
                return xml.element("ruby", &[], |xml| {
                    xml.element("rb", &[], |xml| self.tree(xml, inner, walk));
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
        xml.element(name, &[(key, &value)], |xml| self.tree(xml, inner, walk));
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

    fn emendation(&self, xml: &mut Xml, id: Option<&str>, inner: &[Node], walk: &mut Walk) {
        let before = match (id, &walk.emendation) {
            (None, Some(id)) => format!("#{id}"),
            _ => String::new(),
        };
        walk.emendation = id.map(str::to_owned).or(walk.emendation.take());
        let entry = walk.emendation.as_ref().and_then(|id| self.entries.get(id));
        match entry {
            Some(entry) => entry.write(xml, &before, |xml| self.tree(xml, inner, walk)),
            None => self.tree(xml, inner, walk),
        }
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

fn collect_text(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::In(_, inner) => collect_text(inner, out),
            Node::Note { .. } => {}
        }
    }
}

/// How far a leaf is written, and what stands in it beside its tree.
#[derive(Default)]
struct Walk {
    /// Characters written.
    at: usize,
    /// Places and entries of what was left out, in order.
    gaps: std::collections::VecDeque<(usize, usize)>,
    /// Stretches and entries of what was added, in order.
    added: Vec<(Span, usize)>,
    /// The id of the last emendation.
    emendation: Option<String>,
}

impl Walk {
    fn new(page: &Page<'_>, leaf: LeafId) -> Self {
        let edition = &page.scripted.annotated.edition;
        let edited = edition.leaves.get(leaf);
        let converted = page.scripted.texts.get(page.v).and_then(|texts| texts.get(leaf));
        let (Some(edited), Some(converted)) = (edited, converted) else { return Self::default() };
        let map = |at: &Span| {
            converted.map(&(edited.changes.map(at.start, Edge::Start)..edited.changes.map(at.end, Edge::End)))
        };
        let omitted = edition.departures.omitted.iter().enumerate();
        let behind = omitted.filter_map(|(i, place)| place.filter(|(of, _)| *of == leaf).map(|(_, at)| (at, i)));
        let added = edition.departures.added.iter().enumerate();
        let stretches = added.flat_map(|(i, places)| places.iter().map(move |(of, span)| (*of, span, i)));
        Self {
            gaps: behind.map(|(at, i)| (map(&(at..at + 1)).end, i)).collect(),
            added: stretches.filter(|(of, ..)| *of == leaf).map(|(_, span, i)| (map(span), i)).collect(),
            ..Self::default()
        }
    }

    fn pass(&mut self, nodes: &[Node]) {
        let mut text = String::new();
        collect_text(nodes, &mut text);
        self.at += text.chars().count();
    }

    /// Writes what was left out up to the character `at`.
    fn write_gaps(&mut self, page: &Page<'_>, xml: &mut Xml, at: usize) {
        while let Some((_, entry)) = self.gaps.pop_front_if(|(place, _)| *place <= at) {
            super::apparatus::gap(xml, &page.scripted.annotated.edition, entry);
        }
    }

    /// Writes text in pieces: what was added in elements of its own, what was left out between them.
    fn write(&mut self, page: &Page<'_>, xml: &mut Xml, text: &str) {
        if self.added.is_empty() && self.gaps.is_empty() && !text.contains('\u{FFFC}') {
            return xml.text(text);
        }
        let mut rest: Vec<char> = text.chars().collect();
        while !rest.is_empty() {
            self.write_gaps(page, xml, self.at);
            let edges = self.added.iter().flat_map(|(span, _)| [span.start, span.end]);
            let edges = edges.chain(self.gaps.front().map(|(at, _)| *at)).filter(|edge| *edge > self.at);
            let n = edges.min().map_or(rest.len(), |edge| rest.len().min(edge - self.at));
            let behind = rest.split_off(n);
            let piece: String = rest.iter().filter(|c| **c != '\u{FFFC}').collect();
            match self.added.iter().find(|(span, _)| span.contains(&self.at)) {
                Some((_, entry)) => {
                    let ana = format!("#added-{}", entry + 1);
                    xml.element("supplied", &[("reason", "editorial"), ("ana", &ana)], |xml| xml.text(&piece));
                }
                None => xml.text(&piece),
            }
            self.at += n;
            rest = behind;
        }
    }
}
