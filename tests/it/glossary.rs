//! Glossaries and house style: which rule holds where, and what stands on the page.

use jiaozhu::build::{Request, proof, run};
use jiaozhu::config::{Config, read_config};
use jiaozhu::model::{RuleOrigin, Variant};
use jiaozhu::parse::read_shared_glossary;

use crate::fixtures::{Article, first_text};
use crate::golden::{check_translated, write};
use crate::typed::Site;

/// An article with a shared glossary, on a site of these variants.
struct Case<'a> {
    index: &'a str,
    shared: &'a str,
    variants: &'a [&'a str],
    conversion: &'a str,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self { index: "", shared: "", variants: &["zh-Hant", "zh-Hans"], conversion: "" }
    }
}

impl Case<'_> {
    fn article(&self) -> Article<'_> {
        let config = read_config("jiaozhu.toml", &format!("title = \"\"\n[conversion]\n{}\n", self.conversion));
        let variants = self.variants.iter().map(|tag| tag.parse::<Variant>().expect("a variant")).collect();
        let config = Config { variants, ..config.expect("settings") };
        let (glossary, findings) = read_shared_glossary("content/glossary.yaml", self.shared, config.lang);
        assert!(findings.is_empty(), "{findings:#?}");
        Article { index: self.index, glossary, config, ..Article::default() }
    }

    /// Checks the first paragraph in each variant.
    #[track_caller]
    fn check(&self, expected: &[&str]) {
        let scripted = self.article().edition();
        let texts: Vec<String> = (0..self.variants.len()).map(|v| first_text(&scripted, v)).collect();
        assert_eq!(texts, expected);
    }
}

const HANS: &str = "---\nlang: zh-Hans\n---\n硬盘里的程序。\n";
const REGIONS: [&str; 4] = ["zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK"];

#[test]
fn a_word_of_a_region_touches_no_variant_without_it() {
    let case =
        Case {
            index: HANS, shared: "- {zh-Hans: 硬盘, zh-Hant-TW: 硬碟}\n", variants: &REGIONS, ..Case::default()
        };
    case.check(&["硬盤裡的程序。", "硬盘里的程序。", "硬碟裡的程序。", "硬盤裏的程序。"]);
}

#[test]
fn a_region_has_the_word_of_its_script_where_it_has_none_of_its_own() {
    let shared = "- {zh-Hans: 程序, zh-Hant: 程式, zh-Hant-HK: 軟件}\n";
    let case = Case { index: HANS, shared, variants: &REGIONS, ..Case::default() };
    case.check(&["硬盤裡的程式。", "硬盘里的程序。", "硬盤裡的程式。", "硬盤裏的軟件。"]);
}

#[test]
fn where_a_rule_says_nothing_of_a_variant_the_next_one_is_heard() {
    let index = "---\nlang: zh-Hans\nglossary:\n  - {zh-Hans: 程序, zh-Hant-TW: 程式}\n---\n硬盘里的程序。\n";
    let case = Case { index, shared: "- {zh-Hans: 程序, zh-Hant: 工序}\n", variants: &REGIONS, ..Case::default() };
    case.check(&["硬盤裡的工序。", "硬盘里的程序。", "硬盤裡的程式。", "硬盤裏的工序。"]);
}

#[test]
fn a_two_way_rule_holds_in_articles_of_either_script_and_a_one_way_rule_where_it_is_written() {
    let shared = "- {zh-Hant: 軟體, zh-Hans: 软件}\n- {from: 程序, zh-Hant: 程式}\n";
    let hans = "---\nlang: zh-Hans\n---\n软件的程序。\n";
    Case { index: hans, shared, ..Case::default() }.check(&["軟體的程式。", "软件的程序。"]);
    // 程式 stays what conversion makes of it: the rule leads away from 程序 alone.
    let hant = "軟體的程式，水閘的程序。\n";
    Case { index: hant, shared, ..Case::default() }.check(&["軟體的程式，水閘的程序。", "软件的程式，水闸的程序。"]);
}

#[test]
fn the_article_wins_over_its_groups_and_these_over_the_site() {
    let shared = "rules:\n  - {zh-Hant: 甲字, zh-Hans: 站字}\n  - {zh-Hant: 乙字, zh-Hans: 站字}\n  - {zh-Hant: 丙字, zh-Hans: 站字}\n\
                  groups:\n  zu:\n    rules:\n      - {zh-Hant: 甲字, zh-Hans: 组字}\n      - {zh-Hant: 乙字, zh-Hans: 组字}\n\
                  \x20 bie:\n    rules:\n      - {zh-Hant: 丙字, zh-Hans: 别字}\n      - {zh-Hant: 乙字, zh-Hans: 别字}\n";
    let index = "---\nglossary:\n  groups: [zu]\n  rules:\n    - {zh-Hant: 甲字, zh-Hans: 文字}\n---\n甲字乙字丙字\n";
    Case { index, shared, ..Case::default() }.check(&["甲字乙字丙字", "文字组字站字"]);
    let both = index.replace("[zu]", "[zu, bie]");
    Case { index: &both, shared, ..Case::default() }.check(&["甲字乙字丙字", "文字组字别字"]);
}

#[test]
fn kept_words_may_be_a_list() {
    let index = "---\nglossary:\n  - keep: [乾清宮, 後來]\n---\n後來在乾清宮後\n";
    Case { index, ..Case::default() }.check(&["後來在乾清宮後", "後來在乾清宮后"]);
}

#[test]
fn rules_that_had_their_say_are_told_with_their_reasons() {
    let shared = "rules:\n  - {zh-Hant: 軟體, zh-Hans: 软件, reason: 「軟體」兩地不同}\n  - {zh-Hant: 山水, zh-Hans: 山水}\n  - {keep: 沒有}\n";
    let scripted = Case { index: "軟體與山水。\n", shared, ..Case::default() }.article().edition();
    let told: Vec<(&str, Option<&str>, &str)> = scripted
        .glossary
        .iter()
        .map(|one| (one.word.as_str(), one.forms[1].as_deref(), one.reasons[1].as_str()))
        .collect();
    assert_eq!(told, [("軟體", Some("软件"), "“软体”两地不同"), ("山水", None, "")]);
    assert!(scripted.glossary.iter().all(|one| one.forms[0].is_none() && one.origin == RuleOrigin::Site));
}

#[test]
fn house_style_holds_on_converted_pages_under_what_has_a_form_of_its_own() {
    let index = "---\nlang: zh-Hans\nglossary:\n  - {zh-Hans: 家里, zh-Hant: 家裡}\n---\n家里、水里、-{裡}-、`裡`，台湾台州，为了群众。\n";
    let case = |conversion| Case { index, conversion, ..Case::default() };
    let hans = "家里、水里、裡、裡，台湾台州，为了群众。";
    case("").check(&["家裡、水裡、裡、裡，臺灣台州，為了群眾。", hans]);
    let style = "style = [\"裏\", \"台\", \"爲\", \"羣\"]";
    case(style).check(&["家裡、水裏、裡、裡，台灣台州，爲了羣眾。", hans]);
    case("traditional = \"hk\"\nstyle = [\"裡\", \"臺\"]").check(&["家裡、水裡、裡、裡，臺灣台州，為了羣眾。", hans]);
}

#[test]
fn house_style_tells_the_particle_from_the_book() {
    let index = "---\nlang: zh-Hans\n---\n他看着著作，接着有显著的进步。\n";
    let case = |conversion| Case { index, conversion, ..Case::default() };
    let hans = "他看着著作，接着有显著的进步。";
    case("").check(&["他看著著作，接著有顯著的進步。", hans]);
    case("style = [\"着\"]").check(&["他看着著作，接着有顯著的進步。", hans]);
    case("traditional = \"hk\"\nstyle = [\"著\"]").check(&["他看著著作，接著有顯著的進步。", hans]);
}

#[test]
fn house_style_leaves_a_text_as_it_is_typed() {
    let index = "水裏的羣峯。\n";
    let case = Case { index, conversion: "style = [\"裡\", \"群\", \"峰\"]", ..Case::default() };
    case.check(&["水裏的羣峯。", "水里的群峰。"]);
}

/// A site whose one article is in Simplified characters, with `settings` below `[conversion]`.
fn site(settings: &str, files: &[(&str, &str)]) -> Site {
    let site = Site::new(files);
    write(&site.root().join("jiaozhu.toml"), format!("title = \"試\"\n[conversion]\n{settings}\n").as_bytes());
    site
}

#[test]
fn proof_proposes_the_forms_of_the_house() {
    let index = "---\nlang: zh-Hans\n---\n他不知道里面有没有人。\n";
    let forms = |settings: &str| -> Vec<String> {
        let report = proof(site(settings, &[("qiao/index.md", index)]).root(), None).expect("the run is done");
        report.articles[0].words[0].candidates.iter().map(|one| one.form.clone()).collect()
    };
    assert_eq!(forms(""), ["裡面", "里面"]);
    assert_eq!(forms("style = [\"裏\"]"), ["裏面", "里面"]);
}

#[test]
fn rules_of_groups_are_settled_words_for_proof() {
    let shared =
        "groups:\n  zu:\n    rules:\n      - {zh-Hans: 里面, zh-Hant: 裡面}\n      - {from: 外面, zh-Hant: 外邊}\n";
    let index = "---\nlang: zh-Hans\nglossary: {groups: [zu]}\n---\n他不知道里面有没有人。\n";
    let report = proof(site("", &[("qiao/index.md", index), ("glossary.yaml", shared)]).root(), None);
    let report = report.expect("the run is done");
    assert!(report.articles[0].words.iter().all(|word| word.word != "里面"), "{report:?}");
    assert_eq!(report.idle, ["外面"]);
}

/// The codes of `check`, infos among them.
fn codes(site: &Site) -> Vec<&'static str> {
    let report = run(&Request { root: site.root().to_owned(), ..Request::default() }).expect("the run is done");
    report.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn nothing_is_said_of_shared_rules_while_an_article_cannot_be_read() {
    let site = site("", &[("glossary.yaml", "- {keep: 水閘}\n"), ("qiao/index.md", "# 舊橋\n\n橋。\n")]);
    assert_eq!(codes(&site), ["JZ507"]);
    site.write("zha/index.md", "---\nlang: tlh\n---\n\n水閘。\n");
    assert_eq!(codes(&site), ["JZ013"]);
}

#[test]
fn a_glossary_that_cannot_be_read_makes_no_group_unknown() {
    let index = "---\nglossary: {groups: [zu]}\n---\n\n# 舊橋\n\n橋。\n";
    let site = site("", &[("glossary.yaml", "groups: [zu]\n"), ("qiao/index.md", index)]);
    assert_eq!(codes(&site), ["JZ502"]);
    site.write("glossary.yaml", "# 還沒有\n");
    assert_eq!(codes(&site), ["JZ504"]);
}

#[test]
fn a_word_in_code_alone_uses_no_rule_and_no_rule_is_asked_for() {
    let index = "---\nglossary:\n  - {zh-Hant: 水閘, zh-Hans: 水门}\n---\n\n# 舊橋\n\n`水閘`與-{水閘}-。\n";
    assert_eq!(codes(&site("", &[("qiao/index.md", index)])), ["JZ506"]);
    assert_eq!(codes(&site("", &[("qiao/index.md", "---\nglossary:\n---\n\n# 舊橋\n\n橋。\n")])), [""; 0]);
}

#[test]
fn a_list_that_means_two_things_in_one_script_alone_is_an_error_there() {
    // 程式 and 程序 are one word in Simplified text.
    let rules = "  - {zh-Hant: 程式, zh-Hans: 程序}\n  - {zh-Hant: 程序, zh-Hans: 程序}\n";
    let index = |lang: &str, body: &str| format!("---\nlang: {lang}\nglossary:\n{rules}---\n\n# 橋\n\n{body}\n");
    let hant = index("zh-Hant", "程式的程序。");
    assert_eq!(codes(&site("", &[("qiao/index.md", &hant)])), [""; 0]);
    let hans = index("zh-Hans", "程序的程序。");
    assert_eq!(codes(&site("", &[("qiao/index.md", &hans)])), ["JZ505"]);
}

#[test]
fn a_style_of_both_forms_is_no_style() {
    let settings = "title = \"\"\n[conversion]\nstyle = [\"裡\", \"裏\"]\n";
    let found = read_config("jiaozhu.toml", settings).expect_err("two forms");
    let [found] = found.as_slice() else { panic!("one finding: {found:#?}") };
    assert_eq!(found.message, "`裡` and `裏` are two forms of one character: the style has one of them");
    check_translated(std::slice::from_ref(found));
}
