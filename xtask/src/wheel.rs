//! Wheels, the archives that pip installs from: fetched in a pinned version, their hashes checked, and unpacked.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::run;
use crate::system::find_python;

/// A private folder below `vendor/`, so that renames stay on one file system; removed at the end, also after an error.
pub struct WorkFolder(pub PathBuf);

impl WorkFolder {
    /// Makes an empty folder for the chore `name`.
    pub fn make(name: &str) -> Outcome<Self> {
        let path = PathBuf::from(format!("vendor/.{name}-{}", std::process::id()));
        fs::create_dir_all(&path).map_err(failed("make", &path))?;
        Ok(Self(path))
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("note: cannot remove {}: {error}", self.0.display());
        }
    }
}

/// Downloads the one wheel that the file `requirements` names, unpacks it below `work` and returns the folder.
///
/// The wheel is asked for by platform and a fixed Python version: the Python at hand only runs pip.
///
/// Errors: no Python with pip, no network, another hash, a folder that cannot be written.
pub fn unpack(requirements: &str, platform: &str, work: &Path) -> Outcome<PathBuf> {
    let (archives, unpacked) = (work.join("wheel"), work.join("unpacked"));
    let mut pip = python()?;
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]);
    pip.args(["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.12", "--abi", "cp312"]);
    pip.args(["--platform", platform, "--require-hashes", "--requirement", requirements, "--dest"]);
    run(pip.arg(&archives)).map_err(|error| {
        format!(
            "{error}\nwhat {requirements} pins could not be fetched: see pip's message above; without a network, \
             try again with one"
        )
    })?;
    let wheel = only_entry(&archives)?;
    run(python()?.args(["-m", "zipfile", "-e"]).args([&wheel, &unpacked]))?;
    Ok(unpacked)
}

/// Holds the requirements a folder was made from; another pin or hash makes it anew.
pub const STAMP: &str = "requirements.txt";

/// Returns what a file of requirements says.
pub fn read_requirements(path: &str) -> Outcome<String> {
    fs::read_to_string(path).map_err(failed("read", Path::new(path)))
}

/// Says whether the folder at `place` was made from the requirements `wanted`.
pub fn is_current(place: &Path, wanted: &str) -> bool {
    fs::read_to_string(place.join(STAMP)).is_ok_and(|stamp| stamp == wanted)
}

/// Gives the folder `complete`, made from the requirements `wanted`, its place by one rename.
///
/// Errors: a folder or file that cannot be written or moved.
pub fn put_in_place(complete: &Path, place: &Path, wanted: &str, work: &WorkFolder) -> Outcome<()> {
    let stamp = complete.join(STAMP);
    fs::write(&stamp, wanted).map_err(failed("write", &stamp))?;
    if place.exists() {
        fs::rename(place, work.0.join("old")).map_err(failed("move", place))?;
    }
    fs::rename(complete, place).map_err(failed("make", place))
}

/// Returns the name that wheels have for this platform.
pub fn platform() -> Option<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Some("manylinux2014_x86_64"),
        ("linux", "aarch64") => Some("manylinux2014_aarch64"),
        ("macos", "x86_64") => Some("macosx_10_13_x86_64"),
        ("macos", "aarch64") => Some("macosx_11_0_arm64"),
        _ => None,
    }
}

/// Returns what makes a message of an error while doing `verb` to `path`.
pub fn failed(verb: &str, path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("cannot {verb} {}: {error}", path.display())
}

fn only_entry(folder: &Path) -> Outcome<PathBuf> {
    let mut entries = fs::read_dir(folder).map_err(failed("read", folder))?;
    match entries.next() {
        Some(entry) => Ok(entry.map_err(failed("read", folder))?.path()),
        None => Err(format!("pip left no wheel in {}", folder.display())),
    }
}

fn python() -> Outcome<Command> {
    let python = find_python().ok_or("no Python 3 with pip was found\ninstall python3 and its pip")?;
    Ok(Command::new(python))
}
