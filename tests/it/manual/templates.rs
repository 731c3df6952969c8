//! The page of names that templates see: the tables of `docs/theme.md`, which are made from the program's types, as lists.

use std::fmt::Write;
use std::fs;

use super::findings::prose;
use super::root;
use crate::golden::check_golden;

/// Where what is written by hand ends, and where the tables begin.
const FIRST: &str = "\n## 每個版面\n";
const TABLES: &str = "\n### Every template\n";

/// A type of the tables in Chinese.
fn type_text(english: &str) -> String {
    if let Some(one) = english.strip_suffix(" or none") {
        return format!("{}，或沒有", type_text(one));
    }
    if let Some(one) = english.strip_prefix("list of ") {
        return format!("{} 的清單", type_text(one)).replace("文字 的", "文字的");
    }
    if let Some(one) = english.strip_prefix("map of ") {
        return format!("對照表，值是{}", type_text(one));
    }
    match english {
        "text" => "文字".to_owned(),
        "markup" => "標記".to_owned(),
        "number" => "數字".to_owned(),
        "yes or no" => "是或否".to_owned(),
        view if view.starts_with('`') => view.to_owned(),
        other => panic!("no Chinese word for {other}"),
    }
}

/// A row of a table as an item of a list; nothing for its head.
fn item(row: &str) -> Option<String> {
    let cells: Vec<&str> = row.trim_matches('|').splitn(3, '|').map(str::trim).collect();
    match cells.as_slice() {
        [name, kind, meaning] if name.starts_with('`') => {
            Some(format!("- {name}（{}）：{}\n", type_text(kind), prose(meaning)))
        }
        _ => None,
    }
}

#[test]
fn the_page_of_names_is_made_from_the_tables() {
    let page = root().join("content/templates/index.md");
    let before = fs::read_to_string(&page).expect("the page");
    let (head, _) = before.split_once(FIRST).expect("the first table");
    let theme = fs::read_to_string(root().join("../theme.md")).expect("the guide to themes");
    let (_, tables) = theme.split_once(TABLES).expect("the tables");
    let mut made = format!("{head}{FIRST}\n");
    let mut n_names = 0;
    for line in tables.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            let name = name.trim_matches('`');
            let level = if name.contains('.') { "##" } else { "###" };
            if name == "ArticleView" {
                made.push_str("\n## 上面提到的種類\n");
            }
            write!(made, "\n{level} {name}\n\n").expect("text");
        } else if let Some(item) = item(line) {
            n_names += 1;
            made.push_str(&item);
        } else if line.starts_with("Nothing more") {
            made.push_str("只有每個版面都有的。\n");
        }
    }
    assert!(n_names > 150, "{n_names}");
    check_golden(&page, &made);
}
