//! The characters of a page that common fonts lack, with their codes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Scripted, code_point, is_rare};

/// A character that common fonts lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RareView {
    /// The character.
    text: char,
    /// `U+2A6A5`
    code: String,
    /// The ids of the blocks that hold it, in order.
    places: Vec<String>,
}

/// Returns the rare characters of a page of the variants `columns`, by their codes.
pub(crate) fn rare_views(scripted: &Scripted, columns: &[usize]) -> Vec<RareView> {
    let mut found: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for texts in columns.iter().filter_map(|v| scripted.texts.get(*v)) {
        for (leaf, converted) in texts.iter().enumerate() {
            for c in converted.text.iter().filter(|c| is_rare(**c)) {
                let places = found.entry(*c).or_default();
                let anchor = scripted.annotated.anchors.get(leaf).and_then(Option::as_ref);
                places.extend(anchor.map(|anchor| anchor.id.clone()).filter(|id| !places.contains(id)));
            }
        }
    }
    found.into_iter().map(|(text, places)| RareView { text, code: code_point(text), places }).collect()
}
