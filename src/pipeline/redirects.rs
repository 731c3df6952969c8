//! Pages at the addresses that an article had before, which lead on to those it has.

use super::views::RedirectPage;
use super::{Page, Site};
use crate::diag::Diagnostic;
use crate::model::Scripted;
use crate::page::{HeadText, PageAddress, head, leaf_text};

/// Makes the redirects of an article: its pages in each variant and side by side, for each of its aliases.
///
/// Errors: `JZ702`, a template that cannot be filled.
pub(super) fn redirects(site: &Site<'_>, scripted: &Scripted) -> Result<Vec<Page>, Diagnostic> {
    let front = &scripted.annotated.edition.document.front;
    let single = |slug: &str, v| (PageAddress::Article(v, slug.to_owned(), front.kind), v);
    let parallel = |slug: &str| (PageAddress::Parallel(slug.to_owned(), front.kind), 0);
    let pages = |slug: &str| {
        let singles = (0..scripted.variants.len()).map(|v| single(slug, v));
        singles.chain([parallel(slug)]).collect::<Vec<_>>()
    };
    let mut made = Vec::new();
    for alias in &front.aliases {
        for ((old, _), new) in pages(alias).into_iter().zip(pages(&front.slug)) {
            made.push(redirect(site, scripted, &old, new)?);
        }
    }
    Ok(made)
}

/// Both addresses have the same depth, so that the head of the new page is right in the old place.
fn redirect(
    site: &Site<'_>,
    scripted: &Scripted,
    old: &PageAddress,
    (new, v): (PageAddress, usize),
) -> Result<Page, Diagnostic> {
    let variants = &site.config.variants;
    let title = leaf_text(scripted, v, scripted.annotated.edition.document.title);
    let page = head(&new, v, site.config, site.catalogue, HeadText { title, ..HeadText::default() });
    let view = RedirectPage { every: site.every(&page, v), target: new.path(variants) };
    Ok((format!("{}index.html", old.path(variants)), site.templates.fill("redirect.html", &view)?))
}
