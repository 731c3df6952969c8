//! Formulas in TeX between `$`, which an article has no place for: they stand as code, so that no character is lost.

use std::ops::Range;

use super::Edit;
use super::places::Places;
use crate::model::is_wide;

/// The longest formula, in bytes.
const MAX_FORMULA: usize = 2000;

/// Writes each formula as code, and returns where they stand.
pub(super) fn translate_formulas(body: &str, places: &Places) -> (Vec<Edit>, Vec<usize>) {
    let (mut edits, mut found, mut from) = (Vec::new(), Vec::new(), 0);
    while let Some(start) = body.get(from..).and_then(|rest| rest.find('$')).map(|start| from + start) {
        from = start + 1;
        let is_escaped = body.get(..start).is_some_and(|before| before.ends_with('\\'));
        let length = body.get(start..).and_then(formula_length);
        let Some(length) = length.filter(|_| !is_escaped && !places.is_code(start)) else { continue };
        from = start + length;
        found.push(start);
        edits.push(as_code(body, start..from));
    }
    (edits, found)
}

/// A formula that stands in lines of its own becomes a block of code.
fn as_code(body: &str, at: Range<usize>) -> Edit {
    let text = body.get(at.clone()).unwrap_or_default();
    let begins = body.get(..at.start).is_none_or(|before| before.is_empty() || before.ends_with('\n'));
    let ends = body.get(at.end..).is_none_or(|behind| behind.is_empty() || behind.starts_with('\n'));
    if text.starts_with("$$") && begins && ends {
        return Edit::new(at, format!("```\n{text}\n```"));
    }
    let one_line = text.replace('\n', " ");
    let ticks = if text.contains('`') { "``" } else { "`" };
    Edit::new(at, format!("{ticks}{one_line}{ticks}"))
}

/// The length of the formula that `text` begins with. Source: Pandoc's extension `tex_math_dollars`.
fn formula_length(text: &str) -> Option<usize> {
    let mark = if text.starts_with("$$") { "$$" } else { "$" };
    // A formula ends within its paragraph, and soon.
    let near = text.get(..text.floor_char_boundary(MAX_FORMULA))?;
    let inner = near.get(mark.len()..)?.split("\n\n").next()?;
    let end = inner
        .match_indices(mark)
        .map(|(end, _)| end)
        .find(|end| !inner.get(..*end).is_some_and(|t| t.ends_with('\\')))?;
    let formula = inner.get(..end)?;
    let behind = text.get(mark.len() * 2 + end..)?.chars().next();
    let is_tight = mark == "$$" || formula.trim() == formula && !behind.is_some_and(|c| c.is_ascii_digit());
    (is_tight && is_formula(formula)).then_some(mark.len() * 2 + end)
}

/// A price is none, nor is prose.
fn is_formula(text: &str) -> bool {
    let has_letter = text.contains(|c: char| c.is_alphabetic() || c == '\\');
    let has_sign = text.contains(['\\', '^', '_', '=', '+', '<', '>', '(', '/']);
    let is_prose = text.chars().any(is_wide) && !text.contains('\\');
    has_letter && !is_prose && (has_sign || text.trim().len() <= 3)
}
