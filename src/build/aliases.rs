//! Names that articles had before: none stands where an article or another old name is.

use std::collections::BTreeMap;

use super::listing::Listed;
use crate::diag::Diagnostic;

/// Reports aliases that are taken (`JZ017`); `taken` says which article has a slug.
pub(super) fn check_aliases(
    listed: &mut [Listed<'_>],
    mut taken: BTreeMap<String, String>,
    findings: &mut Vec<Diagnostic>,
) {
    for article in listed {
        let path = format!("{}/index.md", article.paths.folder);
        for (alias, at) in &article.front.aliases {
            if let Some(other) = taken.get(alias) {
                let finding = Diagnostic::error("JZ017", format!("the alias `{alias}` is taken by {other}"));
                findings.push(finding.at(&path, at.clone()).hint("delete it: an address leads to one article"));
                // Two pages cannot be written to one place.
                article.is_published = false;
                continue;
            }
            taken.insert(alias.clone(), path.clone());
        }
    }
}
