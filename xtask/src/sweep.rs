//! `cargo xtask sweep`: each file operation of a build made to fail in turn, and the published site looked at afterwards.
//!
//! 1. A small site is built; then its article is changed. The site before and the site after are both kept for comparison.
//! 2. `strace` counts what the next build asks of the system, call by call.
//! 3. For each call, each way to fail and each number, the site is laid anew as it was before, and the build runs with that one
//!    call failing, or with the process killed at it. What is published must be one of the two sites, whole; the build may
//!    say that it is done only if it is the new one; and it may not panic.
//! 4. An undisturbed build must then give the new site and leave nothing beside it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output};

use crate::command::cargo;
use crate::{Outcome, compare, system};

const SITE: &str = "tests/sites/every_kind/site";
const ARTICLE: &str = "content/du-kou/index.md";

/// Calls that touch files; those of the loader before the program begins are among them.
const CALLS: &[&str] = &[
    "openat",
    "open",
    "read",
    "write",
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
    faults: Vec<String>,
}

/// Runs the sweep, every `step`th operation, and prints a table.
///
/// Errors: `strace` or the program cannot be run; or a run left what it must not.
pub fn sweep(step: usize) -> Outcome<()> {
    system::require_tracer()?;
    crate::command::run(&mut cargo(["build", "--quiet"]))?;
    let bench = Bench::lay()?;
    let outcome = bench.sweep(step.max(1));
    fs::remove_dir_all(&bench.root).map_err(|e| format!("cannot remove {}: {e}", bench.root.display()))?;
    outcome
}

/// The folders of a sweep.
struct Bench {
    root: PathBuf,
    program: PathBuf,
}

impl Bench {
    /// Makes the sites before and after the change.
    fn lay() -> Outcome<Self> {
        let program = fs::canonicalize("target/debug/jiaozhu").map_err(|e| format!("no program: {e}"))?;
        let bench = Self { root: env::temp_dir().join(format!("jiaozhu-sweep-{}", process::id())), program };
        fs::create_dir_all(&bench.root).map_err(|e| format!("cannot make {}: {e}", bench.root.display()))?;
        copy(Path::new(SITE), &bench.path("typed"))?;
        for (name, is_changed) in [("old", false), ("new", true)] {
            bench.restore(is_changed)?;
            succeed(bench.build().output(), "a build")?;
            copy(&bench.path("site/public"), &bench.path(name))?;
        }
        Ok(bench)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Lays the site anew with the old site published and its cache; the article is then changed, if asked for.
    fn restore(&self, is_changed: bool) -> Outcome<()> {
        let site = self.path("site");
        if site.exists() {
            fs::remove_dir_all(&site).map_err(|e| format!("cannot remove {}: {e}", site.display()))?;
        }
        copy(&self.path("typed"), &site)?;
        succeed(self.build().output(), "a build")?;
        if is_changed {
            let article = site.join(ARTICLE);
            let text = fs::read_to_string(&article).map_err(|e| format!("cannot read {}: {e}", article.display()))?;
            fs::write(&article, text.replace("兩條河", "三條河")).map_err(|e| format!("cannot write: {e}"))?;
        }
        Ok(())
    }

    fn build(&self) -> Command {
        let mut build = Command::new(&self.program);
        build.args(["build", "--quiet", "--jobs", "1", "--root"]).arg(self.path("site"));
        build
    }

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
        println!("{:<16}{:>8}{:>8}{:>14}{:>14}{:>8}", "call", "calls", "runs", "new, done", "old, told", "faults");
        let mut faults = Vec::new();
        for (call, n) in counts {
            let mut tally = Tally::default();
            for fault in FAULTS {
                for at in (1..=n).step_by(step) {
                    self.try_one(&call, fault, at, &mut tally)?;
                }
            }
            let Tally { n_runs, n_done, n_old, faults: own } = tally;
            println!("{call:<16}{n:>8}{n_runs:>8}{n_done:>14}{n_old:>14}{:>8}", own.len());
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
        let mut faults = Vec::new();
        let public = self.path("site/public");
        let (is_old, is_new) = (same(&public, &self.path("old")), same(&public, &self.path("new")));
        if !is_old && !is_new {
            faults.push("the published site is neither the old nor the new one".to_owned());
        }
        if is_done && !is_new {
            faults.push("done is said, and the site is the old one".to_owned());
        }
        if said.contains("panicked") {
            faults.push(format!("it panicked: {said}"));
        }
        if !is_done && fault.is_some() && said.trim().is_empty() {
            faults.push("it failed without a word".to_owned());
        }
        tally.n_done += usize::from(is_done);
        tally.n_old += usize::from(!is_done && is_old);
        faults.extend(self.recover().err());
        let place = format!("{call} no. {at}, {}", fault.unwrap_or("killed"));
        tally.faults.extend(faults.into_iter().map(|fault| format!("{place}: {fault}")));
        Ok(())
    }

    /// Builds undisturbed, and looks for the new site and for what should be gone.
    fn recover(&self) -> Outcome<()> {
        succeed(self.build().output(), "the next build")?;
        compare::trees(&self.path("site/public"), &self.path("new"))?;
        let entries = fs::read_dir(self.path("site")).map_err(|e| format!("cannot list the site: {e}"))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let left: Vec<_> = names.filter(|name| name.contains(".jiaozhu-")).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("the next build leaves {}", left.join(", "))) }
    }
}

fn same(first: &Path, second: &Path) -> bool {
    compare::trees(first, second).is_ok()
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    succeed(Command::new("cp").arg("-a").arg(from).arg(to).output(), "cp")
}

fn succeed(output: std::io::Result<Output>, what: &str) -> Outcome<()> {
    let output = output.map_err(|e| format!("cannot start {what}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{what} failed ({}): {said}", output.status)) }
}
