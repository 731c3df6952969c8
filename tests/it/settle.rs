//! The review of doubtful words: each answer is a line of a glossary at once, and can be taken back.

use jiaozhu::build::{PROOF_FORM, SETTLED, Settling, open_settling};
use jiaozhu::diag::Catalogue;
use jiaozhu::review::{Key, Review};

use crate::desk::Desk;
use crate::typed::{Site, program};

const INDEX: &str = "---\nlang: zh-Hans\ntitle: 旧桥\n---\n\n桥头只有两只猫，那只能算是访客。\n\n教练在桥头蒙布。\n\n守闸人过了桥，那只能算是演习。\n";
const PATH: &str = "qiao/index.md";

/// A review of the uncertain words of a site.
fn desk(files: &[(&str, &str)], is_shared: bool) -> Desk<Settling> {
    let site = Site::new(files);
    let (record, questions) = open_settling(site.root(), None, is_shared).expect("a site that can be read");
    Desk { site, record, review: Review::new(PROOF_FORM, questions) }
}

/// Types `text` in place of what stands in the field.
fn retype(desk: &mut Desk<Settling>, text: &str) {
    desk.keys("e");
    for _ in 0..40 {
        desk.press(Key::Backspace);
    }
    desk.press(Key::Paste(text.to_owned())).press(Key::Enter);
}

/// The article with these lines in its glossary.
fn with(lines: &str) -> String {
    INDEX.replace("旧桥\n", &format!("旧桥\nglossary:\n{lines}"))
}

const ONLY: &str = "  - {zh-Hans: 只能, zh-Hant: 只能}\n";
const COVER: &str = "  - {zh-Hans: 蒙布, zh-Hant: 矇布}\n";

#[test]
fn each_answer_is_a_line_of_the_glossary_and_is_taken_back() {
    let mut review = desk(&[(PATH, INDEX)], false);
    review.says("只能 → 只能").says("question 1 of 2 · open: disputed 1 · unknown 1").says("place 1 of 2");
    review.says("1 只能   printed now, against OpenCC; likeliest").says("2 隻能   OpenCC;");
    review.keys("y").file(PATH, &with(ONLY)).says("蒙布 → ");
    let n = (1..=9).find(|n| review.screen().contains(&format!("{n} 矇布"))).expect("the form is a candidate");
    review.keys(&n.to_string()).file(PATH, &with(&format!("{ONLY}{COVER}")));
    review.says("That was the last question: 2 decided, 0 left open.");
    assert_eq!(review.review.count(Some(SETTLED)), 2);
    review.keys("u").file(PATH, &with(ONLY)).says("蒙布 → ").keys("u").file(PATH, INDEX).says("只能 → 只能");
    review.keys("u").says("there is nothing to undo").keys("2");
    review.file(PATH, &with("  - {zh-Hans: 只能, zh-Hant: 隻能}\n"));
}

#[test]
fn a_longer_word_settles_some_places() {
    let mut review = desk(&[(PATH, INDEX)], false);
    retype(&mut review, "那只能算是访 = 那隻能算是訪");
    let longer = "  - {zh-Hans: 那只能算是访, zh-Hant: 那隻能算是訪}\n";
    review.file(PATH, &with(longer)).says("只能 → 只能").says("place 1 of 1");
    retype(&mut review, "只能");
    review.says("type it as `word = form`");
    retype(&mut review, "只好 = 只好");
    review.says("such a line would settle nothing here, and nothing was written").file(PATH, &with(longer));
    review.keys("y").file(PATH, &with(&format!("{longer}{ONLY}")));
}

#[test]
fn what_was_typed_meanwhile_is_kept_and_read() {
    let mut review = desk(&[(PATH, INDEX)], false);
    let typed = INDEX.replace("教练在", "有人说教练在").replace('\n', "\r\n");
    review.site.write(PATH, &typed);
    review
        .keys("y")
        .file(PATH, &typed.replace("旧桥\r\n", "旧桥\r\nglossary:\r\n  - {zh-Hans: 只能, zh-Hant: 只能}\r\n"));
    review.says("有人说教练在桥头【蒙布】");
    let typed = review.site.read(PATH).replace("蒙布", "蒙面");
    review.site.write(PATH, &typed);
    review.keys("y").file(PATH, &typed);
    review.keys("u").says("content/qiao/index.md was changed since, and stays as it is").file(PATH, &typed);
}

#[test]
fn a_text_without_front_matter_gets_one() {
    let mut review = desk(&[(PATH, "# 舊橋\n\n草乾了。\n")], false);
    review.keys("2").file(PATH, "---\nglossary:\n  - {zh-Hant: 乾了, zh-Hans: 乾了}\n---\n\n# 舊橋\n\n草乾了。\n");
    review.keys("u").file(PATH, "# 舊橋\n\n草乾了。\n");
    let brackets = "---\nlang: zh-Hant\nglossary: [{keep: 康熙}]\n---\n\n# 舊橋\n\n草乾了。\n";
    let mut review = desk(&[(PATH, brackets)], false);
    review.keys("y").says("the glossary is typed between brackets").file(PATH, brackets);
}

#[test]
fn a_glossary_of_groups_gets_rules_of_its_own() {
    let shared = ("glossary.yaml", "groups:\n  dynasty:\n    rules:\n      - {keep: 乾隆}\n");
    let index = |rules: &str| {
        format!("---\nglossary:\n  groups: [dynasty]\n{rules}lang: zh-Hant\n---\n\n# 舊橋\n\n草乾了。乾隆時修。\n")
    };
    let line = "    - {zh-Hant: 乾了, zh-Hans: 乾了}\n";
    let mut review = desk(&[(PATH, &index("")), shared], false);
    review.keys("2").file(PATH, &index(&format!("  rules:\n{line}"))).keys("u").file(PATH, &index(""));
    let typed = "  rules:\n    - {keep: 康熙}\n";
    let mut review = desk(&[(PATH, &index(typed)), shared], false);
    review.keys("2").file(PATH, &index(&format!("{typed}{line}")));
    let mut review = desk(&[(PATH, "# 舊橋\n\n草乾了。\n"), shared], true);
    review.keys("2").file("glossary.yaml", &format!("{}rules:\n{}", shared.1, &line[2..]));
}

#[test]
fn a_line_for_all_articles_settles_the_word_in_each() {
    let other = "# 水閘\n\n草乾了，草乾了。\n";
    let files = [(PATH, "# 舊橋\n\n草乾了。\n"), ("zha/index.md", other)];
    let mut review = desk(&files, true);
    review.says("question 1 of 2").keys("1").file("glossary.yaml", "- {zh-Hant: 乾了, zh-Hans: 干了}\n");
    review.says("That was the last question: 2 decided, 0 left open.");
    review.keys("u").file("glossary.yaml", "[]\n").says("open: unknown 2").keys("2");
    review.file("glossary.yaml", "- {zh-Hant: 乾了, zh-Hans: 乾了}\n").file("zha/index.md", other);
    let mut review = desk(&[("glossary.yaml", "# 共用\n  - {keep: 乾隆}\n"), files[0]], true);
    review.keys("y").file("glossary.yaml", "# 共用\n  - {keep: 乾隆}\n  - {zh-Hant: 乾了, zh-Hans: 干了}\n");
}

#[test]
fn the_screen_speaks_chinese() {
    let review = desk(&[(PATH, INDEX)], false);
    let texts = Catalogue::chinese(str::to_owned);
    let say =
        |english: &str| texts.text(english).unwrap_or_else(|| if english.is_empty() { "" } else { "〇" }.to_owned());
    let screen = review.review.screen(80, 24, &say).to_texts().join("\n");
    for text in ["兩說", "OpenCC 與最可能的詞不同", "1 只能   現在印的，與 OpenCC 不同；最可能", "y 照現在印的"]
    {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    assert!(!screen.contains('〇'), "a text is not there in Chinese: {screen}");
}

#[test]
fn without_a_terminal_it_says_where_to_settle_words() {
    let site = Site::new(&[(PATH, INDEX)]);
    let (status, said) = program(&site, &["proof", "--review"]);
    assert_eq!(status, Some(2));
    let hint = "hint: run it in a terminal; elsewhere run `jiaozhu proof` and paste its lines into a glossary";
    assert_eq!(said, ["error: --review asks in a terminal, and there is none", hint]);
}
