//! Where code, HTML, paragraphs and runs of text stand in a Markdown. Units: bytes.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A block of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) at: Range<usize>,
    /// Its lines, without the marks of quotations before them.
    pub(super) html: String,
}

/// A run of text, within one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) at: Range<usize>,
    pub(super) is_heading: bool,
}

/// What stands where.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) code: Vec<Range<usize>>,
    pub(super) blocks: Vec<Block>,
    /// Tags within text, each with the number of the paragraph, heading or cell in which it stands.
    pub(super) tags: Vec<(usize, Range<usize>)>,
    pub(super) runs: Vec<Run>,
    pub(super) paragraphs: Vec<Range<usize>>,
    /// The definitions of notes.
    notes: Vec<Range<usize>>,
}

impl Places {
    /// Finds the places of `body`; in `code` commands of site generators say that it is code.
    pub(super) fn find(body: &str, code: &[Range<usize>]) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        let mut places = Self { code: code.to_vec(), ..Self::default() };
        let (mut leaf, mut is_heading, mut is_code) = (0, false, false);
        for (event, at) in Parser::new_ext(body, options).into_offset_iter() {
            if holding(code, at.start, |code| code).is_some() {
                continue;
            }
            match event {
                Event::Start(Tag::Paragraph) => {
                    leaf += 1;
                    places.paragraphs.push(at);
                }
                Event::Start(Tag::Heading { .. }) => {
                    leaf += 1;
                    is_heading = true;
                }
                Event::Start(Tag::FootnoteDefinition(_)) => places.notes.push(at),
                Event::End(TagEnd::Heading(_)) => is_heading = false,
                Event::Start(Tag::TableCell | Tag::Item) => leaf += 1,
                Event::Start(Tag::CodeBlock(_)) => {
                    is_code = true;
                    places.code.push(at);
                }
                Event::End(TagEnd::CodeBlock) => is_code = false,
                Event::Code(_) => places.code.push(at),
                Event::Start(Tag::HtmlBlock) => places.blocks.push(Block { at, html: String::new() }),
                Event::Html(html) => places.blocks.last_mut().into_iter().for_each(|block| block.html.push_str(&html)),
                Event::InlineHtml(_) => places.tags.push((leaf, at)),
                Event::Text(_) if !is_code => places.add_run(at, is_heading),
                _ => {}
            }
        }
        places.code.sort_by_key(|code| code.start);
        places
    }

    /// Text that goes on where the last run ended is one with it.
    fn add_run(&mut self, at: Range<usize>, is_heading: bool) {
        match self.runs.last_mut().filter(|run| run.at.end == at.start) {
            Some(run) => run.at.end = at.end,
            None => self.runs.push(Run { at, is_heading }),
        }
    }

    /// Says whether the byte `at` stands in code.
    pub(super) fn is_code(&self, at: usize) -> bool {
        holding(&self.code, at, |code| code).is_some()
    }

    /// Says whether the byte `at` stands in a note.
    pub(super) fn is_note(&self, at: usize) -> bool {
        holding(&self.notes, at, |note| note).is_some()
    }

    /// Says whether the byte `at` stands in a block of HTML.
    pub(super) fn is_html(&self, at: usize) -> bool {
        self.block(at).is_some()
    }

    /// Says whether the byte `at` stands in a block that begins with a comment.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        self.block(at).is_some_and(|block| block.html.trim_start().starts_with("<!--"))
    }

    /// Says whether all of `at` is text.
    pub(super) fn is_text(&self, at: &Range<usize>) -> bool {
        holding(&self.runs, at.start, |run| &run.at).is_some_and(|run| at.end <= run.at.end)
    }

    fn block(&self, at: usize) -> Option<&Block> {
        holding(&self.blocks, at, |block| &block.at)
    }
}

/// Returns the one of `items`, which stand in order and apart, in which the byte `at` stands.
fn holding<T>(items: &[T], at: usize, place: impl Fn(&T) -> &Range<usize>) -> Option<&T> {
    let behind = items.partition_point(|item| place(item).start <= at);
    items.get(behind.checked_sub(1)?).filter(|item| place(item).contains(&at))
}
