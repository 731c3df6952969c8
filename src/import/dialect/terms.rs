//! Lists of terms of Pandoc and kramdown: a term, and below it lines that begin with a colon and say what it is.

use std::ops::Range;

use super::Edit;
use super::places::Places;

/// The longest term, in characters.
const MAX_TERM: usize = 60;

/// Writes each term as strong text with what it is below it; the paragraphs of such lists are done then.
pub(super) fn translate_terms(body: &str, places: &mut Places) -> Vec<Edit> {
    let mut edits = Vec::new();
    let paragraphs = std::mem::take(&mut places.paragraphs);
    for (n, at) in paragraphs.iter().enumerate() {
        let lines = lines_of(body, at);
        let above = n.checked_sub(1).and_then(|n| paragraphs.get(n)).filter(|above| is_term(body, above));
        let is_list = match lines.as_slice() {
            [first, rest @ ..] if says(body, first).is_some() => {
                edits.extend(above.map(|above| strong(body, &trimmed(body, above))).into_iter().flatten());
                above.is_some() && rest.iter().all(|line| says(body, line).is_some())
            }
            [first, second, ..] => is_term(body, first) && says(body, second).is_some(),
            _ => false,
        };
        if is_list {
            edits.extend(write_list(body, &lines));
        } else {
            places.paragraphs.push(at.clone());
        }
    }
    edits
}

/// Writes the lines of one list.
fn write_list(body: &str, lines: &[Range<usize>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        match says(body, line) {
            Some(mark) => edits.push(Edit::cut(mark)),
            None if is_term(body, line) && lines.get(n + 1).is_some_and(|next| says(body, next).is_some()) => {
                edits.extend(strong(body, line));
            }
            None => {}
        }
        let is_before_another = lines.get(n + 1).is_some_and(|next| says(body, next).is_some());
        if is_before_another {
            edits.push(Edit::new(line.end..line.end, "\\"));
        }
    }
    edits
}

/// The lines of a paragraph, white space at their edges apart.
fn lines_of(body: &str, at: &Range<usize>) -> Vec<Range<usize>> {
    let (mut lines, mut start) = (Vec::new(), at.start);
    for raw in body.get(at.clone()).unwrap_or_default().trim_end().split('\n') {
        lines.push(trimmed(body, &(start..start + raw.len())));
        start += raw.len() + 1;
    }
    lines
}

fn trimmed(body: &str, at: &Range<usize>) -> Range<usize> {
    let raw = body.get(at.clone()).unwrap_or_default();
    let start = at.start + raw.len() - raw.trim_start().len();
    start..start + raw.trim().len()
}

/// Returns where the colon stands that a line begins with, and the blanks behind it.
fn says(body: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let text = body.get(line.clone())?;
    let inner = text.strip_prefix(':').filter(|rest| rest.starts_with([' ', '\t']))?;
    let length = text.len() - inner.trim_start().len();
    (length < text.len()).then(|| line.start..line.start + length)
}

/// Says whether a line, or a paragraph of one, can be a term: short, without a stop at its end.
fn is_term(body: &str, at: &Range<usize>) -> bool {
    let text = body.get(trimmed(body, at)).unwrap_or_default();
    let is_ended = text.ends_with(['。', '！', '？', '：', '，', '；', '.', '!', '?', ':']);
    !text.is_empty() && !text.contains('\n') && text.chars().count() <= MAX_TERM && !is_ended
}

/// Makes a term strong, unless it has marks of its own.
fn strong(body: &str, at: &Range<usize>) -> Vec<Edit> {
    let text = body.get(at.clone()).unwrap_or_default();
    let has_marks = text.contains(['*', '`', '[', '~', '<']);
    let edits = [Edit::new(at.start..at.start, "**"), Edit::new(at.end..at.end, "**")];
    if has_marks { Vec::new() } else { edits.into() }
}
