//! Guesses what a claim asserts by what stands in it: words of somebody, a quantity, a date. Judges nothing.

use super::words::{Lexicon, Sense, lexicon};
use super::{Quoted, blank, numbers_in};
use crate::model::{ClaimKind, Leaf, Script, Span};

/// The farthest that a verb of saying may stand from the claim it belongs to, in characters.
const REACH: usize = 24;
/// What stands before a year of a reign or an era.
const ERAS: [&str; 16] = [
    "民國", "民国", "西元", "公元", "紀元", "纪元", "康熙", "雍正", "乾隆", "嘉慶", "嘉庆", "道光", "咸豐", "咸丰",
    "光緒", "光绪",
];

/// Words of accusation.
const ACCUSING: [&str; 14] =
    ["指控", "控告", "被控", "涉嫌", "指稱", "指称", "指責", "指责", "揭發", "揭发", "舉報", "举报", "檢舉", "检举"];

/// Guesses the kind of the claim that covers `at` of `leaf`: quote, number, date, else fact.
pub(crate) fn guess_kind(leaf: &Leaf, at: &Span, script: Script) -> ClaimKind {
    let text = blank(leaf);
    let lexicon = lexicon(script);
    if is_quote(&Quoted::new(&text), at, lexicon) {
        return ClaimKind::Quote;
    }
    let found = numbers_in(&text, at, lexicon);
    match found.iter().filter(|number| is_date(&text, number)).count() {
        0 if found.is_empty() => ClaimKind::Fact,
        n_dates if n_dates == found.len() => ClaimKind::Date,
        _ => ClaimKind::Number,
    }
}

/// Whether the claim that covers `at` seems to accuse somebody, which only an editor can say for sure.
pub(crate) fn may_accuse(leaf: &Leaf, at: &Span) -> bool {
    let text = leaf.slice(at);
    ACCUSING.iter().any(|word| text.contains(word))
}

/// Whether a quotation touches the claim and a verb near it gives somebody's words.
fn is_quote(quoted: &Quoted<'_>, at: &Span, lexicon: &Lexicon) -> bool {
    let touches = |(open, close): (usize, Option<usize>)| close.is_some_and(|close| open < at.end && close >= at.start);
    let has_quotation = quoted.closes.iter().copied().enumerate().any(touches);
    let near = at.start.saturating_sub(REACH)..(at.end + REACH).min(quoted.text.len());
    has_quotation
        && near.into_iter().any(|i| match lexicon.senses.longest_at(quoted.text, i) {
            Some((len, sense @ (Sense::Report | Sense::Say | Sense::Call))) => {
                quoted.gives_words(&(i..i + len), sense, lexicon)
            }
            _ => false,
        })
}

/// Whether a number is a date: a year of four digits or of an era, a month, a day behind it, or digits alone.
fn is_date(text: &[char], number: &Span) -> bool {
    let typed: String = text.get(number.clone()).unwrap_or_default().iter().filter(|c| **c != ' ').collect();
    let before: String = text.get(number.start.saturating_sub(2)..number.start).unwrap_or_default().iter().collect();
    let is_digit = |c: char| c.is_ascii_digit() || "０１２３４５６７８９〇零一二三四五六七八九".contains(c);
    let n_digits = typed.chars().take_while(|c| is_digit(*c)).count();
    let rest: String = typed.chars().skip(n_digits).collect();
    let is_year = n_digits == 4 && (rest.is_empty() || rest.starts_with(['年', '-', '/', '.', '–', '—']));
    let is_month = typed.contains('月') && !typed.contains(['個', '个']);
    is_year || is_month || (typed.contains('年') && ERAS.contains(&before.as_str()))
}
