//! The pages of one article without a site around it: for who looks at pages that an article makes, as tests and fuzzing do.

use super::{Once, Page, Site, article_pages};
use crate::cite::Styles;
use crate::config::{Config, Interface};
use crate::diag::Diagnostic;
use crate::model::{Scripted, Sources};
use crate::page::{Catalogue, Ways, Words, names};
use crate::render::{OwnWords, Templates, load_templates, load_words};

/// The built-in layouts and the settings of a site that holds nothing.
pub struct EmptySite {
    config: Config,
    catalogue: Catalogue,
    templates: Templates,
    words: Vec<Words>,
    styles: Styles,
}

impl EmptySite {
    /// Opens the layouts.
    ///
    /// Errors: `JZ701`, which the built-in layouts do not give.
    pub fn open(config: Config) -> Result<Self, Vec<Diagnostic>> {
        let words = |variant: &_| load_words(*variant, Interface::ByScript, &OwnWords::default());
        Ok(Self {
            words: config.variants.iter().map(words).collect(),
            catalogue: Catalogue { titles: vec![String::new(); config.variants.len()], ..Catalogue::default() },
            templates: load_templates(&[])?,
            styles: Styles::default(),
            config,
        })
    }

    /// Returns all files that a build makes of an article: their paths and bytes.
    ///
    /// Errors: `JZ702`, a layout that cannot be filled.
    pub fn pages(&self, scripted: &Scripted) -> Result<Vec<Page>, Diagnostic> {
        let Self { config, catalogue, templates, words, styles } = self;
        let site = Site {
            config,
            catalogue,
            templates,
            words,
            data_words: words,
            styles,
            once: &Once::new(&Sources::default(), words),
        };
        article_pages(&site, scripted, (&names(scripted, config), &Ways::default()))
    }
}
