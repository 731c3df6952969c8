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
use crate::model::{Annotated, ClaimKind, Claims, Edition, Sources, Verdict};

pub(crate) use claims::note_key;
pub(crate) use dates::checked_later;
pub(crate) use unsourced::{guess_kind, may_accuse};
pub(crate) use uses::note_links;

/// Annotates one edition.
///
/// Errors: none returned. `JZ112` a claim whose edge moved, `JZ201` to `JZ218` what does not fit in `recorded` (but
/// `JZ208`: a source later than the article; `JZ210`: a sentence that can be checked carries no note), `JZ301` and `JZ306`
/// an unknown source, `JZ302` a source no note cites, `JZ310` a source that passes itself on, `JZ402` a link to a heading
/// that is not there.
pub fn annotate(
    mut edition: Edition,
    sources: Sources,
    own_sources: Option<&str>,
    recorded: Claims,
    config: &Config,
) -> (Annotated, Vec<Diagnostic>) {
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
    findings.extend(unsourced::find_unsourced(&edition, &numbered, &sentences, &claims));
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
