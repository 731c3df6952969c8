//! The reference list at the end of a text.

use super::entry::{begins_like_entry, find_url};
use super::lines::{Line, Marker, read_marker};
use super::yaml::Omitted;

const HEADINGS: [&str; 22] = [
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
];

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
pub(super) fn take_references<'a>(text: &str, lines: &mut Vec<Line<'a>>) -> Result<Option<ReferenceList<'a>>, usize> {
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
    let entries = group_entries(&rest).ok_or(heading.number)?;
    let list = ReferenceList { heading, entries };
    if list.first_exact(text).is_none() {
        return Err(heading.number);
    }
    lines.truncate(at);
    Ok(Some(list))
}

fn is_references_heading(text: &str) -> bool {
    let text = read_marker(text).and_then(|(_, end)| text.get(end..)).unwrap_or(text);
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "#*:：【】[]〔〕（）()".contains(c)).to_lowercase();
    HEADINGS.contains(&bare.as_str())
}

/// Splits the lines below the heading into entries; `None` when one of them is not of the list.
fn group_entries<'a>(lines: &[Line<'a>]) -> Option<Vec<Vec<Line<'a>>>> {
    let kind = lines.first()?.marker();
    let is_marked = kind.is_some();
    let mut entries: Vec<Vec<Line<'a>>> = Vec::new();
    for line in lines {
        let is_address = line.text.starts_with("http");
        let last_has_url = entries.last().is_none_or(|entry| entry.iter().any(|line| find_url(line.text).is_some()));
        let is_star = line.marker() == Some(Marker::Bullet('*')) && kind != Some(Marker::Bullet('*'));
        if is_star || line.text.starts_with(['（', '(', '※']) && kind != line.marker() {
            return None;
        }
        let begins = if is_marked {
            line.marker().is_some()
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

impl ReferenceList<'_> {
    /// Returns the passages left out, each meaning its next occurrence in `text`; `reasons` are the heading's and the entries'.
    pub(super) fn omitted(&self, text: &str, reasons: [&str; 2]) -> Vec<Omitted> {
        let [for_heading, for_entry] = reasons;
        let Some((first, n_merged)) = self.first_exact(text) else {
            return Vec::new();
        };
        let mut omitted = vec![Omitted { exact: first.to_owned(), reason: for_heading.to_owned() }];
        let rest = self.entries.iter().flatten().skip(n_merged);
        omitted.extend(rest.map(|line| Omitted { exact: line.text.to_owned(), reason: for_entry.to_owned() }));
        omitted
    }

    /// Returns the number of the last line.
    pub(super) fn last_number(&self) -> usize {
        self.entries.iter().flatten().last().map_or(self.heading.number, |line| line.number)
    }

    /// The heading, with as many lines after it as make its first occurrence in `text` the one here, and their number.
    fn first_exact<'t>(&self, text: &'t str) -> Option<(&'t str, usize)> {
        let start = self.heading.start;
        let ends = std::iter::once(&self.heading)
            .chain(self.entries.iter().flatten())
            .map(|line| line.start + line.text.len());
        ends.enumerate()
            .filter_map(|(n_merged, end)| Some((text.get(start..end)?, n_merged)))
            .find(|(exact, _)| text.find(exact) == Some(start))
    }
}
