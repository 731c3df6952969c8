//! The values of JSON-LD, and the context that gives each term its address.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

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
    Texts(IndexMap<String, String>),
    /// A thing.
    Node(Node),
    /// Several.
    List(Vec<Value>),
}

impl Value {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Link(text) => text.is_empty(),
            Self::Texts(texts) => texts.values().all(String::is_empty),
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
pub(super) struct Node(IndexMap<&'static str, Value>);

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
        if !value.is_empty() {
            self.0.insert(term, value);
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

/// A document: a thing under the context of its terms.
#[derive(Serialize)]
pub(super) struct Document {
    #[serde(rename = "@context")]
    context: BTreeMap<String, Definition>,
    #[serde(flatten)]
    node: Node,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Definition {
    Address(String),
    Read(BTreeMap<&'static str, String>),
}

impl Document {
    /// Returns `node` with a context of the terms and classes that it uses, so that a reader has to ask nobody.
    pub(super) fn new(node: Node) -> Self {
        let mut terms = BTreeMap::new();
        collect(&node, &mut terms);
        let define = |(term, reading): (String, Reading)| {
            let address = format!("{SCHEMA}{term}");
            let (key, value) = match reading {
                Reading::Plain => return (term, Definition::Address(address)),
                Reading::Date => ("@type", format!("{SCHEMA}Date")),
                Reading::Link => ("@type", "@id".to_owned()),
                Reading::ByLanguage => ("@container", "@language".to_owned()),
            };
            (term, Definition::Read(BTreeMap::from([("@id", address), (key, value)])))
        };
        Self { context: terms.into_iter().map(define).collect(), node }
    }
}

fn collect(node: &Node, terms: &mut BTreeMap<String, Reading>) {
    for (term, value) in &node.0 {
        match (*term, value) {
            ("@type", Value::Text(class)) => drop(terms.entry(class.clone()).or_insert(Reading::Plain)),
            ("@id", _) => {}
            (term, value) => collect_value(term, value, terms),
        }
    }
}

fn collect_value(term: &str, value: &Value, terms: &mut BTreeMap<String, Reading>) {
    let reading = match value {
        Value::Text(_) | Value::Node(_) => Reading::Plain,
        Value::Date(_) => Reading::Date,
        Value::Link(_) => Reading::Link,
        Value::Texts(_) => Reading::ByLanguage,
        Value::List(list) => return list.iter().for_each(|value| collect_value(term, value, terms)),
    };
    let known = terms.entry(term.to_owned()).or_insert(reading);
    *known = reading.max(*known);
    if let Value::Node(node) = value {
        collect(node, terms);
    }
}
