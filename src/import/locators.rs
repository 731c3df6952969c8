//! Pages that stand behind the marks of sources, as journals have them: `橋很高[2](P45)，橋很長。[2]45`

use super::lines::Line;
use super::notes::Marks;

/// The mark of a source with pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) label: String,
    /// The number of the source.
    pub(super) number: u32,
    /// `45`, `45–47`.
    pub(super) pages: String,
}

/// What follows a number that counts or dates something, and so is no page.
const COUNTED: &str =
    "年月日世歲岁餘余多個个位名人次種种萬万億亿千百卷冊册章回元角分米公斤噸吨度點点時时秒號号級级項项條条％%";
/// Marks of sources are followed by bare pages when so many are, and half of all.
const N_BARE: usize = 2;

/// Takes the pages behind marks of one source into the marks.
pub(super) fn take_pages(lines: &[Line<'_>], marks: &mut Marks, label: char) {
    let behind = |end: usize| {
        let line = lines.partition_point(|line| line.start <= end).checked_sub(1).and_then(|n| lines.get(n))?;
        line.text.get(end.checked_sub(line.start)?..)
    };
    let is_bare = |(end, _): &&(usize, String)| behind(*end).is_some_and(|text| read_bare(text, true).is_some());
    let n_bare = marks.marks.values().filter(is_bare).count();
    let is_custom = n_bare >= N_BARE && n_bare * 2 >= marks.marks.len();
    for (end, typed) in marks.marks.values_mut() {
        let number = typed.strip_prefix("[^").and_then(|typed| typed.strip_prefix(label)?.strip_suffix(']'));
        // A mark of several sources has no single number.
        let Some(number) = number.and_then(|number| number.parse::<u32>().ok()) else { continue };
        let Some((pages, length)) = behind(*end).and_then(|text| read_pages(text, is_custom)) else { continue };
        let name = format!("{label}{number}-{}", pages.replace('–', "-"));
        *end += length;
        *typed = format!("[^{name}]");
        marks.located.push(Located { label: name, number, pages });
    }
}

/// Reads the pages at the beginning of `text`, and how long that is in bytes: `(P45)`, `（第45—47頁）`, `:45`, and bare ones, before Chinese
/// only where `is_custom`.
pub(super) fn read_pages(text: &str, is_custom: bool) -> Option<(String, usize)> {
    // Wikis have them behind a colon: [2]:28-30.
    if let Some(read) = text.strip_prefix(':').and_then(read_range) {
        let is_page = |rest: &str| !rest.starts_with(|c: char| COUNTED.contains(c) || c == ':');
        return Some(read).filter(|(_, rest)| is_page(rest)).map(|(pages, rest)| (pages, text.len() - rest.len()));
    }
    let Some(inner) = text.strip_prefix(['(', '（']) else { return read_bare(text, is_custom) };
    let named = ["pp.", "pp", "p.", "p", "PP.", "PP", "Pp.", "P.", "P", "第", "頁", "页"];
    let inner = named.iter().find_map(|name| inner.strip_prefix(name))?;
    let (pages, rest) = read_range(inner.trim_start_matches(' '))?;
    let rest = rest.trim_start_matches(['頁', '页', ' ']).strip_prefix([')', '）'])?;
    Some((pages, text.len() - rest.len()))
}

/// Reads pages without brackets, which the sentence or the line ends, or, where `is_custom`, Chinese follows that counts nothing.
fn read_bare(text: &str, is_custom: bool) -> Option<(String, usize)> {
    let (pages, rest) = read_range(text)?;
    let is_end = rest.is_empty() || rest.starts_with(['。', '，', '；', '、', '：', '”', '」', '）', '[', '［', '<']);
    let is_page = is_end || is_custom && rest.starts_with(|c: char| !c.is_ascii() && !COUNTED.contains(c));
    is_page.then(|| (pages, text.len() - rest.len()))
}

/// Reads one or two numbers of at most four digits, and returns them with what follows.
fn read_range(text: &str) -> Option<(String, &str)> {
    let (first, rest) = read_number(text)?;
    let second = rest.strip_prefix(['-', '–', '—', '~', '～']).and_then(read_number);
    match second {
        Some((second, rest)) => Some((format!("{first}–{second}"), rest)),
        None => Some((first.to_owned(), rest)),
    }
}

fn read_number(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    ((1..=4).contains(&number.len()) && !number.starts_with('0')).then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported, plain};

    const LIST: &str = "\n參考文獻\n[1] 林某. 舊橋考[M]. 溪鎮: 河岸, 1998.\n[2] 何某. 渡口[M]. 溪鎮: 河岸, 2001.\n";

    #[test]
    fn pages_behind_marks_are_cited() {
        let text =
            format!("舊橋\n\n橋在溪鎮的東邊[1](P45)，建成已經很久了[1]（第 12—13 頁）。橋墩是後來換的。[2]34\n{LIST}");
        let imported = check(
            &text,
            "# 舊橋\n\n橋在溪鎮的東邊[^n1-45]，建成已經很久了[^n1-12-13]。橋墩是後來換的。[^n2-34]\n\n\
             [^n1-45]: [@source-1, 第 45 頁]\n\n[^n1-12-13]: [@source-1, 第 12–13 頁]\n\n[^n2-34]: [@source-2, 第 34 頁]\n",
        );
        check_reported(&imported, "3 marks of the text became notes that cite the reference list");
    }

    #[test]
    fn one_page_cited_twice_is_one_note() {
        let text = format!("旧桥\n\n桥在溪镇的东边[1](P45)，建成已经很久了[1](p.45)，桥墩是后来换的[1]。{LIST}");
        let index = plain(&text).expect("a text").index;
        assert!(index.contains("东边[^n1-45]，建成已经很久了[^n1-45]，桥墩是后来换的[^n1]。"), "{index}");
        assert!(index.ends_with("\n[^n1]: [@source-1]\n\n[^n1-45]: [@source-1, 第 45 页]\n"), "{index}");
    }

    #[test]
    fn numbers_that_count_are_no_pages() {
        let text =
            format!("舊橋\n\n橋在溪鎮的東邊[1]3里處，建成已經很久了[1]1936年橋墩換過[2]。[1](1)一說如此。{LIST}");
        let index = plain(&text).expect("a text").index;
        assert!(
            index.contains("東邊[^n1]3里處，建成已經很久了[^n1]1936年橋墩換過[^n2]。[^n1](1)一說如此。"),
            "{index}"
        );
        let text = format!(
            "舊橋\n\n橋在溪鎮的東邊。[1]12橋已經很久了。[1]34橋墩換過。[2]5橋在1936年[2]1936年換過。[1]7{LIST}"
        );
        let index = plain(&text).expect("a text").index;
        assert!(
            index.contains("東邊。[^n1-12]橋已經很久了。[^n1-34]橋墩換過。[^n2-5]橋在1936年[^n2]1936年換過。[^n1-7]"),
            "{index}"
        );
    }
}
