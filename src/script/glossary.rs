//! The rules of glossaries: those in force for an article, where their words stand, and which of them shape its pages.
//!
//! 1. The article's own rules come first, then those of its groups, then the site's (`in_force`).
//! 2. For a variant, a word has the first rule that says anything of it (`Glossary`); of words that cross, the longer holds.
//! 3. What was laid over the text is counted (`Tally`), and told rule by rule (`find_uses`).

use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::overlay::Layer;
use super::{choose_config, convert_leaves};
use crate::config::{Config, Quotes};
use crate::diag::{Diagnostic, Error, did_you_mean};
use crate::model::{
    CharacterSet, Document, Engines, FrontMatter, GlossaryRule, Leaf, Prose, RuleOrigin, RuleUse, SharedGlossary, Span,
    Variant, WordForms,
};

/// Where a rule that is in force stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands<'a> {
    Article,
    Group(&'a str),
    Site,
}

/// A rule that is in force for an article.
pub(super) struct InForce<'a> {
    /// The word in the article's own variant.
    word: &'a str,
    rule: &'a GlossaryRule,
    stands: Stands<'a>,
}

/// Returns the rules for an article whose words `leaves` can have, in the order in which they win.
///
/// A word with a character that stands nowhere is passed over: of a long glossary few words remain to be searched for.
pub(super) fn in_force<'a>(front: &'a FrontMatter, shared: &'a SharedGlossary, leaves: &[&Leaf]) -> Vec<InForce<'a>> {
    let mut standing = CharacterSet::default();
    leaves.iter().for_each(|leaf| standing.extend(leaf.text.iter().copied()));
    let named = front.glossary.groups.iter().filter_map(|(name, _)| Some((name, shared.groups.get(name)?)));
    let of_groups = named.flat_map(|(name, group)| group.rules.iter().map(|rule| (Stands::Group(name), rule)));
    let own = front.glossary.rules.iter().map(|rule| (Stands::Article, rule));
    let all = own.chain(of_groups).chain(shared.rules.iter().map(|rule| (Stands::Site, rule)));
    let known = all.filter_map(|(stands, rule)| Some(InForce { word: rule.word(front.lang)?, rule, stands }));
    known.filter(|rule| rule.word.chars().all(|c| standing.contains(c))).collect()
}

/// Returns the names of the rules whose words stand in `leaves`.
pub(super) fn met<'a>(rules: &'a [InForce<'a>], leaves: &[&Leaf]) -> impl Iterator<Item = String> + 'a {
    let texts: Vec<String> = leaves.iter().map(|leaf| leaf.to_text()).collect();
    let stand = rules.iter().filter(move |rule| texts.iter().any(|text| text.contains(rule.word)));
    stand.map(|rule| rule.rule.name.clone())
}

/// The words that have a form of their own in one variant.
pub(super) struct Glossary<'a> {
    entries: Vec<Entry<'a>>,
    automaton: Option<AhoCorasick>,
}

/// A word's form in one variant.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// Which rule, by its place among those in force.
    pub(super) rule: usize,
    /// What stands for the word.
    pub(super) form: &'a str,
    /// Whether it is the word as typed, which is left in its own script.
    pub(super) is_kept: bool,
}

impl<'a> Glossary<'a> {
    pub(super) fn new(rules: &[InForce<'a>], variant: Variant) -> Self {
        let mut seen = HashSet::new();
        let stated = rules.iter().enumerate().filter_map(|(n, rule)| {
            let is_kept = matches!(rule.rule.forms, WordForms::Kept(_));
            Some((Entry { rule: n, form: rule.rule.form(variant)?, is_kept }, rule.word))
        });
        let (entries, words): (Vec<_>, Vec<_>) = stated.filter(|(_, word)| seen.insert(*word)).unzip();
        // One text is searched: a machine that is sooner made pays.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let build = || AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(words).ok();
        Self { automaton: if entries.is_empty() { None } else { build() }, entries }
    }

    pub(super) fn find(&self, leaf: &Leaf) -> Vec<(Span, Entry<'a>)> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let text = leaf.to_text();
        let mut at = 0;
        let mut byte = 0;
        let mut position = |target: usize| {
            at += text.get(byte..target).map_or(0, |passed| passed.chars().count());
            byte = target;
            at
        };
        let hits = automaton.find_iter(&text);
        hits.filter_map(|hit| {
            let span = position(hit.start())..position(hit.end());
            self.entries.get(hit.pattern().as_usize()).map(|entry| (span, *entry))
        })
        .collect()
    }
}

/// What rules did in one variant, by their places among those in force.
pub(super) struct Tally {
    is_laid: Vec<bool>,
    is_shaping: Vec<bool>,
    /// By how many characters the forms laid so far are longer than their words.
    n_added: usize,
    /// Where they became more than `MAX_ADDED`, in bytes of the article.
    too_many_at: Option<Range<usize>>,
}

/// By how many characters forms may make an article longer: a long form of a short word would fill the memory.
const MAX_ADDED: usize = 2_000_000;

impl Tally {
    pub(super) fn new(rules: &[InForce<'_>]) -> Self {
        let flags = || vec![false; rules.len()];
        Self { is_laid: flags(), is_shaping: flags(), n_added: 0, too_many_at: None }
    }

    /// Notes that a rule had its say, and whether the page would be another without it.
    pub(super) fn note(&mut self, rule: usize, is_shaping: bool) {
        self.is_laid.get_mut(rule).into_iter().for_each(|flag| *flag = true);
        self.is_shaping.get_mut(rule).into_iter().for_each(|flag| *flag |= is_shaping);
    }

    /// Says whether a form may be laid for the word at `at`: all of them together must not make too much of an article.
    pub(super) fn has_room(&mut self, form: &str, leaf: &Leaf, at: &Span) -> bool {
        if self.too_many_at.is_none() {
            self.n_added += form.chars().count().saturating_sub(at.len());
            self.too_many_at = (self.n_added > MAX_ADDED).then(|| leaf.source_span(at));
        }
        self.too_many_at.is_none()
    }

    fn has(flags: &[bool], rule: usize) -> bool {
        flags.get(rule).copied().unwrap_or_default()
    }
}

/// Reports forms that make far more of the article than it is (`JZ019`).
pub(super) fn too_much_added(document: &Document, tallies: &[Tally]) -> Option<Diagnostic> {
    let at = tallies.iter().find_map(|tally| tally.too_many_at.clone())?;
    let message = format!("the glossary's forms make the article longer by more than {MAX_ADDED} characters");
    let finding = Diagnostic::error("JZ019", message).at(&document.path, at);
    Some(finding.hint("shorten the form of the word here, or divide the article"))
}

/// Tells the rules that had their say in any variant; reasons in the script of each page.
///
/// Errors: the engines' failure.
pub(super) fn find_uses(
    (own, shared): (Variant, &SharedGlossary),
    rules: &[InForce<'_>],
    tallies: &[Tally],
    config: &Config,
    engines: Engines<'_>,
) -> Result<Vec<RuleUse>, Error> {
    let mut uses = Vec::new();
    for (n, rule) in rules.iter().enumerate() {
        if !tallies.iter().any(|tally| Tally::has(&tally.is_laid, n)) {
            continue;
        }
        let shaped = |v: usize| tallies.get(v).is_some_and(|tally| Tally::has(&tally.is_shaping, n));
        let is_told = (0..tallies.len()).any(shaped);
        let lang = if rule.stands == Stands::Article { own } else { config.lang };
        let say = |prose: Option<&Prose>| -> Result<Vec<String>, Error> {
            let each = config.variants.iter();
            each.map(|variant| match prose.filter(|_| is_told) {
                Some(prose) => say_prose(prose, (lang, *variant), config, engines),
                None => Ok(String::new()),
            })
            .collect()
        };
        let form = |(v, variant): (usize, &Variant)| rule.rule.form(*variant).filter(|_| shaped(v)).map(str::to_owned);
        let origin = match rule.stands {
            Stands::Article => RuleOrigin::Article,
            Stands::Site => RuleOrigin::Site,
            Stands::Group(name) => {
                let title = shared.groups.get(name).and_then(|group| group.title.as_ref());
                RuleOrigin::Group(name.to_owned(), say(title)?)
            }
        };
        uses.push(RuleUse {
            word: rule.word.to_owned(),
            forms: config.variants.iter().enumerate().map(form).collect(),
            reasons: say(rule.rule.reason.as_ref())?,
            origin,
            source: rule.rule.source.clone(),
        });
    }
    Ok(uses)
}

/// Prose of a glossary in `variant`.
fn say_prose(
    prose: &Prose,
    (lang, variant): (Variant, Variant),
    config: &Config,
    engines: Engines<'_>,
) -> Result<String, Error> {
    let text = prose.text(variant);
    let Some(opencc) = choose_config(lang, variant, config.conversion.traditional).filter(|_| is_plain(prose)) else {
        return Ok(text.to_owned());
    };
    let leaf = Leaf::plain(text, 0);
    let bases = convert_leaves(&[&leaf], Some(opencc), &config.conversion, engines)?;
    let exchange = config.conversion.quotes == Quotes::ByScript;
    let nothing = Glossary::new(&[], variant);
    let laid = bases.into_iter().map(|base| {
        Layer { leaf: &leaf, is_name: false, base, own: lang, variant }
            .lay(&nothing, exchange, &mut Tally::new(&[]))
            .text
    });
    Ok(laid.flatten().collect())
}

fn is_plain(prose: &Prose) -> bool {
    matches!(prose, Prose::Plain(_))
}

/// Reports groups that are not there (`JZ504`) and rules of the article's own that it does not use (`JZ506`).
pub(super) fn check(document: &Document, shared: &SharedGlossary, uses: &[RuleUse]) -> Vec<Diagnostic> {
    let own = &document.front.glossary;
    // What a folder's defaults state is for many articles, and looked at where it is typed.
    if own.is_inherited {
        return Vec::new();
    }
    let is_used =
        |rule: &GlossaryRule| uses.iter().any(|one| one.origin == RuleOrigin::Article && one.source == rule.source);
    let idle = own.rules.iter().filter(|rule| !is_used(rule)).map(|rule| {
        let message = format!("the glossary's `{}` is used nowhere in the article", rule.name);
        let hint = "correct it to what the article writes, or delete the rule";
        Diagnostic::warning("JZ506", message).at(&document.path, rule.source.clone()).hint(hint)
    });
    unknown_groups(&document.path, &own.groups, shared).into_iter().chain(idle).collect()
}

/// Reports those of the groups, typed in the file `path`, that are not there (`JZ504`).
pub(crate) fn unknown_groups(
    path: &str,
    groups: &[(String, Range<usize>)],
    shared: &SharedGlossary,
) -> Vec<Diagnostic> {
    let is_unknown = |name: &str| !shared.is_unreadable && !shared.groups.contains_key(name);
    let unknown = groups.iter().filter(|(name, _)| is_unknown(name)).map(|(name, at)| {
        let known: Vec<&str> = shared.groups.keys().map(String::as_str).collect();
        let hint = match did_you_mean(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if known.is_empty() => "content/glossary.yaml has no `groups:`".to_owned(),
            None => format!("known here: {}", known.join(", ")),
        };
        let finding = Diagnostic::error("JZ504", format!("the glossary has no group `{name}`"));
        finding.at(path, at.clone()).hint(hint)
    });
    unknown.collect()
}
