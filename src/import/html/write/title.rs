//! The title of a page that is no heading of the first level, or stands below something else.

use super::Writer;
use crate::import::html::tree::Node;

/// Words of `class` that the paragraph with the title has in Google Docs and Word.
const TITLE_CLASSES: [&str; 2] = ["title", "MsoTitle"];

impl Writer<'_> {
    /// Says whether a paragraph, the first of the text, says that it is the title.
    pub(super) fn is_title(&self, node: &Node) -> bool {
        let is_said = node.attribute("class").split_whitespace().any(|word| TITLE_CLASSES.contains(&word));
        is_said && !self.has_title && self.blocks.is_empty()
    }

    pub(super) fn write_title(&mut self, at: usize) {
        let text = self.line_of(at);
        if !text.is_empty() {
            self.has_title = true;
            self.blocks.push(format!("# {text}"));
        }
    }

    /// Says whether Markdown of one line is the title that the page states.
    pub(super) fn is_stated_title(&self, text: &str) -> bool {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"*\\#".contains(*c)).collect::<String>();
        self.head.title.as_ref().is_some_and(|title| bare(title) == bare(text))
    }

    /// Makes a heading of a first paragraph that says the stated title once more.
    pub(super) fn head_with_title(&mut self) {
        let is_repeated = |text: &&mut String| !text.starts_with(['>', '-', '|']);
        if self.has_title || !self.blocks.first().is_some_and(|first| self.is_stated_title(first)) {
            return;
        }
        if let Some(first) = self.blocks.first_mut().filter(is_repeated) {
            *first = format!("# {}", first.replace("**", "").trim_start_matches(['#', ' ']));
            self.has_title = true;
        }
    }
}
