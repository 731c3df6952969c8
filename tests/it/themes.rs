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
