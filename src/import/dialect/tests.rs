//! What an editor gets of other programs' Markdown, on invented texts.

use super::translate;

#[track_caller]
fn check(body: &str, expected: &str) -> Vec<String> {
    let translated = translate(body, 0);
    assert_eq!(translated.body, expected, "{body}");
    translated.report
}

#[test]
fn html_within_text_becomes_markdown() {
    check(
        "橋<b>很高</b>，水<i>很深</i>，<font color=\"red\">紅</font><u>線</u>。<br />船<span style=\"a\">來</span>了<!-- 未完 -->。\n",
        "橋**很高**，水*很深*，紅線。<br />船來了。\n",
    );
    check(
        "見<a href=\"https://example.org/a\" target=\"_blank\">橋記</a>與<a name=\"x\"></a>圖<img src=\"a b.png\" alt=\"橋\">。\n",
        "見[橋記](https://example.org/a)與圖![橋](<a b.png>)。\n",
    );
    check(
        "## <a id=\"s\">橋</a>\n\n水<sub class=\"x\">二</sub>與<span lang=\"ja\">東京</span>，`<b>`，Vec<T>。\n",
        "## 橋\n\n水<sub>二</sub>與<span lang=\"ja\">東京</span>，`<b>`，Vec<T>。\n",
    );
    check("橋很高</p>，<b>水深。\n\n船</b>來了。\n", "橋很高，水深。\n\n船來了。\n");
}

#[test]
fn blocks_of_html_become_markdown() {
    let report = check(
        "橋在東邊。\n\n<!--more-->\n\n<center>橋圖</center>\n\n<div align=\"center\">\n  <img src=\"a.png\" alt=\"橋\"/>\n  <p>圖一　<b>橋</b></p>\n</div>\n\n\
         <details><summary>按</summary>\n\n水深。\n\n</details>\n\n<aside>\n💡 船來了。\n</aside>\n\n<style>\n.a { color: red; }\n</style>\n\n\
         <iframe src=\"https://example.org/v\"></iframe>\n\n完。\n",
        "橋在東邊。\n\n\n\n橋圖\n\n![橋](<a.png>)\n\n圖一 **橋**\n\n按\n\n水深。\n\n\n\n💡 船來了。\n\n\n\n\n\n完。\n",
    );
    assert_eq!(
        report,
        [
            "comments are left out (lines 3)",
            "HTML became Markdown: `<aside>`, `<b>`, `<center>`, `<details>`, `<div>`, `<iframe>`, `<img>`, `<p>`, `<style>`, `<summary>` (lines 5, 7, 12, 16, 18, 22, 26)",
            "line 26: `<iframe src=\"https://example.org/v\">` has no place in an article: left out",
        ]
    );
    check(
        "<table><tr><th>年</th><th>橋</th></tr><tr><td>一</td><td>木</td></tr></table>\n",
        "| 年 | 橋 |\n|---|---|\n| 一 | 木 |\n",
    );
    check("橋很高。\n<div>水深。</div>\n", "橋很高。\n\n水深。\n");
    check("<!-- 未完\n\n水深。\n", "<!-- 未完\n\n水深。\n");
    check("<style>\n\n水深。\n", "<style>\n\n水深。\n");
    check("<div 水深\n", "<div 水深\n");
    check("<Badge text=\"a\"/>\n\n```html\n<!-- 甲 -->\n```\n", "<Badge text=\"a\"/>\n\n```html\n<!-- 甲 -->\n```\n");
    check("> 甲\n>\n> <div>乙<br>丙</div>\n", "> 甲\n>\n> 乙\\\n> 丙\n");
}

#[test]
fn commands_of_site_generators_go_and_what_they_wrap_stays() {
    let report = check(
        "[toc]\n\n{% note info %}\n橋在東邊。\n{% endnote %}\n\n```\n{% raw %}\n```\n\n{甲}與{{乙}}，{% include a.html %}。\n\n::: tip 提示\n水深。\n:::\n\n{: .box}\n\n\\newpage\n",
        "\n\n\n橋在東邊。\n\n\n```\n{% raw %}\n```\n\n{甲}與{{乙}}，{% include a.html %}。\n\n**提示**\\\n水深。\n\n\n\n\n\n",
    );
    let told: Vec<&str> = report.iter().map(|line| line.split(" is a command").next().unwrap_or_default()).collect();
    let expected = [
        "line 1: `[toc]`",
        "line 3: `{% note info %}`",
        "line 5: `{% endnote %}`",
        "line 13: `::: tip 提示`",
        "line 15: `:::`",
        "line 17: `{: .box}`",
        "line 19: `\\newpage`",
        "line 11: `{% include a.html %}。`",
    ];
    assert_eq!(told, expected);
    check(
        "{{< figure src=\"/a.png\" alt=\"橋\" caption=\"圖一\" >}}\n\n{% asset_img b.png 圖二 %}\n",
        "![橋](/a.png \"圖一\")\n\n![](b.png \"圖二\")\n",
    );
    check("見{% post_link bridge 橋記 %}。\n", "見橋記。\n");
    check("{% highlight c %}\n<b> == x == [[y]]\n{% endhighlight %}\n", "```c\n<b> == x == [[y]]\n```\n");
    check("::: {.note title=\"注意\"}\n- 水深。\n:::\n", "**注意**\n- 水深。\n\n");
}

#[test]
fn marks_of_obsidian_and_pandoc_become_ours() {
    check(
        "見[[橋記#卷一|卷一]]、[[水經]]與![[a.png|300]]，==水深==，%%未完%%船來了。 ^b1\n",
        "見卷一、水經與![](a.png)，<mark>水深</mark>，船來了。\n",
    );
    check(
        "> [!note]- 按\n> 水深。\n\n> [!tip]\n> 船。\n\n> [!info] 記\n> - 甲\n",
        "> **按**\\\n> 水深。\n\n> \n> 船。\n\n> **記**\n> - 甲\n",
    );
    check("- [ ] 修橋\n- [x] 造船\n- [甲] 乙\n", "- ☐ 修橋\n- ☑ 造船\n- [甲] 乙\n");
    check(
        "# 橋 {#bridge .x}\n\n![橋](a.png){width=80%}，[紅]{style=\"color:red\"}，H~2~O，x^2^，~~刪~~，a == b，{甲}。\n",
        "# 橋\n\n![橋](a.png)，紅，H<sub>2</sub>O，x<sup>2</sup>，~~刪~~，a == b，{甲}。\n",
    );
}

#[test]
fn notes_within_a_sentence_become_notes() {
    let report = check(
        "橋很高^[見[橋記](https://example.org/a)與[[水經]]。]，水深[^a]。\n\n[^a]: 甲。\n",
        "橋很高[^note-1]，水深[^a]。\n\n[^a]: 甲。\n\n[^note-1]: 見[橋記](https://example.org/a)與水經。\n",
    );
    assert_eq!(report, ["notes that stand within a sentence became notes: 1"]);
}

#[test]
fn lines_that_stand_for_themselves_keep_their_ends() {
    let report = check(
        "# 橋\n\n> 西風吹雁，\n> 白髮登高。\n> 江頭有船。\n\n橋在東邊。\n",
        "# 橋\n\n> 西風吹雁，\\\n> 白髮登高。\\\n> 江頭有船。\n\n橋在東邊。\n",
    );
    assert_eq!(
        report,
        ["lines 3–5 are one paragraph in Markdown; each seems to stand for itself, so their ends are kept"]
    );
    check("**時代**：戰國\n**尺寸**：高一尺\n", "**時代**：戰國\\\n**尺寸**：高一尺\n");
    check("時間：十九點\n地點：橋邊\n", "時間：十九點\\\n地點：橋邊\n");
    check("**問：橋在哪裡？**\n答：在東邊。\n", "**問：橋在哪裡？**\\\n答：在東邊。\n");
    check("　　橋在溪鎮的東邊。\n　　水很深。\n", "橋在溪鎮的東邊。\n\n水很深。\n");
    check("　　　　西風吹雁\n　　　　白髮登高\n", "西風吹雁\\\n白髮登高\n");
    check("&nbsp;&nbsp;&nbsp;橋在東邊。\n", "橋在東邊。\n");
    check("| 西風吹雁\n| 白髮登高\n", "西風吹雁\\\n白髮登高\n");
    check("![橋](a.png)\n▲ 橋的東邊\n", "![橋](a.png)\n\n▲ 橋的東邊\n");
    check("延伸閱讀：\n◎ 橋記\n◎ 水經\n", "延伸閱讀：\\\n◎ 橋記\\\n◎ 水經\n");
    check("西風吹雁，\\\n白髮登高。\\\n江頭有船。\n", "西風吹雁，\\\n白髮登高。\\\n江頭有船。\n");
    check(
        "橋在溪鎮的東邊，離渡口\n不遠，走路只要一刻\n鐘就到了。\n",
        "橋在溪鎮的東邊，離渡口\n不遠，走路只要一刻\n鐘就到了。\n",
    );
    check(
        "- 西風，\n- 白髮，\n- 江頭。\n\n```\n甲，\n乙，\n丙。\n```\n",
        "- 西風，\n- 白髮，\n- 江頭。\n\n```\n甲，\n乙，\n丙。\n```\n",
    );
}

#[test]
fn numbered_notes_and_sources_at_the_end_become_notes() {
    let report = check(
        "# 橋\n\n橋很高<sup>[1]</sup>，水深\\[2\\]，`a[1]`。\n\n## 註釋\n\n[1] 見[橋記](https://example.org/a)。\n\n[2] 見*水經*。\n",
        "# 橋\n\n橋很高[^n1]，水深[^n2]，`a[1]`。\n\n[^n1]: 見[橋記](https://example.org/a)。\n\n[^n2]: 見*水經*。\n",
    );
    assert_eq!(report.last().map(String::as_str), Some("2 entries at the end became notes, with 2 marks"));
    let translated = translate(
        "橋很高[1-2]。\n\n## 參考文獻\n\n[1] 林某. 舊橋考[M]. 溪鎮: 河岸, 1998.\n[2] 陳某. 水經[J]. 橋學, 2001, 3(2): 1-9.\n",
        0,
    );
    assert_eq!(translated.body, "橋很高[^n1][^n2]。\n\n[^n1]: [@source-1]\n\n[^n2]: [@source-2]\n");
    assert!(translated.sources.is_some_and(|sources| sources.contains("title: \"舊橋考\"")));
    let plain =
        "橋很高。\n\n## 參考\n\n- [橋記](https://example.org/a)\n\n見[橋][1]與[2](b)。\n\n[1]: https://example.org/b\n";
    check(plain, plain);
}

#[test]
fn terms_stand_above_what_they_are() {
    check(
        "鍋爐\n: 把水燒成蒸汽。\n: 也叫汽鍋。\n\n**活塞**\n\n:   往復的圓柱。\n\n他說：\n: 不是\n",
        "**鍋爐**\\\n把水燒成蒸汽。\\\n也叫汽鍋。\n\n**活塞**\n\n往復的圓柱。\n\n他說：\n: 不是\n",
    );
    check("汽缸\n\n:   活塞在其中。\n", "**汽缸**\n\n活塞在其中。\n");
}

#[test]
fn formulas_stand_as_code() {
    let report = check(
        "熱量是 $Q = mc\\Delta T_1$，$m$ 是質量。\n\n$$\nE = mc^2\n$$\n\n價錢是 $5 到 $10，或 $3-$4，`$a_b$`，\\$x$，$他說(一)$。\n",
        "熱量是 `$Q = mc\\Delta T_1$`，`$m$` 是質量。\n\n```\n$$\nE = mc^2\n$$\n```\n\n價錢是 $5 到 $10，或 $3-$4，`$a_b$`，\\$x$，$他說(一)$。\n",
    );
    assert_eq!(report, ["formulas stand as code, for an article has no formulas (lines 1, 3)"]);
}

#[test]
fn citations_in_the_text_become_notes() {
    let report = check(
        "瓦特改良了它 [-@Watt1769, 頁 3]，另見 [詳 @newcomen; @Lee_2020]；@newcomen 更早。圖見 @fig:engine，信寄 a@example.org，[@甲](b)。[^x]\n\n[^x]: 見 [@Watt1769]。\n",
        "瓦特改良了它[^cite-1]，另見[^cite-2]；@newcomen 更早。圖見 @fig:engine，信寄 a@example.org，[@甲](b)。[^x]\n\n[^x]: 見 [@watt1769]。\n\n[^cite-1]: [@watt1769, 頁 3]\n\n[^cite-2]: 詳 [@newcomen; @lee-2020]\n",
    );
    assert_eq!(
        report,
        [
            "citations in the text became notes: 2; they need their sources in sources.yaml (`lee-2020`, `newcomen`, `watt1769`): \
             `jiaozhu import` of the bibliography adds them",
            "`@fig:engine` names a figure, table or part for another program and is printed as text: type what it is called, as 圖 1 \
             (lines 1)",
            "`@newcomen` cites within the sentence and is printed as text: type the author's name, and a note with the key in \
             brackets (lines 1)",
        ]
    );
    assert!(check("他在 [@某人] 與 @某人 那裡。\n", "他在 [@某人] 與 @某人 那裡。\n").is_empty());
}

#[test]
fn emoji_by_name_are_told_of() {
    let report = check(
        "慶祝 :tada: 與:+1:，10:30:45，a:b:c，std::vec::x，`:x:`。\n",
        "慶祝 :tada: 與:+1:，10:30:45，a:b:c，std::vec::x，`:x:`。\n",
    );
    assert_eq!(
        report,
        ["`:tada:` names an emoji for other programs and is printed as text: type the emoji itself (lines 1)"]
    );
}

#[test]
fn a_numbered_list_of_links_below_a_heading_of_sources() {
    check(
        "橋很高<sup>[1]</sup>，水深<sup>[2]</sup>。\n\n## 参考\n\n1. ^[橋記](https://example.org/a)\n2. ^林某口述\n",
        "橋很高[^n1]，水深[^n2]。\n\n[^n1]: [橋記](https://example.org/a)\n\n[^n2]: 林某口述\n",
    );
    let sources = translate("橋很高[1]。\n\n## 参考\n\n1. ^林某. 舊橋考[M]. 溪鎮: 河岸, 1998.\n", 0);
    assert_eq!(sources.body, "橋很高[^n1]。\n\n[^n1]: [@source-1]\n");
    assert!(sources.sources.is_some_and(|sources| sources.contains("author: \"林某\"")));
    let unmarked = "橋很高。\n\n## 参考\n\n1. [橋記](https://example.org/a)\n2. 林某口述\n";
    check(unmarked, unmarked);
}

#[test]
fn pages_raised_with_their_marks_are_cited() {
    let translated = translate(
        "橋建於明代<sup>\\[1\\]45</sup>，後來重修過<sup>\\[2\\](P12)</sup>，很高<sup>\\[1\\]</sup>。\n\n## 參考文獻\n\n\
         \\[1\\] 林某. 舊橋考[M]. 溪鎮: 河岸, 1998.\n\n\\[2\\] 何某. 渡口[M]. 溪鎮: 河岸, 2001.\n",
        0,
    );
    assert_eq!(
        translated.body,
        "橋建於明代[^n1-45]，後來重修過[^n2-12]，很高[^n1]。\n\n[^n1]: [@source-1]\n\n[^n1-45]: [@source-1, 第 45 頁]\n\n\
         [^n2-12]: [@source-2, 第 12 頁]\n"
    );
}
