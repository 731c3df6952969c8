//! The likeliest reading of a run for each form of each character.

use super::table::{Table, Word};
use crate::model::{Form, Span, Weighed, is_han};

/// What a character costs that the lexicon does not know, in tenths of a nat.
const UNKNOWN: i32 = 200;

/// What a number wants behind it: 300 餘家 are companies, 余家 a family; 200 海里 are a distance, 海裡 is a place.
const BEHIND_NUMBER: [Word<'_>; 2] =
    [Word { forms: &['餘'], cost: 40, is_guess: false }, Word { forms: &['海', '里'], cost: 40, is_guess: false }];

/// A word laid over a run.
struct Edge {
    at: Span,
    cost: i32,
    is_guess: bool,
    /// Where its forms stand in `Lattice::forms`.
    forms: usize,
}

/// All words that fit a run, in the order of their starts.
struct Lattice {
    edges: Vec<Edge>,
    forms: Vec<char>,
}

/// Weighs the characters of `text` that have rivals.
pub(super) fn weigh(table: &Table, text: &[char]) -> Vec<Weighed> {
    let mut weighed = Vec::new();
    let mut start = 0;
    for run in text.chunk_by(|a, b| is_han(*a) == is_han(*b)) {
        if run.first().is_some_and(|c| is_han(*c)) {
            let is_behind_number = is_behind_number(text.get(..start).unwrap_or_default());
            weigh_run(table, run, (start, is_behind_number), &mut weighed);
        }
        start += run.len();
    }
    weighed
}

/// Says whether `before` ends with a figure, blanks behind it passed over.
fn is_behind_number(before: &[char]) -> bool {
    let last = before.iter().rfind(|c| !matches!(c, ' ' | '\u{A0}'));
    last.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
}

/// Weighs a run of Han characters that begins at `start` of the text, perhaps behind a number.
fn weigh_run(table: &Table, run: &[char], (start, is_behind_number): (usize, bool), weighed: &mut Vec<Weighed>) {
    let lattice = Lattice::new(table, run, is_behind_number);
    let before = lattice.costs_before(run.len());
    let after = lattice.costs_after(run.len());
    let open: Vec<Vec<char>> = run.iter().map(|c| open_forms(table, *c)).collect();
    let mut forms: Vec<Vec<Form>> = vec![Vec::new(); run.len()];
    for edge in &lattice.edges {
        let cost = |ends: &[i32], at: usize| ends.get(at).copied().unwrap_or(i32::MAX / 4);
        let total = cost(&before, edge.at.start) + edge.cost + cost(&after, edge.at.end);
        for (at, form) in edge.at.clone().zip(lattice.forms.get(edge.forms..).unwrap_or_default()) {
            if let Some(known) = forms.get_mut(at).filter(|_| open.get(at).is_some_and(|open| open.contains(form))) {
                let word = start + edge.at.start..start + edge.at.end;
                offer(known, Form { form: *form, cost: total, word, is_guess: edge.is_guess });
            }
        }
    }
    for (i, mut forms) in forms.into_iter().enumerate().filter(|(_, forms)| forms.len() > 1) {
        forms.sort_by_key(|form| (form.cost, form.form));
        weighed.push(Weighed { at: start + i, forms });
    }
}

/// The forms between which the words decide: what stands, and what else its Simplified spelling can stand for.
///
/// A mere shape of another character, as 緑 of 綠, has no rivals.
fn open_forms(table: &Table, c: char) -> Vec<char> {
    let (standing, spelling) = (table.fold(c), table.simplify(c));
    let mut forms = table.rivals(spelling).to_vec();
    if forms.is_empty() {
        forms.push(spelling);
    }
    if !forms.contains(&standing) {
        if standing != spelling && !forms.contains(&spelling) {
            return Vec::new();
        }
        forms.push(standing);
    }
    if forms.len() > 1 { forms } else { Vec::new() }
}

/// Keeps the cheapest of a form's readings; of equal ones, the first.
fn offer(known: &mut Vec<Form>, new: Form) {
    match known.iter_mut().find(|form| form.form == new.form) {
        Some(form) if form.cost > new.cost => *form = new,
        Some(_) => {}
        None => known.push(new),
    }
}

impl Lattice {
    fn new(table: &Table, run: &[char], is_behind_number: bool) -> Self {
        let spelling: Vec<char> = run.iter().map(|c| table.simplify(*c)).collect();
        let mut lattice = Self { edges: Vec::new(), forms: Vec::new() };
        let begins_with = |word: &Word<'_>| {
            let forms = word.forms.iter().map(|form| table.simplify(*form));
            forms.eq(spelling.iter().copied().take(word.forms.len()))
        };
        for word in BEHIND_NUMBER.into_iter().filter(|word| is_behind_number && begins_with(word)) {
            lattice.add(0, word);
        }
        for (i, standing) in run.iter().enumerate() {
            let mut is_standing_known = false;
            let standing = table.fold(*standing);
            table.words_at(spelling.get(i..).unwrap_or_default(), |word| {
                is_standing_known |= word.forms == [standing];
                lattice.add(i, word);
            });
            if !is_standing_known {
                lattice.add(i, Word { forms: &[standing], cost: UNKNOWN, is_guess: false });
            }
        }
        lattice
    }

    fn add(&mut self, start: usize, Word { forms, cost, is_guess }: Word<'_>) {
        self.edges.push(Edge { at: start..start + forms.len(), cost, is_guess, forms: self.forms.len() });
        self.forms.extend(forms);
    }

    /// The cheapest way from the run's start to each place.
    fn costs_before(&self, length: usize) -> Vec<i32> {
        let mut costs = vec![i32::MAX / 4; length + 1];
        costs[0] = 0;
        for edge in &self.edges {
            costs[edge.at.end] = costs[edge.at.end].min(costs[edge.at.start] + edge.cost);
        }
        costs
    }

    /// The cheapest way from each place to the run's end.
    fn costs_after(&self, length: usize) -> Vec<i32> {
        let mut costs = vec![i32::MAX / 4; length + 1];
        costs[length] = 0;
        for edge in self.edges.iter().rev() {
            costs[edge.at.start] = costs[edge.at.start].min(costs[edge.at.end] + edge.cost);
        }
        costs
    }
}
