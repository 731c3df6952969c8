//! What is left of a YAML text when the entries with errors are left out: they become blanks, so that every other byte
//! stays in its place.

use std::borrow::Cow;
use std::ops::Range;

use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, Options};

use crate::config::slips::{Slip, find_slip_above};
use crate::config::{AnyYaml, YamlFault, typed_span, yaml_fault};
use crate::diag::{Diagnostic, did_you_mean};

/// A text is read again for each error: no more bytes than these in all, and no more often.
const MAX_BYTES: usize = 16 << 20;
const MAX_ROUNDS: usize = 100;

/// The text, and what has been left out of it.
pub(super) struct Rest<'a> {
    text: Cow<'a, str>,
    /// As the text was before anything was left out by entries; made when it is first asked for.
    tree: Option<Spanned<AnyYaml>>,
    left_out: Vec<LeftOut>,
    /// Whether syntax is wrong that is no slip of the hand.
    has_syntax_error: bool,
    n_rounds: usize,
}

/// A part that was left out, in bytes.
struct LeftOut {
    at: Range<usize>,
    kind: Kind,
}

/// What was left out: an entry of a map with its key, an item of a list, or lines that are no YAML, before there was a tree,
/// with how far they are indented.
#[derive(Clone)]
enum Kind {
    Entry(String),
    Item,
    Lines(usize),
}

/// What an error comes to.
pub(super) struct Wrong {
    /// What is to be told, in bytes of the YAML; nothing where the error comes of what was left out.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether the rest can be read.
    pub(super) goes_on: bool,
}

impl<'a> Rest<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), tree: None, left_out: Vec::new(), has_syntax_error: false, n_rounds: 0 }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Leaves out what an error of the parser is about.
    pub(super) fn leave_out(&mut self, error: &serde_saphyr::Error) -> Wrong {
        self.n_rounds += 1;
        let most = (MAX_BYTES / self.text.len().max(1)).clamp(1, MAX_ROUNDS);
        let fault = yaml_fault(&self.text, error);
        let mut wrong = match self.grow_tree() {
            // What was left out was needed, as an anchor is.
            Ok(()) if !self.is_yaml() => Wrong { findings: Vec::new(), goes_on: false },
            Ok(()) => self.leave_out_entry(fault),
            Err(syntax) => self.leave_out_lines(fault, yaml_fault(&self.text, &syntax)),
        };
        wrong.goes_on &= self.n_rounds < most;
        wrong
    }

    /// Leaves out the outermost entry that holds the byte `at`.
    pub(super) fn leave_out_at(&mut self, at: usize) {
        if self.grow_tree().is_ok()
            && let Some(entry) = self.entries_at(at).into_iter().next()
        {
            self.blank(entry.at, entry.kind);
        }
    }

    fn grow_tree(&mut self) -> Result<(), serde_saphyr::Error> {
        if self.tree.is_none() {
            self.tree = Some(tree_of(&self.text)?);
        }
        Ok(())
    }

    /// Says whether the text is YAML still.
    fn is_yaml(&self) -> bool {
        self.left_out.iter().all(|part| matches!(part.kind, Kind::Lines(_))) || tree_of(&self.text).is_ok()
    }

    /// The text is YAML: the entry of the error is left out.
    fn leave_out_entry(&mut self, mut fault: YamlFault) -> Wrong {
        let entries = if fault.has_place { self.entries_at(fault.at) } else { Vec::new() };
        let entry = entry_of(&fault, &entries);
        if let (About::Value, Some(entry)) = (&fault.about, entry)
            && entry.is_scalar
            && !entry.value.is_empty()
            && !fault.is_slip
        {
            // Some errors have the place of the key.
            fault.finding = fault.finding.at("", entry.value.clone());
        }
        // The parser names the last key of a map that lacks one.
        if let (About::Missing(_), Some(entry)) = (&fault.about, entry) {
            fault.finding = fault.finding.at("", self.head_of(entry));
        }
        let whole = 0..self.text.len();
        let at = entry.map_or(whole, |entry| entry.at.clone());
        let is_consequence = self.left_out.iter().any(|part| match (&fault.about, &part.kind) {
            (About::Missing(field), Kind::Entry(key)) => at.contains(&part.at.start) && is_meant(key, field),
            _ => at.contains(&part.at.start),
        });
        let goes_on = match entry {
            Some(entry) => self.blank(entry.at.clone(), entry.kind.clone()),
            // All of the text is one word, as a line with a full-width colon is.
            None if fault.is_slip => self.blank_lines(start_of(&fault.finding)),
            None => false,
        };
        Wrong { findings: if is_consequence { Vec::new() } else { vec![fault.finding] }, goes_on }
    }

    /// The text is no YAML: the lines of the fault are left out, once; those of slips each time.
    fn leave_out_lines(&mut self, first: YamlFault, syntax: YamlFault) -> Wrong {
        let is_other = first.at != syntax.at;
        let slip = if syntax.is_slip { None } else { find_slip_above(&self.text, syntax.at) };
        let is_slip = syntax.is_slip || slip.is_some();
        let finding = slip.map_or(syntax.finding, Slip::into_finding);
        let at = if is_slip { start_of(&finding) } else { syntax.at };
        if self.has_syntax_error && !is_slip {
            return Wrong { findings: Vec::new(), goes_on: false };
        }
        self.has_syntax_error |= !is_slip;
        let goes_on = self.blank_lines(at) && (self.grow_tree().is_ok() || is_slip);
        let mut findings = vec![finding];
        // What was found before the syntax ends is found again, if the rest is read.
        if is_other && !goes_on && findings.iter().all(|finding| finding.place != first.finding.place) {
            findings.insert(0, first.finding);
        }
        Wrong { findings, goes_on }
    }

    /// Makes the line of a byte blank, and the lines below that are indented deeper.
    fn blank_lines(&mut self, at: usize) -> bool {
        let start = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
        let mut lines = self.text.get(start..).unwrap_or_default().split_inclusive('\n');
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let first = lines.next().unwrap_or_default();
        let n = indent(first);
        let is_deeper = |line: &&str| line.trim().is_empty() || indent(line) > n;
        let end = start + first.len() + lines.take_while(is_deeper).map(str::len).sum::<usize>();
        // A tab is as deep as it looks.
        let column = if first.trim_start_matches(' ').starts_with('\t') { usize::MAX } else { n };
        self.blank(start + n..end, Kind::Lines(column))
    }

    /// Makes a part blank; says whether anything stood there.
    fn blank(&mut self, at: Range<usize>, kind: Kind) -> bool {
        let part = self.text.get(at.clone()).unwrap_or_default();
        if part.trim().is_empty() {
            return false;
        }
        let blanks: String = part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        self.text.to_mut().replace_range(at.clone(), &blanks);
        self.left_out.push(LeftOut { at, kind });
        true
    }

    /// What an entry's map begins with: its first key that was not left out, or all of `{…}` in one line.
    fn head_of(&self, entry: &Entry) -> Range<usize> {
        let rest = self.text.get(entry.value.start..).unwrap_or_default();
        let start = entry.value.start + rest.len() - rest.trim_start().len();
        let rest = rest.trim_start().lines().next().unwrap_or_default();
        let len = match rest.starts_with('{') {
            true => bracketed(rest).unwrap_or(1),
            false => rest.find([':', ' ']).unwrap_or(rest.len()),
        };
        start..start + len
    }

    /// Returns the entries that hold a byte, the outermost first.
    fn entries_at(&self, at: usize) -> Vec<Entry> {
        let mut found = Vec::new();
        let mut node = self.tree.as_ref();
        let mut end = self.text.len();
        while let Some(container) = node {
            let list = self.entries_of(container, end);
            let Some((entry, value)) = list.into_iter().rfind(|(entry, _)| entry.at.contains(&at)) else { break };
            end = entry.at.end;
            node = Some(value);
            found.push(entry);
        }
        found
    }

    /// Returns the entries of a map or list that ends at the byte `end` at the latest.
    fn entries_of<'t>(&self, container: &'t Spanned<AnyYaml>, end: usize) -> Vec<(Entry, &'t Spanned<AnyYaml>)> {
        let span = typed_span(0, container);
        let is_flow = self.text.get(span.start..).is_some_and(|text| text.starts_with(['{', '[']));
        let parts: Vec<Part<'t>> = match &container.value {
            AnyYaml::Map(entries) => {
                entries.iter().map(|(key, value)| (typed_span(0, key).start, Some(&key.value), value)).collect()
            }
            AnyYaml::Seq(items) => {
                let start = |item| typed_span(0, item).start;
                let start = |item| if is_flow { start(item) } else { self.dash_before(start(item)) };
                items.iter().map(|item| (start(item), None, item)).collect()
            }
            AnyYaml::Text(_) | AnyYaml::Other => Vec::new(),
        };
        let nexts = parts.iter().skip(1).map(|(start, ..)| Some(*start)).chain([None]);
        let entry = |((start, key, value), next): (&Part<'t>, Option<usize>)| {
            let typed = typed_span(0, *value);
            let end = next.unwrap_or_else(|| if is_flow { self.end_in_flow(typed.clone(), end) } else { end });
            let at = *start..self.end_before_lines(*start, end);
            let is_scalar = matches!(value.value, AnyYaml::Text(_) | AnyYaml::Other);
            (
                Entry { at, value: typed, is_scalar, kind: key.map_or(Kind::Item, |key| Kind::Entry(key.clone())) },
                *value,
            )
        };
        parts.iter().zip(nexts).map(entry).collect()
    }

    /// The end of an entry that begins at `start`: lines that were left out and are not indented deeper are none of it.
    fn end_before_lines(&self, start: usize, end: usize) -> usize {
        let column = |at: usize| at - self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
        let behind = self.left_out.iter().filter(|part| (start..end).contains(&part.at.start));
        let behind = behind.filter(|part| matches!(part.kind, Kind::Lines(own) if own <= column(start)));
        behind.map(|part| part.at.start).min().unwrap_or(end)
    }

    /// The byte of the `-` before an item of a list.
    fn dash_before(&self, item: usize) -> usize {
        let before = self.text.get(..item).unwrap_or_default().trim_end();
        if before.ends_with('-') { before.len() - 1 } else { item }
    }

    /// The end of the last entry of `{…}` or `[…]`, whose value is at `value`, with the comma that may stand behind it.
    fn end_in_flow(&self, value: Range<usize>, end: usize) -> usize {
        let rest = self.text.get(value.start..end).unwrap_or_default();
        let value = value.start + bracketed(rest).unwrap_or(value.len());
        let behind = self.text.get(value..end).unwrap_or_default();
        let gap = behind.len() - behind.trim_start().len();
        if behind.get(gap..).is_some_and(|rest| rest.starts_with(',')) { value + gap + 1 } else { value }
    }
}

/// The bytes of the brackets with which a text begins, and of what stands in them: the parser says where they begin.
fn bracketed(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut before) = (0_usize, None, ' ');
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some('"'), _) if before == '\\' => {}
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            // Within a word it is an apostrophe.
            (None, '"' | '\'') if "[{,: \n".contains(before) => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        if depth == 0 {
            return (i > 0).then_some(i + c.len_utf8());
        }
        before = if before == '\\' { ' ' } else { c };
    }
    None
}

/// Where an entry begins, its key and its value.
type Part<'t> = (usize, Option<&'t String>, &'t Spanned<AnyYaml>);

/// An entry of a map, or an item of a list, with what parts it from the next.
struct Entry {
    at: Range<usize>,
    /// Its value; of a map or list, where it begins.
    value: Range<usize>,
    is_scalar: bool,
    kind: Kind,
}

/// Returns the entry that a fault is about, of those that hold its place; none when it is about the whole.
fn entry_of<'e>(fault: &YamlFault, entries: &'e [Entry]) -> Option<&'e Entry> {
    // A map has its place where its first key has it, a list where its first `-` has it.
    let begins = |entry: &Entry| entry.at.start == fault.at && entry.value.start != fault.at;
    let Some(first) = entries.iter().rposition(begins) else {
        return entries.iter().find(|entry| entry.value.start == fault.at).or(entries.last());
    };
    let own = entries.get(first)?;
    let is_above = match fault.about {
        About::Key | About::Value => false,
        About::Missing(_) => true,
        About::Container => own.is_scalar,
    };
    if is_above { first.checked_sub(1).and_then(|above| entries.get(above)) } else { Some(own) }
}

/// Says whether a key that was left out may be the one that is missing: it, a slip of it, or one that is nearly it.
fn is_meant(key: &str, field: &str) -> bool {
    key.starts_with(field) || did_you_mean(key, [field]).is_some()
}

/// The first byte that a finding is about.
fn start_of(finding: &Diagnostic) -> usize {
    finding.place.as_ref().map_or(0, |place| place.span.start)
}

/// Returns a text's values; keys that stand twice are both there.
fn tree_of(text: &str) -> Result<Spanned<AnyYaml>, serde_saphyr::Error> {
    let mut options = Options::default();
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    serde_saphyr::from_str_with_options(text, options)
}

/// What an error is about, which says where its place is.
#[derive(Debug)]
pub(in crate::config) enum About {
    /// A key: its place is the key.
    Key,
    /// A key that is not there: its place is the map.
    Missing(String),
    /// A map or a list that should be something else: its place is where it begins, or its key.
    Container,
    /// A value: its place is there, or its key.
    Value,
}

impl About {
    /// Reads it from the parser's message: what goes through other types' readers is a message alone.
    pub(in crate::config) fn of(message: &str) -> Self {
        let field = message.split_once("missing field `").and_then(|(_, field)| field.split('`').next());
        // What hayagriva says.
        let field = field.or(message.starts_with("no entry type for").then_some("type"));
        let is_key = ["unknown field `", "duplicate mapping key", "unknown script variant `"];
        let is_key = is_key.iter().any(|part| message.contains(part));
        let kinds = ["expected ", "invalid type: map", "invalid type: sequence"];
        match field {
            Some(field) => Self::Missing(field.to_owned()),
            None if is_key => Self::Key,
            None if kinds.iter().any(|kind| message.starts_with(kind)) => Self::Container,
            None => Self::Value,
        }
    }
}
