//! Brings OpenCC's static libraries and headers into `vendor/opencc/`, where `.cargo/config.toml` looks for them.
//!
//! 1. pip downloads the pinned wheel and checks its hash; it is unpacked beside the final place (`wheel`).
//! 2. Libraries and headers are moved into one folder.
//! 3. The complete folder takes its place by one rename.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::wheel::{self, STAMP, WorkFolder, failed};

const PLACE: &str = "vendor/opencc";
const REQUIREMENTS: &str = "xtask/opencc-requirements.txt";
const LIBRARIES: [&str; 2] = ["libopencc.a", "libmarisa.a"];

/// Makes `vendor/opencc/` unless it is there in the pinned version.
///
/// Errors: unknown platform, no Python with pip, download or hash check failed, folder cannot be written.
pub fn install() -> Outcome<()> {
    let wanted = wheel::read_requirements(REQUIREMENTS)?;
    if is_current(&wanted) {
        return Ok(());
    }
    println!("fetching OpenCC's library");
    let work = WorkFolder::make("opencc")?;
    let complete = lay_out(&unpack(&work.0)?, &work.0)?;
    link_cpp_runtime(&complete.join("lib"))?;
    wheel::put_in_place(&complete, Path::new(PLACE), &wanted, &work)
}

/// Unpacks the pinned wheel below `work` and returns the folder of its libraries, headers, programs and dictionaries.
///
/// Errors: unknown platform, no Python with pip, download or hash check failed, folder cannot be written.
pub fn unpack(work: &Path) -> Outcome<PathBuf> {
    let platform = wheel::platform().ok_or_else(|| {
        format!(
            "no OpenCC library is pinned for {} on {}\nput {} into {PLACE}/lib, its headers into \
             {PLACE}/include, and a copy of {REQUIREMENTS} into {PLACE}/{STAMP}",
            env::consts::OS,
            env::consts::ARCH,
            LIBRARIES.join(" and ")
        )
    })?;
    Ok(wheel::unpack(REQUIREMENTS, platform, work)?.join("opencc/clib"))
}

fn is_current(wanted: &str) -> bool {
    let place = Path::new(PLACE);
    wheel::is_current(place, wanted)
        && place.join("include/opencc/opencc.h").is_file()
        && LIBRARIES.iter().all(|name| place.join("lib").join(name).is_file())
}

/// Moves libraries and headers of the unpacked `clib` into a folder of `work`, which it returns.
fn lay_out(clib: &Path, work: &Path) -> Outcome<PathBuf> {
    // Wheels for Linux say `lib64`, those for macOS `lib`.
    let lib = [clib.join("lib64"), clib.join("lib")].into_iter().find(|path| path.join(LIBRARIES[0]).is_file());
    let lib = lib.ok_or_else(|| format!("the wheel of {REQUIREMENTS} holds no {}", LIBRARIES[0]))?;
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
