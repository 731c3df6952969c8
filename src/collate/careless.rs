//! Says that an article bears the signs of careless conversion, for an editor who has not asked, and what no rule mends.

use super::detect::Suspect;
use super::propose::{received, suspects, widened};
use super::{beside_text, in_text};
use crate::diag::Diagnostic;
use crate::model::{Edge, Edition, Grade, LeafId, Span, Weigh};

/// How many firm suspects, or strong ones of any kind, show that an article was converted carelessly.
const CARELESS: (usize, usize) = (3, 5);
/// How many of them are shown.
const N_EXAMPLES: usize = 3;

/// A wrong word outside of the text received, where no rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The leaf.
    pub leaf: LeafId,
    /// The word in it.
    pub at: Span,
    /// As typed.
    pub word: String,
    /// As it should be.
    pub lemma: String,
}

/// Reports an article in Traditional characters that bears the signs of careless conversion.
///
/// Errors: none returned. `JZ608` with the number of firm and strong suspects that no rule speaks of, and the first words; `JZ609`
/// for each in a typed title, a field or a note.
pub fn careless(edition: &Edition, words: &dyn Weigh) -> Vec<Diagnostic> {
    let mut order = in_text(&edition.document);
    let n_reached = order.len();
    order.extend(beside_text(&edition.document));
    let suspects = suspects(edition, &order, words);
    let (reached, beside) = suspects.split_at(suspects.partition_point(|suspect| suspect.text < n_reached));
    let mut findings: Vec<Diagnostic> = converted(edition, &order, reached).into_iter().collect();
    findings.extend(unreached(edition, &order, beside).iter().filter_map(|unreached| {
        let Unreached { leaf, at, word, lemma } = unreached;
        let edited = edition.leaves.get(*leaf)?;
        let finding = Diagnostic::warning("JZ609", format!("`{word}` seems to be a careless conversion of `{lemma}`"));
        let finding = finding.at(&edition.document.path, edited.leaf.source_span(at));
        Some(finding.hint(format!("rules hold in the text received alone; type `{lemma}` here")))
    }));
    findings
}

/// The firm suspects in leaves where no rule holds.
pub(super) fn unreached(edition: &Edition, order: &[LeafId], beside: &[Suspect]) -> Vec<Unreached> {
    let firm: Vec<&Suspect> = beside.iter().filter(|suspect| suspect.grade == Grade::Firm).collect();
    let of_word = firm.chunk_by(|a, b| a.text == b.text && b.word.start < a.word.end);
    let one = |suspects: &[&Suspect]| {
        let (first, last) = (suspects.first()?, suspects.last()?);
        let leaf = *order.get(first.text)?;
        let text = received(edition, leaf);
        let at = widened(text, &(first.word.start..last.word.end.max(first.word.end)));
        let word = text.get(at.clone())?;
        let mut lemma = word.to_vec();
        for suspect in suspects {
            *lemma.get_mut(suspect.at.checked_sub(at.start)?)? = suspect.lemma;
        }
        Some(Unreached { leaf, word: word.iter().collect(), lemma: lemma.into_iter().collect(), at })
    };
    of_word.filter_map(one).collect()
}

fn converted(edition: &Edition, order: &[LeafId], suspects: &[Suspect]) -> Option<Diagnostic> {
    let is_firm = |suspect: &&Suspect| suspect.grade == Grade::Firm;
    let n_firm = suspects.iter().filter(is_firm).count();
    let signs: Vec<&Suspect> = suspects.iter().filter(|suspect| suspect.is_strong || is_firm(suspect)).collect();
    let first = signs.first().filter(|_| n_firm >= CARELESS.0 || signs.len() >= CARELESS.1)?;
    let mut shown: Vec<String> = Vec::new();
    for suspect in &signs {
        let Some(text) = order.get(suspect.text).map(|leaf| received(edition, *leaf)) else { continue };
        let word: String = text.get(widened(text, &suspect.word)).unwrap_or_default().iter().collect();
        let word = format!("`{word}`");
        if shown.len() < N_EXAMPLES && !shown.contains(&word) {
            shown.push(word);
        }
    }
    let edited = edition.leaves.get(*order.get(first.text)?)?;
    let at = edited.changes.map(first.at, Edge::Start);
    let (n, shown) = (signs.len(), shown.join(", "));
    let message = format!("a careless conversion seems to have put wrong characters at {n} places: {shown}");
    let finding =
        Diagnostic::warning("JZ608", message).at(&edition.document.path, edited.leaf.source_span(&(at..at + 1)));
    Some(finding.hint(format!("run `jiaozhu collate {}`", edition.document.front.slug)))
}
