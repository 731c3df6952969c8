//! Measures script conversion and detection; `cargo xtask bench-conversion` runs it, `docs/accuracy.md` has its figures.
//!
//! 1. OpenCC's published suite goes through whole articles (`suite`).
//! 2. Our own sentences do, by our settings and by OpenCC alone; corrupted, they are searched for suspects (`own`).
//! 3. Sound Traditional texts of a folder, if one is named, are made Simplified and converted back, and searched for suspects
//!    as they are and corrupted (`sound`).
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program reads the files it is given and prints figures"
)]

mod alarms;
mod article;
mod own;
mod score;
mod sound;
mod suite;

use std::path::Path;

use jiaozhu::model::Engines;
use jiaozhu::opencc::OpenCc;
use jiaozhu::words::Words;

/// The error is a message for the person at the terminal.
type Outcome<T> = Result<T, String>;

const USAGE: &str = "usage: bench_conversion TESTCASES OWN_SENTENCES [SOUND_TEXTS]";

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [suite, own, rest @ ..] = arguments.as_slice() else {
        return Err(USAGE.to_owned());
    };
    let (opencc, words) = (OpenCc::new(), Words::new());
    let engines = Engines { opencc: &opencc, words: &words };
    suite::measure(Path::new(suite), engines)?;
    own::measure(Path::new(own), engines)?;
    match rest.first() {
        Some(folder) => sound::measure(Path::new(folder), engines),
        None => Ok(()),
    }
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Files of `folder` that end in `.extension`, in order: their names and texts.
fn files(folder: &Path, extension: &str) -> Outcome<Vec<(String, String)>> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    paths.iter().map(|path| Ok((name(path), read(path)?))).collect()
}
