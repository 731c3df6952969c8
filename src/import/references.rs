//! The reference list at the end of a text.

use super::cuts::Cut;
use super::entry::{begins_like_entry, find_url};
use super::lines::{Line, Marker, read_marker};
use super::note_marks::Form;
use super::notes::read_number;

const HEADINGS: [&str; 26] = [
    "參考資料",
    "参考资料",
    "參考文獻",
    "参考文献",
    "參考書目",
    "参考书目",
    "參考來源",
    "参考来源",
    "資料來源",
    "资料来源",
    "引用文獻",
    "引用文献",
    "引用資料",
    "引用资料",
    "參考",
    "参考",
    "references",
    "reference",
    "sources",
    "bibliography",
    "works cited",
    "參考連結",
    "参考链接",
    "徵引書目",
    "引用書目",
    "引用书目",
];

/// How many lines may stand below a list.
const N_BELOW: usize = 3;

/// A reference list found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReferenceList<'a> {
    /// Its heading.
    pub(super) heading: Line<'a>,
    /// Its entries, in order, each of one or more lines.
    pub(super) entries: Vec<Vec<Line<'a>>>,
}

/// Takes the reference list off the end of `lines`.
///
/// Errors: the number of a line that heads such a list, when what follows cannot be told apart from the text.
pub(super) fn take_references<'a>(lines: &mut Vec<Line<'a>>) -> Result<Option<ReferenceList<'a>>, usize> {
    let Some(at) = lines.iter().rposition(|line| is_references_heading(line.text)).filter(|at| *at > 0) else {
        return Ok(None);
    };
    let mut tail = lines.get(at..).unwrap_or_default().iter();
    let Some(heading) = tail.next().copied() else {
        return Ok(None);
    };
    let rest: Vec<Line<'a>> = tail.copied().collect();
    if rest.is_empty() {
        return Ok(None);
    }
    let end = find_end(&rest);
    let entries = group_entries(rest.get(..end).unwrap_or_default()).ok_or(heading.number)?;
    lines.drain(at..=at + end);
    lines.iter_mut().skip(at).take(1).for_each(|line| line.is_after_gap = true);
    Ok(Some(ReferenceList { heading, entries }))
}

/// Says whether a line heads a reference list.
pub(super) fn is_references_heading(text: &str) -> bool {
    let text = read_marker(text).and_then(|(_, end)| text.get(end..)).unwrap_or(text);
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "#*:：【】[]〔〕（）()".contains(c)).to_lowercase();
    HEADINGS.contains(&bare.as_str())
}

/// Returns where the list ends: a few lines set off below a list with numbers or bullets, as who edited the text, are none of it.
fn find_end(lines: &[Line<'_>]) -> usize {
    let Some(last) = lines.iter().rposition(|line| line.marker().is_some()) else { return lines.len() };
    let is_set_off = |line: &&Line<'_>| line.is_after_gap || line.text.starts_with(['（', '(']);
    let below = lines.iter().skip(last + 1).position(|line| is_set_off(&line)).map(|n| last + 1 + n);
    below.filter(|end| lines.len() - end <= N_BELOW).unwrap_or(lines.len())
}

/// Splits the lines below the heading into entries; `None` when one of them is not of the list.
fn group_entries<'a>(lines: &[Line<'a>]) -> Option<Vec<Vec<Line<'a>>>> {
    let kind = lines.first()?.marker();
    let is_marked = kind.is_some() || lines.first().is_some_and(leads_back);
    let mut entries: Vec<Vec<Line<'a>>> = Vec::new();
    for line in lines {
        let is_address = line.text.starts_with("http");
        let last_has_url = entries.last().is_none_or(|entry| entry.iter().any(|line| find_url(line.text).is_some()));
        let is_star = line.marker() == Some(Marker::Bullet('*')) && kind != Some(Marker::Bullet('*'));
        if is_star || line.text.starts_with(['（', '(', '※']) && kind != line.marker() {
            return None;
        }
        let begins = if is_marked {
            line.marker().is_some() || leads_back(line)
        } else {
            begins_like_entry(line.text) && (last_has_url || !is_address)
        };
        match entries.last_mut() {
            Some(entry) if !begins && ((is_marked && !line.is_after_gap) || is_address) => entry.push(*line),
            _ if begins => entries.push(vec![*line]),
            _ => return None,
        }
    }
    Some(entries)
}

/// Says whether an entry begins with what leads back to its mark: all that is left of its number in a text copied from a wiki.
fn leads_back(entry: &Line<'_>) -> bool {
    entry.text.starts_with(['^', '↑'])
}

impl ReferenceList<'_> {
    /// Returns the passages to leave out; `reasons` are the heading's and the entries'.
    pub(super) fn cuts(&self, reasons: [&str; 2]) -> Vec<Cut> {
        let [for_heading, for_entry] = reasons;
        let cut = |line: &Line<'_>, reason: &str| Cut {
            at: line.start..line.start + line.text.len(),
            reason: reason.to_owned(),
        };
        let entries = self.entries.iter().flatten().map(|line| cut(line, for_entry));
        std::iter::once(cut(&self.heading, for_heading)).chain(entries).collect()
    }

    /// Returns the number of the last line.
    pub(super) fn last_number(&self) -> usize {
        self.entries.iter().flatten().last().map_or(self.heading.number, |line| line.number)
    }

    /// Returns the number that each entry begins with, and the form of the first, none of `1.`; none when one has none, or they are
    /// not in order. Behind notes numbered through they do not begin with 1. Those of a wiki are counted.
    pub(super) fn numbers(&self) -> Option<(Option<Form>, Vec<u32>)> {
        if self.entries.iter().all(|entry| entry.first().is_some_and(leads_back)) {
            return Some((Some(Form::Bracketed), (1..).zip(&self.entries).map(|(number, _)| number).collect()));
        }
        let read = |entry: &Vec<Line<'_>>| read_number(entry.first()?.text, true);
        let numbers: Vec<u32> =
            self.entries.iter().map(|entry| read(entry).map(|(number, ..)| number)).collect::<Option<_>>()?;
        let (first, _, form) = read(self.entries.first()?)?;
        let is_in_order = numbers.iter().zip(first..).all(|(number, wanted)| *number == wanted);
        (is_in_order && (form.is_some() || first == 1)).then_some((form, numbers))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported};

    #[test]
    fn entries_of_a_wiki_are_counted() {
        let imported = check(
            "舊橋\n\n橋在溪鎮的東邊[1]，建成已經很久了[2]:28-30，從前要等渡船[1]。\n\n\
             參考文獻\n^ 1.0 1.1 舊橋考. 溪鎮日報. 2015-06-07 [2021-03-02].\n^ 林一泉. 橋的故事. 溪鎮: 河岸出版社. 2003.\n",
            "# 舊橋\n\n橋在溪鎮的東邊[^n1]，建成已經很久了[^n2-28-30]，從前要等渡船[^n1]。\n\n\
             [^n1]: [@source-1]\n\n[^n2-28-30]: [@source-2, 第 28–30 頁]\n",
        );
        check_reported(&imported, "3 marks of the text became notes that cite the reference list");
        let sources = imported.sources.unwrap_or_default();
        assert!(sources.contains("title: \"舊橋考"), "{sources}");
    }

    #[test]
    fn regression_who_edited_a_text_stays_below_its_references() {
        let imported = check(
            "舊橋\n\n橋在溪鎮的東邊，建成已經很久了[1]。\n\n參考文獻：\n[1] 林某. 舊橋考[M]. 溪鎮: 河岸, 1998.\n\n（責任編輯：何某）\n",
            "# 舊橋\n\n橋在溪鎮的東邊，建成已經很久了[^n1]。\n\n（責任編輯：何某）\n\n[^n1]: [@source-1]\n",
        );
        check_reported(&imported, "lines 5–6: the reference list is taken out");
    }
}
