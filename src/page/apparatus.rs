//! The apparatus: emendations grouped by rule, with all places; passages that were left out or added.

use std::collections::HashMap;

use serde::Serialize;

use crate::model::{Addition, Edited, LeafId, Place, RuleForm, Scripted, Status, collect_leaves, to_visible};

/// One rule of the apparatus; its reason is drawn as `T`.
#[derive(Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RuleView<T> {
    /// What the edition prints, in its own script; empty for a generic rule.
    pub(crate) lemma: String,
    /// What stood there.
    pub(crate) reading: String,
    /// Of a passage, the others that are left out or added for the same reason, in the order of the text.
    pub(crate) more: Vec<String>,
    /// The key of the class's word; empty when the rule holds nowhere.
    pub(crate) class_key: &'static str,
    /// script, wording, punctuation or layout.
    pub(crate) kind: &'static str,
    /// proposed, accepted, rejected or doubtful; of a passage, omitted or added.
    pub(crate) status: &'static str,
    /// Whether this is no rule but a passage, all of it in `reading`.
    pub(crate) is_passage: bool,
    /// Why, in the page's script.
    pub(crate) reason: T,
    /// Who answers for it.
    pub(crate) resp: String,
    /// The ids of its places that the text shows.
    pub(crate) places: Vec<String>,
    /// How many places there are.
    pub(crate) n_places: usize,
}

/// Returns the apparatus, in the order of the record; what was left out and added at its end. Reasons are drawn by `draw`.
pub(crate) fn apparatus<T: Default>(scripted: &Scripted, draw: impl Fn(LeafId) -> T) -> Vec<RuleView<T>> {
    let edition = &scripted.annotated.edition;
    let mut order = vec![edition.document.title];
    collect_leaves(&edition.document.body, &mut order);
    let places: Vec<&Place> =
        order.iter().filter_map(|leaf| edition.leaves.get(*leaf)).flat_map(|edited: &Edited| &edited.places).collect();
    let collation = &edition.collation;
    let omitted = passages(&collation.omitted, "omitted", &draw);
    let added = passages(&collation.added, "added", &draw);
    let rules = collation.rules.iter().enumerate().map(|(i, rule)| {
        let of_rule: Vec<&&Place> = places.iter().filter(|place| place.rule == i).collect();
        let (lemma, reading) = match &rule.form {
            RuleForm::Word { reading, lemma } => (to_visible(lemma), to_visible(reading)),
            _ => Default::default(),
        };
        let is_shown = matches!(rule.status, Status::Accepted | Status::Doubtful);
        RuleView {
            lemma,
            reading,
            more: Vec::new(),
            class_key: of_rule.first().map(|place| class_key(place.class)).unwrap_or_default(),
            kind: kind_name(rule.kind),
            status: status_name(rule.status),
            is_passage: false,
            reason: rule.reason_leaf.map(&draw).unwrap_or_default(),
            resp: rule.resp.clone().unwrap_or_default(),
            n_places: of_rule.len(),
            places: of_rule.iter().filter(|_| is_shown).map(|place| place.id.clone()).collect(),
        }
    });
    rules.chain(omitted).chain(added).collect()
}

/// Passages, one view for all that have the same reason: a text with a hundred notes has lost a hundred marks for one.
fn passages<T: Default>(entries: &[Addition], status: &'static str, draw: impl Fn(LeafId) -> T) -> Vec<RuleView<T>> {
    let mut views: Vec<RuleView<T>> = Vec::new();
    let mut of_reason: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        let known = of_reason.get(entry.reason.as_str()).and_then(|at| views.get_mut(*at));
        if let Some(view) = known.filter(|_| !entry.reason.is_empty()) {
            view.more.push(entry.exact.clone());
            continue;
        }
        of_reason.insert(&entry.reason, views.len());
        let (reading, reason) = (entry.exact.clone(), entry.reason_leaf.map(&draw).unwrap_or_default());
        views.push(RuleView { reading, reason, status, is_passage: true, ..RuleView::default() });
    }
    views
}

fn class_key(class: crate::model::EmendationClass) -> &'static str {
    use crate::model::EmendationClass as C;
    match class {
        C::Corruption => "class_corruption",
        C::Omission => "class_omission",
        C::Interpolation => "class_interpolation",
        C::Transposition => "class_transposition",
    }
}

pub(crate) fn kind_name(kind: crate::model::EmendationKind) -> &'static str {
    use crate::model::EmendationKind as K;
    match kind {
        K::Script => "script",
        K::Wording => "wording",
        K::Punctuation => "punctuation",
        K::Layout => "layout",
    }
}

pub(crate) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Proposed => "proposed",
        Status::Accepted => "accepted",
        Status::Rejected => "rejected",
        Status::Doubtful => "doubtful",
    }
}
