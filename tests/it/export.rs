//! Exports: what they say is what the edition says, and nothing in them points nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiaozhu::build::{ExportRequest, Exported, export_edition};
use jiaozhu::pipeline::ExportFormat;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::golden::{Site, write};

/// An element of a TEI file, or a text.
pub enum Node {
    Text(String),
    Element { name: String, attributes: BTreeMap<String, String>, inner: Vec<Node> },
}

impl Node {
    pub fn attribute(&self, key: &str) -> &str {
        match self {
            Self::Element { attributes, .. } => attributes.get(key).map_or("", String::as_str),
            Self::Text(_) => "",
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Element { name, .. } => name,
            Self::Text(_) => "",
        }
    }

    pub fn inner(&self) -> &[Self] {
        match self {
            Self::Element { inner, .. } => inner,
            Self::Text(_) => &[],
        }
    }

    pub fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.inner().iter().flat_map(Self::all)).collect()
    }

    fn find(&self, id: &str) -> &Self {
        self.all().into_iter().find(|node| node.attribute("xml:id") == id).unwrap_or_else(|| panic!("no {id}"))
    }

    /// The text without what `passes` does not let through.
    pub fn text(&self, passes: &dyn Fn(&Self) -> bool) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Element { name, .. } if name == "lb" => "\n".to_owned(),
            Self::Element { .. } if !passes(self) => String::new(),
            Self::Element { inner, .. } => inner.iter().map(|node| node.text(passes)).collect(),
        }
    }
}

pub fn parse(xml: &str) -> Node {
    let mut reader = Reader::from_str(xml);
    let element = |start: &BytesStart<'_>| Node::Element {
        name: String::from_utf8_lossy(start.name().as_ref()).into_owned(),
        attributes: start
            .attributes()
            .map(|attribute| {
                let attribute = attribute.expect("an attribute");
                let value = attribute.unescape_value().expect("an escaped value").into_owned();
                (String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value)
            })
            .collect(),
        inner: Vec::new(),
    };
    let mut open: Vec<Node> = vec![Node::Element { name: String::new(), attributes: BTreeMap::new(), inner: vec![] }];
    let push = |open: &mut Vec<Node>, node: Node| match open.last_mut() {
        Some(Node::Element { inner, .. }) => inner.push(node),
        _ => panic!("nothing is open"),
    };
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => push(&mut open, element(&start)),
            Event::End(_) => {
                let done = open.pop().expect("it is open");
                push(&mut open, done);
            }
            Event::Text(text) => push(&mut open, Node::Text(text.decode().expect("UTF-8").into_owned())),
            Event::GeneralRef(name) => {
                let name = String::from_utf8_lossy(&name).into_owned();
                let text = quick_xml::escape::unescape(&format!("&{name};")).expect("a known name").into_owned();
                push(&mut open, Node::Text(text));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    open.pop().expect("the document")
}

fn exported(root: &Path, slug: &str, format: ExportFormat) -> String {
    let request = ExportRequest { root, slug, format, script: None };
    let Exported { bytes, findings } = export_edition(&request).expect("the run is done");
    let bytes = bytes.unwrap_or_else(|| panic!("{slug} is not exported: {findings:#?}"));
    String::from_utf8(bytes).expect("UTF-8")
}

/// A site of one article `a`, of files in its folder.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("jiaozhu.toml"), "title = \"書舍\"\n".as_bytes());
    for (name, text) in files {
        write(&folder.path().join("content/a").join(name), text.as_bytes());
    }
    folder
}

/// The sites whose editions are looked at: the one that has everything, and this repository's.
fn editions() -> Vec<(PathBuf, Vec<&'static str>)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let case = repository.join("tests/sites/edition_exports/site");
    let own = vec!["careless-conversion", "damaged-text", "qwen-panic-digest"];
    vec![(case, vec!["qiao", "jian"]), (repository, own)]
}

fn is_in_edition(node: &Node) -> bool {
    !matches!(node.name(), "rdg" | "gap" | "rt" | "desc")
}

#[test]
fn the_text_of_a_tei_file_is_the_editions() {
    for (root, slugs) in editions() {
        let output = tempfile::tempdir().expect("a folder");
        let public = output.path().join("public");
        let request = jiaozhu::build::Request {
            root: root.clone(),
            output: Some(public.clone()),
            publish: true,
            ..Default::default()
        };
        drop(jiaozhu::build::run(&request).expect("the site builds"));
        for slug in slugs {
            let json = fs::read_to_string(public.join("data").join(slug).join("edition.json")).expect("the edition");
            let json: Value = serde_json::from_str(&json).expect("JSON");
            let lang = json["lang"].as_str().expect("a language");
            let tei = parse(&exported(&root, slug, ExportFormat::Tei));
            let paragraphs = json["paragraphs"].as_array().expect("a list");
            assert!(!paragraphs.is_empty());
            for paragraph in paragraphs {
                let (id, text) = (paragraph["id"].as_str().expect("an id"), paragraph["text"][lang].as_str());
                let node = tei.find(id);
                // An item's text is followed by what else it holds.
                let own = node.inner().iter().filter(|inner| !["list", "p", "quote"].contains(&inner.name()));
                let written: Vec<String> = own.map(|inner| inner.text(&is_in_edition)).collect();
                let separator = if node.name() == "row" { "\t" } else { "" };
                let written = written.join(separator);
                assert_eq!(
                    Some(written.trim_end_matches('\n')),
                    text.map(|text| text.trim_end_matches('\n')),
                    "{slug} {id}"
                );
            }
        }
    }
}

#[test]
fn the_readings_of_a_tei_file_are_the_received_text() {
    let index = "# 矽穀\n\n溪到春天，溪水水聲，閉眼著聽**碑作榖**。〔補〕\n\n矽穀，\\[今\\]。他來，乙去。\n";
    let witness = "矽穀\n溪到春天，（圖）溪水水聲，閉眼著聽碑作榖。\n矽穀，[今]。他來，乙去。\n終\n";
    let collation = "rules:\n\
        - {id: gu, reading: 矽穀, lemma: 矽谷, status: accepted}\n\
        - {id: shui, reading: 溪到春天，, lemma: 溪水到春天。, status: accepted}\n\
        - {id: sheng, reading: 水水聲, lemma: 水聲, status: accepted}\n\
        - {id: bi, reading: 閉眼著, lemma: 閉著眼, status: accepted}\n\
        - {id: gu-mu, reading: 作榖, lemma: 作穀, status: doubtful}\n\
        - {id: qu, reading: 來，乙, lemma: 來。丙, status: accepted}\n\
        - {id: jin, reading: 今, lemma: 古, status: rejected}\n\
        omitted: [{exact: （圖）, reason: 無圖}, {exact: 終, reason: 非正文}]\n\
        added: [{exact: 〔補〕, reason: 據他本}]\n";
    let folder = site(&[("index.md", index), ("witness.txt", witness), ("collation.yaml", collation)]);
    let tei = parse(&exported(folder.path(), "a", ExportFormat::Tei));
    let body = tei.all().into_iter().find(|node| node.name() == "body").expect("a body");
    let is_received = |node: &Node| match node.name() {
        "lem" => node.attribute("wit") == "#W",
        "rdg" => node.attribute("wit") == "#W",
        "gap" | "supplied" => false,
        _ => true,
    };
    let without_white = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let received = witness.replace("（圖）", "").replace('終', "");
    assert_eq!(without_white(&body.text(&is_received)), without_white(&received));
    let gaps: Vec<&Node> = body.all().into_iter().filter(|node| node.name() == "gap").collect();
    assert_eq!(gaps.len(), 2);
    let paragraph = tei.find("p1").text(&|node| node.name() != "rdg");
    assert_eq!(paragraph, "溪水到春天。無圖溪水聲，閉著眼聽碑作榖。〔補〕", "the gap stands where the text was");
    // An emendation that ends a sentence in its middle stands in two pieces.
    assert_eq!(tei.find("p2").text(&is_in_edition), "矽谷，[今]。他來。丙去。");
    assert!(body.all().iter().any(|node| node.attribute("prev") == "#e-qu"), "the second piece leads to the first");
    let rejected = tei.find("e-jin");
    assert_eq!((rejected.attribute("from"), rejected.attribute("ana")), ("#p2.1", "#rule-jin #status-rejected"));
}

#[test]
fn every_pointer_of_a_tei_file_leads_to_something() {
    for (root, slugs) in editions() {
        for slug in slugs {
            let tei = parse(&exported(&root, slug, ExportFormat::Tei));
            let mut ids = BTreeSet::new();
            for id in tei.all().into_iter().map(|node| node.attribute("xml:id")).filter(|id| !id.is_empty()) {
                assert!(ids.insert(id), "{slug}: {id} stands twice");
            }
            let mut n_pointers = 0;
            for node in tei.all() {
                for key in ["target", "ana", "corresp", "resp", "wit", "prev", "from"] {
                    for id in node.attribute(key).split(' ').filter_map(|pointer| pointer.strip_prefix('#')) {
                        assert!(ids.contains(id), "{slug}: {} {key} leads to {id}", node.name());
                        n_pointers += 1;
                    }
                }
            }
            assert!(n_pointers > 0, "{slug}");
        }
    }
}

/// Collects the things of a document; a text by language, as `context` says, is none.
fn things<'a>(value: &'a Value, context: &Value, out: &mut Vec<&'a serde_json::Map<String, Value>>) {
    match value {
        Value::Object(map) => {
            out.push(map);
            let is_thing = |key: &str| key != "@context" && context[key]["@container"] != "@language";
            map.iter().filter(|(key, _)| is_thing(key)).for_each(|(_, inner)| things(inner, context, out));
        }
        Value::Array(list) => list.iter().for_each(|inner| things(inner, context, out)),
        _ => {}
    }
}

#[test]
fn a_json_ld_file_defines_what_it_uses_and_describes_what_it_names() {
    for (root, slugs) in editions() {
        for slug in slugs {
            let json: Value = serde_json::from_str(&exported(&root, slug, ExportFormat::Jsonld)).expect("JSON");
            let context = json["@context"].as_object().expect("the context stands in the file");
            let mut all = Vec::new();
            things(&json, &json["@context"], &mut all);
            let mut used = BTreeSet::new();
            for node in &all {
                used.extend(node.keys().filter(|key| !key.starts_with('@')).map(String::as_str));
                used.extend(node.get("@type").and_then(Value::as_str));
            }
            assert_eq!(context.keys().map(String::as_str).collect::<BTreeSet<_>>(), used, "{slug}");
            for (term, definition) in context {
                let address = definition.as_str().or(definition["@id"].as_str());
                assert_eq!(address, Some(format!("https://schema.org/{term}").as_str()));
            }
            let id = |node: &serde_json::Map<String, Value>| node.get("@id").map(ToString::to_string);
            let described: BTreeSet<String> =
                all.iter().filter(|node| node.len() > 1).filter_map(|node| id(node)).collect();
            let named: BTreeSet<String> = all.iter().filter_map(|node| id(node)).collect();
            assert_eq!(named.difference(&described).collect::<Vec<_>>(), Vec::<&String>::new(), "{slug}");
            assert!(!used.contains("ClaimReview") && !used.contains("Rating"), "{used:?}");
        }
    }
}

#[test]
fn an_allegation_is_never_exported_as_supported() {
    let (root, _) = editions().remove(0);
    let json: Value = serde_json::from_str(&exported(&root, "qiao", ExportFormat::Jsonld)).expect("JSON");
    let claims = json["hasPart"].as_array().expect("a list");
    let of = |key: &str| claims.iter().find(|claim| claim["identifier"] == key).expect("the claim").to_string();
    let allegation = of("kong");
    assert!(allegation.contains("確有此指控，內容未證") && allegation.contains("石匠否認。"), "{allegation}");
    assert!(!allegation.contains("supported"), "{allegation}");
    assert!(of("hua").contains(r#""propertyID":"verdict-of-said""#), "{}", of("hua"));
    let tei = parse(&exported(&root, "qiao", ExportFormat::Tei));
    for id in ["c-kong", "n-kong"] {
        for node in tei.find(id).all() {
            assert!(!node.attribute("ana").contains("support"), "{id}: {}", node.attribute("ana"));
        }
    }
    let category = tei.find("allegation-made-content-unproven");
    assert_eq!(category.text(&|_| true), "確有此指控，內容未證");
}

#[test]
fn characters_that_xml_forbids_are_replaced() {
    let folder = site(&[("index.md", "# 題\n\n舊&#1;橋 `a<b>` &amp;lt; [頁](<x y.html>)\n")]);
    let tei = parse(&exported(folder.path(), "a", ExportFormat::Tei));
    let paragraph = tei.find("p1");
    assert_eq!(paragraph.text(&|_| true), "舊\u{FFFD}橋 a<b> &lt; 頁");
    let link = paragraph.all().into_iter().find(|node| node.name() == "ref").expect("a link");
    assert_eq!(link.attribute("target"), "../../zh-hant/a/x%20y.html");
}

#[test]
fn a_file_in_the_other_script_is_exported_in_its_own() {
    let folder = site(&[("index.md", "---\nlang: zh-Hans\n---\n\n# 旧桥\n\n桥很旧。\n")]);
    let tei = parse(&exported(folder.path(), "a", ExportFormat::Tei));
    assert_eq!(tei.find("p1").text(&|_| true), "桥很旧。");
    let json: Value = serde_json::from_str(&exported(folder.path(), "a", ExportFormat::Jsonld)).expect("JSON");
    assert_eq!(json["headline"]["zh-Hans"], "旧桥");
    assert_eq!(json["@id"], "../../zh-hans/a/");
    assert_eq!(json.get("url"), None, "without base-url nobody knows it");
    assert_eq!(json["workTranslation"][0]["headline"]["zh-Hant"], "舊橋");
}

#[test]
fn a_deep_heading_and_an_empty_article_make_divisions() {
    let folder = site(&[("index.md", "# 題\n\n### 深\n\n一。\n\n## 淺\n")]);
    let tei = parse(&exported(folder.path(), "a", ExportFormat::Tei));
    let body = tei.all().into_iter().find(|node| node.name() == "body").expect("a body");
    let sections: Vec<&Node> = body.inner().iter().filter(|node| node.name() == "div").collect();
    assert_eq!(sections.len(), 2, "a shallower heading is in no deeper division");
    assert!(sections[1].inner().iter().any(|node| node.name() == "p"), "a division is never empty");
}

#[test]
fn what_cannot_be_exported_says_why() {
    let folder = site(&[("index.md", "# 題\n\n一句[^x]。\n")]);
    let request = ExportRequest { root: folder.path(), slug: "a", format: ExportFormat::Tei, script: None };
    let refused = export_edition(&request).expect("the run is done");
    assert_eq!(refused.bytes, None);
    assert_eq!(refused.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["JZ101"]);
    let unknown = export_edition(&ExportRequest { slug: "b", ..request }).expect_err("no such article");
    assert_eq!(unknown.to_string(), "the site has no article `b`");
    assert_eq!(unknown.hint.as_deref(), Some("the site's articles: a"));
}

#[test]
fn the_program_prints_what_the_site_publishes() {
    let site = Site::copy("edition_exports");
    let public = site.build().output;
    let files = [
        ("jsonld", "edition.jsonld"),
        ("tei", "edition.tei.xml"),
        ("csl-json", "references.json"),
        ("biblatex", "references.bib"),
        ("ris", "references.ris"),
    ];
    for (format, file) in files {
        let run = Command::new(env!("CARGO_BIN_EXE_jiaozhu"))
            .args(["export", "qiao", "--format", format, "--root"])
            .arg(site.root())
            .output()
            .expect("the program runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(run.stdout, fs::read(public.join("data/qiao").join(file)).expect("it is published"));
    }
}
