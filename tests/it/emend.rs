//! The command `collate`: careless conversion is found, proposed as rules, and nothing that was decided is touched.

mod sound;

use jiaozhu::emend::{Collated, Request, emend};
use jiaozhu::model::Grade;

use crate::typed::{Site, check_said, program, stop};

fn run(site: &Site, accept_firm: bool) -> Collated {
    let request = Request { root: site.root(), slug: Some("qiao"), accept_firm };
    emend(&request).expect("the run is done").pop().expect("an article")
}

/// Reading, lemma, grade and number of places of each proposal.
fn proposed(collated: &Collated) -> Vec<(String, bool, usize)> {
    let rule = |rule: &jiaozhu::emend::Emendation| {
        (format!("{}→{}", rule.reading, rule.lemma), rule.grade == Grade::Firm, rule.n_places)
    };
    collated.proposed.iter().map(rule).collect()
}

fn owned(rules: &[(&str, bool, usize)]) -> Vec<(String, bool, usize)> {
    rules.iter().map(|(change, firm, n)| ((*change).to_owned(), *firm, *n)).collect()
}

const INDEX: &str = "# 舊橋\n\n河堤管理處麵臨經費不足的問題，供水係統也要更新。工程隻是剛開始，隻要天氣好就不會停。\n\n岸邊坐著三隻貓。工人中午吃牛肉麵，晚上到阿裏山去。廠裡用的是自製的磚，水利係統由縣府管理。\n";
const WITNESS: &str = "舊橋\n\n河堤管理處麵臨經費不足的問題，供水係統也要更新。工程隻是剛開始，隻要天氣好就不會停。\n\n岸邊坐著三隻貓。工人中午吃牛肉麵，晚上到阿裏山去。廠裡用的是自製的磚，水利係統由縣府管理。\n";

/// A text that the editor wrote has nothing to be collated with, unless it is named or has a record.
#[test]
fn an_article_without_a_witness_is_collated_only_when_it_is_named() {
    let site = Site::new(&[
        ("own/index.md", INDEX),
        ("qiao/index.md", INDEX),
        ("qiao/witness.txt", WITNESS),
        ("record/index.md", INDEX),
        ("record/collation.yaml", "rules: []\n"),
    ]);
    let (status, said) = program(&site, &["collate"]);
    assert_eq!(status, Some(0));
    let left_out = "left out, without a witness: 1 article; `jiaozhu collate SLUG` collates one all the same";
    assert!(said.iter().any(|line| line == left_out), "{said:#?}");
    check_said([&left_out.to_owned()]);
    let files = site.typed().into_keys();
    let records: Vec<String> = files.filter(|path| path.ends_with("collation.yaml")).collect();
    assert_eq!(records, ["qiao/collation.yaml", "record/collation.yaml"]);
    assert!(site.read("record/collation.yaml").contains("麵臨"));
    program(&site, &["collate", "own"]);
    assert!(site.read("own/collation.yaml").contains("麵臨"));
}

/// What is proposed for one paragraph below a heading.
fn proposed_for(text: &str) -> Vec<(String, bool, usize)> {
    proposed(&run(&Site::new(&[("qiao/index.md", &format!("# 橋\n\n{text}\n"))]), false))
}

#[test]
fn a_word_of_which_one_half_is_sure_is_mended_whole() {
    assert_eq!(proposed_for("請先復制這個檔案。"), owned(&[("復制→複製", true, 1)]));
}

#[test]
fn a_character_alone_is_never_firm_by_the_signature_of_the_article() {
    let careless = "工程麵臨困難，前麵的路麵要重鋪，後麵也是。中午他點了一大份麵，麵涼了才吃。";
    let found = proposed_for(careless);
    let firm: Vec<&str> = found.iter().filter(|(_, is_firm, _)| *is_firm).map(|(change, ..)| change.as_str()).collect();
    assert_eq!(firm, ["麵臨→面臨", "前麵→前面", "路麵→路面", "後麵→後面"], "{found:?}");
    let cantonese = "佢坐喺出麵，我企喺裡麵，前麵嗰個人冇帶遮。我叫咗一個餐蛋麵，佢話想要多啲麵。嗰啲咗。";
    let found = proposed_for(cantonese);
    assert!(found.iter().all(|(change, is_firm, _)| !(*is_firm && change.contains("蛋麵"))), "{found:?}");
}

/// The reason stands in the apparatus: 臺 is 台 in Simplified text, whichever the article writes.
#[test]
fn a_reason_names_the_simplified_spelling() {
    let site = Site::new(&[("qiao/index.md", "# 橋\n\n渡口的人怕臺風，臺風年年來，係統也壞了。\n")]);
    run(&site, false);
    let record = site.read("qiao/collation.yaml");
    assert!(record.contains("簡體作「台」的字，此處繁體多作「颱」"), "{record}");
}

/// Where the same wrong exchange is seen in words, it is asked about where no word tells: 鍾 in a text about bells.
#[test]
fn the_signature_of_the_article_asks_about_characters_alone() {
    let careless = "守橋的人每天敲響鍾聲，鍾樓上的銅鍾很重，鍾錶店也在旁邊。那口鍾裂了一道縫。";
    let found = proposed_for(careless);
    assert!(found.contains(&("鍾裂→鐘裂".to_owned(), false, 1)), "{found:?}");
}

#[test]
fn offices_behind_surnames_tell_them() {
    assert_eq!(
        proposed_for("渡口的範經理和餘律師都來了。"),
        owned(&[("範經理→范經理", true, 1), ("餘律師→余律師", true, 1)])
    );
    assert_eq!(proposed_for("渡口的里正收了糧，三百餘家都交齊，2300餘家還沒有。"), []);
}

#[test]
fn words_that_are_only_named_are_left_until_the_article_errs_alike() {
    let named = "校樣上常見「製度」和「係統」，也常見「麵對」；最容易錯的字是面、里、只、系、斗。";
    assert_eq!(proposed_for(named), []);
    let erring = format!("{named}渡口的製度沒有人懂。");
    assert_eq!(proposed_for(&erring), owned(&[("製度→制度", true, 2)]));
}

#[test]
fn what_no_text_writes_is_firm_though_neither_form_is_the_simplified_one() {
    assert_eq!(proposed_for("渡口的風吹亂了她的頭發。"), owned(&[("頭發→頭髮", true, 1)]));
    assert_eq!(proposed_for("渡口的事很復雜，說不清楚。"), owned(&[("復雜→複雜", true, 1)]));
}

/// Where careless conversion is found, regional forms are asked about only in an article that writes both.
#[test]
fn a_regional_form_is_asked_about_where_the_article_writes_both() {
    let careless = "渡口的係統已經更新，縣府也公布了。";
    assert_eq!(proposed_for(careless), owned(&[("係統→系統", true, 1)]));
    let both = format!("{careless}告示是昨天發佈的。");
    assert_eq!(proposed_for(&both), owned(&[("係統→系統", true, 1), ("公布→公佈", false, 1)]));
}

#[test]
fn what_regions_write_in_two_ways_does_not_hold_up_what_is_wrong() {
    let collated = run(&Site::new(&[("qiao/index.md", "# 橋\n\n縣府的訊息髮布了。\n")]), false);
    assert_eq!(proposed(&collated), owned(&[("髮布→發布", true, 1)]));
}

/// In the prose of law 係 is the copula, however carelessly its 係統 was converted.
#[test]
fn the_copula_is_no_firm_error_beside_words_that_are() {
    let index = "# 裁定\n\n本件係爭之供水係統，係由縣府管理。該係統係新設，係為防汛。\n\n水利係統係以防汛為先，與供水係統無關，亦係縣府所設。此舉係屬必要，其理由係在防汛。\n";
    let collated = run(&Site::new(&[("qiao/index.md", index)]), false);
    let firm: Vec<&str> =
        collated.proposed.iter().filter(|rule| rule.grade == Grade::Firm).map(|rule| rule.reading.as_str()).collect();
    assert_eq!(firm, ["係爭", "係統"]);
}

#[test]
fn a_typed_title_and_notes_are_searched_though_no_rule_holds_there() {
    let index = "---\ntitle: 麵臨關閉的水閘\n---\n\n水閘[^a]麵臨關閉。\n\n[^a]: 新的供水係統不用水閘。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let collated = run(&site, false);
    assert_eq!(proposed(&collated), owned(&[("麵臨→面臨", true, 1)]));
    let unreached = [(2, "麵臨", "面臨"), (7, "供水係統", "供水系統")];
    assert_eq!(collated.unreached, unreached.map(|(line, word, lemma)| (line, word.to_owned(), lemma.to_owned())));
}

#[test]
fn wrong_forms_are_proposed_and_right_ones_left() {
    let site = Site::new(&[("qiao/index.md", INDEX)]);
    let collated = run(&site, false);
    let rules = [
        ("麵臨→面臨", true, 1),
        ("係統→系統", true, 2),
        ("隻是→只是", true, 1),
        ("隻要→只要", true, 1),
        ("阿裏山→阿里山", true, 1),
    ];
    assert_eq!(proposed(&collated), owned(&rules));
    assert_eq!((collated.accepted.len(), collated.n_open), (0, 5));
    let (line, before, after) = &collated.proposed[1].context;
    assert_eq!((*line, before.as_str(), after.as_str()), (3, "麵臨經費不足的問題，供水", "也要更新。工程隻是剛開始"));
}

#[test]
fn a_second_run_changes_nothing() {
    let site = Site::new(&[("qiao/index.md", INDEX), ("qiao/witness.txt", WITNESS)]);
    run(&site, false);
    let typed = site.typed();
    let again = run(&site, false);
    assert_eq!(proposed(&again), []);
    assert_eq!(again.n_open, 5);
    assert_eq!(site.typed(), typed);
}

#[test]
fn what_is_firm_can_be_accepted_and_the_inverse_holds() {
    let site = Site::new(&[("qiao/index.md", INDEX), ("qiao/witness.txt", WITNESS)]);
    run(&site, false);
    let collated = run(&site, true);
    assert_eq!(collated.accepted, ["mian-lin", "xi-tong", "zhi-shi", "zhi-yao", "a-li-shan"]);
    assert_eq!(collated.n_open, 0);
    assert_eq!(site.codes(), Vec::<&str>::new());
    let page = std::fs::read_to_string(site.root().join("public/zh-hant/qiao/index.html")).expect("a page");
    assert!(page.contains("data-o=\"麵\">面</span>臨"), "{page}");
    assert!(page.contains("三隻貓") && page.contains("牛肉麵"), "{page}");
}

#[test]
fn a_reading_that_is_right_elsewhere_is_excepted_there() {
    let index = "# 舊橋\n\n他隻是路過，她也隻是來看看，大家隻是說說罷了。岸上的貓，這隻是公的。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let collated = run(&site, true);
    assert_eq!(proposed(&collated), owned(&[("隻是→只是", true, 3), ("隻是→只是", false, 1)]));
    let record = site.read("qiao/collation.yaml");
    assert!(record.contains("reading: 隻是\n    lemma: 只是"), "{record}");
    assert!(record.contains("    except:\n      - {prefix: \"這\", suffix: \"公\"}"), "{record}");
    assert_eq!(site.codes(), Vec::<&str>::new());
}

#[test]
fn decisions_are_neither_dropped_nor_rewritten() {
    let record = "# 已定\nrules:\n- id: face\n  reading: 麵臨\n  lemma: 面臨\n  status: rejected\n  reason: \"編者：照留\"\n- {id: sys, reading: 係統, lemma: 系統, grade: firm}\n- id: only\n  reading: 隻是\n  lemma: 只是\n  grade: firm\n\nomitted: []\n";
    let site = Site::new(&[("qiao/index.md", INDEX), ("qiao/collation.yaml", record)]);
    let collated = run(&site, true);
    assert_eq!(proposed(&collated), owned(&[("隻要→只要", true, 1), ("阿裏山→阿里山", true, 1)]));
    assert_eq!(collated.accepted, ["sys", "only", "zhi-yao", "a-li-shan"]);
    let new = site.read("qiao/collation.yaml");
    let expected = "- {id: sys, status: accepted, reading: 係統, lemma: 系統, grade: firm}\n- id: only\n  status: accepted\n  reading: 隻是\n  lemma: 只是\n  grade: firm\n- id: zhi-yao\n  reading: 隻要\n";
    assert!(
        new.starts_with("# 已定\nrules:\n- id: face\n  reading: 麵臨\n  lemma: 面臨\n  status: rejected\n"),
        "{new}"
    );
    assert!(new.contains(expected), "{new}");
    assert!(new.ends_with("\n\nomitted: []\n"), "{new}");
}

#[test]
fn named_protected_and_foreign_characters_are_left() {
    let index = "# 舊橋\n\n「麵」字誤作「面」字。程式碼`係統`照留，-{麵臨}-也照留。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    assert_eq!(proposed(&run(&site, false)), []);
}

#[test]
fn classical_and_cantonese_texts_are_left() {
    let classical = "# 記\n\n".to_owned()
        + &"溪上有亭，亭旁有松。翁居之，不問世事。客至則烹茶，客去則掩扉。或問其故，翁笑而不答。面山臨水，製琴一張，月出則鼓之。里人莫知其姓，皆曰谷中之隱者也。其心之樂，得乎山水之間，非人之所能與也。\n\n".repeat(5);
    let site = Site::new(&[("qiao/index.md", &classical)]);
    assert_eq!(proposed(&run(&site, false)), []);
    let cantonese = "# 傾偈\n\n".to_owned()
        + &"佢哋係我嘅同學，隻狗仔係阿媽養嘅，我唔係好鍾意佢。你係咪喺嗰度等緊車？呢度冇位坐嘅啲。\n\n".repeat(3);
    let site = Site::new(&[("qiao/index.md", &cantonese)]);
    assert_eq!(proposed(&run(&site, false)), []);
}

#[test]
fn the_copula_of_cantonese_is_what_stood_there() {
    let text = "佢哋係我嘅同學，我哋嘅關係好好。呢啲唔係攞嚟賣嘅，係我自己用嘅。星系同太陽系嘅嘢我唔識。\n\n";
    for slip in ["系", "繫"] {
        let careless = text.replace("哋係", &format!("哋{slip}")).replace("唔係", &format!("唔{slip}"));
        let index = format!("# 傾偈\n\n{}", careless.replace("，係", &format!("，{slip}")));
        let found = proposed(&run(&Site::new(&[("qiao/index.md", &index)]), false));
        let is_copula = |change: &str| {
            change.split_once('→').is_some_and(|(reading, lemma)| reading.replacen(slip, "係", 1) == lemma)
        };
        assert!(found.iter().all(|(change, is_firm, _)| is_copula(change) && !is_firm), "{found:?} in {index}");
        assert_eq!(found.iter().map(|(.., n_places)| n_places).sum::<usize>(), 3, "{found:?} in {index}");
    }
    // Who writes the copula means the department, and ties a lace.
    let sound = format!("# 傾偈\n\n{text}{text}呢個系嘅同學喺度繫鞋帶。\n");
    assert_eq!(proposed(&run(&Site::new(&[("qiao/index.md", &sound)]), false)), []);
}

/// 隻 is the measure word there, but where its rival makes a word it is asked about.
#[test]
fn what_cantonese_writes_is_doubted_where_its_rival_makes_a_word() {
    let careless = "佢哋隻要有嘢食就得，唔係嬲，隻係想有人聽。嗰隻狗仔，呢隻要畀人嘅，第二隻貓仔都係。";
    let expected = [("隻要有→只要有", false, 1), ("隻係→只係", false, 1)];
    assert_eq!(
        proposed(&run(&Site::new(&[("qiao/index.md", &format!("# 傾偈\n\n{careless}\n"))]), false)),
        owned(&expected)
    );
}

#[test]
fn a_record_that_cannot_be_added_to_stops_the_run() {
    let record = "rules: [{id: a, reading: 橋頭, lemma: 橋口}]\n";
    let site = Site::new(&[("qiao/index.md", INDEX), ("qiao/collation.yaml", record)]);
    let request = Request { root: site.root(), slug: Some("qiao"), accept_firm: false };
    let expected = "content/qiao/collation.yaml: cannot be added to; type each rule as lines, the first `  - id: …`";
    let (is_content, message) = stop(emend(&request));
    assert!(is_content && message.starts_with(expected), "{message}");
    assert_eq!(site.read("qiao/collation.yaml"), record);
}

#[test]
fn well_known_slips_are_proposed() {
    let index = "# 舊橋\n\n於此同時，工人再接再勵。雲雲眾生都走這座橋，新的演演算法也行，推演演算法卻難。\n\n「再接再勵」是錯的。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let rules = [
        ("於此同時→與此同時", false, 1),
        ("再接再勵→再接再厲", false, 1),
        ("雲雲眾生→芸芸眾生", false, 1),
        ("演演算法→演算法", false, 1),
    ];
    assert_eq!(proposed(&run(&site, false)), owned(&rules));
    let record = site.read("qiao/collation.yaml");
    assert!(record.contains("lemma: 再接再厲\n    kind: wording\n    grade: tentative\n"), "{record}");
    // A named slip and a word that only looks like one are right.
    assert!(record.contains("- {prefix: \"「\", suffix: \"」\"}"), "{record}");
    assert!(record.contains("- {prefix: \"推\", suffix: \"卻\"}"), "{record}");
    assert_eq!(site.codes(), Vec::<&str>::new());
}

#[test]
fn forms_of_rules_are_proposed_once() {
    let index = "# 舊橋\n\n橋很舊,水很清. 他說“明天 下雨”,我不信 - 他也不信。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let collated = run(&site, false);
    let ids: Vec<(&str, usize)> = collated.proposed.iter().map(|rule| (rule.id.as_str(), rule.n_places)).collect();
    assert_eq!(ids, [("fullwidth-punctuation", 3), ("corner-quotes", 2), ("dashes", 1), ("spacing", 4)]);
    let record = site.read("qiao/collation.yaml");
    let quotes = "  - id: corner-quotes\n    rule: corner-quotes\n    kind: punctuation\n    grade: tentative\n    status: proposed\n    reason: \"繁體中文的引號用「」『』。\"\n    resp: jiaozhu\n";
    assert!(record.contains(quotes), "{record}");
    assert_eq!(site.codes(), Vec::<&str>::new());
    site.write("qiao/collation.yaml", &record.replace("status: proposed", "status: accepted"));
    assert_eq!(proposed(&run(&site, false)), []);
    site.build();
    let page = std::fs::read_to_string(site.root().join("public/data/qiao/edition.json")).expect("data");
    assert!(page.contains("橋很舊，水很清。他說「明天下雨」，我不信——他也不信。"), "{page}");
}

/// Some pages put the pronunciation behind characters, against copying.
#[test]
fn pronunciations_behind_characters_are_one_rule() {
    let line = "舊橋對(duì)于村人很要緊(jǐn)，他們(men)會(huì)在節(jié)日過(guò)橋(三月)，個(gè)個(gè)歡(huān)喜(v2)。";
    let site = Site::new(&[("qiao/index.md", &format!("# 舊橋\n\n{line}\n")), ("qiao/collation.yaml", "rules: []\n")]);
    let collated = run(&site, false);
    let ids: Vec<(&str, usize)> = collated.proposed.iter().map(|rule| (rule.id.as_str(), rule.n_places)).collect();
    // The brackets that go are not made full-width, others are.
    assert_eq!(ids.get(ids.len() - 2..), Some([("pronunciations", 9), ("fullwidth-punctuation", 4)].as_slice()));
    let record = site.read("qiao/collation.yaml").replace("status: proposed", "status: accepted");
    site.write("qiao/collation.yaml", &record);
    assert_eq!(site.codes(), Vec::<&str>::new());
    site.build();
    let page = std::fs::read_to_string(site.root().join("public/data/qiao/edition.json")).expect("data");
    assert!(page.contains("舊橋對於村人很要緊，他們會在節日過橋（三月），個個歡喜（v2）。"), "{page}");
    // Who keeps them has full-width brackets around them.
    site.write(
        "qiao/collation.yaml",
        &record.replacen(
            "rule: pronunciations\n    kind: layout\n    grade: tentative\n    status: accepted",
            "rule: pronunciations\n    kind: layout\n    grade: tentative\n    status: rejected",
            1,
        ),
    );
    site.build();
    let page = std::fs::read_to_string(site.root().join("public/data/qiao/edition.json")).expect("data");
    assert!(page.contains("他們（men）會（huì）"), "{page}");
}

#[test]
fn few_pronunciations_are_the_authors() {
    for (text, n) in [
        ("橋（qiáo）、水（shuǐ）、木（mù）。", 0),
        ("橋（qiáo）、圓（yuán）。", 0),
        ("舊（jiù）橋（qiáo）圓（yuán）。", 1),
    ] {
        let index = format!("# 字音\n\n{text}\n");
        let site = Site::new(&[("qiao/index.md", &index), ("qiao/collation.yaml", "rules: []\n")]);
        assert_eq!(proposed(&run(&site, false)).len(), n, "{text}");
    }
}

#[test]
fn a_simplified_article_keeps_its_forms_and_quotation_marks() {
    let index =
        "---\nlang: zh-Hans\n---\n\n# 旧桥\n\n于此同时,他说“面临困难”。云云众生只是路过，这里发现了历史系统。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    assert_eq!(proposed(&run(&site, false)), owned(&[(",→，", false, 1)]));
}

#[test]
fn invisible_characters_and_doubles_are_proposed_by_their_codes() {
    let index = "# 舊橋\n\n橋\u{200B}頭的水\u{200B}很清，\u{202E}效\u{F9DB}很高，bridge\u{AD}head 不動。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let collated = run(&site, false);
    let rules = [("U+200B→∅", false, 2), ("U+202E→∅", false, 1), ("\u{F9DB}（U+F9DB）→率", false, 1)];
    assert_eq!(proposed(&collated).get(..3), Some(owned(&rules).as_slice()));
    let record = site.read("qiao/collation.yaml");
    assert!(
        record.contains("- id: invisible\n    reading: \"\\u200B\"\n    lemma: \"\"\n    kind: layout\n"),
        "{record}"
    );
    assert!(record.contains("reading: \"\\uF9DB\"\n    lemma: 率\n    kind: script\n"), "{record}");
    site.write("qiao/collation.yaml", &record.replace("status: proposed", "status: accepted"));
    assert_eq!(site.codes(), Vec::<&str>::new());
    let data = std::fs::read_to_string(site.root().join("public/data/qiao/edition.json")).expect("data");
    assert!(data.contains("橋頭的水很清，效率很高，bridge\u{AD}head不動。"), "{data}");
    let page = std::fs::read_to_string(site.root().join("public/zh-hant/qiao/index.html")).expect("a page");
    assert!(page.contains("data-o=\"U+200B\"></span>"), "what cannot be seen is shown by its code: {page}");
}
