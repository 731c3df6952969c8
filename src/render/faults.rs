//! What Tera says of a template becomes findings at their places.

use std::collections::BTreeSet;
use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use super::tags::{Token, read_tags};
use super::wording;
use crate::config::byte_at;
use crate::diag::{Diagnostic, did_you_mean};

/// Tera's own filters, for "did you mean".
const FILTERS: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
const FUNCTIONS: [&str; 3] = ["range", "super", "throw"];

/// A template's name and text.
pub(super) type Typed<'a> = (&'a str, &'a str);

/// Returns the findings for templates that Tera cannot read.
///
/// Shape: `templates` are all there are; `JZ701` each.
pub(super) fn unreadable(templates: &[Typed<'_>], error: &Error) -> Vec<Diagnostic> {
    let one = |name: &str, at, message: &str| vec![unusable("JZ701", message).at(&file(name), at)];
    match error.kind() {
        ErrorKind::SyntaxError(report) => one(report.filename(), bytes(report), report.message()),
        ErrorKind::MissingParent { current, parent } => {
            vec![
                unknown("template", parent, current, templates)
                    .at(&file(current), in_tag("extends", current, templates)),
            ]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
            vec![circle(chain, tpl).at(&file(tpl), in_tag("extends", tpl, templates))]
        }
        ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            vec![circle(chain, tpl).at(&file(tpl), in_tag("include", tpl, templates))]
        }
        other => {
            let text = other.to_string();
            let reports: Vec<Diagnostic> = text.split("\n\n").filter_map(|text| reported(text, templates)).collect();
            if reports.is_empty() { vec![unusable("JZ701", &text).at("templates", 0..0)] } else { reports }
        }
    }
}

/// Returns the finding for a template that cannot be filled: `JZ702`, in the file at fault.
pub(super) fn unfilled(name: &str, error: &Error) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        return unusable("JZ702", &error.to_string()).at(&file(name), 0..0);
    };
    // What Tera says is there differs from page to page, and the fault is one.
    let message = report.message().split(". Available").next().unwrap_or_default();
    let message = message.split(" Available").next().unwrap_or_default().trim_end_matches('.');
    let finding = match message.strip_prefix("Variable `").and_then(|rest| rest.strip_suffix("` is not defined")) {
        Some(name) => Diagnostic::error("JZ702", format!("not every page that is filled here has `{name}`"))
            .hint(format!("ask for it before: `{{% if {name} %}}`")),
        None => unusable("JZ702", message),
    };
    finding.at(&file(report.filename()), bytes(report))
}

fn unusable(code: &'static str, message: &str) -> Diagnostic {
    Diagnostic::error(code, format!("the template cannot be used: {message}"))
        .hint("mend the template, or remove the file to use the built-in one")
}

fn circle(chain: &[String], first: &str) -> Diagnostic {
    let mut names: Vec<&str> = chain.iter().map(String::as_str).collect();
    if names.last() != Some(&first) {
        names.push(first);
    }
    Diagnostic::error("JZ701", format!("templates in a circle: {}", names.join(" → ")))
        .hint("extend or include none that leads back here")
}

/// The finding for a name that the template `used_in` uses, and nobody knows.
fn unknown(noun: &str, name: &str, used_in: &str, templates: &[Typed<'_>]) -> Diagnostic {
    let known: BTreeSet<&str> = match noun {
        "filter" => FILTERS.into_iter().chain(wording::FILTERS).collect(),
        "test" => TESTS.into(),
        "function" => FUNCTIONS.into(),
        "block" => templates.iter().filter(|(name, _)| *name != used_in).flat_map(|(_, text)| blocks(text)).collect(),
        "component" => BTreeSet::new(),
        _ => templates.iter().map(|(name, _)| *name).collect(),
    };
    let listed = known.iter().copied().collect::<Vec<_>>().join(", ");
    let hint = match did_you_mean(name, known) {
        Some(meant) => format!("did you mean `{meant}`? there are {listed}"),
        None if listed.is_empty() => "mend the template, or remove the file to use the built-in one".to_owned(),
        None => format!("there are {listed}"),
    };
    Diagnostic::error("JZ701", format!("unknown {noun} `{name}`")).hint(hint)
}

fn blocks(text: &str) -> Vec<&str> {
    let block = |tokens: Vec<_>| match tokens.as_slice() {
        [Token::Name("block"), Token::Name(name), ..] => Some(*name),
        _ => None,
    };
    read_tags(text).iter().filter_map(|tag| block(tag.tokens())).collect()
}

fn file(name: &str) -> String {
    format!("templates/{name}")
}

fn bytes(report: &ReportError) -> Range<usize> {
    let span = report.span().range.clone();
    span.start..span.end.max(span.start + 1)
}

/// The place of what follows the word `keyword` in the template `name`.
fn in_tag(keyword: &str, name: &str, templates: &[Typed<'_>]) -> Range<usize> {
    let text = templates.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
    let tags = read_tags(text);
    let tag = tags.iter().find(|tag| tag.tokens().first() == Some(&Token::Name(keyword)));
    tag.and_then(|tag| tag.lexemes.get(1)).map_or(0..0, |lexeme| lexeme.at.clone())
}

/// Reads one of the reports that Tera joins into a text: `error: message`, `--> name:line:column`, the line, carets.
fn reported(report: &str, templates: &[Typed<'_>]) -> Option<Diagnostic> {
    let message = report.lines().find_map(|line| line.strip_prefix("error: "))?;
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let (column, line, name) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let text = templates.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
    let n_carets = report.lines().last()?.matches('^').count();
    let at = byte_at(text, line, column)..byte_at(text, line, column + n_carets);
    let quoted = message.split('`').nth(1);
    let noun = if message.starts_with("Block ") { Some("block") } else { unknown_noun(message) };
    let finding = match (noun, quoted) {
        (Some(noun), Some(typed)) => unknown(noun, typed, name, templates),
        _ => unusable("JZ701", message),
    };
    Some(finding.at(&file(name), at))
}

/// What is unknown, as in "Unknown filter `upcase`".
fn unknown_noun(message: &str) -> Option<&str> {
    let noun = message.strip_prefix("Unknown ")?.split(' ').next()?;
    ["filter", "test", "function", "component", "template"].into_iter().find(|known| *known == noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tera_knows_all_that_may_be_meant() {
        let text = |before: &str, names: &[&str], after: &str| -> String {
            names.iter().map(|name| format!("{{{{ {before}{name}{after} }}}}")).collect()
        };
        let all = text("x | ", &FILTERS, "") + &text("x is ", &TESTS, "") + &text("", &["range", "throw"], "()");
        let added = tera::Tera::new().add_raw_template("all.html", &all);
        assert!(added.is_ok(), "{added:?}");
    }
}
