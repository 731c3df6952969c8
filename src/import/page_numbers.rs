//! Lines that hold the number of a page and nothing else.

use super::lines::Line;

/// Takes out the lines with page numbers, and marks the lines after them.
///
/// They are such when two or more stand in the text, in one form, each higher than the one before; a number alone only when
/// one of them stands within a sentence, as it could be that of a section.
pub(super) fn take_page_numbers<'a>(lines: &mut Vec<Line<'a>>) -> Vec<Line<'a>> {
    let found: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| read_page_number(line.text).map(|(number, is_bare)| (i, number, is_bare)))
        .collect();
    let Some((_, _, is_bare)) = found.first().copied() else {
        return Vec::new();
    };
    let is_row = found.len() >= 2
        && found.iter().all(|(_, _, other)| *other == is_bare)
        && found.iter().zip(found.iter().skip(1)).all(|((_, one, _), (_, next, _))| one < next);
    let is_within_sentence =
        |i: usize| i > 0 && lines.get(i - 1).is_some_and(|before| !before.ends_closed() && !before.is_short());
    if !is_row || (is_bare && !found.iter().any(|(i, ..)| is_within_sentence(*i))) {
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

/// Joins what a page's end parted: the line after a page number goes on where the one before is full and not closed.
pub(super) fn join_pages(lines: &mut [Line<'_>], wrap: Option<usize>) {
    let Some(width) = wrap else { return };
    for i in 1..lines.len() {
        let is_open = lines.get(i - 1).is_some_and(|line| !line.ends_closed() && line.width_cells() * 5 >= width * 4);
        if let Some(line) = lines.get_mut(i).filter(|line| line.is_after_page && !line.is_indented && is_open) {
            line.is_after_gap = false;
        }
    }
}

/// Returns the number, and whether nothing but it stands there.
fn read_page_number(text: &str) -> Option<(u32, bool)> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-–—－·~～".contains(c));
    let lower = bare.to_lowercase();
    let inner = lower.strip_prefix("page").or_else(|| lower.strip_prefix('第')).unwrap_or(&lower);
    let is_named = inner.len() < lower.len();
    let inner = inner.trim();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = inner.get(..digits).filter(|digits| digits.len() <= 4)?.parse().ok()?;
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
    is_known.then(|| (number, !is_named && rest.is_empty() && bare == text))
}

#[cfg(test)]
mod tests {
    use super::read_page_number;

    #[test]
    fn forms_of_page_numbers() {
        for text in ["- 12 -", "— 12 —", "第 12 頁", "第12页", "12 / 30", "Page 12 of 30", "第 12 頁，共 30 頁", "12"]
        {
            assert_eq!(read_page_number(text).map(|(number, _)| number), Some(12), "{text}");
        }
        for text in ["第 12 章", "12 月", "一九二五", "第 12", "12.", "1925-12", ""] {
            assert_eq!(read_page_number(text), None, "{text}");
        }
    }
}
