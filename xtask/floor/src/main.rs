//! The least that a build of a site in both scripts can cost: `floor ROOT PLAN OUTPUT`.
//!
//! 1. All files of the articles below `ROOT/content` are read.
//! 2. Each `index.md` is converted by one call of OpenCC, on all processors, without a lock.
//! 3. The files that `PLAN` lists, a line `length path` each, are written below `OUTPUT`, with bytes that mean nothing.
//!
//! `cargo xtask bench` compares the program with it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiaozhu::model::{Convert, ScriptConfig};
use jiaozhu::opencc::OpenCc;
use rayon::prelude::*;

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [root, plan, output] = paths.as_slice() else {
        eprintln!("usage: floor ROOT PLAN OUTPUT");
        return ExitCode::FAILURE;
    };
    match convert_all(root).and_then(|n_bytes| Ok((n_bytes, write_all(plan, output)?))) {
        Ok((n_converted, n_files)) => {
            println!("{n_converted} bytes converted, {n_files} files written");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns how many bytes came of the conversion.
fn convert_all(root: &Path) -> Result<usize, String> {
    let opencc = OpenCc::new();
    let articles = fs::read_dir(root.join("content")).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let articles = articles.map_err(|error| format!("cannot list {}: {error}", root.display()))?;
    let lengths =
        articles.par_iter().map(|article| convert(&opencc, &article.path())).collect::<Result<Vec<_>, _>>()?;
    // The dictionaries are given back to the system with the process, as the program does it.
    std::mem::forget(opencc);
    Ok(lengths.iter().sum())
}

fn convert(opencc: &OpenCc, folder: &Path) -> Result<usize, String> {
    if !folder.is_dir() {
        return Ok(0);
    }
    let text = |name| fs::read_to_string(folder.join(name));
    let index = text("index.md").map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let others: usize =
        ["witness.txt", "collation.yaml"].into_iter().map(|name| text(name).map_or(0, |t| t.len())).sum();
    let config = if index.contains("lang: zh-Hans") { ScriptConfig::S2tw } else { ScriptConfig::Tw2s };
    let converted = opencc.convert(config, &index).map_err(|error| error.to_string())?;
    Ok(converted.len() + others)
}

fn write_all(plan: &Path, output: &Path) -> Result<usize, String> {
    let failed = |error: io::Error| format!("cannot write into {}: {error}", output.display());
    let plan = fs::read_to_string(plan).map_err(|error| format!("cannot read {}: {error}", plan.display()))?;
    let files: Vec<(usize, &str)> = plan
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(n, path)| Some((n.parse().ok()?, path)))
        .collect();
    let longest = files.iter().map(|(n, _)| *n).max().unwrap_or_default();
    let bytes = vec![b'.'; longest];
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(_, path)| Path::new(path).parent()).collect();
    folders.iter().try_for_each(|folder| fs::create_dir_all(output.join(folder))).map_err(failed)?;
    let write = |(n, path): &(usize, &str)| fs::write(output.join(path), bytes.get(..*n).unwrap_or_default());
    files.par_iter().try_for_each(write).map_err(failed)?;
    Ok(files.len())
}
