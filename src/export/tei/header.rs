//! The TEI header: what the file is, what it is made from, how its text came about, what its pointers mean.

use std::collections::BTreeMap;

use super::inline::{Page, stance_id, verdict_id};
use super::xml::Xml;
use super::{apparatus, sources};
use crate::model::{ClaimKind, Edition, Field};
use crate::page::{field_texts, leaf_text, revision_views, stance_word, verdict_view};

/// How the text came about, by the elements of `editorialDecl`.
const PRACTICE: [(&str, &str); 5] = [
    (
        "correction",
        "Emendations stand in app, with the edition's text as lem and that of the witness (W) as rdg; cause gives the \
         class of the error: 訛 corruption, 脫 omission, 衍 interpolation, 倒 transposition. Where an emendation is in \
         doubt, lem is the witness's and rdg the conjecture. Places proposed or rejected, which the text does not show, \
         stand in listApp at the end, each pointing to its sentence. Text of the witness that is left out is a gap; text \
         that the witness lacks is supplied.",
    ),
    (
        "normalization",
        "The text is in the script in which the article is written. The edition's text in other scripts is made from it \
         by conversion, with the same ids, and is not repeated here.",
    ),
    (
        "quotation",
        "Quotation marks are characters of the text; quote is used for passages set apart and for those of sources.",
    ),
    (
        "segmentation",
        "s marks sentences. A seg of type claim is a stretch of text that asserts something; its note points back to it. A \
         claim over several sentences is in parts, which correspond to the first.",
    ),
    (
        "interpretation",
        "What a claim's pointers say of it is the editor's record of what the sources cited say, not a rating. Of what is \
         quoted or alleged, only whether it was said is judged.",
    ),
];

/// Returns those who answer for emendations, in the order of the rules.
pub(super) fn responsible(edition: &Edition) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in edition.collation.rules.iter().filter_map(|rule| rule.resp.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Writes the header.
pub(super) fn write_header(xml: &mut Xml, page: &Page<'_>) {
    xml.block("teiHeader", &[], |xml| {
        xml.block("fileDesc", &[], |xml| {
            title(xml, page);
            edition(xml, page);
            publication(xml, page);
            source(xml, page);
        });
        encoding(xml, page);
        profile(xml, page);
        history(xml, page);
    });
}

fn texts(page: &Page<'_>, field: Field) -> Vec<String> {
    field_texts(page.scripted, page.v, field)
}

fn title(xml: &mut Xml, page: &Page<'_>) {
    let edition = &page.scripted.annotated.edition;
    xml.block("titleStmt", &[], |xml| {
        xml.field("title", &[("type", "main")], &leaf_text(page.scripted, page.v, edition.document.title));
        texts(page, Field::Subtitle).iter().for_each(|text| xml.field("title", &[("type", "sub")], text));
        texts(page, Field::Author).iter().for_each(|name| xml.field("author", &[], name));
        texts(page, Field::Editor).iter().for_each(|name| xml.field("editor", &[], name));
        for (i, resp) in responsible(edition).into_iter().enumerate() {
            xml.block("respStmt", &[("xml:id", &format!("resp-{}", i + 1))], |xml| {
                xml.field("resp", &[], page.word("emendations"));
                xml.field("name", &[], resp);
            });
        }
    });
}

fn edition(xml: &mut Xml, page: &Page<'_>) {
    if let Some(text) = texts(page, Field::Edition).first() {
        xml.block("editionStmt", &[], |xml| xml.field("edition", &[], text));
    }
}

fn publication(xml: &mut Xml, page: &Page<'_>) {
    let front = &page.scripted.annotated.edition.document.front;
    xml.block("publicationStmt", &[], |xml| {
        xml.field("publisher", &[], page.site.titles.get(page.v).map_or("", String::as_str));
        for (kind, date) in [("published", &front.date), ("updated", &front.updated)] {
            let date = date.as_ref().map(ToString::to_string).unwrap_or_default();
            xml.field("date", &[("type", kind), ("when", &date)], &date);
        }
        xml.field("idno", &[("type", "slug")], &front.slug);
        if page.site.base_url.is_some() {
            xml.field("idno", &[("type", "URI")], &page.address);
        }
        if let Some(license) = texts(page, Field::License).first() {
            let is_address = license.starts_with("https://") || license.starts_with("http://");
            let target = if is_address { license.split_whitespace().next().unwrap_or_default() } else { "" };
            xml.block("availability", &[], |xml| xml.field("licence", &[("target", target)], license));
        }
    });
}

fn source(xml: &mut Xml, page: &Page<'_>) {
    let edition = &page.scripted.annotated.edition;
    let based_on = edition.document.front.based_on.as_ref().map(|based_on| page.source(&based_on.key));
    let has_witness = edition.witness.is_some() || !page.entries.is_empty();
    xml.block("sourceDesc", &[], |xml| {
        if !has_witness && page.sources.0.is_empty() {
            xml.field("p", &[("xml:lang", "en")], "Written for this edition.");
        }
        if has_witness {
            xml.block("listWit", &[], |xml| witness(xml, page));
        }
        if let Some(target) = based_on.filter(|target| !target.is_empty()) {
            xml.empty("bibl", &[("type", "based-on"), ("corresp", &target)]);
            xml.line();
        }
        sources::write_sources(xml, page);
    });
}

fn witness(xml: &mut Xml, page: &Page<'_>) {
    xml.element("witness", &[("xml:id", "W")], |xml| {
        xml.text(page.word("witness"));
        if let Some(witness) = page.scripted.annotated.edition.witness.as_ref().filter(|w| !w.sha256.is_empty()) {
            xml.element("idno", &[("type", "SHA-256")], |xml| xml.text(&witness.sha256));
        }
    });
    xml.line();
}

fn encoding(xml: &mut Xml, page: &Page<'_>) {
    xml.block("encodingDesc", &[], |xml| {
        xml.block("editorialDecl", &[("xml:lang", "en")], |xml| {
            for (name, text) in PRACTICE {
                xml.element(name, &[], |xml| xml.element("p", &[], |xml| xml.text(text)));
                xml.line();
            }
        });
        xml.empty("variantEncoding", &[("method", "parallel-segmentation"), ("location", "internal")]);
        xml.line();
        let mut categories = Categories::default();
        categories.collect(page);
        if !page.scripted.annotated.claims.is_empty() || !page.entries.is_empty() {
            xml.block("classDecl", &[], |xml| {
                categories.write(xml, page);
                apparatus::write_categories(xml, page);
            });
        }
    });
}

/// What pointers of claims and passages lead to, by id.
#[derive(Default)]
struct Categories {
    kinds: BTreeMap<String, String>,
    verdicts: BTreeMap<String, String>,
    stances: BTreeMap<String, String>,
}

impl Categories {
    fn collect(&mut self, page: &Page<'_>) {
        let annotated = &page.scripted.annotated;
        let word = |key: &str| page.word(key).to_owned();
        for claim in annotated.claims.values().filter(|claim| claim.kind != ClaimKind::Gloss) {
            let kind = claim.kind.as_str();
            self.kinds.insert(format!("kind-{kind}"), kind.to_owned());
            if let Some(verdict) = verdict_view(annotated, claim) {
                self.verdicts.insert(verdict_id(verdict.word), word(verdict.word));
                if claim.is_second_hand {
                    self.verdicts.insert("second-hand".to_owned(), word("second_hand"));
                }
            }
            let cited = claim.citations.iter().filter_map(|c| claim.record.as_ref()?.evidence.get(&c.key));
            for found in cited.flatten() {
                let stance = stance_word(claim, found);
                self.stances.insert(stance_id(stance), word(stance));
                if found.is_on_content {
                    self.stances.insert("on-content".to_owned(), word("on_content"));
                }
            }
        }
    }

    fn write(&self, xml: &mut Xml, page: &Page<'_>) {
        for (id, categories) in [("claim-kinds", &self.kinds), ("verdicts", &self.verdicts), ("stances", &self.stances)]
        {
            let list: Vec<(String, String)> = categories.iter().map(|(id, text)| (id.clone(), text.clone())).collect();
            page.taxonomy(xml, id, &list);
        }
    }
}

fn profile(xml: &mut Xml, page: &Page<'_>) {
    xml.block("profileDesc", &[], |xml| {
        if let Some(summary) = texts(page, Field::Summary).first() {
            xml.element("abstract", &[], |xml| xml.element("p", &[], |xml| xml.text(summary)));
            xml.line();
        }
        xml.block("langUsage", &[], |xml| {
            xml.field("language", &[("ident", page.lang)], page.lang);
        });
        let tags = texts(page, Field::Tag);
        if !tags.is_empty() {
            xml.block("textClass", &[], |xml| {
                xml.block("keywords", &[], |xml| tags.iter().for_each(|tag| xml.field("term", &[], tag)));
            });
        }
    });
}

/// The newest change first, as it is typed.
fn history(xml: &mut Xml, page: &Page<'_>) {
    let revisions = revision_views(page.scripted, page.v);
    if revisions.is_empty() {
        return;
    }
    xml.block("revisionDesc", &[], |xml| {
        for revision in &revisions {
            let claims = revision.claims.iter().map(|claim| format!("#n-{}", claim.key)).collect::<Vec<_>>().join(" ");
            let attributes = [("when", revision.date.as_str()), ("n", &revision.version), ("target", &claims)];
            xml.field("change", &attributes, &revision.summary);
        }
    });
}
