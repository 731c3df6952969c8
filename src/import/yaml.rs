//! YAML as this module writes it: block maps with double-quoted strings.

use std::fmt::Write;

use crate::config::yaml_quoted;

/// A passage of the witness that `index.md` leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Omitted {
    /// The passage, as in the witness.
    pub(super) exact: String,
    /// Why, in the script of the text.
    pub(super) reason: String,
}

/// Returns the `collation.yaml` of a text from which `omitted` was taken.
pub(super) fn write_collation(omitted: &[Omitted]) -> String {
    let mut out = "rules: []\nomitted:\n".to_owned();
    for passage in omitted {
        // Writing to a String cannot fail.
        writeln!(out, "  - {{exact: {}, reason: {}}}", yaml_quoted(&passage.exact), yaml_quoted(&passage.reason))
            .unwrap_or_default();
    }
    out.push_str("added: []\n");
    out
}
