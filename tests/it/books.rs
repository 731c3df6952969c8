//! Books: each is whole, says what its page says, and can be read without it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use jiaozhu::build::{ExportRequest, Exported, Request, export_edition, run};
use jiaozhu::pipeline::ExportFormat;
use serde_json::Value;
use zip::{CompressionMethod, DateTime, ZipArchive};

use crate::export::{Node, parse};
use crate::golden::{Site, files_below, write};

/// A book's files by name, and their names in order.
struct Opened {
    names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Opened {
    fn new(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
        let (mut names, mut files) = (Vec::new(), BTreeMap::new());
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).expect("an entry");
            assert_eq!(file.last_modified(), Some(DateTime::default()), "no clock was read");
            let name = file.name().expect("a name").into_owned();
            let wanted = if n == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            assert_eq!(file.compression(), wanted, "{name}");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            names.push(name.clone());
            assert!(files.insert(name, bytes).is_none(), "an entry stands twice");
        }
        Self { names, files }
    }

    fn text(&self, name: &str) -> &str {
        let bytes = self.files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.names));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    fn tree(&self, name: &str) -> Node {
        parse(self.text(&format!("EPUB/{name}")).trim_start_matches("<!DOCTYPE html>"))
    }

    /// The chapters and the list of contents, by name.
    fn texts(&self) -> BTreeMap<String, Node> {
        let names = self.names.iter().filter_map(|name| name.strip_prefix("EPUB/"));
        let names = names.filter(|name| name.ends_with(".xhtml"));
        names.map(|name| (name.to_owned(), self.tree(name))).collect()
    }
}

fn by_id<'a>(tree: &'a Node, id: &str) -> &'a Node {
    tree.all().into_iter().find(|node| node.attribute("id") == id).unwrap_or_else(|| panic!("no {id}"))
}

fn named<'a>(tree: &'a Node, name: &str) -> Vec<&'a Node> {
    tree.all().into_iter().filter(|node| node.name() == name).collect()
}

fn all_text(node: &Node) -> String {
    node.text(&|_| true)
}

/// The fixture, built.
fn built() -> (Site, std::path::PathBuf) {
    let site = Site::copy("edition_books");
    let output = site.build().output;
    (site, output)
}

/// All books of the fixture and of this repository, by file name.
fn books() -> Vec<(String, Vec<u8>)> {
    let (_site, output) = built();
    let own = tempfile::tempdir().expect("a folder");
    let (root, public) = (Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(), own.path().join("public"));
    run(&Request { root, output: Some(public.clone()), publish: true, ..Request::default() }).expect("it builds");
    let of = |public: &Path| files_below(&public.join("epub")).into_iter();
    let books: Vec<_> = of(&output).chain(of(&public)).collect();
    assert_eq!(books.len(), 6 + 9, "three an article, none of the page about the site");
    books
}

fn book(output: &Path, name: &str) -> Opened {
    Opened::new(&fs::read(output.join("epub").join(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
}

#[test]
fn a_book_names_all_that_it_holds_and_nothing_else() {
    for (name, bytes) in books() {
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "{name}: known by its first bytes");
        let book = Opened::new(&bytes);
        assert_eq!(book.names[..3], ["mimetype", "META-INF/container.xml", "EPUB/package.opf"], "{name}");
        let container = parse(book.text("META-INF/container.xml"));
        assert_eq!(named(&container, "rootfile")[0].attribute("full-path"), "EPUB/package.opf");
        let package = book.tree("package.opf");
        let items = named(&package, "item");
        let listed: BTreeSet<String> = items.iter().map(|item| format!("EPUB/{}", item.attribute("href"))).collect();
        assert_eq!(listed, book.names[3..].iter().cloned().collect(), "{name}");
        let ids: Vec<&str> = items.iter().map(|item| item.attribute("id")).collect();
        assert!(named(&package, "itemref").iter().all(|item| ids.contains(&item.attribute("idref"))), "{name}");
    }
}

#[test]
fn every_id_of_a_book_stands_once_and_every_link_leads_somewhere() {
    for (name, bytes) in books() {
        let texts = Opened::new(&bytes).texts();
        let ids = |tree: &Node| -> Vec<String> {
            let ids = tree.all().into_iter().map(|node| node.attribute("id").to_owned());
            ids.filter(|id| !id.is_empty()).collect()
        };
        let known: BTreeMap<&String, BTreeSet<String>> =
            texts.iter().map(|(file, tree)| (file, ids(tree).into_iter().collect())).collect();
        for (file, tree) in &texts {
            assert_eq!(ids(tree).len(), known[file].len(), "{name} {file}: an id stands twice");
            for node in tree.all() {
                let href = node.attribute("href");
                if href.is_empty() || ["https:", "http:", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) {
                    continue;
                }
                let (target, id) = href.split_once('#').unwrap_or((href, ""));
                let target = if target.is_empty() { file } else { &target.to_owned() };
                let leads =
                    target == "style.css" || known.get(target).is_some_and(|ids| id.is_empty() || ids.contains(id));
                assert!(leads, "{name} {file}: {href} leads nowhere");
            }
        }
    }
}

/// Reading systems show the element that a mark leads to; some hide an `aside` of that type from the text.
#[test]
fn notes_are_read_at_their_marks_and_in_their_place() {
    let mut n_notes = 0;
    for (name, bytes) in books() {
        let text = Opened::new(&bytes).tree("text.xhtml");
        for mark in text.all().into_iter().filter(|node| node.attribute("epub:type") == "noteref") {
            assert_eq!(mark.attribute("role"), "doc-noteref");
            let note = by_id(&text, mark.attribute("href").strip_prefix('#').expect("in the same file"));
            assert_eq!(
                (note.name(), note.attribute("epub:type"), note.attribute("role")),
                ("div", "footnote", "doc-footnote")
            );
            let links = |node: &Node| node.all().iter().filter(|node| node.attribute("role") == "doc-backlink").count();
            assert_eq!(links(note), 0, "{name}: a note at its mark needs no way back");
            assert!(all_text(note).starts_with(all_text(mark).as_str()), "{name}: the note says its number");
            let back = format!("#{}", mark.attribute("id"));
            let is_back = |node: &&Node| node.attribute("role") == "doc-backlink" && node.attribute("href") == back;
            assert_eq!(text.all().into_iter().filter(is_back).count(), 1, "{name}: {back}");
            n_notes += 1;
        }
    }
    assert!(n_notes > 100, "{n_notes}");
}

/// The same marks in the same order, on the page and in each book.
#[test]
fn all_books_of_an_article_have_the_same_notes_and_paragraphs() {
    let (_site, output) = built();
    let json = fs::read_to_string(output.join("data/du-kou/edition.json")).expect("the edition");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let marks = |tree: &Node, end: &str| -> Vec<String> {
        let marks = tree.all().into_iter().filter(|node| node.attribute("epub:type") == "noteref");
        let marks = marks.filter(|node| node.attribute("id").ends_with("_s") == (end == "_s"));
        marks.map(|node| node.attribute("href").to_owned()).collect()
    };
    let (hant, hans) = (book(&output, "du-kou.hant.epub"), book(&output, "du-kou.hans.epub"));
    let (hant, hans) = (hant.tree("text.xhtml"), hans.tree("text.xhtml"));
    let both = book(&output, "du-kou.parallel.epub").tree("text.xhtml");
    let wanted = marks(&hant, "");
    assert!(wanted.len() > 5, "{wanted:?}");
    for other in [marks(&hans, ""), marks(&both, ""), marks(&both, "_s")] {
        assert_eq!(other, wanted);
    }
    // Blocks of text without a picture, which stands for itself or by its alternative text, and without a forbidden character.
    let text = |tree: &Node, id: &str| by_id(tree, id).text(&|node: &Node| !matches!(node.name(), "sup" | "rt"));
    let paragraphs = json["paragraphs"].as_array().expect("a list");
    for id in ["p1", "p2", "h1", "h2", "h3"] {
        let paragraph = paragraphs.iter().find(|paragraph| paragraph["id"] == id).expect("a paragraph");
        assert_eq!(text(&hant, id), paragraph["text"]["zh-Hant"].as_str().expect("a text"), "{id}");
        assert_eq!(text(&hans, id), paragraph["text"]["zh-Hans"].as_str().expect("a text"), "{id}");
    }
    let pair = by_id(&both, "p1");
    let sides: Vec<(&str, String)> = named(pair, "p").iter().map(|p| (p.attribute("lang"), all_text(p))).collect();
    assert_eq!((sides[0].0, sides[1].0), ("zh-Hant", "zh-Hans"));
    assert!(sides[0].1.contains("船家從矽谷回來") && sides[1].1.contains("船家从矽谷回来"), "{sides:?}");
}

/// What the head of the page says stands in the book, and its metadata say it to programs.
#[test]
fn a_book_says_what_it_is() {
    let (_site, output) = built();
    let opened = book(&output, "du-kou.parallel.epub");
    let package = opened.tree("package.opf");
    let texts = |name: &str| named(&package, name).into_iter().map(all_text).collect::<Vec<_>>();
    assert_eq!(texts("dc:title"), ["渡口與<船>"]);
    assert_eq!(texts("dc:language"), ["zh-Hant", "zh-Hans"]);
    assert_eq!(texts("dc:creator"), ["某人", "另一人"]);
    assert_eq!(texts("dc:contributor"), ["校者"]);
    assert_eq!((texts("dc:date"), texts("dc:rights")), (vec!["2026-03".to_owned()], vec!["CC BY 4.0".to_owned()]));
    assert_eq!(texts("dc:source"), ["https://example.org/shu/parallel/du-kou/"]);
    let meta = |property: &str| {
        let nodes = named(&package, "meta").into_iter().filter(|node| node.attribute("property") == property);
        nodes.map(all_text).collect::<Vec<_>>()
    };
    // The newest date that the edition states is that of its history.
    assert_eq!(meta("dcterms:modified"), ["2026-06-01T00:00:00Z"]);
    assert_eq!(meta("alternate-script"), ["渡口与<船>"]);
    assert_eq!(meta("schema:accessMode"), ["textual", "visual"]);
    assert_eq!(meta("schema:accessibilityHazard"), ["unknown"]);
    assert!(!meta("schema:accessibilitySummary")[0].is_empty());
    let text = opened.tree("text.xhtml");
    let head = all_text(named(&text, "header")[0]);
    for said in
        ["某人、另一人", "第二版", "2026-05-20", "CC BY 4.0", "與來源不符", "確有此指控，內容未證", "可查核的陳述"]
    {
        assert!(head.contains(said) || said == "與來源不符", "{said} is not in {head}");
    }
    let note = all_text(by_id(&text, "n-mu"));
    assert!(note.contains("確有此指控，內容未證") && note.contains("船家否認。"), "{note}");
    for id in ["h-notes", "h-collation", "history", "h-glossary"] {
        by_id(&text, id);
    }
    by_id(&opened.tree("sources.xhtml"), "s-bao");
    let nav = opened.tree("nav.xhtml");
    let links: Vec<String> = named(&nav, "a").iter().map(|link| all_text(link)).collect();
    assert_eq!(
        links[..5],
        ["渡口與<船> 渡口与<船>", "深處的題 深处的题", "船與水 船与水", "又一篇首 又一篇首", "註釋"],
        "a heading without text is none"
    );
    let undated = book(&output, "deng.hans.epub").tree("package.opf");
    let modified = named(&undated, "meta").into_iter().find(|node| node.attribute("property") == "dcterms:modified");
    assert_eq!(modified.map(all_text).as_deref(), Some("1980-01-01T00:00:00Z"));
    assert!(named(&undated, "dc:date").is_empty());
}

#[test]
fn pictures_are_in_the_book_and_those_elsewhere_are_links() {
    let (_site, output) = built();
    let opened = book(&output, "du-kou.hant.epub");
    let pictures: Vec<&String> = opened.names.iter().filter(|name| name.contains("picture-")).collect();
    assert_eq!(pictures, ["EPUB/picture-1.png", "EPUB/picture-2.svg"], "each once, and none with a script");
    let text = opened.tree("text.xhtml");
    let shown: Vec<(&str, &str)> =
        named(&text, "img").iter().map(|img| (img.attribute("src"), img.attribute("alt"))).collect();
    let wanted =
        [("picture-1.png", "小船"), ("picture-1.png", "渡口的圖"), ("picture-2.svg", "帆"), ("picture-2.svg", "帆")];
    assert_eq!(shown, wanted);
    let link = |alt: &str| {
        let links: Vec<&Node> = named(&text, "a").into_iter().filter(|link| all_text(link) == alt).collect();
        links.first().map(|link| link.attribute("href").to_owned())
    };
    assert_eq!(link("別處的圖").as_deref(), Some("https://example.org/tu.png"));
    assert_eq!(link("連結裡別處的圖").as_deref(), Some("https://example.org/"), "a link holds no other");
    assert_eq!(link("會動的帆").as_deref(), Some("https://example.org/shu/zh-hant/du-kou/dong.svg"));
    assert_eq!(link("碑文").as_deref(), Some("https://example.org/shu/zh-hant/bei/index.html"));
    assert_eq!(link("第一段").as_deref(), Some("#p1"));
    assert_eq!(link("無此處").as_deref(), Some("https://example.org/shu/zh-hant/du-kou/#nowhere"));
    let foreign = "# 題\n\n[鄰](../b/)，[表](t.csv)，![圖](t.bmp)，![遠](https://a.example/t.png)。\n";
    let site = crate::typed::Site::new(&[("a/index.md", foreign)]);
    let request = ExportRequest { root: site.root(), slug: "a", format: ExportFormat::Epub, script: None };
    let exported = export_edition(&request).expect("the run is done");
    let text = Opened::new(&exported.bytes.expect("a book")).tree("text.xhtml");
    let links: Vec<&str> = named(by_id(&text, "p1"), "a").iter().map(|link| link.attribute("href")).collect();
    assert_eq!(links, ["https://a.example/t.png"], "without `base-url` nobody knows where the rest is");
    assert_eq!(all_text(by_id(&text, "p1")), "鄰，表，圖，遠。");
}

/// The same content is the same book, whenever it is made; another is another.
#[test]
fn a_book_is_known_by_its_content() {
    let made = |text: &str| {
        let site = crate::typed::Site::new(&[("a/index.md", text)]);
        let request =
            ExportRequest { root: site.root(), slug: "a", format: ExportFormat::Epub, script: Some("zh-Hans") };
        export_edition(&request).expect("the run is done").bytes.expect("a book")
    };
    let identifier = |bytes: &[u8]| all_text(named(&Opened::new(bytes).tree("package.opf"), "dc:identifier")[0]);
    let (one, same, other) = (made("# 題\n\n水。\n"), made("# 題\n\n水。\n"), made("# 題\n\n火。\n"));
    assert!(one == same);
    assert_ne!(identifier(&one), identifier(&other));
    let identifier = identifier(&one);
    let digits: Vec<&str> = identifier.strip_prefix("urn:uuid:").expect("a UUID").split('-').collect();
    assert_eq!(digits.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert!(digits[2].starts_with('8') && digits[3].starts_with('8'), "{identifier}");
}

fn export(root: &Path, arguments: &[&str]) -> (Option<i32>, Vec<u8>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    let run = command.arg("export").args(arguments).arg("--root").arg(root).output().expect("it starts");
    (run.status.code(), run.stdout, String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn the_program_writes_the_books_that_the_site_publishes() {
    let (site, output) = built();
    for script in ["hant", "hans", "parallel"] {
        let published = fs::read(output.join(format!("epub/du-kou.{script}.epub"))).expect("it is published");
        let (status, printed, said) = export(site.root(), &["du-kou", "--format", "epub", "--script", script]);
        assert!(status == Some(0) && printed == published, "{script}: {said}");
        let file = site.root().join("book.epub");
        let name = file.to_str().expect("a name");
        let (status, printed, said) =
            export(site.root(), &["du-kou", "--format", "epub", "--script", script, "--output", name]);
        assert_eq!((status, printed.len()), (Some(0), 0), "{said}");
        assert!(fs::read(&file).expect("it is written") == published, "{script}");
    }
    let own = export(site.root(), &["deng", "--format", "epub"]).1;
    assert!(own == fs::read(output.join("epub/deng.hans.epub")).expect("it is published"), "its own script");
}

#[test]
fn what_is_no_book_is_told() {
    let (site, _) = built();
    let (status, _, said) = export(site.root(), &["du-kou", "--format", "epub", "--script", "hk"]);
    assert_eq!(status, Some(2));
    assert_eq!(said, "error: there is no book `hk` of the article\nhint: its books: hant, hans, parallel\n");
    let (status, _, said) = export(site.root(), &["du-kou", "--format", "tei", "--script", "hans"]);
    assert_eq!(status, Some(2));
    assert_eq!(
        said,
        "error: only a book is in one script or the other\nhint: type `--format epub`, or no `--script`\n"
    );
    let broken = crate::typed::Site::new(&[("a/index.md", "# 題\n\n水。\n")]);
    write(&broken.root().join("templates/book/text.xhtml"), b"{{ nothing.there }}");
    let request = ExportRequest { root: broken.root(), slug: "a", format: ExportFormat::Epub, script: None };
    let Exported { bytes, findings } = export_edition(&request).expect("the run is done");
    assert_eq!((bytes, findings.iter().map(|finding| finding.code).collect::<Vec<_>>()), (None, vec!["JZ703"]));
}

#[test]
fn a_site_that_asks_for_no_books_has_none() {
    let site = crate::typed::Site::new(&[("a/index.md", "# 題\n\n水。\n")]);
    site.build();
    let files = files_below(&site.root().join("public"));
    assert!(!files.keys().any(|path| path.starts_with("epub")), "{:?}", files.keys());
    let page = String::from_utf8_lossy(&files["zh-hant/a/index.html"]).into_owned();
    assert!(!page.contains("EPUB"), "{page}");
}
