//! Fixed forms in a leaf's text: `-{不轉}-` and `-{zh-hans:计算机; zh-hant:電腦}-`, as MediaWiki writes them.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::model::{Forms, Leaf, Mark, Markup, Span, Variant};

/// Replaces each fixed form by its text in the article's own script, and marks it.
pub(super) fn find_fixed(path: &str, leaf: &mut Leaf, lang: Variant, findings: &mut Vec<Diagnostic>) {
    let protected = leaf.protected();
    let mut edits: Vec<(Span, Vec<char>)> = Vec::new();
    let mut forms = Vec::new();
    let mut at = 0;
    while let Some(start) = find(leaf, &protected, at, ['-', '{']) {
        let Some(end) = find(leaf, &protected, start + 2, ['}', '-']) else {
            report_open(path, leaf, start, findings);
            break;
        };
        at = end + 2;
        let (own, fixed) = read_forms(&leaf.slice(&(start + 2..end)), lang);
        edits.push((start..at, own.chars().collect()));
        forms.push(fixed);
    }
    if edits.is_empty() {
        return;
    }
    let kept: Vec<(Span, Vec<char>)> = edits.iter().flat_map(|(span, own)| around(leaf, span, own)).collect();
    let (mut spliced, _) = leaf.splice(&kept);
    let mut moved = 0_isize;
    for ((span, own), fixed) in edits.iter().zip(forms) {
        let start = span.start.saturating_add_signed(moved);
        moved += own.len() as isize - span.len() as isize;
        spliced.marks.push(Mark { at: start..start + own.len(), kind: Markup::Fixed(fixed) });
    }
    *leaf = spliced;
}

/// What goes of a fixed form: all but the text that stays, so that its characters keep their places in the file.
fn around(leaf: &Leaf, span: &Span, own: &[char]) -> Vec<(Span, Vec<char>)> {
    let typed = leaf.text.get(span.clone()).unwrap_or_default();
    let place = typed.windows(own.len().max(1)).position(|part| part == own);
    match place.map(|i| span.start + i) {
        Some(start) => vec![(span.start..start, Vec::new()), (start + own.len()..span.end, Vec::new())],
        None => vec![(span.clone(), own.to_vec())],
    }
}

fn report_open(path: &str, leaf: &Leaf, start: usize, findings: &mut Vec<Diagnostic>) {
    findings.push(
        Diagnostic::warning("JZ503", "the fixed form `-{` does not end in its paragraph")
            .at(path, leaf.source_span(&(start..start + 2)))
            .hint("close it with `}-`, or type `\\-{` for the characters themselves"),
    );
}

/// Finds two characters that stand side by side in the file too: an escape between or before makes them literal.
fn find(leaf: &Leaf, protected: &[bool], from: usize, pair: [char; 2]) -> Option<usize> {
    (from..leaf.text.len().saturating_sub(1)).find(|&i| {
        let byte = |i: usize| leaf.source.get(i).copied().unwrap_or_default();
        let is_pair = leaf.text.get(i..i + 2) == Some(&pair) && !protected.get(i).copied().unwrap_or_default();
        is_pair && byte(i + 1) == byte(i) + pair[0].len_utf8() && !leaf.is_escaped(i)
    })
}

fn read_forms(inner: &str, lang: Variant) -> (String, Forms) {
    let mut forms = BTreeMap::new();
    let mut is_map = false;
    for part in inner.split(';').filter(|part| !part.trim().is_empty()) {
        let Some((key, form)) = part.split_once(':') else {
            continue;
        };
        if let Ok(variant) = key.trim().parse::<Variant>() {
            is_map = true;
            forms.insert(variant, form.trim().to_owned());
        }
    }
    if !is_map {
        return (inner.to_owned(), Forms::default());
    }
    let forms = Forms(forms);
    let own = forms.form(lang).or(forms.0.values().next().map(String::as_str)).unwrap_or(inner).to_owned();
    (own, forms)
}
