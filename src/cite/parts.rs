//! From the engine's tree to the parts of a line.

use hayagriva::citationberg::FontStyle;
use hayagriva::{ElemChild, ElemChildren};

use super::{Formatted, Part};
use crate::model::SafeUrl;

/// Marks that end a sentence, after which the engine adds a full stop.
const SENTENCE_ENDS: [char; 5] = ['？', '！', '。', '?', '!'];

/// What a hyphen of a number is for the engine, U+2011; in a line it is a hyphen again.
pub(super) const HELD_HYPHEN: &str = "\u{2011}";

/// Returns the parts of an item's tree, not tidied.
pub(super) fn collect(children: &ElemChildren, parts: &mut Vec<Part>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) if text.formatting.font_style == FontStyle::Italic => {
                parts.push(Part::Italic(text.text.clone()));
            }
            ElemChild::Text(text) => parts.push(Part::Text(text.text.clone())),
            ElemChild::Elem(elem) => collect(&elem.children, parts),
            ElemChild::Markup(text) => parts.push(Part::Text(text.clone())),
            ElemChild::Link { text, url } => parts.push(link(text.text.clone(), url)),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// Returns a link, or its text alone when the address may not stand in a page.
pub(super) fn link(text: String, url: &str) -> Part {
    match SafeUrl::parse(url) {
        Ok(safe) => Part::Link { text, url: safe.as_str().to_owned() },
        Err(_) => Part::Text(text),
    }
}

/// Returns the line that `parts` make: neighbours of one kind joined, punctuation mended.
pub(super) fn line(parts: Vec<Part>, lang: String) -> Formatted {
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
    for mut part in parts.into_iter().filter(|part| !part.text().is_empty()) {
        release_hyphens(&mut part);
        match (joined.last_mut(), part) {
            (Some(Part::Text(last)), Part::Text(text)) | (Some(Part::Italic(last)), Part::Italic(text)) => {
                last.push_str(&text);
            }
            (_, part) => joined.push(part),
        }
    }
    let mut last = None;
    for part in &mut joined {
        drop_stops(part, last);
        last = part.text().chars().last().or(last);
    }
    joined.retain(|part| !part.text().is_empty());
    let text = joined.iter().map(Part::text).collect();
    Formatted { text, html_nodes: joined, lang }
}

fn release_hyphens(part: &mut Part) {
    let (Part::Text(text) | Part::Italic(text) | Part::Link { text, .. }) = part;
    if text.contains(HELD_HYPHEN) {
        *text = text.replace(HELD_HYPHEN, "-");
    }
}

/// Drops each full stop that follows the end of a sentence; `last` is the character before the part.
fn drop_stops(part: &mut Part, mut last: Option<char>) {
    let (Part::Text(text) | Part::Italic(text)) = part else { return };
    text.retain(|c| {
        let is_double = c == '.' && last.is_some_and(|last| SENTENCE_ENDS.contains(&last));
        last = Some(c);
        !is_double
    });
}
