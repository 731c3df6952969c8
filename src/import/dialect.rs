//! What other programs mean in a received Markdown becomes what an article may hold. In: a body. Out: the body, and what was done; the
//! received file keeps what is left out. Corrects no character of the text.
//!
//! 1. Code, HTML, paragraphs and runs of text are found (`places`).
//! 2. HTML becomes Markdown (`tags`); commands of site generators go (`commands`); so do the marks of Obsidian and Pandoc (`spans`), and
//!    notes and citations within a sentence become notes (`inline_notes`, `citations`).
//! 3. Terms stand above what they are (`terms`), formulas as code (`formulas`); emoji by name are told of (`emoji`).
//! 4. Lines that stand for themselves keep their ends (`line_ends`).
//! 5. A list of notes or sources at the end, and its marks, become Markdown's (`numbered`).

mod citations;
mod commands;
mod emoji;
mod formulas;
mod inline_notes;
mod line_ends;
mod numbered;
mod places;
mod spans;
mod tags;
mod terms;

use std::ops::Range;

use super::encoding::shown_lines;

pub(super) use numbered::{report_marks, translate_lists};
use places::Places;

/// How many places of a kind are told of one by one.
const N_TOLD: usize = 20;

/// A body in our Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) body: String,
    /// The content of `sources.yaml`, when a list of sources was found.
    pub(super) sources: Option<String>,
    /// What was done and what is left, one statement a line, with line numbers of the received file.
    pub(super) report: Vec<String>,
}

/// A stretch of the body, and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    at: Range<usize>,
    to: String,
}

impl Edit {
    fn new(at: Range<usize>, to: impl Into<String>) -> Self {
        Self { at, to: to.into() }
    }

    fn cut(at: Range<usize>) -> Self {
        Self::new(at, "")
    }
}

/// Translates `body`, which begins below line `n_before` of the received file.
pub(super) fn translate(body: &str, n_before: usize) -> Translated {
    let line_ends: Vec<usize> = body.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| n_before + line_ends.partition_point(|end| *end < at) + 1;
    let (fences, code) = commands::find_fences(body);
    let mut places = Places::find(body, &code);
    let mut report = Vec::new();
    let mut edits = fences;
    let tags = tags::translate_tags(body, &places);
    report.extend(tags.report(line));
    edits.extend(tags.edits);
    let commands = commands::translate_commands(body, &places);
    report.extend(commands.report(body, line));
    edits.extend(commands.edits);
    edits.extend(spans::translate_spans(body, &places));
    let (inline_notes, mut definitions) = inline_notes::translate_notes(body, &places);
    if let n @ 1.. = definitions.len() {
        report.push(format!("notes that stand within a sentence became notes: {n}"));
    }
    edits.extend(inline_notes);
    let citations = citations::translate_citations(body, &places);
    report.extend(citations.report(line));
    edits.extend(citations.edits);
    definitions.extend(citations.definitions);
    report.extend(emoji::report_emoji(body, &places, line));
    edits.extend(terms::translate_terms(body, &mut places));
    let (formulas, found) = formulas::translate_formulas(body, &places);
    if !found.is_empty() {
        let lines = shown_lines(&found.iter().map(|at| line(*at)).collect::<Vec<_>>());
        report.push(format!("formulas stand as code, for an article has no formulas (lines {lines})"));
    }
    edits.extend(formulas);
    let ends = line_ends::keep_ends(body, &places);
    report.extend(ends.report(line));
    edits.extend(ends.edits);
    let mut written = apply(body, edits);
    if !definitions.is_empty() {
        let definitions: Vec<String> = definitions.iter().map(|text| translate_spans(text)).collect();
        written = format!("{}\n\n{}\n", written.trim_end(), definitions.join("\n\n"));
    }
    translate_lists(Translated { body: written, sources: None, report })
}

fn translate_spans(text: &str) -> String {
    apply(text, spans::translate_spans(text, &Places::find(text, &[])))
}

/// Returns `text` with all `edits` made; of two that meet the one that begins first, and then the longer.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.at.start, std::cmp::Reverse(edit.at.end)));
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for Edit { at, to } in edits {
        if at.start >= done {
            out.push_str(text.get(done..at.start).unwrap_or_default());
            out.push_str(&to);
            done = at.end;
        }
    }
    out + text.get(done..).unwrap_or_default()
}

/// Says whether the paragraph that a line belongs to goes on with `next`, so that the line's end has to be kept.
fn goes_on(next: &str) -> bool {
    let text = next.trim_start_matches([' ', '\t', '>']);
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark))
        || digits.len() < text.len() && digits.starts_with(['.', ')']);
    let begins_block = ["#", "```", "~~~", "|", "<", ":::", "{%", "{{", "!["];
    !text.trim().is_empty() && !is_item && !begins_block.iter().any(|mark| text.starts_with(mark))
}

/// Says whether the name of a file ends as those of pictures do.
fn names_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp"].iter().any(|end| name.ends_with(end))
}

/// Returns the line of `text` behind the one in which `at` stands.
fn line_behind(text: &str, at: usize) -> &str {
    let rest = text.get(at..).and_then(|rest| rest.split_once('\n')).map_or("", |(_, rest)| rest);
    rest.lines().next().unwrap_or_default()
}

/// Returns the line of `text` before the one in which `at` stands.
fn line_before(text: &str, at: usize) -> &str {
    text.get(..at).and_then(|before| before.rsplit('\n').nth(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
