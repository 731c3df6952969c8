//! The command `fill`: what is missing is added at the end, and nothing that stands is touched.

use jiaozhu::fill::{Filled, Request, fill};

use crate::typed::{Site, check_said, program, stop};

fn run(site: &Site) -> Filled {
    let filled = fill(&Request { root: site.root(), slug: "qiao" }).expect("the run is done");
    check_said(filled.done.iter().chain(&filled.left));
    filled
}

/// Fills `before` of `file` beside `index` and checks what the file says then.
#[track_caller]
fn check(index: &str, (file, before): (&str, &str), expected: &str) -> Filled {
    let site = Site::new(&[("qiao/index.md", index), (&format!("qiao/{file}"), before)]);
    let filled = run(&site);
    assert_eq!(site.read(&format!("qiao/{file}")), expected);
    assert!(expected.starts_with(before), "what stood there stands");
    let typed = site.typed();
    run(&site);
    assert_eq!(site.typed(), typed, "a second run changes nothing");
    filled
}

const INDEX: &str = "# 舊橋\n\n[橋建於一九二五年][^tower]，[橋長三百公尺][^len]。縣長說：「[橋修好了][^said]。」[^gloss]\n\n[橋頭有米鋪][^shop]。\n\n[^tower]: 刻在橋上。[@zhi, 卷三；@bao]\n[^len]: 見[量橋記](https://example.org/liang)。\n[^said]: 報上有。[@bao]\n[^gloss]: 編者聽來的。\n[^shop]: 見志。[@zhi]\n";

/// From marks to a ledger: each label is typed once, in the text.
#[test]
fn each_label_is_typed_once() {
    let site = Site::new(&[(
        "qiao/index.md",
        "# 舊橋\n\n[橋建於一九二五年][^tower]，橋頭有米鋪[^shop]。`[^code]` \\[^kept]\n",
    )]);
    assert_eq!(site.codes(), ["JZ101", "JZ101"]);
    let filled = run(&site);
    assert_eq!(
        filled.done,
        [
            "added index.md: note `tower`, to be written",
            "added index.md: note `shop`, to be written",
            "next: write these notes, their sources as `[@key, 第 2 段]`, then `jiaozhu fill` again for their claims",
        ]
    );
    let index = site.read("qiao/index.md");
    assert!(index.ends_with("\\[^kept]\n\n[^tower]: \n[^shop]: \n"), "{index}");
    assert_eq!(site.codes(), ["JZ113", "JZ113"]);
    site.write(
        "qiao/index.md",
        &index.replace("[^tower]: ", "[^tower]: 刻在橋上。[@zhi]").replace("[^shop]: ", "[^shop]: 去過。"),
    );
    let filled = run(&site);
    assert_eq!(
        filled.done,
        ["added claims.yaml: tower (date), 1 source to judge", "added sources.yaml: zhi, to be described"]
    );
    assert_eq!(site.codes(), ["JZ311"]);
    site.write("qiao/sources.yaml", &site.read("qiao/sources.yaml").replace("\"\"", "\"縣志\""));
    site.write(
        "qiao/claims.yaml",
        &site.read("qiao/claims.yaml").replace("# zhi: {stance: }", "zhi: {stance: supports}"),
    );
    assert!(site.codes().is_empty());
    let json = std::fs::read_to_string(site.root().join("public/data/qiao/edition.json")).expect("data");
    assert!(json.contains("\"verdict\": \"supported\"") || json.contains("\"verdict\":\"supported\""), "{json}");
    assert_eq!(
        run(&site).done,
        ["nothing to add to content/qiao: each mark has its note, each claim its entry, each cited key its source"]
    );
}

#[test]
fn a_new_record_asserts_nothing() {
    let site = Site::new(&[("qiao/index.md", INDEX)]);
    let filled = run(&site);
    assert_eq!(
        filled.done,
        [
            "added claims.yaml: tower (date), 2 sources to judge",
            "added claims.yaml: len (number), 1 source to judge",
            "added claims.yaml: said (quote), 1 source to judge",
            "added claims.yaml: shop (fact), 1 source to judge",
            "added sources.yaml: zhi, to be described",
            "added sources.yaml: bao, to be described",
        ]
    );
    let claims = site.read("qiao/claims.yaml");
    let (head, entries) = claims.split_once("tower:").expect("an entry");
    assert!(head.lines().all(|line| line.starts_with("# ")), "{head}");
    assert_eq!(
        entries,
        "  # 橋建於一九二五年
  kind: date
  evidence:
    # zhi: {stance: }
    # bao: {stance: }
len:  # 橋長三百公尺
  kind: number
  evidence:
    # web-bbeca2285b: {stance: }  # https://example.org/liang
said:  # 橋修好了
  kind: quote
  evidence:
    # bao: {stance: }
shop:  # 橋頭有米鋪
  kind: fact
  evidence:
    # zhi: {stance: }
"
    );
    assert_eq!(site.codes(), ["JZ311", "JZ311"]);
    let uncommented: String = claims.replace("    # ", "    ").replace("{stance: }", "{stance: supports}");
    site.write("qiao/claims.yaml", &uncommented);
    assert_eq!(site.codes(), ["JZ311", "JZ311"], "the keys of links are right");
}

#[test]
fn entries_are_added_behind_what_stands() {
    let index = "# 橋\n\n[橋長][^a]，[橋短][^1]。\n\n[^a]: 見。[@zhi]\n[^1]: 見。[@zhi]\n";
    let entry =
        |label: &str, text: &str| format!("{label}:  # {text}\n  kind: fact\n  evidence:\n    # zhi: {{stance: }}\n");
    let both = entry("a", "橋長") + &entry("\"1\"", "橋短");
    check(index, ("claims.yaml", ""), &both);
    check(index, ("claims.yaml", "# 還沒有\n\n"), &format!("# 還沒有\n\n{both}"));
    let block = "a:   # 註\n    kind: fact\n    finding: |+\n        句。\n\n";
    check(index, ("claims.yaml", block), &format!("{block}{}", entry("\"1\"", "橋短")));
    let flow = "\"a\": {kind: fact, evidence: {zhi: {stance: supports}}}";
    check(index, ("claims.yaml", flow), format!("{flow}\n{}", entry("\"1\"", "橋短")).trim_end());
}

/// A file whose end takes no entry is left, with what to do instead; what can be added to the others is.
#[test]
fn a_file_that_takes_no_lines_is_left() {
    let index = "# 橋\n\n[橋長][^a]。\n\n[^a]: 見。[@zhi]\n";
    let left = "nothing can be added at its end; type its entries as lines `key:` at the left edge (an empty `{}` can be deleted), then run `jiaozhu fill` again";
    for claims in ["{}\n", "{b: {kind: gloss}}\n", "  b:\n    kind: gloss\n"] {
        let filled = check(index, ("claims.yaml", claims), claims);
        assert_eq!(filled.left, [format!("left claims.yaml: {left}")]);
        assert_eq!(filled.done, ["added sources.yaml: zhi, to be described"]);
    }
    let filled = check(index, ("claims.yaml", "b: [\n"), "b: [\n");
    assert_eq!(filled.left, ["left claims.yaml: it cannot be read; run `jiaozhu check` and mend what it says first"]);
    let filled = check(index, ("sources.yaml", "{}\n"), "{}\n");
    assert_eq!(filled.left, [format!("left sources.yaml: {left}")]);
}

#[test]
fn line_ends_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new(&[
        ("qiao/index.md", "\u{feff}# 橋\r\n\r\n[橋長][^a]，橋短[^b]。\r\n\r\n[^a]: 見。[@zhi]"),
        ("qiao/claims.yaml", "# 註\r\n"),
    ]);
    let path = site.root().join("content/qiao/index.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("permissions");
    run(&site);
    assert_eq!(
        site.read("qiao/index.md"),
        "\u{feff}# 橋\r\n\r\n[橋長][^a]，橋短[^b]。\r\n\r\n[^a]: 見。[@zhi]\r\n[^b]: "
    );
    assert_eq!(
        site.read("qiao/claims.yaml"),
        "# 註\r\na:  # 橋長\r\n  kind: fact\r\n  evidence:\r\n    # zhi: {stance: }\r\n"
    );
    assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    assert_eq!(site.codes(), ["JZ113", "JZ311"]);
    let left: Vec<String> = site.typed().into_keys().collect();
    assert_eq!(left, ["qiao/claims.yaml", "qiao/index.md", "qiao/sources.yaml"]);
}

/// A slip of the finger is not made into a note or a source of its own.
#[test]
fn what_is_probably_mistyped_is_left() {
    let index = "# 橋\n\n橋長[^twoer]。橋短[^duan]。\n\n[^tower]: 見。\n[^duan]: 見。[@zhii; @Zhi; @qiao]\n";
    let site = Site::new(&[
        ("qiao/index.md", index),
        ("qiao/sources.yaml", "zhi: {type: book, title: 志}\n"),
        ("sources.yaml", "qiao: {type: book, title: 橋}\n"),
    ]);
    let filled = run(&site);
    assert_eq!(
        filled.left,
        [
            "left index.md: did you mean `[^tower]` by `[^twoer]`? the note `tower` has no mark; if `[^twoer]` is another, add its note by hand",
            "left sources.yaml: did you mean `zhi` by `zhii`? nothing cites `zhi`; if `zhii` is another, add it by hand",
            "left sources.yaml: `Zhi` cannot be a key: use a-z, then a-z, 0-9 and `-`",
        ]
    );
    assert_eq!(filled.done, ["added claims.yaml: duan (fact), 3 sources to judge"]);
    assert_eq!(site.read("qiao/index.md"), index);
}

#[test]
fn a_text_that_ends_in_code_takes_no_note() {
    let index = "# 橋\n\n橋長[^a]。\n\n```\n碼\n";
    let filled = check(index, ("claims.yaml", "# 無\n"), "# 無\n");
    assert_eq!(
        filled.left,
        ["left index.md: no note can be added at its end for `[^a]`: does the text end inside a code block, or HTML?"]
    );
}

/// The link of a note is probably its source's, and stays a proposal.
#[test]
fn a_link_beside_a_citation_is_proposed() {
    let site = Site::new(&[
        (
            "qiao/index.md",
            "---\nbased-on: ji\n---\n# 橋\n\n橋長[^a]。橋短[^b]。\n\n[^a]: 見[量橋：記](https://example.org/a#b)。[@liang]\n[^b]: 見 <https://example.org/c>。[@duan]\n",
        ),
        (
            "qiao/claims.yaml",
            "a: {evidence: {liang: {stance: supports, via: zhuan}}}\nb: {kind: allegation, against: 某君, reply: {text: 否認。, source: fou}, evidence: {duan: {stance: supports}}}\n",
        ),
    ]);
    run(&site);
    let sources = site.read("qiao/sources.yaml");
    assert_eq!(
        sources,
        "liang:\n  type: web\n  # title: \"量橋：記\"\n  # url: \"https://example.org/a#b\"\nduan:\n  type: web\n  # title: \"\"\n  # url: \"https://example.org/c\"\nji:\n  type: web\n  title: \"\"\nzhuan:\n  type: web\n  title: \"\"\nfou:\n  type: web\n  title: \"\"\n"
    );
    site.write("qiao/sources.yaml", &sources.replace("  # ", "  ").replace("\"\"", "\"題\""));
    assert_eq!(site.codes(), ["JZ204", "JZ204"], "links are sources too, and claims.yaml says nothing of them");
}

#[test]
fn the_kind_is_guessed() {
    let kinds = [
        ("橋建於一九二五年", "date"),
        ("橋建於 1925 年 3 月", "date"),
        ("橋在民國十三年完工", "date"),
        ("三月五日通車", "date"),
        ("修了三年", "number"),
        ("一九二五年有三百人過橋", "number"),
        ("花了 12.5% 的錢", "number"),
        ("縣長王大同說：「橋修好了。」", "quote"),
        ("橋很老", "fact"),
        ("他說橋很老", "fact"),
        ("第一章寫橋", "fact"),
    ];
    for (text, kind) in kinds {
        let site = Site::new(&[("qiao/index.md", &format!("# 橋\n\n[{text}][^a]\n\n[^a]: 見。[@zhi]\n"))]);
        let expected = format!("added claims.yaml: a ({kind}), 1 source to judge");
        assert_eq!(run(&site).done.first(), Some(&expected), "{text}");
    }
}

/// The kind stays one that can be built: an allegation needs the other side.
#[test]
fn an_accusation_is_asked_about() {
    let site = Site::new(&[(
        "qiao/index.md",
        "# 橋\n\n[報導指控船行偷運木料][^a]，[橋很老][^b]。\n\n[^a]: 見。[@zhi]\n[^b]: 見。[@zhi]\n",
    )]);
    run(&site);
    let claims = site.read("qiao/claims.yaml");
    let expected = "a:  # 報導指控船行偷運木料\n  kind: fact  # 是指控嗎？是就打 `kind: allegation`、`against: 誰`、`reply: {text: …, source: 鍵}` 或 `reply: none-found`\n";
    assert!(claims.contains(expected), "{claims}");
    assert!(claims.contains("b:  # 橋很老\n  kind: fact\n"), "{claims}");
    assert_eq!(site.codes(), ["JZ311"]);
}

#[test]
fn an_article_that_is_not_there() {
    let site = Site::new(&[("qiao/index.md", "# 橋\n"), ("shui/index.md", "---\nslug: water\n---\n# 水\n")]);
    let stopped = |slug| stop(fill(&Request { root: site.root(), slug }));
    assert_eq!(stopped("qio"), (false, "the site has no article `qio`; did you mean `qiao`?".to_owned()));
    let expected = "the site has no article `bell`; the site's articles: qiao, water";
    assert_eq!(stopped("bell"), (false, expected.to_owned()));
    assert!(fill(&Request { root: site.root(), slug: "water" }).is_ok());
    site.write("qiao/index.md", "---\ntitel: 橋\n---\n");
    let expected = "content/qiao/index.md: cannot be read; run `jiaozhu check` and mend what it says first";
    assert_eq!(stopped("qiao"), (true, expected.to_owned()));
}

/// 0 done, 1 something is left for the editor or the content stands in the way, 2 the run could not be done.
#[test]
fn how_a_run_ends_and_what_it_says() {
    let index = "# 舊橋\n\n[橋建於一九二五年][^tower]。\n";
    let site = Site::new(&[("qiao/index.md", index)]);
    let added = program(&site, &["fill", "qiao", "--lang", "zh-Hant"]);
    let next = "接著：寫出這些註，來源寫成 `[@鍵, 第 2 段]`，再執行 `jiaozhu fill` 加入陳述";
    assert_eq!(added, (Some(0), vec!["已加入 index.md：註 `tower`，待寫".to_owned(), next.to_owned()]));
    site.write("qiao/index.md", &format!("{index}\n[^tower]: 刻在橋上。[@zhi；@bao]\n"));
    let added = program(&site, &["fill", "qiao", "--lang", "zh-Hans"]);
    let done = [
        "已加入 claims.yaml：tower（date），待判断 2 个来源",
        "已加入 sources.yaml：zhi，待写明",
        "已加入 sources.yaml：bao，待写明",
    ];
    assert_eq!(added, (Some(0), done.map(str::to_owned).to_vec()));
    let nothing =
        "nothing to add to content/qiao: each mark has its note, each claim its entry, each cited key its source";
    assert_eq!(program(&site, &["fill", "qiao"]), (Some(0), vec![nothing.to_owned()]));
    assert_eq!(program(&site, &["fill", "qiao", "--quiet"]), (Some(0), Vec::new()));
    let none = ["錯誤: 網站沒有文章 `qio`", "提示: 是不是 `qiao`？"];
    assert_eq!(program(&site, &["fill", "qio", "--lang", "zh-Hant"]), (Some(2), none.map(str::to_owned).to_vec()));
    site.write("qiao/sources.yaml", "zhi: [\n");
    let left = "未改 sources.yaml：讀不出來；請先執行 `jiaozhu check`，改好它所說的";
    assert_eq!(program(&site, &["fill", "qiao", "--lang", "zh-Hant"]), (Some(1), vec![left.to_owned()]));
    site.write("qiao/index.md", "---\ntitle: [\n---\n一句[^a]。\n");
    let stands = ["錯誤: content/qiao/index.md: 讀不出來", "提示: 請先執行 `jiaozhu check`，改好它所說的"];
    assert_eq!(program(&site, &["fill", "qiao", "--lang", "zh-Hant"]), (Some(1), stands.map(str::to_owned).to_vec()));
}
