//! Finds the places of a word in a YAML text, as a key or as a value, by where it stands in the tree.

use std::ops::Range;

use serde_saphyr::Spanned;

use crate::config::{AnyYaml, is_blank_yaml, typed_span};

/// One step down from a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To what a map has under this key.
    Key(&'static str),
    /// To every value of a map, or every item of a list.
    Each,
    /// To every item of a list, or to the value itself when it is none.
    OneOrEach,
}

/// What is looked for where the steps lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The keys of a map.
    Keys,
    /// The value.
    Value,
}

/// Returns where a word meant is typed in `text`, quotation marks included, in the order of the text.
///
/// Units: bytes of `text`. A word reached through an alias is placed at the alias.
/// Shape: none when the text is no YAML.
pub fn find_words(
    text: &str,
    steps: &[Step],
    target: Target,
    is_meant: impl Fn(&str) -> bool,
) -> Option<Vec<Range<usize>>> {
    if is_blank_yaml(text) {
        return Some(Vec::new());
    }
    let root: Spanned<AnyYaml> = serde_saphyr::from_str(text).ok()?;
    let mut nodes = vec![&root];
    for step in steps {
        nodes = nodes.into_iter().flat_map(|node| down(*step, node)).collect();
    }
    let found = nodes.into_iter().flat_map(|node| match (&node.value, target) {
        (AnyYaml::Map(entries), Target::Keys) => {
            let same = entries.iter().filter(|(key, _)| is_meant(&key.value));
            same.map(|(key, _)| typed_span(0, key)).collect()
        }
        (AnyYaml::Text(text), Target::Value) if is_meant(text) => vec![typed_span(0, node)],
        _ => Vec::new(),
    });
    Some(found.collect())
}

/// Goes one step down from a value.
fn down(step: Step, value: &Spanned<AnyYaml>) -> Vec<&Spanned<AnyYaml>> {
    match (step, &value.value) {
        (Step::Key(wanted), AnyYaml::Map(entries)) => {
            entries.iter().filter(|(key, _)| key.value == wanted).map(|(_, value)| value).collect()
        }
        (Step::Each, AnyYaml::Map(entries)) => entries.iter().map(|(_, value)| value).collect(),
        (Step::Each | Step::OneOrEach, AnyYaml::Seq(items)) => items.iter().collect(),
        (Step::OneOrEach, _) => vec![value],
        (Step::Key(_) | Step::Each, _) => Vec::new(),
    }
}
