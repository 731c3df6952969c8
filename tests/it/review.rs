//! The review of open rules: each decision is in `collation.yaml` at once, by its span, and can be taken back.

use jiaozhu::diag::Catalogue;
use jiaozhu::emend::{FORM, Request, Reviewed, emend, open_review};
use jiaozhu::review::{Key, Review};

use crate::desk::Desk;
use crate::typed::{Site, program};

const INDEX: &str = "# 舊橋\n\n供水係統要更新，新的**係統**由縣府管理。\n\n水利係統另有人管，工人中午吃牛肉麵。河堤管理處麵臨經費不足的問題。\n";
const RECORD: &str = "# 校勘\nrules:\n  - id: sys # 一\n    reading: 係統\n    lemma: 系統\n    grade: firm\n    status: proposed   # 待定\n    reason: '「係」字'\n  - {id: face, reading: 麵臨, lemma: 面臨}\n  - {id: gone, reading: 橋口, lemma: 橋頭, status: rejected}\n\nomitted: []\n";
const PATH: &str = "qiao/collation.yaml";

type Collating = Desk<Reviewed>;

impl Collating {
    fn new(record: &str) -> Self {
        Self::of(Site::new(&[("qiao/index.md", INDEX), (PATH, record)]))
    }

    fn of(site: Site) -> Self {
        let (record, questions) = open_review(site.root(), None).expect("a record that can be read");
        Self { site, record, review: Review::new(FORM, questions) }
    }

    /// Checks the record, with `old` in place of `new`.
    #[track_caller]
    fn check(&mut self, exchanged: &[(&str, &str)]) -> &mut Self {
        let expected = exchanged.iter().fold(RECORD.to_owned(), |text, (old, new)| text.replace(old, new));
        self.file(PATH, &expected)
    }
}

const ACCEPTED: (&str, &str) = ("status: proposed ", "status: accepted ");
const DOUBTFUL: (&str, &str) = ("{id: face,", "{id: face, status: doubtful,");

#[test]
fn each_decision_is_written_at_once_and_nothing_else() {
    let mut desk = Collating::new(RECORD);
    desk.says("question 1 of 2 · open: firm 1 · tentative 1").says("係統 → 系統").says("place 1 of 3");
    desk.says("> 3                                         供水【係統】要更新，新的係統由縣府管理。");
    desk.keys("y").check(&[ACCEPTED]).says("麵臨 → 面臨").says("open: tentative 1");
    desk.keys("d").check(&[ACCEPTED, DOUBTFUL]).says("That was the last question: 2 decided, 0 left open.");
    assert_eq!(desk.site.codes(), ["JZ604"], "the record is read as before; a rule of it held nowhere from the start");
}

#[test]
fn decisions_are_taken_back_to_the_first_byte_by_byte() {
    let mut desk = Collating::new(RECORD);
    desk.keys("jxe").press(Key::Backspace).keys("通").press(Key::Enter).says("係統 → 系通").says("place 2 of 2");
    let except = ("字'\n", "字'\n    except:\n      - {prefix: \"的\", suffix: \"由\"}\n");
    let lemma = ("lemma: 系統", "lemma: 系通");
    desk.check(&[except, lemma]).keys("nd").check(&[
        except,
        lemma,
        ("status: proposed ", "status: rejected "),
        DOUBTFUL,
    ]);
    desk.keys("u").check(&[except, lemma, ("status: proposed ", "status: rejected ")]).says("麵臨 → 面臨");
    desk.keys("u").check(&[except, lemma]).says("係統 → 系通");
    desk.keys("u").check(&[except]).keys("u").check(&[]).says("place 2 of 3");
    desk.keys("u").check(&[]).says("there is nothing to undo");
    desk.keys("y").check(&[ACCEPTED]);
}

#[test]
fn a_place_whose_neighbours_are_alike_gets_as_much_context_as_it_needs() {
    let index = "# 橋\n\n甲供水係統好，乙供水係統好，丙供水係統壞。\n\n供水係統好\n\n供水係統好\n";
    let site = Site::new(&[("qiao/index.md", index), (PATH, RECORD)]);
    let mut desk = Collating::of(site);
    desk.keys("jx").check(&[("字'\n", "字'\n    except:\n      - {prefix: \"乙供水\", suffix: \"好，丙\"}\n")]);
    desk.says("place 2 of 4").press(Key::End).keys("x");
    desk.says("what stands around this place stands around another one too: write its `except` by hand");
    desk.keys("kkx").says("place 2 of 3");
    let two = "字'\n    except:\n      - {prefix: \"乙供水\", suffix: \"好，丙\"}\n      - {prefix: \"水\", suffix: \"壞\"}\n";
    desk.check(&[("字'\n", two)]);
}

#[test]
fn what_was_typed_meanwhile_is_kept_and_read() {
    let mut desk = Collating::new(RECORD);
    let commented = RECORD.replace("# 校勘", "# 校勘，第二次\r\n# 更長的說明");
    desk.site.write(PATH, &commented);
    desk.keys("y");
    assert_eq!(desk.site.read(PATH), commented.replace("status: proposed ", "status: accepted "));
    desk.site.write(PATH, &desk.site.read(PATH).replace("lemma: 面臨", "lemma: 面對"));
    let typed = desk.site.read(PATH);
    desk.says("麵臨 → 面臨").keys("y").says("the files were changed meanwhile, and nothing was written: look again");
    assert_eq!(desk.site.read(PATH), typed);
    desk.says("麵臨 → 面對").keys("y");
    assert_eq!(desk.site.read(PATH), typed.replace("{id: face,", "{id: face, status: accepted,"));
    desk.keys("uu");
    assert_eq!(desk.site.read(PATH), commented.replace("lemma: 面臨", "lemma: 面對"));
}

#[test]
fn a_rule_changed_since_is_not_taken_back_over() {
    let mut desk = Collating::new(RECORD);
    desk.keys("yy");
    let typed = desk.site.read(PATH).replace("reason: '「係」字'", "reason: 係字");
    desk.site.write(PATH, &typed);
    desk.keys("uu").says("`sys` was changed in the file since, and stays as it is");
    assert_eq!(desk.site.read(PATH), typed.replace("face, status: accepted,", "face,"));
}

#[test]
fn a_record_that_cannot_be_read_any_more_waits_until_it_can() {
    let mut desk = Collating::new(RECORD);
    desk.site.write(PATH, "rules:\n  - id: sys\n   reading: [");
    let message = desk.keys("y").screen();
    assert!(message.contains("係統 → 系統") && message.contains("question 1 of 2"), "{message}");
    assert_eq!(desk.site.read(PATH), "rules:\n  - id: sys\n   reading: [");
    desk.site.write(PATH, RECORD);
    desk.keys("y").check(&[ACCEPTED]);
}

#[test]
fn a_lemma_equal_to_the_reading_is_refused() {
    let mut desk = Collating::new(RECORD);
    desk.keys("e").press(Key::Home).press(Key::Delete).keys("係").press(Key::Enter);
    desk.check(&[]).says("that is the reading: `n` rejects");
}

#[test]
fn rules_of_all_articles_are_asked_and_answered_in_their_files() {
    let site = Site::new(&[("qiao/index.md", INDEX), ("ting/index.md", INDEX)]);
    for slug in ["qiao", "ting"] {
        emend(&Request { root: site.root(), slug: Some(slug), accept_firm: false }).expect("the run is done");
    }
    let before = [site.read(PATH), site.read("ting/collation.yaml")];
    let (record, questions) = open_review(site.root(), None).expect("records that can be read");
    let mut desk = Desk { site, record, review: Review::new(FORM, questions) };
    desk.says("question 1 of 4").keys("ssn");
    assert_eq!(desk.site.read(PATH), before[0]);
    assert_eq!(desk.site.read("ting/collation.yaml"), before[1].replacen("proposed", "rejected", 1));
}

#[test]
fn without_a_terminal_nothing_is_asked_and_nothing_written() {
    let site = Site::new(&[("qiao/index.md", INDEX)]);
    let before = site.typed();
    let (status, said) = program(&site, &["collate", "--review"]);
    let expected = [
        "error: --review asks in a terminal, and there is none",
        "hint: run it in a terminal; elsewhere decide in collation.yaml: `status: accepted`, `rejected` or `doubtful`",
    ];
    assert_eq!((status, said), (Some(2), expected.map(str::to_owned).to_vec()));
    assert_eq!(site.typed(), before);
}

/// Whatever a screen says is in the catalogue, so that it can be read in Chinese.
#[test]
fn every_text_of_the_screen_is_there_in_chinese() {
    let chinese = Catalogue::chinese(str::to_owned);
    let missing = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let say = |english: &str| match chinese.text(english) {
        Some(text) => text,
        None => {
            missing.borrow_mut().insert(english.to_owned());
            english.to_owned()
        }
    };
    let mut desk = Collating::new(RECORD);
    let mut screens = String::new();
    let keys = ["", "z", "?", "?", "e", "x", "?", "j", "x", "x", "y", "x", "s", "u", "u", "u", "u"];
    for key in keys {
        desk.keys(key);
        screens += &desk.review.screen(100, 11, &say).to_texts().join("\n");
        if key == "e" {
            desk.press(Key::Backspace).press(Key::Backspace).press(Key::Enter);
            screens += &desk.review.screen(100, 24, &say).to_texts().join("\n");
            desk.press(Key::Escape);
        }
        screens += &desk.review.screen(100, 24, &say).to_texts().join("\n");
    }
    // A rule's reason is the editor's own.
    ["", "「係」字"].iter().for_each(|text| _ = missing.borrow_mut().remove(*text));
    assert_eq!(missing.into_inner(), std::collections::BTreeSet::new());
    for text in
        ["第 1 題，共 2 題", "確定 1", "y 採納", "第 1 處，共 3 處", "（此處見 1 至 ", "沒有可以收回的", "那是最後一題"]
    {
        assert!(screens.contains(text), "{text}: {screens}");
    }
    let said = [
        "the files were changed meanwhile, and nothing was written: look again",
        "what stands around this place stands around another one too: write its `except` by hand",
        "that is the reading: `n` rejects",
        "`sys` was changed in the file since, and stays as it is",
        "this rule is typed in a way that cannot be changed here",
        "the terminal cannot be used: gone",
        "what was decided before is recorded",
        "--review asks in a terminal, and there is none",
        "run it in a terminal; elsewhere decide in collation.yaml: `status: accepted`, `rejected` or `doubtful`",
        "decided: 3 accepted, 1 rejected, 0 doubtful; 15 left open",
        "choose the candidate of that number",
        "there is nothing to type here",
        "the reading stands nowhere in the text",
    ];
    said.iter().for_each(|text| assert!(chinese.text(text).is_some(), "{text}"));
}
