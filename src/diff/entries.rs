//! Entries joined by their ids, compared field by field: sources, emendations, counts.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{
    CountChange, EmendationChanges, EmendationView, EntryChange, FieldChange, SourceChanges, SourceView,
};
use super::read::{Emendation, Source};
use super::texts::Variants;

/// Returns the change of a field, where it changed.
pub(super) fn field(field: &'static str, old: Option<&str>, new: Option<&str>) -> Option<FieldChange> {
    (old != new).then(|| FieldChange { field, old: old.map(str::to_owned), new: new.map(str::to_owned) })
}

/// An entry of one edition or of both.
pub(super) enum Joined<'a, T> {
    Removed(&'a str, &'a T),
    Added(&'a str, &'a T),
    Both(&'a str, &'a T, &'a T),
}

/// Joins two maps by key, in the order of their keys.
pub(super) fn join<'a, T>(
    old: &'a BTreeMap<String, T>,
    new: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = Joined<'a, T>> {
    let ids: BTreeSet<&'a str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    ids.into_iter().filter_map(|id| match (old.get(id), new.get(id)) {
        (Some(old), Some(new)) => Some(Joined::Both(id, old, new)),
        (Some(old), None) => Some(Joined::Removed(id, old)),
        (None, Some(new)) => Some(Joined::Added(id, new)),
        (None, None) => None,
    })
}

/// Adds the fields of an entry that changed, when any did.
pub(super) fn push_changed(
    list: &mut Vec<EntryChange>,
    id: &str,
    fields: impl IntoIterator<Item = Option<FieldChange>>,
) {
    let fields: Vec<FieldChange> = fields.into_iter().flatten().collect();
    if !fields.is_empty() {
        list.push(EntryChange { id: id.to_owned(), fields });
    }
}

pub(super) fn compare_sources(old: &BTreeMap<String, Source>, new: &BTreeMap<String, Source>) -> SourceChanges {
    let view = |id: &str, source: &Source| SourceView {
        id: id.to_owned(),
        title: source.title.clone(),
        url: source.url.clone(),
    };
    let mut changes = SourceChanges::default();
    for joined in join(old, new) {
        match joined {
            Joined::Added(id, source) => changes.added.push(view(id, source)),
            Joined::Removed(id, source) => changes.removed.push(view(id, source)),
            Joined::Both(id, old, new) => push_changed(
                &mut changes.changed,
                id,
                [
                    field("type", old.kind.as_deref(), new.kind.as_deref()),
                    field("title", old.title.as_deref(), new.title.as_deref()),
                    field("url", old.url.as_deref(), new.url.as_deref()),
                    field("accessed", old.accessed.as_deref(), new.accessed.as_deref()),
                    field("class", old.class.as_deref(), new.class.as_deref()),
                ],
            ),
        }
    }
    changes
}

pub(super) fn compare_emendations(
    old: &BTreeMap<String, Emendation>,
    new: &BTreeMap<String, Emendation>,
    variants: &Variants<'_>,
) -> EmendationChanges {
    let view = |id: &str, emendation: &Emendation| EmendationView {
        id: id.to_owned(),
        reading: emendation.reading.clone(),
        lemma: emendation.lemma.clone(),
        status: emendation.status.clone(),
    };
    let mut changes = EmendationChanges::default();
    for joined in join(old, new) {
        match joined {
            Joined::Added(id, emendation) => changes.added.push(view(id, emendation)),
            Joined::Removed(id, emendation) => changes.removed.push(view(id, emendation)),
            Joined::Both(id, old, new) => {
                push_changed(&mut changes.changed, id, emendation_fields(old, new, variants));
            }
        }
    }
    changes
}

fn emendation_fields(old: &Emendation, new: &Emendation, variants: &Variants<'_>) -> [Option<FieldChange>; 7] {
    [
        field("reading", Some(&old.reading), Some(&new.reading)),
        field("lemma", Some(&old.lemma), Some(&new.lemma)),
        field("word", old.word.as_deref(), new.word.as_deref()),
        field("kind", old.kind.as_deref(), new.kind.as_deref()),
        field("grade", old.grade.as_deref(), new.grade.as_deref()),
        field("status", old.status.as_deref(), new.status.as_deref()),
        variants.field("reason", &old.reason, &new.reason),
    ]
}

pub(super) fn compare_counts(old: &BTreeMap<String, u64>, new: &BTreeMap<String, u64>) -> Vec<CountChange> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let count = |counts: &BTreeMap<String, u64>, name: &String| counts.get(name).copied().unwrap_or_default();
    names
        .into_iter()
        .map(|name| CountChange { count: name.clone(), old: count(old, name), new: count(new, name) })
        .collect()
}
