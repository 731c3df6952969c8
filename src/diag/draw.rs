//! Draws findings: for people with the line and carets, for programs as JSON.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::lines::{Lines, Position};
use super::{Diagnostic, Language, Severity, count};

/// Of one code in one file no more findings are drawn for people; the rest is counted.
const MAX_ALIKE: usize = 100;
/// Longer messages and hints are cut: they quote what an author typed. Characters.
const MAX_MESSAGE: usize = 2000;
/// Of a longer line only what stands round a place is drawn. Bytes.
const MAX_LINE: usize = 4096;
/// Of a place in more lines only the first line is drawn.
const MAX_LINES: usize = 100;

/// The texts of the files that findings point into, by path relative to the root.
pub type Texts = BTreeMap<String, String>;

/// How findings are drawn for people.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// The language of the words around messages; messages are translated by [`super::Catalogue`].
    pub language: Language,
    /// How many warnings and infos are counted and not drawn.
    pub hidden: Hidden,
}

/// Findings that the run was not asked to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// Warnings.
    pub warnings: usize,
    /// Infos; none when the run did not look for them.
    pub infos: Option<usize>,
}

impl Default for Hidden {
    fn default() -> Self {
        Self { warnings: 0, infos: Some(0) }
    }
}

/// Draws `findings` for a terminal, each with its line, carets and hint.
///
/// Shape: findings in the order given, a blank line after each, closed by a line that counts them; of one code in one file a
/// hundred, and how many more there are.
/// Units: lines and columns count from 1, columns in characters; carets are padded by display width.
pub fn draw_human(findings: &[Diagnostic], texts: &Texts, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let lines: BTreeMap<&str, Lines<'_>> = texts.iter().map(|(file, text)| (file.as_str(), Lines::new(text))).collect();
    let mut n_alike: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    let mut out = String::new();
    for finding in findings {
        let file = finding.place.as_ref().map(|place| place.file.as_str());
        let n = n_alike.entry((finding.code, file)).or_default();
        *n += 1;
        if *n <= MAX_ALIKE {
            out.push_str(&draw_one(finding, file.and_then(|file| lines.get(file)), &renderer, style.language));
            out.push_str("\n\n");
        }
    }
    for ((code, file), n) in n_alike.into_iter().filter(|(_, n)| *n > MAX_ALIKE) {
        out.push_str(&more_line(code, file, n - MAX_ALIKE, style.language));
        out.push_str("\n\n");
    }
    if !findings.is_empty() {
        out.push_str(&count_line(findings, style));
        out.push('\n');
    }
    out
}

fn draw_one(finding: &Diagnostic, lines: Option<&Lines<'_>>, renderer: &Renderer, language: Language) -> String {
    let (level, word) = match finding.severity {
        Severity::Error => (Level::ERROR, ["error", "錯誤", "错误"]),
        Severity::Warning => (Level::WARNING, ["warning", "警告", "警告"]),
        Severity::Info => (Level::INFO, ["info", "說明", "说明"]),
    };
    let level = level.with_name(Some(language.choose(word)));
    let message = printable(&shortened(&finding.message));
    let hint = finding.hint.as_deref().map(|hint| printable(&shortened(hint)));
    let mut group =
        level.primary_title(&message).id(finding.code).elements(Vec::<annotate_snippets::Message<'_>>::new());
    let place = finding.place.as_ref();
    let file = place.map(|place| printable_line(&place.file)).unwrap_or_default();
    let shown = place.zip(lines).map(|(place, lines)| shown(lines, &place.span));
    if let Some(Shown { text, line, column, span }) = &shown {
        let mut snippet = Snippet::source(text.as_str()).line_start(*line);
        if let Some(column) = column {
            let origin = annotate_snippets::Origin::path(file.as_str());
            group = group.element(origin.line(*line).char_column(*column));
        } else {
            snippet = snippet.path(file.as_str());
        }
        group = group.element(snippet.annotation(AnnotationKind::Primary.span(span.clone())));
    } else if place.is_some() {
        group = group.element(annotate_snippets::Origin::path(file.as_str()));
    }
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.with_name(Some(language.choose(["hint", "提示", "提示"]))).message(hint));
    }
    renderer.render(&[group])
}

/// The lines of a place, or a part of a long one.
struct Shown {
    text: String,
    /// The number of the first line.
    line: usize,
    /// The column of the place, when the text does not begin where its line does.
    column: Option<usize>,
    /// The place, in bytes of `text`.
    span: Range<usize>,
}

fn shown(lines: &Lines<'_>, span: &Range<usize>) -> Shown {
    let whole = lines.text();
    let span = clamp(whole, span.clone());
    let first = lines.bytes_of(lines.line(span.start));
    let last = match lines.line(span.end.max(span.start + 1) - 1) {
        line if line - lines.line(span.start) < MAX_LINES => lines.bytes_of(line),
        _ => first.clone(),
    };
    let position = lines.position(span.start);
    let mut window = first.start..last.end.max(span.start);
    let is_long = window.len() > MAX_LINE;
    if is_long {
        let start = whole.floor_char_boundary(span.start.saturating_sub(MAX_LINE / 8).max(first.start));
        window = start..whole.ceil_char_boundary(window.end.min(span.start + MAX_LINE / 4));
    }
    let at = |byte: usize| byte.clamp(window.start, window.end) - window.start;
    let span = at(span.start)..at(span.end);
    let text = printable_text(whole.get(window).unwrap_or_default());
    Shown { text, line: position.line, column: is_long.then_some(position.column), span }
}

/// What an author typed may be as long as a file.
fn shortened(message: &str) -> std::borrow::Cow<'_, str> {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()).into(),
        None => message.into(),
    }
}

fn more_line(code: &str, file: Option<&str>, n: usize, language: Language) -> String {
    let file = printable_line(file.unwrap_or_default());
    match language {
        Language::English => format!("{n} more of {code} in {file}; `check --format json` lists all"),
        Language::Hant => format!("{file} 另有 {n} 處 {code}；`check --format json` 會全部列出"),
        Language::Hans => format!("{file} 另有 {n} 处 {code}；`check --format json` 会全部列出"),
    }
}

/// Control and bidirectional characters would steer the terminal; a replacement of equal length keeps every offset right.
fn printable_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if is_steering(c) && c.len_utf8() == 3 => out.push('\u{FFFD}'),
            c if is_steering(c) => (0..c.len_utf8()).for_each(|_| out.push('?')),
            c => out.push(c),
        }
    }
    out
}

/// Replaces the characters that would steer the terminal; ends of lines and tabulators stay.
pub(crate) fn printable(message: &str) -> String {
    message.chars().map(|c| if is_steering(c) { '\u{FFFD}' } else { c }).collect()
}

/// Replaces the characters that would steer the terminal or begin another line, as a file's name can hold them.
pub(crate) fn printable_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || is_steering(c) { '\u{FFFD}' } else { c }).collect()
}

fn is_steering(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn clamp(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    start..end
}

fn count_line(findings: &[Diagnostic], Style { language, hidden, .. }: Style) -> String {
    let n_of = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let [errors, warnings, infos] = [Severity::Error, Severity::Warning, Severity::Info].map(n_of);
    let part = |n: usize, n_hidden: usize, words: [&'static str; 3]| {
        let all = n + n_hidden;
        let counted = match language {
            Language::English => count(all, language.choose(words)),
            Language::Hant | Language::Hans => format!("{} {all}", language.choose(words)),
        };
        let not_shown = language.choose([" (not shown)", "（未顯示）", "（未显示）"]);
        if n_hidden > 0 { counted + not_shown } else { counted }
    };
    let mut parts =
        vec![part(errors, 0, ["error", "錯誤", "错误"]), part(warnings, hidden.warnings, ["warning", "警告", "警告"])];
    parts.extend(hidden.infos.map(|n_hidden| part(infos, n_hidden, ["info", "說明", "说明"])));
    parts.join(language.choose([", ", "，", "，"]))
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

/// Draws `findings` as a JSON array, one object a finding.
///
/// Units: `line` and `column` count from 1, columns in characters; `end` is exclusive.
pub fn draw_json(findings: &[Diagnostic], texts: &Texts) -> String {
    let lines: BTreeMap<&str, Lines<'_>> = texts.iter().map(|(file, text)| (file.as_str(), Lines::new(text))).collect();
    let rows: Vec<JsonFinding<'_>> = findings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref();
            let lines = place.and_then(|place| lines.get(place.file.as_str()));
            let position = |at: usize| lines.map(|lines| lines.position(at));
            JsonFinding {
                code: finding.code,
                severity: finding.severity.as_str(),
                message: &finding.message,
                file: place.map(|place| place.file.as_str()),
                start: place.and_then(|place| position(place.span.start)),
                end: place.and_then(|place| position(place.span.end)),
                hint: finding.hint.as_deref(),
            }
        })
        .collect();
    // Strings and numbers only: serialising cannot fail.
    serde_json::to_string_pretty(&rows).unwrap_or_default()
}
