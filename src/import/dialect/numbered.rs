//! A list of notes or sources at the end of a Markdown, numbered `[1]`, `①`, `〔一〕`, and its marks in the text.

use super::places::Places;
use super::{Edit, Translated, apply};
use crate::diag::count;
use crate::import::lines::{Line, read_lines};
use crate::import::locators::read_pages;
use crate::import::note_marks::{Form, find_marks};
use crate::import::notes::NoteList;
use crate::import::parts::{Parts, Wanted};
use crate::import::script::guess_lang;

/// Makes notes of a list that the text's marks lead to; without marks the list stays.
pub(in crate::import) fn translate_lists(translated: Translated) -> Translated {
    let body = join_numbers(&without_escapes(&translated.body));
    let places = Places::find(&body, &[]);
    let is_text = |line: &Line<'_>| !places.is_code(line.start) && !line.text.starts_with("[^");
    let lines: Vec<Line<'_>> = read_lines(&body).into_iter().filter(is_text).collect();
    let is_ours = body.contains("[^n1]") || body.contains("[^s1]");
    let mut parts = Parts::take_of(lines.clone(), Wanted::Lists);
    // Entries of sources are read as plain text.
    let has_markup = |parts: &Parts<'_>| {
        let mut lines = parts.references.iter().flat_map(|list| &list.entries).flatten();
        lines.any(|line| line.text.contains("](") || line.text.contains('*'))
    };
    let is_cited = parts.references.is_some() && !parts.cited.marks.is_empty();
    if has_markup(&parts) || !is_cited && parts.noted.marks.is_empty() {
        parts = Parts::take_of(lines, Wanted::Notes);
    }
    let n_marks = parts.noted.marks.len();
    for marks in [&mut parts.noted.marks, &mut parts.cited.marks] {
        marks.retain(|at, (end, _)| places.is_text(&(*at..*end)));
    }
    let marks = parts.marks().marks;
    let is_broken = parts.noted.marks.len() < n_marks && parts.notes.as_ref().is_some_and(NoteList::is_run_in);
    if is_ours || marks.is_empty() || is_broken {
        return translated;
    }
    let mut edits: Vec<Edit> = marks.iter().map(|(at, (end, typed))| Edit::new(*at..*end, typed.clone())).collect();
    edits.extend(parts.listed_lines().into_iter().map(|line| Edit::cut(line.start..line.start + line.text.len())));
    let mut report = translated.report;
    if let Some(notes) = &parts.notes {
        let at_end = || {
            format!(
                "{} at the end became notes, with {}",
                count(notes.entries.len(), "entry").replace("entrys", "entries"),
                count(parts.noted.marks.len(), "mark")
            )
        };
        report.push(if notes.is_run_in() { format!("{}; please check", notes.said_within()) } else { at_end() });
    }
    let mut said = Vec::new();
    let write = |text: &str| text.trim_end_matches('\\').to_owned();
    let (sources, definitions) = parts.write_lists((guess_lang(&body), write), &mut said);
    if let Some(list) = &parts.references {
        report.push(format!(
            "the list of sources at the end became {} in sources.yaml, with {}; please check",
            count(list.entries.len(), "source"),
            count(parts.cited.marks.len(), "mark")
        ));
        report.extend(said.into_iter().filter(|line| line.starts_with("source `")));
    }
    let body = format!("{}\n{definitions}", apply(&body, edits).trim_end());
    Translated { body, sources, report }
}

/// Tells of `[1]` in the text where a paragraph begins with `[1]` too: a note that nothing leads to.
pub(in crate::import) fn report_marks(body: &str) -> Option<String> {
    let text = without_escapes(body);
    let marks = |line| find_marks(line).into_iter().filter(|mark| mark.form == Form::Bracketed);
    let is_entry = text.lines().any(|line| marks(line).any(|mark| mark.at.start == 0 && mark.numbers == [1]));
    let is_marked = text.lines().any(|line| marks(line).any(|mark| mark.at.start > 0 && mark.numbers.contains(&1)));
    (is_entry && is_marked).then(|| {
        "`[1]` looks like the mark of a note, but no link of the page leads to one: left in the text; type `[^1]` there, and `[^1]: ` \
         before its entry"
            .to_owned()
    })
}

/// `\[1\]`, as programs write what is no link, is a mark too, raised or not.
fn without_escapes(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, behind)) = rest.split_once("\\[") {
        out.push_str(before);
        match escaped_number(behind) {
            Some((number, behind)) => {
                let (pages, behind) = pages_behind(behind);
                let raised = behind.strip_prefix("</sup>").filter(|_| before.ends_with("<sup>"));
                if raised.is_some() {
                    out.truncate(out.len() - "<sup>".len());
                }
                // `[2](P45)` would be a link.
                let pages = pages.replacen('(', "（", 1);
                out.push_str(&format!("[{number}]{pages}"));
                rest = raised.unwrap_or(behind);
            }
            None => {
                out.push_str("\\[");
                rest = behind;
            }
        }
    }
    out + rest
}

/// Parts the pages of a mark from what stands behind them.
fn pages_behind(text: &str) -> (&str, &str) {
    text.split_at(read_pages(text, false).map_or(0, |(_, length)| length))
}

/// Reads a number of at most three digits before `\]`, and what stands behind that.
fn escaped_number(text: &str) -> Option<(&str, &str)> {
    let n_digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let (number, behind) = text.split_at_checked(n_digits).filter(|(number, _)| is_number(number))?;
    Some((number, behind.strip_prefix("\\]")?))
}

fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Puts the number of an entry that stands in a paragraph of its own before the next.
fn join_numbers(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, behind)) = rest.split_once("]\n\n") {
        out.push_str(before);
        let line = out.rsplit('\n').next().unwrap_or_default();
        let is_alone = line.strip_prefix('[').is_some_and(is_number);
        out.push_str(if is_alone && !behind.starts_with(['[', '#', '\n']) { "] " } else { "]\n\n" });
        rest = behind;
    }
    out + rest
}
