//! Entries as the humanities write them: `作者：《書名》，地：出版者，年`, `作者：〈篇名〉，《刊名》第 3 期（年），頁 1–20`,
//! `作者。年。《書名》。地：出版者`, and Chicago's, with the year at the end or behind the author. What is not understood is left over.

use super::dates::{find_year, read_date};
use super::entry::{Source, split_authors};
use crate::model::is_han;

/// What stands behind the title, read part by part.
#[derive(Debug, Default)]
struct Rest {
    left: Vec<String>,
}

const PUBLISHERS: [&str; 14] = [
    "出版社",
    "書局",
    "书局",
    "書店",
    "书店",
    "印書館",
    "印书馆",
    "出版公司",
    "出版",
    "書社",
    "书社",
    "Press",
    "Publishing",
    "Books",
];

/// Reads an entry with an author before a title in title marks.
pub(super) fn read_humanities(text: &str) -> Option<Source> {
    let (open, close) = first_marks(text)?;
    let (before, title) = (text.get(..open)?, text.get(open..close)?);
    let author = before.trim().trim_end_matches(['：', ':', '，', ',', '。', '.', ' ']);
    let (author, role) = without_role(author);
    if author.is_empty() || author.chars().count() > 60 || author.contains(['。', '《', '；']) {
        return None;
    }
    let mut source = Source { title: inner(title), authors: split_authors(author), ..Source::default() };
    let mut rest = Rest::default();
    rest.left.extend(role.map(str::to_owned));
    let mut after = text.get(close..)?;
    source.kind = "book";
    if title.starts_with(['〈', '「', '“', '"']) {
        source.kind = "article";
        if let Some((open, close)) =
            first_marks(after).filter(|(open, _)| after.get(*open..).is_some_and(|s| s.starts_with('《')))
        {
            let parent = inner(after.get(open..close)?);
            let (before, behind) = (after.get(..open)?, after.get(close..)?);
            let is_paper = parent.ends_with('報') && !parent.ends_with("學報")
                || parent.ends_with('报') && !parent.ends_with("学报");
            let is_periodical = behind.contains(['期', '卷', '號', '号'])
                || bare(behind).starts_with(|c: char| c.is_ascii_digit()) && behind.contains(['(', '（']);
            source.parent = Some((
                if is_paper {
                    "newspaper"
                } else if is_periodical {
                    "periodical"
                } else {
                    "anthology"
                },
                parent,
            ));
            rest.left.extend(Some(bare(before)).filter(|text| !text.is_empty()).map(str::to_owned));
            after = behind;
        }
    }
    read_rest(
        &after.replace("頁 ", "頁").replace("页 ", "页").replace("第 ", "第").replace(" 期", "期"),
        &mut source,
        &mut rest,
    );
    source.note = Some(rest.left.join("; ")).filter(|note| !note.is_empty());
    Some(source)
}

/// Reads `作者。2013。〈篇名〉。《刊名》44(5)：12–19。` and `作者（2010）。《書名》。地：出版者。`: the year stands between the author and a
/// title in title marks.
pub(super) fn read_author_date(text: &str) -> Option<Source> {
    let (author, date, rest) = split_at_year(text).or_else(|| split_at_year_in_brackets(text))?;
    let mut source = read_humanities(&format!("{}：{rest}", bare(author)))
        .filter(|source| rest.starts_with(['《', '〈', '「', '“', '"']) && !source.title.is_empty())?;
    source.date = Some(date);
    Some(source)
}

/// Parts `author. 2013a. rest` at a year that stands between full stops.
fn split_at_year(text: &str) -> Option<(&str, String, &str)> {
    text.match_indices(['.', '。', '．']).find_map(|(at, stop)| {
        let behind = text.get(at + stop.len()..)?.trim_start();
        let (year, rest) = behind.split_once(['.', '。', '．'])?;
        let (date, _) = read_date(year).filter(|(date, is_whole)| *is_whole && date.len() == 4 && year.len() <= 5)?;
        Some((text.get(..at)?, date, rest.trim_start()))
    })
}

/// Parts `author（2013）。rest`.
fn split_at_year_in_brackets(text: &str) -> Option<(&str, String, &str)> {
    let (author, behind) = text.split_once(['(', '（'])?;
    let (year, rest) = behind.split_once([')', '）'])?;
    let (date, _) = read_date(year).filter(|(date, is_whole)| *is_whole && date.len() == 4)?;
    Some((author, date, rest.trim_start_matches(['.', '。', '．', ' '])))
}

/// Reads `Place: Publisher` or a publisher alone, behind the title of a book; says whether it was that.
pub(super) fn read_publisher(text: &str, source: &mut Source) -> bool {
    let text = bare(text);
    let (place, name) =
        text.split_once([':', '：']).map_or((None, text), |(place, name)| (Some(bare(place)), bare(name)));
    let is_place = |place: &str| place.chars().count() <= 30 && !place.contains(|c: char| c.is_ascii_digit());
    let is_one = is_publisher(name) && place.is_none_or(is_place) || place.is_some_and(is_town) && may_publish(name);
    if is_one {
        source.kind = "book";
        source.publisher = Some((name.to_owned(), place.map(str::to_owned)));
    }
    is_one
}

/// Reads Chicago's entries: `Family, Given. Title. Place: Publisher, Year.`,
/// `Family, Given. "Title." Journal 4, no. 2 (2018): 11-30.`, and the same with the year behind the author.
pub(super) fn read_chicago(text: &str) -> Option<Source> {
    let (author, date, rest) = match split_at_year(text) {
        Some((author, date, rest)) => (author, Some(date), rest),
        None => text.split_once(". ").map(|(author, rest)| (author, None, rest))?,
    };
    let is_latin = !author.contains(|c: char| c.is_ascii_digit() || c >= '\u{2E80}');
    if !is_latin || !(author.contains(", ") || date.is_some() || rest.starts_with(['"', '“'])) {
        return None;
    }
    let mut left = Rest::default();
    let mut source = Source { authors: chicago_authors(author), date, ..Source::default() };
    if let Some(quoted) = rest.strip_prefix(['"', '“']) {
        let (title, after) = split_quoted(quoted)?;
        let end = after.find(|c: char| c.is_ascii_digit() || c == '(' || c == ',').unwrap_or(after.len());
        let parent = bare(after.get(..end)?).to_owned();
        source.title = title.trim_end_matches(['.', ',']).to_owned();
        source.parent = Some(("periodical", parent)).filter(|(_, title)| !title.is_empty());
        source.kind = if source.parent.is_some() { "article" } else { "" };
        read_rest(after.get(end..)?, &mut source, &mut left);
        source.note = Some(left.left.join("; ")).filter(|note| !note.is_empty());
        return Some(source);
    }
    let (title, after) = rest.split_once(". ")?;
    let year = source.date.clone().or_else(|| find_year(after))?;
    let (place, publisher) = after.split_once(": ")?;
    let (publisher, behind) = publisher.split_once(", ").unwrap_or((publisher, ""));
    source.kind = "book";
    source.title = title.to_owned();
    source.publisher = Some((bare(publisher).to_owned(), Some(place.to_owned())));
    let behind = behind.replacen(&year, "", 1);
    source.date = Some(year);
    source.note = Some(bare(&behind).to_owned()).filter(|note| !note.is_empty());
    Some(source)
}

/// Parts a title from what follows its closing quotation mark; marks within it do not end it.
fn split_quoted(text: &str) -> Option<(&str, &str)> {
    let end = text.find(".\"").or_else(|| text.find(".”")).map(|at| at + 1).or_else(|| text.find(['"', '”']))?;
    let mark = text.get(end..)?.chars().next()?.len_utf8();
    Some((text.get(..end)?, text.get(end + mark..)?))
}

/// Authors as Chicago lists them, `Family, Given, Given Family, and Given Family`, all with the family name first.
fn chicago_authors(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches([',', '.']);
    let listed = text.replace(", and ", ", ").replace(" and ", ", ");
    let parts: Vec<&str> = listed.split(", ").map(str::trim).collect();
    let [family, given, others @ ..] = parts.as_slice() else { return vec![text.to_owned()] };
    let turned = |name: &&str| name.rsplit_once(' ').map(|(given, family)| format!("{family}, {given}"));
    match others.iter().map(turned).collect::<Option<Vec<String>>>() {
        Some(others) if text.contains(", ") => std::iter::once(format!("{family}, {given}")).chain(others).collect(),
        _ => vec![text.to_owned()],
    }
}

/// Returns the bytes of the first title in title marks.
fn first_marks(text: &str) -> Option<(usize, usize)> {
    let marks = [('《', '》'), ('〈', '〉'), ('「', '」'), ('“', '”')];
    let (start, open) = text.char_indices().find(|(_, c)| marks.iter().any(|(open, _)| open == c))?;
    let close = marks.iter().find(|(known, _)| *known == open)?.1;
    let mut depth = 0_usize;
    for (at, c) in text.get(start..)?.char_indices() {
        depth += usize::from(c == open);
        if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some((start, start + at + c.len_utf8()));
            }
        }
    }
    None
}

fn inner(marked: &str) -> String {
    let mut chars = marked.chars();
    chars.next();
    chars.next_back();
    chars.as_str().trim().to_owned()
}

/// Parts the author from the word for what he did; writing is what authors do and is not told.
fn without_role(author: &str) -> (&str, Option<&str>) {
    for role in ["著", "撰"] {
        if let Some(name) = author.strip_suffix(role).filter(|name| !name.is_empty()) {
            return (name.trim_end(), None);
        }
    }
    for role in ["主編", "主编", "編著", "编著", "編", "编", "譯", "译"] {
        if let Some(name) = author.strip_suffix(role).filter(|name| name.chars().count() > 1) {
            return (name.trim_end(), author.get(name.len()..));
        }
    }
    (author, None)
}

/// Reads volume, issue, date, pages, place and publisher; what is none of them is left over.
fn read_rest(text: &str, source: &mut Source, rest: &mut Rest) {
    let mut place: Option<String> = None;
    for part in text
        .split(['，', ',', '。', '（', '）', '(', ')', '；', ';', ' '])
        .flat_map(|part| part.split_inclusive(['：', ':']))
    {
        let is_place = part.ends_with(['：', ':']);
        let part = bare(part);
        if part.is_empty() || part == "no" || part == "第" {
            continue;
        }
        let is_behind_town = place.as_deref().is_some_and(is_town) && may_publish(part);
        if is_place && source.publisher.is_none() && !part.contains(|c: char| c.is_ascii_digit()) {
            place = Some(part.to_owned());
        } else if (is_publisher(part) || is_behind_town) && source.publisher.is_none() {
            source.publisher = Some((part.to_owned(), place.take()));
        } else if !read_part(part, source) {
            rest.left.push(part.to_owned());
        }
    }
    rest.left.extend(place);
}

fn is_publisher(part: &str) -> bool {
    PUBLISHERS.iter().any(|word| part.ends_with(word)) && part.chars().count() <= 30
}

/// Says whether `place`, before a colon, is a town and no label (原載, 譯者): 臺北：溪聲, so what follows publishes, whatever it is called.
fn is_town(place: &str) -> bool {
    const LABELS: &str = "載载收譯译編编校者見见引頁页版址訂订題题著注註序";
    (2..=4).contains(&place.chars().count()) && place.chars().all(|c| is_han(c) && !LABELS.contains(c))
}

fn may_publish(name: &str) -> bool {
    (2..=20).contains(&name.chars().count()) && name.chars().all(|c| is_han(c) || c.is_alphabetic() || c == '·')
}

fn read_part(part: &str, source: &mut Source) -> bool {
    let year = part.strip_suffix(['年', '版']).unwrap_or(part);
    if let Some((date, true)) = read_date(part).or_else(|| read_date(year)).filter(|_| source.date.is_none()) {
        source.date = Some(date);
        return true;
    }
    let number = |open: &[&str], close: &[&str]| -> Option<String> {
        let inner = open.iter().find_map(|open| part.strip_prefix(open))?;
        let inner = if close.is_empty() { inner } else { close.iter().find_map(|close| inner.strip_suffix(close))? };
        let inner = inner.trim();
        (!inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit())).then(|| inner.to_owned())
    };
    if let Some(issue) = number(&["第"], &["期", "號", "号"]) {
        source.issue = Some(issue);
        return true;
    }
    if let Some(volume) = number(&["第"], &["卷"]) {
        source.volume = Some(volume);
        return true;
    }
    let pages = ["頁", "页", "pp.", "p."].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part).trim();
    let is_range = |text: &str| {
        let mut ends = text.split(['-', '–', '—']);
        let is_number =
            |end: Option<&str>| end.is_some_and(|end| !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit()));
        is_number(ends.next()) && is_number(ends.next()) && ends.next().is_none()
    };
    if source.kind == "article" && is_range(pages) {
        source.pages = Some(pages.replace(['–', '—'], "-"));
        return true;
    }
    // Chicago: `Journal 4, no. 2`.
    let is_number = part.bytes().all(|b| b.is_ascii_digit()) && part.len() <= 3;
    if source.kind == "article" && is_number {
        let place = if source.volume.is_none() { &mut source.volume } else { &mut source.issue };
        if place.is_none() {
            *place = Some(part.to_owned());
            return true;
        }
    }
    false
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ".,;:。，；：．、".contains(c))
}
