//! Classes of characters that several rooms ask for.

use std::sync::LazyLock;

use super::Script;
use crate::diag::Diagnostic;

/// The character of a leaf that stands for an object, such as a picture.
pub const OBJECT: char = '\u{FFFC}';

/// Returns characters as one text; made at once in the size that Chinese needs.
pub fn to_text(characters: &[char]) -> String {
    let mut text = String::with_capacity(characters.len() * 3);
    text.extend(characters);
    text
}

/// Returns as one text the characters that are no objects.
pub fn to_plain_text(characters: &[char]) -> String {
    let mut text = String::with_capacity(characters.len() * 3);
    push_plain_text(&mut text, characters);
    text
}

/// Appends the characters that are no objects.
pub fn push_plain_text(out: &mut String, characters: &[char]) {
    out.extend(characters.iter().filter(|c| **c != OBJECT));
}

/// Characters, a bit each: asking for one costs one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CharacterSet(Vec<u64>);

impl CharacterSet {
    /// Says whether `c` is among them.
    pub fn contains(&self, c: char) -> bool {
        let (cell, bit) = Self::place(c);
        self.0.get(cell).is_some_and(|bits| bits & bit != 0)
    }

    fn place(c: char) -> (usize, u64) {
        (c as usize / 64, 1 << (c as usize % 64))
    }
}

impl Extend<char> for CharacterSet {
    fn extend<I: IntoIterator<Item = char>>(&mut self, characters: I) {
        for (cell, bit) in characters.into_iter().map(Self::place) {
            if self.0.len() <= cell {
                self.0.resize(cell + 1, 0);
            }
            self.0.iter_mut().skip(cell).take(1).for_each(|bits| *bits |= bit);
        }
    }
}

/// Says whether `c` is a Han character, kana, or full-width punctuation: no space stands between two of these.
pub fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3000}'..='\u{30FF}' | '\u{FF00}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Says whether `c` is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々')
}

/// Says whether `c` is kana or Hangul.
pub fn is_kana_or_hangul(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FA}' | '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}')
}

/// Says whether `c` shows nothing and steers nothing but direction and line ends.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Says whether `c` can stand in no text: NUL and the other C0 controls but TAB, LF and CR, DEL and the C1 controls, and noncharacters.
///
/// Source: XML 1.0, section 2.2, which excludes the first and the last, and advises against the noncharacter U+FDD0; HTML, section
/// 13.2.3.5, which has controls for errors.
pub fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FDD0}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Returns the character that a C1 control stands for where a text in Windows-1252 was read as another: `“` of U+0093.
///
/// Source: WHATWG Encoding, of which browsers read `&#147;` so.
pub(crate) fn meant_by(control: char) -> Option<char> {
    let byte = u8::try_from(control).ok().filter(|byte| (0x80..0xa0).contains(byte))?;
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().find(|c| !c.is_control())
}

/// Returns the error `JZ002` of a character that `is_refused`.
pub(crate) fn refused(c: char) -> Diagnostic {
    let finding = Diagnostic::error("JZ002", format!("the character {} cannot stand in a text", code_point(c)));
    match meant_by(c) {
        Some(meant) => finding.hint(format!("type `{meant}`, or delete the character")),
        None => finding.hint("delete the character"),
    }
}

/// Says whether UTF-8 may hold a character that `is_refused`; soon said, and false of most texts: a control, or what begins as those from U+0080 (C2), U+FDD0 (EF B7), U+FFFE and U+FFFF (EF BF) do.
pub fn may_hold_refused(bytes: &[u8]) -> bool {
    let is_control = |byte: u8| byte == 0x7f || byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let begins = |(first, second): (&u8, &u8)| match first {
        0xc2 => *second < 0xa0,
        0xef => matches!(second, 0xb7 | 0xbf),
        _ => false,
    };
    // No branch, so that many bytes are looked at in one step.
    let has_control = bytes.iter().fold(false, |found, byte| found | is_control(*byte));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    has_control | pairs.fold(false, |found, pair| found | begins(pair))
}

/// Says whether `c` is another code for a Han character, or of private use: it cannot be told by its looks.
pub fn is_ambiguous(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Says whether common fonts lack `c`: a Han character of Extension B and later, or one of private use.
pub fn is_rare(c: char) -> bool {
    matches!(c, '\u{20000}'..='\u{3FFFF}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Returns the code of `c` as Unicode writes it: `U+2A6A5`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Returns `text` with the codes of what cannot be seen, or cannot be told by its looks: `U+200B`, `率（U+F9DB）`.
pub fn to_visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if is_invisible(c) => out += &code_point(c),
            c if is_ambiguous(c) => out += &format!("{c}（U+{:04X}）", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}

/// Common characters written in Simplified text only.
const SIMPLIFIED: &str = "国这们为来时说会对学发经还过现开关问间见长东车书马鸟语话让认识应当样种实体点电动机业无进产条万个义两从头带总战数报术权气变边达远连选难题风飞饭龙门闻队阳际陆险听写华单卖厂历压员团园图场声处备够妇宝将尔层岁师帮广庆张录态怀护担换损断旧显欢济满灭灯热爱状独环疗监码确离积称稳类紧红级纪纸线组细织终结给绝统继续维网罗职联脑节观规视觉计订讨训议记许论设证评试诗该详误请读调谁谈谢负财责败货质购费资赛赶转轮软轻输较运适递邮释针钱铁银错镇闭阅随预领频颜顾馆驱验鱼麦";

/// Common characters written in Traditional text only.
const TRADITIONAL: &str = "國這們為來時說會對學發經還過現開關問間見長東車書馬鳥語話讓認識應當樣種實體點電動機業無進產條萬個義兩從頭帶總戰數報術權氣變邊達遠連選難題風飛飯龍門聞隊陽際陸險聽寫華單賣廠歷壓員團園圖場聲處備夠婦寶將爾層歲師幫廣慶張錄態懷護擔換損斷舊顯歡濟滿滅燈熱愛狀獨環療監碼確離積稱穩類緊紅級紀紙線組細織終結給絕統繼續維網羅職聯腦節觀規視覺計訂討訓議記許論設證評試詩該詳誤請讀調誰談謝負財責敗貨質購費資賽趕轉輪軟輕輸較運適遞郵釋針錢鐵銀錯鎮閉閱隨預領頻顏顧館驅驗魚麥";

/// Says whether more characters of `text` are only of the other script than only of `script`.
pub fn is_in_other_script(text: &str, script: Script) -> bool {
    let (own, other) = count_scripts(text.chars(), script);
    other > own
}

/// Says whether `text` is so plainly in the other script than `script` that `script` must be wrong: a few characters of its own may
/// stand in it, in a name or a quotation.
pub fn is_plainly_in_other_script(text: impl Iterator<Item = char>, script: Script) -> bool {
    let (own, other) = count_scripts(text, script);
    other >= 3 && other >= 4 * own
}

/// Counts the characters of `text` that are of `script` alone, and of the other alone.
fn count_scripts(text: impl Iterator<Item = char>, script: Script) -> (usize, usize) {
    static SETS: LazyLock<[CharacterSet; 2]> = LazyLock::new(|| {
        [TRADITIONAL, SIMPLIFIED].map(|table| {
            let mut set = CharacterSet::default();
            set.extend(table.chars());
            set
        })
    });
    let [hant, hans] = &*SETS;
    let (mut n_hant, mut n_hans) = (0, 0);
    for c in text {
        n_hant += usize::from(hant.contains(c));
        n_hans += usize::from(hans.contains(c));
    }
    match script {
        Script::Hant => (n_hant, n_hans),
        Script::Hans => (n_hans, n_hant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_of_every_refused_character() {
        let missed = ('\0'..=char::MAX).find(|c| is_refused(*c) && !may_hold_refused(format!("茶{c}").as_bytes()));
        assert_eq!(missed, None);
        assert!(!may_hold_refused("茶，\t〈水〉\r\n「a」！é".as_bytes()));
    }

    #[test]
    fn a_control_of_windows_1252_is_told_with_what_was_meant() {
        let hint = |c| refused(c).hint;
        assert_eq!(hint('\u{93}').as_deref(), Some("type `“`, or delete the character"));
        assert_eq!(['\u{81}', '\u{7f}', '\0'].map(hint), [(); 3].map(|()| Some("delete the character".to_owned())));
    }
}
