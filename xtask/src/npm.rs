//! Brings the npm packages of the page tests into `tests/browser/node_modules/`.

use std::fs;
use std::process::Command;

use crate::Outcome;
use crate::command::run;

/// The folder of the page tests.
pub const FOLDER: &str = "tests/browser";
const LOCK: &str = "tests/browser/package-lock.json";
/// A copy of the lock file the packages were installed from.
const STAMP: &str = "tests/browser/node_modules/.installed-from";

/// Returns Node in the folder of the page tests.
pub fn node() -> Command {
    let mut node = Command::new("node");
    node.current_dir(FOLDER);
    node
}

/// Installs the packages of the lock file unless they are there.
///
/// Errors: the lock file cannot be read, or npm fails.
pub fn install() -> Outcome<()> {
    let wanted = fs::read(LOCK).map_err(|e| format!("cannot read {LOCK}: {e}"))?;
    if fs::read(STAMP).is_ok_and(|stamp| stamp == wanted) {
        return Ok(());
    }
    println!("fetching the page tests' npm packages");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(FOLDER);
    run(&mut npm)?;
    fs::write(STAMP, wanted).map_err(|e| format!("cannot write {STAMP}: {e}"))
}
