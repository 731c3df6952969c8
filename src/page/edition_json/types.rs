//! The shape of `edition.json`; `docs/edition.schema.json` is made from these types.

use std::collections::BTreeMap;

use serde::Serialize;

/// A text by script variant.
pub(super) type Texts = BTreeMap<&'static str, String>;

/// One edition.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EditionJson<'a> {
    /// The version of this shape; fields may be added to it.
    pub(super) version: u32,
    pub(super) slug: &'a str,
    /// The script variant the article is written in.
    pub(super) lang: &'static str,
    pub(super) title: Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) witness: Option<WitnessJson<'a>>,
    /// All that has an id `hN` or `pN`, in order.
    pub(super) paragraphs: Vec<ParagraphJson<'a>>,
    /// Claims and glosses, by number.
    pub(super) claims: Vec<ClaimJson<'a>>,
    pub(super) sources: Vec<SourceJson>,
    /// One a changed run, in order; proposed and rejected ones among them.
    pub(super) emendations: Vec<EmendationJson<'a>>,
    pub(super) counts: Counts,
    /// The rules of glossaries that shaped a page, in the order in which they win.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) glossary: Option<Vec<GlossaryRuleJson<'a>>>,
}

/// A rule of a glossary that shaped a page.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct GlossaryRuleJson<'a> {
    /// The word in the article's own script.
    pub(super) word: &'a str,
    /// What stands for it, for each variant in which conversion would print another.
    pub(super) forms: Texts,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<Texts>,
    /// article, group or site: where the rule stands.
    pub(super) origin: &'static str,
    /// The name of the group it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<&'a str>,
}

/// The text as received.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WitnessJson<'a> {
    /// Of the file as received.
    pub(super) sha256: &'a str,
}

/// A block of the text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ParagraphJson<'a> {
    pub(super) id: &'a str,
    /// heading, paragraph, item, quote, row, caption or code.
    pub(super) kind: &'static str,
    /// Without note marks; the cells of a row joined by TAB.
    pub(super) text: Texts,
}

/// A claim or gloss.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ClaimJson<'a> {
    pub(super) id: &'a str,
    pub(super) number: usize,
    /// fact, number, quote, date, allegation, opinion, prediction or gloss.
    pub(super) kind: &'static str,
    /// content, or said: the verdict is on its having been said alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) of: Option<&'static str>,
    /// supported, partly, contradicted, conflicting, unverified, unchecked or not-checkable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verdict: Option<&'static str>,
    /// Whether all that supports it is known through others alone.
    #[serde(rename = "second-hand", skip_serializing_if = "is_false")]
    pub(super) is_second_hand: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) checked: Option<String>,
    #[serde(rename = "as-of", skip_serializing_if = "Option::is_none")]
    pub(super) as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<Texts>,
    /// The id of the block of its first mark: `p3`, `h1`, `title`.
    pub(super) paragraph: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<Texts>,
    /// One a mark.
    pub(super) places: Vec<PlaceJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gist: Option<Texts>,
    pub(super) note: Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) finding: Option<Texts>,
    /// Why the stated verdict is another than the evidence comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<Texts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) against: Option<Texts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply: Option<ReplyJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<ResponseJson>,
    /// One a finding in a source; a source without any has one.
    pub(super) citations: Vec<CitationJson<'a>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A place of a claim.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PlaceJson {
    pub(super) paragraph: String,
    /// The id of its mark.
    pub(super) mark: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<Texts>,
}

/// What those whom an allegation concerns say: `none-found`, or their reply.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) enum ReplyJson<'a> {
    NoneFound(&'static str),
    Given {
        text: Texts,
        #[serde(skip_serializing_if = "Option::is_none")]
        source: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        locator: Option<String>,
    },
}

/// What somebody concerned told the editor.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ResponseJson {
    pub(super) by: Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    pub(super) text: Texts,
}

/// A source and what it says of the claim.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CitationJson<'a> {
    pub(super) source: &'a str,
    /// In the edition's own script.
    pub(super) locator: Option<String>,
    /// supports, partly, contradicts, mentions or silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stance: Option<&'static str>,
    /// content: it speaks of what was said, not of its having been said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on: Option<&'static str>,
    /// The source through which alone it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) via: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quote: Option<QuoteJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<Texts>,
}

/// A passage of a source, as published.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct QuoteJson<'a> {
    pub(super) text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) translation: Option<Texts>,
}

/// A source, as published.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SourceJson {
    pub(super) key: String,
    /// hayagriva's type.
    pub(super) r#type: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) authors: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) translators: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) outlet: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) date: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) lang: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) accessed: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) archive: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) class: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) status: String,
    /// Whether it is later than the article.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) later: bool,
    /// Keys of the works whose content it passes on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) relays: Vec<String>,
    /// Ids of the claims that cite it.
    pub(super) claims: Vec<String>,
}

/// One changed run of the text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EmendationJson<'a> {
    pub(super) id: &'a str,
    pub(super) paragraph: String,
    pub(super) lemma: &'a str,
    pub(super) reading: &'a str,
    /// The whole word of the lemma.
    pub(super) word: &'a str,
    /// 訛, 脫, 衍 or 倒.
    pub(super) class: String,
    /// script, wording, punctuation or layout.
    pub(super) kind: &'static str,
    /// firm or tentative.
    pub(super) grade: &'static str,
    /// proposed, accepted, rejected or doubtful.
    pub(super) status: &'static str,
    pub(super) reason: &'a str,
}

/// What the edition holds.
#[derive(Serialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Counts {
    /// Glosses apart.
    pub(super) claims: usize,
    pub(super) checkable: usize,
    /// All that is not checkable.
    pub(super) opinions: usize,
    pub(super) glosses: usize,
    /// Of checkable claims judged by their content.
    pub(super) verdicts: BTreeMap<&'static str, usize>,
    /// Of claims of which the saying alone is judged.
    pub(super) said: BTreeMap<&'static str, usize>,
    #[serde(rename = "second-hand")]
    pub(super) second_hand: usize,
    /// Accepted ones, by kind.
    pub(super) emendations: BTreeMap<&'static str, usize>,
    pub(super) sources: usize,
}
