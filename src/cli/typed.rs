//! The commands that change some words of typed files, or add to them: `fill`, `rename`, `import` of a bibliography.

use std::path::Path;

use clap::Args;

use super::args::{Cli, ImportArgs};
use super::findings::print_findings_in;
use super::{End, root, say, say_error};
use crate::bibliography::Format;
use crate::diag::Error;
use crate::receive::{BibliographyRequest, receive_bibliography};
use crate::typed_files::Stop;
use crate::{fill, rename};

#[derive(Debug, Args)]
pub(super) struct FillArgs {
    /// The article's name in addresses
    slug: String,
}

#[derive(Debug, Args)]
pub(super) struct RenameArgs {
    /// The article's name in addresses
    slug: String,
    /// The label or the source's key as it is now
    old: String,
    /// What it will be
    new: String,
    /// OLD is a note's label
    #[arg(long, conflicts_with = "source")]
    label: bool,
    /// OLD is a source's key
    #[arg(long)]
    source: bool,
}

pub(super) fn fill(cli: &Cli, args: &FillArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let request = fill::Request { root: &root, slug: &args.slug };
    stopped(fill::fill(&request).map(|filled| {
        if !cli.quiet {
            filled.done.iter().for_each(|line| say(line));
        }
        filled.left.iter().for_each(|line| say(line));
        if filled.left.is_empty() { End::Done } else { End::ContentErrors }
    }))
}

pub(super) fn rename(cli: &Cli, args: &RenameArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let named = match (args.label, args.source) {
        (true, _) => Some(rename::Named::Label),
        (_, true) => Some(rename::Named::Source),
        _ => None,
    };
    let request = rename::Request { root: &root, slug: &args.slug, old: &args.old, new: &args.new, named };
    stopped(rename::rename(&request).map(|lines| {
        if !cli.quiet {
            lines.iter().for_each(|line| say(line));
        }
        End::Done
    }))
}

pub(super) fn import_bibliography(cli: &Cli, args: &ImportArgs, root: &Path, format: Format) -> Result<End, Error> {
    if args.title.is_some() {
        return Err(Error::new("a bibliography takes no --title").hint("--title names the article made of a text"));
    }
    let request = BibliographyRequest { root, file: &args.file, format, slug: args.slug.as_deref() };
    stopped(receive_bibliography(&request).map(|report| {
        print_findings_in(cli, &report.findings, |_| report.texts.clone());
        if !cli.quiet {
            report.lines.iter().for_each(|line| say(line));
            if report.has_error() {
                say("nothing was added");
            }
        }
        if report.has_error() { End::ContentErrors } else { End::Done }
    }))
}

/// What stands in the way in the files is no failure of the run.
pub(super) fn stopped(ended: Result<End, Stop>) -> Result<End, Error> {
    match ended {
        Ok(end) => Ok(end),
        Err(Stop::Machine(error)) => Err(error),
        Err(Stop::Content(error)) => {
            say_error(&error);
            Ok(End::ContentErrors)
        }
    }
}
