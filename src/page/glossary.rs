//! The rules of glossaries that shaped a page.

use serde::Serialize;

use crate::model::{RuleOrigin, RuleUse, Scripted};

/// One rule that shaped a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct GlossaryView {
    /// The word in the article's own script.
    word: String,
    /// What stands for it on the page; none when it stands as it is.
    forms: Vec<FormView>,
    /// Why, in the page's script, or empty.
    reason: String,
    /// The key of the word that says where the rule stands.
    origin: &'static str,
    /// The title of the group that it stands in, or empty.
    group: String,
}

/// A form of a word, in one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FormView {
    /// The variant's language tag.
    lang: &'static str,
    /// The word there.
    text: String,
}

/// Returns the rules that shaped a page of the variants `columns`, in the order in which they win; the first is the page's script.
pub(crate) fn glossary_views(scripted: &Scripted, columns: &[usize]) -> Vec<GlossaryView> {
    let form = |one: &RuleUse, v: usize| one.forms.get(v).and_then(Option::as_ref).cloned();
    let shaping = scripted.glossary.iter().filter(|one| columns.iter().any(|v| form(one, *v).is_some()));
    let view = |one: &RuleUse| {
        let of_page = |texts: &[String]| columns.first().and_then(|v| texts.get(*v)).cloned().unwrap_or_default();
        let forms = columns.iter().filter_map(|v| Some((scripted.variants.get(*v)?, form(one, *v)?)));
        let (origin, group) = match &one.origin {
            RuleOrigin::Article => ("origin_article", String::new()),
            RuleOrigin::Site => ("origin_site", String::new()),
            RuleOrigin::Group(name, titles) => (
                "origin_group",
                Some(of_page(titles)).filter(|title| !title.is_empty()).unwrap_or_else(|| name.clone()),
            ),
        };
        GlossaryView {
            word: one.word.clone(),
            forms: forms
                .filter(|(_, text)| *text != one.word)
                .map(|(variant, text)| FormView { lang: variant.script_tag(), text })
                .collect(),
            reason: of_page(&one.reasons),
            origin,
            group,
        }
    };
    shaping.map(view).collect()
}
