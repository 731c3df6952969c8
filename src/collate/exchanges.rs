//! Exchanges of one form for another that are no slip, or may be none: what regions and good books have both, and what
//! stands as a word by itself.

use crate::model::{Span, is_han};

/// Exchanges in which regions differ and both forms stand in good books: a text carelessly converted is asked about them,
/// from the first form to the second only when it writes that too.
const NORMS: [(char, char); 12] = [
    ('才', '纔'),
    ('盡', '儘'),
    ('布', '佈'),
    ('占', '佔'),
    ('周', '週'),
    ('志', '誌'),
    ('游', '遊'),
    ('回', '迴'),
    ('團', '糰'),
    ('果', '菓'),
    ('豆', '荳'),
    ('咽', '嚥'),
];
/// Exchanges of a form for another that may stand in its place, and not the other way.
const ENOUGH: [(char, char); 16] = [
    ('借', '藉'),
    ('注', '註'),
    ('凶', '兇'),
    ('克', '剋'),
    ('才', '纔'),
    ('了', '瞭'),
    ('梁', '樑'),
    ('欲', '慾'),
    ('酸', '痠'),
    ('併', '並'),
    ('彌', '瀰'),
    ('煙', '菸'),
    ('鉅', '巨'),
    ('儁', '俊'),
    ('蔭', '廕'),
    ('徑', '逕'),
];
/// Exchanges in which what stands is a word by itself before these, though the lemma's seems to begin there: 並|設, 沖|入.
const PARTED: [(char, char, &str); 6] = [
    ('並', '併', "設入列同為至予計存記案"),
    ('復', '複', "核述"),
    ('覆', '複', "查核"),
    ('沖', '衝', "入進下走出到過"),
    ('係', '繫', "住於上在著"),
    ('於', '于', "吉"),
];
/// What goes on behind a faculty: 法律系的, 法律系教授. Before other words it may be the law that is something: 法律係由.
const OF_FACULTY: &str = "的主教畢學生師所副辦同和與及之裡";

/// Whether good books have both forms.
pub(super) fn are_norms(a: char, b: char) -> bool {
    NORMS.contains(&(a, b)) || NORMS.contains(&(b, a))
}

/// Whether they do, and `standing` is the plainer one.
pub(super) fn is_plain_norm(standing: char, lemma: char) -> bool {
    NORMS.contains(&(standing, lemma))
}

/// Whether `standing` may stand for `lemma`.
pub(super) fn is_enough(standing: char, lemma: char) -> bool {
    ENOUGH.contains(&(standing, lemma))
}

/// Whether what stands at `at` may be a word by itself beside what follows, though the lemma's `word` begins there, or ends
/// with the name of a faculty.
pub(super) fn is_parted(text: &[char], exchange: (char, char), at: usize, word: &Span) -> bool {
    let next = text.get(at + 1).copied();
    let goes_on = |list: &str| next.is_some_and(|c| list.contains(c));
    let is_faculty = exchange == ('係', '系') && word.len() > 2 && word.end == at + 1;
    let is_law = || next.is_some_and(is_han) && !goes_on(OF_FACULTY);
    is_faculty && is_law()
        || word.start == at && PARTED.iter().any(|(from, to, list)| exchange == (*from, *to) && goes_on(list))
}
