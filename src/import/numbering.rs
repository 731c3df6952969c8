//! Numbers of headings: 第二章, 三、, （四）, 5.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::Block;
use super::layout::heading_candidate;
use super::note_marks::{is_digit, read_number};

/// How a heading is numbered; what stands above in books comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// 第一卷, 第一編.
    Part,
    /// 第一章, 第一回.
    Chapter,
    /// 第一節.
    Section,
    /// 第一天, 第一幕.
    Leg,
    /// 一、
    Chinese,
    /// （一）
    InBrackets,
    /// 1、
    Western,
    /// （1）
    WesternInBrackets,
}

/// Returns how a heading is numbered, and its number.
fn read_numbering(text: &str) -> Option<(Kind, u32)> {
    let rest = text.strip_prefix(['第', '（', '(']).unwrap_or(text);
    let open = text.chars().next().filter(|_| rest.len() < text.len());
    let end = rest.find(|c| !is_digit(c))?;
    let number = read_number(rest.get(..end)?)?;
    let is_western = rest.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let kind = match (open, rest.get(end..)?.chars().next()?) {
        (Some('第'), '卷' | '編' | '编' | '篇' | '部') => Kind::Part,
        (Some('第'), '章' | '回') => Kind::Chapter,
        (Some('第'), '節' | '节') => Kind::Section,
        (Some('第'), '天' | '日' | '站' | '幕' | '場' | '场') => Kind::Leg,
        (Some('（' | '('), '）' | ')') if is_western => Kind::WesternInBrackets,
        (Some('（' | '('), '）' | ')') => Kind::InBrackets,
        (None, '、' | '．' | '.') if is_western => Kind::Western,
        (None, '、' | '．') => Kind::Chinese,
        _ => return None,
    };
    Some((kind, number))
}

/// Makes headings of short lines that go on the numbers of those that are, or begin them: where one of a series is a heading,
/// all are.
pub(super) fn continue_series(blocks: &mut [Block<'_>]) {
    begin_series(blocks);
    let mut last: BTreeMap<Kind, u32> = BTreeMap::new();
    for block in blocks {
        let (line, is_heading) = match (&*block, heading_candidate(block)) {
            (Block::Heading(line, _), _) => (*line, true),
            (_, Some(line)) => (line, false),
            (_, None) => continue,
        };
        let Some((kind, number)) = read_numbering(line.text) else { continue };
        if is_heading || last.get(&kind).is_some_and(|last| last + 1 == number) {
            last.insert(kind, number);
            *block = Block::Heading(line, 2);
        }
    }
}

/// Makes a heading of the first of a series whose second is one: below a title it could be a name or a date.
fn begin_series(blocks: &mut [Block<'_>]) {
    let mut is_begun: BTreeSet<Kind> = BTreeSet::new();
    for block in blocks.iter_mut().rev() {
        let (line, is_heading) = match (&*block, heading_candidate(block)) {
            (Block::Heading(line, _), _) => (*line, true),
            (_, Some(line)) => (line, false),
            (_, None) => continue,
        };
        match read_numbering(line.text) {
            Some((kind, 2)) if is_heading => {
                is_begun.insert(kind);
            }
            Some((kind, 1)) if is_begun.remove(&kind) => *block = Block::Heading(line, 2),
            _ => {}
        }
    }
}

/// Gives headings their levels, from 2: one lower for each kind of numbers that stands below another.
pub(super) fn level_headings(blocks: &mut [Block<'_>]) {
    let kind = |block: &Block<'_>| match block {
        Block::Heading(line, _) => read_numbering(line.text).map(|(kind, _)| kind),
        _ => None,
    };
    let kinds: BTreeSet<Kind> = blocks.iter().filter_map(kind).collect();
    for block in blocks {
        let above = kind(block).map_or(0, |own| kinds.range(..own).count());
        if let Block::Heading(_, level) = block {
            *level = (2 + above).min(6);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;
    use super::*;

    #[test]
    fn numbers_of_headings() {
        for (text, expected) in [
            ("第二章 橋墩", Some((Kind::Chapter, 2))),
            ("第十二卷", Some((Kind::Part, 12))),
            ("三、尺寸", Some((Kind::Chinese, 3))),
            ("（四）材料", Some((Kind::InBrackets, 4))),
            ("5. 材料", Some((Kind::Western, 5))),
            ("(6) 材料", Some((Kind::WesternInBrackets, 6))),
            ("第三天 山裡", Some((Kind::Leg, 3))),
            ("2025年", None),
            ("第一次", None),
            ("一天", None),
            ("（附）", None),
        ] {
            assert_eq!(read_numbering(text), expected, "{text}");
        }
    }

    #[test]
    fn the_first_of_a_series_is_a_heading_below_a_byline() {
        let text = "溪邊三日\n\n文、圖 / 周遊\n\n第一天 府城\n清早從渡口出發，沿著城牆走一圈，要兩個半小時才走得完。\n\n\
                    第二天 海邊\n漁村的房子全是石頭砌的，屋頂壓著石塊，為的是防颱風。\n";
        let imported = plain(text).expect("a text");
        let headings: Vec<&str> = imported.index.lines().filter(|line| line.starts_with("##")).collect();
        assert_eq!(headings, ["## 第一天 府城", "## 第二天 海邊"]);
        let text = "渡口\n\n文:阿琛\n\n那天下大雨，我走進一間很舊的茶館，夥計問我要喝什麼，我說隨便。\n";
        let imported = plain(text).expect("a text");
        assert!(!imported.index.contains("## "), "{}", imported.index);
    }

    #[test]
    fn a_numbered_series_of_headings_is_one() {
        let text = "橋志\n\n一、位置\n橋在溪鎮的東邊，離渡口不遠，走路只要一刻鐘就到了。\n\n二、年代\n\n〈橋記〉\n\n\
                    橋上的碑說得很清楚，可惜字已經看不出來，只能聽老人說。\n\n三、尺寸\n\n長三十丈\n\n寬二丈\n\n高一丈\n\n\
                    四、材料\n青石來自上游的山裡，木料是從鎮上買來的杉木。\n\n\
                    （一）橋墩\n橋墩一共有五座，都是用青石砌成的，每一座都一樣高。\n";
        let imported = plain(text).expect("a text");
        let headings: Vec<&str> = imported.index.lines().filter(|line| line.starts_with("##")).collect();
        assert_eq!(
            headings,
            ["## 一、位置", "## 二、年代", "## 〈橋記〉", "## 三、尺寸", "## 四、材料", "### （一）橋墩"]
        );
    }
}
