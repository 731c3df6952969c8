//! The command line: what was typed becomes a request; what came of it is printed.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::build::{Report, Request, run};
use crate::cite::Style;
use crate::diag::{Diagnostic, Error, Severity, Texts, draw_human, draw_json};
use crate::{discover, lookup};

/// Turns a Chinese article into a reading edition in both scripts, each claim linked to its source.
#[derive(Debug, Parser)]
#[command(name = "jiaozhu", version, about)]
struct Cli {
    /// The site's folder [default: the nearest upward with jiaozhu.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Print infos too
    #[arg(long, short, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an article of a received text (plain text or Markdown, UTF-8)
    Import(ImportArgs),
    /// Report every finding; write nothing
    Check(CheckArgs),
    /// Write the site
    Build(BuildArgs),
    /// Print how a source is cited
    Cite(CiteArgs),
}

#[derive(Debug, Args)]
struct ImportArgs {
    /// The received file
    file: PathBuf,
    /// The article's name in addresses [default: the file's stem]
    #[arg(long)]
    slug: Option<String>,
    /// The title [default: found in the text]
    #[arg(long)]
    title: Option<String>,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// Count a code, or `warnings`, as errors
    #[arg(long, value_name = "CODE|warnings")]
    deny: Vec<String>,
    /// How findings are printed; json goes to standard output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Debug, Args)]
struct BuildArgs {
    /// Where the site is written [default: public below the root]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address the site will have
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Debug, Args)]
struct CiteArgs {
    /// The source's key in sources.yaml
    key: String,
    /// The citation style [default: both, one a line]
    #[arg(long, value_enum)]
    style: Option<CiteStyle>,
    /// The article whose sources are meant
    #[arg(long, value_name = "SLUG")]
    article: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CiteStyle {
    Gbt,
    Apa,
}

/// What a command ends with.
enum End {
    Done,
    ContentErrors,
}

/// Runs the program and returns its exit status: 0 done, 1 the content has errors, 2 the run could not be done.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match &cli.command {
        Command::Import(args) => import(&cli, args),
        Command::Check(args) => check(&cli, args),
        Command::Build(args) => build(&cli, args),
        Command::Cite(args) => cite(&cli, args),
    };
    match ended {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::ContentErrors) => ExitCode::from(1),
        Err(error) => {
            say(&format!("error: {error}"));
            if let Some(hint) = &error.hint {
                say(&format!("hint: {hint}"));
            }
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard error; a closed pipe is no reason to fail.
fn say(line: &str) {
    let _closed_pipe = writeln!(std::io::stderr(), "{line}");
}

fn root(cli: &Cli) -> Result<PathBuf, Error> {
    if let Some(root) = &cli.root {
        return Ok(root.clone());
    }
    let here = std::env::current_dir().map_err(|error| Error::new(format!("no current folder: {error}")))?;
    discover::find_root(&here).ok_or_else(|| {
        Error::at(&here, "no jiaozhu.toml here or in a folder above")
            .hint("go to the site's folder, or name it with --root DIR; `jiaozhu import FILE` starts a site")
    })
}

fn check(cli: &Cli, args: &CheckArgs) -> Result<End, Error> {
    let request = Request { root: root(cli)?, deny: args.deny.clone(), ..Request::default() };
    let report = run(&request)?;
    if args.format == Format::Json {
        let texts = texts(&request.root, &report.findings);
        let mut out = std::io::stdout();
        writeln!(out, "{}", draw_json(&report.findings, &texts))
            .map_err(|error| Error::new(format!("standard output: {error}")))?;
        return Ok(end(&report));
    }
    print_findings(cli, &request.root, &report.findings);
    if !cli.quiet {
        say(&format!("{} checked", count(report.n_articles, "article")));
    }
    Ok(end(&report))
}

fn build(cli: &Cli, args: &BuildArgs) -> Result<End, Error> {
    let request = Request {
        root: root(cli)?,
        output: args.output.clone(),
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        deny: Vec::new(),
        publish: true,
    };
    let report = match args.jobs {
        None => run(&request)?,
        Some(jobs) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
            pool.map_err(|error| Error::new(format!("cannot start {jobs} threads: {error}")))?
                .install(|| run(&request))?
        }
    };
    print_findings(cli, &request.root, &report.findings);
    if let Some(outcome) = &report.outcome {
        if !cli.quiet {
            say(&built_line(&report));
            outcome.notes.iter().for_each(|note| say(&format!("note: {note}")));
        }
        // The site stands; what remains of the old one is not worth a failed run, and the next run finishes it.
        if let Err(error) = outcome.remove_old() {
            say(&format!("note: the old site could not be removed yet: {error}"));
        }
    } else if !cli.quiet {
        say("nothing was published; the site stands as it was");
    }
    Ok(end(&report))
}

fn built_line(report: &Report) -> String {
    let Some(outcome) = &report.outcome else {
        return String::new();
    };
    let output = report.output.display();
    if outcome.exchanged {
        let n_files = outcome.n_written + outcome.n_unchanged;
        format!(
            "{} → {output}: {}, {} of them new",
            count(report.n_articles, "article"),
            count(n_files, "file"),
            outcome.n_written
        )
    } else {
        format!("{} → {output}: nothing changed", count(report.n_articles, "article"))
    }
}

fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn end(report: &Report) -> End {
    let has_errors = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    if has_errors { End::ContentErrors } else { End::Done }
}

fn texts(root: &Path, findings: &[Diagnostic]) -> Texts {
    let files = findings.iter().filter_map(|finding| finding.place.as_ref()).map(|place| place.file.as_str());
    let files: std::collections::BTreeSet<&str> = files.collect();
    files
        .into_iter()
        .filter_map(|file| discover::read_for_drawing(root, file).ok())
        .map(|file| (file.path, file.text))
        .collect()
}

fn print_findings(cli: &Cli, root: &Path, findings: &[Diagnostic]) {
    let shown: Vec<Diagnostic> = findings
        .iter()
        .filter(|finding| match finding.severity {
            Severity::Error => true,
            Severity::Warning => !cli.quiet,
            Severity::Info => cli.verbose,
        })
        .cloned()
        .collect();
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let drawn = draw_human(&shown, &texts(root, &shown), colour);
    if !drawn.is_empty() {
        say(drawn.trim_end());
    }
}

fn cite(cli: &Cli, args: &CiteArgs) -> Result<End, Error> {
    let style = args.style.map(|style| match style {
        CiteStyle::Gbt => Style::Gbt,
        CiteStyle::Apa => Style::Apa,
    });
    let root = root(cli)?;
    let request = lookup::Request { root: &root, key: &args.key, style, article: args.article.as_deref() };
    let lines = lookup::cite(&request)?;
    writeln!(std::io::stdout(), "{}", lines.join("\n"))
        .map_err(|error| Error::new(format!("standard output: {error}")))?;
    Ok(End::Done)
}

fn import(cli: &Cli, args: &ImportArgs) -> Result<End, Error> {
    let here = std::env::current_dir().map_err(|error| Error::new(format!("no current folder: {error}")))?;
    let root = cli.root.clone().or_else(|| discover::find_root(&here)).unwrap_or(here);
    let request = crate::receive::Request {
        root: &root,
        file: &args.file,
        slug: args.slug.as_deref(),
        title: args.title.as_deref(),
    };
    match crate::receive::receive(&request)? {
        Ok(lines) => {
            if !cli.quiet {
                lines.iter().for_each(|line| say(line));
            }
            Ok(End::Done)
        }
        Err(message) => {
            say(&format!("error: {message}"));
            Ok(End::ContentErrors)
        }
    }
}
