//! Lists the addresses that an edition leads to: the links in its text and notes, and its sources' own.

use std::collections::{BTreeMap, BTreeSet};

use super::Link;
use crate::diag::Place;
use crate::model::{Annotated, Citation, Markup};

/// Returns the external addresses of an article in the order of its text, then those of its sources.
///
/// Shape: one link an address, at its first place; sources that are neither the article's own nor cited are left out.
pub fn collect_links(annotated: &Annotated, own_sources: Option<&str>) -> Vec<Link> {
    let document = &annotated.edition.document;
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let quoted = quotes(annotated);
    let link = |url: String, key: Option<&str>, is_archived: bool, place: Place| Link {
        article: folder.to_owned(),
        quotes: key.and_then(|key| quoted.get(key)).cloned().unwrap_or_default(),
        url,
        is_archived,
        place,
    };
    let leaves = annotated.edition.leaves.iter().map(|edited| &edited.leaf);
    let typed = leaves.flat_map(|leaf| {
        leaf.marks.iter().filter_map(|mark| match &mark.kind {
            Markup::Link(url, _) => {
                let place = Place::new(&document.path, leaf.source_span(&mark.at));
                Some(link(web_address(url.as_str())?, None, false, place))
            }
            _ => None,
        })
    });
    let cited = first_citations(annotated);
    let sources = annotated.sources.iter().filter_map(|(key, source)| {
        let url = web_address(source.entry.url_any()?.value.as_str())?;
        let own = own_sources.filter(|_| annotated.sources.own.0.contains_key(key));
        let place = match (own, cited.get(key)) {
            (Some(own), _) => Place::new(own, source.span.clone()),
            (None, Some(citation)) => Place::new(&document.path, citation.source.clone()),
            // A shared source that the article does not cite.
            (None, None) => return None,
        };
        Some(link(url, Some(key), !source.meta.archives.is_empty(), place))
    });
    one_an_address(typed.chain(sources))
}

/// The passages quoted from each source, in the order of the claims.
fn quotes(annotated: &Annotated) -> BTreeMap<&str, Vec<String>> {
    let mut quotes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (key, evidence) in annotated.claims.values().filter_map(|claim| claim.record.as_ref()).flat_map(|r| &r.evidence)
    {
        for quote in evidence.iter().filter_map(|evidence| evidence.quote.as_ref()) {
            let known = quotes.entry(key).or_default();
            if !known.contains(&quote.text) {
                known.push(quote.text.clone());
            }
        }
    }
    quotes
}

/// Returns an http or https address, the scheme added where it is the page's own.
fn web_address(url: &str) -> Option<String> {
    let url = if url.starts_with("//") { format!("https:{url}") } else { url.to_owned() };
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    (url.contains(':') && matches!(scheme.as_str(), "http" | "https")).then_some(url)
}

/// The key's place in the article's own list; of a shared source, where it is first cited.
fn first_citations(annotated: &Annotated) -> BTreeMap<&str, &Citation> {
    let document = &annotated.edition.document;
    let notes = document.notes.iter().flat_map(|note| &note.citations);
    let mut first = BTreeMap::new();
    for citation in notes.chain(&document.front.based_on) {
        first.entry(citation.key.as_str()).or_insert(citation);
    }
    first
}

fn one_an_address(links: impl Iterator<Item = Link>) -> Vec<Link> {
    let links: Vec<Link> = links.collect();
    let archived: BTreeSet<String> = links.iter().filter(|l| l.is_archived).map(|l| l.url.clone()).collect();
    let mut seen = BTreeSet::new();
    let mut quotes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    links.iter().for_each(|link| quotes.entry(link.url.clone()).or_default().extend(link.quotes.iter().cloned()));
    let first = links.into_iter().filter(|link| seen.insert(link.url.clone()));
    first
        .map(|link| Link {
            is_archived: archived.contains(&link.url),
            quotes: quotes.remove(&link.url).unwrap_or_default(),
            ..link
        })
        .collect()
}
