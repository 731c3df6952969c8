//! Reads `claims.yaml`: what the editor records of each claim, by label.

use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Unexpected, Visitor};
use serde_saphyr::Spanned;

use super::meta::check_key;
use super::prose::{OneOrMany, ProseFile};
use crate::config::{Yaml, is_blank_yaml, typed_span};
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{
    ClaimKind, Claims, Date, Evidence, EvidencePlaces, Leaf, Locator, Of, Prose, Quote, Record, Reply, Response,
    Stance, Variant, Verdict,
};

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TypedRecord {
    kind: Option<ClaimKind>,
    of: Option<Of>,
    verdict: Option<Verdict>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    why: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<crate::model::Date>"))]
    checked: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    by: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<crate::model::Date>"))]
    as_of: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    gist: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    finding: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    against: Option<Spanned<Prose>>,
    reply: Option<TypedReply>,
    response: Option<TypedResponse>,
    // Nothing typed behind it is no evidence yet.
    #[cfg_attr(test, schemars(with = "Option<std::collections::BTreeMap<String, OneOrMany<TypedEvidence>>>"))]
    evidence: Option<IndexMap<Spanned<String>, OneOrMany<TypedEvidence>>>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedEvidence {
    #[cfg_attr(test, schemars(with = "Stance"))]
    stance: Spanned<Stance>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    at: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    via: Option<Spanned<String>>,
    on: Option<TypedOn>,
    quote: Option<TypedQuote>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    note: Option<Spanned<Prose>>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum TypedOn {
    Content,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedQuote {
    #[cfg_attr(test, schemars(with = "String"))]
    text: Spanned<String>,
    lang: Option<String>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    translation: Option<Spanned<Prose>>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedResponse {
    #[cfg_attr(test, schemars(with = "Prose"))]
    by: Spanned<Prose>,
    #[cfg_attr(test, schemars(with = "Option<crate::model::Date>"))]
    date: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Prose"))]
    text: Spanned<Prose>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedGiven {
    #[cfg_attr(test, schemars(with = "Prose"))]
    text: Spanned<Prose>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    source: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    at: Option<Spanned<String>>,
}

/// `none-found`, or a reply.
enum TypedReply {
    NoneFound,
    Given(Box<TypedGiven>),
}

impl<'de> Deserialize<'de> for TypedReply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReplyVisitor;

        impl<'de> Visitor<'de> for ReplyVisitor {
            type Value = TypedReply;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none-found`, or text, source and at")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<TypedReply, E> {
                match text {
                    "none-found" => Ok(TypedReply::NoneFound),
                    _ if did_you_mean(text, ["none-found"]).is_some() => Err(E::unknown_variant(text, &["none-found"])),
                    _ => Err(E::invalid_type(Unexpected::Str(text), &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TypedReply, A::Error> {
                TypedGiven::deserialize(MapAccessDeserializer::new(map)).map(|given| TypedReply::Given(Box::new(given)))
            }
        }

        deserializer.deserialize_any(ReplyVisitor)
    }
}

/// Reads the records of one article, whose plain prose is written in `lang`.
///
/// Errors: `JZ200` with its place for syntax, unknown keys and values, dates, and keys of sources that cannot be.
pub(crate) fn read_claims(path: &str, text: &str, lang: Variant) -> (Claims, Vec<Diagnostic>) {
    let mut claims = Claims { path: path.to_owned(), ..Claims::default() };
    if is_blank_yaml(text) {
        return (Claims { is_blank: true, ..claims }, Vec::new());
    }
    let (typed, unread) = Yaml { path, text, base: 0 }.read::<IndexMap<Spanned<String>, TypedRecord>>("JZ200");
    let is_whole = unread.is_empty();
    let mut reader = Reader { file: ProseFile { path, text, base: 0, lang }, findings: unread };
    for (label, record) in typed.unwrap_or_default() {
        let span = typed_span(0, &label);
        claims.records.insert(label.value.to_lowercase(), reader.record(record, span));
    }
    // Of a part of the records nothing could be said that holds of the whole.
    if !is_whole {
        claims.records.clear();
    }
    (claims, reader.findings)
}

struct Reader<'a> {
    file: ProseFile<'a>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn record(&mut self, typed: TypedRecord, source: std::ops::Range<usize>) -> Record<Leaf> {
        Record {
            kind: typed.kind,
            of: typed.of,
            verdict: typed.verdict,
            why: self.prose("why", typed.why),
            checked_at: typed.checked.as_ref().map_or(0..0, |checked| typed_span(0, checked)),
            checked: self.date(typed.checked),
            by: self.prose("by", typed.by),
            as_of: self.date(typed.as_of),
            gist: self.prose("gist", typed.gist),
            finding: self.prose("finding", typed.finding),
            against: self.prose("against", typed.against),
            reply: typed.reply.map(|reply| self.reply(reply)),
            response: typed.response.map(|response| Response {
                by: self.text("response: by", response.by),
                date: self.date(response.date),
                text: self.text("response: text", response.text),
            }),
            evidence: typed
                .evidence
                .unwrap_or_default()
                .into_iter()
                .map(|(key, list)| self.evidence(key, list.0))
                .collect(),
            source,
        }
    }

    fn evidence(&mut self, key: Spanned<String>, list: Vec<TypedEvidence>) -> (String, Vec<Evidence<Leaf>>) {
        self.check_key(&key);
        let read = |typed: TypedEvidence| Evidence {
            stance: typed.stance.value,
            source: typed_span(0, &typed.stance),
            places: places(&typed),
            at: typed.at.map(locator),
            via: typed.via.map(|via| {
                self.check_key(&via);
                via.value
            }),
            is_on_content: typed.on.is_some(),
            quote: typed.quote.map(|quote| Quote {
                text: quote.text.value,
                lang: quote.lang,
                translation: self.prose("translation", quote.translation),
            }),
            note: self.prose("note", typed.note),
        };
        (key.value, list.into_iter().map(read).collect())
    }

    fn reply(&mut self, typed: TypedReply) -> Reply<Leaf> {
        match typed {
            TypedReply::NoneFound => Reply::NoneFound,
            TypedReply::Given(given) => Reply::Given {
                text: self.text("reply: text", given.text),
                source: given.source.map(|source| {
                    self.check_key(&source);
                    source.value
                }),
                at: given.at.map(locator),
            },
        }
    }

    fn prose(&mut self, field: &str, typed: Option<Spanned<Prose>>) -> Option<Leaf> {
        typed.map(|prose| self.text(field, prose))
    }

    /// An empty text would stand for what is required, and pages would print it.
    fn text(&mut self, field: &str, typed: Spanned<Prose>) -> Leaf {
        let leaf = self.file.typed_leaf(&typed, &mut self.findings);
        if leaf.text.iter().all(|c| c.is_whitespace()) {
            let hint = match field {
                "against" => "type the name of those whom it concerns",
                "reply: text" => "type what they say, or `reply: none-found` when you looked and found none",
                _ => "write it, or delete the line",
            };
            let finding = Diagnostic::error("JZ200", format!("`{field}` is empty"));
            self.findings.push(finding.at(self.file.path, typed_span(0, &typed)).hint(hint));
        }
        leaf
    }

    fn date(&mut self, typed: Option<Spanned<String>>) -> Option<Date> {
        let typed = typed?;
        let date = typed.value.parse();
        date.map_err(|message: String| {
            self.findings.push(Diagnostic::error("JZ200", message).at(self.file.path, typed_span(0, &typed)));
        })
        .ok()
    }

    fn check_key(&mut self, key: &Spanned<String>) {
        self.findings.extend(check_key(self.file.path, &key.value, typed_span(0, key)));
    }
}

fn places(typed: &TypedEvidence) -> EvidencePlaces {
    let span = |typed: Option<&Spanned<String>>| typed.map_or(0..0, |typed| typed_span(0, typed));
    EvidencePlaces {
        at: span(typed.at.as_ref()),
        via: span(typed.via.as_ref()),
        quote: span(typed.quote.as_ref().map(|quote| &quote.text)),
    }
}

fn locator(typed: Spanned<String>) -> Locator<Leaf> {
    let at = typed_span(0, &typed).start;
    Locator::read(&typed.value).map(&mut |text| Leaf::plain(&text, at))
}

#[cfg(test)]
impl schemars::JsonSchema for TypedReply {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Reply".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let given = generator.subschema_for::<TypedGiven>();
        schemars::json_schema!({"anyOf": [{"const": "none-found"}, given]})
    }
}

/// Returns the schema of `claims.yaml`.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(std::collections::BTreeMap<String, TypedRecord>)
}
