//! What of an article is found by search: its title, and all that has an `hN` or `pN`.

use super::{Page, Site};
use crate::model::Scripted;
use crate::page::{leaf_text, leaf_texts};
use crate::search::{Passage, write_texts};

/// Where the files of the search page's script are; no article can have this name.
pub(crate) const SEARCH_FOLDER: &str = "data/search/";

/// Returns the passages of an article, its title first, in every variant.
pub(crate) fn passages(scripted: &Scripted) -> Vec<Passage> {
    let each = |text: &dyn Fn(usize) -> String| (0..scripted.variants.len()).map(text).collect::<Vec<_>>();
    let title = scripted.annotated.edition.document.title;
    let title = Passage { id: "title".to_owned(), texts: each(&|v| leaf_text(scripted, v, title)) };
    let numbered = scripted.annotated.numbered.iter().map(|block| {
        let text = |v: usize| match &block.code {
            Some(code) => code.clone(),
            None => leaf_texts(scripted, v, &block.leaves, "\t"),
        };
        Passage { id: block.id.clone(), texts: each(&text) }
    });
    std::iter::once(title).chain(numbered).collect()
}

/// Returns the texts in which the search page's script looks for what the index has found, a file a variant.
pub(crate) fn search_texts(site: &Site<'_>, slug: &str, passages: &[Passage]) -> Vec<Page> {
    let folders = site.config.variants.iter().map(|variant| variant.folder()).enumerate();
    folders.map(|(v, folder)| (format!("{SEARCH_FOLDER}{folder}/{slug}.json"), write_texts(passages, v))).collect()
}
