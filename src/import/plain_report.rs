//! What is said of a plain text that was imported.

use super::blocks::{Block, Wrap};
use super::dates::read_date;
use super::layout::{is_name, signs_text};
use super::lines::{Line, Marker};
use crate::diag::count;

/// How many lines below a title may say of whom and when it is.
const N_BYLINES: usize = 3;
/// How many headings and stanzas are told of.
const N_TOLD: usize = 50;
/// What stands before an author's name.
const AUTHOR: [&str; 5] = ["作者", "撰文", "文", "記者", "记者"];

pub(super) fn count_blocks(blocks: &[Block<'_>], lang: &str) -> String {
    let n_of = |is_kind: fn(&Block<'_>) -> bool| blocks.iter().filter(|block| is_kind(block)).count();
    format!(
        "{}, {}, {}, {}; the characters are {lang}",
        count(n_of(|block| matches!(block, Block::Paragraph(_))), "paragraph"),
        count(n_of(|block| matches!(block, Block::Heading(..))), "heading"),
        count(n_of(|block| matches!(block, Block::List(_))), "list"),
        count(n_of(|block| matches!(block, Block::Verse(_))), "stanza"),
    )
}

pub(super) fn report_layout(blocks: &[Block<'_>], wrap: Option<Wrap>, report: &mut Vec<String>) {
    if let Some(Wrap { width, is_filled }) = wrap {
        let end = if is_filled { "a blank line or a short line" } else { "a blank line" };
        report.push(format!(
            "the lines are wrapped at about {width} cells: those up to {end} are joined into a paragraph"
        ));
    }
    if let [Block::Title(_), below @ ..] = blocks {
        report_bylines(below, report);
    }
    let told = blocks.iter().filter_map(|block| match block {
        Block::Heading(line, _) => Some(format!("line {}: heading `{}`", line.number, line.text)),
        Block::Verse(lines) => {
            lines.first().map(|line| format!("line {}: read as verse, its line ends kept", line.number))
        }
        Block::Title(_) | Block::Paragraph(_) | Block::List(_) => None,
    });
    let told: Vec<String> = told.collect();
    report.extend(told.iter().take(N_TOLD).cloned());
    if let Some(n_more @ 1..) = told.len().checked_sub(N_TOLD) {
        report.push(format!("and {n_more} more headings and stanzas"));
    }
}

/// Names what the first lines below a title seem to say of the whole text.
fn report_bylines(below: &[Block<'_>], report: &mut Vec<String>) {
    let lines = below.iter().map_while(|block| match block {
        Block::Paragraph(lines) => Some(lines),
        _ => None,
    });
    let lines = lines.flatten().take(N_BYLINES).take_while(|line| line.is_short() && !line.ends_closed());
    for (line, said) in lines.flat_map(|line| parts_of(line.text).into_iter().map(move |part| (line, part))) {
        let number = line.number;
        let (label, said) = said.split_once(['：', ':']).unwrap_or(("", said));
        let said = said.trim();
        if AUTHOR.contains(&label) || label.is_empty() && (is_name(said) || signs_text(line)) {
            report.push(format!(
                "line {number}: `{said}` seems to name the author: type it as `author` in the front matter"
            ));
        } else if let Some((date, true)) = read_date(said) {
            report
                .push(format!("line {number}: `{said}` seems to be the date: type `date: {date}` in the front matter"));
        }
    }
}

/// Divides a line below a title where blanks part a label or a date from what is before it: `作者：陳小石　　2026年2月1日`.
fn parts_of(text: &str) -> Vec<&str> {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '|' | '｜');
    let begins_part = |rest: &str| {
        let part = rest.split(is_blank).next().unwrap_or_default();
        part.contains(['：', ':']) || matches!(read_date(part), Some((_, true)))
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(is_blank) {
        let rest = text.get(at..).unwrap_or_default().trim_start_matches(is_blank);
        if begins_part(rest) && !text.get(start..at).unwrap_or_default().trim_matches(is_blank).is_empty() {
            parts.extend(text.get(start..at));
            start = text.len() - rest.len();
        }
    }
    parts.extend(text.get(start..));
    parts.into_iter().map(|part| part.trim_matches(is_blank)).collect()
}

/// What an editor may want to take out of the text by hand.
pub(super) fn report_leftovers(lines: &[Line<'_>], report: &mut Vec<String>) {
    let credits: Vec<String> =
        lines.iter().filter(|line| has_credit(line.text)).map(|line| line.number.to_string()).collect();
    if !credits.is_empty() {
        report.push(format!(
            "figure credits in brackets are left in the text (lines {}); `omitted` in collation.yaml is where they go",
            credits.join(", ")
        ));
    }
    if let Some(line) = lines.last().filter(|line| line.marker() == Some(Marker::Bullet('*'))) {
        report.push(format!("line {}: the closing remark stays in the text", line.number));
    }
}

/// Says whether brackets in `text` hold a reference to a figure.
fn has_credit(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["下圖", "上圖", "左圖", "右圖", "圖源", "圖片", "下图", "上图", "左图", "右图", "图源", "图片"];
    let inside = text.split(['(', '（']).skip(1).filter_map(|rest| rest.split([')', '）']).next());
    inside.filter(|inside| inside.chars().count() <= 40).any(|inside| WORDS.iter().any(|word| inside.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check_reported, plain};

    #[test]
    fn a_book_has_more_headings_than_are_told() {
        let chapter = |n| format!("第{n}章 修鐘\n\n村口的老鐘停了三年，今年春天才有人把它修好了。\n\n");
        let imported = plain(&(1..=60).map(chapter).collect::<String>()).expect("a text");
        let n_told = imported.report.iter().filter(|line| line.contains(": heading `")).count();
        assert_eq!(n_told, 50);
        assert!(
            imported.report.iter().any(|line| line.ends_with(" more headings and stanzas")),
            "{:?}",
            imported.report
        );
    }

    #[test]
    fn what_names_author_and_date_is_told() {
        let text = "舊橋\n作者：王大明\n發布時間：2024-03-05\n\n橋在溪鎮的東邊，離渡口不遠，走路只要一刻鐘就到了。\n";
        let imported = plain(text).expect("a text");
        check_reported(&imported, "line 2: `王大明` seems to name the author: type it as `author` in the front matter");
        check_reported(
            &imported,
            "line 3: `2024-03-05` seems to be the date: type `date: 2024-03-05` in the front matter",
        );
    }
}
