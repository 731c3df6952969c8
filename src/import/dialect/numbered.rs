//! A list of notes or sources at the end of a Markdown, numbered `[1]`, `①`, `〔一〕`, and its marks in the text.

use super::places::Places;
use super::{Edit, Translated, apply};
use crate::diag::count;
use crate::import::lines::{Line, read_lines};
use crate::import::parts::{Parts, Wanted};

/// Makes notes of a list that the text's marks lead to; without marks the list stays.
pub(super) fn translate_lists(translated: Translated) -> Translated {
    let body = without_escapes(&translated.body);
    let places = Places::find(&body, &[]);
    let is_text = |line: &Line<'_>| !places.is_code(line.start) && !line.text.starts_with("[^");
    let lines: Vec<Line<'_>> = read_lines(&body).into_iter().filter(is_text).collect();
    let is_ours = body.contains("[^n1]") || body.contains("[^s1]");
    let mut parts = Parts::take_of(lines.clone(), Wanted::Lists);
    let has_links = |parts: &Parts<'_>| {
        parts.references.iter().flat_map(|list| &list.entries).flatten().any(|line| line.text.contains("]("))
    };
    if parts.references.is_some() && (parts.cited.marks.is_empty() || has_links(&parts)) {
        parts = Parts::take_of(lines, Wanted::Notes);
    }
    let mut marks = parts.marks().marks;
    marks.retain(|at, (end, _)| places.is_text(&(*at..*end)));
    if is_ours || marks.is_empty() {
        return translated;
    }
    let mut edits: Vec<Edit> = marks.iter().map(|(at, (end, typed))| Edit::new(*at..*end, typed.clone())).collect();
    edits.extend(parts.listed_lines().into_iter().map(|line| Edit::cut(line.start..line.start + line.text.len())));
    let mut report = translated.report;
    let n_entries = parts.notes.as_ref().map_or(0, |notes| notes.entries.len());
    if n_entries > 0 {
        report.push(format!(
            "{} at the end became notes, with {}",
            count(n_entries, "entry").replace("entrys", "entries"),
            count(parts.noted.marks.keys().filter(|at| marks.contains_key(at)).count(), "mark")
        ));
    }
    let mut said = Vec::new();
    let (sources, definitions) = parts.write_lists(|text| text.trim_end_matches('\\').to_owned(), &mut said);
    if let Some(list) = &parts.references {
        report.push(format!(
            "the list of sources at the end became {} in sources.yaml, with {}; please check",
            count(list.entries.len(), "source"),
            count(parts.cited.marks.keys().filter(|at| marks.contains_key(at)).count(), "mark")
        ));
        report.extend(said.into_iter().filter(|line| line.starts_with("source `")));
    }
    let body = format!("{}\n{definitions}", apply(&body, edits).trim_end());
    Translated { body, sources, report }
}

/// `\[1\]`, as programs write what is no link, is a mark too.
fn without_escapes(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, behind)) = rest.split_once("\\[") {
        out.push_str(before);
        let number = behind
            .split_once("\\]")
            .filter(|(number, _)| (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()));
        match number {
            Some((number, behind)) => {
                out.push_str(&format!("[{number}]"));
                rest = behind;
            }
            None => {
                out.push_str("\\[");
                rest = behind;
            }
        }
    }
    out + rest
}
