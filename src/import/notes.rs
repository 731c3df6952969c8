//! Notes that the text has already: a list of them at its end, and their marks in the text.

use std::collections::{BTreeMap, BTreeSet};

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

/// How many lines may stand below a list of notes without a heading, as who edited the text.
const N_BELOW: usize = 3;

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

/// Takes the list of notes off the end of `lines`, when there is one; what stands below it stays.
pub(super) fn take_notes<'a>(lines: &mut Vec<Line<'a>>) -> Option<NoteList<'a>> {
    let (at, list) = with_heading(lines).or_else(|| without_heading(lines))?;
    lines.drain(at..at + list.lines.len());
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

/// Reads entries numbered from 1; other lines go on the entry before. Without a heading the list ends with a paragraph that has
/// no number.
fn read_list<'a>(lines: &[Line<'a>], has_heading: bool) -> Option<NoteList<'a>> {
    let mut entries: Vec<(u32, Vec<Line<'a>>)> = Vec::new();
    let mut form = None;
    let mut n_read = lines.len();
    for (i, line) in lines.iter().enumerate() {
        let next = u32::try_from(entries.len()).ok()? + 1;
        match read_number(line.text, has_heading).filter(|(number, ..)| *number == next) {
            Some((number, end, its_form)) => {
                form = form.or(its_form);
                let text = line.text.get(end..)?;
                let text = text.trim_start_matches(|c: char| c.is_whitespace() || "：:.．、,，".contains(c));
                let start = line.start + line.text.len() - text.len();
                entries.push((number, vec![Line { text, start, ..*line }]));
            }
            None if !has_heading && line.is_after_gap && lines.len() - i <= N_BELOW => {
                n_read = i;
                break;
            }
            None => entries.last_mut().filter(|_| has_heading || !line.is_after_gap)?.1.push(*line),
        }
    }
    let is_whole =
        !entries.is_empty() && entries.iter().all(|(_, lines)| lines.iter().any(|line| !line.text.is_empty()));
    is_whole.then(|| NoteList { heading: None, entries, lines: lines.get(..n_read).unwrap_or_default().to_vec(), form })
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

/// Returns the marks in `lines` that are none of the `found`: the number of the line and the mark as it stands. What could be
/// anything else, a power (m²) or a circled item, is none; marks of one form begin with 1.
pub(super) fn leftover_marks<'a>(lines: &[Line<'a>], found: &Marks) -> Vec<(usize, &'a str)> {
    let is_told: BTreeSet<(u32, usize)> = found.unknown.iter().copied().collect();
    let mut left = Vec::new();
    for form in [Form::Bracketed, Form::Named] {
        let marks = marks_of(lines, form);
        if !marks.iter().any(|(mark, _)| mark.numbers.contains(&1)) {
            continue;
        }
        for (Mark { at, numbers, .. }, number) in marks {
            let is_left = !found.marks.contains_key(&at.start)
                && !numbers.iter().any(|mark_number| is_told.contains(&(*mark_number, number)));
            let line = lines.partition_point(|line| line.start <= at.start).checked_sub(1).and_then(|n| lines.get(n));
            let shown = line.and_then(|line| line.text.get(at.start - line.start..at.end - line.start));
            left.extend(shown.filter(|_| is_left).map(|shown| (number, shown)));
        }
    }
    left
}

impl NoteList<'_> {
    /// Returns the marks in `lines` of these notes.
    pub(super) fn find_marks(&self, lines: &[Line<'_>]) -> Marks {
        let known: Vec<u32> = self.entries.iter().map(|(number, _)| *number).collect();
        find_note_marks(lines, &known, self.form)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported, plain};

    /// A text with two marks, its list of notes, and what stands below that.
    fn noted(below: &str) -> String {
        format!(
            "舊橋\n\n橋在溪鎮的東邊，建成已經很久了[1]，橋墩是後來換的[2]。\n\n\
             [1] 縣志有記載。\n[2] 老人所說。{below}"
        )
    }

    #[test]
    fn who_edited_a_text_stays_below_its_notes() {
        let imported = check(
            &noted("\n\n（責任編輯：林一泉）\n"),
            "# 舊橋\n\n橋在溪鎮的東邊，建成已經很久了[^n1]，橋墩是後來換的[^n2]。\n\n（責任編輯：林一泉）\n\n\
             [^n1]: 縣志有記載。\n\n[^n2]: 老人所說。\n",
        );
        check_reported(&imported, "2 entries of the text became notes, with 2 marks");
    }

    #[test]
    fn marks_without_a_list_are_told_of() {
        let imported = plain("舊橋\n\n橋在溪鎮的東邊[1]，建成已經很久了[2]，寬 3 m²。\n①甲，②乙。\n").expect("a text");
        check_reported(
            &imported,
            "`[1]` looks like the mark of a note, but no list of notes was found for it: left in the text (lines 3)",
        );
        let other = plain(&noted("\n").replace("換的[2]", "換的[2]，年代不明（註一）")).expect("a text");
        check_reported(&other, "`（註一）` looks like the mark of a note");
        let none = plain(&noted("\n")).expect("a text");
        assert!(none.report.iter().all(|line| !line.contains("looks like the mark")), "{:#?}", none.report);
    }
}
