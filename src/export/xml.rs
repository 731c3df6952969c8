//! Writes XML into memory: elements that close by themselves, text and attributes escaped.

use std::borrow::Cow;

use quick_xml::escape::escape;

/// Names and values; one without a value is not written.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// An XML document being written.
pub(super) struct Xml(String);

impl Xml {
    /// Begins a document.
    pub(super) fn new() -> Self {
        Self::with_room_for(1 << 14)
    }

    /// Begins a document that will have about `n_bytes`.
    pub(super) fn with_room_for(n_bytes: usize) -> Self {
        let mut text = String::with_capacity(n_bytes);
        text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self(text)
    }

    /// Ends the document.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Returns how many bytes are written.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Writes a line end: between elements where white space says nothing.
    pub(super) fn line(&mut self) {
        self.0.push('\n');
    }

    /// Writes an element and what `inside` writes.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// Writes an element that holds other elements, each on lines of its own.
    pub(super) fn block(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.element(name, attributes, |xml| {
            xml.line();
            inside(xml);
        });
        self.line();
    }

    /// Writes an element that holds text, on a line of its own; nothing when there is no text.
    pub(super) fn field(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        if !text.is_empty() {
            self.element(name, attributes, |xml| xml.text(text));
            self.line();
        }
    }

    /// Writes an element that holds text alone.
    pub(super) fn text_or_empty(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        match text {
            "" => self.empty(name, attributes),
            text => self.element(name, attributes, |xml| xml.text(text)),
        }
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&escape(allowed(text)));
    }

    /// Writes a start tag without its end.
    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
    }
}

/// Returns `text` without what may not stand in a document, even as a reference: that becomes U+FFFD.
///
/// Source: XML 1.0, section 2.2.
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_allowed(c) { c } else { '\u{FFFD}' }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_forbidden_characters_replaced() {
        let mut xml = Xml::new();
        xml.element("p", &[("n", "a\"<&>'\u{1}"), ("rend", "")], |xml| xml.text("]]><s>&amp;\u{FFFE}橋"));
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <p n=\"a&quot;&lt;&amp;&gt;&apos;\u{FFFD}\">]]&gt;&lt;s&gt;&amp;amp;\u{FFFD}橋</p>";
        assert_eq!(xml.into_text(), expected);
    }
}
