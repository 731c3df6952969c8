//! Sentence ends and foreign runs of a leaf, on the edition's own text.

use crate::model::{Edges, Leaf, Mark, Markup, Span, is_han};

/// Says whether `c` closes a quotation or bracket.
pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '」' | '』' | '）' | '”' | '’' | '》' | '〉' | '】' | '〕' | '］' | ')' | '"')
}

/// Returns the ends of the leaf's sentences; the last is the end of its text.
///
/// Sentences end after `。！？……` and, behind a Han character, `!?`, with the closers that follow; never inside
/// a link, code, ruby or fixed form.
pub(super) fn sentence_ends(leaf: &Leaf) -> Vec<usize> {
    if leaf.text.is_empty() {
        return Vec::new();
    }
    let inside = inside_whole(leaf);
    let mut ends = Vec::new();
    let mut i = 0;
    while i < leaf.text.len() {
        i += 1;
        if !ends_sentence(&leaf.text, i - 1) {
            continue;
        }
        while leaf.text.get(i).is_some_and(|c| is_closer(*c) || ends_sentence(&leaf.text, i)) {
            i += 1;
        }
        if !inside.get(i).copied().unwrap_or_default() {
            ends.push(i);
        }
    }
    if ends.last() != Some(&leaf.text.len()) {
        ends.push(leaf.text.len());
    }
    ends
}

fn ends_sentence(text: &[char], i: usize) -> bool {
    let before = || i.checked_sub(1).and_then(|b| text.get(b)).is_some_and(|c| is_han(*c));
    match text.get(i) {
        Some('。' | '！' | '？') => true,
        Some('!' | '?') => before(),
        Some('…') => i.checked_sub(1).and_then(|b| text.get(b)) == Some(&'…') && text.get(i + 1) != Some(&'…'),
        _ => false,
    }
}

/// For each position, whether it lies strictly inside a mark that may not be cut.
fn inside_whole(leaf: &Leaf) -> Vec<bool> {
    let mut inside = vec![false; leaf.text.len() + 1];
    for mark in leaf.marks.iter().filter(|mark| mark.kind.is_whole() && mark.kind != Markup::Extent) {
        if let Some(covered) = inside.get_mut(mark.at.start + 1..mark.at.end) {
            covered.fill(true);
        }
    }
    inside
}

/// Marks text in kana as Japanese, and three or more Latin words as `latin_lang`.
pub(super) fn mark_foreign_runs(leaf: &mut Leaf, latin_lang: &str) {
    let mut taken = leaf.protected();
    for mark in leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Lang(_))) {
        if let Some(covered) = taken.get_mut(mark.at.clone()) {
            covered.fill(true);
        }
    }
    let mut found: Vec<Mark> = Vec::new();
    let mut i = 0;
    while i < leaf.text.len() {
        let free = |i: usize| !taken.get(i).copied().unwrap_or(true);
        let run = |belongs: fn(char) -> bool| {
            (i..leaf.text.len()).take_while(|&j| free(j) && leaf.text.get(j).is_some_and(|c| belongs(*c))).count()
        };
        let n_kana = run(is_kana);
        let n_latin = if n_kana == 0 { run(in_latin_run) } else { 0 };
        let at = i..i + n_kana.max(n_latin);
        if n_kana > 0 && leaf.text.get(at.clone()).is_some_and(|run| run.iter().any(|c| *c != '・' && *c != 'ー')) {
            found.push(Mark { at: at.clone(), kind: Markup::Lang("ja".to_owned()) });
        } else if let Some(at) = trim_latin(&leaf.text, at.clone()).filter(|at| n_words(&leaf.text, at) >= 3) {
            found.push(Mark { at, kind: Markup::Lang(latin_lang.to_owned()) });
        }
        i = at.end.max(i + 1);
    }
    // A run that crosses another mark's edge would tear it; such a run is left as it is.
    let edges = Edges::of(leaf.marks.iter().map(|mark| &mark.at));
    found.retain(|run| !edges.cross(&run.at));
    leaf.marks.extend(found);
    leaf.sort_marks();
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}')
}

fn in_latin_run(c: char) -> bool {
    is_latin(c)
        || c.is_ascii_digit()
        || matches!(
            c,
            ' ' | '\''
                | '’'
                | '‘'
                | '“'
                | '”'
                | '"'
                | '-'
                | '–'
                | '.'
                | ','
                | ':'
                | ';'
                | '&'
                | '/'
                | '('
                | ')'
                | '!'
                | '?'
                | '%'
                | '$'
        )
}

fn is_latin(c: char) -> bool {
    // Asked last, as that is looked up.
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') && c.is_alphabetic()
}

/// From the first letter or digit to the last, with the quotation marks that belong to them.
fn trim_latin(text: &[char], at: Span) -> Option<Span> {
    let is_word = |i: &usize| text.get(*i).is_some_and(|c| is_latin(*c) || c.is_ascii_digit());
    let start = at.clone().find(|i| is_word(i))?;
    let end = at.rev().find(is_word)? + 1;
    let open = start.checked_sub(1).and_then(|i| text.get(i)).copied();
    let close = text.get(end).copied();
    let inner_open = text.get(start..end)?.iter().filter(|c| **c == '“').count();
    let inner_close = text.get(start..end)?.iter().filter(|c| **c == '”').count();
    // A quotation inside the run keeps both of its marks.
    Some(match (open, close) {
        (Some('“'), _) if inner_close > inner_open => start - 1..end,
        (_, Some('”')) if inner_open > inner_close => start..end + 1,
        _ => start..end,
    })
}

fn n_words(text: &[char], at: &Span) -> usize {
    let run = text.get(at.clone()).unwrap_or_default();
    run.split(|c| !is_latin(*c) && !matches!(c, '\'' | '’' | '-'))
        .filter(|word| word.iter().any(|c| is_latin(*c)))
        .count()
}
