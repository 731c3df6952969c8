//! Reads `collation.yaml`.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::config::{Yaml, is_blank_yaml, typed_span};
use crate::diag::Diagnostic;
use crate::model::{Addition, Collation, EmendationKind, Grade, Rule, RuleForm, Status, is_key};

#[derive(Deserialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    rules: Vec<TypedRule>,
    #[serde(default)]
    omitted: Vec<TypedAddition>,
    #[serde(default)]
    added: Vec<TypedAddition>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedAddition {
    #[cfg_attr(test, schemars(with = "String"))]
    exact: Spanned<String>,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedRule {
    #[cfg_attr(test, schemars(with = "String"))]
    id: Spanned<String>,
    reading: Option<String>,
    lemma: Option<String>,
    rule: Option<TypedForm>,
    kind: Option<EmendationKind>,
    #[serde(default = "tentative")]
    grade: Grade,
    #[cfg_attr(test, schemars(with = "Option<Status>"))]
    status: Option<Spanned<Status>>,
    #[serde(default)]
    reason: String,
    resp: Option<String>,
    #[serde(default)]
    only: Vec<Context>,
    #[serde(default)]
    except: Vec<Context>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum TypedForm {
    FullwidthPunctuation,
    CornerQuotes,
    Dashes,
    Spacing,
    Pronunciations,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Context {
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
}

/// Places that `only` and `except` of one rule may name; each place of its reading is held against all.
const MAX_CONTEXTS: usize = 1000;

fn tentative() -> Grade {
    Grade::Tentative
}

/// Reads the collation record of one article.
///
/// Errors: `JZ601` with its place, for syntax, unknown keys, ids that are none or stand twice, rules without a form.
pub(crate) fn read_record(path: &str, text: &str) -> Result<Collation, Vec<Diagnostic>> {
    if is_blank_yaml(text) {
        return Ok(Collation { path: path.to_owned(), ..Collation::default() });
    }
    let (typed, mut findings) = Yaml { path, text, base: 0 }.read::<Typed>("JZ601");
    let (typed, is_whole) = (typed.unwrap_or_default(), findings.is_empty());
    let mut ids = BTreeSet::new();
    let mut rules = Vec::new();
    for typed in typed.rules {
        // What such a rule lacks may be what could not be read.
        if !is_whole && typed.rule.is_none() && (typed.reading.is_none() || typed.lemma.is_none()) {
            continue;
        }
        let source = typed_span(0, &typed.id);
        match read_rule(typed, source.clone(), &mut ids) {
            Ok(rule) => rules.push(rule),
            Err((message, hint)) => findings.push(Diagnostic::error("JZ601", message).at(path, source).hint(hint)),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let addition = |a: TypedAddition| Addition {
        source: typed_span(0, &a.exact),
        exact: a.exact.value,
        reason: a.reason,
        reason_leaf: None,
    };
    let additions = |list: Vec<TypedAddition>| list.into_iter().map(addition).collect();
    Ok(Collation { path: path.to_owned(), rules, omitted: additions(typed.omitted), added: additions(typed.added) })
}

fn read_rule(
    typed: TypedRule,
    source: std::ops::Range<usize>,
    ids: &mut BTreeSet<String>,
) -> Result<Rule, (String, String)> {
    let id = typed.id.value;
    if !is_key(&id) {
        return Err((
            format!("`{id}` cannot be a rule's id"),
            "ids are a-z, then a-z, 0-9 and `-`, at most 40".to_owned(),
        ));
    }
    if !ids.insert(id.clone()) {
        return Err((format!("the id `{id}` stands twice"), "give each rule an id of its own".to_owned()));
    }
    let no_form =
        || (format!("the rule `{id}` says nothing to change"), "type `reading:` and `lemma:`, or `rule:`".to_owned());
    let form = match (typed.rule, typed.reading, typed.lemma) {
        (None, Some(reading), Some(lemma)) if !reading.is_empty() && reading != lemma => {
            RuleForm::Word { reading, lemma }
        }
        (Some(form), None, None) => match form {
            TypedForm::FullwidthPunctuation => RuleForm::FullwidthPunctuation,
            TypedForm::CornerQuotes => RuleForm::CornerQuotes,
            TypedForm::Dashes => RuleForm::Dashes,
            TypedForm::Spacing => RuleForm::Spacing,
            TypedForm::Pronunciations => RuleForm::Pronunciations,
        },
        _ => return Err(no_form()),
    };
    if typed.only.len() + typed.except.len() > MAX_CONTEXTS {
        return Err((
            format!("the rule `{id}` names more than {MAX_CONTEXTS} places"),
            "make rules with longer readings, which need fewer places".to_owned(),
        ));
    }
    let kind = typed.kind.unwrap_or(match form {
        RuleForm::Word { .. } => EmendationKind::Wording,
        RuleForm::Spacing | RuleForm::Pronunciations => EmendationKind::Layout,
        _ => EmendationKind::Punctuation,
    });
    let contexts = |list: Vec<Context>| list.into_iter().map(|c| (c.prefix, c.suffix)).collect();
    Ok(Rule {
        id,
        form,
        kind,
        grade: typed.grade,
        status_source: typed.status.as_ref().map(|status| typed_span(0, status)),
        status: typed.status.map_or(Status::Proposed, |status| status.value),
        reason: typed.reason,
        reason_leaf: None,
        resp: typed.resp,
        only: contexts(typed.only),
        except: contexts(typed.except),
        source,
    })
}

/// Returns the schema of `collation.yaml`.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Typed)
}
