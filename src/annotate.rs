//! What is computed once of the edition, the same for every script. In: an `Edition`, a bibliography. Out: `Annotated`, findings.
//! Knows no script conversion and no page.
//!
//! 1. Every block gets its id (`anchors`).
//! 2. Foreign runs are marked and sentences found (`sentences`).
//! 3. Note marks become claims with extents and numbers (`claims`, `extents`).
//! 4. What `claims.yaml` records is joined to them (`records`, `evidence`), and verdicts are derived (`verdicts`).
//! 5. Citations and links are joined to sources (`uses`).
//! 6. Sentences that can be checked and carry no note are listed (`unsourced`).

mod anchors;
mod claims;
mod dates;
mod evidence;
mod extents;
mod records;
mod sentences;
mod unsourced;
mod uses;
mod verdicts;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::model::{Annotated, Bibliography, ClaimKind, Claims, Edition, Verdict};

pub(crate) use claims::note_key;
pub(crate) use dates::checked_later;
pub(crate) use unsourced::{guess_kind, may_accuse};
pub(crate) use uses::note_links;

/// What an edition is annotated with.
#[derive(Debug)]
pub struct Given<'a> {
    /// What it can cite.
    pub sources: Bibliography,
    /// The path of its own `sources.yaml`, when there is one.
    pub own_sources: Option<&'a str>,
    /// What its `claims.yaml` records.
    pub recorded: Claims,
    /// The site's settings.
    pub config: &'a Config,
    /// Whether sentences without a note are looked for, which costs as much as all the rest.
    pub seeks_unsourced: bool,
}

impl<'a> Given<'a> {
    /// Returns what an edition is annotated with that has nothing beside its text.
    pub fn nothing(config: &'a Config) -> Self {
        let (sources, recorded) = (Bibliography::default(), Claims::default());
        Self { sources, own_sources: None, recorded, config, seeks_unsourced: false }
    }
}

/// Annotates one edition.
///
/// Errors: none returned. `JZ112` a claim whose edge moved, `JZ201` to `JZ218` what does not fit in `recorded` (but
/// `JZ208`: a source later than the article; `JZ210`: a sentence that can be checked carries no note), `JZ301` and `JZ306`
/// an unknown source, `JZ302` a source no note cites, `JZ310` a source that passes itself on, `JZ402` a link to a heading
/// that is not there.
pub fn annotate(mut edition: Edition, given: Given<'_>) -> (Annotated, Vec<Diagnostic>) {
    let Given { sources, own_sources, recorded, config, seeks_unsourced } = given;
    let mut findings = Vec::new();
    for edited in &mut edition.leaves {
        sentences::mark_foreign_runs(&mut edited.leaf, &config.latin_lang);
    }
    let (mut claims, keys) = claims::find_claims(&edition, &mut findings);
    findings.extend(records::join_records(&mut edition, &mut claims, &keys, recorded, &sources));
    let source_prose = uses::add_source_prose(&mut edition, &claims, &sources);
    let sentences: Vec<Vec<usize>> =
        edition.leaves.iter().map(|edited| sentences::sentence_ends(&edited.leaf)).collect();
    let (anchors, numbered) = anchors::number(&edition, &sentences);
    let heading_slugs = anchors::heading_slugs(&edition, &numbered);
    let uses = uses::find_uses(&edition, &claims, &sources, own_sources, &mut findings);
    let later = dates::later_sources(&edition, &uses, &sources, &mut findings);
    if seeks_unsourced {
        findings.extend(unsourced::find_unsourced(&edition, &numbered, &sentences, &claims));
    }
    uses::check_fragments(&edition, &heading_slugs, &mut findings);
    let annotated = Annotated {
        edition,
        has_verdicts: claims.values().any(|c| c.kind != ClaimKind::Gloss && c.verdict != Verdict::Unchecked),
        claims,
        keys,
        source_prose,
        sentences,
        anchors,
        numbered,
        uses,
        later,
        sources,
        heading_slugs,
    };
    (annotated, findings)
}
