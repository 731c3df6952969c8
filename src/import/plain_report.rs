//! What is said of a plain text that was imported.

use super::blocks::Block;
use super::layout::is_name;
use super::lines::{Line, Marker};
use crate::diag::count;

pub(super) fn count_blocks(blocks: &[Block<'_>], lang: &str) -> String {
    let n_of = |is_kind: fn(&Block<'_>) -> bool| blocks.iter().filter(|block| is_kind(block)).count();
    format!(
        "{}, {}, {}, {}; the characters are {lang}",
        count(n_of(|block| matches!(block, Block::Paragraph(_))), "paragraph"),
        count(n_of(|block| matches!(block, Block::Heading(_))), "heading"),
        count(n_of(|block| matches!(block, Block::List(_))), "list"),
        count(n_of(|block| matches!(block, Block::Verse(_))), "stanza"),
    )
}

pub(super) fn report_layout(blocks: &[Block<'_>], wrap: Option<usize>, report: &mut Vec<String>) {
    if let Some(width) = wrap {
        report.push(format!(
            "the lines are wrapped at about {width} cells: those up to a blank line are joined into a paragraph"
        ));
    }
    if let [Block::Title(_), Block::Paragraph(lines), ..] = blocks
        && let [line] = lines.as_slice()
        && is_name(line.text)
    {
        report.push(format!(
            "line {}: `{}` seems to name the author: type it as `author` in the front matter",
            line.number, line.text
        ));
    }
    for block in blocks {
        match block {
            Block::Heading(line) => report.push(format!("line {}: heading `{}`", line.number, line.text)),
            Block::Verse(lines) => report
                .extend(lines.first().map(|line| format!("line {}: read as verse, its line ends kept", line.number))),
            Block::Title(_) | Block::Paragraph(_) | Block::List(_) => {}
        }
    }
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
