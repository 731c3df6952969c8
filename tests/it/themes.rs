//! The theme in `docs/examples/`: its look is its own, and nothing of the edition is lost in it.

use std::collections::BTreeSet;
use std::path::Path;

use jiaozhu::build::Report;
use jiaozhu::diag::Severity;

use crate::golden::{Site, files_below, write};

/// Copies the theme `name` over a site.
fn dress(site: &Site, name: &str) {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples").join(name);
    for (file, bytes) in files_below(&theme) {
        write(&site.root().join(file), &bytes);
    }
}

fn assert_sound(report: &Report) {
    let errors: Vec<_> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty() && report.outcome.is_some(), "{errors:#?}");
}

fn page(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.root().join("public").join(path)).expect("a page")
}

/// The ids of claims, marks, notes, emendations and paragraphs on a page.
fn ids(page: &str) -> BTreeSet<String> {
    let ids = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let is_of_edition = |id: &&str| ["c-", "r-", "n-", "e-", "s-", "p"].iter().any(|sign| id.starts_with(sign));
    ids.filter(is_of_edition).map(str::to_owned).collect()
}

#[test]
fn broadside_has_its_own_look_and_the_whole_edition() {
    for (case, slug) in [("edition_evidence", "jiu-qiao"), ("edition_claims_and_emendations", "qiao")] {
        let (plain, dressed) = (Site::copy(case), Site::copy(case));
        dress(&dressed, "broadside");
        assert_sound(&plain.build());
        assert_sound(&dressed.build());
        for folder in ["zh-hant", "zh-hans", "parallel"] {
            let path = format!("{folder}/{slug}/index.html");
            let (before, after) = (page(&plain, &path), page(&dressed, &path));
            assert_eq!(ids(&before), ids(&after), "{path} of {case}");
            assert!(ids(&after).iter().any(|id| id.starts_with("n-")), "{path} of {case} has notes");
        }
        let article = page(&dressed, &format!("zh-hant/{slug}/index.html"));
        assert!(article.contains("class=\"edition broadside\"") && article.contains("class=\"colophon\""), "{article}");
        assert!(page(&dressed, "zh-hant/index.html").contains("class=\"playbill\""));
        assert!(page(&dressed, "style.css").contains("writing-mode: vertical-rl"));
        assert!(page(&plain, "style.css") != page(&dressed, "style.css"));
    }
}

/// The path that `href`, on the page `from`, leads to, if it is a page of the site.
fn target(from: &str, href: &str) -> Option<String> {
    let path = href.split('#').next().filter(|path| !path.is_empty() && !path.contains(':'))?;
    let mut folders: Vec<_> = from.split('/').collect();
    folders.pop();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." { folders.pop().map(|_| ())? } else { folders.push(part) }
    }
    (path.ends_with('/')).then(|| folders.into_iter().chain(["index.html"]).collect::<Vec<_>>().join("/"))
}

/// The pages that links lead to, from the list of the first script on.
fn reached(site: &Site) -> BTreeSet<String> {
    let (mut reached, mut open) = (BTreeSet::new(), vec!["zh-hant/index.html".to_owned()]);
    while let Some(path) = open.pop() {
        let html = page(site, &path);
        let hrefs = html.split("<a ").skip(1).filter_map(|link| link.split_once("href=\"")?.1.split('"').next());
        open.extend(hrefs.filter_map(|href| target(&path, href)).filter(|path| !reached.contains(path)));
        reached.insert(path);
    }
    reached
}

#[test]
fn every_page_is_reached_by_links_in_every_theme() {
    for theme in [None, Some("broadside")] {
        let site = Site::copy("lists_tags_and_series");
        if let Some(theme) = theme {
            dress(&site, theme);
        }
        assert_sound(&site.build());
        let files = files_below(&site.root().join("public")).into_keys();
        let pages: BTreeSet<_> = files.filter(|file| file.ends_with("index.html")).collect();
        assert_eq!(pages, reached(&site), "{theme:?}");
        let article = page(&site, "zh-hant/lou/index.html");
        for part in ["<summary>目次", "id=\"h-rare\"", "rel=\"prev\""] {
            assert!(article.contains(part), "{theme:?}: {part}");
        }
    }
}
