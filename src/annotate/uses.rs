//! Joins citations and plain links to sources.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::diag::{Diagnostic, guess_while_few};
use crate::model::{
    Bibliography, Changes, Claim, Edited, Edition, Leaf, LeafId, Markup, Note, NoteKey, SafeUrl, SourceProse,
    SourceUse, collect_leaves, sha256,
};

/// Returns the key of a plain link: `web-` and ten digits of the address's hash.
pub(super) fn link_key(url: &SafeUrl) -> String {
    let hash: String = sha256(url.as_str().as_bytes()).chars().take(10).collect();
    format!("web-{hash}")
}

/// Adds what is said of the sources in use as leaves, so that it is converted like prose.
pub(super) fn add_source_prose(
    edition: &mut Edition,
    claims: &IndexMap<NoteKey, Claim>,
    sources: &Bibliography,
) -> BTreeMap<String, SourceProse> {
    let cited = claims.values().flat_map(|claim| &claim.citations).chain(&edition.document.front.based_on);
    let cited: BTreeSet<&str> = cited.map(|citation| citation.key.as_str()).collect();
    let own = sources.own.0.iter().map(|(key, source)| (key.as_str(), source));
    let shared = cited.into_iter().filter(|key| !sources.own.0.contains_key(*key));
    let used = own.chain(shared.filter_map(|key| Some((key, sources.shared.0.get(key)?))));
    let mut prose = BTreeMap::new();
    let leaves = &mut edition.leaves;
    for (key, source) in used {
        let mut add = |text: String| add_prose(leaves, Leaf::plain(&text, source.span.start));
        let meta = &source.meta;
        prose.insert(
            key.to_owned(),
            SourceProse {
                note: source.entry.note().map(|note| add(note.to_string())),
                stake: meta.stake.clone().map(&mut add),
                why: meta.why.clone().map(&mut add),
                date_note: meta.date_note.clone().map(&mut add),
            },
        );
    }
    prose
}

/// Adds one leaf of prose that is no part of the text received.
pub(super) fn add_prose(leaves: &mut Vec<Edited>, leaf: Leaf) -> LeafId {
    leaves.push(Edited { received: leaf.text.clone(), leaf, places: Vec::new(), changes: Changes::default() });
    leaves.len() - 1
}

/// Returns the external links in a note's body, with their text.
pub(crate) fn note_links<'a>(edition: &'a Edition, note: &Note) -> Vec<(&'a SafeUrl, String)> {
    let mut ids = Vec::new();
    collect_leaves(&note.body, &mut ids);
    let leaves = ids.into_iter().filter_map(|id| edition.leaves.get(id)).map(|edited| &edited.leaf);
    leaves
        .flat_map(|leaf| {
            leaf.marks.iter().filter_map(move |mark| match &mark.kind {
                Markup::Link(url, _) if url.is_external() => Some((url, leaf.slice(&mark.at))),
                _ => None,
            })
        })
        .collect()
}

/// Returns every source in use and the claims that cite it, in the order of first citation.
pub(super) fn find_uses(
    edition: &Edition,
    claims: &IndexMap<NoteKey, Claim>,
    sources: &Bibliography,
    own_sources: Option<&str>,
    findings: &mut Vec<Diagnostic>,
) -> IndexMap<String, SourceUse> {
    let path = &edition.document.path;
    let mut uses: IndexMap<String, SourceUse> = IndexMap::new();
    for (key, claim) in claims {
        for citation in &claim.citations {
            if sources.get(&citation.key).is_none() {
                let finding = unknown_source("JZ301", "note cites", &citation.key, (sources, findings));
                findings.push(finding.at(path, citation.source.clone()));
                continue;
            }
            add(&mut uses, citation.key.clone(), key, None);
        }
        let Some(note) = edition.document.notes.get(claim.note) else {
            continue;
        };
        for (url, text) in note_links(edition, note) {
            add(&mut uses, link_key(url), key, Some((url.as_str().to_owned(), text)));
        }
    }
    let based_on = edition.document.front.based_on.as_ref();
    if let Some(citation) = based_on.filter(|citation| sources.get(&citation.key).is_none()) {
        // What the defaults of a folder state has no place in the article.
        let who = if citation.source.is_empty() { "`based-on` in defaults.yaml names" } else { "`based-on` names" };
        let finding = unknown_source("JZ301", who, &citation.key, (sources, findings));
        findings.push(finding.at(path, citation.source.clone()));
    }
    let based_on = based_on.map(|citation| citation.key.as_str());
    if let Some(own_path) = own_sources {
        findings.extend(check_relays(own_path, sources));
        let own = sources.own.0.iter();
        for (key, source) in own.filter(|(key, _)| !uses.contains_key(*key) && based_on != Some(key.as_str())) {
            let finding = Diagnostic::info("JZ302", format!("no note cites the source `{key}`"));
            findings.push(
                finding
                    .at(own_path, source.span.clone())
                    .hint(format!("cite it with `[@{key}]`, or leave it as reading")),
            );
        }
    }
    uses
}

/// Reports works passed on that are no sources, and sources that pass on each other.
fn check_relays(path: &str, sources: &Bibliography) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (key, source) in &sources.own.0 {
        for relay in &source.meta.relays {
            if sources.get(&relay.source).is_none() {
                let finding = unknown_source("JZ306", &format!("`{key}` names"), &relay.source, (sources, &findings));
                findings.push(finding.at(path, source.span.clone()));
            }
        }
        if passes_itself_on(key, sources) {
            let finding =
                Diagnostic::error("JZ310", format!("the source `{key}` passes itself on, through its `relays`"));
            findings.push(
                finding.at(path, source.span.clone()).hint("of two that quote each other, only one can be the origin"),
            );
        }
    }
    findings
}

/// Follows `relays` from `key`; every source is visited once.
fn passes_itself_on(key: &str, sources: &Bibliography) -> bool {
    let relays = |key: &str| sources.get(key).map(|source| source.meta.relays.as_slice()).unwrap_or_default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = relays(key).iter().map(|relay| relay.source.as_str()).collect();
    while let Some(next) = open.pop() {
        if next == key {
            return true;
        }
        if seen.insert(next) {
            open.extend(relays(next).iter().map(|relay| relay.source.as_str()));
        }
    }
    false
}

fn add(uses: &mut IndexMap<String, SourceUse>, source: String, claim: &str, link: Option<(String, String)>) {
    let entry = uses.entry(source).or_default();
    // Claims come one after another, so one that is there already is the last.
    if entry.claims.last().is_none_or(|known| known != claim) {
        entry.claims.push(claim.to_owned());
    }
    if entry.link.is_none() {
        entry.link = link;
    }
}

/// What is said of `key`, a source that is none: `said` tells who names it, `found` is what was found before.
pub(super) fn unknown_source(
    code: &'static str,
    said: &str,
    key: &str,
    (sources, found): (&Bibliography, &[Diagnostic]),
) -> Diagnostic {
    let finding = Diagnostic::error(code, format!("{said} the unknown source `{key}`"));
    if let Some((first, rest)) = key.split_once(char::is_whitespace).filter(|(first, _)| sources.get(first).is_some()) {
        return finding.hint(format!("type a comma behind the key: `[@{first}, {}]`", rest.trim()));
    }
    match guess_while_few(found, key, sources.iter().map(|(key, _)| key)) {
        Some(meant) => finding.hint(format!("did you mean `{meant}`? else add `{key}` to sources.yaml")),
        None => finding.hint(format!("add `{key}` to sources.yaml, or correct the key")),
    }
}

/// Reports links to a heading of this page that is not there.
pub(super) fn check_fragments(edition: &Edition, slugs: &BTreeMap<String, String>, findings: &mut Vec<Diagnostic>) {
    let ids: BTreeSet<&str> = slugs.values().map(String::as_str).collect();
    for edited in &edition.leaves {
        for mark in &edited.leaf.marks {
            let Markup::Link(url, _) = &mark.kind else {
                continue;
            };
            let Some(fragment) = url.as_str().strip_prefix('#') else {
                continue;
            };
            let known = slugs.contains_key(&fragment.to_lowercase()) || ids.contains(fragment);
            let is_id = fragment.starts_with(['p', 'h', 'n', 'c', 'r', 'e', 's', 't']) && fragment.is_ascii();
            if !known && !is_id {
                let finding = Diagnostic::warning("JZ402", format!("no heading here is called `#{fragment}`"));
                let finding = finding.at(&edition.document.path, edited.leaf.source_span(&mark.at));
                findings.push(match guess_while_few(findings, fragment, slugs.keys().map(String::as_str)) {
                    Some(meant) => finding.hint(format!("did you mean `#{meant}`?")),
                    None => finding.hint("link to a heading's text in lower case, spaces as `-`"),
                });
            }
        }
    }
}
