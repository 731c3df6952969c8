//! Entries in the form of GB/T 7714: `作者. 題名[J]. 刊名, 年, 卷(期): 頁.`

use super::dates::{find_year, read_date};
use super::entry::{Source, add_note, clean_title, is_edge, split_authors};

/// `作者. 題名[EB/OL]. (2025-01-02)[2025-02-03]. https://…`
pub(super) fn read_gbt(text: &str) -> Option<Source> {
    let (start, end) = find_tag(text)?;
    let tag = text.get(start..end)?.trim_matches(['[', ']', '［', '］']);
    let (head, rest) = (text.get(..start)?.trim(), text.get(end..)?);
    let (authors, title) = head.split_once(['.', '．', '。']).map_or(("", head), |(authors, title)| (authors, title));
    let authors = split_authors(authors).into_iter().map(|name| name_in_order(&name).unwrap_or(name)).collect();
    let mut source = Source { title: clean_title(title), authors, ..Source::default() };
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
    if matches!(kind, "book" | "thesis" | "report") {
        left = read_publisher(&left, &mut source);
    }
    source.date = source.date.or_else(|| find_year(&left));
    add_note(&mut source.note, &left);
    Some(source)
}

/// Turns `SMITH J A`, a family name in capitals and initials, into `Smith, J. A.`
fn name_in_order(name: &str) -> Option<String> {
    let is_initial = |word: &&str| {
        word.split('-').all(|part| part.trim_end_matches('.').chars().count() == 1)
            && word.chars().all(|c| !c.is_lowercase())
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let n_initials = words.iter().rev().take_while(|word| is_initial(word)).count();
    let (family, initials) = words.split_at_checked(words.len() - n_initials)?;
    let is_capital = |c: char| c.is_uppercase() || matches!(c, '-' | '\'' | '’');
    let is_family = !family.is_empty() && family.iter().all(|word| word.chars().all(is_capital));
    if !is_family || initials.is_empty() {
        return None;
    }
    let family: Vec<String> = family.iter().map(|word| to_title_case(word)).collect();
    let initials: Vec<String> = initials
        .iter()
        .map(|word| {
            word.split('-').map(|part| format!("{}.", part.trim_end_matches('.'))).collect::<Vec<_>>().join("-")
        })
        .collect();
    Some(format!("{}, {}", family.join(" "), initials.join(" ")))
}

/// Leaves a capital at the beginning of each part only: `O'BRIEN-LEE` is `O'Brien-Lee`.
fn to_title_case(word: &str) -> String {
    let mut is_within = false;
    let mut out = String::new();
    for c in word.chars() {
        if is_within {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        is_within = c.is_alphabetic();
    }
    out
}

/// Reads `2019, 12(3): 45-58`, `2019(3): 45-58` and, of a newspaper with its page, `2019-05-01(3)` behind the name of a periodical;
/// returns the text when it is not that.
fn read_volume(text: &str, source: &mut Source) -> String {
    let narrow: String = text.trim().chars().map(to_half_width).collect();
    let narrow = narrow.trim_end_matches('.');
    let read = || {
        // A periodical that counts no volumes has its issue right behind the year.
        let end = narrow.find([',', '(', ':']).unwrap_or(narrow.len());
        let (year, rest) = narrow.split_at_checked(end)?;
        let rest = rest.trim_start_matches([',', ' ']);
        let (number, pages) = rest.split_once(':').map_or((rest, None), |(number, pages)| (number, Some(pages.trim())));
        let (volume, issue) =
            number.trim().split_once('(').map_or((number.trim(), None), |(volume, issue)| (volume, Some(issue)));
        let issue = match issue {
            Some(issue) => Some(issue.strip_suffix(')')?),
            None => None,
        };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let is_known = is_number(volume) && issue.is_none_or(|issue| is_number(issue) || names_issue(issue));
        let (date, _) = read_date(year).filter(|(_, is_whole)| *is_whole && is_known)?;
        // An article that goes on at another place has the pages of both: 55-59+128.
        let parts = pages.into_iter().flat_map(|pages| pages.split(['+', ','])).map(str::trim);
        let pages = parts.map(|part| Some(part).filter(|part| is_number(part))).collect::<Option<Vec<_>>>()?;
        Some((date, volume, issue, pages.join(", ")))
    };
    let Some((date, volume, issue, pages)) = read() else {
        return text.to_owned();
    };
    let is_paper = source.parent.as_ref().is_some_and(|(kind, _)| *kind == "newspaper");
    let (issue, pages) =
        if is_paper && pages.is_empty() { (None, issue.unwrap_or_default()) } else { (issue, &*pages) };
    let made = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    source.date = source.date.take().or(Some(date));
    source.volume = made(volume);
    source.issue = issue.and_then(made);
    source.pages = made(pages);
    String::new()
}

/// Says whether `issue` names one that has no number: S1, Z2, 增刊, 增刊1, 上.
fn names_issue(issue: &str) -> bool {
    let bare = issue.trim_end_matches(|c: char| c.is_ascii_digit());
    ["S", "Z", "增刊", "增", "特刊", "上", "中", "下", "上半月", "下半月"].contains(&bare)
}

/// Punctuation as GB/T 7714 has it, for what is typed in full width.
fn to_half_width(c: char) -> char {
    match c {
        '，' => ',',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '．' | '。' => '.',
        '－' | '–' | '—' | '～' | '~' => '-',
        other => other,
    }
}

/// Reads `上海: 書局, 1925: 12-15` behind the title of a book or a thesis; returns the text when it is not that.
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
        let (others, place) = place.rsplit_once(['.', '．', '。']).unwrap_or(("", place));
        let (place, name) = (place.trim(), name.trim());
        let is_known = !place.is_empty() && !name.is_empty();
        is_known.then(|| (others.trim().to_owned(), place.to_owned(), name.to_owned(), date, pages.map(str::to_owned)))
    };
    let Some((others, place, name, date, pages)) = read() else {
        return text.to_owned();
    };
    // Translators and the edition stand before the place: 何某, 譯. 2版. 上海: ….
    add_note(&mut source.note, &others);
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

#[cfg(test)]
mod tests {
    use super::super::entry::read_entry;

    #[test]
    fn regression_a_thesis_has_its_school_and_place() {
        for (entry, kind) in [
            ("[4] 于丑. 松江錶匠考[D]. 南京: 江南大學, 2015.", "thesis"),
            ("[5] 于丑. 松江錶匠考[D].南京：江南大學，2015：12-15.", "thesis"),
            ("于丑. 松江錶匠考[R]. 南京: 江南大學, 2015.", "report"),
        ] {
            let source = read_entry(entry);
            assert_eq!((source.kind, source.title.as_str(), source.note), (kind, "松江錶匠考", None), "{entry}");
            assert_eq!(source.publisher, Some(("江南大學".to_owned(), Some("南京".to_owned()))), "{entry}");
            assert_eq!((source.authors, source.date.as_deref()), (vec!["于丑".to_owned()], Some("2015")), "{entry}");
        }
    }

    #[test]
    fn regression_a_periodical_without_volumes_has_its_issue_behind_the_year() {
        for (behind, issue, pages) in [
            ("2010(14):55-59.", Some("14"), "55-59"),
            (" 2010 (14): 55-59.", Some("14"), "55-59"),
            ("2010（14）：55－59．", Some("14"), "55-59"),
            ("2010(S1):55-59+128.", Some("S1"), "55-59, 128"),
            ("2010(增刊2):7.", Some("增刊2"), "7"),
            ("2010:7.", None, "7"),
        ] {
            let source = read_entry(&format!("[1]陳小石.舊橋考[J].溪鎮學報,{behind}"));
            assert_eq!((source.date.as_deref(), source.note), (Some("2010"), None), "{behind}");
            assert_eq!(
                (source.volume, source.issue.as_deref(), source.pages.as_deref()),
                (None, issue, Some(pages)),
                "{behind}"
            );
        }
        let paper = read_entry("[2]林某.橋修好了[N].溪鎮日報,2012-05-28(15).");
        assert_eq!((paper.date.as_deref(), paper.pages.as_deref()), (Some("2012-05-28"), Some("15")));
        assert_eq!((paper.issue, paper.note), (None, None));
        let odd = read_entry("[3]林某.橋修好了[J].溪鎮學報,2012(春季號):何某譯.");
        assert_eq!(odd.note.as_deref(), Some("2012(春季號):何某譯"));
    }

    #[test]
    fn regression_family_names_in_capitals_stand_before_initials() {
        let authors = |authors: &str| {
            read_entry(&format!("{authors}. Bells and ferries[J]. Pier Studies, 2019, 3(2): 1-9.")).authors
        };
        assert_eq!(authors("SMITH J, BROWN K"), ["Smith, J.", "Brown, K."]);
        assert_eq!(authors("SMITH J"), ["Smith, J."]);
        assert_eq!(authors("VAN DIJK A B, O'BRIEN J-P, MÜLLER K"), ["Van Dijk, A. B.", "O'Brien, J.-P.", "Müller, K."]);
        assert_eq!(authors("LIN MING, Ben Stone"), ["LIN MING", "Ben Stone"]);
        assert_eq!(authors("林某, 何某"), ["林某", "何某"]);
    }
}
