//! Notes of Pandoc and Obsidian that stand within a sentence: `^[見卷三。]`.

use super::Edit;
use super::places::Places;

/// The longest note, in bytes.
const MAX_NOTE: usize = 8192;

/// Writes each note as a mark, and returns their definitions.
pub(super) fn translate_notes(body: &str, places: &Places) -> (Vec<Edit>, Vec<String>) {
    let stem = ["note-", "inline-note-"].into_iter().find(|stem| !body.contains(&format!("[^{stem}")));
    let Some(stem) = stem else { return (Vec::new(), Vec::new()) };
    let (mut edits, mut definitions, mut done) = (Vec::new(), Vec::new(), 0);
    for run in &places.runs {
        let text = body.get(run.at.clone()).unwrap_or_default();
        for (at, _) in text.match_indices("^[") {
            let start = run.at.start + at;
            let Some(inner) = body.get(start + 2..).and_then(bracketed).filter(|_| start >= done) else { continue };
            done = start + inner.len() + 3;
            let label = format!("{stem}{}", definitions.len() + 1);
            edits.push(Edit::new(start..done, format!("[^{label}]")));
            definitions.push(format!("[^{label}]: {}", inner.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    (edits, definitions)
}

/// What stands before the bracket that closes, within one paragraph.
fn bracketed(text: &str) -> Option<&str> {
    let (mut depth, mut is_escaped) = (1_usize, false);
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < MAX_NOTE) {
        if text.get(at..).is_some_and(|rest| rest.starts_with("\n\n")) {
            return None;
        }
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(..at).filter(|inner| !inner.trim().is_empty());
        }
    }
    None
}
