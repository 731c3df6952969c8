//! A plain text becomes Markdown, sources and collation.

use super::blocks::{Block, find_wrap_cells, read_blocks};
use super::entry::{Source, read_entry};
use super::escape::write_markdown;
use super::layout::{begins_with_title, promote_headings, propose_title};
use super::lines::{Line, Marker, read_lines};
use super::references::{ReferenceList, take_references};
use super::script::guess_lang;
use super::slug::choose_slug;
use super::sources::{name_keys, write_sources};
use super::yaml::write_collation;
use super::{Imported, Request, closing_report};
use crate::config::yaml_quoted;
use crate::diag::count;

/// Imports a text received as plain text.
pub(super) fn import_plain(request: &Request<'_>) -> Result<Imported, String> {
    let slug = choose_slug(request)?;
    let lang = guess_lang(request.text);
    let mut lines = read_lines(request.text);
    let (list, doubtful) = match take_references(request.text, &mut lines) {
        Ok(list) => (list, None),
        Err(number) => (None, Some(number)),
    };
    let wrap = find_wrap_cells(&lines);
    let (title, blocks) = lay_out(request, &lines, wrap);
    let mut report = vec![title.report(), count_blocks(&blocks, lang)];
    report_layout(&blocks, wrap, &mut report);
    let (sources, collation) = write_references(request.text, list.as_ref(), lang, &mut report);
    report.extend(doubtful.map(|number| {
        format!("line {number} looks like the heading of a reference list, but not all below it are entries: left in the text")
    }));
    report_leftovers(&lines, &mut report);
    report.push(closing_report());
    let front = title.typed().map(|title| format!("title: {}\n", yaml_quoted(title))).unwrap_or_default();
    let index = format!("---\n{front}lang: {lang}\n---\n\n{}", write_markdown(&blocks));
    Ok(Imported { slug, index, sources, collation, lang, report })
}

/// Where the title comes from.
enum Title {
    Typed(String),
    Received(usize, String),
    Proposed(String),
}

impl Title {
    /// The title that stands in the front matter.
    fn typed(&self) -> Option<&str> {
        match self {
            Self::Typed(title) | Self::Proposed(title) => Some(title),
            Self::Received(..) => None,
        }
    }

    fn report(&self) -> String {
        match self {
            Self::Typed(title) => {
                format!("title `{title}` as typed; it is the editor's and no part of the received text")
            }
            Self::Received(number, title) => {
                format!("line {number}: title `{title}` (proposed; please check)")
            }
            Self::Proposed(title) => {
                format!(
                    "no line is a title: `{title}` is made from the first sentence and no part of the received text (proposed; please check)"
                )
            }
        }
    }
}

/// Finds the title, then the blocks and the headings among them.
fn lay_out<'a>(request: &Request<'_>, lines: &[Line<'a>], wrap: Option<usize>) -> (Title, Vec<Block<'a>>) {
    let typed = request.title.map(str::trim).filter(|title| !title.is_empty());
    let first = lines.first().copied();
    let is_found = |line: &Line<'_>| typed == Some(line.text) || begins_with_title(lines, wrap.is_some());
    let found = first.filter(is_found);
    let body = lines.get(usize::from(found.is_some())..).unwrap_or_default();
    // Under another title typed by the editor, the received one is the first heading of the text.
    let is_received = |line: &Line<'_>| typed.is_none_or(|title| title == line.text);
    let first_block = found.map(|line| if is_received(&line) { Block::Title(line) } else { Block::Heading(line) });
    let mut blocks: Vec<Block<'a>> = first_block.into_iter().chain(read_blocks(body, wrap)).collect();
    promote_headings(&mut blocks);
    let title = match (found.filter(is_received), typed) {
        (Some(line), _) => Title::Received(line.number, line.text.to_owned()),
        (None, Some(title)) => Title::Typed(title.to_owned()),
        (None, None) => Title::Proposed(propose_title(first.map_or(request.stem, |line| line.text))),
    };
    (title, blocks)
}

fn count_blocks(blocks: &[Block<'_>], lang: &str) -> String {
    let n_of = |is_kind: fn(&Block<'_>) -> bool| blocks.iter().filter(|block| is_kind(block)).count();
    format!(
        "{}, {}, {}, {}; the characters are {lang}",
        count(n_of(|block| matches!(block, Block::Paragraph(_))), "paragraph"),
        count(n_of(|block| matches!(block, Block::Heading(_))), "heading"),
        count(n_of(|block| matches!(block, Block::List(_))), "list"),
        count(n_of(|block| matches!(block, Block::Verse(_))), "stanza"),
    )
}

fn report_layout(blocks: &[Block<'_>], wrap: Option<usize>, report: &mut Vec<String>) {
    if let Some(width) = wrap {
        report.push(format!(
            "the lines are wrapped at about {width} cells: those up to a blank line are joined into a paragraph"
        ));
    }
    for block in blocks {
        match block {
            Block::Heading(line) => report.push(format!("line {}: heading `{}`", line.number, line.text)),
            Block::Verse(lines) => report
                .extend(lines.first().map(|line| format!("line {}: read as verse, its line ends kept", line.number))),
            Block::Title(_) | Block::Paragraph(_) | Block::List(_) => {}
        }
    }
}

/// Returns `sources.yaml` and `collation.yaml`.
fn write_references(
    text: &str,
    list: Option<&ReferenceList<'_>>,
    lang: &str,
    report: &mut Vec<String>,
) -> (Option<String>, Option<String>) {
    let Some(list) = list else {
        return (None, None);
    };
    let sources: Vec<Source> = list.entries.iter().map(|entry| read_entry(&join_entry(entry))).collect();
    let keys = name_keys(&sources);
    let reasons = match lang {
        "zh-Hans" => ["参考资料的标题；条目已移入 sources.yaml", "参考资料的条目，已移入 sources.yaml"],
        _ => ["參考資料的標題；條目已移入 sources.yaml", "參考資料的條目，已移入 sources.yaml"],
    };
    let named = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    report.push(format!(
        "lines {}–{}: the reference list is taken out (collation.yaml, `omitted`) and became {} in sources.yaml: {named}; please check",
        list.heading.number,
        list.last_number(),
        count(sources.len(), "source"),
    ));
    for (key, source) in keys.iter().zip(&sources) {
        report.extend(
            source.note.iter().map(|note| format!("source `{key}`: not understood and kept as its note: `{note}`")),
        );
    }
    (Some(write_sources(&keys, &sources)), Some(write_collation(&list.omitted(text, reasons))))
}

/// Joins the lines of an entry: a space where one of the neighbours is Latin.
fn join_entry(lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    for line in lines {
        let is_latin = out.ends_with(|c: char| c.is_ascii()) || line.text.starts_with(|c: char| c.is_ascii());
        if !out.is_empty() && is_latin {
            out.push(' ');
        }
        out.push_str(line.text);
    }
    out
}

/// What an editor may want to take out of the text by hand.
fn report_leftovers(lines: &[Line<'_>], report: &mut Vec<String>) {
    let credits: Vec<String> =
        lines.iter().filter(|line| has_credit(line.text)).map(|line| line.number.to_string()).collect();
    if !credits.is_empty() {
        report.push(format!(
            "figure credits in brackets are left in the text (lines {}); `omitted` in collation.yaml is where they go",
            credits.join(", ")
        ));
    }
    if let Some(line) = lines.last().filter(|line| line.marker() == Some(Marker::Bullet('*'))) {
        report.push(format!("line {}: the closing remark stays in the text", line.number));
    }
}

/// Says whether brackets in `text` hold a reference to a figure.
fn has_credit(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["下圖", "上圖", "左圖", "右圖", "圖源", "圖片", "下图", "上图", "左图", "右图", "图源", "图片"];
    let inside = text.split(['(', '（']).skip(1).filter_map(|rest| rest.split([')', '）']).next());
    inside.filter(|inside| inside.chars().count() <= 40).any(|inside| WORDS.iter().any(|word| inside.contains(word)))
}
