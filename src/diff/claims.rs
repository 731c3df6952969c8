//! Claims joined by their ids: what they say, how they are judged, what they rest on.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{
    CitationChange, CitationView, ClaimChanges, ClaimView, FieldChange, NoteChange, Resourced, Rewording,
};
use super::entries::{Joined, field, join, push_changed};
use super::read::{Citation, Claim, Edition, Texts};
use super::texts::{Step, Variants, align};

pub(super) fn compare_claims(old: &Edition, new: &Edition, variants: &Variants<'_>) -> ClaimChanges {
    let mut changes = ClaimChanges::default();
    for joined in join(&old.claims, &new.claims) {
        match joined {
            Joined::Added(id, claim) => changes.added.push(view(id, claim, variants)),
            Joined::Removed(id, claim) => changes.removed.push(view(id, claim, variants)),
            Joined::Both(id, old, new) => Pair { id, old, new, variants }.compare(&mut changes),
        }
    }
    changes
}

fn view(id: &str, claim: &Claim, variants: &Variants<'_>) -> ClaimView {
    let one = |texts: &Texts| variants.one(texts).map(str::to_owned);
    ClaimView {
        id: id.to_owned(),
        number: claim.number.unwrap_or_default(),
        kind: claim.kind.clone(),
        verdict: claim.verdict.clone(),
        text: claim.texts().first().and_then(|texts| one(texts)),
        note: one(&claim.note).filter(|note| !note.is_empty()),
    }
}

/// A claim in both editions.
struct Pair<'a> {
    id: &'a str,
    old: &'a Claim,
    new: &'a Claim,
    variants: &'a Variants<'a>,
}

impl Pair<'_> {
    fn compare(&self, changes: &mut ClaimChanges) {
        let n_before = n_changes(changes);
        self.compare_texts(&mut changes.reworded);
        let (old, new) = (self.old, self.new);
        let finding = self.variants.pair(&old.finding, &new.finding);
        push_changed(
            &mut changes.rejudged,
            self.id,
            [
                field("kind", old.kind.as_deref(), new.kind.as_deref()),
                field("of", old.of.as_deref(), new.of.as_deref()),
                field("verdict", old.verdict.as_deref(), new.verdict.as_deref()),
                field("checked", old.checked.as_deref(), new.checked.as_deref()),
                field("finding", finding.0, finding.1),
            ],
        );
        self.compare_citations(&mut changes.resourced);
        let note = self.variants.pair(&old.note, &new.note);
        let (old_note, new_note) = (note.0.unwrap_or_default(), note.1.unwrap_or_default());
        if old_note != new_note {
            let (old, new) = (old_note.to_owned(), new_note.to_owned());
            changes.notes.push(NoteChange { id: self.id.to_owned(), old, new });
        }
        let texts = [(&old.note, &new.note), (&old.finding, &new.finding)];
        changes.converted += texts.iter().filter(|(old, new)| self.variants.is_converted(old, new)).count();
        changes.renumbered += usize::from(old.number != new.number && n_changes(changes) == n_before);
    }

    /// Places are aligned by their texts, as a claim may be said again, or no more.
    fn compare_texts(&self, reworded: &mut Vec<Rewording>) {
        let (olds, news) = self.variants.lists(&self.old.texts(), &self.new.texts());
        let text = |list: &[&str], i: usize| list.get(i).map(|text| (*text).to_owned());
        let mut list = Vec::new();
        let mut push = |place: usize, old: Option<String>, new: Option<String>| {
            list.push(Rewording { id: self.id.to_owned(), place: place + 1, old, new });
        };
        for step in align(&olds, &news, |_, _| true) {
            match step {
                Step::Same(..) => {}
                Step::Changed(a, b) => push(b, text(&olds, a), text(&news, b)),
                Step::Removed(a) => push(a, text(&olds, a), None),
                Step::Added(b) => push(b, None, text(&news, b)),
            }
        }
        list.sort_by_key(|change| change.place);
        reworded.extend(list);
    }

    fn compare_citations(&self, list: &mut Vec<Resourced>) {
        let mut resourced =
            Resourced { id: self.id.to_owned(), added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        let (old, new) = (by_source(&self.old.citations), by_source(&self.new.citations));
        let none = Vec::new();
        let sources: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        for source in sources {
            let (olds, news) =
                without_common(old.get(source).unwrap_or(&none), new.get(source).unwrap_or(&none).clone());
            let n_pairs = olds.len().min(news.len());
            for (old, new) in olds.iter().zip(&news) {
                let fields = citation_fields(old, new);
                resourced.changed.push(CitationChange { source: source.to_owned(), fields });
            }
            resourced.removed.extend(olds.iter().skip(n_pairs).map(|citation| citation_view(citation)));
            resourced.added.extend(news.iter().skip(n_pairs).map(|citation| citation_view(citation)));
        }
        if !(resourced.added.is_empty() && resourced.removed.is_empty() && resourced.changed.is_empty()) {
            list.push(resourced);
        }
    }
}

fn n_changes(changes: &ClaimChanges) -> usize {
    changes.reworded.len() + changes.rejudged.len() + changes.resourced.len() + changes.notes.len()
}

fn by_source(citations: &[Citation]) -> BTreeMap<&str, Vec<&Citation>> {
    let mut map: BTreeMap<&str, Vec<&Citation>> = BTreeMap::new();
    for citation in citations {
        map.entry(&citation.source).or_default().push(citation);
    }
    map
}

/// Takes out what stands in both lists, as often as it does; the order of citations says nothing.
fn without_common<'a>(old: &[&'a Citation], mut new: Vec<&'a Citation>) -> (Vec<&'a Citation>, Vec<&'a Citation>) {
    let mut olds = Vec::new();
    for citation in old {
        match new.iter().position(|other| other == citation) {
            Some(same) => {
                new.remove(same);
            }
            None => olds.push(*citation),
        }
    }
    (olds, new)
}

fn citation_fields(old: &Citation, new: &Citation) -> Vec<FieldChange> {
    let fields = [
        field("locator", old.locator.as_deref(), new.locator.as_deref()),
        field("stance", old.stance.as_deref(), new.stance.as_deref()),
        field("via", old.via.as_deref(), new.via.as_deref()),
        field("quote.text", old.quote.text.as_deref(), new.quote.text.as_deref()),
        field("quote.lang", old.quote.lang.as_deref(), new.quote.lang.as_deref()),
        field("quote.translation", old.quote.translation.as_deref(), new.quote.translation.as_deref()),
    ];
    fields.into_iter().flatten().collect()
}

fn citation_view(citation: &Citation) -> CitationView {
    CitationView { source: citation.source.clone(), locator: citation.locator.clone(), stance: citation.stance.clone() }
}
