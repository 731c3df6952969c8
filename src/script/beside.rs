//! Words beside a character that tell its form, as they are typed, and what is counted, noted and named.

use super::frequency::Choice;
use super::near::Near;

/// What is typed, the form that it has, and the words in which it has it: `_` is the character, `-` where no Han character
/// stands.
const WORDS: [(char, char, &str); 23] = [
    // 密封|後; no 封后.
    (
        '后',
        '後',
        "电影_ 摄影_ 合影_ 投影_ 剪影_ 密封_ 开封_ 拆封_ 查封_ 解封_ 冰封_ 启封_ 尘封_ 父母_ 字母_ 养母_ 继母_ 伯母_ 完歌_ 首歌_ 唱歌_ 听歌_ \
         国歌_ 儿歌_",
    ),
    (
        '周',
        '周',
        "绕场一_ 绕城一_ 绕湖一_ 绕岛一_ 绕校一_ 绕园一_ 绕了一_ 绕行一_ 环岛一_ 环湖一_ 环城一_ 环球一_ 环视一_ 扫视一_ 地球一_ 转了一_ 全场一_",
    ),
    (
        '并',
        '併',
        "-_予叙明 -_予说明 -_予指明 -_予陈明 -_予驳回 -_此叙明 -_此说明 -_此指明 -下_称 款下_称 项下_称 条下_称 以下_称",
    ),
    ('系', '繫', "已_属 未_属 讼_属 _属中 _属法院 _属本院 _于是否 _于能否 _于有无"),
    (
        '须',
        '須',
        "队长_ 校长_ 家长_ 部长_ 院长_ 会长_ 市长_ 县长_ 区长_ 局长_ 厂长_ 班长_ 组长_ 团长_ 站长_ 所长_ 处长_ 科长_ 船长_ 机长_ 社长_ 首长_ \
         村长_ 乡长_ 镇长_ 省长_ 州长_ 馆长_ 师长_ 成长_ 增长_",
    ),
    ('须', '鬚', "缕长_ 绺长_ 根长_ 长_飘 长_拂 长_垂"),
    ('蒙', '蒙', "_在鼓"),
    ('发', '發', "不乱_ 别乱_ 要乱_ 能乱_ 再乱_ 胡乱_"),
    ('干', '乾', "_了一杯 _了这杯 _了这碗 _了那杯 _了此杯 _了杯 _一杯 酒_了"),
    ('挨', '挨', "_晚 大山_"),
    ('卷', '捲', "翻_着 翻_起 海翻_ 浪翻_ 云翻_ 沙翻_"),
    ('谷', '谷', "_里满"),
    ('里', '里', "（_）"),
    ('于', '於', "_吉林 _吉隆 _吉安 _吉布 _吉尔 _吉达 _吉塔"),
    ('姜', '薑', "片_- 块_- 葱_- 加_- 切_- 放_- 拍_- 蒜_- -_蒜 -_葱 -_末 -_丝 -_爆香 -_炒香 葱_蒜 葱_爆 蒜_爆"),
    ('冲', '沖', "_净 _干净 _凉 _掉 用水_ 水流_ -_咖啡 手_咖啡 _一杯 _了杯 _了一杯 _杯咖啡 _奶粉"),
    ('签', '簽', "_个字 _个名 _了字 _了名 _完字 _过字 _过名 _下名字 _下了名字 _上名字 _上大名"),
    ('斗', '斗', "_柜 _橱"),
    // 學院的系, not what is tied: 電影系|留學.
    ('系', '系', "_留学 _留校 _留任"),
    // A village has its name of the family that lives there.
    ('于', '于', "_家村 _家庄 _家沟 _家屯 _家店 _家湾 _家寨 _家岭 _家坡 _家堡 _家营 _家集"),
    // I, who write in the old style.
    ('余', '余', "-_谓 -_按 -_尝 -_窃 -_闻之 -_曰 -_观之 -_以为 -_不敏 以_观之 以_所见 以_所闻 以_度之"),
    ('只', '隻', "片言_语 _言片语"),
    ('面', '麵', "-_发好 把_发好 -_醒好 把_醒好 -_要醒 -_要揉 -_揉好 -_揉匀"),
];
/// What stands before 里 where something is in it, and a verb behind: 廚房里|正, 課本里|有.
const INSIDE: &str =
    "屋房家舍院室厅店厂校班课书本箱柜袋包盒锅碗杯瓶缸盘篮车船心眼脑手怀梦夜日年月村镇城园林山水河湖洞田地巷街子头谷";
/// What parts the names of a foreigner.
const DOTS: &str = "·‧•・";
/// What stands behind a name.
const TITLES: &str = "_教授 _先生 _女士 _博士 _总统 _总理 _将军 _上尉 _上校 _爵士 _大使 _主教 _夫人";
/// What 里 stands behind where it is inside, though a title follows: 這裡，市裡.
const PLACES: &str =
    "这那哪里队县市区乡府局部处站台会所馆场网楼寺庙嘴耳鼻口肚圈暗群堆雨风雾雪火光声影海湾港坛库窗门廊棚沟井厨";

/// The form that words beside the character tell.
pub(super) fn tell_by_words(choice: &Choice, near: Near<'_>) -> Option<char> {
    let mut of_typed = WORDS.iter().filter(|(typed, ..)| *typed == choice.typed);
    of_typed.find(|(.., words)| words.split_whitespace().any(|word| near.fits(word))).map(|(_, form, _)| *form)
}

/// 一齣戲, 演一齣; but 消息一出.
pub(super) fn is_play(near: Near<'_>) -> bool {
    let is_named = (1..=5).take_while(|away| !near.is_edge(*away)).any(|away| near.has(away, "戏剧折"));
    is_named || near.is_edge(1) && near.has(-2, "演唱看这那哪排了第")
}

/// 註：, 註8, 見註三, 編者註; but 注一杯酒.
pub(super) fn is_note(near: Near<'_>) -> bool {
    let is_numbered = near.is_behind_number(1) && (near.is_edge(2) || near.is_behind_number(2));
    let is_sent_to = near.is_edge(-1) || near.has(-1, "见同前");
    is_sent_to && (near.is_edge(1) || is_numbered) || near.has(-1, "者") && near.is_edge(1)
}

/// 一塊錶, 戴著錶; but 一塊表格.
pub(super) fn is_watch(near: Near<'_>) -> bool {
    let is_counted = near.has(-1, "块只") && (near.is_behind_number(-2) || near.has(-2, "这那戴"));
    let is_worn = near.has(-1, "戴") || near.has(-1, "着了") && near.has(-2, "戴");
    (is_counted || is_worn) && !near.has(1, "面格示达演现明白彰率层皮")
}

/// 廚房裡正忙, 課本裡有, 洱海裡; but 七里外, 英里, 200 海里, 里正.
pub(super) fn is_inside(near: Near<'_>) -> bool {
    let is_distance = near.is_behind_number(-2) || near.has(-2, "每以少上") || near.has(1, "数程");
    let is_in_sea = near.has(-1, "海") && !is_distance;
    let is_large = near.has(-1, "大小好坏") && near.has(-2, "往");
    is_in_sea || is_large || near.has(-1, INSIDE) && near.has(1, "正有亲交满") && !is_distance
}

/// 里 in the name of a foreigner: 卡里米, 馬里弗, 里夫‧何邦, 曼蘇里教授.
pub(super) fn is_name(choice: &Choice, near: Near<'_>) -> bool {
    let n_before = (1..=3).find(|n| near.is_edge(-n));
    let is_beside_dot = near.has(1, DOTS) || n_before.is_some_and(|n| near.has(-n, DOTS)) && !near.has(1, "的有面");
    let is_in_word =
        choice.forms.first().is_some_and(|best| best.form == '裡' && best.word.len() > 1 && !best.is_guess);
    let begins = near.get(-1).is_none_or(|c| "。，、；：！？“「".contains(c));
    let is_first = begins && !is_in_word && !near.is_edge(1) && !near.has(1, "外面头间应里边层子脊衣屋有的三");
    let is_titled = || {
        let is_title = TITLES.split_whitespace().any(|title| near.fits(title));
        is_title && !near.has(-1, INSIDE) && !near.has(-1, PLACES)
    };
    is_beside_dot || is_first || near.has(1, "弗茨兹蒂") || is_titled()
}
