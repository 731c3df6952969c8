//! Which sentences are said to be checkable and without a note (`JZ210`).

use crate::fixtures::Article;
use jiaozhu::diag::{Diagnostic, Severity};

/// What makes an article one that is being sourced.
const NOTE: &str = "\n\n水很清。[^shui]\n\n[^shui]: 見[水志](https://example.org/shui)。\n";

fn findings(lang: &str, index: &str) -> Vec<Diagnostic> {
    let index = format!("---\ntitle: 舊橋\nlang: {lang}\n---\n\n{index}");
    let (scripted, findings) = Article { index: &index, ..Article::default() }.read();
    assert!(scripted.is_some(), "{findings:#?}");
    findings.into_iter().filter(|finding| finding.code == "JZ210").collect()
}

/// Checks the words that the findings in `body` name, a string a finding.
#[track_caller]
fn check_in(lang: &str, body: &str, expected: &[&str]) {
    let named: Vec<String> = findings(lang, &format!("{body}{NOTE}"))
        .iter()
        .map(|finding| finding.message.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(named, expected, "in {body}");
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    check_in("zh-Hant", body, expected);
}

#[track_caller]
fn check_hans(body: &str, expected: &[&str]) {
    check_in("zh-Hans", body, expected);
}

#[test]
fn years_with_round_noughts_and_the_ticking_of_clocks() {
    check("橋在二○二三年八月停用。", &["二○二三年八月"]);
    check("鐘錶的滴答聲傳得很遠。", &[]);
}

/// The note of what is announced answers for both.
#[test]
fn regression_a_colon_announces_what_carries_the_note() {
    check("據《鎮志》記載：", &[]);
    check("據《鎮志》記載：\n\n橋很長。", &["據"]);
    check("橋很長。據《鎮志》記載。", &["據"]);
}

#[test]
fn numbers_with_units_measure() {
    check("橋長 30 丈。", &["30 丈"]);
    check("橋長三十丈，寬二丈。", &["三十丈"]);
    check("修橋用了1,000萬元。", &["1,000萬元"]);
    check("修橋用了四億二千萬元，合 US$50。", &["四億二千萬元 US$50"]);
    check("修橋用了一點二億元。", &["一點二億元"]);
    check("人流少了三成，車流少了12.5％。", &["三成 12.5％"]);
    check("石料有百分之三是舊的，三分之一要換。", &["百分之三 三分之一"]);
    check("橋上走過三千人，死了五人。", &["三千人 五人"]);
    check("來了數百人，近千人，上百輛車。", &["數百人 千人 百輛"]);
    check_hans("桥长三十丈，用了两万余件石料。", &["三十丈 两万余件"]);
    check_hans("人流少了三成，修桥用了几美元。", &["三成 几美元"]);
}

#[test]
fn dates_are_numbers_too() {
    check("橋建於一九三六年三月。", &["一九三六年三月"]);
    check("橋在11月14日通車。", &["11月14日"]);
    check("橋在 2025-11-14 通車。", &["2025-11-14"]);
    check("設計者（1902–1968）住在城東。", &["1902–1968"]);
    check("嘉祐三年立石，元末橋毀。", &["三年 元末"]);
    check("一年內就修好了。", &["一年"]);
    check_hans("桥在去年重修，两年后通车。", &["去年 两年"]);
    check_hans("这一年雨多，过了两年又旱。", &[]);
}

#[test]
fn numbers_that_measure_nothing() {
    check("第三章第一節說橋，見第 2 段。", &[]);
    check("第三年的第 12 天，第三百人。", &[]);
    check("我有三個理由，兩個人也說不完。", &[]);
    check("這是二元對立，一度如此，十分可惜。", &[]);
    check("百年大計，千里之外，萬人空巷。", &[]);
    check("用的是 GPT-4 和 Qwen2.5-32B。", &[]);
    check("PostgreSQL 16 支援這種寫法，Windows 11 本機就能用，Vue 3 元件也能用。", &[]);
    check("它比 SQLite 快 3 成；Firefox 2004 年問世，GDP 5 億元。", &["3 成 2004 年 5 億元"]);
    check("《一九三六年的舊橋》（1936）寫得好。", &[]);
    check("代碼 `30 丈` 與-{三十丈}-不算。", &[]);
    check("見 https://example.org/2025-11-14/30%E5%B9%B4 一頁。", &[]);
    check("1. 水很清。\n2. 樹很老。", &[]);
    check_hans("我有三个理由，两三个人也说不完。", &[]);
}

#[test]
fn superlatives_and_firsts() {
    check("這是全城最大的橋，也是唯一的石橋。", &["最大 唯一"]);
    check("石橋首次露出水面，史上從未有過。", &["首次 史上 從未"]);
    check("這是城裡的第一座橋，全部用石。", &["第一座 全部"]);
    check_hans("这是全城最长的桥，首个用石的桥，史无前例。", &["最长 首个 史无前例"]);
    check("這是第二大的橋，第 45 任縣令所建。", &["第二大 第 45 任"]);
    check("最好的橋，最重要的是心，最後要走。", &[]);
    check("我第一次過橋，我從未見過。第一個例子是橋。", &[]);
    check_hans("我从未见过，全部的原因在此。", &[]);
}

#[test]
fn words_of_the_other_script_are_not_looked_for() {
    check_hans("這是首個石橋，最長。", &[]);
    check("这是首个石桥，最长。", &[]);
}

#[test]
fn speech_is_quoted() {
    check("他說：「橋要塌了。」", &["說"]);
    check("「橋要塌了，」她說，水很急。", &["說"]);
    check("「橋要塌了。」他說。", &["說"]);
    check("人們把它稱為「石龍」。老人把它稱為「石龍」。", &["稱為"]);
    check("翁曰：「魚不來。」", &["曰"]);
    check_hans("他说：“桥要塌了。”", &["说"]);
    check("我說：「橋要塌了。」可以說「橋」是路。", &[]);
    check("所謂「能力」，他一句也不說。小說裡寫「橋」。", &[]);
}

#[test]
fn named_persons_speak() {
    check("王守仁說橋要修。", &["說"]);
    check("工程師陳志豪坦言，橋要修，並警告居民小心。", &["坦言 警告"]);
    check("住在橋頭的李桂英說，水很急。", &["說"]);
    check("Brian Chesky 公開表示要修橋。", &["表示"]);
    check("《縣志》的報導沒有細節。據《縣志》，橋很老。", &["報導", "據"]);
    check_hans("发言人刘敏说，桥要修。工务局指出，水很急。", &["说", "指出"]);
    check("有人說橋要修，大家都說好。小說、傳說和學說。", &[]);
    check("我們必須指出，社會必須承認，這表示橋要修。", &[]);
}

#[test]
fn acts_need_a_proper_name() {
    check("OpenAI 發布了新模型。", &["發布"]);
    check("公司推出了新橋。如果它要推出 App。", &[]);
}

#[test]
fn verdicts_and_votes_are_told_of_bodies_and_bills() {
    check("最高法院判決被告有罪。", &["判決"]);
    check("法院駁回他的上訴。他的上訴遭駁回。", &["駁回", "駁回"]);
    check("國會昨夜以一票之差通過預算案。", &["通過"]);
    check("預算案在國會獲得通過，修正案被否決。", &["通過 否決"]);
    check("他被判處死刑。後來他獲判無罪。", &["被判處", "獲判"]);
    check("縣議會否決了修橋的預算。政府批准修橋。", &["否決", "批准"]);
    check_hans("最高法院判决被告有罪。法院驳回他的上诉。", &["判决", "驳回"]);
    check_hans("国会通过预算案。他被判处死刑。", &["通过", "被判处"]);
}

#[test]
fn no_verdict_and_no_vote() {
    check("他通過走廊，通過了考試，答案通過老師改好。", &[]);
    check("「駁回」是法律用語。書上的「法院駁回」四字，意思是不收。駁回上訴是法院的事。", &[]);
    check("老師駁回他的請求，我們通過了這個提案。", &[]);
    check("如果國會通過預算案，就修橋。可以向法院起訴。法院可以判決無罪。", &[]);
    check("法院的判決書在桌上。國會議員通過走廊。國會應通過法律途徑解決。", &[]);
    check("他被判斷有罪，球被判定出界。", &[]);
    check_hans("如果国会通过预算案，就修桥。通过走廊，驳回是什么意思？", &[]);
}

#[test]
fn honours_have_names() {
    check("他獲得諾貝爾文學獎。她奪得金牌，當選市長。", &["獲得", "奪得 當選"]);
    check("此橋榮獲肯定。教育部頒給她一枚勳章。", &["榮獲", "頒給"]);
    check_hans("他获得诺贝尔文学奖。她当选市长。", &["获得", "当选"]);
    check("他獲得老師的獎勵，得過很多獎，獲得一個獎，贏得掌聲，當選班長。", &[]);
    check("我獲得諾貝爾文學獎。他想獲得諾貝爾文學獎，如何獲得諾貝爾獎？", &[]);
    check("獲得諾貝爾獎是他的願望。", &[]);
}

#[test]
fn superlatives_hold_for_a_region() {
    check("貝加爾湖是世界上最深的湖。這裡全國最潮濕。", &["最深", "最潮濕"]);
    check_hans("贝加尔湖是世界上最深的湖，也是亚洲最清澈的湖。", &["最深 最清澈"]);
    check("這是最深的感情。他最愛喝茶。最好帶傘。", &[]);
    check("她是世界上最好的媽媽，也是世界上最漂亮的人。世界上他最恨的是雨。", &[]);
    check("這是天下最苦的差事。在全國最忙的季節，他回到全村最安靜的地方。", &[]);
    check("我是全世界最深情的人。我覺得亞洲最潮濕。", &[]);
    check_hans("最好带伞。他最爱喝茶。她是世界上最美的妈妈。", &[]);
}

#[test]
fn degrees_of_a_scale_measure() {
    check("氣溫降到零下五度。", &["零下五度"]);
    check("水燒到攝氏八度，氣溫是 5℃，城在北緯五度。", &["攝氏八度 5℃ 北緯五度"]);
    check("水溫回升到八度。", &["八度"]);
    check("他三度來訪，一度失望。氣溫一度失常？零下幾度，誰也不知道。", &[]);
    check_hans("气温降到零下五度。", &["零下五度"]);
}

#[test]
fn authorities_without_a_name_hold_opinions() {
    check("專家認為橋要修。有學者主張拆橋。", &["認為", "主張"]);
    check("研究顯示，橋會塌。最新調查結果表明，橋很老。", &["顯示", "表明"]);
    check("業內人士指出，石料不足。外界普遍認為橋要塌。", &["指出", "認為"]);
    check("OpenAI 認為橋要修。李桂英認為橋要修。", &["認為", "認為"]);
    check_hans("专家认为桥要修。研究显示，桥会塌。", &["认为", "显示"]);
    check("我認為橋要修，我相信他。他認為橋要修。很多人認為不必。", &[]);
    check("專家門診在二樓，研究的是橋。在銀行的路上他認為會下雨。", &[]);
    check("畫面顯示橋在左邊，數據顯示在下面。Firefox 顯示這個字。", &[]);
    check("他調查發現門沒鎖。我發現橋要塌。可以認為橋要修。", &[]);
    check_hans("我认为桥要修。专家门诊在二楼。", &[]);
}

#[test]
fn a_note_in_or_behind_the_sentence_is_enough() {
    check("橋長三十丈[^shui]。", &[]);
    check("橋長三十丈。[^shui]", &[]);
    check("橋長三十丈。 [^shui]", &[]);
    check("[橋長三十丈。寬十二丈。][^shui]", &[]);
    check("橋長三十丈。水很清。[^shui]", &["三十丈"]);
    check("水很清。[^shui]橋長三十丈。", &["三十丈"]);
    check("他說：「橋長三十丈。水很急。」[^shui]", &[]);
    check("「橋長三十丈。」[^shui]他說。", &[]);
    check("「橋長三十丈。」他說。[^shui]", &[]);
    check("橋長三十丈。[^mei-you]", &[]);
    check(r"橋長三十丈。\[^mei-you]", &["三十丈"]);
}

#[test]
fn one_finding_a_sentence() {
    check("橋長三十丈，寬三十丈，高三十丈。", &["三十丈"]);
    check(
        "橋長三十丈，寬四十丈，高五十丈，深六十丈，用石七千塊，用工八千人。",
        &["三十丈 四十丈 五十丈 六十丈 七千塊"],
    );
    check("橋長三十丈。\n\n- 寬十二丈。\n\n> 高十三丈。", &["三十丈", "十二丈", "十三丈"]);
}

#[test]
fn headings_tables_and_pages_are_passed_over() {
    check("## 三十丈", &[]);
    check("| 長 | 寬 |\n|---|---|\n| 30 丈 | 12 丈 |", &[]);
    check("```\n三十丈\n```", &[]);
    assert_eq!(findings("zh-Hant\nkind: page", &format!("橋長三十丈。{NOTE}")), []);
}

#[test]
fn an_article_without_notes_is_not_being_sourced() {
    assert_eq!(findings("zh-Hant", "橋長三十丈。"), []);
    assert_eq!(findings("zh-Hant", "橋長三十丈。\n\n[^shui]: 沒有人用的註。"), []);
    assert_eq!(findings("zh-Hant", "橋長三十丈。水很清。[^shui]\n\n[^shui]: 編者所見，沒有來源。"), []);
}

#[test]
fn the_finding_points_at_the_first_trigger() {
    let index = format!("水很清，橋長三十丈，首次重修。{NOTE}");
    let found = findings("zh-Hant", &index);
    let [finding] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(finding.severity, Severity::Info);
    assert_eq!(finding.message, "the sentence can be checked and carries no note: `三十丈`, `首次`");
    assert_eq!(
        finding.hint.as_deref(),
        Some("type `[…][^label]` around the claim and a line `[^label]: …`; if it is opinion, leave it as it is")
    );
    let place = finding.place.as_ref().expect("a place");
    let text = format!("---\ntitle: 舊橋\nlang: zh-Hant\n---\n\n{index}");
    assert_eq!(text.get(place.span.clone()), Some("三十丈"));
}
