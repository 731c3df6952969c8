//! Surnames that Traditional writes otherwise than the same Simplified character in most words.
//!
//! In a text a name is told by what stands beside it: an office before (记者于晓东), a title behind (余志松教授).
//! What is told once is known wherever the name stands again.

use std::collections::BTreeSet;

use super::frequency::Choice;
use crate::model::{Form, Leaf, LeafId, Weigh, is_han};

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
/// The surname that is one wherever it stands in no word: 范 alone is no 範.
const ALWAYS: char = '范';
/// What stands before a name.
const ROLES: &str = "记者 作者 编辑 主编 编剧 导演 演员 主演 主角 作家 诗人 画家 歌手 教授 院士 博士 老师 学者 专家 研究员 校长 院长 所长 \
                     馆长 社长 会长 部长 局长 处长 科长 厅长 省长 市长 县长 区长 镇长 乡长 村长 司长 署长 队长 团长 班长 主任 书记 主席 总统 总理 \
                     委员 议员 代表 经理 总监 总裁 董事长 秘书 助理 律师 法官 检察官 医生 医师 护士 工程师 设计师 前锋 后卫 门将 中场 教练 球员 \
                     队员 选手 战士 司机 村民 市民 居民 学生 同学 同事 同志 夫人 妻子 丈夫 儿子 女儿 父亲 母亲 发言人 负责人 创始人 主持人 \
                     上诉人 申请人 委托人 代理人 代表人 审判员 联系人 译者 编者 作曲 作词 编导 摄影 制片人 撰稿 策划 校对 责任编辑 责编 科员 会计 老板娘 \
                     知县 知府 知州 县令 巡抚 总督 进士 举人 秀才 世孙 第三人 前夫 前妻 配偶 其父 其母 其夫 其妻 其子 其女 其兄 其弟 祖父 祖母 儿媳 女婿 \
                     当事人 被告人 被告 原告 嫌疑人 被害人 证人 审判长 书记员 通讯员 男子 女子 邻居 店主 老板 名叫 歹徒 罪犯 民警 干警 司令员 政委 参谋长";
/// The last character of a calling (农技员, 站长, 农艺师, 学者); a preposition may stand behind it.
const CALLINGS: &str = "员长师者";
/// What stands behind the name of somebody who wrote, in a sentence or at the head of a note.
const WRITES: [&str; 8] = ["指出", "认为", "以为", "主张", "写道", "著", "：《", "《"];
/// What stands behind an author in a reference with the mark of its type (钟石, 于志. 桥`[M]`), where 于 is no preposition.
const HALF_WIDTH: [&str; 2] = [". ", ", "];
/// How far behind an author that mark is looked for.
const REFERENCE: usize = 80;
/// What sends to a work, before its author: 参见余石《桥》.
const SENDS: &str = "见据引按";
/// What stands behind a name, or behind a surname alone.
const TITLES: &str = "先生 女士 小姐 太太 夫人 教授 老师 同志 博士 院士 医生 医师 大夫 律师 师傅 经理 主任 局长 队长 校长 院长 导演 里长 同学 等人 某某";
/// Surnames that a familiar 老 or 小 tells: 老余, 小范, or a 伯 behind; others are a bell or a valley there.
const FAMILIAR: &str = "余范";
const ELDERS: &str = "伯叔婶嫂姨哥姐太";
/// What is no person behind 某: 某年, 某地.
const THINGS: &str = "年月日时天地处种个些次项类方人某";
/// What goes on a sentence behind a name, in one character.
const BEHIND: &str = "说表认指告介称坦透回到来出给在的和与及等也就又是为将把被对向从以都则曾已还率带因当接先任兼主担获撰摄只笑走站坐拿想愣系谨敬捐修建创编写作负谈答问听看买卖送领";
/// What no given name has: particles, pronouns, numbers, places and times (于书中, 于此, 于去年).
const NO_GIVEN: &str = "的是不在了和与及也就又都把被我你他她它们此其该这那每各本同今昨去前后上下中内外间里时年月日初末底际某何所一二三四五六七八九十百千零〇两数几";
/// What no given name begins with behind another surname than 于, which is a preposition too: 余下, 余十余人.
const NO_START: &str = "的是不在了和与及也就又都把被我你他她它们此其该这那每各下上前后外内间时年月日数几两十百千零〇";
/// What no given name ends with: the particles and pronouns among them; 余光中 and 钟万里 are names.
const NO_END: &str = "的是不在了和与及也就又都把被我你他她它们此其该这那每各同";
/// What stands in a given name as it is typed, though words have another Traditional form: 于占海, 余松.
const AS_TYPED: &str = "占里松升志征谷";
/// Given names that tell a person behind 于 where a clause begins, unless the two are a word: 于海生, not 于国家.
const GIVEN: &str = "小海明华国建文志伟军平春秀英玉红丽芳霞霜雪梅兰桂荣福贵祥瑞庆永长成立新东亮刚强勇峰涛波浩洋江河生林森柏娟敏静洁莉琴云龙虎\
                     杰俊凤淑慧艳晓佳宝珍根发财德仁义礼信康宁安泰斌武昌盛富民光辉";
/// What stands behind such a name: who says, does or is something.
const DOES: &str = "指认表介称来去给把被是也都就又在和与及的";
/// What none but persons do.
const SAYS: &str = "说道告笑问答想看走站坐";
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
            let is_other = |best: &Form| best.form != form && best.word.len() > 1 && !best.is_guess;
            let is_in_word = choice.forms.first().is_some_and(is_other);
            let text = leaves.get(choice.leaf).filter(|_| !is_in_word)?.text.as_slice();
            Some((n, Place { text, at: choice.at, words }, form))
        })
        .collect();
    let names: BTreeSet<&[char]> = places.iter().filter_map(|(_, place, _)| place.name()).collect();
    let mut given: BTreeSet<(LeafId, usize)> = BTreeSet::new();
    for (n, place, form) in &places {
        let is_named =
            |length: &usize| place.text.get(place.at..place.at + length).is_some_and(|name| names.contains(name));
        let named = [3, 2].into_iter().find(is_named);
        let is_told = choices.get(*n).is_some_and(|choice| choice.typed == ALWAYS)
            || place.is_said()
            || place.is_before_title(0)
            || place.is_familiar()
            || place.is_someone();
        let Some(choice) = choices.get_mut(*n).filter(|_| is_told || named.is_some()) else { continue };
        choice.told = Some(*form);
        given.extend((1..named.unwrap_or_default()).map(|i| (choice.leaf, place.at + i)));
    }
    let stays = |choice: &&mut Choice| AS_TYPED.contains(choice.typed) && given.contains(&(choice.leaf, choice.at));
    choices.iter_mut().filter(stays).for_each(|choice| choice.told = Some(choice.typed));
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
            let is_before = self.is_before_title(*n) || self.is_writer(*n);
            *n == 2 && (self.is_named_at_start() || self.is_name_at_start() || self.is_set_wide())
                || self.is_given(*n) && (is_before || is_told && self.is_end(self.at + 1 + n))
        })?;
        self.text.get(self.at..self.at + 1 + n_given)
    }

    fn is_given(&self, length: usize) -> bool {
        let Some(given) = self.text.get(self.at + 1..self.at + 1 + length) else { return false };
        // Behind 记者 and a blank or a colon nothing is said of the journalist: a name follows.
        let is_preposition = self.is_preposition() && !(self.begins() && self.is_behind_role());
        let is_other_name = given.first().is_some_and(|c| NO_GIVEN_BEHIND_PREPOSITION.contains(*c));
        let excluded = |i: usize| match (is_preposition, i) {
            (true, _) => NO_GIVEN,
            (false, 0) => NO_START,
            (false, _) => NO_END,
        };
        given.iter().enumerate().all(|(i, c)| is_han(*c) && !excluded(i).contains(*c))
            && !(is_preposition && (is_other_name || (length > 1 && self.words.knows(given))))
    }

    fn is_preposition(&self) -> bool {
        self.text.get(self.at) == Some(&PREPOSITION)
    }

    /// Says whether a name of so many given characters begins a clause, or is sent to, and goes on as who writes does (余小石指出).
    fn is_writer(&self, n_given: usize) -> bool {
        let rest = self.text.get(self.at + 1 + n_given..).unwrap_or_default();
        let begins = self.begins() || self.before().is_some_and(|c| SENDS.contains(c));
        let is_before = |words: &[&str]| words.iter().any(|word| begins_with(rest, word));
        let is_type = |pair: &[char]| matches!(pair, ['[', mark] if mark.is_ascii_uppercase());
        let is_reference = || rest.get(..REFERENCE.min(rest.len())).is_some_and(|near| near.windows(2).any(is_type));
        begins && (is_before(&HALF_WIDTH) && is_reference() || !self.is_preposition() && is_before(&WRITES))
    }

    /// Says whether a title stands behind a name of so many characters; behind 于 alone only where no word can go before it.
    fn is_before_title(&self, n_given: usize) -> bool {
        let rest = self.text.get(self.at + 1 + n_given..).unwrap_or_default();
        (n_given > 0 || !self.is_preposition() || self.begins())
            && TITLES.split_whitespace().any(|title| begins_with(rest, title))
    }

    /// Says whether a person is named by the surname alone, as courts do (于某), not a year or a place (于某年).
    fn is_someone(&self) -> bool {
        let is_thing = || self.text.get(self.at + 2).is_some_and(|c| THINGS.contains(*c));
        self.text.get(self.at + 1) == Some(&'某')
            && !is_thing()
            && (!self.is_preposition() || self.begins() || self.is_behind_role())
    }

    fn is_familiar(&self) -> bool {
        let is_such = self.text.get(self.at).is_some_and(|c| FAMILIAR.contains(*c));
        let is_elder = || self.text.get(self.at + 1).is_some_and(|c| ELDERS.contains(*c)) && self.is_end(self.at + 2);
        is_such && (matches!(self.before(), Some('老' | '小')) && self.is_end(self.at + 1) || is_elder())
    }

    /// Says whether it is said to be a surname: 姓余, but not 百姓余粮; 余氏, but not 于氏族; 以余为氏.
    fn is_said(&self) -> bool {
        let is_word = || self.text.get(self.at..self.at + 2).is_some_and(|pair| self.words.knows(pair));
        match self.text.get(self.at + 1..).unwrap_or_default() {
            ['氏', next, ..] if *next == '族' => false,
            // 收錄於氏著.
            ['氏', '著', ..] if self.is_preposition() && !self.begins() => false,
            ['姓', next, ..] if *next == '名' => false,
            ['氏' | '姓', ..] | ['为' | '為', '氏' | '姓', ..] => true,
            _ => self.before() == Some('姓') && !is_word(),
        }
    }

    /// Says whether 于 and two characters of given names begin a clause, or a list of names goes on, and they do something.
    fn is_named_at_start(&self) -> bool {
        let Some(given @ [first, _]) = self.text.get(self.at + 1..self.at + 3) else { return false };
        let next = self.text.get(self.at + 3);
        let goes_on = next.is_none_or(|c| !is_han(*c) || DOES.contains(*c));
        let is_person =
            next.is_some_and(|c| SAYS.contains(*c)) || goes_on && (*first == '小' || !self.words.knows(given));
        self.is_preposition() && self.begins() && given.iter().all(|c| GIVEN.contains(*c)) && is_person
    }

    /// Says whether 余 and a given name begin a clause: 余志遠搶點; what is left has no such word behind it.
    fn is_name_at_start(&self) -> bool {
        let is_such = self.text.get(self.at).is_some_and(|c| FAMILIAR.contains(*c));
        let is_common = self.text.get(self.at + 1).is_some_and(|c| GIVEN.contains(*c));
        is_such && is_common && self.begins() && self.is_given(2) && self.is_end(self.at + 3)
    }

    /// Says whether a name of two characters is set as wide as one of three, behind an office: 審判員　于　偉.
    fn is_set_wide(&self) -> bool {
        let is_wide = |rest: &[char]| matches!(rest, [blank, given] if blank.is_whitespace() && is_han(*given));
        self.begins()
            && self.text.get(self.at + 1..self.at + 3).is_some_and(is_wide)
            && self.text.get(self.at + 3).is_none_or(|c| !is_han(*c))
            && self.is_behind_role()
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
        let is_calling = before.last().is_some_and(|c| CALLINGS.contains(*c)) && !self.is_preposition();
        is_calling || ROLES.split_whitespace().any(|role| ends_with(before, role))
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

fn begins_with(text: &[char], word: &str) -> bool {
    word.chars().eq(text.iter().copied().take(word.chars().count()))
}

/// Says whether `text` ends with `word`, which may be set wide: 審 判 員.
fn ends_with(text: &[char], word: &str) -> bool {
    let typed = text.iter().rev().copied().filter(|c| !c.is_whitespace());
    word.chars().rev().eq(typed.take(word.chars().count()))
}
