//! Links from one article to another or to a place of it: which of them lead nowhere.
//!
//! 1. While an article is read: which places it has, and where it leads (`leads`). That is kept from build to build.
//! 2. Once all are read, each link is held against the articles and their places (`check_places`).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::leads::{Addresses, Lead};
use super::listing::Listed;
use super::work::Summary;
use crate::diag::{Diagnostic, guess_while_few};
use crate::model::Annotated;

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
    leads: Vec<Lead>,
}

impl Places {
    /// Returns what is kept of an article that leads to other articles.
    pub(super) fn of(annotated: &Annotated, leads: Vec<Lead>) -> Arc<Self> {
        Arc::new(Self {
            slug: annotated.edition.document.front.slug.clone(),
            headings: annotated
                .heading_slugs
                .iter()
                .map(|(slug, id)| format!("{id} {slug}"))
                .collect::<Vec<_>>()
                .join("\n"),
            n_blocks: annotated.numbered.iter().filter(|block| block.id.starts_with('p')).count(),
            notes: annotated.claims.keys().map(String::as_str).collect::<Vec<_>>().join(" "),
            leads,
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

    /// What is wrong with a link to a place of this article, if anything is; `found` is what was found before.
    fn check(&self, lead: &Lead, found: &[Diagnostic]) -> Option<Diagnostic> {
        let id = lead.fragment.as_deref()?;
        let heading_of = |sought: &str| self.headings().find(|(slug, _)| *slug == sought).map(|(_, id)| id);
        let heading = heading_of(&id.to_lowercase());
        if heading.is_none() && self.has(id) {
            return None;
        }
        let finding = Diagnostic::warning("JZ402", format!("the article `{}` has no place `#{id}`", self.slug));
        let finding = Diagnostic { place: Some(lead.at.clone()), ..finding };
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

/// Reports links to articles that are not there or not published, and to places that the articles they lead to have not; of the
/// places of articles that could not be read nothing is said.
pub(super) fn check_places(summaries: &[Arc<Summary>], listed: &[Listed<'_>]) -> Vec<Diagnostic> {
    let places = summaries.iter().filter_map(|summary| summary.places.as_deref());
    let by_slug: BTreeMap<&str, &Places> = places.clone().map(|places| (places.slug.as_str(), places)).collect();
    let addresses = Addresses::new(listed);
    let mut findings = Vec::new();
    for lead in places.flat_map(|places| &places.leads) {
        let there = by_slug.get(lead.slug.as_str()).filter(|_| lead.fragment.is_some());
        let finding = addresses.check(lead, &findings).or_else(|| there?.check(lead, &findings));
        findings.extend(finding);
    }
    findings
}
