//! `_headers`: what it states is what the pages state, and no page needs more.

use std::fs;
use std::path::Path;

use scraper::{Html, Selector};

use crate::golden::{Site, files_below, write};

const CASES: [&str; 4] = ["search_both_scripts", "lists_tags_and_series", "edition_evidence", "interface_english"];

/// Builds a case with the setting, and returns what `_headers` says.
fn build(site: &Site) -> String {
    let settings = site.root().join("jiaozhu.toml");
    let typed = fs::read_to_string(&settings).expect("settings");
    let typed = if typed.contains("[build]") { typed } else { typed + "\n[build]\n" };
    if !typed.contains("headers") {
        write(&settings, typed.replace("[build]\n", "[build]\nheaders = true\n").as_bytes());
    }
    let report = site.build();
    assert!(report.outcome.is_some(), "{:#?}", report.findings);
    fs::read_to_string(report.output.join("_headers")).expect("the headers")
}

/// The policy for all files.
fn policy(headers: &str) -> &str {
    let line = headers.lines().nth(1).expect("a header");
    line.strip_prefix("  Content-Security-Policy: ").expect("the policy")
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn pages(output: &Path) -> Vec<(String, Html)> {
    let files = files_below(output).into_iter().filter(|(path, _)| path.ends_with(".html"));
    files.map(|(path, bytes)| (path, Html::parse_document(&String::from_utf8(bytes).expect("UTF-8")))).collect()
}

#[test]
fn the_policy_is_that_of_the_pages_and_none_needs_more() {
    for case in CASES {
        let site = Site::copy(case);
        let headers = build(&site);
        let stated = policy(&headers).strip_suffix("; frame-ancestors 'none'").expect("no frames");
        let pages = pages(&site.root().join("public"));
        assert!(pages.len() > 4, "{case}");
        for (path, page) in pages {
            let own = select(&page, "meta[http-equiv=Content-Security-Policy]");
            let own = own.first().and_then(|meta| meta.attr("content")).expect("a policy");
            let leads_on = !select(&page, "meta[http-equiv=refresh]").is_empty();
            assert!(own == stated || leads_on, "{case}: {path}: {own}");
            assert!(select(&page, "style, base, iframe, object, embed, form[action]").is_empty(), "{case}: {path}");
            for script in select(&page, "script:not([type='application/ld+json'])") {
                assert!(script.attr("src").is_some(), "{case}: {path}: {}", script.html());
            }
            for linked in select(&page, "script[src], link[rel=stylesheet], link[rel=icon]") {
                let address = linked.attr("src").or(linked.attr("href")).expect("an address");
                assert!(!address.contains("//"), "{case}: {path}: {address}");
            }
        }
    }
}

/// A site whose own layout states another policy is not shut out by a stricter one.
#[test]
fn a_layout_of_ones_own_states_the_policy() {
    let site = Site::copy("lists_tags_and_series");
    let base = include_str!("../../templates/base.html");
    let own = base.replace("script-src 'self'", "script-src 'self' https://count.example.org");
    write(&site.root().join("templates/base.html"), own.as_bytes());
    assert!(policy(&build(&site)).contains("script-src 'self' https://count.example.org; "));
    write(&site.root().join("templates/base.html"), base.replace("Content-Security-Policy", "X-None").as_bytes());
    assert_eq!(policy(&build(&site)), "frame-ancestors 'none'");
}

#[test]
fn without_the_setting_there_are_none_and_ones_own_stand() {
    let site = Site::copy("lists_tags_and_series");
    let built = site.build().output.join("_headers");
    assert!(!built.exists());
    let own = "/*\n  X-Own: 1\n";
    write(&site.root().join("static/_headers"), own.as_bytes());
    assert_eq!(build(&site), own);
}
