//! `cargo xtask sweep`: each file operation of a build made to fail in turn, and the published site looked at afterwards.
//!
//! 1. A small site is built; then its article is changed. The site before and the site after are both kept for comparison.
//! 2. `strace` counts what the next build asks of the system, call by call.
//! 3. For each call, each way to fail and each number, the site is laid anew as it was before, and the build runs with that one
//!    call failing, or with the process killed at it. What is published must be one of the two sites, whole; the build may
//!    say that it is done only if it is the new one; and it may not panic.
//! 4. An undisturbed build must then give the new site and leave nothing beside it.

mod bench;
mod moments;
mod reader;
mod space;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};

use crate::command::cargo;
use crate::{Outcome, system};
use bench::{Bench, OF_STD, succeed};

/// Calls that touch files; those of the loader before the program begins are among them.
const CALLS: &[&str] = &[
    "openat",
    "open",
    "read",
    "write",
    "pread64",
    "pwrite64",
    "close",
    "statx",
    "newfstatat",
    "stat",
    "getdents64",
    "mkdir",
    "mkdirat",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "linkat",
    "link",
    "fsync",
    "fdatasync",
    "fcntl",
    "chmod",
    "fchmod",
    "lseek",
    "ftruncate",
    "flock",
    "copy_file_range",
];

/// The ways to fail; `None` is to be killed.
const FAULTS: [Option<&str>; 6] = [Some("ENOSPC"), Some("EIO"), Some("EACCES"), Some("EMFILE"), Some("EXDEV"), None];

/// What came of the runs of one call.
#[derive(Default)]
struct Tally {
    n_runs: usize,
    n_done: usize,
    n_old: usize,
    /// Runs that ended in the standard library's own panic at closing a folder.
    n_of_std: usize,
    faults: Vec<String>,
}

/// Runs what is asked for: a number is the step of the sweep, `kill [N]` ends builds at N moments, `space` lets the disk fill,
/// `reader` reads while builds run; nothing is every operation.
///
/// Errors: `strace` or the program cannot be run; or a run left what it must not.
pub fn sweep(args: &[String]) -> Outcome<()> {
    let number = |n: usize| args.get(n).and_then(|typed| typed.parse().ok());
    // As tests build it, so that nothing is compiled twice.
    crate::command::run(&mut cargo(["test", "--quiet", "--no-run", "--test", "it"]))?;
    match args.first().map(String::as_str) {
        Some("kill") => moments::kill(number(1).unwrap_or(60)),
        Some("space") => space::fill(),
        Some("reader") => reader::read_while_building(number(1).unwrap_or(30)),
        _ => {
            system::require_tracer()?;
            Bench::lay("sweep")?.sweep(number(0).unwrap_or(1).max(1))
        }
    }
}

impl Bench {
    fn traced(&self, options: &[&str]) -> Outcome<Output> {
        let mut traced = Command::new("strace");
        traced.args(["-f", "-qq", "-o"]).arg(self.path("trace")).args(options).arg("--");
        let build = self.build();
        traced.arg(build.get_program()).args(build.get_args());
        traced.output().map_err(|e| format!("cannot start strace: {e}"))
    }

    fn sweep(&self, step: usize) -> Outcome<()> {
        let counts = self.count()?;
        let n_calls: usize = counts.values().sum();
        println!("{n_calls} operations, every {step}th, {} ways to fail", FAULTS.len());
        println!(
            "{:<16}{:>8}{:>8}{:>14}{:>14}{:>8}{:>8}",
            "call", "calls", "runs", "new, done", "old, told", "std's", "faults"
        );
        let mut faults = Vec::new();
        for (call, n) in counts {
            let mut tally = Tally::default();
            for fault in FAULTS {
                for at in (1..=n).step_by(step) {
                    self.try_one(&call, fault, at, &mut tally)?;
                }
            }
            let Tally { n_runs, n_done, n_old, n_of_std, faults: own } = tally;
            println!("{call:<16}{n:>8}{n_runs:>8}{n_done:>14}{n_old:>14}{n_of_std:>8}{:>8}", own.len());
            faults.extend(own);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
    }

    /// How often the build makes each call.
    fn count(&self) -> Outcome<BTreeMap<String, usize>> {
        self.restore(true)?;
        let set = format!("trace={}", CALLS.join(",").replace("open,", "?open,"));
        succeed(self.traced(&["-e", &set]).map_err(std::io::Error::other), "a traced build")?;
        let trace = fs::read_to_string(self.path("trace")).map_err(|e| format!("no trace: {e}"))?;
        let mut counts = BTreeMap::new();
        for line in trace.lines().filter(|line| !line.contains("resumed>")) {
            let call = line.split_once(' ').and_then(|(_, call)| call.trim_start().split_once('('));
            if let Some((call, _)) = call.filter(|(call, _)| CALLS.contains(call)) {
                *counts.entry(call.to_owned()).or_default() += 1;
            }
        }
        Ok(counts)
    }

    fn try_one(&self, call: &str, fault: Option<&str>, at: usize, tally: &mut Tally) -> Outcome<()> {
        self.restore(true)?;
        let way = fault.map_or("signal=KILL".to_owned(), |error| format!("error={error}"));
        let run = self.traced(&["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{way}:when={at}")])?;
        tally.n_runs += 1;
        let said = String::from_utf8_lossy(&run.stderr);
        let is_done = run.status.code() == Some(0);
        let mut left = self.look(is_done, &said);
        if !is_done && fault.is_some() && said.trim().is_empty() && !self.was_silenced()? {
            left.faults.push("it failed without a word".to_owned());
        }
        tally.n_done += usize::from(is_done);
        tally.n_old += usize::from(!is_done && left.is_old);
        tally.n_of_std += usize::from(said.contains(OF_STD));
        left.faults.extend(self.recover().err());
        let place = format!("{call} no. {at}, {}", fault.unwrap_or("killed"));
        tally.faults.extend(left.faults.into_iter().map(|fault| format!("{place}: {fault}")));
        Ok(())
    }

    /// Whether the message itself was refused: strace counts calls by thread, so that the first write of another thread, which
    /// writes to standard error, fails as well. The exit status alone can tell then.
    fn was_silenced(&self) -> Outcome<bool> {
        let trace = fs::read_to_string(self.path("trace")).map_err(|e| format!("no trace: {e}"))?;
        Ok(trace.lines().any(|line| line.contains("write(2,") && line.contains("(INJECTED)")))
    }
}
