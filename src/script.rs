//! Every leaf in every script variant. In: `Annotated`, the engines, words with fixed forms. Out: `Scripted`, findings.
//! Knows no markup but what must not be converted.
//!
//! 1. All leaves are converted in one call, joined by LF, so that no phrase breaks at markup.
//! 2. Towards Traditional, words with their frequencies have a say in which form stands (`frequency`), or neighbours tell
//!    it (`tell`).
//! 3. Where a character has two forms in good use, the form of the house is taken (`style`).
//! 4. What has a form of its own (code, fixed forms, foreign runs; words by `glossary`) is laid over (`overlay`).
//! 5. Quotation marks are exchanged (`quotes`).
//! 6. Characters and their places are kept together by `Changes`, so that marks can be put back.

mod beside;
mod frequency;
mod glossary;
mod near;
mod overlay;
mod proof;
mod quotes;
mod style;
mod surnames;
mod tell;
mod written;

use crate::config::{Config, Conversion, Quotes, Segmentation, Traditional};
use crate::diag::{Diagnostic, Error};
use crate::model::{
    Annotated, Convert, Converted, Engines, Field, Leaf, LeafId, Region, Script, ScriptConfig, Scripted,
    SharedGlossary, Span, Variant, collect_leaves, is_plainly_in_other_script, quoted_forms, splice_text,
};

pub(crate) use glossary::unknown_groups;
use glossary::{Glossary, Tally, find_uses, in_force};
use overlay::Layer;
pub use proof::{Candidate, Doubt, DoubtKind, Proof, find_doubts};

/// Returns the engine's configuration from `own` to `target`; none when the text stands as it is.
pub fn choose_config(own: Variant, target: Variant, traditional: Traditional) -> Option<ScriptConfig> {
    let words = own.region.is_some() && target.region.is_some() && own.region != target.region;
    match (own.script, target.script) {
        (Script::Hant, Script::Hans) => Some(match (words, own.region) {
            (true, Some(Region::Tw)) => ScriptConfig::Tw2sp,
            (true, Some(Region::Hk)) => ScriptConfig::Hk2sp,
            (_, Some(Region::Hk | Region::Cn)) => ScriptConfig::T2s,
            _ if traditional == Traditional::Opencc => ScriptConfig::T2s,
            // Taiwan writes 著 for 着 as well; `t2s` would keep 接著, 看著 in Simplified text.
            _ => ScriptConfig::Tw2s,
        }),
        (Script::Hans, Script::Hant) => Some(match (words, target.region) {
            (true, Some(Region::Tw)) => ScriptConfig::S2twp,
            (true, Some(Region::Hk)) => ScriptConfig::S2hkp,
            (_, Some(Region::Tw)) => ScriptConfig::S2tw,
            (_, Some(Region::Hk)) => ScriptConfig::S2hk,
            (_, Some(Region::Cn)) => ScriptConfig::S2t,
            (_, None) => match traditional {
                Traditional::Tw => ScriptConfig::S2tw,
                Traditional::Hk => ScriptConfig::S2hk,
                Traditional::Opencc => ScriptConfig::S2t,
            },
        }),
        _ => None,
    }
}

/// Converts an edition into all variants of the site.
///
/// Shape: `texts[v][leaf]`, variants in the order of `config`.
/// Errors: the engine's failure. Findings: `JZ016` the characters are of the other script, `JZ019` a glossary whose forms are far
/// longer than its words, `JZ501` two quoted forms become one, `JZ504` and `JZ506` groups that are not there and rules that are
/// not used, `JZ508` forms of the house.
pub fn convert(
    annotated: Annotated,
    shared: &SharedGlossary,
    config: &Config,
    engines: Engines<'_>,
) -> Result<(Scripted, Vec<Diagnostic>), Error> {
    let own = annotated.edition.document.front.lang;
    let leaves: Vec<&Leaf> = annotated.edition.leaves.iter().map(|edited| &edited.leaf).collect();
    let fields = &annotated.edition.document.fields;
    let names: Vec<LeafId> =
        [Field::Author, Field::Editor].iter().filter_map(|field| fields.get(field)).flatten().copied().collect();
    let rules = in_force(&annotated.edition.document.front, shared, &leaves);
    let mut findings: Vec<Diagnostic> = check_script(&annotated).into_iter().collect();
    let (mut texts, mut tallies) = (Vec::new(), Vec::new());
    for &variant in &config.variants {
        let opencc = choose_config(own, variant, config.conversion.traditional);
        let converted = convert_leaves(&leaves, opencc, &config.conversion, engines)?;
        let exchange = opencc.is_some() && config.conversion.quotes == Quotes::ByScript;
        let (glossary, mut tally) = (Glossary::new(&rules, variant), Tally::new(&rules));
        let laid: Vec<Converted> = leaves
            .iter()
            .zip(converted)
            .enumerate()
            .map(|(id, (leaf, base))| {
                Layer { leaf, is_name: names.contains(&id), base, own, variant }.lay(&glossary, exchange, &mut tally)
            })
            .collect();
        if opencc.is_some() {
            check_quoted_forms(&annotated, &leaves, &laid, &mut findings);
        }
        texts.push(laid);
        tallies.push(tally);
    }
    let glossary = find_uses((own, shared), &rules, &tallies, config, engines)?;
    findings.extend(glossary::too_much_added(&annotated.edition.document, &tallies));
    findings.extend(glossary::check(&annotated.edition.document, shared, &glossary));
    findings.extend(style::count(&annotated, &Glossary::new(&rules, own), &config.conversion.style, engines.opencc)?);
    Ok((Scripted { annotated, variants: config.variants.clone(), texts, glossary }, findings))
}

/// Title, fields, body and notes: what is typed in `index.md`.
fn typed_leaves(annotated: &Annotated) -> Vec<LeafId> {
    let document = &annotated.edition.document;
    let mut ids = vec![document.title];
    ids.extend(document.fields.values().flatten());
    collect_leaves(&document.body, &mut ids);
    document.notes.iter().for_each(|note| collect_leaves(&note.body, &mut ids));
    ids.retain(|id| annotated.edition.leaves.get(*id).is_some());
    ids
}

/// Converts a text without markup, as a leaf of its own.
///
/// Errors: the engine's failure.
pub fn convert_text(
    text: &str,
    config: ScriptConfig,
    settings: &Conversion,
    engines: Engines<'_>,
) -> Result<String, Error> {
    let leaf = Leaf::plain(text, 0);
    let bases = convert_leaves(&[&leaf], Some(config), settings, engines)?;
    Ok(bases.into_iter().flat_map(Base::into_text).collect())
}

/// A leaf converted without regard to what must stand: equal in length, and the phrases of other length.
struct Base {
    text: Vec<char>,
    phrases: Vec<(Span, Vec<char>)>,
}

impl Base {
    /// The text with its phrases.
    fn into_text(self) -> Vec<char> {
        splice_text(self.text, &self.phrases).0
    }
}

/// Converts all leaves; towards Traditional, words with their frequencies have a say, and the house chooses between forms.
fn convert_leaves(
    leaves: &[&Leaf],
    config: Option<ScriptConfig>,
    settings: &Conversion,
    engines: Engines<'_>,
) -> Result<Vec<Base>, Error> {
    let Some(config) = config else {
        return Ok(leaves.iter().map(|leaf| Base { text: leaf.text.clone(), phrases: Vec::new() }).collect());
    };
    let mut bases = apply(leaves, config, engines.opencc)?;
    if settings.segmentation == Segmentation::Frequency && config.is_to_traditional() {
        frequency::decide(leaves, &mut bases, config, engines)?;
    }
    if config.is_to_traditional() {
        style::apply(leaves, &mut bases, &settings.style);
    } else if config.is_to_simplified() {
        written::write_simplified(leaves, &mut bases);
    }
    Ok(bases)
}

/// One call of OpenCC for all leaves; a second one where words change lengths, to align them.
fn apply(leaves: &[&Leaf], config: ScriptConfig, opencc: &dyn Convert) -> Result<Vec<Base>, Error> {
    let mut joined = String::with_capacity(leaves.iter().map(|leaf| 3 * leaf.text.len() + 1).sum());
    for (i, leaf) in leaves.iter().enumerate() {
        if i > 0 {
            joined.push('\n');
        }
        joined.extend(&leaf.text);
    }
    let plain = opencc.convert(config.without_words(), &joined)?;
    let mut rest = plain.chars();
    let mut bases: Vec<Base> = leaves
        .iter()
        .map(|leaf| {
            let text: Vec<char> = rest.by_ref().take(leaf.text.len()).collect();
            rest.next();
            Base { text, phrases: Vec::new() }
        })
        .collect();
    if let Some(i) = bases.iter().zip(leaves).position(|(base, leaf)| base.text.len() != leaf.text.len()) {
        return Err(Error::new(format!("OpenCC's {} changed the number of characters (leaf {i})", config.name())));
    }
    if config.without_words() != config {
        let worded = opencc.convert(config, &joined)?;
        align(&mut bases, &worded);
    }
    Ok(bases)
}

/// How many characters are aligned at a time: what that takes grows with the square of it.
const ALIGNED: usize = 256;

/// Finds, leaf by leaf, the phrases that the words' conversion writes otherwise.
fn align(bases: &mut [Base], worded: &str) {
    let mut lines = worded.split('\n');
    for base in bases {
        let n_lines = base.text.iter().filter(|c| **c == '\n').count() + 1;
        let new: Vec<char> = lines.by_ref().take(n_lines).collect::<Vec<_>>().join("\n").chars().collect();
        base.phrases = phrases(&base.text, &new);
    }
}

/// Returns what must stand for which parts of `old` to make it `new`, window by window.
fn phrases(old: &[char], new: &[char]) -> Vec<(Span, Vec<char>)> {
    let mut found = Vec::new();
    let (mut at, mut to) = (0, 0);
    while at < old.len() || to < new.len() {
        let window = |text: &[char], from: usize| from..text.len().min(from + ALIGNED);
        let (in_old, in_new) = (window(old, at), window(new, to));
        let is_last = in_old.end == old.len() && in_new.end == new.len();
        let [seen_old, seen_new] = [(old, in_old), (new, in_new)].map(|(text, at)| text.get(at).unwrap_or_default());
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, seen_old, seen_new);
        // Behind the last part that both have, the edge of the window has cut what belongs together.
        let is_same = |op: &similar::DiffOp| op.tag() == similar::DiffTag::Equal;
        let n_sure = if is_last { None } else { ops.iter().rposition(is_same).map(|last| last + 1) };
        // An insertion's place in the old text is the sum of what went before: its own word for it can be wrong.
        for op in ops.iter().take(n_sure.unwrap_or(ops.len())) {
            let stands = at..at + op.old_range().len();
            if !is_same(op) {
                found.push((stands.clone(), seen_new.get(op.new_range()).unwrap_or_default().to_vec()));
            }
            (at, to) = (stands.end, to + op.new_range().len());
        }
    }
    found
}

/// Warns when the article is plainly written in the other script than it says.
fn check_script(annotated: &Annotated) -> Option<Diagnostic> {
    let document = &annotated.edition.document;
    let lang = document.front.lang;
    // Reasons of rules quote the forms of both.
    let typed = typed_leaves(annotated).into_iter().filter_map(|id| annotated.edition.leaves.get(id));
    let text = typed.flat_map(|edited| &edited.leaf.text).copied();
    is_plainly_in_other_script(text, lang.script).then(|| {
        let other = Variant { script: lang.script.other(), region: None };
        Diagnostic::warning("JZ016", format!("`lang` is {lang}, but the characters are of the other script"))
            .at(&document.path, 0..0)
            .hint(format!(
                "type `lang: {other}` in the front matter, or `lang = \"{other}\"` in jiaozhu.toml for all articles"
            ))
    })
}

/// Warns where two forms quoted in one sentence are one form in the other script, so that the sentence says nothing there.
fn check_quoted_forms(annotated: &Annotated, leaves: &[&Leaf], laid: &[Converted], findings: &mut Vec<Diagnostic>) {
    // Reasons and what is said of sources stand in other files than the article.
    for id in typed_leaves(annotated) {
        let of_leaf = (leaves.get(id), laid.get(id), annotated.sentences.get(id));
        let (Some(leaf), Some(converted), Some(ends)) = of_leaf else { continue };
        let mut start = 0;
        for &end in ends {
            let quoted = quoted_forms(&leaf.text, start..end);
            let twin = quoted.iter().enumerate().find_map(|(i, a)| {
                let same = |b: &&Span| {
                    leaf.text.get(a.clone()) != leaf.text.get((*b).clone()) && form(converted, a) == form(converted, b)
                };
                quoted.get(i + 1..).unwrap_or_default().iter().find(same).map(|b| (a.clone(), b.clone()))
            });
            if let Some((a, b)) = twin {
                let (x, y) = (leaf.slice(&a), leaf.slice(&b));
                let finding = Diagnostic::warning("JZ501", format!("`{x}` and `{y}` are one form in the other script"));
                let hint = format!("type what must stand as it is between braces: `-{{{x}}}-`, `-{{{y}}}-`");
                findings
                    .push(finding.at(&annotated.edition.document.path, leaf.source_span(&(a.start..b.end))).hint(hint));
            }
            start = end;
        }
    }
}

fn form(converted: &Converted, at: &Span) -> Vec<char> {
    converted.text.get(converted.map(at)).unwrap_or_default().to_vec()
}
