//! Sources in GB/T 7714 and APA: whole lines.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use jiaozhu::cite::{Formatted, Part, Passage, Publication, Style, Styles};
use jiaozhu::lookup;
use jiaozhu::model::{Script, Sources};
use jiaozhu::parse::read_sources;

use crate::golden;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cite").join(name)
}

fn read(text: &str) -> Sources {
    let (sources, findings) = read_sources("sources.yaml", text);
    // Some sources here say nothing of themselves, which is what JZ311 says.
    assert!(findings.iter().all(|finding| finding.code == "JZ311"), "{findings:#?}");
    sources
}

fn line(yaml: &str, style: Style, script: Script) -> Formatted {
    let sources = read(yaml);
    let (_, source) = sources.0.first().expect("one source");
    Styles::default().format(source, style, script)
}

/// The line with italics between stars and links between angle brackets.
fn marked(line: &Formatted) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Italic(text) => format!("*{text}*"),
        Part::Link { text, url } if text == url => format!("<{url}>"),
        Part::Link { text, url } => format!("[{text}]({url})"),
    };
    line.html_nodes.iter().map(part).collect()
}

#[test]
fn every_kind_of_source_in_both_styles() {
    let sources = read(&fs::read_to_string(data("sources.yaml")).expect("the table of sources"));
    assert!(sources.0.len() >= 50);
    let styles = Styles::default();
    let mut lines = String::new();
    for (key, source) in &sources.0 {
        let [gbt, apa] = Style::ALL.map(|style| styles.format(source, style, Script::Hant));
        assert_eq!(gbt.lang, apa.lang, "{key}");
        let _infallible = write!(lines, "{key} ({})\n  {}\n  {}\n", gbt.lang, marked(&gbt), marked(&apa));
        for line in [gbt, apa] {
            assert_eq!(line.text, line.html_nodes.iter().map(Part::text).collect::<String>(), "{key}");
        }
    }
    golden::check_golden(&data("lines.txt"), &lines);
}

#[test]
fn terms_follow_the_source_before_the_page() {
    let translated = |language: &str| {
        format!(
            "k: {{type: book, title: 橋, date: 2001, {language} affiliated: [{{role: translator, names: [林一泉]}}]}}"
        )
    };
    for (language, script, lang, term) in [
        ("", Script::Hant, "zh-Hant", "譯"),
        ("", Script::Hans, "zh-Hans", "译"),
        ("language: zh,", Script::Hans, "zh-Hans", "译"),
        ("language: zh-TW,", Script::Hans, "zh-Hant", "譯"),
        ("language: zh-Hans,", Script::Hant, "zh-Hans", "译"),
        ("language: zh-Hans-HK,", Script::Hant, "zh-Hans", "译"),
    ] {
        let line = line(&translated(language), Style::Gbt, script);
        assert_eq!(line.text, format!("橋[M]. 林一泉, {term}. 2001."), "{language}");
        assert_eq!(line.lang, lang, "{language}");
    }
}

#[test]
fn a_line_is_text_italics_and_safe_links() {
    let text = |text: &str| Part::Text(text.to_owned());
    let yaml = "k: {type: web, title: '<b>鐘</b>', author: [陳小石], date: 2025, language: zh-Hant, url: 'https://example.org/a?b=1&c=2'}";
    let parts = line(yaml, Style::Apa, Script::Hant).html_nodes;
    let url = "https://example.org/a?b=1&c=2".to_owned();
    assert_eq!(
        parts,
        [
            text("陳小石. (2025). "),
            Part::Italic("<b>鐘</b>".to_owned()),
            text(". "),
            Part::Link { text: url.clone(), url }
        ]
    );
    let doi = line("k: {type: article, title: A, serial-number: {doi: 10.1/x}}", Style::Apa, Script::Hant).html_nodes;
    let address = "https://doi.org/10.1/x".to_owned();
    assert_eq!(doi.last(), Some(&Part::Link { text: address.clone(), url: address }));
    let bad = line("k: {type: web, title: 壞, url: 'javascript:alert(1)'}", Style::Gbt, Script::Hant);
    assert_eq!(bad.html_nodes, [text("壞[EB].")]);
}

#[test]
fn plain_links_open_no_style() {
    let styles = Styles::default();
    let mut shown = 0;
    for n in 0..1000 {
        let url = format!("https://example.org/{n}");
        let link = styles.format_link(&url, if n % 2 == 0 { &url } else { "公告" }, "zh-Hant");
        assert_eq!(link.html_nodes.last(), Some(&Part::Link { text: url.clone(), url: url.clone() }));
        shown += usize::from(link.text == format!("公告. {url}"));
    }
    assert_eq!(shown, 500);
    let sources = read("k: {type: web, url: {value: 'https://example.org', date: 2026-05-01}}");
    assert_eq!(styles.format(&sources.0["k"], Style::Apa, Script::Hant).text, "https://example.org/");
    assert!(!styles.is_open());
    let titled = read("k: {type: web, title: 鐘, url: 'https://example.org'}");
    styles.format(&titled.0["k"], Style::Apa, Script::Hant);
    assert!(styles.is_open());
}

#[test]
fn a_key_of_two_articles_is_two_sources() {
    let styles = Styles::default();
    let line = |yaml: &str| styles.format(&read(yaml).0["k"], Style::Gbt, Script::Hant).text;
    assert_eq!(line("k: {type: misc, title: 甲}"), "甲[Z].");
    assert_eq!(line("k: {type: misc, title: 乙}"), "乙[Z].");
    assert_eq!(line("k: {type: misc, title: 甲}"), "甲[Z].");
}

#[test]
fn editions_and_passages() {
    let authors = ["陳小石".to_owned(), "林一泉".to_owned()];
    let whole = Publication {
        title: "橋邊的鐘",
        authors: &authors,
        site: "溪邊文庫",
        date: Some("2026-05-01"),
        version: Some("1.0"),
        url: Some("https://example.org/zh-hant/bell/"),
        passage: Passage::Whole,
    };
    let sentence = Publication { passage: Passage::Id("p8.2"), ..whole };
    let heading = Publication { passage: Passage::Id("h2"), version: None, date: Some("2026"), ..whole };
    let claim = Publication { passage: Passage::Claim { key: "tower", number: 4 }, ..whole };
    let unsigned = Publication { authors: &[], version: None, date: None, url: None, ..whole };
    let styles = Styles::default();
    let mut lines = String::new();
    for script in [Script::Hant, Script::Hans] {
        for edition in [whole, sentence, heading, claim, unsigned] {
            for style in Style::ALL {
                let line = styles.format_edition(&edition, style, script);
                let _infallible = writeln!(lines, "{} {}", line.lang, line.text);
            }
        }
    }
    golden::check_golden(&data("editions.txt"), &lines);
}

#[test]
fn the_command_finds_a_key() {
    let site = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| golden::write(&site.path().join(path), text.as_bytes());
    write("jiaozhu.toml", "title = \"溪\"\n");
    write(
        "content/sources.yaml",
        "gazetteer: {type: book, title: 溪鎮志, date: 1925}\nbell: {type: misc, title: 鐘}\n",
    );
    write("content/a/index.md", "一。\n");
    write("content/a/sources.yaml", "bell: {type: misc, title: 甲鐘}\n");
    write("content/b/index.md", "---\nslug: second\n---\n二。\n");
    let cite = |key: &str, style: Option<Style>, article: Option<&str>| {
        let request = lookup::Request { root: site.path(), key, style, article };
        lookup::cite(&request).map_err(|error| (error.message, error.hint.unwrap_or_default()))
    };
    let refused = |message: &str, hint: &str| Err((message.to_owned(), hint.to_owned()));
    assert_eq!(
        cite("gazetteer", None, None),
        Ok(vec!["GB/T 7714—2015\t溪鎮志[M]. 1925.".to_owned(), "APA 7\t溪鎮志. (1925).".to_owned()])
    );
    assert_eq!(cite("gazetteer", Some(Style::Apa), Some("second")), Ok(vec!["溪鎮志. (1925).".to_owned()]));
    assert_eq!(cite("bell", Some(Style::Gbt), Some("a")), Ok(vec!["甲鐘[Z].".to_owned()]));
    assert_eq!(cite("bell", Some(Style::Gbt), Some("second")), Ok(vec!["鐘[Z].".to_owned()]));
    assert_eq!(
        cite("bell", Some(Style::Gbt), None),
        refused(
            "`bell` means different works in content/sources.yaml, content/a/sources.yaml",
            "name the article: `--article a`"
        )
    );
    assert_eq!(cite("gazeteer", None, None), refused("no source has the key `gazeteer`", "did you mean `gazetteer`?"));
    assert_eq!(
        cite("zhong", None, None),
        refused("no source has the key `zhong`", "looked in content/sources.yaml, content/a/sources.yaml")
    );
    assert_eq!(cite("bell", None, Some("secnd")), refused("the site has no article `secnd`", "did you mean `second`?"));
    write("content/b/sources.yaml", "bell: {type: book, tilte: 鐘}\nx: [\n");
    assert_eq!(
        cite("zhong", None, None),
        refused("no source has the key `zhong`", "content/b/sources.yaml could not be read; `jiaozhu check` says why")
    );
}

#[test]
fn every_type_below_every_type_makes_a_line() {
    let types = [
        "article",
        "chapter",
        "entry",
        "anthos",
        "report",
        "thesis",
        "web",
        "scene",
        "artwork",
        "patent",
        "case",
        "newspaper",
        "legislation",
        "manuscript",
        "original",
        "post",
        "misc",
        "performance",
        "periodical",
        "proceedings",
        "book",
        "blog",
        "reference",
        "conference",
        "anthology",
        "repository",
        "thread",
        "video",
        "audio",
        "exhibition",
    ];
    let odd = "date: {year: 2020, season: 2}, author: ['', ',', 'de la, X, Y', 'Ω-Ω, ω'], volume: 'IV–2, 3 & x', issue: '', edition: '-1', page-range: 'a–b, 3--, ', runtime: '01:02', time-range: '00:01-00:02', volume-total: 9, serial-number: {serial: '', doi: '', arxiv: ''}";
    let plain = "title: 橋, author: [林一泉], date: 2020-02-29, volume: 3";
    let styles = Styles::default();
    for of in types {
        for parent in types {
            let tried = if parent == "misc" { [Some(odd), Some(plain)] } else { [None, Some(plain)] };
            for (n, fields) in tried.into_iter().enumerate().filter_map(|(n, fields)| Some((n, fields?))) {
                let yaml = format!("k: {{type: {of}, {fields}, parent: {{type: {parent}, title: 集, date: 1}}}}");
                let sources = read(&yaml);
                for style in Style::ALL {
                    let line = styles.format(&sources.0["k"], style, Script::Hans);
                    assert!(line.text.contains(if n == 0 { "[题名不详]" } else { "橋" }), "{yaml}\n{}", line.text);
                    assert_eq!(line.text, line.html_nodes.iter().map(Part::text).collect::<String>());
                }
            }
        }
    }
}

/// `cite SLUG#ID`: the edition, a claim by its label or by the end of an address, a sentence; nothing that is not there.
#[test]
fn a_passage_of_an_edition_is_cited() {
    let site = crate::typed::Site::new(&[
        (
            "qiao/index.md",
            "---\nauthor: 陳小石\ndate: 2026-05-01\n---\n# 舊橋\n\n[橋建於一九二五年][^tower]。後來修過。\n\n[^tower]: 見志。[@zhi]\n",
        ),
        ("qiao/sources.yaml", "zhi: {type: book, title: 縣志}\n"),
    ]);
    let cite = |id: &str| jiaozhu::build::cite_passage(site.root(), "qiao", id);
    let gbt = |id: &str| cite(id).expect("a passage").lines.into_iter().next().expect("a line").1;
    assert_eq!(gbt(""), "陳小石. 舊橋[EB/OL]. 2026.");
    for id in ["tower", "c-tower", "r-tower", "n-tower"] {
        assert_eq!(gbt(id), "陳小石. 舊橋[EB/OL]. 2026: 註1.", "{id}");
    }
    assert_eq!(gbt("p1"), "陳小石. 舊橋[EB/OL]. 2026: 第1段.");
    assert_eq!(gbt("p1.2"), "陳小石. 舊橋[EB/OL]. 2026: 第1段第2句.");
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    let said = |output: std::process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let output = program.current_dir(site.root()).args(["cite", "qiao#"]).output().expect("it runs");
    assert_eq!(said(output), "no address is printed, as jiaozhu.toml has no `base-url`\n");
    fs::write(site.root().join("jiaozhu.toml"), "title = \"試\"\nbase-url = \"https://example.org/\"\n")
        .expect("a file");
    assert_eq!(said(program.output().expect("it runs")), "");
    for id in ["p1.3", "p1.0", "p2", "c-", "p1.x"] {
        let error = cite(id).expect_err("nothing there");
        assert_eq!(error.to_string(), format!("`qiao` has no passage `{id}`"));
    }
}
