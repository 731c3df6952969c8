//! Sentences that assert what can be checked and carry no note. In: an `Edition` with its sentences and claims. Out: infos.
//! Knows no script conversion; it marks places to look at and judges nothing.
//!
//! 1. An article without a note in use is passed over: nobody is sourcing it. So are about pages, headings and tables.
//! 2. In each leaf, code, fixed forms, titles of works and addresses are blanked (`blank`).
//! 3. Sentences of one quotation are one passage, its tag included (`passages`).
//! 4. A passage with a note mark in it or directly behind it is sourced, and so is what a claim covers (`Noted`), and a passage
//!    whose colon announces a paragraph or item with a mark.
//! 5. What remains is searched for numbers, telltale words and speech (`triggers`); one finding a passage names them.

mod deeds;
mod kind;
mod numbers;
mod speech;
mod words;

use indexmap::IndexMap;

use crate::diag::Diagnostic;
use crate::model::{
    Claim, ClaimKind, Edition, Leaf, LeafId, Markup, NoteKey, Numbered, OBJECT, PageKind, Script, Span,
};
pub(crate) use kind::{guess_kind, may_accuse};
use speech::Quoted;
use words::{Lexicon, Sense, lexicon};

/// How many triggers a finding names.
const N_NAMED: usize = 5;

/// Reports, as `JZ210`, each sentence of the article that can be checked and carries no note.
pub(super) fn find_unsourced(
    edition: &Edition,
    numbered: &[Numbered],
    sentences: &[Vec<usize>],
    claims: &IndexMap<NoteKey, Claim>,
) -> Vec<Diagnostic> {
    let document = &edition.document;
    // Where no note names a source, nobody is sourcing the article.
    let is_sourced = claims.values().any(|claim| claim.kind != ClaimKind::Gloss);
    if !is_sourced || document.front.kind == PageKind::Page {
        return Vec::new();
    }
    let mut covered = extents_by_leaf(edition, claims);
    let prose = numbered.iter().filter(|block| !matches!(block.kind, "heading" | "row"));
    let prose: Vec<LeafId> = prose.flat_map(|block| &block.leaves).copied().collect();
    let mut findings = Vec::new();
    for (i, id) in prose.iter().enumerate() {
        let (Some(edited), Some(ends)) = (edition.leaves.get(*id), sentences.get(*id)) else {
            continue;
        };
        let extents = covered.get_mut(*id).map(std::mem::take).unwrap_or_default();
        let mut noted = Noted::new(&edited.leaf, &extents);
        let next = prose.get(i + 1).and_then(|next| edition.leaves.get(*next));
        if next.is_some_and(|next| !next.leaf.refs.is_empty()) && ends_with_colon(&edited.leaf) {
            noted.marks.push(edited.leaf.text.len());
        }
        for found in unsourced_in(&edited.leaf, ends, &noted, document.front.lang.script) {
            findings.extend(finding(&edited.leaf, &found, &document.path));
        }
    }
    findings
}

fn extents_by_leaf(edition: &Edition, claims: &IndexMap<NoteKey, Claim>) -> Vec<Vec<Span>> {
    let mut by_leaf: Vec<Vec<Span>> = vec![Vec::new(); edition.leaves.len()];
    for extent in claims.values().flat_map(|claim| &claim.extents) {
        let leaf: LeafId = extent.leaf;
        if let Some(extents) = by_leaf.get_mut(leaf) {
            extents.push(extent.at.clone());
        }
    }
    by_leaf
}

/// Says whether what `leaf` announces stands in the next: its note answers for both (《鎮志》記載：).
fn ends_with_colon(leaf: &Leaf) -> bool {
    leaf.text.iter().rfind(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, '：' | ':'))
}

/// Returns the triggers of each passage that has any without a note.
fn unsourced_in(leaf: &Leaf, ends: &[usize], noted: &Noted, script: Script) -> Vec<Vec<Span>> {
    let text = blank(leaf);
    let quoted = Quoted::new(&text);
    let lexicon = lexicon(script);
    let passages = passages(&quoted, ends, lexicon).into_iter().filter(|passage| !noted.has_mark(passage));
    let found = passages.map(|passage| {
        let mut found = triggers(&quoted, &passage, lexicon);
        found.retain(|trigger| !noted.covers(trigger.start));
        found
    });
    found.filter(|found| !found.is_empty()).collect()
}

fn finding(leaf: &Leaf, found: &[Span], path: &str) -> Option<Diagnostic> {
    let mut named: Vec<String> = Vec::new();
    for words in found.iter().map(|trigger| format!("`{}`", leaf.slice(trigger))) {
        if named.len() < N_NAMED && !named.contains(&words) {
            named.push(words);
        }
    }
    let message = format!("the sentence can be checked and carries no note: {}", named.join(", "));
    let finding = Diagnostic::info("JZ210", message).at(path, leaf.source_span(found.first()?));
    Some(
        finding
            .hint("type `[…][^label]` around the claim and a line `[^label]: …`; if it is opinion, leave it as it is"),
    )
}

/// The text with everything blanked in which nothing is asserted: code, fixed forms, titles of works and the years behind
/// them, addresses.
fn blank(leaf: &Leaf) -> Vec<char> {
    let mut text = leaf.text.clone();
    let is_address =
        |at: &Span| !leaf.text.get(at.clone()).unwrap_or_default().iter().any(|c| !c.is_ascii() || *c == ' ');
    let silent = leaf.marks.iter().filter(|mark| match &mark.kind {
        Markup::Code | Markup::Fixed(_) | Markup::Kbd | Markup::Image(..) => true,
        Markup::Link(..) => is_address(&mark.at),
        _ => false,
    });
    let spans = silent.map(|mark| mark.at.clone()).chain(works(&leaf.text)).chain(addresses(&leaf.text));
    for span in spans {
        if let Some(silent) = text.get_mut(span) {
            silent.fill(OBJECT);
        }
    }
    text
}

/// Titles of works, without their brackets, and a year in brackets behind.
fn works(text: &[char]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = None;
    for (i, c) in text.iter().enumerate() {
        match c {
            '《' | '〈' if open.is_none() => open = Some((i, *c)),
            '》' | '〉' => {
                if let Some((start, _)) = open.take_if(|(_, opener)| (*opener == '《') == (*c == '》')) {
                    found.push(start + 1..i);
                    let behind = text.get(i + 1..).unwrap_or_default().iter().take(24);
                    if matches!(text.get(i + 1), Some('（' | '('))
                        && let Some(len) = behind.clone().position(|c| matches!(c, '）' | ')'))
                    {
                        found.push(i + 2..i + 1 + len);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Addresses typed as text.
fn addresses(text: &[char]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for i in 0..=text.len() {
        if text.get(i).is_some_and(|c| c.is_ascii_graphic()) {
            continue;
        }
        let run = text.get(start..i).unwrap_or_default();
        if run.windows(3).any(|three| three == [':', '/', '/']) {
            found.push(start..i);
        }
        start = i + 1;
    }
    found
}

/// Sentences; those that one quotation holds together are one, and so is a tag such as 他說 behind it.
fn passages(quoted: &Quoted<'_>, ends: &[usize], lexicon: &Lexicon) -> Vec<Span> {
    let mut passages: Vec<Span> = Vec::new();
    let mut quoted_to = 0;
    let mut searched = 0;
    for end in ends {
        let start = passages.last().map_or(0, |before| before.end);
        let is_inside = start > 0 && start <= quoted_to;
        quoted_to =
            quoted.closes.get(searched..*end).unwrap_or_default().iter().flatten().fold(quoted_to, |a, b| a.max(*b));
        searched = *end;
        let is_tag = || start > 0 && *end - start <= 16 && quoted.is_tag(&(start..*end), lexicon);
        match passages.last_mut() {
            Some(before) if is_inside || is_tag() => before.end = *end,
            _ => passages.push(start..*end),
        }
    }
    passages
}

/// Where notes stand in a leaf.
struct Noted {
    marks: Vec<usize>,
    /// For each character, whether a claim's extent covers it.
    covered: Vec<bool>,
    /// For each place, where the white space before it begins.
    flush: Vec<usize>,
}

impl Noted {
    fn new(leaf: &Leaf, extents: &[Span]) -> Self {
        let mut edges = vec![0_isize; leaf.text.len() + 1];
        for extent in extents.iter().filter(|extent| extent.start < extent.end) {
            for (edge, step) in [(extent.start, 1), (extent.end, -1)] {
                if let Some(edge) = edges.get_mut(edge) {
                    *edge += step;
                }
            }
        }
        let depths = edges.iter().scan(0, |depth, edge| {
            *depth += edge;
            Some(*depth > 0)
        });
        let mut flush = vec![0];
        for (i, c) in leaf.text.iter().enumerate() {
            let before = flush.last().copied().unwrap_or_default();
            flush.push(if c.is_whitespace() { before } else { i + 1 });
        }
        // A mark whose note is missing stands in the text as typed, and is an error of its own.
        let typed = |i: &usize| leaf.text.get(*i..*i + 2) == Some(&['[', '^']) && !leaf.is_escaped(*i);
        let mut marks: Vec<usize> = leaf.refs.iter().map(|r| r.at).chain((0..leaf.text.len()).filter(typed)).collect();
        marks.sort_unstable();
        Self { covered: depths.collect(), marks, flush }
    }

    /// Says whether a note mark stands in `passage` or directly behind it.
    fn has_mark(&self, passage: &Span) -> bool {
        let flush = |at: &usize| self.flush.get(*at).copied().unwrap_or(*at);
        let first = self.marks.partition_point(|at| flush(at) <= passage.start);
        self.marks.get(first).is_some_and(|at| flush(at) <= passage.end)
    }

    fn covers(&self, at: usize) -> bool {
        self.covered.get(at).copied().unwrap_or_default()
    }
}

/// The numbers with units in `at`, without the words that only look like one.
fn numbers_in(text: &[char], at: &Span, lexicon: &Lexicon) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = at.start;
    let mut i = at.start;
    while i < at.end {
        let word = lexicon.senses.longest_at(text, i);
        if let Some((len, Sense::Plain)) = word {
            numbers::find_numbers(text, &(from..i), &lexicon.units, &mut found);
            from = i + len;
        }
        i += word.map_or(1, |(len, _)| len);
    }
    numbers::find_numbers(text, &(from..at.end.max(from)), &lexicon.units, &mut found);
    found
}

/// The places of `passage` that give it away, in order, those that overlap joined.
fn triggers(quoted: &Quoted<'_>, passage: &Span, lexicon: &Lexicon) -> Vec<Span> {
    let mut found = Vec::new();
    let mut i = passage.start;
    while i < passage.end {
        let Some((len, sense)) = lexicon.senses.longest_at(quoted.text, i) else {
            i += 1;
            continue;
        };
        let at = i..i + len;
        i = at.end;
        let is_trigger = match sense {
            Sense::Flat => true,
            Sense::Never => !quoted.is_first_person(at.start, lexicon),
            Sense::Ordinal => !quoted.opens_list(at.start) && !quoted.is_first_person(at.start, lexicon),
            Sense::Act => quoted.is_act(&at, lexicon),
            Sense::Verdict => quoted.is_verdict(&at, lexicon),
            Sense::Decree => quoted.is_verdict(&at, lexicon) || quoted.is_act(&at, lexicon),
            Sense::Vote => quoted.is_vote(&at, lexicon),
            Sense::Honour => quoted.is_honour(&at, lexicon),
            Sense::Utmost => {
                found.extend(quoted.utmost(&at, lexicon));
                false
            }
            Sense::Show => quoted.is_shown(&at, lexicon),
            Sense::Cite => quoted.cites(at.end),
            Sense::Report | Sense::Say | Sense::Hold | Sense::Call => quoted.gives_words(&at, sense, lexicon),
            Sense::Plain => false,
        };
        found.extend(is_trigger.then_some(at));
    }
    found.extend(numbers_in(quoted.text, passage, lexicon));
    found.sort_by_key(|at| (at.start, at.end));
    found.dedup_by(|next, at| {
        let overlaps = next.start < at.end;
        at.end = if overlaps { at.end.max(next.end) } else { at.end };
        overlaps
    });
    found
}
