//! What templates see, as `docs/theme.md` says it: its tables are made from the view types, and held equal to them by a test.

use std::collections::BTreeMap;

const GUIDE: &str = include_str!("../../docs/theme.md");

/// The heading of what every template sees.
const EVERY: &str = "Every template";

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Nothing is known of it.
    Anything,
    /// Text, a number, yes or no: what has no fields.
    Plain(&'static str),
    /// What can be walked through, with what each of its entries is: a list, or a map by keys of its own.
    Many(Box<Shape>),
    /// A type with fields.
    View(&'static str),
}

impl Shape {
    /// Reads what stands in the column "type": `text`, ``list of `Link` ``.
    fn read(typed: &'static str) -> Self {
        let typed = typed.strip_suffix(" or none").unwrap_or(typed);
        match (typed.split_once(" of "), typed.strip_prefix('`')) {
            (Some(("list" | "map", entry)), _) => Self::Many(Box::new(Self::read(entry))),
            (_, Some(name)) => Self::View(name.trim_end_matches('`')),
            _ => Self::Plain(typed),
        }
    }
}

/// The names that something has, each with what it stands for.
pub(super) type Names = BTreeMap<String, Shape>;

/// What templates see.
pub(super) struct Views {
    tables: BTreeMap<&'static str, Names>,
}

impl Views {
    /// Reads the tables of the guide; `words` are the keys of the interface words.
    pub(super) fn read<'a>(words: impl IntoIterator<Item = &'a String>) -> Self {
        let mut tables: BTreeMap<&str, Names> = BTreeMap::new();
        let mut current = "";
        for line in GUIDE.lines() {
            if let Some(heading) = line.strip_prefix("### ") {
                current = heading.trim_matches('`');
                tables.insert(current, Names::new());
            } else if let (Some(table), Some((name, typed))) = (tables.get_mut(current), read_row(line)) {
                table.insert(name.to_owned(), Shape::read(typed));
            }
        }
        if let Some(every) = tables.get_mut(EVERY) {
            every.insert("w".to_owned(), Shape::View("w"));
        }
        tables.insert("w", words.into_iter().map(|key| (key.clone(), Shape::Plain("text"))).collect());
        Self { tables }
    }

    /// Returns the fields of a view type.
    pub(super) fn fields(&self, name: &str) -> Option<&Names> {
        self.tables.get(name)
    }

    /// Returns the templates that the program fills.
    pub(super) fn pages(&self) -> impl Iterator<Item = &'static str> {
        self.tables.keys().copied().filter(|name| name.ends_with("html"))
    }

    /// Returns the names that any page sees: a part may ask for what only some of its pages have.
    pub(super) fn seen(&self) -> Names {
        let tables = self.pages().chain([EVERY]).filter_map(|name| self.tables.get(name));
        tables.flatten().map(|(name, shape)| (name.clone(), shape.clone())).collect()
    }
}

/// The name and the type of a row of a table.
fn read_row(line: &'static str) -> Option<(&'static str, &'static str)> {
    let mut cells = line.strip_prefix("| `")?.split(" | ");
    Some((cells.next()?.trim_end_matches('`'), cells.next()?))
}
