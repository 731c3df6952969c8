//! Where front matter stands: between a first line `---` and the next. What only looks like its first line is reported, as a
//! text that is read without its `draft: true` would be published.

use std::ops::Range;

use super::Typed;
use crate::diag::Diagnostic;
use crate::model::is_invisible;
use crate::parse::Input;

/// Finds the YAML of a text's front matter, and the byte at which the Markdown begins.
///
/// Errors: `JZ004` for its size, `JZ007` where it does not end or does not begin with `---`.
pub(super) fn split(input: &Input<'_>) -> Result<(Range<usize>, usize), Vec<Diagnostic>> {
    let first = input.text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim_end() != "---" || !first.ends_with('\n') {
        return match find_mistaken(input) {
            Some(finding) => Err(vec![finding]),
            None => Ok((0..0, 0)),
        };
    }
    let start = first.len();
    let mut at = start;
    for line in input.text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == "---" {
            let limit = input.config.limits.front_matter_kib;
            if at > limit * 1024 {
                let message = format!("front matter of more than {limit} KiB");
                let finding = Diagnostic::error("JZ004", message).at(input.path, 0..3);
                return Err(vec![finding]);
            }
            return Ok((start..at, at + line.len()));
        }
        at += line.len();
    }
    let finding = Diagnostic::error("JZ007", "front matter begins with `---` and does not end").at(input.path, 0..3);
    Err(vec![finding.hint("end it with a line `---`; for a rule at the top of the text type `***`")])
}

/// Finds a first line that looks like that of front matter and is none, with fields below it.
fn find_mistaken(input: &Input<'_>) -> Option<Diagnostic> {
    let mut lines = Lines { text: input.text, at: 0 }.filter(|line| !line.typed.is_empty());
    let first = lines.next()?;
    let is_fence = is_fence_like(first.typed);
    let field = if is_fence { lines.find(|line| !line.typed.starts_with('#'))? } else { first.clone() };
    let is_front = match key_of(field.typed) {
        // Without a fence only our own fields tell front matter from a text that begins with `Note: …`.
        Some(key) => is_fence && is_field(key) || (is_fence || is_field(key)) && is_closed(lines),
        None => false,
    };
    let (message, hint) = match first.typed {
        typed if !is_fence => (format!("no line `---` stands before `{typed}`"), BEGIN),
        "---" => ("front matter does not begin with the first character of the file".to_owned(), DELETE),
        typed => (format!("`{typed}` begins no front matter"), BEGIN),
    };
    let place = first.place();
    is_front.then(|| Diagnostic::error("JZ007", message).at(input.path, place).hint(hint))
}

const BEGIN: &str = "begin the file with a line `---`, type fields as `key: value`, and end them with a line `---`; for a rule at the top of the text type `***`";
const DELETE: &str = "delete the blank lines, spaces and invisible characters before `---`";

/// A line of the text without what cannot be seen at its edges.
#[derive(Clone)]
struct Line<'a> {
    at: usize,
    typed: &'a str,
}

impl Line<'_> {
    fn place(&self) -> Range<usize> {
        self.at..self.at + self.typed.len()
    }
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let line = self.text.get(self.at..)?.split_inclusive('\n').next()?;
        let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
        let begun = line.trim_start_matches(is_blank);
        let found = Line { at: self.at + line.len() - begun.len(), typed: begun.trim_end_matches(is_blank) };
        self.at += line.len();
        Some(found)
    }
}

/// `---`, `----`, `——`, `+++`, `--- yaml`, but neither `-` nor `- 甲`, which begin lists.
fn is_fence_like(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '‐'..='―' | '−' | '－' | '─' | '+' | '＋');
    let behind = line.trim_start_matches(is_dash);
    let is_word = behind.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    line.len() - behind.len() > 1 && is_word
}

/// The key of a line `key: …` or `key = …`, also with a full-width colon.
fn key_of(line: &str) -> Option<&str> {
    let length = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')?;
    let (key, behind) = line.split_at_checked(length)?;
    let is_key =
        key.starts_with(|c: char| c.is_ascii_alphabetic()) && behind.trim_start().starts_with([':', '：', '=']);
    // `https://…` is an address.
    (is_key && !behind.starts_with("://")).then_some(key)
}

/// Says whether front matter has a field of this name.
fn is_field(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let read = serde_saphyr::from_str::<Typed>(&format!("{key}:\n"));
    !read.is_err_and(|error| error.to_string().contains("unknown field"))
}

/// Says whether only lines of fields stand before the next line that looks like a fence.
fn is_closed<'a>(lines: impl Iterator<Item = Line<'a>>) -> bool {
    let mut lines = lines.skip_while(|line| {
        key_of(line.typed).is_some()
            || line.typed.starts_with(['#', '-', '[', ']', '{', '}']) && !is_fence_like(line.typed)
    });
    lines.next().is_some_and(|line| is_fence_like(line.typed))
}
