//! Notes that the text has already: a list of them at its end, and their marks in the text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lines::Line;
use super::locators::Located;
use super::note_marks::{FORMS, Form, Mark, find_marks, read_mark};
use crate::diag::count;

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
    /// Where their marks stand. Units: bytes of the received text.
    marked: Range<usize>,
}

/// Takes the list of notes off the end of `lines`, when there is one; what stands below it stays. `heads` says which lines may head it.
pub(super) fn take_notes<'a>(lines: &mut Vec<Line<'a>>, heads: fn(&str) -> bool) -> Option<NoteList<'a>> {
    let (at, list) = with_heading(lines, heads).or_else(|| without_heading(lines))?;
    lines.drain(at..at + list.lines.len());
    for (i, line) in lines.iter_mut().enumerate().skip(at) {
        // What stood below the notes goes on nothing that stood above them, and a section nothing before it.
        line.is_after_gap |= i == at || line.is_section_heading();
    }
    Some(list)
}

fn with_heading<'a>(lines: &[Line<'a>], heads: fn(&str) -> bool) -> Option<(usize, NoteList<'a>)> {
    let at = lines.iter().rposition(|line| heads(line.text)).filter(|at| *at > 0)?;
    let list = read_list(lines.get(at + 1..)?, true)?;
    let heading = lines.get(at).copied();
    // Below a heading of sources anything may be listed, and a part of a longer text goes on the numbers of the one before.
    let begins = list.entries.first().is_some_and(|(number, _)| *number == 1);
    let is_said = begins && heading.is_some_and(|heading| is_notes_heading(heading.text));
    if !is_said && !are_marked(&list, lines.get(..at)?, list.form.unwrap_or(Form::Bracketed)) {
        return None;
    }
    let all = heading.iter().chain(&list.lines).copied().collect();
    // The marks above another such list are its own.
    let is_first = |line: &Line<'_>| read_number(line.text, true).is_some_and(|(number, ..)| number == 1);
    let other = lines
        .get(..at)?
        .windows(2)
        .rposition(|pair| matches!(pair, [one, next] if is_notes_heading(one.text) && is_first(next)));
    let from = other.and_then(|other| lines.get(other)).map_or(0, |line| line.start);
    Some((at, NoteList { heading, lines: all, marked: from..heading?.start, ..list }))
}

/// Without a heading the list begins with the last line that bears the number 1, in the form of the marks.
fn without_heading<'a>(lines: &[Line<'a>]) -> Option<(usize, NoteList<'a>)> {
    let is_first = |line: &Line<'_>| read_mark(line.text, 0).is_some_and(|mark| mark.numbers == [1]);
    let at = lines.iter().rposition(is_first).filter(|at| *at > 0)?;
    let list = read_list(lines.get(at..)?, false)?;
    let form = list.form?;
    // Without a heading it could be any list.
    are_marked(&list, lines.get(..at)?, form).then_some((at, list))
}

/// Says whether the text above a list bears a mark for each of its entries.
fn are_marked(list: &NoteList<'_>, above: &[Line<'_>], form: Form) -> bool {
    let marked = marks_of(above, form);
    let is_marked = |number: &u32| marked.iter().any(|(mark, _)| mark.numbers.contains(number));
    list.entries.iter().all(|(number, _)| is_marked(number))
}

/// Says whether a line heads a list of notes.
pub(super) fn is_notes_heading(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "#*:：【】[]〔〕（）()".contains(c)).to_lowercase();
    HEADINGS.contains(&bare.as_str())
}

/// Reads entries numbered on; other lines go on the entry before. The list ends with the heading of a section, and behind
/// its last entry with a paragraph set off by a blank line.
fn read_list<'a>(lines: &[Line<'a>], has_heading: bool) -> Option<NoteList<'a>> {
    let until = lines.iter().position(Line::is_section_heading).unwrap_or(lines.len());
    let starts = find_starts(lines.get(..until)?, has_heading);
    let last = starts.last()?.0;
    let end = (last + 1..until).find(|i| lines.get(i - 1..=*i).is_some_and(ends_notes)).unwrap_or(until);
    // Without a heading little may stand below, and nothing that is set off may go on an entry.
    let is_below = end == until && until < lines.len() || lines.len() - end <= N_BELOW;
    let is_start = |i: usize| starts.binary_search_by_key(&i, |(at, ..)| *at).is_ok();
    let is_whole = |i: usize| is_start(i) || lines.get(i).is_some_and(|line| !line.is_after_gap);
    let is_list = has_heading || is_below && (1..last).all(is_whole);
    if starts.first()?.0 > 0 || !is_list {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([end]);
    let mut entries = Vec::new();
    let (first, ..) = read_number(lines.first()?.text, has_heading)?;
    for ((at, length, _), (next, number)) in starts.iter().zip(ends.zip(first..)) {
        let mut entry = lines.get(*at..next)?.to_vec();
        let first = entry.first_mut()?;
        let text = first.text.get(*length..)?;
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || "：:.．、,，^↑".contains(c));
        *first = Line { text, start: first.start + first.text.len() - text.len(), ..*first };
        entries.push((number, entry));
    }
    let form = starts.iter().find_map(|(.., form)| *form);
    let marked = 0..lines.first()?.start;
    let is_told = entries.iter().all(|(_, lines)| lines.iter().any(|line| !line.text.is_empty()));
    is_told.then(|| NoteList {
        heading: None,
        entries,
        lines: lines.get(..end).unwrap_or_default().to_vec(),
        form,
        marked,
    })
}

/// Returns where the entries 1, 2, 3 … begin, how long their numbers are in bytes, and the form that each speaks for. Below a
/// heading the first may have any number in brackets or a circle.
fn find_starts(lines: &[Line<'_>], has_heading: bool) -> Vec<(usize, usize, Option<Form>)> {
    let mut starts = Vec::new();
    let first = lines.first().filter(|_| has_heading).and_then(|line| read_mark(line.text, 0));
    let first = first.and_then(|mark| mark.numbers.first().copied()).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
    for (i, line) in lines.iter().enumerate() {
        let wanted = first + starts.len();
        let read = read_number(line.text, has_heading).filter(|(number, ..)| usize::try_from(*number) == Ok(wanted));
        starts.extend(read.map(|(_, length, form)| (i, length, form)));
    }
    starts
}

/// Says whether the second of two lines below the last number belongs to the notes no more.
fn ends_notes(pair: &[Line<'_>]) -> bool {
    let [before, line] = pair else { return false };
    let is_parted_by_page = line.is_after_page && !before.ends_closed();
    line.begins_section() || line.is_after_gap && !is_parted_by_page
}

/// Returns the number at the beginning of an entry, its end, and the form of the marks that it speaks for.
pub(super) fn read_number(text: &str, has_heading: bool) -> Option<(u32, usize, Option<Form>)> {
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
    /// The form that all of them have.
    pub(super) form: Option<Form>,
    /// Marks of this form that no entry of the list is for: number and line.
    pub(super) unknown: Vec<(u32, usize)>,
    /// Those that say a page, too.
    pub(super) located: Vec<Located>,
}

/// Finds the marks in `lines` of the notes `known`, in the form of the list, else the form most of them have. A note's label
/// is `label` and its number.
pub(super) fn find_note_marks(lines: &[Line<'_>], known: &[u32], form: Option<Form>, label: char) -> Marks {
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
    let mut found = Marks { form: Some(form), ..Marks::default() };
    for (mark, line) in marks_of(lines, form) {
        let missing: Vec<u32> = mark.numbers.iter().copied().filter(|number| !known.contains(number)).collect();
        if !missing.is_empty() {
            found.unknown.extend(missing.into_iter().map(|number| (number, line)));
            continue;
        }
        let typed: String = mark.numbers.iter().map(|number| format!("[^{label}{number}]")).collect();
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

impl Marks {
    /// Adds the marks of `other`.
    pub(super) fn extend(&mut self, other: Self) {
        self.marks.extend(other.marks);
        self.unknown.extend(other.unknown);
        self.numbers.extend(other.numbers);
        self.located.extend(other.located);
    }
}

impl<'a> NoteList<'a> {
    /// Notes that stand within the text, behind their marks: no lines of their own are taken out.
    pub(super) fn run_in(entries: Vec<(u32, Vec<Line<'a>>)>) -> Self {
        Self { heading: None, entries, lines: Vec::new(), form: None, marked: 0..0 }
    }

    /// Says that they stood within the text.
    pub(super) fn said_within(&self) -> String {
        let n_notes = count(self.entries.len(), "note");
        format!("{n_notes} that stood within the text, behind their marks, became notes at its end")
    }

    /// Says whether they stand within the text.
    pub(super) fn is_run_in(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns the marks in `lines` of these notes.
    pub(super) fn find_marks(&self, lines: &[Line<'_>]) -> Marks {
        let known: Vec<u32> = self.entries.iter().map(|(number, _)| *number).collect();
        let lines: Vec<Line<'_>> = lines.iter().filter(|line| self.marked.contains(&line.start)).copied().collect();
        find_note_marks(&lines, &known, self.form, 'n')
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

    /// A poem with notes, and the sections that school books put below them.
    fn poem(heading: &str, below: &str) -> String {
        format!(
            "秋日登山\n\n西風吹雁過山前①，\n白髮登高又一年②。\n莫問征人何處去，\n江頭日日有歸船。\n\n\
             {heading}①雁：大雁，秋天南飛。\n②髮：頭髮。\n{below}"
        )
    }

    const VERSE: &str =
        "# 秋日登山\n\n西風吹雁過山前[^n1]，\\\n白髮登高又一年[^n2]。\\\n莫問征人何處去，\\\n江頭日日有歸船。\n\n";
    const NOTES: &str = "\n[^n1]: 雁：大雁，秋天南飛。\n\n[^n2]: 髮：頭髮。\n";

    #[test]
    fn regression_sections_below_the_notes_are_text() {
        let (meaning, praise) =
            ("秋風把雁吹過了山前，我又登了一年的高。", "詩寫登高，卻不寫山，①寫雁，②寫船，只有詩人站著不動。");
        let text = format!("【譯文】\n{meaning}\n【賞析】\n{praise}\n");
        let expected = format!("{VERSE}## 【譯文】\n\n{meaning}\n\n## 【賞析】\n\n{praise}\n{NOTES}");
        let imported = check(&poem("【註釋】\n", &text), &expected);
        check_reported(&imported, "lines 8–10: 2 entries of the text became notes, with 2 marks");
        check(&poem("", &text), &expected);
        for (open, close) in [("〔", "〕"), ("", "")] {
            let named = |text: &str| text.replace('【', open).replace('】', close);
            check(&poem("註釋：\n", &named(&text)), &named(&expected));
        }
        let run_in = format!("【譯文】{meaning}\n【賞析】{praise}\n");
        check(&poem("【註釋】\n", &run_in), &format!("{VERSE}【譯文】{meaning}\n\n【賞析】{praise}\n{NOTES}"));
        let apart = format!("\n{meaning}\n\n{praise}\n");
        check(&poem("【註釋】\n", &apart), &format!("{VERSE}{meaning}\n\n{praise}\n{NOTES}"));
    }

    #[test]
    fn a_translation_in_verse_stays_below_its_heading() {
        let text = "【譯文】\n\n秋風吹過山前的雁，\n白頭的人又上山來。\n不問他們去了哪裡，\n每天都有船回江邊。\n";
        let index = plain(&poem("【註釋】\n", text)).expect("a text").index;
        assert!(index.contains("\n## 【譯文】\n\n秋風吹過山前的雁，\\\n白頭"), "{index}");
    }

    #[test]
    fn a_note_of_two_paragraphs_ends_with_the_next() {
        let text = noted("\n").replace("記載。", "記載。\n\n碑上也有。").replace("很久了[1]", "很久了（註一）");
        let text = text.replace("[1] ", "註釋\n註一：").replace("[2] ", "註二：").replace("[2]", "（註二）");
        let index = plain(&text).expect("a text").index;
        assert!(index.ends_with("\n[^n1]: 縣志有記載。碑上也有。\n\n[^n2]: 老人所說。\n"), "{index}");
    }

    #[test]
    fn regression_references_numbered_on_behind_the_notes_are_linked() {
        let text = "舊橋\n\n橋在溪鎮的東邊①，建成已經很久了[2]，橋墩是後來換的[3]。\n\n註釋：\n① 老人所說。\n參考文獻\n\
                    [2] 林某. 舊橋考[M]. 溪鎮: 河岸, 1998.\n[3] 何某. 渡口[M]. 江渡, 譯. 溪鎮: 河岸, 2001.\n";
        let imported = check(
            text,
            "# 舊橋\n\n橋在溪鎮的東邊[^n1]，建成已經很久了[^s2]，橋墩是後來換的[^s3]。\n\n[^n1]: 老人所說。\n\n\
             [^s2]: [@source-2]\n\n[^s3]: [@source-3]\n",
        );
        check_reported(&imported, "1 entry of the text became notes, with 1 mark");
        check_reported(&imported, "2 marks of the text became notes that cite the reference list");
        check_reported(&imported, "source `source-3`: not understood and kept as its note: `江渡, 譯`");
    }

    /// A mark that stands earlier too could not be named in `omitted`, so that such lists stay in the text.
    #[test]
    fn regression_marks_of_an_earlier_list_are_not_those_of_the_last() {
        let text = noted("\n").replace("[1] 縣志", "註釋\n[1] 縣志");
        let text = format!("{text}\n新橋在溪鎮的西邊，去年才建成[1]。\n\n註釋\n[1] 據報紙。\n");
        let imported = plain(&text).expect("a text");
        assert!(!imported.index.contains("[^n1]"), "{}", imported.index);
        check_reported(&imported, "`[1]` looks like the mark of a note, but no list of notes was found for it");
        let text = text.replace("建成[1]", "建成①").replace("[1] 據", "① 據");
        let index = plain(&text).expect("a text").index;
        assert!(index.contains("很久了\\[1\\]，") && index.ends_with("建成[^n1]。\n\n[^n1]: 據報紙。\n"), "{index}");
    }
}
