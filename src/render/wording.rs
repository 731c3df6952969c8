//! The interface words: the built-in ones, and the site's over them; filters that say them in templates.

use std::collections::BTreeMap;

use tera::value::Key;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};
use toml::de::{DeTable, DeValue};

use super::escape::escape;
use crate::config::Interface;
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::Variant;
use crate::page::{Words, counted, date_text};

const BUILT_IN: [(&str, &str); 4] = [
    ("zh-hant", include_str!("../../templates/words/zh-hant.toml")),
    ("zh-hant-hk", include_str!("../../templates/words/zh-hant-hk.toml")),
    ("zh-hans", include_str!("../../templates/words/zh-hans.toml")),
    ("en", include_str!("../../templates/words/en.toml")),
];

/// A site's own words, by the name of their file.
#[derive(Debug, Default)]
pub(crate) struct OwnWords(BTreeMap<&'static str, Words>);

/// Returns the interface words of pages in a variant: English ones, or its script's and over them its region's; each time the
/// site's own over the built-in ones.
///
/// Errors: none; a built-in file that cannot be read is a fault of the program, which its tests find.
pub(crate) fn load_words(variant: Variant, interface: Interface, own: &OwnWords) -> Words {
    let (script, region) = (variant.script_tag().to_lowercase(), variant.tag().to_lowercase());
    let names = match interface {
        Interface::En => vec!["en"],
        Interface::ByScript if script == region => vec![script.as_str()],
        Interface::ByScript => vec![script.as_str(), region.as_str()],
    };
    let mut words = Words::new();
    for (name, text) in names.iter().filter_map(|name| BUILT_IN.iter().find(|(known, _)| known == name)) {
        words.extend(toml::from_str::<Words>(text).unwrap_or_default());
        words.extend(own.0.get(name).cloned().unwrap_or_default());
    }
    words
}

/// Reads a site's `templates/words/*.toml`.
///
/// Shape: `files` are paths and texts. Errors: `JZ704`; the words that can be used are returned all the same.
pub(crate) fn read_own_words<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (OwnWords, Vec<Diagnostic>) {
    let (mut own, mut findings) = (OwnWords::default(), Vec::new());
    let known = load_words(Variant::HANT, Interface::ByScript, &own);
    for (path, text) in files {
        let name = path.trim_start_matches("templates/words/").trim_end_matches(".toml");
        match (BUILT_IN.iter().find(|(known, _)| *known == name), DeTable::parse(text)) {
            (None, _) => findings.push(unknown_file(path, name)),
            (_, Err(error)) => {
                let message = error.message().lines().next().unwrap_or_default();
                let finding = Diagnostic::error("JZ704", format!("the words cannot be read: {message}"));
                let finding = finding.at(path, error.span().unwrap_or(0..0));
                findings.push(finding.hint("type each word as `key = \"word\"`, one a line"));
            }
            (Some((name, _)), Ok(table)) => {
                let words = table.get_ref().iter().filter_map(|(key, value)| match value.get_ref() {
                    DeValue::String(word) if known.contains_key(key.get_ref().as_ref()) => {
                        Some((key.get_ref().to_string(), word.to_string()))
                    }
                    DeValue::String(_) => {
                        findings.push(unknown_key(key.get_ref(), &known).at(path, key.span()));
                        None
                    }
                    _ => {
                        let finding = Diagnostic::error("JZ704", format!("`{}` is no text", key.get_ref()));
                        findings.push(finding.at(path, value.span()).hint("type it between quotation marks"));
                        None
                    }
                });
                own.0.insert(name, words.collect());
            }
        }
    }
    (own, findings)
}

fn unknown_file(path: &str, name: &str) -> Diagnostic {
    let known = BUILT_IN.map(|(known, _)| format!("{known}.toml")).join(", ");
    Diagnostic::error("JZ704", format!("no interface has words of the name `{name}`"))
        .at(path, 0..0)
        .hint(format!("there are {known}"))
}

fn unknown_key(typed: &str, known: &Words) -> Diagnostic {
    let hint = match did_you_mean(typed, known.keys().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "docs/theme.md says where they are listed".to_owned(),
    };
    Diagnostic::error("JZ704", format!("unknown interface word `{typed}`")).hint(hint)
}

/// Our filters, for "did you mean".
pub(super) const FILTERS: [&str; 3] = ["count", "day", "word"];

/// Gives templates the filters `word`, `day` and `count`.
pub(super) fn add_filters(tera: &mut Tera) {
    tera.register_filter("word", word);
    tera.register_filter("day", day);
    tera.register_filter("count", count);
}

/// What an element needs that holds nothing but words of the interface: its language, where that is not the page's.
pub(crate) fn lang_attribute(words: &Words) -> String {
    let lang = words.get("lang").map_or("", String::as_str);
    if lang.is_empty() { String::new() } else { format!(" lang=\"{lang}\"") }
}

/// A word of the page, by its key.
fn word_of(state: &State<'_>, key: &'static str) -> String {
    let words = state.get::<Value>("w").ok().flatten();
    let word = words.as_ref().and_then(Value::as_map).and_then(|words| words.get(&Key::Str(key)));
    word.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// `{{ w.notes | word }}`: a word beside text in Chinese, in an element that says its language when it has another.
fn word(text: &str, _: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let lang = word_of(state, "lang");
    if lang.is_empty() {
        return Ok(Value::from(text));
    }
    let mut out = format!("<span lang=\"{lang}\">");
    escape(&mut out, text);
    out.push_str("</span>");
    Ok(Value::safe_string(&out))
}

/// `{{ source.date | day }}`: a date as the interface writes it.
fn day(iso: &str, kwargs: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let text = date_text(iso, |key| word_of(state, key));
    if text == iso { Ok(Value::from(iso)) } else { word(&text, kwargs, state) }
}

/// `{{ card.n_notes | count(of="note") }}`: a number of things.
fn count(n: usize, kwargs: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let thing = kwargs.must_get::<&str>("of")?;
    let text = counted(n, thing, |key| word_of(state, key));
    let text = text.ok_or_else(|| {
        Error::message(format!("nobody counts `{thing}`: type article, note, place, emendation or rule"))
    })?;
    word(&text, kwargs, state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_interfaces_have_the_same_words() {
        let keys = |name: &str| -> Vec<String> {
            let (_, text) = BUILT_IN.into_iter().find(|(known, _)| *known == name).unwrap_or_default();
            toml::from_str::<Words>(text).expect("a table of words").into_keys().collect()
        };
        let hant = keys("zh-hant");
        assert!(hant.len() > 40, "{} words", hant.len());
        assert_eq!(hant, keys("zh-hans"));
        assert_eq!(hant, keys("en"));
        assert!(keys("zh-hant-hk").iter().all(|key| hant.contains(key)));
    }

    #[test]
    fn dates_and_counts_are_written_as_the_interface_writes_them() {
        let written = |interface, iso| {
            let words = load_words(Variant::HANT, interface, &OwnWords::default());
            let word = |key: &str| words.get(key).cloned().unwrap_or_default();
            [
                date_text(iso, word),
                counted(1, "place", word).unwrap_or_default(),
                counted(40, "place", word).unwrap_or_default(),
            ]
        };
        assert_eq!(written(Interface::En, "2026-05-01"), ["1 May 2026", "1 place", "40 places"]);
        assert_eq!(written(Interface::En, "2026-12"), ["December 2026", "1 place", "40 places"]);
        for iso in ["2026-05-01", "2026-05", "2026", "1060?", "2026-13-01", "-0100?", "-x"] {
            assert_eq!(written(Interface::ByScript, iso), [iso, "1 處", "40 處"]);
        }
        for (iso, here, in_english) in [
            ("-0299", "西元前 300 年", "300 BCE"),
            ("0000", "西元前 1 年", "1 BCE"),
            ("0220", "西元 220 年", "220 CE"),
            ("0758-03", "西元 758 年 3 月", "March 758 CE"),
            ("-0043-03-15", "西元前 44 年 3 月 15 日", "15 March 44 BCE"),
        ] {
            assert_eq!(written(Interface::ByScript, iso)[0], here);
            assert_eq!(written(Interface::En, iso)[0], in_english);
        }
    }
}
