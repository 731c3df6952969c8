//! Tables as Markdown. A table that lays out the page is none.

use super::super::choose::is_left_out;
use super::Writer;

impl Writer<'_> {
    pub(super) fn write_table(&mut self, at: usize) {
        let rows = self.rows(at);
        let n_columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let holds_more = rows.iter().flatten().any(|cell| self.has_blocks(*cell));
        if n_columns < 2 || rows.len() < 2 || holds_more {
            return self.write_children(at);
        }
        let caption =
            self.tree.node(at).children.iter().copied().find(|child| self.tree.node(*child).name == "caption");
        if let Some(caption) = caption {
            let mut inner = self.inner(caption);
            self.blocks.append(&mut inner);
        }
        let mut lines: Vec<String> = Vec::new();
        for row in &rows {
            let mut cells: Vec<String> = Vec::new();
            for cell in row {
                let inner = self.inner(*cell).join(" ");
                cells.push(inner.replace("\\\n", " ").replace('\n', " "));
            }
            cells.resize(n_columns, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if lines.len() == 1 {
                lines.push(format!("|{}", "---|".repeat(n_columns)));
            }
        }
        self.blocks.push(lines.join("\n"));
    }

    /// The cells of each row of a table, those of tables inside left out.
    fn rows(&self, at: usize) -> Vec<Vec<usize>> {
        let mut rows = Vec::new();
        let mut todo: Vec<usize> = self.tree.node(at).children.iter().rev().copied().collect();
        while let Some(at) = todo.pop() {
            let node = self.tree.node(at);
            match node.name.as_str() {
                "tr" => {
                    let cells = node.children.iter().copied();
                    let cells: Vec<usize> = cells.filter(|cell| self.tree.node(*cell).is(&["td", "th"])).collect();
                    rows.extend(Some(cells).filter(|cells| !cells.is_empty()));
                }
                "tbody" | "thead" | "tfoot" => todo.extend(node.children.iter().rev()),
                _ => {}
            }
        }
        rows
    }

    /// Whether a cell holds more than one run of text.
    fn has_blocks(&self, cell: usize) -> bool {
        let children = self.tree.node(cell).children.iter().map(|child| self.tree.node(*child));
        let blocks = children.filter(|node| node.is_block() && !is_left_out(node));
        blocks.clone().count() > 1 || blocks.into_iter().any(|node| !node.is(&["p", "div"]))
    }
}
