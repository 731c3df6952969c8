//! The `sources.yaml` made from a reference list: keys, and hayagriva's YAML.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::entry::Source;
use crate::config::yaml_quoted;

/// The longest stem of a key: year and number after it stay within 40 characters.
const MAX_STEM: usize = 30;

/// Returns a key for each source: its first author's Latin letters and its year, else `source-N`, where N is the number that
/// its entry bears, if the list has `numbers`.
pub(super) fn name_keys(sources: &[Source], numbers: &[u32]) -> Vec<String> {
    let mut used = BTreeSet::new();
    // Which number of a stem comes next: twenty thousand sources of one stem do not each try all numbers.
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    sources
        .iter()
        .enumerate()
        .map(|(i, source)| {
            let number = numbers.get(i).copied().unwrap_or(1);
            let (stem, first) = latin_key(source)
                .map_or_else(|| ("source".to_owned(), format!("source-{number}")), |key| (key.clone(), key));
            let n = next.entry(stem.clone()).or_insert(1);
            let mut key = first;
            while used.contains(&key) {
                *n += 1;
                key = format!("{stem}-{n}");
            }
            used.insert(key.clone());
            key
        })
        .collect()
}

fn latin_key(source: &Source) -> Option<String> {
    let name = source.authors.first()?.split(',').next()?;
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut stem = String::new();
    for word in words {
        if !stem.is_empty() && stem.len() + 1 + word.len() > MAX_STEM {
            break;
        }
        if !stem.is_empty() {
            stem.push('-');
        }
        stem.extend(word.chars().take(MAX_STEM));
    }
    let year = source.date.as_deref().and_then(|date| date.get(..4));
    (!stem.is_empty()).then(|| year.map_or_else(|| stem.clone(), |year| format!("{stem}-{year}")))
}

/// Writes `sources` under their `keys`.
pub(super) fn write_sources(keys: &[String], sources: &[Source]) -> String {
    keys.iter().zip(sources).map(|(key, source)| write_source(key, source)).collect::<Vec<_>>().join("\n")
}

fn write_source(key: &str, source: &Source) -> String {
    let mut lines = vec![
        format!("{key}:"),
        format!("  type: {}", source.kind),
        format!("  title: {}", yaml_quoted(&literal(&source.title))),
    ];
    let authors: Vec<String> = source.authors.iter().map(|author| yaml_quoted(author)).collect();
    match authors.as_slice() {
        [] => {}
        [author] => lines.push(format!("  author: {author}")),
        _ => lines.push(format!("  author: [{}]", authors.join(", "))),
    }
    lines.extend(source.date.iter().map(|date| format!("  date: {date}")));
    // What looks like an address and is none would keep the whole file from being read.
    let (url, odd) = source.url.as_ref().map_or((None, None), |url| match Url::parse(url) {
        Ok(_) => (Some(url), None),
        Err(_) => (None, Some(url.as_str())),
    });
    lines.extend(url.map(|url| match &source.accessed {
        Some(date) => format!("  url: {{value: {}, date: {date}}}", yaml_quoted(url)),
        None => format!("  url: {}", yaml_quoted(url)),
    }));
    lines.extend(write_publisher(source));
    lines.extend(source.pages.iter().map(|pages| format!("  page-range: {}", counted(pages))));
    let numbers = [("volume", &source.volume), ("issue", &source.issue)];
    let numbers =
        numbers.iter().filter_map(|(key, number)| number.as_ref().map(|number| format!("{key}: {}", counted(number))));
    if let Some((kind, title)) = &source.parent {
        lines.push(format!("  parent:\n    type: {kind}\n    title: {}", yaml_quoted(&literal(title))));
        lines.extend(numbers.map(|line| format!("    {line}")));
    } else {
        lines.extend(numbers.map(|line| format!("  {line}")));
    }
    let notes: Vec<&str> = source.note.as_deref().into_iter().chain(odd).collect();
    lines.extend((!notes.is_empty()).then(|| format!("  note: {}", yaml_quoted(&literal(&notes.join("\n"))))));
    lines.join("\n") + "\n"
}

/// A thesis has no publisher but the school where it was written: `docs/file-format.md`, the table of sources.
fn write_publisher(source: &Source) -> Option<String> {
    let (name, place) = source.publisher.as_ref()?;
    let (name, place) = (yaml_quoted(&literal(name)), place.as_ref().map(|place| yaml_quoted(&literal(place))));
    Some(match (source.kind, place) {
        ("thesis", Some(place)) => format!("  organization: {name}\n  location: {place}"),
        ("thesis", None) => format!("  organization: {name}"),
        (_, Some(place)) => format!("  publisher: {{name: {name}, location: {place}}}"),
        (_, None) => format!("  publisher: {name}"),
    })
}

/// Returns a number as YAML reads it back: one that begins with a zero or is very long stands between quotation marks.
fn counted(number: &str) -> String {
    let is_odd = number.starts_with('0') || number.len() > 9;
    if is_odd && number.bytes().all(|b| b.is_ascii_digit()) { yaml_quoted(number) } else { number.to_owned() }
}

/// Returns `text` as hayagriva reads it back: it takes braces and dollar signs for markup unless a backslash stands before them.
fn literal(text: &str) -> String {
    let is_markup = |c: char| matches!(c, '\\' | '{' | '}' | '$');
    text.chars().flat_map(|c| is_markup(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entry::read_entry;
    use super::{counted, name_keys, write_sources};

    #[test]
    fn a_thesis_names_its_school_and_is_read_back() {
        let sources = [read_entry("[4] 于丑. 松江錶匠考[D]. 南京: 江南大學, 2015.")];
        let written = write_sources(&name_keys(&sources, &[4]), &sources);
        assert_eq!(
            written,
            "source-4:\n  type: thesis\n  title: \"松江錶匠考\"\n  author: \"于丑\"\n  date: 2015\n  organization: \"江南大學\"\n  location: \"南京\"\n"
        );
        let (_, findings) = crate::parse::read_sources("sources.yaml", &written);
        assert!(findings.is_empty(), "{findings:?}");
    }

    #[test]
    fn a_number_that_yaml_would_read_otherwise_is_quoted() {
        for (number, written) in
            [("12", "12"), ("02", "\"02\""), ("0", "\"0\""), ("45-58", "45-58"), ("045-58", "045-58")]
        {
            assert_eq!(counted(number), written);
        }
        assert_eq!(counted(&"9".repeat(30)), format!("\"{}\"", "9".repeat(30)));
    }
}
