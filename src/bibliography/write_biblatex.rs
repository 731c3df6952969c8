//! Writes BibLaTeX. Source: the biblatex manual 3.20, §2.

use hayagriva::types::{ChunkKind, ChunkedString, Date, EntryType, Person};
use serde_json::Value;

use super::Written;
use super::biblatex_words::{EDITORS, NAMES, TEXTS};
use super::dates::date_text;
use super::item::{Field, Item};
use super::languages::babel_name;
use super::roles::Role;
use super::tex::{escape_plain, write_json, write_text, write_url};

/// Writes the entries, a line a field.
pub(super) fn write(entries: &[Written<'_>]) -> String {
    entries.iter().map(write_entry).collect::<Vec<_>>().join("\n")
}

fn write_entry(entry: &Written<'_>) -> String {
    let (kind, subtype) = entry.item.kind.biblatex.split_once('/').unwrap_or((entry.item.kind.biblatex, ""));
    let mut fields: Vec<(String, String)> = Vec::new();
    if !subtype.is_empty() {
        fields.push(("entrysubtype".to_owned(), subtype.to_owned()));
    }
    fields.extend(text_fields(entry.item));
    fields.extend(name_fields(entry.item));
    fields.extend(entry.item.issued.as_ref().map(|date| ("date".to_owned(), write_date(date))));
    fields.extend(entry.item.accessed.as_ref().map(|date| ("urldate".to_owned(), write_date(date))));
    let language = entry.item.text(Field::Language);
    fields.extend(language.map(|tag| ("langid".to_owned(), babel_name(&tag).to_owned())));
    fields.extend(eprint_fields(entry.item));
    // Fields of no data model are passed over by biber and by styles.
    fields.extend(entry.extra.jz.as_ref().map(|jz| ("jz".to_owned(), write_json(jz))));
    if !entry.extra.fields.is_empty() {
        fields.push(("jz-fields".to_owned(), write_json(&Value::Object(entry.extra.fields.clone()))));
    }
    let lines = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n"));
    format!("@{kind}{{{},\n{}}}\n", entry.key, lines.collect::<String>())
}

fn text_fields(item: &Item) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    for (name, _, field) in TEXTS.iter().filter(|(name, _, field)| is_name_for(item, name, *field)) {
        if let Some(text) = item.texts.get(field) {
            add(name, if TITLES.contains(name) { write_title(text) } else { write_field(*field, text) });
        }
    }
    if let Some(text) = item.texts.get(&Field::Issue).or_else(|| item.texts.get(&Field::Number)) {
        add("number", write_text(text));
    }
    let organization = item.texts.get(&Field::Organization);
    match item.kind.entry {
        EntryType::Thesis | EntryType::Report => {
            fields.extend(organization.map(|text| ("institution".to_owned(), write_text(text))));
        }
        _ if is_online(item) => {
            let outlet = item.texts.get(&Field::Container).or(organization);
            fields.extend(outlet.map(|text| ("organization".to_owned(), write_text(text))));
        }
        _ => fields.extend(organization.map(|text| ("organization".to_owned(), write_text(text)))),
    }
    fields
}

/// Fields whose case a style may change.
const TITLES: [&str; 3] = ["title", "shorttitle", "booktitle"];

/// A title with Latin letters stands in braces: no style is to write China or Qwen small. What the editor marks stands as marked.
fn write_title(text: &ChunkedString) -> String {
    let is_marked = text.0.iter().any(|chunk| chunk.kind != ChunkKind::Normal);
    let has_case = text.0.iter().flat_map(|chunk| chunk.value.chars()).any(|c| c.is_lowercase() || c.is_uppercase());
    let written = write_text(text);
    if is_marked || !has_case { written } else { format!("{{{written}}}") }
}

fn write_field(field: Field, text: &ChunkedString) -> String {
    match field {
        Field::Url => write_url(&text.to_string()),
        // Verbatim for biber: escapes would be read as typed.
        Field::Doi => text.to_string(),
        Field::Pages => write_text(text).replace(['–', '-'], "--"),
        _ => write_text(text),
    }
}

pub(super) fn is_online(item: &Item) -> bool {
    item.kind.biblatex.starts_with("online")
}

/// The work that holds this one has its title in another field for each kind.
fn is_name_for(item: &Item, name: &str, field: Field) -> bool {
    let is_article = item.kind.biblatex.starts_with("article");
    match (field, name) {
        (Field::Container, "journaltitle") => is_article,
        (Field::Container, _) => !is_article && !is_online(item),
        _ => true,
    }
}

fn name_fields(item: &Item) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, role) in NAMES {
        if let Some(names) = item.names.get(&role) {
            fields.push((name.to_owned(), write_names(names)));
        }
    }
    let mut slots = EDITORS.iter();
    if let Some(names) = item.names.get(&Role::Editor) {
        slots.next();
        fields.push(("editor".to_owned(), write_names(names)));
    }
    let others = item.names.iter().filter_map(|(role, names)| match role {
        Role::Other(word) if NAMES.iter().all(|(_, known)| known != role) => Some((*word, names)),
        _ => None,
    });
    for ((name, kind), (word, names)) in slots.zip(others) {
        fields.push(((*name).to_owned(), write_names(names)));
        fields.push(((*kind).to_owned(), word.to_owned()));
    }
    fields
}

fn write_names(names: &[Person]) -> String {
    names.iter().map(write_name).collect::<Vec<_>>().join(" and ")
}

/// The parts of a name by their names, which an equals sign in a name needs: it would be read as this form.
/// Source: the biblatex manual 3.20, §3.4.
fn write_parts(person: &Person) -> String {
    let parts = [
        ("family", Some(&person.name)),
        ("given", person.given_name.as_ref()),
        ("prefix", person.prefix.as_ref()),
        ("suffix", person.suffix.as_ref()),
    ];
    let parts = parts.into_iter().filter_map(|(name, part)| Some(format!("{name}={{{}}}", escape_plain(part?))));
    parts.collect::<Vec<_>>().join(", ")
}

/// A name of one part stands in braces, so that nobody divides an organisation's name.
fn write_name(person: &Person) -> String {
    let parts = [Some(&person.name), person.given_name.as_ref(), person.prefix.as_ref(), person.suffix.as_ref()];
    if parts.into_iter().flatten().any(|part| part.contains('=')) {
        return write_parts(person);
    }
    let part = |text: &str| {
        let escaped = escape_plain(text);
        let is_bare = !text.contains(',') && !text.split(' ').any(|word| word == "and");
        if is_bare { escaped } else { format!("{{{escaped}}}") }
    };
    let given = person.given_name.as_deref().map(part);
    if given.is_none() && person.prefix.is_none() && person.suffix.is_none() {
        return format!("{{{}}}", escape_plain(&person.name));
    }
    let mut out = person.prefix.as_deref().map(|prefix| part(prefix) + " ").unwrap_or_default();
    out.push_str(&part(&person.name));
    if let Some(suffix) = &person.suffix {
        out.push_str(", ");
        out.push_str(&part(suffix));
    }
    out.push_str(", ");
    out.push_str(&given.unwrap_or_default());
    out
}

fn write_date(date: &Date) -> String {
    let exact = date_text(&Date { approximate: false, ..*date });
    let season = date.season.map(|season| format!("-2{}", season.to_csl_number())).unwrap_or_default();
    format!("{exact}{season}{}", if date.approximate { "~" } else { "" })
}

fn eprint_fields(item: &Item) -> Vec<(String, String)> {
    let eprint = item
        .text(Field::Arxiv)
        .map(|number| vec![("eprint".to_owned(), number), ("eprinttype".to_owned(), "arxiv".to_owned())]);
    eprint.unwrap_or_default()
}
