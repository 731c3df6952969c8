//! Trees and views become HTML. In: blocks, notes, heads. Out: bytes of pages. Escapes everything, decides nothing.
//!
//! 1. Blocks are written by `blocks`, what stands in a line by `tree`, notes by `notes`, the ledger by `ledger`, a book's headings by `outline`, once a page; what
//!    differs where a book is drawn, in XHTML, is known to `medium` alone.
//! 2. Layouts are Tera templates: the built-in ones, and the site's over them (`templates`). What they name (`tags`, `names`) is
//!    held against what they see (`shapes`); what Tera says of them becomes findings (`faults`).

mod absolute;
mod blocks;
mod escape;
mod faults;
mod ledger;
mod medium;
mod names;
mod notes;
mod outline;
mod shapes;
mod tags;
mod templates;
mod tree;
mod wording;

pub(crate) use absolute::make_absolute;
pub(crate) use blocks::write_blocks;
pub(crate) use ledger::write_ledger;
pub(crate) use medium::{Bound, Medium, Pen};
pub(crate) use notes::{NotesPage, write_notes};
pub(crate) use outline::write_outline;
pub(crate) use templates::{STATIC_FILES, Templates, load_templates, stated_policy};
pub(crate) use tree::write_tree;
pub(crate) use wording::{OwnWords, lang_attribute, load_words, read_own_words};
