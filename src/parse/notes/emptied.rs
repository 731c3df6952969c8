//! What a citation leaves behind that is taken out of a note's text. In: a leaf, the places of its citations. Out: edits.
//!
//! 1. A citation goes with the spaces before it.
//! 2. Brackets that hold nothing else go with it: 又見（`[@key]`）.
//! 3. Of two marks that would stand side by side the weaker goes, as 、 before 。, and so does a mark that would begin the
//!    text, follow an opening bracket, or pause before nothing.
//! 4. A full stop goes that would end the text between 見 and what it refers to, which stands below. Elsewhere such a word needs what
//!    was taken out, which `is_needed` says.

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
            if ends_behind(text, next) && refers(kept.iter().filter_map(|i| text.get(*i))) {
                at = next + 1;
                break;
            }
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

/// Says whether the sentence of a citation needs it: a word before it refers to it, and more than a full stop stands behind it.
pub(super) fn is_needed(text: &[char], group: &Span) -> bool {
    let next = group.end + n_spaces(text, group.end);
    let is_last = next >= text.len() || ends_behind(text, next);
    !is_last && refers(text.get(..group.start).unwrap_or_default().iter())
}

/// Says whether the text ends with a full stop at `at`.
fn ends_behind(text: &[char], at: usize) -> bool {
    matches!(text.get(at), Some('。' | '.')) && at + 1 + n_spaces(text, at + 1) >= text.len()
}

/// Says whether a text ends with a word that refers to what stands behind it.
fn refers<'a>(text: impl DoubleEndedIterator<Item = &'a char>) -> bool {
    let last = text.rev().skip_while(|c| c.is_whitespace() || matches!(c, '：' | ':')).take(LONGEST_WORD);
    let tail: String = last.collect::<Vec<_>>().into_iter().rev().collect();
    REFERRING.iter().any(|word| tail.ends_with(word)) && !OTHERS.iter().any(|word| tail.ends_with(word))
}

/// No word of [`REFERRING`] or [`OTHERS`] has more characters.
const LONGEST_WORD: usize = 3;

const REFERRING: [&str; 28] = [
    "見", "见", "見於", "见于", "參看", "参看", "參閱", "参阅", "參考", "参考", "參照", "参照", "據", "据", "引自",
    "出自", "取自", "摘自", "錄自", "录自", "譯自", "译自", "載於", "载于", "see", "See", "cf.", "Cf.",
];

/// Words that end as those do, and name something.
const OTHERS: [&str; 34] = [
    "意見", "意见", "偏見", "偏见", "成見", "成见", "定見", "定见", "主見", "主见", "高見", "高见", "再見", "再见",
    "常見", "常见", "罕見", "罕见", "少見", "少见", "相見", "相见", "看見", "看见", "聽見", "听见", "遇見", "遇见",
    "證據", "证据", "數據", "数据", "收據", "收据",
];

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
