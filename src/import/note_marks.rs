//! Marks of notes as plain text has them: `[1]`, `［2］`, `①`, `（註一）`, `註三`, `¹`.

use std::ops::Range;

/// A way in which notes are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `[1]`, `〔1〕`, `[1,3]`, `[1-3]`.
    Bracketed,
    /// `①`.
    Circled,
    /// `註一`, `（註1）`, `[注 1]`.
    Named,
    /// `¹`.
    Raised,
}

pub(super) const FORMS: [Form; 4] = [Form::Bracketed, Form::Circled, Form::Named, Form::Raised];

/// A mark in a text. Units: bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) at: Range<usize>,
    pub(super) form: Form,
    pub(super) numbers: Vec<u32>,
}

const BRACKETS: [(char, char); 6] = [('[', ']'), ('［', '］'), ('〔', '〕'), ('【', '】'), ('（', '）'), ('(', ')')];
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/// The highest number a note may have.
const MAX: u32 = 999;

/// Returns the marks in `text`, in order.
pub(super) fn find_marks(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, _) in text.char_indices() {
        if marks.last().is_some_and(|mark| mark.at.end > at) {
            continue;
        }
        marks.extend(read_mark(text, at));
    }
    marks
}

/// Returns the mark that begins at byte `at`.
pub(super) fn read_mark(text: &str, at: usize) -> Option<Mark> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let made = |length: usize, form, numbers| Some(Mark { at: at..at + length, form, numbers });
    if let Some(number) = circled(first) {
        return made(first.len_utf8(), Form::Circled, vec![number]);
    }
    if RAISED.contains(first) {
        let length = rest.find(|c| !RAISED.contains(c)).unwrap_or(rest.len());
        let digits = rest.get(..length)?.chars().filter_map(|c| RAISED.chars().position(|raised| raised == c));
        let number = digits.fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(digit as u32));
        return Some(number).filter(|n| (1..=MAX).contains(n)).and_then(|n| made(length, Form::Raised, vec![n]));
    }
    if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == first) {
        let inner = rest.get(first.len_utf8()..)?;
        let end = inner.char_indices().take(16).find(|(_, c)| c == close)?.0;
        let length = first.len_utf8() + end + close.len_utf8();
        let inner = inner.get(..end)?.trim();
        return match without_name(inner) {
            Some(number) => made(length, Form::Named, vec![read_number(number.trim())?]),
            None if matches!(first, '(' | '（') => None,
            None => made(length, Form::Bracketed, read_numbers(inner)?),
        };
    }
    read_bare(text, at)
}

/// `註一` without brackets, where the words around cannot make another word of it.
fn read_bare(text: &str, at: usize) -> Option<Mark> {
    let rest = text.get(at..)?;
    let number = without_name(rest)?;
    let skipped = rest.len() - number.len();
    let length = number.find(|c| !is_digit(c)).unwrap_or(number.len());
    let value = read_number(number.get(..length)?)?;
    let after = number.get(length..)?.chars().next();
    let before = text.get(..at)?.chars().next_back();
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    (is_edge(after) && (is_edge(before) || after.is_some())).then(|| Mark {
        at: at..at + skipped + length,
        form: Form::Named,
        numbers: vec![value],
    })
}

fn without_name(text: &str) -> Option<&str> {
    let names = ["註釋", "注释", "註", "注", "Note ", "note "];
    names.iter().find_map(|name| text.strip_prefix(name)).map(|rest| rest.strip_prefix(' ').unwrap_or(rest))
}

/// Reads `1`, `1,3`, `1、3`, `1-3`.
fn read_numbers(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in text.split([',', '，', '、', ';', '；']) {
        let mut ends = part.split(['-', '–', '—', '~', '～']).map(|end| read_number(end.trim()));
        match (ends.next()?, ends.next(), ends.next()) {
            (Some(one), None, None) => numbers.push(one),
            (Some(first), Some(Some(last)), None) if first < last && last - first < 20 => numbers.extend(first..=last),
            _ => return None,
        }
    }
    Some(numbers)
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c)
}

/// Reads a number in Western or Chinese digits, up to 999 and 九十九.
pub(super) fn read_number(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 3 {
        return None;
    }
    let western: Option<u32> = text.chars().try_fold(0, |number, c| {
        let digit = c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10))?;
        Some(number * 10 + digit)
    });
    let chinese = || {
        let digit = |c: &str| match c {
            "" => Some(None),
            c => "一二三四五六七八九".chars().position(|known| c.chars().eq([known])).map(|at| Some(at as u32 + 1)),
        };
        match text.split_once('十') {
            Some((tens, ones)) => Some(digit(tens)?.unwrap_or(1) * 10 + digit(ones)?.unwrap_or(0)),
            None => digit(text)?,
        }
    };
    western.or_else(chinese).filter(|number| (1..=MAX).contains(number))
}

fn circled(c: char) -> Option<u32> {
    let code = u32::from(c);
    match c {
        '①'..='⑳' => Some(code - 0x2460 + 1),
        '㉑'..='㉟' => Some(code - 0x3251 + 21),
        '㊱'..='㊿' => Some(code - 0x32b1 + 36),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, plain};
    use super::*;

    #[test]
    fn forms_of_marks() {
        let found = |text: &str| -> Vec<(String, Form, Vec<u32>)> {
            find_marks(text).into_iter().map(|mark| (text[mark.at].to_owned(), mark.form, mark.numbers)).collect()
        };
        let one = |text: &str, form, numbers: &[u32]| vec![(text.to_owned(), form, numbers.to_vec())];
        assert_eq!(found("鐘[1]。"), one("[1]", Form::Bracketed, &[1]));
        assert_eq!(found("鐘［１２］"), one("［１２］", Form::Bracketed, &[12]));
        assert_eq!(found("鐘[1,3-5]。"), one("[1,3-5]", Form::Bracketed, &[1, 3, 4, 5]));
        assert_eq!(found("鐘㉑。"), one("㉑", Form::Circled, &[21]));
        assert_eq!(found("鐘（註二十一）。"), one("（註二十一）", Form::Named, &[21]));
        assert_eq!(found("鐘。註三"), one("註三", Form::Named, &[3]));
        assert_eq!(found("鐘¹²。"), one("¹²", Form::Raised, &[12]));
        for text in ["（1）", "[a]", "[2025-01-02]", "註冊一事", "關注一個人", "[0]", "[1"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn regression_a_part_of_a_text_goes_on_the_numbers_of_its_notes() {
        let text = "舊橋（下）\n\n橋在溪鎮的東邊，建成已經很久了。[70]橋墩是後來換的。[71]\n\n\
                    注釋\n[70]縣志有記載。\n[71]老人所說。\n";
        check(
            text,
            "# 舊橋（下）\n\n橋在溪鎮的東邊，建成已經很久了。[^n70]橋墩是後來換的。[^n71]\n\n\
             [^n70]: 縣志有記載。\n\n[^n71]: 老人所說。\n",
        );
        // Without marks for all of them they may be anything.
        let index = plain(&text.replace("換的。[71]", "換的。")).expect("a text").index;
        assert!(index.contains("很久了。\\[70\\]"), "{index}");
    }
}
