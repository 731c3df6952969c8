//! What stands around a character: by that its form is told, towards either script.

use crate::model::is_han;

/// What stands before a measure word, and figures, which blanks may part from it.
const NUMBERS: &str = "〇零一二两三四五六七八九十百千万亿半双单几数";
const FIGURES: &str = "0123456789０１２３４５６７８９";

/// A character in its text.
#[derive(Clone, Copy)]
pub(super) struct Near<'a> {
    text: &'a [char],
    at: usize,
}

/// What tells a form: one of `list`, so many places behind the character (before it, where negative).
pub(super) struct Clue {
    away: isize,
    list: &'static str,
    form: char,
}

/// What stands directly before a character tells its form.
pub(super) const fn before(list: &'static str, form: char) -> Clue {
    Clue { away: -1, list, form }
}

/// What stands directly behind it does.
pub(super) const fn behind(list: &'static str, form: char) -> Clue {
    Clue { away: 1, list, form }
}

impl<'a> Near<'a> {
    pub(super) fn new(text: &'a [char], at: usize) -> Self {
        Self { text, at }
    }

    /// The character so many places behind, or before where `away` is negative.
    pub(super) fn get(self, away: isize) -> Option<char> {
        self.text.get(self.at.checked_add_signed(away)?).copied()
    }

    /// Whether that character is one of `list`.
    pub(super) fn has(self, away: isize, list: &str) -> bool {
        self.get(away).is_some_and(|c| list.contains(c))
    }

    /// Whether no Han character stands there.
    pub(super) fn is_edge(self, away: isize) -> bool {
        self.get(away).is_none_or(|c| !is_han(c))
    }

    /// Whether a number ends so far away.
    pub(super) fn is_behind_number(self, away: isize) -> bool {
        self.has(away, NUMBERS) || self.is_behind_figure(away)
    }

    /// Whether a number in figures does.
    pub(super) fn is_behind_figure(self, away: isize) -> bool {
        self.has(away, FIGURES) || self.has(away, " \u{A0}") && self.has(away - 1, FIGURES)
    }

    /// Whether the text is as `pattern` has it, which has `_` for the character and `-` where no Han character stands.
    pub(super) fn fits(self, pattern: &str) -> bool {
        let n_before = pattern.chars().take_while(|c| *c != '_').count() as isize;
        (-n_before..).zip(pattern.chars()).all(|(away, c)| match c {
            '_' => true,
            '-' => self.is_edge(away),
            _ => self.get(away) == Some(c),
        })
    }

    /// The form that the first of `clues` tells that is met.
    pub(super) fn tell(self, clues: &[Clue]) -> Option<char> {
        clues.iter().find(|clue| self.has(clue.away, clue.list)).map(|clue| clue.form)
    }
}
