//! Where links and pictures of an article lead within the site, and which of them lead to nothing.
//!
//! 1. While an article is read: what it leads to below the site's root (`Leads::of`). Files beside it are known then, and held
//!    against it at once.
//! 2. Once all are read, the articles that are led to are sought among those that are published (`Addresses`).

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

use super::listing::{Listed, RESERVED};
use crate::config::Config;
use crate::diag::{Diagnostic, Place, guess_while_few};
use crate::model::{Annotated, Markup};

/// A link to an article's page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Lead {
    /// The article's slug, as far as one has it.
    pub(super) slug: String,
    /// What stands behind `#`.
    pub(super) fragment: Option<String>,
    pub(super) at: Place,
}

/// What an article leads to.
pub(super) struct Leads {
    pub(super) articles: Vec<Lead>,
    /// `JZ402`, for files beside the article that are not there.
    pub(super) findings: Vec<Diagnostic>,
}

impl Leads {
    /// Returns where links and pictures of an article lead, with the files `assets` beside it.
    pub(super) fn of(annotated: &Annotated, assets: &[String], config: &Config) -> Self {
        let document = &annotated.edition.document;
        let mut leads = Self { articles: Vec::new(), findings: Vec::new() };
        let Some(site) = Site::new(config, &document.front.slug) else { return leads };
        let beside: BTreeSet<&str> = assets.iter().map(String::as_str).collect();
        let leaves = annotated.edition.leaves.iter().map(|edited| &edited.leaf);
        for (leaf, mark) in leaves.flat_map(|leaf| leaf.marks.iter().map(move |mark| (leaf, mark))) {
            let (Markup::Link(url, _) | Markup::Image(url, _)) = &mark.kind else { continue };
            let at = Place::new(&document.path, leaf.source_span(&mark.at));
            match site.led_to(url.as_str()) {
                Some(Led::Article(slug, fragment)) => leads.articles.push(Lead { slug, fragment, at }),
                Some(Led::Beside(path)) if !beside.contains(path.as_str()) => {
                    let finding = missing_file(url.as_str(), &path, (assets, &leads.findings));
                    leads.findings.push(Diagnostic { place: Some(at), ..finding });
                }
                Some(Led::Beside(_)) | None => {}
            }
        }
        leads
    }
}

/// What an address on the site is.
enum Led {
    /// The page of the article with a slug, and what stands behind `#`.
    Article(String, Option<String>),
    /// A file beside the article's own page.
    Beside(String),
}

/// The site as one article's page sees it.
struct Site<'a> {
    slug: &'a str,
    folders: Vec<String>,
    root: Url,
    page: Url,
}

impl<'a> Site<'a> {
    fn new(config: &Config, slug: &'a str) -> Option<Self> {
        let folders: Vec<String> = config.variants.iter().map(|variant| variant.folder()).collect();
        let root = Url::parse(config.base_url.as_deref().unwrap_or("http://site.invalid/")).ok()?;
        let page = root.join(&format!("{}/{slug}/", folders.first()?)).ok()?;
        Some(Self { slug, folders, root, page })
    }

    /// Returns what an address is, when it is one of an article of this site or of a file beside this one.
    fn led_to(&self, url: &str) -> Option<Led> {
        let (path, fragment) = url.split_once('#').map_or((url, None), |(path, fragment)| (path, Some(fragment)));
        if path.is_empty() {
            return None;
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut led = self.page.join(path).ok()?;
        led.set_query(None);
        let (folder, rest) = led.as_str().strip_prefix(self.root.as_str())?.split_once('/')?;
        if folder != "parallel" && !self.folders.iter().any(|own| own == folder) {
            return None;
        }
        let (slug, rest) = rest.split_once('/').map_or((rest, None), |(slug, rest)| (slug, Some(rest)));
        let (slug, rest) = (decoded(slug), rest.map(decoded).unwrap_or_default());
        let is_file_of_site = slug.is_empty() || rest.is_empty() && slug.contains('.');
        if is_file_of_site || RESERVED.iter().any(|(list, _)| *list == slug) {
            return None;
        }
        // What stands behind `:~:` says which text of the page is meant.
        let fragment =
            fragment.and_then(|fragment| fragment.split(":~:").next()).filter(|fragment| !fragment.is_empty());
        let is_sources = rest.split('/').next() == Some("sources");
        Some(match rest.as_str() {
            "" | "index.html" => Led::Article(slug, fragment.map(decoded)),
            _ if slug == self.slug && !is_sources => Led::Beside(rest),
            _ => Led::Article(slug, None),
        })
    }
}

fn missing_file(typed: &str, path: &str, (assets, found): (&[String], &[Diagnostic])) -> Diagnostic {
    let finding = Diagnostic::warning("JZ402", format!("there is no file `{path}` beside the article"));
    if let Some(near) = guess_while_few(found, path, assets.iter().map(String::as_str)) {
        return finding.hint(format!("did you mean `{near}`?"));
    }
    let host = typed.trim_start_matches("http//").trim_start_matches("https//").trim_start_matches('/');
    let is_host = typed.starts_with("http") || host.starts_with("www.");
    if is_host {
        return finding.hint(format!("for another site type `https://{host}`"));
    }
    finding.hint("put the file into the article's folder; another article is `../SLUG/`")
}

/// The articles of the site by the slugs that they have and had, and whether each is published.
pub(super) struct Addresses<'a>(BTreeMap<&'a str, bool>);

impl<'a> Addresses<'a> {
    /// Returns the addresses of all articles.
    pub(super) fn new(listed: &'a [Listed<'_>]) -> Self {
        let each = listed.iter().flat_map(|article| {
            let aliases = article.front.aliases.iter().map(|(alias, _)| alias.as_str());
            aliases.chain([article.front.slug.as_str()]).map(|slug| (slug, article.is_published))
        });
        Self(each.collect())
    }

    /// What is wrong with a link to an article, if anything is; `found` is what was found before.
    pub(super) fn check(&self, lead: &Lead, found: &[Diagnostic]) -> Option<Diagnostic> {
        let slug = lead.slug.as_str();
        let (message, hint) = match self.0.get(slug) {
            Some(true) => return None,
            Some(false) => {
                (format!("the article `{slug}` is not published"), "publish it, or take the link away".to_owned())
            }
            None => {
                let near = guess_while_few(found, slug, self.0.keys().copied());
                let hint = near.map(|near| format!("did you mean `../{near}/`?"));
                let hint = hint
                    .unwrap_or_else(|| "type `../SLUG/`, with the name that an article has in addresses".to_owned());
                (format!("no article has the name `{slug}` in addresses"), hint)
            }
        };
        let finding = Diagnostic::warning("JZ402", message).hint(hint);
        Some(Diagnostic { place: Some(lead.at.clone()), ..finding })
    }
}
