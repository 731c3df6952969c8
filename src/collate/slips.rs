//! Finds well-known slips: words that are wrong wherever they stand, from a table of our own (`slips.tsv`).
//!
//! 1. Texts and table are compared in one regional shape, so that 裏 and 裡 are one.
//! 2. Of slips that overlap the leftmost holds, of these the longest.
//! 3. A neighbour that makes other words of the same characters (推演｜演算法, for 推演演算法) acquits them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Span, Weigh};

/// A slip at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) at: Span,
    /// The word as it should be, in Taiwan's shapes.
    pub(super) lemma: &'static str,
    pub(super) reason: &'static str,
}

/// A line of the table.
struct Entry {
    reading: &'static str,
    lemma: &'static str,
    reason: &'static str,
    not_behind: &'static str,
    not_before: &'static str,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let lines = include_str!("slips.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (reading, lemma, reason) = (fields.next()?, fields.next()?, fields.next()?);
            let mut neighbours = || fields.next().unwrap_or_default();
            Some(Entry { reading, lemma, reason, not_behind: neighbours(), not_before: neighbours() })
        })
        .collect()
});

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let readings = ENTRIES.iter().map(|entry| entry.reading);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(readings).ok()
});

/// Returns the slips of `text`, in order.
pub(super) fn slips(text: &[char], words: &dyn Weigh) -> Vec<Slip> {
    let Some(finder) = FINDER.as_ref() else { return Vec::new() };
    let folded: String = text.iter().map(|c| words.fold(*c)).collect();
    let mut found = Vec::new();
    let (mut byte, mut at) = (0, 0);
    for hit in finder.find_iter(&folded) {
        at += folded.get(byte..hit.start()).unwrap_or_default().chars().count();
        byte = hit.start();
        let Some(entry) = ENTRIES.get(hit.pattern().as_usize()) else { continue };
        let end = at + entry.reading.chars().count();
        let is_one =
            |at: Option<usize>, those: &str| at.and_then(|at| text.get(at)).is_some_and(|c| those.contains(*c));
        if !is_one(at.checked_sub(1), entry.not_behind) && !is_one(Some(end), entry.not_before) {
            found.push(Slip { at: at..end, lemma: entry.lemma, reason: entry.reason });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ENTRIES, slips};
    use crate::model::{Weigh, is_han};
    use crate::words::Words;

    #[test]
    fn the_table_is_whole_and_mends_what_it_says() {
        let words = Words::new();
        let readings: BTreeSet<&str> = ENTRIES.iter().map(|entry| entry.reading).collect();
        assert_eq!(readings.len(), ENTRIES.len(), "a reading stands twice");
        assert!(ENTRIES.len() > 60, "{}", ENTRIES.len());
        for entry in ENTRIES.iter() {
            let folds = |text: &str| text.chars().map(|c| words.fold(c)).collect::<String>();
            assert_eq!((folds(entry.reading).as_str(), folds(entry.lemma).as_str()), (entry.reading, entry.lemma));
            let neighbours = entry.not_behind.chars().chain(entry.not_before.chars());
            assert!(
                entry.reading.chars().chain(entry.lemma.chars()).chain(neighbours).all(is_han),
                "{}",
                entry.reading
            );
            assert!(entry.reason.ends_with('。') && entry.reading != entry.lemma, "{}", entry.reading);
            let lemma: Vec<char> = entry.lemma.chars().collect();
            assert_eq!(slips(&lemma, &words), [], "what is put in its place is a slip itself: {}", entry.lemma);
        }
    }

    #[test]
    fn neighbours_acquit() {
        let words = Words::new();
        let n_of = |text: &str| slips(&text.chars().collect::<Vec<_>>(), &words).len();
        assert_eq!(n_of("新的演演算法不難，推演演算法的步驟很難"), 1);
        assert_eq!(n_of("巨集觀與巨集觀察"), 1);
        assert_eq!(n_of("主幹隆起，幹隆年間"), 1);
    }
}
