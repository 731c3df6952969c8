//! Writes the rows of the ledger as HTML.

use std::fmt::Write;

use super::escape::{attribute, escape};
use super::medium::Pen;
use super::notes::verdict_text;
use super::tree::{Context, tree_html};
use super::wording::lang_attribute;
use crate::page::{Column, LedgerRow, Words};

/// Returns the ledger's table rows: the claim's number, its words, its verdict.
pub(crate) fn write_ledger(rows: &[LedgerRow<'_>], column: &Column<'_>, words: &Words) -> String {
    let mut out = String::new();
    let context = Context::new(column, Pen::page(words));
    for row in rows {
        out.push_str("<tr");
        attribute(&mut out, "data-verdict", row.verdict.mark);
        let _ = write!(out, "><td>{}</td><td><a href=\"#c-{}\">", row.number, row.key);
        tree_html(&mut out, &row.text, &context);
        let _ = write!(out, "</a></td><td{}>", lang_attribute(words));
        escape(&mut out, &verdict_text(&row.verdict, row.is_second_hand, words));
        out.push_str("</td></tr>\n");
    }
    out
}
