//! What templates see: one type a template that the program fills. The tables of `docs/theme.md` are made from these types and
//! their comments, and templates are checked against those tables.

use serde::{Serialize, Serializer};
use tera::Value;

use crate::page::{GlossaryView, Head, Heading, Overview, RareView, RevisionView, RuleView, SourceView};

use super::citations::{CitationView, CitationsByKey};
use super::lists::{Counted, Entry, ListView, Pages};
use super::ways::{Link, WaysView};

/// Text that is markup already and is not escaped again.
#[derive(Default)]
pub(super) struct Html(pub(super) String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Every template.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Every<'a> {
    /// The page itself: addresses, title, language, links of its head.
    pub(super) page: &'a Head,
    /// The interface words of the page, by key: `w.notes`, `w["kind_" ~ rule.kind]`.
    #[cfg_attr(test, schemars(with = "crate::page::Words"))]
    pub(super) w: Value,
    /// For the tag of an element that holds nothing but interface words: `<h2{{ ui }}>`; its language where that is not the page's.
    pub(super) ui: Html,
}

/// What all pages of an article see.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct OfArticle<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
    /// What stands beside the text: author, dates, counts.
    pub(super) article: ArticleView<'a>,
    /// The language tag of the script in which the article is written.
    pub(super) own_lang: &'static str,
    /// The pages above this one and itself; empty where the head of the page says it all.
    pub(super) trail: Vec<Link>,
    /// Where the page leads on to.
    pub(super) ways: WaysView,
    /// The rules of glossaries that shaped the page.
    pub(super) glossary: Vec<GlossaryView>,
    /// The characters of the page that common fonts lack, by their codes.
    pub(super) rare: Vec<RareView>,
}

/// What stands behind the text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Ends {
    /// The apparatus: what was emended, by rule, and passages left out or added.
    pub(super) rules: Vec<RuleView<Html>>,
    /// What changed since the edition was first published, the newest first.
    pub(super) history: Vec<RevisionView>,
}

/// The text of an article in one column or two, and its notes.
#[derive(Serialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TextView {
    /// The title, in the first column.
    pub(super) title_html: Html,
    /// The title in the second column; empty where there is one column.
    pub(super) second_title_html: Html,
    /// The text, with claims, note marks and emendations; in two columns a row for each pair of paragraphs.
    pub(super) body_html: Html,
    /// The notes: items of a list; empty without notes.
    pub(super) notes_html: Html,
}

/// `article.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ArticlePage<'a> {
    #[serde(flatten)]
    pub(super) of: OfArticle<'a>,
    #[serde(flatten)]
    pub(super) text: TextView,
    #[serde(flatten)]
    pub(super) ends: Ends,
    /// The contents; empty for a short article.
    pub(super) contents: Vec<Heading>,
    /// What machines read of the article, as JSON-LD.
    pub(super) json_ld: Html,
    /// The claims with their verdicts: rows of a table; empty where nothing was checked.
    pub(super) ledger_html: Html,
}

/// `parallel.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ParallelPage<'a> {
    #[serde(flatten)]
    pub(super) of: OfArticle<'a>,
    #[serde(flatten)]
    pub(super) text: TextView,
    #[serde(flatten)]
    pub(super) ends: Ends,
    /// The contents; empty for a short article.
    pub(super) contents: Vec<Heading>,
}

/// `sources.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SourcesPage<'a> {
    #[serde(flatten)]
    pub(super) of: OfArticle<'a>,
    /// The sources, in the order of their first note.
    pub(super) sources: Vec<&'a SourceView>,
    /// The address of the text.
    pub(super) text_href: &'static str,
    /// How each recorded source is cited, by its key; empty when nothing is recorded.
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, Vec<CitationView>>"))]
    pub(super) source_citations: CitationsByKey<'a>,
    /// How the edition is cited; empty when no source is recorded.
    pub(super) edition_citations: Vec<CitationView>,
}

/// `book/text.xhtml`, `book/sources.xhtml` and `book/nav.xhtml`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct BookChapters<'a> {
    #[serde(flatten)]
    pub(super) of: OfArticle<'a>,
    #[serde(flatten)]
    pub(super) text: TextView,
    #[serde(flatten)]
    pub(super) ends: Ends,
    /// The sources, in the order of their first note.
    pub(super) sources: Vec<SourceView>,
    /// The file of the text.
    pub(super) text_href: String,
    /// The absolute address of the article's page, or empty.
    pub(super) address: &'a str,
    /// The title and all headings, as items of a list that lead to them.
    pub(super) contents_html: Html,
}

/// `original.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct OriginalPage<'a> {
    #[serde(flatten)]
    pub(super) of: OfArticle<'a>,
    /// The text as received.
    pub(super) witness: &'a str,
    /// The SHA-256 of the file as received.
    pub(super) sha256: &'a str,
}

/// `index.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct IndexPage<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
    /// What is said of the list.
    pub(super) list: ListView,
    /// The pages above this one and itself; empty on the list of all articles.
    pub(super) trail: Vec<Link>,
    /// The other pages of the list.
    pub(super) pages: Pages,
    /// The articles of this page: the newest first, a series in its order.
    pub(super) cards: Vec<Entry<'a>>,
}

/// `tags.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TagsPage<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
    /// The pages above this one and itself.
    pub(super) trail: Vec<Link>,
    /// The tags, by their addresses.
    pub(super) tags: Vec<Counted>,
    /// The series, by their addresses.
    pub(super) series: Vec<Counted>,
}

/// `search.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SearchPage<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
    /// The newest articles.
    pub(super) cards: Vec<Entry<'a>>,
    /// Where their list goes on; empty when these are all.
    pub(super) more: String,
    /// The folders of all variants, the page's own first, apart by spaces.
    pub(super) folders: String,
}

/// `404.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct NotFoundPage<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
}

/// `redirect.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct RedirectPage<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
    /// The new address, below the root.
    pub(super) target: String,
}

/// `notes.html`
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FeedNotes<'a> {
    #[serde(flatten)]
    pub(super) every: Every<'a>,
    /// The notes: items of a list; empty without notes.
    pub(super) notes_html: Html,
}

/// What is known of an article beside its text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ArticleView<'a> {
    /// Its name in addresses.
    pub(super) slug: &'a str,
    /// Whether it is an about page.
    pub(super) is_page: bool,
    /// What is said under the title, one entry a column: one, or two on the page side by side.
    pub(super) sides: Vec<SideView>,
    /// What is known of the edition, in the order of the page.
    pub(super) meta: Vec<MetaRow>,
    /// Whether the text shows emendations.
    pub(super) has_shown_emendations: bool,
    /// Whether there is a page of the text as received.
    pub(super) has_original: bool,
    /// Whether a source is recorded, so that lines of citation can be made.
    pub(super) is_citable: bool,
    /// How many sources there are.
    pub(super) n_sources: usize,
    /// Whether notes stand beside the text where the page is wide.
    pub(super) has_notes_beside: bool,
    /// The path of the book of the same columns, below the root; empty when the site publishes none.
    pub(super) book: String,
    /// What is said of all claims.
    pub(super) overview: &'a Overview,
}

/// What is said under the title, in one column.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SideView {
    /// The column's language tag.
    pub(super) lang: &'static str,
    /// The subtitle, or empty.
    pub(super) subtitle: String,
    /// The summary, or empty.
    pub(super) summary: String,
}

/// A row under the title.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct MetaRow {
    /// The key of the interface word: `author`, `editor`, `edition`, `date`, `updated`, `license`, `tags`, `notes`, `sources` or `emendations`.
    pub(super) key: &'static str,
    /// What the page says.
    pub(super) value: String,
    /// Whether that is in the language of the interface.
    pub(super) is_said: bool,
    /// What stands in place of the value: lists that have the article.
    pub(super) links: Vec<Link>,
}

#[cfg(test)]
mod tests;
