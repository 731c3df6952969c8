//! Reads an `edition.json` leniently: of what is known the missing is empty, the unknown is passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The version of `edition.json` that is read.
const VERSION: u64 = 1;

/// An `edition.json` as read, as far as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    pub(super) slug: String,
    pub(super) lang: String,
    pub(super) title: Texts,
    pub(super) witness: Option<String>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) claims: BTreeMap<String, Claim>,
    pub(super) sources: BTreeMap<String, Source>,
    pub(super) emendations: BTreeMap<String, Emendation>,
    pub(super) counts: BTreeMap<String, u64>,
}

/// A text by script variant; one that is typed without is in none.
pub(super) type Texts = BTreeMap<String, String>;

/// A value that is one word in the end; null and the empty word are none.
type Word = Option<String>;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "a paragraph")]
pub(super) struct Paragraph {
    #[serde(default, deserialize_with = "text")]
    pub(super) id: String,
    #[serde(default, deserialize_with = "texts")]
    pub(super) text: Texts,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "a claim")]
pub(super) struct Claim {
    id: String,
    #[serde(default)]
    pub(super) number: Option<u64>,
    #[serde(default, deserialize_with = "word")]
    pub(super) kind: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) of: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) verdict: Word,
    #[serde(default, deserialize_with = "texts")]
    pub(super) why: Texts,
    #[serde(default, deserialize_with = "word")]
    pub(super) checked: Word,
    #[serde(default, rename = "as-of", deserialize_with = "word")]
    pub(super) as_of: Word,
    #[serde(default, deserialize_with = "texts")]
    pub(super) by: Texts,
    #[serde(default, deserialize_with = "texts")]
    pub(super) text: Texts,
    #[serde(default, deserialize_with = "list")]
    pub(super) places: Vec<Place>,
    #[serde(default, deserialize_with = "texts")]
    pub(super) note: Texts,
    #[serde(default, deserialize_with = "texts")]
    pub(super) finding: Texts,
    #[serde(default, deserialize_with = "texts")]
    pub(super) gist: Texts,
    #[serde(default, deserialize_with = "texts")]
    pub(super) against: Texts,
    #[serde(default, deserialize_with = "reply")]
    pub(super) reply: Reply,
    #[serde(default, deserialize_with = "nothing_if_null")]
    pub(super) response: Response,
    #[serde(default, deserialize_with = "list")]
    pub(super) citations: Vec<Citation>,
}

/// What those whom an allegation concerns say; `none-found` is a text in no script.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, expecting = "a reply")]
pub(super) struct Reply {
    #[serde(deserialize_with = "texts")]
    pub(super) text: Texts,
    #[serde(deserialize_with = "word")]
    pub(super) source: Word,
    #[serde(deserialize_with = "word")]
    pub(super) locator: Word,
}

/// What somebody concerned told the editor.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, expecting = "a response")]
pub(super) struct Response {
    #[serde(deserialize_with = "texts")]
    pub(super) by: Texts,
    #[serde(deserialize_with = "word")]
    pub(super) date: Word,
    #[serde(deserialize_with = "texts")]
    pub(super) text: Texts,
}

impl Claim {
    /// The texts of its places, in order; none for a gloss.
    pub(super) fn texts(&self) -> Vec<&Texts> {
        let places: Vec<&Texts> = self.places.iter().map(|place| &place.text).filter(|text| !text.is_empty()).collect();
        if places.is_empty() { Some(&self.text).into_iter().filter(|text| !text.is_empty()).collect() } else { places }
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "a place")]
pub(super) struct Place {
    #[serde(default, deserialize_with = "texts")]
    text: Texts,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "a citation")]
pub(super) struct Citation {
    pub(super) source: String,
    #[serde(default, deserialize_with = "word")]
    pub(super) locator: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) stance: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) on: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) via: Word,
    #[serde(default, deserialize_with = "nothing_if_null")]
    pub(super) quote: Quote,
    #[serde(default, deserialize_with = "texts")]
    pub(super) note: Texts,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, expecting = "a quotation")]
pub(super) struct Quote {
    #[serde(deserialize_with = "word")]
    pub(super) text: Word,
    #[serde(deserialize_with = "word")]
    pub(super) lang: Word,
    #[serde(deserialize_with = "texts")]
    pub(super) translation: Texts,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "a source")]
pub(super) struct Source {
    key: String,
    #[serde(default, rename = "type", deserialize_with = "word")]
    pub(super) kind: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) title: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) url: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) accessed: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) class: Word,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an emendation")]
pub(super) struct Emendation {
    id: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) reading: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) lemma: String,
    #[serde(default, deserialize_with = "word")]
    pub(super) word: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) kind: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) grade: Word,
    #[serde(default, deserialize_with = "word")]
    pub(super) status: Word,
    #[serde(default, deserialize_with = "texts")]
    pub(super) reason: Texts,
}

#[derive(Deserialize)]
#[serde(expecting = "an edition")]
struct Typed {
    #[serde(default, deserialize_with = "text")]
    lang: String,
    #[serde(default, deserialize_with = "texts")]
    title: Texts,
    #[serde(default)]
    witness: Option<Witness>,
    #[serde(default, deserialize_with = "list")]
    paragraphs: Vec<Paragraph>,
    claims: Vec<Claim>,
    #[serde(default, deserialize_with = "list")]
    sources: Vec<Source>,
    #[serde(default, deserialize_with = "list")]
    emendations: Vec<Emendation>,
    #[serde(default)]
    counts: Value,
}

#[derive(Deserialize)]
#[serde(expecting = "a witness")]
struct Witness {
    #[serde(default, deserialize_with = "word")]
    sha256: Word,
}

/// What tells an `edition.json` from other JSON.
#[derive(Deserialize)]
#[serde(expecting = "an edition")]
struct Marks {
    version: Option<Value>,
    slug: Option<Value>,
    claims: Option<serde::de::IgnoredAny>,
}

/// Reads an `edition.json`.
///
/// Errors: what it is instead, or why it cannot be read, with the line where JSON fails: not JSON, no edition, another
/// version than 1, an entry without its id, an id that stands twice.
pub fn read_edition(bytes: &[u8]) -> Result<Edition, String> {
    let no_edition = |why: &str| format!("is no edition.json: {why}");
    let marks: Marks = serde_json::from_slice(bytes).map_err(|error| no_edition(&error.to_string()))?;
    let version = marks.version.ok_or_else(|| no_edition("it has no `version`"))?;
    let Some(Value::String(slug)) = marks.slug else {
        return Err(no_edition("it has no `slug`"));
    };
    if version.as_u64() != Some(VERSION) {
        return Err(format!("is an edition.json of version {version}; version {VERSION} can be read here"));
    }
    if marks.claims.is_none() {
        return Err(no_edition("it has no `claims`"));
    }
    let typed: Typed = serde_json::from_slice(bytes).map_err(|error| no_edition(&error.to_string()))?;
    Ok(Edition {
        slug,
        lang: typed.lang,
        title: typed.title,
        witness: typed.witness.and_then(|witness| witness.sha256),
        paragraphs: typed.paragraphs,
        claims: by_id("claim", typed.claims, |claim| &claim.id).map_err(|why| no_edition(&why))?,
        sources: by_id("source", typed.sources, |source| &source.key).map_err(|why| no_edition(&why))?,
        emendations: by_id("emendation", typed.emendations, |e| &e.id).map_err(|why| no_edition(&why))?,
        counts: flatten(&typed.counts),
    })
}

fn by_id<T>(noun: &str, entries: Vec<T>, id: impl Fn(&T) -> &String) -> Result<BTreeMap<String, T>, String> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = entries.iter().map(&id).find(|id| !seen.insert(*id)) {
        return Err(format!("the {noun} `{twice}` stands twice"));
    }
    Ok(entries.into_iter().map(|entry| (id(&entry).clone(), entry)).collect())
}

/// Names each number by the way to it: `verdicts.supported`.
fn flatten(counts: &Value) -> BTreeMap<String, u64> {
    let mut flat = BTreeMap::new();
    for (name, count) in counts.as_object().into_iter().flatten() {
        match count {
            Value::Object(inner) => {
                let inner = inner.iter().filter_map(|(key, count)| Some((format!("{name}.{key}"), count.as_u64()?)));
                flat.extend(inner);
            }
            _ => flat.extend(count.as_u64().map(|count| (name.clone(), count))),
        }
    }
    flat
}

fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    })
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(word(deserializer)?.unwrap_or_default())
}

/// A map by variant, or one text for all.
fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(map) => {
            map.into_iter().filter_map(|(variant, text)| Some((variant, text.as_str()?.to_owned()))).collect()
        }
        Value::String(text) if !text.is_empty() => BTreeMap::from([(String::new(), text)]),
        _ => BTreeMap::new(),
    })
}

/// `none-found`, or a map.
fn reply<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Reply, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(Reply { text: BTreeMap::from([(String::new(), text)]), ..Reply::default() }),
        Value::Null => Ok(Reply::default()),
        other => Reply::deserialize(other).map_err(serde::de::Error::custom),
    }
}

fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    nothing_if_null(deserializer)
}

fn nothing_if_null<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
