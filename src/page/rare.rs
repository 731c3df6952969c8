//! The characters of a page that common fonts lack, with their codes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Converted, LeafId, Scripted, code_point, is_rare};

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

/// The rare characters of each variant, and the leaves that hold them.
pub(crate) struct Rare(Vec<Vec<(char, LeafId)>>);

impl Rare {
    /// Finds the rare characters of an edition.
    pub(crate) fn find(scripted: &Scripted) -> Self {
        let of_leaf = |(leaf, converted): (LeafId, &Converted)| -> Vec<(char, LeafId)> {
            converted.text.iter().filter(|c| is_rare(**c)).map(|c| (*c, leaf)).collect()
        };
        Self(scripted.texts.iter().map(|texts| texts.iter().enumerate().flat_map(of_leaf).collect()).collect())
    }
}

/// Returns the rare characters of a page of the variants `columns`, by their codes.
pub(crate) fn rare_views(scripted: &Scripted, Rare(rare): &Rare, columns: &[usize]) -> Vec<RareView> {
    let mut found: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for (c, leaf) in columns.iter().filter_map(|v| rare.get(*v)).flatten() {
        let places = found.entry(*c).or_default();
        let anchor = scripted.annotated.anchors.get(*leaf).and_then(Option::as_ref);
        places.extend(anchor.map(|anchor| anchor.id.clone()).filter(|id| !places.contains(id)));
    }
    found.into_iter().map(|(text, places)| RareView { text, code: code_point(text), places }).collect()
}
