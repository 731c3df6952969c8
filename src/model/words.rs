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
}
