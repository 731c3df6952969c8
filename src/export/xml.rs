//! Writes XML into memory: elements that close by themselves, text and attributes escaped.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Names and values; one without a value is not written.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// An XML document being written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// Begins a document.
    pub(super) fn new() -> Self {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.line();
        xml
    }

    /// Ends the document.
    pub(super) fn into_text(self) -> String {
        // Everything written was a `str`.
        String::from_utf8(self.0.into_inner()).unwrap_or_default()
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing into memory cannot fail.
        self.0.write_event(event).unwrap_or_default();
    }

    /// Writes a line end: between elements where white space says nothing.
    pub(super) fn line(&mut self) {
        self.event(Event::Text(BytesText::from_escaped("\n")));
    }

    /// Writes an element and what `inside` writes.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(start(name, attributes)));
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
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
        self.event(Event::Empty(start(name, attributes)));
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&allowed(text))));
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        start.push_attribute((*key, allowed(value).as_ref()));
    }
    start
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
