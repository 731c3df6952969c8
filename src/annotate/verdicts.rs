//! What the evidence of a claim comes to.

use crate::model::{Bibliography, ClaimKind, Evidence, Of, Record, Stance, Verdict};

/// A verdict, and whether all that supports it is known through others alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    pub(super) is_second_hand: bool,
}

/// Returns what is judged of a claim of `kind`: of words and allegations that they were said, else what they say.
pub(super) fn default_of(kind: ClaimKind) -> Of {
    match kind {
        ClaimKind::Quote | ClaimKind::Allegation => Of::Said,
        _ => Of::Content,
    }
}

/// Derives the verdict of a claim from its record; a stated verdict is no part of this.
pub(super) fn derive<P>(kind: ClaimKind, of: Of, record: &Record<P>, sources: &Bibliography) -> Judgement {
    let plain = |verdict| Judgement { verdict, is_second_hand: false };
    if kind.is_view() {
        return plain(Verdict::NotCheckable);
    }
    let all = record.evidence.iter().flat_map(|(key, list)| list.iter().map(move |evidence| (key.as_str(), evidence)));
    // Of what was only said, evidence on its content judges nothing.
    let all: Vec<(&str, &Evidence<P>)> =
        all.filter(|(_, evidence)| of == Of::Content || !evidence.is_on_content).collect();
    if all.is_empty() {
        return plain(if record.checked.is_some() { Verdict::Unverified } else { Verdict::Unchecked });
    }
    let judging = all.iter().filter(|(key, evidence)| counts(key, evidence, sources));
    let stands = |stance: Stance| judging.clone().any(|(_, evidence)| evidence.stance == stance);
    let (supports, partly, contradicts) =
        (stands(Stance::Supports), stands(Stance::Partly), stands(Stance::Contradicts));
    let verdict = match (contradicts, partly, supports) {
        (true, true, _) | (true, _, true) => Verdict::Conflicting,
        (false, true, _) => Verdict::Partly,
        (true, false, false) => Verdict::Contradicted,
        (false, false, true) => Verdict::Supported,
        (false, false, false) => Verdict::Unverified,
    };
    let supporting = judging.filter(|(_, evidence)| matches!(evidence.stance, Stance::Supports | Stance::Partly));
    let mut supporting = supporting.map(|(key, evidence)| is_second_hand(key, evidence, sources)).peekable();
    Judgement { verdict, is_second_hand: supporting.peek().is_some() && supporting.all(|second_hand| second_hand) }
}

/// Whether evidence judges: it takes a stand, and its source was read, itself or through another.
fn counts<P>(key: &str, evidence: &Evidence<P>, sources: &Bibliography) -> bool {
    let is_unread = sources.get(key).is_some_and(|source| source.meta.is_unread());
    let takes_a_stand = matches!(evidence.stance, Stance::Supports | Stance::Partly | Stance::Contradicts);
    takes_a_stand && (!is_unread || evidence.via.is_some())
}

fn is_second_hand<P>(key: &str, evidence: &Evidence<P>, sources: &Bibliography) -> bool {
    evidence.via.is_some() || sources.get(key).is_some_and(|source| !source.meta.relays.is_empty())
}
