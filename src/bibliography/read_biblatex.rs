//! Reads BibLaTeX and BibTeX: the crate `biblatex` parses, and every field finds its place or is kept.

use std::collections::BTreeMap;

use biblatex::{Chunks, ChunksExt, Person as TexPerson};
use hayagriva::types::{Date, Person};

use super::arrival::{Arrival, Arrivals};
use super::biblatex_words::{EDITORS, NAMES, TEXTS};
use super::dates::{date_of, read_edtf, read_month};
use super::item::{Field, plain};
use super::kind::{Kind, read_kind};
use super::raw_biblatex::{RawEntry, read_raw};
use super::roles::{ROLES, Role};
use super::tex::read_text;

/// Reads a file; what is no BibLaTeX is `JZ320`, a field that cannot be read `JZ321`.
pub(super) fn read(path: &str, text: &str) -> Arrivals {
    let (raw, findings) = read_raw(path, text);
    Arrivals { entries: raw.into_iter().map(read_entry).collect(), findings }
}

fn read_entry(raw: RawEntry) -> Arrival {
    let mut arrival = Arrival {
        key: Some(raw.key).filter(|key| !key.is_empty()),
        at: raw.at,
        jz: raw.jz,
        fields: raw.jz_fields,
        kept: raw.kept,
        ..Arrival::default()
    };
    let mut fields = Fields(raw.fields);
    fields.join("title", "subtitle");
    fields.join("booktitle", "booksubtitle");
    fields.join("journaltitle", "journalsubtitle");
    let is_online = matches!(raw.kind.as_str(), "online" | "www" | "electronic");
    read_texts(&mut arrival, &mut fields);
    read_organization(&mut arrival, &mut fields, is_online);
    set_kind(&mut arrival, &mut fields, &raw.kind);
    read_number(&mut arrival, &mut fields);
    read_names(&mut arrival, &mut fields);
    read_dates(&mut arrival, &mut fields);
    read_language(&mut arrival, &mut fields);
    read_eprint(&mut arrival, &mut fields);
    arrival.settle_access("urldate");
    for (name, chunks) in fields.0 {
        arrival.keep(&name, &chunks.format_verbatim());
    }
    arrival
}

/// The fields that no place was found for yet.
struct Fields(BTreeMap<String, Chunks>);

impl Fields {
    fn take(&mut self, name: &str) -> Option<Chunks> {
        self.0.remove(name)
    }

    fn take_text(&mut self, name: &str) -> Option<String> {
        self.take(name).map(|chunks| chunks.format_verbatim())
    }

    /// Joins a subtitle to its title, by the colon of the title's script.
    fn join(&mut self, title: &str, subtitle: &str) {
        if !self.0.contains_key(title) {
            return;
        }
        let Some(sub) = self.take(subtitle) else { return };
        if let Some(chunks) = self.0.get_mut(title) {
            let is_wide = chunks.format_verbatim().chars().last().is_some_and(crate::model::is_wide);
            let colon = if is_wide { "：" } else { ": " };
            chunks.push(biblatex::Spanned::detached(biblatex::Chunk::Normal(colon.to_owned())));
            chunks.extend(sub);
        }
    }
}

fn read_texts(arrival: &mut Arrival, fields: &mut Fields) {
    for (name, old, field) in TEXTS {
        for name in [name, old] {
            let Some(chunks) = fields.take(name) else { continue };
            let text = chunks.format_verbatim();
            let put = match field {
                Field::Url => arrival.item.put(field, plain(&unescape_url(&text))),
                Field::Pages => arrival.item.put(field, plain(&text.replace('–', "-"))),
                _ => arrival.item.put(field, read_text(&chunks)),
            };
            if !put {
                arrival.keep(name, &text);
            }
        }
    }
}

/// Older programs escape addresses as if they were text.
fn unescape_url(url: &str) -> String {
    ['_', '%', '&', '#', '~', '$'].iter().fold(url.to_owned(), |url, c| url.replace(&format!("\\{c}"), &c.to_string()))
}

fn read_organization(arrival: &mut Arrival, fields: &mut Fields, is_online: bool) {
    for name in ["organization", "institution", "school"] {
        let Some(chunks) = fields.take(name) else { continue };
        let outlet = is_online && name == "organization" && !arrival.item.has(Field::Container);
        let field = if outlet { Field::Container } else { Field::Organization };
        if !arrival.item.put(field, read_text(&chunks)) {
            arrival.keep(name, &chunks.format_verbatim());
        }
    }
}

fn set_kind(arrival: &mut Arrival, fields: &mut Fields, word: &str) {
    let column = |kind: &Kind| kind.biblatex;
    let has_container = arrival.item.has_container();
    let subtype = fields.0.get("entrysubtype").map(|chunks| format!("{word}/{}", chunks.format_verbatim()));
    if let Some((kind, _)) = subtype.and_then(|word| read_kind(&word, column, has_container)) {
        fields.take("entrysubtype");
        arrival.item.kind = kind;
        return;
    }
    let found = read_kind(word, column, has_container);
    if let Some((kind, _)) = found {
        arrival.item.kind = kind;
    }
    if found.is_none_or(|(_, is_whole)| !is_whole) {
        arrival.keep("entry type", word);
    }
}

/// `number` is an issue's for what appears in issues, a serial number elsewhere; of a book it is the series'.
fn read_number(arrival: &mut Arrival, fields: &mut Fields) {
    let word = arrival.item.kind.biblatex;
    let is_issue = word.starts_with("article") || word.starts_with("periodical");
    let in_series = arrival.item.has(Field::Series);
    let number = fields.take_text("number").map(|text| ("number", text));
    let issue = fields.take_text("issue").map(|text| ("issue", text));
    for (name, text) in number.into_iter().chain(issue) {
        let field = if is_issue || name == "issue" { Field::Issue } else { Field::Number };
        if in_series && !is_issue && name == "number" {
            arrival.keep(name, &text);
        } else {
            arrival.take(field, name, &text);
        }
    }
}

fn read_names(arrival: &mut Arrival, fields: &mut Fields) {
    for (name, role) in NAMES {
        put_names(arrival, fields, name, role);
    }
    for (name, kind) in EDITORS {
        if !fields.0.contains_key(name) {
            continue;
        }
        let typed = fields.take_text(kind);
        let role = match typed.as_deref() {
            None | Some("editor") => Some(Role::Editor),
            Some("scriptwriter") => Some(Role::Other("writer")),
            Some(word) => ROLES.iter().find(|known| **known == word).map(|word| Role::Other(word)),
        };
        if role.is_none() {
            arrival.keep(kind, &typed.unwrap_or_default());
        }
        put_names(arrival, fields, name, role.unwrap_or(Role::Editor));
    }
}

fn put_names(arrival: &mut Arrival, fields: &mut Fields, name: &str, role: Role) {
    let Some(chunks) = fields.take(name) else { return };
    let text = chunks.format_verbatim();
    let Ok(persons) = chunks.parse::<Vec<TexPerson>>() else {
        arrival.keep(name, &text);
        return;
    };
    let n_persons = persons.len();
    // `others` without braces is nobody's name.
    let last = chunks.last().map(|chunk| &chunk.v);
    let has_others = matches!(last, Some(biblatex::Chunk::Normal(text)) if text.trim_end().ends_with("others"));
    let mut names: Vec<Person> = persons.iter().filter_map(person_of).collect();
    names.pop_if(|person| has_others && person.name == "others" && person.given_name.is_none());
    if names.is_empty() || arrival.item.names.contains_key(&role) {
        arrival.keep(name, &text);
        return;
    }
    let has_more =
        |person: &TexPerson| person.id.is_some() || person.prefix_initials.is_some() || person.given_initials.is_some();
    if names.len() < n_persons || persons.iter().any(has_more) {
        arrival.keep(name, &text);
    }
    arrival.item.names.insert(role, names);
}

/// A name; none when it is empty.
fn person_of(person: &TexPerson) -> Option<Person> {
    let part = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let name = part(&person.name).or_else(|| part(&person.given_name))?;
    let given_name = part(&person.given_name).filter(|given| *given != name);
    let (prefix, suffix) = (part(&person.prefix), part(&person.suffix));
    Some(Person { name, given_name, prefix, suffix, comma_suffix: false, alias: None })
}

fn read_dates(arrival: &mut Arrival, fields: &mut Fields) {
    for name in ["date", "urldate"] {
        let Some(text) = fields.take_text(name) else { continue };
        let found = read_edtf(&text);
        let date = found.map(|(date, _)| date);
        match name {
            "date" => arrival.item.issued = date,
            _ => arrival.item.accessed = date,
        }
        if found.is_none_or(|(_, is_whole)| !is_whole) {
            arrival.keep(name, &text);
        }
    }
    if arrival.item.issued.is_none() {
        read_year(arrival, fields);
    }
}

/// BibTeX's `year`, `month` and `day`; those that make no date together remain.
fn read_year(arrival: &mut Arrival, fields: &mut Fields) {
    let text = |name: &str| fields.0.get(name).map(|chunks| chunks.format_verbatim());
    let Some((year, is_whole)) = text("year").and_then(|year| read_edtf(&year)) else { return };
    let month = text("month").and_then(|month| read_month(&month));
    let day = text("day").and_then(|day| day.trim().parse::<u8>().ok());
    let is_year = year.month.is_none() && year.season.is_none();
    let whole = date_of(year.year, month, day).filter(|_| is_year && month.is_some());
    let date = whole.map_or(year, |date| Date { approximate: year.approximate, ..date });
    arrival.item.issued = Some(date);
    if is_whole {
        fields.take("year");
    }
    if date.month.is_some() && is_year {
        fields.take("month");
    }
    if date.day.is_some() && is_year {
        fields.take("day");
    }
}

fn read_language(arrival: &mut Arrival, fields: &mut Fields) {
    for name in ["langid", "language", "hyphenation"] {
        let Some(text) = fields.take_text(name) else { continue };
        let tag = super::languages::read_language(&text);
        let known = arrival.item.text(Field::Language);
        match tag {
            Some(tag) if known.as_ref() == Some(&tag) => {}
            Some(tag) => arrival.take(Field::Language, name, &tag),
            None => arrival.keep(name, &text),
        }
    }
}

fn read_eprint(arrival: &mut Arrival, fields: &mut Fields) {
    let kind = fields.0.get("eprinttype").or_else(|| fields.0.get("archiveprefix"));
    let field = match kind.map(|chunks| chunks.format_verbatim().to_lowercase()).as_deref() {
        Some("arxiv") => Field::Arxiv,
        Some("pubmed") => Field::Pmid,
        _ => return,
    };
    let Some(text) = fields.take_text("eprint") else { return };
    fields.take("eprinttype");
    if fields.0.get("archiveprefix").is_some_and(|chunks| chunks.format_verbatim().to_lowercase() == "arxiv") {
        fields.take("archiveprefix");
    }
    arrival.take(field, "eprint", &text);
}
