//! What a citation leaves behind that is taken out of a note's text. In: a leaf, the places of its citations. Out: edits.
//!
//! 1. A citation goes with the spaces before it.
//! 2. Brackets that hold nothing else go with it: 又見（`[@key]`）.
//! 3. Of two marks that would stand side by side the weaker goes, as 、 before 。, and so does a mark that would begin the
//!    text, follow an opening bracket, or pause before nothing.

use crate::model::{Leaf, Span};

/// What is to go beside a gap.
enum Rubbish {
    Both,
    Left,
    Right,
}

/// Returns the edits that take `groups` out of `leaf`, with what would be left of marks and brackets around them.
///
/// `is_free` says whether a character is neither escaped nor of a fixed form.
pub(super) fn take_out(leaf: &Leaf, groups: &[Span], is_free: impl Fn(usize) -> bool) -> Vec<(Span, Vec<char>)> {
    let text = &leaf.text;
    let mark = |i: usize| text.get(i).copied().map(|c| if is_free(i) { c } else { '\0' });
    let mut kept: Vec<usize> = Vec::new();
    let mut at = 0;
    for group in groups {
        kept.extend(at..group.start);
        drop_spaces(&mut kept, text);
        at = group.end;
        loop {
            let next = at + n_spaces(text, at);
            match rubbish(kept.last().and_then(|i| mark(*i)), mark(next)) {
                Some(Rubbish::Both) => {
                    kept.pop();
                    at = next + 1;
                }
                Some(Rubbish::Left) => {
                    kept.pop();
                }
                Some(Rubbish::Right) => at = next + 1,
                None => break,
            }
            drop_spaces(&mut kept, text);
            at += if kept.is_empty() { n_spaces(text, at) } else { 0 };
        }
    }
    kept.extend(at..text.len());
    let mut edits = Vec::new();
    let mut done = 0;
    for i in kept.into_iter().chain(std::iter::once(text.len())) {
        if done < i {
            edits.push((done..i, Vec::new()));
        }
        done = i + 1;
    }
    edits
}

fn n_spaces(text: &[char], at: usize) -> usize {
    text.get(at..).unwrap_or_default().iter().take_while(|c| c.is_whitespace()).count()
}

fn drop_spaces(kept: &mut Vec<usize>, text: &[char]) {
    while kept.pop_if(|i| text.get(*i).is_some_and(|c| c.is_whitespace())).is_some() {}
}

/// What goes of the characters before and behind a gap; none is there where the text begins or ends.
fn rubbish(left: Option<char>, right: Option<char>) -> Option<Rubbish> {
    let pauses = |c: char| matches!(c, '、' | '，' | ',' | '；' | ';');
    match (left, right) {
        (Some(open), Some(close))
            if matches!((open, close), ('（', '）') | ('(', ')') | ('〔', '〕') | ('【', '】')) =>
        {
            Some(Rubbish::Both)
        }
        (None | Some('（' | '(' | '〔' | '【'), Some(mark)) if weight(mark) > 0 => Some(Rubbish::Right),
        (Some(mark), None | Some('）' | ')' | '〕' | '】')) if pauses(mark) => Some(Rubbish::Left),
        // An abbreviation ends in a full stop too: et al., p. 3.
        (Some('.'), Some(mark)) if mark != '.' => None,
        (Some(one), Some(other)) if weight(one) > 0 && weight(other) > 0 => {
            Some(if weight(one) < weight(other) { Rubbish::Left } else { Rubbish::Right })
        }
        _ => None,
    }
}

/// How much a mark parts: a pause less than a colon, a colon less than a stop; nothing else parts.
fn weight(c: char) -> u8 {
    match c {
        '、' | '，' | ',' => 1,
        '；' | ';' | '：' | ':' => 2,
        '。' | '！' | '？' | '!' | '?' | '.' => 3,
        _ => 0,
    }
}
