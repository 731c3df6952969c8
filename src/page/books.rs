//! The books of an article: one a variant, and one of two variants, paragraph by paragraph.

use crate::model::Variant;

/// A book of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BookName {
    /// Its name in addresses: `hant`, `hans`, `parallel`.
    pub(crate) name: String,
    /// Its columns.
    pub(crate) columns: Vec<usize>,
}

impl BookName {
    /// Returns the path of the book of the article `slug` below the site's root.
    pub(crate) fn path(&self, slug: &str) -> String {
        format!("epub/{slug}.{}.epub", self.name)
    }
}

/// Returns the books that an article has on a site of `variants`.
pub(crate) fn book_names(variants: &[Variant]) -> Vec<BookName> {
    let one = |(v, variant): (usize, &Variant)| {
        let folder = variant.folder();
        let name = folder.strip_prefix("zh-").unwrap_or(&folder).to_owned();
        BookName { name, columns: vec![v] }
    };
    let both = BookName { name: "parallel".to_owned(), columns: vec![0, 1] };
    variants.iter().enumerate().map(one).chain(Some(both).filter(|_| variants.len() > 1)).collect()
}
