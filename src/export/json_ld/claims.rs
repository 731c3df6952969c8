//! Claims: what is said and where, what it was judged by, what those concerned say.

use super::Writer;
use super::node::{Node, Value};
use crate::model::{Claim, ClaimKind, Extent, Field, LeafId, Record, Reply};
use crate::page::{extent_text, nth_id, verdict_view};

impl Writer<'_> {
    /// One part of the article a claim; a gloss is none.
    pub(super) fn claims(&self) -> Vec<Node> {
        let claims = self.scripted.annotated.claims.iter().filter(|(_, claim)| claim.kind != ClaimKind::Gloss);
        claims.map(|(key, claim)| self.claim(key, claim)).collect()
    }

    fn claim(&self, key: &str, claim: &Claim) -> Node {
        // A claim of schema.org can be checked; a view is a work like any other.
        let class = if claim.kind.is_view() { "CreativeWork" } else { "Claim" };
        let cited =
            claim.cited().filter(|key| self.sources.0.contains_key(*key)).map(|key| Node::at(self.source_address(key)));
        let n_authors = self.field_leaves(Field::Author).len();
        let record = claim.record.as_ref();
        Node::new(class)
            .id(self.place_address(key, 1))
            .with("identifier", key)
            .with("position", claim.number.to_string().as_str())
            .with("text", claim.extents.first().map_or(Value::List(Vec::new()), |extent| self.extent_texts(extent)))
            .with("author", (0..n_authors).map(|i| Node::at(super::author_address(i))).collect::<Vec<_>>())
            .with(if claim.kind.is_view() { "isPartOf" } else { "appearance" }, self.places(key, claim))
            .with("citation", cited.collect::<Vec<_>>())
            .with("additionalProperty", self.properties(claim))
            .with("comment", record.map(|record| self.comments(record)).unwrap_or_default())
    }

    fn place_address(&self, key: &str, nth: usize) -> String {
        format!("{}#{}", self.article_address(self.own), nth_id("c", key, nth))
    }

    /// The article, and each further place in it where the same is said.
    fn places(&self, key: &str, claim: &Claim) -> Vec<Node> {
        let article = || Node::at(self.article_address(self.own));
        let further = claim.extents.iter().enumerate().skip(1).map(|(i, extent)| {
            let element = Node::new("WebPageElement").id(self.place_address(key, i + 1));
            element.with("text", self.extent_texts(extent)).with("isPartOf", article())
        });
        std::iter::once(article()).chain(further).collect()
    }

    fn extent_texts(&self, extent: &Extent) -> Value {
        let each = self.scripted.variants.iter().enumerate();
        let texts = each.map(|(v, variant)| (variant.tag().into(), extent_text(self.scripted, v, extent)));
        Value::Texts(texts.collect())
    }

    /// The word in data never stands without what it judges, and never of an allegation: what is read out of it there
    /// would be a judgement of what is alleged.
    fn properties(&self, claim: &Claim) -> Vec<Node> {
        let mut list = vec![property("kind").with("value", claim.kind.as_str())];
        if let Some(verdict) = verdict_view(&self.scripted.annotated, claim) {
            list.push(property("verdict").with("name", self.word("verdict")).with("value", self.word(verdict.word)));
            let judged = match (claim.kind, verdict.is_said) {
                (ClaimKind::Allegation, _) => None,
                (_, true) => Some("verdict-of-said"),
                (_, false) => Some("verdict-of-content"),
            };
            list.extend(judged.map(|judged| property(judged).with("value", claim.verdict.as_str())));
            if claim.is_second_hand {
                list.push(property("second-hand").with("value", self.word("second_hand")));
            }
        }
        list.extend(claim.record.as_ref().map(|record| self.recorded(record)).unwrap_or_default());
        list
    }

    fn recorded(&self, record: &Record) -> Vec<Node> {
        let said = |id, leaf: Option<LeafId>| {
            leaf.map(|leaf| property(id).with("name", self.word(id)).with("value", self.texts(leaf)))
        };
        let date = |id, date: Option<&crate::model::Date>| {
            date.map(|date| property(id).with("value", date.to_string().as_str()))
        };
        let none_found = (record.reply == Some(Reply::NoneFound))
            .then(|| property("reply").with("name", self.word("reply")).with("value", self.word("reply_none")));
        let all = [
            date("checked", record.checked.as_ref()),
            date("as-of", record.as_of.as_ref()),
            said("finding", record.finding),
            said("why", record.why.filter(|_| record.verdict.is_some())),
            none_found,
        ];
        all.into_iter().flatten().collect()
    }

    /// What those say whom an allegation concerns, and what somebody told the editor.
    fn comments(&self, record: &Record) -> Vec<Node> {
        let comment = |word, by: Option<LeafId>, text: LeafId| {
            let author = by.map(|leaf| super::named(self.texts(leaf))).unwrap_or_default();
            Node::new("Comment").with("name", self.word(word)).with("text", self.texts(text)).with("author", author)
        };
        let reply = record.reply.as_ref().and_then(|reply| match reply {
            Reply::NoneFound => None,
            Reply::Given { text, source, .. } => {
                let source = source.as_ref().and_then(|key| self.work_or_address(key)).unwrap_or_default();
                Some(comment("reply", record.against, *text).with("citation", source))
            }
        });
        let response = record.response.as_ref().map(|response| {
            let date = response.date.as_ref().map(ToString::to_string).unwrap_or_default();
            comment("response", Some(response.by), response.text).with("dateCreated", Value::Date(date))
        });
        reply.into_iter().chain(response).collect()
    }
}

fn property(id: &'static str) -> Node {
    Node::new("PropertyValue").with("propertyID", id)
}
