//! Finds where rules hold in a leaf, and which runs of characters they change there.

use std::rc::Rc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::generic::generic;
use crate::config::Limits;
use crate::diag::Diagnostic;
use crate::model::{Collation, Edges, Edition, EmendationClass, Leaf, Markup, Place, RuleForm, Span, Status};

/// Readings that contain each other can stand at many more places than the text has characters.
const MAX_HITS: usize = 1_000_000;
/// What the words of rules that are longer than `SHORT_WORD` come to at all their places in an article, in characters: each
/// place has a copy of its word, and a few long ones at many places would fill the memory.
const MAX_WRITTEN: usize = 2_000_000;
const SHORT_WORD: usize = 16;
/// How many characters of `only` and `except` are held against an article.
const MAX_COMPARED: usize = 100_000_000;
const SHORTER: &str = "take out rules whose readings are parts of each other, or divide the paragraph";

/// All rules, ready to be found in one pass over a leaf.
pub(super) struct Finder<'a> {
    collation: &'a Collation,
    words: Option<AhoCorasick>,
    /// The rule of each pattern, and its lemma.
    rules: Vec<(usize, Rc<[char]>)>,
    /// The rules that speak of no word.
    generic: Vec<usize>,
    /// What each rule met so far.
    met: Vec<Met>,
    /// What the long words at the places found so far come to.
    n_written: usize,
    /// How many characters of `only` and `except` were compared.
    n_compared: usize,
}

/// Where a rule stood in the leaves looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Met {
    /// Its reading stands somewhere.
    pub(super) stands: bool,
    /// It was chosen at a place.
    pub(super) holds: bool,
    /// It crosses another rule.
    pub(super) crosses: bool,
}

/// The quickest automaton takes a kilobyte for each byte of its words: fit for words, not for words as long as books.
fn kind_for(words: &[(usize, &str)]) -> Option<AhoCorasickKind> {
    let n_bytes: usize = words.iter().map(|(_, word)| word.len()).sum();
    (n_bytes > 16 * 1024).then_some(AhoCorasickKind::ContiguousNFA)
}

/// One place of a rule: the whole word.
struct Hit {
    rule: usize,
    at: Span,
    lemma: Rc<[char]>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(collation: &'a Collation) -> Self {
        let words: Vec<(usize, &str)> = collation
            .rules
            .iter()
            .enumerate()
            .filter_map(|(i, rule)| word_of(&rule.form).map(|(reading, _)| (i, reading)))
            .collect();
        let lemma = |i: usize| word_of(&collation.rules[i].form).map(|(_, lemma)| (i, lemma.chars().collect()));
        let is_generic = |i: &usize| word_of(&collation.rules[*i].form).is_none();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(kind_for(&words))
            .build(words.iter().map(|(_, word)| word));
        Self {
            collation,
            words: automaton.ok().filter(|_| !words.is_empty()),
            rules: words.into_iter().filter_map(|(i, _)| lemma(i)).collect(),
            generic: (0..collation.rules.len()).filter(is_generic).collect(),
            met: vec![Met::default(); collation.rules.len()],
            n_written: 0,
            n_compared: 0,
        }
    }

    /// Returns the changed runs of all places in `leaf`, in order.
    pub(super) fn find(&mut self, leaf: &Leaf, path: &str, findings: &mut Vec<Diagnostic>) -> Vec<Place> {
        if self.collation.rules.is_empty() {
            return Vec::new();
        }
        let protected = leaf.protected();
        let mut hits = self.find_words(leaf, &protected);
        if hits.len() > MAX_HITS {
            let message = format!("the rules' readings stand at more than {MAX_HITS} places of a paragraph");
            findings.push(Diagnostic::error("JZ019", message).at(path, leaf.source_span(&(0..1))).hint(SHORTER));
            return Vec::new();
        }
        hits.extend(self.find_generic(leaf, &protected));
        hits.retain(|hit| self.holds(leaf, hit, findings));
        hits.iter().for_each(|hit| self.met[hit.rule].stands = true);
        let hits = self.choose(leaf, path, hits, findings);
        let mut places = Vec::new();
        let whole = leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Link(..) | Markup::Ruby(_)));
        let whole = Edges::of(whole.map(|mark| &mark.at));
        for hit in &hits {
            self.met[hit.rule].holds = true;
            self.report_link_edge(leaf, path, (hit, &whole), findings);
            let (class, runs) = runs_of(leaf, hit);
            let is_within = self.n_written <= MAX_WRITTEN;
            self.n_written += hit.lemma.len().saturating_sub(SHORT_WORD) * runs.len();
            if self.n_written <= MAX_WRITTEN {
                places.extend(self.places(leaf, hit, (class, runs)));
            } else if is_within {
                findings.push(self.too_much_written(hit.rule));
            }
        }
        places
    }

    /// Returns what each rule met in the leaves looked at.
    pub(super) fn into_met(self) -> Vec<Met> {
        self.met
    }

    fn find_words(&self, leaf: &Leaf, protected: &[bool]) -> Vec<Hit> {
        let Some(words) = &self.words else {
            return Vec::new();
        };
        let text = leaf.to_text();
        let mut starts = vec![0_usize; text.len() + 1];
        text.char_indices().enumerate().for_each(|(i, (byte, _))| starts[byte] = i);
        starts[text.len()] = leaf.text.len();
        let mut hits = Vec::new();
        // One more than is allowed tells that there are too many.
        for found in words.find_overlapping_iter(&text).take(MAX_HITS + 1) {
            let (rule, lemma) = &self.rules[found.pattern().as_usize()];
            let at = starts[found.start()]..starts[found.end()];
            if protected.get(at.clone()).is_some_and(|flags| flags.iter().any(|flag| *flag)) {
                continue;
            }
            hits.push(Hit { rule: *rule, at, lemma: Rc::clone(lemma) });
        }
        hits
    }

    fn find_generic(&self, leaf: &Leaf, protected: &[bool]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for &rule in &self.generic {
            let free = generic(&self.collation.rules[rule].form, &leaf.text)
                .into_iter()
                .filter(|(at, _)| !protected.get(at.clone()).is_some_and(|flags| flags.contains(&true)));
            hits.extend(free.map(|(at, lemma)| Hit { rule, at, lemma: lemma.into() }));
        }
        hits
    }

    /// Says whether a rule holds at a place where it stands; nothing is compared any more once it was too much.
    fn holds(&mut self, leaf: &Leaf, hit: &Hit, findings: &mut Vec<Diagnostic>) -> bool {
        let rule = &self.collation.rules[hit.rule];
        if self.n_compared > MAX_COMPARED {
            return false;
        }
        let mut n = 0;
        let before = leaf.text.get(..hit.at.start).unwrap_or_default();
        let after = leaf.text.get(hit.at.end..).unwrap_or_default();
        let mut stands = |(prefix, suffix): &(String, String)| {
            begins_with(before.iter().rev(), prefix.chars().rev(), &mut n)
                && begins_with(after.iter(), suffix.chars(), &mut n)
        };
        let holds = (rule.only.is_empty() || rule.only.iter().any(&mut stands)) && !rule.except.iter().any(stands);
        self.n_compared += n;
        if self.n_compared > MAX_COMPARED {
            findings.push(self.too_much_compared(hit.rule));
        }
        holds
    }

    /// Words before generic rules, the leftmost first, of these the longest; crossing places of accepted rules are an error.
    fn choose(&mut self, leaf: &Leaf, path: &str, mut hits: Vec<Hit>, findings: &mut Vec<Diagnostic>) -> Vec<Hit> {
        let is_word = |hit: &Hit| matches!(self.collation.rules[hit.rule].form, RuleForm::Word { .. });
        let accepted = |hit: &Hit| self.collation.rules[hit.rule].status == Status::Accepted;
        // Of two rules that speak of no word one that is not decided does not hide the other.
        let gives_way = |hit: &Hit| !is_word(hit) && !accepted(hit);
        hits.sort_by_key(|hit| (hit.at.start, !is_word(hit), gives_way(hit), std::cmp::Reverse(hit.at.end), hit.rule));
        let mut chosen: Vec<Hit> = Vec::new();
        for hit in hits {
            let Some(last) = chosen.last_mut().filter(|last| last.at.end > hit.at.start) else {
                chosen.push(hit);
                continue;
            };
            let nested = hit.at.end <= last.at.end || hit.at.start == last.at.start;
            if !nested && accepted(last) && accepted(&hit) && is_word(&hit) == is_word(last) {
                self.met[last.rule].crosses = true;
                self.met[hit.rule].crosses = true;
                let (a, b) = (&self.collation.rules[last.rule].id, &self.collation.rules[hit.rule].id);
                let finding = Diagnostic::error("JZ602", format!("the rules `{a}` and `{b}` cross here"));
                let span = leaf.source_span(&(last.at.start..hit.at.end));
                findings.push(finding.at(path, span).hint("make one rule of both words, or limit one with `except`"));
            }
            // What is not decided, or decided against, does not hide what is accepted.
            let hides = !nested && !accepted(last) && accepted(&hit);
            if is_word(&hit) && (!is_word(last) || hides) {
                self.met[last.rule].crosses |= hides;
                *last = hit;
            }
        }
        chosen
    }

    fn report_link_edge(
        &self,
        leaf: &Leaf,
        path: &str,
        (hit, whole): (&Hit, &Edges<'_>),
        findings: &mut Vec<Diagnostic>,
    ) {
        // What does not change may stand on both sides of the edge.
        let (_, runs) = runs_of(leaf, hit);
        let crosses = runs.iter().any(|(old, _)| whole.cross(&(hit.at.start + old.start..hit.at.start + old.end)));
        if crosses && self.collation.rules[hit.rule].status == Status::Accepted {
            let id = &self.collation.rules[hit.rule].id;
            let finding =
                Diagnostic::error("JZ605", format!("the emendation `{id}` crosses the edge of a link or ruby"));
            findings.push(
                finding
                    .at(path, leaf.source_span(&hit.at))
                    .hint("move the edge, so that the word lies inside or outside"),
            );
        }
    }

    fn too_much_written(&self, rule: usize) -> Diagnostic {
        let message = format!("long words of the rules come to more than {MAX_WRITTEN} characters at their places");
        self.too_much(rule, message)
            .hint("shorten `reading` and `lemma` to the words that differ, or divide the article")
    }

    fn too_much_compared(&self, rule: usize) -> Diagnostic {
        let message = format!("`only` and `except` of the rules take more than {MAX_COMPARED} characters to compare");
        self.too_much(rule, message)
            .hint("shorten `prefix` and `suffix` to what tells the places apart, or divide the article")
    }

    fn too_much(&self, rule: usize, message: String) -> Diagnostic {
        Diagnostic::error("JZ019", message).at(&self.collation.path, self.collation.rules[rule].source.clone())
    }

    fn places(&self, leaf: &Leaf, hit: &Hit, (class, runs): (EmendationClass, Runs)) -> Vec<Place> {
        let reading = leaf.text.get(hit.at.clone()).unwrap_or_default();
        let text = |chars: &[char], span: &Span| chars.get(span.clone()).unwrap_or_default().iter().collect::<String>();
        runs.into_iter()
            .map(|(old, new)| Place {
                id: String::new(),
                rule: hit.rule,
                status: self.collation.rules[hit.rule].status,
                received: hit.at.start + old.start..hit.at.start + old.end,
                edition: 0..0,
                reading: text(reading, &old),
                lemma: text(&hit.lemma, &new),
                word: hit.lemma.iter().collect(),
                class,
            })
            .collect()
    }
}

/// Says whether `text` begins with what is `typed`, and counts in `n` what was compared for it.
fn begins_with<'a>(
    mut text: impl Iterator<Item = &'a char>,
    mut typed: impl Iterator<Item = char>,
    n: &mut usize,
) -> bool {
    typed.all(|c| {
        *n += 1;
        text.next() == Some(&c)
    })
}

/// A rule's word: its reading and its lemma.
fn word_of(form: &RuleForm) -> Option<(&str, &str)> {
    match form {
        RuleForm::Word { reading, lemma } => Some((reading, lemma)),
        _ => None,
    }
}

/// Runs of characters that differ, old and new.
type Runs = Vec<(Span, Span)>;

fn runs_of(leaf: &Leaf, hit: &Hit) -> (EmendationClass, Runs) {
    changed_runs(leaf.text.get(hit.at.clone()).unwrap_or_default(), &hit.lemma)
}

/// Returns the class of the difference and the runs that differ.
fn changed_runs(reading: &[char], lemma: &[char]) -> (EmendationClass, Runs) {
    let prefix = reading.iter().zip(lemma).take_while(|(a, b)| a == b).count();
    let limit = reading.len().min(lemma.len()) - prefix;
    let suffix = reading.iter().rev().zip(lemma.iter().rev()).take(limit).take_while(|(a, b)| a == b).count();
    let whole = (prefix..reading.len() - suffix, prefix..lemma.len() - suffix);
    let sorted = |chars: &[char]| {
        let mut chars = chars.to_vec();
        chars.sort_unstable();
        chars
    };
    if reading.len() == lemma.len() {
        if sorted(reading) == sorted(lemma) {
            return (EmendationClass::Transposition, vec![whole]);
        }
        return (EmendationClass::Corruption, equal_length_runs(reading, lemma));
    }
    let class = match (whole.0.is_empty(), whole.1.is_empty()) {
        (true, false) => EmendationClass::Omission,
        (false, true) => EmendationClass::Interpolation,
        _ => EmendationClass::Corruption,
    };
    (class, vec![whole])
}

fn equal_length_runs(reading: &[char], lemma: &[char]) -> Runs {
    let mut runs = Runs::new();
    for (i, _) in reading.iter().zip(lemma).enumerate().filter(|(_, (a, b))| a != b) {
        match runs.last_mut() {
            Some((old, new)) if old.end == i => {
                old.end = i + 1;
                new.end = i + 1;
            }
            _ => runs.push((i..i + 1, i..i + 1)),
        }
    }
    runs
}

/// Reports rules that change more places than the site allows (`JZ019`), at the rule that is one too many.
pub(crate) fn too_many_places(edition: &Edition, limits: &Limits) -> Option<Diagnostic> {
    let places = edition.leaves.iter().flat_map(|edited| &edited.places);
    let rule = edition.collation.rules.get(places.map(|place| place.rule).nth(limits.emendations)?)?;
    let message = format!("the rules change more than {} places", limits.emendations);
    let finding = Diagnostic::error("JZ019", message).at(&edition.collation.path, rule.source.clone());
    Some(finding.hint("divide the article, or set `emendations` below `[limits]` in jiaozhu.toml"))
}
