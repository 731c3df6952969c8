//! Tables as Markdown. A table that lays out the page is none.

use super::{Manner, Writer};

/// Tables of more columns are read as if no cell spanned several.
const MAX_SPANNED: usize = 100;

/// What is known of a column.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    /// The row from which it is free again.
    until: usize,
    has_text: bool,
}

impl Writer<'_> {
    pub(super) fn write_table(&mut self, at: usize) {
        let rows = self.rows(at);
        let holds_more = rows.iter().flatten().any(|cell| self.has_blocks(*cell));
        let grid = self.grid(&rows);
        let n_columns = grid.iter().map(Vec::len).max().unwrap_or_default();
        if n_columns < 2 || grid.len() < 2 || holds_more {
            return self.write_children(at);
        }
        let caption =
            self.tree.node(at).children.iter().copied().find(|child| self.tree.node(*child).name == "caption");
        if let Some(caption) = caption {
            let mut inner = self.inner(caption);
            self.blocks.append(&mut inner);
        }
        let mut lines: Vec<String> = Vec::new();
        for row in &grid {
            let mut cells: Vec<String> = Vec::new();
            // A table of a document is one, whatever its cells hold; those of pages may be their layout.
            let end = if self.manner == Manner::Document { "<br>" } else { " " };
            for cell in row {
                let inner = cell.map(|cell| self.inner(cell).join(end)).unwrap_or_default();
                cells.push(guard_bars(&inner.replace("\\\n", end).replace('\n', end)));
            }
            cells.resize(n_columns, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if lines.len() == 1 {
                lines.push(format!("|{}", "---|".repeat(n_columns)));
            }
        }
        self.blocks.push(lines.join("\n"));
    }

    /// Puts cells into their columns, one that spans several into the first of them; columns without text are left out.
    fn grid(&self, rows: &[Vec<usize>]) -> Vec<Vec<Option<usize>>> {
        let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
        let span = |cell: usize, name| self.tree.node(cell).attribute(name).trim().parse().unwrap_or(1_usize);
        let mut columns: Vec<Taken> = Vec::new();
        let mut grid: Vec<Vec<Option<usize>>> = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            let mut line: Vec<Option<usize>> = Vec::new();
            for &cell in row {
                let is_taken = |at: usize| columns.get(at).is_some_and(|column| column.until > n);
                let at = (line.len()..).find(|at| !is_taken(*at)).unwrap_or_default();
                let n_columns = if widest > MAX_SPANNED { 1 } else { span(cell, "colspan").clamp(1, widest) };
                line.resize(at, None);
                line.push(Some(cell));
                line.resize(at + n_columns, None);
                columns.resize(columns.len().max(line.len()), Taken::default());
                let until = n.saturating_add(span(cell, "rowspan"));
                columns.iter_mut().skip(at).take(n_columns).for_each(|column| column.until = until);
                let is_seen = self.has_text(cell);
                columns.get_mut(at).into_iter().for_each(|column| column.has_text |= is_seen);
            }
            grid.push(line);
        }
        grid.retain(|line| line.iter().flatten().any(|cell| self.has_text(*cell)));
        let has_text = |at: usize| columns.get(at).is_some_and(|column| column.has_text);
        for line in &mut grid {
            let mut at = 0..;
            line.retain(|_| at.next().is_some_and(has_text));
        }
        grid
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

    /// Whether a cell shows any text.
    fn has_text(&self, cell: usize) -> bool {
        let mut todo = vec![cell];
        while let Some(at) = todo.pop() {
            let node = self.tree.node(at);
            if node.text.chars().any(|c| !c.is_whitespace()) {
                return true;
            }
            todo.extend(node.children.iter().filter(|child| !self.leaves_out(self.tree.node(**child))));
        }
        false
    }

    /// Whether a cell holds more than one run of text.
    fn has_blocks(&self, cell: usize) -> bool {
        let children = self.tree.node(cell).children.iter().map(|child| self.tree.node(*child));
        let mut blocks = children.filter(|node| node.is_block() && !self.leaves_out(node));
        if self.manner == Manner::Document {
            return blocks.any(|node| node.is(&["table", "pre", "blockquote", "figure"]));
        }
        blocks.clone().count() > 1 || blocks.into_iter().any(|node| !node.is(&["p", "div"]))
    }
}

/// Escapes the bars that would end a cell: even in code, and in addresses; text has its own escaped.
fn guard_bars(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for c in cell.chars() {
        if c == '|' && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
