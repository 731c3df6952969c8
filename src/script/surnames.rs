//! Surnames that Traditional writes otherwise than the same Simplified character in most words.
//!
//! In a text a name is told by what stands beside it: an office before (记者于晓东), a title behind (余志松教授).
//! What is told once is known wherever the name stands again.

use std::collections::BTreeSet;

use super::frequency::Choice;
use crate::model::{Leaf, Weigh, is_han};

/// Surnames with which few words begin, each with its Traditional form, where most words have another (餘, 範, 於, 鐘 …).
/// Authors are papers and offices too: 云, 后, 党 begin too many of their names (云南日报).
const SURNAMES: [(char, char); 10] = [
    ('余', '余'),
    ('范', '范'),
    ('于', '于'),
    ('郁', '郁'),
    ('谷', '谷'),
    ('岳', '岳'),
    ('朴', '朴'),
    ('钟', '鍾'),
    ('游', '游'),
    ('涂', '涂'),
];
/// Words that begin with one of them.
const WORDS: [&str; 13] =
    ["余杭", "范例", "郁金香", "谷雨", "谷物", "钟表", "游戏", "游客", "游记", "游人", "游子", "涂料", "涂鸦"];
/// The surname that is a preposition more often (记者于昨日).
const PREPOSITION: char = '于';
/// What stands before a name.
const ROLES: &str = "记者 作者 编辑 主编 编剧 导演 演员 主演 主角 作家 诗人 画家 歌手 教授 院士 博士 老师 学者 专家 研究员 校长 院长 所长 \
                     馆长 社长 会长 部长 局长 处长 科长 厅长 省长 市长 县长 区长 镇长 乡长 村长 司长 署长 队长 团长 班长 主任 书记 主席 总统 总理 \
                     委员 议员 代表 经理 总监 总裁 董事长 秘书 助理 律师 法官 检察官 医生 医师 护士 工程师 设计师 前锋 后卫 门将 中场 教练 球员 \
                     队员 选手 战士 司机 村民 市民 居民 学生 同学 同事 同志 夫人 妻子 丈夫 儿子 女儿 父亲 母亲 发言人 负责人 创始人 主持人 \
                     上诉人 申请人 委托人 代理人 代表人 审判员 联系人 译者 编者 作曲 作词 编导 摄影 制片人 撰稿 策划 校对 责任编辑 责编 站长 科员 会计 老板娘 \
                     当事人 被告人 被告 原告 嫌疑人 被害人 证人 审判长 书记员 通讯员 男子 女子 邻居 店主 老板 名叫";
/// What stands behind a name, or behind a surname alone.
const TITLES: &str = "先生 女士 小姐 太太 夫人 教授 老师 同志 博士 院士 医生 医师 大夫 律师 师傅 经理 主任 局长 队长 校长 院长 导演 里长 同学 等人 某某";
/// Surnames that a familiar 老 or 小 tells: 老余, 小范; others are a bell or a valley there.
const FAMILIAR: &str = "余范";
/// What is no person behind 某: 某年, 某地.
const THINGS: &str = "年月日时天地处种个些次项类方人某";
/// What goes on a sentence behind a name, in one character.
const BEHIND: &str = "说表认指告介称坦透回到来出给在的和与及等也就又是为将把被对向从以都则曾已还率带因当接先任兼主担获撰摄只笑走站坐拿想愣";
/// What no given name has: particles, pronouns, numbers, places and times (于书中, 于此, 于去年).
const NO_GIVEN: &str = "的是不在了和与及也就又都把被我你他她它们此其该这那每各本同今昨去前后上下中内外间里时年月日初末底际某何所一二三四五六七八九十百千零〇两数几";
/// Surnames that are none of a name behind 于: 优于王教授.
const NO_GIVEN_BEHIND_PREPOSITION: &str = "王李张刘陈杨赵吴徐孙何郭罗郑梁谢许韩";

/// Returns the Traditional form of the surname with which a Simplified `name` begins; none when it is no such name.
pub(super) fn surname(name: &[char]) -> Option<char> {
    let is_short = (2..=3).contains(&name.len()) && name.iter().all(|c| is_han(*c));
    let begins_with = |word: &str| word.chars().zip(name).all(|(a, b)| a == *b);
    let first = name.first().filter(|_| is_short && !WORDS.iter().any(|word| begins_with(word)))?;
    form_of(*first)
}

fn form_of(surname: char) -> Option<char> {
    SURNAMES.iter().find(|(simplified, _)| *simplified == surname).map(|(_, traditional)| *traditional)
}

/// Gives each choice that is the surname of a person named in the Simplified `leaves` the surname's form.
pub(super) fn find_persons(leaves: &[&Leaf], choices: &mut [Choice], words: &dyn Weigh) {
    let places: Vec<(usize, Place<'_>, char)> = choices
        .iter()
        .enumerate()
        .filter_map(|(n, choice)| {
            let form = form_of(choice.typed)?;
            let is_in_word = choice.forms.first().is_some_and(|best| best.form != form && best.word.len() > 1);
            let text = leaves.get(choice.leaf).filter(|_| !is_in_word)?.text.as_slice();
            Some((n, Place { text, at: choice.at, words }, form))
        })
        .collect();
    let names: BTreeSet<&[char]> = places.iter().filter_map(|(_, place, _)| place.name()).collect();
    for (n, place, form) in &places {
        let is_named =
            |length: usize| place.text.get(place.at..place.at + length).is_some_and(|name| names.contains(name));
        let is_told = place.is_said() || place.is_before_title(0) || place.is_familiar() || place.is_someone();
        if is_told || is_named(2) || is_named(3) {
            choices.get_mut(*n).into_iter().for_each(|choice| choice.told = Some(*form));
        }
    }
}

/// Where a character stands that can be a surname.
struct Place<'a> {
    text: &'a [char],
    at: usize,
    words: &'a dyn Weigh,
}

impl<'a> Place<'a> {
    /// Returns the name of a person that begins here, if what stands beside it tells.
    fn name(&self) -> Option<&'a [char]> {
        // A leaf of its own: an author, a cell of a table.
        let is_alone = self.at == 0 && self.text.len() == 3;
        let n_given = [2, 1].into_iter().find(|n| {
            let is_told = is_alone || self.is_behind_role();
            self.is_given(*n) && (self.is_before_title(*n) || is_told && self.is_end(self.at + 1 + n))
        })?;
        self.text.get(self.at..self.at + 1 + n_given)
    }

    fn is_given(&self, length: usize) -> bool {
        let Some(given) = self.text.get(self.at + 1..self.at + 1 + length) else { return false };
        let is_preposition = self.text.get(self.at) == Some(&PREPOSITION);
        let is_other_name = given.first().is_some_and(|c| NO_GIVEN_BEHIND_PREPOSITION.contains(*c));
        given.iter().all(|c| is_han(*c) && !NO_GIVEN.contains(*c))
            && !(is_preposition && (is_other_name || (length > 1 && self.words.knows(given))))
    }

    /// Says whether a title stands behind a name of so many characters; behind 于 alone only where no word can go before it.
    fn is_before_title(&self, n_given: usize) -> bool {
        let is_preposition = self.text.get(self.at) == Some(&PREPOSITION);
        let rest = self.text.get(self.at + 1 + n_given..).unwrap_or_default();
        let begins_with = |title: &str| title.chars().eq(rest.iter().copied().take(title.chars().count()));
        (n_given > 0 || !is_preposition || self.begins()) && TITLES.split_whitespace().any(begins_with)
    }

    /// Says whether a person is named by the surname alone, as courts do (于某), not a year or a place (于某年).
    fn is_someone(&self) -> bool {
        let is_thing = || self.text.get(self.at + 2).is_some_and(|c| THINGS.contains(*c));
        let is_preposition = self.text.get(self.at) == Some(&PREPOSITION);
        self.text.get(self.at + 1) == Some(&'某')
            && !is_thing()
            && (!is_preposition || self.begins() || self.is_behind_role())
    }

    fn is_familiar(&self) -> bool {
        let is_such = self.text.get(self.at).is_some_and(|c| FAMILIAR.contains(*c));
        is_such && matches!(self.before(), Some('老' | '小')) && self.is_end(self.at + 1)
    }

    /// Says whether it is said to be somebody's surname (姓余), and begins no word (百姓余粮).
    fn is_said(&self) -> bool {
        let is_word = || self.text.get(self.at..self.at + 2).is_some_and(|pair| self.words.knows(pair));
        self.before() == Some('姓') && !is_word()
    }

    /// Says whether no Han character stands before it.
    fn begins(&self) -> bool {
        self.before().is_none_or(|c| !is_han(c))
    }

    fn is_behind_role(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        let is_between = |c: &char| c.is_whitespace() || matches!(c, '：' | ':' | '）' | ')');
        let n_before = before.iter().rposition(|c| !is_between(c)).map_or(0, |last| last + 1);
        let before = before.get(..n_before).unwrap_or_default();
        ROLES.split_whitespace().any(|role| ends_with(before, role))
    }

    fn before(&self) -> Option<char> {
        self.text.get(self.at.checked_sub(1)?).copied()
    }

    /// Says whether a name can end before `end`: what stands there is no part of it.
    fn is_end(&self, end: usize) -> bool {
        let is_word = |start: usize| self.text.get(start..start + 2).is_some_and(|pair| self.words.knows(pair));
        match self.text.get(end) {
            None => true,
            Some(c) => !is_han(*c) || BEHIND.contains(*c) || (is_word(end) && !is_word(end - 1)),
        }
    }
}

fn ends_with(text: &[char], word: &str) -> bool {
    word.chars().rev().eq(text.iter().rev().copied().take(word.chars().count()))
}
