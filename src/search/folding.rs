//! What counts as the same when text is sought: forms of a character, width, case, spacing beside Chinese. The script of the
//! search page folds queries by the same steps; `tests/browser/search.mjs` holds both to one answer.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::model::is_invisible;

/// What OpenCC makes of each Han character alone, a line a form: the form, then the characters that become it. Asking it
/// anew would open four of its dictionaries in every build.
const FORMS: &str = include_str!("forms.txt");
/// The Han characters that have forms.
const HAN: RangeInclusive<char> = '\u{3400}'..='\u{9FFF}';
/// Forms that regions write one for the other, and that OpenCC's tables of characters keep apart.
const MERGED: [(char, char); 2] = [('著', '着'), ('幺', '么')];
/// Characters from here on are written without spaces.
const FIRST_WIDE: char = '\u{2E80}';

/// Which form each character is sought by.
#[derive(Debug)]
pub(crate) struct Folding {
    /// One a character of `HAN`.
    forms: Vec<char>,
    /// The same: whether it is the form of others.
    has_others: Vec<bool>,
}

static FOLDING: LazyLock<Folding> = LazyLock::new(Folding::read);

/// Returns which form each character is sought by.
pub(super) fn folding() -> &'static Folding {
    &FOLDING
}

impl Folding {
    fn read() -> Self {
        let mut forms: Vec<char> = HAN.collect();
        for line in FORMS.lines() {
            let mut line = line.chars();
            let Some(form) = line.next() else { continue };
            for c in line {
                if let Some(place) = place(c).and_then(|i| forms.get_mut(i)) {
                    *place = form;
                }
            }
        }
        forms.iter_mut().for_each(|form| *form = merge(*form));
        let mut has_others = vec![false; forms.len()];
        for form in HAN.zip(&forms).filter(|(c, form)| c != *form).filter_map(|(_, form)| place(*form)) {
            has_others.get_mut(form).into_iter().for_each(|has_others| *has_others = true);
        }
        Self { forms, has_others }
    }

    fn form(&self, c: char) -> char {
        place(c).and_then(|i| self.forms.get(i)).copied().unwrap_or(c)
    }

    /// Returns `text` as it is sought: Simplified, half-width, lower case; one space for what parts words, none at the ends.
    ///
    /// Shape: UTF-16 units, as scripts count characters.
    pub(super) fn fold(&self, text: &str) -> Vec<u16> {
        let nfkc = ComposingNormalizerBorrowed::new_nfkc();
        let mut folded = Folded { units: Vec::with_capacity(text.len() / 3 + 1), ..Folded::default() };
        for c in text.chars() {
            match c {
                c if HAN.contains(&c) => folded.push_letter(self.form(c)),
                c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
                // What most of a Chinese text's other characters are; none needs to be looked up.
                '，' | '。' | '、' | '：' | '；' | '！' | '？' | '「'..='』' | '（' | '）' => {
                    folded.part(Gap::Stop)
                }
                c if is_invisible(c) => {}
                c => {
                    let plain = nfkc.normalize_iter(std::iter::once(c)).flat_map(char::to_lowercase);
                    plain.for_each(|c| folded.push(self.form(c)));
                }
            }
        }
        folded.units
    }

    /// Says whether other characters are sought by `c`.
    pub(super) fn is_form(&self, c: char) -> bool {
        place(c).and_then(|i| self.has_others.get(i)).copied().unwrap_or_default()
    }

    /// Returns the forms that `is_used`, each before the other characters that it is sought by, separated by spaces.
    pub(super) fn write_forms(&self, is_used: impl Fn(char) -> bool) -> String {
        let mut folded: Vec<(char, char)> = HAN.map(|c| (self.form(c), c)).filter(|(form, c)| form != c).collect();
        folded.sort_unstable();
        let groups = folded.chunk_by(|a, b| a.0 == b.0).filter(|group| group.iter().any(|(form, _)| is_used(*form)));
        let write = |group: &[(char, char)]| -> String {
            group.iter().take(1).map(|(form, _)| *form).chain(group.iter().map(|(_, c)| *c)).collect()
        };
        groups.map(write).collect::<Vec<_>>().join(" ")
    }
}

fn merge(c: char) -> char {
    MERGED.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)
}

/// The place of a Han character among all.
fn place(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(u32::from(*HAN.start()))?).ok()
}

/// Says whether `c` is written without spaces.
pub(super) fn is_wide(c: char) -> bool {
    c >= FIRST_WIDE
}

/// A text being folded.
#[derive(Default)]
struct Folded {
    units: Vec<u16>,
    last: Option<char>,
    gap: Gap,
}

/// What stands between two letters.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// Which parts Latin words alone.
    Space,
    /// Punctuation, a line end, the edge of a cell.
    Stop,
}

impl Folded {
    fn push(&mut self, c: char) {
        match c {
            c if HAN.contains(&c) || c.is_alphanumeric() => self.push_letter(c),
            c if c.is_whitespace() && !matches!(c, '\t' | '\n') => self.part(Gap::Space),
            _ => self.part(Gap::Stop),
        }
    }

    fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn push_letter(&mut self, c: char) {
        let is_parted = |last: char| match self.gap {
            Gap::None => false,
            Gap::Space => !is_wide(last) && !is_wide(c),
            Gap::Stop => true,
        };
        if self.last.is_some_and(is_parted) {
            self.units.push(u16::from(b' '));
        }
        self.units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        self.last = Some(c);
        self.gap = Gap::None;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diag::Error;
    use crate::model::{Convert, ScriptConfig};
    use crate::opencc::OpenCc;

    /// Returns what `forms.txt` has to hold: the Simplified form of every Han character, the shapes of regions among them.
    fn ask(opencc: &dyn Convert) -> Result<String, Error> {
        // A line each, so that no two of them are a phrase.
        let all: String = HAN.flat_map(|c| [c, '\n']).collect();
        // Regions' shapes first. Then there and back: rare Simplified characters (馀, 锺) become those that their
        // Traditional forms have otherwise.
        let steps = [ScriptConfig::Tw2s, ScriptConfig::Hk2s, ScriptConfig::S2t, ScriptConfig::T2s];
        let simplified = steps.iter().try_fold(all, |text, step| opencc.convert(*step, &text))?;
        let mut groups: BTreeMap<char, String> = BTreeMap::new();
        for (line, c) in simplified.lines().zip(HAN) {
            if let Some(form) = line.chars().next().filter(|form| *form != c) {
                groups.entry(form).or_default().push(c);
            }
        }
        Ok(groups.into_iter().map(|(form, others)| format!("{form}{others}\n")).collect())
    }

    /// `JIAOZHU_BLESS=1 cargo test` rewrites the forms.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads its golden file")]
    fn forms_are_those_of_the_engine() -> Result<(), Box<dyn std::error::Error>> {
        let forms = ask(&OpenCc::new())?;
        if std::env::var_os("JIAOZHU_BLESS").is_some_and(|value| value == "1") {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/search/forms.txt"), &forms)?;
            return Ok(());
        }
        assert!(forms == FORMS, "src/search/forms.txt differs; `JIAOZHU_BLESS=1 cargo test` rewrites it");
        Ok(())
    }
}
