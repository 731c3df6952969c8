//! Reads `changes.yaml`: the editor's history of the edition, the newest change first.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::config::{Yaml, is_blank_yaml, typed_span};
use crate::diag::{Diagnostic, guess_while_few};
use crate::model::{Date, Document, Leaf, LeafId, Prose, Revision};

use super::prose::ProseFile;

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Typed {
    #[cfg_attr(test, schemars(with = "crate::model::Date"))]
    date: Spanned<String>,
    // A string alone, so that `1.0` stays what was typed.
    #[cfg_attr(test, schemars(with = "String"))]
    version: Spanned<String>,
    #[cfg_attr(test, schemars(with = "Prose"))]
    summary: Spanned<Prose>,
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    claims: Vec<Spanned<String>>,
}

/// Adds the history typed in `text` to a parsed article, its prose as leaves.
///
/// Shape: `Document::history` in the order typed; an entry whose date is none is left out, a label that no note has too.
/// Errors: none returned. `JZ220` for what cannot be read, and as a warning for an entry below an older one; `JZ221`
/// for labels that no note of the article has.
pub(crate) fn add_history(mut document: Document, path: &str, text: &str) -> (Document, Vec<Diagnostic>) {
    if is_blank_yaml(text) {
        return (document, Vec::new());
    }
    let (typed, unread) = Yaml { path, text, base: 0 }.read::<Vec<Typed>>("JZ220");
    let typed = typed.unwrap_or_default();
    let file = ProseFile { path, text, base: 0, lang: document.front.lang };
    let labels = document.notes.iter().map(|note| note.label.clone()).collect();
    let mut reader = Reader { file, labels, findings: unread.into_iter().map(unreadable).collect() };
    let mut history: Vec<Revision> = Vec::with_capacity(typed.len());
    for entry in &typed {
        let Some(date) = reader.date(&entry.date, history.last().map(|above| &above.date)) else {
            continue;
        };
        history.push(Revision {
            date,
            version: reader.leaf(&entry.version, &Prose::Plain(entry.version.value.clone()), &mut document.leaves),
            summary: reader.leaf(&entry.summary, &entry.summary.value, &mut document.leaves),
            claims: entry.claims.iter().filter_map(|label| reader.label(label, &document)).collect(),
        });
    }
    document.history = history;
    (document, reader.findings)
}

fn unreadable(finding: Diagnostic) -> Diagnostic {
    if finding.hint.is_some() && !finding.message.starts_with("missing field") {
        return finding;
    }
    finding.hint("an entry has `date`, `version` and `summary`, and may have `claims`, a list of labels")
}

struct Reader<'a> {
    file: ProseFile<'a>,
    /// The labels of the article's notes.
    labels: BTreeSet<String>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn date(&mut self, typed: &Spanned<String>, above: Option<&Date>) -> Option<Date> {
        let at = typed_span(0, typed);
        let date = match typed.value.parse::<Date>() {
            Ok(date) => date,
            Err(message) => {
                self.findings.push(Diagnostic::error("JZ220", message).at(self.file.path, at));
                return None;
            }
        };
        if let Some(above) = above.filter(|above| date.is_later_than(above)) {
            let message = format!("the entry of {date} stands below the older one of {above}");
            let finding = Diagnostic::warning("JZ220", message).at(self.file.path, at);
            self.findings.push(finding.hint("the newest change stands first: move the entry up"));
        }
        Some(date)
    }

    fn leaf<T>(&mut self, typed: &Spanned<T>, prose: &Prose, leaves: &mut Vec<Leaf>) -> LeafId {
        leaves.push(self.file.leaf(prose, typed_span(0, typed).start, &mut self.findings));
        leaves.len() - 1
    }

    /// A label is known when a note of the article has it.
    fn label(&mut self, typed: &Spanned<String>, document: &Document) -> Option<String> {
        let labels = || document.notes.iter().map(|note| note.label.as_str());
        let typed_label = typed.value.to_lowercase();
        if self.labels.contains(&typed_label) {
            return Some(typed_label);
        }
        let finding = Diagnostic::warning("JZ221", format!("no claim has the label `{}`", typed.value));
        let hint = match guess_while_few(&self.findings, &typed_label, labels()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "delete the label; of a claim that is gone, speak in `summary`".to_owned(),
        };
        self.findings.push(finding.at(self.file.path, typed_span(0, typed)).hint(hint));
        None
    }
}

/// Returns the schema of `changes.yaml`.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Vec<Typed>)
}
