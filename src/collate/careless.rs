//! Says that an article bears the signs of careless conversion, for an editor who has not asked.

use super::detect::Suspect;
use super::in_text;
use super::propose::{received, suspects, widened};
use crate::diag::Diagnostic;
use crate::model::{Edge, Edition, Grade, Weigh};

/// How many firm suspects show that an article was converted carelessly.
const CARELESS: usize = 3;
/// How many of them are shown.
const N_EXAMPLES: usize = 3;

/// Reports an article in Traditional characters that bears the signs of careless conversion.
///
/// Errors: none returned. `JZ608` with the number of firm suspects that no rule speaks of, and the first words.
pub fn careless(edition: &Edition, words: &dyn Weigh) -> Option<Diagnostic> {
    let order = in_text(&edition.document);
    let suspects = suspects(edition, &order, words);
    let firm: Vec<&Suspect> = suspects.iter().filter(|suspect| suspect.grade == Grade::Firm).collect();
    let first = firm.first().filter(|_| firm.len() >= CARELESS)?;
    let mut shown: Vec<String> = Vec::new();
    for suspect in &firm {
        let Some(text) = order.get(suspect.text).map(|leaf| received(edition, *leaf)) else { continue };
        let word: String = text.get(widened(text, &suspect.word)).unwrap_or_default().iter().collect();
        let word = format!("`{word}`");
        if shown.len() < N_EXAMPLES && !shown.contains(&word) {
            shown.push(word);
        }
    }
    let edited = edition.leaves.get(*order.get(first.text)?)?;
    let at = edited.changes.map(first.at, Edge::Start);
    let (n, shown) = (firm.len(), shown.join(", "));
    let message = format!("a careless conversion seems to have put wrong characters at {n} places: {shown}");
    let finding =
        Diagnostic::warning("JZ608", message).at(&edition.document.path, edited.leaf.source_span(&(at..at + 1)));
    Some(finding.hint(format!("run `jiaozhu collate {}`", edition.document.front.slug)))
}
