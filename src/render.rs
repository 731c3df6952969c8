//! Trees and views become HTML. In: blocks, notes, heads. Out: bytes of pages. Escapes everything, decides nothing.
//!
//! 1. Blocks are written by `html`, notes by `notes`, the ledger by `ledger`, a book's list of headings by `contents`, once a
//!    page; what differs where a book is drawn, in XHTML, is known to `medium` alone.
//! 2. Layouts are Tera templates: the built-in ones, and the site's over them (`templates`).

mod absolute;
mod contents;
mod html;
mod ledger;
mod medium;
mod notes;
mod templates;

pub(crate) use absolute::make_absolute;
pub(crate) use contents::write_contents;
pub(crate) use html::{write_blocks, write_nodes};
pub(crate) use ledger::write_ledger;
pub(crate) use medium::{Bound, Medium, Pen};
pub(crate) use notes::{NotesPage, write_notes};
pub(crate) use templates::{STATIC_FILES, Templates, load_templates, load_words};
