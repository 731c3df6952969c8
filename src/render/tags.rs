//! What stands in the tags of a template, as words. The template was read by Tera before: what it refuses is not looked for.

use std::ops::Range;

/// A word of a tag, with its bytes in the template.
#[derive(Debug, Clone)]
pub(super) struct Lexeme<'a> {
    pub(super) token: Token<'a>,
    pub(super) at: Range<usize>,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// A string without its quotation marks, or a number.
    Literal(&'a str),
    /// An operator or a bracket.
    Sign(&'a str),
}

/// `{{ … }}` or `{% … %}`.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub(super) is_statement: bool,
    pub(super) lexemes: Vec<Lexeme<'a>>,
}

impl<'a> Tag<'a> {
    /// Returns its words without their places.
    pub(super) fn tokens(&self) -> Vec<Token<'a>> {
        self.lexemes.iter().map(|lexeme| lexeme.token).collect()
    }
}

/// Operators of more than one character, the longest first.
const LONG_SIGNS: [&str; 10] = ["...", "==", "!=", ">=", "<=", "</", "//", "**", "?.", "?["];

/// Returns the tags of a template, without comments and what stands between `raw` and `endraw`.
pub(super) fn read_tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some((start, opening)) = next_opening(text, at) {
        if opening == "{#" {
            at = end_of(text, start, "#}");
            continue;
        }
        let tag = read_tag(text, start + opening.len(), opening == "{%");
        at = end_of(
            text,
            tag.lexemes.last().map_or(start, |last| last.at.end),
            if tag.is_statement { "%}" } else { "}}" },
        );
        if tag.tokens() == [Token::Name("raw")] {
            at = end_of(text, end_of(text, at, "endraw"), "%}");
            continue;
        }
        tags.push(tag);
    }
    tags
}

/// The next `{{`, `{%` or `{#` from byte `at`.
fn next_opening(text: &str, at: usize) -> Option<(usize, &str)> {
    let rest = text.get(at..)?;
    let openings = rest.match_indices('{').filter_map(|(i, _)| Some((at + i, rest.get(i..i + 2)?)));
    openings.into_iter().find(|(_, opening)| matches!(*opening, "{{" | "{%" | "{#"))
}

/// Where the next `sign` from byte `at` ends.
fn end_of(text: &str, at: usize, sign: &str) -> usize {
    text.get(at..).and_then(|rest| rest.find(sign)).map_or(text.len(), |i| at + i + sign.len())
}

/// Reads the words of a tag from byte `at` to its end.
fn read_tag(text: &str, mut at: usize, is_statement: bool) -> Tag<'_> {
    let closing = if is_statement { "%}" } else { "}}" };
    let mut lexemes = Vec::new();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty() && !rest.starts_with(closing)) {
        let (token, length) = read_token(rest);
        lexemes.extend(token.map(|token| Lexeme { token, at: at..at + length }));
        at += length;
    }
    // White space control, `-%}`, is no operator.
    if lexemes.last().is_some_and(|last| last.token == Token::Sign("-")) {
        lexemes.pop();
    }
    if lexemes.first().is_some_and(|first| first.token == Token::Sign("-")) {
        lexemes.remove(0);
    }
    Tag { is_statement, lexemes }
}

/// Reads one word at the beginning of `rest`, and its length in bytes; no word for white space.
fn read_token(rest: &str) -> (Option<Token<'_>>, usize) {
    let run = |is_part: fn(char) -> bool| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let part = |length: usize| rest.get(..length).unwrap_or_default();
    let first = rest.chars().next().unwrap_or_default();
    match first {
        c if c.is_whitespace() => (None, run(char::is_whitespace)),
        '"' | '\'' | '`' => {
            let length = string_length(rest, first);
            (Some(Token::Literal(part(length).trim_matches(first))), length)
        }
        '0'..='9' => {
            let length = run(|c| c.is_ascii_digit() || c == '.');
            (Some(Token::Literal(part(length))), length)
        }
        'a'..='z' | 'A'..='Z' | '_' => {
            let length = run(|c| c.is_ascii_alphanumeric() || c == '_');
            (Some(Token::Name(part(length))), length)
        }
        c => {
            let length =
                LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(c.len_utf8(), |sign| sign.len());
            (Some(Token::Sign(part(length))), length)
        }
    }
}

/// The length of the string at the beginning of `rest`, with its quotation marks.
fn string_length(rest: &str, mark: char) -> usize {
    let mut is_escaped = false;
    let ends = |(_, c): &(usize, char)| {
        let is_end = *c == mark && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        is_end
    };
    rest.char_indices().skip(1).find(ends).map_or(rest.len(), |(i, _)| i + 1)
}
