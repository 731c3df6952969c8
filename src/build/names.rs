//! Tags and series by their addresses: no two of them have the same, and none is without.

use std::collections::BTreeMap;

use super::listing::Listed;
use crate::diag::Diagnostic;
use crate::page::Name;

/// Reports tags and series without an address of their own (`JZ018`).
pub(super) fn check_names(listed: &[Listed<'_>], findings: &mut Vec<Diagnostic>) {
    let (mut tags, mut series) = (BTreeMap::new(), BTreeMap::new());
    for article in listed.iter().filter(|article| article.is_published && article.front.about.is_none()) {
        let front = &article.front;
        let found = front.names.tags.iter().filter_map(|tag| check(&mut tags, "tag", tag));
        findings.extend(found.map(|finding| finding.at(&article.path(), front.tags_at.clone())));
        let found = front.names.series.iter().filter_map(|name| check(&mut series, "series", name));
        findings.extend(found.map(|finding| finding.at(&article.path(), front.series_at.clone())));
    }
}

fn check<'a>(taken: &mut BTreeMap<&'a str, &'a Name>, what: &str, name: &'a Name) -> Option<Diagnostic> {
    let called = |name: &Name| name.texts.first().cloned().unwrap_or_default();
    let text = called(name);
    let line = format!("`\"{text}\" = \"…\"` below `[site.slugs]` in jiaozhu.toml");
    if name.slug.is_empty() {
        let message = format!("nothing in the {what} `{text}` can stand in an address");
        return Some(Diagnostic::error("JZ018", message).hint(format!("give it one: {line}")));
    }
    let other = *taken.entry(&name.slug).or_insert(name);
    // What is written alike in one script is the same, whatever script it was typed in.
    let is_same = other.texts.iter().zip(&name.texts).any(|(a, b)| a == b);
    (!is_same).then(|| {
        let message = format!("the {what} `{text}` would have the address of `{}`, `{}`", called(other), name.slug);
        Diagnostic::error("JZ018", message).hint(format!("write both alike, or give it another: {line}"))
    })
}
