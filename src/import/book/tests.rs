//! What an editor gets of books, on invented texts.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read_book;

const CONTAINER: &str = r#"<?xml version="1.0"?><container><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
const PACKAGE: &str = r#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>渡口</dc:title><dc:creator opf:role="aut">陳小石</dc:creator><dc:creator opf:role="bkp">某程式</dc:creator><dc:date>2024-03-05T00:00:00+00:00</dc:date><meta name="cover" content="c"/></metadata>
<manifest><item id="b" href="text/two.html" media-type="application/xhtml+xml"/><item id="a" href="text/%E4%B8%80.html" media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>
<spine toc="ncx"><itemref idref="n"/><itemref idref="a"/><itemref idref="b" linear="no"/></spine></package>"#;

fn pack(folder: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let all = [("mimetype", "application/epub+zip"), ("META-INF/container.xml", CONTAINER)];
    for (name, text) in all.iter().chain(files) {
        zip.start_file(format!("{folder}{name}"), SimpleFileOptions::default()).expect("an archive");
        zip.write_all(text.as_bytes()).expect("an archive");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A book of two files.
fn book(folder: &str, one: &str, two: &str) -> Vec<u8> {
    let page = |body: &str| {
        format!(
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{body}</body></html>"
        )
    };
    let (one, two) = (page(one), page(two));
    pack(
        folder,
        &[
            ("OEBPS/content.opf", PACKAGE),
            ("OEBPS/nav.xhtml", "<html><body><nav>目錄</nav></body></html>"),
            ("OEBPS/text/一.html", &one),
            ("OEBPS/text/two.html", &two),
        ],
    )
}

#[track_caller]
fn check(one: &str, two: &str, body: &str) -> Vec<String> {
    let page = read_book(&book("", one, two)).expect("a book");
    assert_eq!(page.markdown, format!("---\ntitle: \"渡口\"\nauthor: \"陳小石\"\ndate: 2024-03-05\n---\n\n{body}"));
    page.report
}

#[test]
fn notes_in_another_file_and_ruby() {
    let report = check(
        r#"<h2 id="c">第一章</h2><p>船到了<a id="m1" href="two.html#n1"><sup>[1]</sup></a>，<ruby>鐘<rt>ㄓㄨㄥ</rt></ruby>響了，見<a href="two.html">註</a>與<a href="x.pdf">圖</a>。</p><p><img src="a.png" alt="渡口"/></p>"#,
        r#"<h2>註</h2><p><a id="n1" href="%E4%B8%80.html#m1">[1]</a> 渡口今已不存。</p>"#,
        "## 第一章\n\n船到了[^1]，<ruby>鐘<rt>ㄓㄨㄥ</rt></ruby>響了，見註與圖。\n\n[^1]: 渡口今已不存。\n",
    );
    assert_eq!(
        report,
        [
            "read as EPUB; its files, in the order of the book: 2",
            "1 note of the document became a note, with its marks",
            "the heading `註` above the notes is left out",
            "pictures are left out: 1; they show: `渡口`",
            "links are left out, their text kept: 1; they lead to: `x.pdf`",
        ]
    );
}

#[test]
fn notes_that_open_at_their_marks() {
    check(
        r##"<p>船到了<a epub:type="noteref" href="#f1">1</a>，天黑了<a class="duokan-footnote" id="r2" href="#f2"><img src="note.png"/></a>。</p>
        <aside epub:type="footnote" id="f1"><p>據日誌。</p></aside><ol class="duokan-footnote-content"><li class="duokan-footnote-item" id="f2"><a href="#r2">◎</a>六點。</li></ol><hr/>"##,
        "<p class=\"comment\">完。</p>",
        "船到了[^1]，天黑了[^2]。\n\n---\n\n完。\n\n[^1]: 據日誌。\n\n[^2]: 六點。\n",
    );
}

#[test]
fn tables_of_books_are_tables() {
    check(
        "<table><tr><th>年</th><th>事</th></tr><tr><td><p>1903</p><p>春</p></td><td><ul><li>建橋</li><li>立碑</li></ul></td></tr></table>",
        "",
        "| 年 | 事 |\n|---|---|\n| 1903<br>春 | - 建橋<br>- 立碑 |\n",
    );
}

#[test]
fn a_book_that_lies_in_a_folder_of_its_archive() {
    let page = read_book(&book("渡口/", "<p>船到了。</p>", "<p>天黑了。</p>")).expect("a book");
    assert!(page.markdown.ends_with("---\n\n船到了。\n\n天黑了。\n"), "{}", page.markdown);
}

#[test]
fn what_is_no_book_is_told() {
    let message = |bytes: &[u8]| read_book(bytes).expect_err("no book");
    assert!(message(b"text").starts_with("the file is no EPUB: it cannot be unpacked: "));
    assert_eq!(message(&pack("", &[])), "the package `OEBPS/content.opf` of the book is not in it");
    let key = r#"<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/text/two.html"/></CipherData></EncryptedData></encryption>"#;
    let locked = pack("", &[("META-INF/encryption.xml", key), ("OEBPS/content.opf", PACKAGE)]);
    assert_eq!(message(&locked), "the book is locked (DRM): only the program of its shop can read it");
    assert_eq!(message(&book("", "<p> </p>", "<p></p>")), "the book holds no text");
}
