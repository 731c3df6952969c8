//! The command `check`, with its visits to links and the line that says how far they are.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use super::args::{CheckArgs, CheckFormat, Cli};
use super::findings::{in_language, print_findings, say_error, speaker, texts};
use super::{End, end, print, root, say};
use crate::build::{Report, Request, run};
use crate::check_links::{self, find_stale_links, visit_links};
use crate::diag::{Diagnostic, Error, Severity, Texts, count, draw_json, draw_sarif, printable_line};
use crate::fetch::{Http, Route};
use crate::links::Pace;
use crate::model::Date;
use crate::watch::Changes;

/// Runs `check`.
pub(super) fn check(cli: &Cli, args: &CheckArgs) -> Result<End, Error> {
    let system = if args.links && args.today.is_none() { Some(system_day()?) } else { None };
    let today = args.today.clone().or(system);
    let request = Request { root: root(cli)?, deny: args.deny.clone(), today, ..Request::default() };
    if args.watch {
        return watch(cli, args, &request);
    }
    check_once(cli, args, &request)
}

/// Checks, and again after each change; ends by a signal alone.
fn watch(cli: &Cli, args: &CheckArgs, request: &Request) -> Result<End, Error> {
    // What is changed while the site is checked is not missed.
    let mut changes = Changes::watch(&request.root)?;
    loop {
        if let Err(error) = check_once(cli, args, request) {
            say_error(cli, &error);
        }
        changes.wait();
    }
}

fn check_once(cli: &Cli, args: &CheckArgs, request: &Request) -> Result<End, Error> {
    let mut report = run(request)?;
    check_links(cli, args, request, &mut report)?;
    let data = match args.format {
        CheckFormat::Human => None,
        CheckFormat::Json => Some(draw_json as fn(&[Diagnostic], &Texts) -> String),
        CheckFormat::Sarif => Some(draw_sarif as fn(&[Diagnostic], &Texts) -> String),
    };
    if let Some(draw) = data {
        let drawn = draw(&in_language(cli, &report.findings), &texts(&request.root, &report.findings));
        print(&format!("{drawn}\n"))?;
        return Ok(end(&report));
    }
    print_findings(cli, &request.root, &report.findings);
    if !cli.quiet {
        say(&speaker(cli)(&format!("{} checked", count(report.n_articles, "article"))));
    }
    Ok(end(&report))
}

/// Adds what is to be said of links to `report`.
fn check_links(cli: &Cli, args: &CheckArgs, request: &Request, report: &mut Report) -> Result<(), Error> {
    let root = request.root.as_path();
    let mut found = match (args.links, &request.today) {
        (_, None) => return Ok(()),
        (false, Some(today)) => find_stale_links(root, &report.links, today)?,
        (true, Some(today)) => {
            // What an article with errors leads to may not be known in full.
            let is_complete = report.findings.iter().all(|finding| finding.severity != Severity::Error);
            let (links, pace) = (report.links.as_slice(), Pace::default());
            let request = check_links::Request { root, links, today, again: args.again, is_complete, pace };
            let line = ProgressLine::start(!cli.quiet && std::io::stderr().is_terminal());
            let visited =
                visit_links(&request, &Http::new(Route::Environment), &mut |n, of, url| line.draw(n, of, url));
            line.clear();
            visited?
        }
    };
    report.check.apply(&mut found);
    report.findings.append(&mut found);
    report.findings.sort();
    report.findings.dedup();
    Ok(())
}

/// The system's date, in UTC so that two people who share a site count alike.
#[expect(
    clippy::disallowed_methods,
    reason = "links have a date of visit; a build asks for the day with `--until today` alone"
)]
pub(super) fn system_day() -> Result<Date, Error> {
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
            let _closed_pipe = write!(std::io::stderr(), "\r\x1b[K{}", printable_line(&line));
        }
    }

    fn clear(&self) {
        if self.is_shown {
            let _closed_pipe = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
