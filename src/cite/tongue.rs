//! The language in which a line speaks: whether its terms are Chinese, and in which script.

use hayagriva::Entry;
use hayagriva::types::FormatString;

use crate::model::{Script, Variant, is_han};

/// Whose terms a line uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// Chinese terms in this script.
    Chinese(Script),
    /// English terms.
    Other,
}

impl Tongue {
    /// Says whether the terms are Chinese.
    pub(super) fn is_chinese(self) -> bool {
        self != Self::Other
    }
}

/// The language of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineLanguage {
    /// Whose terms it uses.
    pub(super) tongue: Tongue,
    /// BCP 47 tag of the line.
    pub(super) tag: String,
}

/// Returns the tag of Chinese in `script`.
pub(super) fn tag(script: Script) -> &'static str {
    match script {
        Script::Hant => Variant::HANT.tag(),
        Script::Hans => Variant::HANS.tag(),
    }
}

/// Returns the language of the line about `entry`: what the entry says, else what its characters show.
pub(super) fn line_language(entry: &Entry, script: Script) -> LineLanguage {
    let chinese = |script| LineLanguage { tongue: Tongue::Chinese(script), tag: tag(script).to_owned() };
    let other = |tag: String| LineLanguage { tongue: Tongue::Other, tag };
    let Some(typed) = entry.language() else {
        return match guess(entry) {
            Guess::Chinese => chinese(script),
            Guess::Japanese => other("ja".to_owned()),
            Guess::Unknown => other("en".to_owned()),
        };
    };
    if !matches!(typed.language.as_str(), "zh" | "cmn" | "lzh") {
        return other(typed.to_string());
    }
    let region = typed.region.as_ref().map(|region| region.as_str());
    match (typed.script.as_ref().map(|script| script.as_str()), region) {
        (Some("Hant"), _) | (None, Some("TW" | "HK" | "MO")) => chinese(Script::Hant),
        (Some("Hans"), _) | (None, Some("CN" | "SG" | "MY")) => chinese(Script::Hans),
        _ => chinese(script),
    }
}

enum Guess {
    Chinese,
    Japanese,
    Unknown,
}

/// Only what was published counts: a note by the editor says nothing of the source's language.
fn guess(entry: &Entry) -> Guess {
    let titles = std::iter::once(entry).chain(entry.parents()).filter_map(Entry::title).map(FormatString::to_string);
    let names = entry.authors().unwrap_or_default().iter().map(|person| person.name.clone());
    let text: String = titles.chain(names).collect();
    if text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30FA}')) {
        Guess::Japanese
    } else if text.chars().any(is_han) {
        Guess::Chinese
    } else {
        Guess::Unknown
    }
}
