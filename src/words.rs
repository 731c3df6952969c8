//! The lattice of Traditional words with frequencies. In: text in Chinese characters. Out: what each form of a character costs.
//! Knows neither files nor grades: the tables are in the program, and `collate` and `script` decide what costs mean.
//!
//! 1. The lexicon is opened once (`table`): words under their Simplified spelling, cost in tenths of a nat.
//! 2. A text is spelled in Simplified characters, so that wrong forms beside a character do not mislead.
//! 3. All words that fit are laid over each run of Han characters; for each form of each character the likeliest reading
//!    of the run that has it is found in one pass forward and one back (`lattice`).

mod lattice;
mod table;

use std::sync::OnceLock;

use crate::model::{Weigh, Weighed};
use table::Table;

/// The lexicon, opened when it is first asked.
#[derive(Debug, Default)]
pub struct Words {
    table: OnceLock<Table>,
}

impl Words {
    /// Returns a lexicon that has read nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(Table::read)
    }
}

impl Weigh for Words {
    fn weigh(&self, text: &[char]) -> Vec<Weighed> {
        lattice::weigh(self.table(), text)
    }

    fn fold(&self, c: char) -> char {
        self.table().fold(c)
    }

    fn simplify(&self, c: char) -> char {
        self.table().simplify(c)
    }

    fn knows(&self, text: &[char]) -> bool {
        let spelling: Vec<char> = text.iter().map(|c| self.simplify(*c)).collect();
        let mut is_known = false;
        self.table().words_at(&spelling, |word| is_known |= word.forms.len() == spelling.len());
        is_known
    }
}

#[cfg(test)]
mod tests;
