//! Passages of the received text that `index.md` does not have as text: page numbers, note marks, lists at the end.

use std::ops::Range;

use super::yaml::Omitted;

/// A passage left out. Units: bytes of the received text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) at: Range<usize>,
    /// Why, in the script of the text.
    pub(super) reason: String,
}

/// Returns the entries of `omitted` for `cuts`, each meaning its next occurrence; none when one could not be told so.
///
/// Shape: an entry whose text stands earlier too begins with the line end before it, or takes in the entries behind it up to
/// the first that tells it apart.
pub(super) fn name_cuts(text: &str, mut cuts: Vec<Cut>) -> Option<Vec<Omitted>> {
    cuts.sort_by_key(|cut| cut.at.start);
    let mut omitted = Vec::new();
    let (mut from, mut i) = (0, 0);
    while let Some(cut) = cuts.get(i) {
        let ends = cuts.get(i..)?.iter().enumerate().map(|(n_more, cut)| (n_more, cut.at.end));
        let starts = [Some(cut.at.start), before_line_end(text, cut.at.start)];
        let mut found = ends
            .take_while(|(n_more, _)| cuts.get(i..=i + n_more).is_some_and(|cuts| are_neighbours(text, cuts)))
            .flat_map(|(n_more, end)| starts.iter().flatten().map(move |start| (n_more, *start..end)))
            .filter(|(_, at)| at.start >= from);
        let is_next = |at: &Range<usize>| {
            text.get(at.clone())
                .is_some_and(|exact| text.get(from..).and_then(|rest| rest.find(exact)) == Some(at.start - from))
        };
        let (n_more, at) = found.find(|(_, at)| is_next(at))?;
        omitted.push(Omitted { exact: text.get(at.clone())?.to_owned(), reason: cut.reason.clone() });
        from = at.end;
        i += 1 + n_more;
    }
    Some(omitted)
}

/// Whether nothing but white space stands between the passages.
fn are_neighbours(text: &str, cuts: &[Cut]) -> bool {
    cuts.iter()
        .zip(cuts.iter().skip(1))
        .all(|(cut, next)| text.get(cut.at.end..next.at.start).is_some_and(|between| between.trim().is_empty()))
}

fn before_line_end(text: &str, start: usize) -> Option<usize> {
    let before = text.get(..start)?;
    let line_end = before.trim_end_matches([' ', '\t', '\u{3000}']).len();
    text.get(..line_end)?.ends_with('\n').then(|| line_end - 1)
}
