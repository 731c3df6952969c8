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
        push_changed(&mut changes.rejudged, self.id, self.judgement());
        push_changed(&mut changes.recorded, self.id, self.record());
        changes.converted += self.compare_citations(&mut changes.resourced);
        let (old, new) = (self.old, self.new);
        let note = self.variants.pair(&old.note, &new.note);
        let (old_note, new_note) = (note.0.unwrap_or_default(), note.1.unwrap_or_default());
        if old_note != new_note {
            let (old, new) = (old_note.to_owned(), new_note.to_owned());
            changes.notes.push(NoteChange { id: self.id.to_owned(), old, new });
        }
        let texts = prose(self.old).into_iter().zip(prose(self.new));
        changes.converted += texts.filter(|(old, new)| self.variants.is_converted(old, new)).count();
        changes.renumbered += usize::from(old.number != new.number && n_changes(changes) == n_before);
    }

    fn prose(&self, name: &'static str, of: impl Fn(&Claim) -> &Texts) -> Option<FieldChange> {
        self.variants.field(name, of(self.old), of(self.new))
    }

    fn word(&self, name: &'static str, of: impl Fn(&Claim) -> Option<&str>) -> Option<FieldChange> {
        field(name, of(self.old), of(self.new))
    }

    /// What the claim was found to be, and why.
    fn judgement(&self) -> [Option<FieldChange>; 6] {
        [
            self.word("kind", |claim| claim.kind.as_deref()),
            self.word("of", |claim| claim.of.as_deref()),
            self.word("verdict", |claim| claim.verdict.as_deref()),
            self.prose("why", |claim| &claim.why),
            self.word("checked", |claim| claim.checked.as_deref()),
            self.prose("finding", |claim| &claim.finding),
        ]
    }

    /// What else is recorded of it: who checked it, and what those concerned say.
    fn record(&self) -> [Option<FieldChange>; 10] {
        [
            self.prose("by", |claim| &claim.by),
            self.word("as-of", |claim| claim.as_of.as_deref()),
            self.prose("gist", |claim| &claim.gist),
            self.prose("against", |claim| &claim.against),
            self.prose("reply", |claim| &claim.reply.text),
            self.word("reply.source", |claim| claim.reply.source.as_deref()),
            self.word("reply.locator", |claim| claim.reply.locator.as_deref()),
            self.prose("response.by", |claim| &claim.response.by),
            self.word("response.date", |claim| claim.response.date.as_deref()),
            self.prose("response.text", |claim| &claim.response.text),
        ]
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

    /// Returns how many citations differ in another script alone.
    fn compare_citations(&self, list: &mut Vec<Resourced>) -> usize {
        let mut resourced =
            Resourced { id: self.id.to_owned(), added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        let (old, new) = (by_source(&self.old.citations), by_source(&self.new.citations));
        let (none, mut n_converted) = (Vec::new(), 0);
        let sources: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        for source in sources {
            let mut news = new.get(source).unwrap_or(&none).clone();
            let (olds, n) = self.without_common(old.get(source).unwrap_or(&none), &mut news);
            n_converted += n;
            let n_pairs = olds.len().min(news.len());
            for (old, new) in olds.iter().zip(&news) {
                let fields = self.citation_fields(old, new);
                resourced.changed.push(CitationChange { source: source.to_owned(), fields });
            }
            resourced.removed.extend(olds.iter().skip(n_pairs).map(|citation| citation_view(citation)));
            resourced.added.extend(news.iter().skip(n_pairs).map(|citation| citation_view(citation)));
        }
        if !(resourced.added.is_empty() && resourced.removed.is_empty() && resourced.changed.is_empty()) {
            list.push(resourced);
        }
        n_converted
    }

    /// Takes out what both lists say, as often as they do; the order of citations says nothing.
    ///
    /// Returns what is left of the old list, and how many of those taken out differ in another script alone.
    fn without_common<'b>(&self, old: &[&'b Citation], new: &mut Vec<&'b Citation>) -> (Vec<&'b Citation>, usize) {
        let (mut olds, mut n_converted) = (Vec::new(), 0);
        for citation in old {
            match new.iter().position(|other| self.citation_fields(citation, other).is_empty()) {
                Some(same) => n_converted += usize::from(new.remove(same) != *citation),
                None => olds.push(*citation),
            }
        }
        (olds, n_converted)
    }

    fn citation_fields(&self, old: &Citation, new: &Citation) -> Vec<FieldChange> {
        let fields = [
            field("locator", old.locator.as_deref(), new.locator.as_deref()),
            field("stance", old.stance.as_deref(), new.stance.as_deref()),
            field("on", old.on.as_deref(), new.on.as_deref()),
            field("via", old.via.as_deref(), new.via.as_deref()),
            field("quote.text", old.quote.text.as_deref(), new.quote.text.as_deref()),
            field("quote.lang", old.quote.lang.as_deref(), new.quote.lang.as_deref()),
            self.variants.field("quote.translation", &old.quote.translation, &new.quote.translation),
            self.variants.field("note", &old.note, &new.note),
        ];
        fields.into_iter().flatten().collect()
    }
}

/// What of a claim is prose beside its text; citations apart.
fn prose(claim: &Claim) -> [&Texts; 9] {
    let Claim { note, finding, why, by, gist, against, reply, response, .. } = claim;
    [note, finding, why, by, gist, against, &reply.text, &response.by, &response.text]
}

fn n_changes(changes: &ClaimChanges) -> usize {
    let entries = changes.rejudged.len() + changes.recorded.len();
    entries + changes.reworded.len() + changes.resourced.len() + changes.notes.len()
}

fn by_source(citations: &[Citation]) -> BTreeMap<&str, Vec<&Citation>> {
    let mut map: BTreeMap<&str, Vec<&Citation>> = BTreeMap::new();
    for citation in citations {
        map.entry(&citation.source).or_default().push(citation);
    }
    map
}

fn citation_view(citation: &Citation) -> CitationView {
    CitationView { source: citation.source.clone(), locator: citation.locator.clone(), stance: citation.stance.clone() }
}
