//! Text in a BibLaTeX field: what TeX would read as markup is escaped, and read back.

use biblatex::{Chunk, ChunksRef};
use hayagriva::types::{ChunkKind, ChunkedString, StringChunk};
use serde_json::Value;

/// Writes a text; verbatim passages stand in braces.
pub(super) fn write_text(text: &ChunkedString) -> String {
    // An escaped brace counts as a brace for programs that pair them, so only pairs may be written so.
    let is_paired = is_paired(text.0.iter().flat_map(|chunk| chunk.value.chars()));
    let chunk = |chunk: &StringChunk| match chunk.kind {
        ChunkKind::Verbatim => format!("{{{}}}", escape(&chunk.value, is_paired)),
        ChunkKind::Math if is_whole(&chunk.value) => format!("${}$", chunk.value),
        ChunkKind::Normal | ChunkKind::Math => escape(&chunk.value, is_paired),
    };
    text.0.iter().map(chunk).collect()
}

/// Says whether a formula ends neither its field nor itself before its end.
fn is_whole(formula: &str) -> bool {
    is_paired(formula.chars()) && !formula.contains('$') && !formula.ends_with('\\')
}

fn is_paired(chars: impl Iterator<Item = char>) -> bool {
    let mut depth = 0_i64;
    for c in chars {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Escapes a text without marks.
pub(super) fn escape_plain(text: &str) -> String {
    escape(text, is_paired(text.chars()))
}

fn escape(text: &str, is_paired: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' if is_paired => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '%' | '&' | '#' | '_' => out.extend(['\\', c]),
            // Two hyphens would become a dash.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            c => out.push(c),
        }
    }
    out
}

/// Writes an address: what would end the field stands by its number.
pub(super) fn write_url(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// Writes JSON so that braces pair and TeX sees no command in it.
pub(super) fn write_json(value: &Value) -> String {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' => out.push_str(&match chars.next() {
                Some('u') => "\\u".to_owned(),
                Some('n') => "\\u000a".to_owned(),
                Some('t') => "\\u0009".to_owned(),
                Some('r') => "\\u000d".to_owned(),
                Some('b') => "\\u0008".to_owned(),
                Some('f') => "\\u000c".to_owned(),
                Some(escaped) => format!("\\u{:04x}", u32::from(escaped)),
                None => String::new(),
            }),
            '{' | '}' | '%' | '@' | '$' | '#' | '&' | '_' | '^' | '~' if in_string => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Reads a field's text, its verbatim and mathematical passages kept; braces around the whole set no passage apart.
pub(super) fn read_text(chunks: ChunksRef<'_>) -> ChunkedString {
    let mut out = ChunkedString::new();
    for chunk in chunks.iter().filter(|chunk| !chunk.v.get().is_empty()) {
        let kind = match &chunk.v {
            Chunk::Normal(_) => ChunkKind::Normal,
            Chunk::Verbatim(_) => ChunkKind::Verbatim,
            Chunk::Math(_) => ChunkKind::Math,
        };
        out.push_str(chunk.v.get(), kind);
    }
    if out.0.iter().all(|chunk| chunk.kind == ChunkKind::Verbatim) {
        out.0.iter_mut().for_each(|chunk| chunk.kind = ChunkKind::Normal);
    }
    out
}
