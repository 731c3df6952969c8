//! The lattice of Traditional words as the rooms see it.

use super::Span;

/// A character's form among those that its Simplified spelling can stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The form, in Taiwan's shape where regions write it differently.
    pub form: char,
    /// What the likeliest reading of the whole run costs with this form, in tenths of a nat.
    pub cost: i32,
    /// The word that this form stands in then.
    pub word: Span,
    /// Whether nothing speaks for that word's forms but what a converter takes for want of a phrase.
    pub is_guess: bool,
}

/// The forms that one character of a text can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Where it stands.
    pub at: usize,
    /// Its forms, the likeliest first; at least two.
    pub forms: Vec<Form>,
}

/// A judge of the forms of Traditional characters, shared by threads.
pub trait Weigh: Sync {
    /// Weighs each character of `text` that has rivals, in order.
    ///
    /// Shape: what stands in the text is always among the forms. Which form of a character stands in `text` does not
    /// influence the costs, only which Simplified spelling it has.
    fn weigh(&self, text: &[char]) -> Vec<Weighed>;

    /// Returns `c` in the shape that forms are given in: 裡 for 裏, 為 for 爲.
    fn fold(&self, c: char) -> char;

    /// Returns the Simplified spelling of `c`, regardless of its neighbours.
    fn simplify(&self, c: char) -> char;

    /// Says whether `text`, in either script, is spelled like a word that is known.
    fn knows(&self, text: &[char]) -> bool;
}

/// Pairs of forms that good books write one for the other in the same words, wherever they are printed.
const EITHER: &str = "嘆歎 岩巖 跡蹟 煉鍊 弦絃 熏燻 霉黴 杆桿 升昇 升陞 搜蒐 雇僱 鑒鑑 毀燬 鋪舖 背揹 恤卹 暗闇 嘗嚐 托託 席蓆 喂餵 糊餬 焰燄 \
                      藤籐 札劄 扣釦 泛汎 裊嫋 捆綑 雕彫 杯盃 狸貍 咨諮 閑閒 沾霑 璿璇 拚拼 醣糖 盪蕩 勛勳 艷豔 淒悽 飢饑 嘩譁";

/// Whether the words around them never say which of two forms is meant, as both are written there (歎息, 嘆息).
pub fn are_either(one: char, other: char) -> bool {
    EITHER.split_whitespace().any(|pair| pair.contains(one) && pair.contains(other))
}
