//! Which script a text is in, by characters that only one of the two uses.

use crate::model::{Script, is_han, is_in_other_script};

/// Returns `zh-Hans` when more characters of `text` are Simplified only than Traditional only, else `zh-Hant`.
pub(super) fn guess_lang(text: &str) -> &'static str {
    if is_in_other_script(text, Script::Hant) { "zh-Hans" } else { "zh-Hant" }
}

/// Of so many letters one must be a Han character, or the text is not Chinese.
const N_LETTERS: usize = 10;

/// Says what becomes of a text that is not Chinese: `lang` can only name a script of Chinese.
pub(super) fn no_chinese(text: &str) -> Option<String> {
    let n_han = text.chars().filter(|c| is_han(*c)).count();
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (n_letters > 0 && n_han * N_LETTERS < n_letters).then(|| {
        "the text is not Chinese: its words stand as foreign, in the language that `latin-lang` in jiaozhu.toml names; \
         `lang` says only which script the article's Chinese is in"
            .to_owned()
    })
}
