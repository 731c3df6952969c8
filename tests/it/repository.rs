//! The repository's own edition, built into a temporary folder and read as a browser would.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiaozhu::build::{Report, Request, run};
use jiaozhu::diag::Severity;
use jiaozhu::model::ScriptConfig;
use scraper::{Html, Node};

use crate::fixtures::opencc;

fn build(output: &Path) -> Report {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    run(&Request { root, output: Some(output.to_owned()), publish: true, ..Request::default() })
        .expect("the site builds")
}

fn pages(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.file_name().is_some_and(|file| file == name))
        .collect();
    found.sort();
    found
}

/// The text of a page outside elements in `lang`, styles and scripts apart.
fn text_outside(html: &str, lang: &str) -> String {
    let document = Html::parse_document(html);
    let is_inside = |id| {
        let node = document.tree.get(id);
        node.is_some_and(|node| {
            node.ancestors().any(|up| {
                up.value().as_element().is_some_and(|element| {
                    element.attr("lang") == Some(lang) || ["script", "style"].contains(&element.name())
                })
            })
        })
    };
    document
        .tree
        .nodes()
        .filter(|node| !is_inside(node.id()))
        .filter_map(|node| match node.value() {
            Node::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

#[test]
fn documents_hold_no_two_versions_of_a_passage() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<(String, Vec<u8>)> = crate::golden::files_below(&root.join("docs")).into_iter().collect();
    texts.extend(
        ["README.md", "CHANGELOG.md"].map(|name| (name.to_owned(), fs::read(root.join(name)).expect("a file"))),
    );
    texts.retain(|(name, _)| name.ends_with(".md"));
    assert!(texts.len() > 10, "{}", texts.len());
    for (name, bytes) in texts {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let mark = text.lines().find(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
        assert_eq!(mark, None, "{name}");
    }
}

#[test]
fn it_is_without_errors_and_warnings() {
    let output = tempfile::tempdir().expect("a folder");
    let report = build(&output.path().join("public"));
    let loud: Vec<_> = report.findings.iter().filter(|finding| finding.severity != Severity::Info).collect();
    assert!(loud.is_empty(), "{loud:#?}");
    assert!(report.outcome.is_some_and(|outcome| outcome.exchanged));
}

#[test]
fn simplified_pages_hold_no_traditional_form_outside_its_lang() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    // A Simplified article stands as typed on its own page, with the Traditional forms that it cites.
    let found = pages(&public.join("zh-hans"), "index.html");
    let found: Vec<_> =
        found.into_iter().filter(|page| !page.to_string_lossy().contains("careless-conversion")).collect();
    assert!(found.len() >= 5, "{found:?}");
    for page in found {
        let text = text_outside(&fs::read_to_string(&page).expect("a page"), "zh-Hant");
        let converted = opencc(ScriptConfig::T2s, &text);
        let differing: String = text.chars().zip(converted.chars()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
        assert_eq!(differing, "", "in {}", page.display());
    }
}

#[test]
fn a_reason_says_in_every_script_of_which_form_it_speaks() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    let page = |script: &str| fs::read_to_string(public.join(script).join("damaged-text/index.html")).expect("a page");
    assert!(page("zh-hant").contains("底本的字用於「關係」"));
    assert!(page("zh-hans").contains("底本的字用于「<span lang=\"zh-Hant\">關係</span>」"));
}

#[test]
fn traditional_pages_hold_no_simplified_form_outside_its_lang() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    let table = include_str!("../data/simplified-only.txt");
    let simplified: BTreeSet<char> = table.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect();
    let found = pages(&public.join("zh-hant"), "index.html");
    assert!(found.iter().any(|page| page.to_string_lossy().contains("careless-conversion")), "{found:?}");
    for page in found {
        let text = text_outside(&fs::read_to_string(&page).expect("a page"), "zh-Hans");
        let wrong: String = text.chars().filter(|c| simplified.contains(c)).collect();
        assert_eq!(wrong, "", "in {}", page.display());
    }
}

#[test]
fn the_witness_is_a_byte_copy_and_the_original_page_its_text() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    let received = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/damaged-text/witness.txt");
    let received = fs::read(received).expect("the witness");
    assert_eq!(fs::read(public.join("data/damaged-text/witness.txt")).expect("the copy"), received);
    let page = fs::read_to_string(public.join("original/damaged-text/index.html")).expect("the original page");
    let selector = scraper::Selector::parse("pre.witness").expect("a selector");
    let shown: String = Html::parse_document(&page)
        .select(&selector)
        .flat_map(|pre| pre.text().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert_eq!(shown, String::from_utf8(received).expect("UTF-8").replace("\r\n", "\n"));
}

#[test]
fn two_builds_agree_on_any_number_of_threads_and_the_second_changes_nothing() {
    let output = tempfile::tempdir().expect("a folder");
    let (a, b) = (output.path().join("a"), output.path().join("b"));
    build(&a);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| build(&b));
    for path in walkdir::WalkDir::new(&a).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
    {
        let relative = path.path().strip_prefix(&a).expect("below a");
        assert_eq!(fs::read(path.path()).ok(), fs::read(b.join(relative)).ok(), "{}", relative.display());
    }
    let again = build(&a).outcome.expect("it is published");
    assert!(!again.exchanged);
    assert_eq!(again.n_written, 0);
}

/// The digest's `edition.json`.
fn digest() -> serde_json::Value {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    let json = fs::read_to_string(public.join("data/qwen-panic-digest/edition.json")).expect("the edition's data");
    serde_json::from_str(&json).expect("JSON")
}

/// The verdict of each label, from the table made of the inventory.
fn wanted_verdicts() -> BTreeMap<&'static str, &'static str> {
    let table = include_str!("../data/verdicts.tsv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        (fields.next().expect("a label"), fields.nth(1).expect("a verdict"))
    };
    table.map(row).collect()
}

#[test]
fn the_digest_has_every_claim_of_the_inventory_with_its_verdict() {
    let edition = digest();
    let claims: Vec<&serde_json::Value> = edition["claims"].as_array().expect("a list").iter().collect();
    let shown: BTreeMap<&str, &str> = claims
        .iter()
        .map(|claim| {
            let verdict =
                if claim["kind"] == "gloss" { "gloss" } else { claim["verdict"].as_str().unwrap_or_default() };
            (claim["id"].as_str().unwrap_or_default(), verdict)
        })
        .collect();
    let wanted = wanted_verdicts();
    assert_eq!(shown, wanted);
    assert_eq!(claims.len(), wanted.len());
    let of = |id: &str| claims.iter().find(|claim| claim["id"] == id).expect("a claim");
    assert_eq!(of("c26-cost")["places"].as_array().map(Vec::len), Some(2), "C66 is C26 said again");
    let unsourced = claims.iter().filter(|claim| {
        !["gloss", "opinion", "prediction"].contains(&claim["kind"].as_str().unwrap_or_default())
            && claim["verdict"] != "not-checkable"
            && claim["citations"].as_array().is_none_or(Vec::is_empty)
    });
    assert_eq!(unsourced.map(|claim| claim["id"].to_string()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_digests_counts_add_up() {
    let edition = digest();
    let counts = &edition["counts"];
    let n = |value: &serde_json::Value| value.as_u64().unwrap_or_default();
    let sum = |map: &serde_json::Value| map.as_object().map(|map| map.values().map(n).sum::<u64>()).unwrap_or_default();
    let wanted = wanted_verdicts();
    let n_of = |verdict: &str| wanted.values().filter(|wanted| **wanted == verdict).count() as u64;
    let n_claims = wanted.len() as u64 - n_of("gloss");
    assert_eq!(n(&counts["glosses"]), n_of("gloss"));
    assert_eq!(n(&counts["claims"]), n_claims);
    assert_eq!(n(&counts["opinions"]), n_of("not-checkable"));
    assert_eq!(n(&counts["checkable"]), n_claims - n_of("not-checkable"));
    assert_eq!(sum(&counts["verdicts"]) + sum(&counts["said"]), n(&counts["checkable"]));
}

#[test]
fn an_allegation_never_stands_under_a_bare_supported() {
    let output = tempfile::tempdir().expect("a folder");
    let public = output.path().join("public");
    build(&public);
    for page in ["zh-hant", "zh-hans", "parallel"] {
        let html = fs::read_to_string(public.join(page).join("qwen-panic-digest/index.html")).expect("a page");
        let document = Html::parse_document(&html);
        for key in ["c11-allegation", "c12-threat"] {
            let note = scraper::Selector::parse(&format!("#n-{key}")).expect("a selector");
            let note: String = document.select(&note).flat_map(|note| note.text()).collect();
            let mark = scraper::Selector::parse(&format!("#r-{key}")).expect("a selector");
            let label = document.select(&mark).find_map(|mark| mark.attr("aria-label")).unwrap_or_default();
            for text in [note.as_str(), label] {
                assert!(text.contains("指控，"), "{text}");
                assert!(!text.contains("有據") && !text.contains("有据") && !text.contains("supported"), "{text}");
            }
            assert!(note.contains("否認") || note.contains("否认"), "{note}");
            assert!(note.contains("核實") || note.contains("核实"), "{note}");
        }
    }
}

#[test]
fn an_error_leaves_the_published_site() {
    let site = tempfile::tempdir().expect("a folder");
    let root = site.path().to_owned();
    fs::write(root.join("jiaozhu.toml"), "title = \"試\"\n").expect("a file");
    fs::create_dir_all(root.join("content/a")).expect("a folder");
    fs::write(root.join("content/a/index.md"), "# 題\n\n一句。\n").expect("a file");
    let request = Request { root: root.clone(), publish: true, ..Request::default() };
    assert!(run(&request).expect("it runs").outcome.is_some());
    let before = fs::read(root.join("public/zh-hans/a/index.html")).expect("a page");
    fs::write(root.join("content/a/index.md"), "# 題\n\n一句[^x]。\n").expect("a file");
    let report = run(&request).expect("it runs");
    assert!(report.outcome.is_none());
    assert_eq!(report.findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["JZ101"]);
    assert_eq!(fs::read(root.join("public/zh-hans/a/index.html")).expect("a page"), before);
}
