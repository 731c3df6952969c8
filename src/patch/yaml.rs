//! Finds the places of a word in a YAML text, as a key or as a value, by where it stands in the tree.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::config::{is_blank_yaml, typed_span};

/// One step down from a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To what a map has under this key.
    Key(&'static str),
    /// To every value of a map, or every item of a list.
    Each,
    /// To every item of a list, or to the value itself when it is none.
    OneOrEach,
}

/// What is looked for where the steps lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The keys of a map.
    Keys,
    /// The value.
    Value,
}

/// Returns where a word meant is typed in `text`, quotation marks included, in the order of the text.
///
/// Units: bytes of `text`. A word reached through an alias is placed at the alias.
/// Shape: none when the text is no YAML.
pub fn find_words(
    text: &str,
    steps: &[Step],
    target: Target,
    is_meant: impl Fn(&str) -> bool,
) -> Option<Vec<Range<usize>>> {
    if is_blank_yaml(text) {
        return Some(Vec::new());
    }
    let root: Spanned<Node> = serde_saphyr::from_str(text).ok()?;
    let mut nodes = vec![&root];
    for step in steps {
        nodes = nodes.into_iter().flat_map(|node| node.value.down(*step, node)).collect();
    }
    let found = nodes.into_iter().flat_map(|node| match (&node.value, target) {
        (Node::Map(entries), Target::Keys) => {
            let same = entries.iter().filter(|(key, _)| is_meant(&key.value));
            same.map(|(key, _)| typed_span(0, key)).collect()
        }
        (Node::Text(text), Target::Value) if is_meant(text) => vec![typed_span(0, node)],
        _ => Vec::new(),
    });
    Some(found.collect())
}

/// A value of which only its place in the tree matters.
enum Node {
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
    Seq(Vec<Spanned<Node>>),
    Text(String),
    Other,
}

impl Node {
    fn down<'a>(&'a self, step: Step, whole: &'a Spanned<Self>) -> Vec<&'a Spanned<Self>> {
        match (step, self) {
            (Step::Key(wanted), Self::Map(entries)) => {
                entries.iter().filter(|(key, _)| key.value == wanted).map(|(_, value)| value).collect()
            }
            (Step::Each, Self::Map(entries)) => entries.iter().map(|(_, value)| value).collect(),
            (Step::Each | Step::OneOrEach, Self::Seq(items)) => items.iter().collect(),
            (Step::OneOrEach, _) => vec![whole],
            (Step::Key(_) | Step::Each, _) => Vec::new(),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

macro_rules! visit_other {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Node, E> {
            Ok(Node::Other)
        })*
    };
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_other!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::Seq(items))
    }
}
