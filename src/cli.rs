//! The command line: what was typed becomes a request; what came of it is printed.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::build::{Exported, Report, Request, deny, export_edition, run};
use crate::check_links::{self, find_stale_links, visit_links};
use crate::diag::{Diagnostic, Error, Severity, Texts, draw_human, draw_json};
use crate::fetch::{Http, Route};
use crate::links::Pace;
use crate::model::Date;
use crate::{diff, discover, export};

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
    /// Report every finding; write nothing but links.lock, and that with --links alone
    Check(CheckArgs),
    /// Write the site
    Build(BuildArgs),
    /// Say what changed from one edition to another; write nothing
    Diff(DiffArgs),
    /// Print an edition in a form that other programs read; write nothing
    Export(ExportArgs),
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
    /// Visit every address that was not checked today, and write what came of it into links.lock
    #[arg(long)]
    links: bool,
    /// With --links: visit addresses checked today too
    #[arg(long, requires = "links")]
    again: bool,
    /// The day that ages are counted to, YYYY-MM-DD [default: with --links, the system's; else no age is counted]
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
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
struct DiffArgs {
    /// The edition before: edition.json, or the folder it lies in, as public/data/SLUG
    old: PathBuf,
    /// The edition after
    new: PathBuf,
    /// How changes are printed
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Debug, Args)]
struct ExportArgs {
    /// The article's name in addresses
    slug: String,
    /// The form
    #[arg(long, value_enum)]
    format: export::Format,
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
        Command::Diff(args) => diff(args),
        Command::Export(args) => export(&cli, args),
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
    let mut report = run(&request)?;
    check_links(cli, args, &request.root, &mut report)?;
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

/// Adds what is to be said of links to `report`.
fn check_links(cli: &Cli, args: &CheckArgs, root: &Path, report: &mut Report) -> Result<(), Error> {
    let mut found = match (args.links, &args.today) {
        (false, None) => return Ok(()),
        (false, Some(today)) => find_stale_links(root, &report.links, today)?,
        (true, today) => {
            let today = today.clone().map_or_else(system_day, Ok)?;
            // What an article with errors leads to may not be known in full.
            let is_complete = report.findings.iter().all(|finding| finding.severity != Severity::Error);
            let (links, pace) = (report.links.as_slice(), Pace::default());
            let request = check_links::Request { root, links, today: &today, again: args.again, is_complete, pace };
            let line = ProgressLine::start(!cli.quiet && std::io::stderr().is_terminal());
            let visited =
                visit_links(&request, &Http::new(Route::Environment), &mut |n, of, url| line.draw(n, of, url));
            line.clear();
            visited?
        }
    };
    deny(&report.deny, &mut found);
    report.findings.append(&mut found);
    report.findings.sort();
    report.findings.dedup();
    Ok(())
}

fn day(typed: &str) -> Result<Date, String> {
    typed.parse::<Date>().ok().filter(Date::is_to_the_day).ok_or_else(|| "type a day as YYYY-MM-DD".to_owned())
}

/// The system's date, in UTC so that two people who share a site count alike.
#[expect(clippy::disallowed_methods, reason = "only links have a date of visit; no build asks for it")]
fn system_day() -> Result<Date, Error> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = since.ok().and_then(|since| i64::try_from(since.as_secs() / 86_400).ok());
    let days = days.ok_or_else(|| Error::new("the system's clock is wrong").hint("name the day with --today"))?;
    Ok(Date::from_unix_days(days))
}

/// One line on the terminal that says how far a long run is; nothing in its first second.
struct ProgressLine {
    is_shown: bool,
    start: Instant,
}

impl ProgressLine {
    const WIDTH: usize = 78;

    fn start(is_shown: bool) -> Self {
        Self { is_shown, start: Instant::now() }
    }

    fn draw(&self, n_done: usize, n_all: usize, url: &str) {
        if self.is_shown && self.start.elapsed() >= Duration::from_secs(1) {
            let line: String = format!("{n_done} of {n_all} addresses: {url}").chars().take(Self::WIDTH).collect();
            let _closed_pipe = write!(std::io::stderr(), "\r\x1b[K{line}");
        }
    }

    fn clear(&self) {
        if self.is_shown {
            let _closed_pipe = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
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

fn diff(args: &DiffArgs) -> Result<End, Error> {
    let difference = diff::compare(&read_edition(&args.old)?, &read_edition(&args.new)?);
    let mut out = std::io::stdout();
    let colour = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let drawn = match args.format {
        Format::Human => diff::draw_human(&difference, colour),
        Format::Json => diff::draw_json(&difference),
    };
    write!(out, "{drawn}").map_err(|error| Error::new(format!("standard output: {error}")))?;
    Ok(End::Done)
}

fn export(cli: &Cli, args: &ExportArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let Exported { text, findings } = export_edition(&root, &args.slug, args.format)?;
    print_findings(cli, &root, &findings);
    let Some(text) = text else { return Ok(End::ContentErrors) };
    write!(std::io::stdout(), "{text}").map_err(|error| Error::new(format!("standard output: {error}")))?;
    Ok(End::Done)
}

fn read_edition(path: &Path) -> Result<diff::Edition, Error> {
    let file = if path.is_dir() { path.join("edition.json") } else { path.to_owned() };
    let hint = "name an edition.json, or the folder it lies in, as public/data/SLUG";
    let bytes = discover::read_input(&file).map_err(|error| error.hint(hint))?;
    diff::read_edition(&bytes).map_err(|why| Error::at(&file, why).hint(hint))
}
