//! Bibliographies of other programs: what goes out comes back, and nothing that comes in is lost.

mod generate;

use std::fs;
use std::path::Path;

use jiaozhu::bibliography::{Format, add_sources, read, write};
use jiaozhu::diag::{Catalogue, Diagnostic, Language, Severity, Style, Texts, draw_human};
use jiaozhu::model::Sources;
use jiaozhu::parse::read_sources;
use proptest::prelude::*;

use crate::golden::{check_golden, check_translated};
use generate::source;

const FORMATS: [Format; 3] = [Format::CslJson, Format::BibLatex, Format::Ris];

/// Reads sources as `sources.yaml` is read.
#[track_caller]
fn sources(yaml: &str) -> Sources {
    let (sources, findings) = read_sources("sources.yaml", yaml);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{yaml}");
    sources
}

/// Checks that `is` says what `expected` says, wherever it stands.
#[track_caller]
fn check_same(expected: &Sources, is: &Sources, context: &str) {
    assert_eq!(expected.0.keys().collect::<Vec<_>>(), is.0.keys().collect::<Vec<_>>(), "{context}");
    for (key, source) in &expected.0 {
        assert_eq!(source.entry, is.0[key].entry, "{context}");
        assert_eq!(source.meta, is.0[key].meta, "{context}");
    }
}

/// Writes and reads in every format; then through the YAML that `import` would write.
#[track_caller]
fn check_round_trip(yaml: &str) {
    let typed = sources(yaml);
    for format in FORMATS {
        let text = write(format, &typed);
        let reading = read(format, "x", &text);
        assert_eq!(reading.findings, [], "{format:?}\n{text}");
        assert!(reading.entries.iter().all(|entry| entry.kept.is_empty() && entry.typed.is_none()), "{text}");
        check_same(&typed, &reading.to_sources(), &format!("{format:?}\n{text}"));
        let added = add_sources(&reading.entries, &[]);
        check_same(&typed, &sources(&added.yaml), &format!("{format:?}\n{}", added.yaml));
    }
}

const BIB_NAMES: &str = "title subtitle booktitle booksubtitle journaltitle journal journalsubtitle author editor editortype \
    editora editoratype bookauthor translator date year month day urldate url langid language eprint eprinttype number issue \
    pages series organization institution school crossref xdata ids keywords file note annotation jz jz-fields type \
    entrysubtype doi isbn location address publisher volume archiveprefix howpublished shorttitle holder maintitle";
const CSL_NAMES: &str = "title title-short shortTitle container-title author editor translator director issued accessed URL \
    language page number number-of-pages number-of-volumes publisher authority custom note annote DOI ISBN event-date type id \
    keyword status volume dimensions collection-number";
const RIS_NAMES: &str = "TI T1 T2 T3 JF JO JA J2 AU A1 A2 A3 A4 ED PY Y1 DA Y2 SP EP SN UR LA DO N1 AB N2 KW U1 U4 L1 ID M1 \
    M3 C1 NV PB CY ET ZZ";

/// A formula with half a pair of braces is written as text, so that it does not end its field.
#[test]
fn a_formula_that_would_end_its_field_comes_back() {
    for formula in ["甲$g}", "甲$g}$乙", "甲{乙$g}$", "甲$g$乙", "$a{b$"] {
        check_round_trip(&serde_json::json!({ "zhi": { "type": "book", "title": formula } }).to_string());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_out_comes_back(list in prop::collection::vec(source(), 1..4)) {
        let map: serde_json::Map<String, serde_json::Value> =
            list.into_iter().enumerate().map(|(i, source)| (format!("k{i}"), source)).collect();
        check_round_trip(&serde_json::Value::Object(map).to_string());
    }

    #[test]
    fn every_value_that_comes_in_stands_somewhere(fields in prop::collection::vec((0..60_usize, 0..3_u8), 1..12)) {
        let names = |list: &str, i: usize| {
            let names: Vec<&str> = list.split_whitespace().collect();
            names[i % names.len()].to_owned()
        };
        let (mut bib, mut json, mut ris) = (String::new(), String::new(), String::new());
        for (n, (i, shape)) in fields.iter().enumerate() {
            let value = format!("值{n}值");
            bib += &format!(", {} = {{{value}}}", names(BIB_NAMES, *i));
            let list = format!("[{{\"family\": \"{value}\"}}]");
            let date = format!("{{\"literal\": \"{value}\"}}");
            let shaped = [format!("\"{value}\""), list, date];
            json += &format!(", \"{}\": {}", names(CSL_NAMES, *i), shaped[usize::from(*shape)]);
            ris += &format!("{}  - {value}\n", names(RIS_NAMES, *i));
        }
        let texts = [
            (Format::BibLatex, format!("@book{{a{bib}}}")),
            (Format::CslJson, format!("[{{\"id\": \"a\"{json}}}]")),
            (Format::Ris, format!("TY  - BOOK\n{ris}ER  - \n")),
        ];
        for (format, text) in texts {
            let added = add_sources(&read(format, "x", &text).entries, &[]);
            // A key that is none of ours is named in the report.
            let said = format!("{}{}", added.yaml, added.lines.join("\n"));
            for n in 0..fields.len() {
                prop_assert!(said.contains(&format!("值{n}值")), "值{n}值 of\n{text}\n{}", added.yaml);
            }
        }
    }

    #[test]
    fn no_text_makes_a_reader_fail(parts in prop::collection::vec(prop::sample::select(vec![
        "@book{a,", "@string{a = ", "title = ", "crossref = {a}", "xdata = {a,b}", "{", "}", "\"", ",", "\n", "a", "b", "#",
        "\\", "\\'", "\\textbf{", "$", "%", "水", "=", "TY  - BOOK\n", "ER  - \n", "AU  - ", "DA  - 1/2/3", "[", "]",
        "\"id\":", "{\"type\":\"book\"", "issued", ":", "null", "author = ", " and ", ", , ", "date = {1/2}", "ids = {a}",
        "@comment{", "--", "\\u", "@", "(", "K1", "  - ", "\u{FEFF}",
    ]), 0..40)) {
        let text = parts.concat();
        for format in FORMATS {
            let reading = read(format, "x", &text);
            prop_assert!(reading.findings.iter().all(|finding| {
                finding.place.as_ref().is_some_and(|place| {
                    text.is_char_boundary(place.span.start) && text.is_char_boundary(place.span.end)
                })
            }), "{:?}", reading.findings);
        }
    }
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bibliography").join(name)
}

fn read_data(name: &str) -> String {
    fs::read_to_string(data(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn sources_are_written_in_each_format() {
    let yaml = read_data("sources.yaml");
    for (format, name) in [(Format::CslJson, "json"), (Format::BibLatex, "bib"), (Format::Ris, "ris")] {
        check_golden(&data(&format!("sources.{name}")), &write(format, &sources(&yaml)));
    }
    check_round_trip(&yaml);
}

/// Compares what becomes of a file: the YAML, the report, the findings.
#[track_caller]
fn check_reading(format: Format, name: &str) {
    let text = read_data(name);
    let reading = read(format, name, &text);
    let added = add_sources(&reading.entries, &[]);
    let texts = Texts::from([(name.to_owned(), text)]);
    let findings = draw_human(&reading.findings, &texts, Style::default());
    let chinese = Catalogue::chinese(str::to_owned);
    let translated: Vec<Diagnostic> = reading.findings.iter().map(|finding| chinese.translate(finding)).collect();
    let style = Style { language: Language::Hant, ..Style::default() };
    check_translated(&reading.findings);
    if !added.yaml.is_empty() {
        check_same(&reading.to_sources(), &sources(&added.yaml), &added.yaml);
        check_golden(&data(&format!("{name}.yaml")), &added.yaml);
    }
    check_golden(&data(&format!("{name}.txt")), &format!("{}\n\n{findings}", added.lines.join("\n")));
    check_golden(&data(&format!("{name}.zh-hant.txt")), &draw_human(&translated, &texts, style));
}

#[test]
fn what_has_no_place_stands_in_the_note_and_in_the_report() {
    check_reading(Format::BibLatex, "foreign.bib");
    check_reading(Format::CslJson, "foreign.json");
    check_reading(Format::Ris, "foreign.ris");
}

#[test]
fn a_file_that_is_none_is_refused_with_its_place() {
    for (format, name) in
        [(Format::BibLatex, "broken.bib"), (Format::CslJson, "broken.json"), (Format::Ris, "broken.ris")]
    {
        assert_eq!(read(format, name, &read_data(name)).entries, []);
        check_reading(format, name);
    }
}

#[test]
fn what_another_program_changed_stands_and_ours_goes_to_the_note() {
    let typed = sources("a: {type: book, title: 水譜, date: ~1925, page-total: 7}");
    let text = write(Format::Ris, &typed).replace("PY  - 1925", "PY  - 1926");
    let reading = read(Format::Ris, "x", &text);
    assert_eq!(reading.entries[0].kept, ["date"]);
    let expected = sources("a: {type: book, title: 水譜, date: 1926, page-total: 7, note: 'date: ~1925'}");
    check_same(&expected, &reading.to_sources(), &text);
}

#[test]
fn deep_nesting_is_kept_as_typed() {
    let (open, close) = ("[".repeat(300), "]".repeat(300));
    let text = format!("[{{\"id\": \"a\", \"title\": \"水\", \"status\": {open}7{close}, \"volume\": 1e999}}]");
    let added = add_sources(&read(Format::CslJson, "x", &text).entries, &[]);
    assert!(added.yaml.contains(&format!("status: {open}7{close}\\nvolume: 1e999")), "{}", added.yaml);
    let (open, close) = ("{".repeat(9999), "}".repeat(9999));
    let commands = format!("{}x{}", "\\a{".repeat(40), "}".repeat(40));
    let text = format!("@book{{a, title = {open}水{close}, note = {{{commands}}}}}");
    let reading = read(Format::BibLatex, "x", &text);
    assert_eq!(reading.entries[0].kept, ["title", "note"]);
    assert_eq!(reading.findings[0].message, "`title` cannot be read (braces too deep); it stands in the note as typed");
}

#[test]
fn characters_that_yaml_escapes_come_back() {
    check_round_trip(r#"{"a": {"type": "book", "title": "水\u2028\ufeff譜", "note": "\t甲\r\n乙"}}"#);
}

#[test]
fn characters_that_no_text_can_hold_are_replaced_and_told() {
    let text = r#"[{"id": "a", "type": "book", "title": "\u0093水譜\u0094\u007f"}]"#;
    let reading = read(Format::CslJson, "x", text);
    check_same(&sources("a: {type: book, title: “水譜”\u{fffd}}"), &reading.to_sources(), text);
    assert_eq!(reading.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["JZ321"]);
}

#[test]
fn a_word_of_jz_that_is_none_is_kept_in_the_note() {
    let text = r#"[{"id": "a", "title": "水譜", "custom": {"jz": {"class": "first"}}}]"#;
    let reading = read(Format::CslJson, "x", text);
    assert_eq!(reading.entries[0].kept, ["jz"]);
    // `check` would refuse the whole file for it.
    let added = sources(&add_sources(&reading.entries, &[]).yaml);
    assert_eq!(added.0["a"].meta.class, None);
    assert_eq!(added.0["a"].entry.note().map(ToString::to_string).as_deref(), Some(r#"jz: {"class":"first"}"#));
}

/// Styles write English titles small but for what stands in braces.
#[test]
fn a_title_keeps_the_case_it_was_published_in() {
    let typed =
        sources(r#"{"a": {"type": "web", "title": "gpt-oss: Open Models"}, "b": {"type": "web", "title": "水譜"}}"#);
    let text = write(Format::BibLatex, &typed);
    assert!(text.contains("  title = {{gpt-oss: Open Models}},\n"), "{text}");
    assert!(text.contains("  title = {水譜},\n"), "{text}");
    let read_title = |value: &str| {
        let reading = read(Format::BibLatex, "x", &format!("@book{{a, title = {value}}}"));
        add_sources(&reading.entries, &[]).yaml
    };
    assert_eq!(read_title("{{The Bells of Xizhen}}"), "a:\n  type: book\n  title: \"The Bells of Xizhen\"\n");
    assert_eq!(read_title("{The {Bells} of Xizhen}"), "a:\n  type: book\n  title: \"The {Bells} of Xizhen\"\n");
}
