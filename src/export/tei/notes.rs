//! Notes as TEI: what they say, what is recorded of their claims, passages of sources.

use super::inline::{Page, stance_id, verdict_pointer};
use super::text::write_units;
use super::xml::Xml;
use crate::model::{Citation, Claim, ClaimKind, Date, Evidence, LeafId, Locator, LocatorLabel, Record, Reply};
use crate::page::{nth_id, stance_word, verdict_view};

/// Writes all notes, in the order of their numbers.
pub(super) fn write_notes(xml: &mut Xml, page: &Page<'_>) {
    let claims = &page.scripted.annotated.claims;
    if claims.is_empty() {
        return;
    }
    xml.block("div", &[("type", "notes")], |xml| {
        xml.field("head", &[], page.word("notes"));
        for (key, claim) in claims {
            note(xml, page, key, claim);
        }
    });
}

fn note(xml: &mut Xml, page: &Page<'_>, key: &str, claim: &Claim) {
    let is_gloss = claim.kind == ClaimKind::Gloss;
    // A gloss speaks of the place of its mark.
    let places =
        (1..=claim.extents.len()).map(|nth| format!("#{}", nth_id(if is_gloss { "r" } else { "c" }, key, nth)));
    let target = places.collect::<Vec<_>>().join(" ");
    let verdict = verdict_view(&page.scripted.annotated, claim);
    let mut ana = if is_gloss { Vec::new() } else { vec![format!("#kind-{}", claim.kind.as_str())] };
    ana.extend(verdict.as_ref().map(verdict_pointer));
    ana.extend(verdict.filter(|_| claim.is_second_hand).map(|_| "#second-hand".to_owned()));
    let attributes = [
        ("xml:id", &*format!("n-{key}")),
        ("n", &claim.number.to_string()),
        ("type", if is_gloss { "gloss" } else { "claim" }),
        ("target", &target),
        ("ana", &ana.join(" ")),
    ];
    xml.block("note", &attributes, |xml| {
        if let Some(typed) = page.scripted.annotated.edition.document.notes.get(claim.note) {
            // Code blocks of notes have no id.
            write_units(xml, page, &typed.body, &mut usize::MAX.clone());
        }
        claim.citations.iter().for_each(|citation| cited(xml, page, claim, citation));
        if let Some(record) = &claim.record {
            recorded(xml, page, record);
        }
    });
}

/// Writes what a source says of the claim; the place in it alone when nothing is recorded.
fn cited(xml: &mut Xml, page: &Page<'_>, claim: &Claim, citation: &Citation) {
    let evidence = claim.record.as_ref().and_then(|record| record.evidence.get(&citation.key));
    let evidence = evidence.map(Vec::as_slice).unwrap_or_default();
    for found in evidence {
        passage(xml, page, claim, (citation, found));
    }
    if evidence.is_empty() {
        bibl(xml, page, &citation.key, citation.locator.as_ref(), None);
        xml.line();
    }
}

fn passage(xml: &mut Xml, page: &Page<'_>, claim: &Claim, (citation, found): (&Citation, &Evidence)) {
    let stance = format!("#{}", stance_id(stance_word(claim, found)));
    let ana = if found.is_on_content { format!("{stance} #on-content") } else { stance };
    let at = found.at.as_ref().or(citation.locator.as_ref());
    xml.element("cit", &[("ana", &ana)], |xml| {
        if let Some(quote) = &found.quote {
            let lang = quote.lang.as_deref().unwrap_or_default();
            xml.element("quote", &[("xml:lang", lang)], |xml| xml.text(&quote.text));
            if let Some(leaf) = quote.translation {
                xml.element("quote", &[("type", "translation"), ("xml:lang", page.lang)], |xml| page.leaf(xml, leaf));
            }
        }
        bibl(xml, page, &citation.key, at, found.via.as_deref());
        said(xml, page, "evidence", found.note);
    });
    xml.line();
}

/// Writes a reference to a source and the place in it; `via` is the source through which alone it is known.
fn bibl(xml: &mut Xml, page: &Page<'_>, key: &str, at: Option<&Locator>, via: Option<&str>) {
    xml.element("bibl", &[("corresp", &page.source(key))], |xml| {
        if let Some(at) = at {
            let (unit, text) = match at {
                Locator::Free(leaf) => ("", page.column.text(*leaf)),
                Locator::Labelled(label, value) => (unit_of(*label), value.clone()),
            };
            xml.element("citedRange", &[("unit", unit)], |xml| xml.text(&text));
        }
        if let Some(target) = via.map(|via| page.source(via)).filter(|target| !target.is_empty()) {
            xml.empty("relatedItem", &[("type", "via"), ("target", &target)]);
        }
    });
}

fn unit_of(label: LocatorLabel) -> &'static str {
    match label {
        LocatorLabel::Page => "page",
        LocatorLabel::Paragraph => "paragraph",
        LocatorLabel::Section => "section",
        LocatorLabel::Chapter => "chapter",
        LocatorLabel::Volume => "volume",
        LocatorLabel::Figure => "figure",
        LocatorLabel::Folio => "folio",
        LocatorLabel::Time => "time",
    }
}

/// Writes what the editor found, and what those concerned say.
fn recorded(xml: &mut Xml, page: &Page<'_>, record: &Record) {
    said(xml, page, "finding", record.finding);
    said(xml, page, "why", record.why.filter(|_| record.verdict.is_some()));
    said(xml, page, "gist", record.gist);
    if record.checked.is_some() || record.by.is_some() {
        annotation(xml, "checked", |xml| {
            date(xml, record.checked.as_ref());
            name(xml, page, record.by);
        });
    }
    if let Some(as_of) = &record.as_of {
        annotation(xml, "as-of", |xml| date(xml, Some(as_of)));
    }
    match &record.reply {
        None => {}
        Some(Reply::NoneFound) => annotation(xml, "reply", |xml| {
            name(xml, page, record.against);
            xml.element("p", &[], |xml| xml.text(page.word("reply_none")));
        }),
        Some(Reply::Given { text, source, at }) => annotation(xml, "reply", |xml| {
            name(xml, page, record.against);
            xml.element("p", &[], |xml| page.leaf(xml, *text));
            if let Some(key) = source {
                bibl(xml, page, key, at.as_ref(), None);
            }
        }),
    }
    if let Some(response) = &record.response {
        annotation(xml, "response", |xml| {
            name(xml, page, Some(response.by));
            date(xml, response.date.as_ref());
            xml.element("p", &[], |xml| page.leaf(xml, response.text));
        });
    }
}

fn annotation(xml: &mut Xml, kind: &str, inside: impl FnOnce(&mut Xml)) {
    xml.element("note", &[("type", kind)], inside);
    xml.line();
}

fn said(xml: &mut Xml, page: &Page<'_>, kind: &str, leaf: Option<LeafId>) {
    if let Some(leaf) = leaf {
        xml.element("note", &[("type", kind)], |xml| page.leaf(xml, leaf));
        xml.line();
    }
}

fn date(xml: &mut Xml, date: Option<&Date>) {
    if let Some(date) = date.map(ToString::to_string) {
        xml.element("date", &[("when", &date)], |xml| xml.text(&date));
    }
}

fn name(xml: &mut Xml, page: &Page<'_>, leaf: Option<LeafId>) {
    if let Some(leaf) = leaf {
        xml.element("name", &[], |xml| page.leaf(xml, leaf));
    }
}
