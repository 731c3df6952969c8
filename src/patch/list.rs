//! Adds items to a list of a YAML text, where its last item ends.

use super::Edit;

/// Where new items of a list go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEnd {
    /// What the edit takes the place of, in bytes of the text: nothing, or `[]`.
    at: std::ops::Range<usize>,
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

/// Returns where items can be added to the list under the top-level `key`; a text without that key gets it at its end.
///
/// Shape: none when the list is written between brackets, `[a, b]`.
pub fn list_end(text: &str, key: &str) -> Option<ListEnd> {
    let Some((start, rest)) = key_line(text, key) else {
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let lead = format!("{gap}{key}:\n");
        return Some(ListEnd { at: text.len()..text.len(), lead, tail: "\n", indent: "  ".to_owned() });
    };
    let typed = rest.split(" #").next().unwrap_or_default();
    if typed.trim() == "[]" {
        let end = start + typed.trim_end().len();
        return Some(ListEnd { at: start..end, lead: "\n".to_owned(), tail: "", indent: "  ".to_owned() });
    }
    if !typed.trim().is_empty() {
        return None;
    }
    let mut end = start + rest.len();
    let mut at = end + 1;
    let mut indent = None;
    for line in text.get(at..).unwrap_or_default().split('\n') {
        let inner = line.trim_start_matches(' ');
        if inner.starts_with("- ") && indent.is_none() {
            indent = line.get(..line.len() - inner.len()).map(str::to_owned);
        }
        let is_outside = inner.len() == line.len() && !inner.is_empty() && !inner.starts_with(['-', '#']);
        if is_outside {
            break;
        }
        if !inner.is_empty() && !line.starts_with('#') {
            end = at + line.len();
        }
        at += line.len() + 1;
    }
    let tail = if end == text.len() { "\n" } else { "" };
    Some(ListEnd { at: end..end, lead: "\n".to_owned(), tail, indent: indent.unwrap_or_else(|| "  ".to_owned()) })
}

/// Where the value of a top-level key begins, and the rest of its line.
fn key_line<'a>(text: &'a str, key: &str) -> Option<(usize, &'a str)> {
    let mut at = 0;
    for line in text.split('\n') {
        if let Some(rest) = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')) {
            return Some((at + line.len() - rest.len(), rest));
        }
        at += line.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::list_end;

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
}
