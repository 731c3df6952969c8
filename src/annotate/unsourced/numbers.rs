//! Numbers with units, and dates. In: a stretch of a leaf's text, harmless places blanked. Out: the places of those that
//! measure something. Knows no claim; 第三章, 三個理由 and 二元論 are numbers that measure nothing.
//!
//! 1. A numeral is read: digits, Chinese numerals, or both (`read_numeral`).
//! 2. Its unit decides whether it counts (`counts`); 1,000萬 and 3:1 need none.
//! 3. Dates of digits alone, 2025-11-14 and (1936), are read apart (`bare_date`).

use super::words::{Unit, Words};
use crate::model::{Span, is_han};

/// How large a numeral is, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    /// Written in digits.
    Digits,
    /// 一.
    One,
    /// 兩 or 二: as often "a couple".
    Two,
    /// 三 to 九.
    Small,
    /// Ten and more.
    Large,
    /// 百, 千, 萬 alone: as often "very many".
    Lone,
    /// 數 or 幾 alone.
    Some,
}

struct Numeral {
    at: Span,
    size: Size,
    /// It ends in 萬, 億 or 兆, or groups its digits by threes: a count even without a unit.
    is_count: bool,
}

/// Appends the places of numbers that can be checked.
pub(super) fn find_numbers(text: &[char], at: &Span, units: &Words<Unit>, found: &mut Vec<Span>) {
    let mut i = at.start;
    while i < at.end {
        if !may_begin(char_at(text, i)) {
            i += 1;
            continue;
        }
        if let Some(date) = bare_date(text, i).or_else(|| fraction(text, i)) {
            i = date.end;
            found.push(date);
            continue;
        }
        let Some(numeral) = read_numeral(text, i) else {
            i += 1;
            continue;
        };
        i = numeral.at.end;
        if let Some(end) = checkable_end(text, &numeral, units) {
            let sign = ordinal_start(text, numeral.at.start)
                .or_else(|| currency_start(text, numeral.at.start))
                .or_else(|| scale_start(text, numeral.at.start));
            let start = sign.unwrap_or(numeral.at.start);
            i = end;
            // 三月五日 is one date.
            match found.last_mut().filter(|before| before.end == start) {
                Some(before) => before.end = end,
                None => found.push(start..end),
            }
        }
    }
}

fn char_at(text: &[char], i: usize) -> char {
    text.get(i).copied().unwrap_or('\0')
}

fn char_before(text: &[char], i: usize) -> char {
    i.checked_sub(1).map_or('\0', |before| char_at(text, before))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_power(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '萬' | '万' | '億' | '亿' | '兆')
}

fn is_myriad(c: char) -> bool {
    matches!(c, '萬' | '万' | '億' | '亿' | '兆')
}

fn is_chinese_numeral(c: char) -> bool {
    is_power(c)
        || matches!(c, '零' | '〇' | '○' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
        || matches!(c, '兩' | '两' | '廿' | '卅')
}

/// Says whether a decimal point is written out at `i`: 一點二億.
fn is_point(text: &[char], i: usize) -> bool {
    let is_point = matches!(char_at(text, i), '點' | '点');
    is_point && is_chinese_numeral(char_before(text, i)) && is_chinese_numeral(char_at(text, i + 1))
}

/// Says whether a date, a fraction or a numeral can begin with `c`: most characters are passed over by one look.
fn may_begin(c: char) -> bool {
    is_digit(c) || is_chinese_numeral(c) || is_some(c) || matches!(c, '點' | '点')
}

fn is_some(c: char) -> bool {
    matches!(c, '數' | '数' | '幾' | '几')
}

/// Says whether digits that stand at `at` are part of a name: GPT-4, or PostgreSQL 16 before no power, date or share.
fn is_in_name(text: &[char], at: &Span) -> bool {
    let before = char_before(text, at.start);
    let Some(start) = at.start.checked_sub(1) else { return false };
    if before == ' ' {
        let next = char_at(text, at.end + usize::from(char_at(text, at.end) == ' '));
        let is_plain = is_han(next) && !is_power(next) && !matches!(next, '年' | '月' | '日' | '成');
        return is_plain && char_before(text, start).is_ascii_alphabetic();
    }
    before.is_ascii_alphabetic() || (matches!(before, '-' | '.' | '_' | '/') && !is_han(char_before(text, start)))
}

/// Reads the numeral that begins at `i`; none inside a longer one, or inside a name.
fn read_numeral(text: &[char], i: usize) -> Option<Numeral> {
    let first = char_at(text, i);
    let before = char_before(text, i);
    let mut end = i;
    let mut groups = false;
    if is_digit(first) {
        while is_digit(char_at(text, end)) || (is_inner(char_at(text, end)) && is_digit(char_at(text, end + 1))) {
            groups |= matches!(char_at(text, end), ',' | '，');
            end += 1;
        }
        if is_in_name(text, &(i..end)) {
            // The rest of a name is passed over as one.
            return Some(Numeral { at: i..end, size: Size::Some, is_count: false });
        }
    } else if is_some(first) {
        end += 1;
    }
    let space = usize::from(end > i && char_at(text, end) == ' ' && is_power(char_at(text, end + 1)));
    let powers = end + space;
    let mut n_chinese = powers;
    while is_chinese_numeral(char_at(text, n_chinese)) || is_point(text, n_chinese) {
        n_chinese += 1;
    }
    if n_chinese > powers {
        end = n_chinese;
    }
    if end == i {
        return None;
    }
    let size = size_of(text.get(i..end)?, before);
    let is_count = groups || (is_myriad(char_before(text, end)) && matches!(size, Size::Digits | Size::Large));
    Some(Numeral { at: i..end, size, is_count })
}

fn is_inner(c: char) -> bool {
    matches!(c, '.' | ',' | '，' | '．')
}

fn size_of(numeral: &[char], before: char) -> Size {
    match numeral {
        [first, ..] if is_digit(*first) => Size::Digits,
        [some] if is_some(*some) => Size::Some,
        [some, ..] if is_some(*some) => Size::Large,
        ['一'] => Size::One,
        ['兩' | '两' | '二'] => Size::Two,
        ['十'] | ['廿' | '卅', ..] => Size::Large,
        [one] if !is_power(*one) => Size::Small,
        // 三五, 兩三: two digits side by side are as vague as one.
        [one, other] if !is_power(*one) && !is_power(*other) => Size::Small,
        all if all.iter().all(|c| is_power(*c)) && all.first() != Some(&'十') => {
            if matches!(before, '上' | '近' | '逾' | '約' | '约' | '達' | '达') {
                Size::Large
            } else {
                Size::Lone
            }
        }
        _ => Size::Large,
    }
}

/// Returns where the number with its unit ends, when it can be checked.
fn checkable_end(text: &[char], numeral: &Numeral, units: &Words<Unit>) -> Option<usize> {
    if ordinal_start(text, numeral.at.start).is_some() {
        return rank_end(text, numeral.at.end);
    }
    if numeral.size == Size::Digits && currency_start(text, numeral.at.start).is_some() {
        return Some(numeral.at.end);
    }
    let mut end = numeral.at.end;
    if matches!(char_at(text, end), '多' | '餘' | '余' | '來' | '来' | '幾' | '几') && numeral.size != Size::Some
    {
        end += 1;
        while is_myriad(char_at(text, end)) {
            end += 1;
        }
    }
    end += usize::from(char_at(text, end) == ' ');
    let unit = units.longest_at(text, end).filter(|(len, unit)| counts(text, numeral, *unit, end + len));
    if let Some((len, _)) = unit {
        return Some(end + len);
    }
    if numeral.size == Size::Digits
        && let Some(end) = latin_unit_end(text, end)
    {
        return Some(end);
    }
    let is_name = char_at(text, numeral.at.end).is_ascii_alphabetic();
    (numeral.is_count && !is_name).then_some(numeral.at.end)
}

/// Says whether `numeral` with `unit`, which ends at `end`, measures something.
fn counts(text: &[char], numeral: &Numeral, unit: Unit, end: usize) -> bool {
    let size = numeral.size;
    let next = char_at(text, end);
    let is_exact = matches!(size, Size::Digits | Size::Large);
    match unit {
        Unit::Hard => true,
        Unit::Yuan => {
            !matches!(next, '論' | '论' | '化' | '對' | '对' | '素' | '方' | '次' | '文' | '氣' | '气')
                && (is_exact || size == Size::Lone)
        }
        Unit::Measure => match text.get(end - 1..end) {
            Some(['丈' | '寸' | '尺' | '斤' | '畝' | '亩' | '米']) => is_exact || size == Size::Small,
            _ => size != Size::Lone && size != Size::Some,
        },
        Unit::Time if matches!(next, '級' | '级' | '本' | '然') => false,
        Unit::Time => match size {
            Size::One | Size::Two => bounds_time(text, end) && !points(char_before(text, numeral.at.start)),
            Size::Lone | Size::Some => false,
            _ => true,
        },
        Unit::Month => {
            !matches!(size, Size::Lone | Size::Some)
                && !matches!(char_at(text, numeral.at.start), '兩' | '两')
                && !points(char_before(text, numeral.at.start))
        }
        Unit::Person => is_exact || matches!(size, Size::Small | Size::Two),
        Unit::People => is_exact || size == Size::Small,
        Unit::Tenths => {
            (is_exact || matches!(size, Size::Small | Size::Two))
                && !matches!(
                    next,
                    '不' | '為' | '为' | '功' | '立' | '長' | '长' | '套' | '員' | '员' | '了' | '群' | '就'
                )
        }
        Unit::Count if matches!(text.get(end - 1), Some('度')) => {
            is_exact || is_on_scale(text, numeral.at.start, size)
        }
        Unit::Count => is_exact,
    }
}

/// Returns where the scale begins that stands before a number: 零下五度, 攝氏五度, 北緯五度.
fn scale_start(text: &[char], i: usize) -> Option<usize> {
    let i = if char_before(text, i) == ' ' { i - 1 } else { i };
    let start = i.checked_sub(2)?;
    let is_scale = matches!(
        text.get(start..i)?,
        ['零', '下' | '上']
            | ['攝' | '摄' | '華' | '华', '氏']
            | ['北' | '南', '緯' | '纬']
            | ['東' | '东' | '西', '經' | '经']
    );
    is_scale.then_some(start)
}

/// Says whether degrees that begin at `i` are of a scale: 零下五度, 氣溫降到五度; 一度 and 三度來訪 are of none.
fn is_on_scale(text: &[char], i: usize, size: Size) -> bool {
    let before = text.get(i.saturating_sub(8)..i).unwrap_or_default().iter().rev();
    let mut clause = before.take_while(|c| is_han(**c) || **c == ' ');
    match size {
        Size::Lone | Size::Some => false,
        _ if scale_start(text, i).is_some() => true,
        Size::One => false,
        _ => clause.any(|c| matches!(c, '溫' | '温')),
    }
}

/// Says whether a stretch of time that ends at `end` is a term: 一年內, 兩天後.
fn bounds_time(text: &[char], end: usize) -> bool {
    let end = end + usize::from(matches!(char_at(text, end), '之' | '以'));
    matches!(char_at(text, end), '內' | '内' | '前' | '後' | '后' | '間' | '间')
}

fn points(c: char) -> bool {
    matches!(c, '這' | '这' | '那' | '每' | '某' | '同' | '上' | '下' | '哪')
}

/// Returns where the 第 before a number stands.
fn ordinal_start(text: &[char], i: usize) -> Option<usize> {
    let at = i.checked_sub(if char_before(text, i) == ' ' { 2 } else { 1 })?;
    (char_at(text, at) == '第').then_some(at)
}

/// Returns the end of a rank: 第二大, 第十五屆.
fn rank_end(text: &[char], end: usize) -> Option<usize> {
    let end = end + usize::from(char_at(text, end) == ' ');
    matches!(char_at(text, end), '大' | '名' | '屆' | '届' | '任' | '高' | '長' | '长' | '多').then_some(end + 1)
}

/// Returns where the currency sign before a number begins: US$50.
fn currency_start(text: &[char], i: usize) -> Option<usize> {
    let sign = i.checked_sub(1)?;
    if !matches!(char_at(text, sign), '$' | '＄' | '€' | '£' | '¥' | '￥') {
        return None;
    }
    let letters = text.get(..sign)?.iter().rev().take(3).take_while(|c| c.is_ascii_uppercase()).count();
    Some(sign - letters)
}

/// Returns the end of a unit in Latin letters: 50GB, 3 km.
fn latin_unit_end(text: &[char], start: usize) -> Option<usize> {
    let n_letters = text.get(start..)?.iter().take(4).take_while(|c| c.is_ascii_alphabetic()).count();
    let unit: String = text.get(start..start + n_letters)?.iter().collect();
    let known =
        ["km", "kg", "cm", "mm", "m", "g", "KB", "MB", "GB", "TB", "kW", "MW", "GW", "kWh", "MWh", "Hz", "MHz", "GHz"];
    known.contains(&unit.as_str()).then_some(start + n_letters)
}

/// Returns the place of a fraction that begins at `i`: 百分之三, 三分之一.
fn fraction(text: &[char], i: usize) -> Option<Span> {
    let parts = text.get(i..)?;
    let ['分', '之', numerator] = parts.get(1..4)? else {
        return None;
    };
    let is_fraction = is_chinese_numeral(char_at(text, i)) && (is_chinese_numeral(*numerator) || is_digit(*numerator));
    if !is_fraction || *numerator == '百' {
        return None;
    }
    let n_rest = parts
        .get(3..)?
        .iter()
        .take_while(|c| is_chinese_numeral(**c) || is_digit(**c) || matches!(c, '.' | '點' | '点'))
        .count();
    Some(i..i + 3 + n_rest)
}

/// Returns the place of a date in digits that begins at `i`: 2025-11-14, (1936), 1937–1945.
fn bare_date(text: &[char], i: usize) -> Option<Span> {
    let before = char_before(text, i);
    if is_digit(before) || before.is_ascii_alphabetic() || matches!(before, '-' | '.' | '/') {
        return None;
    }
    let year = year_at(text, i)?;
    let mark = char_at(text, i + 4);
    if matches!(mark, '-' | '/' | '.') {
        let day = two_digits(text, i + 5)
            .filter(|(_, month)| (1..=12).contains(month))
            .filter(|(end, _)| char_at(text, *end) == mark)
            .and_then(|(end, _)| two_digits(text, end + 1))
            .filter(|(_, day)| (1..=31).contains(day));
        if let Some((end, _)) = day {
            return Some(i..end);
        }
    }
    let dash = text
        .get(i + 4..)
        .unwrap_or_default()
        .iter()
        .take(2)
        .take_while(|c| matches!(c, '-' | '–' | '—' | '～' | '~'))
        .count();
    let until = (dash > 0).then(|| year_at(text, i + 4 + dash)).flatten().filter(|until| *until > year);
    if until.is_some() {
        return Some(i..i + 8 + dash);
    }
    let in_brackets = matches!(before, '(' | '（') && matches!(char_at(text, i + 4), ')' | '）');
    in_brackets.then_some(i..i + 4)
}

fn year_at(text: &[char], i: usize) -> Option<u32> {
    let digits = text.get(i..i + 4)?;
    let year: u32 = digits.iter().try_fold(0, |sum, c| Some(sum * 10 + c.to_digit(10)?))?;
    ((1000..=2999).contains(&year) && !is_digit(char_at(text, i + 4))).then_some(year)
}

fn two_digits(text: &[char], i: usize) -> Option<(usize, u32)> {
    let first = char_at(text, i).to_digit(10)?;
    match char_at(text, i + 1).to_digit(10) {
        Some(second) => Some((i + 2, first * 10 + second)),
        None => Some((i + 1, first)),
    }
}
