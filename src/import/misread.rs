//! Texts that were read in an encoding that was not theirs, and saved so: `ä¸­å›½` and `涓浗` of 中国.

use encoding_rs::{BIG5, Encoding, GBK, WINDOWS_1252};

use super::encoding::{Decoded, decode, decode_utf8};
use crate::model::is_han;

/// Fewer characters beyond ASCII may be of two encodings by chance, as 联通 is.
const N_SURE: usize = 8;

/// Returns what a text was before it was misread, and reports so; none when it was not, as far as can be told.
pub(super) fn undo(text: &str) -> Option<Decoded> {
    if count(text, |c| !c.is_ascii()) < N_SURE {
        return None;
    }
    let (misread_as, Decoded { text, report, .. }) = before(text)?;
    let mut note = format!("the text had been read as {misread_as} and saved so, which was undone");
    if text.contains(char::REPLACEMENT_CHARACTER) {
        note += "; characters were lost then: ask for the file as it was before";
    }
    // Accents of other languages are no Chinese.
    let is_chinese = count(&text, is_han) * 2 >= count(&text, |c| !c.is_ascii());
    is_chinese.then(|| Decoded { text, is_exact: false, report: [vec![note], report].concat() })
}

fn count(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.chars().filter(|c| of(*c)).count()
}

/// Returns the encoding as which a text was misread, and what it was. Bytes that were lost then are left out.
fn before(text: &str) -> Option<(&'static str, Decoded)> {
    let kept = || text.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER);
    if let Some(bytes) = kept().map(byte_of).collect::<Option<Vec<u8>>>() {
        return Some(("Windows-1252", decode_utf8(&bytes).or_else(|| decode(&bytes, None, None).ok())?));
    }
    let text: String = kept().collect();
    // A right text in such an encoding is never UTF-8 too, unless it is short.
    let before = |encoding: &'static Encoding| match encoding.encode(&text) {
        (bytes, _, false) => decode_utf8(&bytes),
        (.., true) => None,
    };
    [("GBK", GBK), ("Big5", BIG5)].into_iter().find_map(|(name, encoding)| Some((name, before(encoding)?)))
}

/// Returns the byte that Windows-1252 or ISO 8859-1 reads as `c`.
fn byte_of(c: char) -> Option<u8> {
    u8::try_from(c).ok().or_else(|| match WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])) {
        (bytes, _, false) => bytes.first().copied(),
        (.., true) => None,
    })
}
