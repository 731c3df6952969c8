//! The page of findings: what the program says in its own test cases, in Chinese.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use jiaozhu::diag::Catalogue;

use super::root;
use crate::golden::{check_golden, files_below};

/// Where what is written by hand ends.
const FIRST: &str = "\n## 0xx：";
/// The first digit of codes, and what they are of.
const GROUPS: [(&str, &str); 8] = [
    ("0", "檔案與前置資料"),
    ("1", "註"),
    ("2", "陳述與查核"),
    ("3", "來源"),
    ("4", "連結"),
    ("5", "字體"),
    ("6", "校勘"),
    ("7", "版面"),
];
/// Levels, the gravest first.
const LEVELS: [(&str, &str); 3] = [("error", "錯誤"), ("warning", "警告"), ("info", "說明")];
/// The finding that no case can show: what it says when the program fails.
const FAILED: [&str; 2] = [
    "the program failed on this article; this is a fault of the program",
    "please report it, with the article if you can",
];
/// How many messages of a code are shown.
const SHOWN: usize = 5;

/// How long a message or a hint is shown, in characters.
const N_SHOWN: usize = 100;

/// What a case shows, in English.
#[derive(Debug, Clone)]
struct Shown {
    level: String,
    message: String,
    hint: String,
    line: String,
}

/// The findings drawn in `text`, by code.
fn read_drawn(text: &str) -> Vec<(String, Shown)> {
    let mut found: Vec<(String, Shown)> = Vec::new();
    for line in text.lines() {
        let head = LEVELS.iter().find_map(|(level, _)| Some((level, line.strip_prefix(level)?.strip_prefix("[JZ")?)));
        if let Some((level, rest)) = head
            && let Some((digits, message)) = rest.split_once("]: ")
        {
            let shown = Shown {
                level: (*level).to_owned(),
                message: message.to_owned(),
                hint: String::new(),
                line: String::new(),
            };
            found.push((format!("JZ{digits}"), shown));
            continue;
        }
        let Some((_, last)) = found.last_mut() else { continue };
        if let Some(hint) = line.trim_start().strip_prefix("= hint: ") {
            last.hint = hint.to_owned();
        } else if let Some((number, typed)) = line.split_once(" | ")
            && number.trim().parse::<usize>().is_ok()
            && last.line.is_empty()
        {
            last.line = typed.trim().to_owned();
        }
    }
    found
}

/// Every finding that the test cases show, by code.
fn all_shown() -> BTreeMap<String, Vec<Shown>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["sites", "links", "data/bibliography"].map(|folder| files_below(&tests.join(folder)));
    let is_drawn = |name: &str| name.ends_with(".txt") && !name.ends_with(".zh-hant.txt");
    let mut shown: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    // A case of a code comes before cases that show it by the way.
    for own in [true, false] {
        for (name, bytes) in folders.iter().flatten().filter(|(name, _)| is_drawn(name)) {
            for (code, finding) in read_drawn(&String::from_utf8_lossy(bytes)) {
                if name.contains(&code.to_lowercase()) == own {
                    shown.entry(code).or_default().push(finding);
                }
            }
        }
    }
    let failed = Shown {
        level: "error".to_owned(),
        message: FAILED[0].to_owned(),
        hint: FAILED[1].to_owned(),
        line: String::new(),
    };
    shown.insert("JZ099".to_owned(), vec![failed]);
    shown
}

/// Text for Markdown: what stands between backticks as it is, the rest without markup.
pub fn prose(text: &str) -> String {
    let is_paired = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '`' if is_paired => is_code = !is_code,
            '`' | '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '{' if !is_code => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    out
}

/// A text that lists much, up to where it begins to.
fn brief(text: &str) -> String {
    if text.chars().count() <= N_SHOWN {
        return text.to_owned();
    }
    let mut ends = text.match_indices(',').map(|(at, _)| &text[..at]);
    let kept = ends.rfind(|kept| kept.chars().count() <= N_SHOWN / 2 && kept.matches('`').count().is_multiple_of(2));
    kept.map_or_else(|| text.to_owned(), |kept| format!("{kept} 等"))
}

/// A line of a case as code, where it can stand in a text and is short enough to be read at a glance.
fn example(line: &str) -> String {
    let is_plain =
        |c: char| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(&c) && !"\u{FFFD}\u{200B}\u{FEFF}".contains(c);
    let says_something = line.chars().any(char::is_alphanumeric) && !line.contains('?');
    if !says_something || line.chars().count() > 44 || !line.chars().all(is_plain) || line.contains('`') {
        return String::new();
    }
    format!("例：`{line}`。")
}

fn entry(code: &str, shown: &[Shown], chinese: &Catalogue) -> String {
    let text = |english: &str| chinese.text(english).unwrap_or_else(|| panic!("{code}: no Chinese text for {english}"));
    let mut out = format!("\n### {code}\n\n");
    let mut seen = BTreeSet::new();
    for (level, word) in LEVELS {
        for one in shown.iter().filter(|one| one.level == level) {
            let message = text(&one.message);
            // Messages that differ in what was typed alone are one.
            let skeleton: String = message.split('`').step_by(2).collect();
            if seen.len() == SHOWN || !seen.insert((level, skeleton)) {
                continue;
            }
            let hint =
                if one.hint.is_empty() { String::new() } else { format!("→ {}。", prose(&brief(&text(&one.hint)))) };
            writeln!(
                out,
                "- {word}：{}。{hint}{}",
                prose(if message.chars().count() > N_SHOWN {
                    message.split('；').next().unwrap_or_default()
                } else {
                    &message
                }),
                example(&one.line)
            )
            .expect("text");
        }
    }
    out
}

#[test]
fn the_page_of_findings_is_made_from_the_cases() {
    let page = root().join("content/findings/index.md");
    let before = fs::read_to_string(&page).expect("the page");
    let (head, _) = before.split_once(FIRST).expect("the first group");
    let chinese = Catalogue::chinese(str::to_owned);
    let shown = all_shown();
    let mut made = head.to_owned();
    for (digit, name) in GROUPS {
        write!(made, "\n## {digit}xx：{name}\n").expect("text");
        let of_group = shown.iter().filter(|(code, _)| code[2..].starts_with(digit));
        made.extend(of_group.map(|(code, shown)| entry(code, shown, &chinese)));
    }
    check_golden(&page, &made);
}

/// The English list is written by hand; both have the same codes.
#[test]
fn both_lists_of_findings_have_the_same_codes() {
    let english = fs::read_to_string(root().join("../findings.md")).expect("the English list");
    let listed: BTreeSet<&str> = english.lines().filter_map(|line| line.strip_prefix("| JZ")?.get(..3)).collect();
    let shown = all_shown();
    let shown: BTreeSet<&str> = shown.keys().map(|code| &code[2..]).collect();
    assert_eq!(listed, shown);
}
