//! BibLaTeX's names of fields and roles.

use super::item::Field;
use super::roles::Role;

/// Fields with a text; the second name is an older one of the same field.
pub(super) const TEXTS: [(&str, &str, Field); 24] = [
    ("title", "", Field::Title),
    ("shorttitle", "", Field::ShortTitle),
    ("journaltitle", "journal", Field::Container),
    ("booktitle", "", Field::Container),
    ("shortjournal", "", Field::ShortContainer),
    ("series", "", Field::Series),
    ("volume", "", Field::Volume),
    ("volumes", "", Field::Volumes),
    ("edition", "", Field::Edition),
    ("chapter", "", Field::Chapter),
    ("pages", "", Field::Pages),
    ("pagetotal", "", Field::PageTotal),
    ("publisher", "", Field::Publisher),
    ("location", "address", Field::Place),
    ("venue", "", Field::EventPlace),
    ("doi", "", Field::Doi),
    ("isbn", "", Field::Isbn),
    ("issn", "", Field::Issn),
    ("pmid", "", Field::Pmid),
    ("pmcid", "", Field::Pmcid),
    ("url", "", Field::Url),
    ("type", "", Field::Genre),
    ("abstract", "", Field::Abstract),
    ("note", "", Field::Note),
];

/// Fields with names.
pub(super) const NAMES: [(&str, Role); 10] = [
    ("author", Role::Author),
    ("bookauthor", Role::ContainerAuthor),
    ("translator", Role::Other("translator")),
    ("annotator", Role::Other("annotator")),
    ("commentator", Role::Other("commentator")),
    ("foreword", Role::Other("foreword")),
    ("afterword", Role::Other("afterword")),
    ("introduction", Role::Other("introduction")),
    ("holder", Role::Other("holder")),
    ("illustrator", Role::Other("illustrator")),
];

/// Editors of all sorts, and the fields that say of which.
pub(super) const EDITORS: [(&str, &str); 4] =
    [("editor", "editortype"), ("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")];
