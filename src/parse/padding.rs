//! Sentinels that make emphasis work beside full-width punctuation.
//!
//! CommonMark 0.31 §6.2 asks for white space or punctuation outside a closing run that follows punctuation, so
//! `**重點。**然後` is not bold. A noncharacter on both sides of such a run counts as a letter and lets it open and close.

/// The noncharacter used; the reader refuses it in content.
pub(super) const SENTINEL: char = '\u{FDD0}';

/// A text with sentinels, and the way back to the bytes of the original.
pub(super) struct Padded {
    /// The text for the Markdown parser.
    pub(super) text: String,
    /// Bytes of `text` at which sentinels stand, ascending.
    inserted: Vec<usize>,
}

impl Padded {
    /// Returns the byte of the original for a byte of the padded text.
    pub(super) fn original(&self, at: usize) -> usize {
        at - self.inserted.partition_point(|&byte| byte < at) * SENTINEL.len_utf8()
    }
}

/// Puts sentinels round each run of `*` or `~` that touches full-width punctuation.
pub(super) fn pad(text: &str) -> Padded {
    let mut padded = Padded { text: String::with_capacity(text.len() + 64), inserted: Vec::new() };
    let mut rest = text;
    while let Some(start) = rest.find(['*', '~']) {
        let (before, from_run) = rest.split_at(start);
        padded.text.push_str(before);
        let sign = if from_run.starts_with('*') { '*' } else { '~' };
        let n_backslashes = before.bytes().rev().take_while(|byte| *byte == b'\\').count();
        // An escaped sign is no markup; an escaped backslash does not escape what follows it.
        let is_escaped = n_backslashes % 2 == 1;
        let behind_run =
            if is_escaped { from_run.get(1..).unwrap_or_default() } else { from_run.trim_start_matches(sign) };
        let run = from_run.strip_suffix(behind_run).unwrap_or(from_run);
        let touches = |c: Option<char>| c.is_some_and(is_wide_punctuation);
        if !is_escaped && (touches(before.chars().next_back()) || touches(behind_run.chars().next())) {
            padded.mark();
            padded.text.push_str(run);
            padded.mark();
        } else {
            padded.text.push_str(run);
        }
        rest = behind_run;
    }
    padded.text.push_str(rest);
    padded
}

impl Padded {
    fn mark(&mut self) {
        self.inserted.push(self.text.len());
        self.text.push(SENTINEL);
    }
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
