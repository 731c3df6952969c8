//! Lines that hold the number of a page and nothing else.

use super::blocks::{Wrap, find_wrap};
use super::lines::Line;

/// The number of a page, or of a section, that stands alone in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: u32,
    form: Form,
    /// Whether it begins with a zero: `01`.
    is_padded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `12`.
    Bare,
    /// `- 12 -`.
    Dashed,
    /// `第 12 頁`, `12 / 30`.
    Worded,
}

/// The fewest characters of a page, where only the distances speak for pages.
const MIN_PAGE: usize = 200;

/// Takes out the lines with page numbers, and marks the lines after them.
///
/// They are such when two or more stand in the text, in one form, each higher than the one before, and are not those of
/// sections (`are_pages`).
pub(super) fn take_page_numbers<'a>(lines: &mut Vec<Line<'a>>) -> Vec<Line<'a>> {
    let found: Vec<(usize, Number)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| read_page_number(line.text).map(|number| (i, number)))
        .collect();
    let Some((_, first)) = found.first().copied() else {
        return Vec::new();
    };
    let is_row = found.len() >= 2
        && found.iter().all(|(_, number)| (number.form == Form::Bare) == (first.form == Form::Bare))
        && found.iter().zip(found.iter().skip(1)).all(|((_, one), (_, next))| one.value < next.value);
    if !is_row || !are_pages(&found, lines) {
        return Vec::new();
    }
    let mut places = found.iter().map(|(i, ..)| *i).peekable();
    let (mut taken, mut kept, mut is_after_page) =
        (Vec::with_capacity(found.len()), Vec::with_capacity(lines.len()), false);
    for (i, line) in lines.drain(..).enumerate() {
        if places.next_if_eq(&i).is_some() {
            taken.push(line);
            is_after_page = true;
        } else {
            kept.push(Line { is_after_page, ..line });
            is_after_page = false;
        }
    }
    *lines = kept;
    taken
}

/// Says whether the numbers `found`, with the places of their lines, are those of pages: what heads sections stands between
/// whole paragraphs, begins with 1, and often with a zero; the ends of pages part sentences, or are as far from each other.
fn are_pages(found: &[(usize, Number)], lines: &[Line<'_>]) -> bool {
    if found.iter().all(|(_, number)| number.form == Form::Worded) {
        return true;
    }
    let wrap = find_wrap(lines);
    let parts_sentence = |before: &Line<'_>| {
        let is_full = !before.is_short() || wrap.is_some_and(|wrap| before.width_cells() * 5 >= wrap.width * 4);
        is_full && !before.ends_closed() && !before.text.ends_with(['」', '』', '”', '’', '）', ')', '】', '》', '〉'])
    };
    let between = || found.iter().filter(|(i, _)| *i > 0 && i + 1 < lines.len());
    let n_between = between().count();
    let n_within = between().filter(|(i, _)| lines.get(i - 1).is_some_and(parts_sentence)).count();
    let first = found.first().map(|(_, number)| *number);
    if found.iter().any(|(_, number)| number.is_padded) {
        n_within * 2 > n_between
    } else if first.is_some_and(|number| number.form == Form::Bare) {
        n_within > 0 && n_within * 2 >= n_between
    } else {
        n_within > 0 || first.is_some_and(|number| number.value > 1) || are_as_far(found, lines)
    }
}

/// Says whether about as much text stands between each two of the numbers, and enough for a page.
fn are_as_far(found: &[(usize, Number)], lines: &[Line<'_>]) -> bool {
    let pairs = found.iter().zip(found.iter().skip(1));
    let lengths = pairs.map(|((one, _), (next, _))| {
        lines.get(one + 1..*next).unwrap_or_default().iter().map(Line::n_chars).sum::<usize>()
    });
    let lengths: Vec<usize> = lengths.collect();
    let (shortest, longest) = (lengths.iter().min(), lengths.iter().max());
    shortest.zip(longest).is_some_and(|(shortest, longest)| *shortest >= MIN_PAGE && *longest <= *shortest * 3 / 2)
}

/// Joins what a page's end parted: the line after a page number goes on where the one before is full and not closed.
pub(super) fn join_pages(lines: &mut [Line<'_>], wrap: Option<Wrap>) {
    let Some(Wrap { width, .. }) = wrap else { return };
    for i in 1..lines.len() {
        let is_open = lines.get(i - 1).is_some_and(|line| !line.ends_closed() && line.width_cells() * 5 >= width * 4);
        if let Some(line) = lines.get_mut(i).filter(|line| line.is_after_page && !line.is_indented && is_open) {
            line.is_after_gap = false;
        }
    }
}

/// Returns the number of a page when `text` is nothing else.
fn read_page_number(text: &str) -> Option<Number> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-–—－·~～".contains(c));
    let lower = bare.to_lowercase();
    let inner = lower.strip_prefix("page").or_else(|| lower.strip_prefix('第')).unwrap_or(&lower);
    let is_named = inner.len() < lower.len();
    let inner = inner.trim();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let value = inner.get(..digits).filter(|digits| digits.len() <= 4)?.parse().ok()?;
    let rest: String = inner.get(digits..)?.chars().filter(|c| !c.is_whitespace()).collect();
    let is_count = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    let is_known = match rest.as_str() {
        "" => !lower.starts_with('第'),
        "頁" | "页" => is_named,
        rest => {
            ["/", "of", "頁/", "页/"].iter().any(|between| rest.strip_prefix(between).is_some_and(is_count))
                || rest.strip_suffix(['頁', '页']).is_some_and(|rest| {
                    ["頁共", "页共", "頁，共", "页，共", "/"]
                        .iter()
                        .any(|between| rest.strip_prefix(between).is_some_and(is_count))
                })
        }
    };
    let form = match bare == text {
        _ if is_named || !rest.is_empty() => Form::Worded,
        true => Form::Bare,
        false => Form::Dashed,
    };
    is_known.then(|| Number { value, form, is_padded: inner.starts_with('0') })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported, plain};
    use super::read_page_number;

    #[test]
    fn forms_of_page_numbers() {
        for text in ["- 12 -", "— 12 —", "第 12 頁", "第12页", "12 / 30", "Page 12 of 30", "第 12 頁，共 30 頁", "12"]
        {
            assert_eq!(read_page_number(text).map(|number| number.value), Some(12), "{text}");
        }
        for text in ["第 12 章", "12 月", "一九二五", "第 12", "12.", "1925-12", ""] {
            assert_eq!(read_page_number(text), None, "{text}");
        }
    }

    /// Three paragraphs, each below its number, the second without a full stop.
    fn sections(numbers: [&str; 3]) -> String {
        let [one, two, three] = numbers;
        format!(
            "一座橋的三個冬天\n\n我第一次到溪鎮是三年前的冬天，那時候橋還沒有修好，過河要坐船。\n\n\
             {one}\n\n船家姓林，在河上撐了四十年的船，他說橋修好以後他就不撐了。\n\n\
             {two}\n\n橋修好的那天老林沒有來，這張照片是他的孫女在對岸拍下的那一刻\n\n\
             {three}\n\n第三個冬天我又去了一次，船還拴在岸邊，裡面長了草。\n"
        )
    }

    #[test]
    fn regression_numbers_of_sections_are_none_of_pages() {
        for numbers in [["01", "02", "03"], ["1", "2", "3"]] {
            let headed = numbers.map(|number| format!("## {number}"));
            let expected = sections(headed.each_ref().map(String::as_str));
            let imported = check(&sections(numbers), &format!("# {expected}"));
            check_reported(&imported, &format!("heading `{}`", numbers[1]));
        }
        let text = sections(["- 01 -", "- 02 -", "- 03 -"]);
        let index = plain(&text).expect("a text").index;
        assert!(index.contains("- 01 -") && index.contains("- 03 -"), "{index}");
    }

    #[test]
    fn numbers_that_part_sentences_are_those_of_pages() {
        let text = sections(["1", "2", "3"]).replace("過河要坐船。", "過河要").replace("就不撐了。", "就不再");
        check_reported(&plain(&text).expect("a text"), "page numbers are taken out (lines 5, 9, 13;");
        for (one, two, three) in [("第 1 頁", "第 2 頁", "第 3 頁"), ("- 7 -", "- 8 -", "- 9 -")] {
            let text = sections([one, two, three]);
            check_reported(&plain(&text).expect("a text"), "page numbers are taken out (lines 5, 9, 13;");
        }
    }
}
