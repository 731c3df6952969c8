//! What people do for a work.

use hayagriva::types::PersonRole;

/// What somebody did for a work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Author,
    Editor,
    ContainerAuthor,
    /// Hayagriva's word for any other role.
    Other(&'static str),
}

/// Hayagriva's words for roles other than author and editor.
pub(super) const ROLES: [&str; 20] = [
    "translator",
    "afterword",
    "foreword",
    "introduction",
    "annotator",
    "commentator",
    "holder",
    "compiler",
    "founder",
    "collaborator",
    "organizer",
    "cast-member",
    "composer",
    "producer",
    "executive-producer",
    "writer",
    "cinematography",
    "director",
    "illustrator",
    "narrator",
];

/// Returns one of hayagriva's words for roles; none for a word that is none.
pub(super) fn role_of(word: &str) -> Option<PersonRole> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// Returns hayagriva's word for a role.
pub(super) fn word_of(role: &PersonRole) -> Option<&'static str> {
    let word = serde_json::to_value(role).ok()?;
    ROLES.iter().find(|known| word == **known).copied()
}
