//! The command `import`, given saved pages with notes: marks and notes as Markdown has them, whatever program wrote the page.

use crate::import::Imported;

/// Checks the Markdown below the front matter that is made of a page's `body`.
#[track_caller]
fn check(body: &str, markdown: &str) -> Imported {
    let imported =
        Imported::new("bell.html", &format!("<html><head><title>橋邊的鐘</title></head><body>{body}</body></html>"));
    let index = imported.read("bell/index.md");
    let (_, text) = index.split_once("\n---\n\n").expect("front matter");
    assert_eq!(text, markdown);
    imported.check_builds();
    imported
}

#[test]
fn notes_in_a_list_under_raised_links() {
    let imported = check(
        r##"<h1>橋邊的鐘</h1><p>鐘樓建於一九二五年<sup><a href="#fn1" id="fnref1">1</a></sup>，後來停了。 <sup id="r2">[<a href="#fn2">2</a>,<a href="#fn1">1</a>]</sup></p>
        <p>鐘聲還在。</p><h2>註釋</h2><hr><ol><li id="fn1">年份刻在<a href="https://example.org/door">門</a>上。<a href="#fnref1">↩</a></li>
        <li id="fn2"><p>見<em>鎮志</em>。</p><p>又見縣志。 <a href="#r2">^</a></p></li></ol>"##,
        "# 橋邊的鐘\n\n鐘樓建於一九二五年[^1]，後來停了。[^2][^1]\n\n鐘聲還在。\n\n[^1]: 年份刻在[門](<https://example.org/door>)上。\n\n[^2]: 見*鎮志*。\n\n    又見縣志。\n",
    );
    imported.check_reported("2 notes of the page became notes, with their marks");
    imported.check_reported("the heading `註釋` above the notes is left out");
}

#[test]
fn regression_marks_that_no_link_goes_with_are_told_of() {
    let page = "<h1>橋邊的鐘</h1><p>鐘樓建於一九二五年<sup>[1]</sup>。</p><p>[1] 見鎮志。</p><p>[2] 見縣志。</p>";
    let imported =
        check(page, "# 橋邊的鐘\n\n鐘樓建於一九二五年<sup>\\[1\\]</sup>。\n\n\\[1\\] 見鎮志。\n\n\\[2\\] 見縣志。\n");
    imported
        .check_reported("`[1]` looks like the mark of a note, but no link of the page leads to one: left in the text");
}

/// As copies of pages of Zhihu, and articles of WeChat made by mdnice, have them.
#[test]
fn notes_in_a_list_that_no_link_leads_to() {
    let imported = check(
        "<h1>橋邊的鐘</h1><p>鐘樓建於一九二五年<sup>[1]</sup>，後來停了<sup>[2]</sup>。</p><p>又響了[1]。</p><h2>参考</h2><ol><li>^ <a href=\"https://example.org/zhi\">鎮志</a></li><li>^ 林某口述。</li></ol>",
        "# 橋邊的鐘\n\n鐘樓建於一九二五年[^n1]，後來停了[^n2]。\n\n又響了[^n1]。\n\n[^n1]: [鎮志](<https://example.org/zhi>)\n\n[^n2]: 林某口述。\n",
    );
    imported.check_reported("2 entries at the end became notes, with 3 marks");
    check(
        "<h1>橋邊的鐘</h1><section><p>鐘樓建於一九二五年<sup>[1]</sup>，後來停了<sup>[2]</sup>。</p><h3>参考资料</h3><section><span><span>[1] </span><p>鎮志: <em>https://example.org/zhi</em></p></span><span><span>[2] </span><p>林某口述</p></span></section></section>",
        "鐘樓建於一九二五年[^n1]，後來停了[^n2]。\n\n[^n1]: 鎮志: *https://example.org/zhi*\n\n[^n2]: 林某口述\n",
    );
}

/// A saved page may lead to its own places by the name of its file, or by the address that it was saved from.
#[test]
fn notes_of_a_page_that_names_itself() {
    let notes = |page: &str| {
        format!(
            r##"<p>鐘樓停了<a href="{page}#f" id="r">1</a>，見<a href="{page}#s">下</a>。</p><h2 id="s">修鐘</h2><p>今年修好了。</p><p id="f"><a href="{page}#r">1</a> 聽說的。</p>"##
        )
    };
    let text = "鐘樓停了[^1]，見下。\n\n## 修鐘\n\n今年修好了。\n\n[^1]: 聽說的。\n";
    for page in ["bell.html", "./bell.html", "b%65ll.html"] {
        let imported = check(&notes(page), text);
        assert!(imported.report().iter().all(|line| !line.contains("the link `")), "{:#?}", imported.report());
    }
    let html = notes("https://example.org/bell");
    let saved = format!(
        "<!DOCTYPE html>\n<!-- saved from url=(0024)https://example.org/bell -->\n<html><head><title>鐘</title></head><body>{html}"
    );
    let imported = Imported::new("b.html", &saved);
    assert!(imported.read("b/index.md").ends_with(text));
    imported.check_reported("the page states its address: `https://example.org/bell`");
}

/// A heading of notes goes with them though something stands below; remarks on a draft are no notes.
#[test]
fn what_stands_beside_notes() {
    let imported = check(
        r##"<div><p>鐘樓停了<sup><a href="#a" id="b">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>。</p><h2>參考</h2><ol><li id="a"><a href="#b">^</a>聽說的。</li></ol><p>編輯於去年</p><div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>要查</span></p></div></div>"##,
        "鐘樓停了[^1]。\n\n編輯於去年\n\n[^1]: 聽說的。\n",
    );
    imported.check_reported("line 1: a remark beside the text is left out: `[a]要查`");
    imported.check_reported("the heading `參考` above the notes is left out");
}

/// The place of a mark is told by its `sup`; several marks of one note, each with a letter that leads back.
#[test]
fn notes_of_mediawiki() {
    check(
        r##"<div id="mw-content-text"><p>鐘樓建於1925年<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1"><span class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup>，後來停了<sup id="cite_ref-%E9%90%98_2-0" class="reference"><a href="#cite_note-%E9%90%98-2">[2]</a></sup><sup class="reference" id="cite_ref-a_1-1"><a href="#cite_note-a-1">[1]</a></sup>。</p>
        <h2>參考文獻</h2><div class="reflist"><ol class="references"><li id="cite_note-a-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-a_1-0"><sup><b>1.0</b></sup></a> <a href="#cite_ref-a_1-1"><sup><b>1.1</b></sup></a></span> <span class="reference-text">林一泉. <a href="https://example.org/zhi">《鎮志》</a>.</span></li>
        <li id="cite_note-鐘-2"><span class="mw-cite-backlink"><b><a href="#cite_ref-%E9%90%98_2-0">^</a></b></span> <span class="reference-text">1925年的報紙。</span></li></ol></div>
        <h2>外部連結</h2><ul><li><a href="https://example.org/">鎮公所</a></li></ul></div>"##,
        "鐘樓建於1925年[^1]，後來停了[^2][^1]。\n\n## 外部連結\n\n- [鎮公所](<https://example.org/>)\n\n[^1]: 林一泉. [《鎮志》](<https://example.org/zhi>).\n\n[^2]: 1925年的報紙。\n",
    );
}

#[test]
fn notes_of_word_and_of_libreoffice() {
    check(
        r##"<div class=WordSection1><p class=MsoNormal>鐘樓建於一九二五年<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a>，後來停了<a href="#_ftn2" name="_ftnref2">[2]</a>。</p></div>
        <div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a> 年份刻在門上。</p><p class=MsoFootnoteText>門在南面。</p></div>
        <div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2">[2]</a>見鎮志。</p></div></div>"##,
        "鐘樓建於一九二五年[^1]，後來停了[^2]。\n\n[^1]: 年份刻在門上。\n\n    門在南面。\n\n[^2]: 見鎮志。\n",
    );
    check(
        r##"<p>鐘樓停了<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>。</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>聽鎮上的人說。</p></div>"##,
        "鐘樓停了[^1]。\n\n[^1]: 聽鎮上的人說。\n",
    );
}

#[test]
fn notes_of_pandoc_and_of_github() {
    check(
        r##"<p>鐘樓停了。<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p><section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr /><ol><li id="fn1"><p>聽說的。</p><pre><code>1925</code></pre><p>又一段。<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>"##,
        "鐘樓停了。[^1]\n\n[^1]: 聽說的。\n\n    ```\n    1925\n    ```\n\n    又一段。\n",
    );
    check(
        r##"<article><p>鐘樓停了。<sup><a href="#user-content-fn-bell-0a" id="user-content-fnref-bell-0a" data-footnote-ref aria-describedby="footnote-label">1</a></sup></p><section data-footnotes class="footnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol><li id="user-content-fn-bell-0a"><p>聽說的。 <a href="#user-content-fnref-bell-0a" data-footnote-backref aria-label="Back to reference 1" class="data-footnote-backref">↩</a></p></li></ol></section></article>"##,
        "鐘樓停了。[^1]\n\n[^1]: 聽說的。\n",
    );
}

/// Paragraphs with their numbers typed, notes beside the text, links with the page's own address.
#[test]
fn notes_of_other_pages() {
    check(
        r##"<p>鐘樓停了<sup><a href="#n1">註1</a></sup>，又響了<a class="noteref" href="#n2">*</a>。</p><p id="n1">註1：聽說的。</p><p><a id="n2"></a>* 今年春天。</p>"##,
        "鐘樓停了[^1]，又響了[^2]。\n\n[^1]: 聽說的。\n\n[^2]: 今年春天。\n",
    );
    let imported = Imported::new(
        "side.html",
        r##"<html><head><title>鐘</title><link rel=canonical href="https://example.org/bell"></head><body><main><p>鐘樓停了<a href="https://example.org/bell#a" id="b" role="doc-noteref">1</a>。</p></main><footer><aside id="a" role="doc-footnote"><p>聽說的<a href="#b">↩</a>，見<a href="/zhi#a">鎮志</a>。</p></aside><p>版權</p></footer></body></html>"##,
    );
    let index = imported.read("side/index.md");
    assert!(
        index.ends_with("\n\n鐘樓停了[^1]。\n\n[^1]: 聽說的，見[鎮志](<https://example.org/zhi#a>)。\n"),
        "{index}"
    );
    imported.check_builds();
}

/// What is no note stays in the text: contents, comments, a list of which one item is marked, a note within a note.
#[test]
fn what_is_no_note() {
    check(
        r##"<p><a href="#s1" id="t1">1</a> <a href="#more">3</a></p><h2 id="s1">修鐘的人<a href="#t1">^</a></h2><p>修鐘的人姓林。</p><div id="more"><p>好文。</p></div>"##,
        "1 3\n\n## 修鐘的人^\n\n修鐘的人姓林。\n\n好文。\n",
    );
    check(
        r##"<p>鐘樓停了<sup><a href="#a">1</a></sup>。</p><h2>參考</h2><ol><li id="a">2 月的報，見<sup><a href="#b">2</a></sup>。</li><li id="b">縣志。</li><li id="c">鎮志。</li></ol><h3>又</h3><p>完。</p>"##,
        "鐘樓停了[^1]。\n\n## 參考\n\n1. 縣志。\n2. 鎮志。\n\n### 又\n\n完。\n\n[^1]: 2 月的報，見<sup>2</sup>。\n",
    );
    check(
        r##"<p>鐘樓停了<sup><a href="#a">1</a></sup>，又響了<sup><a href="#b">2</a></sup>。</p><p><a name="a"></a>1 聽說的。<br><a name="b"></a>2 今年。</p>"##,
        "鐘樓停了<sup>1</sup>，又響了<sup>2</sup>。\n\n1 聽說的。\\\n2 今年。\n",
    );
}

#[test]
fn many_notes_are_read() {
    let marks: String =
        (0..4_000).map(|n| format!("<p>鐘<sup><a href='#n{n}' id='m{n}'>{}</a></sup>。</p>", n % 100)).collect();
    let notes: String = (0..4_000).map(|n| format!("<p></p><p id='n{n}'>註<a href='#m{n}'>^</a>。</p>")).collect();
    let html = format!("<html><head><title>鐘</title></head><body>{marks}<ul><li>{notes}</li></ul></body></html>");
    let imported = Imported::new("many.html", &html);
    let index = imported.read("many/index.md");
    assert!(index.contains("[^4000]: 註。"), "{}", index.len());
}
