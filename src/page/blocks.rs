//! Units become blocks with ids: single, or in pairs of two variants.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::beside::notes_fit_beside;
use super::claims::verdict_view;
use super::differences::differences;
use super::leaf_text;
use super::nest::{ClaimPiece, LeafView, MarkPiece, Node, Tree, nest};
use crate::model::{Align, ClaimKind, Converted, Edited, Item, LeafId, SafeUrl, Script, Scripted, Span, Unit, is_han};

/// A block of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block<'a> {
    /// A paragraph.
    Paragraph(Attributes, Tree<'a>),
    /// A heading of level 2 to 6 (the title is level 1).
    Heading(Attributes, u8, Tree<'a>),
    /// The own text of a list item: a span, whose id its item carries.
    ItemText(Attributes, Tree<'a>),
    /// A list.
    List(Attributes, Option<u64>, Vec<Vec<Block<'a>>>),
    /// A quotation.
    Quote(Attributes, Vec<Block<'a>>),
    /// A table: rows with ids; the first is the head.
    Table(Attributes, Vec<Align>, Vec<(String, Vec<Tree<'a>>)>),
    /// A picture with its caption.
    Figure { attributes: Attributes, src: &'a SafeUrl, alt: String, caption: Option<(String, Tree<'a>)> },
    /// Code: its info string, and its text.
    Code(Attributes, &'a str, &'a str),
    /// A thematic break.
    Rule,
    /// The same unit in two variants.
    Pair { id: Option<String>, sides: Vec<Block<'a>> },
}

/// The id and language of a block.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Attributes {
    pub(crate) id: Option<String>,
    pub(crate) lang: Option<&'static str>,
}

/// One column of a page: which text, and what its ids end in.
pub(crate) struct Column<'a> {
    text: Rc<Text<'a>>,
    /// What differs of each leaf from the text of the other column, if there is one, in the edition's characters.
    differences: Rc<[Vec<Span>]>,
    suffix: &'static str,
    has_notes_beside: bool,
}

/// An article in one variant.
struct Text<'a> {
    scripted: &'a Scripted,
    variant: usize,
    code_ids: Vec<&'a str>,
    /// The trees of all leaves.
    trees: Vec<Rc<[Node<'a>]>>,
}

impl<'a> Text<'a> {
    fn new(scripted: &'a Scripted, variant: usize) -> Self {
        let annotated = &scripted.annotated;
        let mut claims: BTreeMap<LeafId, Vec<_>> = BTreeMap::new();
        let mut marks: BTreeMap<LeafId, Vec<_>> = BTreeMap::new();
        for (key, claim) in &annotated.claims {
            let verdict = verdict_view(annotated, claim);
            for (i, extent) in claim.extents.iter().enumerate().filter(|_| claim.kind != ClaimKind::Gloss) {
                let piece = ClaimPiece { key, nth: i + 1, at: extent.at.clone(), verdict };
                claims.entry(extent.leaf).or_default().push(piece);
            }
        }
        for (leaf, edited) in annotated.edition.leaves.iter().enumerate() {
            for r in &edited.leaf.refs {
                let claim = annotated.keys.get(&r.label).and_then(|key| annotated.claims.get_key_value(key));
                let Some((key, claim)) = claim else {
                    continue;
                };
                let verdict = verdict_view(annotated, claim);
                let piece = MarkPiece { at: r.at, key, nth: r.nth, number: claim.number, verdict };
                marks.entry(leaf).or_default().push(piece);
            }
        }
        let codes = annotated.numbered.iter().filter(|block| block.code.is_some());
        let code_ids = codes.map(|block| block.id.as_str()).collect();
        let texts = scripted.texts.get(variant).map(Vec::as_slice).unwrap_or_default();
        let leaves = annotated.edition.leaves.iter().zip(texts).enumerate();
        let tree = |(leaf, (edited, converted)): (LeafId, (&'a Edited, &'a Converted))| {
            let anchor = annotated.anchors.get(leaf).and_then(Option::as_ref);
            let nodes = nest(&LeafView {
                edited,
                converted,
                ends: annotated.sentences.get(leaf).map(Vec::as_slice).unwrap_or_default(),
                anchor: anchor.map(|anchor| (anchor.id.as_str(), anchor.n_sentences_before)),
                claims: claims.get(&leaf).map(Vec::as_slice).unwrap_or_default(),
                marks: marks.get(&leaf).map(Vec::as_slice).unwrap_or_default(),
                own_tag: annotated.edition.document.front.lang.script_tag(),
            });
            nodes.into()
        };
        Self { scripted, variant, code_ids, trees: leaves.map(tree).collect() }
    }

    fn converted(&self, leaf: LeafId) -> Option<&'a Converted> {
        self.scripted.texts.get(self.variant)?.get(leaf)
    }

    fn script(&self) -> Script {
        self.scripted.variants.get(self.variant).map_or(Script::Hant, |variant| variant.script)
    }
}

impl<'a> Column<'a> {
    /// Returns the one column of a page, without notes beside it.
    pub(crate) fn new(scripted: &'a Scripted, variant: usize) -> Self {
        let text = Rc::new(Text::new(scripted, variant));
        Self { text, differences: Rc::default(), suffix: "", has_notes_beside: false }
    }

    /// Returns the one column of a page, with its notes beside it where they fit.
    pub(crate) fn single(scripted: &'a Scripted, variant: usize) -> Self {
        Self { has_notes_beside: notes_fit_beside(scripted, variant), ..Self::new(scripted, variant) }
    }

    /// Returns the same column as the one of a page without notes beside it.
    pub(crate) fn alone(&self) -> Self {
        Self { text: Rc::clone(&self.text), differences: Rc::default(), suffix: "", has_notes_beside: false }
    }

    /// Returns the texts of two columns side by side on a page: what differs in more than shape is marked in both.
    pub(crate) fn pair(left: &Self, right: &Self) -> [Self; 2] {
        let differences: Rc<[Vec<Span>]> = differences(left.scripted(), [left.variant(), right.variant()]).into();
        [(left, ""), (right, "_s")].map(|(of, suffix)| Self {
            text: Rc::clone(&of.text),
            differences: Rc::clone(&differences),
            suffix,
            has_notes_beside: false,
        })
    }

    /// Returns the tree of a leaf.
    pub(crate) fn tree(&self, leaf: LeafId) -> Tree<'a> {
        Tree { leaf, nodes: self.text.trees.get(leaf).cloned().unwrap_or_default() }
    }

    /// Returns the characters of a leaf.
    pub(crate) fn characters(&self, leaf: LeafId) -> &'a [char] {
        self.text.converted(leaf).map(|converted| converted.text.as_slice()).unwrap_or_default()
    }

    /// Returns the stretches of a leaf's characters that differ from the other column's in more than shape, in order.
    pub(crate) fn differences(&self, leaf: LeafId) -> Vec<Span> {
        let spans = self.differences.get(leaf).filter(|spans| !spans.is_empty()).zip(self.text.converted(leaf));
        spans.map(|(spans, converted)| spans.iter().map(|at| converted.map(at)).collect()).unwrap_or_default()
    }

    /// Returns the id of a leaf's block in this column.
    pub(super) fn id(&self, leaf: LeafId) -> Option<String> {
        let anchor = self.text.scripted.annotated.anchors.get(leaf)?.as_ref()?;
        Some(format!("{}{}", anchor.id, self.suffix))
    }

    pub(crate) fn lang(&self) -> &'static str {
        self.text.scripted.variants.get(self.text.variant).map_or("zh-Hant", |variant| variant.script_tag())
    }

    /// Returns the script of this column.
    pub(crate) fn script(&self) -> Script {
        self.text.script()
    }

    /// Returns what the ids of this column end in.
    pub(crate) fn suffix(&self) -> &'static str {
        self.suffix
    }

    /// Returns the edition that it is of.
    pub(crate) fn scripted(&self) -> &'a Scripted {
        self.text.scripted
    }

    /// Returns which variant it is in.
    pub(crate) fn variant(&self) -> usize {
        self.text.variant
    }

    /// Returns the article's units.
    pub(super) fn body(&self) -> &'a [Unit] {
        &self.text.scripted.annotated.edition.document.body
    }

    /// Returns a leaf's plain text.
    pub(crate) fn text(&self, leaf: LeafId) -> String {
        leaf_text(self.text.scripted, self.text.variant, leaf)
    }

    /// Says whether notes stand beside this column where the page is wide.
    pub(crate) fn has_notes_beside(&self) -> bool {
        self.has_notes_beside
    }

    fn is_other_script(&self) -> bool {
        self.lang() != self.text.scripted.annotated.edition.document.front.lang.script_tag()
    }

    /// Returns the blocks of `units`; `n_code` counts the code blocks met so far.
    pub(crate) fn blocks(&self, units: &'a [Unit], n_code: &mut usize) -> Vec<Block<'a>> {
        units.iter().map(|unit| self.block(unit, n_code)).collect()
    }

    fn block(&self, unit: &'a Unit, n_code: &mut usize) -> Block<'a> {
        let own = |leaf: LeafId| Attributes { id: self.id(leaf), lang: None };
        match unit {
            Unit::Paragraph(leaf) => Block::Paragraph(own(*leaf), self.tree(*leaf)),
            Unit::Heading(level, leaf) => Block::Heading(own(*leaf), (*level).max(2), self.tree(*leaf)),
            Unit::ItemText(leaf) => Block::ItemText(own(*leaf), self.tree(*leaf)),
            Unit::List { start, items } => {
                let items = items.iter().map(|Item { blocks, .. }| self.blocks(blocks, n_code)).collect();
                Block::List(Attributes::default(), *start, items)
            }
            Unit::Quote(inner) => Block::Quote(Attributes::default(), self.blocks(inner, n_code)),
            Unit::Table { align, rows } => {
                let row = |cells: &Vec<LeafId>| {
                    let id = cells.first().and_then(|leaf| self.id(*leaf)).unwrap_or_default();
                    (id, cells.iter().map(|leaf| self.tree(*leaf)).collect())
                };
                Block::Table(Attributes::default(), align.clone(), rows.iter().map(row).collect())
            }
            Unit::Figure { src, alt, caption } => Block::Figure {
                attributes: Attributes::default(),
                src,
                alt: self.text(*alt),
                caption: caption.map(|leaf| (self.id(leaf).unwrap_or_default(), self.tree(leaf))),
            },
            Unit::Code { info, text } => {
                let id = self.text.code_ids.get(*n_code).map(|id| format!("{id}{}", self.suffix));
                *n_code = n_code.saturating_add(1);
                let own_tag = self.text.scripted.annotated.edition.document.front.lang.script_tag();
                let lang = (self.is_other_script() && text.chars().any(is_han)).then_some(own_tag);
                Block::Code(Attributes { id, lang }, info, text)
            }
            Unit::Rule => Block::Rule,
        }
    }

    /// Says whether the article's page has the id of a block or note; no other is a place to lead to from the text.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        let annotated = &self.text.scripted.annotated;
        annotated.numbered.iter().any(|numbered| numbered.id == id)
            || id.strip_prefix("n-").is_some_and(|key| annotated.claims.contains_key(key))
    }

    /// Returns the address of a link: a heading's slug becomes the heading's id.
    pub(crate) fn resolve(&self, url: &SafeUrl) -> String {
        let slugs = &self.text.scripted.annotated.heading_slugs;
        let id = url.as_str().strip_prefix('#').and_then(|slug| slugs.get(&slug.to_lowercase()));
        id.map_or_else(|| url.as_str().to_owned(), |id| format!("#{id}"))
    }
}

/// Returns the article's blocks in one column.
pub(crate) fn body_blocks<'a>(column: &Column<'a>) -> Vec<Block<'a>> {
    column.blocks(column.body(), &mut 0)
}

/// Returns the title's tree.
pub(crate) fn title_tree<'a>(column: &Column<'a>) -> Tree<'a> {
    column.tree(column.text.scripted.annotated.edition.document.title)
}

/// Returns the article's blocks in two columns, one pair a unit.
pub(crate) fn pair_blocks<'a>(left: &Column<'a>, right: &Column<'a>) -> Vec<Block<'a>> {
    let blocks = body_blocks(left).into_iter().zip(body_blocks(right));
    blocks
        .map(|(a, b)| match (a, b) {
            (Block::Rule, _) => Block::Rule,
            (mut a, mut b) => {
                let id = match &mut a {
                    Block::Paragraph(attributes, _) | Block::Heading(attributes, ..) => attributes.id.take(),
                    _ => None,
                };
                set_lang(&mut a, left.lang());
                set_lang(&mut b, right.lang());
                Block::Pair { id, sides: vec![a, b] }
            }
        })
        .collect()
}

fn set_lang(block: &mut Block<'_>, lang: &'static str) {
    match block {
        Block::Paragraph(attributes, _)
        | Block::Heading(attributes, ..)
        | Block::ItemText(attributes, _)
        | Block::List(attributes, ..)
        | Block::Quote(attributes, _)
        | Block::Table(attributes, ..)
        | Block::Figure { attributes, .. }
        | Block::Code(attributes, ..) => {
            attributes.lang.get_or_insert(lang);
        }
        Block::Rule | Block::Pair { .. } => {}
    }
}
