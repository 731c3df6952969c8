//! Sources as pages show them: as published, in their own language.

use hayagriva::Entry;
use hayagriva::types::{Date, EntryType, FormatString, Person, PersonRole};
use indexmap::IndexMap;
use serde::Serialize;

use super::blocks::Column;
use super::nest::Tree;
use super::short_names::short_names;
use crate::model::{
    Annotated, Citation, Claim, Evidence, LeafId, Of, SafeUrl, Scripted, Source, SourceProse, SourceUse, Stance,
};

/// How many authors a note names of a work that has more, as GB/T 7714 does.
const N_AUTHORS: usize = 3;

/// What a page shows of a source.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SourceView {
    /// Its key: the id is `s-KEY`.
    pub(crate) key: String,
    /// hayagriva's type: article, web, video …
    pub(crate) kind: String,
    /// Its language's tag, or empty.
    pub(crate) lang: String,
    /// Authors, as published.
    pub(crate) authors: String,
    /// The same, the first three alone where there are more.
    pub(crate) first_authors: String,
    /// Translators, as published.
    pub(crate) translators: String,
    /// Title, as published; empty when it was not seen.
    pub(crate) title: String,
    /// The name by which later notes call it: author and short title, else outlet, title or key; no other source of the article
    /// has it.
    pub(crate) name: String,
    /// Where it was published.
    pub(crate) outlet: String,
    /// The date, as far as it is known: `-0299` is 300 before our era.
    pub(crate) date: String,
    /// Whether the date is only about right.
    pub(crate) is_approximate: bool,
    /// Its address.
    pub(crate) url: String,
    /// When it was read.
    pub(crate) accessed: String,
    /// primary, secondary, tertiary or self, or empty.
    pub(crate) class: String,
    /// high, medium or low, or empty.
    pub(crate) reliability: String,
    /// What is known of it that is no title, in the page's script.
    pub(crate) note_text: String,
    /// What it has to gain, in the page's script.
    pub(crate) stake_text: String,
    /// Why it is of its reliability, in the page's script.
    pub(crate) why_text: String,
    /// What is known of its date, in the page's script.
    pub(crate) date_note: String,
    /// Whether the page itself was not read.
    pub(crate) unfetched: bool,
    /// live, dead, paywall …, or empty.
    pub(crate) status: String,
    /// Whether it is later than the article, or than what the article is based on.
    pub(crate) later: bool,
    /// The address of an archived copy.
    pub(crate) archive: String,
    /// When that copy was made.
    pub(crate) archived: String,
    /// The works whose content it passes on.
    pub(crate) relays: Vec<Named>,
    /// Claims that cite it.
    pub(crate) claims: Vec<ClaimLink>,
}

/// A source by its short name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Named {
    /// Its key.
    pub(crate) key: String,
    /// As published, in its own language.
    pub(crate) name: String,
    /// That language's tag, or empty.
    pub(crate) lang: String,
}

/// A claim that cites a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ClaimLink {
    /// Its key: the note's id is `n-KEY`.
    pub(crate) key: String,
    /// Its number.
    pub(crate) number: usize,
    /// The key of the word for what the source says of it; empty when nothing is recorded, or nobody read it.
    pub(crate) stance: &'static str,
}

/// A source as a note cites it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cited<'a> {
    /// The source.
    pub(crate) source: &'a SourceView,
    /// Whether a note before this one gives it in full: by name and date it is known again.
    pub(crate) is_known: bool,
    /// The place in it that the note names.
    pub(crate) locator: Option<String>,
    /// What it says of the claim.
    pub(crate) evidence: Vec<EvidenceView<'a>>,
}

/// What a source says of a claim.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EvidenceView<'a> {
    /// The key of the word; empty when nobody read the source, itself or through another.
    pub(crate) stance: &'static str,
    /// Where in the source.
    pub(crate) at: Option<String>,
    /// Through which source alone it is known.
    pub(crate) via: Option<Named>,
    /// Whether it speaks of the content of a claim of which only the saying is judged.
    pub(crate) is_on_content: bool,
    /// The passage.
    pub(crate) quote: Option<QuoteView<'a>>,
    /// What it says, in the editor's words.
    pub(crate) note: Tree<'a>,
}

/// A passage of a source, as published.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QuoteView<'a> {
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) translation: Tree<'a>,
}

/// The sources of an edition in one variant: what it is based on, those in use in the order of first citation, and those
/// of its own list that no note cites.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SourceViews(pub(crate) IndexMap<String, SourceView>);

impl SourceViews {
    /// Returns a source by its short name.
    pub(crate) fn named(&self, key: &str) -> Named {
        let view = self.0.get(key);
        Named {
            key: key.to_owned(),
            name: view.map_or(key, |view| &view.name).to_owned(),
            lang: view.map(|view| view.lang.clone()).unwrap_or_default(),
        }
    }
}

/// Returns what a note prints of a citation; none when the source is unknown.
pub(crate) fn cited<'a>(
    claim: &Claim,
    citation: &Citation,
    column: &Column<'a>,
    sources: &'a SourceViews,
) -> Option<Cited<'a>> {
    let source = sources.0.get(&citation.key)?;
    let locator = citation.locator.as_ref().map(|at| at.text(column.script(), |leaf| column.text(*leaf)));
    let found = claim.record.iter().filter_map(|record| record.evidence.get(&citation.key)).flatten();
    let mut evidence: Vec<EvidenceView<'a>> =
        found.map(|evidence| evidence_view(claim, (evidence, source.unfetched), column, sources)).collect();
    for view in &mut evidence {
        // A place said once is not said again, and a passage is in its source's language.
        view.at = std::mem::take(&mut view.at).filter(|at| Some(at) != locator.as_ref());
        if let Some(quote) = view.quote.as_mut().filter(|quote| quote.lang.is_empty()) {
            quote.lang.clone_from(&source.lang);
        }
    }
    Some(Cited { source, is_known: false, locator, evidence })
}

fn evidence_view<'a>(
    claim: &Claim,
    (evidence, is_unread): (&Evidence, bool),
    column: &Column<'a>,
    sources: &SourceViews,
) -> EvidenceView<'a> {
    let tree = |leaf: Option<LeafId>| leaf.map(|leaf| column.tree(leaf)).unwrap_or_default();
    EvidenceView {
        stance: stance_known(claim, evidence, is_unread),
        at: evidence.at.as_ref().map(|at| at.text(column.script(), |leaf| column.text(*leaf))),
        via: evidence.via.as_ref().map(|key| sources.named(key)),
        is_on_content: evidence.is_on_content,
        quote: evidence.quote.as_ref().map(|quote| QuoteView {
            text: quote.text.clone(),
            lang: quote.lang.clone().unwrap_or_default(),
            translation: tree(quote.translation),
        }),
        note: tree(evidence.note),
    }
}

/// What a source that nobody read says, itself or through another, nobody knows.
fn stance_known(claim: &Claim, evidence: &Evidence, is_unread: bool) -> &'static str {
    if is_unread && evidence.via.is_none() { "" } else { stance_word(claim, evidence) }
}

/// Of a claim of which the saying alone is judged, a source has the words or not: it bears nothing out.
pub(crate) fn stance_word(claim: &Claim, evidence: &Evidence) -> &'static str {
    match (evidence.stance, claim.of == Of::Said && !evidence.is_on_content) {
        (Stance::Supports, false) => "stance_supports",
        (Stance::Partly, false) => "stance_partly",
        (Stance::Contradicts, false) => "stance_contradicts",
        (Stance::Supports, true) => "stance_said",
        (Stance::Partly, true) => "stance_said_partly",
        (Stance::Contradicts, true) => "stance_said_otherwise",
        (Stance::Mentions, _) => "stance_mentions",
        (Stance::Silent, _) => "stance_silent",
    }
}

/// Says whether an edition shows any source.
pub(crate) fn has_sources(annotated: &Annotated) -> bool {
    let based_on = annotated.edition.document.front.based_on.as_ref();
    let is_known = |citation: &Citation| annotated.sources.get(&citation.key).is_some();
    !annotated.uses.is_empty() || !annotated.sources.own.0.is_empty() || based_on.is_some_and(is_known)
}

/// Returns the sources of an edition in variant `v`.
pub(crate) fn source_views(scripted: &Scripted, v: usize) -> SourceViews {
    let annotated = &scripted.annotated;
    let mut views: IndexMap<String, SourceView> = IndexMap::new();
    if let Some(based_on) = &annotated.edition.document.front.based_on {
        let source = annotated.sources.get(&based_on.key).filter(|_| !annotated.uses.contains_key(&based_on.key));
        views.extend(source.map(|source| (based_on.key.clone(), source_view(&based_on.key, source))));
    }
    for (key, used) in &annotated.uses {
        let mut view = match (annotated.sources.get(key), &used.link) {
            (Some(source), _) => source_view(key, source),
            (None, Some((url, text))) => link_view(key, url, text),
            (None, None) => continue,
        };
        view.claims = claim_links(scripted, (key, view.unfetched), used);
        views.insert(key.clone(), view);
    }
    // What the editor listed and no note cites is reading beside the text, or a work that others pass on.
    for (key, source) in &annotated.sources.own.0 {
        views.entry(key.clone()).or_insert_with(|| source_view(key, source));
    }
    let short = short_names(&views);
    views.values_mut().zip(short).for_each(|(view, name)| view.name = name);
    let mut views = SourceViews(views);
    let names: Vec<Vec<Named>> =
        views.0.keys().map(|key| relayed(annotated.sources.get(key).map(AsRef::as_ref), &views)).collect();
    for (view, relays) in views.0.values_mut().zip(names) {
        view.relays = relays;
        view.later = annotated.later.contains(&view.key);
        add_prose(scripted, v, view);
    }
    views
}

fn relayed(source: Option<&Source>, views: &SourceViews) -> Vec<Named> {
    let relays = source.map(|source| source.meta.relays.as_slice()).unwrap_or_default();
    relays.iter().map(|relay| views.named(&relay.source)).collect()
}

fn claim_links(scripted: &Scripted, (key, is_unread): (&str, bool), used: &SourceUse) -> Vec<ClaimLink> {
    let claims = used.claims.iter().filter_map(|claim| scripted.annotated.claims.get_key_value(claim));
    claims
        .map(|(claim_key, claim)| {
            let evidence = claim.record.as_ref().and_then(|record| record.evidence.get(key)?.first());
            ClaimLink {
                key: claim_key.clone(),
                number: claim.number,
                stance: evidence.map(|evidence| stance_known(claim, evidence, is_unread)).unwrap_or_default(),
            }
        })
        .collect()
}

/// Adds what is said of a source in the page's script; a title in Chinese without a language is in the article's.
fn add_prose(scripted: &Scripted, v: usize, view: &mut SourceView) {
    let annotated = &scripted.annotated;
    let SourceProse { note, stake, why, date_note } =
        annotated.source_prose.get(&view.key).copied().unwrap_or_default();
    let text = |leaf: Option<LeafId>| leaf.map(|leaf| super::leaf_text(scripted, v, leaf)).unwrap_or_default();
    view.note_text = text(note);
    view.stake_text = text(stake);
    view.why_text = text(why);
    view.date_note = text(date_note);
    let published = [&view.authors, &view.title, &view.outlet];
    if view.lang.is_empty() && published.iter().any(|part| part.chars().any(crate::model::is_han)) {
        annotated.edition.document.front.lang.script_tag().clone_into(&mut view.lang);
    }
}

fn link_view(key: &str, url: &str, text: &str) -> SourceView {
    let title = if text == url { String::new() } else { text.to_owned() };
    SourceView { key: key.to_owned(), kind: "web".to_owned(), title, url: url.to_owned(), ..SourceView::default() }
}

fn source_view(key: &str, source: &Source) -> SourceView {
    let entry = &source.entry;
    let text = |value: Option<&FormatString>| value.map(ToString::to_string).unwrap_or_default();
    let safe = |url: &str| SafeUrl::parse(url).map(|url| url.as_str().to_owned()).unwrap_or_default();
    let lang = entry.language().map(ToString::to_string).unwrap_or_default();
    let whole = whole_of(entry);
    // A part without a date is of the date of its whole.
    let date = entry.date().or_else(|| whole.and_then(Entry::date));
    let url = entry.url_any();
    let meta = &source.meta;
    let archive = meta.archives.first();
    let names: Vec<String> =
        entry.authors().unwrap_or_default().iter().map(|person| person_name(person, &lang)).collect();
    let translators: Vec<String> = translators(entry).map(|person| person_name(person, &lang)).collect();
    let (separator, others) = if lang.starts_with("zh") { ("、", "等") } else { (", ", " et al.") };
    let authors = names.join(separator);
    SourceView {
        key: key.to_owned(),
        kind: format!("{:?}", entry.entry_type()).to_lowercase(),
        first_authors: match names.get(..N_AUTHORS) {
            Some(first) if names.len() > N_AUTHORS => format!("{}{others}", first.join(separator)),
            _ => authors.clone(),
        },
        authors,
        translators: translators.join(separator),
        title: text(entry.title()),
        outlet: text(whole.and_then(Entry::title)),
        date: date.map(iso_date).unwrap_or_default(),
        is_approximate: date.is_some_and(|date| date.approximate),
        url: url.map(|url| safe(url.value.as_str())).unwrap_or_default(),
        accessed: url.and_then(|url| url.visit_date.as_ref()).map(iso_date).unwrap_or_default(),
        class: meta.class.clone().unwrap_or_default(),
        reliability: meta.reliability.clone().unwrap_or_default(),
        unfetched: meta.is_unread(),
        status: meta.status.clone().unwrap_or_default(),
        archive: archive.map(|archive| safe(&archive.url)).unwrap_or_default(),
        archived: archive.and_then(|archive| archive.date.clone()).unwrap_or_default(),
        lang,
        ..SourceView::default()
    }
}

/// Returns what a work appeared in; the original of a translation is none.
pub(crate) fn whole_of(entry: &Entry) -> Option<&Entry> {
    entry.parents().iter().find(|parent| parent.entry_type() != &EntryType::Original)
}

/// Returns what a work is a translation of.
pub(crate) fn original_of(entry: &Entry) -> Option<&Entry> {
    entry.parents().iter().find(|parent| parent.entry_type() == &EntryType::Original)
}

/// Returns who translated a work.
pub(crate) fn translators(entry: &Entry) -> impl Iterator<Item = &Person> {
    let groups = entry.affiliated().unwrap_or_default().iter();
    groups.filter(|group| group.role == PersonRole::Translator).flat_map(|group| &group.names)
}

/// Source: ISO 8601-1: years have four digits, and the year 0 stands before the year 1.
fn iso_date(date: &Date) -> String {
    let sign = if date.year < 0 { "-" } else { "" };
    let two = |part: Option<u8>| part.map(|part| format!("-{:02}", part + 1)).unwrap_or_default();
    format!("{sign}{:04}{}{}", date.year.unsigned_abs(), two(date.month), two(date.month.and(date.day)))
}

/// Chinese names are written without a space, others given name first; a particle belongs to the family name.
pub(crate) fn person_name(person: &Person, lang: &str) -> String {
    let family = match &person.prefix {
        Some(prefix) => format!("{prefix} {}", person.name),
        None => person.name.clone(),
    };
    let name = match &person.given_name {
        Some(given) if lang.starts_with("ja") || family.chars().all(crate::model::is_han) => format!("{family}{given}"),
        Some(given) => format!("{given} {family}"),
        None => family,
    };
    match &person.suffix {
        Some(suffix) if person.comma_suffix => format!("{name}, {suffix}"),
        Some(suffix) => format!("{name} {suffix}"),
        None => name,
    }
}
