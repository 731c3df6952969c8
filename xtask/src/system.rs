//! What the machine has, and what it lacks.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::{answer, cargo, run, works};

const BROWSERS: [&str; 5] =
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PYTHONS: [&str; 3] = ["python3", "/usr/bin/python3", "python"];

/// Installs what building needs: a C++ compiler and a Python 3 with pip.
///
/// Errors: something is missing and we may not install it; the message names the command that does.
pub fn require_build_tools() -> Outcome<()> {
    let mut missing = Vec::new();
    if !["c++", "g++", "clang++"].iter().any(|name| works(name, &["--version"])) {
        missing.push("g++");
    }
    if find_python().is_none() {
        missing.extend(["python3", "python3-pip"]);
    }
    install(&missing)
}

/// Installs what the tests of pages and books need: Chromium, a Chinese font, Node with npm, a JDK.
///
/// Errors: as for [`require_build_tools`].
pub fn require_page_tools() -> Outcome<()> {
    let mut missing = Vec::new();
    let has_browser = find_browser().is_some();
    if !has_browser {
        missing.push("chromium-headless-shell | chromium");
    }
    // Without a Chinese font no glyph is drawn and every width is wrong. `fc-list` may be absent beside a browser.
    let has_font = !works("fc-list", &["--version"]) || answer("fc-list", &[":lang=zh"]).is_some();
    if !has_browser || !has_font {
        missing.push("fonts-noto-cjk");
    }
    if !works("node", &["--version"]) {
        missing.push("nodejs");
    }
    if !works("npm", &["--version"]) {
        missing.push("npm");
    }
    // Java alone does not start a program from its source.
    if !works("javac", &["-version"]) {
        missing.push("default-jdk-headless");
    }
    install(&missing)
}

/// Installs `strace`, which sees and disturbs what a build asks of the system.
///
/// Errors: as for [`require_build_tools`].
pub fn require_tracer() -> Outcome<()> {
    if works("strace", &["-V"]) { Ok(()) } else { install(&["strace"]) }
}

/// Adds cargo's formatter and linter, which rustup's minimal profile leaves out.
///
/// Errors: one is missing and rustup cannot add it.
pub fn require_rust_tools() -> Outcome<()> {
    for (task, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let present = cargo([task, "--version"]).output().is_ok_and(|output| output.status.success());
        if !present {
            run(Command::new("rustup").args(["component", "add", component]))
                .map_err(|error| format!("{error}\n`cargo {task}` is missing: install {component}"))?;
        }
    }
    Ok(())
}

/// Returns a folder for some gigabytes of short-lived files: in memory where Linux has room for them, else that of the system.
pub fn scratch_folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let free = answer("df", &["--output=avail", "--block-size=G", "/dev/shm"]);
    let n_free = free.and_then(|table| table.lines().last()?.trim().trim_end_matches('G').parse::<u32>().ok());
    if n_free.is_some_and(|n| n >= 4) { memory.to_owned() } else { env::temp_dir() }
}

/// Returns a Python 3 that has pip.
pub fn find_python() -> Option<&'static str> {
    let probe = "import sys, zipfile, pip; sys.exit(sys.version_info[0] != 3)";
    PYTHONS.into_iter().find(|python| works(python, &["-c", probe]))
}

fn find_browser() -> Option<&'static str> {
    let on_path = |name: &&str| {
        let folders = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&folders).any(|folder| folder.join(name).is_file())
    };
    BROWSERS.into_iter().find(on_path)
}

/// Installs Debian packages when the system is of Debian's kind and we are root; of `one | other` the first that it has.
fn install(packages: &[&str]) -> Outcome<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(", ");
    let is_debian = Path::new("/etc/debian_version").exists();
    if !is_debian {
        return Err(format!("missing on this machine (Debian's names): {names}\n{}", advice()));
    }
    if answer("id", &["-u"]).as_deref() != Some("0") {
        return Err(format!(
            "missing on this machine: {names}\ntype: sudo apt-get update && sudo apt-get satisfy -y \"{names}\""
        ));
    }
    println!("installing {names}");
    run(apt_get().args(["update", "-qq"]))?;
    run(apt_get().args(["satisfy", "-y", "-qq", "--no-install-recommends", &names]))
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn advice() -> &'static str {
    if env::consts::OS == "macos" {
        "the compiler comes with `xcode-select --install`, the rest with `brew install python node openjdk` and `brew install --cask chromium`"
    } else {
        "install their counterparts with your system's package manager"
    }
}
