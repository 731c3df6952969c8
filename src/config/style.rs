//! House style: which of two forms of one character Traditional pages have.

use serde::Deserialize;

/// Characters with two forms in good use, and neither ever means another word.
///
/// Source: OpenCC's TWVariants and HKVariants, less what parts words (喫 吃, 纔 才, 鍼 針, 覈 核, 泄 洩, 紮 扎, 祇 只), names (恆 恒: 恒生) and
/// what few books have. 臺 has its own list of words that stay 台 (`STAYS`), 着 is told from 著 by the text converted.
const PAIRS: [(char, char); 30] = [
    ('裡', '裏'),
    ('臺', '台'),
    ('着', '著'),
    ('為', '爲'),
    ('群', '羣'),
    ('眾', '衆'),
    ('峰', '峯'),
    ('床', '牀'),
    ('啟', '啓'),
    ('偽', '僞'),
    ('唇', '脣'),
    ('秘', '祕'),
    ('麵', '麪'),
    ('線', '綫'),
    ('說', '説'),
    ('脫', '脱'),
    ('稅', '税'),
    ('悅', '悦'),
    ('閱', '閲'),
    ('銳', '鋭'),
    ('衛', '衞'),
    ('污', '汙'),
    ('灶', '竈'),
    ('粽', '糉'),
    ('痴', '癡'),
    ('鉤', '鈎'),
    ('缽', '鉢'),
    ('蔥', '葱'),
    ('簷', '檐'),
    ('敘', '敍'),
];

/// Words whose 台 never was 臺: places and words of courtesy.
const STAYS: [&str; 13] =
    ["台州", "台端", "台甫", "台鑒", "台鑑", "台啟", "台啓", "台照", "台安", "台命", "台駕", "兄台", "天台"];

/// The forms that Traditional pages have, where a character has two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Style(Vec<char>);

impl TryFrom<Vec<String>> for Style {
    type Error = String;

    fn try_from(typed: Vec<String>) -> Result<Self, String> {
        let mut forms: Vec<char> = Vec::new();
        for form in &typed {
            let mut characters = form.chars();
            let pair = characters.next().filter(|_| characters.next().is_none()).and_then(pair_of);
            let Some((c, other)) = pair else {
                let known: Vec<String> = PAIRS.iter().map(|(a, b)| format!("{a} {b}")).collect();
                return Err(format!("`{form}` is no form of a known pair; the pairs are {}", known.join(", ")));
            };
            if forms.contains(&other) {
                return Err(format!("`{other}` and `{c}` are two forms of one character: the style has one of them"));
            }
            forms.push(c);
        }
        Ok(Self(forms))
    }
}

impl Style {
    /// Says whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says whether the house has this form.
    pub fn has(&self, c: char) -> bool {
        self.0.contains(&c)
    }

    /// Returns the form that the house has for `c`: itself when nothing is said of it.
    pub fn form(&self, c: char) -> char {
        pair_of(c).map(|(_, other)| other).filter(|other| self.has(*other)).unwrap_or(c)
    }

    /// Returns which characters of a Traditional text have the same form in every house.
    pub fn stays(text: &[char]) -> Vec<bool> {
        let mut stays = vec![false; text.len()];
        for word in STAYS {
            let word: Vec<char> = word.chars().collect();
            for (at, _) in text.windows(word.len()).enumerate().filter(|(_, found)| **found == word) {
                stays.get_mut(at..at + word.len()).into_iter().for_each(|flags| flags.fill(true));
            }
        }
        stays
    }
}

/// Returns a character with two forms and its other form; none when it has one.
pub fn pair_of(c: char) -> Option<(char, char)> {
    PAIRS.iter().find_map(|&(a, b)| match c {
        _ if c == a => Some((a, b)),
        _ if c == b => Some((b, a)),
        _ => None,
    })
}
