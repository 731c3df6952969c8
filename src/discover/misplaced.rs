//! Names the files that nobody reads because their name or place is nearly right (`JZ006`).

use super::listing::Listing;
use super::{ARTICLE_NAMES, ArticlePaths, DEFAULTS, INDEX, folder_of, has_article, name_of};
use crate::diag::{Diagnostic, did_you_mean};

/// Names the Markdown files that no article takes in, the shared files whose names are nearly right, and defaults that reach no article.
pub(super) fn misplaced(content: &Listing, articles: &[ArticlePaths]) -> Vec<Diagnostic> {
    let in_article = |file: &str| {
        let mut folders = file.match_indices('/').filter_map(|(at, _)| file.get(..at));
        folders.any(|folder| articles.binary_search_by(|article| article.folder.as_str().cmp(folder)).is_ok())
    };
    let mut findings = near_misses("content", &content.files, &["sources", "glossary", "defaults"]);
    let idle = |file: &&String| name_of(file) == DEFAULTS && !has_article(articles, folder_of(file));
    findings.extend(content.files.iter().filter(idle).map(|file| {
        let finding = Diagnostic::warning("JZ006", format!("`{file}` is not read")).at(file, 0..0);
        finding.hint("no article lies in or below its folder: move it, or delete it")
    }));
    for file in content.files.iter().filter(|file| !in_article(file)) {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let Some((stem, extension)) = name.rsplit_once('.') else {
            continue;
        };
        if folder != "content" && matches!(extension.to_lowercase().as_str(), "yaml" | "yml") {
            findings.extend(near_miss(file, name, stem, &["defaults"]));
            continue;
        }
        if !matches!(extension.to_lowercase().as_str(), "md" | "markdown") {
            continue;
        }
        let is_index = stem.eq_ignore_ascii_case("index") && folder != "content";
        let hint = if is_index {
            format!("rename it `{folder}/{INDEX}`")
        } else {
            format!("an article is a folder: move it to `{folder}/<slug>/{INDEX}`")
        };
        findings.push(Diagnostic::warning("JZ006", format!("`{file}` is not read")).at(file, 0..0).hint(hint));
    }
    findings
}

/// Names the YAML files that lie directly in `folder` and are probably meant to be one of `stems`.
pub(super) fn near_misses(folder: &str, files: &[String], stems: &[&'static str]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for file in files {
        let Some(name) = name_in(folder, file) else {
            continue;
        };
        let Some((stem, extension)) = name.rsplit_once('.') else {
            continue;
        };
        if matches!(extension.to_lowercase().as_str(), "yaml" | "yml") && !ARTICLE_NAMES.contains(&name) {
            findings.extend(near_miss(file, name, stem, stems));
        }
    }
    findings
}

/// Names a YAML file that is probably meant to be one of `stems`.
fn near_miss(file: &str, name: &str, stem: &str, stems: &[&'static str]) -> Option<Diagnostic> {
    let meant = did_you_mean(&stem.to_lowercase(), stems.iter().copied())?;
    (name != format!("{meant}.yaml")).then(|| {
        let finding = Diagnostic::warning("JZ006", format!("`{file}` is not read")).at(file, 0..0);
        finding.hint(format!("did you mean `{meant}.yaml`? rename the file"))
    })
}

/// Returns the files `received.<ext>` that lie directly in `folder`, sorted.
pub(super) fn received_names(folder: &str, files: &[String]) -> Vec<String> {
    let is_received = |file: &&String| name_in(folder, file).is_some_and(|name| name.starts_with("received."));
    files.iter().filter(is_received).cloned().collect()
}

/// Names the second received file of an article, which is not read.
pub(super) fn second_received(received: &[String]) -> Option<Diagnostic> {
    let [first, second, ..] = received else {
        return None;
    };
    let finding = Diagnostic::warning("JZ006", format!("`{second}` is not read, as `{first}` is")).at(second, 0..0);
    Some(finding.hint("keep one received file beside the article"))
}

fn name_in<'a>(folder: &str, file: &'a str) -> Option<&'a str> {
    file.strip_prefix(folder)?.strip_prefix('/').filter(|name| !name.contains('/'))
}
