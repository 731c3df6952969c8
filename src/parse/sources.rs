//! Reads `sources.yaml`: hayagriva's bibliography with our `jz` map, misspelt keys caught at every level.

use hayagriva::types::{Date, EntryType};
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde_saphyr::Spanned;

use super::meta::{check_key, check_meta};
use crate::config::{AnyYaml, Yaml, YamlReader, editors_finding, is_blank_yaml, slip_in_key, typed_span};
use crate::diag::{Diagnostic, did_you_mean};
#[cfg(test)]
use crate::model::WORDS_OF_SOURCES;
use crate::model::{Source, SourceMeta, Sources};

/// The keys of an entry, as hayagriva 0.10's file format lists them; ours is `jz`, at the top level alone.
const ENTRY_KEYS: [&str; 28] = [
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "volume",
    "volume-total",
    "chapter",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
];
const PERSON_KEYS: [&str; 6] = ["name", "given-name", "prefix", "suffix", "comma-suffix", "alias"];

/// Returns the keys that a map under `field` may have; none when any may stand there, or no map can.
fn keys_under(field: &str) -> Option<&'static [&'static str]> {
    Some(match field {
        "author" | "editor" => &PERSON_KEYS,
        "affiliated" => &["role", "names"],
        "publisher" => &["name", "location"],
        "url" => &["value", "date"],
        "title" | "abstract" | "genre" | "location" | "organization" | "archive" | "archive-location"
        | "call-number" | "note" => &["value", "short", "verbatim"],
        _ => return None,
    })
}

/// What stands in an entry beside hayagriva's fields.
#[derive(Deserialize)]
struct Extras {
    #[serde(default)]
    jz: SourceMeta,
}

/// Reads a bibliography.
///
/// Errors: `JZ303` for what hayagriva or our `jz` map cannot read, `JZ304` for keys that cannot be, `JZ305` for unknown fields.
pub fn read_sources(path: &str, text: &str) -> (Sources, Vec<Diagnostic>) {
    if is_blank_yaml(text) {
        return (Sources::default(), Vec::new());
    }
    let mut reader = Reader { path, yaml: Yaml { path, text, base: 0 }.reader("JZ303"), findings: Vec::new() };
    let sources = reader.read();
    let Reader { yaml, mut findings, .. } = reader;
    let is_whole = findings.iter().all(|finding| finding.code != "JZ303");
    let unread = yaml.finish();
    let is_whole = is_whole && unread.is_empty();
    // What says what a source is may be what could not be read of it.
    findings.retain(|finding| is_whole || finding.code != "JZ311");
    findings.extend(unread);
    let sources = if is_whole { sources } else { Sources::default() };
    findings.extend(Yaml { path, text, base: 0 }.wide_commas_in_names(&["author", "editor"]));
    (sources, findings)
}

struct Reader<'a> {
    path: &'a str,
    yaml: YamlReader<'a>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Returns the sources with which nothing is wrong.
    fn read(&mut self) -> Sources {
        let shapes: IndexMap<Spanned<String>, AnyYaml> = self.yaml.read().unwrap_or_default();
        for (key, shape) in &shapes {
            self.findings.extend(check_key(self.path, &key.value, typed_span(0, key)));
            let n_before = self.findings.len();
            self.check_entry(shape, true);
            // What a slip of the hand hides would be missed next.
            if self.findings.iter().skip(n_before).any(|finding| finding.code == "JZ303") {
                self.yaml.leave_out(typed_span(0, key).start);
            }
        }
        let mut extras: IndexMap<String, Extras> = self.yaml.read().unwrap_or_default();
        let Some(library) = self.yaml.read::<hayagriva::Library>() else { return Sources::default() };
        let mut sources = IndexMap::with_capacity(shapes.len());
        for key in shapes.into_keys() {
            let span = typed_span(0, &key);
            if let (Some(entry), Some(extra)) = (library.get(&key.value), extras.swap_remove(&key.value)) {
                let source = Source { entry: entry.clone(), meta: extra.jz, span };
                self.findings.extend(check_meta(self.path, &key.value, &source));
                sources.insert(key.value, source.into());
            }
        }
        Sources(sources)
    }

    /// An entry, or an entry it is part of.
    fn check_entry(&mut self, shape: &AnyYaml, is_top: bool) {
        match shape {
            AnyYaml::Map(entries) => {
                for (key, value) in entries {
                    let field = key.value.as_str();
                    match field {
                        "jz" if is_top => {}
                        "parent" => self.check_entry(&value.value, false),
                        "type" | "date" => self.check_value(field, value),
                        _ if ENTRY_KEYS.contains(&field) => self.check_keys(&value.value, field),
                        _ => self.report(key, &ENTRY_KEYS, hint_of(field)),
                    }
                }
            }
            AnyYaml::Seq(items) => items.iter().for_each(|item| self.check_entry(&item.value, is_top)),
            AnyYaml::Text(_) | AnyYaml::Other => {}
        }
    }

    /// A value that hayagriva reads with rules of its own: of an entry within another it would say no more than that it is none.
    fn check_value(&mut self, field: &str, value: &Spanned<AnyYaml>) {
        let AnyYaml::Text(text) = &value.value else { return };
        let word: StrDeserializer<'_, serde::de::value::Error> = text.as_str().into_deserializer();
        let read = if field == "type" { EntryType::deserialize(word).err() } else { Date::deserialize(word).err() };
        let Some(fault) = read else { return };
        let finding = editors_finding("JZ303", fault.to_string()).at(self.path, typed_span(0, value));
        self.findings.push(match type_of(text).filter(|_| field == "type") {
            Some(meant) => finding.hint(format!("type `{meant}` in its place")),
            None => finding,
        });
    }

    /// What stands under a field of an entry.
    fn check_keys(&mut self, value: &AnyYaml, field: &str) {
        let Some(known) = keys_under(field) else { return };
        match value {
            AnyYaml::Map(entries) => {
                for (key, inner) in entries {
                    match key.value.as_str() {
                        "names" => self.check_keys(&inner.value, "author"),
                        name if known.contains(&name) => {}
                        _ => self.report(key, known, format!("under `{field}` stand: {}", known.join(", "))),
                    }
                }
            }
            AnyYaml::Seq(items) => items.iter().for_each(|item| self.check_keys(&item.value, field)),
            AnyYaml::Text(_) | AnyYaml::Other => {}
        }
    }

    fn report(&mut self, key: &Spanned<String>, known: &[&str], otherwise: String) {
        if let Some((message, hint)) = slip_in_key(&key.value) {
            let finding = Diagnostic::error("JZ303", message);
            return self.findings.push(finding.at(self.path, typed_span(0, key)).hint(hint));
        }
        let finding = Diagnostic::error("JZ305", format!("unknown field `{}`", key.value));
        let hint =
            did_you_mean(&key.value, known.iter().copied()).map_or(otherwise, |m| format!("did you mean `{m}`?"));
        self.findings.push(finding.at(self.path, typed_span(0, key)).hint(hint));
    }
}

/// What to type for a field of another format of bibliographies.
fn hint_of(field: &str) -> String {
    let typed = match field {
        "doi" | "isbn" | "issn" | "pmid" | "pmcid" | "arxiv" => {
            return format!("type `serial-number: {{{field}: …}}`");
        }
        "journal" | "journaltitle" | "container-title" | "magazine" => "parent: {type: periodical, title: …}",
        "newspaper" => "parent: {type: newspaper, title: …}",
        "booktitle" => "parent: {type: book, title: …}",
        "page" | "pages" => "page-range: …",
        "year" | "issued" | "published" => "date: …",
        "number" => "issue: …",
        "address" | "place" | "publisher-place" => "location: …",
        "link" | "href" | "URL" => "url: …",
        "accessed" | "access-date" | "urldate" => "url: {value: …, date: …}",
        _ => return "the fields are hayagriva's; anything of our own stands under `jz:`".to_owned(),
    };
    format!("type `{typed}` in its place")
}

/// What to type for a type of another format of bibliographies, or for what a work is called.
fn type_of(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "journal" | "magazine" => "type: periodical",
        "website" | "webpage" | "site" | "online" | "electronic" => "type: web",
        "paper" | "article-journal" | "journal-article" | "article-magazine" | "article-newspaper" | "news" => {
            "type: article"
        }
        "inbook" | "incollection" | "section" => "type: chapter",
        "dissertation" | "phdthesis" | "mastersthesis" => "type: thesis",
        "techreport" | "whitepaper" | "white-paper" => "type: report",
        "law" | "statute" | "act" | "bill" => "type: legislation",
        "film" | "movie" | "tv" | "motion_picture" => "type: video",
        "podcast" | "song" | "radio" => "type: audio",
        "encyclopedia" | "dictionary" => "type: reference",
        "tweet" | "weibo" | "post-weblog" => "type: post",
        "software" | "code" => "type: repository",
        "wechat" => "type: blog",
        "dataset" => "type: web, jz: {medium: dataset}",
        "standard" => "type: book, jz: {medium: standard}",
        "preprint" => "type: article, jz: {medium: preprint}",
        _ => return None,
    })
}

/// Returns the schema of `sources.yaml`: hayagriva's fields and ours, their values only as far as editors need help with them.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    use serde_json::{Value, json};
    let value = |key: &str| -> Value {
        let of_keys = |keys: &[&str]| {
            let keys: serde_json::Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
            json!({"type": "object", "properties": keys, "additionalProperties": false})
        };
        let plain = json!({"type": ["string", "number"]});
        match (key, keys_under(key)) {
            ("parent", _) => {
                json!({"anyOf": [{"$ref": "#/$defs/Entry"}, {"type": "array", "items": {"$ref": "#/$defs/Entry"}}]})
            }
            ("type", _) => {
                // Each word may begin with a capital too.
                let words = crate::schemas::words_of::<EntryType>();
                let words: Vec<_> =
                    words.into_iter().filter(|word| word.starts_with(|c: char| c.is_lowercase())).collect();
                json!({"anyOf": [{"enum": words}, {"type": "string", "pattern": "^[A-Z]"}]})
            }
            ("date", _) => json!({"type": ["string", "integer", "object"]}),
            ("author" | "editor", Some(keys)) => {
                let person = json!({"anyOf": [{"type": "string"}, of_keys(keys)]});
                json!({"anyOf": [person, {"type": "array", "items": person}]})
            }
            ("affiliated", Some(keys)) => json!({"anyOf": [of_keys(keys), {"type": "array", "items": of_keys(keys)}]}),
            (_, Some(keys)) => json!({"anyOf": [plain, of_keys(keys)]}),
            _ => json!({}),
        }
    };
    let mut generator = schemars::SchemaGenerator::default();
    let meta = generator.subschema_for::<SourceMeta>();
    let mut keys: serde_json::Map<String, Value> =
        ENTRY_KEYS.iter().map(|key| ((*key).to_owned(), value(key))).collect();
    let entry = json!({"type": "object", "properties": keys, "additionalProperties": false});
    keys.insert("jz".to_owned(), meta.to_value());
    let mut definitions = generator.take_definitions(true);
    for (field, words) in WORDS_OF_SOURCES {
        let known =
            definitions.get_mut("SourceMeta").and_then(|meta| meta.pointer_mut(&format!("/properties/{field}")));
        let known = known.and_then(Value::as_object_mut).expect("a field of `jz`");
        known.remove("type");
        known.insert("enum".to_owned(), words.iter().map(|word| json!(word)).chain([Value::Null]).collect());
    }
    definitions.insert("Entry".to_owned(), entry);
    schemars::json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": ["object", "null"],
        "additionalProperties": {"type": "object", "properties": keys, "required": ["type"], "additionalProperties": false},
        "$defs": definitions
    })
}
