//! The text of a received file's bytes: UTF-8, UTF-16, GB18030 or Big5, found by the bytes or named by the editor.

use std::collections::BTreeSet;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::binary::refuse_binary;
use super::controls::without_controls;
use super::misread::undo;
use crate::model::is_han;

/// The text of a received file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark, its line ends as received.
    pub text: String,
    /// Whether the bytes are this text in UTF-8, a byte order mark apart.
    pub is_exact: bool,
    /// Which encoding was taken and what was changed, one statement a line.
    pub report: Vec<String>,
}

/// How an encoding was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Named,
    Stated,
    Mark,
    Bytes,
}

/// How many lines are told of when bytes are wrong.
const N_LINES: usize = 8;

/// Returns the text of `bytes`, in the encoding `named` by the editor, else `stated` by the file, else found by the bytes.
///
/// Shape: a text that was misread and saved so is read anew; control characters that no page can hold are left out, save those
/// that Windows-1252 has others for; form feeds, and CR alone, become line ends. All is reported.
/// Errors: a file that is no text; a name that is no encoding; bytes that are no text in the encoding, save a few, which
/// become U+FFFD and are reported by line; bytes whose encoding cannot be told.
/// Source: WHATWG Encoding for names and tables.
pub fn decode(bytes: &[u8], named: Option<&str>, stated: Option<&str>) -> Result<Decoded, String> {
    let (encoding, found) = match named {
        Some(name) => (read_name(name, bytes)?, Found::Named),
        None => {
            refuse_binary(bytes)?;
            find_encoding(bytes, stated)?
        }
    };
    let marked = Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding);
    let inner = bytes.get(marked.map_or(0, |(_, length)| length)..).unwrap_or_default();
    let (text, wrong) = decode_all(inner, encoding);
    if wrong.len() > 1 + text.chars().count() / 200 {
        let lines = shown_lines(&wrong);
        return Err(format!(
            "the bytes are no {} (lines {lines}): name the encoding with --encoding NAME",
            name_of(encoding)
        ));
    }
    if text.contains('\0') {
        return Err(NO_TEXT.to_owned());
    }
    Ok(tidy((text, wrong), encoding, found))
}

/// Returns the text of bytes that are mostly UTF-8, more of which may be wrong than in a file that comes as it was written; none
/// when they are not.
pub(super) fn decode_utf8(bytes: &[u8]) -> Option<Decoded> {
    is_nearly_utf8(bytes, 2).then(|| tidy(decode_all(bytes, UTF_8), UTF_8, Found::Bytes))
}

/// Returns a text, of which these lines are wrong, as a page can hold it, and reports what was found and changed.
fn tidy((text, wrong): (String, Vec<usize>), encoding: &'static Encoding, found: Found) -> Decoded {
    let mut report = vec![format!("read as {} ({})", name_of(encoding), found.reason())];
    if !wrong.is_empty() {
        report.push(format!(
            "bytes that are no {} became `\u{fffd}` (lines {}): please compare them with the received file",
            name_of(encoding),
            shown_lines(&wrong)
        ));
    }
    if let Some(before) = undo(&text) {
        report.extend(before.report);
        return Decoded { report, ..before };
    }
    let has_lone_cr = text.replace("\r\n", "").contains('\r');
    let text = if has_lone_cr { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let (text, n_changed) = without_controls(text, &mut report);
    if has_lone_cr {
        report.push("line ends CR became LF".to_owned());
    }
    let is_exact = encoding == UTF_8 && wrong.is_empty() && !has_lone_cr && n_changed == 0;
    Decoded { text, is_exact, report }
}

pub(super) const NO_TEXT: &str = "the file is no text: it holds NUL bytes";

impl Found {
    fn reason(self) -> &'static str {
        match self {
            Self::Named => "named with --encoding",
            Self::Stated => "stated in the file",
            Self::Mark => "by its byte order mark",
            Self::Bytes => "found by its bytes",
        }
    }
}

/// The name by which people know an encoding.
fn name_of(encoding: &'static Encoding) -> &'static str {
    // Both are one table: WHATWG Encoding, section 10.1.
    if encoding == GBK || encoding == GB18030 { "GB18030" } else { encoding.name() }
}

fn read_name(name: &str, bytes: &[u8]) -> Result<&'static Encoding, String> {
    let label = name.trim().to_ascii_lowercase();
    // `utf-16` alone leaves the order to the mark; without one the commoner order is taken.
    if matches!(label.as_str(), "utf-16" | "utf16") {
        let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
        return Ok(marked.filter(|encoding| *encoding == UTF_16BE).unwrap_or(UTF_16LE));
    }
    let label = match label.as_str() {
        "utf-16le" | "utf16le" => "utf-16le",
        "utf-16be" | "utf16be" => "utf-16be",
        "gb-18030" => "gb18030",
        "gb-2312" | "cp936" => "gbk",
        "cp950" | "big-5" => "big5",
        other => other,
    };
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        format!("`{name}` is no encoding that is known: type UTF-8, UTF-16, GB18030, Big5 or another of the WHATWG's")
    })
}

fn find_encoding(bytes: &[u8], stated: Option<&str>) -> Result<(&'static Encoding, Found), String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok((encoding, Found::Mark));
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return Ok((UTF_8, Found::Bytes));
    }
    if let Some(encoding) = find_utf16(bytes) {
        return Ok((encoding, Found::Bytes));
    }
    if bytes.contains(&0) {
        return Err(NO_TEXT.to_owned());
    }
    let stated = stated.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    if let Some(encoding) = stated.filter(|encoding| decode_all(bytes, encoding).1.is_empty()) {
        return Ok((encoding, Found::Stated));
    }
    if is_nearly_utf8(bytes, 20) {
        return Ok((UTF_8, Found::Bytes));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == GBK || guess == GB18030 || guess == BIG5 {
        return Ok((guess, Found::Bytes));
    }
    if let Some(encoding) = find_damaged(bytes) {
        return Ok((encoding, Found::Bytes));
    }
    Err(format!(
        "the encoding cannot be told: the bytes are neither UTF-8 nor UTF-16, and look like {}, in which no Chinese is \
         written; name it with --encoding NAME",
        guess.name()
    ))
}

/// Returns the order of UTF-16 without a mark: the one in which nearly all units are Han, Latin, or Chinese punctuation.
fn find_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(64 << 10)).unwrap_or(bytes);
    let n_likely = |read: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(read);
        units.filter(|unit| is_likely(*unit)).count()
    };
    let n_units = sample.len() / 2;
    let (little, big) = (n_likely(u16::from_le_bytes), n_likely(u16::from_be_bytes));
    let (encoding, n_likely, n_other) = if little > big { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
    (n_likely * 20 >= n_units * 19 && n_likely > n_other * 2).then_some(encoding)
}

fn is_likely(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0xff | 0x2010..=0x203b | 0x3000..=0x303f | 0x3105..=0x3129
        | 0x4e00..=0x9fff | 0xff01..=0xff5e)
}

/// Whether the bytes are UTF-8 but for a few: at least `n_each` characters of several bytes for one place that is wrong.
fn is_nearly_utf8(bytes: &[u8], n_each: usize) -> bool {
    let (mut n_wide, mut n_wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_wrong += usize::from(!chunk.invalid().is_empty());
    }
    n_wide >= n_wrong * n_each
}

/// Returns the encoding in which damaged bytes are Chinese: hardly any wrong, and one Han character in twenty is a common one.
///
/// The detector takes an encoding for impossible after a single wrong byte.
fn find_damaged(bytes: &[u8]) -> Option<&'static Encoding> {
    const COMMON: &str = "的一是不了在人有我他這这個个們们中來来上大國国說说到時时為为也和子那要就下以生會会自去之過过家學学對对可好多小年天";
    let weigh = |encoding: &'static Encoding| {
        let (text, wrong) = decode_all(bytes, encoding);
        let n_han = text.chars().filter(|c| is_han(*c)).count();
        let n_common = text.chars().filter(|c| COMMON.contains(*c)).count();
        (wrong.len() * 100 <= n_han && n_common * 20 >= n_han && n_common > 0).then_some((n_common, encoding))
    };
    [GB18030, BIG5].into_iter().filter_map(weigh).max_by_key(|(n_common, _)| *n_common).map(|(_, encoding)| encoding)
}

/// Returns the text, U+FFFD for what is wrong, and the line of each wrong place.
fn decode_all(bytes: &[u8], encoding: &'static Encoding) -> (String, Vec<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut wrong = Vec::new();
    let (mut at, mut line, mut n_counted) = (0, 1, 0);
    // A text as large as all the rest would be made ready anew for each wrong byte.
    let mut piece = [0; 4096];
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, n_read, n_written) = decoder.decode_to_utf8_without_replacement(rest, &mut piece, true);
        at += n_read;
        text.push_str(piece.get(..n_written).and_then(|piece| std::str::from_utf8(piece).ok()).unwrap_or_default());
        match result {
            DecoderResult::InputEmpty => return (text, wrong),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                line += text.get(n_counted..).unwrap_or_default().matches('\n').count();
                n_counted = text.len();
                wrong.push(line);
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// The first of some numbers of lines.
pub(super) fn shown_lines(lines: &[usize]) -> String {
    let lines: BTreeSet<usize> = lines.iter().copied().collect();
    let shown: Vec<String> = lines.iter().take(N_LINES).map(usize::to_string).collect();
    format!("{}{}", shown.join(", "), if lines.len() > N_LINES { " …" } else { "" })
}
