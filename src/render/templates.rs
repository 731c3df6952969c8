//! The layouts: built-in Tera templates, and the site's own over them.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use super::faults::{unfilled, unreadable};
use super::names::unknown_names;
use super::shapes::Views;
use super::wording::{OwnWords, add_filters, load_words};
use crate::config::Interface;
use crate::diag::Diagnostic;
use crate::model::Variant;

const BUILT_IN: [(&str, &str); 30] = [
    ("base.html", include_str!("../../templates/base.html")),
    ("article.html", include_str!("../../templates/article.html")),
    ("parallel.html", include_str!("../../templates/parallel.html")),
    ("original.html", include_str!("../../templates/original.html")),
    ("citations.html", include_str!("../../templates/citations.html")),
    ("sources.html", include_str!("../../templates/sources.html")),
    ("source.html", include_str!("../../templates/source.html")),
    ("index.html", include_str!("../../templates/index.html")),
    ("contents.html", include_str!("../../templates/contents.html")),
    ("rare.html", include_str!("../../templates/rare.html")),
    ("trail.html", include_str!("../../templates/trail.html")),
    ("ways.html", include_str!("../../templates/ways.html")),
    ("pages.html", include_str!("../../templates/pages.html")),
    ("tags.html", include_str!("../../templates/tags.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("404.html", include_str!("../../templates/404.html")),
    ("redirect.html", include_str!("../../templates/redirect.html")),
    ("notes.html", include_str!("../../templates/notes.html")),
    ("head.html", include_str!("../../templates/head.html")),
    ("overview.html", include_str!("../../templates/overview.html")),
    ("switches.html", include_str!("../../templates/switches.html")),
    ("ledger.html", include_str!("../../templates/ledger.html")),
    ("glossary.html", include_str!("../../templates/glossary.html")),
    ("glossary-rules.html", include_str!("../../templates/glossary-rules.html")),
    ("history.html", include_str!("../../templates/history.html")),
    ("apparatus.html", include_str!("../../templates/apparatus.html")),
    ("book/text.xhtml", include_str!("../../templates/book/text.xhtml")),
    ("book/sources.xhtml", include_str!("../../templates/book/sources.xhtml")),
    ("book/nav.xhtml", include_str!("../../templates/book/nav.xhtml")),
    ("book/style.css", include_str!("../../templates/book/style.css")),
];

/// The built-in static files; a file of the same name in the site's `static/` wins.
pub(crate) const STATIC_FILES: [(&str, &str); 12] = [
    ("style.css", include_str!("../../static/style.css")),
    ("emendations.css", include_str!("../../static/emendations.css")),
    ("parallel.css", include_str!("../../static/parallel.css")),
    ("reader.js", include_str!("../../static/reader.js")),
    ("parallel.js", include_str!("../../static/parallel.js")),
    ("icon.svg", include_str!("../../static/icon.svg")),
    ("links.js", include_str!("../../static/links.js")),
    ("sidenotes.css", include_str!("../../static/sidenotes.css")),
    ("lists.css", include_str!("../../static/lists.css")),
    ("search.css", include_str!("../../static/search.css")),
    ("search.js", include_str!("../../static/search.js")),
    ("english.css", include_str!("../../static/english.css")),
];

/// The layout that all pages share.
const BASE: &str = "base.html";

/// Layouts ready to be filled.
pub(crate) struct Templates {
    tera: Tera,
}

/// Loads the built-in templates and `site`'s over them.
///
/// Errors: `JZ701`, a template that Tera cannot read; `JZ703`, a name that no page has.
pub(crate) fn load_templates(site: &[(String, String)]) -> Result<Templates, Vec<Diagnostic>> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".xhtml"]);
    // As all else on the pages is.
    tera.set_escape_fn(|text, out| out.write_all(quick_xml::escape::escape(text).as_bytes()));
    add_filters(&mut tera);
    let own = site.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let all: BTreeMap<&str, &str> = BUILT_IN.into_iter().chain(own).collect();
    // One at a time would fail where templates extend each other, so all go in together.
    let typed: Vec<(&str, &str)> = all.iter().map(|(name, text)| (*name, *text)).collect();
    tera.add_raw_templates(typed.clone()).map_err(|error| unreadable(&typed, &error))?;
    // The built-in ones are held right by a test.
    if !site.is_empty() {
        let found = unknown_names(&all, &views());
        if !found.is_empty() {
            return Err(found);
        }
    }
    Ok(Templates { tera })
}

/// What templates see.
fn views() -> Views {
    Views::read(load_words(Variant::HANT, Interface::default(), &OwnWords::default()).keys())
}

/// Returns the Content-Security-Policy that the layout of all pages states, the site's own where it has one.
pub(crate) fn stated_policy(site: &[(String, String)]) -> Option<&str> {
    let own = site.iter().find(|(name, _)| name == BASE).map(|(_, text)| text.as_str());
    let base = own.or_else(|| BUILT_IN.iter().find(|(name, _)| *name == BASE).map(|(_, text)| *text))?;
    let (_, rest) = base.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    // What the template language fills in is known to each page alone.
    (!policy.contains(['{', '\n'])).then_some(policy)
}

impl Templates {
    /// Fills the layout `name` with what it sees.
    ///
    /// Errors: `JZ702`, in the file at fault.
    pub(crate) fn fill(&self, name: &str, view: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Vec::with_capacity(16 * 1024);
        let context = Context::from_serialize(view);
        let filled = context.and_then(|context| self.tera.render_to(name, &context, &mut out));
        filled.map_err(|error| unfilled(name, &error)).map(|()| out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_templates_name_what_their_pages_have() {
        let found = unknown_names(&BUILT_IN.into(), &views());
        assert_eq!(found, []);
    }
}
