//! The collation record is applied. In: a `Document`, `collation.yaml`, the witness. Out: an `Edition`, findings.
//! Knows no file system.
//!
//! 1. `collation.yaml` is read (`record`).
//! 2. Each rule's places are found in every leaf; places that cross are reported (`places`).
//! 3. Accepted places change the text; every place gets its id.
//! 4. The inverse is computed and compared with the witness (`inverse`).
//! 5. Apart from that, rules are proposed for what seems to have been converted carelessly (`propose`).

mod careless;
mod corrections;
mod cure;
pub mod detect;
mod exchanges;
mod forms;
mod generic;
mod group;
mod inverse;
mod places;
mod propose;
mod reasons;
mod record;
mod slips;
mod strange;

use std::collections::{BTreeMap, BTreeSet};

pub use careless::{Unreached, careless};
pub use corrections::{Correction, NotPlain, correction_rules, corrections};
pub use group::Proposal;
pub use inverse::received_lines;
pub(crate) use places::too_many_places;
pub use propose::propose;
pub(crate) use record::read_record;
#[cfg(test)]
pub(crate) use record::schema as record_schema;

use crate::diag::Diagnostic;
use crate::model::{
    Changes, Collation, Departures, Document, Edited, Edition, Field, Forms, Leaf, LeafId, Mark, Markup, Place, Rule,
    Status, Witness, collect_leaves, quoted_forms,
};

/// Applies `collation` to `document` and checks the inverse against `witness`.
///
/// Shape: one `Edited` a leaf. Ids `e-RULE`, `e-RULE_2` … count the changed runs of a rule in document order.
/// Errors: none returned. `JZ602` places that cross, `JZ603` the inverse fails, `JZ604` a rule that holds nowhere,
/// `JZ605` an emendation across a link's edge, `JZ607` a character that nobody can read, or no rule can mend, `JZ610` rules
/// that wait for a decision.
pub fn collate(mut document: Document, collation: Collation, witness: Option<Witness>) -> (Edition, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut finder = places::Finder::new(&collation);
    let mut leaves: Vec<Edited> = Vec::with_capacity(document.leaves.len());
    let in_text: BTreeSet<LeafId> = in_text(&document).into_iter().collect();
    for (id, leaf) in std::mem::take(&mut document.leaves).into_iter().enumerate() {
        let found = if in_text.contains(&id) { finder.find(&leaf, &document.path, &mut findings) } else { Vec::new() };
        leaves.push(edit(leaf, found));
    }
    findings.extend(strange::report(&document.path, witness.is_some(), &leaves, |leaf| in_text.contains(&leaf)));
    let met = finder.into_met();
    report_idle_rules(&collation, &met, &mut findings);
    findings.extend(report_undecided(&collation, &met, &document.front.slug));
    let mut collation = collation;
    let rules = collation.rules.iter_mut().map(|rule| (&rule.reason, rule.source.start, &mut rule.reason_leaf));
    let passages = collation.omitted.iter_mut().chain(&mut collation.added);
    let passages = passages.map(|passage| (&passage.reason, passage.source.start, &mut passage.reason_leaf));
    for (reason, at, place) in rules.chain(passages).filter(|(reason, ..)| !reason.is_empty()) {
        *place = Some(leaves.len());
        let leaf = reason_leaf(reason, at);
        leaves.push(Edited { received: leaf.text.clone(), leaf, places: Vec::new(), changes: Changes::default() });
    }
    name_places(&document, &collation, &mut leaves);
    let mut edition = Edition { document, leaves, collation, witness, departures: Departures::default() };
    edition.departures = inverse::check_inverse(&edition, &mut findings);
    (edition, findings)
}

/// Returns a reason as a leaf: the forms that it quotes stand in every script as they are, else it would say nothing of them.
fn reason_leaf(reason: &str, at: usize) -> Leaf {
    let mut leaf = Leaf::plain(reason, at);
    let forms = quoted_forms(&leaf.text, 0..leaf.text.len());
    leaf.marks.extend(forms.into_iter().map(|at| Mark { at, kind: Markup::Fixed(Forms::default()) }));
    leaf
}

/// Rules hold in the text received: body and received title, not notes or the editor's own fields.
fn in_text(document: &Document) -> Vec<LeafId> {
    let mut order = Vec::new();
    if document.is_title_received {
        order.push(document.title);
    }
    collect_leaves(&document.body, &mut order);
    order
}

/// What the editor types beside the text received, where no rule holds: a typed title, fields of prose, notes.
fn beside_text(document: &Document) -> Vec<LeafId> {
    let mut order = Vec::new();
    if !document.is_title_received {
        order.push(document.title);
    }
    let is_prose =
        |field: &Field| matches!(field, Field::Subtitle | Field::Summary | Field::Tag | Field::Series | Field::Edition);
    order.extend(document.fields.iter().filter(|(field, _)| is_prose(field)).flat_map(|(_, leaves)| leaves));
    document.notes.iter().for_each(|note| collect_leaves(&note.body, &mut order));
    order
}

/// Changes the accepted places of one leaf.
fn edit(leaf: Leaf, mut places: Vec<Place>) -> Edited {
    let edits: Vec<_> = places
        .iter()
        .filter(|place| place.status == Status::Accepted)
        .map(|place| (place.received.clone(), place.lemma.chars().collect::<Vec<char>>()))
        .collect();
    let received = leaf.text.clone();
    let (edited, changes) = leaf.splice(&edits);
    let mut moved = 0_isize;
    for place in &mut places {
        let start = place.received.start.saturating_add_signed(moved);
        let length = if place.status == Status::Accepted { place.lemma.chars().count() } else { place.received.len() };
        place.edition = start..start + length;
        moved += length as isize - place.received.len() as isize;
    }
    Edited { leaf: edited, received, places, changes }
}

fn report_idle_rules(collation: &Collation, met: &[places::Met], findings: &mut Vec<Diagnostic>) {
    for (rule, met) in collation.rules.iter().zip(met).filter(|(_, met)| !met.holds && !met.crosses) {
        let (message, hint) = if met.stands {
            ("lies within longer rules wherever it stands", "delete the rule, or limit the longer one with `except`")
        } else {
            ("holds nowhere in the text", "correct its `reading`, or delete the rule")
        };
        let finding = Diagnostic::warning("JZ604", format!("the rule `{}` {message}", rule.id));
        findings.push(finding.at(&collation.path, rule.source.clone()).hint(hint));
    }
}

/// Readers see a proposal as one; whoever publishes should know that some are left.
fn report_undecided(collation: &Collation, met: &[places::Met], slug: &str) -> Option<Diagnostic> {
    let open = collation.rules.iter().zip(met).filter(|(rule, met)| rule.status == Status::Proposed && met.holds);
    let open: Vec<&Rule> = open.map(|(rule, _)| rule).collect();
    let first = open.first()?;
    let n = open.len();
    let message =
        format!("undecided rules: {n}; the pages show the text as received, and in the apparatus what they propose");
    let finding = Diagnostic::info("JZ610", message).at(&collation.path, first.source.clone());
    Some(finding.hint(format!("run `jiaozhu collate {slug} --review`, or type `status: accepted` or `rejected`")))
}

/// Gives every place its id, in document order.
fn name_places(document: &Document, collation: &Collation, leaves: &mut [Edited]) {
    let mut order: Vec<LeafId> = vec![document.title];
    collect_leaves(&document.body, &mut order);
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for id in order {
        for place in leaves.get_mut(id).map(|edited| edited.places.iter_mut()).into_iter().flatten() {
            let count = counts.entry(place.rule).or_default();
            *count += 1;
            let rule = collation.rules.get(place.rule).map_or("", |rule| rule.id.as_str());
            place.id = if *count == 1 { format!("e-{rule}") } else { format!("e-{rule}_{count}") };
        }
    }
}
