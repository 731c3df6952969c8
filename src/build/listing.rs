//! First pass: the front matter of all articles, and what every page names of them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::aliases;
use super::keys::Key;
use super::settings::Settings;
use crate::config::Config;
use crate::diag::{Diagnostic, Error};
use crate::discover::{self, ArticleFiles, ArticlePaths, SiteFiles};
use crate::model::{Date, Engines, PageKind, Prose, Variant};
use crate::page::{Catalogue, Names, Ways};
use crate::parse::{Input, parse, read_front};
use crate::script::{choose_config, convert_text};

/// Slugs that no article can have, and the addresses that have them.
pub(super) const RESERVED: [(&str, &str); 4] = [
    ("page", "/zh-hant/page/2/"),
    ("search", "/zh-hant/search/"),
    ("series", "/zh-hant/series/"),
    ("tags", "/zh-hant/tags/"),
];

/// How many articles are read at a time.
const N_AT_ONCE: usize = 8;

/// An article as the first pass knows it.
pub(super) struct Listed<'a> {
    pub(super) paths: &'a ArticlePaths,
    pub(super) front: Arc<Front>,
    pub(super) is_published: bool,
    /// Whether feeds have it.
    pub(super) is_in_feeds: bool,
    /// Where its pages lead on to.
    pub(super) ways: Ways,
    /// What its files are known by, where they are to be known again.
    pub(super) seen: Option<Seen>,
}

impl Listed<'_> {
    /// Returns the path of its `index.md`.
    pub(super) fn path(&self) -> String {
        format!("{}/index.md", self.paths.folder)
    }
}

/// What an article's files are known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// The key of what its front is made of: `index.md` and `collation.yaml`.
    pub(super) front: Key,
    /// The key of all.
    pub(super) files: Key,
}

/// What an article says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Front {
    pub(super) slug: String,
    /// Where the slug is typed, in bytes of `index.md`.
    pub(super) slug_at: Range<usize>,
    /// Names that it had before, and where they are typed.
    pub(super) aliases: Vec<(String, Range<usize>)>,
    pub(super) lang: Variant,
    /// The title of an about page, which every page names.
    pub(super) about: Option<String>,
    pub(super) is_draft: bool,
    /// When it was published and when it was changed last, as far as is known, or empty.
    pub(super) date: String,
    pub(super) changed: String,
    /// Title, tags and series as its own pages have them; nothing where no page is made.
    pub(super) names: Arc<Names>,
    pub(super) series_order: Option<u32>,
    /// Where tags and series are typed, in bytes of `index.md`.
    pub(super) tags_at: Range<usize>,
    pub(super) series_at: Range<usize>,
}

impl Front {
    /// Says whether its date lies behind `day`; a month or year does not that has begun.
    pub(super) fn is_later_than(&self, day: &Date) -> bool {
        let day = day.to_string();
        self.date > day && !day.starts_with(&self.date)
    }
}

/// Reads all front matter; slugs that stand twice are reported.
pub(super) fn first_pass<'a>(
    files: &'a SiteFiles,
    settings: &Settings,
    drafts: bool,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<Listed<'a>>, Error> {
    let read = |paths| {
        let (files, _) = discover::read_article(&files.root, paths)?;
        Ok((Arc::new(read_front_of(paths, files.as_ref(), settings)), None))
    };
    first_pass_by(files, |front| drafts || !front.is_draft, findings, read)
}

/// The first pass, with each article's front matter read by `read`; those that are not `wanted` are not published.
pub(super) fn first_pass_by<'a>(
    files: &'a SiteFiles,
    wanted: impl Fn(&Front) -> bool + Sync,
    findings: &mut Vec<Diagnostic>,
    read: impl Fn(&'a ArticlePaths) -> Result<(Arc<Front>, Option<Seen>), Error> + Sync,
) -> Result<Vec<Listed<'a>>, Error> {
    let list = |paths| {
        let (front, seen) = read(paths)?;
        Ok(Listed { paths, is_published: wanted(&front), is_in_feeds: false, ways: Ways::default(), seen, front })
    };
    // A few at a time: one that was changed may have to open the engine, and the others are not to wait for it.
    let mut listed = files.articles.par_iter().with_max_len(N_AT_ONCE).map(list).collect::<Result<Vec<_>, Error>>()?;
    let mut seen: BTreeMap<String, String> =
        RESERVED.iter().map(|(slug, address)| ((*slug).to_owned(), (*address).to_owned())).collect();
    for article in &mut listed {
        let path = article.path();
        let front = &article.front;
        if let Some(other) = seen.get(&front.slug) {
            let finding = Diagnostic::error("JZ010", format!("the slug `{}` is taken by {other}", front.slug));
            let hint = "type another `slug:` in the front matter, or rename the folder";
            findings.push(finding.at(&path, front.slug_at.clone()).hint(hint));
            // Two articles cannot be written to one place.
            article.is_published = false;
            continue;
        }
        seen.insert(front.slug.clone(), path);
    }
    aliases::check_aliases(&mut listed, seen, findings);
    Ok(listed)
}

/// What is wrong with the front matter is reported in the second pass.
pub(super) fn read_front_of(paths: &ArticlePaths, files: Option<&ArticleFiles>, settings: &Settings) -> Front {
    let text = files.map_or("", |files| files.index.text.as_str());
    let (config, defaults) = (&settings.config, settings.defaults.of(&paths.folder));
    let input = Input { path: &paths.folder, text, name: &paths.name, config, defaults };
    match read_front(&input) {
        Ok((front, _)) => Front {
            slug_at: front.slug_at,
            aliases: front.front.aliases.into_iter().zip(front.aliases_at).collect(),
            lang: front.front.lang,
            about: (front.front.kind == PageKind::Page).then(|| read_title(&input)),
            is_draft: front.front.draft,
            date: front.front.date.as_ref().map(ToString::to_string).unwrap_or_default(),
            changed: front.front.updated.or(front.front.date).map(|date| date.to_string()).unwrap_or_default(),
            names: Arc::default(),
            series_order: front.front.series_order,
            tags_at: front.tags_at,
            series_at: front.series_at,
            slug: front.front.slug,
        },
        Err(_) => Front {
            slug: format!("{} (unreadable)", paths.folder),
            slug_at: 0..0,
            aliases: Vec::new(),
            lang: config.lang,
            about: None,
            is_draft: false,
            date: String::new(),
            changed: String::new(),
            names: Arc::default(),
            series_order: None,
            tags_at: 0..0,
            series_at: 0..0,
        },
    }
}

/// An about page's title, as its own page will print it.
fn read_title(input: &Input<'_>) -> String {
    let title = parse(input).0.and_then(|document| Some(document.leaves.get(document.title)?.to_text()));
    title.unwrap_or_else(|| input.name.to_owned())
}

/// What every page names: the site's title and the about pages, in every variant.
pub(super) fn catalogue(config: &Config, listed: &[Listed<'_>], engines: Engines<'_>) -> Result<Catalogue, Error> {
    let in_variant =
        |text: &str, own: Variant, variant: Variant| match choose_config(own, variant, config.conversion.traditional) {
            Some(conversion) if !text.is_empty() => convert_text(text, conversion, &config.conversion, engines),
            _ => Ok(text.to_owned()),
        };
    let titles = config.variants.iter().map(|&variant| match &config.title {
        Prose::Plain(title) => in_variant(title, config.lang, variant),
        forms @ Prose::Forms(_) => Ok(forms.text(variant).to_owned()),
    });
    let pages = listed.iter().filter(|article| article.is_published);
    let about =
        pages.filter_map(|article| Some((&article.front, article.front.about.as_ref()?))).map(|(front, title)| {
            let titles = config.variants.iter().map(|&variant| in_variant(title, front.lang, variant));
            Ok((front.slug.clone(), titles.collect::<Result<Vec<_>, Error>>()?))
        });
    let has_feeds = listed.iter().any(|article| article.is_in_feeds);
    Ok(Catalogue { has_feeds, titles: titles.collect::<Result<_, _>>()?, about: about.collect::<Result<_, Error>>()? })
}
