//! What kind of work a source is, in the words of each format.

use hayagriva::types::EntryType::{self, *};

/// A row: hayagriva's type and its parent's, and what CSL, BibLaTeX (`type/entrysubtype`) and RIS call that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Kind {
    pub(super) entry: EntryType,
    pub(super) parent: Option<EntryType>,
    pub(super) csl: &'static str,
    pub(super) biblatex: &'static str,
    pub(super) ris: &'static str,
}

/// The first row that fits is taken, so the usual meaning of a format's word stands before the others.
const KINDS: [Kind; 40] = [
    row(Misc, None, "document", "misc", "GEN"),
    row(Misc, Some(Misc), "document", "misc", "GEN"),
    row(Article, Some(Periodical), "article-journal", "article", "JOUR"),
    row(Article, Some(Newspaper), "article-newspaper", "article/newspaper", "NEWS"),
    row(Article, Some(Proceedings), "paper-conference", "inproceedings", "CPAPER"),
    row(Article, None, "article", "article", "JOUR"),
    row(Web, None, "webpage", "online", "ELEC"),
    row(Web, Some(Web), "webpage", "online", "ELEC"),
    row(Article, Some(Blog), "post-weblog", "online/blog", "BLOG"),
    row(Post, None, "post", "online/post", "ELEC"),
    row(Post, Some(Post), "post", "online/post", "ELEC"),
    row(Article, Some(Web), "webpage", "online/article", "ELEC"),
    row(Thread, None, "post", "online/thread", "ELEC"),
    row(Book, None, "book", "book", "BOOK"),
    row(Chapter, Some(Book), "chapter", "inbook", "CHAP"),
    row(Anthos, Some(Anthology), "chapter", "incollection", "CHAP"),
    row(Anthology, None, "book", "collection", "EDBOOK"),
    row(Proceedings, None, "book", "proceedings", "CONF"),
    row(Reference, None, "book", "reference", "DICT"),
    row(Entry, Some(Reference), "entry", "inreference", "ENCYC"),
    row(Report, None, "report", "report", "RPRT"),
    row(Thesis, None, "thesis", "thesis", "THES"),
    row(Patent, None, "patent", "patent", "PAT"),
    row(Case, None, "legal_case", "jurisdiction", "CASE"),
    row(Legislation, None, "legislation", "legislation", "STAT"),
    row(Legislation, Some(Anthology), "legislation", "legislation", "STAT"),
    row(Manuscript, None, "manuscript", "unpublished", "UNPB"),
    row(Periodical, None, "periodical", "periodical", "JFULL"),
    row(Newspaper, None, "periodical", "periodical/newspaper", "JFULL"),
    row(Video, None, "motion_picture", "video", "VIDEO"),
    row(Video, Some(Video), "motion_picture", "video", "VIDEO"),
    row(Scene, Some(Video), "motion_picture", "video/scene", "VIDEO"),
    row(Audio, None, "song", "audio", "SOUND"),
    row(Audio, Some(Audio), "song", "audio", "SOUND"),
    row(Artwork, None, "graphic", "artwork", "ART"),
    row(Repository, None, "software", "software", "COMP"),
    row(Performance, None, "performance", "performance", "GEN"),
    row(Blog, None, "webpage", "online/weblog", "ELEC"),
    row(Conference, None, "event", "misc/conference", "GEN"),
    row(Exhibition, None, "event", "misc/exhibition", "GEN"),
];

/// Words of other programs for kinds that have another word of their own above; what is lost stays in a note.
const OTHERS: [(&str, EntryType, Option<EntryType>); 26] = [
    ("article-magazine", Article, Some(Periodical)),
    ("entry-dictionary", Entry, Some(Reference)),
    ("entry-encyclopedia", Entry, Some(Reference)),
    ("dataset", Repository, None),
    ("broadcast", Video, None),
    ("figure", Artwork, None),
    ("speech", Misc, None),
    ("manual", Reference, None),
    ("booklet", Misc, None),
    ("mvbook", Book, None),
    ("bookinbook", Chapter, Some(Book)),
    ("mvcollection", Anthology, None),
    ("mvreference", Reference, None),
    ("mvproceedings", Proceedings, None),
    ("conference", Article, Some(Proceedings)),
    ("mastersthesis", Thesis, None),
    ("phdthesis", Thesis, None),
    ("techreport", Report, None),
    ("electronic", Web, None),
    ("www", Web, None),
    ("movie", Video, None),
    ("EJOUR", Article, Some(Periodical)),
    ("MGZN", Article, Some(Periodical)),
    ("EBOOK", Book, None),
    ("MPCT", Video, None),
    ("THES", Thesis, None),
];

const fn row(
    entry: EntryType,
    parent: Option<EntryType>,
    csl: &'static str,
    biblatex: &'static str,
    ris: &'static str,
) -> Kind {
    Kind { entry, parent, csl, biblatex, ris }
}

/// What a source is when nothing says it.
pub(super) const MISC: Kind = row(Misc, None, "document", "misc", "GEN");

/// Returns the row of a source, the nearest one when no row is quite it.
pub(super) fn kind_of(entry: EntryType, parent: Option<EntryType>) -> Kind {
    let exact = KINDS.iter().find(|kind| kind.entry == entry && kind.parent == parent);
    let near = || KINDS.iter().find(|kind| kind.entry == entry && kind.parent.is_some() == parent.is_some());
    let any = || KINDS.iter().find(|kind| kind.entry == entry);
    exact.or_else(near).or_else(any).copied().unwrap_or(MISC)
}

/// Returns the row that `word` names in one format, and whether it says all that the word says.
///
/// `word_of` picks the format's column; `has_container` says whether the entry names the work it is part of.
pub(super) fn read_kind(word: &str, word_of: fn(&Kind) -> &'static str, has_container: bool) -> Option<(Kind, bool)> {
    let named = || KINDS.iter().filter(|kind| word_of(kind) == word);
    let row = named().find(|kind| kind.parent.is_some() == has_container).or_else(|| named().next());
    if let Some(row) = row {
        return Some((*row, true));
    }
    let (_, entry, parent) = OTHERS.iter().find(|(other, ..)| *other == word)?;
    Some((kind_of(*entry, *parent), false))
}

/// Returns the type of the work that a source of this type is part of, when nothing else tells.
pub(super) fn default_parent(entry: EntryType) -> EntryType {
    match entry {
        Web | Blog => Web,
        Post | Thread => Post,
        Video | Scene => Video,
        Audio => Audio,
        Article => Periodical,
        _ => Misc,
    }
}

/// Says whether a work above one of this type is its series, and not a work that holds it.
pub(super) fn has_series(entry: EntryType) -> bool {
    matches!(entry, Book | Anthology | Proceedings | Reference | Report | Thesis | Periodical | Newspaper)
}
