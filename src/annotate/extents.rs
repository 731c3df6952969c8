//! What a note mark speaks of: its brackets, else the text back to the nearest bound.

use std::collections::BTreeMap;

use super::sentences::is_closer;
use crate::model::{Edges, Edited, Leaf, Markup, Span, is_han};

/// Closing and opening brackets and quotation marks.
const PAIRS: [(char, char); 12] = [
    ('」', '「'),
    ('』', '『'),
    ('）', '（'),
    ('”', '“'),
    ('’', '‘'),
    ('》', '《'),
    ('〉', '〈'),
    ('】', '【'),
    ('〕', '〔'),
    ('］', '［'),
    (')', '('),
    ('"', '"'),
];

/// What bounds the extents of a leaf, found once for all its marks.
pub(super) struct Bounds<'a> {
    leaf: &'a Leaf,
    /// The extents in brackets, by their ends.
    brackets: BTreeMap<usize, &'a Span>,
    /// For each character, whether it bounds an extent.
    is_bound: Vec<bool>,
    whole: Edges<'a>,
    emended: Edges<'a>,
}

impl<'a> Bounds<'a> {
    pub(super) fn of(edited: &'a Edited) -> Self {
        let leaf = &edited.leaf;
        let (extents, others): (Vec<_>, Vec<_>) = leaf.marks.iter().partition(|mark| mark.kind == Markup::Extent);
        let inside = inside_link_or_code(leaf);
        let is_bound = inside.iter().enumerate().map(|(i, is_inside)| !is_inside && is_bound(&leaf.text, i));
        Self {
            leaf,
            brackets: extents.iter().rev().map(|mark| (mark.at.end, &mark.at)).collect(),
            is_bound: is_bound.collect(),
            whole: Edges::of(others.iter().filter(|mark| mark.kind.is_whole()).map(|mark| &mark.at)),
            emended: Edges::of(edited.places.iter().map(|place| &place.edition)),
        }
    }

    /// Returns the text that a mark at `at` speaks of.
    pub(super) fn extent(&self, at: usize) -> Span {
        if let Some(bracket) = self.brackets.get(&at) {
            return (*bracket).clone();
        }
        let text = &self.leaf.text;
        let n_before = self.leaf.refs.partition_point(|other| other.at < at);
        let floor = n_before.checked_sub(1).and_then(|i| self.leaf.refs.get(i)).map_or(0, |other| other.at);
        let bounds = |i: usize| self.is_bound.get(i).copied().unwrap_or_default();
        let mut end = at;
        while end > floor && text.get(end - 1).is_some_and(|c| bounds(end - 1) || is_at_edge(*c)) {
            end -= 1;
        }
        let mut start = end;
        while start > floor && !bounds(start - 1) {
            start -= 1;
        }
        while start < end && text.get(start).is_some_and(|c| is_at_edge(*c)) {
            start += 1;
        }
        start..self.with_own_closers(start..end, at)
    }

    /// A closer that the extent itself opened belongs to it, with the stops before it: 「甲。」 keeps its end.
    fn with_own_closers(&self, extent: Span, at: usize) -> usize {
        let mut end = extent.end;
        let mut depths = [0_usize; PAIRS.len()];
        for c in self.leaf.text.get(extent.clone()).unwrap_or_default() {
            for (depth, (closer, opener)) in depths.iter_mut().zip(PAIRS) {
                if *c == closer && (closer != opener || *depth > 0) {
                    *depth = depth.saturating_sub(1);
                } else if *c == opener {
                    *depth += 1;
                }
            }
        }
        for (i, c) in (extent.end..at).zip(self.leaf.text.get(extent.end..at).unwrap_or_default()) {
            match PAIRS.iter().position(|(closer, _)| closer == c).and_then(|n| depths.get_mut(n)) {
                Some(depth) if *depth > 0 => {
                    *depth -= 1;
                    end = i + 1;
                }
                None if !is_closer(*c) => {}
                _ => break,
            }
        }
        end
    }

    /// Where an edge falls inside a mark that may not be cut, moves it outward.
    pub(super) fn move_outward(&self, mut at: Span) -> Span {
        for marks in [&self.whole, &self.emended] {
            let start = marks.over_start(&at).map(|mark| mark.start).min();
            let end = marks.over_end(&at).map(|mark| mark.end).max();
            at = start.unwrap_or(at.start)..end.unwrap_or(at.end);
        }
        at
    }
}

/// Says whether `c` is left out at both edges of an extent: closers, pauses, dashes and blanks.
fn is_at_edge(c: char) -> bool {
    is_closer(c) || matches!(c, '，' | '、' | '：' | ',' | ' ' | '\n' | '—' | '…')
}

fn is_bound(text: &[char], i: usize) -> bool {
    match text.get(i) {
        Some('。' | '！' | '？' | '；') => true,
        Some('.' | '!' | '?' | ';') => i.checked_sub(1).and_then(|b| text.get(b)).is_some_and(|c| is_han(*c)),
        _ => false,
    }
}

fn inside_link_or_code(leaf: &Leaf) -> Vec<bool> {
    let mut inside = vec![false; leaf.text.len()];
    for mark in leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Link(..) | Markup::Code | Markup::Fixed(_)))
    {
        if let Some(covered) = inside.get_mut(mark.at.clone()) {
            covered.fill(true);
        }
    }
    inside
}
