//! The commands that begin something: `init`, `new`.

use std::path::PathBuf;

use clap::Args;

use super::args::Cli;
use super::findings::say_lines;
use super::{End, root};
use crate::diag::{Error, Language};
use crate::model::Script;
use crate::start;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The new site's folder: a new one, or an empty one
    dir: PathBuf,
    /// The site's title
    #[arg(long)]
    title: Option<String>,
    /// Ask nothing; for scripts, as `init` has no questions
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// The article's title
    title: String,
    /// The article's name in addresses [default: the title's sounds in pinyin, and its Latin words]
    #[arg(long)]
    slug: Option<String>,
}

pub(super) fn init(cli: &Cli, args: &InitArgs) -> Result<End, Error> {
    let script = match cli.language() {
        Language::English | Language::Hant => Script::Hant,
        Language::Hans => Script::Hans,
    };
    let request = start::InitRequest { folder: &args.dir, title: args.title.as_deref(), script };
    said(cli, &start::init(&request)?)
}

pub(super) fn new_article(cli: &Cli, args: &NewArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let request = start::NewRequest { root: &root, title: &args.title, slug: args.slug.as_deref() };
    said(cli, &start::new_article(&request)?)
}

fn said(cli: &Cli, lines: &[String]) -> Result<End, Error> {
    if !cli.quiet {
        say_lines(cli, lines);
    }
    Ok(End::Done)
}
