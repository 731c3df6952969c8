//! Writes RIS: a line a field, CR LF as the specification has it is not needed by any reader, so lines end in LF.

use hayagriva::types::{Date, Person};
use serde_json::Value;

use super::Written;
use super::dates::date_text;
use super::item::{Field, Item};
use super::kind::has_series;
use super::ris_words::{JZ, JZ_FIELDS, NAMES, OURS, TEXTS};

/// Writes the entries, a blank line between two.
pub(super) fn write(entries: &[Written<'_>]) -> String {
    entries.iter().map(write_entry).collect::<Vec<_>>().join("\n")
}

fn write_entry(entry: &Written<'_>) -> String {
    let item = entry.item;
    let mut lines = vec![("TY", item.kind.ris.to_owned()), ("ID", entry.key.to_owned())];
    lines.extend(title_lines(item));
    for (tag, role) in NAMES.iter().filter(|(tag, _)| !matches!(*tag, "A1" | "A2")) {
        lines.extend(item.names.get(role).into_iter().flatten().map(|name| (*tag, write_name(name))));
    }
    if let Some(date) = &item.issued {
        lines.push(("PY", year(date)));
        lines.extend(date.month.map(|_| ("DA", write_date(date))));
    }
    lines.extend(item.accessed.iter().map(|date| ("Y2", write_date(date))));
    let texts = TEXTS.iter().filter(|(tag, _)| *tag != "TI");
    lines.extend(texts.filter_map(|(tag, field)| match field {
        Field::Publisher => Some((*tag, item.publisher()?.to_string())),
        _ => Some((*tag, item.text(*field)?)),
    }));
    lines.extend([Field::Isbn, Field::Issn].iter().filter_map(|field| Some(("SN", item.text(*field)?))));
    lines.extend(page_lines(item));
    let note = item.text(Field::Note).unwrap_or_default();
    lines.extend(note.lines().map(|line| ("N1", line.to_owned())));
    lines.extend(entry.extra.jz.as_ref().map(|jz| (OURS, format!("{JZ}{jz}"))));
    if !entry.extra.fields.is_empty() {
        lines.push((OURS, format!("{JZ_FIELDS}{}", Value::Object(entry.extra.fields.clone()))));
    }
    lines.push(("ER", String::new()));
    lines.iter().map(|(tag, value)| format!("{tag}  - {}\n", one_line(value))).collect()
}

fn title_lines(item: &Item) -> Vec<(&'static str, String)> {
    let series = if has_series(item.kind.entry) { "T2" } else { "T3" };
    let titles = [("TI", Field::Title), ("T2", Field::Container), (series, Field::Series)];
    titles.into_iter().filter_map(|(tag, field)| Some((tag, item.text(field)?))).collect()
}

/// A range of plain numbers by its two ends, anything else as it is.
fn page_lines(item: &Item) -> Vec<(&'static str, String)> {
    let Some(pages) = item.text(Field::Pages).map(|pages| pages.replace('–', "-")) else {
        return Vec::new();
    };
    match pages.split_once('-') {
        Some((first, last)) if !first.is_empty() && !last.is_empty() && is_number(first) && is_number(last) => {
            vec![("SP", first.to_owned()), ("EP", last.to_owned())]
        }
        _ => vec![("SP", pages)],
    }
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

fn write_name(person: &Person) -> String {
    let prefix = person.prefix.as_deref().map(|prefix| format!("{prefix} ")).unwrap_or_default();
    let family = format!("{prefix}{}", person.name);
    let parts = [Some(family.as_str()), person.given_name.as_deref(), person.suffix.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn year(date: &Date) -> String {
    date_text(&Date { month: None, day: None, approximate: false, ..*date })
}

/// `YYYY/MM/DD/`, with the parts that are not known left empty.
fn write_date(date: &Date) -> String {
    let two = |part: Option<u8>| part.map(|part| format!("{:02}", part + 1)).unwrap_or_default();
    format!("{}/{}/{}/", year(date), two(date.month), two(date.day))
}

/// A value ends where its line ends.
fn one_line(value: &str) -> String {
    value.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
