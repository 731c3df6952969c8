//! Why a character is suspected, in the words of the apparatus.

use super::detect::Suspect;
use crate::model::{Grade, Weigh};

/// Returns the reason for a strange character: a double of `normal`, or none that is seen.
pub(super) fn strange_reason(c: char, normal: Option<char>) -> String {
    let code = u32::from(c);
    match normal {
        Some(normal) => format!("「{normal}」的相容碼 U+{code:04X}，字形相同而檢索不到，改為通行的碼。"),
        None => format!("不可見的字元 U+{code:04X}，於中文無用，刪去。"),
    }
}

/// Returns the reason for `suspect`, in Traditional Chinese; `word` begins with the word as it should be.
///
/// What is firm is called an error; what is only likely is said to be written so more often.
pub(super) fn reason(text: &[char], suspect: &Suspect, word: &[char], words: &dyn Weigh) -> String {
    let word: String = word.iter().take(suspect.word.len()).collect();
    let Some(reading) = text.get(suspect.at) else { return String::new() };
    let (reading, lemma) = (*reading, suspect.lemma);
    let spelling = words.simplify(reading);
    let is_firm = suspect.grade == Grade::Firm;
    let shared = if spelling == words.fold(reading) {
        format!("簡體作「{spelling}」的字，此處繁體多作「{lemma}」")
    } else if spelling == lemma {
        format!("「{lemma}」誤轉為「{reading}」")
    } else {
        format!("「{reading}」與「{lemma}」的簡體同為「{spelling}」")
    };
    let whole = match (suspect.word.len() > 1, is_firm) {
        (false, _) => String::new(),
        (true, true) => format!("，此詞當作「{word}」"),
        (true, false) => format!("，此詞多作「{word}」"),
    };
    let lead = if is_firm { "逐字轉換之誤：" } else { "可能是逐字轉換所致：" };
    format!("{lead}{shared}{whole}。")
}
