//! What the site's shared files say: settings, shared sources, glossary, templates.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Memory, Request};
use crate::config::{Config, Interface, read_config};
use crate::diag::{Diagnostic, Error};
use crate::discover::{self, SiteFiles};
use crate::model::{Engines, Prose, Script, SharedGlossary, Sources, Variant};
use crate::page::Words;
use crate::parse::{FolderDefaults, read_shared_glossary, read_sources};
use crate::render::{OwnWords, load_words, read_own_words};
use crate::script::{choose_config, convert_text, unknown_groups};
use crate::stages::{Stage, Timed, time};

/// What the site's shared files say.
pub(super) struct Settings {
    pub(super) config: Config,
    pub(super) sources: Arc<Sources>,
    /// Whether the shared sources cannot be read.
    pub(super) is_unreadable: bool,
    pub(super) glossary: SharedGlossary,
    pub(super) defaults: FolderDefaults,
    pub(super) templates: Vec<(String, String)>,
    pub(super) own_words: OwnWords,
}

impl Settings {
    /// The output folder: the one asked for, else the setting's, else `public`.
    pub(super) fn output(&self, request: &Request) -> PathBuf {
        let own = self.config.build.output.as_deref().unwrap_or("public");
        request.output.clone().unwrap_or_else(|| request.root.join(own))
    }

    /// The words of an interface, one table a variant.
    pub(super) fn words(&self, interface: Interface) -> Vec<Words> {
        self.config.variants.iter().map(|variant| load_words(*variant, interface, &self.own_words)).collect()
    }
}

/// What is read of a site before its articles are.
pub(super) struct Inputs {
    pub(super) files: SiteFiles,
    pub(super) settings: Settings,
    /// What is wrong with them.
    pub(super) findings: Vec<Diagnostic>,
}

/// Lists the site's files and reads those that articles share.
///
/// Errors: the machine's failures.
pub(super) fn read_inputs(request: &Request, Memory { opencc, lexicon, .. }: &Memory) -> Result<Inputs, Error> {
    time(Stage::List, || {
        let (files, mut findings) = discover::read_site(&request.root)?;
        let engines = Engines { opencc: &Timed(opencc), words: lexicon };
        let settings = read_settings(request, &files, engines, &mut findings)?;
        Ok(Inputs { files, settings, findings })
    })
}

/// Reads the shared files; what is wrong with them is reported.
///
/// Errors: the engines' failure.
pub(super) fn read_settings(
    request: &Request,
    files: &SiteFiles,
    engines: Engines<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Settings, Error> {
    let read = files.config.as_ref().map(|file| read_config(&file.path, &file.text));
    let mut config = match read {
        Some(Ok(config)) => config,
        Some(Err(found)) => {
            findings.extend(found);
            Config::default()
        }
        None => Config { title: Prose::Plain("jiaozhu".to_owned()), ..Config::default() },
    };
    if let Some(base) = &request.base_url {
        config.base_url = Some(if base.ends_with('/') { base.clone() } else { format!("{base}/") });
    }
    let (sources, found) = files.sources.as_ref().map(|file| read_sources(&file.path, &file.text)).unwrap_or_default();
    let is_unreadable = found.iter().any(|finding| matches!(finding.code, "JZ002" | "JZ303"));
    findings.extend(found);
    let read = files.glossary.as_ref().map(|file| read_shared_glossary(&file.path, &file.text, config.lang));
    let (glossary, found) = read.unwrap_or_default();
    findings.extend(found);
    let typed = files.defaults.iter().map(|file| (file.path.as_str(), file.text.as_str()));
    let convert = |text: &str, own: Variant, script: Script| match choose_config(
        own,
        Variant { script, region: None },
        config.conversion.traditional,
    ) {
        Some(conversion) => convert_text(text, conversion, &config.conversion, engines),
        None => Ok(text.to_owned()),
    };
    let (defaults, found) = FolderDefaults::read(typed, &config, convert)?;
    findings.extend(found);
    for (path, groups) in &defaults.groups {
        findings.extend(unknown_groups(path, groups, &glossary));
    }
    let words =
        files.templates.iter().filter(|file| file.path.starts_with("templates/words/") && file.path.ends_with(".toml"));
    let (own_words, found) = read_own_words(words.map(|file| (file.path.as_str(), file.text.as_str())));
    findings.extend(found);
    let name = |path: &str| path.strip_prefix("templates/").unwrap_or(path).to_owned();
    let is_layout = |path: &str| [".html", ".xml", ".xhtml", ".css"].iter().any(|end| path.ends_with(end));
    let templates = files.templates.iter().filter(|file| is_layout(&file.path));
    let templates = templates.map(|file| (name(&file.path), file.text.clone())).collect();
    Ok(Settings { config, sources: Arc::new(sources), is_unreadable, glossary, defaults, templates, own_words })
}
