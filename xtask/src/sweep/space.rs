//! Builds on a disk that fills up, and with files that may not grow.

use std::path::Path;
use std::process::Command;

use super::bench::Bench;
use crate::Outcome;

/// At how many sizes each way is tried.
const N_SIZES: usize = 13;

/// Runs builds with too little space: on a small file system in memory, where one may be mounted, and with a limit on the size of
/// files everywhere.
///
/// Errors: the program cannot be run; or a build left what it must not.
pub(super) fn fill() -> Outcome<()> {
    let mut faults = Vec::new();
    let bench = Bench::lay("space")?;
    // Blocks of 512 bytes; the signal is ignored, so that the write fails.
    let largest = 1024;
    for n in 0..N_SIZES {
        let blocks = n * largest / N_SIZES;
        bench.restore(true)?;
        let run = bench.build_behind(&format!("trap '' XFSZ; ulimit -f {blocks}")).output();
        judge(&bench, run, &format!("files of {} KiB at most", blocks / 2), &mut faults)?;
    }
    match Mounted::make(&bench.path("small")) {
        None => println!("no file system can be mounted here: limits on files alone"),
        Some(small) => on_small(&small, &mut faults)?,
    }
    println!("{} faults", faults.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn on_small(small: &Mounted<'_>, faults: &mut Vec<String>) -> Outcome<()> {
    let bench = Bench::lay_in(small.0.join("bench"))?;
    let site = kib(&bench.path("new"))?;
    for n in 0..N_SIZES {
        small.resize(65_536)?;
        bench.restore(true)?;
        let free = n * (site + site / 2) / N_SIZES;
        small.resize(kib(&bench.root)? + free)?;
        let run = bench.build().output();
        small.resize(65_536)?;
        judge(&bench, run, &format!("{free} KiB free"), faults)?;
    }
    Ok(())
}

fn judge(
    bench: &Bench,
    run: std::io::Result<std::process::Output>,
    what: &str,
    faults: &mut Vec<String>,
) -> Outcome<()> {
    let run = run.map_err(|e| format!("cannot start a build: {e}"))?;
    let said = String::from_utf8_lossy(&run.stderr);
    let is_done = run.status.code() == Some(0);
    let mut left = bench.look(is_done, &said);
    if !is_done && said.trim().is_empty() {
        left.faults.push("it failed without a word".to_owned());
    }
    let ended = if is_done { "new, done" } else { "old, told" };
    println!("{what:<28}{ended:<12}{}", said.lines().next().unwrap_or_default());
    left.faults.extend(bench.recover().err());
    faults.extend(left.faults.into_iter().map(|fault| format!("{what}: {fault}")));
    Ok(())
}

/// A small file system in memory, while it is mounted.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn make(place: &'a Path) -> Option<Self> {
        std::fs::create_dir_all(place).ok()?;
        run("mount", &["-t", "tmpfs", "-o", "size=65536k", "tmpfs", &place.to_string_lossy()]).ok()?;
        Some(Self(place))
    }

    fn resize(&self, kib: usize) -> Outcome<()> {
        run("mount", &["-o", &format!("remount,size={kib}k"), &self.0.to_string_lossy()])
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        if let Err(error) = run("umount", &[&self.0.to_string_lossy()]) {
            eprintln!("note: {error}");
        }
    }
}

fn run(program: &str, args: &[&str]) -> Outcome<()> {
    let output = Command::new(program).args(args).output().map_err(|e| format!("cannot start {program}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{program}: {}", said.trim())) }
}

fn kib(folder: &Path) -> Outcome<usize> {
    let output = Command::new("du").args(["-sk"]).arg(folder).output().map_err(|e| format!("cannot start du: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().next().and_then(|n| n.parse().ok()).ok_or_else(|| format!("du said: {text}"))
}
