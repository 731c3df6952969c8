//! The place in a source: read in Western and Chinese forms, printed in the page's script.

use super::{Script, characters::is_han};

/// What a locator counts; the names are CSL's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocatorLabel {
    /// 頁
    Page,
    /// 段
    Paragraph,
    /// 節
    Section,
    /// 章
    Chapter,
    /// 卷
    Volume,
    /// 圖
    Figure,
    /// 葉
    Folio,
    /// A time in a recording.
    Time,
}

/// The signs of each label: Western ones before a value, Chinese ones before it or, with 第, round it.
const SIGNS: [(LocatorLabel, &[&str], &[char]); 8] = [
    (LocatorLabel::Page, &["pp.", "p.", "pages", "page", "pp", "p"], &['頁', '页']),
    (LocatorLabel::Paragraph, &["¶¶", "¶", "paras.", "para.", "par.", "paragraph"], &['段']),
    (LocatorLabel::Section, &["§§", "§", "sec.", "section"], &['節', '节']),
    (LocatorLabel::Chapter, &["ch.", "chap.", "chapter"], &['章']),
    (LocatorLabel::Volume, &["vol.", "volume"], &['卷']),
    (LocatorLabel::Figure, &["fig.", "figure"], &['圖', '图']),
    (LocatorLabel::Folio, &["fols.", "fol.", "folio"], &['葉', '叶']),
    (LocatorLabel::Time, &["t="], &[]),
];

/// A place in a source; `P` holds free text, which is prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locator<P = super::LeafId> {
    /// A label and what it counts, as `12–14` or `三`.
    Labelled(LocatorLabel, String),
    /// In the editor's words.
    Free(P),
}

impl Locator<String> {
    /// Reads a locator as typed; what is of no known form is free text.
    ///
    /// ```
    /// use jiaozhu::model::{Locator, Script};
    ///
    /// let place = Locator::read("第 3 段").map(&mut |text| text);
    /// assert_eq!(place, Locator::read("¶ 3"));
    /// assert_eq!(Locator::read("pp. 12-14").text(Script::Hans, |text| text.clone()), "页 12–14");
    /// ```
    pub fn read(typed: &str) -> Self {
        let typed = typed.trim();
        let western = SIGNS.iter().find_map(|(label, signs, _)| {
            let lower = typed.to_ascii_lowercase();
            let sign = signs.iter().find(|sign| lower.starts_with(**sign))?;
            value(typed.get(sign.len()..)?).map(|value| Self::Labelled(*label, value))
        });
        western
            .or_else(|| chinese(typed))
            .or_else(|| is_time(typed).then(|| Self::Labelled(LocatorLabel::Time, typed.to_owned())))
            .unwrap_or_else(|| Self::Free(typed.to_owned()))
    }
}

impl<P> Locator<P> {
    /// Turns free text into another form.
    pub fn map<Q>(self, change: &mut impl FnMut(P) -> Q) -> Locator<Q> {
        match self {
            Self::Labelled(label, value) => Locator::Labelled(label, value),
            Self::Free(text) => Locator::Free(change(text)),
        }
    }

    /// Returns what a page in `script` prints; `free` gives free text in that script.
    pub fn text(&self, script: Script, free: impl Fn(&P) -> String) -> String {
        let by = |hant: &'static str, hans: &'static str| if script == Script::Hant { hant } else { hans };
        match self {
            Self::Free(text) => free(text),
            Self::Labelled(label, value) => {
                let spaced = if value.chars().all(is_han) { value.clone() } else { format!(" {value}") };
                let round = |sign: &str| {
                    if spaced == *value { format!("第{value}{sign}") } else { format!("第{spaced} {sign}") }
                };
                match label {
                    LocatorLabel::Page => format!("{}{spaced}", by("頁", "页")),
                    LocatorLabel::Paragraph => round("段"),
                    LocatorLabel::Section => round(by("節", "节")),
                    LocatorLabel::Chapter => round("章"),
                    LocatorLabel::Volume => format!("卷{spaced}"),
                    LocatorLabel::Figure => format!("{}{spaced}", by("圖", "图")),
                    LocatorLabel::Folio => format!("{}{spaced}", by("葉", "叶")),
                    LocatorLabel::Time => value.clone(),
                }
            }
        }
    }
}

/// `頁 12`, `第 12 頁`, `卷三`, `第三段`.
fn chinese(typed: &str) -> Option<Locator<String>> {
    let label_of = |c: char| SIGNS.iter().find(|(_, _, signs)| signs.contains(&c)).map(|(label, ..)| *label);
    if let Some(inner) = typed.strip_prefix('第') {
        let sign = inner.chars().next_back()?;
        let label = label_of(sign)?;
        return value(inner.strip_suffix(sign)?).map(|value| Locator::Labelled(label, value));
    }
    let sign = typed.chars().next()?;
    let label = label_of(sign)?;
    value(typed.strip_prefix(sign)?).map(|value| Locator::Labelled(label, value))
}

/// Numbers, ranges and lists of them, in digits or Chinese numerals; the hyphen of a range becomes an en dash.
fn value(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let is_value = |c: char| {
        c.is_ascii_digit()
            || "〇一二三四五六七八九十百千上中下".contains(c)
            || "-–—~～, ，、:：ivxlcabrvIVXLC".contains(c)
    };
    let counts = |c: char| c.is_ascii_digit() || is_han(c) || "ivxlcIVXLC".contains(c);
    let is_good = !typed.is_empty() && typed.chars().all(is_value) && typed.chars().any(counts);
    is_good.then(|| typed.replace(['-', '—', '~', '～'], "–").replace(" – ", "–"))
}

fn is_time(typed: &str) -> bool {
    let parts: Vec<&str> = typed.split(':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, hant: &str, hans: &str) {
        let locator = Locator::read(typed);
        let text = |script| locator.text(script, |text| format!("free {text}"));
        assert_eq!((text(Script::Hant).as_str(), text(Script::Hans).as_str()), (hant, hans), "of {typed}");
    }

    #[test]
    fn western_and_chinese_forms_are_one() {
        for typed in ["p. 12", "P.12", "頁 12", "页12", "第 12 頁", "第12页", "page 12"] {
            check(typed, "頁 12", "页 12");
        }
        check("pp. 12-14", "頁 12–14", "页 12–14");
        check("頁 12–14, 20", "頁 12–14, 20", "页 12–14, 20");
        check("¶¶ 1–2", "第 1–2 段", "第 1–2 段");
        check("第三段", "第三段", "第三段");
        check("§ 4", "第 4 節", "第 4 节");
        check("ch. 2", "第 2 章", "第 2 章");
        check("卷三", "卷三", "卷三");
        check("第 3 卷", "卷 3", "卷 3");
        check("fig. 1", "圖 1", "图 1");
        check("葉 5", "葉 5", "叶 5");
        check("t=1:23:45", "1:23:45", "1:23:45");
        check("23:45", "23:45", "23:45");
        check("p. xii", "頁 xii", "页 xii");
    }

    #[test]
    fn other_words_are_free_text() {
        check("序言", "free 序言", "free 序言");
        check("第 2 版要聞", "free 第 2 版要聞", "free 第 2 版要聞");
        check("發布紀錄", "free 發布紀錄", "free 發布紀錄");
        check("圖說", "free 圖說", "free 圖說");
        check("paragraphs on trade", "free paragraphs on trade", "free paragraphs on trade");
        check("卷首語", "free 卷首語", "free 卷首語");
    }
}
