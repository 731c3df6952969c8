//! The values of JSON-LD, and the context that gives each term its address.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

const SCHEMA: &str = "https://schema.org/";

/// A value of a term.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    /// A word of data, or a text whose language is not known.
    Text(String),
    /// A date.
    Date(String),
    /// An address.
    Link(String),
    /// A text by language.
    #[serde(serialize_with = "in_order")]
    Texts(Vec<(Cow<'static, str>, String)>),
    /// A thing.
    Node(Node),
    /// Several.
    List(Vec<Value>),
}

impl Value {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Link(text) => text.is_empty(),
            Self::Texts(texts) => texts.iter().all(|(_, text)| text.is_empty()),
            Self::Node(node) => node.0.is_empty(),
            Self::List(list) => list.is_empty(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Node(node)
    }
}

impl From<Vec<Node>> for Value {
    fn from(nodes: Vec<Node>) -> Self {
        Self::List(nodes.into_iter().map(Self::Node).collect())
    }
}

/// A thing: its terms in the order in which they are set.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Node(#[serde(serialize_with = "in_order")] Vec<(&'static str, Value)>);

/// Writes pairs as an object; there are too few to look a key up in.
fn in_order<S: Serializer>(pairs: &[(impl Serialize, impl Serialize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
}

impl Node {
    /// Returns a thing of a class of schema.org; of none when that is not known.
    pub(super) fn new(class: &'static str) -> Self {
        Self::default().with("@type", class)
    }

    /// Returns a thing named by its address alone.
    pub(super) fn at(address: String) -> Self {
        Self::default().id(address)
    }

    pub(super) fn id(self, address: String) -> Self {
        self.with("@id", Value::Text(address))
    }

    /// Sets a term; an empty value sets nothing.
    pub(super) fn with(mut self, term: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| *known == term) {
            _ if value.is_empty() => {}
            Some((_, known)) => *known = value,
            None => self.0.push((term, value)),
        }
        self
    }
}

/// How a term's plain values are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    Plain,
    Date,
    Link,
    ByLanguage,
}

/// A document: a thing under a context of the terms and classes that it uses, so that a reader has to ask nobody.
pub(super) struct Document(pub(super) Node);

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut terms = BTreeMap::new();
        collect(&self.0, &mut terms);
        let context = terms.into_iter().map(|(term, reading)| (term, Definition::new(term, reading))).collect();
        let context = [("@context", Part::Context(context))].into_iter();
        serializer.collect_map(context.chain(self.0.0.iter().map(|(term, value)| (*term, Part::Value(value)))))
    }
}

/// What stands under a term of a document.
#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Context(BTreeMap<&'a str, Definition>),
    Value(&'a Value),
}

/// What a term means.
#[derive(Serialize)]
#[serde(untagged)]
enum Definition {
    Address(String),
    Read(#[serde(serialize_with = "in_order")] [(&'static str, Cow<'static, str>); 2]),
}

impl Definition {
    fn new(term: &str, reading: Reading) -> Self {
        let address = format!("{SCHEMA}{term}");
        let (key, value) = match reading {
            Reading::Plain => return Self::Address(address),
            Reading::Date => ("@type", Cow::Owned(format!("{SCHEMA}Date"))),
            Reading::Link => ("@type", Cow::Borrowed("@id")),
            Reading::ByLanguage => ("@container", Cow::Borrowed("@language")),
        };
        let mut read = [("@id", Cow::Owned(address)), (key, value)];
        read.sort_unstable();
        Self::Read(read)
    }
}

fn collect<'a>(node: &'a Node, terms: &mut BTreeMap<&'a str, Reading>) {
    for (term, value) in &node.0 {
        match (*term, value) {
            ("@type", Value::Text(class)) => drop(terms.entry(class).or_insert(Reading::Plain)),
            ("@id", _) => {}
            (term, value) => collect_value(term, value, terms),
        }
    }
}

fn collect_value<'a>(term: &'a str, value: &'a Value, terms: &mut BTreeMap<&'a str, Reading>) {
    let reading = match value {
        Value::Text(_) | Value::Node(_) => Reading::Plain,
        Value::Date(_) => Reading::Date,
        Value::Link(_) => Reading::Link,
        Value::Texts(_) => Reading::ByLanguage,
        Value::List(list) => return list.iter().for_each(|value| collect_value(term, value, terms)),
    };
    let known = terms.entry(term).or_insert(reading);
    *known = reading.max(*known);
    if let Value::Node(node) = value {
        collect(node, terms);
    }
}
