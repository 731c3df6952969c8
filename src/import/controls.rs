//! Control characters of a received text, which no page can hold.

use super::encoding::shown_lines;
use crate::model::{is_refused, meant_by};

/// In which lines control characters stood, by what became of them.
#[derive(Debug, Default)]
struct Found {
    /// Form feeds, now line ends.
    feeds: Vec<usize>,
    /// What Windows-1252 has others for.
    read_anew: Vec<usize>,
    /// Codes by which a terminal changes colours.
    codes: Vec<usize>,
    left_out: Vec<usize>,
}

/// Leaves out the characters that no page can hold, or puts what they stand for; returns the text and how many were changed.
pub(super) fn without_controls(text: String, report: &mut Vec<String>) -> (String, usize) {
    if !text.chars().any(is_refused) {
        return (text, 0);
    }
    let (mut out, mut line, mut found) = (String::with_capacity(text.len()), 1, Found::default());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let code = code_length(rest);
        let (piece, behind) = rest.split_at_checked(code.unwrap_or(c.len_utf8())).unwrap_or_default();
        rest = behind;
        match c {
            _ if code.is_some() => found.codes.push(line),
            '\u{b}' | '\u{c}' => {
                found.feeds.push(line);
                out.push('\n');
            }
            c if !is_refused(c) => out.push(c),
            c => match meant_by(c) {
                Some(meant) => {
                    found.read_anew.push(line);
                    out.push(meant);
                }
                None => found.left_out.push(line),
            },
        }
        line += piece.matches('\n').count();
    }
    (out, found.report(report))
}

impl Found {
    /// Says what was changed, and returns how many places were.
    fn report(&self, report: &mut Vec<String>) -> usize {
        let kinds = [
            (&self.feeds, "form feeds became line ends"),
            (&self.read_anew, "control characters became what Windows-1252 has in their place"),
            (&self.codes, "codes for the colours of a terminal were left out"),
            (&self.left_out, "control characters were left out"),
        ];
        let said = kinds.iter().filter(|(lines, _)| !lines.is_empty());
        report.extend(said.map(|(lines, what)| format!("{what} (lines {})", shown_lines(lines))));
        kinds.iter().map(|(lines, _)| lines.len()).sum()
    }
}

/// The length of the code for a terminal that `text` begins with: ESC, `[`, numbers and a letter. Source: ECMA-48, section 5.4.
fn code_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("\u{1b}[")?;
    let end = inner.find(|c: char| !matches!(c, ' '..='?'))?;
    inner.get(end..)?.starts_with(|c: char| matches!(c, '@'..='~')).then(|| text.len() - inner.len() + end + 1)
}

#[cfg(test)]
mod tests {
    use super::without_controls;

    #[test]
    fn codes_for_colours_go_whole() {
        let mut report = Vec::new();
        let text = "\u{1b}[1;32m橋\u{1b}[0m在\u{1b}[K東\u{8}邊，\u{1b}。\n";
        let (text, n_changed) = without_controls(text.to_owned(), &mut report);
        assert_eq!((text.as_str(), n_changed), ("橋在東邊，。\n", 5));
        assert_eq!(
            report,
            [
                "codes for the colours of a terminal were left out (lines 1)",
                "control characters were left out (lines 1)"
            ]
        );
    }
}
