//! The command that adds to typed files: `fill`.

use clap::Args;

use super::args::Cli;
use super::{End, root, say, say_error};
use crate::diag::Error;
use crate::fill;
use crate::typed_files::Stop;

#[derive(Debug, Args)]
pub(super) struct FillArgs {
    /// The article: its folder's name, or its slug
    slug: String,
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

/// What stands in the way in the files is no failure of the run.
fn stopped(ended: Result<End, Stop>) -> Result<End, Error> {
    match ended {
        Ok(end) => Ok(end),
        Err(Stop::Machine(error)) => Err(error),
        Err(Stop::Content(error)) => {
            say_error(&error);
            Ok(End::ContentErrors)
        }
    }
}
