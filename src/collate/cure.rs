//! What to type where the text departs from its witness: the rule, or the entry of `omitted` or `added`.

use super::inverse::Received;
use crate::config::yaml_text;
use crate::model::Collation;

/// How far a difference is looked through, in characters; more is no single correction.
const MAX_DIFFERENCE: usize = 40;
/// How many characters behind a difference must be the same.
const N_SAME: usize = 3;
/// A difference on one side alone, of more characters than these, is a passage and no correction of a word.
const MAX_WORD: usize = 2;

/// Returns the hint for a difference at `i` of the received text as typed and `j` of the witness.
pub(super) fn cure(ours: (&[Received], usize), theirs: (&[Received], usize), record: &Collation) -> String {
    let rest = |(text, at): (&[Received], usize)| -> Vec<char> {
        let rest = text.get(at..).unwrap_or_default().iter().map(|(c, _)| *c);
        rest.take(MAX_DIFFERENCE + N_SAME).collect()
    };
    let (here, there) = (rest(ours), rest(theirs));
    let text = |chars: &[char], n: usize| chars.get(..n).unwrap_or_default().iter().collect::<String>();
    let Some((n, m)) = difference(&here, &there) else { return GENERAL.to_owned() };
    let (lemma, reading) = (text(&here, n), text(&there, m));
    if lemma.contains('\n') || reading.contains('\n') {
        return GENERAL.to_owned();
    }
    match (n, m) {
        (0, m) if m > MAX_WORD => in_record("type it where it belongs, or", "omitted", &reading),
        (n, 0) if n > MAX_WORD => in_record("delete it, or", "added", &lemma),
        _ => {
            let (before, after) = context(ours, (&here, n), n == 0 || m == 0);
            let (lemma, reading) = (format!("{before}{lemma}{after}"), format!("{before}{reading}{after}"));
            let id = free_id(record);
            let (typed, lemma) = (yaml_text(&reading), yaml_text(&lemma));
            format!(
                "type `{reading}` again, and below `rules:` in collation.yaml: \
                 `- {{id: {id}, reading: {typed}, lemma: {lemma}, status: accepted}}`; or run `jiaozhu collate`"
            )
        }
    }
}

const GENERAL: &str = "put the received characters back, and below `rules:` in collation.yaml type \
                       `- {id: change-1, reading: 甲, lemma: 乙, status: accepted}`, where 甲 was received and 乙 is right";

fn in_record(first: &str, list: &str, exact: &str) -> String {
    format!("{first} below `{list}:` in collation.yaml: `- {{exact: {}, reason: …}}`", yaml_text(exact))
}

/// Returns the fewest characters of both texts, from their beginning, behind which they are the same.
fn difference(here: &[char], there: &[char]) -> Option<(usize, usize)> {
    let same = |n: usize, m: usize| {
        let (here, there) = (here.get(n..)?, there.get(m..)?);
        let n_same = here.iter().zip(there).take_while(|(a, b)| a == b).count();
        (n_same >= N_SAME || (n_same == here.len() && n_same == there.len())).then_some((n, m))
    };
    (1..=MAX_DIFFERENCE).find_map(|sum| (0..=sum).find_map(|n| same(n, sum - n)))
}

/// A character before and one behind, of the same line: one character is seldom a word, and none is no reading.
fn context(ours: (&[Received], usize), (here, n): (&[char], usize), is_needed: bool) -> (String, String) {
    let is_word = |c: &char| c.is_alphanumeric();
    let before = ours.1.checked_sub(1).and_then(|i| ours.0.get(i)).map(|(c, _)| *c).filter(is_word);
    let after = here.get(n).copied().filter(is_word);
    match (before, after) {
        (_, Some(after)) => (String::new(), after.to_string()),
        (Some(before), None) => (before.to_string(), String::new()),
        (None, None) if is_needed => (String::new(), here.get(n).map(char::to_string).unwrap_or_default()),
        (None, None) => (String::new(), String::new()),
    }
}

/// Returns an id that no rule has.
fn free_id(record: &Collation) -> String {
    let is_free = |id: &String| record.rules.iter().all(|rule| rule.id != *id);
    (1..=record.rules.len() + 1).map(|n| format!("change-{n}")).find(is_free).unwrap_or_default()
}
