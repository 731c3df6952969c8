//! What Simplified text writes where OpenCC has another character or none.
//!
//! 1. Characters of Hong Kong and older print that its tables lack, and those that Simplified text writes itself (`WRITTEN`).
//! 2. Characters that it writes in two ways, told by their neighbours (`APART`).
//! 3. 著 of authors and works: OpenCC takes it for the particle 着 but in some words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Base;
use super::near::{Clue, Near, before, behind};
use crate::model::{Leaf, is_surname};

/// Characters as they are typed, and as Simplified text writes them. OpenCC's character for 嗰, 餸 and 劏 is in few fonts.
const WRITTEN: &str = "衞卫 櫈凳 粧妆 賸剩 吿告 砲炮 枱台 嗰嗰 餸餸 劏劏 汚污 韮韭 姪侄 寗宁 牠它 妳你 瞇眯 啣衔 鎗枪 搥捶 踫碰 燄焰 鬪斗 鬭斗 菓果 蔴麻 \
                       荳豆 煖暖 聨联 皷鼓 徧遍 廐厩 囓啮 敍叙 穉稚 窰窑 筯箸 耡锄 脇胁 諠喧 讐雠 趂趁 躭耽 輭软 髴佛 鹻碱 蕋蕊 銲焊 錬炼 繙翻 \
                       賍赃 逈迥 酧酬 隄堤 疎疏 緜绵 稾稿 藷薯 齩咬 饍膳 騐验 搾榨 硏研 覩睹 竚伫 餧喂 盌碗 猨猿 闚窥 欵款 炤照 聼听 膓肠 臓脏 \
                       躱躲 昻昂 椶棕 揑捏 恊协 慙惭 \
                       撃击 鴈雁 劒剑 櫂棹 堦阶 餽馈 斾旆 嬾懒 蘂蕊 媿愧 缾瓶 甁瓶 顦憔 顇悴 臯皋 皐皋 紥扎 珮佩 栢柏 妬妒 髪发 \
                       毬球 碁棋 郞郎 飜翻 慇殷 懃勤 髣仿 鼈鳖 鼇鳌 槩概 歛敛 敺驱 荅答 藂丛 竝并 拏拿 帬裙 牋笺 烱炯 鸎莺 呌叫 \
                       暎映 牕窗 懽欢 罇樽 麤粗 牓榜 廻回 鏁锁 隣邻 袴裤 鉏锄 暱昵 揹背 歳岁 戯戏 犂犁 秔粳 觝抵 罣挂 痲麻 堿碱 \
                       翶翱";

/// Characters that Simplified text writes in one way in some words and in another elsewhere: what tells the words, and how
/// it is written elsewhere, unless OpenCC says.
const APART: [(char, &[Clue], Option<char>); 12] = [
    // OpenCC has 锺, which Simplified text keeps for names as 钱锺书.
    ('鍾', &[behind("馗繇", '钟')], None),
    // 神祇 and 祇園 against 祇有.
    ('祇', &[before("神地天靈百川諸", '祇'), behind("園樹陀洹桓夜", '祇')], Some('只')),
    // 疏濬 and 濬河, not 王濬.
    ('濬', &[before("疏開挑修重", '浚'), behind("河治深渠湖池港濠縣", '浚')], None),
    // Reigns: 雍乾, 乾嘉. 曬乾造紙 and 烘乾道具: 乾造 and 乾道 are words of divination.
    ('乾', &[before("雍", '乾'), behind("嘉", '乾'), before("曬晒烘烤焙晾吹風擦瀝榨", '干')], None),
    // 朱儁 and 慕容儁 of the histories.
    ('儁', &[before("朱容", '儁')], None),
    // Many: 所獲甚夥.
    ('夥', &[before("甚良頗實尤", '夥')], None),
    // OpenCC knows 於倫, 於單 and 於潛 as names, and makes them of 位於倫敦, 適用於單位 and 由於潛在.
    ('於', &[before("樊", '於'), behind("菟梨乎", '於')], Some('于')),
    // 魏徵, and the note of music in 角徵羽 and 變徵, not 徵調 and 象徵音樂.
    ('徵', &[before("魏角變清", '徵'), behind("羽", '徵')], Some('征')),
    ('畫', &[before("規企策擘籌謀區", '划')], None),
    ('祐', &[before("保庇護", '佑')], None),
    ('懞', &[behind("懂", '懵')], None),
    // 狼藉 and 慰藉 against 藉此.
    ('藉', &[before("狼慰枕蘊醞藉", '藉'), behind("藉", '藉')], Some('借')),
];

/// What stands before 著 where it means to write, a writing or evident.
const OF_WORKS: &str = "編譯合原名專論巨鉅遺拙新近宏撰所校自土顯昭卓彰";
/// What stands before 論 where 論著 is no writing: 討論著.
const DISCUSSES: &str = "議討談爭辯評理";
/// What stands before the particle 着: a given name hardly ends so.
const VERBS: &str = "看走笑說講想拿帶穿戴站坐等聽唱跟順沿隨靠對朝為照憑藉睡活開關放擺掛寫畫忙愛念記抱背扛提拉推跑跳哭喊叫罵打吃喝含咬盯望瞪守護陪伴\
                     領牽握抓按壓撐扶倚躺跪蹲趴飄流淌燃燒閃發散冒浮堆鋪蓋裹包纏繞圍住留存懷讀翻捧夾乘趁接有用做幹吊垂插點燈指舉揮搖擦數算問答求催逼追趕";
/// What stands behind 著有 where it means to have written.
const WRITTEN_WORKS: &str = "《〈「『0123456789一二三四五六七八九十百多數詩專";

/// How Simplified text writes a character.
enum Written {
    /// In one way.
    Always(char),
    /// As the clues tell, else in the other way, unless OpenCC says.
    Apart(&'static [Clue], Option<char>),
    /// 著 or 着.
    ByAuthor,
}

static WRITTEN_BY_TYPED: LazyLock<BTreeMap<char, Written>> = LazyLock::new(|| {
    let pair = |pair: &str| Some((pair.chars().next()?, Written::Always(pair.chars().next_back()?)));
    let apart = APART.iter().map(|&(typed, clues, elsewhere)| (typed, Written::Apart(clues, elsewhere)));
    WRITTEN.split_whitespace().filter_map(pair).chain(apart).chain([('著', Written::ByAuthor)]).collect()
});

/// Gives each character the form that Simplified text has of it.
pub(super) fn write_simplified(leaves: &[&Leaf], bases: &mut [Base]) {
    for (leaf, base) in leaves.iter().zip(bases) {
        for (at, (typed, converted)) in leaf.text.iter().zip(&mut base.text).enumerate() {
            let near = Near::new(&leaf.text, at);
            let form = match WRITTEN_BY_TYPED.get(typed) {
                None => None,
                Some(Written::Always(form)) => Some(*form),
                Some(Written::Apart(clues, elsewhere)) => near.tell(clues).or(*elsewhere),
                Some(Written::ByAuthor) => by_author(near, *converted),
            };
            *converted = form.unwrap_or(*converted);
        }
    }
}

/// What 著 is, where OpenCC has the other.
fn by_author(near: Near<'_>, converted: char) -> Option<char> {
    match converted {
        '着' if is_of_works(near) || is_behind_author(near) => Some('著'),
        '著' if is_particle_before_word(near) => Some('着'),
        _ => None,
    }
}

/// 原著, 編著, 著有《…》; but 討論著, and 編著花籃, which somebody is at.
fn is_of_works(near: Near<'_>) -> bool {
    match near.get(-1) {
        Some('論') if near.has(-2, DISCUSSES) => false,
        Some('編' | '譯' | '合' | '所' | '自') => near.is_edge(1) || near.has(1, "者有的等由是與及和"),
        _ if near.has(-1, OF_WORKS) => true,
        _ => near.has(1, "有") && near.has(2, WRITTEN_WORKS) && !near.has(-1, VERBS),
    }
}

/// 陳小石著。: a name between marks, as it stands on a title page.
fn is_behind_author(near: Near<'_>) -> bool {
    let length = (1..=4_isize).take_while(|away| !near.is_edge(-away)).count().cast_signed();
    let is_name = near.get(-length).is_some_and(is_surname);
    matches!(length, 2 | 3) && is_name && !near.has(-1, VERBS) && near.is_edge(1)
}

/// 看著書, 看著作品: the particle, though 著書 and 著作 are words.
fn is_particle_before_word(near: Near<'_>) -> bool {
    let begins_other = near.has(1, "書") && !near.has(2, "立") || near.has(1, "作") && near.has(2, "品業文");
    begins_other && near.has(-1, VERBS)
}
