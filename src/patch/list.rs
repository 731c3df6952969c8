//! Finds the items of a list of a YAML text, and adds items where the last one ends.

use std::ops::Range;

use super::Edit;

/// Where new items of a list go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEnd {
    /// What the edit takes the place of, in bytes of the text: nothing, or `[]`.
    at: Range<usize>,
    /// What stands before the first new item.
    lead: String,
    /// What stands behind the last.
    tail: &'static str,
    /// What each line begins with.
    pub indent: String,
}

impl ListEnd {
    /// Returns the edit that puts `items` there: whole lines that begin with `indent`.
    pub fn insert(&self, items: &str) -> Edit {
        let items = items.trim_end_matches('\n');
        Edit { at: self.at.clone(), new: format!("{}{items}{}", self.lead, self.tail) }
    }
}

/// A stretch of lines whose keys begin at the same column: a whole text, or one item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its lines, in bytes of the text, without the last line end.
    pub at: Range<usize>,
    /// Where its keys begin, in bytes of the line.
    pub column: usize,
}

/// Returns where items can be added to the list under the top-level `key`; a text without that key gets it at its end.
///
/// Shape: none when the list is written between brackets, `[a, b]`.
pub fn list_end(text: &str, key: &str) -> Option<ListEnd> {
    list_end_in(text, &Block { at: 0..text.len(), column: 0 }, key)
}

/// Returns where items can be added to the list under the `key` of `block`, which gets that key at its end if it lacks it.
///
/// Shape: none when the list is written between brackets, `[a, b]`.
pub fn list_end_in(text: &str, block: &Block, key: &str) -> Option<ListEnd> {
    let indent = " ".repeat(block.column + 2);
    let Some((start, rest)) = key_line(text, block, key) else {
        let before = text.get(..block.at.end).unwrap_or_default();
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        let lead = format!("{gap}{}{key}:\n", " ".repeat(block.column));
        return Some(ListEnd { at: block.at.end..block.at.end, lead, tail: tail(text, block, block.at.end), indent });
    };
    let typed = rest.split(" #").next().unwrap_or_default();
    if typed.trim() == "[]" {
        let end = start + typed.trim_end().len();
        return Some(ListEnd { at: start..end, lead: "\n".to_owned(), tail: "", indent });
    }
    if !typed.trim().is_empty() {
        return None;
    }
    let lines = list_lines(text, start + rest.len() + 1, block);
    let first = lines.iter().find_map(|line| dash(text, line));
    let end = lines.last().map_or(start + rest.len(), |line| line.end);
    let indent = first.map_or(indent, |n| " ".repeat(n));
    Some(ListEnd { at: end..end, lead: "\n".to_owned(), tail: tail(text, block, end), indent })
}

/// Returns the items of the list under the top-level `key`, each with its lines; comments between items are of neither.
///
/// Shape: none when the list is not written as lines that begin with `- `.
pub fn list_items(text: &str, key: &str) -> Option<Vec<Block>> {
    let whole = Block { at: 0..text.len(), column: 0 };
    let (start, rest) = key_line(text, &whole, key)?;
    let lines = list_lines(text, start + rest.len() + 1, &whole);
    let indent = lines.iter().find_map(|line| dash(text, line))?;
    let mut items: Vec<Block> = Vec::new();
    for line in lines {
        if dash(text, &line) == Some(indent) {
            let typed = text.get(line.clone()).unwrap_or_default();
            let column = typed.len() - typed.trim_start_matches([' ', '-']).len();
            items.push(Block { at: line, column });
        } else {
            // A comment at the list's own column speaks of what follows.
            let is_own = n_spaces(text.get(line.clone()).unwrap_or_default()) > indent;
            items.last_mut().filter(|_| is_own).into_iter().for_each(|item| item.at.end = line.end);
        }
    }
    Some(items)
}

/// A list at the end of a text ends with a line end.
fn tail(text: &str, block: &Block, at: usize) -> &'static str {
    if block.column == 0 && at == text.len() { "\n" } else { "" }
}

/// The lines of the list that begins at byte `at`: blank lines, and comments at the left edge of the block, are left out.
fn list_lines(text: &str, at: usize, block: &Block) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = at;
    for line in text.get(at..block.at.end).unwrap_or_default().split('\n') {
        let inner = line.trim_start_matches(' ');
        let is_left = n_spaces(line) < block.column || (n_spaces(line) == block.column && !inner.starts_with('-'));
        let is_gap = inner.is_empty() || (is_left && inner.starts_with('#'));
        if is_left && !is_gap {
            break;
        }
        if !is_gap {
            lines.push(at..at + line.len());
        }
        at += line.len() + 1;
    }
    lines
}

/// The column of the dash that a line begins an item with.
fn dash(text: &str, line: &Range<usize>) -> Option<usize> {
    let line = text.get(line.clone())?;
    line.trim_start_matches(' ').starts_with("- ").then(|| n_spaces(line))
}

fn n_spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where the value of a key of `block` begins, and the rest of its line.
fn key_line<'a>(text: &'a str, block: &Block, key: &str) -> Option<(usize, &'a str)> {
    let mut at = block.at.start;
    for line in text.get(block.at.clone())?.split('\n') {
        let (margin, typed) = line.split_at_checked(block.column).unwrap_or((line, ""));
        let rest = typed.strip_prefix(key).and_then(|rest| rest.strip_prefix(':'));
        if let Some(rest) = rest.filter(|_| margin.chars().all(|c| matches!(c, ' ' | '-'))) {
            return Some((at + line.len() - rest.len(), rest));
        }
        at += line.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{list_end, list_end_in, list_items};

    #[track_caller]
    fn check(before: &str, after: &str) {
        let end = list_end(before, "rules").expect("a list of lines");
        let edit = end.insert(&format!("{}- id: b\n", end.indent));
        let text = format!("{}{}{}", &before[..edit.at.start], edit.new, &before[edit.at.end..]);
        assert_eq!(text, after);
    }

    #[test]
    fn items_go_where_the_list_ends() {
        check("", "rules:\n  - id: b\n");
        check("omitted: []\n", "omitted: []\nrules:\n  - id: b\n");
        check("rules: []\nadded: []\n", "rules:\n  - id: b\nadded: []\n");
        check("rules:\n  - id: a\n", "rules:\n  - id: a\n  - id: b\n");
        check("rules:\n  - id: a", "rules:\n  - id: a\n  - id: b\n");
        check("rules:\n- id: a\n  reading: x\nadded: []\n", "rules:\n- id: a\n  reading: x\n- id: b\nadded: []\n");
        check(
            "rules:\n  - id: a\n\n# what is left out\nomitted: []\n",
            "rules:\n  - id: a\n  - id: b\n\n# what is left out\nomitted: []\n",
        );
    }

    #[test]
    fn a_list_between_brackets_is_left() {
        assert_eq!(list_end("rules: [{id: a}]\n", "rules"), None);
    }

    const RULES: &str = "rules:\n  # one\n  - id: a\n    except:\n      - {prefix: 甲}\n\n    reason: |\n      - 乙\n  # two\n  - {id: b,\n     status: proposed}\n\nadded: []\n";

    #[test]
    fn items_are_found_by_their_lines() {
        let items = list_items(RULES, "rules").expect("a list of lines");
        let items: Vec<_> = items.iter().map(|item| (&RULES[item.at.clone()], item.column)).collect();
        let first = "  - id: a\n    except:\n      - {prefix: 甲}\n\n    reason: |\n      - 乙";
        assert_eq!(items, [(first, 4), ("  - {id: b,\n     status: proposed}", 4)]);
        let text = "rules:\n- id: a\n  reading: x\n- id: b\n";
        let items = list_items(text, "rules").expect("a list of lines");
        let items: Vec<_> = items.iter().map(|item| (&text[item.at.clone()], item.column)).collect();
        assert_eq!(items, [("- id: a\n  reading: x", 2), ("- id: b", 2)]);
        assert_eq!(list_items("rules: [{id: a}]\n", "rules"), None);
        assert_eq!(list_items("added: []\n", "rules"), None);
    }

    #[track_caller]
    fn check_inner(before: &str, after: &str) {
        let item = list_items(before, "rules").expect("a list of lines").remove(0);
        let end = list_end_in(before, &item, "except").expect("a list of lines");
        let edit = end.insert(&format!("{}- {{prefix: 丙}}\n", end.indent));
        let text = format!("{}{}{}", &before[..edit.at.start], edit.new, &before[edit.at.end..]);
        assert_eq!(text, after);
    }

    #[test]
    fn a_list_inside_an_item_gets_items_where_it_ends() {
        check_inner(
            "rules:\n  - id: a\n\n  - id: b\n",
            "rules:\n  - id: a\n    except:\n      - {prefix: 丙}\n\n  - id: b\n",
        );
        check_inner(
            "rules:\n- id: a\n  except:\n  - {prefix: 甲}\n  reason: x\n- id: b\n",
            "rules:\n- id: a\n  except:\n  - {prefix: 甲}\n  - {prefix: 丙}\n  reason: x\n- id: b\n",
        );
        check_inner("rules:\n  - except: []\n    id: a", "rules:\n  - except:\n      - {prefix: 丙}\n    id: a");
        check_inner("rules:\n  - id: a", "rules:\n  - id: a\n    except:\n      - {prefix: 丙}");
    }
}
