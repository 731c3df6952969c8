//! What is taken out of a received text: page numbers, and the lists of notes and sources at its end, with their marks.

use std::collections::{BTreeMap, BTreeSet};

use super::cues::take_cues;
use super::cuts::Cut;
use super::encoding::shown_lines;
use super::entry::{Source, read_entry};
use super::lines::{Line, read_lines};
use super::locators::{Located, take_pages};
use super::note_marks::Form;
use super::notes::{Marks, NoteList, find_note_marks, is_notes_heading, leftover_marks, take_notes};
use super::page_numbers::take_page_numbers;
use super::references::{ReferenceList, is_references_heading, take_references};
use super::rules::{take_last, take_underlines};
use super::run_in::find_run_in;
use super::sources::{name_keys, write_sources};
use crate::diag::count;

/// How many marks without a note are told of.
const N_UNKNOWN: usize = 50;

/// How much is taken out of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    All,
    Lists,
    Notes,
    References,
    Nothing,
}

/// A received text, and what is taken out of it.
pub(super) struct Parts<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pages: Vec<Line<'a>>,
    /// The numbers and times of subtitles.
    pub(super) cues: Vec<Line<'a>>,
    /// The lines drawn below headings and above the notes.
    rules: Vec<Line<'a>>,
    pub(super) notes: Option<NoteList<'a>>,
    pub(super) references: Option<ReferenceList<'a>>,
    /// The line that heads what could be a reference list.
    doubtful: Option<usize>,
    /// The marks that lead to notes of the text.
    pub(super) noted: Marks,
    /// The marks that lead to entries of the reference list.
    pub(super) cited: Marks,
}

impl<'a> Parts<'a> {
    /// Takes out of a plain text what is `wanted`.
    pub(super) fn take(text: &'a str, wanted: Wanted) -> Self {
        Self::take_of(read_lines(text), wanted)
    }

    /// Takes out of `lines` what is `wanted`.
    pub(super) fn take_of(mut lines: Vec<Line<'a>>, wanted: Wanted) -> Self {
        let (mut cues, mut pages, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        if wanted == Wanted::All {
            cues = take_cues(&mut lines);
            pages = take_page_numbers(&mut lines);
            rules = take_underlines(&mut lines);
        }
        let has_notes = matches!(wanted, Wanted::All | Wanted::Lists | Wanted::Notes);
        let mut doubtful = None;
        let mut take_list = |lines: &mut Vec<Line<'a>>| {
            if matches!(wanted, Wanted::Nothing | Wanted::Notes) {
                return None;
            }
            let before = lines.clone();
            take_references(lines).unwrap_or_else(|number| {
                *lines = before;
                doubtful = Some(number);
                None
            })
        };
        let mut references = take_list(&mut lines);
        // What is no list of sources may be one of notes below such a heading.
        let heads_both: fn(&str) -> bool = |text| is_notes_heading(text) || is_references_heading(text);
        let heads = if wanted == Wanted::Notes { heads_both } else { is_notes_heading };
        let notes = if has_notes { take_notes(&mut lines, heads) } else { None };
        if references.is_none() && notes.is_some() {
            // The references may stand before the notes.
            references = take_list(&mut lines);
        }
        doubtful = doubtful.filter(|_| references.is_none());
        if wanted == Wanted::All && (notes.is_some() || references.is_some()) {
            rules.extend(take_last(&mut lines));
        }
        let noted = notes.as_ref().map(|notes| notes.find_marks(&lines));
        // Marks that lead to a list have no notes behind them.
        let within = || if has_notes && references.is_none() { find_run_in(&lines) } else { None };
        let (notes, noted) = match notes.zip(noted).or_else(within) {
            Some((notes, noted)) => (Some(notes), noted),
            None => (None, Marks::default()),
        };
        let mut parts = Self { lines, pages, cues, rules, notes, references, doubtful, noted, cited: Marks::default() };
        if has_notes {
            parts.cited = parts.find_citations().unwrap_or_default();
        }
        parts
    }

    /// Finds the marks of the entries of the reference list; beside notes, those of another form than the notes'.
    fn find_citations(&self) -> Option<Marks> {
        let (form, numbers) = self.references.as_ref()?.numbers()?;
        // `1.` alone says nothing of the marks, and circles and raised figures may be much else.
        let own = form.filter(|_| self.notes.is_some()).or(Some(Form::Bracketed).filter(|_| form.is_none()));
        let is_taken = own.is_some() && own == self.noted.form;
        let mut found = (!is_taken).then(|| find_note_marks(&self.lines, &numbers, own, self.label()))?;
        take_pages(&self.lines, &mut found, self.label());
        (own.is_none() || own == found.form).then_some(found)
    }

    /// The letter with which labels of notes begin that cite the reference list.
    fn label(&self) -> char {
        if self.notes.is_some() { 's' } else { 'n' }
    }

    /// All marks.
    pub(super) fn marks(&self) -> Marks {
        let mut marks = self.noted.clone();
        marks.extend(self.cited.clone());
        marks
    }

    /// Returns the passages that are no text of the article, each with the reason in the script `lang`.
    pub(super) fn cuts(&self, lang: &str) -> Vec<Cut> {
        let reasons = match lang {
            "zh-Hans" => [
                "页码",
                "分隔线",
                "字幕的序号和时间",
                "注号，已改为注",
                "注的标题",
                "注文，已移到文末的注",
                "参考资料的标题；条目已移入 sources.yaml",
                "参考资料的条目，已移入 sources.yaml",
            ],
            _ => [
                "頁碼",
                "分隔線",
                "字幕的序號和時間",
                "註號，已改為註",
                "註的標題",
                "註文，已移到文末的註",
                "參考資料的標題；條目已移入 sources.yaml",
                "參考資料的條目，已移入 sources.yaml",
            ],
        };
        let [for_page, for_rule, for_cue, for_mark, for_heading, for_note, for_list, for_entry] = reasons;
        let cut = |line: &Line<'_>, reason: &str| Cut {
            at: line.start..line.start + line.text.len(),
            reason: reason.to_owned(),
        };
        let mut cuts: Vec<Cut> = self.pages.iter().map(|line| cut(line, for_page)).collect();
        cuts.extend(self.cues.iter().map(|line| cut(line, for_cue)));
        cuts.extend(self.rules.iter().map(|line| cut(line, for_rule)));
        let marks = self.noted.marks.iter().chain(&self.cited.marks);
        let for_mark = if self.notes.as_ref().is_some_and(NoteList::is_run_in) { for_note } else { for_mark };
        cuts.extend(marks.map(|(start, (end, _))| Cut { at: *start..*end, reason: for_mark.to_owned() }));
        if let Some(notes) = &self.notes {
            let n_heading = usize::from(notes.heading.is_some());
            cuts.extend(
                notes
                    .lines
                    .iter()
                    .enumerate()
                    .map(|(i, line)| cut(line, if i < n_heading { for_heading } else { for_note })),
            );
        }
        cuts.extend(self.references.iter().flat_map(|list| list.cuts([for_list, for_entry])));
        cuts
    }

    /// Returns the lines of the lists, their headings too, and the heading of a list of sources that is one of notes.
    pub(super) fn listed_lines(&self) -> Vec<Line<'a>> {
        let notes = self.notes.iter().flat_map(|notes| &notes.lines);
        let sources = self.references.iter();
        let sources = sources.flat_map(|list| std::iter::once(&list.heading).chain(list.entries.iter().flatten()));
        let first = self.notes.as_ref().and_then(|notes| notes.lines.first()).map_or(0, |line| line.start);
        let above = self.lines.iter().rfind(|line| line.start < first).filter(|line| is_references_heading(line.text));
        notes.chain(sources).chain(above).copied().collect()
    }

    /// Says what was taken out.
    pub(super) fn report(&self, report: &mut Vec<String>) {
        let numbers = |lines: &[Line<'_>]| shown_lines(&lines.iter().map(|line| line.number).collect::<Vec<_>>());
        if !self.pages.is_empty() {
            let pages = numbers(&self.pages);
            report.push(format!("page numbers are taken out (lines {pages}; collation.yaml, `omitted`)"));
        }
        if !self.cues.is_empty() {
            let cues = numbers(&self.cues);
            report.push(format!(
                "numbers and times of subtitles are taken out (lines {cues}; collation.yaml, `omitted`)"
            ));
        }
        if !self.rules.is_empty() {
            let rules = numbers(&self.rules);
            report.push(format!(
                "lines drawn below headings or above notes are taken out (lines {rules}; collation.yaml, `omitted`)"
            ));
        }
        if let Some((first, last)) =
            self.notes.as_ref().and_then(|notes| Some((notes.lines.first()?, notes.lines.last()?)))
        {
            report.push(format!(
                "lines {}–{}: {} of the text became notes, with {}",
                first.number,
                last.number,
                count(self.notes.as_ref().map_or(0, |notes| notes.entries.len()), "entry").replace("entrys", "entries"),
                count(self.noted.marks.len(), "mark"),
            ));
            let known = self.notes.iter().flat_map(|notes| &notes.entries);
            let unmarked = known.filter(|(number, _)| !self.noted.numbers.contains(number));
            report.extend(unmarked.map(|(number, lines)| {
                let line = lines.first().map_or(0, |line| line.number);
                format!("line {line}: note {number} has no mark in the text: type `[^n{number}]` where it belongs")
            }));
        }
        if let Some(notes) = self.notes.as_ref().filter(|notes| notes.is_run_in()) {
            let lines: Vec<usize> = notes.entries.iter().flat_map(|(_, lines)| lines).map(|line| line.number).collect();
            report.push(format!("{} (lines {}; please check)", notes.said_within(), shown_lines(&lines)));
        }
        if !self.cited.marks.is_empty() {
            report.push(format!(
                "{} of the text became notes that cite the reference list",
                count(self.cited.marks.len(), "mark")
            ));
        }
        let marks = self.marks();
        report.extend(marks.unknown.iter().take(N_UNKNOWN).map(|(number, line)| {
            format!("line {line}: no note or entry bears the number {number}: the mark is left as it is")
        }));
        let left = leftover_marks(&self.lines, &marks);
        if let Some((_, mark)) = left.first() {
            let lines: Vec<usize> = left.iter().map(|(line, _)| *line).collect();
            report.push(format!(
                "`{mark}` looks like the mark of a note, but no list of notes was found for it: left in the text (lines {})",
                shown_lines(&lines)
            ));
        }
        report.extend(self.doubtful.map(|number| {
            format!("line {number} looks like the heading of a reference list, but not all below it are entries: left in the text")
        }));
    }

    /// Returns `sources.yaml`, and the definitions of notes in the script `lang`, their text written by `write`.
    pub(super) fn write_lists(
        &self,
        (lang, write): (&str, fn(&str) -> String),
        report: &mut Vec<String>,
    ) -> (Option<String>, String) {
        let sources: Vec<Source> =
            self.references.iter().flat_map(|list| &list.entries).map(|entry| read_entry(&join_entry(entry))).collect();
        let numbers = self.references.as_ref().and_then(ReferenceList::numbers).map(|(_, numbers)| numbers);
        let numbers = numbers.unwrap_or_default();
        let keys = name_keys(&sources, &numbers);
        if let Some(list) = &self.references {
            report_sources(list, &keys, &sources, report);
        }
        let mut definitions = String::new();
        let notes = self.notes.iter().flat_map(|notes| &notes.entries);
        for (number, lines) in notes {
            definitions.push_str(&format!("\n[^n{number}]: {}\n", write(&join_entry(lines))));
        }
        let label = self.label();
        let page = if lang == "zh-Hans" { '页' } else { '頁' };
        let typed = self.cited.marks.values().flat_map(|(_, typed)| typed.split_inclusive(']'));
        let mut used: BTreeSet<&str> = typed.collect();
        let mut define = |label: &str, cited: &str| {
            let mark = format!("[^{label}]");
            if used.remove(&*mark) {
                definitions.push_str(&format!("\n{mark}: [{cited}]\n"));
            }
        };
        let mut located: BTreeMap<u32, Vec<&Located>> = BTreeMap::new();
        self.cited.located.iter().for_each(|one| located.entry(one.number).or_default().push(one));
        for (key, number) in keys.iter().zip(numbers) {
            define(&format!("{label}{number}"), &format!("@{key}"));
            for Located { label, pages, .. } in located.get(&number).into_iter().flatten() {
                define(label, &format!("@{key}, 第 {pages} {page}"));
            }
        }
        (self.references.as_ref().map(|_| write_sources(&keys, &sources)), definitions)
    }
}

fn report_sources(list: &ReferenceList<'_>, keys: &[String], sources: &[Source], report: &mut Vec<String>) {
    let named = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    report.push(format!(
        "lines {}–{}: the reference list is taken out (collation.yaml, `omitted`) and became {} in sources.yaml: {named}; please check",
        list.heading.number,
        list.last_number(),
        count(sources.len(), "source"),
    ));
    for (key, source) in keys.iter().zip(sources) {
        report.extend(
            source.note.iter().map(|note| format!("source `{key}`: not understood and kept as its note: `{note}`")),
        );
    }
}

/// Joins the lines of an entry: a space where one of the neighbours is Latin.
fn join_entry(lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    for line in lines {
        let is_latin = out.ends_with(|c: char| c.is_ascii()) || line.text.starts_with(|c: char| c.is_ascii());
        if !out.is_empty() && is_latin {
            out.push(' ');
        }
        out.push_str(line.text);
    }
    out
}
