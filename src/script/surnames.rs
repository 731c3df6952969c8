//! Surnames that Traditional writes otherwise than the same Simplified character in most words.

use crate::model::is_han;

/// Surnames with which few words begin, each with its Traditional form, where most words have another (餘, 範, 於, 鐘 …). Authors are
/// papers and offices too: 云, 后, 党 begin too many of their names (云南日报).
const SURNAMES: [(char, char); 8] =
    [('余', '余'), ('范', '范'), ('于', '于'), ('郁', '郁'), ('谷', '谷'), ('岳', '岳'), ('朴', '朴'), ('钟', '鍾')];
/// Words that begin with one of them.
const WORDS: [&str; 6] = ["余杭", "范例", "郁金香", "谷雨", "谷物", "钟表"];

/// Returns the Traditional form of the surname with which a Simplified `name` begins; none when it is no such name.
pub(super) fn surname(name: &[char]) -> Option<char> {
    let is_short = (2..=3).contains(&name.len()) && name.iter().all(|c| is_han(*c));
    let begins_with = |word: &str| word.chars().zip(name).all(|(a, b)| a == *b);
    let first = name.first().filter(|_| is_short && !WORDS.iter().any(|word| begins_with(word)))?;
    SURNAMES.iter().find(|(simplified, _)| simplified == first).map(|(_, traditional)| *traditional)
}
