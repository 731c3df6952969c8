//! Rules of `content/glossary.yaml` that no article of the site uses.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::model::{RuleOrigin, Scripted, SharedGlossary};

/// Returns the shared rules that an article uses, by the places of their names in `content/glossary.yaml`.
pub(super) fn used_rules(scripted: &Scripted) -> BTreeSet<usize> {
    let shared = scripted.glossary.iter().filter(|one| one.origin != RuleOrigin::Article);
    shared.map(|one| one.source.start).collect()
}

/// Reports shared rules that nobody uses (`JZ507`); nothing is known of them while one article cannot be read.
pub(super) fn idle_rules(shared: &SharedGlossary, used: &[Option<BTreeSet<usize>>]) -> Vec<Diagnostic> {
    let Some(used) = used.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let idle = shared.all_rules().filter(|(_, rule)| !used.iter().any(|used| used.contains(&rule.source.start)));
    idle.map(|(group, rule)| {
        let whose = group.map_or_else(|| "the glossary".to_owned(), |name| format!("the group `{name}`"));
        let message = format!("`{}` of {whose} is used in no article", rule.name);
        Diagnostic::info("JZ507", message)
            .at(&shared.path, rule.source.clone())
            .hint("delete the rule, or leave it for later")
    })
    .collect()
}
