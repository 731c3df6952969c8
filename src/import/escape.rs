//! Received text as Markdown whose leaves hold exactly its characters.
//!
//! Source: CommonMark 0.31, §2.4; GFM for tables, deletions and footnotes; MediaWiki for `-{`.

use super::blocks::{Block, Item};
use super::lines::Line;

/// Writes `blocks` as Markdown, a blank line between two.
pub(super) fn write_markdown(blocks: &[Block<'_>]) -> String {
    let mut out: String = blocks.iter().map(write_block).collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

fn write_block(block: &Block<'_>) -> String {
    match block {
        Block::Title(line) => format!("# {}", escape_heading(line.text)),
        Block::Heading(line) => format!("## {}", escape_heading(line.text)),
        Block::Paragraph(lines) => join_lines(lines, "\n"),
        Block::Verse(lines) => join_lines(lines, "\\\n"),
        Block::List(items) => items.iter().map(write_item).collect::<Vec<_>>().join("\n"),
    }
}

fn join_lines(lines: &[Line<'_>], end: &str) -> String {
    lines.iter().map(|line| escape_line(line.text)).collect::<Vec<_>>().join(end)
}

fn write_item(item: &Item<'_>) -> String {
    let indent = format!("\n{}", " ".repeat(item.marker.len()));
    let lines: Vec<String> = item.lines.iter().map(|line| escape_line(line)).collect();
    format!("{}{}", item.marker, lines.join(&indent))
}

/// Escapes a heading's text: no block can begin in it, but a closing run of `#` would be dropped.
fn escape_heading(text: &str) -> String {
    escape_inline(text).replace('#', "\\#")
}

/// Escapes a line of a paragraph or item: what would begin a block, then what would be inline markup.
fn escape_line(text: &str) -> String {
    let mut out = escape_inline(text);
    if let Some(at) = block_mark(&out) {
        out.insert(at, '\\');
    }
    out
}

/// Returns the byte before which a backslash keeps the line from beginning a block.
fn block_mark(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let second = chars.next();
    let is_open = second.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    match first {
        '#' | '>' => Some(0),
        '-' | '+' | '=' if is_open => Some(0),
        ':' if matches!(second, Some('-' | ':')) => Some(0),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = line.get(digits..)?;
            let is_marker = rest.starts_with(['.', ')']) && rest.chars().nth(1).is_none_or(char::is_whitespace);
            is_marker.then_some(digits)
        }
        _ => None,
    }
}

fn escape_inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(is_word(before) && is_word(rest.chars().next())),
            '!' => rest.starts_with('['),
            '&' => begins_entity(rest),
            '-' => rest.starts_with('{'),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// An underscore between two of these is never markup.
fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Says whether `&` before `rest` could begin a character reference.
fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    end > 0 && name.get(end..).is_some_and(|rest| rest.starts_with(';'))
}
