//! What an editor gets, on invented texts.

use super::*;

/// Imports plain text without any wish of the editor.
pub(super) fn plain(text: &str) -> Result<Imported, String> {
    import(&Request {
        text,
        outline: None,
        reads_front: |_| true,
        kept: "witness.txt",
        stem: "received",
        slug: None,
        title: None,
        taken: &[],
    })
}

/// The `exact` strings of a `collation.yaml` written here.
pub(super) fn read_omitted(collation: &str) -> Vec<String> {
    let quoted = |line: &str| {
        let mut out = String::new();
        let mut chars = line.strip_prefix("  - {exact: \"")?.chars();
        loop {
            match chars.next()? {
                '"' => return Some(out),
                '\\' => match chars.next()? {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'u' => {
                        let code: String = chars.by_ref().take(4).collect();
                        out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                    }
                    c => out.push(c),
                },
                c => out.push(c),
            }
        }
    };
    collation.lines().filter_map(quoted).collect()
}

/// Checks the body of `index.md`.
pub(super) fn check(text: &str, body: &str) -> Imported {
    let imported = plain(text).expect("a text that can be imported");
    let (_, written) = imported.index.split_once("\n---\n\n").expect("front matter");
    assert_eq!(written, body);
    imported
}

pub(super) fn check_reported(imported: &Imported, wanted: &str) {
    assert!(imported.report.iter().any(|line| line.contains(wanted)), "no `{wanted}` in {:#?}", imported.report);
}

const PROSE: &str = "村口的老鐘停了三年,今年春天有人把它修好了。鐘聲一響,整條街都抬起頭來(下圖 鐘樓)。

修鐘的人
她姓何,從前在船上管羅盤,退休之後才學會看鐘。
修一次要兩個月,零件得自己磨。

鐘聲以後
人們重新按鐘點開門、吃飯、關燈。* 也有人嫌吵。
* 本文根據村史改寫。
參考資料
Ho, A. (2024, March 5). The clock of the village. 鏈接 https://example.org/clock_1
[2] 林某. 鐘的歷史[J]. 鐘錶, 2019, 3(2): 1-9.
";

#[test]
fn prose_with_headings_and_a_reference_list() {
    let imported = check(
        PROSE,
        "村口的老鐘停了三年,今年春天有人把它修好了。鐘聲一響,整條街都抬起頭來(下圖 鐘樓)。\n\n## 修鐘的人\n\n她姓何,從前在船上管羅盤,退休之後才學會看鐘。\n\n\
         修一次要兩個月,零件得自己磨。\n\n## 鐘聲以後\n\n人們重新按鐘點開門、吃飯、關燈。\\* 也有人嫌吵。\n\n\\* 本文根據村史改寫。\n",
    );
    assert!(
        imported.index.starts_with("---\ntitle: \"村口的老鐘停了三年\"\nlang: zh-Hant\n---\n"),
        "{}",
        imported.index
    );
    let sources = "ho-2024:\n  type: web\n  title: \"The clock of the village\"\n  author: \"Ho, A.\"\n  date: 2024-03-05\n  url: \"https://example.org/clock_1\"\n\n\
                   source-1:\n  type: article\n  title: \"鐘的歷史\"\n  author: \"林某\"\n  date: 2019\n  page-range: 1-9\n  parent:\n    type: periodical\n    title: \"鐘錶\"\n    volume: 3\n    issue: 2\n";
    assert_eq!(imported.sources.as_deref(), Some(sources));
    let collation = imported.collation.clone().unwrap_or_default();
    assert!(
        collation.starts_with("rules: []\nomitted:\n  - {exact: \"參考資料\", reason: \"參考資料的標題；"),
        "{collation}"
    );
    assert!(collation.ends_with("\nadded: []\n"), "{collation}");
    assert_eq!(read_omitted(&collation).len(), 3);
    check_reported(&imported, "5 paragraphs, 2 headings");
    check_reported(&imported, "line 3: heading `修鐘的人`");
    check_reported(&imported, "lines 10–12: the reference list is taken out");
    check_reported(&imported, "left in the text (lines 1)");
    check_reported(&imported, "made from the first sentence");
    check_reported(&imported, "the text stands as received");
}

#[test]
fn a_reference_heading_named_before_is_told_apart() {
    let text = "詳見文末的參考資料，那裡有三篇。\n參考資料\nLee, B. (2020). Bells. https://example.org/b\n";
    let imported = check(text, "詳見文末的參考資料，那裡有三篇。\n");
    assert_eq!(
        read_omitted(&imported.collation.unwrap_or_default()),
        ["\n參考資料", "Lee, B. (2020). Bells. https://example.org/b"]
    );
}

#[test]
fn regression_what_looks_like_an_address_and_is_none_stays_in_the_note() {
    let text =
        "春山\n\n一日看花。\n\n參考資料\n[1] 林某. 題名[EB/OL]. (2025-01-02)[2025-02-03]. https://[{example.org/a\n";
    let sources = plain(text).expect("it is read").sources.expect("sources");
    assert!(!sources.contains("url:"), "{sources}");
    let (read, findings) = crate::parse::read_sources("sources.yaml", &sources);
    assert!(findings.iter().all(|finding| finding.code != "JZ303"), "{findings:?}");
    let notes: Vec<String> = read.0.values().filter_map(|source| Some(source.entry.note()?.to_string())).collect();
    assert_eq!(notes, ["https://[{example.org/a"]);
}

#[test]
fn regression_braces_and_dollars_of_a_title_are_characters() {
    let text = "春山\n\n一日看花。\n\n參考資料\n[1] 林某. 題{1}}$5 與\\名[EB/OL]. (2025-01-02)[2025-02-03]. https://example.org/a\n";
    let sources = plain(text).expect("it is read").sources.expect("sources");
    let (read, findings) = crate::parse::read_sources("sources.yaml", &sources);
    assert!(findings.iter().all(|finding| finding.code != "JZ303"), "{findings:?}\n{sources}");
    let titles: Vec<String> = read.0.values().filter_map(|source| Some(source.entry.title()?.to_string())).collect();
    assert!(titles.iter().any(|title| title.contains("題{1}}$5 與\\名")), "{titles:?}\n{sources}");
}

#[test]
fn a_list_followed_by_other_text_stays() {
    let text =
        "鐘樓在河邊，走過去要十分鐘。\n參考資料\nLee, B. (2020). Bells. https://example.org/b\n（作者是村民。）\n";
    let imported = plain(text).expect("a text that can be imported");
    assert_eq!((imported.sources.as_ref(), imported.collation.as_ref()), (None, None));
    check_reported(&imported, "line 2 looks like the heading of a reference list");
}

#[test]
fn a_title_line_becomes_the_heading() {
    let imported = check(
        "鐘聲\n\n村口的老鐘停了三年，今年春天有人把它修好了。\n",
        "# 鐘聲\n\n村口的老鐘停了三年，今年春天有人把它修好了。\n",
    );
    assert!(imported.index.starts_with("---\nlang: zh-Hant\n---\n"));
    check_reported(&imported, "line 1: title `鐘聲`");
}

#[test]
fn a_typed_title_is_the_editors() {
    let request = Request {
        text: "鐘聲\n\n村口的老鐘停了三年，今年春天有人修好了。\n",
        outline: None,
        reads_front: |_| true,
        kept: "witness.txt",
        stem: "x",
        slug: None,
        title: Some("說\"鐘\""),
        taken: &[],
    };
    let imported = import(&request).expect("a text that can be imported");
    assert_eq!(
        imported.index,
        "---\ntitle: \"說\\\"鐘\\\"\"\nlang: zh-Hant\n---\n\n## 鐘聲\n\n村口的老鐘停了三年，今年春天有人修好了。\n"
    );
    let received = import(&Request { title: Some("鐘聲"), ..request }).expect("a text that can be imported");
    assert_eq!(received.index, "---\nlang: zh-Hant\n---\n\n# 鐘聲\n\n村口的老鐘停了三年，今年春天有人修好了。\n");
}

/// What the text has as its title stays in it, and what follows is found as below a title.
#[test]
fn under_a_typed_title_the_received_one_is_a_heading() {
    let text = "鐘聲\n\n一、修鐘的人\n\n村口的老鐘停了三年，今年春天有人修好了它。\n\n二、聽鐘的人\n\n鐘聲傳到河對岸，渡船的人也聽得見。\n";
    let request = Request {
        text,
        outline: None,
        reads_front: |_| true,
        kept: "witness.txt",
        stem: "a",
        slug: None,
        title: Some("修鐘記"),
        taken: &[],
    };
    let imported = import(&request).expect("a text that can be imported");
    assert_eq!(
        imported.index,
        "---\ntitle: \"修鐘記\"\nlang: zh-Hant\n---\n\n## 鐘聲\n\n## 一、修鐘的人\n\n村口的老鐘停了三年，今年春天有人修好了它。\n\n## 二、聽鐘的人\n\n鐘聲傳到河對岸，渡船的人也聽得見。\n"
    );
    check_reported(&imported, "title `修鐘記` as typed");
    check_reported(&imported, "line 1: heading `鐘聲`");
    let text = text.replace("一、修鐘的人", "作者：林某\n2025年3月1日");
    let imported = import(&Request { text: &text, ..request }).expect("a text that can be imported");
    assert!(imported.index.contains("## 鐘聲\n\n作者：林某\n\n2025年3月1日\n"), "{}", imported.index);
}

#[test]
fn a_question_above_author_and_date_is_the_title() {
    let text =
        "橋為什麼會塌？\n\n作者：陳小石　　發布：2026年2月1日\n\n橋塌的那天沒有下雨，河水也不高，誰都沒有想到。\n";
    let imported = plain(text).expect("imported");
    let shown = "# 橋為什麼會塌？\n\n作者：陳小石　　發布：2026年2月1日\n\n橋塌的";
    assert!(imported.index.contains(shown), "{}", imported.index);
    check_reported(&imported, "line 3: `陳小石` seems to name the author");
    check_reported(&imported, "line 3: `2026年2月1日` seems to be the date");
    let text = "橋為什麼會塌？\n\n那天沒有下雨，河水也不高，誰都沒有想到它會塌下來。\n";
    check_reported(&plain(text).expect("imported"), "no line is a title");
}

#[test]
fn author_and_date_below_the_title_are_no_headings() {
    let body = "# 鐘聲\n\n何某\n\n2024年5月\n\n村口的老鐘停了三年，今年春天有人修好了。\n";
    check("鐘聲\n何某\n2024年5月\n\n村口的老鐘停了三年，今年春天有人修好了。\n", body);
    check("鐘聲\n\n何某\n2024年5月\n\n村口的老鐘停了三年，今年春天有人修好了。\n", body);
}

#[test]
fn lists_keep_their_markers() {
    check(
        "帶這些東西去：\n- 鐘油\n- *小*銼刀\n1. 開門\n2. 停鐘\n1、上樓\n2、下樓\n（1）擦油\n• 收工\n",
        "帶這些東西去：\n\n- 鐘油\n- \\*小\\*銼刀\n\n1. 開門\n2. 停鐘\n\n1、上樓\n\n2、下樓\n\n（1）擦油\n\n• 收工\n",
    );
    check("先後如下。\n3. 停\n1. 開\n", "先後如下。\n\n3\\. 停\n\n1\\. 開\n");
}

#[test]
fn a_numbered_heading_is_no_list() {
    check(
        "1. 開場\n鐘樓在河邊，走過去要十分鐘。\n2. 收場\n人都散了，只有鐘還在走。\n",
        "## 1. 開場\n\n鐘樓在河邊，走過去要十分鐘。\n\n## 2. 收場\n\n人都散了，只有鐘還在走。\n",
    );
}

#[test]
fn verse_keeps_its_line_ends() {
    let imported = check(
        "夜鐘\n\n河上燈三點，\n樓頭鐘一聲。\n舟人猶未睡，\n坐等曉潮生。\n\n風來桅影動，\n雨過石階清。\n",
        "# 夜鐘\n\n河上燈三點，\\\n樓頭鐘一聲。\\\n舟人猶未睡，\\\n坐等曉潮生。\n\n風來桅影動，\\\n雨過石階清。\n",
    );
    check_reported(&imported, "line 3: read as verse");
}

#[test]
fn a_table_of_contents_is_no_row_of_headings() {
    check(
        "目錄\n第一章 鐘\n第二章 樓\n第三章 人和他們的鐘點\n村口的老鐘停了三年，今年春天有人把它修好了。\n",
        "目錄\n\n第一章 鐘\n\n第二章 樓\n\n第三章 人和他們的鐘點\n\n村口的老鐘停了三年，今年春天有人把它修好了。\n",
    );
}

#[test]
fn hard_wrapped_lines_are_joined() {
    let text = "鐘聲\n\n村口的老鐘停了三年今年春天有人把它拆下來一件\n一件洗乾淨又裝回去鐘聲一響整條街的人都抬起頭\n來看那座灰色的塔。\n\n塔上的窗子從前是開著的後來釘了木板現在又開了\n鴿子飛進飛出像從來沒有離開過一樣大家都說好的\n確是好。\n";
    let imported = check(text, text.replacen("鐘聲", "# 鐘聲", 1).as_str());
    check_reported(&imported, "the lines are wrapped at about 44 cells");
}

#[test]
fn what_markdown_would_read_is_escaped() {
    check(
        "---\n# 一 [二](三) <b>四</b> `五` a_b _六_ ~七~ R&D &amp; -{八}- 九|十 \\ [^a]，\n+ 甲，\n===\n1) 乙，\n",
        "\\---\n\n\\# 一 \\[二\\](三) \\<b>四\\</b> \\`五\\` a_b \\_六\\_ \\~七\\~ R&D \\&amp; \\-{八}- 九\\|十 \\\\ \\[^a\\]，\n\n\\+ 甲，\n\n\\===\n\n1\\) 乙，\n",
    );
}

#[test]
fn the_script_is_guessed() {
    assert_eq!(plain("这是一个关于钟楼的故事。").expect("a text").lang, "zh-Hans");
    assert_eq!(
        plain("这里有三本书。\n参考资料\n林某：《钟》，2020年。\n")
            .expect("a text")
            .collation
            .unwrap_or_default()
            .matches("条目")
            .count(),
        2
    );
    let foreign = |text: &str| plain(text).expect("a text").report.iter().any(|line| line.contains("not Chinese"));
    assert_eq!(plain("Hello.").expect("a text").lang, "zh-Hant");
    assert!(foreign("The Bells of Xizhen 鐘\n\nThe bell tower was built in 1926.\n"));
    assert!(!foreign("鐘樓（The Bell Tower）建於一九二六年。") && !foreign("1926"));
}

#[test]
fn slugs() {
    let taken = ["clock".to_owned(), "article-1".to_owned()];
    let imported = |stem, slug| {
        import(&Request {
            text: "鐘。",
            outline: None,
            reads_front: |_| true,
            kept: "witness.txt",
            stem,
            slug,
            title: None,
            taken: &taken,
        })
    };
    let slug = |stem, slug| imported(stem, slug).map(|imported| imported.slug);
    let reported = |stem, slug| imported(stem, slug).expect("a text").report;
    let taken_name = "the name `clock` is taken: the article is named `article-2`; choose another with --slug";
    assert!(reported("clock", None).iter().any(|line| line == taken_name));
    let no_name =
        "the name `鐘` cannot stand in an address: the article is named `article-2`; choose another with --slug";
    assert!(reported("鐘", None).iter().any(|line| line == no_name));
    assert!(reported("clock", Some("tower")).iter().all(|line| !line.contains("--slug")));
    assert_eq!(slug("Bell-2", None), Ok("bell-2".to_owned()));
    assert_eq!(slug("clock", None), Ok("article-2".to_owned()));
    assert_eq!(slug("鐘", None), Ok("article-2".to_owned()));
    assert_eq!(slug("a", Some("tower")), Ok("tower".to_owned()));
    assert_eq!(slug("a", Some("clock")), Err("the slug `clock` is in use".to_owned()));
    assert!(slug("a", Some("-Tower")).is_err());
    assert_eq!(plain(" \n\u{3000}\n"), Err("the text is empty".to_owned()));
}

fn check_entry(entry: &str, wanted: &str) {
    let source = entry::read_entry(entry);
    let sources = [source];
    assert_eq!(sources::write_sources(&sources::name_keys(&sources, &[]), &sources), wanted);
}

#[test]
fn entries_are_read() {
    check_entry(
        "[1] 林某, 何某. 鐘樓考[EB/OL]. (2025-01-02)[2025-02-03]. https://example.org/a(b).",
        "source-1:\n  type: web\n  title: \"鐘樓考\"\n  author: [\"林某\", \"何某\"]\n  date: 2025-01-02\n  url: {value: \"https://example.org/a(b)\", date: 2025-02-03}\n",
    );
    check_entry(
        "Lin, A. B., & Ho, C. (2021). Bells & towers. Village Press.",
        "lin-2021:\n  type: book\n  title: \"Bells & towers\"\n  author: [\"Lin, A. B.\", \"Ho, C.\"]\n  date: 2021\n  publisher: \"Village Press\"\n",
    );
    check_entry(
        "林某（2020）。《鐘》。河邊出版社。",
        "source-1:\n  type: book\n  title: \"鐘\"\n  author: \"林某\"\n  date: 2020\n  publisher: \"河邊出版社\"\n",
    );
    check_entry(
        "《鐘》，河邊日報，2020年5月",
        "source-1:\n  type: misc\n  title: \"鐘\"\n  date: 2020\n  note: \"河邊日報，2020年5月\"\n",
    );
    check_entry(
        "https://example.org/x",
        "source-1:\n  type: web\n  title: \"https://example.org/x\"\n  url: \"https://example.org/x\"\n",
    );
    check_entry(
        "River News. (n.d.). Bells. https://example.org/n",
        "source-1:\n  type: web\n  title: \"River News. (n.d.). Bells\"\n  url: \"https://example.org/n\"\n",
    );
}

#[test]
fn entries_with_the_year_behind_the_author_are_read() {
    check_entry(
        "林一泉。2013。〈渡口的鐘〉。《河港學報》44(5)：12–19。",
        "source-1:\n  type: article\n  title: \"渡口的鐘\"\n  author: \"林一泉\"\n  date: 2013\n  page-range: 12-19\n  parent:\n    type: periodical\n    title: \"河港學報\"\n    volume: 44\n    issue: 5\n",
    );
    check_entry(
        "何某、林某。2010a。《渡口志》。臺北：河邊出版社。",
        "source-1:\n  type: book\n  title: \"渡口志\"\n  author: [\"何某\", \"林某\"]\n  date: 2010\n  publisher: {name: \"河邊出版社\", location: \"臺北\"}\n",
    );
    check_entry(
        "Brühl, Anna, Ben Stone, and Carl Rivers. 2009. Bells, Ferries and Towers: A History. Singapore: Pier House.",
        "br-hl-2009:\n  type: book\n  title: \"Bells, Ferries and Towers: A History\"\n  author: [\"Brühl, Anna\", \"Stone, Ben\", \"Rivers, Carl\"]\n  date: 2009\n  publisher: {name: \"Pier House\", location: \"Singapore\"}\n",
    );
    check_entry(
        "Stone, Ben. 2003. \"The 'Slow' Bell.\" Pier Studies 4, no. 2: 11–30.",
        "stone-2003:\n  type: article\n  title: \"The 'Slow' Bell\"\n  author: \"Stone, Ben\"\n  date: 2003\n  page-range: 11-30\n  parent:\n    type: periodical\n    title: \"Pier Studies\"\n    volume: 4\n    issue: 2\n",
    );
}

#[test]
fn pages_of_a_book_and_the_day_of_a_visit_are_read() {
    check_entry(
        "[1] 林某. 渡口[M]. 臺北: 河邊出版社, 1986: 23-31.",
        "source-1:\n  type: book\n  title: \"渡口\"\n  author: \"林某\"\n  date: 1986\n  publisher: {name: \"河邊出版社\", location: \"臺北\"}\n  page-range: 23-31\n",
    );
    let visited = "source-1:\n  type: book\n  title: \"渡口\"\n  author: \"林某\"\n  url: {value: \"https://example.org/f\", date: 2024-05-03}\n";
    check_entry("林某：《渡口》，https://example.org/f（檢索日期：2024年5月3日）。", visited);
    check_entry("林某：《渡口》，https://example.org/f (accessed May 3, 2024).", visited);
    check_entry(
        "Harbour Office. \"Ferries.\" https://example.org/h (accessed May 3, 2024).",
        "harbour-office:\n  type: web\n  title: \"Ferries\"\n  author: \"Harbour Office\"\n  url: {value: \"https://example.org/h\", date: 2024-05-03}\n",
    );
}

#[test]
fn a_name_alone_below_the_title_is_no_heading() {
    let body = "村口的老鐘停了三年，今年春天有人修好了。";
    let imported = check(&format!("鐘聲\n\n林一泉\n\n{body}\n"), &format!("# 鐘聲\n\n林一泉\n\n{body}\n"));
    check_reported(&imported, "line 3: `林一泉` seems to name the author: type it as `author` in the front matter");
    check(&format!("鐘聲\n\n修鐘人\n\n{body}\n"), &format!("# 鐘聲\n\n## 修鐘人\n\n{body}\n"));
}

/// Such a list could not be read as a person again.
#[test]
fn what_has_more_commas_than_a_name_is_no_author() {
    let source = entry::read_entry("Lin, A, B, C, D (2025). Water and Tea. Bridge Press.");
    assert_eq!(source.authors, Vec::<String>::new());
    assert!(source.note.is_some_and(|note| note.contains("Lin, A, B, C, D")));
    assert_eq!(entry::read_entry("Lin, Jr., A (2025). Water and Tea.").authors, ["Lin, Jr., A"]);
}
