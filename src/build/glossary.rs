//! Rules of `content/glossary.yaml` that no article of the site uses.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::model::{RuleOrigin, Scripted, SharedGlossary};

/// Returns the shared rules that an article uses, by the places of their names in `content/glossary.yaml`.
pub(super) fn used_rules(scripted: &Scripted) -> BTreeSet<usize> {
    let shared = scripted.glossary.iter().filter(|one| one.origin != RuleOrigin::Article);
    shared.map(|one| one.source.start).collect()
}

/// Reports shared rules that nobody uses (`JZ507`), by what each article uses; nothing is known of them while one article cannot
/// be read.
pub(super) fn idle_rules<'a>(
    shared: &SharedGlossary,
    used: impl Iterator<Item = Option<&'a BTreeSet<usize>>>,
) -> Vec<Diagnostic> {
    let mut all: BTreeSet<usize> = BTreeSet::new();
    for of_article in used {
        let Some(of_article) = of_article else { return Vec::new() };
        all.extend(of_article);
    }
    let idle = shared.all_rules().filter(|(_, rule)| !all.contains(&rule.source.start));
    idle.map(|(group, rule)| {
        let whose = group.map_or_else(|| "the glossary".to_owned(), |name| format!("the group `{name}`"));
        let message = format!("`{}` of {whose} is used in no article", rule.name);
        Diagnostic::info("JZ507", message)
            .at(&shared.path, rule.source.clone())
            .hint("delete the rule, or leave it for later")
    })
    .collect()
}
