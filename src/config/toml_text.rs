//! Reads TOML and tells all that is wrong with it at once.
//!
//! 1. The parser goes on behind a fault of syntax. Behind such faults no value is sure, so that they alone are told.
//! 2. A key or value that cannot stand is told and left out, and the rest is read again.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::editors_finding;
use super::plain_words::toml_in_plain_words;
use crate::diag::Diagnostic;
use crate::model::{is_refused, refused};

/// A text is read again for each fault: no more bytes than these in all, and no more often.
const MAX_BYTES: usize = 16 << 20;
const MAX_ROUNDS: usize = 100;

/// Returns what `text` says, apart from what is wrong, and all that is wrong; nothing when no part of it can be read so.
///
/// Errors: `JZ007` for syntax, unknown keys and impossible values; `JZ002` for an escape that stands for a refused character.
pub(super) fn read_toml<T: DeserializeOwned>(path: &str, text: &str) -> (Option<T>, Vec<Diagnostic>) {
    let (mut table, faults) = DeTable::parse_recoverable(text);
    if !faults.is_empty() {
        return (None, one_a_line(text, faults).map(|fault| told(path, &fault, toml_in_plain_words)).collect());
    }
    let mut findings: Vec<Diagnostic> = Vec::new();
    // No escape, no such character: the file itself was looked through when it was read.
    if text.contains('\\') {
        findings.extend(refused_in_table(table.get_ref()).map(|(c, at)| refused(c).at(path, at)));
    }
    let n_keys = table.get_ref().len();
    for n_read in 1..=MAX_ROUNDS {
        let fault = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(read) => return (Some(read), findings),
            Err(fault) => fault,
        };
        let is_missing = fault.message().starts_with("missing field");
        // What was left out may be it, misspelt.
        if is_missing && table.get_ref().len() < n_keys {
            break;
        }
        findings.push(told(path, &fault, editors_finding));
        let at = fault.span().filter(|_| !is_missing && n_read * text.len() < MAX_BYTES);
        if !at.is_some_and(|at| leave_out(table.get_mut(), at.start)) {
            break;
        }
    }
    (None, findings)
}

/// Returns a fault as a finding, `said` in an editor's words.
fn told(path: &str, fault: &Error, said: fn(&'static str, String) -> Diagnostic) -> Diagnostic {
    let message = fault.message().lines().next().unwrap_or_default();
    said("JZ007", message.to_owned()).at(path, fault.span().unwrap_or_default())
}

/// The first fault of each line: what follows comes of it.
fn one_a_line(text: &str, faults: Vec<Error>) -> impl Iterator<Item = Error> {
    let mut end_of_line = 0;
    faults.into_iter().filter(move |fault| {
        let at = fault.span().unwrap_or_default().start;
        let is_first = at >= end_of_line;
        if is_first {
            end_of_line = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n) + 1;
        }
        is_first
    })
}

/// Leaves out the innermost key whose own bytes, or those of its value, hold `at`, and says whether there was one.
fn leave_out(table: &mut DeTable<'_>, at: usize) -> bool {
    let mut wrong = None;
    for (key, value) in table.iter_mut() {
        let is_key = key.span().contains(&at);
        let is_here = is_key || value.span().contains(&at);
        if let (DeValue::Table(inner), false) = (value.get_mut(), is_key)
            && leave_out(inner, at)
        {
            return true;
        }
        if is_here {
            wrong = Some(key.clone());
            break;
        }
    }
    wrong.is_some_and(|key| table.remove(&key).is_some())
}

/// Returns the characters that no page can hold, which escapes stand for, each with the bytes of its text.
fn refused_in_table(table: &DeTable<'_>) -> impl Iterator<Item = (char, Range<usize>)> {
    let mut found = Vec::new();
    for (key, value) in table {
        find_refused(key.get_ref(), key.span(), &mut found);
        find_refused_in(value, &mut found);
    }
    found.into_iter()
}

fn find_refused_in(value: &toml::Spanned<DeValue<'_>>, found: &mut Vec<(char, Range<usize>)>) {
    match value.get_ref() {
        DeValue::String(text) => find_refused(text, value.span(), found),
        DeValue::Array(items) => items.iter().for_each(|item| find_refused_in(item, found)),
        DeValue::Table(table) => found.extend(refused_in_table(table)),
        _ => {}
    }
}

fn find_refused(text: &str, at: Range<usize>, found: &mut Vec<(char, Range<usize>)>) {
    found.extend(text.chars().find(|c| is_refused(*c)).map(|c| (c, at)));
}

#[cfg(test)]
mod tests {
    use super::super::read_config;

    use crate::diag::Diagnostic;

    /// Checks the messages of all that is wrong, each with its line, in the order of the lines.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let findings = read_config("jiaozhu.toml", text).expect_err("something is wrong");
        let start = |finding: &Diagnostic| finding.place.as_ref().map_or(0, |place| place.span.start);
        let line = |finding| text[..start(finding)].matches('\n').count() + 1;
        let mut told: Vec<(usize, &str)> =
            findings.iter().map(|finding| (line(finding), finding.message.as_str())).collect();
        told.sort_by_key(|(line, _)| *line);
        let told: Vec<String> = told.iter().map(|(line, message)| format!("{line} {message}")).collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        check(
            "titel = \"橋\"\n[conversion]\nsegmentation = \"words\"\nquotes = 3\n[limits]\nnesting = 0\nnests = 1\n",
            &[
                "1 unknown key `titel`",
                "3 unknown value `words`",
                "4 a text is expected here",
                "6 a limit here is from 1 to 128, not 0",
                "7 unknown key `nests`",
            ],
        );
        check(
            "title = \"\\u0001\"\nbase-url = \"example.org\"\nvariants = [\"zh-Hant\"]\nbuild.epub = 1\n",
            &[
                "1 the character U+0001 cannot stand in a text",
                "2 `example.org` is no address of a site",
                "3 `variants` names the two columns of the side-by-side page: two at least",
                "4 neither true nor false",
            ],
        );
        check(
            "lang = \"zh-Hans\"\n[limits]\nnesting = 0\n",
            &["1 the site has no `title`", "3 a limit here is from 1 to 128, not 0"],
        );
    }

    #[test]
    fn faults_of_syntax_are_told_alone_and_once_a_line() {
        check(
            "title = 橋\nlang = zh\nnests = 1\n",
            &["1 a text without quotation marks", "2 a text without quotation marks"],
        );
        for (text, expected) in [
            ("title = \"橋\n", "1 a quotation mark is not closed"),
            ("title: \"橋\"\n", "1 a key without a value"),
            ("- title\n", "1 a key without a value"),
            ("{title = \"橋\"}\n", "1 a line without a key"),
            ("標題 = \"橋\"\n", "1 a key has other characters than `a-z`, `0-9` and `-`"),
            ("title = \"橋\", lang = \"zh-Hans\"\n", "1 the line goes on behind its value"),
            ("title = \"橋\"\ntitle = \"鐘\"\n", "2 a key stands twice"),
            (
                "title = \"橋\"\nvariants = [\"zh-Hant\" \"zh-Hans\"]\n",
                "2 the brackets `[…]` go on where `,` or `]` is expected",
            ),
            ("title = \"橋\"\n[build\nepub = true\n", "2 a bracket is not closed"),
            ("title = {zh-Hant = \"橋\"\n", "1 a bracket is not closed"),
            ("title = \"\\q\"\n", "1 `\\` begins nothing known between double quotation marks"),
            ("title = \"橋\"\nlimits.nesting = 01\n", "2 a number begins with a zero"),
        ] {
            check(text, &[expected]);
        }
    }
}
