//! The names by which sources are known again once a note has given them in full.

use indexmap::IndexMap;

use super::sources::SourceView;
use crate::model::is_han;

/// How much of a title a short name holds, in cells of half a Han character.
const SHORT_TITLE: usize = 40;
/// How much of an author, an outlet or a whole title: each note has the name, so that none may be as long as a book.
const LONG_NAME: usize = 160;

/// Returns the short name of each source, in order: author and title, of what has no author the outlet.
///
/// Sources that would be named alike get more of their titles, at last their keys.
pub(super) fn short_names(views: &IndexMap<String, SourceView>) -> Vec<String> {
    let mut lengths = vec![Length::Short; views.len()];
    loop {
        let names: Vec<String> = views.values().zip(&lengths).map(|(view, length)| name(view, *length)).collect();
        let mut n_of: IndexMap<&str, usize> = IndexMap::new();
        names.iter().for_each(|name| *n_of.entry(name).or_default() += 1);
        let is_alike = |name: &String| n_of.get(name.as_str()).is_some_and(|n| *n > 1);
        let mut is_done = true;
        for (length, name) in lengths.iter_mut().zip(&names) {
            if let Some(next) = length.next().filter(|_| is_alike(name)) {
                *length = next;
                is_done = false;
            }
        }
        if is_done {
            return names;
        }
    }
}

/// How much a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// Author and short title, or outlet.
    Short,
    /// A short title in any case.
    Titled,
    /// The whole title.
    Full,
    /// And the key.
    Keyed,
}

impl Length {
    fn next(self) -> Option<Self> {
        match self {
            Self::Short => Some(Self::Titled),
            Self::Titled => Some(Self::Full),
            Self::Full => Some(Self::Keyed),
            Self::Keyed => None,
        }
    }
}

fn name(view: &SourceView, length: Length) -> String {
    let title = match length {
        Length::Short | Length::Titled => short_title(&view.title),
        Length::Full | Length::Keyed => cut(&view.title, LONG_NAME),
    };
    let by = if view.first_authors.is_empty() { &view.outlet } else { &view.first_authors };
    let is_by_outlet = view.first_authors.is_empty() && !view.outlet.is_empty();
    let work = match length {
        Length::Short if is_by_outlet => "",
        // What has no title is known by its place.
        _ if title.is_empty() && !is_by_outlet => &view.outlet,
        _ => &title,
    };
    let mut parts = vec![cut(by, LONG_NAME), cut(work, LONG_NAME)];
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() || length == Length::Keyed {
        parts.push(view.key.clone());
    }
    parts.join(" · ")
}

/// A title without its subtitle; of a long one the beginning.
fn short_title(title: &str) -> String {
    let ends = ["：", "——", ": ", " — ", " – "].into_iter().filter_map(|sign| title.find(sign));
    let main = ends.min().and_then(|end| title.get(..end)).map(str::trim).filter(|main| !main.is_empty());
    cut(main.unwrap_or(title), SHORT_TITLE)
}

/// What is longer than so many cells is cut there, or behind the word before.
fn cut(text: &str, n_cells: usize) -> String {
    let mut width = 0;
    let cut = text.char_indices().find(|(_, c)| {
        width += if is_han(*c) { 2 } else { 1 };
        width > n_cells
    });
    let Some((cut, next)) = cut else { return text.to_owned() };
    let kept = text.get(..cut).unwrap_or_default();
    // Words in letters are not cut.
    let is_inside_word = next.is_alphanumeric() && !is_han(next);
    let kept = kept.rsplit_once(' ').filter(|_| is_inside_word).map_or(kept, |(before, _)| before);
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cut_before_the_subtitle_or_behind_a_word() {
        for (title, expected) in [
            ("鹽：人與自然", "鹽"),
            ("Salt: A World History", "Salt"),
            ("3:10 to Yuma", "3:10 to Yuma"),
            ("鹽史（上）", "鹽史（上）"),
            ("：無題", "：無題"),
            ("", ""),
            (&"鹽".repeat(21), &format!("{}…", "鹽".repeat(20))),
            ("On the making of salt by the people of villages", "On the making of salt by the people of…"),
        ] {
            assert_eq!(short_title(title), expected);
        }
    }
}
