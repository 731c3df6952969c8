//! Readings above characters in Word files, which pandoc drops together with the characters: they pass it between marks.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::LIMIT;

/// The parts of a Word file that hold text.
const PARTS: [&str; 3] = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];
/// Characters of private use that no text has next to each other: before the base, between it and its reading, behind that.
const MARKS: [&str; 3] = ["\u{f8f0}\u{f8f1}", "\u{f8f1}\u{f8f2}", "\u{f8f2}\u{f8f0}"];

/// Writes what has a reading as text between marks; a file without readings, or that cannot be read, stays as it is.
pub(super) fn guard_readings(bytes: &[u8]) -> Cow<'_, [u8]> {
    match rewritten(bytes) {
        Some(guarded) => Cow::Owned(guarded),
        None => Cow::Borrowed(bytes),
    }
}

fn rewritten(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for name in PARTS {
        let mut xml = String::new();
        let Ok(part) = archive.by_name(name) else { continue };
        part.take(LIMIT).read_to_string(&mut xml).ok()?;
        // What is cut off must not stand in for the whole.
        if u64::try_from(xml.len()).is_ok_and(|length| length >= LIMIT) {
            return None;
        }
        parts.extend(xml.contains("<w:ruby>").then(|| (name, guard(&xml))));
    }
    if parts.is_empty() {
        return None;
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).ok()?;
        let name = file.name().ok()?.into_owned();
        match parts.iter().find(|(part, _)| *part == name) {
            Some((part, xml)) => {
                out.start_file(*part, SimpleFileOptions::default()).ok()?;
                out.write_all(xml.as_bytes()).ok()?;
            }
            None => out.raw_copy_file(file).ok()?,
        }
    }
    Some(out.finish().ok()?.into_inner())
}

/// Source: ECMA-376, part 1, section 17.3.3.25.
fn guard(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, behind)) = rest.split_once("<w:ruby>") {
        let Some((ruby, behind)) = behind.split_once("</w:ruby>") else { break };
        let (reading, base) = ruby.split_once("<w:rubyBase>").unwrap_or((ruby, ""));
        let [first, middle, last] = MARKS;
        out.push_str(&format!(
            "{before}<w:t xml:space=\"preserve\">{first}{}{middle}{}{last}</w:t>",
            text_of(base),
            text_of(reading)
        ));
        rest = behind;
    }
    out + rest
}

/// The text of runs, its entities as they stand.
fn text_of(runs: &str) -> String {
    let pieces = runs.split("<w:t").skip(1).filter(|piece| piece.starts_with(['>', ' ']));
    let texts = pieces.filter_map(|piece| piece.split_once('>')?.1.split("</w:t>").next());
    texts.collect()
}

/// Makes ruby of what stands between marks.
pub(super) fn restore_readings(html: String) -> String {
    let [first, middle, last] = MARKS;
    if !html.contains(first) {
        return html;
    }
    html.replace(first, "<ruby>").replace(middle, "<rt>").replace(last, "</rt></ruby>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(xml: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", xml)] {
            zip.start_file(name, SimpleFileOptions::default()).expect("an archive");
            zip.write_all(text.as_bytes()).expect("an archive");
        }
        zip.finish().expect("an archive").into_inner()
    }

    #[test]
    fn readings_pass_with_their_characters() {
        let run = |text: &str| format!("<w:r><w:rPr><w:tab/></w:rPr><w:t>{text}</w:t></w:r>");
        let ruby = format!(
            "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
            run("ㄓㄨㄥ"),
            run("鐘")
        );
        let file = word(&format!("<w:p>{}{ruby}{}</w:p>", run("山上的"), run("聲")));
        let guarded = guard_readings(&file);
        let mut archive = ZipArchive::new(Cursor::new(guarded)).expect("an archive");
        assert_eq!(archive.len(), 2);
        let mut xml = String::new();
        archive.by_name("word/document.xml").expect("a part").read_to_string(&mut xml).expect("a text");
        let shown = restore_readings(text_of(&xml));
        assert_eq!(shown, "山上的<ruby>鐘<rt>ㄓㄨㄥ</rt></ruby>聲");
        let plain = word("<w:p/>");
        assert!(matches!(guard_readings(&plain), Cow::Borrowed(_)));
        assert!(matches!(guard_readings(b"text"), Cow::Borrowed(_)));
    }
}
