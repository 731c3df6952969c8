//! The lines of a received text, and what can be told from one line alone.

/// A line that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Its number in the received text, from 1.
    pub(super) number: usize,
    /// Its text without white space at the edges.
    pub(super) text: &'a str,
    /// The byte of the received text at which `text` begins.
    pub(super) start: usize,
    /// Whether white space stood before it.
    pub(super) is_indented: bool,
    /// Whether a blank line, or nothing, stands before it.
    pub(super) is_after_gap: bool,
    /// Whether the number of a page stood before it.
    pub(super) is_after_page: bool,
}

/// What stands before the text of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// `- ` or `* `, Markdown's own.
    Bullet(char),
    /// `1. `, Markdown's own.
    Number(u32),
    /// Any other: `• `, `1、`, `（1）`, `一、`, `[1]`.
    Other,
}

/// The longest line that can be a heading or a line of verse, in characters.
pub(super) const MAX_SHORT: usize = 25;

/// The names of sections that stand below a text and its notes in anthologies and school books.
const SECTIONS: [&str; 26] = [
    "譯文",
    "译文",
    "今譯",
    "今译",
    "語譯",
    "语译",
    "翻譯",
    "翻译",
    "白話譯文",
    "白话译文",
    "參考譯文",
    "参考译文",
    "賞析",
    "赏析",
    "鑑賞",
    "鉴赏",
    "簡析",
    "简析",
    "評析",
    "评析",
    "創作背景",
    "创作背景",
    "作者簡介",
    "作者简介",
    "題解",
    "题解",
];

/// Signs of which lines are drawn.
const RULES: [char; 17] = ['*', '＊', '=', '＝', '-', '－', '—', '─', '━', '═', '_', '＿', '~', '～', '#', '·', '※'];

/// The longest word in 【…】 that heads a section, in characters.
const MAX_SECTION: usize = 12;

/// Reads the lines of `text` that are not blank.
pub(super) fn read_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut offset = 0;
    let mut is_after_gap = true;
    for (i, raw) in text.split('\n').enumerate() {
        let inner = raw.trim_start();
        let start = offset + raw.len() - inner.len();
        offset += raw.len() + 1;
        if inner.is_empty() {
            is_after_gap = true;
            continue;
        }
        lines.push(Line {
            number: i + 1,
            text: inner.trim_end(),
            start,
            is_indented: inner.len() < raw.len(),
            is_after_gap,
            is_after_page: false,
        });
        is_after_gap = false;
    }
    lines
}

impl Line<'_> {
    /// Returns the length in characters.
    pub(super) fn n_chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Returns the width in cells: a character beyond Latin, Greek and Cyrillic takes two.
    pub(super) fn width_cells(&self) -> usize {
        self.text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
    }

    /// Says whether it can be a heading or a line of verse by its length.
    pub(super) fn is_short(&self) -> bool {
        self.n_chars() <= MAX_SHORT
    }

    /// Says whether it ends with punctuation that closes or goes on, closers after it passed over.
    pub(super) fn ends_closed(&self) -> bool {
        let text = self.text.trim_end_matches(['」', '』', '”', '’', '）', ')', '】', '》', '〉', '"', '\'']);
        text.ends_with(['。', '！', '？', '；', '：', '，', '、', '…', '—', '．', '.', '!', '?', ';', ':', ','])
    }

    /// Says whether it is indented by two characters and ends with a sentence, as paragraphs do that no blank line parts.
    pub(super) fn is_whole_paragraph(&self) -> bool {
        let text = self.text.trim_end_matches(['」', '』', '”', '’', '）', ')']);
        self.is_indented && text.ends_with(['。', '！', '？', '…', '!', '?'])
    }

    /// Says whether it is drawn of one sign over and over: ＊＊＊, ======, * * *.
    pub(super) fn is_rule(&self) -> bool {
        let mut signs = self.text.chars().filter(|c| !c.is_whitespace());
        let first = signs.next().filter(|c| RULES.contains(c));
        first.is_some_and(|first| signs.clone().count() >= 2 && signs.all(|c| c == first))
    }

    /// Says whether it is the heading of a section: a word in 【…】 or 〔…〕, or the bare name of one (譯文).
    pub(super) fn is_section_heading(&self) -> bool {
        self.names_section() || self.leading_word().is_some_and(|(_, rest)| rest.is_empty())
    }

    /// Says whether it holds the name of a section (【譯文】, 賞析：) and nothing else.
    pub(super) fn names_section(&self) -> bool {
        let word = match self.leading_word() {
            Some((word, "")) => word,
            _ => self.text.trim_end_matches(['：', ':', ' ']),
        };
        SECTIONS.contains(&word)
    }

    /// Says whether a section may begin with it: 【按語】…, 譯文：….
    pub(super) fn begins_section(&self) -> bool {
        let named = self.text.split_once(['：', ':']).is_some_and(|(name, _)| SECTIONS.contains(&name));
        named || self.text.starts_with('【') && self.leading_word().is_some()
    }

    /// Returns the word in 【…】 or 〔…〕 that it begins with, and what stands behind; a number is none.
    fn leading_word(&self) -> Option<(&str, &str)> {
        let (word, rest) = [('【', '】'), ('〔', '〕')]
            .into_iter()
            .find_map(|(open, close)| self.text.strip_prefix(open)?.split_once(close))?;
        let is_word = word.chars().count() <= MAX_SECTION
            && word.chars().any(char::is_alphabetic)
            && !word.contains(|c: char| c.is_ascii_digit())
            && self.marker().is_none();
        is_word.then(|| (word.trim(), rest.trim()))
    }

    /// Returns the marker of a list item, if it begins with one.
    pub(super) fn marker(&self) -> Option<Marker> {
        read_marker(self.text).map(|(marker, _)| marker)
    }
}

/// Returns the marker at the beginning of `text` and its length in bytes, the white space after it included.
pub(super) fn read_marker(text: &str) -> Option<(Marker, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let first = text.chars().next()?;
    let (marker, end) = if matches!(first, '-' | '*') {
        (Marker::Bullet(first), 1)
    } else if let Some(number) = read_number(text, digits) {
        (Marker::Number(number), digits + 1)
    } else {
        return read_other(text, digits);
    };
    let rest = text.get(end..)?;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let is_followed = rest.get(spaces..).and_then(|item| item.chars().next()).is_some_and(|c| !c.is_whitespace());
    // Five spaces after a marker would make the item a block of code: CommonMark 0.31, §5.2.
    ((1..=4).contains(&spaces) && is_followed).then_some((marker, end + spaces))
}

/// A number of at most nine digits, as in CommonMark, without leading zeros, which Markdown would not show.
fn read_number(text: &str, digits: usize) -> Option<u32> {
    let number = text.get(..digits).filter(|digits| digits.len() == 1 || !digits.starts_with('0'))?;
    let is_dotted = text.get(digits..)?.starts_with('.') && digits <= 9;
    number.parse().ok().filter(|_| is_dotted)
}

fn read_other(text: &str, digits: usize) -> Option<(Marker, usize)> {
    let after = |prefix: usize, ends: &[char]| {
        let rest = text.get(prefix..)?;
        let end = rest.chars().next().filter(|c| ends.contains(c))?;
        Some(prefix + end.len_utf8())
    };
    let is_ordinal = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let ordinal =
        |from: usize| text.get(from..).map_or(0, |rest| rest.len() - rest.trim_start_matches(is_ordinal).len());
    let first = text.chars().next()?;
    let end = match first {
        '•' | '・' | '·' | '‧' | '▪' | '○' | '●' | '◎' | '◆' | '■' | '※' | '\u{2460}'..='\u{2473}' => {
            Some(first.len_utf8())
        }
        '（' | '(' | '[' | '［' | '〔' | '【' if ordinal(first.len_utf8()) > 0 => {
            after(first.len_utf8() + ordinal(first.len_utf8()), &['）', ')', ']', '］', '〕', '】'])
        }
        _ if digits > 0 => after(digits, &['、', '．', ')', '）']),
        _ if ordinal(0) > 0 => after(ordinal(0), &['、', '．']),
        _ => None,
    }?;
    let rest = text.get(end..)?;
    Some((Marker::Other, end + rest.len() - rest.trim_start().len()))
}
