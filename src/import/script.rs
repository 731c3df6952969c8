//! Which script a text is in, by characters that only one of the two uses.

use crate::model::{Script, is_in_other_script};

/// Returns `zh-Hans` when more characters of `text` are Simplified only than Traditional only, else `zh-Hant`.
pub(super) fn guess_lang(text: &str) -> &'static str {
    if is_in_other_script(text, Script::Hant) { "zh-Hans" } else { "zh-Hant" }
}
