//! Which pictures a book can hold: those of the types that every reading system shows, known by their bytes.
//!
//! Source: EPUB 3.3, section 3.2, core media types.

use quick_xml::NsReader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

/// A picture in a book.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Its path beside the texts.
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Returns the `n`th picture of a book; none when its bytes are of no type that every reading system shows, or a drawing that
/// does more than to be shown.
pub(crate) fn picture(n: usize, bytes: &[u8]) -> Option<Picture> {
    let (media_type, extension) = match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => ("image/png", "png"),
        [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", "jpg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => ("image/gif", "gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ("image/webp", "webp"),
        _ if is_plain_drawing(bytes) => ("image/svg+xml", "svg"),
        _ => return None,
    };
    Some(Picture { name: format!("picture-{n}.{extension}"), media_type, bytes: bytes.to_vec() })
}

/// Says whether `bytes` are an SVG drawing, well formed, without scripts, foreign content and addresses outside itself.
fn is_plain_drawing(bytes: &[u8]) -> bool {
    const SVG: Namespace<'_> = Namespace(b"http://www.w3.org/2000/svg");
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}'));
    reader.config_mut().expand_empty_elements = true;
    let (mut depth, mut n_elements) = (0_usize, 0_usize);
    loop {
        match reader.read_resolved_event() {
            Ok((namespace, Event::Start(element))) => {
                let is_drawn = namespace == ResolveResult::Bound(SVG) && is_plain_element(&element, n_elements == 0);
                if !is_drawn || (depth == 0 && n_elements > 0) {
                    return false;
                }
                (depth, n_elements) = (depth + 1, n_elements + 1);
            }
            Ok((_, Event::End(_))) => depth = depth.saturating_sub(1),
            Ok((_, Event::Eof)) => return depth == 0 && n_elements > 0,
            Ok((_, Event::Text(text))) if depth == 0 && !text.iter().all(u8::is_ascii_whitespace) => return false,
            Ok((_, Event::Text(_) | Event::Decl(_) | Event::Comment(_))) => {}
            Ok((_, Event::GeneralRef(name))) if is_known(&name) => {}
            // Types of documents, instructions, other references: what a drawing can do without.
            Ok(_) | Err(_) => return false,
        }
    }
}

fn is_known(name: &[u8]) -> bool {
    matches!(name, b"amp" | b"lt" | b"gt" | b"quot" | b"apos") || name.starts_with(b"#")
}

fn is_plain_element(element: &BytesStart<'_>, is_first: bool) -> bool {
    let name = element.local_name();
    let is_shape = !matches!(name.as_ref(), b"script" | b"foreignObject" | b"style" | b"a");
    is_shape
        && (!is_first || name.as_ref() == b"svg")
        && element.attributes().all(|attribute| attribute.is_ok_and(is_plain))
}

/// No handler of events, and no address but of a part of the drawing.
fn is_plain(attribute: Attribute<'_>) -> bool {
    let Ok(value) = attribute.unescape_value() else { return false };
    let name = attribute.key.local_name();
    let is_address = name.as_ref() == b"href" && attribute.key.as_namespace_binding().is_none();
    let leads_out = |value: &str| value.match_indices("url(").any(|(at, _)| !value[at..].starts_with("url(#"));
    !name.as_ref().starts_with(b"on") && (!is_address || value.starts_with('#')) && !leads_out(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_bytes() {
        let types = |bytes: &[u8]| picture(3, bytes).map(|picture| (picture.name, picture.media_type));
        let named = |name: &str, media_type| Some((name.to_owned(), media_type));
        assert_eq!(types(b"\x89PNG\r\n\x1a\n..."), named("picture-3.png", "image/png"));
        assert_eq!(types(b"\xFF\xD8\xFF\xE0"), named("picture-3.jpg", "image/jpeg"));
        assert_eq!(types(b"GIF89a"), named("picture-3.gif", "image/gif"));
        assert_eq!(types(b"RIFF\0\0\0\0WEBPVP8 "), named("picture-3.webp", "image/webp"));
        assert_eq!(types(b"BM......"), None);
        assert_eq!(types(b""), None);
    }

    #[test]
    fn a_drawing_is_taken_when_it_is_only_shown() {
        let drawing = |inner: &str| {
            let text = format!("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>\n");
            picture(1, text.as_bytes()).is_some()
        };
        assert!(drawing("<g fill=\"url(#a)\"><path d=\"M0 0h1\"/><text>橋 &amp; 水</text><use href=\"#b\"/></g>"));
        for inner in [
            "<script>1</script>",
            "<g onload=\"a()\"/>",
            "<image href=\"https://a.example/b.png\"/>",
            "<image xmlns:x=\"http://www.w3.org/1999/xlink\" x:href=\"b.png\"/>",
            "<g fill=\"url(https://a.example/)\"/>",
            "<style>@import 'a'</style>",
            "<foreignObject/>",
            "<p xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<g a=\"1\" a=\"2\"/>",
            "&nbsp;",
            "<g>",
        ] {
            assert!(!drawing(inner), "{inner}");
        }
        for text in [
            "<svg/>",
            "<!DOCTYPE svg><svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
            "<g xmlns=\"http://www.w3.org/2000/svg\"></g>",
        ] {
            assert!(picture(1, text.as_bytes()).is_none(), "{text}");
        }
    }
}
