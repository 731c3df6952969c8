//! The commands that carry a bibliography in and out: nothing that is typed is touched, and what goes out comes back.

use std::fs;

use jiaozhu::build::{ExportRequest, export_edition};
use jiaozhu::pipeline::ExportFormat;
use jiaozhu::receive::{BibliographyReport, BibliographyRequest, bibliography_format, receive_bibliography};
use jiaozhu::typed_files::Stop;

use crate::typed::{Site, stop};

const INDEX: &str = "# 水\n\n水輕[^a]。茶濃[^b]。\n\n[^a]: 記。[@jia, 卷二]\n[^b]: 見[記](https://example.org/ji)。\n";
const JIA: &str = "jia: {type: book, title: 甲}\n";

/// A site with one article that cites `jia`.
fn site(files: &[(&str, &str)]) -> Site {
    let site = Site::new(&[("tea/index.md", INDEX)]);
    files.iter().for_each(|(path, text)| site.write(path, text));
    site
}

fn try_receive(site: &Site, name: &str, text: &str, slug: Option<&str>) -> Result<BibliographyReport, Stop> {
    let file = site.root().join(name);
    fs::write(&file, text).expect("a file");
    let format = bibliography_format(&file).expect("a bibliography");
    receive_bibliography(&BibliographyRequest { root: site.root(), file: &file, format, slug, encoding: None })
}

#[track_caller]
fn receive(site: &Site, name: &str, text: &str, slug: Option<&str>) -> Vec<String> {
    let report = try_receive(site, name, text, slug).expect("the run is done");
    assert_eq!(report.findings, []);
    report.lines
}

fn export(site: &Site, format: ExportFormat) -> String {
    let request = ExportRequest { root: site.root(), slug: "tea", format, script: None };
    let exported = export_edition(&request).expect("the run is done");
    let bytes = exported.bytes.unwrap_or_else(|| panic!("{:#?}", exported.findings));
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn entries_are_added_at_the_end_and_nothing_is_rewritten() {
    let typed = "# 我的書目\nshuipu:   {type: book, title: 水譜}   # 好書";
    let site = site(&[("tea/sources.yaml", typed), ("sources.yaml", JIA)]);
    let file = "@book{shuipu, title = {水譜}}\n@book{jia, title = {乙}}\n@misc{new, title = {新}}\n";
    let lines = receive(&site, "a.bib", file, Some("tea"));
    assert_eq!(
        lines,
        [
            "`shuipu` stands in content/tea/sources.yaml already, with the same content",
            "`jia` stands in content/sources.yaml with other content: added as `jia-2`",
            "2 sources added at the end of content/tea/sources.yaml",
        ]
    );
    let added = "jia-2:\n  type: book\n  title: \"乙\"\n\nnew:\n  type: misc\n  title: \"新\"";
    assert_eq!(site.read("tea/sources.yaml"), format!("{typed}\n\n{added}"));
    // Once more changes nothing: the renamed entry is known again.
    let again = receive(&site, "a.bib", file, Some("tea"));
    assert_eq!(again.last().map(String::as_str), Some("nothing to add to content/tea/sources.yaml"));
    assert_eq!(site.read("tea/sources.yaml"), format!("{typed}\n\n{added}"));
}

/// Bytes that a text has not: they stand, and what is added has the file's line ends.
#[test]
fn line_ends_are_the_files_own() {
    let site = site(&[("sources.yaml", "\u{feff}jia:\r\n  type: book\r\n  title: 甲\r\n")]);
    receive(&site, "a.bib", "@book{yi, title = {乙}}", None);
    let expected = "\u{feff}jia:\r\n  type: book\r\n  title: 甲\r\n\r\nyi:\r\n  type: book\r\n  title: \"乙\"\r\n";
    assert_eq!(site.read("sources.yaml"), expected);
}

#[test]
fn relays_follow_a_renamed_source() {
    let site = site(&[("sources.yaml", JIA)]);
    let file = r#"[{"id": "jia", "title": "乙"}, {"id": "b", "title": "丙", "custom": {"jz": {"relays": [{"source": "jia"}]}}}]"#;
    receive(&site, "a.json", file, None);
    let text = site.read("sources.yaml");
    assert!(text.ends_with("  jz:\n    relays: [{source: \"jia-2\"}]\n"), "{text}");
}

#[test]
fn a_new_file_is_made_where_there_is_none() {
    let site = site(&[]);
    let lines = receive(&site, "a.ris", "TY  - BOOK\nID  - a\nTI  - 水譜\nER  - \n", None);
    assert_eq!(lines, ["1 source added at the end of content/sources.yaml"]);
    assert_eq!(site.read("sources.yaml"), "a:\n  type: book\n  title: \"水譜\"\n");
}

/// What `fill` leaves to be described is a warning of `check`, and none of this command's.
#[test]
fn what_is_only_odd_in_the_file_does_not_stop_it() {
    let site = site(&[("sources.yaml", "jia:\n  type: web\n  title: \"\"\n")]);
    assert_eq!(site.codes(), ["JZ311"]);
    let lines = receive(&site, "a.bib", "@misc{b, author = {}}", None);
    assert_eq!(lines, ["1 source added at the end of content/sources.yaml"]);
    assert_eq!(site.read("sources.yaml"), "jia:\n  type: web\n  title: \"\"\n\nb:\n  type: misc\n");
}

#[test]
fn a_file_that_cannot_be_added_to_stays_as_it_is() {
    let typed = "{jia: {type: book, title: 甲}}\n";
    let site = site(&[("sources.yaml", typed)]);
    let at = site.root().join("content/sources.yaml");
    let why = "nothing can be added at its end without a change of what stands there";
    let hint = "let each source stand as `key:` at the left edge (an empty `{}` can be deleted), and end the file after the last";
    let refused = stop(try_receive(&site, "a.bib", "@book{b, title = {乙}}", None));
    assert_eq!(refused, (true, format!("{}: {why}; {hint}", at.display())));
    assert_eq!(site.read("sources.yaml"), typed);
    let refused = stop(try_receive(&site, "a.bib", "@book{b, title = {乙}}", Some("tee")));
    assert_eq!(refused, (false, "the site has no article `tee`; did you mean `tea`?".to_owned()));
}

#[test]
fn sources_with_errors_are_not_added_to() {
    let site = site(&[("sources.yaml", "a: {type: bok}\n")]);
    let report = try_receive(&site, "a.bib", "@book{b, title = {乙}}", None).expect("the run is done");
    assert!(report.has_error());
    assert_eq!(report.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["JZ303"]);
    assert_eq!(report.texts["content/sources.yaml"], "a: {type: bok}\n");
    assert_eq!(site.read("sources.yaml"), "a: {type: bok}\n");
}

#[test]
fn a_bibliography_starts_no_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bib");
    fs::write(&file, "@book{b, title = {乙}}").expect("a file");
    let format = bibliography_format(&file).expect("a bibliography");
    let request = BibliographyRequest { root: folder.path(), file: &file, format, slug: None, encoding: None };
    let hint = "a bibliography goes into a site; go there, or name its folder with --root DIR";
    let why = format!("{}: no jiaozhu.toml here or in a folder above; {hint}", folder.path().display());
    assert_eq!(stop(receive_bibliography(&request)), (false, why));
    assert!(!folder.path().join("content").exists());
}

#[test]
fn an_article_exports_its_own_and_the_shared_sources_it_cites() {
    let site = site(&[
        ("tea/sources.yaml", "own: {type: book, title: 己}\n"),
        ("sources.yaml", "yi: {type: book, title: 乙}\njia: {type: book, title: 甲}\n"),
    ]);
    // As the page of sources has them: what is cited, then what the article alone lists.
    let expected = "TY  - BOOK\nID  - jia\nTI  - 甲\nER  - \n\nTY  - BOOK\nID  - own\nTI  - 己\nER  - \n";
    assert_eq!(export(&site, ExportFormat::Ris), expected);
}

#[test]
fn what_one_site_exports_another_imports_and_exports_again() {
    let file = "jia:\n  type: article\n  title: 甲\n  author: [\"林, 一泉\", 水社]\n  date: ~1925-03\n  parent: {type: periodical, title: 茶報, issue: 第三期}\n  jz: {class: primary, status: unfetched}\nyi: {type: book, title: 乙}\n";
    let from = site(&[("tea/sources.yaml", file)]);
    let formats = [(ExportFormat::CslJson, "a.json"), (ExportFormat::Biblatex, "a.bib"), (ExportFormat::Ris, "a.ris")];
    for (format, name) in formats {
        let to = site(&[]);
        receive(&to, name, &export(&from, format), Some("tea"));
        assert_eq!(to.codes(), [""; 0]);
        for (again, _) in formats {
            assert_eq!(export(&to, again), export(&from, again), "{name}");
        }
    }
}

/// Plain links alone make no bibliography; and the page of the text has no room for links to one.
#[test]
fn the_page_of_sources_leads_to_the_bibliography_there_is() {
    let site = site(&[("sources.yaml", JIA)]);
    site.write("links/index.md", "# 茶\n\n茶濃[^b]。\n\n[^b]: 見[記](https://example.org/ji)。\n");
    let public = site.build().output;
    let page = |path: &str| fs::read_to_string(public.join(path)).expect("a page");
    for (file, word) in [("json", "CSL-JSON"), ("bib", "BibLaTeX"), ("ris", "RIS")] {
        let link = format!("<a href=\"../../../data/tea/references.{file}\">{word}</a>");
        assert!(page("zh-hant/tea/sources/index.html").contains(&link), "{link}");
        assert!(page("zh-hans/tea/sources/index.html").contains(&link), "{link}");
        assert!(public.join(format!("data/tea/references.{file}")).is_file());
        assert!(!public.join(format!("data/links/references.{file}")).exists());
    }
    assert!(!page("zh-hant/links/sources/index.html").contains("references."));
    assert!(!page("zh-hant/tea/index.html").contains("references."));
}
