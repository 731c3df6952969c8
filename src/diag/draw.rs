//! Draws findings: for people with the line and carets, for programs as JSON.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::lines::{Lines, Position};
use super::{Diagnostic, Language, Severity, count};

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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

/// Draws `findings` for a terminal, each with its line, carets and hint.
///
/// Shape: findings in the order given, a blank line after each, closed by a line that counts them.
/// Units: lines and columns count from 1, columns in characters; carets are padded by display width.
pub fn draw_human(findings: &[Diagnostic], texts: &Texts, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for finding in findings {
        out.push_str(&draw_one(finding, texts, &renderer, style.language));
        out.push_str("\n\n");
    }
    if !findings.is_empty() {
        out.push_str(&count_line(findings, style));
        out.push('\n');
    }
    out
}

fn draw_one(finding: &Diagnostic, texts: &Texts, renderer: &Renderer, language: Language) -> String {
    let (level, word) = match finding.severity {
        Severity::Error => (Level::ERROR, ["error", "錯誤", "错误"]),
        Severity::Warning => (Level::WARNING, ["warning", "警告", "警告"]),
        Severity::Info => (Level::INFO, ["info", "說明", "说明"]),
    };
    let level = level.with_name(Some(language.choose(word)));
    let message = printable(&finding.message);
    let hint = finding.hint.as_deref().map(printable);
    let mut group =
        level.primary_title(&message).id(finding.code).elements(Vec::<annotate_snippets::Message<'_>>::new());
    let place = finding.place.as_ref();
    let text = place.and_then(|place| texts.get(&place.file)).map(|text| printable_text(text));
    if let (Some(place), Some(text)) = (place, &text) {
        let span = clamp(text, place.span.clone());
        let snippet =
            Snippet::source(text.as_str()).path(place.file.as_str()).annotation(AnnotationKind::Primary.span(span));
        group = group.element(snippet);
    } else if let Some(place) = place {
        group = group.element(annotate_snippets::Origin::path(place.file.as_str()));
    }
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.with_name(Some(language.choose(["hint", "提示", "提示"]))).message(hint));
    }
    renderer.render(&[group])
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

/// Replaces the characters of one line that would steer the terminal.
pub(crate) fn printable(message: &str) -> String {
    message.chars().map(|c| if is_steering(c) { '\u{FFFD}' } else { c }).collect()
}

fn is_steering(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn clamp(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
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
    let parts = [
        part(errors, 0, ["error", "錯誤", "错误"]),
        part(warnings, hidden.warnings, ["warning", "警告", "警告"]),
        part(infos, hidden.infos, ["info", "說明", "说明"]),
    ];
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
