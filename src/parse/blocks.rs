//! Markdown events become units and leaves.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::Input;
use super::inline::LeafBuilder;
use super::padding::{Padded, SENTINEL, pad};
use crate::diag::Diagnostic;
use crate::model::{Align, Item, Leaf, LeafId, Markup, Note, OBJECT, SafeUrl, Unit, is_refused};

/// What the Markdown holds.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) leaves: Vec<Leaf>,
    pub(super) body: Vec<Unit>,
    pub(super) notes: Vec<Note>,
    /// The leaves of pictures: descriptions and captions.
    pub(super) of_pictures: BTreeSet<LeafId>,
    pub(super) findings: Vec<Diagnostic>,
}

/// The pulldown-cmark extensions in use; others can panic together with these.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// Reads the Markdown that begins at `body_start`, until the blocks read are enough.
///
/// Errors: none returned. Deeper nesting than the site allows is refused (`JZ012`) before any tree is built.
pub(super) fn read_blocks(input: &Input<'_>, body_start: usize, are_enough: impl Fn(&[Unit]) -> bool) -> Parsed {
    let (path, text, max_depth) = (input.path, input.text, input.config.limits.nesting);
    let padded = pad(text.get(body_start..).unwrap_or_default());
    let mut reader = Reader {
        path,
        text,
        base: body_start,
        padded: &padded,
        out: Parsed::default(),
        stack: vec![Frame::Root(Vec::new())],
        leaf: None,
    };
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(&padded.text, options()).into_offset_iter() {
        depth = match &event {
            Event::Start(_) => depth + 1,
            Event::End(_) => depth.saturating_sub(1),
            _ => depth,
        };
        let source = reader.source(&range);
        if depth + reader.n_open_tags() > max_depth {
            let finding =
                Diagnostic::error("JZ012", format!("nested more than {max_depth} levels deep")).at(path, source);
            reader.out.findings.push(finding.hint("flatten the lists, quotations and tags"));
            break;
        }
        reader.event(event, source);
        if let [Frame::Root(blocks)] = reader.stack.as_slice()
            && depth == 0
            && are_enough(blocks)
        {
            break;
        }
    }
    reader.finish()
}

/// A block being built.
enum Frame {
    Root(Vec<Unit>),
    Quote(Vec<Unit>),
    List(Option<u64>, Vec<Item>),
    Item(String, Vec<Unit>),
    Note(String, Range<usize>, Vec<Unit>),
    Table(Vec<Align>, Vec<Vec<LeafId>>),
    Row(Vec<LeafId>),
    Code(String, String),
    Html,
    Image { src: Option<SafeUrl>, title: String, source: Range<usize>, outer: Option<LeafBuilder> },
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    base: usize,
    padded: &'a Padded,
    out: Parsed,
    stack: Vec<Frame>,
    leaf: Option<LeafBuilder>,
}

impl Reader<'_> {
    fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.base + self.padded.original(range.start)..self.base + self.padded.original(range.end)
    }

    fn event(&mut self, event: Event<'_>, source: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag, source),
            Event::Text(text) => self.on_text(&text, source),
            Event::Code(text) => self.leaf().push_code(&text, source),
            Event::SoftBreak => self.leaf().push_soft_break(source.start),
            Event::HardBreak => self.leaf().push_object('\n', Markup::Break, source.start),
            Event::FootnoteReference(label) => self.leaf().push_ref(&label, source),
            Event::Html(raw) | Event::InlineHtml(raw) => self.on_html(&raw, source),
            Event::Rule => self.add(Unit::Rule),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn on_text(&mut self, text: &str, source: Range<usize>) {
        if let Some(Frame::Code(_, code)) = self.stack.last_mut() {
            code.push_str(&text.replace(SENTINEL, ""));
        } else {
            let text = self.without_refused(text, &source);
            self.leaf().push_text(&text, source);
        }
    }

    /// An entity may stand for a character that no text can hold: U+FFFD stands for it, as CommonMark has it of NUL, and is found.
    fn without_refused<'t>(&self, text: &'t str, source: &Range<usize>) -> Cow<'t, str> {
        // A sentinel of ours comes without an entity, which is not what it stands for.
        let begins_entity = || self.text.get(source.clone()).is_some_and(|typed| typed.starts_with('&'));
        let is_typed = |c: char| is_refused(c) && (c != SENTINEL || begins_entity() && !text.starts_with('&'));
        if text.contains(is_typed) { text.replace(is_typed, "\u{FFFD}").into() } else { text.into() }
    }

    /// How many tags are open round what comes next.
    fn n_open_tags(&self) -> usize {
        let outer = self.stack.iter().filter_map(|frame| match frame {
            Frame::Image { outer, .. } => outer.as_ref(),
            _ => None,
        });
        outer.chain(&self.leaf).map(LeafBuilder::n_open_tags).sum()
    }

    fn on_html(&mut self, raw: &str, source: Range<usize>) {
        let raw = raw.replace(SENTINEL, "");
        let mut findings = std::mem::take(&mut self.out.findings);
        let path = self.path;
        let trimmed = raw.trim_end_matches('\n');
        if !trimmed.is_empty() {
            self.leaf().push_html(trimmed, source.start..source.start + trimmed.len(), path, &mut findings);
        }
        if raw.ends_with('\n') && self.leaf.is_some() {
            self.leaf().push_soft_break(source.end.saturating_sub(1));
        }
        self.out.findings = findings;
    }

    /// The leaf being built; text straight in an item or quotation opens one.
    fn leaf(&mut self) -> &mut LeafBuilder {
        self.leaf.get_or_insert_default()
    }

    fn start(&mut self, tag: Tag<'_>, source: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => self.leaf = Some(LeafBuilder::default()),
            Tag::HtmlBlock => {
                self.stack.push(Frame::Html);
                self.leaf = Some(LeafBuilder::default());
            }
            Tag::BlockQuote(_) => self.block(Frame::Quote(Vec::new())),
            Tag::CodeBlock(kind) => {
                let info = self.without_refused(&info_of(&kind), &source).into_owned();
                self.block(Frame::Code(info, String::new()));
            }
            Tag::List(start) => self.block(Frame::List(start, Vec::new())),
            Tag::Item => self.stack.push(Frame::Item(self.marker(&source), Vec::new())),
            Tag::FootnoteDefinition(label) => {
                self.block(Frame::Note(label.replace(SENTINEL, "").to_lowercase(), source, Vec::new()))
            }
            Tag::Table(columns) => self.block(Frame::Table(columns.iter().map(align_of).collect(), Vec::new())),
            Tag::TableHead | Tag::TableRow => self.stack.push(Frame::Row(Vec::new())),
            Tag::Emphasis => self.leaf().open(Some(Markup::Emphasis)),
            Tag::Strong => self.leaf().open(Some(Markup::Strong)),
            Tag::Strikethrough => self.leaf().open(Some(Markup::Deleted)),
            Tag::Superscript => self.leaf().open(Some(Markup::Sup)),
            Tag::Subscript => self.leaf().open(Some(Markup::Sub)),
            Tag::Link { link_type, dest_url, title, .. } => {
                let mailbox = if link_type == LinkType::Email { "mailto:" } else { "" };
                let url = self.safe_url(&format!("{mailbox}{dest_url}"), &source);
                let title = self.without_refused(&title, &source).replace(SENTINEL, "");
                let title = Some(title).filter(|title| !title.is_empty());
                self.leaf().open(url.map(|url| Markup::Link(url, title)));
            }
            Tag::Image { dest_url, title, .. } => {
                let src = self.safe_url(&dest_url, &source);
                let outer = self.leaf.replace(LeafBuilder::default());
                let title = self.without_refused(&title, &source).replace(SENTINEL, "");
                self.stack.push(Frame::Image { src, title, source, outer });
            }
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => {}
        }
    }

    /// A block begins: text that stood straight in its parent ends there.
    fn block(&mut self, frame: Frame) {
        self.flush_item_text();
        self.stack.push(frame);
    }

    fn end(&mut self, tag: TagEnd, source: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => {
                let leaf = self.take_leaf();
                self.add(Unit::Heading(level_number(level), leaf));
            }
            TagEnd::TableCell => {
                let leaf = self.take_leaf();
                if let Some(Frame::Row(cells)) = self.stack.last_mut() {
                    cells.push(leaf);
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {
                self.leaf().close();
            }
            TagEnd::Image => self.end_image(),
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
            _ => self.end_block(source),
        }
    }

    fn end_block(&mut self, source: Range<usize>) {
        if matches!(self.stack.last(), Some(Frame::Item(..) | Frame::Quote(_) | Frame::Note(..))) {
            self.flush_item_text();
        }
        if self.stack.len() < 2 {
            return;
        }
        match self.stack.pop() {
            Some(Frame::Quote(units)) => self.add(Unit::Quote(units)),
            Some(Frame::List(start, items)) => self.add(Unit::List { start, items }),
            Some(Frame::Item(marker, blocks)) => {
                if let Some(Frame::List(_, items)) = self.stack.last_mut() {
                    items.push(Item { marker, blocks });
                }
            }
            Some(Frame::Note(label, at, body)) => {
                self.out.notes.push(Note { label, body, citations: Vec::new(), source: at.start..source.end });
            }
            Some(Frame::Table(align, rows)) => self.add(Unit::Table { align, rows }),
            Some(Frame::Row(cells)) => {
                if let Some(Frame::Table(_, rows)) = self.stack.last_mut() {
                    rows.push(cells);
                }
            }
            Some(Frame::Code(info, text)) => self.add(Unit::Code { info, text }),
            Some(Frame::Html) => {
                let leaf = self.take_leaf();
                self.add(Unit::Paragraph(leaf));
            }
            Some(Frame::Root(_) | Frame::Image { .. }) | None => {}
        }
    }

    /// A paragraph that is one picture is a figure.
    fn end_paragraph(&mut self) {
        let leaf = self.take_leaf();
        let figure = self.out.leaves.get(leaf).and_then(|paragraph| match paragraph.marks.as_slice() {
            [mark] if paragraph.text.len() == 1 && paragraph.refs.is_empty() => match &mark.kind {
                Markup::Image(src, alt) => Some((src.clone(), *alt)),
                _ => None,
            },
            _ => None,
        });
        match figure {
            Some((src, alt)) => {
                let caption = self.out.leaves.get(alt + 1).filter(|_| alt + 1 < leaf).map(|_| alt + 1);
                self.add(Unit::Figure { src, alt, caption });
            }
            None => self.add(Unit::Paragraph(leaf)),
        }
    }

    fn end_image(&mut self) {
        let alt = self.take_leaf();
        let Some(Frame::Image { src, title, source, outer }) = self.stack.pop() else {
            return;
        };
        self.out.of_pictures.insert(alt);
        if !title.is_empty() {
            self.out.of_pictures.insert(self.out.leaves.len());
            let byte = self
                .text
                .get(source.clone())
                .and_then(|raw| raw.rfind(&title))
                .map_or(source.start, |i| source.start + i);
            self.out.leaves.push(Leaf::plain(&title, byte));
        }
        self.leaf = Some(outer.unwrap_or_default());
        match src {
            Some(src) => self.leaf().push_object(OBJECT, Markup::Image(src, alt), source.start),
            None => {
                let text = self.out.leaves.get(alt).map(Leaf::to_text).unwrap_or_default();
                self.leaf().push_text(&text, source);
            }
        }
    }

    fn flush_item_text(&mut self) {
        if self.leaf.is_some() {
            let leaf = self.take_leaf();
            self.add(Unit::ItemText(leaf));
        }
    }

    fn take_leaf(&mut self) -> LeafId {
        let leaf = self.leaf.take().unwrap_or_default().finish(self.path, self.text, &mut self.out.findings);
        self.out.leaves.push(leaf);
        self.out.leaves.len() - 1
    }

    fn add(&mut self, unit: Unit) {
        if let Some(Frame::Root(units) | Frame::Quote(units) | Frame::Item(_, units) | Frame::Note(_, _, units)) =
            self.stack.last_mut()
        {
            units.push(unit);
        }
    }

    /// The marker of the item at `source`, as typed, with the spaces after it.
    fn marker(&self, source: &Range<usize>) -> String {
        let raw = self.text.get(source.clone()).unwrap_or_default();
        let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
        let end = raw
            .get(digits + 1..)
            .map_or(raw.len(), |rest| digits + 1 + rest.len() - rest.trim_start_matches([' ', '\t']).len());
        raw.get(..end).unwrap_or_default().to_owned()
    }

    fn safe_url(&mut self, address: &str, source: &Range<usize>) -> Option<SafeUrl> {
        let address = address.replace(SENTINEL, "");
        SafeUrl::parse(&address)
            .map_err(|why| {
                let finding = Diagnostic::error("JZ401", format!("the address `{address}` cannot be linked: {why}"));
                self.out
                    .findings
                    .push(finding.at(self.path, source.clone()).hint("use http, https, mailto or a relative address"));
            })
            .ok()
    }

    fn finish(mut self) -> Parsed {
        self.flush_item_text();
        if let Some(Frame::Root(units)) = self.stack.into_iter().next() {
            self.out.body = units;
        }
        self.out
    }
}

fn info_of(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Indented => String::new(),
        CodeBlockKind::Fenced(info) => info.replace(SENTINEL, ""),
    }
}

fn align_of(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
