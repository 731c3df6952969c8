//! Reads glossaries: `content/glossary.yaml`, and `glossary` in a front matter.
//!
//! 1. A list of rules stands alone, or in a map beside groups (`ListOr`).
//! 2. Each rule is read by itself; what it cannot mean is an error (`Reader::rule`).
//! 3. A word that stands twice in one list, with different forms, is an error (`Reader::check_twice`).

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::prose::ProseFile;
use crate::config::{Yaml, is_blank_yaml, typed_span};
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{
    Forms, GlossaryGroup, GlossaryRule, OwnGlossary, Prose, Region, Script, SharedGlossary, Variant, WordForms,
};

/// What `glossary` in a front matter holds.
pub(super) type TypedOwn = ListOr<TypedOwnMap>;

/// Groups taken in, and rules.
#[derive(Debug, Clone, Deserialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct TypedOwnMap {
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    groups: Vec<Spanned<String>>,
    rules: Vec<TypedRule>,
}

#[derive(Deserialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
struct TypedSharedMap {
    rules: Vec<TypedRule>,
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, TypedGroup>"))]
    groups: IndexMap<String, TypedGroup>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedGroup {
    title: Option<Prose>,
    #[serde(default)]
    rules: Vec<TypedRule>,
}

impl TypedOwn {
    /// Changes the plain reasons of all rules.
    pub(super) fn change_reasons(&mut self, mut change: impl FnMut(&mut Prose)) {
        let rules = match self {
            Self::List(rules) => rules,
            Self::Map(map) => &mut map.rules,
        };
        rules.iter_mut().filter_map(|rule| rule.reason.as_mut()).for_each(&mut change);
    }
}

/// A list of rules, or a map that has them; nothing typed is an empty list.
#[derive(Debug, Clone)]
pub(super) enum ListOr<T> {
    List(Vec<TypedRule>),
    Map(T),
}

impl<T> Default for ListOr<T> {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ListOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListOrVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListOrVisitor<T> {
            type Value = ListOr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of rules, or groups and rules")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(ListOr::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(ListOr::Map)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(ListOr::List)
            }
        }

        deserializer.deserialize_any(ListOrVisitor(PhantomData))
    }
}

/// A rule as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedRule {
    keep: Vec<Spanned<String>>,
    from: Option<Spanned<String>>,
    reason: Option<Prose>,
    /// The other keys, which name variants.
    forms: Vec<(Spanned<String>, Spanned<String>)>,
}

impl<'de> Deserialize<'de> for TypedRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RuleVisitor;

        impl<'de> Visitor<'de> for RuleVisitor {
            type Value = TypedRule;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`keep`, or a form for each script variant")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TypedRule, A::Error> {
                let mut rule = TypedRule::default();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    match key.value.as_str() {
                        "keep" => rule.keep = words(map.next_value()?),
                        "from" => rule.from = Some(map.next_value()?),
                        "reason" => rule.reason = Some(map.next_value()?),
                        _ => rule.forms.push((key, map.next_value()?)),
                    }
                }
                Ok(rule)
            }
        }

        deserializer.deserialize_map(RuleVisitor)
    }
}

/// A word, or a list of words, each of which knows its place.
enum Words {
    One(String),
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordsVisitor;

        impl<'de> Visitor<'de> for WordsVisitor {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, or a list of words")
            }

            fn visit_str<E>(self, word: &str) -> Result<Words, E> {
                Ok(Words::One(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Words, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Words::Many)
            }
        }

        deserializer.deserialize_any(WordsVisitor)
    }
}

fn words(typed: Spanned<Words>) -> Vec<Spanned<String>> {
    match typed.value {
        Words::One(word) => vec![Spanned::new(word, typed.referenced, typed.defined)],
        Words::Many(words) => words,
    }
}

/// Reads `content/glossary.yaml`, whose plain prose is written in `lang`.
///
/// Errors: `JZ502` with its place for what cannot be read, `JZ505` for a word that stands twice.
pub fn read_shared_glossary(path: &str, text: &str, lang: Variant) -> (SharedGlossary, Vec<Diagnostic>) {
    let mut shared = SharedGlossary { path: path.to_owned(), ..SharedGlossary::default() };
    if is_blank_yaml(text) {
        return (shared, Vec::new());
    }
    let (typed, mut findings) = Yaml { path, text, base: 0 }.read::<ListOr<TypedSharedMap>>("JZ502");
    shared.is_unreadable = !findings.is_empty();
    let typed = match typed {
        Some(ListOr::List(rules)) => TypedSharedMap { rules, groups: IndexMap::new() },
        Some(ListOr::Map(map)) => map,
        None => return (shared, findings),
    };
    findings.extend(Yaml { path, text, base: 0 }.wide_commas(&[]));
    let reader = Reader { file: ProseFile { path, text, base: 0, lang } };
    let mut found = Vec::new();
    shared.rules = reader.rules(typed.rules, &mut found);
    for (name, group) in typed.groups {
        let rules = reader.rules(group.rules, &mut found);
        shared.groups.insert(name, GlossaryGroup { title: group.title, rules });
    }
    // A rule without a word has no place: its word could not be read.
    findings.extend(found.into_iter().filter(|found| !shared.is_unreadable || found.has_extent()));
    (shared, findings)
}

/// Reads what stands behind `glossary` in a front matter.
pub(super) fn read_own_glossary(typed: TypedOwn, file: ProseFile<'_>, findings: &mut Vec<Diagnostic>) -> OwnGlossary {
    let typed = match typed {
        ListOr::List(rules) => TypedOwnMap { groups: Vec::new(), rules },
        ListOr::Map(map) => map,
    };
    let groups = typed.groups.into_iter().map(|name| (name.value.clone(), typed_span(file.base, &name)));
    OwnGlossary { groups: groups.collect(), rules: Reader { file }.rules(typed.rules, findings), is_inherited: false }
}

/// Source: the codes that MediaWiki's converter has, and what they are here.
const CODES: [(&str, &str, &str); 3] =
    [("zh-tw", "zh-Hant", "zh-Hant-TW"), ("zh-hk", "zh-Hant", "zh-Hant-HK"), ("zh-cn", "zh-Hans", "zh-Hans-CN")];

struct Reader<'a> {
    file: ProseFile<'a>,
}

impl Reader<'_> {
    fn rules(&self, typed: Vec<TypedRule>, findings: &mut Vec<Diagnostic>) -> Vec<GlossaryRule> {
        let mut rules = Vec::new();
        for rule in typed {
            let (read, found) = self.rule(rule);
            rules.extend(read);
            findings.extend(found);
        }
        findings.extend(self.check_twice(&rules));
        rules
    }

    /// One rule as typed; several kept words are a rule each.
    fn rule(&self, typed: TypedRule) -> (Vec<GlossaryRule>, Option<Diagnostic>) {
        let (forms, found) = self.forms(&typed.forms);
        if found.is_some() {
            return (Vec::new(), found);
        }
        let n_forms = forms.0.len();
        let first = typed.forms.first().map(|(_, form)| form);
        let named = |named: &Spanned<String>, forms: WordForms| GlossaryRule {
            name: named.value.clone(),
            forms,
            reason: typed.reason.clone(),
            source: typed_span(self.file.base, named),
        };
        let words = typed.keep.iter().chain(&typed.from).chain(typed.forms.iter().map(|(_, form)| form));
        if let Some(empty) = words.clone().find(|word| word.value.is_empty()) {
            return (Vec::new(), Some(self.error(empty, "a rule with an empty word", "type the word")));
        }
        match (typed.keep.as_slice(), &typed.from, first) {
            ([], None, None) => (Vec::new(), Some(self.nameless(&typed))),
            ([], None, Some(form)) if n_forms > 1 => (vec![named(form, WordForms::TwoWay(forms))], None),
            ([], None, Some(form)) => {
                let message = format!("the rule has one form of `{}` alone", form.value);
                let hint = format!("add that of the other script, or type `keep: {}`", form.value);
                (Vec::new(), Some(self.error(form, &message, &hint)))
            }
            ([], Some(from), Some(_)) => (vec![named(from, WordForms::OneWay(from.value.clone(), forms))], None),
            ([], Some(from), None) => {
                let message = format!("the rule does not say what `{}` becomes", from.value);
                let hint = format!("add `zh-Hant: …` or `zh-Hans: …`, or type `keep: {}`", from.value);
                (Vec::new(), Some(self.error(from, &message, &hint)))
            }
            (words, None, None) => {
                (words.iter().map(|word| named(word, WordForms::Kept(word.value.clone()))).collect(), None)
            }
            ([word, ..], ..) => {
                let hint = "make two rules of it, or delete `keep`";
                (Vec::new(), Some(self.error(word, "a rule with `keep` has no forms", hint)))
            }
        }
    }

    fn forms(&self, typed: &[(Spanned<String>, Spanned<String>)]) -> (Forms, Option<Diagnostic>) {
        let mut forms = BTreeMap::new();
        for (key, form) in typed {
            match key.value.parse::<Variant>() {
                Ok(variant) => {
                    forms.insert(variant, form.value.clone());
                }
                Err(message) => return (Forms(forms), Some(self.unknown_key(key, &message))),
            }
        }
        (Forms(forms), None)
    }

    fn unknown_key(&self, key: &Spanned<String>, message: &str) -> Diagnostic {
        let lower = key.value.to_ascii_lowercase();
        if let Some((_, script, region)) = CODES.iter().find(|(code, ..)| *code == lower) {
            let hint = format!("type `{script}`, or `{region}` where the words of that region alone are meant");
            return self.error(key, message, &hint);
        }
        let known =
            ["keep", "from", "reason", "zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant-CN", "zh-Hans-CN"];
        let hint = did_you_mean(&key.value, known).map(|meant| format!("did you mean `{meant}`?"));
        match hint {
            Some(hint) if lower.starts_with("zh") => self.error(key, message, &hint),
            None if lower.starts_with("zh") => {
                Diagnostic::error("JZ502", message).at(self.file.path, typed_span(self.file.base, key))
            }
            hint => {
                let hint = hint.unwrap_or_else(|| format!("known here: {}", known.join(", ")));
                self.error(key, &format!("unknown key `{}`", key.value), &hint)
            }
        }
    }

    fn error(&self, place: &Spanned<String>, message: &str, hint: &str) -> Diagnostic {
        let span = typed_span(self.file.base, place);
        Diagnostic::error("JZ502", message).at(self.file.path, span).hint(hint)
    }

    /// A rule without any word has no place of its own: that of its reason, as far as it is found.
    fn nameless(&self, typed: &TypedRule) -> Diagnostic {
        let reason = typed.reason.as_ref().map_or("", |reason| reason.text(self.file.lang));
        let yaml = self.file.text.get(self.file.base..).unwrap_or_default();
        let at = yaml.find(reason).filter(|_| !reason.is_empty()).map_or(self.file.base, |i| self.file.base + i);
        Diagnostic::error("JZ502", "a rule without a word")
            .at(self.file.path, at..at + reason.len())
            .hint("type `{zh-Hant: …, zh-Hans: …}`, `{from: …, zh-Hant: …}` or `{keep: …}`")
    }

    /// Reports words that stand twice with different forms, as a text in the file's own variant meets them.
    fn check_twice(&self, rules: &[GlossaryRule]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut seen: HashMap<&str, &GlossaryRule> = HashMap::new();
        for rule in rules {
            let Some(word) = rule.word(self.file.lang) else { continue };
            let other = *seen.entry(word).or_insert(rule);
            if variants().any(|variant| differ(rule.form(variant), other.form(variant))) {
                let before = self.file.text.get(..other.source.start).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let message = format!("`{word}` stands in line {line} too, with another form");
                let finding = Diagnostic::error("JZ505", message).at(self.file.path, rule.source.clone());
                findings.push(finding.hint("delete one of them, or say with `from` which text each is for"));
            }
        }
        findings
    }
}

fn differ(a: Option<&str>, b: Option<&str>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

fn variants() -> impl Iterator<Item = Variant> {
    let regions = [None, Some(Region::Cn), Some(Region::Hk), Some(Region::Tw)];
    [Script::Hant, Script::Hans].into_iter().flat_map(move |script| regions.map(|region| Variant { script, region }))
}

#[cfg(test)]
impl schemars::JsonSchema for TypedRule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let word = serde_json::json!({"type": "string"});
        let mut keys = crate::schemas::forms();
        keys.insert("keep".to_owned(), serde_json::json!({"anyOf": [word, {"type": "array", "items": word}]}));
        keys.insert("from".to_owned(), word);
        keys.insert("reason".to_owned(), generator.subschema_for::<Prose>().to_value());
        schemars::json_schema!({"type": "object", "properties": keys, "additionalProperties": false})
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for ListOr<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("ListOr{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (rule, map) = (generator.subschema_for::<TypedRule>(), generator.subschema_for::<T>());
        schemars::json_schema!({"anyOf": [{"type": "array", "items": rule}, map, {"type": "null"}]})
    }
}

/// Returns the schema of `content/glossary.yaml`.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(ListOr<TypedSharedMap>)
}
