//! Formats sources in GB/T 7714 and APA. In: a source, a style, the page's script. Out: one line, as text and as parts
//! without HTML. Refuses to know files, pages and which notes cite what.
//!
//! 1. `tongue` finds in which language the line speaks: the source's own, so that 等 and "et al." come out right.
//! 2. `kind` and `item` say what the source is in the words of CSL.
//! 3. `engine` opens styles and terms when first needed and formats each item alone.
//! 4. `parts` turns the result into text, italics and safe links, and mends what the engine leaves untidy.
//! 5. `edition` makes the source that the site's own edition, or a passage of it, is.

mod edition;
mod engine;
mod item;
mod kind;
mod parts;
mod tongue;

use std::sync::{Arc, OnceLock};

use clap::ValueEnum;

use crate::model::{PerShared, Script, Source, Sources};
use engine::Engine;
use item::Item;
use tongue::line_language;

pub use edition::{Passage, Publication};

/// A citation style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Style {
    /// GB/T 7714—2015, numeric
    Gbt,
    /// APA, 7th edition
    Apa,
}

impl Style {
    /// Both styles.
    pub const ALL: [Self; 2] = [Self::Gbt, Self::Apa];

    /// Returns the style's name, with its year or edition.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gbt => "GB/T 7714—2015",
            Self::Apa => "APA 7",
        }
    }
}

/// A piece of a formatted line; nothing in it is escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Plain text.
    Text(String),
    /// Text in italics.
    Italic(String),
    /// A link; `url` passed [`crate::model::SafeUrl`].
    Link {
        /// What is shown.
        text: String,
        /// Where it leads.
        url: String,
    },
}

impl Part {
    /// Returns the text shown.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Italic(text) | Self::Link { text, .. } => text,
        }
    }
}

/// A source in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The whole line.
    pub text: String,
    /// The line in pieces; their texts joined are `text`.
    pub html_nodes: Vec<Part>,
    /// BCP 47 tag of the line.
    pub lang: String,
}

/// The lines of the sources that articles share: each style in each script.
#[derive(Debug, Default)]
pub(crate) struct Lines(PerShared<[OnceLock<Formatted>; 4]>);

impl Lines {
    /// Returns places for the lines of `shared`.
    pub(crate) fn new(shared: &Sources) -> Self {
        Self(PerShared::new(shared))
    }

    /// Returns the line of a source, as [`Styles::format`] does.
    pub(crate) fn line(
        &self,
        styles: &Styles,
        (key, source): (&str, &Arc<Source>),
        style: Style,
        script: Script,
    ) -> Formatted {
        let format = || styles.format(source, style, script);
        let place = self.0.place(key, source).and_then(|lines| lines.get(style as usize * 2 + script as usize));
        place.map_or_else(format, |line| line.get_or_init(format).clone())
    }
}

/// The two styles and their terms, opened when a source first needs them; threads share one.
#[derive(Debug, Default)]
pub struct Styles {
    engine: OnceLock<Engine>,
}

impl Styles {
    /// Returns the line of `source`.
    ///
    /// Shape: the line is in the source's own language. A Chinese source whose language names no script takes its terms
    /// in `script`. Titles, names and outlets stand as published, in whatever script.
    /// A source of which nothing is known but its address is that address, and opens no style.
    pub fn format(&self, source: &Source, style: Style, script: Script) -> Formatted {
        let language = line_language(&source.entry, script);
        let item = Item::of_source(source, style, language.tongue);
        self.format_item(&item, language.tag, |engine| engine.parts_of_source(&item, style))
    }

    /// Returns the line of a plain link: its text, unless that is the address, and the address. Opens no style.
    pub fn format_link(&self, url: &str, text: &str, lang: &str) -> Formatted {
        let shown = if text == url { String::new() } else { format!("{text}. ") };
        parts::line(vec![Part::Text(shown), parts::link(url.to_owned(), url)], lang.to_owned())
    }

    /// Returns how the site's own edition, or a passage of it, is cited.
    ///
    /// Shape: no date of access, which is the reader's to add. The words of the line are in `script`, as the caller's
    /// title and names are.
    pub fn format_edition(&self, edition: &Publication<'_>, style: Style, script: Script) -> Formatted {
        let item = edition.item(style, script);
        self.format_item(&item, tongue::tag(script).to_owned(), |engine| engine.parts_of_edition(&item, style))
    }

    /// Opens styles and terms, unless they are open; waits while another thread is at it.
    pub fn open(&self) {
        self.engine();
    }

    /// Says whether styles and terms were opened.
    pub fn is_open(&self) -> bool {
        self.engine.get().is_some()
    }

    fn format_item(&self, item: &Item, lang: String, parts: impl FnOnce(&Engine) -> Vec<Part>) -> Formatted {
        match item.bare_address() {
            Some(url) => self.format_link(url, url, &lang),
            None => parts::line(parts(self.engine()), lang),
        }
    }

    fn engine(&self) -> &Engine {
        self.engine.get_or_init(Engine::open)
    }
}
