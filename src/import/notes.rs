//! Notes that the text has already: a list of them at its end, and their marks in the text.

use std::collections::BTreeMap;

use super::lines::Line;
use super::note_marks::{FORMS, Form, Mark, find_marks, read_mark};

const HEADINGS: [&str; 18] = [
    "註釋",
    "注釋",
    "注释",
    "註解",
    "注解",
    "附註",
    "附注",
    "註",
    "注",
    "尾註",
    "尾注",
    "腳註",
    "脚注",
    "註腳",
    "note",
    "notes",
    "endnotes",
    "footnotes",
];

/// A list of notes at the end of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoteList<'a> {
    pub(super) heading: Option<Line<'a>>,
    /// The number of each note, and its lines; the first without its marker.
    pub(super) entries: Vec<(u32, Vec<Line<'a>>)>,
    /// The lines as received, the heading's too.
    pub(super) lines: Vec<Line<'a>>,
    form: Option<Form>,
}

/// Takes the list of notes off the end of `lines`, when there is one.
pub(super) fn take_notes<'a>(lines: &mut Vec<Line<'a>>) -> Option<NoteList<'a>> {
    let (at, list) = with_heading(lines).or_else(|| without_heading(lines))?;
    lines.truncate(at);
    Some(list)
}

fn with_heading<'a>(lines: &[Line<'a>]) -> Option<(usize, NoteList<'a>)> {
    let at = lines.iter().rposition(|line| is_notes_heading(line.text)).filter(|at| *at > 0)?;
    let list = read_list(lines.get(at + 1..)?, true)?;
    let heading = lines.get(at).copied();
    let all = heading.iter().chain(&list.lines).copied().collect();
    Some((at, NoteList { heading, lines: all, ..list }))
}

/// Without a heading the list begins with the last line that bears the number 1, in the form of the marks.
fn without_heading<'a>(lines: &[Line<'a>]) -> Option<(usize, NoteList<'a>)> {
    let is_first = |line: &Line<'_>| read_mark(line.text, 0).is_some_and(|mark| mark.numbers == [1]);
    let at = lines.iter().rposition(is_first).filter(|at| *at > 0)?;
    let list = read_list(lines.get(at..)?, false)?;
    let form = list.form?;
    // Without a heading it could be any list; the text must bear a mark for each.
    let marked = marks_of(lines.get(..at)?, form);
    list.entries
        .iter()
        .all(|(number, _)| marked.iter().any(|(mark, _)| mark.numbers.contains(number)))
        .then_some((at, list))
}

fn is_notes_heading(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "#*:：【】[]〔〕（）()".contains(c)).to_lowercase();
    HEADINGS.contains(&bare.as_str())
}

/// Reads entries numbered from 1; other lines go on the entry before.
fn read_list<'a>(lines: &[Line<'a>], has_heading: bool) -> Option<NoteList<'a>> {
    let mut entries: Vec<(u32, Vec<Line<'a>>)> = Vec::new();
    let mut form = None;
    for line in lines {
        let next = u32::try_from(entries.len()).ok()? + 1;
        match read_number(line.text, has_heading).filter(|(number, ..)| *number == next) {
            Some((number, end, its_form)) => {
                form = form.or(its_form);
                let text = line.text.get(end..)?;
                let text = text.trim_start_matches(|c: char| c.is_whitespace() || "：:.．、,，".contains(c));
                let start = line.start + line.text.len() - text.len();
                entries.push((number, vec![Line { text, start, ..*line }]));
            }
            None => entries.last_mut().filter(|_| has_heading || !line.is_after_gap)?.1.push(*line),
        }
    }
    let is_whole =
        !entries.is_empty() && entries.iter().all(|(_, lines)| lines.iter().any(|line| !line.text.is_empty()));
    is_whole.then(|| NoteList { heading: None, entries, lines: lines.to_vec(), form })
}

/// Returns the number at the beginning of an entry, its end, and the form of the marks that it speaks for.
fn read_number(text: &str, has_heading: bool) -> Option<(u32, usize, Option<Form>)> {
    if let Some(mark) = read_mark(text, 0) {
        let [number] = mark.numbers.as_slice() else { return None };
        return Some((*number, mark.at.end, Some(mark.form)));
    }
    // `1.`, `1、`, `(1)`: any list has these, so a heading must say that it is one of notes.
    let open = text.strip_prefix(['(', '（']).unwrap_or(text);
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    let number = open.get(..digits)?.parse().ok()?;
    let close = open.get(digits..)?.chars().next().filter(|c| ".．、)） \t　".contains(*c))?;
    has_heading.then(|| (number, text.len() - open.len() + digits + close.len_utf8(), None))
}

/// Returns the marks of one form in `lines`, at their bytes of the received text, and the lines they stand in.
fn marks_of(lines: &[Line<'_>], form: Form) -> Vec<(Mark, usize)> {
    let marks = lines.iter().flat_map(|line| {
        let marks = find_marks(line.text).into_iter();
        // A mark at the start of a line is the number of an item.
        marks
            .filter(|mark| mark.at.start > 0)
            .map(|mark| (Mark { at: mark.at.start + line.start..mark.at.end + line.start, ..mark }, line.number))
    });
    marks.filter(|(mark, _)| mark.form == form).collect()
}

/// The marks of notes in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Each mark's bytes of the received text, and what stands there in `index.md`.
    pub(super) marks: BTreeMap<usize, (usize, String)>,
    /// The numbers that are marked.
    pub(super) numbers: Vec<u32>,
    /// Marks of this form that no entry of the list is for: number and line.
    pub(super) unknown: Vec<(u32, usize)>,
}

/// Finds the marks in `lines` of the notes `known`, in the form of the list, else the form most of them have.
pub(super) fn find_note_marks(lines: &[Line<'_>], known: &[u32], form: Option<Form>) -> Marks {
    let n_known = |form: Form| {
        let marks = marks_of(lines, form);
        known.iter().filter(|number| marks.iter().any(|(mark, _)| mark.numbers.contains(number))).count()
    };
    let own = form.filter(|form| n_known(*form) > 0);
    let Some(form) =
        own.or_else(|| FORMS.into_iter().max_by_key(|form| n_known(*form)).filter(|form| n_known(*form) > 0))
    else {
        return Marks::default();
    };
    let mut found = Marks::default();
    for (mark, line) in marks_of(lines, form) {
        let missing: Vec<u32> = mark.numbers.iter().copied().filter(|number| !known.contains(number)).collect();
        if !missing.is_empty() {
            found.unknown.extend(missing.into_iter().map(|number| (number, line)));
            continue;
        }
        let typed: String = mark.numbers.iter().map(|number| format!("[^n{number}]")).collect();
        found.numbers.extend(&mark.numbers);
        found.marks.insert(mark.at.start, (mark.at.end, typed));
    }
    found
}

impl NoteList<'_> {
    /// Returns the marks in `lines` of these notes.
    pub(super) fn find_marks(&self, lines: &[Line<'_>]) -> Marks {
        let known: Vec<u32> = self.entries.iter().map(|(number, _)| *number).collect();
        find_note_marks(lines, &known, self.form)
    }
}
