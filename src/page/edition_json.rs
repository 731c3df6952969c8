//! The edition as data: the interface for tests, diffs and other programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::apparatus::{kind_name, status_name};
use super::leaf_text;
use super::sources::source_views;
use crate::model::{Claim, ClaimKind, Edited, Extent, Grade, LeafId, Scripted, Status, collect_leaves};

type Texts = BTreeMap<&'static str, String>;

#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    slug: &'a str,
    lang: &'static str,
    title: Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<WitnessJson<'a>>,
    paragraphs: Vec<ParagraphJson<'a>>,
    claims: Vec<ClaimJson<'a>>,
    sources: Vec<SourceJson>,
    emendations: Vec<EmendationJson<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct WitnessJson<'a> {
    sha256: &'a str,
}

#[derive(Serialize)]
struct ParagraphJson<'a> {
    id: &'a str,
    kind: &'static str,
    text: Texts,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    id: &'a str,
    number: usize,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    paragraph: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Texts>,
    places: Vec<PlaceJson>,
    note: Texts,
    citations: Vec<CitationJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson {
    paragraph: String,
    mark: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Texts>,
}

#[derive(Serialize)]
struct CitationJson<'a> {
    source: &'a str,
    locator: Option<&'a str>,
}

#[derive(Serialize)]
struct SourceJson {
    key: String,
    r#type: String,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    accessed: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    class: String,
    claims: Vec<String>,
}

#[derive(Serialize)]
struct EmendationJson<'a> {
    id: &'a str,
    paragraph: String,
    lemma: &'a str,
    reading: &'a str,
    word: &'a str,
    class: String,
    kind: &'static str,
    grade: &'static str,
    status: &'static str,
    reason: &'a str,
}

#[derive(Serialize, Default)]
struct Counts {
    claims: usize,
    checkable: usize,
    opinions: usize,
    glosses: usize,
    verdicts: BTreeMap<&'static str, usize>,
    said: BTreeMap<&'static str, usize>,
    #[serde(rename = "second-hand")]
    second_hand: usize,
    emendations: BTreeMap<&'static str, usize>,
    sources: usize,
}

/// Returns the edition as JSON, indented, ending in a line end.
pub(crate) fn edition_json(scripted: &Scripted) -> String {
    let annotated = &scripted.annotated;
    let document = &annotated.edition.document;
    let claims: Vec<ClaimJson<'_>> =
        annotated.claims.iter().map(|(key, claim)| claim_json(scripted, key, claim)).collect();
    let sources: Vec<SourceJson> = source_views(scripted, 0).into_iter().map(source_json).collect();
    let emendations = emendations(scripted);
    let counts = counts(&claims, &emendations, sources.len());
    let json = Json {
        version: 1,
        slug: &document.front.slug,
        lang: document.front.lang.tag(),
        title: texts(scripted, &[document.title], ""),
        witness: annotated.edition.witness.as_ref().map(|witness| WitnessJson { sha256: &witness.sha256 }),
        paragraphs: paragraphs(scripted),
        claims,
        sources,
        emendations,
        counts,
    };
    // Strings, numbers and maps with string keys only: serialising cannot fail.
    serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"
}

fn texts(scripted: &Scripted, leaves: &[LeafId], separator: &str) -> Texts {
    let text = |v: usize| leaves.iter().map(|leaf| leaf_text(scripted, v, *leaf)).collect::<Vec<_>>().join(separator);
    scripted.variants.iter().enumerate().map(|(v, variant)| (variant.tag(), text(v))).collect()
}

fn paragraphs(scripted: &Scripted) -> Vec<ParagraphJson<'_>> {
    let block = |block: &'_ crate::model::Numbered| match &block.code {
        Some(code) => scripted.variants.iter().map(|variant| (variant.tag(), code.clone())).collect(),
        None => texts(scripted, &block.leaves, "\t"),
    };
    scripted.annotated.numbered.iter().map(|b| ParagraphJson { id: &b.id, kind: b.kind, text: block(b) }).collect()
}

fn claim_json<'a>(scripted: &'a Scripted, key: &'a str, claim: &'a Claim) -> ClaimJson<'a> {
    let is_fact = claim.kind != ClaimKind::Gloss;
    let place = |(i, extent): (usize, &Extent)| PlaceJson {
        paragraph: block_id(scripted, extent.leaf),
        mark: if i == 0 { format!("r-{key}") } else { format!("r-{key}_{}", i + 1) },
        text: is_fact.then(|| extent_texts(scripted, extent)),
    };
    let mut note = Vec::new();
    if let Some(typed) = scripted.annotated.edition.document.notes.get(claim.note) {
        collect_leaves(&typed.body, &mut note);
    }
    let first = claim.extents.first();
    ClaimJson {
        id: key,
        number: claim.number,
        kind: claim.kind.as_str(),
        of: is_fact.then_some("content"),
        verdict: is_fact.then_some("unchecked"),
        paragraph: first.map(|extent| block_id(scripted, extent.leaf)).unwrap_or_default(),
        text: first.filter(|_| is_fact).map(|extent| extent_texts(scripted, extent)),
        places: claim.extents.iter().enumerate().map(place).collect(),
        note: texts(scripted, &note, "\n"),
        citations: claim
            .citations
            .iter()
            .map(|c| CitationJson { source: &c.key, locator: c.locator.as_deref() })
            .collect(),
    }
}

fn block_id(scripted: &Scripted, leaf: LeafId) -> String {
    let anchor = scripted.annotated.anchors.get(leaf).and_then(Option::as_ref);
    anchor.map(|anchor| anchor.id.clone()).unwrap_or_default()
}

fn extent_texts(scripted: &Scripted, extent: &Extent) -> Texts {
    let text = |v: usize| {
        let converted = scripted.texts.get(v).and_then(|texts| texts.get(extent.leaf));
        let slice = converted.and_then(|c| c.text.get(c.map(&extent.at)));
        slice.unwrap_or_default().iter().collect::<String>()
    };
    scripted.variants.iter().enumerate().map(|(v, variant)| (variant.tag(), text(v))).collect()
}

fn source_json(view: super::SourceView) -> SourceJson {
    SourceJson {
        key: view.key,
        r#type: view.kind,
        title: view.title,
        url: view.url,
        accessed: view.accessed,
        class: view.class,
        claims: view.claims.into_iter().map(|claim| claim.key).collect(),
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

fn counts(claims: &[ClaimJson<'_>], emendations: &[EmendationJson<'_>], sources: usize) -> Counts {
    let n_facts = claims.iter().filter(|claim| claim.verdict.is_some()).count();
    let mut counts =
        Counts { claims: n_facts, checkable: n_facts, glosses: claims.len() - n_facts, sources, ..Counts::default() };
    if n_facts > 0 {
        counts.verdicts.insert("unchecked", n_facts);
    }
    for emendation in emendations.iter().filter(|emendation| emendation.status == status_name(Status::Accepted)) {
        *counts.emendations.entry(emendation.kind).or_default() += 1;
    }
    counts
}
