//! Blocks of code in Markdown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A fenced block of code.
#[derive(Debug, Clone)]
pub struct Block {
    /// The words behind the fence.
    pub words: Vec<String>,
    /// What it holds.
    pub text: String,
    /// Where that stands, in bytes.
    pub at: Range<usize>,
    /// The line of its first fence, from 1.
    pub line: usize,
}

impl Block {
    pub fn kind(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The file that it is, or is part of.
    pub fn path(&self) -> Option<&str> {
        self.words.get(1).map(String::as_str)
    }

    /// Whether it is added to the end of its file.
    pub fn is_added(&self) -> bool {
        self.words.get(2).is_some_and(|word| word == "+")
    }
}

/// Returns the fenced blocks of `markdown` in order.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (event, at) in Parser::new(markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let words = info.split_whitespace().map(str::to_owned).collect();
                let line = markdown[..at.start].matches('\n').count() + 1;
                let body = at.start + markdown[at.start..].find('\n').map_or(0, |end| end + 1);
                found.push(Block { words, text: String::new(), at: body..body, line });
                is_open = true;
            }
            Event::Text(text) if is_open => {
                let block = found.last_mut().expect("an open block");
                block.text.push_str(&text);
                block.at.end = at.end;
            }
            Event::End(TagEnd::CodeBlock) => is_open = false,
            _ => {}
        }
    }
    found
}
