//! Forms of Traditional text that neighbours tell, as they are typed.
//!
//! 1. A phrase of OpenCC's can lie across the edge of two words: 這|只有 is no 這隻|有, nor 聲明|了 a 聲|明瞭 (`tell_modern`).
//! 2. Cantonese has 隻 behind particles of its own (`tell_cantonese`).
//! 3. 系 is the copula where the text has one (`find_copulas`).

use super::beside::{is_inside, is_name, is_note, is_play, is_watch, tell_by_words};
use super::frequency::{Choice, margin};
use super::near::{Clue, Near, before, behind};
use crate::model::{Form, Genre, Leaf, is_surname};

/// What stands between a number and its measure word: 十多隻, not 大多只.
const MORE: &str = "多余来";
/// What points at a thing or says how large it is, and stands before 只 too: 這只有, 很大隻.
const POINTING: &str = "这那哪每某此该大小整";
/// What 只 stands before, as only: verbs, and words of place and manner.
const ONLY: &str = "有是要能会需可让给想说用允限应该支适含在被对按影占做供为因由从到看读写问答听知懂认记留准许肯敢得请跟和与于以依据接收发送\
                    传输显增减剩差怕管顾当作喝吃住花买卖办讲提谈见求靠凭出入进开关升降返打去来够须愿希望等待负包计算取存放设选点建改换加保使\
                    令叫不没也都针";
/// What is counted with 隻, by what its name begins with.
const COUNTED: &str = "猫狗犬鸡鸭鹅鸟虎狮豹狼熊兔鼠羊猪牛马驴猴猿雀鹰燕鸽鸦鹤蝶蜂虫蚁蚊蝇蛛鱼虾蟹龟蛙蛇鲸象鹿狐狸身言字老小大黑白灰黄红花野母公\
                       雌雄肥瘦胖死活病幼巨空破旧新手脚眼耳杯碗箱盒篮袋船鞋袜表戒镯蝴蚂蜜麻乌可流迷受漂";
/// Animals, and what stands before one that is new to the text: 養了隻貓.
const ANIMALS: &str = "猫狗犬鸡鸭鹅鸟虎狮狼熊兔鼠羊猪猴雀鹰燕鸽鸦鹤狐龟蛙蝴螃蛾蛇";
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
/// What it is said of, and what stands behind it, in the prose of courts and news.
const SUBJECTS: &str = "主要_ 经查_ 双方_ 二人_ 两人_ 三人_ 嫌人_ 疑人_ 告人_ 该人_ 本人_ 此案_ 该案_ 案件_ 事件_ 事故_ 火灾_ 款项_ 男子_ 女子_";
const STATED: &str = "_伪作 _伪造 _伪托 _误传 _误写 _误认 _谣言 _虚构 _后人所 _后人伪 _后人附 _后人追 _前人所 _他人所 _他人代 _本人所 _本人亲";
/// The copula of Cantonese and of the law, which Simplified text writes 系.
const COPULA: char = '係';
/// How often prose has it in words (係指, 即係) before 系 alone is the copula too.
const COPULAS: usize = 3;
/// What stands before 係 where it is none: 關係, 干係.
const RELATED: &str = "关干";
/// Who does something, and what says that it is done: 我干的, 要干得好.
const DOERS: &str = "我你他她它们家人谁要该想能会敢肯爱都总年";
/// Surnames behind which 云 is a name: those that neither are books nor teachers who say something (史云, 孟云).
const NAMED_CLOUD: &str = "马赵陈李王张刘周吴徐孙朱胡郭何高林罗郑梁谢宋唐许韩冯邓彭萧田董潘蒋蔡杜叶程苏魏吕丁沈姚卢崔谭陆廖韦傅邹熊                           秦邱薛阎侯陶黎贺毛龚邵钱武戴莫汤";
/// What stands before 象 where it means to be like: 好象, 不象.
const LIKENS: &str = "好不很就都总更正挺却也极";
/// What begins the other part of a likeness: 象我, 象这样.
const LIKENED: &str = "我你他她它这那谁";
/// Elephants.
const ELEPHANTS: &str = "大小公母白幼野巨";

/// Forms that stand where a phrase of OpenCC's or the article has another, and what tells them: typed, standing, clues.
const CLUES: [(char, char, &[Clue]); 9] = [
    ('冲', '沖', &[behind("突", '衝')]),
    // 《…》卷上 is no 捲.
    ('卷', '捲', &[before("》〉", '卷')]),
    ('回', '迴', &[before("梦", '回')]),
    ('游', '遊', &[behind("丝", '游')]),
    ('游', '游', &[behind("客荡览", '遊')]),
    ('面', '麵', &[before("液", '面')]),
    ('赞', '贊', &[before("参", '贊'), before("称夸盛礼", '讚'), behind("叹扬美赏誉佩颂他她你我", '讚')]),
    // 可以向|應收賬款; no 嚮應.
    ('向', '嚮', &[behind("应", '向')]),
    ('家', '傢', &[before("国专", '家')]),
];

/// Tells the form of characters that are not told yet.
pub(super) fn tell(leaves: &[&Leaf], choices: &mut [Choice], genre: Genre) {
    let tell = match genre {
        Genre::Modern => tell_modern,
        Genre::Cantonese => tell_cantonese,
        Genre::Classical => return,
    };
    for choice in choices.iter_mut().filter(|choice| choice.told.is_none()) {
        if let Some(leaf) = leaves.get(choice.leaf) {
            let near = Near::new(&leaf.text, choice.at);
            choice.told = tell_by_words(choice, near).or_else(|| tell(choice, near));
        }
    }
    find_copulas(leaves, choices, genre);
}

fn tell_modern(choice: &Choice, near: Near<'_>) -> Option<char> {
    match (choice.typed, choice.standing) {
        ('只', '隻') if !is_measure_word(near) && !is_of_animal(near) => Some('只'),
        ('只', '只') if is_of_animal(near) || is_counted_in_figures(near) => Some('隻'),
        // 有三隻是白的; but 第三只是.
        ('只', '隻') if near.has(-1, "两三四五六七八九十") && near.has(-2, "有来了着剩共") => {
            Some('隻')
        }
        ('出', '齣') if !is_play(near) => Some('出'),
        ('了', '瞭') => Some(if is_clear(near) { '瞭' } else { '了' }),
        ('了', '了') if is_like_a_palm(near) => Some('瞭'),
        ('系', _) if is_predicate(choice, near) => Some(COPULA),
        // 經云：「…」; but 馬雲：「…」.
        ('云', _) if near.has(1, "：:") && near.has(2, "“「‘『") => {
            Some(if near.has(-1, NAMED_CLOUD) && near.is_edge(-2) { '雲' } else { '云' })
        }
        ('表', '錶') if near.has(1, "面") && !near.has(-1, WATCHES) => Some('表'),
        // 3 天后; but 天后宮.
        ('后', '后') if near.has(-1, "天") && near.is_behind_number(-2) => Some('後'),
        // 3周; but 3周年, and 四周 has two meanings.
        ('周', '周') if near.is_behind_figure(-1) && !near.has(1, "年岁围遭长天") => Some('週'),
        // 不週期; but 服務不周|期待.
        ('周', '周') if near.has(1, "期") && !(near.has(-1, "不") && near.has(2, "待望盼")) => Some('週'),
        // 一併, whatever goes before verbs.
        ('并', _) if near.has(-1, "一") && !near.has(-2, "之唯第统万同十百任单专") => Some('併'),
        // 40克意麵 is no 剋意.
        ('克', '剋') if near.is_behind_number(-1) => Some('克'),
        // LVM 卷上.
        ('卷', '捲') if is_volume(near) => Some('卷'),
        ('干', '乾' | '幹') if is_work(choice, near) => Some('幹'),
        ('里', _) if is_name(choice, near) => Some('里'),
        ('里', '里') if is_inside(near) => Some('裡'),
        ('注', '注') if is_note(near) => Some('註'),
        ('表', '表') if !begins_word(choice) && is_watch(near) => Some('錶'),
        ('制', '制') if is_home_made(near) => Some('製'),
        ('准', '準') if is_forbidden(near) => Some('准'),
        ('喂', _) if is_fed(near) => Some('餵'),
        ('象', '象') if is_likeness(choice, near) => Some('像'),
        ('松', '松') if !begins_word(choice) && near.has(-1, "较很太些偏拍") => Some('鬆'),
        ('赞', '贊') if !begins_word(choice) && is_liked(near) => Some('讚'),
        // 人慾橫流, but not 眾人欲燒.
        ('欲', '慾') if near.has(-1, "人") && !near.has(1, "横望之") && !near.is_edge(1) => Some('欲'),
        // 湯麵上桌, but on the face of the soup.
        ('面', '麵') if near.has(-1, "汤水油") && near.has(1, "上") && near.has(2, "浮漂飘撒结泛凝") => {
            Some('面')
        }
        (typed, standing) => {
            let of_both = CLUES.iter().find(|(a, b, _)| (*a, *b) == (typed, standing));
            of_both.and_then(|(.., clues)| near.tell(clues))
        }
    }
}

/// Whether the likeliest word goes on behind the character: 有些|松樹, 很|贊成.
fn begins_word(choice: &Choice) -> bool {
    choice.forms.first().is_some_and(|best| best.word.end > choice.at + 1)
}

/// 隻 alone behind what points at something or particles of verbs, and where words say so (隻錶); 單只 is an adverb.
fn tell_cantonese(choice: &Choice, near: Near<'_>) -> Option<char> {
    match choice.typed {
        // 呢係爭幾多; 系爭 is the law's.
        '系' if near.has(1, "争") => return Some(COPULA),
        // Behind a clause it calls: 行啦喂.
        '喂' if is_fed(near) && !near.is_edge(1) => return Some('餵'),
        _ => {}
    }
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
    let is_counted = near.is_behind_number(-1) || near.has(-1, MORE) && near.is_behind_number(-2);
    // A clause begins with 隻身, with other things only if they are counted.
    let is_thing = near.has(1, if near.is_edge(-1) { "身言字手" } else { COUNTED });
    is_counted || is_pointed_at || is_of_head || is_thing
}

/// 養了隻貓, 像隻小鳥, 有隻沒有名字的貓, 像是隻撲火的飛蛾.
fn is_of_animal(near: Near<'_>) -> bool {
    let is_animal =
        |away: isize| near.has(away, ANIMALS) || near.has(away, "小大老黑白花飞") && near.has(away + 1, ANIMALS);
    let is_described =
        || (2..=8).take_while(|away| !near.is_edge(*away)).any(|n| near.has(n, "的") && is_animal(n + 1));
    let may_be_described = near.has(-1, "有像") || near.fits("像是_");
    near.has(-1, TAKES) && (is_animal(1) || may_be_described && is_described())
}

/// 蝦 5 隻, 3隻猴子, 12隻股票; but 3只是, 第3只有.
fn is_counted_in_figures(near: Near<'_>) -> bool {
    let is_thing = near.is_edge(1) || near.has(1, "和与及股债基") || near.has(1, COUNTED) && !near.has(1, ONLY);
    near.is_behind_figure(-1) && is_thing
}

/// 瞭解, 瞭望, 一目瞭然, 瞭然於心, 瞭如指掌, 簡單明瞭; but 介紹了如何, 聲明了.
fn is_clear(near: Near<'_>) -> bool {
    let is_plain = near.has(-1, "明") && !near.has(-2, TO_STATE);
    let is_at_heart = near.has(1, "然") && (near.has(-1, "目") || near.has(2, "于"));
    let is_known = near.has(1, "解") && !near.has(2, "决释放除散困闷开雇答");
    is_known || near.has(1, "望哨") || is_at_heart || is_like_a_palm(near) || is_plain
}

fn is_like_a_palm(near: Near<'_>) -> bool {
    near.has(1, "如若") && near.has(2, "指") && near.has(3, "掌")
}

/// 系 alone that begins a clause is the copula of formal prose (，系该会会员), as a faculty has its name before it; and 亦系, 死者系, 林某系,
/// but 某系 is a faculty.
fn is_predicate(choice: &Choice, near: Near<'_>) -> bool {
    let is_behind_subject = near.has(-1, "，；。）”」》")
        || near.has(-1, "原亦虽乃皆俱均者额款")
        || near.has(-1, "某") && near.get(-2).is_some_and(is_surname)
        || [SUBJECTS, STATED].iter().any(|words| words.split_whitespace().any(|word| near.fits(word)));
    let is_open = choice.is_alone() || choice.forms.first().is_some_and(|best| best.form == COPULA);
    is_open && is_behind_subject && !near.is_edge(1) && !near.has(1, NO_PREDICATE)
}

/// 很讚, 點個讚.
fn is_liked(near: Near<'_>) -> bool {
    near.has(-1, "很超真太获狂") || near.has(-1, "个") && near.has(-2, "点按")
}

/// 自製武器, 自製的麵包; but 自制力, 不能自制地.
fn is_home_made(near: Near<'_>) -> bool {
    let is_of_will = near.has(-2, "能难法可会得够以持懂知") || near.has(1, "力心地而和与是就也都才要很较更最以使");
    let is_of_person = near.has(1, "的之") && near.has(2, "人力能态心行精修");
    near.has(-1, "自") && !near.is_edge(1) && !is_of_will && !is_of_person
}

/// 不准離開, 否准; but 說不準, 不準確, 不準用之.
fn is_forbidden(near: Near<'_>) -> bool {
    let is_exact = near.has(1, "确时了的备头星点") || near.has(-2, "说拿看猜测对瞄打得听掐算把踩摸记定校量报射投吃");
    let is_applied = near.fits("_用之");
    near.has(-1, "不") && !near.is_edge(1) && !is_exact && !is_applied || near.has(-1, "否") || near.has(1, "否")
}

/// 去餵狗, 餵餵小貓; but 喂，你好.
fn is_fed(near: Near<'_>) -> bool {
    let before = if near.has(-1, "喂") { -2 } else { -1 };
    let next = if near.has(1, "喂") { 2 } else { 1 };
    let is_call = near.has(before, "喂声的") || near.fits("_了一声") || near.fits("_了声") || near.fits("_的一声");
    let is_hungry = near.has(next, ANIMALS) || near.has(next, "小") && near.has(next + 1, ANIMALS);
    !near.is_edge(before) && !is_call || near.is_edge(before) && (is_hungry || near.has(next, "孩宝婴奶饭药食牛马鱼"))
}

/// A volume of a disk, which has its name or kind before it: 邏輯卷上, LVM 卷上.
fn is_volume(near: Near<'_>) -> bool {
    let is_named = near.get(-1).is_some_and(|c| c == ' ' || c.is_ascii_alphanumeric());
    is_named || near.has(-1, "辑理") && near.has(-2, "逻物")
}

/// 幹什麼, 幹得好, 他幹的; but 餅乾點心, 曬乾的, 頭髮乾得快.
fn is_work(choice: &Choice, near: Near<'_>) -> bool {
    let begins = choice.forms.first().is_none_or(|best| best.word.start == choice.at);
    let is_behind_doer = near.has(1, "的得") && near.has(-1, DOERS);
    let is_well = near.has(1, "得") && near.has(2, "热漂出好");
    let is_hard = near.has(1, "重") && near.has(2, "活");
    let is_thing = near.has(1, "什啥嘛吗完活") || near.has(1, "点") && !near.has(2, "心缀");
    begins && (is_thing || is_behind_doer || is_well || is_hard)
}

/// 好像, 像我一樣; but 大象一樣, 對象.
fn is_likeness(choice: &Choice, near: Near<'_>) -> bool {
    let is_like = |away: isize| {
        near.has(away, "一") && near.has(away + 1, "样般") || near.has(away, "似") && near.has(away + 1, "的")
    };
    let is_as = || (2..=10).take_while(|away| !near.is_edge(*away)).any(is_like);
    let is_alone = choice.is_alone() && !near.has(-1, ELEPHANTS);
    let is_in_looks = near.has(-1, "得") && near.has(-2, "长显变装");
    is_in_looks || near.has(-1, LIKENS) && !near.has(1, "征牙棋形") || is_alone && (near.has(1, LIKENED) || is_as())
}

/// Gives 系 the form of the copula in Cantonese, and in prose that has it: the law's (係指, 係由). Words may want another.
fn find_copulas(leaves: &[&Leaf], choices: &mut [Choice], genre: Genre) {
    let Some(margin) = margin(genre) else { return };
    let is_copula = |choice: &&Choice| {
        let is_related =
            || leaves.get(choice.leaf).is_some_and(|leaf| Near::new(&leaf.text, choice.at).has(-1, RELATED));
        let best = choice.forms.first().filter(|best| best.form == COPULA && best.word.len() > 1);
        choice.told == Some(COPULA) || best.is_some_and(|best| best.word.start == choice.at || !is_related())
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
