//! Where a phrase of OpenCC's lies across the edge of two words: 這|只有 is no 這隻|有, nor 聲明|了 a 聲|明瞭.
//!
//! Towards Traditional alone. Each character that such phrases have is looked at with its neighbours, as they are typed.

use super::frequency::Choice;
use crate::model::Leaf;

/// What stands before a measure word.
const NUMBERS: &str = "0123456789０１２３４５６７８９〇零一二两兩三四五六七八九十百千万萬亿半双单几数多余来";
/// What points at a thing or says how large it is, and stands before 只 too: 這只有, 很大隻.
const POINTING: &str = "这那哪每某此这該该大小整";
/// What 只 stands before, as only: verbs, and words of place and manner.
const ONLY: &str = "有是要能会會需可让讓给給想说說用允限应應该該支适適含在被对對按影占做供为為因由从從到看读讀写寫问問答听聽知懂认認记記留准许許肯敢得请請\
                    跟和与與于於以依据據接收发發送传傳输輸显顯增减減剩差怕管顾顧当當作喝吃住花买買卖賣做办辦讲講提谈談见見求靠凭憑出入进進开開关關升降返打\
                    去来來够夠须須求愿願希望等待负負包计計算取存放设設选選点點适適建改换換加保使令叫不没沒也都";
/// What is counted with 隻, by what its name begins with.
const COUNTED: &str = "猫貓狗犬鸡雞鸭鴨鹅鵝鸟鳥虎狮獅豹狼熊兔鼠羊猪豬牛马馬驴驢猴猿雀鹰鷹燕鸽鴿鸦鴉鹤鶴蝶蜂虫蟲蚁蟻蚊蝇蠅蛛鱼魚虾蝦蟹龟龜蛙蛇鲸鯨象鹿狐狸\
                       身言字老小大黑白灰黄黃红紅花野母公雌雄肥瘦胖死活病幼巨空破旧舊新手脚腳眼耳杯碗箱盒篮籃袋船鞋袜襪表錶戒镯鐲蝴蚂螞蜜麻乌烏可流迷受漂";
/// Animals, and what stands before one that is new to the text: 養了隻貓.
const ANIMALS: &str = "猫貓狗犬鸡雞鸭鴨鹅鵝鸟鳥虎狮獅狼熊兔鼠羊猪豬猴雀鹰鷹燕鸽鴿鸦鴉鹤鶴狐龟龜蛙蝴螃";
const TAKES: &str = "了着著过過像如是有抱买買养養捉抓捡撿逗";
/// What is counted so itself, before 只: 船只, 羊只.
const HEADS: &str = "船舰艦艇羊猪豬牛禽畜犬狗猫貓鸟鳥鸡雞";
/// What stands before 表 where it tells the time.
const WATCHES: &str = "手钟鐘腕怀懷挂掛名石";
/// What stands before 明 where 了 is a particle: 聲明了, 說明了.
const TO_STATE: &str = "声聲说說证證指表发發标標注註写寫阐闡查言点點申挑讲講文透";

/// Tells of the characters at the edges of words which form their own word has.
pub(super) fn tell_edges(leaves: &[&Leaf], choices: &mut [Choice]) {
    for choice in choices.iter_mut().filter(|choice| choice.told.is_none()) {
        let Some(leaf) = leaves.get(choice.leaf) else { continue };
        let near = Near { text: &leaf.text, at: choice.at };
        choice.told = match (choice.typed, choice.standing) {
            ('只', '隻') if !near.is_measure_word() => Some('只'),
            ('只', '只') if near.is_of_animal() => Some('隻'),
            ('了', '瞭') if !near.is_clear() => Some('了'),
            ('了', '了') if near.is_like_a_palm() => Some('瞭'),
            ('表', '錶') if near.has(1, "面") && !near.has(-1, WATCHES) => Some('表'),
            ('冲', '沖') if near.has(1, "突") => Some('衝'),
            _ => None,
        };
    }
}

/// A character and what is typed around it.
struct Near<'a> {
    text: &'a [char],
    at: usize,
}

impl Near<'_> {
    /// Whether the character so far away is one of `list`.
    fn has(&self, away: isize, list: &str) -> bool {
        let there = self.at.checked_add_signed(away).and_then(|at| self.text.get(at));
        there.is_some_and(|c| list.contains(*c))
    }

    /// 一隻, 這隻貓, 是隻老虎, 船隻停; but 這只有, 船只有, 是只含, 沒有只說.
    fn is_measure_word(&self) -> bool {
        // 這隻看不見的手.
        let is_unseen = self.has(1, "看") && self.has(2, "不");
        let is_pointed_at = self.has(-1, POINTING) && (is_unseen || !self.has(1, ONLY));
        let is_of_head = self.has(-1, HEADS) && !self.has(1, "有能要需是会會可");
        self.has(-1, NUMBERS) || is_pointed_at || is_of_head || self.has(1, COUNTED)
    }

    /// 養了隻貓, 像隻小鳥.
    fn is_of_animal(&self) -> bool {
        let is_animal = self.has(1, ANIMALS) || self.has(1, "小大老黑白花") && self.has(2, ANIMALS);
        self.has(-1, TAKES) && is_animal
    }

    /// 瞭解, 瞭望, 一目瞭然, 瞭然於心, 瞭如指掌, 簡單明瞭; but 介紹了如何, 聲明了.
    fn is_clear(&self) -> bool {
        let is_plain = self.has(-1, "明") && !self.has(-2, TO_STATE);
        let is_at_heart = self.has(1, "然") && (self.has(-1, "目") || self.has(2, "于於"));
        self.has(1, "解望哨") || is_at_heart || self.is_like_a_palm() || is_plain
    }

    fn is_like_a_palm(&self) -> bool {
        self.has(1, "如若") && self.has(2, "指") && self.has(3, "掌")
    }
}
