//! The layouts: built-in Tera templates, the site's own over them, and the interface words.

use std::collections::BTreeMap;

use tera::{Context, Tera};

use crate::config::byte_at;
use crate::diag::Diagnostic;
use crate::model::Variant;
use crate::page::Words;

const BUILT_IN: [(&str, &str); 24] = [
    ("base.html", include_str!("../../templates/base.html")),
    ("article.html", include_str!("../../templates/article.html")),
    ("parallel.html", include_str!("../../templates/parallel.html")),
    ("original.html", include_str!("../../templates/original.html")),
    ("citations.html", include_str!("../../templates/citations.html")),
    ("sources.html", include_str!("../../templates/sources.html")),
    ("source.html", include_str!("../../templates/source.html")),
    ("index.html", include_str!("../../templates/index.html")),
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

const WORDS: [(&str, &str); 3] = [
    ("zh-Hant", include_str!("../../templates/words/zh-hant.toml")),
    ("zh-Hant-HK", include_str!("../../templates/words/zh-hant-hk.toml")),
    ("zh-Hans", include_str!("../../templates/words/zh-hans.toml")),
];

/// The built-in static files; a file of the same name in the site's `static/` wins.
pub(crate) const STATIC_FILES: [(&str, &str); 9] = [
    ("style.css", include_str!("../../static/style.css")),
    ("parallel.css", include_str!("../../static/parallel.css")),
    ("reader.js", include_str!("../../static/reader.js")),
    ("parallel.js", include_str!("../../static/parallel.js")),
    ("links.js", include_str!("../../static/links.js")),
    ("sidenotes.css", include_str!("../../static/sidenotes.css")),
    ("lists.css", include_str!("../../static/lists.css")),
    ("search.css", include_str!("../../static/search.css")),
    ("search.js", include_str!("../../static/search.js")),
];

/// Layouts ready to be filled.
pub(crate) struct Templates {
    tera: Tera,
}

/// Loads the built-in templates and `site`'s over them.
///
/// Errors: `JZ701`, with the file and Tera's own words.
pub(crate) fn load_templates(site: &[(String, String)]) -> Result<Templates, Diagnostic> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".xhtml"]);
    let all: Vec<(String, String)> =
        BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    tera.add_raw_templates(all).map_err(|error| failure("templates", &error.to_string()))?;
    // One at a time would fail where templates extend each other, so the site's go in together.
    if !site.is_empty() {
        tera.add_raw_templates(site.to_vec()).map_err(|error| failure_in(site, &error.to_string()))?;
    }
    Ok(Templates { tera })
}

/// The finding for a site's template: in the file that Tera names, at the place it names.
fn failure_in(site: &[(String, String)], message: &str) -> Diagnostic {
    let named = site.iter().find(|(name, _)| message.contains(name.as_str())).or(site.first());
    let Some((name, text)) = named else { return failure("templates", message) };
    let (line, column) = message.lines().find_map(line_and_column).unwrap_or((1, 1));
    let at = byte_at(text, line, column);
    failure("templates", message).at(&format!("templates/{name}"), at..at + 1)
}

fn failure(file: &str, message: &str) -> Diagnostic {
    let first = message.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let first = first.trim_start_matches("error: ");
    Diagnostic::error("JZ701", format!("the template cannot be used: {first}"))
        .at(file, 0..0)
        .hint("mend the template, or remove the file to use the built-in one")
}

/// Reads `--> name:line:column` of Tera's report.
fn line_and_column(line: &str) -> Option<(usize, usize)> {
    let mut parts = line.trim().rsplit(':');
    let column = parts.next()?.trim_end_matches(']').parse().ok()?;
    Some((parts.next()?.parse().ok()?, column))
}

impl Templates {
    /// Fills the layout `name`.
    ///
    /// Errors: `JZ702`, with the layout's name and Tera's words.
    pub(crate) fn fill(&self, name: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Vec::with_capacity(16 * 1024);
        self.tera.render_to(name, context, &mut out).map_err(|error| {
            let mut finding = failure(&format!("templates/{name}"), &error.to_string());
            finding.code = "JZ702";
            finding
        })?;
        Ok(out)
    }
}

/// Returns the interface words of a variant: its script's, and over them its region's.
///
/// Errors: none; a words file that cannot be read is a fault of the program, which its tests find.
pub(crate) fn load_words(variant: Variant) -> Words {
    let read = |tag: &str| -> BTreeMap<String, String> {
        let text = WORDS.iter().find(|(name, _)| *name == tag).map_or("", |(_, text)| *text);
        toml::from_str(text).unwrap_or_default()
    };
    let mut words = read(variant.script_tag());
    if variant.tag() != variant.script_tag() {
        words.extend(read(variant.tag()));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_have_the_same_words() {
        let hant: Vec<String> = load_words(Variant::HANT).into_keys().collect();
        let hans: Vec<String> = load_words(Variant::HANS).into_keys().collect();
        assert!(hant.len() > 40, "{} words", hant.len());
        assert_eq!(hant, hans);
    }
}
