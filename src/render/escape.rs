//! Texts and attributes, escaped by the rules of XML, which HTML keeps too.

/// Appends `text`, escaped for element content and quoted attributes.
pub(super) fn escape(out: &mut String, text: &str) {
    out.push_str(&quick_xml::escape::escape(text));
}

pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}
