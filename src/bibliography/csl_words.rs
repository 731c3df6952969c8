//! CSL's names of fields and roles.

use super::item::Field;
use super::roles::Role;

/// Text variables; on reading, the first name that stands is taken.
pub(super) const TEXTS: [(&str, Field); 31] = [
    ("title", Field::Title),
    ("title-short", Field::ShortTitle),
    ("container-title", Field::Container),
    ("container-title-short", Field::ShortContainer),
    ("collection-title", Field::Series),
    ("volume", Field::Volume),
    ("number-of-volumes", Field::Volumes),
    ("issue", Field::Issue),
    ("edition", Field::Edition),
    ("chapter-number", Field::Chapter),
    ("page", Field::Pages),
    ("number-of-pages", Field::PageTotal),
    ("dimensions", Field::Runtime),
    ("publisher", Field::Publisher),
    ("publisher-place", Field::Place),
    ("authority", Field::Organization),
    ("event-place", Field::EventPlace),
    ("DOI", Field::Doi),
    ("ISBN", Field::Isbn),
    ("ISSN", Field::Issn),
    ("PMID", Field::Pmid),
    ("PMCID", Field::Pmcid),
    ("number", Field::Number),
    ("URL", Field::Url),
    ("language", Field::Language),
    ("archive", Field::Archive),
    ("archive_location", Field::ArchivePlace),
    ("call-number", Field::CallNumber),
    ("genre", Field::Genre),
    ("abstract", Field::Abstract),
    ("note", Field::Note),
];

/// Names that older programs write.
pub(super) const OLD_TEXTS: [(&str, Field); 2] =
    [("shortTitle", Field::ShortTitle), ("journalAbbreviation", Field::ShortContainer)];

/// Name variables.
pub(super) const NAMES: [(&str, Role); 15] = [
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("container-author", Role::ContainerAuthor),
    ("translator", Role::Other("translator")),
    ("director", Role::Other("director")),
    ("composer", Role::Other("composer")),
    ("illustrator", Role::Other("illustrator")),
    ("narrator", Role::Other("narrator")),
    ("producer", Role::Other("producer")),
    ("executive-producer", Role::Other("executive-producer")),
    ("compiler", Role::Other("compiler")),
    ("organizer", Role::Other("organizer")),
    ("performer", Role::Other("cast-member")),
    ("script-writer", Role::Other("writer")),
    ("contributor", Role::Other("collaborator")),
];

/// The markup that keeps a passage of a title from changes of case.
pub(super) const NOCASE: &str = "<span class=\"nocase\">";
