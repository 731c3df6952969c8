//! The edition as data: the interface for tests, diffs and other programs.

mod types;

use super::apparatus::{kind_name, status_name};
use super::claims::is_said;
use super::nest::nth_id;
use super::sources::{SourceView, SourceViews};
use super::{extent_text, leaf_texts};
use crate::model::{
    Claim, ClaimKind, Edited, Evidence, Extent, Grade, LeafId, Reply, RuleOrigin, RuleUse, Scripted, Status, Verdict,
    collect_leaves,
};
use types::{
    CitationJson, ClaimJson, Counts, EditionJson, EmendationJson, GlossaryRuleJson, ParagraphJson, PlaceJson,
    QuoteJson, ReplyJson, ResponseJson, SourceJson, Texts, WitnessJson,
};

/// Returns the edition as JSON, indented, ending in a line end.
pub(crate) fn edition_json(scripted: &Scripted, sources: &SourceViews) -> String {
    let annotated = &scripted.annotated;
    let document = &annotated.edition.document;
    let emendations = emendations(scripted);
    let glossary: Vec<_> = scripted.glossary.iter().filter_map(|one| rule_json(scripted, one)).collect();
    let json = EditionJson {
        version: 1,
        slug: &document.front.slug,
        lang: document.front.lang.tag(),
        title: texts(scripted, &[document.title], ""),
        witness: annotated.edition.witness.as_ref().map(|witness| WitnessJson { sha256: &witness.sha256 }),
        paragraphs: paragraphs(scripted),
        claims: annotated.claims.iter().map(|(key, claim)| claim_json(scripted, key, claim)).collect(),
        sources: sources.0.values().map(source_json).collect(),
        counts: counts(scripted, &emendations, sources.0.len()),
        emendations,
        glossary: Some(glossary).filter(|rules| !rules.is_empty()),
    };
    // Strings, numbers and maps with string keys only: serialising cannot fail.
    serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"
}

fn texts(scripted: &Scripted, leaves: &[LeafId], separator: &str) -> Texts {
    let each = scripted.variants.iter().enumerate();
    each.map(|(v, variant)| (variant.tag(), leaf_texts(scripted, v, leaves, separator))).collect()
}

fn paragraphs(scripted: &Scripted) -> Vec<ParagraphJson<'_>> {
    let block = |block: &'_ crate::model::Numbered| match &block.code {
        Some(code) => scripted.variants.iter().map(|variant| (variant.tag(), code.clone())).collect(),
        None => texts(scripted, &block.leaves, "\t"),
    };
    scripted.annotated.numbered.iter().map(|b| ParagraphJson { id: &b.id, kind: b.kind, text: block(b) }).collect()
}

fn claim_json<'a>(scripted: &'a Scripted, key: &'a str, claim: &'a Claim) -> ClaimJson<'a> {
    let is_claim = claim.kind != ClaimKind::Gloss;
    let place = |(i, extent): (usize, &Extent)| PlaceJson {
        paragraph: block_id(scripted, extent.leaf),
        mark: nth_id("r", key, i + 1),
        text: is_claim.then(|| extent_texts(scripted, extent)),
    };
    let mut note = Vec::new();
    if let Some(typed) = scripted.annotated.edition.document.notes.get(claim.note) {
        collect_leaves(&typed.body, &mut note);
    }
    let first = claim.extents.first();
    let record = claim.record.as_ref();
    let prose = |leaf: Option<LeafId>| leaf.map(|leaf| texts(scripted, &[leaf], ""));
    let date = |date: Option<&crate::model::Date>| date.map(ToString::to_string);
    ClaimJson {
        id: key,
        number: claim.number,
        kind: claim.kind.as_str(),
        of: is_claim.then_some(claim.of.as_str()),
        verdict: is_claim.then_some(claim.verdict.as_str()),
        is_second_hand: claim.is_second_hand,
        checked: date(record.and_then(|record| record.checked.as_ref())),
        as_of: date(record.and_then(|record| record.as_of.as_ref())),
        by: prose(record.and_then(|record| record.by)),
        paragraph: first.map(|extent| block_id(scripted, extent.leaf)).unwrap_or_default(),
        text: first.filter(|_| is_claim).map(|extent| extent_texts(scripted, extent)),
        places: claim.extents.iter().enumerate().map(place).collect(),
        gist: prose(record.and_then(|record| record.gist)),
        note: texts(scripted, &note, "\n"),
        finding: prose(record.and_then(|record| record.finding)),
        why: prose(record.and_then(|record| record.why)),
        against: prose(record.and_then(|record| record.against)),
        reply: record.and_then(|record| record.reply.as_ref()).map(|reply| reply_json(scripted, reply)),
        response: record.and_then(|record| record.response.as_ref()).map(|response| ResponseJson {
            by: texts(scripted, &[response.by], ""),
            date: date(response.date.as_ref()),
            text: texts(scripted, &[response.text], ""),
        }),
        citations: citations(scripted, claim),
    }
}

fn reply_json<'a>(scripted: &Scripted, reply: &'a Reply) -> ReplyJson<'a> {
    match reply {
        Reply::NoneFound => ReplyJson::NoneFound("none-found"),
        Reply::Given { text, source, at } => ReplyJson::Given {
            text: texts(scripted, &[*text], ""),
            source: source.as_deref(),
            locator: at.as_ref().map(|at| own_locator(scripted, at)),
        },
    }
}

/// A locator in the edition's own script.
fn own_locator(scripted: &Scripted, at: &crate::model::Locator) -> String {
    let own = scripted.annotated.edition.document.front.lang;
    let leaves = &scripted.annotated.edition.leaves;
    at.text(own.script, |leaf| leaves.get(*leaf).map(|edited| edited.leaf.to_text()).unwrap_or_default())
}

/// What each source cited or linked says; one that says nothing recorded is named alone.
fn citations<'a>(scripted: &Scripted, claim: &'a Claim) -> Vec<CitationJson<'a>> {
    let of_note = claim.citations.iter().map(|citation| (&citation.key, citation.locator.as_ref()));
    let linked = claim.links.iter().map(|key| (key, None));
    let mut list = Vec::new();
    for (key, place) in of_note.chain(linked) {
        let typed = place.map(|at| own_locator(scripted, at));
        let evidence = claim.record.as_ref().and_then(|record| record.evidence.get(key));
        let evidence = evidence.map(Vec::as_slice).unwrap_or_default();
        list.extend(evidence.iter().map(|found| evidence_json(scripted, key, found, typed.clone())));
        if evidence.is_empty() {
            list.push(CitationJson {
                source: key,
                locator: typed,
                stance: None,
                on: None,
                via: None,
                quote: None,
                note: None,
            });
        }
    }
    list
}

fn evidence_json<'a>(
    scripted: &Scripted,
    key: &'a str,
    found: &'a Evidence,
    typed: Option<String>,
) -> CitationJson<'a> {
    let prose = |leaf: Option<LeafId>| leaf.map(|leaf| texts(scripted, &[leaf], ""));
    CitationJson {
        source: key,
        locator: found.at.as_ref().map(|at| own_locator(scripted, at)).or(typed),
        stance: Some(found.stance.as_str()),
        on: found.is_on_content.then_some("content"),
        via: found.via.as_deref(),
        quote: found.quote.as_ref().map(|quote| QuoteJson {
            text: &quote.text,
            lang: quote.lang.as_deref(),
            translation: prose(quote.translation),
        }),
        note: prose(found.note),
    }
}

fn block_id(scripted: &Scripted, leaf: LeafId) -> String {
    let anchor = scripted.annotated.anchors.get(leaf).and_then(Option::as_ref);
    anchor.map(|anchor| anchor.id.clone()).unwrap_or_default()
}

fn extent_texts(scripted: &Scripted, extent: &Extent) -> Texts {
    let text = |v| extent_text(scripted, v, extent);
    scripted.variants.iter().enumerate().map(|(v, variant)| (variant.tag(), text(v))).collect()
}

fn source_json(view: &SourceView) -> SourceJson {
    SourceJson {
        key: view.key.clone(),
        r#type: view.kind.clone(),
        title: view.title.clone(),
        authors: view.authors.clone(),
        translators: view.translators.clone(),
        outlet: view.outlet.clone(),
        date: format!("{}{}", if view.is_approximate { "~" } else { "" }, view.date),
        lang: view.lang.clone(),
        url: view.url.clone(),
        accessed: view.accessed.clone(),
        archive: view.archive.clone(),
        class: view.class.clone(),
        status: view.status.clone(),
        later: view.later,
        relays: view.relays.iter().map(|relayed| relayed.key.clone()).collect(),
        claims: view.claims.iter().map(|claim| claim.key.clone()).collect(),
    }
}

fn emendations(scripted: &Scripted) -> Vec<EmendationJson<'_>> {
    let edition = &scripted.annotated.edition;
    let mut order = vec![edition.document.title];
    collect_leaves(&edition.document.body, &mut order);
    let mut list = Vec::new();
    for leaf in order {
        let places = edition.leaves.get(leaf).map(|edited: &Edited| edited.places.as_slice()).unwrap_or_default();
        for place in places {
            let Some(rule) = edition.collation.rules.get(place.rule) else {
                continue;
            };
            list.push(EmendationJson {
                id: &place.id,
                paragraph: block_id(scripted, leaf),
                lemma: &place.lemma,
                reading: &place.reading,
                word: &place.word,
                class: place.class.sign().to_string(),
                kind: kind_name(rule.kind),
                grade: if rule.grade == Grade::Firm { "firm" } else { "tentative" },
                status: status_name(place.status),
                reason: &rule.reason,
            });
        }
    }
    list
}

/// A rule of a glossary, with the variants whose pages it shaped; none when it shaped none.
fn rule_json<'a>(scripted: &Scripted, one: &'a RuleUse) -> Option<GlossaryRuleJson<'a>> {
    let tags = || scripted.variants.iter().map(|variant| variant.tag());
    let forms: Texts = tags().zip(&one.forms).filter_map(|(tag, form)| Some((tag, form.clone()?))).collect();
    let reason: Texts = tags().zip(one.reasons.clone()).filter(|(_, text)| !text.is_empty()).collect();
    let (origin, group) = match &one.origin {
        RuleOrigin::Article => ("article", None),
        RuleOrigin::Group(name, _) => ("group", Some(name.as_str())),
        RuleOrigin::Site => ("site", None),
    };
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    (!forms.is_empty()).then_some(GlossaryRuleJson { word: &one.word, forms, reason, origin, group })
}

fn counts(scripted: &Scripted, emendations: &[EmendationJson<'_>], sources: usize) -> Counts {
    let all = &scripted.annotated.claims;
    let mut counts = Counts { sources, ..Counts::default() };
    for claim in all.values() {
        match (claim.kind, claim.verdict) {
            (ClaimKind::Gloss, _) => counts.glosses += 1,
            (_, Verdict::NotCheckable) => counts.opinions += 1,
            (_, verdict) => {
                counts.checkable += 1;
                counts.second_hand += usize::from(claim.is_second_hand);
                let of = if is_said(claim) { &mut counts.said } else { &mut counts.verdicts };
                *of.entry(verdict.as_str()).or_default() += 1;
            }
        }
    }
    counts.claims = counts.checkable + counts.opinions;
    for emendation in emendations.iter().filter(|emendation| emendation.status == status_name(Status::Accepted)) {
        *counts.emendations.entry(emendation.kind).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::types::EditionJson;

    /// `JIAOZHU_BLESS=1 cargo test` rewrites the schema.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads its golden file")]
    fn the_schema_is_made_from_the_types() {
        let schema = schemars::schema_for!(EditionJson<'_>);
        let made = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/edition.schema.json");
        if std::env::var_os("JIAOZHU_BLESS").is_some_and(|value| value == "1") {
            std::fs::write(path, &made).expect("the schema is written");
        }
        assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), made);
    }
}
