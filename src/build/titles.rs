//! What every page names: the site's title and the about pages.

use super::Listed;
use crate::config::Config;
use crate::diag::Error;
use crate::model::{Engines, Prose, Variant};
use crate::page::Catalogue;
use crate::parse::{Input, parse};
use crate::script::{choose_config, convert_text};

/// An about page's title, as its own page will print it.
pub(super) fn read_title(input: &Input<'_>) -> String {
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
    let about = pages.filter_map(|article| Some((article, article.about.as_ref()?))).map(|(article, title)| {
        let titles = config.variants.iter().map(|&variant| in_variant(title, article.lang, variant));
        Ok((article.slug.clone(), titles.collect::<Result<Vec<_>, Error>>()?))
    });
    let has_feeds = listed.iter().any(|article| article.is_in_feeds);
    Ok(Catalogue { has_feeds, titles: titles.collect::<Result<_, _>>()?, about: about.collect::<Result<_, Error>>()? })
}
