//! Notes as pages show them, in the order of their numbers.

use std::collections::BTreeSet;

use super::blocks::{Block, Column};
use super::claims::{VerdictView, verdict_view};
use super::nest::{Tree, nth_id};
use super::sources::{Cited, Named, SourceViews, cited};
use crate::model::{Claim, Record, Reply, Scripted, Verdict};

/// A note: what it says in one or two columns, its sources, the ways back.
pub(crate) struct NoteView<'a> {
    /// Its key: the id is `n-KEY`.
    pub(crate) key: String,
    /// Its number.
    pub(crate) number: usize,
    /// The verdict on its claim.
    pub(crate) verdict: Option<VerdictView>,
    /// Whether all that supports it is known through others alone.
    pub(crate) is_second_hand: bool,
    /// What it says, one a column.
    pub(crate) bodies: Vec<NoteBody<'a>>,
    /// The sources it cites, in the first column's script.
    pub(crate) cited: Vec<Cited<'a>>,
    /// Addresses of its marks, with a label for each.
    pub(crate) backlinks: Vec<(String, String)>,
}

/// What a note says in one script.
pub(crate) struct NoteBody<'a> {
    /// The column's language where there are two.
    pub(crate) lang: Option<&'static str>,
    /// The note as typed.
    pub(crate) blocks: Vec<Block<'a>>,
    /// What is recorded of the claim.
    pub(crate) lines: Vec<NoteLine<'a>>,
}

/// One thing recorded of a claim.
pub(crate) struct NoteLine<'a> {
    /// The key of the word before it.
    pub(crate) word: &'static str,
    /// Who, behind that word.
    pub(crate) by: Tree<'a>,
    /// What; nothing when the word says it all.
    pub(crate) text: Tree<'a>,
    /// A date behind it.
    pub(crate) date: String,
    /// Where it is found: a source, and the place in it.
    pub(crate) source: Option<(Named, Option<String>)>,
}

/// A column of a page of notes.
pub(crate) struct PageColumn<'a> {
    /// The column.
    pub(crate) column: &'a Column<'a>,
    /// The sign on its ways back, where there are two: 繁 or 简.
    pub(crate) sign: &'static str,
    /// Its language, where there are two.
    pub(crate) lang: Option<&'static str>,
}

/// Returns all notes for the page's columns; `sources` are in the first one's script.
pub(crate) fn note_views<'a>(
    scripted: &'a Scripted,
    columns: &[PageColumn<'a>],
    sources: &'a SourceViews,
) -> Vec<NoteView<'a>> {
    let annotated = &scripted.annotated;
    let mut views = Vec::new();
    let mut known = BTreeSet::new();
    for (key, claim) in &annotated.claims {
        let (Some(note), Some(first)) = (annotated.edition.document.notes.get(claim.note), columns.first()) else {
            continue;
        };
        let body = |page: &PageColumn<'a>| NoteBody {
            lang: page.lang,
            blocks: page.column.blocks(&note.body, &mut usize::MAX.clone()),
            lines: claim.record.as_ref().map(|record| lines(record, claim, page.column, sources)).unwrap_or_default(),
        };
        let mut cited: Vec<Cited<'a>> =
            claim.citations.iter().filter_map(|c| cited(claim, c, first.column, sources)).collect();
        cited.iter_mut().for_each(|cited| cited.is_known = !known.insert(cited.source.key.as_str()));
        views.push(NoteView {
            key: key.clone(),
            number: claim.number,
            verdict: verdict_view(annotated, claim),
            is_second_hand: claim.is_second_hand,
            bodies: columns.iter().map(body).collect(),
            cited,
            backlinks: backlinks(key, claim, columns),
        });
    }
    views
}

/// One way back a mark and column.
fn backlinks(key: &str, claim: &Claim, columns: &[PageColumn<'_>]) -> Vec<(String, String)> {
    let nths = 1..=claim.extents.len();
    nths.flat_map(|nth| columns.iter().map(move |page| (nth, page)))
        .map(|(nth, page)| {
            let count = if claim.extents.len() > 1 { nth.to_string() } else { String::new() };
            (format!("#{}{}", nth_id("r", key, nth), page.column.suffix()), format!("{}{count}", page.sign))
        })
        .collect()
}

/// What the sources show, why the verdict is another than they come to, and what those concerned say.
fn lines<'a>(record: &Record, claim: &Claim, column: &Column<'a>, sources: &SourceViews) -> Vec<NoteLine<'a>> {
    let empty = |word| NoteLine { word, by: Tree::default(), text: Tree::default(), date: String::new(), source: None };
    let line = |word, leaf: usize| NoteLine { text: column.tree(leaf), ..empty(word) };
    let mut lines: Vec<NoteLine<'a>> = Vec::new();
    lines.extend(record.finding.map(|leaf| line("finding", leaf)));
    lines.extend(record.why.filter(|_| record.verdict.is_some()).map(|leaf| line("why", leaf)));
    let as_of = record.as_of.as_ref().filter(|_| claim.verdict != Verdict::NotCheckable);
    lines.extend(as_of.map(|date| NoteLine { date: date.to_string(), ..empty("as_of") }));
    lines.extend(record.reply.as_ref().map(|reply| {
        let by = record.against.map(|leaf| column.tree(leaf)).unwrap_or_default();
        match reply {
            Reply::NoneFound => NoteLine { by, ..empty("reply_none") },
            Reply::Given { text, source, at } => {
                let name = source.as_ref().map(|key| {
                    let at = at.as_ref().map(|at| at.text(column.script(), |leaf| column.text(*leaf)));
                    (sources.named(key), at)
                });
                NoteLine { by, source: name, ..line("reply", *text) }
            }
        }
    }));
    lines.extend(record.response.as_ref().map(|response| NoteLine {
        by: column.tree(response.by),
        date: response.date.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..line("response", response.text)
    }));
    lines
}
