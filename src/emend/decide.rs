//! One decision about one rule as edits in `collation.yaml`, and whether they say what was meant.
//!
//! 1. A status, a lemma or an `except` is exchanged or added where it is typed; nothing is laid out anew.
//! 2. The text with the edits is read again: that rule must say what was decided, and all else what it said before.

use std::ops::Range;

use super::entries::{context_item, set_status};
use crate::collate::read_record;
use crate::config::{yaml_quoted, yaml_text};
use crate::model::{Addition, Collation, Rule, RuleForm, Status};
use crate::patch::{Block, Edit, Step, Target, find_words, list_end_in, list_items, patch};

/// What is decided about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    Status(Status),
    Lemma(String),
    Except(String, String),
}

/// Returns the lines of rule `n` of `record`, whose text is `text`; none when the rules are not typed as lines.
pub(super) fn rule_block(text: &str, record: &Collation, n: usize) -> Option<Block> {
    let blocks = list_items(text, "rules").filter(|blocks| blocks.len() == record.rules.len())?;
    let rule = record.rules.get(n)?;
    blocks.into_iter().nth(n).filter(|block| is_inside(&rule.source, &block.at))
}

/// Returns the edits that record `decision` about rule `n`, and the record's text with them.
///
/// Shape: none when the way it is typed does not allow it.
pub(super) fn decide(text: &str, record: &Collation, n: usize, decision: &Decision) -> Option<(Vec<Edit>, String)> {
    let rule = record.rules.get(n)?;
    let block = rule_block(text, record, n)?;
    let edit = match decision {
        Decision::Status(status) => set_status(text, rule, *status),
        Decision::Lemma(lemma) => set_lemma(text, &block, lemma)?,
        Decision::Except(prefix, suffix) => add_except(text, &block, rule, &context_item(prefix, suffix))?,
    };
    let edits = vec![edit];
    let new = String::from_utf8(patch(text.as_bytes(), &edits)?).ok()?;
    says(&new, record, n, decision).then_some((edits, new))
}

fn set_lemma(text: &str, block: &Block, lemma: &str) -> Option<Edit> {
    let at = typed_in(text, block, &[Step::Key("rules"), Step::Each, Step::Key("lemma")]).pop()?;
    let is_quoted = text.get(at.clone())?.starts_with(['"', '\'']);
    Some(Edit { at, new: if is_quoted { yaml_quoted(lemma) } else { yaml_text(lemma) } })
}

/// Adds `item` behind the contexts of `rule`: as a line if they are lines, else between their brackets.
fn add_except(text: &str, block: &Block, rule: &Rule, item: &str) -> Option<Edit> {
    let is_flow = text.get(block.at.clone())?.trim_start_matches([' ', '-']).starts_with('{');
    if is_flow && rule.except.is_empty() {
        return Some(Edit { at: rule.source.end..rule.source.end, new: format!(", except: [{item}]") });
    }
    if let Some(end) = list_end_in(text, block, "except").filter(|_| !is_flow) {
        return Some(end.insert(&format!("{}- {item}\n", end.indent)));
    }
    let steps = |key| [Step::Key("rules"), Step::Each, Step::Key("except"), Step::Each, Step::Key(key)];
    let mut contexts = typed_in(text, block, &steps("prefix"));
    contexts.extend(typed_in(text, block, &steps("suffix")));
    let last = contexts.into_iter().map(|at| at.end).max()?;
    let close = text.get(last..block.at.end)?.find('}')?;
    let at = last + close + 1;
    Some(Edit { at: at..at, new: format!(", {item}") })
}

/// Where values are typed inside `block`, in the order of the text.
fn typed_in(text: &str, block: &Block, steps: &[Step]) -> Vec<Range<usize>> {
    let found = find_words(text, steps, Target::Value, |_| true).unwrap_or_default();
    found.into_iter().filter(|at| is_inside(at, &block.at)).collect()
}

fn is_inside(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether `text` says what `record` says, but for `decision` about rule `n`.
fn says(text: &str, record: &Collation, n: usize, decision: &Decision) -> bool {
    let Ok(read) = read_record(&record.path, text) else { return false };
    let mut meant: Vec<Rule> = record.rules.iter().map(without_places).collect();
    let Some(rule) = meant.get_mut(n) else { return false };
    match (decision, &mut rule.form) {
        (Decision::Status(status), _) => rule.status = *status,
        (Decision::Lemma(new), RuleForm::Word { lemma, .. }) => new.clone_into(lemma),
        (Decision::Lemma(_), _) => return false,
        (Decision::Except(prefix, suffix), _) => rule.except.push((prefix.clone(), suffix.clone())),
    }
    let exacts = |list: &[Addition]| list.iter().map(|a| (a.exact.clone(), a.reason.clone())).collect::<Vec<_>>();
    read.rules.iter().map(without_places).eq(meant)
        && exacts(&read.omitted) == exacts(&record.omitted)
        && exacts(&read.added) == exacts(&record.added)
}

fn without_places(rule: &Rule) -> Rule {
    Rule { source: 0..0, status_source: None, reason_leaf: None, ..rule.clone() }
}

#[cfg(test)]
mod tests {
    use super::{Decision, decide};
    use crate::collate::read_record;
    use crate::model::Status;

    #[track_caller]
    fn check(before: &str, decision: &Decision, after: Option<&str>) {
        let record = read_record("collation.yaml", before).expect("a record");
        let n = record.rules.iter().position(|rule| rule.id == "a").expect("the rule");
        let new = decide(before, &record, n, decision).map(|(_, new)| new);
        assert_eq!(new.as_deref(), after, "{before}");
    }

    fn context() -> Decision {
        Decision::Except("甲「".to_owned(), "乙".to_owned())
    }

    #[test]
    fn a_status_is_exchanged_or_added() {
        let doubtful = Decision::Status(Status::Doubtful);
        check(
            "rules:\n  - id: a # 一\n    reading: 橋頭\n    lemma: 橋口\n    status: proposed # 二\n",
            &doubtful,
            Some("rules:\n  - id: a # 一\n    reading: 橋頭\n    lemma: 橋口\n    status: doubtful # 二\n"),
        );
        check(
            "rules:\n- {id: a, reading: 橋頭, lemma: 橋口}\n",
            &doubtful,
            Some("rules:\n- {id: a, status: doubtful, reading: 橋頭, lemma: 橋口}\n"),
        );
    }

    #[test]
    fn a_lemma_is_exchanged_in_its_quotation_marks() {
        let lemma = Decision::Lemma("橋「口」".to_owned());
        let two = "rules:\n  - {id: b, reading: 亭, lemma: 橋口}\n  - id: a\n    lemma: '橋口'\n    reading: 橋頭\n";
        check(two, &lemma, Some(&two.replace("'橋口'", "\"橋「口」\"")));
        check(two, &Decision::Lemma("橋頭".to_owned()), None);
        check("rules:\n  - {id: a, rule: dashes}\n", &lemma, None);
        check("rules: [{id: a, reading: 橋頭, lemma: 橋口}]\n", &lemma, None);
    }

    #[test]
    fn an_exception_is_added_as_its_neighbours_are_typed() {
        let item = "{prefix: \"甲「\", suffix: \"乙\"}";
        let block = "rules:\n  - id: a\n    reading: 橋頭\n    lemma: 橋口\n";
        check(block, &context(), Some(&format!("{block}    except:\n      - {item}\n")));
        let lines =
            "rules:\n  - id: a\n    except:\n    - prefix: 丙\n      suffix: 丁\n    reading: 橋頭\n    lemma: 橋口\n";
        check(lines, &context(), Some(&lines.replace("丁\n", &format!("丁\n    - {item}\n"))));
        let brackets = "rules:\n  - id: a\n    reading: 橋頭\n    lemma: 橋口\n    except: [{suffix: 丙}] # ]\n";
        check(brackets, &context(), Some(&brackets.replace("丙}", &format!("丙}}, {item}"))));
        let flow = "rules:\n- {id: a, reading: 橋頭, lemma: 橋口}\n";
        let expected = flow.replace("a,", &format!("a, except: [{item}],"));
        check(flow, &context(), Some(&expected));
        let flow = "rules:\n- {id: a, except: [{prefix: 丙, suffix: 丁}], reading: 橋頭, lemma: 橋口}\n";
        check(flow, &context(), Some(&flow.replace("丁}", &format!("丁}}, {item}"))));
        check("rules:\n- {id: a, except: [], reading: 橋頭, lemma: 橋口}\n", &context(), None);
    }
}
