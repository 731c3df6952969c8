//! What lies beside an article is data: names the files that a browser or a server would run.
//!
//! A drawing or another file in XML runs what it holds when somebody opens it by its own address.

use std::ops::Range;

use quick_xml::NsReader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::{RECEIVED_LIMIT, Reader, TextFile, decode};
use crate::diag::{Diagnostic, Error};

/// Pages, and programs of servers.
const RUN: [&str; 20] = [
    "html", "htm", "xhtml", "xht", "shtml", "shtm", "stm", "hta", "svgz", "xsl", "xslt", "php", "phtml", "phar", "cgi",
    "asp", "aspx", "jsp", "jspx", "cfm",
];
/// Files in XML, which browsers show by what they hold.
const XML: [&str; 10] = ["svg", "xml", "atom", "rss", "rdf", "mml", "kml", "gpx", "xsd", "tei"];
/// Elements that run something, fetch a page or send readers elsewhere.
const ACTIVE: [&str; 14] = [
    "script", "handler", "listener", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta",
    "link", "form", "portal",
];
/// What browsers give a meaning of their own.
const KNOWN: [&str; 3] =
    ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];
/// Addresses that run something, without white space and in lower case.
const ADDRESSES: [&str; 4] = ["javascript:", "vbscript:", "data:text/", "data:application/"];

impl Reader<'_> {
    /// Reports the files beside an article that would be run (`JZ021`), by their names, or in XML by what they hold.
    ///
    /// Errors: a file that cannot be read.
    pub(super) fn look_for_active(&mut self, assets: &[String]) -> Result<(), Error> {
        for path in assets {
            let found = match run_by_name(path) {
                None if is_xml(path) => match self.bytes(path, RECEIVED_LIMIT)? {
                    Some(file) => decode(path, file.bytes).map_or_else(Some, |text| run_by_content(&text)),
                    None => None,
                },
                found => found,
            };
            self.findings.extend(found);
        }
        Ok(())
    }
}

fn run_by_name(path: &str) -> Option<Diagnostic> {
    let is_run = RUN.contains(&extension(path).as_str()) || extension(path).starts_with("php");
    is_run.then(|| {
        let message =
            format!("`{path}` is a page or a program, which would be run; what lies beside an article is data");
        Diagnostic::error("JZ021", message).at(path, 0..0).hint("take it out; if it is your own, move it to `static/`")
    })
}

fn is_xml(path: &str) -> bool {
    XML.contains(&extension(path).as_str())
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

/// Names the first part of a file in XML that a browser would run, or that keeps us from knowing.
fn run_by_content(file: &TextFile) -> Option<Diagnostic> {
    let (at, what) = first_active(&file.text)?;
    let finding = Diagnostic::error("JZ021", format!("`{}` {what}", file.path)).at(&file.path, at);
    Some(finding.hint("take that out, or save a drawing anew as a plain one; if it is your own, move it to `static/`"))
}

fn first_active(text: &str) -> Option<(Range<usize>, String)> {
    let mut reader = NsReader::from_str(text);
    let mut start = 0;
    loop {
        let read = reader.read_resolved_event();
        let what = match &read {
            Ok((namespace, Event::Start(element) | Event::Empty(element))) => active_element(namespace, element),
            Ok((_, Event::PI(instruction))) => (instruction.target() == b"xml-stylesheet")
                .then(|| "calls for a style sheet, which may be a program".to_owned()),
            Ok((_, Event::DocType(kind))) => {
                kind.contains(&b'[').then(|| "declares entities, behind which anything can stand".to_owned())
            }
            Ok((_, Event::Decl(declaration))) => foreign_encoding(declaration),
            Ok((_, Event::Eof)) => return None,
            Ok(_) => None,
            Err(why) => Some(format!("is not well-formed: {why}")),
        };
        let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        if let Some(what) = what {
            return Some((start.min(end)..end, what));
        }
        start = end;
    }
}

/// The program reads UTF-8 alone; a browser would see other characters.
fn foreign_encoding(declaration: &BytesDecl<'_>) -> Option<String> {
    let encoding = declaration.encoding()?.ok()?;
    let is_ours = [&b"utf-8"[..], b"utf8", b"us-ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
    (!is_ours).then(|| format!("says that it is in {}: it must be in UTF-8", String::from_utf8_lossy(&encoding)))
}

fn active_element(namespace: &ResolveResult<'_>, element: &BytesStart<'_>) -> Option<String> {
    let is_known = match namespace {
        ResolveResult::Bound(name) => KNOWN.iter().any(|known| known.as_bytes() == name.0),
        ResolveResult::Unbound => false,
        // An unknown prefix is an error to browsers; until then it is as good as known.
        ResolveResult::Unknown(_) => true,
    };
    if !is_known {
        return None;
    }
    let name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
    if ACTIVE.contains(&name.to_lowercase().as_str()) {
        return Some(format!("holds the element `{name}`, which a browser would run"));
    }
    element.attributes().find_map(|attribute| {
        let Ok(attribute) = attribute else { return Some("is not well-formed: an attribute".to_owned()) };
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        is_active(&name, &attribute).then(|| format!("holds the attribute `{key}`, which a browser would run"))
    })
}

/// Whether an attribute handles events or holds an address that runs something; so may one that cannot be read.
fn is_active(element: &str, attribute: &Attribute<'_>) -> bool {
    let Ok(value) = attribute.unescape_value() else { return true };
    let value: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let value = value.to_lowercase();
    let is_handler = attribute.key.local_name().as_ref().to_ascii_lowercase().starts_with(b"on");
    // A drawing that is used becomes a part of this one.
    is_handler || ADDRESSES.iter().any(|address| value.contains(address)) || element == "use" && value.contains("data:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = first_active(text).map(|(at, what)| (text.get(at).unwrap_or_default().to_owned(), what));
        let found = found.map(|(at, what)| format!("{}: {at}", what.trim_end_matches(", which a browser would run")));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    fn check_drawing(inner: &str, expected: Option<&str>) {
        check(
            &format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\">{inner}</svg>"
            ),
            expected,
        );
    }

    #[test]
    fn drawings_that_are_only_shown() {
        for inner in [
            "<style>.a { fill: red }</style><g class=\"a\"><path d=\"M0 0h1\"/></g>",
            "<image x:href=\"data:image/png;base64,iVBO\"/><use x:href=\"#b\"/>",
            "<a href=\"https://example.org/\"><text>橋</text></a>",
            "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" rdf:only=\"x\"/></metadata>",
            "<foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\" style=\"color: red\">橋</div></foreignObject>",
            "<animate attributeName=\"x\" to=\"3\"/><!-- <script> --><![CDATA[<script>]]>&amp;",
        ] {
            check_drawing(inner, None);
        }
        check(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!DOCTYPE svg PUBLIC \"a\" \"b\">\n<svg/>",
            None,
        );
        check("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><script onset=\"1\"/></TEI>", None);
        check("<script>no name space, so no script</script>", None);
    }

    #[test]
    fn drawings_that_run_something() {
        for (inner, expected) in [
            ("<script>1</script>", "holds the element `script`: <script>"),
            (
                "<x:g/><s:script xmlns:s=\"http://www.w3.org/2000/svg\"/>",
                "holds the element `script`: <s:script xmlns:s=\"http://www.w3.org/2000/svg\"/>",
            ),
            ("<g OnLoad=\"a()\"/>", "holds the attribute `OnLoad`: <g OnLoad=\"a()\"/>"),
            (
                "<a x:href=\" java&#10;script:a()\"/>",
                "holds the attribute `href`: <a x:href=\" java&#10;script:a()\"/>",
            ),
            ("<set to=\"JavaScript:a()\"/>", "holds the attribute `to`: <set to=\"JavaScript:a()\"/>"),
            (
                "<use href=\"data:image/svg+xml,x\"/>",
                "holds the attribute `href`: <use href=\"data:image/svg+xml,x\"/>",
            ),
            ("<g a=\"&b;\"/>", "holds the attribute `a`: <g a=\"&b;\"/>"),
            (
                "<h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\"/>",
                "holds the element `iframe`: <h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\"/>",
            ),
            (
                "<?xml-stylesheet href=\"a.xsl\"?>",
                "calls for a style sheet, which may be a program: <?xml-stylesheet href=\"a.xsl\"?>",
            ),
        ] {
            check_drawing(inner, Some(expected));
        }
        check(
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>",
            Some("declares entities, behind which anything can stand: <!DOCTYPE svg [<!ENTITY a \"b\">]>"),
        );
        check(
            "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg/>",
            Some(
                "says that it is in ISO-2022-JP: it must be in UTF-8: <?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>",
            ),
        );
        assert!(first_active("<svg><g></svg>").is_some_and(|(_, what)| what.starts_with("is not well-formed")));
    }

    #[test]
    fn pages_and_programs_are_known_by_their_names() {
        let is_run = |name: &str| run_by_name(name).is_some();
        assert!(["a/b.html", "a/b.XHTML", "a/b.php7", "a/.php", "a/b.tar.svgz"].into_iter().all(is_run));
        assert!(!["a/b.png", "a.html/b.png", "a/html", "a/b.pdf", "a/b.svg"].into_iter().any(is_run));
        assert!(is_xml("a/b.SVG") && is_xml("a/b.tei.xml") && !is_xml("a/svg"));
    }
}
