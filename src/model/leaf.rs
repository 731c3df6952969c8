//! A leaf: one run of inline text with its marks and note marks, and how positions move when it changes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Script, Variant, is_refused, to_text};

/// A stretch of a leaf's text, in characters.
pub type Span = Range<usize>;

/// A leaf's place in `Document::leaves`.
pub type LeafId = usize;

/// An address that passed the allow list: http, https, mailto, or relative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeUrl(String);

impl SafeUrl {
    /// Returns the address when its decoded value may stand in a page, else why not.
    ///
    /// Errors: a scheme other than http, https and mailto; control characters; an empty address.
    pub fn parse(address: &str) -> Result<Self, String> {
        let trimmed = address.trim();
        if trimmed.is_empty() {
            return Err("the address is empty".to_owned());
        }
        // Browsers drop tabs and line ends inside an address before they read its scheme.
        if trimmed.chars().any(|c| c.is_control() || is_refused(c)) || trimmed.starts_with(['\u{1}', '\\']) {
            return Err("the address holds control characters or begins with a backslash".to_owned());
        }
        let head = trimmed.split(['/', '?', '#']).next().unwrap_or_default();
        match head.split_once(':') {
            Some((scheme, _)) if ["http", "https", "mailto"].contains(&scheme.trim().to_ascii_lowercase().as_str()) => {
            }
            Some((scheme, _)) => return Err(format!("the scheme `{scheme}:` is not allowed")),
            None => {}
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// Returns the address, not escaped for HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether the address leads to another host (or a mailbox).
    pub fn is_external(&self) -> bool {
        let head = self.0.split(['/', '?', '#']).next().unwrap_or_default();
        head.contains(':') || self.0.starts_with("//")
    }
}

/// The forms of a fixed text. Empty: it stands as typed in every variant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms(pub BTreeMap<Variant, String>);

impl Forms {
    /// Returns the form for `variant`: its own, else one of its script; none when it stands as typed.
    pub fn form(&self, variant: Variant) -> Option<&str> {
        self.0.get(&variant).or_else(|| self.of_script(variant.script)).map(String::as_str)
    }

    /// Returns the form stated for `variant`: its own, else that of its script without a region; none when nothing is said of
    /// it. A region's word stands for no other region, and for no variant without one.
    pub fn stated(&self, variant: Variant) -> Option<&str> {
        self.0.get(&variant).or_else(|| self.0.get(&Variant { region: None, ..variant })).map(String::as_str)
    }

    fn of_script(&self, script: Script) -> Option<&String> {
        self.0.iter().find(|(variant, _)| variant.script == script).map(|(_, form)| form)
    }
}

/// What a stretch of text is, beside its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// Strong emphasis.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Struck out.
    Deleted,
    /// Small print.
    Small,
    /// Superscript.
    Sup,
    /// Subscript.
    Sub,
    /// Keys to press.
    Kbd,
    /// Highlighted.
    Highlight,
    /// Inline code: never converted.
    Code,
    /// A line break, standing for one LF in the text.
    Break,
    /// Text in another language, by BCP 47 tag: never converted.
    Lang(String),
    /// Base text with its reading.
    Ruby(String),
    /// A link.
    Link(SafeUrl, Option<String>),
    /// A picture, standing for one U+FFFC in the text; the leaf holds its alt text.
    Image(SafeUrl, LeafId),
    /// Text with a form of its own per variant, or none: never converted.
    Fixed(Forms),
    /// The brackets of a claim, which are not part of the text.
    Extent,
}

impl Markup {
    /// Says whether the mark may never be cut in two.
    pub fn is_whole(&self) -> bool {
        matches!(
            self,
            Self::Link(..) | Self::Ruby(_) | Self::Fixed(_) | Self::Extent | Self::Image(..) | Self::Break | Self::Code
        )
    }

    /// Says whether the text below is outside the reach of rules: no emendation, no conversion, no sentence end.
    pub fn is_protected(&self) -> bool {
        matches!(self, Self::Code | Self::Fixed(_) | Self::Image(..) | Self::Break)
    }
}

/// A mark on a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub at: Span,
    /// What.
    pub kind: Markup,
}

/// A note mark: it stands after every mark that ends at `at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRef {
    /// Its place between two characters.
    pub at: usize,
    /// The label as typed.
    pub label: String,
    /// Which mark of its label it is, from 1, in unit order.
    pub nth: usize,
    /// Bytes of the file.
    pub source: Range<usize>,
}

/// One run of inline text.
///
/// Shape: marks are sorted by (start, longest first) and may cross; note marks are sorted.
/// Units: characters; `source` has the byte in the file of each character, and one more for the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaf {
    /// The characters, markup gone.
    pub text: Vec<char>,
    /// What stretches of them are.
    pub marks: Vec<Mark>,
    /// Note marks.
    pub refs: Vec<NoteRef>,
    /// Bytes in the file.
    pub source: Vec<usize>,
    /// Bytes in the file of the characters typed with a backslash before them, ascending.
    pub escaped: Vec<usize>,
}

impl Leaf {
    /// Returns a leaf of plain text whose characters stand at `byte` and after.
    pub fn plain(text: &str, byte: usize) -> Self {
        let mut source: Vec<usize> = text.char_indices().map(|(i, _)| byte + i).collect();
        source.push(byte + text.len());
        Self { text: text.chars().collect(), source, ..Self::default() }
    }

    /// Says whether the character at `i` was typed with a backslash, so that it is no markup.
    pub fn is_escaped(&self, i: usize) -> bool {
        self.source.get(i).is_some_and(|byte| self.escaped.binary_search(byte).is_ok())
    }

    /// Returns the text of `span`.
    pub fn slice(&self, span: &Span) -> String {
        to_text(self.text.get(span.clone()).unwrap_or_default())
    }

    /// Returns the whole text.
    pub fn to_text(&self) -> String {
        to_text(&self.text)
    }

    /// Returns the bytes in the file of `span`.
    pub fn source_span(&self, span: &Span) -> Range<usize> {
        let at = |i: usize| self.source.get(i).or(self.source.last()).copied().unwrap_or_default();
        let start = at(span.start);
        let last = span.end.saturating_sub(1).max(span.start);
        // What was typed can be shorter than what it stands for.
        let typed = self.source.get(last.saturating_add(1)).map_or(usize::MAX, |next| next.saturating_sub(at(last)));
        let width = self.text.get(last).map_or(0, |c| c.len_utf8()).min(typed);
        start..if span.is_empty() { start } else { (at(last) + width).max(start) }
    }

    /// Returns, for each character, whether a protected mark covers it.
    pub fn protected(&self) -> Vec<bool> {
        let mut protected = vec![false; self.text.len()];
        for mark in self.marks.iter().filter(|mark| mark.kind.is_protected()) {
            if let Some(covered) = protected.get_mut(mark.at.clone()) {
                covered.fill(true);
            }
        }
        protected
    }

    /// Replaces stretches of the text and moves marks, note marks and source places along.
    ///
    /// Shape: `edits` sorted and disjoint. Replacements of equal length move nothing.
    pub fn splice(&self, edits: &[(Span, Vec<char>)]) -> (Self, Changes) {
        let (text, changes) = splice_text(self.text.clone(), edits);
        let mut out = Self { text, escaped: self.escaped.clone(), ..Self::default() };
        let copy = |out: &mut Self, span: Span| out.source.extend(self.source.get(span).unwrap_or_default());
        let mut done = 0;
        for (from, new) in edits {
            copy(&mut out, done..from.start);
            let byte = self.source.get(from.start).copied().unwrap_or_default();
            let place = |i: usize| self.source.get((from.start + i).min(from.end.max(1) - 1)).copied();
            out.source.extend((0..new.len()).map(|i| place(i).unwrap_or(byte).max(byte)));
            done = from.end;
        }
        copy(&mut out, done..self.text.len());
        out.source.push(self.source.last().copied().unwrap_or_default());
        let map = |at: &Span| changes.map(at.start, Edge::Start)..changes.map(at.end, Edge::End);
        out.marks = self.marks.iter().map(|mark| Mark { at: map(&mark.at), kind: mark.kind.clone() }).collect();
        out.refs = self.refs.iter().map(|r| NoteRef { at: changes.map(r.at, Edge::End), ..r.clone() }).collect();
        (out, changes)
    }

    /// Puts the marks in order: by start, the longest first.
    pub fn sort_marks(&mut self) {
        self.marks.sort_by_key(|mark| (mark.at.start, std::cmp::Reverse(mark.at.end)));
    }
}

/// Replaces stretches of a text; returns how positions in it move.
///
/// Shape: `edits` sorted and disjoint. Replacements of equal length move nothing.
pub fn splice_text(text: Vec<char>, edits: &[(Span, Vec<char>)]) -> (Vec<char>, Changes) {
    if edits.is_empty() {
        return (text, Changes::default());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut changes = Vec::new();
    let mut done = 0;
    for (from, new) in edits {
        out.extend_from_slice(text.get(done..from.start).unwrap_or_default());
        let to = out.len()..out.len() + new.len();
        out.extend_from_slice(new);
        if new.len() != from.len() {
            changes.push(Change { from: from.clone(), to });
        }
        done = from.end;
    }
    out.extend_from_slice(text.get(done..).unwrap_or_default());
    (out, Changes(changes))
}

/// A stretch whose replacement has another length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In the old text.
    pub from: Span,
    /// In the new text.
    pub to: Span,
}

/// Which edge of a span a position is: inside a change a start snaps to its start, an end to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The first character.
    Start,
    /// Past the last character.
    End,
}

/// Replaced stretches of other length, sorted and disjoint; elsewhere positions move by the running difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// Returns the changes that lead back.
    pub fn inverse(&self) -> Self {
        Self(self.0.iter().map(|change| Change { from: change.to.clone(), to: change.from.clone() }).collect())
    }

    /// Returns the place in the new text of `at` in the old one.
    pub fn map(&self, at: usize, edge: Edge) -> usize {
        let n_before = self.0.partition_point(|change| {
            change.from.start < at || (change.from.start == at && edge == Edge::End && change.from.is_empty())
        });
        let Some(change) = n_before.checked_sub(1).and_then(|i| self.0.get(i)) else {
            return at;
        };
        if at < change.from.end {
            return match edge {
                Edge::Start => change.to.start,
                Edge::End => change.to.end,
            };
        }
        at - change.from.end + change.to.end
    }
}
