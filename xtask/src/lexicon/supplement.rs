//! `supplement.tsv`: what the sources do not say, chosen by hand.

use std::collections::{BTreeMap, BTreeSet};

use crate::Outcome;

const FILE: &str = include_str!("supplement.tsv");

/// The lines of the file by their first column, whose meaning it explains.
#[derive(Debug, Default)]
pub struct Supplement {
    /// Characters that are no mere shapes.
    pub keep: BTreeSet<char>,
    /// Shapes of characters.
    pub folds: Vec<(char, char)>,
    /// Simplified spellings of characters.
    pub spellings: Vec<(char, char)>,
    /// Characters whose words are left out.
    pub dropped: BTreeSet<char>,
    /// Words with the cost that they have at most.
    pub words: BTreeMap<String, u16>,
    /// Those of the words that are likely at best.
    pub guesses: BTreeSet<String>,
    /// Words that are left out.
    pub wrong: BTreeSet<String>,
}

/// What a surname makes words with, `_` in its place; names of persons are too many to list.
const WITH_SURNAMES: [&str; 27] = [
    "姓_", "_氏", "_家", "_某", "_君", "老_", "小_", "_老", "_先生", "_小姐", "_女士", "_太太", "_老師", "_教授",
    "_醫師", "_校長", "_老闆", "_經理", "_主任", "_局長", "_隊長", "_導演", "_律師", "_師傅", "_醫生", "_同學",
    "_里長",
];
/// Those of them that may as well begin with an adjective: 老薑.
const LIKELY_AT_BEST: [&str; 2] = ["老_", "小_"];
/// What these words cost at most, in tenths of a nat.
const COST_WITH_SURNAME: u16 = 130;

impl Supplement {
    /// Reads the file.
    ///
    /// Errors: a line is none of those that the file explains.
    pub fn read() -> Outcome<Self> {
        parse(FILE)
    }
}

fn parse(text: &str) -> Outcome<Supplement> {
    let mut supplement = Supplement::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        supplement.add(line).ok_or_else(|| format!("supplement.tsv: the line `{line}` says nothing known"))?;
    }
    Ok(supplement)
}

impl Supplement {
    fn add(&mut self, line: &str) -> Option<()> {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["keep", c] => {
                self.keep.insert(only_char(c)?);
            }
            ["drop", c] => {
                self.dropped.insert(only_char(c)?);
            }
            ["fold", from, to] => self.folds.push((only_char(from)?, only_char(to)?)),
            ["spell", from, to] => self.spellings.push((only_char(from)?, only_char(to)?)),
            ["word", word, cost] => {
                self.words.insert(word.to_owned(), cost.parse().ok()?);
            }
            ["surname", name] => {
                only_char(name)?;
                for with in WITH_SURNAMES {
                    let word = with.replace('_', name);
                    self.words.insert(word.clone(), COST_WITH_SURNAME);
                    self.guesses.extend(LIKELY_AT_BEST.contains(&with).then_some(word));
                }
            }
            ["wrong", word] => {
                self.wrong.insert(word.to_owned());
            }
            _ => return None,
        }
        Some(())
    }
}

/// Returns the character of which `text` consists.
pub fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_understood() -> Outcome<()> {
        let supplement = Supplement::read()?;
        assert!(supplement.keep.contains(&'台') && supplement.dropped.contains(&'査'));
        assert!(supplement.folds.contains(&('臺', '台')) && supplement.spellings.contains(&('瞭', '了')));
        assert_eq!(supplement.words.get("松樹"), Some(&105));
        assert_eq!((supplement.words.get("姓范"), supplement.words.get("范先生")), (Some(&130), Some(&130)));
        assert!(supplement.wrong.contains("姓範"));
        Ok(())
    }

    #[test]
    fn a_line_of_another_kind_is_refused() {
        for line in ["kept\t台", "keep\t台灣", "surname\t歐陽", "word\t松樹", "word\t松樹\t10.5", ""] {
            let message = format!("supplement.tsv: the line `{line}` says nothing known");
            assert_eq!(parse(&format!("# heading\nkeep\t台\n{line}\n")).err(), Some(message));
        }
    }
}
