//! The site's own edition as a source, whole or by a passage.

use hayagriva::types::Date;

use super::Style;
use super::item::{Fields, Item, body};
use super::tongue::Tongue;
use crate::model::Script;

/// What is cited of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage<'a> {
    /// All of it.
    Whole,
    /// A leaf or sentence by its id: `h2`, `p8`, `p8.2`.
    Id(&'a str),
    /// A claim by its key and the number of its note.
    Claim {
        /// Its key.
        key: &'a str,
        /// The number of its note.
        number: u32,
    },
}

/// An edition of the site, for the reader to cite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication<'a> {
    /// Its title, in the line's script.
    pub title: &'a str,
    /// Its authors, in the line's script, each name in one piece.
    pub authors: &'a [String],
    /// The site's title, in the line's script.
    pub site: &'a str,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<&'a str>,
    /// The edition, as `1.0`.
    pub version: Option<&'a str>,
    /// Its absolute address, without a fragment.
    pub url: Option<&'a str>,
    /// What of it.
    pub passage: Passage<'a>,
}

impl Publication<'_> {
    pub(super) fn item(&self, style: Style, script: Script) -> Item {
        let mut fields = Fields::new(style, Tongue::Chinese(script));
        fields.text("type", "webpage");
        let named = self.authors.iter().filter(|name| !name.trim().is_empty());
        let mut authors: Vec<_> = named.map(|name| body(name)).collect();
        if authors.is_empty() && style == Style::Gbt {
            authors.push(body(self.site));
        }
        fields.names("author", authors);
        if style == Style::Gbt {
            // On the web even where the site does not know its address.
            fields.text("medium", "OL");
        }
        fields.text("container-title", self.site);
        let date: Option<Date> = self.date.and_then(|date| date.parse().ok());
        fields.date("issued", date.as_ref());
        let version = self
            .version
            .map(|version| if version.ends_with('版') { version.to_owned() } else { format!("第{version}版") });
        // Both styles have a place for a version, but neither CSL style prints it of a web page.
        let title = match (&version, style) {
            (Some(version), Style::Gbt) => format!("{}: {version}", self.title),
            (Some(version), Style::Apa) => format!("{} ({version})", self.title),
            (None, _) => self.title.to_owned(),
        };
        fields.text("title", title);
        let (place, fragment) = self.place(script);
        fields.text(if style == Style::Gbt { "page" } else { "genre" }, place);
        fields.text("URL", self.url.map(|url| format!("{url}{fragment}")).unwrap_or_default());
        fields.into_item()
    }

    /// The passage in words, and the end of its address.
    fn place(&self, script: Script) -> (String, String) {
        let (note, section) = match script {
            Script::Hant => ("註", "節"),
            Script::Hans => ("注", "节"),
        };
        match self.passage {
            Passage::Whole => (String::new(), String::new()),
            Passage::Claim { key, number } => (format!("{note}{number}"), format!("#c-{key}")),
            Passage::Id(id) => {
                let words = match (id.strip_prefix('h'), id.strip_prefix('p').map(|n| n.split_once('.').ok_or(n))) {
                    (Some(n), _) => format!("第{n}{section}"),
                    (None, Some(Ok((n, sentence)))) => format!("第{n}段第{sentence}句"),
                    (None, Some(Err(n))) => format!("第{n}段"),
                    (None, None) => String::new(),
                };
                (words, format!("#{id}"))
            }
        }
    }
}
