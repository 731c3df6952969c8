//! What kind of text an article is, as far as the choice of characters depends on it.

use super::{Weighed, is_han};

/// Classical text has fewer of its characters with rivals in words of two or more, in hundredths: Tang verse 25–45, the
/// Four Books 33–58, modern prose 60–90.
const CLASSICAL_SHARE: usize = 55;
/// How many such characters must be seen to say so.
const CLASSICAL_PLACES: usize = 40;

/// What kind of text an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// Modern written Chinese.
    Modern,
    /// Classical Chinese: few words of more than one character.
    Classical,
    /// Written Cantonese, in which 係 is the copula.
    Cantonese,
}

/// A character that Cantonese has in words of its own.
struct Own {
    /// As typed in Simplified text.
    typed: char,
    /// In Traditional text.
    form: char,
    /// Forms that only a converter writes for it where no word has them; 曬 and 嚇 alone are sound.
    slips: &'static str,
}

const fn own(typed: char, form: char, slips: &'static str) -> Own {
    Own { typed, form, slips }
}

const CANTONESE: [Own; 10] = [
    own('系', '係', "系繫"),
    own('晒', '晒', ""),
    own('吓', '吓', ""),
    own('哗', '嘩', ""),
    own('郁', '郁', ""),
    own('仆', '仆', ""),
    own('喂', '喂', ""),
    own('钟', '鐘', ""),
    own('冲', '沖', ""),
    own('挨', '捱', ""),
];

impl Genre {
    /// Returns the form that the genre has, in words of its own, for a character of Simplified text.
    pub fn form_of(self, typed: char) -> Option<char> {
        let own = CANTONESE.iter().find(|own| own.typed == typed).map(|own| own.form);
        own.filter(|_| self == Self::Cantonese)
    }

    /// Returns the form that the genre has where a converter has written `standing` for it.
    pub fn form_behind(self, standing: char) -> Option<char> {
        let own = CANTONESE.iter().find(|own| own.slips.contains(standing)).map(|own| own.form);
        own.filter(|_| self == Self::Cantonese)
    }

    /// Returns the genre of a text of these characters if its particles tell: Cantonese.
    pub fn by_particles<'a>(chars: impl IntoIterator<Item = &'a char>) -> Option<Self> {
        let (mut n_han, mut n_cantonese) = (0_usize, 0_usize);
        for c in chars.into_iter().filter(|c| is_han(**c)) {
            n_han += 1;
            n_cantonese += usize::from("嘅喺咗唔哋冇啲嗰".contains(*c));
        }
        (n_cantonese * 50 > n_han).then_some(Self::Cantonese)
    }

    /// Returns the genre of a Traditional text without such particles, whose characters with rivals are weighed in `weighed`.
    pub fn by_words<'a>(weighed: impl IntoIterator<Item = &'a Weighed>) -> Self {
        let (mut n_places, mut n_in_words) = (0_usize, 0_usize);
        for place in weighed {
            n_places += 1;
            n_in_words += usize::from(place.forms.first().is_some_and(|form| form.word.len() > 1));
        }
        let is_classical = n_places >= CLASSICAL_PLACES && n_in_words * 100 < CLASSICAL_SHARE * n_places;
        if is_classical { Self::Classical } else { Self::Modern }
    }
}
