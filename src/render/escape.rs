//! Texts and attributes, escaped by the rules of XML, which HTML keeps too.

use std::fmt::{self, Display, Write};

/// Appends `text`, escaped for element content and quoted attributes.
pub(super) fn escape(out: &mut String, text: &str) {
    out.push_str(&quick_xml::escape::escape(text));
}

/// Appends an attribute.
pub(super) fn attribute(out: &mut String, name: &str, value: impl Display) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    // Writing to a string cannot fail.
    write!(Escaped(out), "{value}").unwrap_or_default();
    out.push('"');
}

/// Escapes what is written into it.
pub(super) struct Escaped<'a>(pub(super) &'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escape(self.0, text);
        Ok(())
    }
}
