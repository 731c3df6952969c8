//! Citations of Pandoc that stand in the text, `[@lin1935, 頁 3]`: here a note cites.

use std::collections::BTreeSet;
use std::ops::Range;

use super::places::Places;
use super::{Edit, N_TOLD};
use crate::import::encoding::shown_lines;
use crate::model::{is_key, key_stem};

/// The longest group, in bytes.
const MAX_GROUP: usize = 1000;
/// What keys of figures, tables, formulas and sections begin with in pandoc-crossref.
const PLACES: [&str; 6] = ["fig:", "tbl:", "eq:", "sec:", "lst:", "tab:"];

/// What became of citations.
#[derive(Debug, Default)]
pub(super) struct Citations {
    pub(super) edits: Vec<Edit>,
    /// The definitions of the notes that cite.
    pub(super) definitions: Vec<String>,
    keys: BTreeSet<String>,
    /// Names of figures and the like, and citations within a sentence, which stay: each with its byte.
    places: Vec<(usize, String)>,
    bare: Vec<(usize, String)>,
}

impl Citations {
    pub(super) fn report(&self, line: impl Fn(usize) -> usize) -> Vec<String> {
        let mut report = Vec::new();
        if !self.definitions.is_empty() {
            let keys: Vec<String> = self.keys.iter().take(N_TOLD).map(|key| format!("`{key}`")).collect();
            report.push(format!(
                "citations in the text became notes: {}; they need their sources in sources.yaml ({}{}): `jiaozhu import` of the \
                 bibliography adds them",
                self.definitions.len(),
                keys.join(", "),
                if self.keys.len() > N_TOLD { " …" } else { "" }
            ));
        }
        let mut tell = |left: &[(usize, String)], what: &str| {
            let lines = shown_lines(&left.iter().map(|(at, _)| line(*at)).collect::<Vec<_>>());
            report.extend(left.first().map(|(_, typed)| format!("`{typed}` {what} (lines {lines})")));
        };
        tell(
            &self.places,
            "names a figure, table or part for another program and is printed as text: type what it is called, as 圖 1",
        );
        if !self.definitions.is_empty() {
            tell(
                &self.bare,
                "cites within the sentence and is printed as text: type the author's name, and a note with the key in brackets",
            );
        }
        report
    }
}

/// Makes notes of the groups in the runs of text; in notes they stay.
pub(super) fn translate_citations(body: &str, places: &Places) -> Citations {
    let mut found = Citations::default();
    let stem = ["cite-", "pandoc-cite-"].into_iter().find(|stem| !body.contains(&format!("[^{stem}")));
    let (mut done, stem) = (0, stem.unwrap_or("jiaozhu-cite-"));
    for run in &places.runs {
        for (at, _) in body.get(run.at.clone()).unwrap_or_default().match_indices('@') {
            let at = run.at.start + at;
            let before = body.get(..at).unwrap_or_default();
            if at < done || before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '\\') {
                continue;
            }
            let key = key_at(body, at + 1);
            if PLACES.iter().any(|place| key.starts_with(place)) {
                found.places.push((at, format!("@{key}")));
            } else if let Some(group) = group_around(body, at).filter(|group| group.start >= done) {
                done = group.end;
                found.add(body, group, stem, places);
            } else if !key.is_empty() {
                found.bare.push((at, format!("@{key}")));
            }
        }
    }
    found
}

impl Citations {
    fn add(&mut self, body: &str, group: Range<usize>, stem: &str, places: &Places) {
        let inner = body.get(group.start + 1..group.end - 1).unwrap_or_default();
        let Some((before, cited)) = read_group(inner, &mut self.keys) else { return };
        if places.is_note(group.start) {
            let ours = format!("{before}[{cited}]");
            let is_ours = body.get(group.clone()) == Some(ours.as_str());
            self.edits.extend((!is_ours).then(|| Edit::new(group, ours)));
            return;
        }
        let label = format!("{stem}{}", self.definitions.len() + 1);
        let start = body.get(..group.start).unwrap_or_default().trim_end_matches(' ').len();
        self.edits.push(Edit::new(start..group.end, format!("[^{label}]")));
        self.definitions.push(format!("[^{label}]: {before}[{cited}]"));
    }
}

/// The key that begins at byte `at`. Source: Pandoc's manual, section “Citation syntax”.
fn key_at(body: &str, at: usize) -> &str {
    let rest = body.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_:.#$%&-+?<>~/".contains(c))).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default().trim_end_matches([':', '.', '#', '?', '-', '/', '&'])
}

/// The brackets around a citation, when nothing but a few words stands before it in them.
fn group_around(body: &str, at: usize) -> Option<Range<usize>> {
    // As far as a group may reach, so that many `@` cost no more than the text is long.
    let from = body.floor_char_boundary(at.saturating_sub(MAX_GROUP));
    let before = body.get(from..at)?.rsplit('\n').next()?;
    let open = before.rfind(['[', ']']).filter(|open| before.get(*open..).is_some_and(|rest| rest.starts_with('[')))?;
    let start = at - before.len() + open;
    let behind = body.get(at..body.floor_char_boundary(at + MAX_GROUP))?;
    let end = behind.find([']', '['])?;
    let is_closed = behind.get(end..)?.starts_with(']') && !body.get(at + end + 1..)?.starts_with(['(', '[', ':']);
    let is_plain = !behind.get(..end)?.contains("\n\n") && !body.get(..start)?.ends_with(['\\', '!', '^']);
    (is_closed && is_plain).then_some(start..at + end + 1)
}

/// Reads a group: the words before its first citation, and the citations as an article has them.
fn read_group(inner: &str, keys: &mut BTreeSet<String>) -> Option<(String, String)> {
    let (before, _) = inner.split_once('@')?;
    let before = before.trim_end_matches('-').trim();
    let mut cited = Vec::new();
    for part in inner.split([';', '；']) {
        let (_, behind) = part.split_once('@')?;
        let typed = key_at(behind, 0);
        let key = if is_key(typed) { typed.to_owned() } else { key_stem(typed)? };
        let place = behind.get(typed.len()..)?.trim_start_matches([',', '，', ' ', '\n']).trim().replace('\n', " ");
        cited.push(if place.is_empty() { format!("@{key}") } else { format!("@{key}, {place}") });
        keys.insert(key);
    }
    let before = if before.is_empty() { String::new() } else { format!("{before} ") };
    Some((before, cited.join("; ")))
}
