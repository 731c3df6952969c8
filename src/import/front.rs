//! The front matter of a text received as Markdown, sifted by its top-level keys.

/// The keys an article may have. Source: `docs/file-format.md`.
const KEYS: [&str; 20] = [
    "title",
    "subtitle",
    "author",
    "date",
    "updated",
    "lang",
    "slug",
    "aliases",
    "summary",
    "tags",
    "series",
    "series-order",
    "edition",
    "editor",
    "license",
    "draft",
    "based-on",
    "witness",
    "glossary",
    "kind",
];

/// Front matter by entries, and the body.
pub(super) struct Front<'a> {
    /// Each entry kept: its key and its lines as typed, LF after each.
    pub(super) entries: Vec<(&'a str, String)>,
    /// Keys dropped because they are not ours.
    pub(super) dropped: Vec<String>,
    /// What follows the front matter.
    pub(super) body: &'a str,
}

/// Splits `text`; without front matter all of it is body.
pub(super) fn split_front(text: &str) -> Front<'_> {
    let Some((inner, body)) = cut_front(text) else {
        return Front { entries: Vec::new(), dropped: Vec::new(), body: text };
    };
    let mut front = Front { entries: Vec::new(), dropped: Vec::new(), body };
    let mut is_kept = false;
    for line in inner.lines() {
        if let Some(key) = read_key(line) {
            is_kept = KEYS.contains(&key) && front.entries.iter().all(|(known, _)| *known != key);
            if is_kept {
                front.entries.push((key, String::new()));
            } else {
                front.dropped.push(key.to_owned());
            }
        }
        if let Some((_, lines)) = front.entries.last_mut().filter(|_| is_kept) {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    front
}

/// Returns what stands between the two `---`, and what follows.
fn cut_front(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// The key of a line that begins an entry: not indented, no comment, no list item.
fn read_key(line: &str) -> Option<&str> {
    if line.starts_with([' ', '\t', '#', '-', '}', ']']) {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    (value.is_empty() || value.starts_with([' ', '\t'])).then(|| key.trim().trim_matches(['"', '\'']))
}

impl Front<'_> {
    /// Returns the plain value of `key`: what follows the colon, without quotation marks or a comment.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let (_, lines) = self.entries.iter().find(|(known, _)| *known == key)?;
        let value = lines.split_once(':')?.1.split(" #").next()?.trim();
        Some(value.trim_matches(['"', '\'']))
    }

    /// Takes out the entry of `key`, if there is one.
    pub(super) fn remove(&mut self, key: &str) {
        self.entries.retain(|(known, _)| *known != key);
    }
}
