//! Where two variants differ in more than the shape of a character: what a page of two columns marks.
//!
//! 1. Words: what a glossary, a fixed form or a region's words write otherwise.
//! 2. Characters of Simplified script that stand for one of several in Traditional, where the two differ.

use crate::model::{Converted, Edge, Script, Span, is_han};

/// Characters of Simplified script that stand for two or more of Traditional script in everyday use, in the order of their codes.
///
/// Source: OpenCC's `STCharacters`, without those whose other forms are variants, or are met in old books alone.
#[rustfmt::skip]
const ONE_TO_MANY: [char; 121] = [
    '丑', '丰', '了', '于', '云', '仆', '仿', '伙', '余', '佛', '佣', '借', '克', '冲', '准', '几', '凶', '出', '别', '刮', '制', '千', '升', '卜',
    '占', '卷', '历', '发', '只', '台', '吁', '后', '向', '周', '咨', '咸', '咽', '哄', '喂', '回', '团', '困', '坛', '复', '夸', '姜', '家', '尝',
    '尽', '岳', '布', '帘', '干', '并', '幸', '弥', '当', '彩', '征', '御', '志', '念', '恶', '愈', '戚', '扎', '托', '折', '挽', '据', '摆', '斗',
    '昆', '曲', '朱', '朴', '杆', '松', '板', '栗', '梁', '欲', '汇', '沈', '泛', '注', '涂', '淀', '游', '漓', '炼', '烟', '症', '秋', '筑', '签',
    '系', '纤', '背', '胡', '脏', '致', '舍', '苏', '苹', '范', '获', '蒙', '蔑', '表', '谷', '赞', '辟', '郁', '酸', '采', '里', '钟', '面', '须',
    '饥',
];

/// Returns the stretches of an edition's leaf of `len` characters in which its text in `own` and in `other` differ, in order.
///
/// `script` is the script of `own`.
pub(super) fn differences(len: usize, own: &Converted, other: &Converted, script: Script) -> Vec<Span> {
    let mut spans: Vec<Span> = words(own, other).chain(words(other, own)).collect();
    let shape = |(at, one, another): &(usize, char, char)| {
        let simplified = if script == Script::Hans { one } else { another };
        one != another && ONE_TO_MANY.binary_search(simplified).is_ok() && !spans.iter().any(|span| span.contains(at))
    };
    let characters: Vec<Span> =
        aligned(len, own, other).filter(shape).map(|(at, ..)| at..at.saturating_add(1)).collect();
    spans.extend(characters);
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup_by(|next, span| {
        let is_one = next.start < span.end;
        if is_one {
            span.end = span.end.max(next.end);
        }
        is_one
    });
    spans
}

/// What `own` has written otherwise by word, where that differs from `other`'s text; marks of punctuation are none.
fn words<'a>(own: &'a Converted, other: &'a Converted) -> impl Iterator<Item = Span> + 'a {
    own.changes.0.iter().map(|change| change.from.clone()).filter(move |at| {
        let (one, another) = (text(own, at), text(other, at));
        one != another && one.iter().chain(another).any(|c| is_han(*c) || c.is_alphanumeric())
    })
}

fn text<'a>(converted: &'a Converted, at: &Span) -> &'a [char] {
    converted.text.get(converted.map(at)).unwrap_or_default()
}

/// The edition's characters that have one character each in both texts: the place in the edition, and the two.
fn aligned<'a>(len: usize, own: &'a Converted, other: &'a Converted) -> impl Iterator<Item = (usize, char, char)> + 'a {
    let one = |converted: &Converted, at: usize| converted.text.get(converted.changes.map(at, Edge::Start)).copied();
    (0..len).filter_map(move |at| Some((at, one(own, at)?, one(other, at)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Changes};

    fn plain(text: &str) -> Converted {
        Converted { text: text.chars().collect(), ..Converted::default() }
    }

    #[test]
    fn the_characters_are_in_the_order_of_their_codes() {
        assert!(ONE_TO_MANY.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_character_of_several_is_told_and_a_mere_shape_is_not() {
        let (hant, hans) = (plain("後門開了"), plain("后门开了"));
        assert_eq!(differences(4, &hant, &hans, Script::Hant), vec![0..1]);
        assert_eq!(differences(4, &hans, &hant, Script::Hans), vec![0..1]);
    }

    #[test]
    fn a_word_of_another_length_is_told_as_a_whole() {
        let hant = plain("用滑鼠點");
        let hans = Converted {
            text: "用鼠标器点".chars().collect(),
            changes: Changes(vec![Change { from: 1..3, to: 1..4 }]),
            ..Converted::default()
        };
        assert_eq!(differences(4, &hant, &hans, Script::Hant), vec![1..3]);
    }

    #[test]
    fn quotation_marks_of_the_script_are_no_difference() {
        let hans = Converted {
            text: "“好”".chars().collect(),
            changes: Changes(vec![Change { from: 0..1, to: 0..1 }, Change { from: 2..3, to: 2..3 }]),
            ..Converted::default()
        };
        assert_eq!(differences(3, &plain("「好」"), &hans, Script::Hant), Vec::<Span>::new());
    }
}
