//! Sentinels that make emphasis work beside full-width punctuation, and note marks before brackets.
//!
//! CommonMark 0.31 §6.2 asks for white space or punctuation outside a closing run that follows punctuation, so
//! `**重點。**然後` is not bold. A noncharacter on both sides of such a run counts as a letter and lets it open and close.
//!
//! `[^a][乙]` is a reference to 乙 in CommonMark 0.31 §6.3, and `[^a](乙)` a link: pulldown-cmark 0.13 then finds no note mark. A
//! noncharacter behind the mark parts the two. It is taken out again of code, addresses and all else.

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

/// Puts sentinels round each run of `*` or `~` that touches full-width punctuation, and behind each note mark before `[` or `(`.
pub(super) fn pad(text: &str) -> Padded {
    let mut padded = Padded { text: String::with_capacity(text.len() + 64), inserted: Vec::new() };
    let mut rest = text;
    while let Some(start) = rest.find(['*', '~', '[']) {
        let (before, found) = rest.split_at(start);
        padded.text.push_str(before);
        let n_backslashes = before.bytes().rev().take_while(|byte| *byte == b'\\').count();
        // An escaped sign is no markup; an escaped backslash does not escape what follows it.
        let is_escaped = n_backslashes % 2 == 1;
        rest = match note_mark(found) {
            // `![^a](m.png)` is a picture.
            Some(length) if !is_escaped && (!before.ends_with('!') || before.ends_with("\\!")) => {
                padded.push_mark(found, length)
            }
            _ if found.starts_with('[') => padded.push_plain(found, 1),
            _ => padded.push_run(before, found, is_escaped),
        };
    }
    padded.text.push_str(rest);
    padded
}

/// The bytes of the note mark that `text` begins with, when `[` or `(` stands behind it; `[^` begins a further mark, and works.
fn note_mark(text: &str) -> Option<usize> {
    let label = text.strip_prefix("[^")?;
    let length = label.find(|c: char| matches!(c, '[' | ']') || c.is_whitespace()).filter(|n| *n > 0)?;
    let behind = label.get(length..)?.strip_prefix(']')?;
    let is_parted = behind.starts_with('(') || behind.starts_with('[') && !behind.starts_with("[^");
    is_parted.then_some(length + "[^]".len())
}

impl Padded {
    /// Takes over the first `length` bytes of `text`; returns what stands behind them.
    fn push_plain<'t>(&mut self, text: &'t str, length: usize) -> &'t str {
        let (taken, behind) = text.split_at_checked(length).unwrap_or((text, ""));
        self.text.push_str(taken);
        behind
    }

    /// The same, with a sentinel behind them.
    fn push_mark<'t>(&mut self, text: &'t str, length: usize) -> &'t str {
        let behind = self.push_plain(text, length);
        self.mark();
        behind
    }

    /// Takes over the run of `*` or `~` that `found` begins with.
    fn push_run<'t>(&mut self, before: &str, found: &'t str, is_escaped: bool) -> &'t str {
        let sign = if found.starts_with('*') { '*' } else { '~' };
        let behind = if is_escaped { found.get(1..).unwrap_or_default() } else { found.trim_start_matches(sign) };
        // `strip_suffix` would compare all that follows, run for run.
        let run = found.get(..found.len() - behind.len()).unwrap_or(found);
        let touches = |c: Option<char>| c.is_some_and(is_wide_punctuation);
        if !is_escaped && (touches(before.chars().next_back()) || touches(behind.chars().next())) {
            self.mark();
            self.text.push_str(run);
            self.mark();
        } else {
            self.text.push_str(run);
        }
        behind
    }

    fn mark(&mut self) {
        self.inserted.push(self.text.len());
        self.text.push(SENTINEL);
    }
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
