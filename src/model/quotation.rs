//! Quotation marks of both scripts, and what stands between them.

use super::Span;

/// Returns what stands inside quotation marks within `span`, short quotations only: mostly forms that are spoken of.
pub fn quoted_forms(text: &[char], span: Span) -> Vec<Span> {
    let inside = quotation_pairs(text.get(span.clone()).unwrap_or_default());
    let mut found: Vec<Span> = inside
        .into_iter()
        .map(|(a, b)| span.start + a + 1..span.start + b)
        .filter(|q| (1..=4).contains(&q.len()))
        .collect();
    found.sort_by_key(|q| q.start);
    found
}

/// Finds matching pairs, the places of the opening and the closing mark; a closing mark that closes nothing (an apostrophe) is passed over.
pub fn quotation_pairs(text: &[char]) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found = Vec::new();
    for (i, &c) in text.iter().enumerate() {
        if let Some(closer) = closer_of(c) {
            open.push((i, closer));
        } else if matches!(c, '”' | '’' | '」' | '』') {
            let letter = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(char::is_ascii_alphabetic);
            let is_apostrophe = c == '’' && letter(i.checked_sub(1)) && letter(Some(i + 1));
            if let Some(depth) = open.iter().rposition(|(_, closer)| *closer == c).filter(|_| !is_apostrophe) {
                open.truncate(depth + 1);
                if let Some((start, _)) = open.pop() {
                    found.push((start, i));
                }
            }
        }
    }
    found
}

fn closer_of(c: char) -> Option<char> {
    match c {
        '“' => Some('”'),
        '‘' => Some('’'),
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    }
}
