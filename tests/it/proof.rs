//! The command `proof`: uncertain conversions are listed word by word, and a line of the glossary settles each.

use std::process::Command;

use jiaozhu::build::{DoubtfulWord, Proofed, proof};
use jiaozhu::script::DoubtKind;

use crate::typed::Site;

fn read(index: &str) -> Proofed {
    let site = Site::new(&[("qiao/index.md", index)]);
    let mut report = proof(site.root(), Some("qiao")).expect("the run is done");
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    report.articles.pop().expect("an article")
}

fn words(index: &str) -> Vec<String> {
    read(index).words.into_iter().map(|word| word.word).collect()
}

/// Each candidate's form, with `=` for what is printed and `o` for OpenCC's.
fn candidates(word: &DoubtfulWord) -> Vec<String> {
    let sign = |is: bool, sign: &'static str| if is { sign } else { "" };
    let one = word.candidates.iter();
    one.map(|one| format!("{}{}{}", one.form, sign(one.is_taken, "="), sign(one.is_opencc, "o"))).collect()
}

const HANS: &str = "---\nlang: zh-Hans\ntitle: 旧桥\n---\n\n桥头只有两只猫，那只能算是访客。\n\n水闸的门要人力推开，不知道里面有没有人。\n\n守闸人系上绳子，过了桥，那只能算是演习。\n";

#[test]
fn a_place_where_words_and_opencc_disagree_is_shown_with_its_line() {
    let found = read(HANS);
    let word = &found.words[0];
    assert_eq!((word.word.as_str(), word.kind), ("只能", DoubtKind::Disagreement));
    assert_eq!(candidates(word), ["只能=", "隻能o"]);
    let lines: Vec<usize> = word.places.iter().map(|place| place.line).collect();
    assert_eq!(lines, [6, 10]);
    assert_eq!((word.places[0].before.as_str(), word.places[0].after.as_str()), ("桥头只有两只猫，那", "算是访客。"));
    assert_eq!(word.glossary_line(&word.candidates[1]), "- {zh-Hans: 只能, zh-Hant: 隻能}");
}

#[test]
fn a_line_of_the_glossary_settles_a_word() {
    let before = words(HANS);
    assert!(before.contains(&"里面".to_owned()), "{before:?}");
    let settled = HANS.replace("title: 旧桥\n", "title: 旧桥\nglossary:\n  - {zh-Hans: 里面, zh-Hant: 裡面}\n");
    let after = words(&settled);
    assert!(!after.contains(&"里面".to_owned()), "{after:?}");
    assert_eq!(after.len() + 1, before.len());
    let fixed = words(&HANS.replace("里面", "-{里面}-"));
    assert_eq!(fixed, after, "a fixed form is no question");
}

#[test]
fn a_character_that_no_dictionary_has_a_word_for_is_shown() {
    let found = read("---\nlang: zh-Hans\ntitle: 旧桥\n---\n\n船上蒙布。\n");
    let word = found.words.first().expect("a word");
    assert_eq!((word.word.as_str(), word.kind), ("蒙布", DoubtKind::Alone));
    assert!(candidates(word).contains(&"矇布".to_owned()), "{:?}", candidates(word));
    let odds: Vec<Option<i32>> = word.candidates.iter().map(|one| one.odds).collect();
    assert!(odds[0] == Some(0) && odds.is_sorted(), "{odds:?}");
}

#[test]
fn towards_simplified_characters_that_some_words_keep_are_shown() {
    let found = read("# 舊橋\n\n草乾了，橋上的漆也乾淨。乾隆年間有人修過。\n\n碑文題「阿山著」。他看著碑。\n");
    let shown: Vec<(String, Vec<String>)> =
        found.words.iter().map(|word| (word.word.clone(), candidates(word))).collect();
    let expected = [("乾了", ["干了=o", "乾了"]), ("山著", ["山着=o", "山著"])];
    assert_eq!(shown, expected.map(|(word, forms)| (word.to_owned(), forms.map(str::to_owned).to_vec())));
}

#[test]
fn words_of_glossaries_that_stand_nowhere_are_named() {
    let index = "---\nlang: zh-Hant\nglossary:\n  - {keep: 乾隆}\n  - {keep: 康熙}\n---\n\n# 舊橋\n\n乾隆年間修過。\n";
    let site = Site::new(&[
        ("qiao/index.md", index),
        ("zha/index.md", "# 水閘\n\n矽谷沒有水閘。\n"),
        ("glossary.yaml", "- {zh-Hant: 矽谷, zh-Hans: 硅谷}\n- {zh-Hant: 軟體, zh-Hans: 软件}\n"),
    ]);
    let report = proof(site.root(), None).expect("the run is done");
    let own: Vec<(&str, &[String])> = report.articles.iter().map(|a| (a.path.as_str(), a.idle.as_slice())).collect();
    assert_eq!(own, [("content/qiao/index.md", ["康熙".to_owned()].as_slice()), ("content/zha/index.md", &[])]);
    assert_eq!(report.idle, ["軟體"]);
    assert_eq!(proof(site.root(), Some("zha")).expect("the run is done").idle, [""; 0], "one article is not the site");
}

/// Runs the program; returns its exit status and what it printed.
fn printed(site: &Site, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    let output = command.current_dir(site.root()).arg("proof").args(arguments).output().expect("it starts");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_list_is_printed_in_three_languages() {
    let index = "---\nlang: zh-Hans\ntitle: 旧桥\n---\n\n桥头只有两只猫，那只能算是访客。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let english = "\
content/qiao/index.md, to zh-Hant: 1 word uncertain at 1 place
  只能  OpenCC and the likeliest words disagree
        6        桥头只有两只猫，那【只能】算是访客。
    - {zh-Hans: 只能, zh-Hant: 只能}  # printed now, against OpenCC; likeliest
    - {zh-Hans: 只能, zh-Hant: 隻能}  # OpenCC; 99 times less likely
next: where a form is wrong, or to settle it, paste the line of the right one into `glossary:` of the front matter, or into content/glossary.yaml
";
    assert_eq!(printed(&site, &[]), (Some(0), english.to_owned()));
    let hant = "\
content/qiao/index.md，轉為 zh-Hant：1 處存疑，共 1 個詞
  只能  OpenCC 與最可能的詞不同
        6        桥头只有两只猫，那【只能】算是访客。
    - {zh-Hans: 只能, zh-Hant: 只能}  # 現在印的，與 OpenCC 不同；最可能
    - {zh-Hans: 只能, zh-Hant: 隻能}  # OpenCC；可能性是最可能者的 1/99
接著：寫法不對或要定下來時，把對的那一行貼到前置資料的 `glossary:`，或貼到 content/glossary.yaml
";
    assert_eq!(printed(&site, &["qiao", "--lang", "zh-Hant"]), (Some(0), hant.to_owned()));
    let (_, hans) = printed(&site, &["--lang", "zh-Hans"]);
    assert!(hans.contains("1 处存疑，共 1 个词") && hans.contains("zh-Hant: 隻能"), "{hans}");
}

#[test]
fn an_article_without_doubts_says_so_and_an_unreadable_one_is_an_error() {
    let site = Site::new(&[("qiao/index.md", "# 舊橋\n\n岸邊坐著三隻貓。\n")]);
    assert_eq!(printed(&site, &[]), (Some(0), "nothing is uncertain\n".to_owned()));
    site.write("qiao/index.md", "---\nlang: tlh\n---\n\n岸邊坐著三隻貓。\n");
    let report = proof(site.root(), None).expect("the run is done");
    assert_eq!((report.articles.len(), report.findings.is_empty()), (0, false));
    let unknown = proof(site.root(), Some("zha")).expect_err("no such article");
    assert_eq!(unknown.message, "the site has no article `zha`");
}
