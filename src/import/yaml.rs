//! YAML as this module writes it: block maps with double-quoted strings.

use std::fmt::Write;

/// A passage of the witness that `index.md` leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Omitted {
    /// The passage, as in the witness.
    pub(super) exact: String,
    /// Why, in the script of the text.
    pub(super) reason: String,
}

/// Returns `text` as a double-quoted scalar. Source: YAML 1.2.2, §5.7.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)))
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns the `collation.yaml` of a text from which `omitted` was taken.
pub(super) fn write_collation(omitted: &[Omitted]) -> String {
    let mut out = "rules: []\nomitted:\n".to_owned();
    for passage in omitted {
        // Writing to a String cannot fail.
        writeln!(out, "  - {{exact: {}, reason: {}}}", quote(&passage.exact), quote(&passage.reason))
            .unwrap_or_default();
    }
    out.push_str("added: []\n");
    out
}
