//! Refuses an article that is larger than its site allows, before more is made of it.

use std::collections::BTreeSet;

use super::{Draft, Input};
use crate::diag::Diagnostic;
use crate::model::{Leaf, LeafId, Markup, collect_leaves};

/// Citations and links of one note; each is held against each entry of its record.
const MAX_CITED: usize = 1000;

/// Reports an article of too many bytes (`JZ004`).
pub(super) fn check_size(input: &Input<'_>) -> Option<Diagnostic> {
    let limit = input.config.limits.article_kib;
    (input.text.len() > limit * 1024).then(|| {
        let finding = Diagnostic::error("JZ004", format!("the article is larger than {limit} KiB"));
        finding.at(input.path, 0..0).hint(hint("article-kib"))
    })
}

/// How many of something a leaf has.
type Count = fn(&Leaf) -> usize;

/// Reports an article of too many notes, links or parts, at the first place too many (`JZ019`).
pub(super) fn check_counts(input: &Input<'_>, draft: &Draft) -> Option<Diagnostic> {
    let limits = &input.config.limits;
    let counts: [(&str, &str, usize, Count); 3] = [
        ("notes", "notes", limits.notes, |leaf| leaf.refs.len()),
        ("links", "links and pictures", limits.links, n_links),
        ("parts", "paragraphs, sentences and marks", limits.parts, n_parts),
    ];
    let too_many =
        |what: &str, limit: usize| Diagnostic::error("JZ019", format!("the article has more than {limit} {what}"));
    for (key, what, limit, count) in counts {
        let mut n = 0;
        for leaf in &draft.leaves {
            n += count(leaf);
            if n > limit {
                return Some(too_many(what, limit).at(input.path, leaf.source_span(&(0..1))).hint(hint(key)));
            }
        }
    }
    if let Some(note) = draft.notes.get(limits.notes) {
        return Some(
            too_many("notes", limits.notes).at(input.path, note.source.start..note.source.start).hint(hint("notes")),
        );
    }
    too_many_sources(input, draft).or_else(|| crowded_note(input, draft))
}

fn too_many_sources(input: &Input<'_>, draft: &Draft) -> Option<Diagnostic> {
    let limit = input.config.limits.sources;
    let mut seen = BTreeSet::new();
    let mut cited = draft.notes.iter().flat_map(|note| &note.citations);
    let one_more = cited.find(|citation| seen.insert(citation.key.as_str()) && seen.len() > limit)?;
    let finding = Diagnostic::error("JZ019", format!("the article cites more than {limit} sources"));
    Some(finding.at(input.path, one_more.source.clone()).hint(hint("sources")))
}

fn crowded_note(input: &Input<'_>, draft: &Draft) -> Option<Diagnostic> {
    let n_links_in = |ids: &[LeafId]| ids.iter().filter_map(|id| draft.leaves.get(*id)).map(n_links).sum::<usize>();
    let note = draft.notes.iter().find(|note| {
        let mut ids = Vec::new();
        collect_leaves(&note.body, &mut ids);
        note.citations.len() + n_links_in(&ids) > MAX_CITED
    })?;
    let message = format!("the note `{}` has more than {MAX_CITED} citations and links", note.label);
    let finding = Diagnostic::error("JZ019", message).at(input.path, note.source.start..note.source.start);
    Some(finding.hint("divide the note"))
}

fn hint(key: &str) -> String {
    format!("divide the article, or set `{key}` below `[limits]` in jiaozhu.toml")
}

fn n_links(leaf: &Leaf) -> usize {
    leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Link(..) | Markup::Image(..))).count()
}

fn n_parts(leaf: &Leaf) -> usize {
    let n_ends = leaf.text.iter().filter(|c| matches!(c, '。' | '！' | '？' | '!' | '?' | '…')).count();
    1 + leaf.marks.len() + leaf.refs.len() + n_ends
}
