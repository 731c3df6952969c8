//! The edition in the words of schema.org.
//!
//! The script in which the article is written is the `Article`; each other script is a translation of it. No claim is
//! rated: a verdict is a `PropertyValue` in the words of the page, and of an allegation in these alone.

mod brief;
mod claims;
mod node;
mod works;

use super::Site;
use crate::model::{Field, LeafId, SafeUrl, Scripted, WitnessPublication};
use crate::page::{PageAddress, SourceViews, leaf_text, own_variant};
use node::{Document, Node, Value};

/// Returns what a page's head says of the article in variant `v`, on one line.
pub(super) fn write_brief(scripted: &Scripted, site: &Site<'_>, v: usize, data: &str) -> String {
    let (own, sources) = (own_variant(scripted), &SourceViews::default());
    Writer { scripted, site, own, sources }.brief(v, data)
}

/// Returns the edition as JSON-LD, indented, ending in a line end.
pub(super) fn write(scripted: &Scripted, sources: &SourceViews, site: &Site<'_>) -> String {
    let writer = Writer { scripted, site, own: own_variant(scripted), sources };
    // Strings and maps with string keys only: serialising cannot fail.
    serde_json::to_string_pretty(&Document(writer.article())).unwrap_or_default() + "\n"
}

struct Writer<'a> {
    scripted: &'a Scripted,
    site: &'a Site<'a>,
    /// The variant in which the article is written.
    own: usize,
    sources: &'a SourceViews,
}

impl Writer<'_> {
    fn article(&self) -> Node {
        let front = &self.scripted.annotated.edition.document.front;
        let date = |date: Option<&crate::model::Date>| Value::Date(date.map(ToString::to_string).unwrap_or_default());
        self.variant_article(self.own)
            .with("version", self.field(Field::Edition))
            .with("identifier", front.slug.as_str())
            .with("author", self.authors())
            .with("editor", self.fields(Field::Editor).into_iter().map(named).collect::<Vec<_>>())
            .with("datePublished", date(front.date.as_ref()))
            .with("dateModified", date(front.updated.as_ref()))
            .with("license", self.license())
            .with("keywords", Value::List(self.fields(Field::Tag)))
            .with("isPartOf", self.web_site())
            .with("isBasedOn", self.based_on())
            .with("workTranslation", self.translations())
            .with("citation", self.cited_works())
            .with("hasPart", self.claims())
    }

    /// What the article is called in variant `v`, and where it is read.
    fn variant_article(&self, v: usize) -> Node {
        let document = &self.scripted.annotated.edition.document;
        let address = self.article_address(v);
        let url = if self.site.base_url.is_some() { address.clone() } else { String::new() };
        let own = |leaf: LeafId| self.texts_of(leaf, v..v + 1);
        let field = |field| self.field_leaves(field).first().map_or(Value::List(Vec::new()), |leaf| own(*leaf));
        Node::new("Article")
            .id(address)
            .with("url", Value::Link(url))
            .with("inLanguage", self.scripted.variants.get(v).map_or("", |variant| variant.tag()))
            .with("headline", own(document.title))
            .with("alternativeHeadline", field(Field::Subtitle))
            .with("abstract", field(Field::Summary))
    }

    fn translations(&self) -> Vec<Node> {
        let others = (0..self.scripted.variants.len()).filter(|v| *v != self.own);
        let original = || Node::at(self.article_address(self.own));
        others.map(|v| self.variant_article(v).with("translationOfWork", original())).collect()
    }

    fn article_address(&self, v: usize) -> String {
        let front = &self.scripted.annotated.edition.document.front;
        let page = PageAddress::Article(v, front.slug.clone(), front.kind);
        self.site.address(&page.path(&self.scripted.variants))
    }

    /// Who is a person and who a body, no file says: they have a name and no class.
    fn authors(&self) -> Vec<Node> {
        let author = |(i, name)| Node::at(author_address(i)).with("name", name);
        self.fields(Field::Author).into_iter().enumerate().map(author).collect()
    }

    fn license(&self) -> Value {
        let typed = self.field_leaves(Field::License).first().map(|leaf| leaf_text(self.scripted, self.own, *leaf));
        match typed.and_then(|typed| SafeUrl::parse(&typed).ok()).filter(SafeUrl::is_external) {
            Some(url) => Value::Link(url.as_str().to_owned()),
            None if self.field_leaves(Field::License).is_empty() => Node::default().into(),
            None => Node::new("CreativeWork").with("name", self.field(Field::License)).into(),
        }
    }

    fn web_site(&self) -> Node {
        let titles = self.scripted.variants.iter().zip(self.site.titles);
        let titles = titles.map(|(variant, title)| (variant.tag().into(), title.clone())).collect();
        let url = self.site.base_url.unwrap_or_default();
        let site = Node::new("WebSite").with("@id", url).with("url", Value::Link(url.to_owned()));
        site.with("name", Value::Texts(titles))
    }

    /// The work that it is based on, and the text as received.
    fn based_on(&self) -> Vec<Node> {
        let edition = &self.scripted.annotated.edition;
        let front = &edition.document.front;
        let source = front.based_on.as_ref().and_then(|based_on| self.work_or_address(&based_on.key));
        let witness = edition.witness.as_ref().map(|witness| {
            let is_published = front.witness == WitnessPublication::Full;
            let original = self.site.address(&PageAddress::Original(front.slug.clone()).path(&self.scripted.variants));
            Node::new("MediaObject")
                .with("name", self.word("witness"))
                .with("sha256", witness.sha256.as_str())
                .with("url", Value::Link(if is_published { original } else { String::new() }))
        });
        source.into_iter().chain(witness).collect()
    }

    /// An interface word in every variant.
    fn word(&self, key: &str) -> Value {
        let each = self.scripted.variants.iter().enumerate();
        Value::Texts(each.map(|(v, variant)| (variant.tag().into(), self.site.word(v, key).to_owned())).collect())
    }

    /// A leaf in every variant.
    fn texts(&self, leaf: LeafId) -> Value {
        self.texts_of(leaf, 0..self.scripted.variants.len())
    }

    fn texts_of(&self, leaf: LeafId, variants: std::ops::Range<usize>) -> Value {
        let text = |v: usize| Some((self.scripted.variants.get(v)?.tag().into(), leaf_text(self.scripted, v, leaf)));
        Value::Texts(variants.filter_map(text).collect())
    }

    fn field_leaves(&self, field: Field) -> &[LeafId] {
        self.scripted.annotated.edition.document.fields.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    fn fields(&self, field: Field) -> Vec<Value> {
        self.field_leaves(field).iter().map(|leaf| self.texts(*leaf)).collect()
    }

    fn field(&self, field: Field) -> Value {
        self.fields(field).into_iter().next().unwrap_or(Value::List(Vec::new()))
    }
}

/// Names the `i`th author within the document.
fn author_address(i: usize) -> String {
    format!("_:author{}", i + 1)
}

fn named(name: Value) -> Node {
    Node::default().with("name", name)
}
