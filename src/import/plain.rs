//! A plain text becomes Markdown, sources and collation.

use super::blocks::{Block, find_wrap_cells, read_blocks};
use super::cues::read_cues;
use super::cuts::name_cuts;
use super::escape::{write_markdown, write_note};
use super::layout::{begins_with_title, promote_headings, propose_title};
use super::lines::Line;
use super::page_numbers::join_pages;
use super::parts::{Parts, Wanted};
use super::plain_report::{count_blocks, report_layout, report_leftovers};
use super::script::guess_lang;
use super::slug::choose_slug;
use super::yaml::write_collation;
use super::{Imported, Request, closing_report};
use crate::config::yaml_quoted;

/// Imports a text received as plain text.
pub(super) fn import_plain(request: &Request<'_>) -> Result<Imported, String> {
    let slug = choose_slug(request)?;
    let lang = guess_lang(request.text);
    let mut parts = Parts::take(request.text, Wanted::All);
    // What cannot be named by its words stays in the text.
    for wanted in [Wanted::Lists, Wanted::References, Wanted::Nothing] {
        if name_cuts(request.text, parts.cuts(lang)).is_none() {
            parts = Parts::take(request.text, wanted);
        }
    }
    let wrap = find_wrap_cells(&parts.lines);
    join_pages(&mut parts.lines, wrap);
    let (title, blocks) = if parts.cues.is_empty() {
        lay_out(request, &parts.lines, wrap)
    } else {
        (Title::made(request, &parts.lines), read_cues(&parts.lines))
    };
    let mut report = vec![title.report(), count_blocks(&blocks, lang)];
    report_layout(&blocks, wrap, &mut report);
    parts.report(&mut report);
    let (sources, definitions) = parts.write_lists((lang, write_note), &mut report);
    report_leftovers(&parts.lines, &mut report);
    report.push(closing_report());
    let omitted = name_cuts(request.text, parts.cuts(lang)).unwrap_or_default();
    let collation = Some(omitted).filter(|omitted| !omitted.is_empty()).map(|omitted| write_collation(&omitted));
    let front = title.typed().map(|title| format!("title: {}\n", yaml_quoted(title))).unwrap_or_default();
    let body = write_markdown(&blocks, &parts.marks());
    let index = format!("---\n{front}lang: {lang}\n---\n\n{body}{definitions}");
    Ok(Imported { slug, index, sources, collation, lang, report })
}

/// Where the title comes from.
enum Title {
    Typed(String),
    Received(usize, String),
    Proposed(String),
}

impl Title {
    /// The title typed by the editor, else one made from the beginning of the text.
    fn made(request: &Request<'_>, lines: &[Line<'_>]) -> Self {
        let typed = request.title.map(str::trim).filter(|title| !title.is_empty());
        let made = || propose_title(lines.first().map_or(request.stem, |line| line.text));
        typed.map_or_else(|| Self::Proposed(made()), |title| Self::Typed(title.to_owned()))
    }

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
    let first_block = found.map(|line| if is_received(&line) { Block::Title(line) } else { Block::Heading(line, 2) });
    let mut blocks: Vec<Block<'a>> = first_block.into_iter().chain(read_blocks(body, wrap)).collect();
    promote_headings(&mut blocks);
    let received = found.filter(is_received).map(|line| Title::Received(line.number, line.text.to_owned()));
    (received.unwrap_or_else(|| Title::made(request, lines)), blocks)
}
