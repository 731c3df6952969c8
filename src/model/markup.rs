//! What must be known of a page's bytes before they are cut into tags.

/// How many attributes a tag may have.
const MAX_ATTRIBUTES: usize = 1000;

/// Returns the byte at which a tag with more than a thousand attributes begins.
///
/// `html5gum` (0.9) takes a step of the stack for each attribute in double quotation marks, some ten thousand of which end
/// the program. What stands in scripts and styles is no tag.
pub fn find_endless_tag(html: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let byte = |at: usize| bytes.get(at).copied();
    let mut at = 0;
    while let Some(start) = find_byte(bytes, at, b'<') {
        at = start + 1;
        if !byte(at).is_some_and(|b| b.is_ascii_alphabetic()) {
            continue;
        }
        let mut n_quoted = 0;
        while let Some(b) = byte(at).filter(|b| *b != b'>') {
            at += 1;
            if b == b'=' && byte(at) == Some(b'"') {
                n_quoted += 1;
                at = find_byte(bytes, at + 1, b'"').map_or(bytes.len(), |end| end + 1);
            }
            if n_quoted > MAX_ATTRIBUTES {
                return Some(start);
            }
        }
        let name = bytes.get(start + 1..).unwrap_or_default();
        for (element, end) in [("script", "</script"), ("style", "</style")] {
            let is_this = name.get(..element.len()).is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()));
            if is_this {
                at = find_end(bytes, at, end.as_bytes());
            }
        }
    }
    None
}

fn find_byte(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().position(|b| *b == wanted).map(|found| from + found)
}

fn find_end(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = find_byte(bytes, at, b'<') {
        let is_end = bytes.get(found..found + end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(end));
        if is_end {
            return found;
        }
        at = found + 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::find_endless_tag;

    #[test]
    fn tags_with_too_many_attributes() {
        let attributes: String = (0..2000).map(|i| format!(" a{i}=\"x\"")).collect();
        assert_eq!(find_endless_tag(&format!("甲<p{attributes}>乙</p>")), Some(3));
        assert_eq!(find_endless_tag(&format!("<p a=\"{}\">", attributes.replace('"', "'"))), None);
        assert_eq!(find_endless_tag(&format!("<script>if (a<b) {{ {attributes} }}</script><p>甲</p>")), None);
        assert_eq!(find_endless_tag(&"<p a=\"x\">甲</p>".repeat(5000)), None);
        for html in ["<", "<p", "<p a=\"", "<script", "<script>", "", "甲"] {
            assert_eq!(find_endless_tag(html), None, "{html}");
        }
    }
}
