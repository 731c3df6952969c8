//! What search engines read in a page's head: the article without its claims and sources.

use serde::Serialize;

use super::Writer;
use crate::model::Field;
use crate::page::{field_texts, leaf_text};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Brief<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    class: &'static str,
    headline: String,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    is_part_of: Named,
    encoding: Encoding<'a>,
}

/// Who is a person and who a body, no file says.
#[derive(Serialize)]
struct Named {
    name: String,
}

/// The whole edition as data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Encoding<'a> {
    content_url: &'a str,
    encoding_format: &'static str,
}

impl Writer<'_> {
    /// The article in variant `v`, on one line; `data` is the address of the whole from the page.
    ///
    /// Shape: JSON in which no `<` stands, so that it ends no element of HTML.
    pub(super) fn brief(&self, v: usize, data: &str) -> String {
        let document = &self.scripted.annotated.edition.document;
        let texts = |field| field_texts(self.scripted, v, field);
        let date = |date: Option<&crate::model::Date>| date.map(ToString::to_string);
        let brief = Brief {
            context: "https://schema.org",
            class: "Article",
            headline: leaf_text(self.scripted, v, document.title),
            in_language: self.scripted.variants.get(v).map_or("", |variant| variant.tag()),
            author: texts(Field::Author).into_iter().map(|name| Named { name }).collect(),
            date_published: date(document.front.date.as_ref()),
            date_modified: date(document.front.updated.as_ref()),
            license: texts(Field::License).into_iter().next(),
            url: self.site.base_url.map(|_| self.article_address(v)),
            is_part_of: Named { name: self.site.titles.get(v).cloned().unwrap_or_default() },
            encoding: Encoding { content_url: data, encoding_format: "application/ld+json" },
        };
        // Strings and lists of them only: serialising cannot fail.
        serde_json::to_string(&brief).unwrap_or_default().replace('<', "\\u003c")
    }
}
