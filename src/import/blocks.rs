//! Lines become blocks: which of them are list items, verse, paragraphs over several lines.
//! Titles and headings are then found among the paragraphs (`layout`).

use super::lines::{Line, MAX_SHORT, Marker, read_marker};

/// A block of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block<'a> {
    /// The received title.
    Title(Line<'a>),
    /// A heading, with its level.
    Heading(Line<'a>, usize),
    /// A paragraph; several lines when the text is hard-wrapped.
    Paragraph(Vec<Line<'a>>),
    /// Lines whose ends are kept.
    Verse(Vec<Line<'a>>),
    /// A list of at least two items.
    List(Vec<Item<'a>>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The marker with the spaces after it, as received.
    pub(super) marker: &'a str,
    /// The text after it.
    pub(super) lines: Vec<Line<'a>>,
}

/// The least width at which lines are hard-wrapped, and how far before the margin punctuation may leave one. Units: cells.
const MIN_WRAP: usize = 40;
const MARGIN: usize = 4;

/// How a text is hard-wrapped.
#[derive(Clone, Copy)]
pub(super) struct Wrap {
    /// Units: cells.
    pub(super) width: usize,
    /// Whether lines are filled to a margin, so that a shorter one ends a paragraph.
    pub(super) is_filled: bool,
}

/// Returns how `lines` are hard-wrapped.
///
/// They are, when most lines with another below them are alike in width, of at least 40 cells (20 Han characters), and
/// end without punctuation, or when they are filled to a margin.
pub(super) fn find_wrap(lines: &[Line<'_>]) -> Option<Wrap> {
    let pairs = lines.iter().zip(lines.iter().skip(1)).filter(|(_, next)| !next.is_after_gap);
    let mut inner: Vec<(usize, bool)> = pairs.map(|(line, _)| (line.width_cells(), !line.ends_closed())).collect();
    inner.sort_unstable();
    let margin = find_margin(&inner);
    let median = inner.get(inner.len() / 2).map(|(width, _)| *width).filter(|median| {
        let n_alike = inner.iter().filter(|(width, _)| *width * 5 >= median * 4 && *width * 4 <= median * 5).count();
        let n_open = inner.iter().filter(|(_, is_open)| *is_open).count();
        inner.len() >= 3 && *median >= MIN_WRAP && n_alike * 10 >= inner.len() * 7 && n_open * 10 >= inner.len() * 6
    });
    Some(Wrap { width: median.or(margin)?, is_filled: margin.is_some() })
}

/// Returns the margin that lines are filled to, in cells, whatever stands among them, as the lines above a post: nearly half of
/// those with another below them end within four cells of it, most of these without punctuation, and hardly one beyond. Of each
/// of these its width and whether it ends without punctuation, in order.
fn find_margin(inner: &[(usize, bool)]) -> Option<usize> {
    let n_up_to = |margin: usize| inner.partition_point(|(width, _)| *width <= margin);
    let filled = |margin: usize| n_up_to(margin.saturating_sub(MARGIN + 1))..n_up_to(margin);
    let wide = inner.iter().map(|(width, _)| *width).filter(|width| *width >= MIN_WRAP);
    let margin = wide.max_by_key(|width| (filled(*width).len(), *width))?;
    let filled = inner.get(filled(margin))?;
    let n_open = filled.iter().filter(|(_, is_open)| *is_open).count();
    let (n, n_beyond) = (filled.len(), inner.len() - n_up_to(margin));
    (n >= 5 && n * 20 >= inner.len() * 9 && n_open * 10 >= n * 6 && n_beyond * 10 <= inner.len()).then_some(margin)
}

/// Splits `lines` into lists, verse and paragraphs.
///
pub(super) fn read_blocks<'a>(lines: &[Line<'a>], wrap: Option<Wrap>) -> Vec<Block<'a>> {
    // What stands below a blank line begins a paragraph anyway.
    let within = || lines.iter().filter(|line| !line.is_after_gap);
    let is_indent_meant = within().filter(|line| line.is_indented).count() * 2 < within().count();
    let width = wrap.map(|wrap| wrap.width);
    let mut blocks = Vec::new();
    let mut rest = lines;
    let mut is_first = true;
    while let Some(first) = rest.first() {
        let begins_group = is_first || first.is_after_gap;
        let n_used = take_list(rest, width, &mut blocks)
            .or_else(|| take_verse(rest, begins_group, width, &mut blocks))
            .unwrap_or_else(|| take_paragraph(rest, begins_group, wrap.zip(Some(is_indent_meant)), &mut blocks));
        rest = rest.get(n_used.max(1)..).unwrap_or_default();
        is_first = false;
    }
    blocks
}

/// Takes a run of lines with a Markdown marker of one kind; two make a list, one alone is a paragraph.
/// Numbers that do not follow each other would be renumbered by Markdown, so such a run stays paragraphs.
fn take_list<'a>(lines: &[Line<'a>], wrap: Option<usize>, blocks: &mut Vec<Block<'a>>) -> Option<usize> {
    let (kind, _) = markdown_marker(lines.first()?)?;
    let mut items: Vec<Item<'a>> = Vec::new();
    let mut numbers = Vec::new();
    let mut n_used = 0;
    for line in lines {
        match (markdown_marker(line), items.last_mut()) {
            (Some((marker, length)), _) if is_same_kind(kind, marker) => {
                let (marker_text, text) = line.text.split_at_checked(length)?;
                let own = Line { text, start: line.start + length, ..*line };
                items.push(Item { marker: marker_text, lines: vec![own] });
                numbers.extend(Some(marker).and_then(
                    |marker| {
                        if let Marker::Number(n) = marker { Some(n) } else { None }
                    },
                ));
            }
            (None, Some(item)) if wrap.is_some() && !line.is_after_gap => item.lines.push(*line),
            _ => break,
        }
        n_used += 1;
    }
    if items.len() < 2 {
        return None;
    }
    if numbers.iter().zip(numbers.iter().skip(1)).all(|(n, next)| n.checked_add(1) == Some(*next)) {
        blocks.push(Block::List(items));
    } else {
        blocks.extend(lines.iter().take(n_used).map(|line| Block::Paragraph(vec![*line])));
    }
    Some(n_used)
}

fn markdown_marker(line: &Line<'_>) -> Option<(Marker, usize)> {
    read_marker(line.text).filter(|(marker, _)| *marker != Marker::Other)
}

fn is_same_kind(one: Marker, other: Marker) -> bool {
    one == other || matches!((one, other), (Marker::Number(_), Marker::Number(_)))
}

/// Takes a group of lines between blank lines, if it is verse.
fn take_verse<'a>(
    lines: &[Line<'a>],
    begins_group: bool,
    wrap: Option<usize>,
    blocks: &mut Vec<Block<'a>>,
) -> Option<usize> {
    if !begins_group {
        return None;
    }
    let group = lines.get(..group_length(lines))?;
    let (head, verse) = if is_verse(group, wrap) { (None, group) } else { headed_verse(group, wrap)? };
    blocks.extend(head.map(|line| Block::Paragraph(vec![*line])));
    blocks.push(Block::Verse(verse.to_vec()));
    Some(group.len())
}

/// Divides a group into a shorter line above (其一) and verse: even lines that all end with punctuation.
fn headed_verse<'s, 'a>(group: &'s [Line<'a>], wrap: Option<usize>) -> Option<(Option<&'s Line<'a>>, &'s [Line<'a>])> {
    let (head, below) = group.split_first()?;
    let length = below.first()?.n_chars();
    let is_even = below.iter().all(|line| line.n_chars() == length && line.ends_closed());
    let is_head = head.n_chars() < length && !head.ends_closed();
    (is_even && is_head && is_verse(below, wrap)).then_some((Some(head), below))
}

fn group_length(lines: &[Line<'_>]) -> usize {
    1 + lines.iter().skip(1).take_while(|line| !line.is_after_gap).count()
}

/// Lines of verse are short and alike in length; two alone must be equal, or end with punctuation. Lines that all say first who
/// speaks or what they tell (問：, 地點：) are none.
pub(super) fn is_verse(group: &[Line<'_>], wrap: Option<usize>) -> bool {
    let is_plain = |line: &Line<'_>| {
        line.is_short() && line.marker().is_none() && !is_contents_entry(line.text) && !line.is_rule()
    };
    let is_narrow = |line: &Line<'_>| wrap.is_none_or(|width| line.width_cells() * 5 < width * 4);
    let lengths = || group.iter().map(Line::n_chars);
    let (Some(shortest), Some(longest)) = (lengths().min(), lengths().max()) else {
        return false;
    };
    group.len() >= 2
        && group.iter().all(|line| is_plain(line) && is_narrow(line))
        && !group.iter().all(|line| is_labelled(line.text))
        && !(shortest < longest && group.iter().all(Line::is_whole_paragraph))
        && longest <= shortest * 2
        && longest <= MAX_SHORT
        && (group.len() >= 3 || shortest == longest || group.iter().all(Line::ends_closed))
}

/// Says whether `text` begins with a label of at most six characters: 問：, 時間：.
fn is_labelled(text: &str) -> bool {
    let colon = text.chars().take(7).position(|c| matches!(c, '：' | ':'));
    colon.is_some_and(|at| at > 0)
}

/// Says whether `text` looks like a line of a table of contents: a chapter's number or name, leaders, a page.
pub(super) fn is_contents_entry(text: &str) -> bool {
    let is_chapter =
        text.strip_prefix('第').is_some_and(|rest| rest.chars().take(6).any(|c| "章節节回卷篇編编部".contains(c)));
    let ends_in_page = text.ends_with(|c: char| c.is_ascii_digit()) && text.contains([' ', '\t', '.', '…', '·', '　']);
    is_chapter || ends_in_page || is_contents_heading(text)
}

/// Says whether `text` is the heading of a table of contents.
pub(super) fn is_contents_heading(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    ["目錄", "目录", "目次", "contents", "tableofcontents"].contains(&bare.as_str())
}

/// Takes one line, or in hard-wrapped text (`wrap`: how, and whether indents begin paragraphs) all up to a blank line, an indent,
/// a list, or the end of a paragraph.
fn take_paragraph<'a>(
    lines: &[Line<'a>],
    begins_group: bool,
    wrap: Option<(Wrap, bool)>,
    blocks: &mut Vec<Block<'a>>,
) -> usize {
    let n_lines = wrap.map_or(1, |(Wrap { width, is_filled }, is_indent_meant)| {
        let is_head = lines
            .first()
            .is_some_and(|line| line.is_short() && !line.ends_closed() && line.width_cells() * 5 < width * 3);
        if begins_group && is_head {
            return 1;
        }
        let begins_another = |line: &Line<'_>| {
            line.is_after_gap || (is_indent_meant && line.is_indented) || markdown_marker(line).is_some()
        };
        let ends = |line: &Line<'_>| is_filled && line.width_cells() * 5 < width * 4;
        let pairs = lines.iter().zip(lines.iter().skip(1));
        1 + pairs.take_while(|(line, next)| !ends(line) && !begins_another(next)).count()
    });
    blocks.push(Block::Paragraph(lines.iter().take(n_lines).copied().collect()));
    n_lines
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check_reported, plain};

    #[test]
    fn a_short_line_ends_a_paragraph_of_lines_filled_to_a_margin() {
        let head = "作者 seki 看板 Bridge\n時間 Sun Dec 7 22:17:13 2025\n";
        let one = [
            "橋在溪鎮的東邊建成已經很久了從前人們過河要等",
            "渡船一等就是半天後來有人出錢修了這座橋橋墩是",
            "石頭的橋面是木板人走上去吱吱地響馬車過的時候",
            "聽得見。",
        ];
        let two = [
            "到了冬天水淺的時候可以看見橋墩下面刻著許多人",
            "的名字那是出過錢的人老林說他的曾祖父也在裡面",
            "不過誰也沒有真的找到過因為字跡早就被水磨平的",
            "，沒有人在意。",
        ];
        let text = format!("{head}{}\n{}\n", one.join("\n"), two.join("\n"));
        let imported = plain(&text).expect("a text");
        assert!(
            imported.index.ends_with(&format!("\n\n{}\n\n{}\n", one.join("\n"), two.join("\n"))),
            "{}",
            imported.index
        );
        check_reported(
            &imported,
            "the lines are wrapped at about 44 cells: those up to a blank line or a short line are joined into a paragraph",
        );
        // Paragraphs of a line each are none, however alike.
        let text = format!("{}。\n", [&one[..], &two].concat().join("。\n"));
        assert_eq!(plain(&text).expect("a text").index.matches("。\n\n").count(), 7);
    }

    #[test]
    fn question_and_answer_are_no_verse() {
        let text = "橋邊的人\n\n問：橋是什麼時候修的？\n答：我還小的時候就修了。\n\n問：水大嗎？\n答：大得很。\n";
        let index = plain(text).expect("a text").index;
        assert!(index.ends_with("\n\n問：水大嗎？\n\n答：大得很。\n"), "{index}");
        assert!(!index.contains('\\'), "{index}");
    }

    #[test]
    fn regression_short_paragraphs_without_blank_lines_are_no_verse() {
        let prose = "　　船到渡口的時候，天已經黑了。\n　　「誰在那裡？」岸上的人問。\n";
        let text = format!("渡口\n\n第一章 船\n\n{prose}\n第二章 岸\n\n{prose}");
        let prose = prose.trim().replace("\n　　", "\n\n");
        let index = plain(&text).expect("a text").index;
        assert!(index.ends_with(&format!("# 渡口\n\n## 第一章 船\n\n{prose}\n\n## 第二章 岸\n\n{prose}\n")), "{index}");
        let verse = "溪上\n\n　　溪水向東流，船行到渡頭。\n　　岸上誰家笛，吹過一江秋。\n";
        assert!(plain(verse).expect("a text").index.contains("渡頭。\\\n"));
    }

    #[test]
    fn verse_below_its_number_keeps_its_lines() {
        let text = "溪上・並序\n\n丙午九月，客居溪上，連雨十日不得出門，作詩二首以記其事。\n\n其一\n十日溪前雨，孤燈夢不成。\n\
                    誰家簫一曲，吹到第三更。\n\n其二\n松子當年味，飢來勝稻粱。\n如今都記得，只是鬢成霜。\n";
        let index = plain(text).expect("a text").index;
        assert!(
            index.contains("\n## 其一\n\n十日溪前雨，孤燈夢不成。\\\n誰家簫一曲，吹到第三更。\n\n## 其二\n"),
            "{index}"
        );
    }
}
