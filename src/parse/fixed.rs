//! Fixed forms in a leaf's text: `-{不轉}-` and `-{zh-hans:计算机; zh-hant:電腦}-`, as MediaWiki writes them.

use std::ops::Range;

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
        let inner = leaf.slice(&(start + 2..end));
        if let Some(slip) = find_slip(&inner) {
            findings.push(slip.at(path, leaf, start + 2));
        }
        let (own, fixed) = read_forms(&inner, lang);
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

/// What parts forms from each other, and a variant from its form.
const SEMICOLONS: [char; 2] = [';', '；'];
const COLONS: [char; 2] = [':', '：'];

fn read_forms(inner: &str, lang: Variant) -> (String, Forms) {
    let mut typed: Vec<(Variant, Range<usize>)> = Vec::new();
    let mut at = 0;
    for part in inner.split_inclusive(SEMICOLONS) {
        let end = at + part.trim_end_matches(SEMICOLONS).len();
        match (variant_of(part), typed.last_mut()) {
            (Some((variant, form)), _) => typed.push((variant, at + form..end)),
            // A semicolon of the form itself.
            (None, Some((_, form))) if inner.get(at..end).is_some_and(|text| !text.trim().is_empty()) => form.end = end,
            (None, _) => {}
        }
        at += part.len();
    }
    if typed.is_empty() {
        return (inner.to_owned(), Forms::default());
    }
    let form = |at: Range<usize>| inner.get(at).unwrap_or_default().trim().to_owned();
    let forms = Forms(typed.into_iter().map(|(variant, at)| (variant, form(at))).collect());
    let own = forms.form(lang).or(forms.0.values().next().map(String::as_str)).unwrap_or(inner).to_owned();
    (own, forms)
}

/// The variant that a part `zh-hant:電腦` is for, and the byte at which its form begins.
fn variant_of(part: &str) -> Option<(Variant, usize)> {
    let (key, form) = part.split_once(COLONS)?;
    Some((key.trim().parse().ok()?, part.len() - form.len()))
}

/// What would be printed of the syntax of a fixed form: its bytes in the form, what is wrong, what to type.
struct Slip {
    at: Range<usize>,
    before: usize,
    message: String,
    hint: String,
}

impl Slip {
    fn new(inner: &str, at: Range<usize>, message: String, hint: String) -> Self {
        let n_chars = |range: Range<usize>| inner.get(range).map_or(0, |text| text.chars().count());
        Self { before: n_chars(0..at.start), at, message, hint }
    }

    /// Returns the finding; the form begins at the character `start` of the leaf.
    fn at(self, path: &str, leaf: &Leaf, start: usize) -> Diagnostic {
        let start = start + self.before;
        // Tags are ASCII, of which each character is a byte.
        let span = leaf.source_span(&(start..start + self.at.len()));
        Diagnostic::error("JZ509", self.message).at(path, span).hint(self.hint)
    }
}

/// Finds a tag that is read as text: of no variant known here, or not at the beginning of its form.
fn find_slip(inner: &str) -> Option<Slip> {
    inner.match_indices(COLONS).find_map(|(colon, _)| {
        let before = inner.get(..colon)?.trim_end();
        let is_of_tag = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let rest = before.trim_end_matches(is_of_tag);
        let tag = before.get(rest.len()..).filter(|tag| is_tag(tag))?;
        let is_first = rest.trim_end().is_empty() || rest.trim_end().ends_with(SEMICOLONS);
        let (message, hint) = match tag.parse::<Variant>() {
            Ok(_) if is_first => return None,
            Ok(_) => (format!("`{tag}:` stands within another form"), PARTED.to_owned()),
            Err(_) => (format!("`{tag}` is no script variant of a fixed form"), hint_for(tag)),
        };
        Some(Slip::new(inner, rest.len()..before.len(), message, hint))
    })
}

const PARTED: &str = "part the forms by `;`, as `-{zh-hans:计算机; zh-hant:電腦}-`";

/// `zh-tw`, `zh-Hnat`, `en-US`; and what is short for Chinese or its scripts.
fn is_tag(text: &str) -> bool {
    let lower = text.to_ascii_lowercase().replace('_', "-");
    let (first, rest) = lower.split_once('-').unwrap_or((&lower, ""));
    let is_word = |word: &str| matches!(word.len(), 2 | 4) && word.bytes().all(|b| b.is_ascii_alphabetic());
    matches!(lower.as_str(), "zh" | "hant" | "hans")
        || first.len() == 2 && is_word(first) && !rest.is_empty() && rest.split('-').all(is_word)
}

/// What to type for the tags of MediaWiki and of others.
fn hint_for(tag: &str) -> String {
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let (script, region) = match tag.as_str() {
        "zh-tw" => ("zh-hant", "zh-hant-TW"),
        "zh-hk" | "zh-mo" | "zh-hant-mo" => ("zh-hant", "zh-hant-HK"),
        "zh-cn" | "zh-sg" | "zh-my" | "zh-hans-sg" | "zh-hans-my" => ("zh-hans", "zh-hans-CN"),
        _ => return "type `zh-hant` or `zh-hans`, as `-{zh-hans:计算机; zh-hant:電腦}-`".to_owned(),
    };
    format!("type `{script}`, or `{region}` where only a region's words are meant")
}
