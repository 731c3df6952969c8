//! Received text as Markdown whose leaves hold exactly its characters.
//!
//! Source: CommonMark 0.31, §2.4; GFM for tables, deletions and footnotes; MediaWiki for `-{`.

use super::blocks::{Block, Item};
use super::entry::find_url;
use super::lines::Line;
use super::notes::Marks;

/// Writes `blocks` as Markdown, a blank line between two, note marks in their places.
pub(super) fn write_markdown(blocks: &[Block<'_>], marks: &Marks) -> String {
    let mut out: String = blocks.iter().map(|block| write_block(block, marks)).collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

fn write_block(block: &Block<'_>, marks: &Marks) -> String {
    match block {
        Block::Title(line) => format!("# {}", write_heading(line, marks)),
        Block::Heading(line, level) => format!("{} {}", "#".repeat(*level), write_heading(line, marks)),
        Block::Paragraph(lines) => join_lines(lines, "\n", marks),
        Block::Verse(lines) => join_lines(lines, "\\\n", marks),
        Block::List(items) => items.iter().map(|item| write_item(item, marks)).collect::<Vec<_>>().join("\n"),
    }
}

fn join_lines(lines: &[Line<'_>], end: &str, marks: &Marks) -> String {
    lines.iter().map(|line| guard_line(write_inline(line, marks))).collect::<Vec<_>>().join(end)
}

fn write_item(item: &Item<'_>, marks: &Marks) -> String {
    let indent = " ".repeat(item.marker.len());
    format!("{}{}", item.marker, join_lines(&item.lines, &format!("\n{indent}"), marks))
}

/// Escapes the text of a line, and puts the marks in it that stand there.
fn write_inline(line: &Line<'_>, marks: &Marks) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for (start, (end, typed)) in marks.marks.range(line.start..line.start + line.text.len()) {
        out.push_str(&escape_inline(line.text.get(from..start - line.start).unwrap_or_default()));
        out.push_str(typed);
        from = end - line.start;
    }
    out + &escape_inline(line.text.get(from..).unwrap_or_default())
}

/// Escapes a note's text; a web address in it becomes a link.
pub(super) fn write_note(text: &str) -> String {
    let Some((start, end)) = find_url(text) else {
        return guard_line(escape_inline(text));
    };
    let (before, url, after) = (text.get(..start), text.get(start..end), text.get(end..));
    let [before, url, after] = [before, url, after].map(Option::unwrap_or_default);
    format!("{}<{url}>{}", guard_line(escape_inline(before)), escape_inline(after))
}

/// Writes a heading's text: no block can begin in it, but a closing run of `#` would be dropped.
fn write_heading(line: &Line<'_>, marks: &Marks) -> String {
    write_inline(line, marks).replace('#', "\\#")
}

/// Keeps a line of inline Markdown from beginning a block.
pub(super) fn guard_line(mut line: String) -> String {
    if let Some(at) = block_mark(&line) {
        line.insert(at, '\\');
    }
    line
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

/// Escapes what would be inline markup.
pub(super) fn escape_inline(text: &str) -> String {
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
