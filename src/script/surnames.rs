//! Surnames that Traditional writes otherwise than the same Simplified character in most words.

use crate::model::is_han;

/// Surnames that stand as they are, where most words have another form (餘, 範, 於 …), and those with a form of their own.
const KEPT: &str = "余范于郁谷岳云后干种朴涂党曲沈姜仇丑卜松胡向";
const OTHERS: [(char, char); 1] = [('钟', '鍾')];

/// Returns the Traditional form of the surname with which a Simplified `name` begins; none when no rule is needed, or it is no Chinese
/// name.
pub(super) fn surname(name: &[char]) -> Option<char> {
    let first = *name.first().filter(|_| (2..=4).contains(&name.len()) && name.iter().all(|c| is_han(*c)))?;
    let other = || OTHERS.iter().find(|(simplified, _)| *simplified == first).map(|(_, form)| *form);
    KEPT.contains(first).then_some(first).or_else(other)
}
