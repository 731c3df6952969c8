//! The commands that change some words of typed files: `fill` and `rename`.

use clap::Args;

use super::args::Cli;
use super::findings::{say_error, say_lines};
use super::{End, root};
use crate::diag::Error;
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

/// What stands in the way in the files is no failure of the run.
fn stopped(cli: &Cli, ended: Result<End, Stop>) -> Result<End, Error> {
    match ended {
        Ok(end) => Ok(end),
        Err(Stop::Machine(error)) => Err(error),
        Err(Stop::Content(error)) => {
            say_error(cli, &error);
            Ok(End::ContentErrors)
        }
    }
}
