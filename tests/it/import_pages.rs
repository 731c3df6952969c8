//! The command `import`, given saved pages and documents: the main text and nothing else, and the file as it came.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use encoding_rs::GB18030;

use crate::import::Imported;

/// Checks the body of `index.md` made of a page.
#[track_caller]
fn check(html: &str, front: &str, body: &str) -> Imported {
    let imported = Imported::new("clock.html", html);
    assert_eq!(imported.read("clock/index.md"), format!("---\n{front}---\n\n{body}"));
    assert_eq!(imported.read("clock/received.html"), html);
    imported.check_builds();
    imported
}

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="zh-Hant"><head><meta charset="utf-8"><title>橋邊的鐘 - 溪鎮日報</title>
<meta name="author" content="陳小石"><meta property="article:published_time" content="2025-03-01T08:00:00+08:00">
<link rel="canonical" href="https://example.org/news/bell">
<script>var x = "<p>不是正文</p>";</script><style>p { color: red }</style></head>
<body><nav><a href="/">首頁</a></nav><div class="sidebar">熱門文章</div>
<article><h1>橋邊的鐘</h1>
<p>村口的<b>老鐘</b>停了三年，
今年春天有人把它<em>修好</em>了。<img src="bell.jpg" alt="鐘樓"></p>
<h2>修鐘的人</h2>
<p>修鐘的人姓林，見<a href="/people/lin">他的小傳</a>與<a href="javascript:alert(1)">這裡</a>。<br>他說：</p>
<blockquote><p>鐘不響，人也不醒。</p></blockquote>
<ul><li>鐘油<li>銼刀，<code>3 mm</code></ul>
<table><tr><th>年</th><th>事</th></tr><tr><td>1925</td><td>建樓</td></tr></table>
<div class="share">分享到…</div></article>
<footer>版權所有</footer></body></html>
"#;

#[test]
fn the_main_text_of_a_page() {
    let imported = check(
        PAGE,
        "author: \"陳小石\"\ndate: 2025-03-01\nlang: zh-Hant\n",
        "# 橋邊的鐘\n\n村口的**老鐘**停了三年，今年春天有人把它*修好*了。\n\n## 修鐘的人\n\n修鐘的人姓林，見[他的小傳](<https://example.org/people/lin>)與這裡。\\\n他說：\n\n> 鐘不響，人也不醒。\n\n- 鐘油\n- 銼刀，`3 mm`\n\n| 年 | 事 |\n|---|---|\n| 1925 | 建樓 |\n",
    );
    imported.check_reported("line 7: the main text is in `<article>`");
    imported.check_reported("the page states its address: `https://example.org/news/bell`");
    imported.check_reported("line 9: the picture `bell.jpg` is left out; it shows: `鐘樓`");
    imported.check_reported("line 11: the link `javascript:alert(1)` is left out");
    assert!(imported.exists("data/clock/received.html"));
}

#[test]
fn a_page_that_shows_its_date_alone() {
    check(
        "<h1>鐘樓</h1><em id=\"publish_time\">2024年3月5日 08:30</em><div><p>村口的老鐘停了三年，今年春天有人把它修好了。</p></div>",
        "title: \"鐘樓\"\ndate: 2024-03-05\nlang: zh-Hant\n",
        "村口的老鐘停了三年，今年春天有人把它修好了。\n",
    );
}

#[test]
fn an_old_page_without_paragraphs_in_its_own_encoding() {
    let html = "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>修钟记_溪镇网</title></head>\n<body><table><tr><td><a href=a.htm>首页</a> <a href=b.htm>文章</a></td></tr><tr><td>村口的老钟停了三年，今年春天有人把它修好了。<br><br>　　钟声一响，整条街的人都抬起头来看那座灰色的塔。</td></tr></table></body></html>";
    let (bytes, ..) = GB18030.encode(html);
    let imported = Imported::tried("a.htm", &bytes, None, None).expect("a page that can be imported");
    assert_eq!(
        imported.read("a/index.md"),
        "---\ntitle: \"修钟记\"\nlang: zh-Hans\n---\n\n村口的老钟停了三年，今年春天有人把它修好了。\n\n钟声一响，整条街的人都抬起头来看那座灰色的塔。\n"
    );
    imported.check_reported("read as GB18030 (stated in the file)");
    assert_eq!(imported.bytes("a/received.html"), bytes.as_ref());
    imported.check_builds();
}

#[test]
fn a_hostile_page_does_no_harm() {
    let deep = format!("<p>鐘。</p>{}村口的老鐘停了三年。{}", "<div>".repeat(20_000), "<b>".repeat(20_000));
    let imported = Imported::new("deep.html", &deep);
    assert!(imported.read("deep/index.md").contains("村口的老鐘停了三年。"));
    imported.check_builds();
    let html = "<body onload=alert(1)><script>alert(1)</script><p>鐘&lt;script&gt;alert(2)&lt;/script&gt;，[^a] *b* &amp;copy; -{c}-</p><svg><text>圖</text></svg><p># 一</p><p>1. 二</p><iframe src=//example.org></iframe><p style='display: none'>不見</p><p><a href='data:text/html,x'>甲</a><sup onclick=x>2</sup></p><!-- 註解 --></p></div></td>";
    let imported = check(
        html,
        "title: \"鐘<script>alert(2)</scrip…\"\nlang: zh-Hant\n",
        "鐘\\<script>alert(2)\\</script>，\\[^a\\] \\*b\\* \\&copy; \\-{c}-\n\n\\# 一\n\n1\\. 二\n\n甲<sup>2</sup>\n",
    );
    imported.check_reported("the link `data:text/html,x` is left out");
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=\"x\"")).collect();
    let endless = Imported::tried("a.html", format!("\n<p{attributes}>鐘</p>").as_bytes(), None, None).err();
    assert_eq!(endless.as_deref(), Some("line 2: a tag has more than a thousand attributes: the page cannot be read"));
    let pictures = Imported::new("b.html", &format!("<p>鐘。</p>{}", "<img src=a.png>\n".repeat(60)));
    pictures.check_reported("and 10 more that are left out");
    let empty = Imported::tried("a.html", b"<html><script>x</script></html>", None, None).err().unwrap_or_default();
    assert_eq!(empty, "the page holds no text");
}

/// Pages made of DocBook, and many old ones, have anchors that are never closed, and their sections side by side.
#[test]
fn sections_side_by_side_are_one_text() {
    let section = |n: usize| {
        let more = "<p>鐘聲一響，整條街的人都抬起頭來看那座灰色的塔。</p>".repeat(n * n);
        format!(
            r#"<div class="section"><a id="s{n}"/><h2>第 {n} 節</h2><p>村口的老鐘停了三年，第 {n} 次有人把它修好。</p>{more}</div>"#
        )
    };
    let sections: String = (1..4).map(section).collect();
    let html = format!(
        r#"<html><head><title>修鐘</title></head><body><div class="top"><p>上一頁、下一頁</p></div><div class="chapter"><h1>修鐘</h1>{sections}</div></body></html>"#
    );
    let imported = Imported::new("clock.html", &html);
    let body = imported.read("clock/index.md");
    for n in 1..4 {
        assert!(body.contains(&format!("\n\n## 第 {n} 節\n\n村口的老鐘停了三年，第 {n} 次")), "{body}");
    }
    assert!(!body.contains("上一頁"), "{body}");
    imported.check_builds();
}

#[test]
fn blocks_in_what_was_never_closed_stay_blocks() {
    check(
        "<html><head><title>鐘</title></head><body><a name=top><font><b><p>村口的老鐘停了三年。</p><table><tr><th>年<th>事<tr><td>1925<td>建樓</table><a href='x.htm'><p>甲</p><p>乙</p></a></body></html>",
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的老鐘停了三年。\n\n| 年 | 事 |\n|---|---|\n| 1925 | 建樓 |\n\n甲\n\n乙\n",
    )
    .check_reported("line 1: the link `x.htm` is left out, its text kept");
}

/// A page of a wiki: what is for its own readers, and pictures with what is said of them, are no text.
#[test]
fn a_page_of_a_wiki() {
    let imported = check(
        r##"<title>溪橋鎮</title><main><h1>溪橋鎮</h1><div class="noprint">自由的百科全書</div><p>明代已有村落<sup class="reference"><a id="b" href="#a">[1]</a></sup>。</p><div><h2>歷史</h2><span class="mw-editsection">[<a href="/edit">編輯</a>]</span></div><p>清末設鎮。</p><figure><a href="/b"><img src="b.jpg"></a><figcaption>1930 年的<b>鐘樓</b></figcaption></figure><figure><pre>鐘</pre><figcaption>碼</figcaption></figure><div><h2>註釋</h2><span class="mw-editsection">[<a href="/edit">編輯</a>]</span></div><ol><li id="a"><a href="#b">^</a> 縣志。</ol><div class="navbox"><p>鄰近的鄉鎮</p></div><div class="catlinks">分類：鎮</div></main>"##,
        "lang: zh-Hant\n",
        "# 溪橋鎮\n\n明代已有村落[^1]。\n\n## 歷史\n\n清末設鎮。\n\n```\n鐘\n```\n\n碼\n\n[^1]: 縣志。\n",
    );
    imported.check_reported("the picture `b.jpg` is left out; it shows: `1930 年的鐘樓`");
}

#[test]
fn bars_in_cells_end_no_cell() {
    check(
        "<title>鐘</title><p>村口的老鐘停了三年。</p><table><tr><th>指令<th>甲|乙<tr><td><code>dig {a|mx}</code><td><a href='https://example.org/a|b'>鐘樓</a></table>",
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的老鐘停了三年。\n\n| 指令 | 甲\\|乙 |\n|---|---|\n| `dig {a\\|mx}` | [鐘樓](<https://example.org/a\\|b>) |\n",
    );
}

#[test]
fn cells_of_several_rows_and_columns_leave_the_others_in_their_columns() {
    check(
        "<title>鐘</title><p>村口的老鐘停了三年。</p><table><tr><td><td>年<td>事<tr><td><td rowspan=2>1925<td>建樓<tr><td><td>掛鐘<tr><td><td colspan=2>停<tr><td><td>1930<td>修</table><table><tr><td rowspan=2><img src=a.png><th>注意<tr><td>別碰鐘。</table>",
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的老鐘停了三年。\n\n| 年 | 事 |\n|---|---|\n| 1925 | 建樓 |\n|  | 掛鐘 |\n| 停 |  |\n| 1930 | 修 |\n\n注意\n\n別碰鐘。\n",
    );
}

#[test]
fn the_title_stands_once() {
    let text = "<p>村口的老鐘停了三年，今年春天有人把它修好了。</p>";
    for title in [
        "<p align=center><span><strong>修鐘記</strong></span></p>",
        "<p class=\"c1 title\"><span>修鐘記</span></p>",
        "<h1>修鐘記</h1>",
    ] {
        check(
            &format!("<html><head><title>修鐘記_溪鎮網</title></head><body><div>{title}{text}</div></body></html>"),
            "lang: zh-Hant\n",
            "# 修鐘記\n\n村口的老鐘停了三年，今年春天有人把它修好了。\n",
        );
    }
    check(
        &format!(
            "<meta property=\"og:title\" content=\"修鐘記\"><article><a href=\"https://example.org/t\">記事</a><h1>修鐘記</h1>{text}<h1>又</h1></article>"
        ),
        "lang: zh-Hant\n",
        "[記事](<https://example.org/t>)\n\n# 修鐘記\n\n村口的老鐘停了三年，今年春天有人把它修好了。\n\n## 又\n",
    );
    check(
        &format!("<title>鐘</title><meta name=author content=\"管理员\"><div>{text}</div>"),
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的老鐘停了三年，今年春天有人把它修好了。\n",
    );
}

#[test]
fn pictures_that_are_loaded_late_are_told_by_their_address() {
    let imported = check(
        r##"<title>鐘</title><p>村口的老鐘停了三年。<img src="data:image/gif;base64,R0" data-src="https://example.org/a.png"></p><figure><noscript><img src="https://example.org/b.png"/></noscript><img src="data:image/svg+xml;utf8,x" data-actualsrc="https://example.org/b.png"/><figcaption>鐘樓舊照</figcaption></figure>"##,
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的老鐘停了三年。\n",
    );
    imported.check_reported("the picture `https://example.org/a.png` is left out");
    imported.check_reported("the picture `https://example.org/b.png` is left out; it shows: `鐘樓舊照`");
}

#[test]
fn addresses_that_count_clicks_give_way_to_where_they_lead() {
    let links = [
        "https://www.google.com/url?q=https://example.org/a%3Fb%3D1&amp;sa=D&amp;usg=x",
        "https://link.zhihu.com/?target=https%3A//example.org/a%3Fb%3D1",
        "https://www.douban.com/link2/?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&amp;link2key=1",
    ];
    for link in links {
        check(
            &format!("<title>鐘</title><p>村口的<a href=\"{link}\">老鐘</a>停了三年。</p>"),
            "title: \"鐘\"\nlang: zh-Hant\n",
            "村口的[老鐘](<https://example.org/a?b=1>)停了三年。\n",
        );
    }
    check(
        "<title>鐘</title><p>村口的<a href=\"https://web.example.org/save?url=https://example.org/\">老鐘</a>停了三年。</p>",
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的[老鐘](<https://web.example.org/save?url=https://example.org/>)停了三年。\n",
    );
}

/// As Wikipedia has them: hidden beside a picture, which is hidden too.
#[test]
fn formulas_stand_as_code() {
    let imported = check(
        r##"<title>鐘</title><p>週期是<span class="mwe-math-element"><span style="display: none;"><math alttext="{\displaystyle T=2\pi {\sqrt {l}}}"><semantics><mrow><mi>T</mi></mrow><annotation encoding="application/x-tex">{\displaystyle T=2\pi {\sqrt {l}}}</annotation></semantics></math></span><img src="x.svg" aria-hidden="true" alt="x"></span>，<math><mi>l</mi></math>是長。</p>"##,
        "title: \"鐘\"\nlang: zh-Hant\n",
        "週期是`T=2\\pi {\\sqrt {l}}`，`l`是長。\n",
    );
    imported.check_reported("formulas are written as code, in TeX where the page has it (lines 1)");
}

#[test]
fn words_of_another_language_say_which() {
    check(
        r##"<title>鐘</title><p>老鐘是<span lang="ja">東京</span>來的，<span lang="en">Bell</span>，<span dir="rtl" lang="ar">ساعة</span>。</p><table><tr><td>年<td>事<tr><td><img src="a.png"><td><tr><td>1925<td>建</table><div title="footer"><p>3</p></div>"##,
        "title: \"鐘\"\nlang: zh-Hant\n",
        "老鐘是<span lang=\"ja\">東京</span>來的，Bell，<span lang=\"ar\">ساعة</span>。\n\n| 年 | 事 |\n|---|---|\n| 1925 | 建 |\n",
    );
}

#[test]
fn terms_are_strong_above_what_they_are() {
    check(
        "<title>鐘</title><p>村口的老鐘停了三年。</p><dl><dt>鐘擺<dd>來回的桿。<dt><b>發條</b><dd>捲著的鋼片。</dl><pre class=\"x language-rust\">fn</pre>",
        "title: \"鐘\"\nlang: zh-Hant\n",
        "村口的老鐘停了三年。\n\n**鐘擺**\n\n來回的桿。\n\n**發條**\n\n捲著的鋼片。\n\n```rust\nfn\n```\n",
    );
}

/// Runs the program in `folder` with the programs of `path` alone.
fn run(folder: &Path, path: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    command.current_dir(folder).env("PATH", path).args(arguments).output().expect("it runs")
}

/// What pandoc writes of a document with a title, and a note: `%s` stands for its first line, and for how pandoc was called.
const PANDOCS: &str = r##"<html><head><meta name="author" content="陳小石" /><meta name="author" content="林一泉" /><meta name="dcterms.date" content="2024-03-05" /><title>鐘</title></head><body><header id="title-block-header"><h1 class="title">鐘</h1><p class="author">陳小石</p></header><h1 id="a">一</h1><p>%s。<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a><img src="a.png" alt="樓" /></p><p class="share"><code>%s</code></p><section class="footnotes" role="doc-endnotes"><hr /><ol><li id="fn1"><p>乙。<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section></body></html>"##;

#[test]
fn documents_are_read_by_pandoc_in_its_sandbox() {
    let root = tempfile::tempdir().expect("a folder");
    let programs = root.path().join("programs");
    fs::create_dir(&programs).expect("a folder");
    let file = root.path().join("clock.docx");
    fs::write(&file, b"PK\x03\x04 a document").expect("a file");
    let output = run(root.path(), &programs, &["import", "clock.docx"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("`pandoc`, which is not installed") && said.contains("apt install pandoc"), "{said}");
    // In place of pandoc, a program that says how it was called.
    let pandoc = programs.join("pandoc");
    fs::write(&pandoc, format!("#!/bin/sh\nread -r first\nprintf '{PANDOCS}' \"$first\" \"$*\"\n")).expect("a file");
    fs::set_permissions(&pandoc, fs::Permissions::from_mode(0o755)).expect("it is made a program");
    fs::write(&file, "甲\n").expect("a file");
    let output = run(root.path(), &programs, &["import", "clock.docx", "--lang", "zh-Hant"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("由 pandoc 讀入，格式是 Word（DOCX）"), "{said}");
    let index = fs::read_to_string(root.path().join("content/clock/index.md")).expect("an article");
    assert_eq!(
        index,
        "---\ntitle: \"鐘\"\nauthor: [\"陳小石\", \"林一泉\"]\ndate: 2024-03-05\nlang: zh-Hant\n---\n\n# 一\n\n甲。[^1]\n\n`--from=docx --sandbox --standalone --to=html5 --wrap=none --mathml --no-highlight`\n\n[^1]: 乙。\n"
    );
    assert_eq!(fs::read(root.path().join("content/clock/received.docx")).expect("kept"), "甲\n".as_bytes());
    assert_eq!(run(root.path(), &programs, &["build"]).status.code(), Some(0));
    for (extension, name) in [("org", "Org（ORG）"), ("rst", "reStructuredText（RST）"), ("ipynb", "Jupyter（IPYNB）")]
    {
        let (file, slug) = (format!("clock.{extension}"), format!("of-{extension}"));
        fs::write(root.path().join(&file), "甲\n").expect("a file");
        let output = run(root.path(), &programs, &["import", &file, "--slug", &slug, "--lang", "zh-Hant"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(&format!("由 pandoc 讀入，格式是 {name}")), "{said}");
        let index = fs::read_to_string(root.path().join(format!("content/{slug}/index.md"))).expect("an article");
        assert!(index.contains(&format!("--from={extension} ")), "{index}");
    }
    fs::write(&pandoc, "#!/bin/sh\necho 'not a docx file' >&2\nexit 63\n").expect("a file");
    let output = run(root.path(), &programs, &["import", "clock.docx", "--slug", "b"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("pandoc cannot read it as Word (DOCX): not a docx file"));
}
