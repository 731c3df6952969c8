//! What every page says of itself: addresses, alternates, words; and the catalogue of all articles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::config::Config;
use crate::model::{PageKind, Variant};

/// Interface words of one variant, by key.
pub(crate) type Words = BTreeMap<String, String>;

/// All articles, and the site's titles, one a variant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Catalogue {
    /// Slug, kind and titles of the about pages, one title a variant.
    pub(crate) about: Vec<(String, Vec<String>)>,
    /// The site's title, one a variant.
    pub(crate) titles: Vec<String>,
    /// Whether there are feeds.
    pub(crate) has_feeds: bool,
}

/// Which list of articles; tags and series by their names in addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum List {
    All,
    Tag(String),
    Series(String),
}

/// Which page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PageAddress {
    /// `/`
    Home,
    /// `/zh-hant/`, `/zh-hant/tags/TAG/`, `/zh-hant/series/NAME/`; pages from the second on at `page/2/` below
    List(usize, List, usize),
    /// `/zh-hant/tags/`
    Tags(usize),
    /// `/zh-hant/search/`
    Search(usize),
    /// `/zh-hant/SLUG/`
    Article(usize, String, PageKind),
    /// `/parallel/SLUG/`
    Parallel(String, PageKind),
    /// `/zh-hant/SLUG/sources/`
    Sources(usize, String),
    /// `/original/SLUG/`
    Original(String),
    /// `/404.html`
    NotFound,
}

impl PageAddress {
    /// Returns the first page of the list of all articles in variant `v`.
    pub(crate) fn index(v: usize) -> Self {
        Self::List(v, List::All, 1)
    }

    /// Returns the path below the site's root, without the leading `/`.
    pub(crate) fn path(&self, variants: &[Variant]) -> String {
        let folder = |v: usize| variants.get(v).map(|variant| variant.folder()).unwrap_or_default();
        match self {
            Self::Home => String::new(),
            Self::List(v, list, n) => {
                let below = match list {
                    List::All => String::new(),
                    List::Tag(slug) => format!("tags/{slug}/"),
                    List::Series(slug) => format!("series/{slug}/"),
                };
                let page = if *n > 1 { format!("page/{n}/") } else { String::new() };
                format!("{}/{below}{page}", folder(*v))
            }
            Self::Tags(v) => format!("{}/tags/", folder(*v)),
            Self::Search(v) => format!("{}/search/", folder(*v)),
            Self::Article(v, slug, _) => format!("{}/{slug}/", folder(*v)),
            Self::Parallel(slug, _) => format!("parallel/{slug}/"),
            Self::Sources(v, slug) => format!("{}/{slug}/sources/", folder(*v)),
            Self::Original(slug) => format!("original/{slug}/"),
            Self::NotFound => "404.html".to_owned(),
        }
    }

    /// The pages of the same content in the other variants: what hreflang names; the last is x-default.
    pub(crate) fn alternates(&self, variants: &[Variant]) -> Vec<(String, Self)> {
        let tags = |make: &dyn Fn(usize) -> Self| {
            variants.iter().enumerate().map(|(v, variant)| (variant.tag().to_owned(), make(v))).collect::<Vec<_>>()
        };
        let default = |page: Self| ("x-default".to_owned(), page);
        match self {
            Self::Home | Self::List(_, List::All, 1) => [tags(&Self::index), vec![default(Self::Home)]].concat(),
            Self::List(_, list, n) => tags(&|v| Self::List(v, list.clone(), *n)),
            Self::Tags(_) => tags(&Self::Tags),
            Self::Article(_, slug, kind) | Self::Parallel(slug, kind) => {
                [tags(&|v| Self::Article(v, slug.clone(), *kind)), vec![default(Self::Parallel(slug.clone(), *kind))]]
                    .concat()
            }
            Self::Search(_) => tags(&Self::Search),
            Self::Sources(_, slug) => tags(&|v| Self::Sources(v, slug.clone())),
            Self::Original(_) | Self::NotFound => Vec::new(),
        }
    }

    /// What the page is in the words of Open Graph; empty when it is nothing that people pass on.
    fn shared_as(&self) -> &'static str {
        match self {
            Self::Home | Self::List(..) | Self::Tags(_) => "website",
            Self::Article(..) | Self::Parallel(..) => "article",
            Self::Search(_) | Self::Sources(..) | Self::Original(_) | Self::NotFound => "",
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Home | Self::List(..) | Self::Tags(_) => "index",
            Self::Search(_) => "search",
            Self::Article(_, _, PageKind::Page) => "about",
            Self::Article(..) => "article",
            Self::Parallel(..) => "parallel",
            Self::Sources(..) => "sources",
            Self::Original(_) => "original",
            Self::NotFound => "404",
        }
    }
}

/// What a page says of itself.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Head {
    /// index, search, article, about, parallel, sources, original or 404.
    kind: &'static str,
    /// What the page is in the words of Open Graph: website or article; empty when it is nothing that people pass on.
    shared_as: &'static str,
    /// The page's language tag.
    lang: &'static str,
    /// The page's title.
    pub(crate) title: String,
    /// The site's title.
    site_title: String,
    /// What the page says, in a sentence or two, or empty.
    description: String,
    /// What leads to the site's root, ending in `/` (or empty).
    root: String,
    /// The page of search in this page's script.
    search: String,
    /// The folder of this page's index, below the root; empty on the first page.
    home: String,
    /// The page's one address; empty on 404.
    canonical: String,
    /// Whether addresses of the head are absolute.
    is_absolute: bool,
    /// The pages of the same content in other variants, as for hreflang; without labels.
    alternates: Vec<Link>,
    /// The switch between the variants; the last one, without label and language, leads to the page side by side.
    scripts: Vec<Link>,
    /// The about pages.
    about: Vec<Link>,
    /// Where errors are reported, or empty.
    contact: String,
    /// The feed of this page's list, or empty.
    feed: String,
    /// Its locale: `zh_TW`.
    locale: &'static str,
    /// The locales of its counterparts.
    other_locales: Vec<&'static str>,
}

impl Head {
    /// Returns the head of a book whose article's page is at `page`: what leads to other pages leads there, or is left out.
    pub(crate) fn in_book(mut self, page: Option<&Url>) -> Self {
        self.about.retain_mut(|link| {
            let url = page.and_then(|page| page.join(&link.href).ok());
            url.is_some_and(|url| {
                link.href = url.into();
                true
            })
        });
        self
    }
}

/// A link to another page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Link {
    /// What it is called, or empty.
    label: String,
    /// The language tag of the page that it leads to, or empty.
    lang: String,
    /// Its address.
    href: String,
    /// Whether it leads to this page.
    current: bool,
}

/// Returns the name of a variant in its own script.
fn variant_label(variant: Variant) -> &'static str {
    match variant.tag() {
        "zh-Hant" => "繁體",
        "zh-Hans" => "简体",
        "zh-Hant-TW" => "臺灣正體",
        "zh-Hant-HK" => "香港繁體",
        "zh-Hant-CN" => "大陸繁體",
        "zh-Hans-CN" => "大陆简体",
        "zh-Hans-TW" => "台湾简体",
        _ => "香港简体",
    }
}

/// The title and description of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeadText {
    pub(crate) title: String,
    pub(crate) description: String,
}

/// Returns the head of `page`, shown in variant `v`, with its title and description.
pub(crate) fn head(page: &PageAddress, v: usize, config: &Config, catalogue: &Catalogue, text: HeadText) -> Head {
    let HeadText { title, description } = text;
    let variants = &config.variants;
    let path = page.path(variants);
    let root = match page {
        // The server shows it at any address, so its links begin at the site's own path.
        PageAddress::NotFound => config.base_url.as_deref().map_or("/".to_owned(), site_path),
        _ => "../".repeat(path.matches('/').count()),
    };
    let address = |path: &str| match &config.base_url {
        Some(base) => format!("{base}{path}"),
        None => relative(&root, path),
    };
    let lang = variants.get(v).map_or("zh-Hant", |variant| variant.script_tag());
    let locale = |v: usize| variants.get(v).map_or("zh_TW", |variant| variant.locale());
    let alternates = page.alternates(variants);
    let link = |(tag, target): (String, PageAddress)| Link {
        label: String::new(),
        href: address(&target.path(variants)),
        lang: tag,
        current: false,
    };
    Head {
        kind: page.kind(),
        shared_as: page.shared_as(),
        lang,
        title,
        site_title: catalogue.titles.get(v).cloned().unwrap_or_default(),
        description,
        search: relative(&root, &PageAddress::Search(v).path(variants)),
        home: if *page == PageAddress::Home {
            String::new()
        } else {
            variants.get(v).map(|variant| format!("{}/", variant.folder())).unwrap_or_default()
        },
        canonical: if *page == PageAddress::NotFound { String::new() } else { address(&path) },
        is_absolute: config.base_url.is_some(),
        alternates: alternates.into_iter().map(link).collect(),
        scripts: scripts(page, variants, &root),
        about: about(page, v, variants, catalogue, &root),
        contact: config
            .contact
            .clone()
            .filter(|contact| crate::model::SafeUrl::parse(contact).is_ok())
            .unwrap_or_default(),
        locale: locale(v),
        other_locales: (0..variants.len()).map(locale).filter(|other| *other != locale(v)).collect(),
        feed: match page {
            PageAddress::List(_, List::All, 1) if catalogue.has_feeds => address(&feed_path(&path)),
            _ => String::new(),
        },
        root,
    }
}

/// Returns the path of the feed of the list at `index`.
pub(crate) fn feed_path(index: &str) -> String {
    format!("{index}atom.xml")
}

fn relative(root: &str, path: &str) -> String {
    let href = format!("{root}{path}");
    if href.is_empty() { "./".to_owned() } else { href }
}

fn site_path(base: &str) -> String {
    let after_host = base.split_once("://").map_or("", |(_, rest)| rest);
    after_host.find('/').and_then(|i| after_host.get(i..)).unwrap_or("/").to_owned()
}

/// The switch between the variants and the side-by-side page.
fn scripts(page: &PageAddress, variants: &[Variant], root: &str) -> Vec<Link> {
    let shown = match page {
        PageAddress::Original(slug) => PageAddress::Parallel(slug.clone(), PageKind::Article),
        PageAddress::NotFound => PageAddress::Home,
        other => other.clone(),
    };
    let alternates = shown.alternates(variants);
    let labels = variants.iter().map(|variant| (variant_label(*variant).to_owned(), variant.tag()));
    let labels = labels.chain(std::iter::once((String::new(), "")));
    alternates
        .into_iter()
        .zip(labels)
        .map(|((_, target), (label, lang))| Link {
            label,
            lang: lang.to_owned(),
            href: relative(root, &target.path(variants)),
            current: target == *page,
        })
        .collect()
}

fn about(page: &PageAddress, v: usize, variants: &[Variant], catalogue: &Catalogue, root: &str) -> Vec<Link> {
    let link = |(slug, titles): &(String, Vec<String>)| {
        let target = PageAddress::Article(v, slug.clone(), PageKind::Page);
        Link {
            label: titles.get(v).cloned().unwrap_or_default(),
            lang: String::new(),
            href: relative(root, &target.path(variants)),
            current: target == *page,
        }
    };
    catalogue.about.iter().map(link).collect()
}
