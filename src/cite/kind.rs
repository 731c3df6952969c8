//! What a source is: hayagriva's type, its parent's and the editor's `jz.medium` come to one kind.

use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::Style;
use crate::model::Source;

/// What a source is, in the distinctions that the two styles make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Journal,
    Magazine,
    Newspaper,
    Preprint,
    Book,
    Periodical,
    Chapter,
    Entry,
    Paper,
    Talk,
    Report,
    Thesis,
    Standard,
    Patent,
    Law,
    Case,
    Manuscript,
    Dataset,
    Software,
    Video,
    Audio,
    Artwork,
    Web,
    Blog,
    Post,
    Document,
}

impl Kind {
    /// Returns the kind of `source`.
    pub(super) fn of(source: &Source) -> Self {
        let entry = &source.entry;
        match source.meta.medium.as_deref() {
            Some("preprint") => return Self::Preprint,
            Some("dataset") => return Self::Dataset,
            Some("standard") => return Self::Standard,
            _ => {}
        }
        let has_address = entry.url_any().is_some();
        let parent = entry.parents().first().map(Entry::entry_type);
        match (entry.entry_type(), parent) {
            (EntryType::Article | EntryType::Web, Some(EntryType::Newspaper)) => Self::Newspaper,
            (EntryType::Article, _) => Self::of_article(entry, parent, has_address),
            (EntryType::Web, Some(EntryType::Blog)) => Self::Blog,
            (EntryType::Web | EntryType::Blog, _) => Self::Web,
            (EntryType::Post | EntryType::Thread, _) => Self::Post,
            (EntryType::Chapter | EntryType::Anthos, _) => Self::Chapter,
            (EntryType::Entry, Some(_)) => Self::Entry,
            (
                EntryType::Book
                | EntryType::Anthology
                | EntryType::Proceedings
                | EntryType::Reference
                | EntryType::Original,
                _,
            ) => Self::Book,
            (EntryType::Periodical, _) => Self::Periodical,
            // One number of it.
            (EntryType::Newspaper, _) => Self::Newspaper,
            (EntryType::Report, _) => Self::Report,
            (EntryType::Thesis, _) => Self::Thesis,
            (EntryType::Patent, _) => Self::Patent,
            (EntryType::Legislation, _) => Self::Law,
            (EntryType::Case, _) => Self::Case,
            (EntryType::Manuscript, _) => Self::Manuscript,
            (EntryType::Repository, _) => Self::Software,
            (EntryType::Video | EntryType::Scene, _) => Self::Video,
            (EntryType::Audio, _) => Self::Audio,
            (EntryType::Artwork, _) => Self::Artwork,
            _ if has_address => Self::Web,
            _ => Self::Document,
        }
    }

    /// An article on a site is a web page; `article` in CSL would make it a preprint.
    fn of_article(entry: &Entry, parent: Option<&EntryType>, has_address: bool) -> Self {
        let is_numbered = |e: &Entry| e.volume().is_some() || e.issue().is_some();
        let is_journal = || entry.doi().is_some() || is_numbered(entry) || entry.parents().iter().any(is_numbered);
        match parent {
            _ if entry.arxiv().is_some() && !is_journal() => Self::Preprint,
            Some(EntryType::Periodical) if entry.date().is_some_and(|d| d.day.is_some()) && !is_journal() => {
                Self::Magazine
            }
            Some(EntryType::Periodical) => Self::Journal,
            Some(EntryType::Proceedings) => Self::Paper,
            Some(EntryType::Conference) => Self::Talk,
            Some(EntryType::Blog) => Self::Blog,
            Some(EntryType::Repository) => Self::Preprint,
            Some(EntryType::Anthology | EntryType::Book) => Self::Chapter,
            Some(EntryType::Reference) => Self::Entry,
            Some(_) => Self::Web,
            None if has_address && !is_journal() => Self::Web,
            None => Self::Journal,
        }
    }

    /// Returns the type of CSL 1.0.2 under which `style` formats the kind.
    ///
    /// GB/T 7714—2015 knows neither preprints nor videos: on the web both are electronic resources, `[EB/OL]`. A whole
    /// periodical has its year twice, the second time behind its publisher: without one it would stand there alone.
    pub(super) fn csl_type(self, style: Style, has: impl Fn(&str) -> bool) -> &'static str {
        match (self, style) {
            (Self::Preprint, Style::Gbt) => "webpage",
            (Self::Video | Self::Audio, Style::Gbt) if has("URL") || has("DOI") => "webpage",
            (Self::Periodical, Style::Gbt) if !has("publisher") => "article-journal",
            (Self::Journal, _) => "article-journal",
            (Self::Magazine, _) => "article-magazine",
            (Self::Newspaper, _) => "article-newspaper",
            (Self::Preprint, Style::Apa) => "article",
            (Self::Book, _) => "book",
            (Self::Periodical, _) => "periodical",
            (Self::Chapter, _) => "chapter",
            (Self::Entry, _) => "entry-encyclopedia",
            // APA 10.5: a paper in published proceedings is like a chapter.
            (Self::Paper, Style::Apa) => "chapter",
            (Self::Paper | Self::Talk, _) => "paper-conference",
            (Self::Report, _) => "report",
            (Self::Thesis, _) => "thesis",
            (Self::Standard, _) => "standard",
            (Self::Patent, _) => "patent",
            (Self::Law, _) => "legislation",
            (Self::Case, _) => "legal_case",
            (Self::Manuscript, _) => "manuscript",
            (Self::Dataset, _) => "dataset",
            (Self::Software, _) => "software",
            (Self::Video, _) => "motion_picture",
            (Self::Audio, _) => "song",
            (Self::Artwork, _) => "graphic",
            (Self::Web, _) => "webpage",
            (Self::Blog, _) => "post-weblog",
            (Self::Post, _) => "post",
            (Self::Document, _) => "document",
        }
    }

    /// Says whether the kind stands in a periodical or on a site: `parent` is its outlet, and a publisher is not printed.
    pub(super) fn has_outlet(self) -> bool {
        matches!(self, Self::Journal | Self::Magazine | Self::Newspaper | Self::Web | Self::Blog | Self::Post)
    }

    /// Says whether the kind is one work of which the parent is the whole.
    pub(super) fn is_part(self) -> bool {
        matches!(self, Self::Chapter | Self::Entry | Self::Paper)
    }
}
