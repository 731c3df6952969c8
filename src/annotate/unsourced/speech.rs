//! Verbs of saying. In: a verb's place in a leaf's text. Out: whether somebody's words are given there.
//! Knows no claim; 我說, 可以說 and 小說 give nobody's words.
//!
//! 1. The verb's clause reaches back to a comma, at most `REACH` characters (`clause`).
//! 2. A quotation stands behind the verb or before its clause (`quotation_after`, `quotation_before`).
//! 3. The subject is named (`is_named`), nobody in particular, or the verb is not said at all (`is_unsaid`).

use super::words::{Lexicon, Sense, Subject};
use crate::model::{Span, is_han, surname_length};

/// The farthest that a subject or a quotation may stand from its verb, in characters.
const REACH: usize = 24;

/// A leaf's text with its outermost quotations, by their first and by their last character.
pub(super) struct Quoted<'a> {
    /// The text, harmless places blanked.
    pub(super) text: &'a [char],
    /// For each character: where the quotation ends that begins there.
    pub(super) closes: Vec<Option<usize>>,
    /// For each character: where the quotation begins that ends there.
    pub(super) opens: Vec<Option<usize>>,
}

impl<'a> Quoted<'a> {
    /// Finds the outermost quotations of `text`.
    pub(super) fn new(text: &'a [char]) -> Self {
        let mut quoted = Self { text, closes: vec![None; text.len()], opens: vec![None; text.len()] };
        let mut stack = Vec::new();
        for (i, c) in text.iter().enumerate() {
            if matches!(c, '「' | '『' | '“') {
                stack.push((i, *c));
            } else if let Some((start, _)) = stack.pop_if(|(_, open)| closes(*open, *c))
                && stack.is_empty()
            {
                if let Some(slot) = quoted.closes.get_mut(start) {
                    *slot = Some(i);
                }
                if let Some(slot) = quoted.opens.get_mut(i) {
                    *slot = Some(start);
                }
            }
        }
        quoted
    }

    fn char_at(&self, i: usize) -> char {
        self.text.get(i).copied().unwrap_or('\0')
    }

    /// Says whether the verb at `verb` gives somebody's words.
    pub(super) fn gives_words(&self, verb: &Span, sense: Sense, lexicon: &Lexicon) -> bool {
        let clause = self.subject_clause(verb.start);
        let subject = self.text.get(clause.clone()).unwrap_or_default();
        if is_unnamed(subject, lexicon) || is_unsaid(subject, lexicon) {
            return false;
        }
        let is_quoted = self.quotation_after(verb.end, if sense == Sense::Call { 2 } else { REACH })
            || (sense != Sense::Call && self.quotation_before(&clause, verb.end));
        if is_quoted || sense == Sense::Call {
            return is_quoted;
        }
        let is_noun = self.char_at(verb.end) == '的';
        if sense == Sense::Hold {
            return is_holder(subject, lexicon) && !is_noun;
        }
        let is_someone = is_named(subject, verb.len(), lexicon) || (sense == Sense::Report && subject.len() >= 2);
        is_someone && !is_noun
    }

    /// Says whether the act at `verb` is done by or to what has a proper name.
    pub(super) fn is_act(&self, verb: &Span, lexicon: &Lexicon) -> bool {
        let clause = self.clause(verb.start);
        let subject = self.text.get(clause.clone()).unwrap_or_default();
        let whole = self.text.get(clause.start..self.clause_behind(verb.end).end).unwrap_or_default();
        has_proper_name(whole) && !is_unnamed(subject, lexicon) && !is_unsaid(subject, lexicon)
    }

    /// Says whether the title of a work stands in the clause behind `from`.
    pub(super) fn cites(&self, from: usize) -> bool {
        let behind = self.text.get(from..).unwrap_or_default().iter().take(REACH);
        behind.take_while(|c| !ends_clause(**c)).any(|c| *c == '《')
    }

    /// Says whether an enumeration begins at `at`: 第一個例子是…
    pub(super) fn opens_list(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| ends_clause(self.char_at(before)))
    }

    /// Says whether the author or the reader is the subject of what stands at `at`.
    pub(super) fn is_first_person(&self, at: usize, lexicon: &Lexicon) -> bool {
        is_unnamed(self.text.get(self.clause(at)).unwrap_or_default(), lexicon)
    }

    /// Says whether `sentence` is the tag of a quotation that ends before it: 「天下雨了。」他說。
    pub(super) fn is_tag(&self, sentence: &Span, lexicon: &Lexicon) -> bool {
        let is_verb = |i: usize| {
            let verb = lexicon.senses.longest_at(self.text, i);
            verb.is_some_and(|(len, sense)| {
                matches!(sense, Sense::Say | Sense::Report) && self.quotation_before(&(sentence.start..i), i + len)
            })
        };
        sentence.clone().any(is_verb)
    }

    /// The clause that holds the subject of `verb`; where only 並 or 又 stands between a comma and the verb, the one before.
    fn subject_clause(&self, verb: usize) -> Span {
        let clause = self.clause(verb);
        let subject = self.text.get(clause.clone()).unwrap_or_default();
        let carries_on = !subject.is_empty() && subject.iter().all(|c| joins(*c));
        match clause.start.checked_sub(1).filter(|comma| carries_on && matches!(self.char_at(*comma), '，' | ',')) {
            Some(comma) => self.clause(comma),
            None => clause,
        }
    }

    /// The clause before `verb`.
    pub(super) fn clause(&self, verb: usize) -> Span {
        let mut start = verb;
        while start > verb.saturating_sub(REACH) && !ends_clause(self.char_at(start - 1)) {
            start -= 1;
        }
        start..verb
    }

    /// The clause behind a verb that ends at `end`.
    pub(super) fn clause_behind(&self, end: usize) -> Span {
        let behind = self.text.get(end..).unwrap_or_default().iter().take(REACH);
        end..end + behind.take_while(|c| !ends_clause(**c)).count()
    }

    /// Says whether a quotation begins at most `reach` characters behind `from`, in the same clause.
    fn quotation_after(&self, from: usize, reach: usize) -> bool {
        for i in from..from + reach {
            if self.closes.get(i).copied().flatten().is_some() {
                return true;
            }
            let c = self.char_at(i);
            let opens_next = self.closes.get(i + 1).copied().flatten().is_some();
            if c == '\0' || (ends_clause(c) && !opens_next) {
                return false;
            }
        }
        false
    }

    /// Says whether the clause is the tag of a quotation before it: 「天下雨了」，他說。
    fn quotation_before(&self, clause: &Span, verb_end: usize) -> bool {
        let is_tag = !is_han(self.char_at(verb_end)) && !self.char_at(verb_end).is_alphanumeric();
        let comma = clause.start.checked_sub(1).filter(|i| matches!(self.char_at(*i), '，' | ','));
        let last = comma.unwrap_or(clause.start).checked_sub(1);
        let start = last.and_then(|last| Some((self.opens.get(last).copied().flatten()?, last)));
        // A word in quotation marks is no speech; a sentence is.
        let is_sentence = |(start, last): (usize, usize)| last - start > 6 || ends_clause(self.char_at(last - 1));
        is_tag && start.is_some_and(is_sentence)
    }
}

fn closes(open: char, close: char) -> bool {
    matches!((open, close), ('「', '」') | ('『', '』') | ('“', '”'))
}

fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '。' | '；' | ';' | '：' | ':' | '！' | '？' | '!' | '?' | '…' | '—' | '」' | '』' | '”' | '\n'
    )
}

fn joins(c: char) -> bool {
    matches!(c, '並' | '并' | '且' | '又' | '也' | '還' | '还' | '亦' | '同' | '時' | '时' | '隨' | '随' | '後' | '后')
}

fn kinds<'a>(subject: &'a [char], lexicon: &'a Lexicon) -> impl Iterator<Item = (usize, usize, Subject)> + 'a {
    (0..subject.len()).filter_map(|i| lexicon.subjects.longest_at(subject, i).map(|(len, kind)| (i, len, kind)))
}

/// Says whether the subject is the author, the reader, or nobody in particular.
pub(super) fn is_unnamed(subject: &[char], lexicon: &Lexicon) -> bool {
    kinds(subject, lexicon).any(|(i, len, kind)| {
        let next = subject.get(i + len).copied().unwrap_or_default();
        kind == Subject::Unnamed && !matches!(next, '國' | '国')
    })
}

/// Says whether the verb is not said: a modal, a negation or the 的 of a noun stands directly before it.
///
/// 委員會指出 is said though 會 is a modal, and so is 《縣志》的報導.
pub(super) fn is_unsaid(subject: &[char], lexicon: &Lexicon) -> bool {
    if subject.ends_with(&['》', '的']) {
        return false;
    }
    let ends_in =
        |wanted: Subject| kinds(subject, lexicon).any(|(i, len, kind)| i + len == subject.len() && kind == wanted);
    ends_in(Subject::Unsaid) && !ends_in(Subject::Role)
}

/// Says whether somebody is named before the verb: an office, a proper name, or a Chinese name that opens the clause.
///
/// A verb of one character, as 說, wants the name nearer.
fn is_named(subject: &[char], verb_len: usize, lexicon: &Lexicon) -> bool {
    let (reach, n_between) = if verb_len == 1 { (14, 6) } else { (REACH, 12) };
    let near = subject.get(subject.len().saturating_sub(reach)..).unwrap_or_default();
    let has_role = kinds(near, lexicon).any(|(i, len, kind)| match kind {
        Subject::Role => true,
        Subject::Ending => i > 0 && i + len == near.len(),
        _ => false,
    });
    let opens_with_name = given_name(subject, 0, lexicon).is_some_and(|given| subject.len() <= given + n_between);
    has_role || has_proper_name(near) || opens_with_name || ends_with_name(subject, lexicon)
}

/// Where the given name begins of a Chinese name that begins at `i`.
fn given_name(subject: &[char], i: usize, lexicon: &Lexicon) -> Option<usize> {
    /// Surnames that begin words of prose as well: 方法, 江水, 嚴重.
    const OPENS_WORDS: &str = "于任何余史周嚴严孔方施曾柳柴武江洪游溫温白石章管莊庄萬万莫金陶雷韋韦龍龙高田付陸陆";
    let begins_word = |c: &char| OPENS_WORDS.contains(*c);
    let is_other = subject.get(i).is_none_or(begins_word) || lexicon.subjects.longest_at(subject, i).is_some();
    let given = i + surname_length(subject.get(i..)?).filter(|_| !is_other)?;
    subject.get(given).is_some_and(|c| is_given_name(*c)).then_some(given)
}

/// 村民李桂英說: the name stands directly before the verb, all of it a name.
fn ends_with_name(subject: &[char], lexicon: &Lexicon) -> bool {
    let is_name = |given: usize| subject.iter().skip(given).all(|c| is_given_name(*c));
    let mut last = subject.len().saturating_sub(3)..subject.len().saturating_sub(1);
    last.any(|i| given_name(subject, i, lexicon).is_some_and(is_name))
}

/// Says whether somebody whose opinion counts stands directly before the verb, few words between: 專家普遍認為.
fn is_holder(subject: &[char], lexicon: &Lexicon) -> bool {
    let role = kinds(subject, lexicon).filter(|(.., kind)| *kind == Subject::Role).last();
    let is_near = |end: usize| {
        let between = subject.get(end..).unwrap_or_default();
        between.len() <= 4 && !between.iter().any(|c| matches!(c, '的' | '裡' | '裏' | '里' | '他' | '她' | '它'))
    };
    let near = subject.get(subject.len().saturating_sub(14)..).unwrap_or_default();
    role.is_some_and(|(i, len, _)| is_near(i + len)) || has_proper_name(near) || ends_with_name(subject, lexicon)
}

/// Says whether a proper name shows itself: a title of a work, a name with an interpunct, a Latin word with a capital.
fn has_proper_name(text: &[char]) -> bool {
    text.iter().any(|c| matches!(c, '》' | '·' | '‧' | '・'))
        || text.windows(2).any(|pair| matches!(pair, [a, b] if a.is_ascii_uppercase() && b.is_ascii_alphabetic()))
}

fn is_given_name(c: char) -> bool {
    let is_particle = matches!(
        c,
        '的' | '人' | '多' | '上' | '口' | '昏' | '地' | '了' | '是' | '他' | '她' | '也' | '都' | '就' | '才'
    );
    is_han(c) && !is_particle
}
