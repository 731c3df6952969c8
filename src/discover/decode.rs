//! Bytes to text: refuses what is not UTF-8 and the characters that no page can hold.

use encoding_rs::{Encoding, UTF_8};

use super::TextFile;
use crate::diag::Diagnostic;
use crate::model::{is_refused, may_hold_refused, refused};

/// Returns the text of `bytes`: UTF-8, its byte-order mark dropped.
///
/// Shape: CRLF and lone CR become LF, save in a `.txt` file, which is a witness and keeps its line ends.
/// Errors: `JZ001` for bytes that are not UTF-8; `JZ002` for NUL, the C0 controls other than TAB, LF and CR, U+FDD0,
/// U+FFFE and U+FFFF. Spans count bytes of the text that `read_for_drawing` gives.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = jiaozhu::discover::decode("content/qian/index.md", "\u{feff}乾：\r\n元亨利貞。".into())
///     .map_err(|finding| finding.message)?;
/// assert_eq!(file.text, "乾：\n元亨利貞。");
/// # Ok(())
/// # }
/// ```
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<TextFile, Diagnostic> {
    // Looking at Han characters one by one, as `str` does, takes longer than to copy them.
    let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(&bytes) else {
        return Err(not_utf8(path, &bytes, Encoding::utf8_valid_up_to(&bytes)));
    };
    let text = tidy(path, text.into_owned());
    // Most texts have none, and that is soon seen.
    let found = may_hold_refused(text.as_bytes()).then(|| text.char_indices().find(|(_, c)| is_refused(*c))).flatten();
    match found {
        Some((at, character)) => Err(refused(character).at(path, at..at + character.len_utf8())),
        None => Ok(TextFile { path: path.to_owned(), text }),
    }
}

/// Returns the text of `bytes` with U+FFFD for what is not UTF-8, laid out as `decode` does.
pub(super) fn decode_lossy(path: &str, bytes: &[u8]) -> TextFile {
    TextFile { path: path.to_owned(), text: tidy(path, String::from_utf8_lossy(bytes).into_owned()) }
}

fn tidy(path: &str, mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.contains('\r') && !path.ends_with(".txt") {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    text
}

fn not_utf8(path: &str, bytes: &[u8], n_valid: usize) -> Diagnostic {
    let (valid, rest) = bytes.split_at_checked(n_valid).unwrap_or((bytes, &[]));
    let start = decode_lossy(path, valid).text.len();
    let byte = rest.first().copied().unwrap_or_default();
    let hint = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "this looks like UTF-16: save the file as UTF-8"
    } else {
        "save the file as UTF-8"
    };
    // The bad bytes stand in the lossy text as one U+FFFD.
    let span = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::error("JZ001", format!("the text is not UTF-8: byte 0x{byte:02X}")).at(path, span).hint(hint)
}
