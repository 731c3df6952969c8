//! Units become blocks with ids: single, or in pairs of two variants.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::beside::notes_fit_beside;
use super::claims::verdict_view;
use super::differences::differences;
use super::leaf_text;
use super::nest::{ClaimPiece, LeafView, MarkPiece, Tree, nest};
use crate::model::{Align, ClaimKind, Item, LeafId, SafeUrl, Script, Scripted, Span, Unit, is_han};

/// A block of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A paragraph.
    Paragraph(Attributes, Tree),
    /// A heading of level 2 to 6 (the title is level 1).
    Heading(Attributes, u8, Tree),
    /// The own text of a list item: a span, whose id its item carries.
    ItemText(Attributes, Tree),
    /// A list.
    List(Attributes, Option<u64>, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Attributes, Vec<Block>),
    /// A table: rows with ids; the first is the head.
    Table(Attributes, Vec<Align>, Vec<(String, Vec<Tree>)>),
    /// A picture with its caption.
    Figure { attributes: Attributes, src: SafeUrl, alt: String, caption: Option<(String, Tree)> },
    /// Code.
    Code(Attributes, String, String),
    /// A thematic break.
    Rule,
    /// The same unit in two variants.
    Pair { id: Option<String>, sides: Vec<Block> },
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
    /// The variant in the other column, if there is one.
    other: Option<usize>,
    suffix: &'static str,
    has_notes_beside: bool,
}

/// An article in one variant. The trees of its leaves are made once, by the first column that shows them.
struct Text<'a> {
    scripted: &'a Scripted,
    variant: usize,
    claims: BTreeMap<LeafId, Vec<ClaimPiece>>,
    marks: BTreeMap<LeafId, Vec<MarkPiece>>,
    code_ids: Vec<String>,
    trees: Vec<OnceCell<Tree>>,
}

impl<'a> Text<'a> {
    fn new(scripted: &'a Scripted, variant: usize) -> Self {
        let annotated = &scripted.annotated;
        let mut claims: BTreeMap<LeafId, Vec<_>> = BTreeMap::new();
        let mut marks: BTreeMap<LeafId, Vec<_>> = BTreeMap::new();
        for (key, claim) in &annotated.claims {
            for (i, extent) in claim.extents.iter().enumerate().filter(|_| claim.kind != ClaimKind::Gloss) {
                let verdict = verdict_view(annotated, claim);
                let piece = ClaimPiece { key: key.clone(), nth: i + 1, at: extent.at.clone(), verdict };
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
                let piece = MarkPiece { at: r.at, key: key.clone(), nth: r.nth, number: claim.number, verdict };
                marks.entry(leaf).or_default().push(piece);
            }
        }
        let code_ids =
            annotated.numbered.iter().filter(|block| block.code.is_some()).map(|block| block.id.clone()).collect();
        let trees = vec![OnceCell::new(); annotated.edition.leaves.len()];
        Self { scripted, variant, claims, marks, code_ids, trees }
    }

    /// Returns the tree of a leaf, with `differences` marked.
    fn nest(&self, leaf: LeafId, differences: Vec<Span>) -> Tree {
        let annotated = &self.scripted.annotated;
        let converted = self.scripted.texts.get(self.variant).and_then(|texts| texts.get(leaf));
        let (Some(edited), Some(converted)) = (annotated.edition.leaves.get(leaf), converted) else {
            return Tree::default();
        };
        let anchor = annotated.anchors.get(leaf).and_then(Option::as_ref);
        let nodes = nest(&LeafView {
            differences,
            edited,
            converted,
            ends: annotated.sentences.get(leaf).map(Vec::as_slice).unwrap_or_default(),
            anchor: anchor.map(|anchor| (anchor.id.as_str(), anchor.n_sentences_before)),
            claims: self.claims.get(&leaf).map(Vec::as_slice).unwrap_or_default(),
            marks: self.marks.get(&leaf).map(Vec::as_slice).unwrap_or_default(),
            own_tag: annotated.edition.document.front.lang.script_tag(),
        });
        nodes.into()
    }

    fn script(&self) -> Script {
        self.scripted.variants.get(self.variant).map_or(Script::Hant, |variant| variant.script)
    }

    /// Returns what differs in a leaf from its text in variant `other` in more than shape.
    fn differences(&self, leaf: LeafId, other: usize) -> Vec<Span> {
        let of = |variant: usize| self.scripted.texts.get(variant)?.get(leaf);
        let edited = self.scripted.annotated.edition.leaves.get(leaf);
        let (Some(edited), Some(own), Some(other)) = (edited, of(self.variant), of(other)) else { return Vec::new() };
        differences(edited.leaf.text.len(), own, other, self.script())
    }
}

impl<'a> Column<'a> {
    /// Returns the one column of a page, without notes beside it.
    pub(crate) fn new(scripted: &'a Scripted, variant: usize) -> Self {
        let text = Rc::new(Text::new(scripted, variant));
        Self { text, other: None, suffix: "", has_notes_beside: false }
    }

    /// Returns the one column of a page, with its notes beside it where they fit.
    pub(crate) fn single(scripted: &'a Scripted, variant: usize) -> Self {
        Self { has_notes_beside: notes_fit_beside(scripted, variant), ..Self::new(scripted, variant) }
    }

    /// Returns the texts of two columns side by side on a page: what differs in more than shape is marked in both.
    pub(crate) fn pair(left: &Self, right: &Self) -> [Self; 2] {
        let beside = |of: &Self, other: &Self, suffix| Self {
            text: Rc::clone(&of.text),
            other: Some(other.text.variant),
            suffix,
            has_notes_beside: false,
        };
        [beside(left, right, ""), beside(right, left, "_s")]
    }

    /// Returns the tree of a leaf.
    pub(crate) fn nodes(&self, leaf: LeafId) -> Tree {
        let differences = self.other.map(|other| self.text.differences(leaf, other)).unwrap_or_default();
        match self.text.trees.get(leaf) {
            Some(tree) if differences.is_empty() => Tree::clone(tree.get_or_init(|| self.text.nest(leaf, Vec::new()))),
            _ => self.text.nest(leaf, differences),
        }
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
    pub(crate) fn blocks(&self, units: &[Unit], n_code: &mut usize) -> Vec<Block> {
        units.iter().map(|unit| self.block(unit, n_code)).collect()
    }

    fn block(&self, unit: &Unit, n_code: &mut usize) -> Block {
        let own = |leaf: LeafId| Attributes { id: self.id(leaf), lang: None };
        match unit {
            Unit::Paragraph(leaf) => Block::Paragraph(own(*leaf), self.nodes(*leaf)),
            Unit::Heading(level, leaf) => Block::Heading(own(*leaf), (*level).max(2), self.nodes(*leaf)),
            Unit::ItemText(leaf) => Block::ItemText(own(*leaf), self.nodes(*leaf)),
            Unit::List { start, items } => {
                let items = items.iter().map(|Item { blocks, .. }| self.blocks(blocks, n_code)).collect();
                Block::List(Attributes::default(), *start, items)
            }
            Unit::Quote(inner) => Block::Quote(Attributes::default(), self.blocks(inner, n_code)),
            Unit::Table { align, rows } => {
                let row = |cells: &Vec<LeafId>| {
                    let id = cells.first().and_then(|leaf| self.id(*leaf)).unwrap_or_default();
                    (id, cells.iter().map(|leaf| self.nodes(*leaf)).collect())
                };
                Block::Table(Attributes::default(), align.clone(), rows.iter().map(row).collect())
            }
            Unit::Figure { src, alt, caption } => Block::Figure {
                attributes: Attributes::default(),
                src: src.clone(),
                alt: self.text(*alt),
                caption: caption.map(|leaf| (self.id(leaf).unwrap_or_default(), self.nodes(leaf))),
            },
            Unit::Code { info, text } => {
                let id = self.text.code_ids.get(*n_code).map(|id| format!("{id}{}", self.suffix));
                *n_code = n_code.saturating_add(1);
                let own_tag = self.text.scripted.annotated.edition.document.front.lang.script_tag();
                let lang = (self.is_other_script() && text.chars().any(is_han)).then_some(own_tag);
                Block::Code(Attributes { id, lang }, info.clone(), text.clone())
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
pub(crate) fn body_blocks(column: &Column<'_>) -> Vec<Block> {
    column.blocks(column.body(), &mut 0)
}

/// Returns the title's tree.
pub(crate) fn title_nodes(column: &Column<'_>) -> Tree {
    column.nodes(column.text.scripted.annotated.edition.document.title)
}

/// Returns the article's blocks in two columns, one pair a unit.
pub(crate) fn pair_blocks(left: &Column<'_>, right: &Column<'_>) -> Vec<Block> {
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

fn set_lang(block: &mut Block, lang: &'static str) {
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
