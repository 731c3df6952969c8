//! Note marks, note definitions and the citations in them: what is missing, doubled, unused or mistyped.

mod emptied;
mod numbered;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::look_alikes::find_look_alikes;
use super::meta::check_key;
use super::{Draft, Input, push};
use crate::diag::{Diagnostic, Lines, guess_while_few};
use crate::model::collect_leaves;
use crate::model::{Citation, Document, Leaf, Locator, Note, NoteRef, Span, Unit, is_key};

pub(super) use numbered::find_numbered;

/// A label has no more characters. Source: CommonMark 0.31, §4.7, which notes follow.
const MAX_LABEL: usize = 999;

/// How many characters of a note a message shows.
const MAX_SHOWN: usize = 40;

/// Takes `[@key, place; @key]` out of the notes' text.
pub(super) fn take_citations(path: &str, draft: &mut Draft, findings: &mut Vec<Diagnostic>) {
    for note in &mut draft.notes {
        let mut ids = Vec::new();
        collect_leaves(&note.body, &mut ids);
        for id in ids {
            let taken = draft.leaves.get_mut(id).map(|leaf| take_from_leaf(path, leaf, findings)).unwrap_or_default();
            for TypedCitation { key, locator, source } in taken {
                let locator = locator.map(|locator| locator.map(&mut |leaf| push(&mut draft.leaves, leaf)));
                note.citations.push(Citation { key, locator, source });
            }
        }
    }
}

/// A citation whose free locator is no leaf of the article yet.
struct TypedCitation {
    key: String,
    locator: Option<Locator<Leaf>>,
    source: Range<usize>,
}

fn take_from_leaf(path: &str, leaf: &mut Leaf, findings: &mut Vec<Diagnostic>) -> Vec<TypedCitation> {
    let mut citations = Vec::new();
    let mut groups: Vec<Span> = Vec::new();
    let protected = leaf.protected();
    let free = |i: usize| !protected.get(i).copied().unwrap_or_default() && !leaf.is_escaped(i);
    let mut at = 0;
    while let Some(start) = (at..leaf.text.len())
        .find(|&i| leaf.text.get(i) == Some(&'[') && matches!(leaf.text.get(i + 1), Some('@' | '＠')) && free(i))
    {
        let Some(end) = (start..leaf.text.len()).find(|&i| leaf.text.get(i) == Some(&']') && free(i)) else {
            let finding = Diagnostic::error("JZ110", "the citation `[@` is not closed")
                .at(path, leaf.source_span(&(start..start + 2)));
            findings.push(finding.hint("close it with `]`"));
            break;
        };
        citations.extend(read_group(path, leaf, start + 1..end, findings));
        groups.push(start..end + 1);
        at = end + 1;
    }
    if !groups.is_empty() {
        let needed = groups.iter().find(|group| emptied::is_needed(&leaf.text, group));
        let needed = needed.map(|group| (leaf.slice(group), leaf.source_span(group)));
        *leaf = leaf.splice(&emptied::take_out(leaf, &groups, free)).0;
        findings.extend(needed.map(|(typed, source)| needed_where_it_stands(path, (&typed, source), leaf)));
    }
    citations
}

/// A citation without which the sentence that it stands in says nothing: `left` is what will be printed.
fn needed_where_it_stands(path: &str, (typed, source): (&str, Range<usize>), left: &Leaf) -> Diagnostic {
    let left: String = left.text.iter().take(MAX_SHOWN).collect();
    let message = format!("without its citation, which is listed below the note, the note reads `{left}`");
    let finding = Diagnostic::warning("JZ118", message).at(path, source);
    finding.hint(format!("name the work in the sentence, and cite it behind the sentence: `…《…》。{typed}`"))
}

fn read_group(path: &str, leaf: &Leaf, group: Span, findings: &mut Vec<Diagnostic>) -> Vec<TypedCitation> {
    let mut citations = Vec::new();
    let mut start = group.start;
    for end in group.clone().filter(|&i| matches!(leaf.text.get(i), Some(';' | '；'))).chain(std::iter::once(group.end))
    {
        let part = leaf.slice(&(start..end));
        let span = leaf.source_span(&(start..end));
        let from = std::mem::replace(&mut start, end + 1);
        let trimmed = part.trim();
        let Some(body) = trimmed.strip_prefix(['@', '＠']) else {
            let finding = Diagnostic::error("JZ110", format!("`{trimmed}` names no source")).at(path, span);
            findings
                .push(finding.hint("each part of a citation begins with `@` and a key, as `[@key, 第 2 段; @other]`"));
            continue;
        };
        let (key, place) = body.split_once([',', '，']).map_or((body, ""), |(key, place)| (key, place.trim()));
        let first = from + part.chars().take_while(|c| c.is_whitespace()).count();
        let source = leaf.source_span(&(first..first + 1 + key.trim_end().chars().count()));
        let locator = Locator::read(place).map(&mut |text| part_of(leaf, &(from..end), &text));
        citations.push(TypedCitation {
            key: key.trim().to_owned(),
            locator: Some(locator).filter(|_| !place.is_empty()),
            source,
        });
    }
    citations
}

/// A leaf of `text`, which stands last in a stretch of `leaf`, with the places that its characters have there.
fn part_of(leaf: &Leaf, within: &Span, text: &str) -> Leaf {
    let stretch = leaf.slice(within);
    let n_before = stretch.rfind(text).and_then(|i| stretch.get(..i)).map_or(0, |before| before.chars().count());
    let at = within.start + n_before;
    let places = leaf.source.get(at..=at + text.chars().count());
    let plain = Leaf::plain(text, leaf.source_span(within).start);
    Leaf { source: places.map_or(plain.source, <[usize]>::to_vec), ..plain }
}

/// The labels of an article's definitions.
pub(super) struct Labels {
    defined: BTreeSet<String>,
    /// Those whose definition has a full-width colon, and is none.
    mistyped: BTreeSet<String>,
}

impl Labels {
    fn has(&self, label: &str) -> bool {
        self.defined.contains(&label.to_lowercase()) || self.mistyped.contains(label)
    }
}

/// Reports note marks in the caption or the description of a picture, which has no place for them.
pub(super) fn check_picture(input: &Input<'_>, leaf: &Leaf, findings: &mut Vec<Diagnostic>) {
    let begins = (0..leaf.text.len()).filter(|&i| leaf.text.get(i..i + 2) == Some(&['[', '^']) && !leaf.is_escaped(i));
    let typed = begins.filter_map(|at| {
        let label = leaf.text.get(at + 2..)?.iter().take(MAX_LABEL).take_while(|c| **c != ']').collect::<String>();
        let end = at + 3 + label.chars().count();
        let is_mark = !label.is_empty() && leaf.text.get(end - 1) == Some(&']');
        is_mark.then(|| (label, leaf.source_span(&(at..end))))
    });
    findings.extend(typed.map(|(label, source): (String, Range<usize>)| {
        let message = format!("note mark `[^{label}]` in the caption or the description of a picture");
        let hint = format!("these carry no notes: type `[^{label}]` in the text beside the picture");
        Diagnostic::error("JZ116", message).at(input.path, source).hint(hint)
    }));
}

/// Reports definitions that stand twice and labels that cannot be; returns the labels.
pub(super) fn check_definitions(input: &Input<'_>, draft: &Draft, findings: &mut Vec<Diagnostic>) -> Labels {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let lines = Lines::new(input.text);
    for note in &draft.notes {
        let label = label_span(input.text, &note.source);
        if let Some(&start) = first.get(note.label.as_str()) {
            let line = lines.line(start);
            let finding =
                Diagnostic::error("JZ102", format!("note `{}` is defined twice; first in line {line}", note.label));
            findings.push(
                finding.at(input.path, label.clone()).hint("rename one of them, or put both texts into one note"),
            );
            continue;
        }
        first.insert(&note.label, note.source.start);
        if note.label.starts_with("fn-") {
            let finding = Diagnostic::error("JZ105", format!("the label `{}` begins with `fn-`", note.label));
            findings.push(finding.at(input.path, label).hint("such labels are made by the program; choose another"));
        } else if !is_key(&note.label) && !note.label.bytes().all(|b| b.is_ascii_digit()) {
            let finding =
                Diagnostic::info("JZ104", format!("the label `{}` gets an id made by the program", note.label));
            findings.push(finding.at(input.path, label).hint("for an address that can be read, use a-z, 0-9 and `-`"));
        }
    }
    let mistyped = |line: &str| Some(line.trim_start().strip_prefix("[^")?.split_once("]：")?.0.to_owned());
    let mistyped = input.text.lines().filter(|line| line.contains("]：")).filter_map(mistyped).collect();
    Labels { defined: first.keys().map(|label| (*label).to_owned()).collect(), mistyped }
}

/// Says whether a byte of the text is the first of its line, blanks apart.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take(MAX_INDENT).find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n')
}

/// Bytes of blanks before a definition among a note's lines.
const MAX_INDENT: usize = 16;

/// The bytes of the label in a definition that begins at `source`.
fn label_span(text: &str, source: &Range<usize>) -> Range<usize> {
    let raw = text.get(source.clone()).unwrap_or_default();
    source.start..source.start + raw.find(']').map_or(raw.len(), |i| i + 1)
}

/// Reports marks without a definition, marks inside notes, and look-alikes of markup.
pub(super) fn check_marks(
    input: &Input<'_>,
    leaf: &Leaf,
    in_note: bool,
    labels: &Labels,
    findings: &mut Vec<Diagnostic>,
) {
    let is_definition = |mark: &NoteRef| {
        let is_first = mark.at == 0 || (in_note && begins_line(input.text, mark.source.start));
        is_first && leaf.text.get(mark.at) == Some(&'：')
    };
    if in_note {
        for r in leaf.refs.iter().filter(|r| !is_definition(r)) {
            let finding = Diagnostic::error("JZ106", format!("note mark `[^{}]` inside a note", r.label));
            findings.push(
                finding
                    .at(input.path, r.source.clone())
                    .hint("notes carry no notes; cite the source with `[@key]`, or write it out"),
            );
        }
    }
    let protected = leaf.protected();
    let free = |i: usize| !protected.get(i).copied().unwrap_or_default() && !leaf.is_escaped(i);
    for i in (0..leaf.text.len()).filter(|&i| free(i)) {
        match leaf.text.get(i..).unwrap_or_default() {
            ['[', '^', ..] => check_literal(input, leaf, i, labels, findings),
            ['[', '@', first, ..] if !in_note && first.is_ascii_lowercase() => {
                findings.extend(citation_in_text(input, leaf, i));
            }
            _ => {}
        }
    }
    findings.extend(find_look_alikes(input, (leaf, &protected), in_note, |label| labels.has(label)));
    for r in leaf.refs.iter().filter(|r| is_definition(r)) {
        let colon = r.at..r.at + 1;
        let finding = Diagnostic::error("JZ111", "`[^…]：` is no note").at(input.path, leaf.source_span(&colon));
        findings.push(finding.hint("type the half-width colon: `[^label]:`"));
    }
}

/// `[^x]` that stayed text: its definition is missing, or was typed with a full-width colon.
fn check_literal(input: &Input<'_>, leaf: &Leaf, at: usize, labels: &Labels, findings: &mut Vec<Diagnostic>) {
    let rest = leaf.text.get(at + 2..).unwrap_or_default();
    let Some(length) = rest.iter().take(MAX_LABEL + 1).position(|c| *c == ']').filter(|n| *n > 0) else {
        return;
    };
    let label: String = rest.iter().take(length).collect();
    let span = leaf.source_span(&(at..at + length + 3));
    let is_first = || at == 0 || begins_line(input.text, span.start);
    if rest.get(length + 1) == Some(&'：') && is_first() {
        let message = format!("`[^{label}]：` is no note");
        findings.push(
            Diagnostic::error("JZ111", message)
                .at(input.path, span)
                .hint(format!("type the half-width colon: `[^{label}]:`")),
        );
        return;
    }
    let hint = match guess_while_few(findings, &label, labels.defined.iter().map(String::as_str)) {
        _ if labels.mistyped.contains(&label) => {
            format!("its definition has a full-width colon: type the half-width one, `[^{label}]:`")
        }
        Some(meant) => format!("did you mean `[^{meant}]`? else add a line `[^{label}]: …`"),
        None => format!("add a line `[^{label}]: …`, or type `\\[^{label}]` for the characters themselves"),
    };
    findings.push(
        Diagnostic::error("JZ101", format!("note mark `[^{label}]` has no definition")).at(input.path, span).hint(hint),
    );
}

/// `[@key]` outside a note, which would be published as it is typed.
fn citation_in_text(input: &Input<'_>, leaf: &Leaf, at: usize) -> Option<Diagnostic> {
    let rest = leaf.text.get(at..)?.iter().take(MAX_LABEL);
    let length = rest.clone().position(|c| *c == ']')? + 1;
    let typed: String = rest.take(length).collect();
    let finding = Diagnostic::warning("JZ114", format!("`{typed}` stands in the text, where it is no citation"));
    let hint =
        format!("type `[^label]` here and `[^label]: {typed}` on a line of its own; for the characters `\\{typed}`");
    Some(finding.at(input.path, leaf.source_span(&(at..at + length))).hint(hint))
}

/// Numbers the marks of each label, in unit order.
pub(super) fn number_marks(document: &mut Document) {
    let mut order = vec![document.title];
    collect_leaves(&document.body, &mut order);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for id in order {
        let Some(leaf) = document.leaves.get_mut(id) else {
            continue;
        };
        for r in &mut leaf.refs {
            let count = counts.entry(r.label.clone()).or_default();
            *count += 1;
            r.nth = *count;
        }
    }
}

/// A note with nothing in it, as `fill` leaves it for the editor to write.
fn empty_note(input: &Input<'_>, document: &Document, note: &Note) -> Option<Diagnostic> {
    let mut ids = Vec::new();
    collect_leaves(&note.body, &mut ids);
    let leaves = ids.iter().filter_map(|id| document.leaves.get(*id));
    let has_text = leaves.flat_map(|leaf| &leaf.text).any(|c| !c.is_whitespace());
    let has_block = note.body.iter().any(|unit| matches!(unit, Unit::Code { .. } | Unit::Figure { .. }));
    (!has_text && !has_block && note.citations.is_empty()).then(|| {
        let finding = Diagnostic::warning("JZ113", format!("note `{}` is empty", note.label));
        finding
            .at(input.path, label_span(input.text, &note.source))
            .hint(format!("write it: `[^{}]: …`, with its source as `[@key, 第 2 段]`", note.label))
    })
}

/// Reports notes that no mark leads to, and citation keys that cannot be.
pub(super) fn check_use(input: &Input<'_>, document: &Document, findings: &mut Vec<Diagnostic>) {
    let used: BTreeSet<&str> = document.leaves.iter().flat_map(|leaf| &leaf.refs).map(|r| r.label.as_str()).collect();
    for note in &document.notes {
        findings.extend(empty_note(input, document, note));
        if !used.contains(note.label.as_str()) {
            let finding = Diagnostic::warning("JZ103", format!("note `{}` is never used", note.label));
            let finding = finding.at(input.path, label_span(input.text, &note.source));
            findings.push(finding.hint(format!("type `[^{}]` where it belongs, or delete it", note.label)));
        }
        let keys = note.citations.iter();
        findings.extend(keys.filter_map(|cited| check_key(input.path, &cited.key, cited.source.clone())));
    }
}
