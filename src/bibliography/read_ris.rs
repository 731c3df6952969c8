//! Reads RIS: lines `TG  - value` from `TY` to `ER`; a line without a tag goes on with the value before it.

use std::ops::Range;

use hayagriva::types::{Date, Person};

use crate::diag::Diagnostic;

use super::arrival::{Arrival, Arrivals};
use super::dates::{date_of, read_edtf};
use super::item::Field;
use super::kind::{Kind, MISC, has_series, read_kind};
use super::ris_words::{JZ, JZ_FIELDS, NAMES, OTHERS, OURS, TEXTS};

/// A line of an entry, lines that go on with it joined.
struct Line {
    tag: String,
    value: String,
    at: Range<usize>,
}

/// Reads a file; what has no entry is `JZ320`, a line that stands in none `JZ321`.
pub(super) fn read(path: &str, text: &str) -> Arrivals {
    let mut arrivals = Arrivals::default();
    let mut entry: Vec<Line> = Vec::new();
    let mut start = 0;
    for typed in text.split_inclusive('\n') {
        let at = start..start + typed.trim_end().len();
        start += typed.len();
        let line = typed.trim_end();
        let Some((tag, value)) = split_tag(line) else {
            read_on(path, line, at, &mut entry, &mut arrivals.findings);
            continue;
        };
        let is_open = !entry.is_empty();
        match tag {
            "TY" | "ER" => {
                if is_open && tag == "TY" {
                    arrivals.findings.push(warning(path, "the entry before this line has no `ER`", at.clone()));
                }
                if !is_open && tag == "ER" {
                    arrivals.findings.push(warning(path, "`ER` ends no entry", at.clone()));
                }
                if is_open {
                    arrivals.entries.push(read_entry(std::mem::take(&mut entry)));
                }
            }
            _ if !is_open => arrivals.findings.push(outside(path, at.clone())),
            _ => {}
        }
        if tag == "TY" || (is_open && tag != "ER") {
            entry.push(Line { tag: tag.to_owned(), value: value.to_owned(), at });
        }
    }
    if let Some(first) = entry.first() {
        arrivals.findings.push(warning(path, "this entry has no `ER`", first.at.clone()));
        arrivals.entries.push(read_entry(entry));
    }
    if arrivals.entries.is_empty() && !text.trim().is_empty() {
        let end = text.trim_end().lines().next().unwrap_or_default().len();
        let finding = Diagnostic::error("JZ320", "the file is no RIS: no line begins with `TY  - `");
        arrivals.findings.push(finding.at(path, 0..end).hint("nothing of it was taken; export it again"));
    }
    arrivals
}

fn warning(path: &str, message: &str, at: Range<usize>) -> Diagnostic {
    Diagnostic::warning("JZ321", message).at(path, at)
}

fn outside(path: &str, at: Range<usize>) -> Diagnostic {
    warning(path, "the line stands in no entry and was not taken", at).hint("an entry begins with `TY  - `")
}

/// Splits `TG  - value`; one or two spaces are met before the hyphen.
fn split_tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{FEFF}');
    let (tag, rest) = line.split_at_checked(2)?;
    let mut chars = tag.chars();
    let is_tag = chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.next().is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let value = rest.strip_prefix("  -").or_else(|| rest.strip_prefix(" -"))?;
    (is_tag && (value.is_empty() || value.starts_with(' '))).then(|| (tag, value.trim()))
}

/// A line without a tag.
fn read_on(path: &str, line: &str, at: Range<usize>, entry: &mut [Line], findings: &mut Vec<Diagnostic>) {
    if line.trim().is_empty() {
        return;
    }
    match entry.last_mut() {
        Some(last) => {
            // A note keeps its lines.
            last.value.push(if last.tag == "N1" { '\n' } else { ' ' });
            last.value.push_str(line.trim());
        }
        None => findings.push(outside(path, at)),
    }
}

fn read_entry(lines: Vec<Line>) -> Arrival {
    let at = lines.first().map(|line| line.at.clone()).unwrap_or_default();
    let mut arrival = Arrival { at, ..Arrival::default() };
    let word = lines.first().map(|line| line.value.clone()).unwrap_or_default();
    let has_container = lines.iter().any(|line| matches!(line.tag.as_str(), "T2" | "JF" | "JO" | "BT" | "JA" | "J2"));
    let found = read_kind(&word, |kind: &Kind| kind.ris, has_container);
    arrival.item.kind = found.map_or(MISC, |(kind, _)| kind);
    if found.is_none_or(|(_, is_whole)| !is_whole) {
        arrival.keep("TY", &word);
    }
    let (mut first, mut last, mut dates, mut notes) = (None, None, Vec::new(), Vec::new());
    for Line { tag, value, .. } in lines.into_iter().skip(1) {
        match tag.as_str() {
            "ID" if arrival.key.is_none() => arrival.key = Some(value).filter(|key| !key.is_empty()),
            "SP" if first.is_none() => first = Some(value),
            "EP" if last.is_none() => last = Some(value),
            "PY" | "Y1" | "DA" => dates.push((tag, value)),
            "Y2" => read_accessed(&mut arrival, &value),
            "N1" => notes.push(value),
            OURS => read_ours(&mut arrival, &value),
            _ => read_field(&mut arrival, &tag, &value),
        }
    }
    read_pages(&mut arrival, first, last);
    read_issued(&mut arrival, &dates);
    arrival.take(Field::Note, "N1", &notes.join("\n"));
    arrival.item.settle_publisher();
    arrival.settle_access("Y2");
    arrival
}

fn read_field(arrival: &mut Arrival, tag: &str, value: &str) {
    if let Some((_, role)) = NAMES.iter().find(|(known, _)| *known == tag) {
        match read_name(value) {
            Some(name) => arrival.item.names.entry(role.clone()).or_default().push(name),
            None => arrival.keep(tag, value),
        }
        return;
    }
    let kind = arrival.item.kind.entry;
    let field = match tag {
        "T2" if has_series(kind) => Some(Field::Series),
        "T2" => Some(Field::Container),
        "T3" => Some(Field::Series),
        "SN" => serial_of(value),
        _ => TEXTS.iter().chain(&OTHERS).find(|(known, _)| *known == tag).map(|(_, field)| *field),
    };
    match field {
        Some(field) => arrival.take(field, tag, value),
        None => arrival.keep(tag, value),
    }
}

/// An ISSN has eight digits, an ISBN ten or thirteen.
fn serial_of(value: &str) -> Option<Field> {
    match value.chars().filter(char::is_ascii_alphanumeric).count() {
        8 => Some(Field::Issn),
        10 | 13 => Some(Field::Isbn),
        _ => None,
    }
}

/// `family, given, suffix`; without a comma the whole is one name.
fn read_name(value: &str) -> Option<Person> {
    let mut parts = value.split(',').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_owned();
    let mut part = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
    let (given_name, suffix) = (part(), part());
    if parts.next().is_some() {
        return None;
    }
    let person = Person { name, given_name, prefix: None, suffix, comma_suffix: false, alias: None };
    match &person.given_name {
        // Before a given name, words in lower case are a prefix; an organisation's name has none.
        Some(given) => {
            format!("{}, {given}", person.name).parse().ok().map(|read| Person { suffix: person.suffix, ..read })
        }
        None => Some(person),
    }
}

fn read_pages(arrival: &mut Arrival, first: Option<String>, last: Option<String>) {
    match (first, last) {
        (Some(first), Some(last)) if !first.contains(['-', '–']) && first != last => {
            arrival.take(Field::Pages, "SP", &format!("{first}-{last}"));
        }
        (Some(first), last) => {
            if let Some(last) = last.filter(|last| *last != first) {
                arrival.keep("EP", &last);
            }
            arrival.take(Field::Pages, "SP", &first);
        }
        (None, Some(last)) => arrival.keep("EP", &last),
        (None, None) => {}
    }
}

/// The fullest date is taken; others that say the same, less fully, have arrived with it.
fn read_issued(arrival: &mut Arrival, dates: &[(String, String)]) {
    let rank = |date: &Date| usize::from(date.month.is_some()) + usize::from(date.day.is_some());
    let read: Vec<Option<(Date, bool)>> = dates.iter().map(|(_, value)| read_date(value)).collect();
    let fullest = read.iter().flatten().map(|(date, _)| *date).rev().max_by_key(rank);
    arrival.item.issued = fullest;
    for ((tag, value), read) in dates.iter().zip(read) {
        let agrees = |date: &Date| {
            fullest.is_some_and(|full| {
                full.year == date.year
                    && (date.month.is_none() || date.month == full.month)
                    && (date.day.is_none() || date.day == full.day)
            })
        };
        if !read.is_some_and(|(date, is_whole)| is_whole && agrees(&date)) {
            arrival.keep(tag, value);
        }
    }
}

fn read_accessed(arrival: &mut Arrival, value: &str) {
    let found = if arrival.item.accessed.is_some() { None } else { read_date(value) };
    if let Some((date, _)) = found {
        arrival.item.accessed = Some(date);
    }
    if found.is_none_or(|(_, is_whole)| !is_whole) {
        arrival.keep("Y2", value);
    }
}

/// `YYYY/MM/DD/other`, the parts after the year empty or absent; or a date with hyphens.
fn read_date(value: &str) -> Option<(Date, bool)> {
    if !value.contains('/') {
        return read_edtf(value);
    }
    let mut parts = value.split('/').map(str::trim);
    let year = parts.next()?.parse().ok()?;
    let mut two = || match parts.next() {
        None | Some("") => Some(None),
        Some(part) => part.parse::<u8>().ok().map(Some),
    };
    let (month, day) = (two()?, two()?);
    Some((date_of(year, month, day)?, parts.all(str::is_empty)))
}

fn read_ours(arrival: &mut Arrival, value: &str) {
    let jz = value.strip_prefix(JZ).and_then(|json| serde_json::from_str(json).ok());
    let fields = value.strip_prefix(JZ_FIELDS).and_then(|json| serde_json::from_str(json).ok());
    match (jz, fields) {
        (Some(jz), _) if arrival.jz.is_none() => arrival.jz = Some(jz),
        (_, Some(fields)) if arrival.fields.is_none() => arrival.fields = Some(fields),
        _ => arrival.keep(OURS, value),
    }
}
