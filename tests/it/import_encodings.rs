//! The command `import`, given bytes of any encoding: the right text, the bytes kept, and the report says what was done.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, WINDOWS_1252};

use crate::import::Imported;

const HANT: &str = "鐘聲\n\n村口的老鐘停了三年，今年春天有人把它修好了。\n";
const HANS: &str = "钟声\n\n村口的老钟停了三年，今年春天有人把它修好了。\n";

/// The bytes of `text`, `mark` before them.
fn utf16(text: &str, mark: bool, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(to_bytes).collect()
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{text}");
    bytes.into_owned()
}

/// Checks that `bytes` are read as `text`, kept as they came, and build.
#[track_caller]
fn check(bytes: &[u8], text: &str, said: &str) -> Imported {
    let imported = Imported::tried("clock.txt", bytes, None, None).expect("a text that can be imported");
    imported.check_reported(said);
    let kept = if imported.exists_in_content("clock/received.txt") {
        assert_eq!(imported.read("clock/witness.txt"), text);
        "clock/received.txt"
    } else {
        "clock/witness.txt"
    };
    assert_eq!(imported.bytes(kept), bytes);
    // A lost character is a warning until the editor says which it was.
    imported.check_builds_but(&["JZ607"]);
    assert!(imported.exists(&format!("data/{kept}")));
    imported
}

#[test]
fn every_encoding_of_chinese_is_found_by_its_bytes() {
    check(HANT.as_bytes(), HANT, "read as UTF-8 (found by its bytes)");
    check(format!("\u{feff}{HANT}").as_bytes(), HANT, "read as UTF-8 (by its byte order mark)");
    check(&utf16(HANT, true, u16::to_le_bytes), HANT, "read as UTF-16LE (by its byte order mark)");
    check(&utf16(HANT, true, u16::to_be_bytes), HANT, "read as UTF-16BE (by its byte order mark)");
    check(&utf16(HANT, false, u16::to_le_bytes), HANT, "read as UTF-16LE (found by its bytes)");
    check(&utf16(HANT, false, u16::to_be_bytes), HANT, "read as UTF-16BE (found by its bytes)");
    check(&encoded(HANS, GB18030), HANS, "read as GB18030 (found by its bytes)");
    check(&encoded(HANT, GB18030), HANT, "read as GB18030 (found by its bytes)");
    check(&encoded(HANT, BIG5), HANT, "read as Big5 (found by its bytes)");
    let rare = HANS.replace("春天", "𠮷日");
    check(&encoded(&rare, GB18030), &rare, "read as GB18030 (found by its bytes)");
}

#[test]
fn the_editor_overrules_the_bytes() {
    let bytes = encoded("鐘", BIG5);
    let imported = Imported::tried("a.txt", &bytes, None, Some("big5")).expect("a text that can be imported");
    imported.check_reported("read as Big5 (named with --encoding)");
    assert_eq!(imported.read("a/witness.txt"), "鐘");
    assert_eq!(imported.bytes("a/received.txt"), bytes);
    let unknown = Imported::tried("a.txt", &bytes, None, Some("big7")).err().unwrap_or_default();
    assert!(unknown.contains("`big7` is no encoding that is known"), "{unknown}");
    let wrong = Imported::tried("a.txt", &encoded(HANT, BIG5), None, Some("utf-8")).err().unwrap_or_default();
    assert!(wrong.contains("the bytes are no UTF-8 (lines 1, 3)"), "{wrong}");
    let markdown = Imported::tried("a.md", &encoded(HANT, BIG5), None, None).expect("a text that can be imported");
    assert!(markdown.read("a/index.md").ends_with(HANT));
    markdown.check_builds();
}

#[test]
fn a_few_wrong_bytes_are_told_by_line() {
    let mut bytes = HANT.as_bytes().to_vec();
    let at = HANT.find("今年").expect("it is there");
    bytes.insert(at, 0xff);
    let text = HANT.replace("今年", "\u{fffd}今年");
    check(&bytes, &text, "bytes that are no UTF-8 became `\u{fffd}` (lines 3)");
    let mut bytes = encoded(&HANS.repeat(9), GB18030);
    bytes.pop();
    let last = bytes.len() - 1;
    bytes[last] = b' ';
    let imported = Imported::tried("a.txt", &bytes, None, None).expect("a text that can be imported");
    imported.check_reported("bytes that are no GB18030 became");
    imported.check_builds_but(&["JZ607"]);
}

/// The text that a program makes of `bytes` that it takes for text in `encoding`.
fn misread(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[test]
fn a_text_misread_and_saved_so_is_read_anew() {
    let said = |encoding| format!("the text had been read as {encoding} and saved so, which was undone");
    let of_western = |bytes: &[u8], text: &str, found: &str| {
        let as_latin1: String = bytes.iter().copied().map(char::from).collect();
        for misread in [misread(bytes, WINDOWS_1252), as_latin1] {
            let imported = check(misread.as_bytes(), text, &said("Windows-1252"));
            imported.check_reported(&format!("read as {found} (found by its bytes)"));
        }
    };
    of_western(HANT.as_bytes(), HANT, "UTF-8");
    of_western(&encoded(HANS, GB18030), HANS, "GB18030");
    of_western(&encoded(HANT, BIG5), HANT, "Big5");
    // Twice, too.
    let twice = misread(misread(HANS.as_bytes(), WINDOWS_1252).as_bytes(), WINDOWS_1252);
    check(twice.as_bytes(), HANS, &said("Windows-1252"));
    // Other programs know no such character, and lose it.
    let lost = misread(HANS.as_bytes(), WINDOWS_1252).replace('\u{9d}', "\u{fffd}");
    check(lost.as_bytes(), &HANS.replace('村', "\u{fffd}"), &(said("Windows-1252") + "; characters were lost"));
    check(
        misread("钟声\n\n今年春天有人把它修好\n".as_bytes(), GBK).as_bytes(),
        "钟声\n\n今年春天有人把它修好\n",
        &said("GBK"),
    );
    // GBK has no character for the last byte of a full stop with what is behind it, which was lost.
    let lost = misread("今年春天有人把它修好。\n".as_bytes(), GBK);
    let imported = check(lost.as_bytes(), "今年春天有人把它修好\u{fffd}\n", &(said("GBK") + "; characters were lost"));
    imported.check_reported("bytes that are no UTF-8 became `\u{fffd}` (lines 1)");
}

#[test]
fn a_right_text_is_not_taken_for_a_misread_one() {
    for text in ["Crème brûlée à la façon de l’île, dès l’été, où l’on rêve déjà.\n", "联通\n", HANS]
    {
        let imported = Imported::tried("clock.txt", text.as_bytes(), None, None).expect("a text");
        assert_eq!(imported.read("clock/witness.txt"), text);
        imported.check_reported("read as UTF-8 (found by its bytes)");
    }
}

#[test]
fn control_characters_and_line_ends_of_old_systems() {
    let imported = check(
        "鐘聲\r\r村口的老鐘停了三年，\u{c}今年\u{93}春天\u{94}有人把它修好了。\u{1a}".as_bytes(),
        "鐘聲\n\n村口的老鐘停了三年，\n今年“春天”有人把它修好了。",
        "form feeds became line ends",
    );
    imported.check_reported("control characters were left out (lines");
    imported.check_reported("control characters became what Windows-1252 has in their place (lines 3)");
    imported.check_reported("line ends CR became LF");
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = |name: &str, bytes: &[u8]| Imported::tried(name, bytes, None, None).err().unwrap_or_default();
    assert!(refused("a.txt", b"PK\x03\x04\0\0").contains("a ZIP archive, not a text: unpack it"));
    assert!(refused("a.txt", b"\x89PNG\r\n\x1a\n\0").contains("a picture (PNG)"));
    assert!(refused("a.md", b"%PDF-1.7\n").contains("a PDF, not a text: copy its text"));
    assert!(refused("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("save it as .docx"));
    assert!(refused("a.txt", b"\0\x01\x02\x03abc\0\xff").contains("it holds NUL bytes"));
    assert!(
        refused("a.txt", b"caf\xe9 \xe0 la carte, d\xe9j\xe0 vu, na\xefve").contains("the encoding cannot be told")
    );
    let large = "鐘聲傳到河對岸。\n".repeat(1 << 20);
    assert!(refused("a.txt", large.as_bytes()).contains("larger than 16 MiB"));
}
