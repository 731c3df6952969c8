//! Why a character is suspected, in the words of the apparatus.

use super::detect::Suspect;
use crate::model::Weigh;

/// Returns the reason for a strange character: a double of `normal`, or none that is seen.
pub(super) fn strange_reason(c: char, normal: Option<char>) -> String {
    let code = u32::from(c);
    match normal {
        Some(normal) => format!("「{normal}」的相容碼 U+{code:04X}，字形相同而檢索不到，改為通行的碼。"),
        None => format!("不可見的字元 U+{code:04X}，於中文無用，刪去。"),
    }
}

/// Returns the reason for `suspect`, in Traditional Chinese; `word` begins with the word as it should be.
pub(super) fn reason(text: &[char], suspect: &Suspect, word: &[char], words: &dyn Weigh) -> String {
    let word: String = word.iter().take(suspect.word.len()).collect();
    let Some(reading) = text.get(suspect.at) else { return String::new() };
    let (reading, lemma) = (*reading, suspect.lemma);
    let spelling = words.simplify(reading);
    let is_word = suspect.word.len() > 1;
    let whole = if is_word { format!("此詞當作「{word}」。") } else { String::new() };
    if spelling == words.fold(reading) {
        format!("「{reading}」是簡體的寫法，此處繁體多作「{lemma}」。{whole}")
    } else if spelling == lemma {
        format!("逐字轉換之誤：「{lemma}」誤轉為「{reading}」。{whole}")
    } else {
        format!("逐字轉換之誤：「{reading}」與「{lemma}」的簡體同為「{spelling}」。{whole}")
    }
}
