//! What the evidence of a claim comes to, and what is said of records that do not fit.

use jiaozhu::model::{Claim, Verdict};

use crate::fixtures::Article;

/// One source of each sort: read, read, a relay of the second, unread.
const SOURCES: &str = "
bao: {type: newspaper, title: 河邊日報, date: 2025-03-01}
zhi: {type: book, title: 縣志, date: 1925}
zhuan: {type: web, title: 轉載, date: 2025-03-02, jz: {relays: [{source: zhi, as: reports}]}}
wei: {type: web, title: 未讀, jz: {status: unfetched}}
hou: {type: web, title: 後來, date: 2026-08-01}
ying: {type: web, title: The bridge, language: en}
";

/// The article of one claim whose note cites `cited`.
fn article(cited: &str) -> String {
    let cited: Vec<String> = cited.split(' ').filter(|key| !key.is_empty()).map(|key| format!("@{key}")).collect();
    let group = if cited.is_empty() { String::new() } else { format!("[{}]", cited.join("; ")) };
    format!("---\ntitle: 橋\ndate: 2026-05-01\n---\n[舊橋建於一百年前][^qiao]。\n\n[^qiao]: 見下。{group}\n")
}

fn read(cited: &str, record: &str) -> (Claim, Vec<&'static str>) {
    let index = article(cited);
    let claims = format!("qiao: {{{record}}}\n");
    let article = Article { index: &index, claims: Some(&claims), sources: Some(SOURCES), ..Article::default() };
    let (scripted, findings) = article.read();
    let scripted = scripted.expect("an article that can be read");
    let codes = findings.iter().map(|finding| finding.code).filter(|code| !["JZ302", "JZ208"].contains(code)).collect();
    (scripted.annotated.claims["qiao"].clone(), codes)
}

/// Checks the verdict that `record` comes to, with no finding above those named.
#[track_caller]
fn check(cited: &str, record: &str, expected: Verdict, codes: &[&str]) {
    let (claim, found) = read(cited, record);
    assert_eq!((claim.verdict, found.as_slice()), (expected, codes), "of {record}");
}

const FINDING: &str = "finding: 縣志另有說法。";

#[test]
fn the_derivation_line_by_line() {
    check("bao", "kind: opinion", Verdict::NotCheckable, &[]);
    check("bao", "kind: prediction, checked: 2026-04-01", Verdict::NotCheckable, &[]);
    check("bao", "kind: fact", Verdict::Unchecked, &[]);
    check("bao", "kind: fact, checked: 2026-04-01", Verdict::Unverified, &[]);
    check("bao", "evidence: {bao: {stance: mentions}}", Verdict::Unverified, &["JZ213"]);
    check("bao", "evidence: {bao: {stance: silent}}", Verdict::Unverified, &[]);
    check("wei", "evidence: {wei: {stance: supports}}", Verdict::Unverified, &["JZ222"]);
    check("wei", "evidence: {wei: {stance: mentions, note: 未讀。}}", Verdict::Unverified, &["JZ213"]);
    let both = format!("{FINDING}, evidence: {{bao: {{stance: supports}}, zhi: {{stance: contradicts}}}}");
    check("bao zhi", &both, Verdict::Conflicting, &[]);
    let partly_and_not = format!("{FINDING}, evidence: {{bao: {{stance: partly}}, zhi: {{stance: contradicts}}}}");
    check("bao zhi", &partly_and_not, Verdict::Conflicting, &[]);
    let partly = format!("{FINDING}, evidence: {{bao: {{stance: supports}}, zhi: {{stance: partly}}}}");
    check("bao zhi", &partly, Verdict::Partly, &[]);
    let not = format!("{FINDING}, evidence: {{bao: {{stance: mentions}}, zhi: {{stance: contradicts}}}}");
    check("bao zhi", &not, Verdict::Contradicted, &[]);
    check("bao zhi", "evidence: {bao: {stance: supports}, zhi: {stance: silent}}", Verdict::Supported, &[]);
}

#[test]
fn a_stated_verdict_needs_a_reason() {
    let record = "verdict: partly, finding: 只說是舊橋。, evidence: {bao: {stance: supports}}";
    check("bao", record, Verdict::Partly, &["JZ205"]);
    let record = "verdict: partly, why: 報上只說舊橋。, finding: 只說是舊橋。, evidence: {bao: {stance: supports}}";
    check("bao", record, Verdict::Partly, &[]);
    check("bao", "why: 無故。, evidence: {bao: {stance: supports}}", Verdict::Supported, &["JZ215"]);
    check("bao", "verdict: not-checkable, why: 圖已不存。", Verdict::NotCheckable, &[]);
}

#[test]
fn what_is_known_through_others_alone_is_second_hand() {
    let second_hand = |cited: &str, record: &str| read(cited, record).0.is_second_hand;
    assert!(second_hand("wei", "evidence: {wei: {stance: supports, via: bao}}"));
    check("wei", "evidence: {wei: {stance: supports, via: bao}}", Verdict::Supported, &[]);
    assert!(second_hand("zhuan", "evidence: {zhuan: {stance: supports}}"));
    assert!(!second_hand("zhuan bao", "evidence: {zhuan: {stance: supports}, bao: {stance: supports}}"));
    assert!(!second_hand("zhi", "finding: 無。, evidence: {zhi: {stance: contradicts, via: bao}}"));
}

#[test]
fn of_what_was_said_the_saying_is_judged() {
    let record = "kind: quote, finding: 縣志不合。, evidence: {bao: {stance: supports, quote: {text: 橋百年}}, zhi: {stance: contradicts, on: content}}";
    check("bao zhi", record, Verdict::Supported, &[]);
    check("bao zhi", &record.replace("kind: quote", "kind: quote, of: content"), Verdict::Conflicting, &[]);
    let passages = "evidence: {bao: [{stance: supports, at: p. 1}, {stance: partly, at: p. 2}]}, finding: 略有出入。";
    check("bao", passages, Verdict::Partly, &[]);
}

#[test]
fn an_allegation_hears_those_it_concerns() {
    let record = "kind: allegation, evidence: {bao: {stance: supports}}";
    check("bao", record, Verdict::Supported, &["JZ209"]);
    let record = "kind: allegation, against: 某君, evidence: {bao: {stance: supports}}";
    check("bao", record, Verdict::Supported, &["JZ209"]);
    let record = "kind: allegation, against: 某君, reply: none-found, evidence: {bao: {stance: supports}}";
    check("bao", record, Verdict::Supported, &[]);
    let record = "kind: allegation, against: 某君, reply: {text: 並無此事, source: zhi, at: 卷三}, evidence: {bao: {stance: supports}}";
    check("bao", record, Verdict::Supported, &[]);
}

#[test]
fn records_and_notes_name_the_same_sources() {
    check("bao", "evidence: {zhi: {stance: supports}, bao: {stance: supports}}", Verdict::Supported, &["JZ203"]);
    check("bao zhi", "evidence: {bao: {stance: supports}}", Verdict::Supported, &["JZ204"]);
    check("bao", "evidence: {bao: {stance: supports, via: nowhere}}", Verdict::Supported, &["JZ306"]);
    check("", "kind: number", Verdict::Unchecked, &["JZ201"]);
    check("bao", "evidence: {bao: {stance: partly}}", Verdict::Partly, &["JZ206"]);
    let foreign = "evidence: {bao: {stance: supports, quote: {text: an old bridge, lang: en}}}";
    check("bao", foreign, Verdict::Supported, &["JZ207"]);
    check("bao", "kind: quote, evidence: {bao: {stance: supports}}", Verdict::Supported, &["JZ212"]);
}

#[test]
fn a_source_later_than_the_article_is_marked() {
    let index = article("bao hou");
    let scripted = Article { index: &index, sources: Some(SOURCES), ..Article::default() }.edition();
    assert_eq!(scripted.annotated.later.iter().collect::<Vec<_>>(), ["hou"]);
}

/// The place in the record may be finer than the note's, or of another sort; of two pages readers would get one.
#[test]
fn a_place_is_the_same_in_note_and_record() {
    let codes = |note: &str, evidence: &str| {
        let index = article("bao").replace("[@bao]", &format!("[{note}]"));
        let claims = format!("qiao: {{evidence: {{bao: {evidence}}}}}\n");
        let article = Article { index: &index, claims: Some(&claims), sources: Some(SOURCES), ..Article::default() };
        let (_, findings) = article.read();
        findings.iter().map(|finding| finding.code).filter(|code| *code == "JZ214").count()
    };
    let at = |place: &str| format!("{{stance: supports, at: {place}}}");
    assert_eq!(codes("@bao, 頁 12", &at("頁 99")), 1);
    assert_eq!(codes("@bao, 頁 12–14", &at("頁 10–11")), 1);
    assert_eq!(codes("@bao, 卷三", &at("卷四")), 1);
    assert_eq!(codes("@bao, 頁 12", &at("p. 12")), 0);
    assert_eq!(codes("@bao, 頁 12–14", &at("頁 13")), 0);
    assert_eq!(codes("@bao, 卷三", &at("頁 99")), 0, "a page of the volume");
    assert_eq!(codes("@bao, 卷三", &at("卷 4")), 0, "three and 4 are not compared");
    assert_eq!(codes("@bao", &at("頁 99")), 0, "the note cites the whole");
    assert_eq!(codes("@bao, 頁 12; @bao, 頁 99", &at("頁 99")), 0);
    assert_eq!(codes("@bao, 頁 12", &format!("[{}, {}]", at("頁 12"), at("頁 99"))), 0);
}

#[test]
fn a_passage_says_its_language_where_it_is_not_the_articles() {
    let quote = |source: &str, text: &str| format!("evidence: {{{source}: {{stance: supports, quote: {{{text}}}}}}}");
    check("bao", &quote("bao", "text: 橋は古い"), Verdict::Supported, &["JZ217"]);
    check("bao", &quote("bao", "text: 다리"), Verdict::Supported, &["JZ217"]);
    check("bao", &quote("bao", "text: 旧桥为谁而建"), Verdict::Supported, &["JZ217"]);
    check("bao", &quote("bao", "text: 旧桥为谁而建, lang: zh-Hans"), Verdict::Supported, &[]);
    check("bao", &quote("bao", "text: 舊橋為誰而建"), Verdict::Supported, &[]);
    check("bao", &quote("bao", "text: 1925"), Verdict::Supported, &[]);
    check("ying", &quote("ying", "text: an old bridge"), Verdict::Supported, &["JZ207"]);
    check("ying", &quote("ying", "text: an old bridge, translation: 舊橋"), Verdict::Supported, &[]);
    check("ying", &quote("ying", "text: 舊橋"), Verdict::Supported, &[]);
}
