//! What stands around a character: by that its form is told, towards either script.

use crate::model::is_han;

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

    /// The form that the first of `clues` tells that is met.
    pub(super) fn tell(self, clues: &[Clue]) -> Option<char> {
        clues.iter().find(|clue| self.has(clue.away, clue.list)).map(|clue| clue.form)
    }
}
