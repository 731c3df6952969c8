//! Trees and views become HTML. In: blocks, notes, heads. Out: bytes of pages. Escapes everything, decides nothing.
//!
//! 1. Blocks and notes are written by `html`, once a page.
//! 2. Layouts are Tera templates: the built-in ones, and the site's over them (`templates`).

mod html;
mod templates;

pub(crate) use html::{write_blocks, write_nodes, write_notes};
pub(crate) use templates::{STATIC_FILES, Templates, load_templates, load_words};
