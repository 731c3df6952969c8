//! Joins what `claims.yaml` records to the claims of the text, and says what does not fit.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::uses::add_prose;
use super::verdicts::{Judgement, default_of, derive};
use crate::diag::{Diagnostic, guess_while_few};
use crate::model::{Bibliography, Claim, ClaimKind, Claims, Edition, Leaf, NoteKey, Record, Verdict};

/// Gives every claim its kind, its verdict and its record, whose prose becomes leaves of the edition.
///
/// Errors: none returned. `JZ201` to `JZ207`, `JZ209`, `JZ211` to `JZ218` and `JZ306`, as `docs/findings.md` has them.
pub(super) fn join_records(
    edition: &mut Edition,
    claims: &mut IndexMap<NoteKey, Claim>,
    keys: &BTreeMap<String, NoteKey>,
    typed: Claims,
    sources: &Bibliography,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    findings.extend(nothing_recorded(&typed, claims));
    for (label, record) in typed.records {
        let Some((key, claim)) = keys.get(&label).and_then(|key| Some((key, claims.get_mut(key)?))) else {
            let finding = no_such_note(&label, (keys, &findings));
            findings.push(finding.at(&typed.path, record.source));
            continue;
        };
        claim.kind = record.kind.unwrap_or(ClaimKind::Fact);
        claim.of = record.of.unwrap_or(default_of(claim.kind));
        let judgement = derive(claim.kind, claim.of, &record, sources);
        let cited: Vec<&str> = claim.cited().map(String::as_str).collect();
        let check = Check { path: &typed.path, key, claim, record: &record, cited: &cited, sources, edition };
        check.run(judgement, &mut findings);
        claim.verdict = record.verdict.unwrap_or(judgement.verdict);
        claim.is_second_hand = judgement.is_second_hand;
        claim.record = Some(record.map(&mut |leaf| add_prose(&mut edition.leaves, leaf)));
    }
    findings
}

/// A file of comments alone, which looks as if something were recorded.
fn nothing_recorded(typed: &Claims, claims: &IndexMap<NoteKey, Claim>) -> Option<Diagnostic> {
    let has_claims = claims.values().any(|claim| claim.kind != ClaimKind::Gloss);
    (typed.is_blank && has_claims).then(|| {
        let finding = Diagnostic::info("JZ218", "claims.yaml records nothing: it is empty, or all of it is comments");
        finding.at(&typed.path, 0..0).hint("take away the `#` before what is to hold, or delete the file")
    })
}

fn no_such_note(label: &str, (keys, found): (&BTreeMap<String, NoteKey>, &[Diagnostic])) -> Diagnostic {
    let finding = Diagnostic::error("JZ202", format!("no note mark of the article is labelled `{label}`"));
    match guess_while_few(found, label, keys.keys().map(String::as_str)) {
        Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
        None => finding.hint(format!("type `[^{label}]` where the claim stands, or delete the entry")),
    }
}

/// One record and what it is held against.
pub(super) struct Check<'a> {
    pub(super) path: &'a str,
    pub(super) key: &'a str,
    pub(super) claim: &'a Claim,
    pub(super) record: &'a Record<Leaf>,
    pub(super) cited: &'a [&'a str],
    pub(super) sources: &'a Bibliography,
    pub(super) edition: &'a Edition,
}

impl Check<'_> {
    fn run(&self, judgement: Judgement, findings: &mut Vec<Diagnostic>) {
        findings.extend(self.view_with_verdict());
        if self.claim.kind == ClaimKind::Gloss {
            return;
        }
        if !self.is_judged_view() {
            findings.extend(self.verdict(judgement));
        }
        findings.extend(self.finding(judgement));
        findings.extend(self.sources());
        findings.extend(self.reply());
        self.evidence(findings);
        self.unknown_sources(findings);
    }

    /// Whether an opinion or a prediction states a verdict as if it could be checked.
    fn is_judged_view(&self) -> bool {
        self.claim.kind.is_view() && self.record.verdict.is_some_and(|stated| stated != Verdict::NotCheckable)
    }

    /// An opinion, a prediction and a gloss have no verdict; that of a view is printed, so it needs a reason as others do.
    fn view_with_verdict(&self) -> Option<Diagnostic> {
        let stated = self.record.verdict.filter(|_| self.is_judged_view() || self.claim.kind == ClaimKind::Gloss)?;
        let (key, kind, stated) = (self.key, self.claim.kind.as_str(), stated.as_str());
        let message =
            format!("`{key}` is of the kind `{kind}`, which is not checked, and states the verdict `{stated}`");
        let finding = if self.is_judged_view() && self.record.why.is_none() {
            Diagnostic::error("JZ211", message)
        } else {
            Diagnostic::warning("JZ211", message)
        };
        Some(self.at_label(finding).hint("delete `verdict:`, or state a `kind` that can be checked, as fact or number"))
    }

    pub(super) fn at_label(&self, finding: Diagnostic) -> Diagnostic {
        finding.at(self.path, self.record.source.clone())
    }

    /// A stated verdict that differs from the derived one needs a reason, which is printed.
    fn verdict(&self, judgement: Judgement) -> Option<Diagnostic> {
        let (derived, key) = (judgement.verdict.as_str(), self.key);
        let differs = self.record.verdict.is_some_and(|stated| stated != judgement.verdict);
        match (self.record.verdict, &self.record.why) {
            (Some(stated), None) if differs => {
                let stated = stated.as_str();
                let message = format!(
                    "the verdict `{stated}` of `{key}` does not follow from its evidence: that comes to `{derived}`"
                );
                let finding = Diagnostic::error("JZ205", message);
                Some(
                    self.at_label(finding).hint("correct the stances, or say in `why:` (it is printed) why it differs"),
                )
            }
            (_, Some(_)) if !differs => {
                let message = format!("`why` of `{key}` is not printed: its verdict is what the evidence comes to");
                let finding = Diagnostic::warning("JZ215", message);
                Some(self.at_label(finding).hint("delete it, or state the `verdict` it explains"))
            }
            _ => None,
        }
    }

    /// What only partly holds, or does not, must say what the sources show.
    fn finding(&self, judgement: Judgement) -> Option<Diagnostic> {
        let verdict = self.record.verdict.unwrap_or(judgement.verdict);
        let needs = matches!(verdict, Verdict::Partly | Verdict::Contradicted | Verdict::Conflicting);
        (needs && self.record.finding.is_none()).then(|| {
            let message = format!("`{}` is `{}` and does not say what the sources show", self.key, verdict.as_str());
            self.at_label(Diagnostic::error("JZ206", message))
                .hint("add `finding:`, one sentence; it is printed in the note")
        })
    }

    fn sources(&self) -> Option<Diagnostic> {
        let is_checkable = !self.claim.kind.is_view() && self.record.verdict != Some(Verdict::NotCheckable);
        (is_checkable && self.cited.is_empty()).then(|| {
            let finding = Diagnostic::warning("JZ201", format!("the claim `{}` has no source", self.key));
            self.at_label(finding)
                .hint("cite one in its note, as `[@key, 第 2 段]`, or state its `kind`: opinion, prediction, gloss")
        })
    }

    /// Those whom an allegation concerns are heard in the same note.
    fn reply(&self) -> Option<Diagnostic> {
        let lacks = |part: &str, hint: &str| {
            let finding = Diagnostic::error("JZ209", format!("the allegation `{}` does not say {part}", self.key));
            Some(self.at_label(finding).hint(hint))
        };
        match (self.claim.kind, &self.record.against, &self.record.reply) {
            (ClaimKind::Allegation, None, _) => lacks("whom it concerns", "add `against:` with their name"),
            (ClaimKind::Allegation, _, None) => lacks(
                "what they reply",
                "add `reply: {text: …, source: key}`, or `reply: none-found` when you looked and found none",
            ),
            _ => None,
        }
    }
}
