//! Brings OpenCC's static libraries and headers into `vendor/opencc/`, where `.cargo/config.toml` looks for them.
//!
//! 1. pip downloads the pinned wheel and checks its hash.
//! 2. The wheel is unpacked beside the final place; libraries and headers are moved into one folder.
//! 3. The complete folder takes its place by one rename.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::run;
use crate::system::find_python;

const PLACE: &str = "vendor/opencc";
const REQUIREMENTS: &str = "xtask/opencc-requirements.txt";
/// Holds the requirements the folder was made from; another pin or hash makes it anew.
const STAMP: &str = "requirements.txt";
const LIBRARIES: [&str; 2] = ["libopencc.a", "libmarisa.a"];

/// Makes `vendor/opencc/` unless it is there in the pinned version.
///
/// Errors: unknown platform, no Python with pip, download or hash check failed, folder cannot be written.
pub fn install() -> Outcome<()> {
    let wanted = fs::read_to_string(REQUIREMENTS).map_err(failed("read", Path::new(REQUIREMENTS)))?;
    if is_current(&wanted) {
        return Ok(());
    }
    println!("fetching OpenCC's library");
    let work = WorkFolder::make()?;
    let wheel = download(&work.0.join("wheel"))?;
    let complete = lay_out(&wheel, &work.0)?;
    link_cpp_runtime(&complete.join("lib"))?;
    let stamp = complete.join(STAMP);
    fs::write(&stamp, wanted).map_err(failed("write", &stamp))?;
    put_in_place(&complete, &work.0.join("old"))
}

fn is_current(wanted: &str) -> bool {
    let place = Path::new(PLACE);
    let stamp = fs::read_to_string(place.join(STAMP)).unwrap_or_default();
    stamp == wanted
        && place.join("include/opencc/opencc.h").is_file()
        && LIBRARIES.iter().all(|name| place.join("lib").join(name).is_file())
}

/// A private folder below `vendor/`, so that renames stay on one file system; removed at the end, also after an error.
struct WorkFolder(PathBuf);

impl WorkFolder {
    fn make() -> Outcome<Self> {
        let path = PathBuf::from(format!("vendor/.opencc-{}", std::process::id()));
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

/// Downloads the wheel for this platform into `folder` and returns its path.
///
/// The wheel is asked for by platform and a fixed Python version: the Python at hand only runs pip.
fn download(folder: &Path) -> Outcome<PathBuf> {
    let mut pip = python()?;
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]);
    pip.args(["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.12", "--abi", "cp312"]);
    pip.args(["--platform", wheel_platform()?, "--require-hashes", "--requirement", REQUIREMENTS, "--dest"]);
    run(pip.arg(folder)).map_err(|error| {
        format!("{error}\nOpenCC could not be fetched: see pip's message above; without a network, try again with one")
    })?;
    let mut entries = fs::read_dir(folder).map_err(failed("read", folder))?;
    match entries.next() {
        Some(entry) => Ok(entry.map_err(failed("read", folder))?.path()),
        None => Err(format!("pip left no wheel in {}", folder.display())),
    }
}

fn wheel_platform() -> Outcome<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Ok("manylinux2014_x86_64"),
        ("linux", "aarch64") => Ok("manylinux2014_aarch64"),
        ("macos", "x86_64") => Ok("macosx_10_13_x86_64"),
        ("macos", "aarch64") => Ok("macosx_11_0_arm64"),
        (os, arch) => Err(format!(
            "no OpenCC library is pinned for {os} on {arch}\nput {} into {PLACE}/lib, its headers into \
             {PLACE}/include, and a copy of {REQUIREMENTS} into {PLACE}/{STAMP}",
            LIBRARIES.join(" and ")
        )),
    }
}

/// Unpacks `wheel` below `work` and returns a folder with `lib/` and `include/`.
fn lay_out(wheel: &Path, work: &Path) -> Outcome<PathBuf> {
    let unpacked = work.join("unpacked");
    run(python()?.args(["-m", "zipfile", "-e"]).args([wheel, &unpacked]))?;
    let clib = unpacked.join("opencc/clib");
    // Wheels for Linux say `lib64`, those for macOS `lib`.
    let lib = [clib.join("lib64"), clib.join("lib")].into_iter().find(|path| path.join(LIBRARIES[0]).is_file());
    let lib = lib.ok_or_else(|| format!("{} holds no {}", wheel.display(), LIBRARIES[0]))?;
    let complete = work.join("complete");
    fs::create_dir_all(&complete).map_err(failed("make", &complete))?;
    for (from, name) in [(lib, "lib"), (clib.join("include"), "include")] {
        fs::rename(&from, complete.join(name)).map_err(failed("move", &from))?;
    }
    Ok(complete)
}

/// Gives macOS a `libstdc++` to link: the crate `opencc-rust` asks for that name, the system calls it `libc++`.
fn link_cpp_runtime(lib: &Path) -> Outcome<()> {
    if env::consts::OS != "macos" {
        return Ok(());
    }
    let sdk = crate::command::answer("xcrun", &["--show-sdk-path"])
        .ok_or("`xcrun --show-sdk-path` gives no answer\ntype: xcode-select --install")?;
    let runtime = Path::new(&sdk).join("usr/lib/libc++.tbd");
    symlink(&runtime, &lib.join("libstdc++.tbd")).map_err(failed("link", &runtime))
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn symlink(_target: &Path, _link: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn put_in_place(complete: &Path, old: &Path) -> Outcome<()> {
    let place = Path::new(PLACE);
    if place.exists() {
        fs::rename(place, old).map_err(failed("move", place))?;
    }
    fs::rename(complete, place).map_err(failed("make", place))
}

fn python() -> Outcome<Command> {
    let python = find_python().ok_or("no Python 3 with pip was found\ninstall python3 and its pip")?;
    Ok(Command::new(python))
}

fn failed(verb: &str, path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("cannot {verb} {}: {error}", path.display())
}
