//! Entries in the form of GB/T 7714: `作者. 題名[J]. 刊名, 年, 卷(期): 頁.`

use super::dates::{find_year, read_date};
use super::entry::{Source, add_note, clean_title, is_edge, split_authors};

/// `作者. 題名[EB/OL]. (2025-01-02)[2025-02-03]. https://…`
pub(super) fn read_gbt(text: &str) -> Option<Source> {
    let (start, end) = find_tag(text)?;
    let tag = text.get(start..end)?.trim_matches(['[', ']', '［', '］']);
    let (head, rest) = (text.get(..start)?.trim(), text.get(end..)?);
    let (authors, title) = head.split_once(['.', '．', '。']).map_or(("", head), |(authors, title)| (authors, title));
    let mut source = Source { title: clean_title(title), authors: split_authors(authors), ..Source::default() };
    let mut left = rest.to_owned();
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］')] {
        let Some((from, until)) =
            left.find(open).and_then(|from| Some((from, from + left.get(from..)?.find(close)? + close.len_utf8())))
        else {
            continue;
        };
        let Some((date, true)) = left.get(from..until).and_then(|inside| read_date(inside.trim_matches([open, close])))
        else {
            continue;
        };
        let place = if matches!(open, '(' | '（') { &mut source.date } else { &mut source.accessed };
        if place.is_none() {
            *place = Some(date);
            left.replace_range(from..until, "");
        }
    }
    let (kind, parent) = kind_of_tag(tag);
    source.kind = kind;
    if let Some(parent) = parent {
        let text = left.trim_matches(is_edge).to_owned();
        let (title, rest) = text.split_once([',', '，']).unwrap_or((&text, ""));
        source.parent = (!title.trim().is_empty()).then(|| (parent, title.trim().to_owned()));
        left = read_volume(rest, &mut source);
    }
    if kind == "book" {
        left = read_publisher(&left, &mut source);
    }
    source.date = source.date.or_else(|| find_year(&left));
    add_note(&mut source.note, &left);
    Some(source)
}

/// Reads `2019, 12(3): 45-58` behind the name of a periodical; returns the text when it is not that.
fn read_volume(text: &str, source: &mut Source) -> String {
    let read = || {
        let (year, rest) = text.trim().trim_end_matches('.').split_once(',')?;
        let (number, pages) = rest.split_once(':').map_or((rest, None), |(number, pages)| (number, Some(pages.trim())));
        let (volume, issue) =
            number.trim().split_once('(').map_or((number.trim(), None), |(volume, issue)| (volume, Some(issue)));
        let issue = match issue {
            Some(issue) => Some(issue.strip_suffix(')')?),
            None => None,
        };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let is_known = [Some(volume), issue, pages].into_iter().flatten().all(is_number);
        let (date, _) = read_date(year).filter(|(_, is_whole)| *is_whole && is_known)?;
        Some((date, volume, issue, pages))
    };
    let Some((date, volume, issue, pages)) = read() else {
        return text.to_owned();
    };
    let made = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    source.date = source.date.take().or(Some(date));
    source.volume = made(volume);
    source.issue = issue.and_then(made);
    source.pages = pages.and_then(made);
    String::new()
}

/// Reads `上海: 書局, 1925: 12-15` behind the title of a book; returns the text when it is not that.
fn read_publisher(text: &str, source: &mut Source) -> String {
    let bare = text.trim_matches(is_edge);
    let read = || {
        let (place, rest) = bare.split_once([':', '：'])?;
        let (rest, pages) = match rest.rsplit_once([':', '：']) {
            Some((rest, pages)) if is_pages(pages.trim()) => (rest, Some(pages.trim())),
            _ => (rest, None),
        };
        let (name, year) = rest.rsplit_once([',', '，'])?;
        let (date, _) = read_date(year.trim()).filter(|(_, is_whole)| *is_whole)?;
        let (place, name) = (place.trim(), name.trim());
        let is_known = !place.is_empty() && !name.is_empty();
        is_known.then(|| (place.to_owned(), name.to_owned(), date, pages.map(str::to_owned)))
    };
    let Some((place, name, date, pages)) = read() else {
        return text.to_owned();
    };
    source.pages = pages;
    source.publisher = Some((name, Some(place)));
    source.date = source.date.take().or(Some(date));
    String::new()
}

fn is_pages(text: &str) -> bool {
    !text.is_empty() && text.split('-').all(|end| !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns hayagriva's types of a source with the GB/T 7714 mark `tag`, and of what it appeared in.
fn kind_of_tag(tag: &str) -> (&'static str, Option<&'static str>) {
    match tag.split('/').next().unwrap_or_default() {
        "J" => ("article", Some("periodical")),
        "N" => ("article", Some("newspaper")),
        "C" => ("article", Some("proceedings")),
        "M" => ("book", None),
        "D" => ("thesis", None),
        "R" => ("report", None),
        "P" => ("patent", None),
        "EB" => ("web", None),
        _ => ("", None),
    }
}

/// Returns the bytes of a GB/T 7714 type mark, as `[J]` or `[EB/OL]`.
pub(super) fn find_tag(text: &str) -> Option<(usize, usize)> {
    text.match_indices(['[', '［']).find_map(|(at, open)| {
        let rest = text.get(at + open.len()..)?;
        let end = rest.find([']', '］'])?;
        let tag = rest.get(..end)?;
        let is_tag = (1..=5).contains(&tag.len())
            && tag.bytes().all(|b| b.is_ascii_uppercase() || b == b'/')
            && !tag.starts_with('/');
        let close = rest.get(end..)?.chars().next()?.len_utf8();
        is_tag.then_some((at, at + open.len() + end + close))
    })
}
