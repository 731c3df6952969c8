//! Every text of the command line is there in Chinese, and the manual's page of commands is made of them.

use std::fmt::Write;

use super::*;

/// Where what is written by hand ends.
const FIRST: &str = "\n## 每個命令都有的選項\n";

/// The texts of a command's definitions and of those below it.
fn texts(command: &Command, found: &mut Vec<String>) {
    found.extend(command.get_about().map(ToString::to_string));
    found.extend(command.get_arguments().filter_map(Arg::get_help).map(ToString::to_string));
    command.get_subcommands().for_each(|inner| texts(inner, found));
}

#[test]
fn every_text_is_there_in_chinese() {
    let mut found = Vec::new();
    texts(&definitions(Language::English), &mut found);
    let catalogue = catalogue(Language::Hant).expect("Chinese texts");
    let missing: Vec<&String> = found.iter().filter(|text| catalogue.text(text).is_none()).collect();
    assert!(missing.is_empty() && found.len() > 60, "no Chinese text for {missing:#?}");
}

/// One argument or option, as a line of a list.
fn line(arg: &Arg) -> String {
    let names: Vec<String> = arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
    let value = if arg.get_action().takes_values() { names.join(" ") } else { String::new() };
    let typed = match (arg.get_long(), arg.get_short()) {
        (Some(long), Some(short)) => format!("`--{long}`、`-{short}`"),
        (Some(long), None) => format!("`{}`", format!("--{long} {value}").trim_end()),
        _ => format!("`{value}`"),
    };
    // `SLUG#p8` of a help text is typed, not read as markup.
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    format!("- {typed}：{help}\n")
}

fn lines(command: &Command, wanted: impl Fn(&Arg) -> bool) -> String {
    let is_own = |arg: &&Arg| !["help", "version"].contains(&arg.get_id().as_str());
    command.get_arguments().filter(is_own).filter(|arg| wanted(arg)).map(line).collect()
}

fn page() -> String {
    let program = definitions(Language::Hant);
    let mut out = format!("{FIRST}\n{}", lines(&program, Arg::is_global_set));
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        let own = lines(command, |arg| !arg.is_global_set());
        let own = if own.is_empty() { String::new() } else { format!("\n{own}") };
        write!(out, "\n## {}\n\n{about}。\n\n```text\n{usage}\n```\n{own}", command.get_name()).expect("text");
    }
    out
}

/// `JIAOZHU_BLESS=1 cargo test` rewrites the page.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads and writes its golden file")]
fn the_page_of_commands_is_made_of_the_definitions() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/manual/content/commands/index.md");
    let before = std::fs::read_to_string(path).expect("the page");
    let (head, _) = before.split_once(FIRST).expect("the first list");
    let made = format!("{head}{}", page());
    if std::env::var_os("JIAOZHU_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(path, &made).expect("the page is written");
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), made);
}
