//! One entry of a reference list, read: APA (`Author. (2025). Title. https://…`), GB/T 7714 (`作者. 題名[J]. 刊名, 2020`),
//! or a title, an address and a year in any order. What is not understood stays as a note.

use super::dates::{find_year, read_date};
use super::gbt::{find_tag, read_gbt};
use super::humanities::{read_author_date, read_chicago, read_humanities, read_publisher};
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
    let text = read_marker(entry).and_then(|(_, end)| entry.get(end..)).unwrap_or(entry);
    let text = without_way_back(text);
    let (before, url, after) = match find_url(text) {
        Some((start, end)) => (text.get(..start), text.get(start..end), text.get(end..)),
        None => (Some(text), None, None),
    };
    let body = strip_link_words(before.unwrap_or_default());
    // A title in marks before the brackets of a year is no list of authors.
    let is_marked_first = body
        .find(['《', '〈', '「', '“', '"'])
        .is_some_and(|mark| body.find(['(', '（']).is_none_or(|year| mark < year));
    let read_marked = || read_author_date(body).or_else(|| read_humanities(body)).or_else(|| read_chicago(body));
    let source = read_gbt(body);
    let source = if is_marked_first { source.or_else(read_marked) } else { source };
    // What says nothing but a title in marks may be anything.
    let read_placed = || read_author_date(body).filter(|source| source.publisher.is_some() || source.parent.is_some());
    let source = source.or_else(read_placed).or_else(|| read_apa(body)).or_else(read_marked);
    let mut source = source.unwrap_or_else(|| read_loose(body));
    source.url = url.map(str::to_owned);
    let after = after.unwrap_or_default();
    match read_accessed(after).filter(|_| source.accessed.is_none()) {
        Some(date) => source.accessed = Some(date),
        None => add_note(&mut source.note, after),
    }
    // What has more commas than a name can have is none.
    let is_name = |author: &String| author.split(',').count() <= 3;
    let (names, others): (Vec<String>, Vec<String>) = source.authors.into_iter().partition(is_name);
    source.authors = names;
    others.iter().for_each(|other| add_note(&mut source.note, other));
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

/// Takes what leads back to the marks off an entry in a list of a page: `^`, `^ 1.0 1.1`.
fn without_way_back(text: &str) -> &str {
    let mut bare = text.trim_start_matches(['^', '↑']).trim();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_link = |word: &str| word.split_once('.').is_some_and(|(entry, mark)| is_number(entry) && is_number(mark));
    while let Some((_, rest)) = bare.split_once(' ').filter(|(word, _)| bare.len() < text.len() && is_link(word)) {
        bare = rest.trim_start();
    }
    bare
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

/// Reads what stands behind an address and says only when it was visited: `(accessed May 3, 2024)`, `，檢索日期：2024年5月3日`.
fn read_accessed(text: &str) -> Option<String> {
    const WORDS: [&str; 12] = [
        "accessed on",
        "accessed",
        "檢索日期",
        "检索日期",
        "檢索於",
        "检索于",
        "瀏覽日期",
        "浏览日期",
        "查閱日期",
        "查阅日期",
        "訪問日期",
        "访问日期",
    ];
    let text = text.trim_matches(|c| is_edge(c) || "()（）[]".contains(c));
    let lower = text.to_lowercase();
    let day = WORDS.iter().find_map(|word| lower.strip_prefix(word))?.trim_matches(is_edge);
    // `May 3, 2024` has its year at the end.
    let turned = day.rsplit_once(", ").map(|(month, year)| format!("{year} {month}"));
    let (date, is_whole) = read_date(turned.as_deref().unwrap_or(day))?;
    is_whole.then_some(date)
}

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

pub(super) fn is_edge(c: char) -> bool {
    c.is_whitespace() || ".,;:。，；：．、<>".contains(c)
}

pub(super) fn add_note(note: &mut Option<String>, text: &str) {
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
    if !read_journal(rest, &mut source) && !read_publisher(rest, &mut source) {
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

pub(super) fn clean_title(title: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_title_is_publisher_or_journal() {
        let publisher = |name: &str, place: Option<&str>| Some((name.to_owned(), place.map(str::to_owned)));
        let book = |entry: &str| {
            let Source { kind, title, publisher, note, .. } = read_entry(entry);
            (kind, title, publisher, note)
        };
        for (entry, title, expected) in [
            (
                "Smith, J. (2001). Stone Bridges of Asia. Oxford University Press.",
                "Stone Bridges of Asia",
                publisher("Oxford University Press", None),
            ),
            (
                "Smith, J. (2001). Stone Bridges. Oxford: Clarendon Press.",
                "Stone Bridges",
                publisher("Clarendon Press", Some("Oxford")),
            ),
            ("陳小石（2010）。《溪鎮的橋》。臺北：溪聲書局。", "溪鎮的橋", publisher("溪聲書局", Some("臺北"))),
            ("陳小石（2010）。《溪鎮的橋》。臺北：溪聲。", "溪鎮的橋", publisher("溪聲", Some("臺北"))),
            ("陳小石，《溪鎮的橋》，臺北：溪聲，2010。", "溪鎮的橋", publisher("溪聲", Some("臺北"))),
            ("陳小石：《溪鎮的橋》（北京：三河，2010年）。", "溪鎮的橋", publisher("三河", Some("北京"))),
        ] {
            assert_eq!(book(entry), ("book", title.to_owned(), expected, None), "{entry}");
        }
        let article = read_entry("王大明（2019）。〈橋的故事〉。《溪鎮學報》，5(2)，頁12-30。");
        assert_eq!((article.kind, article.title.as_str()), ("article", "橋的故事"));
        assert_eq!(article.parent, Some(("periodical", "溪鎮學報".to_owned())));
        assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("5"), Some("2")));
        assert_eq!(
            (article.pages.as_deref(), article.date.as_deref(), article.note),
            (Some("12-30"), Some("2019"), None)
        );
        let labelled = read_entry("陳小石：《溪鎮的橋》，譯者：林某，2010年。");
        assert_eq!((labelled.publisher, labelled.note.as_deref()), (None, Some("林某; 譯者")));
        // A title alone may be a page of the web.
        let page = read_entry("陳小石（2010）。《溪鎮的橋》。https://example.org/qiao");
        assert_eq!((page.kind, page.publisher), ("web", None));
    }
}
