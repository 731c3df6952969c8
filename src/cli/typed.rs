//! The commands that change some words of typed files, or add to them: `fill`, `rename`, `import` of a bibliography.

use std::path::Path;

use clap::Args;

use super::args::{Cli, ImportArgs};
use super::findings::{print_findings_in, say_error, say_lines};
use super::{End, root};
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
    stopped(
        cli,
        fill::fill(&request).map(|filled| {
            if !cli.quiet {
                say_lines(cli, &filled.done);
            }
            say_lines(cli, &filled.left);
            if filled.left.is_empty() { End::Done } else { End::ContentErrors }
        }),
    )
}

pub(super) fn rename(cli: &Cli, args: &RenameArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let named = match (args.label, args.source) {
        (true, _) => Some(rename::Named::Label),
        (_, true) => Some(rename::Named::Source),
        _ => None,
    };
    let request = rename::Request { root: &root, slug: &args.slug, old: &args.old, new: &args.new, named };
    stopped(
        cli,
        rename::rename(&request).map(|lines| {
            if !cli.quiet {
                say_lines(cli, &lines);
            }
            End::Done
        }),
    )
}

pub(super) fn import_bibliography(cli: &Cli, args: &ImportArgs, root: &Path, format: Format) -> Result<End, Error> {
    if args.title.is_some() {
        return Err(Error::new("a bibliography takes no --title").hint("--title names the article made of a text"));
    }
    let request = BibliographyRequest {
        root,
        file: &args.file,
        format,
        slug: args.slug.as_deref(),
        encoding: args.encoding.as_deref(),
    };
    let ended = receive_bibliography(&request).map(|report| {
        print_findings_in(cli, (&report.findings, false), |_| report.texts.clone());
        if !cli.quiet {
            say_lines(cli, &report.lines);
            if report.has_error() {
                say_lines(cli, &["nothing was added".to_owned()]);
            }
        }
        if report.has_error() { End::ContentErrors } else { End::Done }
    });
    stopped(cli, ended)
}

/// What stands in the way in the files is no failure of the run.
pub(super) fn stopped(cli: &Cli, ended: Result<End, Stop>) -> Result<End, Error> {
    match ended {
        Ok(end) => Ok(end),
        Err(Stop::Machine(error)) => Err(error),
        Err(Stop::Content(error)) => {
            say_error(cli, &error);
            Ok(End::ContentErrors)
        }
    }
}
