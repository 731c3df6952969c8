//! Characters that look like markup and are printed as they stand: full-width brackets round a note mark, a heading without its
//! space, a table whose lines do not fit; and formulas, of which Markdown takes characters away.

use super::Input;
use super::notes::begins_line;
use crate::diag::Diagnostic;
use crate::model::{Leaf, Markup, Span, is_han};

/// Two characters that look like the beginning of markup: each one of a set, what must follow, what they are not, what to type.
struct Start(&'static str, &'static str, Follows, &'static str, &'static str);

/// What tells a look-alike from prose.
#[derive(Clone, Copy)]
enum Follows {
    /// Nothing: such characters stand in no prose.
    Anything,
    /// A label and a bracket.
    Label,
    /// The label of a note, and a bracket: 「^n」 may stand in prose.
    KnownLabel,
    /// An address and a bracket.
    Address,
}

const MARK: &str = "type the half-width `[^label]`";
const CITATION: &str = "type the half-width `[@key, 第 2 段]`";

/// What is an error stands in no prose.
const IN_TEXT: [Start; 7] = [
    Start("［", "^＾", Follows::Anything, "is no note mark", MARK),
    Start("－", "{｛", Follows::Anything, "is no fixed form", "type the half-width `-{…}-`"),
    Start("[", "＾", Follows::Label, "is no note mark", MARK),
    Start("【〔〖", "^＾", Follows::Label, "is no note mark", MARK),
    Start("「『（(", "^＾", Follows::KnownLabel, "is no note mark", MARK),
    Start("]", "（", Follows::Address, "leads to no address", "type half-width brackets, `[text](address)`"),
    Start("］", "(（", Follows::Address, "leads to no address", "type half-width brackets, `[text](address)`"),
];
const IN_NOTES: [Start; 2] = [
    Start("［", "@＠", Follows::Anything, "is no citation", CITATION),
    Start("【〔〖", "@＠", Follows::Label, "is no citation", CITATION),
];

/// A label or an address has no more characters here.
const MAX_LENGTH: usize = 500;

/// Reports what looks like markup in a leaf, outside of what is `protected`; `has_note` says whether the article has a note of a label.
pub(super) fn find_look_alikes(
    input: &Input<'_>,
    (leaf, protected): (&Leaf, &[bool]),
    in_note: bool,
    has_note: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let free = |i: &usize| !protected.get(*i).copied().unwrap_or_default() && !leaf.is_escaped(*i);
    let starts = || IN_TEXT.iter().chain(IN_NOTES.iter().filter(|_| in_note));
    let mut findings = Vec::new();
    for i in (0..leaf.text.len()).filter(free) {
        let Some(first) = leaf.text.get(i).filter(|c| is_sign(**c)) else { continue };
        let found = starts().find(|start| start.0.contains(*first) && start.fits(leaf, i, &has_note));
        findings.extend(found.map(|start| start.report(input, leaf, i)));
        findings.extend(find_picture(input, leaf, i));
        findings.extend(find_heading(input, leaf, i));
        findings.extend(find_table(input, leaf, i));
        findings.extend(find_formula(input, leaf, i));
    }
    findings
}

/// Says whether anything that is looked for begins with `c`.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '[' | ']'
            | '('
            | '#'
            | '$'
            | '|'
            | '-'
            | ':'
            | '［'
            | '］'
            | '【'
            | '〔'
            | '〖'
            | '「'
            | '『'
            | '（'
            | '－'
            | '！'
            | '＃'
            | '｜'
    )
}

impl Start {
    fn fits(&self, leaf: &Leaf, at: usize, has_note: impl Fn(&str) -> bool) -> bool {
        if !leaf.text.get(at + 1).is_some_and(|second| self.1.contains(*second)) {
            return false;
        }
        let rest = leaf.text.get(at + 2..).unwrap_or_default().iter().take(MAX_LENGTH);
        let is_end = |c: &char| matches!(c, ']' | '］' | '】' | '〕' | '〗' | '」' | '』' | ')' | '）');
        let Some(length) = rest.clone().position(is_end) else { return matches!(self.2, Follows::Anything) };
        let inner: String = rest.take(length).collect();
        match self.2 {
            Follows::Anything => true,
            Follows::Label => {
                !inner.is_empty() && (inner.starts_with(|c: char| c.is_ascii_alphanumeric()) || has_note(&inner))
            }
            Follows::KnownLabel => has_note(&inner),
            Follows::Address => is_address(&inner),
        }
    }

    fn report(&self, input: &Input<'_>, leaf: &Leaf, at: usize) -> Diagnostic {
        let typed = leaf.slice(&(at..at + 2));
        let message = format!("`{typed}` {}", self.3);
        let finding = match self.2 {
            Follows::Anything => Diagnostic::error("JZ111", message),
            _ => Diagnostic::warning("JZ115", message),
        };
        finding.at(input.path, leaf.source_span(&(at..at + 2))).hint(self.4)
    }
}

fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "www."].iter().any(|start| lower.starts_with(start)) || is_picture(&lower)
}

fn is_picture(address: &str) -> bool {
    let (_, ending) = address.rsplit_once('.').unwrap_or_default();
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"].contains(&ending.to_ascii_lowercase().as_str())
}

fn warn(input: &Input<'_>, leaf: &Leaf, at: Span, message: String, hint: &str) -> Diagnostic {
    Diagnostic::warning("JZ115", message).at(input.path, leaf.source_span(&at)).hint(hint)
}

/// `！[圖](m.png)`: a sign and a link to a picture.
fn find_picture(input: &Input<'_>, leaf: &Leaf, at: usize) -> Option<Diagnostic> {
    leaf.text.get(at).filter(|c| **c == '！')?;
    let is_link = |kind: &Markup| matches!(kind, Markup::Link(url, _) if is_picture(url.as_str()));
    let link = leaf.marks.iter().find(|mark| mark.at.start == at + 1 && is_link(&mark.kind))?;
    let typed = leaf.slice(&link.at);
    let message = format!("`！[{typed}]` shows no picture");
    Some(warn(input, leaf, at..at + 1, message, "type the half-width `![description](file)`"))
}

/// The line of the file that begins with a character of the leaf, and the line before it.
fn lines_at<'a>(input: &Input<'a>, leaf: &Leaf, at: usize) -> Option<(&'a str, &'a str)> {
    let byte = *leaf.source.get(at)?;
    let is_first = begins_line(input.text, byte);
    let (before, behind) = input.text.split_at_checked(byte).filter(|_| is_first)?;
    let above = before.trim_end_matches([' ', '\t']).strip_suffix('\n').and_then(|before| before.lines().next_back());
    Some((behind.lines().next()?, above.unwrap_or_default()))
}

/// `＃ 節`, `#題目`: no heading without a half-width sign and a space. A tag among others (`#甲 #乙`) is none.
fn find_heading(input: &Input<'_>, leaf: &Leaf, at: usize) -> Option<Diagnostic> {
    leaf.text.get(at).filter(|c| matches!(c, '#' | '＃'))?;
    let (line, _) = lines_at(input, leaf, at)?;
    let is_blank = |c: char| c.is_whitespace();
    let rest = line.trim_start_matches(['#', '＃']);
    let signs = line.strip_suffix(rest)?;
    let is_title = match rest.chars().next()? {
        c if is_blank(c) => !rest.trim().is_empty(),
        c => {
            !signs.contains('＃')
                && is_han(c)
                && !rest.trim_end().contains(is_blank)
                && !rest.contains(['#', '。', '，'])
        }
    };
    let n_signs = signs.chars().count();
    let end = at + n_signs;
    let hint = "type the half-width `# ` and a space for a heading; a `#` of the text is typed `\\#`";
    (is_title && n_signs <= 6).then(|| warn(input, leaf, at..end, format!("`{signs}` begins no heading"), hint))
}

/// `|---|---|` below a line with other cells, or with full-width lines: both stay text.
fn find_table(input: &Input<'_>, leaf: &Leaf, at: usize) -> Option<Diagnostic> {
    leaf.text.get(at).filter(|c| matches!(c, '|' | '｜' | '-' | ':'))?;
    let (line, above) = lines_at(input, leaf, at)?;
    let line = line.trim_end();
    let is_delimiter =
        line.contains(['|', '｜']) && line.contains("--") && line.chars().all(|c| "|｜:- \t".contains(c));
    if !is_delimiter || !above.contains(['|', '｜']) {
        return None;
    }
    let end = at + line.chars().count();
    if line.contains('｜') || !above.contains('|') {
        return Some(warn(input, leaf, at..end, "full-width `｜` make no table".to_owned(), "type the half-width `|`"));
    }
    let (n_head, n_below) = (n_cells(above), n_cells(line));
    let message = format!("the head of the table has {n_head} cells, the line below it {n_below}");
    let hint = "type as many `---` as the head has cells, parted by `|`";
    (n_head != n_below).then(|| warn(input, leaf, at..end, message, hint))
}

/// The cells of a line of a table; an escaped `|` parts none.
fn n_cells(line: &str) -> usize {
    let line = line.replace("\\|", "");
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').unwrap_or(line).matches('|').count() + 1
}

/// `$4\,\text{m}$`: Markdown takes a backslash before a mark, and `_` in pairs, for markup of its own.
fn find_formula(input: &Input<'_>, leaf: &Leaf, at: usize) -> Option<Diagnostic> {
    let is_sign = |i: usize| leaf.text.get(i) == Some(&'$');
    if !is_sign(at) || at.checked_sub(1).is_some_and(is_sign) {
        return None;
    }
    let start = (at..).find(|i| !is_sign(*i))?;
    let n_inner = leaf.text.get(start..)?.iter().take(MAX_LENGTH).position(|c| *c == '$')?;
    let shown = leaf.slice(&(start..start + n_inner));
    let typed = input.text.get(*leaf.source.get(start)?..*leaf.source.get(start + n_inner)?)?;
    let has_command = typed.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let (n_typed, n_shown) = (typed.chars().count(), shown.chars().count());
    if !has_command || n_typed <= n_shown || typed.contains('\n') {
        return None;
    }
    let finding = Diagnostic::warning("JZ117", "the formula loses characters, as it is read as Markdown");
    let finding = finding.at(input.path, leaf.source_span(&(at..start + n_inner + 1)));
    Some(finding.hint("type it between backquotes, which show it as it is typed"))
}
