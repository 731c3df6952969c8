//! One edition, read as a build reads it: for `export` in a form that other programs read, for `cite` the lines to cite it or
//! a passage of it by. Nothing is written.

use std::path::Path;

use super::Request;
use super::listing::{catalogue, first_pass};
use super::settings::{Settings, read_settings};
use super::work::Work;
use crate::cite::{Style, Styles};
use crate::config::Interface;
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover;
use crate::export;
use crate::model::{Engines, Script, Scripted};
use crate::opencc::OpenCc;
use crate::page::own_variant;
use crate::pipeline::{self, CitedSite, ExportFormat};
use crate::typed_files::unknown_article;
use crate::words::Words as Lexicon;

/// What an export came to.
#[derive(Debug)]
pub struct Exported {
    /// What was asked for; none when its content has errors.
    pub text: Option<String>,
    /// What was found in the site's settings and the article, sorted.
    pub findings: Vec<Diagnostic>,
}

/// How an edition is cited.
#[derive(Debug)]
pub struct Cited {
    /// A line a style; none when its content has errors.
    pub lines: Vec<(Style, String)>,
    /// What was found in the site's settings and the article, sorted.
    pub findings: Vec<Diagnostic>,
}

/// Returns the edition named `slug`, or its sources, in the form `format`; a draft too.
///
/// Errors: the machine's failures; a slug that no article has.
pub fn export_edition(root: &Path, slug: &str, format: ExportFormat) -> Result<Exported, Error> {
    let Single { settings, titles, scripted, findings } = read_single(root, slug)?;
    let config = &settings.config;
    let words = settings.words(Interface::ByScript);
    let site = export::Site { base_url: config.base_url.as_deref(), titles: &titles, words: &words };
    Ok(Exported { text: scripted.map(|scripted| pipeline::export(&scripted, &site, format)), findings })
}

/// Returns the lines to cite the edition named `slug` by, or the passage of it that `id` names, in its own script: one a
/// style, with the style's name.
///
/// Errors: the machine's failures; a slug that no article has; an id that the edition has not.
pub fn cite_passage(root: &Path, slug: &str, id: &str) -> Result<Cited, Error> {
    let Single { settings, titles, scripted, findings } = read_single(root, slug)?;
    let Some(scripted) = scripted else { return Ok(Cited { lines: Vec::new(), findings }) };
    let passage = pipeline::named_passage(&scripted, id).ok_or_else(|| {
        let message = format!("`{slug}` has no passage `{id}`");
        Error::new(message).hint("type a label of a note, or the end of an address: `#p8`, `#p8.2`, `#h2`, `#c-KEY`")
    })?;
    let site = CitedSite { config: &settings.config, titles: &titles, styles: &Styles::default() };
    let v = own_variant(&scripted);
    let script = scripted.variants.get(v).map_or(Script::Hant, |variant| variant.script);
    let line = |style| (style, pipeline::edition_line(&site, (&scripted, v), passage, (style, script)).text);
    Ok(Cited { lines: Style::ALL.map(line).into(), findings })
}

/// One edition, read as a build reads it.
struct Single {
    settings: Settings,
    /// The site's title, one a variant.
    titles: Vec<String>,
    /// None when its content has errors.
    scripted: Option<Scripted>,
    /// What was found in the site's settings and the article, sorted.
    findings: Vec<Diagnostic>,
}

fn read_single(root: &Path, slug: &str) -> Result<Single, Error> {
    let (files, mut findings) = discover::read_site(root)?;
    // What is amiss in other articles does not touch this one, whose own files are read below.
    let in_articles =
        |file: &str| files.articles.iter().any(|article| file.starts_with(&format!("{}/", article.folder)));
    findings.retain(|finding| finding.place.as_ref().is_none_or(|place| !in_articles(&place.file)));
    let request = Request { root: root.to_owned(), ..Request::default() };
    let settings = read_settings(&request, &files, &mut findings);
    let (opencc, lexicon) = (OpenCc::new(), Lexicon::new());
    let engines = Engines { opencc: &opencc, words: &lexicon };
    let listed = first_pass(&files, &settings.config, true, &mut Vec::new())?;
    let Some(article) = listed.iter().find(|article| article.front.slug == slug) else {
        return Err(unknown_article(slug, listed.iter().map(|article| article.front.slug.as_str())));
    };
    let (read, found) = discover::read_article(root, article.paths)?;
    findings.extend(found);
    let work = Work::new(&files, &settings, engines);
    let scripted = match &read {
        None => None,
        Some(read) => {
            let (scripted, found) = work.read_edition(read)?;
            findings.extend(found);
            scripted
        }
    };
    findings.sort();
    findings.dedup();
    let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    let titles = catalogue(&settings.config, &[], engines)?.titles;
    Ok(Single { scripted: scripted.filter(|_| is_sound), settings, titles, findings })
}
