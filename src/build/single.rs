//! One edition, read as a build reads it: for `export` in a form that other programs read, for `cite` the lines to cite it or
//! a passage of it by. Nothing is written.

use std::path::Path;

use super::Request;
use super::books::{by_path, read_pictures};
use super::listing::{catalogue, first_pass};
use super::settings::{Settings, read_settings};
use super::work::Work;
use crate::cite::{Style, Styles};
use crate::config::Interface;
use crate::diag::{Diagnostic, Error, Severity};
use crate::discover::{self, ArticleFiles};
use crate::export;
use crate::model::{Engines, Script, Scripted};
use crate::opencc::OpenCc;
use crate::page::{BookName, Catalogue, Words, book_names, own_variant};
use crate::pipeline::{self, CitedSite, ExportFormat, Once, Site, draw_book};
use crate::render::load_templates;
use crate::typed_files::unknown_article;
use crate::words::Words as Lexicon;

/// What `export` is asked for.
#[derive(Debug, Clone, Copy)]
pub struct ExportRequest<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The article's name in addresses.
    pub slug: &'a str,
    /// The form.
    pub format: ExportFormat,
    /// Which book is meant, as `hant` or `parallel`; else the one in the article's own script.
    pub script: Option<&'a str>,
}

/// What an export came to.
#[derive(Debug)]
pub struct Exported {
    /// What was asked for; none when its content has errors.
    pub bytes: Option<Vec<u8>>,
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
    /// Whether the lines have an address: the site's is known.
    pub has_address: bool,
}

/// Returns an edition, or its sources, in the form that is asked for; a draft too.
///
/// Errors: the machine's failures; a slug that no article has, a script that no book has or that no book is asked for in.
pub fn export_edition(request: &ExportRequest<'_>) -> Result<Exported, Error> {
    let is_book = request.format == ExportFormat::Epub;
    if request.script.is_some() && !is_book {
        return Err(
            Error::new("only a book is in one script or the other").hint("type `--format epub`, or no `--script`")
        );
    }
    let mut single = read_single(request.root, request.slug)?;
    let Some(scripted) = single.scripted.take() else { return Ok(Exported { bytes: None, findings: single.findings }) };
    let words = single.settings.words(Interface::ByScript);
    let bytes = if is_book {
        single.book(request, &scripted, &words)?
    } else {
        let base_url = single.settings.config.base_url.as_deref();
        let site = export::Site { base_url, titles: &single.catalogue.titles, words: &words };
        pipeline::export(&scripted, &site, request.format).map(String::into_bytes)
    };
    Ok(Exported { bytes, findings: single.findings })
}

/// Returns the book that is named, else the one in the article's own script.
fn book_name(scripted: &Scripted, typed: Option<&str>) -> Result<BookName, Error> {
    let mut names = book_names(&scripted.variants);
    let own = own_variant(scripted);
    let wanted = typed.map(|typed| typed.to_ascii_lowercase());
    let is_meant = |name: &BookName| match wanted.as_deref() {
        Some(typed) => name.name == typed.strip_prefix("zh-").unwrap_or(typed),
        None => name.columns == [own],
    };
    if let Some(at) = names.iter().position(is_meant) {
        return Ok(names.swap_remove(at));
    }
    let known: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
    let message = format!("there is no book `{}` of the article", typed.unwrap_or_default());
    Err(Error::new(message).hint(format!("its books: {}", known.join(", "))))
}

impl Single {
    /// Returns a book of the edition; none when a layout cannot be filled, which is found.
    fn book(
        &mut self,
        request: &ExportRequest<'_>,
        scripted: &Scripted,
        data_words: &[Words],
    ) -> Result<Option<Vec<u8>>, Error> {
        let name = book_name(scripted, request.script)?;
        let pictures = self.files.as_ref().map(|files| read_pictures(request.root, files)).transpose()?;
        let pictures = pictures.unwrap_or_default();
        let words = &self.settings.words(self.settings.config.interface);
        let (config, catalogue) = (&self.settings.config, &self.catalogue);
        let (styles, once) = (&Styles::default(), &Once::new(&self.settings.sources, words));
        let drawn = load_templates(&self.settings.templates).and_then(|templates| {
            let site = Site { config, catalogue, templates: &templates, words, data_words, styles, once };
            draw_book(&site, scripted, &name, &by_path(&pictures)).map_err(|finding| vec![finding])
        });
        match drawn {
            Ok(book) => book.into_epub().map(Some),
            Err(found) => {
                self.findings.extend(found);
                Ok(None)
            }
        }
    }
}

/// Returns the lines to cite the edition named `slug` by, or the passage of it that `id` names, in its own script: one a
/// style, with the style's name.
///
/// Errors: the machine's failures; a slug that no article has; an id that the edition has not.
pub fn cite_passage(root: &Path, slug: &str, id: &str) -> Result<Cited, Error> {
    let Single { settings, catalogue, scripted, findings, .. } = read_single(root, slug)?;
    let Some(scripted) = scripted else { return Ok(Cited { lines: Vec::new(), findings, has_address: false }) };
    let passage = pipeline::named_passage(&scripted, id).ok_or_else(|| {
        let message = format!("`{slug}` has no passage `{id}`");
        Error::new(message).hint("type a label of a note, or the end of an address: `#p8`, `#p8.2`, `#h2`, `#c-KEY`")
    })?;
    let site = CitedSite { config: &settings.config, titles: &catalogue.titles, styles: &Styles::default() };
    let v = own_variant(&scripted);
    let script = scripted.variants.get(v).map_or(Script::Hant, |variant| variant.script);
    let line = |style| (style, pipeline::edition_line(&site, (&scripted, v), passage, (style, script)).text);
    let has_address = settings.config.base_url.is_some();
    Ok(Cited { lines: Style::ALL.map(line).into(), findings, has_address })
}

/// One edition, read as a build reads it.
struct Single {
    settings: Settings,
    /// What every page names.
    catalogue: Catalogue,
    /// The article's own files.
    files: Option<ArticleFiles>,
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
    let (opencc, lexicon) = (OpenCc::new(), Lexicon::new());
    let engines = Engines { opencc: &opencc, words: &lexicon };
    let settings = read_settings(&request, &files, engines, &mut findings)?;
    let mut listed = first_pass(&files, &settings, true, &mut Vec::new())?;
    let Some(article) = listed.iter().find(|article| article.front.slug == slug) else {
        return Err(unknown_article(slug, listed.iter().map(|article| article.front.slug.as_str())));
    };
    let own: Vec<&str> = files.defaults_of(&article.paths.folder).map(|file| file.path.as_str()).collect();
    let is_of_others = |file: &str| !own.contains(&file) && files.defaults.iter().any(|other| other.path == file);
    findings.retain(|finding| finding.place.as_ref().is_none_or(|place| !is_of_others(&place.file)));
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
    listed.retain(|article| !article.front.is_draft);
    let catalogue = catalogue(&settings.config, &listed, engines)?;
    Ok(Single { scripted: scripted.filter(|_| is_sound), settings, catalogue, files: read, findings })
}
