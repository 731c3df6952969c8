//! The text of a Markdown body's leaves, one a line: the witness of a text received as Markdown.
//! The leaves are those of the room `parse`: list markers as typed, note marks, claim brackets and kept tags gone.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What a body holds.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    /// The leaves' text, one a line, the title first.
    pub(super) witness: String,
    /// The first `#` heading.
    pub(super) title: Option<String>,
    /// The first line of the body.
    pub(super) first: Option<String>,
    /// How many leaves are not headings.
    pub(super) n_texts: usize,
    /// How many are, the title included.
    pub(super) n_headings: usize,
    /// How many notes there are; their text is no part of the witness.
    pub(super) n_notes: usize,
}

/// The noncharacter that lets emphasis open and close beside full-width punctuation; refused in received texts.
const SENTINEL: char = '\u{FDD0}';

/// The character that stands for a picture, as in `parse`.
const OBJECT: char = '\u{FFFC}';

/// Reads the leaves of `body`.
pub(super) fn read_leaves(body: &str) -> Leaves {
    let padded = pad(body);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { source: &padded, ..Reader::default() };
    for (event, range) in Parser::new_ext(&padded, options).into_offset_iter() {
        reader.read(event, range);
    }
    reader.end_leaf(None);
    let mut leaves = reader.leaves;
    leaves.first = reader.lines.iter().find(|line| !line.trim().is_empty()).cloned();
    if let Some(at) = reader.title_idx.filter(|at| *at < reader.lines.len()) {
        let title = reader.lines.remove(at);
        leaves.title = Some(title.clone());
        reader.lines.insert(0, title);
    }
    leaves.witness =
        reader.lines.iter().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect();
    leaves
}

/// Puts sentinels round each run of `*` or `~` that touches full-width punctuation, as `parse` does.
/// CommonMark 0.31, §6.2, would not let such a run close before a letter.
fn pad(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = '\n';
    while let Some(c) = rest.next() {
        if !matches!(c, '*' | '~') || before == '\\' {
            out.push(c);
            before = if c == '\\' && before == '\\' { ' ' } else { c };
            continue;
        }
        let mut run = String::from(c);
        while let Some(next) = rest.next_if_eq(&c) {
            run.push(next);
        }
        if is_wide_punctuation(before) || rest.peek().copied().is_some_and(is_wide_punctuation) {
            run = format!("{SENTINEL}{run}{SENTINEL}");
        }
        out.push_str(&run);
        before = c;
    }
    out
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    leaves: Leaves,
    lines: Vec<String>,
    title_idx: Option<usize>,
    /// The leaf being read: characters, and whether each is a bracket that is not escaped.
    text: Vec<(char, bool)>,
    /// Pictures open: where each begins in `text`, and its title.
    pictures: Vec<(usize, String)>,
    /// Alt text and title of the last picture in the leaf.
    picture: Option<[String; 2]>,
    marker: String,
    depth: usize,
    in_note: bool,
    n_hidden: usize,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push(&text, &range),
            Event::Code(text) => self.push(&text, &(0..0)),
            Event::SoftBreak | Event::HardBreak => self.push("\n", &(0..0)),
            Event::FootnoteReference(_) => self.drop_claim_brackets(),
            Event::Html(raw) | Event::InlineHtml(raw) => self.push_html(&raw),
            Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        if is_block(tag) {
            self.end_leaf(None);
            self.depth += 1;
        }
        match tag {
            Tag::Image { title, .. } => self.pictures.push((self.text.len(), title.replace(SENTINEL, ""))),
            Tag::Item if !self.in_note => {
                let marker = self.item_marker(range);
                self.marker.push_str(&marker);
            }
            Tag::FootnoteDefinition(_) => {
                self.in_note = true;
                self.leaves.n_notes += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.end_leaf(Some(level)),
            TagEnd::FootnoteDefinition => {
                self.end_leaf(None);
                self.in_note = false;
            }
            TagEnd::Item => {
                self.end_leaf(None);
                // An item without text still has its marker.
                let marker = std::mem::take(&mut self.marker);
                self.lines.extend(Some(marker).filter(|marker| !marker.is_empty()));
            }
            TagEnd::Image => return self.end_picture(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => return,
            TagEnd::Superscript | TagEnd::Subscript => return,
            _ => self.end_leaf(None),
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// A picture is one character of its leaf; its alt text and title are leaves of their own if it stands alone.
    fn end_picture(&mut self) {
        let Some((start, title)) = self.pictures.pop() else {
            return;
        };
        let alt = self.text.split_off(start.min(self.text.len())).into_iter().map(|(c, _)| c).collect();
        self.text.push((OBJECT, false));
        self.picture = Some([alt, title]);
    }

    /// The marker as typed, with the spaces after it.
    fn item_marker(&self, range: &Range<usize>) -> String {
        let raw = self.source.get(range.clone()).unwrap_or_default();
        let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
        let rest = raw.get(digits + 1..).unwrap_or_default();
        let end = raw.len() - rest.trim_start_matches([' ', '\t']).len();
        raw.get(..end).unwrap_or_default().trim_end_matches('\n').to_owned()
    }

    fn push(&mut self, text: &str, range: &Range<usize>) {
        if self.n_hidden > 0 {
            return;
        }
        let is_verbatim = range.len() == text.len();
        let is_escaped = self.source.get(..range.start).is_some_and(|before| before.ends_with('\\'));
        for (at, c) in text.char_indices().filter(|(_, c)| *c != SENTINEL) {
            let is_bracket = matches!(c, '[' | ']') && is_verbatim && !(at == 0 && is_escaped);
            self.text.push((c, is_bracket));
        }
    }

    /// Kept tags leave no text, the reading of a ruby included; any other is text.
    fn push_html(&mut self, raw: &str) {
        let inner = raw.trim_end().strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
        let name = inner.trim_matches('/').split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "br" => self.push("\n", &(0..0)),
            "rt" | "rp" if inner.starts_with('/') => self.n_hidden = self.n_hidden.saturating_sub(1),
            "rt" | "rp" => self.n_hidden += 1,
            "sup" | "sub" | "ruby" | "kbd" | "mark" | "small" | "span" => {}
            _ => self.push(raw, &(0..0)),
        }
    }

    /// Brackets directly before a note mark are a claim's extent, not text.
    fn drop_claim_brackets(&mut self) {
        let Some((last, _)) = self.text.split_last().filter(|(last, _)| **last == (']', true)) else {
            return;
        };
        let mut n_open = 0_usize;
        let opening = self.text.iter().rposition(|&c| {
            match c {
                (']', true) => n_open += 1,
                ('[', true) => n_open = n_open.saturating_sub(1),
                _ => {}
            }
            n_open == 0
        });
        debug_assert_eq!(last.0, ']');
        if let Some(at) = opening {
            self.text.pop();
            self.text.remove(at);
        }
    }

    /// Ends the leaf being read, if there is one; `level` when it is a heading.
    fn end_leaf(&mut self, level: Option<HeadingLevel>) {
        self.n_hidden = 0;
        let text: String = std::mem::take(&mut self.text).into_iter().map(|(c, _)| c).collect();
        let picture = self.picture.take().filter(|_| text == OBJECT.to_string());
        if self.in_note || text.trim().is_empty() {
            return;
        }
        if level == Some(HeadingLevel::H1) && self.depth == 1 && self.title_idx.is_none() {
            self.title_idx = Some(self.lines.len());
        }
        let count = if level.is_some() { &mut self.leaves.n_headings } else { &mut self.leaves.n_texts };
        *count += 1;
        let marker = std::mem::take(&mut self.marker);
        let text = picture.map_or(text, |lines| lines.join("\n"));
        self.lines.push(format!("{marker}{}", text.trim_matches('\n')));
    }
}

/// Says whether `tag` begins a block, and so ends the text that stood before it in its parent.
fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}
