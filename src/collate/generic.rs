//! What rules that speak of no word change: marks and spaces, by what stands beside them.

use crate::model::{RuleForm, Span, is_han, is_wide};

/// Vowels of Pinyin with their tones.
const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
/// Syllables of Pinyin without a tone.
const NEUTRAL: &str = "ba de ge le li ma me men ne tou zhe zi";
/// How many letters the longest syllable has (zhuāng).
const LONGEST_SYLLABLE: usize = 6;

/// What stands somewhere, and what should stand there.
pub(super) type Found = Vec<(Span, Vec<char>)>;

/// Returns what a form that speaks of no word changes in `text`, protected or not.
pub(super) fn generic(form: &RuleForm, text: &[char]) -> Found {
    match form {
        RuleForm::Word { .. } => Vec::new(),
        RuleForm::FullwidthPunctuation => fullwidth_punctuation(text),
        RuleForm::CornerQuotes => corner_quotes(text),
        RuleForm::Dashes => dashes(text),
        RuleForm::Spacing => spacing(text),
        RuleForm::Pronunciations => pronunciations(text).into_iter().map(|at| (at, Vec::new())).collect(),
    }
}

fn around(text: &[char], i: usize) -> (Option<char>, Option<char>) {
    let before = i.checked_sub(1).and_then(|i| text.get(i)).copied();
    let after = text.get(i + 1..).unwrap_or_default().iter().find(|c| **c != ' ').copied();
    (before, after)
}

/// A half-width mark stands in Chinese text when the character before it, or (but for the full stop) after it, is Han.
fn fullwidth_punctuation(text: &[char]) -> Found {
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    let mut found = Vec::new();
    let mut parens: Vec<Option<usize>> = Vec::new();
    for (i, c) in text.iter().enumerate() {
        let (before, after) = around(text, i);
        let full = match c {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '?' => '？',
            '!' => '！',
            '.' => '。',
            '(' => {
                parens.push((wide(before) || wide(after)).then_some(i));
                continue;
            }
            ')' => {
                if let Some(Some(open)) = parens.pop() {
                    found.push((open..open + 1, vec!['（']));
                    found.push((i..i + 1, vec!['）']));
                }
                continue;
            }
            _ => continue,
        };
        let joins =
            wide(before) || (wide(after) && *c != '.' && before.is_some_and(|b| b != ' ' && !b.is_ascii_digit()));
        if joins && !(*c == '.' && text.get(i + 1) == Some(&'.')) {
            found.push((i..i + 1, vec![full]));
        }
    }
    found.sort_by_key(|(at, _)| at.start);
    found
}

/// Syllables of Pinyin in brackets directly behind a Han character, with the brackets: 節(jié), 么(me).
fn pronunciations(text: &[char]) -> Vec<Span> {
    let opens = text.windows(2).enumerate().filter(|(_, pair)| is_han(pair[0]) && matches!(pair[1], '(' | '（'));
    let syllable = |(before, _): (usize, &[char])| {
        let inner = text.get(before + 2..)?;
        let n = inner.iter().take(LONGEST_SYLLABLE + 1).position(|c| matches!(c, ')' | '）'))?;
        is_syllable(inner.get(..n)?).then_some(before + 1..before + n + 3)
    };
    opens.filter_map(syllable).collect()
}

/// Whether letters are one syllable of Pinyin with its tone, or one of those that have none.
fn is_syllable(letters: &[char]) -> bool {
    let is_letter = |c: &char| c.is_ascii_lowercase() || TONED.contains(*c) || *c == 'ü';
    let n_toned = letters.iter().filter(|c| TONED.contains(**c)).count();
    let is_neutral = || NEUTRAL.split(' ').any(|syllable| syllable.chars().eq(letters.iter().copied()));
    letters.iter().all(is_letter) && (n_toned == 1 || is_neutral())
}

/// Pairs that hold at least one Han character, or stand beside one.
fn corner_quotes(text: &[char]) -> Found {
    let mut found = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (i, c) in text.iter().enumerate() {
        match c {
            '“' | '‘' => open.push((i, *c)),
            '”' | '’' => {
                let expected = if *c == '”' { '“' } else { '‘' };
                if open.last().is_none_or(|(_, opener)| *opener != expected) {
                    continue;
                }
                let Some((start, _)) = open.pop() else {
                    continue;
                };
                if text.get(start..i).unwrap_or_default().iter().any(|c| is_han(*c)) {
                    let (left, right) = if *c == '”' { ('「', '」') } else { ('『', '』') };
                    found.push((start..start + 1, vec![left]));
                    found.push((i..i + 1, vec![right]));
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|(at, _)| at.start);
    found
}

/// A hyphen or short dash with spaces, or doubled, between characters of Chinese text.
fn dashes(text: &[char]) -> Found {
    let mut found = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let is_dash = |c: Option<&char>| matches!(c, Some('-' | '–' | '—'));
        let start = if text.get(i) == Some(&' ') && is_dash(text.get(i + 1)) {
            i
        } else {
            i + usize::from(!is_dash(text.get(i)))
        };
        if start != i {
            i += 1;
            continue;
        }
        let n = text.get(i..).unwrap_or_default().iter().take_while(|c| matches!(c, ' ' | '-' | '–' | '—')).count();
        let run = text.get(i..i + n).unwrap_or_default();
        let before = i.checked_sub(1).and_then(|b| text.get(b)).is_some_and(|c| is_wide(*c));
        let after = text.get(i + n).is_some_and(|c| is_wide(*c));
        if (before || after) && run != ['—', '—'] && (before && after || run.contains(&' ')) {
            found.push((i..i + n, vec!['—', '—']));
        }
        i += n.max(1);
    }
    found
}

/// Spaces beside a Han character or full-width punctuation.
fn spacing(text: &[char]) -> Found {
    let mut found: Found = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let n = text.get(i..).unwrap_or_default().iter().take_while(|c| **c == ' ').count();
        let before = i.checked_sub(1).and_then(|b| text.get(b)).is_some_and(|c| is_wide(*c));
        if n > 0 && (before || text.get(i + n).is_some_and(|c| is_wide(*c))) {
            found.push((i..i + n, Vec::new()));
        }
        i += n.max(1);
    }
    found
}
