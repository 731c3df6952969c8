//! The front matter of a text received as Markdown, sifted by its top-level keys: YAML between two lines `---`, or above one, as old Hexo has
//! it, or TOML between two lines `+++`.

use super::front_values::{as_line, read_toml};

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

/// What other programs call fields that we have.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("authors", "author"),
    ("lastmod", "updated"),
    ("last_modified_at", "updated"),
    ("modified", "updated"),
    ("modified_date", "updated"),
    ("updated_at", "updated"),
    ("update_time", "updated"),
    ("created", "date"),
    ("created_at", "date"),
    ("published_at", "date"),
    ("pubdate", "date"),
    ("publishDate", "date"),
    ("description", "summary"),
    ("excerpt", "summary"),
];
/// How many lines front matter without a line above it may have.
const MAX_OPEN: usize = 60;

/// Front matter by entries, and the body.
#[derive(Debug, Default)]
pub(super) struct Front<'a> {
    /// Each entry kept: its key and its lines as typed, LF after each.
    pub(super) entries: Vec<(&'static str, String)>,
    /// Keys dropped because they are not ours.
    pub(super) dropped: Vec<String>,
    /// Keys that are ours under another name, and that name.
    pub(super) renamed: Vec<(String, &'static str)>,
    /// What follows the front matter.
    pub(super) body: &'a str,
}

/// Splits `text`; without front matter all of it is body.
pub(super) fn split_front(text: &str) -> Front<'_> {
    let toml = cut_between(text, &["+++"], &["+++"]).and_then(|(inner, body)| Some((read_toml(inner)?, body)));
    let yaml = || cut_between(text, &["---"], &["---", "..."]).or_else(|| cut_open(text));
    let (entries, body) = match toml {
        Some(found) => found,
        None => match yaml() {
            Some((inner, body)) => (read_entries(inner), body),
            None => (Vec::new(), text),
        },
    };
    let mut front = Front { body, ..Front::default() };
    let mut others = Vec::new();
    for (key, lines) in entries {
        match KEYS.into_iter().find(|known| *known == key) {
            Some(known) if !front.has(known) => front.entries.push((known, as_line(known, lines))),
            _ => others.push((key, lines)),
        }
    }
    for (key, lines) in others {
        let ours = OTHER_NAMES.into_iter().find(|(name, _)| *name == key).map(|(_, ours)| ours);
        match ours.filter(|ours| !front.has(ours)).zip(lines.split_once(':')) {
            Some((ours, (_, value))) => {
                front.entries.push((ours, as_line(ours, format!("{ours}:{value}"))));
                front.renamed.push((key, ours));
            }
            None => front.dropped.push(key),
        }
    }
    front
}

/// Reads the entries of YAML: each its key and its lines.
fn read_entries(inner: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in inner.lines() {
        entries.extend(read_key(line).map(|key| (key.to_owned(), String::new())));
        if let Some((_, lines)) = entries.last_mut() {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    entries
}

/// Returns what stands between a line that begins front matter and one that ends it, and what follows.
fn cut_between<'a>(text: &'a str, begins: &[&str], ends: &[&str]) -> Option<(&'a str, &'a str)> {
    let (first, rest) = text.split_once('\n')?;
    begins.contains(&first.trim_end()).then(|| cut_at(rest, ends)).flatten()
}

/// Returns the entries above the first line `---`, when nothing else stands there and the first of them is known.
fn cut_open(text: &str) -> Option<(&str, &str)> {
    let first = read_key(text.lines().next()?)?;
    let (inner, body) = cut_at(text, &["---"])?;
    let is_known = KEYS.contains(&first) || ["layout", "categories", "permalink"].contains(&first);
    let is_entry =
        |line: &str| line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-']) || read_key(line).is_some();
    (is_known && inner.lines().count() <= MAX_OPEN && inner.lines().all(is_entry)).then_some((inner, body))
}

/// Returns what stands above the first line of `ends`, and what follows it.
fn cut_at<'a>(text: &'a str, ends: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
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
    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(known, _)| *known == key)
    }

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
