//! Reads CSL-JSON: a list of items, one item, or a map with a list `items`.

use std::fmt;
use std::ops::Range;

use hayagriva::types::{ChunkKind, ChunkedString, Date, Person};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::diag::Diagnostic;

use super::arrival::{Arrival, Arrivals};
use super::csl_words::{NAMES, NOCASE, OLD_TEXTS, TEXTS};
use super::dates::{date_of, read_edtf, with_season};
use super::item::{Field, plain};
use super::kind::{Kind, read_kind};

/// A JSON object as typed: in order, a name that stands twice included.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;

        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an item: `{…}`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(PairsVisitor)
    }
}

/// Reads a file; what is no CSL-JSON is `JZ320`.
pub(super) fn read(path: &str, text: &str) -> Arrivals {
    let mut arrivals = Arrivals::default();
    let items = match items_of(text) {
        Ok(items) => items,
        Err(error) => {
            arrivals.findings.push(refusal(path, text, 0, &error));
            return arrivals;
        }
    };
    for item in items {
        let base = offset(text, item);
        match serde_json::from_str::<Pairs<'_>>(item.get()) {
            Ok(pairs) => {
                let at = base..base + item.get().len();
                arrivals.entries.push(read_item(path, text, at, pairs, &mut arrivals.findings));
            }
            Err(error) => arrivals.findings.push(refusal(path, text, base, &error)),
        }
    }
    arrivals
}

fn items_of(text: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    if !text.trim_start().starts_with('{') {
        return serde_json::from_str(text);
    }
    let pairs: Pairs<'_> = serde_json::from_str(text)?;
    match pairs.0.as_slice() {
        [(name, list)] if name == "items" => serde_json::from_str(list.get()),
        _ => serde_json::from_str(text).map(|item| vec![item]),
    }
}

/// Where `part`, a slice of `text`, begins in it.
fn offset(text: &str, part: &RawValue) -> usize {
    (part.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

fn refusal(path: &str, text: &str, base: usize, error: &serde_json::Error) -> Diagnostic {
    let part = text.get(base..).unwrap_or_default();
    let line: usize = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // The parser's columns are bytes.
    let start = text.floor_char_boundary(base + line + error.column().saturating_sub(1));
    let end = text.ceil_char_boundary((start + 1).min(text.len()));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let finding = Diagnostic::error("JZ320", format!("the file is no CSL-JSON: {message}"));
    finding.at(path, start..end).hint("nothing of it was taken; correct it here, or export it again")
}

fn read_item(path: &str, text: &str, at: Range<usize>, pairs: Pairs<'_>, findings: &mut Vec<Diagnostic>) -> Arrival {
    let mut arrival = Arrival { at, ..Arrival::default() };
    let mut kind = None;
    let mut read = Vec::new();
    for (name, raw) in pairs.0 {
        let n_kept = arrival.kept.len();
        // What nests too deep, or is too large a number, is kept as typed.
        let value = serde_json::from_str(raw.get()).unwrap_or_else(|_| {
            arrival.keep(&name, raw.get());
            Value::Null
        });
        match name.as_str() {
            "id" if arrival.key.is_none() && (value.is_string() || value.is_number()) => arrival.key = scalar(&value),
            "type" if kind.is_none() && value.is_string() => kind = scalar(&value),
            _ => read_field(&mut arrival, &name, &value),
        }
        let is_ours = TEXTS.iter().any(|(known, _)| *known == name) || NAMES.iter().any(|(known, _)| *known == name);
        let is_ours = is_ours || matches!(name.as_str(), "id" | "type" | "issued" | "accessed");
        if is_ours && (arrival.kept.len() > n_kept || read.contains(&name)) {
            let finding =
                Diagnostic::warning("JZ321", format!("`{name}` cannot be taken as it is; it stands in the note"));
            let start = offset(text, raw);
            findings.push(finding.at(path, start..start + raw.get().len()));
        }
        read.push(name);
    }
    if let Some(kind) = kind {
        set_kind(&mut arrival, &kind);
    }
    arrival.item.settle_publisher();
    arrival.settle_access("accessed");
    arrival
}

fn set_kind(arrival: &mut Arrival, word: &str) {
    let found = read_kind(word, |kind: &Kind| kind.csl, arrival.item.has_container());
    if let Some((kind, _)) = found {
        arrival.item.kind = kind;
    }
    if found.is_none_or(|(_, is_whole)| !is_whole) {
        arrival.keep("type", word);
    }
}

fn read_field(arrival: &mut Arrival, name: &str, value: &Value) {
    let text = TEXTS.iter().chain(&OLD_TEXTS).find(|(known, _)| *known == name);
    let role = NAMES.iter().find(|(known, _)| *known == name);
    let whole = |value: &Value| scalar(value).unwrap_or_else(|| value.to_string());
    match (text, role, value) {
        (Some((_, field)), _, Value::String(_) | Value::Number(_)) => {
            read_text(arrival, *field, name, &whole(value));
        }
        (_, Some((_, role)), Value::Array(list)) => {
            let names: Vec<(Person, bool)> = list.iter().filter_map(read_name).collect();
            let is_first = !arrival.item.names.contains_key(role);
            if !is_first || names.len() < list.len() || names.iter().any(|(_, is_whole)| !is_whole) {
                arrival.keep(name, &whole(value));
            }
            if is_first && !names.is_empty() {
                arrival.item.names.insert(role.clone(), names.into_iter().map(|(person, _)| person).collect());
            }
        }
        _ if name == "custom" => read_custom(arrival, value),
        _ if name == "issued" || name == "accessed" => read_when(arrival, name, value),
        _ if value.is_null() => {}
        _ => arrival.keep(name, &whole(value)),
    }
}

fn read_text(arrival: &mut Arrival, field: Field, name: &str, text: &str) {
    let arxiv = text.strip_prefix("arXiv:").filter(|_| field == Field::Number);
    let put = match arxiv {
        Some(arxiv) => arrival.item.put(Field::Arxiv, plain(arxiv)),
        None => arrival.item.put(field, marked(text)),
    };
    if !put {
        arrival.keep(name, text);
    }
}

/// A text whose `nocase` passages are verbatim.
fn marked(text: &str) -> ChunkedString {
    let mut out = ChunkedString::new();
    let mut rest = text;
    while let Some((before, inner, after)) = split_nocase(rest) {
        if !before.is_empty() {
            out.push_str(before, ChunkKind::Normal);
        }
        out.push_str(inner, ChunkKind::Verbatim);
        rest = after;
    }
    if !rest.is_empty() {
        out.push_str(rest, ChunkKind::Normal);
    }
    out
}

fn split_nocase(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(NOCASE)?;
    let (inner, after) = rest.split_once("</span>")?;
    // A span in a span would end at the wrong tag.
    (!inner.contains('<') && !inner.is_empty()).then_some((before, inner, after))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads a name, and says whether it holds all that is said.
fn read_name(value: &Value) -> Option<(Person, bool)> {
    let map = value.as_object()?;
    let part = |name: &str| map.get(name).and_then(Value::as_str).filter(|part| !part.is_empty()).map(str::to_owned);
    let (literal, family, given) = (part("literal"), part("family"), part("given"));
    let known: &[&str] = match (&literal, &family) {
        (Some(_), _) => &["literal"],
        (None, Some(_)) => &["family", "given", "dropping-particle", "non-dropping-particle", "suffix", "comma-suffix"],
        (None, None) => &["given"],
    };
    let is_alone = literal.is_some() || family.is_none();
    let particles: Vec<String> =
        ["dropping-particle", "non-dropping-particle"].into_iter().filter_map(part).filter(|_| !is_alone).collect();
    let person = Person {
        given_name: given.clone().filter(|_| !is_alone),
        name: literal.or(family).or(given)?,
        prefix: (!particles.is_empty()).then(|| particles.join(" ")),
        suffix: part("suffix").filter(|_| !is_alone),
        comma_suffix: map.get("comma-suffix").is_some_and(|value| *value != Value::Bool(false)),
        alias: None,
    };
    Some((person, map.keys().all(|key| known.contains(&key.as_str()))))
}

fn read_custom(arrival: &mut Arrival, value: &Value) {
    let Some(map) = value.as_object() else {
        arrival.keep("custom", &value.to_string());
        return;
    };
    let mut rest = map.clone();
    arrival.jz = rest.remove("jz");
    arrival.fields = rest.remove("jz-fields");
    if !rest.is_empty() {
        arrival.keep("custom", &Value::Object(rest).to_string());
    }
}

fn read_when(arrival: &mut Arrival, name: &str, value: &Value) {
    let slot = if name == "issued" { &mut arrival.item.issued } else { &mut arrival.item.accessed };
    let found = if slot.is_some() { None } else { read_date(value) };
    *slot = found.map(|(date, _)| date).or(*slot);
    if found.is_none_or(|(_, is_whole)| !is_whole) {
        arrival.keep(name, &value.to_string());
    }
}

/// Reads a date, and says whether it holds all that is said.
fn read_date(value: &Value) -> Option<(Date, bool)> {
    let map = value.as_object()?;
    let circa = map.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false)) && *circa != 0);
    let text = map.get("raw").or_else(|| map.get("literal")).and_then(Value::as_str);
    let (mut date, mut is_whole) = match map.get("date-parts").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => (read_parts(only)?, true),
        Some([first, ..]) => (read_parts(first)?, false),
        _ => read_edtf(text?)?,
    };
    if let Some(season) = map.get("season") {
        match season_number(season).and_then(|number| with_season(date, number)) {
            Some(with_season) => date = with_season,
            None => is_whole = false,
        }
    }
    let known = ["date-parts", "circa", "season"];
    is_whole &= map.keys().all(|key| known.contains(&key.as_str()) || (text.is_some() && map.len() == 1));
    date.approximate |= circa;
    Some((date, is_whole))
}

fn season_number(value: &Value) -> Option<u8> {
    scalar(value)?.parse().ok()
}

fn read_parts(value: &Value) -> Option<Date> {
    let parts: Vec<i32> =
        value.as_array()?.iter().map(|part| scalar(part)?.trim().parse().ok()).collect::<Option<_>>()?;
    let small = |part: i32| u8::try_from(part).ok();
    match parts.as_slice() {
        [year] => date_of(*year, None, None),
        [year, month] => date_of(*year, Some(small(*month)?), None),
        [year, month, day] => date_of(*year, Some(small(*month)?), Some(small(*day)?)),
        _ => None,
    }
}
