//! Lines of a Markdown that stand for themselves though Markdown joins them: verse, fields, speakers, lines with a sign or an indentation
//! before them, and what stands below a picture. Most programs that Chinese is written in show each line as one.

use std::ops::Range;

use super::places::Places;
use super::{Edit, N_TOLD};

/// The longest line of verse or of fields, in characters.
const MAX_LINE: usize = 40;
/// The longest name before the colon of a field, in characters.
const MAX_NAME: usize = 12;
const SIGNS: [char; 17] = ['●', '○', '◎', '▲', '△', '▼', '▽', '★', '☆', '■', '□', '◆', '◇', '※', '▪', '•', '‧'];
const SPEAKERS: [&str; 8] = ["問", "答", "问", "Q", "A", "q", "a", "編按"];
/// What stands before a line to indent it.
const INDENTS: [&str; 6] = ["\u{3000}", "\u{a0}", "&nbsp;", "&emsp;", "&ensp;", "&#12288;"];

/// What became of ends of lines.
#[derive(Debug, Default)]
pub(super) struct Ends {
    pub(super) edits: Vec<Edit>,
    /// The paragraphs whose lines now stand for themselves.
    kept: Vec<Range<usize>>,
}

impl Ends {
    pub(super) fn report(&self, line: impl Fn(usize) -> usize) -> Vec<String> {
        let kept = self.kept.iter().take(N_TOLD);
        let mut report: Vec<String> = kept
            .map(|at| {
                format!(
                    "lines {}–{} are one paragraph in Markdown; each seems to stand for itself, so their ends are kept",
                    line(at.start),
                    line(at.end)
                )
            })
            .collect();
        if let Some(n_more @ 1..) = self.kept.len().checked_sub(N_TOLD) {
            report.push(format!("and {n_more} more such paragraphs"));
        }
        report
    }
}

/// A line of a paragraph. Units: bytes of the body.
struct Line<'a> {
    /// Where its text begins, indentation apart.
    start: usize,
    /// Where it ends.
    end: usize,
    /// What indents it.
    indent: Range<usize>,
    /// What stands before it in a quotation or an item.
    prefix: &'a str,
    text: &'a str,
}

/// Keeps the ends of lines that stand for themselves, and takes indentations away, which pages give paragraphs themselves.
pub(super) fn keep_ends(body: &str, places: &Places) -> Ends {
    let mut ends = Ends::default();
    for at in &places.paragraphs {
        let mut lines = read_lines(body, at);
        let is_verse = take_bars(&mut lines);
        ends.edits
            .extend(lines.iter().filter(|line| !line.indent.is_empty()).map(|line| Edit::cut(line.indent.clone())));
        let is_apart = is_verse || seem_apart(&lines);
        let mut is_changed = false;
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            if line.text.ends_with('\\')
                || line.text.to_ascii_lowercase().ends_with("<br>")
                || body.get(line.end..).is_some_and(|rest| rest.starts_with("  "))
            {
                continue;
            }
            let gap = Edit::new(line.end..line.end, format!("\n{}", next.prefix.trim_end()));
            if is_picture(line.text) && !is_picture(next.text) {
                ends.edits.push(gap);
            } else if is_apart || begins_alone(next, line) {
                let is_paragraph = !is_apart && next.prefix.trim().is_empty() && is_prose(next) && is_prose(line);
                ends.edits.push(if is_paragraph { gap } else { Edit::new(line.end..line.end, "\\") });
                is_changed = true;
            }
        }
        if is_changed && let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            ends.kept.push(first.start..last.start);
        }
    }
    ends
}

fn read_lines<'a>(body: &'a str, at: &Range<usize>) -> Vec<Line<'a>> {
    let (mut lines, mut offset) = (Vec::new(), at.start);
    let whole = body.get(at.clone()).unwrap_or_default();
    for (n, raw) in whole.trim_end().split('\n').enumerate() {
        let begin = offset;
        offset += raw.len() + 1;
        let marks = if n == 0 {
            ""
        } else {
            raw.get(..raw.len() - raw.trim_start_matches([' ', '\t', '>']).len()).unwrap_or_default()
        };
        let mut rest = raw.get(marks.len()..).unwrap_or_default();
        while let Some(inner) = INDENTS.iter().find_map(|indent| rest.strip_prefix(indent)) {
            rest = inner.trim_start_matches(' ');
        }
        let start = begin + raw.len() - rest.len();
        let text = rest.trim_end_matches(' ');
        lines.push(Line { start, end: start + text.len(), indent: begin + marks.len()..start, prefix: marks, text });
    }
    lines
}

/// Takes away the bars before lines of verse, as Pandoc has them: `| 白日依山盡`; says whether all lines have one.
fn take_bars(lines: &mut [Line<'_>]) -> bool {
    let is_bar = |line: &Line<'_>| line.text.starts_with("| ") && line.text.matches('|').count() == 1;
    if lines.len() < 2 || !lines.iter().all(is_bar) {
        return false;
    }
    for line in lines {
        let text = line.text.trim_start_matches(['|', ' ', '\u{3000}']);
        line.start += line.text.len() - text.len();
        line.indent.end = line.start;
        line.text = text;
    }
    true
}

/// Whether all lines of a paragraph are verse, or fields: `**時代**：戰國`, `時間：十九點`.
fn seem_apart(lines: &[Line<'_>]) -> bool {
    let is_short = |line: &Line<'_>| line.text.chars().count() <= MAX_LINE;
    let is_ended = |line: &Line<'_>| line.text.ends_with(['，', '。', '；', '！', '？', '、', '：', '」', '”']);
    let is_verse = lines.len() > 2 && lines.iter().all(is_ended);
    let is_field = |line: &Line<'_>| line.text.starts_with("**") || begins_field(line.text);
    lines.len() > 1 && lines.iter().all(|line| is_field(line) || is_picture(line.text))
        || is_verse && lines.iter().all(is_short)
}

/// `時間：…`, `Created by: …`.
fn begins_field(text: &str) -> bool {
    let Some((name, behind)) = text.split_once(['：', ':']) else { return false };
    let is_wide = text.get(name.len()..).is_some_and(|rest| rest.starts_with('：'));
    let is_name =
        !name.is_empty() && name.chars().count() <= MAX_NAME && name.chars().all(|c| c.is_alphanumeric() || c == ' ');
    is_name && (is_wide || behind.starts_with(' '))
}

/// Whether `next` begins anew: it is indented, or begins with a sign, or with who speaks.
fn begins_alone(next: &Line<'_>, line: &Line<'_>) -> bool {
    let text = next.text.trim_start_matches("**");
    let speaks = |text: &str| {
        let text = text.trim_start_matches("**");
        SPEAKERS.iter().any(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with(['：', ':', '.'])))
    };
    !next.indent.is_empty() || text.starts_with(SIGNS) || speaks(text) && (speaks(line.text) || text.contains('：'))
}

/// Whether a line is a paragraph and not a line of verse: it is indented as one is.
fn is_prose(line: &Line<'_>) -> bool {
    line.text.chars().count() > MAX_LINE || !line.indent.is_empty() && line.indent.len() <= 2 * '\u{3000}'.len_utf8()
}

fn is_picture(text: &str) -> bool {
    text.starts_with("![") && text.ends_with(')') && text.matches("](").count() == 1
}
