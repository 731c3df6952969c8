//! The command `export`: one edition, read as a build reads it, in a form that other programs read. Nothing is written.

use std::path::Path;

use super::settings::{Settings, read_settings};
use super::{Request, Work, catalogue, first_pass};
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover;
use crate::export;
use crate::opencc::OpenCc;
use crate::page::Words;
use crate::pipeline::{self, ExportFormat};
use crate::render::load_words;
use crate::typed_files::unknown_article;

/// What an export came to.
#[derive(Debug)]
pub struct Exported {
    /// What was asked for; none when its content has errors.
    pub text: Option<String>,
    /// What was found in the site's settings and the article, sorted.
    pub findings: Vec<Diagnostic>,
}

/// Returns the edition named `slug`, or its sources, in the form `format`; a draft too.
///
/// Errors: the machine's failures; a slug that no article has.
pub fn export_edition(root: &Path, slug: &str, format: ExportFormat) -> Result<Exported, Error> {
    let (files, mut findings) = discover::read_site(root)?;
    // What is amiss in other articles does not touch this one, whose own files are read below.
    let in_articles =
        |file: &str| files.articles.iter().any(|article| file.starts_with(&format!("{}/", article.folder)));
    findings.retain(|finding| finding.place.as_ref().is_none_or(|place| !in_articles(&place.file)));
    let request = Request { root: root.to_owned(), ..Request::default() };
    let settings = read_settings(&request, &files, &mut findings);
    let engine = OpenCc::new();
    let listed = first_pass(&files, &settings.config, true, &mut Vec::new())?;
    let Some(article) = listed.iter().find(|article| article.slug == slug) else {
        return Err(unknown_article(slug, listed.iter().map(|article| article.slug.as_str())));
    };
    let (read, found) = discover::read_article(root, article.paths)?;
    findings.extend(found);
    let work = Work {
        files: &files,
        settings: &settings,
        engine: &engine,
        lexicon: None,
        site: None,
        staging: None,
        today: None,
    };
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
    let Settings { config, .. } = &settings;
    let words: Vec<Words> = config.variants.iter().map(|variant| load_words(*variant)).collect();
    let titles = catalogue(config, &[], &engine)?.titles;
    let site = export::Site { base_url: config.base_url.as_deref(), titles: &titles, words: &words };
    let text = scripted.filter(|_| is_sound).map(|scripted| pipeline::export(&scripted, &site, format));
    Ok(Exported { text, findings })
}
