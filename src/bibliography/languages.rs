//! Languages: BCP 47 tags, and the words that stand for them.

use hayagriva::Entry;
use hayagriva::types::EntryType;

/// Babel's names, most of them English words that catalogues write too. The first name of a tag is the one written.
const LANGUAGES: [(&str, &str); 22] = [
    ("english", "en"),
    ("american", "en-US"),
    ("british", "en-GB"),
    ("usenglish", "en-US"),
    ("ukenglish", "en-GB"),
    ("chinese", "zh"),
    ("chinese-hant", "zh-Hant"),
    ("chinese-hans", "zh-Hans"),
    ("chinese-traditional", "zh-Hant"),
    ("chinese-simplified", "zh-Hans"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("french", "fr"),
    ("german", "de"),
    ("ngerman", "de"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("dutch", "nl"),
    ("vietnamese", "vi"),
    ("latin", "la"),
];

/// Returns the tag of a language named by a tag or a word; none when it is neither.
pub(super) fn read_language(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some((_, tag)) = LANGUAGES.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
        return Some((*tag).to_owned());
    }
    // Longer words have the shape of a tag and are none. Source: BCP 47, §2.2.1.
    let is_short = text.split(['-', '_']).next().is_some_and(|first| (2..=3).contains(&first.len()));
    let is_tag = is_short && text.parse().map(|tag| Entry::new("", EntryType::Misc).set_language(tag)).is_ok();
    is_tag.then(|| text.to_owned())
}

/// Returns babel's name of a language, else its tag, which babel and pandoc read too; for Chinese the tag says more.
pub(super) fn babel_name(tag: &str) -> &str {
    let name = LANGUAGES.iter().find(|(_, known)| *known == tag && !known.starts_with("zh"));
    name.map_or(tag, |(name, _)| *name)
}
