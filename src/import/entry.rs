//! One entry of a reference list, read: APA (`Author. (2025). Title. https://…`), GB/T 7714 (`作者. 題名[J]. 刊名, 2020`),
//! or a title, an address and a year in any order. What is not understood stays as a note.

use super::dates::{find_year, read_date};
use super::humanities::{read_chicago, read_humanities};
use super::lines::read_marker;

/// A source as far as its entry tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// Hayagriva's type.
    pub(super) kind: &'static str,
    /// The title.
    pub(super) title: String,
    /// The authors, as printed.
    pub(super) authors: Vec<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub(super) date: Option<String>,
    /// The address.
    pub(super) url: Option<String>,
    /// The day of access, when the entry states it.
    pub(super) accessed: Option<String>,
    /// Type and title of what it appeared in.
    pub(super) parent: Option<(&'static str, String)>,
    /// The publisher, and its place.
    pub(super) publisher: Option<(String, Option<String>)>,
    /// Volume and issue of what it appeared in, and its pages there.
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) pages: Option<String>,
    /// What was not understood.
    pub(super) note: Option<String>,
}

/// Reads one entry.
pub(super) fn read_entry(entry: &str) -> Source {
    let text = read_marker(entry).and_then(|(_, end)| entry.get(end..)).unwrap_or(entry).trim();
    let (before, url, after) = match find_url(text) {
        Some((start, end)) => (text.get(..start), text.get(start..end), text.get(end..)),
        None => (Some(text), None, None),
    };
    let body = strip_link_words(before.unwrap_or_default());
    // A title in marks before the brackets of a year is no list of authors.
    let is_marked_first = body
        .find(['《', '〈', '「', '“', '"'])
        .is_some_and(|mark| body.find(['(', '（']).is_none_or(|year| mark < year));
    let read_marked = || read_humanities(body).or_else(|| read_chicago(body));
    let source = read_gbt(body);
    let source = if is_marked_first { source.or_else(read_marked) } else { source };
    let source = source.or_else(|| read_apa(body)).or_else(read_marked);
    let mut source = source.unwrap_or_else(|| read_loose(body));
    add_note(&mut source.note, after.unwrap_or_default());
    source.url = url.map(str::to_owned);
    if source.title.is_empty() {
        source.title = source.url.clone().unwrap_or_else(|| text.to_owned());
    }
    if source.kind.is_empty() {
        let is_book = [Some(&source.title), source.note.as_ref()]
            .into_iter()
            .flatten()
            .any(|text| text.contains("出版") || text.contains("Press"));
        source.kind = if source.url.is_some() {
            "web"
        } else if is_book {
            "book"
        } else {
            "misc"
        };
    }
    source
}

/// Says whether `text` can begin an entry.
pub(super) fn begins_like_entry(text: &str) -> bool {
    read_marker(text).is_some()
        || find_url(text).is_some()
        || find_year(text).is_some()
        || text.contains('《')
        || find_tag(text).is_some()
}

/// Returns the bytes of the first web address in `text`.
pub(super) fn find_url(text: &str) -> Option<(usize, usize)> {
    let start = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| !c.is_ascii_graphic() || "<>\"".contains(c)).unwrap_or(rest.len());
    let mut url = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '\'', ']']);
    if !url.contains('(') {
        url = url.trim_end_matches([')', '.']);
    }
    Some((start, start + url.len()))
}

const LINK_WORDS: [&str; 14] = [
    "鏈接",
    "链接",
    "連結",
    "网址",
    "網址",
    "網站",
    "取自",
    "檢自",
    "见",
    "見",
    "Retrieved from",
    "Available at",
    "Available from",
    "URL",
];

fn strip_link_words(text: &str) -> &str {
    let mut text = text.trim_end_matches(is_filler);
    while let Some(rest) = LINK_WORDS.iter().find_map(|word| text.strip_suffix(word)) {
        // A word of the title that ends alike is not a link word.
        if !rest.is_empty() && !rest.ends_with(is_filler) {
            break;
        }
        text = rest.trim_end_matches(|c| is_filler(c) && !".。．".contains(c));
    }
    text
}

fn is_filler(c: char) -> bool {
    c.is_whitespace() || ".,;:。，；：．、<".contains(c)
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || ".,;:。，；：．、<>".contains(c)
}

fn add_note(note: &mut Option<String>, text: &str) {
    let text = text.trim_matches(is_edge).trim_start_matches([')', '）', ']']).trim_start_matches(is_edge);
    if !text.is_empty() {
        *note = Some(note.take().map_or_else(|| text.to_owned(), |note| format!("{note}; {text}")));
    }
}

/// `Author. (2025, March 4). Title. Rest` and `作者（2025）。《題名》。`
fn read_apa(text: &str) -> Option<Source> {
    let (open, year) = text.match_indices(['(', '（']).find_map(|(at, bracket)| {
        let rest = text.get(at + bracket.len()..)?;
        let end = rest.find([')', '）'])?;
        let inside = rest.get(..end)?;
        read_date(inside).map(|_| (at, inside))
    })?;
    let author = text.get(..open)?.trim_matches(|c| is_edge(c) && c != '.').trim_end_matches(['。', ' ']);
    if author.is_empty() || author.chars().count() > 200 {
        return None;
    }
    let bracket = text.get(open..)?.chars().next()?.len_utf8();
    let after = text.get(open + bracket + year.len()..)?.trim_start_matches([')', '）']).trim_start_matches(is_edge);
    let (title, rest) = split_title(after);
    let (date, is_whole) = read_date(year)?;
    let mut source =
        Source { title: clean_title(title), authors: split_authors(author), date: Some(date), ..Source::default() };
    if !is_whole {
        add_note(&mut source.note, year);
    }
    if !read_journal(rest, &mut source) {
        add_note(&mut source.note, rest);
    }
    Some(source)
}

/// Reads `Journal of Small Towns, 12(3), 45-58`; says whether it was that.
fn read_journal(text: &str, source: &mut Source) -> bool {
    let read = || {
        let (rest, pages) = text.trim_matches(is_edge).rsplit_once(", ")?;
        let (title, number) = rest.rsplit_once(", ")?;
        let (volume, issue) = number.split_once('(').map_or((number, None), |(volume, issue)| (volume, Some(issue)));
        let issue = issue.map(|issue| issue.trim_end_matches(')'));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let (first, last) = pages.split_once(['-', '–'])?;
        let is_known = is_number(volume) && issue.is_none_or(is_number) && is_number(first) && is_number(last);
        is_known.then(|| (title.to_owned(), volume.to_owned(), issue.map(str::to_owned), format!("{first}-{last}")))
    };
    let Some((title, volume, issue, pages)) = read() else {
        return false;
    };
    source.kind = "article";
    source.parent = Some(("periodical", title));
    (source.volume, source.issue, source.pages) = (Some(volume), issue, Some(pages));
    true
}

/// Splits at the first full stop that ends a title: after a word of four letters, or a character that is not Latin.
fn split_title(text: &str) -> (&str, &str) {
    for (at, stop) in text.match_indices(['.', '。', '．']) {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + stop.len()..).unwrap_or_default());
        let n_letters = before.chars().rev().take_while(char::is_ascii_alphabetic).count();
        let is_end = stop != "." || (after.starts_with(' ') && (n_letters == 0 || n_letters >= 4));
        if is_end && !before.is_empty() {
            return (before, after);
        }
    }
    (text, "")
}

fn clean_title(title: &str) -> String {
    let title = title.trim_matches(is_edge);
    let inner =
        [('《', '》'), ('〈', '〉')].iter().find_map(|(open, close)| title.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(title).to_owned()
}

/// Authors as a list: `Lin, A., & Ho, B.` and `林某、何某`.
pub(super) fn split_authors(text: &str) -> Vec<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || ",，;；".contains(c));
    let parts: Vec<&str> =
        text.split(['&', '、', '；', ';', '，', ',']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_initials = |part: &str| part.split_whitespace().all(|word| word.ends_with('.') && word.chars().count() <= 5);
    // A Latin comma parts family from given name, but between Han names or `LIN A` and `HO B` it parts authors.
    let is_whole =
        |part: &&str| !is_initials(part) && (part.contains(' ') || part.starts_with(|c: char| c >= '\u{2E80}'));
    let is_listed = text.contains(['、', '；', ';', '，']) || parts.iter().all(is_whole);
    let is_apa = parts.len() >= 2
        && parts.len().is_multiple_of(2)
        && parts.iter().skip(1).step_by(2).all(|part| is_initials(part));
    let names: Vec<String> = if is_apa {
        parts.chunks(2).map(|pair| pair.join(", ")).collect()
    } else if is_listed {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        text.split('&')
            .map(|name| name.trim().trim_end_matches([',', ' ']).to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    names
        .into_iter()
        .map(|name| {
            if is_initials(name.rsplit(", ").next().unwrap_or_default()) {
                name
            } else {
                name.trim_end_matches('.').to_owned()
            }
        })
        .collect()
}

/// `作者. 題名[EB/OL]. (2025-01-02)[2025-02-03]. https://…`
fn read_gbt(text: &str) -> Option<Source> {
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

/// Reads `上海: 書局, 1925` behind the title of a book; returns the text when it is not that.
fn read_publisher(text: &str, source: &mut Source) -> String {
    let bare = text.trim_matches(is_edge);
    let read = || {
        let (place, rest) = bare.split_once([':', '：'])?;
        let (name, year) = rest.rsplit_once([',', '，'])?;
        let (date, _) = read_date(year.trim()).filter(|(_, is_whole)| *is_whole)?;
        let (place, name) = (place.trim(), name.trim());
        (!place.is_empty() && !name.is_empty()).then(|| (place.to_owned(), name.to_owned(), date))
    };
    let Some((place, name, date)) = read() else {
        return text.to_owned();
    };
    source.publisher = Some((name, Some(place)));
    source.date = source.date.take().or(Some(date));
    String::new()
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
fn find_tag(text: &str) -> Option<(usize, usize)> {
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

fn read_loose(text: &str) -> Source {
    let mut source = Source { date: find_year(text), ..Source::default() };
    let quoted = text.find('《').and_then(|from| Some((from, from + text.get(from..)?.find('》')? + '》'.len_utf8())));
    match quoted.and_then(|(from, until)| Some((text.get(..from)?, text.get(from..until)?, text.get(until..)?))) {
        Some((before, title, after)) => {
            source.title = clean_title(title);
            source.authors = split_authors(before.trim_matches(is_edge));
            add_note(&mut source.note, after);
        }
        None => source.title = clean_title(text),
    }
    source
}
