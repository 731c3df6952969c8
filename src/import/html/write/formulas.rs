//! Formulas in MathML, written as code in TeX where the page has that too.

use super::{Manner, Writer};
use crate::import::encoding::shown_lines;

impl Writer<'_> {
    /// Writes the formulas in an element that pages hide beside a picture of them.
    pub(super) fn write_hidden_formulas(&mut self, at: usize) {
        let mut todo = vec![at];
        while let Some(at) = todo.pop() {
            let node = self.tree.node(at);
            if node.name == "math" {
                self.write_formula(at);
            } else {
                todo.extend(node.children.iter().rev());
            }
        }
    }

    pub(super) fn write_formula(&mut self, at: usize) {
        let node = self.tree.node(at);
        let typed =
            self.tex_of(at).or_else(|| Some(node.attribute("alttext").to_owned()).filter(|text| !text.is_empty()));
        let text = typed.unwrap_or_else(|| self.tree.text_of(at));
        // Wikipedia sets each formula so.
        let bare = text.trim().strip_prefix("{\\displaystyle").or_else(|| text.trim().strip_prefix("{\\textstyle"));
        let text = bare.and_then(|bare| bare.strip_suffix('}')).unwrap_or(&text);
        self.formulas.push(node.line);
        self.push_code(text);
    }

    fn tex_of(&self, at: usize) -> Option<String> {
        let mut todo = vec![at];
        while let Some(at) = todo.pop() {
            let node = self.tree.node(at);
            if node.name == "annotation" && node.attribute("encoding").ends_with("tex") {
                return Some(self.tree.text_of(at));
            }
            todo.extend(node.children.iter().rev());
        }
        None
    }

    pub(super) fn report_formulas(&mut self) {
        if !self.formulas.is_empty() {
            let lines = shown_lines(&self.formulas);
            self.notes.push(match self.manner {
                Manner::Document => {
                    format!("formulas are written as code, in TeX where it is there: {}", self.formulas.len())
                }
                _ => format!("formulas are written as code, in TeX where the page has it (lines {lines})"),
            });
        }
    }
}
