//! Properties over generated articles.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::fixtures::{Article, opencc};
use jiaozhu::model::{ScriptConfig, Scripted};
use jiaozhu::pipeline::article_html;

/// A piece of inline Markdown and the text it stands for.
fn inline() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "頭髮",
        "乾淨",
        "皇后",
        "矽穀",
        "麵臨",
        "係統",
        "後來",
        "面",
        "發",
        "，",
        "。",
        "Qwen",
        "Large Language Model",
        "3.5",
        "「好」",
        "！」",
    ]);
    let leaf = word.prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 6, |inner| {
        let joined = prop::collection::vec(inner, 1..5).prop_map(|parts| parts.concat());
        prop_oneof![
            3 => joined.clone(),
            1 => joined.clone().prop_map(|text| format!("**{text}**")),
            1 => joined.clone().prop_map(|text| format!("*{text}*")),
            // More than two tildes strike nothing out, and at a line's start they open a block of code.
            1 => joined.clone().prop_map(|text| if text.contains('~') { text } else { format!("~~{text}~~") }),
            1 => joined.clone().prop_map(|text| format!("[{text}](https://example.org/發)")),
            1 => Just("`後台`".to_owned()),
            1 => Just("-{穀}-".to_owned()),
            1 => joined.clone().prop_map(|text| format!("<sup>{text}</sup>")),
            2 => (joined, 0..6_u8).prop_map(|(text, n)| format!("[{text}][^n{n}]")),
            1 => (0..6_u8).prop_map(|n| format!("甲乙[^n{n}]")),
        ]
    })
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => inline(),
        1 => inline().prop_map(|text| format!("## {text}")),
        1 => prop::collection::vec(inline(), 1..4).prop_map(|items| items.iter().map(|item| format!("- {item}\n")).collect()),
        1 => inline().prop_map(|text| format!("> {text}")),
        1 => (inline(), inline()).prop_map(|(a, b)| format!("| {a} | {b} |\n|---|---|\n| {b} | {a} |")),
        1 => Just("```\n後台 發佈\n```".to_owned()),
    ]
}

const COLLATION: &str = "rules:
  - {id: gu, reading: 矽穀, lemma: 矽谷, status: accepted}
  - {id: mian, reading: 麵臨, lemma: 面臨, status: accepted}
  - {id: xi, reading: 係統, lemma: 系統, status: doubtful}
  - {id: yan, reading: 發發, lemma: 發, status: accepted}
  - {id: tuo, reading: 後來面, lemma: 後來見面, status: accepted}
";

/// Crossing brackets can make an article with errors; such are not looked at.
fn read(body: &str) -> Option<Scripted> {
    let notes: String = (0..6).map(|n| format!("\n[^n{n}]: 見[源](https://example.org/{n})。\n")).collect();
    let index = format!("{body}\n{notes}");
    let (scripted, findings) = Article { index: &index, collation: Some(COLLATION), ..Article::default() }.read();
    let is_sound = findings.iter().all(|finding| finding.severity != jiaozhu::diag::Severity::Error);
    scripted.filter(|_| is_sound)
}

fn ids(html: &str) -> Vec<String> {
    let all = Selector::parse("[id]").expect("a selector");
    Html::parse_fragment(html).select(&all).filter_map(|element| element.value().id().map(str::to_owned)).collect()
}

fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    let all = Selector::parse(selector).expect("a selector");
    Html::parse_fragment(html).select(&all).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
}

/// A character of a page, and whether an element says that it is not converted.
struct Shown {
    c: char,
    is_kept: bool,
}

/// The characters of a fragment without note marks. Code and text with its own `lang` are not converted.
fn shown(html: &str) -> Vec<Shown> {
    let fragment = Html::parse_fragment(html);
    let mut characters = Vec::new();
    for node in fragment.root_element().descendants() {
        let Some(text) = node.value().as_text() else { continue };
        let mut elements = node.ancestors().filter_map(|up| up.value().as_element());
        let is = |holds: fn(&scraper::node::Element) -> bool| elements.clone().any(holds);
        if is(|element| element.attr("role") == Some("doc-noteref")) {
            continue;
        }
        let is_kept = elements.any(|element| element.name() == "code" || element.attr("lang").is_some());
        characters.extend(text.chars().map(|c| Shown { c, is_kept }));
    }
    characters
}

/// What the Simplified page must say: the whole text converted at once, what is not converted laid over, and the quotation
/// marks exchanged unless all that they enclose is not converted.
fn expected_hans(hant: &[Shown]) -> String {
    let plain: String = hant.iter().map(|shown| shown.c).collect();
    // The generator types 穀 only in a word that a rule repairs, or as a fixed form.
    let kept: Vec<bool> = hant.iter().map(|shown| shown.is_kept || shown.c == '穀').collect();
    let converted = opencc(ScriptConfig::Tw2s, &plain);
    assert_eq!(converted.chars().count(), hant.len(), "of {plain}");
    let mut expected: Vec<char> =
        converted.chars().zip(hant).zip(&kept).map(|((c, shown), kept)| if *kept { shown.c } else { c }).collect();
    let mut open = Vec::new();
    for (close, shown) in hant.iter().enumerate() {
        match shown.c {
            '「' => open.push(close),
            '」' => {
                let Some(start) = open.pop() else { continue };
                let inside = &kept[start + 1..close];
                if inside.is_empty() || inside.contains(&false) {
                    expected[start] = '“';
                    expected[close] = '”';
                }
            }
            _ => {}
        }
    }
    expected.into_iter().collect()
}

/// The note that each mark leads to, and the number it shows.
fn numbers(html: &str) -> Vec<(String, String)> {
    let marks = Selector::parse("a[role=doc-noteref]").expect("a selector");
    let mark =
        |mark: scraper::ElementRef<'_>| (mark.attr("href").unwrap_or_default().to_owned(), mark.text().collect());
    Html::parse_fragment(html).select(&marks).map(mark).collect()
}

/// Elements as written, with their depth, in order; none when start and end tags do not balance.
fn written_tree(html: &str) -> Option<Vec<(usize, String)>> {
    let mut open: Vec<&str> = Vec::new();
    let mut tree = Vec::new();
    for tag in html.split('<').skip(1) {
        let inner = tag.split('>').next()?;
        match inner.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => {
                open.pop();
            }
            Some(_) => return None,
            None => {
                let name = inner.split(' ').next()?;
                tree.push((open.len(), name.to_owned()));
                if !["br", "hr", "img"].contains(&name) {
                    open.push(name);
                }
            }
        }
    }
    open.is_empty().then_some(tree)
}

/// Elements as an HTML parser builds them, with their depth, in order.
fn browser_tree(html: &str) -> Vec<(usize, String)> {
    let all = Selector::parse("*").expect("a selector");
    let fragment = Html::parse_fragment(html);
    let depth = |element: &scraper::ElementRef<'_>| element.ancestors().filter(|up| up.value().is_element()).count();
    // The fragment's own root is no element of ours.
    fragment
        .select(&all)
        .filter(|e| e.value().name() != "html")
        .map(|e| (depth(&e) - 1, e.value().name().to_owned()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_scripts_are_one_edition(blocks in prop::collection::vec(block(), 1..6)) {
        let body = blocks.join("\n\n");
        let scripted = read(&body);
        prop_assume!(scripted.is_some());
        let scripted = scripted.expect("it is read");
        let (hant, hans) = (article_html(&scripted, 0), article_html(&scripted, 1));
        let mut seen = BTreeMap::new();
        for id in ids(&hant) {
            prop_assert!(seen.insert(id.clone(), ()).is_none(), "id {} twice in {}", id, hant);
        }
        prop_assert_eq!(ids(&hant), ids(&hans));
        prop_assert_eq!(attributes(&hant, "a", "href"), attributes(&hans, "a", "href"));
        prop_assert_eq!(attributes(&hant, "span.em", "data-o"), attributes(&hans, "span.em", "data-o"));
    }

    #[test]
    fn html_is_well_formed(blocks in prop::collection::vec(block(), 1..6)) {
        let scripted = read(&blocks.join("\n\n"));
        prop_assume!(scripted.is_some());
        let scripted = scripted.expect("it is read");
        for v in 0..2 {
            let html = article_html(&scripted, v);
            let written = written_tree(&html);
            prop_assert!(written.is_some(), "tags do not balance in {}", html);
            prop_assert_eq!(Some(browser_tree(&html)), written, "the browser moves elements of {}", html);
        }
    }

    #[test]
    fn the_converted_page_says_the_converted_text(parts in prop::collection::vec(inline(), 1..5)) {
        let scripted = read(&parts.concat());
        prop_assume!(scripted.is_some());
        let scripted = scripted.expect("it is read");
        let hant = shown(&article_html(&scripted, 0));
        let hans: String = shown(&article_html(&scripted, 1)).into_iter().map(|shown| shown.c).collect();
        prop_assert_eq!(hans, expected_hans(&hant));
    }

    #[test]
    fn notes_are_numbered_by_their_first_mark(blocks in prop::collection::vec(block(), 1..6)) {
        let scripted = read(&blocks.join("\n\n"));
        prop_assume!(scripted.is_some());
        let scripted = scripted.expect("it is read");
        let hant = numbers(&article_html(&scripted, 0));
        prop_assert_eq!(&hant, &numbers(&article_html(&scripted, 1)));
        let mut order: Vec<String> = Vec::new();
        for (note, number) in hant {
            if !order.contains(&note) {
                order.push(note.clone());
            }
            let first = order.iter().position(|known| *known == note).map(|i| (i + 1).to_string());
            prop_assert_eq!(Some(number), first, "of {}", note);
        }
    }

    #[test]
    fn no_text_panics(text in "(?s)[\\[\\]^*_~`#>|:{}<>/!()@;，。「」天下雨a1 \n\\\\-]{0,120}") {
        let _findings = Article { index: &text, ..Article::default() }.read().1;
    }
}
