//! RIS tags of fields and roles. Source: RIS specification of 2011 (tags per type) and of 2001.

use super::item::Field;
use super::roles::Role;

/// Tags with a text, in the order written; on reading, further tags that stand for the same follow in `OTHERS`.
pub(super) const TEXTS: [(&str, Field); 18] = [
    ("TI", Field::Title),
    ("ST", Field::ShortTitle),
    ("J2", Field::ShortContainer),
    ("VL", Field::Volume),
    ("NV", Field::Volumes),
    ("IS", Field::Issue),
    ("ET", Field::Edition),
    ("PB", Field::Publisher),
    ("CY", Field::Place),
    ("DO", Field::Doi),
    ("M1", Field::Number),
    ("UR", Field::Url),
    ("LA", Field::Language),
    ("DB", Field::Archive),
    ("AN", Field::ArchivePlace),
    ("CN", Field::CallNumber),
    ("M3", Field::Genre),
    ("AB", Field::Abstract),
];

/// Tags that are read but not written.
pub(super) const OTHERS: [(&str, Field); 9] = [
    ("T1", Field::Title),
    ("CT", Field::Title),
    ("JF", Field::Container),
    ("JO", Field::Container),
    ("BT", Field::Container),
    ("JA", Field::ShortContainer),
    ("PP", Field::Place),
    ("N2", Field::Abstract),
    ("L3", Field::Doi),
];

/// Tags with a name; each name has a line of its own.
pub(super) const NAMES: [(&str, Role); 5] = [
    ("AU", Role::Author),
    ("A1", Role::Author),
    ("ED", Role::Editor),
    ("A2", Role::Editor),
    ("A4", Role::Other("translator")),
];

/// The user's own tag, which other programs show as a note or pass over.
pub(super) const OURS: &str = "U4";
pub(super) const JZ: &str = "jz: ";
pub(super) const JZ_FIELDS: &str = "jz-fields: ";
