use super::*;

fn edit(at: Range<usize>, new: &str) -> Edit {
    Edit { at, new: new.to_owned() }
}

/// Places count bytes of the text; the file keeps its byte-order mark and its line ends, two bytes or one.
#[test]
fn edits_leave_every_other_byte() {
    let raw = "\u{feff}甲\r\n乙\n丙\r\n丁".as_bytes();
    // The text is 甲LF乙LF丙LF丁: 3 bytes a character, 1 a line end.
    let edits = [edit(15..15, "\n戊"), edit(4..7, "改"), edit(3..3, "！")];
    let patched = patch(raw, &edits).expect("edits apart from each other");
    assert_eq!(String::from_utf8(patched).expect("a text"), "\u{feff}甲！\r\n改\n丙\r\n丁\r\n戊");
    assert_eq!(patch(b"", &[edit(0..0, "a\n")]), Some(b"a\n".to_vec()));
    assert_eq!(patch(b"a\rb", &[edit(3..3, "\nc")]), Some(b"a\rb\rc".to_vec()));
}

#[test]
fn edits_that_overlap_are_none() {
    assert_eq!(patch(b"abcd", &[edit(0..2, "x"), edit(1..3, "y")]), None);
    assert_eq!(patch(b"abcd", &[edit(3..9, "x")]), None);
}

#[test]
fn a_word_keeps_its_quotation_marks() {
    let yaml = "tower: x\n\"tower\": y\n'tower': z\n*tower : w\n";
    let at = |start: usize, len: usize| exchange(yaml, start..start + len, |word| word == "tower", "bell");
    assert_eq!(at(0, 5), Some(edit(0..5, "bell")));
    assert_eq!(at(9, 7), Some(edit(10..15, "bell")));
    assert_eq!(at(20, 7), Some(edit(21..26, "bell")));
    assert_eq!(at(31, 6), None);
    assert_eq!(exchange(yaml, 0..5, |word| word == "tower", "null"), Some(edit(0..5, "\"null\"")));
}

#[test]
fn words_are_found_where_they_mean_something() {
    use Step::{Each, Key, OneOrEach};
    let yaml = "# tower\ntower:\n  evidence:\n    tower: {stance: supports, via: tower}\n    bell: [{via: 'tower'}, {note: tower}]\nbell: {gist: tower, evidence: {\"tower\": {via: bell}}}\n";
    let find = |steps: &[Step], target| {
        let found = find_words(yaml, steps, target, |word| word == "tower").expect("YAML");
        found.into_iter().map(|at| (at.start, yaml.get(at).unwrap_or_default())).collect::<Vec<_>>()
    };
    assert_eq!(find(&[], Target::Keys), [(8, "tower")]);
    assert_eq!(find(&[Each, Key("evidence")], Target::Keys), [(31, "tower"), (142, "\"tower\"")]);
    let via = [Each, Key("evidence"), Each, OneOrEach, Key("via")];
    assert_eq!(find(&via, Target::Value), [(62, "tower"), (86, "'tower'")]);
    assert_eq!(find_words("a: [", &[], Target::Keys, |_| true), None);
    assert_eq!(find_words("# nothing\n", &[], Target::Keys, |_| true), Some(Vec::new()));
}
