//! Texts and keys as YAML that is written to an editor's files.

use crate::model::{is_ambiguous, is_han, is_invisible, is_key};

/// Returns `text` as a double-quoted scalar. Source: YAML 1.2.2, §5.7.
pub(crate) fn yaml_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)))
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns Han text plain, as YAML takes it for text; all else in quotation marks.
pub(crate) fn yaml_text(text: &str) -> String {
    let is_plain = |c: char| is_han(c) && !is_ambiguous(c);
    if !text.is_empty() && text.chars().all(is_plain) { text.to_owned() } else { yaml_escaped(text) }
}

/// Returns `text` in quotation marks; what cannot be seen, or cannot be told by its looks, as its code, which no program normalises.
pub(crate) fn yaml_escaped(text: &str) -> String {
    let mut out = String::new();
    for c in yaml_quoted(text).chars() {
        let code = u32::from(c);
        match is_invisible(c) || is_ambiguous(c) {
            false => out.push(c),
            true if code > 0xFFFF => out += &format!("\\U{code:08X}"),
            true => out += &format!("\\u{code:04X}"),
        }
    }
    out
}

/// Words that YAML does not take for text unless they stand in quotation marks.
const TAKEN_WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// Returns `text` as a key of YAML: plain where that is read as text, else in quotation marks.
pub(crate) fn yaml_key(text: &str) -> String {
    let is_plain = is_key(text) && !TAKEN_WORDS.contains(&text);
    if is_plain { text.to_owned() } else { yaml_quoted(text) }
}

/// Says whether a file holds nothing, or comments alone.
pub(crate) fn is_blank_yaml(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}
