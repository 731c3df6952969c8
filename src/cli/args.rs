//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cite;
use crate::config::Denied;
use crate::diag::Language;
use crate::model::Date;
use crate::pipeline::ExportFormat;

/// Turns a Chinese article into a reading edition in both scripts, each claim linked to its source.
#[derive(Debug, Parser)]
#[command(name = "jiaozhu", version, about)]
pub(super) struct Cli {
    /// The site's folder [default: the nearest upward with jiaozhu.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Print infos too
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// The language of findings; of `init`, the script of the site too [default: that of the locale, else en]
    #[arg(long, global = true, value_enum, ignore_case = true, value_name = "LANG")]
    pub(super) lang: Option<Lang>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a site with a small example edition; --lang sets its script
    Init(super::start::InitArgs),
    /// Begin an article: a draft with its title
    New(super::start::NewArgs),
    /// Make an article of a received text (plain, Markdown, HTML, Word, EPUB), or sources of a bibliography (.bib, .json, .ris)
    Import(ImportArgs),
    /// Propose emendations for what a careless conversion seems to have put into an article
    Collate(super::collate::CollateArgs),
    /// Show where the conversion to the other script is uncertain; write nothing
    Proof(super::proof::ProofArgs),
    /// Add what an article lacks: empty notes for marks, entries for claims and for sources cited
    Fill(super::typed::FillArgs),
    /// Rename a note's label or a source's key wherever it is typed
    Rename(super::typed::RenameArgs),
    /// Report every finding; write nothing but links.lock, and that with --links alone
    Check(CheckArgs),
    /// Write the site
    Build(BuildArgs),
    /// Show the site in a browser on this machine, drafts too, and show each change as it is saved; write nothing
    Serve(super::serve::ServeArgs),
    /// Say what changed from one edition to another; write nothing
    Diff(DiffArgs),
    /// Print how a source is cited
    Cite(CiteArgs),
    /// Print an edition, or its sources, in a form that other programs read, or an edition as a book (EPUB)
    Export(ExportArgs),
    /// Say what is found of the program, the site and this machine, and what to do about it; change nothing
    Doctor,
    /// Print a script that completes commands and options in a shell
    Completions(super::help::CompletionsArgs),
    /// Print a manual page, of the program or of one command
    Man(super::help::ManArgs),
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The received file
    pub(super) file: PathBuf,
    /// The article's name in addresses [default: the file's stem]; for a bibliography, the article that gets the
    /// sources [default: all articles do]
    #[arg(long)]
    pub(super) slug: Option<String>,
    /// The title [default: found in the text]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The encoding of the file: UTF-8, UTF-16, GB18030, Big5 … [default: found by its bytes]
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Visit every address that was not checked today, and write what came of it into links.lock
    #[arg(long)]
    pub(super) links: bool,
    /// With --links: visit addresses checked today too
    #[arg(long, requires = "links")]
    pub(super) again: bool,
    /// Check again whenever a file is saved, until Ctrl-C ends it
    #[arg(long, conflicts_with_all = ["links", "format"])]
    pub(super) watch: bool,
    /// The day that ages are counted to, YYYY-MM-DD [default: with --links, the system's; else no age is counted]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) today: Option<Date>,
    /// Count a code, or `warnings`, as errors
    #[arg(long, value_name = "CODE|warnings", value_parser = |typed: &str| Denied::try_from(typed.to_owned()))]
    pub(super) deny: Vec<Denied>,
    /// How findings are printed; json and sarif go to standard output
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: CheckFormat,
}

/// A language of findings, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    En,
    #[value(name = "zh-Hant")]
    Hant,
    #[value(name = "zh-Hans")]
    Hans,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Human,
    Json,
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    /// Where the site is written [default: public below the root]
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// The address the site will have
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Publish what is dated up to this day, YYYY-MM-DD or `today`; later articles wait [default: publish all]
    #[arg(long, value_name = "DATE", value_parser = until)]
    pub(super) until: Option<Until>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// Say what each stage cost, in processor time
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The edition before: edition.json, or the folder it lies in, as public/data/SLUG
    pub(super) old: PathBuf,
    /// The edition after
    pub(super) new: PathBuf,
    /// How changes are printed
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: DiffFormat,
}

#[derive(Debug, Args)]
pub(super) struct CiteArgs {
    /// The source's key in sources.yaml; or `SLUG#` for the edition itself, `SLUG#p8` or `SLUG#LABEL` for a passage or claim of it
    pub(super) key: String,
    /// The citation style [default: both, one a line]
    #[arg(long, value_enum)]
    pub(super) style: Option<cite::Style>,
    /// The article whose sources are meant
    #[arg(long, value_name = "SLUG")]
    pub(super) article: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The article's name in addresses
    pub(super) slug: String,
    /// The form
    #[arg(long, value_enum)]
    pub(super) format: ExportFormat,
    /// With --format epub: hant, hans or parallel [default: the article's own script]
    #[arg(long, value_name = "SCRIPT")]
    pub(super) script: Option<String>,
    /// Write into this file, also over an older one [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

impl Lang {
    /// Returns the language.
    pub(super) fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Hant => Language::Hant,
            Self::Hans => Language::Hans,
        }
    }
}

impl Cli {
    /// Returns the language of findings.
    pub(super) fn language(&self) -> Language {
        self.lang.map_or_else(super::language_of_environment, Lang::language)
    }
}

/// A day as typed: the system's, or another.
#[derive(Debug, Clone)]
pub(super) enum Until {
    Today,
    Day(Date),
}

fn until(typed: &str) -> Result<Until, String> {
    if typed == "today" { Ok(Until::Today) } else { day(typed).map(Until::Day) }
}

fn day(typed: &str) -> Result<Date, String> {
    typed.parse::<Date>().ok().filter(Date::is_to_the_day).ok_or_else(|| "type a day as YYYY-MM-DD".to_owned())
}
