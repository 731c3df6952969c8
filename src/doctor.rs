//! The command `doctor`: what the program finds on this machine and of this site, and what to do about it. In: a folder.
//! Out: short statements. Changes nothing.
//!
//! 1. The program and its engine (`examine_program`).
//! 2. The site: settings, articles, output folder, file system (`examine_site`).
//! 3. Other programs (`examine_others`).

use std::path::Path;

use crate::config::read_config;
use crate::discover;
use crate::model::{Convert, ScriptConfig};
use crate::opencc::OpenCc;
use crate::pandoc;
use crate::publish::{OutputKind, examine, try_exchange};

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// Something could be added, or is worth knowing.
    Note,
    /// A site cannot be written as it is.
    Wrong,
}

/// What was found, in English, with what to do.
pub type Statement = (Grade, String);

/// Returns what is found: of the program, of the site at `root` if there is one, of other programs.
pub fn examine_all(root: Option<&Path>) -> Vec<Statement> {
    let mut found = vec![(Grade::Good, format!("jiaozhu {}", env!("CARGO_PKG_VERSION"))), examine_engine()];
    match root {
        Some(root) => found.extend(examine_site(root)),
        None => {
            found.push((Grade::Note, "no site here: `jiaozhu init DIR` makes one, --root DIR names one".to_owned()))
        }
    }
    found.push(match pandoc::version() {
        Some(version) => (Grade::Good, format!("pandoc {version}: Word and OpenDocument files can be imported")),
        None => (Grade::Note, "no pandoc: install it to import Word and OpenDocument files".to_owned()),
    });
    found
}

fn examine_engine() -> Statement {
    match OpenCc::new().convert(ScriptConfig::Tw2s, "漢語") {
        Ok(text) if text == "汉语" => {
            (Grade::Good, "OpenCC converts; its dictionaries are in the program".to_owned())
        }
        Ok(_) => (Grade::Wrong, "OpenCC converts wrongly: build the program anew".to_owned()),
        Err(error) => (Grade::Wrong, format!("OpenCC cannot be used: {error}")),
    }
}

fn examine_site(root: &Path) -> Vec<Statement> {
    let mut found = vec![(Grade::Good, format!("the site is in {}", root.display()))];
    let files = match discover::read_site(root) {
        Ok((files, _)) => files,
        Err(error) => return vec![(Grade::Wrong, format!("the site cannot be read: {error}"))],
    };
    let read = files.config.as_ref().map(|file| read_config(&file.path, &file.text));
    let config = match read {
        None => {
            found.push((Grade::Wrong, "no jiaozhu.toml: write one with a line `title = \"…\"`".to_owned()));
            return found;
        }
        Some(Err(findings)) => {
            let first = findings.first().map_or("", |finding| finding.message.as_str());
            found.push((Grade::Wrong, format!("jiaozhu.toml cannot be read: {first}; `jiaozhu check` shows where")));
            return found;
        }
        Some(Ok(config)) => config,
    };
    found.push((Grade::Good, "jiaozhu.toml is read".to_owned()));
    if config.base_url.is_none() {
        found.push((Grade::Note, "no base-url: type it into jiaozhu.toml to have feeds and a sitemap".to_owned()));
    }
    found.push(match files.articles.len() {
        0 => (Grade::Note, "no article yet: `jiaozhu new TITLE` or `jiaozhu import FILE` begins one".to_owned()),
        n => (Grade::Good, format!("{n} folders with an index.md; `jiaozhu check` says what to mend in them")),
    });
    let output = root.join(config.build.output.as_deref().unwrap_or("public"));
    found.extend(examine_output(root, &output));
    found
}

fn examine_output(root: &Path, output: &Path) -> Vec<Statement> {
    let shown = output.display();
    let kind = match examine(root, output) {
        Ok(OutputKind::Absent) => (Grade::Good, format!("{shown} is not there yet: `jiaozhu build` makes it")),
        Ok(OutputKind::Empty) => (Grade::Good, format!("{shown} is empty: `jiaozhu build` fills it")),
        Ok(OutputKind::Ours) => (Grade::Good, format!("{shown} holds a site of this program")),
        Ok(OutputKind::Foreign) => (
            Grade::Wrong,
            format!("{shown} holds files of others: empty it, or name another folder as `output` in jiaozhu.toml"),
        ),
        Err(error) => return vec![(Grade::Wrong, format!("the output folder cannot be used: {error}"))],
    };
    let exchange = match try_exchange(root, output) {
        Ok(true) => (Grade::Good, "the file system exchanges folders: a site is published at once".to_owned()),
        Ok(false) => (
            Grade::Note,
            "the file system exchanges no folders: a site is published by two renames, safe as well".to_owned(),
        ),
        Err(error) => (Grade::Wrong, format!("nothing can be written beside the output: {error}")),
    };
    vec![kind, exchange]
}
