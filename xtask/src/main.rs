//! The chores of this repository: `cargo xtask site`, `cargo xtask test`, `cargo xtask bench`, `cargo xtask bench-serve`,
//! `cargo xtask bench-conversion`, `cargo xtask sweep`, `cargo xtask sbom` and `cargo xtask lexicon`.
//!
//! 1. `system` looks for what a fresh machine may lack, and installs it where it can.
//! 2. `opencc` and `npm` bring the libraries and packages that cargo does not.
//! 3. `site` builds this repository's edition; `suite` runs every test in order, with EPUBCheck for `books`; `bench` measures
//!    conversion, `speed` builds.
//! 4. `sweep` makes each file operation of a build fail. `sbom` lists what the program is built of.
//! 5. `lexicon` makes the tables of words that the program weighs forms of characters with; only who changes them needs it.

mod bench;
mod books;
mod command;
mod compare;
mod lexicon;
mod npm;
mod opencc;
mod sbom;
mod seclusion;
mod site;
mod speed;
mod steps;
mod suite;
mod sweep;
mod system;
mod wheel;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The result of a chore; the error is a message for the person at the terminal, with what to do.
type Outcome<T> = Result<T, String>;

const USAGE: &str = "usage: cargo xtask <task>

  site     set up OpenCC, build the program and this repository's edition into public/
  test     the same, then formatting, lints, all Rust tests, docs, the page tests and EPUBCheck on the books
  bench [--sizes 100,1000,10000] [--rounds N] [--output DIR] [--hugo FILE]
           measure how fast sites are built, beside OpenCC and Hugo (docs/performance.md)
  bench-serve
           measure how soon a browser shows an article that was saved (docs/performance.md)
  opencc   bring OpenCC's library and nothing else, for `cargo build --release`
  bench-conversion [FOLDER]
           measure script conversion (docs/accuracy.md), also on the *.txt of a folder
  sweep [STEP | kill [N] | space | reader [N]]
           make each file operation of a build fail in turn, or every STEPth, and look at the published site; or kill
           N builds at random moments, let the disk fill, or read pages while N builds run
  sbom     print what the program is built of, as CycloneDX
  lexicon  make the tables of src/words/ anew from the dictionaries of ICU, jieba and OpenCC";

fn main() -> ExitCode {
    let task = env::args().nth(1);
    // A folder is meant where it was typed; `enter_repository` goes elsewhere.
    let texts = env::args_os().nth(2).map(|folder| env::current_dir().unwrap_or_default().join(folder));
    match enter_repository().and_then(|()| run(task.as_deref(), texts)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Option<&str>, texts: Option<PathBuf>) -> Outcome<()> {
    match task {
        Some("site") => site::make(),
        Some("opencc") => site::set_up(),
        Some("test") => suite::run_suite(),
        Some("bench-conversion") => bench::conversion(texts.as_deref()),
        Some("bench-serve") => speed::serve(),
        Some("bench") => speed::bench(&env::args().skip(2).collect::<Vec<_>>()),
        Some("sweep") => sweep::sweep(&env::args().skip(2).collect::<Vec<_>>()),
        Some("lexicon") => lexicon::make(),
        Some("sbom") => sbom::print(),
        _ => Err(USAGE.to_owned()),
    }
}

/// Makes the repository's root the working folder, so that all paths below are relative to it.
fn enter_repository() -> Outcome<()> {
    let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = own.as_deref().and_then(Path::parent).ok_or("start this program with `cargo xtask`")?;
    env::set_current_dir(root).map_err(|e| format!("cannot enter {}: {e}", root.display()))
}
