//! The command line: what was typed becomes a request; what came of it is printed.

mod args;
mod check;
mod chinese;
mod collate;
mod findings;
mod help;
mod keys;
mod proof;
mod serve;
mod start;
mod terminal;
mod typed;
mod usage;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::build::{Cited, ExportRequest, Exported, Report, Request, cite_passage, export_edition, run};
use crate::diag::{Error, Language, Severity, count, printable};
use crate::pipeline::ExportFormat;
use crate::stages::{self, Stage, time_all};
use crate::{diff, discover, lookup, publish, receive};
use args::{BuildArgs, CiteArgs, Cli, Command, DiffArgs, DiffFormat, ExportArgs, ImportArgs, Until};
use check::check;
use findings::{print_findings, print_findings_of, say_error, say_lines, speaker};

/// What a command ends with.
enum End {
    Done,
    ContentErrors,
}

/// Runs the program and returns its exit status: 0 done, 1 the content has errors, 2 the run could not be done.
pub fn main() -> ExitCode {
    let cli = chinese::parse();
    let ended = match &cli.command {
        Command::Init(args) => start::init(&cli, args),
        Command::New(args) => start::new_article(&cli, args),
        Command::Import(args) => import(&cli, args),
        Command::Collate(args) => collate::collate(&cli, args),
        Command::Proof(args) => proof::proof(&cli, args),
        Command::Fill(args) => typed::fill(&cli, args),
        Command::Rename(args) => typed::rename(&cli, args),
        Command::Check(args) => check(&cli, args),
        Command::Build(args) => build(&cli, args),
        Command::Serve(args) => serve::serve(&cli, args),
        Command::Diff(args) => diff(&cli, args),
        Command::Cite(args) => cite(&cli, args),
        Command::Export(args) => export(&cli, args),
        Command::Doctor => help::doctor(&cli),
        Command::Completions(args) => help::completions(args),
        Command::Man(args) => help::man(&cli, args),
    };
    match ended {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::ContentErrors) => ExitCode::from(1),
        Err(error) => {
            say_error(&cli, &error);
            ExitCode::from(2)
        }
    }
}

/// Writes lines to standard error; what is typed and named in them cannot steer the terminal.
fn say(lines: &str) {
    say_drawn(&printable(lines));
}

/// Writes what is drawn for a terminal to standard error; a closed pipe is no reason to fail.
fn say_drawn(lines: &str) {
    let _closed_pipe = writeln!(std::io::stderr(), "{lines}");
}

/// Whether the environment leaves colours alone, as <https://no-color.org/> has it.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none()
}

/// Writes to standard output.
///
/// Errors: it is closed or full.
fn print(text: &str) -> Result<(), Error> {
    print_bytes(text.as_bytes())
}

/// Writes to standard output what may be no text.
///
/// Errors: it is closed or full.
fn print_bytes(bytes: &[u8]) -> Result<(), Error> {
    let mut out = std::io::stdout();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Error::new(format!("standard output: {error}")))
}

/// The language of the environment, by the variables of POSIX (XBD, section 8.2): the first one that is set.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn language_of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    Language::of_locale(&set.into_iter().find(|value| !value.is_empty()).unwrap_or_default())
}

fn root(cli: &Cli) -> Result<PathBuf, Error> {
    if let Some(root) = &cli.root {
        let none = || Error::at(root, "is no folder").hint("name the site's folder; `jiaozhu init DIR` makes a site");
        return if root.is_dir() { Ok(root.clone()) } else { Err(none()) };
    }
    let here = std::env::current_dir().map_err(|error| Error::new(format!("no current folder: {error}")))?;
    discover::find_root(&here).ok_or_else(|| {
        Error::at(&here, "no jiaozhu.toml here or in a folder above")
            .hint("go to the site's folder, or name it with --root DIR; `jiaozhu init DIR` makes a site")
    })
}

fn build(cli: &Cli, args: &BuildArgs) -> Result<End, Error> {
    let until = match &args.until {
        Some(Until::Today) => Some(check::system_day()?),
        Some(Until::Day(day)) => Some(day.clone()),
        None => None,
    };
    let request = Request {
        root: root(cli)?,
        output: args.output.clone(),
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        deny: Vec::new(),
        publish: true,
        hides_infos: !cli.verbose,
        today: None,
        until,
    };
    if args.timings {
        stages::watch();
    }
    let mut report = match args.jobs {
        None => run(&request)?,
        Some(jobs) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
            pool.map_err(|error| Error::new(format!("cannot start {jobs} threads: {error}")))?
                .install(|| run(&request))?
        }
    };
    time_all(Stage::Tell, || print_findings_of(cli, &request.root, &report));
    if let Some(outcome) = &report.outcome {
        if !cli.quiet {
            say_lines(cli, &[built_line(&report)]);
            if report.n_waiting > 0 {
                let line = format!("{} dated later, not published yet", count(report.n_waiting, "article"));
                say_lines(cli, &[line]);
            }
            outcome.notes.iter().for_each(|note| say(&format!("note: {note}")));
        }
        let (removed, left) = time_all(Stage::Leave, || report.leave());
        // The site stands; what remains of the old one is not worth a failed run, and the next run finishes it.
        if let Err(error) = removed {
            say(&format!("note: the old site could not be removed yet: {error}"));
        }
        if let Err(error) = left
            && !cli.quiet
        {
            say_lines(
                cli,
                &[format!("note: the next build makes everything anew, as nothing could be kept for it: {error}")],
            );
        }
    } else if !cli.quiet {
        say_lines(cli, &["nothing was published; the site stands as it was".to_owned()]);
    }
    if args.timings {
        stages::lines().iter().for_each(|line| say(line));
    }
    let end = end(&report);
    // The lock ends here; the system takes all the rest back at once.
    drop(report.outcome.take());
    std::mem::forget(report);
    Ok(end)
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

fn end(report: &Report) -> End {
    let has_errors = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    if has_errors { End::ContentErrors } else { End::Done }
}

/// `cite SLUG#ID`: the site's own edition, or a passage of it.
fn cite_edition(cli: &Cli, args: &CiteArgs, (root, slug, id): (&Path, &str, &str)) -> Result<End, Error> {
    let Cited { lines, findings, has_address } = cite_passage(root, slug, id)?;
    if lines.is_empty() {
        print_findings(cli, root, &findings);
        return Ok(End::ContentErrors);
    }
    for (style, line) in lines.into_iter().filter(|(style, _)| args.style.is_none_or(|asked| asked == *style)) {
        print(&if args.style.is_some() { format!("{line}\n") } else { format!("{}\t{line}\n", style.name()) })?;
    }
    if !has_address && !cli.quiet {
        say_lines(cli, &["no address is printed, as jiaozhu.toml has no `base-url`".to_owned()]);
    }
    Ok(End::Done)
}

fn cite(cli: &Cli, args: &CiteArgs) -> Result<End, Error> {
    let root = root(cli)?;
    if let Some((slug, id)) = args.key.split_once('#') {
        return cite_edition(cli, args, (&root, slug, id));
    }
    let request = lookup::Request { root: &root, key: &args.key, style: args.style, article: args.article.as_deref() };
    let lines = lookup::cite(&request)?;
    print(&format!("{}\n", lines.join("\n")))?;
    Ok(End::Done)
}

fn import(cli: &Cli, args: &ImportArgs) -> Result<End, Error> {
    let here = std::env::current_dir().map_err(|error| Error::new(format!("no current folder: {error}")))?;
    let root = cli.root.clone().or_else(|| discover::find_root(&here)).unwrap_or(here);
    if let Some(format) = receive::bibliography_format(&args.file) {
        return typed::import_bibliography(cli, args, &root, format);
    }
    let request = receive::Request {
        root: &root,
        file: &args.file,
        slug: args.slug.as_deref(),
        title: args.title.as_deref(),
        encoding: args.encoding.as_deref(),
    };
    match receive::receive(&request)? {
        Ok(lines) => {
            if !cli.quiet {
                say_lines(cli, &lines);
            }
            Ok(End::Done)
        }
        Err(message) => {
            say_error(cli, &Error::at(&args.file, message));
            Ok(End::ContentErrors)
        }
    }
}

fn diff(cli: &Cli, args: &DiffArgs) -> Result<End, Error> {
    let difference = diff::compare(&read_edition(&args.old)?, &read_edition(&args.new)?);
    let colour = std::io::stdout().is_terminal() && wants_colour();
    let drawn = match args.format {
        DiffFormat::Human => diff::draw_human_in(&difference, colour, &speaker(cli)),
        DiffFormat::Json => diff::draw_json(&difference),
    };
    print(&drawn)?;
    Ok(End::Done)
}

fn export(cli: &Cli, args: &ExportArgs) -> Result<End, Error> {
    let root = root(cli)?;
    let is_for_people = args.output.is_none() && std::io::stdout().is_terminal();
    if args.format == ExportFormat::Epub && is_for_people {
        return Err(Error::new("a book is no text to be shown in a terminal")
            .hint(format!("type `--output {}.epub`", args.slug)));
    }
    let request = ExportRequest { root: &root, slug: &args.slug, format: args.format, script: args.script.as_deref() };
    let Exported { bytes, findings } = export_edition(&request)?;
    print_findings(cli, &root, &findings);
    let Some(bytes) = bytes else { return Ok(End::ContentErrors) };
    match &args.output {
        Some(file) => publish::replace(file, &bytes)?,
        None => print_bytes(&bytes)?,
    }
    Ok(End::Done)
}

fn read_edition(path: &Path) -> Result<diff::Edition, Error> {
    let file = if path.is_dir() { path.join("edition.json") } else { path.to_owned() };
    let hint = "name an edition.json, or the folder it lies in, as public/data/SLUG";
    let bytes = discover::read_input(&file).map_err(|error| error.hint(hint))?;
    diff::read_edition(&bytes).map_err(|why| Error::at(&file, why).hint(hint))
}
