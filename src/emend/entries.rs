//! Rules of `collation.yaml` as lines.

use std::collections::BTreeSet;

use crate::collate::Proposal;
use crate::config::{yaml_escaped, yaml_quoted, yaml_text};
use crate::model::{Rule, Status, make_slug};
use crate::patch::Edit;

/// The longest id made of sounds, so that a number fits behind it.
const N_ID: usize = 32;

/// Returns an id for each proposal, by the sound of its lemma; ids in `known` are taken.
pub(super) fn ids(proposals: &[Proposal], mut known: BTreeSet<String>) -> Vec<String> {
    let mut made = Vec::new();
    for proposal in proposals {
        let named = proposal.rule.or_else(|| proposal.lemma.is_empty().then_some("invisible"));
        let sound = make_slug(&proposal.lemma, N_ID);
        // An id begins with a letter.
        let base = sound.trim_start_matches(|c: char| !c.is_ascii_lowercase());
        let base = named.unwrap_or(if base.is_empty() { "rule" } else { base });
        let numbered = (2_usize..).map(|n| format!("{base}-{n}"));
        let id = std::iter::once(base.to_owned()).chain(numbered).find(|id| !known.contains(id));
        let id = id.unwrap_or_default();
        known.insert(id.clone());
        made.push(id);
    }
    made
}

/// The lines of a rule, each beginning with `indent`.
pub(super) fn rule_lines(id: &str, proposal: &Proposal, status: Status, indent: &str) -> String {
    let status = status_word(status);
    let mut lines = vec![format!("- id: {id}")];
    lines.extend(match proposal.rule {
        Some(rule) => vec![format!("  rule: {rule}")],
        None => vec![
            format!("  reading: {}", yaml_text(&proposal.reading)),
            format!("  lemma: {}", yaml_text(&proposal.lemma)),
        ],
    });
    lines.extend([
        format!("  kind: {}", proposal.kind.as_str()),
        format!("  grade: {}", proposal.grade.as_str()),
        format!("  status: {status}"),
        // A correction of the editor's own, moved here: why it was made, the editor knows.
        if proposal.reason.is_empty() {
            "  reason: \"\"  # 從 index.md 移來；請寫理由".to_owned()
        } else {
            format!("  reason: {}\n{indent}  resp: jiaozhu", yaml_quoted(&proposal.reason))
        },
    ]);
    for (name, contexts) in [("only", &proposal.only), ("except", &proposal.except)] {
        if contexts.is_empty() {
            continue;
        }
        lines.push(format!("  {name}:"));
        for (prefix, suffix) in contexts {
            lines.push(format!("    - {}", context_item(prefix, suffix)));
        }
    }
    lines.into_iter().map(|line| format!("{indent}{line}\n")).collect()
}

/// An item of `only` or `except`.
pub(super) fn context_item(prefix: &str, suffix: &str) -> String {
    format!("{{prefix: {}, suffix: {}}}", yaml_escaped(prefix), yaml_escaped(suffix))
}

/// The word that `collation.yaml` has for a status.
pub(super) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Proposed => "proposed",
        Status::Accepted => "accepted",
        Status::Rejected => "rejected",
        Status::Doubtful => "doubtful",
    }
}

/// Returns the edit that gives `rule` a status, typed or not yet.
pub(super) fn set_status(text: &str, rule: &Rule, status: Status) -> Edit {
    let word = status_word(status);
    if let Some(at) = &rule.status_source {
        return Edit { at: at.clone(), new: word.to_owned() };
    }
    let line = text.get(..rule.source.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let before = text.get(line..rule.source.start).unwrap_or_default();
    let end = rule.source.end;
    if before.contains('{') {
        return Edit { at: end..end, new: format!(", status: {word}") };
    }
    let column = before.rfind("id").unwrap_or_default();
    let end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| end + n);
    Edit { at: end..end, new: format!("\n{}status: {word}", " ".repeat(column)) }
}
