//! Forms of Traditional text that neighbours tell, as they are typed.
//!
//! 1. A phrase of OpenCC's can lie across the edge of two words: 這|只有 is no 這隻|有, nor 聲明|了 a 聲|明瞭 (`tell_modern`).
//! 2. Cantonese has 隻 behind particles of its own (`tell_cantonese`).
//! 3. 系 is the copula where the text has one (`find_copulas`).

use super::frequency::{Choice, margin};
use super::near::{Near, before, behind};
use crate::model::{Form, Genre, Leaf};

/// What stands before a measure word.
const NUMBERS: &str = "0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿半双单几数多余来";
/// What points at a thing or says how large it is, and stands before 只 too: 這只有, 很大隻.
const POINTING: &str = "这那哪每某此该大小整";
/// What 只 stands before, as only: verbs, and words of place and manner.
const ONLY: &str = "有是要能会需可让给想说用允限应该支适含在被对按影占做供为因由从到看读写问答听知懂认记留准许肯敢得请跟和与于以依据接收发送\
                    传输显增减剩差怕管顾当作喝吃住花买卖办讲提谈见求靠凭出入进开关升降返打去来够须愿希望等待负包计算取存放设选点建改换加保使\
                    令叫不没也都";
/// What is counted with 隻, by what its name begins with.
const COUNTED: &str = "猫狗犬鸡鸭鹅鸟虎狮豹狼熊兔鼠羊猪牛马驴猴猿雀鹰燕鸽鸦鹤蝶蜂虫蚁蚊蝇蛛鱼虾蟹龟蛙蛇鲸象鹿狐狸身言字老小大黑白灰黄红花野母公\
                       雌雄肥瘦胖死活病幼巨空破旧新手脚眼耳杯碗箱盒篮袋船鞋袜表戒镯蝴蚂蜜麻乌可流迷受漂";
/// Animals, and what stands before one that is new to the text: 養了隻貓.
const ANIMALS: &str = "猫狗犬鸡鸭鹅鸟虎狮狼熊兔鼠羊猪猴雀鹰燕鸽鸦鹤狐龟蛙蝴螃";
const TAKES: &str = "了着著过像如是有抱买养捉抓捡逗";
/// What is counted so itself, before 只: 船只, 羊只.
const HEADS: &str = "船舰艇羊猪牛禽畜犬狗猫鸟鸡";
/// What stands before 表 where it tells the time.
const WATCHES: &str = "手钟腕怀挂名石";
/// What stands before 明 where 了 is a particle: 聲明了, 說明了.
const TO_STATE: &str = "声说证指表发标注写阐查言点申挑讲文透";
/// What stands before a measure word in Cantonese: 嗰隻, 邊隻, 買咗隻.
const BEFORE_MEASURE: &str = "嗰𠮶呢哩边成咗住";
/// What is tied, or stands behind 系 of a university or of a family's line: no copula goes before.
const NO_PREDICATE: &str = "着了上好紧在于住里主内办外刊花友党学鞋领腰围红安丝绳带扣裙绿黄白蓝彩铃马船舟缆";
/// The copula of Cantonese and of the law, which Simplified text writes 系.
const COPULA: char = '係';
/// How often prose has it in words (係指, 即係) before 系 alone is the copula too.
const COPULAS: usize = 3;
/// What stands before 係 where it is none: 關係, 干係.
const RELATED: &str = "关干";

/// Tells the form of characters that are not told yet.
pub(super) fn tell(leaves: &[&Leaf], choices: &mut [Choice], genre: Genre) {
    let tell = match genre {
        Genre::Modern => tell_modern,
        Genre::Cantonese => tell_cantonese,
        Genre::Classical => return,
    };
    for choice in choices.iter_mut().filter(|choice| choice.told.is_none()) {
        if let Some(leaf) = leaves.get(choice.leaf) {
            choice.told = tell(choice, Near::new(&leaf.text, choice.at));
        }
    }
    find_copulas(leaves, choices, genre);
}

fn tell_modern(choice: &Choice, near: Near<'_>) -> Option<char> {
    match (choice.typed, choice.standing) {
        ('只', '隻') if !is_measure_word(near) => Some('只'),
        ('只', '只') if is_of_animal(near) => Some('隻'),
        ('了', '瞭') if !is_clear(near) => Some('了'),
        ('了', '了') if is_like_a_palm(near) => Some('瞭'),
        ('系', _) if is_predicate(choice, near) => Some(COPULA),
        // 云：「…」.
        ('云', _) if near.has(1, "：:") && near.has(2, "“「‘『") => Some('云'),
        ('表', '錶') if near.has(1, "面") && !near.has(-1, WATCHES) => Some('表'),
        ('冲', '沖') => near.tell(&[behind("突", '衝')]),
        // 《…》卷上 is no 捲.
        ('卷', _) => near.tell(&[before("》〉", '卷')]),
        _ => None,
    }
}

/// 隻 alone behind what points at something or particles of verbs, and where words say so (隻錶); 單只 is an adverb.
fn tell_cantonese(choice: &Choice, near: Near<'_>) -> Option<char> {
    let best = choice.forms.first().filter(|_| choice.typed == '只')?;
    let is_measure = best.form == '隻' || best.word.len() == 1 && near.has(-1, BEFORE_MEASURE);
    if near.has(-1, "单") { Some('只') } else { is_measure.then_some('隻') }
}

/// 一隻, 這隻貓, 是隻老虎, 船隻停; but 這只有, 船只有, 是只含, 沒有只說.
fn is_measure_word(near: Near<'_>) -> bool {
    // 這隻看不見的手.
    let is_unseen = near.has(1, "看") && near.has(2, "不");
    let is_pointed_at = near.has(-1, POINTING) && (is_unseen || !near.has(1, ONLY));
    let is_of_head = near.has(-1, HEADS) && !near.has(1, "有能要需是会可");
    near.has(-1, NUMBERS) || is_pointed_at || is_of_head || near.has(1, COUNTED)
}

/// 養了隻貓, 像隻小鳥.
fn is_of_animal(near: Near<'_>) -> bool {
    let is_animal = near.has(1, ANIMALS) || near.has(1, "小大老黑白花") && near.has(2, ANIMALS);
    near.has(-1, TAKES) && is_animal
}

/// 瞭解, 瞭望, 一目瞭然, 瞭然於心, 瞭如指掌, 簡單明瞭; but 介紹了如何, 聲明了.
fn is_clear(near: Near<'_>) -> bool {
    let is_plain = near.has(-1, "明") && !near.has(-2, TO_STATE);
    let is_at_heart = near.has(1, "然") && (near.has(-1, "目") || near.has(2, "于"));
    near.has(1, "解望哨") || is_at_heart || is_like_a_palm(near) || is_plain
}

fn is_like_a_palm(near: Near<'_>) -> bool {
    near.has(1, "如若") && near.has(2, "指") && near.has(3, "掌")
}

/// 系 alone that begins a clause is the copula of formal prose (，系该会会员), as a faculty has its name before it.
fn is_predicate(choice: &Choice, near: Near<'_>) -> bool {
    let is_alone = choice.forms.first().is_some_and(|best| best.word.len() == 1);
    is_alone && near.has(-1, "，；。）”」》") && !near.is_edge(1) && !near.has(1, NO_PREDICATE)
}

/// Gives 系 the form of the copula in Cantonese, and in prose that has it: the law's (係指, 係由). Words may want another.
fn find_copulas(leaves: &[&Leaf], choices: &mut [Choice], genre: Genre) {
    let Some(margin) = margin(genre) else { return };
    let is_copula = |choice: &&Choice| {
        let is_related =
            || leaves.get(choice.leaf).is_some_and(|leaf| Near::new(&leaf.text, choice.at).has(-1, RELATED));
        let best = choice.forms.first().filter(|best| best.form == COPULA && best.word.len() > 1);
        best.is_some_and(|best| best.word.start == choice.at || !is_related())
    };
    if genre == Genre::Modern && choices.iter().filter(is_copula).count() < COPULAS {
        return;
    }
    for choice in choices.iter_mut().filter(|choice| choice.typed == '系' && choice.told.is_none()) {
        let own = choice.forms.iter().find(|form| form.form == COPULA);
        let is_open = |best: &Form, own: &Form| {
            // 聯繫 stands whatever is before it; 係上 and 語係 are seldom 繫上 and 語系 here.
            let may_be_parted = best.form != '繫' || best.word.start == choice.at;
            best.word.len() == 1 || may_be_parted && own.cost - best.cost < margin
        };
        choice.told = choice.forms.first().zip(own).filter(|(best, own)| is_open(best, own)).map(|_| COPULA);
    }
}
