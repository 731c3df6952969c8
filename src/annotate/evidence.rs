//! What a record says of sources, held against the note that cites them and against the bibliography.

use super::records::Check;
use super::uses::unknown_source;
use crate::diag::{Diagnostic, guess_while_few};
use crate::model::{
    ClaimKind, Evidence, Leaf, Locator, Quote, Reply, Script, Stance, is_han, is_in_other_script, is_kana_or_hangul,
};

impl Check<'_> {
    /// Reports evidence that does not fit; of a gloss there is none.
    pub(super) fn evidence(&self, findings: &mut Vec<Diagnostic>) {
        for (key, list) in &self.record.evidence {
            let finding = self.not_cited(key, list, findings);
            findings.extend(finding);
            findings.extend(self.place(key, list));
            for evidence in list {
                findings.extend(self.through_itself(key, evidence));
                findings.extend(self.through_nobody(key, evidence));
                findings.extend(self.passage(key, evidence));
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

    fn not_cited(&self, key: &str, list: &[Evidence<Leaf>], found: &[Diagnostic]) -> Option<Diagnostic> {
        let at = list.first().map_or(self.record.source.clone(), |evidence| evidence.source.clone());
        (!self.cited.contains(&key)).then(|| {
            let message = format!("`{}` has evidence from `{key}`, which its note does not cite", self.key);
            let finding = Diagnostic::error("JZ203", message).at(self.path, at);
            match guess_while_few(found, key, self.cited.iter().copied()) {
                Some(meant) => finding.hint(format!("did you mean `{meant}`? else add `[@{key}]` to the note")),
                None => finding.hint(format!("add `[@{key}]` to the note, or delete the evidence")),
            }
        })
    }

    /// A source read through itself was read: as second-hand it would count for less, unread for more, than it is.
    fn through_itself(&self, key: &str, evidence: &Evidence<Leaf>) -> Option<Diagnostic> {
        (evidence.via.as_deref() == Some(key)).then(|| {
            let message = format!("`{}` knows the source `{key}` through itself", self.key);
            let finding = Diagnostic::error("JZ216", message).at(self.path, evidence.places.via.clone());
            finding.hint("`via` names another source, which passes this one on; delete it if this one was read")
        })
    }

    /// What a source says that nobody read is known through another, or not at all.
    fn through_nobody(&self, key: &str, evidence: &Evidence<Leaf>) -> Option<Diagnostic> {
        let is_unread = self.sources.get(key).is_some_and(|source| source.meta.is_unread());
        let takes_a_stand = !matches!(evidence.stance, Stance::Mentions | Stance::Silent);
        (is_unread && takes_a_stand && evidence.via.is_none()).then(|| {
            let stance = evidence.stance.as_str();
            let message = format!("the source `{key}` was not read, so its `{stance}` does not count");
            let finding = Diagnostic::info("JZ222", message).at(self.path, evidence.source.clone());
            finding.hint("add `via:` with the source through which it is known; if it was read, correct its `status`")
        })
    }

    /// A passage in another language, as itself or its source says: pages mark it, and show what it means.
    fn passage(&self, key: &str, evidence: &Evidence<Leaf>) -> Option<Diagnostic> {
        let quote = evidence.quote.as_ref()?;
        let of_source = || self.sources.get(key)?.entry.language().map(ToString::to_string);
        let lang = match &quote.lang {
            Some(lang) => lang.clone(),
            None => {
                let sort = self.sort_of(quote)?;
                match of_source().filter(|lang| lang.starts_with("zh") == (sort == Passage::OtherScript)) {
                    Some(lang) => lang,
                    None => return Some(self.passage_without_lang(key, evidence, sort)),
                }
            }
        };
        (!lang.starts_with("zh") && quote.translation.is_none()).then(|| {
            let message = format!("the passage of `{key}` in `{lang}` has no translation");
            Diagnostic::warning("JZ207", message)
                .at(self.path, evidence.places.quote.clone())
                .hint("add `translation:` to the `quote`")
        })
    }

    /// What a passage is by its characters; none when it may be in the article's own script.
    fn sort_of(&self, quote: &Quote<Leaf>) -> Option<Passage> {
        let has = |is_such: fn(char) -> bool| quote.text.chars().any(is_such);
        if has(is_kana_or_hangul) || (has(char::is_alphabetic) && !has(is_han)) {
            return Some(Passage::Foreign);
        }
        is_in_other_script(&quote.text, self.edition.document.front.lang.script).then_some(Passage::OtherScript)
    }

    fn passage_without_lang(&self, key: &str, evidence: &Evidence<Leaf>, sort: Passage) -> Diagnostic {
        let hint = match (sort, self.edition.document.front.lang.script) {
            (Passage::Foreign, _) => "say its language: `lang: en`, and add `translation:`",
            (Passage::OtherScript, Script::Hant) => "say its script: `lang: zh-Hans`",
            (Passage::OtherScript, Script::Hans) => "say its script: `lang: zh-Hant`",
        };
        let message = format!("the passage of `{key}` is not in the article's script, and has no `lang`");
        Diagnostic::warning("JZ217", message).at(self.path, evidence.places.quote.clone()).hint(hint)
    }

    /// Of two places of one sort readers get the record's alone: then the note's stands nowhere.
    fn place(&self, key: &str, list: &[Evidence<Leaf>]) -> Option<Diagnostic> {
        let cited = self.claim.citations.iter().filter(|citation| citation.key == key);
        let cited: Vec<&Locator> = cited.map(|citation| citation.locator.as_ref()).collect::<Option<_>>()?;
        let typed: Vec<&Locator<Leaf>> = list.iter().map(|evidence| evidence.at.as_ref()).collect::<Option<_>>()?;
        let is_met = |at: &&Locator<Leaf>| cited.iter().any(|place| !differs(at, place));
        if typed.iter().any(is_met) {
            return None;
        }
        let (evidence, at, place) = (list.first()?, typed.first()?, cited.first()?);
        let script = self.edition.document.front.lang.script;
        let (at, place) = (at.text(script, Leaf::to_text), place.text(script, |_| String::new()));
        let message = format!("the evidence from `{key}` is at `{at}`, and the note cites `{place}`");
        let finding = Diagnostic::warning("JZ214", message).at(self.path, evidence.places.at.clone());
        Some(finding.hint("type the same place in both, or leave `at` away"))
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

    /// Reports sources named in `via` and `reply` that are neither in the bibliography nor links of the note.
    pub(super) fn unknown_sources(&self, findings: &mut Vec<Diagnostic>) {
        let vias =
            self.record.evidence.values().flatten().filter_map(|e| Some((e.via.as_ref()?, e.places.via.clone())));
        let reply = match &self.record.reply {
            Some(Reply::Given { source: Some(source), .. }) => Some((source, self.record.source.clone())),
            _ => None,
        };
        let is_unknown = |key: &String| self.sources.get(key).is_none() && !self.claim.links.contains(key);
        for (key, at) in vias.chain(reply).filter(|(key, _)| is_unknown(key)) {
            let finding = unknown_source("JZ306", &format!("`{}` names", self.key), key, (self.sources, findings));
            findings.push(finding.at(self.path, at));
        }
    }
}

/// What a passage is, when it is not in the article's script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passage {
    /// In another language.
    Foreign,
    /// In Chinese, in the other script.
    OtherScript,
}

/// Whether two places of one sort are apart: 頁 99 and 頁 12, not 頁 13 and 頁 12–14. Of two sorts, or free words, nobody knows.
fn differs<P, Q>(at: &Locator<P>, place: &Locator<Q>) -> bool {
    let (Locator::Labelled(label, at), Locator::Labelled(other, place)) = (at, place) else {
        return false;
    };
    let bounds = |value: &str| -> Option<(u32, u32)> {
        let (first, last) = value.split_once('–').unwrap_or((value, value));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    let are_apart = match (bounds(at), bounds(place)) {
        (Some((from, to)), Some((first, last))) => to < first || last < from,
        // 三 and 3 may be one place, 三 and 四 are not.
        (None, None) => at != place,
        _ => false,
    };
    label == other && are_apart
}
