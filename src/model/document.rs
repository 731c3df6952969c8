//! What `parse` hands on: front matter, the tree of units, notes, and their leaves.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Date, LeafId, Locator, Markup, OwnGlossary, SafeUrl, Variant};

/// Column alignment of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the page has it.
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// One item of a list: blocks, the first often its own text.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The marker as typed, as `- ` or `2. `.
    pub marker: String,
    /// What it holds.
    pub blocks: Vec<Unit>,
}

/// A block of the article.
#[derive(Debug, Clone, PartialEq)]
pub enum Unit {
    /// A heading of level 1 to 6.
    Heading(u8, LeafId),
    /// A paragraph.
    Paragraph(LeafId),
    /// The own text of a list item.
    ItemText(LeafId),
    /// A list, numbered from `start` or not.
    List {
        /// The first number.
        start: Option<u64>,
        /// Its items.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Unit>),
    /// A table; the first row is its head.
    Table {
        /// One a column.
        align: Vec<Align>,
        /// Cells by row.
        rows: Vec<Vec<LeafId>>,
    },
    /// A picture that is a paragraph of its own.
    Figure {
        /// Where the picture lies.
        src: SafeUrl,
        /// Its alt text.
        alt: LeafId,
        /// Its caption: the picture's title.
        caption: Option<LeafId>,
    },
    /// A code block.
    Code {
        /// The language, as typed.
        info: String,
        /// The code.
        text: String,
    },
    /// A thematic break.
    Rule,
}

/// What kind of page an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// An edition.
    Article,
    /// A page about the site: in no list, without a ledger.
    Page,
}

/// How much of the witness is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WitnessPublication {
    /// The original page and the file.
    Full,
    /// The places emended alone.
    Contexts,
    /// Its hash alone.
    None,
}

/// A prose field of the front matter, held as a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Subtitle.
    Subtitle,
    /// Author or authors.
    Author,
    /// Summary.
    Summary,
    /// Tags.
    Tag,
    /// The series that it belongs to.
    Series,
    /// Edition statement.
    Edition,
    /// Editor or editors.
    Editor,
    /// Licence.
    License,
}

/// What the front matter says, prose apart.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// The article's name in addresses.
    pub slug: String,
    /// Names that it had in addresses before, the oldest first.
    pub aliases: Vec<String>,
    /// The script (and words) the article is written in.
    pub lang: Variant,
    /// Published.
    pub date: Option<Date>,
    /// Last changed.
    pub updated: Option<Date>,
    /// Not to be published yet.
    pub draft: bool,
    /// The source it is based on.
    pub based_on: Option<Citation>,
    /// How much of the witness is published.
    pub witness: WitnessPublication,
    /// Words with a form per variant.
    pub glossary: OwnGlossary,
    /// Article or page.
    pub kind: PageKind,
    /// Its place in its series, by which the series is sorted.
    pub series_order: Option<u32>,
}

/// A citation, in a note's body or a front matter: a source and the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source's key.
    pub key: String,
    /// The place in it.
    pub locator: Option<Locator>,
    /// The key's place, in bytes of the file.
    pub source: Range<usize>,
}

/// A note as typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The label, in lower case.
    pub label: String,
    /// Its body; citation groups are taken out.
    pub body: Vec<Unit>,
    /// The sources it cites, in order.
    pub citations: Vec<Citation>,
    /// Where the definition stands, in bytes of the file.
    pub source: Range<usize>,
}

/// Where a note definition's label stands, in bytes of the file.
pub type Definition = (String, Range<usize>);

/// One entry of the edition's history, `changes.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When the edition changed.
    pub date: Date,
    /// The leaf of what the edition was called from then on.
    pub version: LeafId,
    /// The leaf of what changed, in a sentence or a few.
    pub summary: LeafId,
    /// Labels, in lower case, of the notes whose claims it concerns.
    pub claims: Vec<String>,
}

/// An article as parsed: the received characters, none changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file, relative to the root.
    pub path: String,
    /// What the front matter says.
    pub front: FrontMatter,
    /// The title's leaf.
    pub title: LeafId,
    /// Whether the title was the text's first heading (so it belongs to the witness).
    pub is_title_received: bool,
    /// The prose fields' leaves.
    pub fields: BTreeMap<Field, Vec<LeafId>>,
    /// The article.
    pub body: Vec<Unit>,
    /// Its notes, in the order of the first definition.
    pub notes: Vec<Note>,
    /// The edition's history, in the order typed: the newest first.
    pub history: Vec<Revision>,
    /// All leaves.
    pub leaves: Vec<super::Leaf>,
}

impl Document {
    /// Returns what names the document: its title, tags and series, without text, notes or history.
    pub fn into_names(mut self) -> Self {
        let mut leaves = std::mem::take(&mut self.leaves);
        let mut kept = Vec::new();
        let mut keep = |id: &mut LeafId| {
            let mut leaf = leaves.get_mut(*id).map(std::mem::take).unwrap_or_default();
            leaf.refs.clear();
            // The text beside a picture is a leaf of its own.
            leaf.marks.retain(|mark| !matches!(mark.kind, Markup::Image(..)));
            *id = kept.len();
            kept.push(leaf);
        };
        keep(&mut self.title);
        self.fields.retain(|field, _| matches!(field, Field::Tag | Field::Series));
        self.fields.values_mut().flatten().for_each(&mut keep);
        Self { leaves: kept, body: Vec::new(), notes: Vec::new(), history: Vec::new(), ..self }
    }
}

/// Appends the leaves of `units` in reading order: what a reader meets, cell by cell.
pub fn collect_leaves(units: &[Unit], out: &mut Vec<LeafId>) {
    for unit in units {
        match unit {
            Unit::Heading(_, leaf) | Unit::Paragraph(leaf) | Unit::ItemText(leaf) => out.push(*leaf),
            Unit::List { items, .. } => items.iter().for_each(|item| collect_leaves(&item.blocks, out)),
            Unit::Quote(inner) => collect_leaves(inner, out),
            Unit::Table { rows, .. } => out.extend(rows.iter().flatten()),
            Unit::Figure { alt, caption, .. } => out.extend(std::iter::once(alt).chain(caption)),
            Unit::Code { .. } | Unit::Rule => {}
        }
    }
}
