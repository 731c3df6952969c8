//! What editors type nearly right: it is read as it is meant, or said to be wrong, and never published as it stands.

use crate::fixtures::{Article, codes, edition, first_text};
use crate::golden::check_translated;
use jiaozhu::pipeline::article_html;

/// Returns what is found in a text, message and hint, and where, as the characters there.
fn said(index: &str) -> Vec<(String, String)> {
    let (_, findings) = Article { index, ..Article::default() }.read();
    check_translated(&findings);
    let at = |span: std::ops::Range<usize>| index.get(span).unwrap_or_default().to_owned();
    let one = |finding: jiaozhu::diag::Diagnostic| {
        let place = finding.place.map(|place| at(place.span)).unwrap_or_default();
        (place, format!("{} {}; {}", finding.code, finding.message, finding.hint.unwrap_or_default()))
    };
    findings.into_iter().map(one).collect()
}

/// A draft whose front matter is not read would be published.
#[test]
fn regression_front_matter_is_read_or_missed() {
    for opening in ["---", "--- ", "---\t", "---\u{3000}"] {
        let index = format!("{opening}\ntitle: 橋\ndraft: true\n---\n\n水。\n");
        let scripted = edition(&index);
        assert!(scripted.annotated.edition.document.front.draft, "{index:?}");
        assert_eq!(codes(&index), [""; 0]);
    }
    let fields = "title: 橋\ndraft: true\n";
    for (opening, place) in [
        ("\n---", "---"),
        (" ---", "---"),
        ("\u{200B}---", "---"),
        ("\u{FEFF}---", "---"),
        ("\u{3000}\n\u{3000}---", "---"),
        ("----", "----"),
        ("--", "--"),
        ("——", "——"),
        ("———", "———"),
        ("－－－", "－－－"),
        ("--- yaml", "--- yaml"),
        ("+++", "+++"),
    ] {
        for index in [format!("{opening}\n{fields}---\n\n水。\n"), format!("{opening}\n\n# 甲\n{fields}\n水。\n")]
        {
            let found = said(&index);
            assert_eq!(found.len(), 1, "{index:?} {found:?}");
            assert_eq!(found[0].0, place);
            assert!(found[0].1.starts_with("JZ007 "), "{found:?}");
        }
    }
    assert_eq!(codes("+++\ntitle = \"橋\"\ndraft = true\n+++\n水。\n"), ["JZ007"]);
    assert_eq!(codes("----\nlayout：post\n----\n水。\n"), ["JZ007"]);
    assert_eq!(codes("title: 橋\ntags:\n  - 水\n---\n水。\n"), ["JZ007"]);
}

#[test]
fn a_rule_at_the_top_stays_one() {
    for index in [
        "----\n\n水。\n",
        "***\ntitle: 橋\n",
        "\n---\n水。\n",
        "——水\n\n甲: 乙\n",
        "----\nhttps://example.org/\n",
        "- 甲\n- title: 乙\n",
        "date: 五月一日\n\n水。\n\n---\n\n火。\n",
        "Note: 水。\n---\n",
        "---",
        "",
    ] {
        assert_eq!(codes(index), [""; 0], "{index:?}");
    }
}

/// CommonMark takes `[^a][乙]` for a reference and `[^a](乙)` for a link.
#[test]
fn regression_a_note_mark_stands_before_brackets() {
    let notes = "\n\n[^a]: 見[源](https://example.org/a)。\n\n[^b]: 見[源](https://example.org/b)。\n";
    for (body, text, marks) in [
        ("[甲水輕][^a][乙水重][^b]", "甲水輕乙水重", "a3 b6"),
        ("文[^a][按]火[^b]", "文[按]火", "a1 b5"),
        ("文[^a](補)火[^b]", "文(補)火", "a1 b5"),
        ("文[^a][^b](補)", "文(補)", "a1 b1"),
        ("**文[^a](補)**[^b]", "文(補)", "a1 b4"),
        ("[^A](補)[^b]", "(補)", "a0 b3"),
        ("`[^a](補)` [^a][^b]", "[^a](補) ", "a8 b8"),
        ("[水](u \"[^a](補)\")[^a][^b]", "水", "a1 b1"),
    ] {
        let index = format!("{body}{notes}");
        let scripted = edition(&index);
        let leaf = &scripted.annotated.edition.leaves[scripted.annotated.numbered[0].leaves[0]].leaf;
        let found: Vec<String> = leaf.refs.iter().map(|mark| format!("{}{}", mark.label, mark.at)).collect();
        assert_eq!((first_text(&scripted, 0).as_str(), found.join(" ").as_str()), (text, marks), "{body}");
        for mark in &leaf.refs {
            let typed = index.get(mark.source.clone()).unwrap_or_default().to_lowercase();
            assert_eq!(typed, format!("[^{}]", mark.label), "{body}");
        }
        assert!(!article_html(&scripted, 0).contains('\u{FDD0}'), "{body}");
    }
    // Places behind a mark stay right, and what is no mark stays what it is.
    let index = format!("文[^a](補)火[^c]。[^b]{notes}");
    assert_eq!(said(&index)[0].0, "[^c]");
    let html = article_html(&edition("文\\[^a](補)，![^a](m.png)\n\n```\n[^a](補)\n```\n"), 0);
    assert!(html.contains("[^a](補)，<img") && html.contains("[^a](補)\n"), "{html}");
}

/// An address of mail in angle brackets, as CommonMark 0.31 §6.5 has it, and in the site's settings.
#[test]
fn regression_an_address_of_mail_is_no_path() {
    let scripted = edition("寫信到 <a@b.org>，或看 <https://b.org/>。\n");
    let html = article_html(&scripted, 0);
    assert!(html.contains("href=\"mailto:a@b.org\""), "{html}");
    assert!(html.contains(">a@b.org</a>") && html.contains("href=\"https://b.org/\""), "{html}");
    for (typed, contact) in [
        ("a@b.org", "mailto:a@b.org"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("https://b.org/@a", "https://b.org/@a"),
        ("../about/", "../about/"),
    ] {
        let config = jiaozhu::config::read_config("jiaozhu.toml", &format!("title = \"橋\"\ncontact = \"{typed}\"\n"));
        assert_eq!(config.expect("settings").contact.as_deref(), Some(contact));
    }
}

/// Checks what is printed of a fixed form in both scripts.
#[track_caller]
fn check_form(form: &str, hant: &str, hans: &str) {
    let scripted = edition(&format!("水{form}火\n"));
    assert_eq!((first_text(&scripted, 0), first_text(&scripted, 1)), (hant.to_owned(), hans.to_owned()), "{form}");
}

#[test]
fn regression_no_syntax_of_a_fixed_form_is_printed() {
    check_form("-{zh-hant:乾;zh-hans:干}-", "水乾火", "水干火");
    check_form("-{zh-hans：干；zh-hant：乾；}-", "水乾火", "水干火");
    check_form("-{ zh-Hans-CN : 干 ; zh-hant : 乾 }-", "水乾火", "水干火");
    check_form("-{zh-hant:乾；坤; zh-hans:干；坤}-", "水乾；坤火", "水干；坤火");
    check_form("-{zh-hant:「甲: 乙」;zh-hans:“甲: 乙”}-", "水「甲: 乙」火", "水“甲: 乙”火");
    check_form("-{乾: 坤; 甲}-", "水乾: 坤; 甲火", "水乾: 坤; 甲火");
    check_form("-{https://b.org; ok:乾}-", "水https://b.org; ok:乾火", "水https://b.org; ok:乾火");
    for (form, place, said_of_it) in [
        ("-{zh-tw:乾;zh-cn:干}-", "zh-tw", "type `zh-hant`, or `zh-hant-TW`"),
        ("-{甲乙；zh-hk：乾}-", "zh-hk", "type `zh-hant`, or `zh-hant-HK`"),
        ("-{zh-hant:乾; zh_CN:干}-", "zh_CN", "type `zh-hans`, or `zh-hans-CN`"),
        ("-{zh-hnat:乾}-", "zh-hnat", "type `zh-hant` or `zh-hans`, as"),
        ("-{hant:乾; hans:干}-", "hant", "type `zh-hant` or `zh-hans`, as"),
        ("-{zh-hant:乾,zh-hans:干}-", "zh-hans", "part the forms by `;`"),
        ("-{zh-hant:乾 zh-hans:干}-", "zh-hans", "part the forms by `;`"),
    ] {
        for index in [format!("水{form}火\n"), format!("---\ntitle: 水{form}\n---\n火\n")] {
            let found = said(&index);
            assert_eq!((found.len(), found[0].0.as_str()), (1, place), "{index}");
            assert!(found[0].1.starts_with("JZ509 ") && found[0].1.contains(said_of_it), "{found:?}");
        }
    }
}

#[test]
fn regression_look_alikes_of_markup_are_reported() {
    let note = "\n\n[^a]: 水[源](https://b.org)。\n";
    for (typed, place) in [
        ("水【^a】。[^a]", "【^"),
        ("水〔^b〕。[^a]", "〔^"),
        ("水「^a」。[^a]", "「^"),
        ("水（^a）。[^a]", "（^"),
        ("水[＾a]。[^a]", "[＾"),
        ("＃ 節\n\n水。[^a]", "＃"),
        ("水。\n＃＃\u{3000}節\n火。[^a]", "＃＃"),
        ("#題目\n\n水。[^a]", "#"),
        ("水。\n##題目\n火。[^a]", "##"),
        ("見[文]（https://b.org/）。[^a]", "]（"),
        ("見［文］(https://b.org/)。[^a]", "］("),
        ("![橋]（m.png）[^a]", "]（"),
        ("水！[橋](m.png)。[^a]", "！"),
        ("|甲|乙|丙|\n|---|---|\n|一|二|三|\n\n水。[^a]", "|---|---|"),
        ("甲|乙\n---|:-:|---\n\n水。[^a]", "---|:-:|---"),
        ("｜甲｜乙｜\n｜---｜---｜\n\n水。[^a]", "｜---｜---｜"),
    ] {
        let found = said(&format!("{typed}{note}"));
        assert_eq!((found.len(), found[0].0.as_str()), (1, place), "{typed} {found:?}");
        assert!(found[0].1.starts_with("JZ115 "), "{found:?}");
    }
    let found = said("水。[^a]\n\n[^a]: 火。【@zhi】\n");
    assert_eq!((found.len(), found[0].0.as_str()), (1, "【@"), "{found:?}");
}

#[test]
fn prose_is_no_look_alike() {
    for typed in [
        "水【按】火，【@】、「@zhi」與[@]。",
        "「^」表示次方，「^n」也是，x^2^（^）。",
        "#1 水，#2 火。\n#3\n\n見 #標籤 與#標籤。\n\n#標籤 #另一個\n\n#甲。乙",
        "\\#題目\n\n## 節\n\n- #節 火",
        "[文]（見下）與[文]（甲。乙）。",
        "水！[見此](https://b.org/)。",
        "|甲|乙|\n|---|---|\n|一|二|\n\n甲 | 乙\n\n--\n|--",
        "`【^a】` 與 `[文]（https://b.org）`\n\n```\n＃ 節\n#題目\n```",
        "(@b.org) 說「＃」。",
    ] {
        assert_eq!(codes(&format!("{typed}\n")), [""; 0], "{typed}");
    }
}

#[test]
fn regression_a_mark_in_a_caption_is_said_to_be_there() {
    let note = "\n\n水。[^a]\n\n[^a]: 見[源](https://b.org)。\n";
    for picture in ["![圖](https://b.org/m.png \"標題[^a]\")", "水![圖[^d]](https://b.org/m.png)火"] {
        let found = said(&format!("{picture}{note}"));
        assert!(found.len() == 1 && found[0].0.starts_with("[^"), "{found:?}");
        let hint = format!("type `{}` in the text", found[0].0);
        assert!(found[0].1.starts_with("JZ116 ") && found[0].1.contains(&hint), "{found:?}");
    }
}
