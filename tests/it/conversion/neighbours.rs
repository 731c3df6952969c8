//! Forms that stand or fall by what is beside them.

use super::{check, traditional};

#[track_caller]
fn each(pairs: &[(&str, &str)]) {
    for (body, expected) in pairs {
        assert_eq!(traditional("", body), *expected);
    }
}

#[test]
fn what_is_alike_is_no_elephant() {
    each(&[
        ("好象要下雨，他不象渔夫。", "好像要下雨，他不像漁夫。"),
        ("象我一样早起的人很少，水面象镜子一样平。", "像我一樣早起的人很少，水面像鏡子一樣平。"),
        ("大象一样高，气象万千，对象是谁，象征和平。", "大象一樣高，氣象萬千，對象是誰，象徵和平。"),
    ]);
}

#[test]
fn weeks_and_days_are_counted() {
    each(&[
        ("3周后交卷，第 2 周停课，孕12周。", "3週後交卷，第 2 週停課，孕12週。"),
        ("10周年，四周都是水，周老师来了。", "10週年，四周都是水，周老師來了。"),
        ("不周期性发作。", "不週期性發作。"),
        ("3天后送到，45 天后再来，天后宫在渡口。", "3天後送到，45 天後再來，天后宮在渡口。"),
    ]);
}

#[test]
fn what_is_counted_with_a_measure_word_between() {
    each(&[
        ("院里有只没有名字的猫。", "院裡有隻沒有名字的貓。"),
        ("大多只提供两顿饭，最多只让进三人，十多只羊。", "大多只提供兩頓飯，最多只讓進三人，十多隻羊。"),
        ("好歹，只眼前难过。", "好歹，只眼前難過。"),
    ]);
}

#[test]
fn what_is_inside_before_a_verb() {
    each(&[
        ("鸡舍里正在下蛋，课本里有答案。", "雞舍裡正在下蛋，課本裡有答案。"),
        ("洱海里有鱼，离岸 200 海里，三百海里外。", "洱海裡有魚，離岸 200 海里，三百海里外。"),
        ("往大里说，是全村的事。", "往大裡說，是全村的事。"),
    ]);
}

#[test]
fn a_word_of_two_norms_has_one_form_in_a_text() {
    each(&[("制定并发布规章，发布之后再发布。", "制定並發佈規章，發佈之後再發佈。")]);
}

#[test]
fn what_is_done_is_not_dry() {
    each(&[
        ("那几年干得太狠，这活是他干的，总得干点什么。", "那幾年幹得太狠，這活是他幹的，總得幹點什麼。"),
        ("饼干点心，晒干的鱼，头发干得快。", "餅乾點心，曬乾的魚，頭髮乾得快。"),
        ("检察干警到场，检察干部也来。", "檢察幹警到場，檢察幹部也來。"),
    ]);
}

#[test]
fn what_is_loose_is_no_pine() {
    each(&[("把肉拍松，螺丝有些松，管得较松，有些松树。", "把肉拍鬆，螺絲有些鬆，管得較鬆，有些松樹。")]);
}

#[test]
fn what_stands_beside_tells_single_words() {
    each(&[
        ("很赞，点赞，获赞无数，点个赞。", "很讚，點讚，獲讚無數，點個讚。"),
        ("赞助人很赞成，也很赞同，获赞助者两个赞助商。", "贊助人很贊成，也很贊同，獲贊助者兩個贊助商。"),
        ("梦回旧桥，气若游丝，侮辱游客。", "夢回舊橋，氣若游絲，侮辱遊客。"),
        ("汤面上浮着油花，汤面上桌，液面下降。", "湯面上浮著油花，湯麵上桌，液面下降。"),
        ("面粉40克意面两份。", "麵粉40克意麵兩份。"),
        ("把数据放到 VM 卷上，从逻辑卷上读。", "把數據放到 VM 卷上，從邏輯卷上讀。"),
        ("一并将账本送去。", "一併將賬本送去。"),
        ("众人称赞不已，赞叹再三，商务参赞他不认得。", "眾人稱讚不已，讚歎再三，商務參贊他不認得。"),
        (
            "债主可以向应收的人追讨，两国家俱有此法，敌人欲攻城。",
            "債主可以向應收的人追討，兩國家俱有此法，敵人欲攻城。",
        ),
        ("据了解，为了解决难题，他省略了解释，想了解更多。", "據瞭解，為了解決難題，他省略了解釋，想瞭解更多。"),
    ]);
}

#[test]
fn what_the_article_says_often_is_not_said_of_tables_and_water() {
    let body = "几个人坐着，几天后又来了几位。他伏几而睡。";
    each(&[(body, "幾個人坐著，幾天後又來了幾位。他伏几而睡。")]);
    let body = "冲洗干净，冲洗两次，冲洗之后再冲洗。她是冲这本书来的。";
    each(&[(body, "沖洗乾淨，沖洗兩次，沖洗之後再沖洗。她是衝這本書來的。")]);
}

#[test]
fn persons_who_begin_a_clause() {
    each(&[
        ("于小明，于海生，都是渡口的人。于海生说水退了。", "于小明，于海生，都是渡口的人。于海生說水退了。"),
        ("学者于省吾讲过。", "學者于省吾講過。"),
        ("于国家有利，于文明无损，于明日动身。", "於國家有利，於文明無損，於明日動身。"),
    ]);
}

#[test]
fn names_and_words_that_phrases_cut() {
    each(&[
        ("在当当网买书，旅游局局长来了。", "在當當網買書，旅遊局局長來了。"),
        ("开坛做法，蒙着面进来，娘儿两个。", "開壇做法，蒙著面進來，娘兒兩個。"),
    ]);
}

/// OpenCC has 锺 for it, as Simplified text has for 锺书 alone.
#[test]
fn a_calligrapher_is_written_as_other_bells_are() {
    check("鍾繇寫碑，松臺寺有遊絲。", "钟繇写碑，松台寺有游丝。");
}

/// Simplified text has 藉 for what lies about and for comfort; OpenCC keeps it wherever it knows no word with 借.
#[test]
fn what_serves_to_do_something_is_borrowed() {
    check(
        "僅藉船運，藉圖溫飽，憑藉，藉此；一片狼藉，慰藉，蘊藉。",
        "仅借船运，借图温饱，凭借，借此；一片狼藉，慰藉，蕴藉。",
    );
}
