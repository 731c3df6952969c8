//! Where two variants differ in more than the shape of a character: what a page of two columns marks.
//!
//! 1. Words: what a glossary, a fixed form or a region's words write otherwise.
//! 2. Characters of Simplified script that stand for one of several in Traditional, where the two differ.

use crate::model::{Converted, Edge, Script, Scripted, Span, is_han};

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

/// Returns, for each leaf, the stretches of the edition's text in which two variants differ, in order.
pub(super) fn differences(scripted: &Scripted, variants: [usize; 2]) -> Vec<Vec<Span>> {
    let [left, right] = variants.map(|v| scripted.texts.get(v).map(Vec::as_slice).unwrap_or_default());
    let simplified = variants.map(|v| scripted.variants.get(v).is_some_and(|variant| variant.script == Script::Hans));
    left.iter().zip(right).map(|(left, right)| of_leaf([left, right], simplified)).collect()
}

/// `simplified` says which of the two is in Simplified script.
fn of_leaf([left, right]: [&Converted; 2], [is_left_simplified, is_right_simplified]: [bool; 2]) -> Vec<Span> {
    let mut spans: Vec<Span> = words(left, right).chain(words(right, left)).collect();
    let several = |simplified: bool, c: char| simplified && ONE_TO_MANY.binary_search(&c).is_ok();
    let mut characters = Vec::new();
    for (at, one, another) in aligned(left, right) {
        if one != another && (several(is_left_simplified, one) || several(is_right_simplified, another)) {
            characters.push(at..at.saturating_add(1));
        }
    }
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

/// The edition's characters outside all changed words, which have one character each in both texts: the place in the
/// edition, and the two.
fn aligned<'a>(left: &'a Converted, right: &'a Converted) -> impl Iterator<Item = (usize, char, char)> + 'a {
    unchanged(left, right).into_iter().flat_map(move |run| {
        let from = |converted: &'a Converted| {
            converted.text.get(converted.changes.map(run.start, Edge::End)..).unwrap_or_default()
        };
        let pairs = from(left).iter().zip(from(right)).take(run.len());
        pairs.enumerate().map(move |(i, (one, another))| (run.start.saturating_add(i), *one, *another))
    })
}

/// The stretches of the edition's text that neither variant changed, in order.
fn unchanged(left: &Converted, right: &Converted) -> Vec<Span> {
    let mut changed: Vec<&Span> =
        [left, right].iter().flat_map(|of| &of.changes.0).map(|change| &change.from).collect();
    changed.sort_unstable_by_key(|span| (span.start, span.end));
    let (mut runs, mut done) = (Vec::new(), 0);
    for span in changed {
        runs.push(done..span.start.max(done));
        done = span.end.max(done);
    }
    runs.push(done..usize::MAX);
    runs
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
        assert_eq!(of_leaf([&hant, &hans], [false, true]), vec![0..1]);
        assert_eq!(of_leaf([&hans, &hant], [true, false]), vec![0..1]);
    }

    #[test]
    fn a_word_of_another_length_is_told_as_a_whole() {
        let hant = plain("用滑鼠點");
        let hans = Converted {
            text: "用鼠标器点".chars().collect(),
            changes: Changes(vec![Change { from: 1..3, to: 1..4 }]),
            ..Converted::default()
        };
        assert_eq!(of_leaf([&hant, &hans], [false, true]), vec![1..3]);
    }

    #[test]
    fn quotation_marks_of_the_script_are_no_difference() {
        let hans = Converted {
            text: "“好”".chars().collect(),
            changes: Changes(vec![Change { from: 0..1, to: 0..1 }, Change { from: 2..3, to: 2..3 }]),
            ..Converted::default()
        };
        assert_eq!(of_leaf([&plain("「好」"), &hans], [false, true]), Vec::<Span>::new());
    }
}
