//! Joins what `claims.yaml` records to the claims of the text, and says what does not fit.

use std::collections::BTreeMap;
use std::ops::Range;

use indexmap::IndexMap;

use super::uses::{add_prose, unknown_source};
use super::verdicts::{Judgement, default_of, derive};
use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{Claim, ClaimKind, Claims, Edition, Leaf, NoteKey, Record, Reply, Sources, Stance, Verdict};

/// Gives every claim its kind, its verdict and its record, whose prose becomes leaves of the edition.
///
/// Errors: none returned. `JZ201` to `JZ207`, `JZ209`, `JZ212`, `JZ213`, `JZ215` and `JZ306`, as `docs/findings.md` has them.
pub(super) fn join_records(
    edition: &mut Edition,
    claims: &mut IndexMap<NoteKey, Claim>,
    keys: &BTreeMap<String, NoteKey>,
    typed: Claims,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (label, record) in typed.records {
        let Some((key, claim)) = keys.get(&label).and_then(|key| Some((key, claims.get_mut(key)?))) else {
            findings.push(no_such_note(&typed.path, &label, record.source.clone(), keys));
            continue;
        };
        claim.kind = record.kind.unwrap_or(ClaimKind::Fact);
        claim.of = record.of.unwrap_or(default_of(claim.kind));
        let judgement = derive(claim.kind, claim.of, &record, sources);
        let cited: Vec<&str> = claim.cited().map(String::as_str).collect();
        let check = Check { path: &typed.path, key, claim, record: &record, cited: &cited, sources };
        check.run(judgement, &mut findings);
        claim.verdict = record.verdict.unwrap_or(judgement.verdict);
        claim.is_second_hand = judgement.is_second_hand;
        claim.record = Some(record.map(&mut |leaf| add_prose(&mut edition.leaves, leaf)));
    }
    findings
}

fn no_such_note(path: &str, label: &str, at: Range<usize>, keys: &BTreeMap<String, NoteKey>) -> Diagnostic {
    let finding = Diagnostic::error("JZ202", format!("no note mark of the article is labelled `{label}`")).at(path, at);
    match did_you_mean(label, keys.keys().map(String::as_str)) {
        Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
        None => finding.hint(format!("type `[^{label}]` where the claim stands, or delete the entry")),
    }
}

/// One record and what it is held against.
struct Check<'a> {
    path: &'a str,
    key: &'a str,
    claim: &'a Claim,
    record: &'a Record<Leaf>,
    cited: &'a [&'a str],
    sources: &'a Sources,
}

impl Check<'_> {
    fn run(&self, judgement: Judgement, findings: &mut Vec<Diagnostic>) {
        if self.claim.kind == ClaimKind::Gloss {
            return;
        }
        findings.extend(self.verdict(judgement));
        findings.extend(self.finding(judgement));
        findings.extend(self.sources());
        findings.extend(self.reply());
        self.evidence(findings);
        self.unknown_sources(findings);
    }

    fn at_label(&self, finding: Diagnostic) -> Diagnostic {
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

    fn evidence(&self, findings: &mut Vec<Diagnostic>) {
        for (key, list) in &self.record.evidence {
            let at = list.first().map_or(self.record.source.clone(), |evidence| evidence.source.clone());
            if !self.cited.contains(&key.as_str()) {
                let message = format!("`{}` has evidence from `{key}`, which its note does not cite", self.key);
                let finding = Diagnostic::error("JZ203", message).at(self.path, at);
                findings.push(match did_you_mean(key, self.cited.iter().copied()) {
                    Some(meant) => finding.hint(format!("did you mean `{meant}`? else add `[@{key}]` to the note")),
                    None => finding.hint(format!("add `[@{key}]` to the note, or delete the evidence")),
                });
            }
            for quote in list.iter().filter_map(|evidence| evidence.quote.as_ref()) {
                let is_foreign = quote.lang.as_deref().is_some_and(|lang| !lang.starts_with("zh"));
                if is_foreign && quote.translation.is_none() {
                    let lang = quote.lang.as_deref().unwrap_or_default();
                    let message = format!("the passage of `{key}` in `{lang}` has no translation");
                    let finding = Diagnostic::warning("JZ207", message)
                        .at(self.path, list.first().map_or(0..0, |e| e.source.clone()));
                    findings.push(finding.hint("add `translation:` to the `quote`"));
                }
            }
        }
        let silent = |key: &&&str| !self.record.evidence.is_empty() && !self.record.evidence.contains_key(**key);
        for key in self.cited.iter().filter(silent) {
            let message = format!("the note of `{}` cites `{key}`, of which claims.yaml says nothing", self.key);
            let finding = self.at_label(Diagnostic::warning("JZ204", message));
            findings.push(
                finding.hint(format!("add `{key}: {{stance: …}}`: supports, partly, contradicts, mentions or silent")),
            );
        }
        findings.extend(self.weak_evidence());
    }

    /// Evidence that is typed and settles nothing.
    fn weak_evidence(&self) -> Option<Diagnostic> {
        let mut all = self.record.evidence.values().flatten().peekable();
        let only_mentions = all.peek().is_some() && all.all(|evidence| evidence.stance == Stance::Mentions);
        let has_quote = self.record.evidence.values().flatten().any(|evidence| evidence.quote.is_some());
        if only_mentions {
            let finding =
                Diagnostic::info("JZ213", format!("`{}` rests on `mentions` alone, which is no support", self.key));
            return Some(self.at_label(finding).hint("look for a source that bears it out or contradicts it"));
        }
        (self.claim.kind == ClaimKind::Quote && !has_quote && !self.record.evidence.is_empty()).then(|| {
            let finding = Diagnostic::info(
                "JZ212",
                format!("`{}` is a quotation, and no passage of a source is quoted", self.key),
            );
            self.at_label(finding).hint("add `quote: {text: …, lang: …}` to its evidence")
        })
    }

    fn unknown_sources(&self, findings: &mut Vec<Diagnostic>) {
        let vias = self.record.evidence.values().flatten().filter_map(|e| Some((e.via.as_ref()?, e.source.clone())));
        let reply = match &self.record.reply {
            Some(Reply::Given { source: Some(source), .. }) => Some((source, self.record.source.clone())),
            _ => None,
        };
        for (key, at) in vias.chain(reply).filter(|(key, _)| !self.sources.0.contains_key(*key)) {
            let finding = unknown_source("JZ306", &format!("`{}` names", self.key), key, self.sources);
            findings.push(finding.at(self.path, at));
        }
    }
}
