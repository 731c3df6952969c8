//! Links from one article to a place of another: which of them lead nowhere.
//!
//! 1. While an article is read: which places it has, and where it leads. That is kept from build to build.
//! 2. Once all are read, each link is held against the places of its article (`check_places`).

use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

use super::work::Summary;
use crate::config::Config;
use crate::diag::{Diagnostic, Place, guess_while_few};
use crate::model::{Annotated, Markup};

/// What of an article other articles' links are held against, and its own such links.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Places {
    slug: String,
    /// A line a heading: its id, a space, its slug.
    headings: String,
    /// How many blocks have an id `pN`.
    n_blocks: usize,
    /// Keys of notes in use, separated by spaces, which no id has.
    notes: String,
    links: Vec<PlaceLink>,
}

/// A link to a place of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PlaceLink {
    /// The article's slug, and what stands behind `#`.
    to: (String, String),
    at: Place,
}

impl Places {
    /// Returns what is kept of an article.
    pub(super) fn of(annotated: &Annotated, config: &Config) -> Arc<Self> {
        let document = &annotated.edition.document;
        let slug = &document.front.slug;
        let page = page_address(config, slug);
        let mut links = Vec::new();
        for leaf in annotated.edition.leaves.iter().map(|edited| &edited.leaf) {
            for mark in &leaf.marks {
                if let Markup::Link(url, _) = &mark.kind
                    && let Some(to) = page.as_ref().and_then(|page| led_to(url.as_str(), page, config))
                {
                    links.push(PlaceLink { to, at: Place::new(&document.path, leaf.source_span(&mark.at)) });
                }
            }
        }
        Arc::new(Self {
            slug: slug.clone(),
            headings: annotated
                .heading_slugs
                .iter()
                .map(|(slug, id)| format!("{id} {slug}"))
                .collect::<Vec<_>>()
                .join("\n"),
            n_blocks: annotated.numbered.iter().filter(|block| block.id.starts_with('p')).count(),
            notes: annotated.claims.keys().map(String::as_str).collect::<Vec<_>>().join(" "),
            links,
        })
    }

    /// The slugs of its headings, and their ids.
    fn headings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headings.lines().filter_map(|line| line.split_once(' ')).map(|(id, slug)| (slug, id))
    }

    /// Says whether a page of the article has the id, as far as that is known.
    fn has(&self, id: &str) -> bool {
        let number = |rest: &str| rest.split('.').next().and_then(|n| n.parse::<usize>().ok());
        let is_note =
            |rest: &str| self.notes.split_whitespace().any(|key| rest == key || rest.starts_with(&format!("{key}_")));
        match (id.split_at_checked(1), id.split_at_checked(2)) {
            (_, Some(("n-" | "c-", rest))) => is_note(rest),
            (Some(("h", _)), _) => self.headings().any(|(_, known)| known == id),
            (Some(("p", rest)), _) => number(rest).is_some_and(|n| (1..=self.n_blocks).contains(&n)),
            // Ids of sources, rows of the ledger, entries of the apparatus and the page's own parts.
            _ => id.starts_with(['e', 'r', 's', 't']) && id.is_ascii(),
        }
    }

    /// What is wrong with a link to the place `id` of this article, if anything is; `found` is what was found before.
    fn check(&self, link: &PlaceLink, found: &[Diagnostic]) -> Option<Diagnostic> {
        let id = link.to.1.as_str();
        let heading_of = |sought: &str| self.headings().find(|(slug, _)| *slug == sought).map(|(_, id)| id);
        let heading = heading_of(&id.to_lowercase());
        if heading.is_none() && self.has(id) {
            return None;
        }
        let finding = Diagnostic::warning("JZ402", format!("the article `{}` has no place `#{id}`", self.slug));
        let finding = Diagnostic { place: Some(link.at.clone()), ..finding };
        if let Some(heading) = heading {
            return Some(finding.hint(format!("type `#{heading}`, which leads to that heading from another article")));
        }
        let notes: Vec<String> = self.notes.split_whitespace().map(|key| format!("n-{key}")).collect();
        let near =
            guess_while_few(found, id, self.headings().map(|(slug, _)| slug).chain(notes.iter().map(String::as_str)));
        Some(match (near, near.and_then(heading_of)) {
            (Some(near), Some(heading)) => finding.hint(format!("did you mean `#{heading}`, the heading `{near}`?")),
            (Some(near), None) => finding.hint(format!("did you mean `#{near}`?")),
            (None, _) => finding
                .hint("type `#h2` for an article's second heading, `#p8` for its eighth block, `#n-LABEL` for a note"),
        })
    }
}

/// Returns the address of an article's page.
fn page_address(config: &Config, slug: &str) -> Option<Url> {
    let folder = config.variants.first()?.folder();
    site_address(config)?.join(&format!("{folder}/{slug}/")).ok()
}

/// Returns the address that the site will have, or one that none has.
fn site_address(config: &Config) -> Option<Url> {
    Url::parse(config.base_url.as_deref().unwrap_or("http://site.invalid/")).ok()
}

/// Returns the article and the place of it that a link on `page` leads to; none when it leads elsewhere.
fn led_to(url: &str, page: &Url, config: &Config) -> Option<(String, String)> {
    let (path, fragment) = url.split_once('#')?;
    if path.is_empty() {
        return None;
    }
    // What stands behind `:~:` says which text of the page is meant.
    let fragment = fragment.split(":~:").next().filter(|fragment| !fragment.is_empty())?;
    let led = page.join(path).ok()?;
    let path = led.as_str().strip_prefix(site_address(config)?.as_str())?;
    let mut parts = path.split('/');
    let (folder, slug, rest) = (parts.next()?, parts.next()?, parts.collect::<Vec<_>>());
    let is_page = matches!(rest.as_slice(), [] | ["" | "index.html"]);
    let has_folder = folder == "parallel" || config.variants.iter().any(|variant| variant.folder() == folder);
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    (is_page && has_folder).then(|| (decoded(slug), decoded(fragment)))
}

/// Reports links to places that the articles they lead to have not; nothing is said of articles that could not be read.
pub(super) fn check_places(summaries: &[Arc<Summary>]) -> Vec<Diagnostic> {
    let places = summaries.iter().filter_map(|summary| summary.places.as_deref());
    let by_slug: BTreeMap<&str, &Places> = places.clone().map(|places| (places.slug.as_str(), places)).collect();
    let mut findings = Vec::new();
    for link in places.flat_map(|places| &places.links) {
        if let Some(finding) = by_slug.get(link.to.0.as_str()).and_then(|places| places.check(link, &findings)) {
            findings.push(finding);
        }
    }
    findings
}
