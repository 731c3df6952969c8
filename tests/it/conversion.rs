//! Script conversion within markup: whole leaves, fixed forms, quotation marks, regions.

mod neighbours;
mod words;

use crate::fixtures::{Article, codes, edition, first_text};
use jiaozhu::config::Config;
use jiaozhu::model::Variant;
use jiaozhu::pipeline::article_html;

/// Checks the text of the other script's page for the first paragraph.
#[track_caller]
fn check(index: &str, expected: &str) {
    let scripted = edition(index);
    let own = scripted.annotated.edition.document.front.lang;
    let other = usize::from(own == scripted.variants[0]);
    assert_eq!(first_text(&scripted, other), expected, "in {index}");
}

fn hans(body: &str) -> String {
    format!("---\nlang: zh-Hans\n---\n{body}\n")
}

#[test]
fn phrases_do_not_break_at_markup() {
    for (body, expected) in [
        ("头**发**", "頭髮"),
        ("皇**后**驾到", "皇后駕到"),
        ("这是干*净*的水", "這是乾淨的水"),
        ("复**杂**问题", "複雜問題"),
        ("老**板**来了", "老闆來了"),
        ("联[系](https://example.org)我们", "聯繫我們"),
        ("头&#21457;", "頭髮"),
        ("头\n发", "頭髮"),
        ("理~~发~~店", "理髮店"),
        ("**后**来", "後來"),
        ("日<kbd>历</kbd>", "日曆"),
        ("**面**条", "麵條"),
        ("了*解*", "瞭解"),
        ("歌**曲**", "歌曲"),
    ] {
        check(&hans(body), expected);
    }
    let note = "\n\n[^1]: [源](https://example.org)";
    check(&hans(&format!("千里[^1]之行{note}")), "千里之行");
    check("乾**隆**年間", "乾隆年间");
    check("**乾**淨", "干净");
}

/// OpenCC takes 相并 for a word; 扮相 and 并不 are likelier by far.
#[test]
fn regression_forms_that_books_exchange_are_parted_as_words_are() {
    assert_eq!(traditional("", "扮相并不丑，仍可周旋。"), "扮相並不醜，仍可周旋。");
}

/// OpenCC writes 𠮶, which few fonts have and Simplified text does not write, and knows no 衞.
#[test]
fn characters_of_hong_kong_are_written_as_simplified_text_writes_them() {
    check("嗰啲係佢哋嘅書。", "嗰啲系佢哋嘅书。");
    check("衞生署的枱櫈，化粧枱，賸下的砲台，吿示。", "卫生署的台凳，化妆台，剩下的炮台，告示。");
    check("瞇着眼，啣煙斗，搥背，水菓，火燄，敍舊，堃、喆。", "眯着眼，衔烟斗，捶背，水果，火焰，叙旧，堃、喆。");
}

#[test]
fn characters_that_simplified_text_writes_in_two_ways() {
    for (body, expected) in [
        ("祇有神祇，祇因祇園在此。", "只有神祇，只因祇园在此。"),
        ("疏濬河道，王濬造船。", "疏浚河道，王濬造船。"),
        ("鍾馗的畫，鍾情，錢鍾書。", "钟馗的画，钟情，钱锺书。"),
        ("康雍乾三朝，乾嘉學風，乾淨。", "康雍乾三朝，乾嘉学风，干净。"),
        ("朱儁，儁秀；所獲甚夥，夥計。", "朱儁，俊秀；所获甚夥，伙计。"),
        ("妳的姪子養牠，劏魚，韮菜，汚水。", "你的侄子养它，劏鱼，韭菜，污水。"),
        ("位於倫敦，適用於單位，由於潛在風險，貫穿於其一生。", "位于伦敦，适用于单位，由于潜在风险，贯穿于其一生。"),
        ("於梨華寫樊於期，虎叫於菟。", "於梨华写樊於期，虎叫於菟。"),
        ("徵調民兵，象徵音樂，魏徵懂角徵羽。", "征调民兵，象征音乐，魏徵懂角徵羽。"),
        ("乾造、乾道；曬乾造紙，烘乾道具。", "乾造、乾道；晒干造纸，烘干道具。"),
        ("規畫家園，企畫案，刻畫；揹包，暱稱，保祐，懞懂。", "规划家园，企划案，刻画；背包，昵称，保佑，懵懂。"),
    ] {
        check(body, expected);
    }
}

#[test]
fn why_a_passage_was_left_out_is_said_in_each_script() {
    let scripted = Article {
        index: "---\nlang: zh-Hant\n---\n橋邊有鐘。\n",
        witness: Some("橋邊有鐘。（圖）"),
        collation: Some("omitted: [{exact: （圖）, reason: 圖說，「圖」字照舊}]\n"),
        ..Article::default()
    }
    .edition();
    let reason = scripted.annotated.edition.collation.omitted[0].reason_leaf.expect("a leaf");
    assert_eq!(String::from_iter(&scripted.texts[1][reason].text), "图说，「圖」字照旧");
}

#[test]
fn what_somebody_wrote_is_no_particle() {
    for (body, expected) in [
        ("林一泉編著，陳小石譯著。", "林一泉编著，陈小石译著。"),
        ("陳小石著。", "陈小石著。"),
        ("《溪鎮志》，林一泉著，溪鎮：河岸。", "《溪镇志》，林一泉著，溪镇：河岸。"),
        ("她著有《水路》三卷，另有專著、論著、原著。", "她著有《水路》三卷，另有专著、论著、原著。"),
        ("卓著，土著，由他所著。", "卓著，土著，由他所著。"),
        ("看著書，看著作品，笑著說，走著走著。", "看着书，看着作品，笑着说，走着走着。"),
        ("王五走著，牆上掛著有字的畫。", "王五走着，墙上挂着有字的画。"),
        ("他們討論著，她編著花籃，執著，附著。", "他们讨论着，她编着花篮，执着，附着。"),
    ] {
        check(body, expected);
    }
}

#[test]
fn addresses_code_and_attributes_stay() {
    let body = "[详情](https://example.org/文档/发布后台.html)，![图](图片/台湾地图_复制.png)，`grep 默认 信息.log`。\n\n```sh\necho 发布\n```";
    let scripted = edition(&hans(body));
    for v in 0..2 {
        let html = article_html(&scripted, v);
        for kept in
            ["https://example.org/文档/发布后台.html", "图片/台湾地图_复制.png", "grep 默认 信息.log", "echo 发布"]
        {
            assert!(html.contains(kept), "{kept} in {html}");
        }
    }
    assert!(article_html(&scripted, 0).contains("alt=\"圖\""));
    assert!(article_html(&scripted, 0).contains("<code><span lang=\"zh-Hans\">grep 默认 信息.log</span></code>"));
    assert!(article_html(&scripted, 0).contains("<pre tabindex=\"0\" id=\"p2\" lang=\"zh-Hans\">"));
}

#[test]
fn quotation_marks_go_with_the_script() {
    check("他說：「你讀過『論語』嗎？」", "他说：“你读过‘论语’吗？”");
    check(&hans("他说：“你读过‘论语’吗？”"), "他說：「你讀過『論語』嗎？」");
    check(&hans("他写道“The quick brown fox”，又说“好”。"), "他寫道“The quick brown fox”，又說「好」。");
    check(&hans("rock ’n’ roll，it’s，“是”"), "rock ’n’ roll，it’s，「是」");
}

#[test]
fn fixed_forms_stand() {
    check("把-{穀}-誤作谷", "把穀误作谷");
    check("用-{zh-hans:计算机; zh-hant:電腦}-寫", "用计算机写");
    check(r"寫作\-{甲}-", "写作-{甲}-");
    check("`-{穀}-`", "-{穀}-");
    let scripted = edition("把-{穀}-改回");
    assert!(article_html(&scripted, 1).contains("<span lang=\"zh-Hant\">穀</span>"));
    assert!(article_html(&scripted, 0).contains("把穀改回"));
}

#[test]
fn a_glossary_wins_over_conversion() {
    check("---\nglossary:\n  - {zh-Hant: 軟體, zh-Hans: 软件}\n  - {keep: 乾清宮}\n---\n軟體在乾清宮", "软件在乾清宮");
}

#[test]
fn regions_change_words_and_keep_marks() {
    let config = Config {
        variants: vec!["zh-Hant-TW".parse().expect("a tag"), "zh-Hans-CN".parse().expect("a tag")],
        ..Config::default()
    };
    let index =
        "---\nlang: zh-Hans-CN\n---\n我用[U盘存软件][^a]，还有**默认**值。\n\n[^a]: [源](https://example.org)\n";
    let scripted = Article { index, config, ..Article::default() }.edition();
    let html = article_html(&scripted, 0);
    assert!(html.contains("id=\"c-a\">隨身碟存軟體</span><sup>"), "{html}");
    assert!(html.contains("<strong>預設</strong>值"), "{html}");
}

#[test]
fn quoted_forms_that_become_one_are_reported() {
    assert_eq!(codes("「穀」誤作「谷」。"), ["JZ501"]);
    assert!(codes("「-{穀}-」誤作「-{谷}-」。").is_empty());
    assert_eq!(codes("---\nsummary: 「穀」誤作「谷」。\n---\n文"), ["JZ501"]);
}

#[test]
fn what_an_editor_says_of_the_text_has_no_part_in_its_script() {
    let collation = "rules:\n  - {id: a, reading: 舊喬, lemma: 舊橋, reason: 这里转换时写错了，应该还原为桥}\n";
    let article =
        Article { index: "---\nlang: zh-Hant\n---\n舊喬", collation: Some(collation), ..Article::default() };
    assert!(article.read().1.iter().all(|finding| finding.code != "JZ016"));
    assert!(codes("---\nlang: zh-Hant\n---\n这里转换时写错了，应该还原为桥").contains(&"JZ016"));
}

#[test]
fn the_variants_of_the_default_site() {
    assert_eq!(Config::default().variants, [Variant::HANT, Variant::HANS]);
}

/// Returns the Traditional text of a Simplified paragraph by the settings `conversion`.
#[track_caller]
fn traditional(conversion: &str, body: &str) -> String {
    let config = jiaozhu::config::read_config("jiaozhu.toml", &format!("title = \"\"\n[conversion]\n{conversion}\n"));
    let article = Article { index: &hans(body), config: config.expect("settings"), ..Article::default() };
    first_text(&article.edition(), 0)
}

#[test]
fn the_likeliest_words_are_heard_against_the_longest_match() {
    for (body, opencc, ours) in [
        ("门外只有两只猫，那只能算是访客。", "門外只有兩隻貓，那隻能算是訪客。", "門外只有兩隻貓，那只能算是訪客。"),
        ("他不知道里面有没有人。", "他不知道里面有沒有人。", "他不知道裡面有沒有人。"),
        ("看日出的人等着太阳升起。", "看日出的人等著太陽昇起。", "看日出的人等著太陽升起。"),
    ] {
        assert_eq!(traditional("segmentation = \"opencc\"", body), opencc);
        assert_eq!(traditional("segmentation = \"frequency\"", body), ours);
        assert_eq!(traditional("", body), ours, "the default");
    }
}

#[test]
fn what_words_decide_has_the_shape_of_the_page() {
    let body = "他不知道里面有没有人。";
    assert_eq!(traditional("traditional = \"hk\"", body), "他不知道裏面有沒有人。");
    assert_eq!(traditional("traditional = \"opencc\"", body), "他不知道裏面有沒有人。");
}

#[test]
fn fixed_forms_and_the_glossary_stand_against_likelier_words() {
    assert_eq!(traditional("", "他不知道-{里面}-有没有人。"), "他不知道里面有沒有人。");
    assert_eq!(traditional("", "他不知道`里面`有没有人。"), "他不知道里面有沒有人。");
    let index = "---\nlang: zh-Hans\nglossary:\n  - {zh-Hans: 里面, zh-Hant: 里邊}\n---\n他不知道里面有没有人。\n";
    assert_eq!(first_text(&edition(index), 0), "他不知道里邊有沒有人。");
    assert_eq!(traditional("", "他不知道**里**面有没有人。"), "他不知道裡面有沒有人。", "markup parts no word");
}

#[test]
fn a_form_that_is_typed_in_traditional_shape_stands() {
    assert_eq!(traditional("", "他很乾脆地说，乾隆年间的事不干我们的事。"), "他很乾脆地說，乾隆年間的事不干我們的事。");
}

#[test]
fn an_unknown_segmentation_is_told() {
    let found = jiaozhu::config::read_config("jiaozhu.toml", "title = \"\"\n[conversion]\nsegmentation = \"words\"\n");
    let found = found.expect_err("no such segmentation");
    let [found] = found.as_slice() else { panic!("one finding: {found:#?}") };
    assert_eq!(
        (found.message.as_str(), found.hint.as_deref()),
        ("unknown value `words`", Some("known here: frequency, opencc"))
    );
}

#[test]
fn regression_phrases_of_another_length_stand_at_their_place() {
    let variant = |tag: &str| tag.parse::<Variant>().expect("a variant");
    let config = Config { variants: vec![variant("zh-Hans-CN"), Variant::HANT], ..Config::default() };
    let index = "---\nlang: zh-Hant-TW\n---\n導演馬丁·史柯西斯來了\n";
    let scripted = Article { index, config, ..Article::default() }.edition();
    assert_eq!(first_text(&scripted, 0), "导演马丁·斯科塞斯来了");
}

/// Our own sentences; `cargo xtask bench-conversion` prints what comes of each genre.
#[test]
fn the_default_has_more_of_our_sentences_right_than_opencc() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conversion");
    let texts = crate::golden::files_below(&folder);
    let lines: Vec<(String, String)> = texts
        .into_iter()
        .filter(|(name, _)| name.ends_with(".tsv"))
        .flat_map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8").lines().map(str::to_owned).collect::<Vec<_>>())
        .map(|line| line.split_once('\t').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("two columns"))
        .collect();
    assert_eq!(lines.len(), 120);
    let right = |conversion: &str| {
        let is_right = |(hans, hant): &&(String, String)| traditional(conversion, hans) == **hant;
        lines.iter().filter(is_right).count()
    };
    let (opencc, ours) = (right("segmentation = \"opencc\""), right(""));
    assert!(ours >= opencc + 5, "{ours} of 120, OpenCC {opencc}");
}
