//! Comparing two folders byte for byte.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Outcome;

const MAX_NAMED: usize = 10;

/// Compares all files of two trees and returns how many there are.
///
/// Errors: a tree is empty or cannot be read, or files differ; the message names up to ten of them.
pub fn trees(first: &Path, second: &Path) -> Outcome<usize> {
    let (ours, theirs) = (files_of(first)?, files_of(second)?);
    let mut faults: Vec<String> = Vec::new();
    faults.extend(ours.difference(&theirs).map(|file| format!("only in the first: {}", file.display())));
    faults.extend(theirs.difference(&ours).map(|file| format!("only in the second: {}", file.display())));
    for file in ours.intersection(&theirs) {
        if read(&first.join(file))? != read(&second.join(file))? {
            faults.push(format!("other bytes: {}", file.display()));
        }
    }
    if ours.is_empty() {
        faults.push(format!("no file in {}", first.display()));
    }
    if faults.is_empty() {
        return Ok(ours.len());
    }
    let n_faults = faults.len();
    faults.truncate(MAX_NAMED);
    Err(format!("{n_faults} differences between two builds:\n  {}", faults.join("\n  ")))
}

/// Returns the paths of all files below `root`, sorted.
///
/// Errors: a folder cannot be listed.
pub fn files_of(root: &Path) -> Outcome<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    collect(root, Path::new(""), &mut files).map_err(|e| format!("cannot list {}: {e}", root.display()))?;
    Ok(files)
}

fn collect(root: &Path, below: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(root, &path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, second: &[(&str, &str)], expected: Outcome<usize>) -> io::Result<()> {
        let root = std::env::temp_dir().join(format!("xtask-compare-{name}-{}", std::process::id()));
        let first = [("index.html", "矽谷"), ("a/b.css", "")];
        for (tree, files) in [("first", &first[..]), ("second", second)] {
            for (path, text) in files {
                let path = root.join(tree).join(path);
                fs::create_dir_all(path.parent().unwrap_or(&root))?;
                fs::write(path, text)?;
            }
        }
        let outcome = trees(&root.join("first"), &root.join("second"));
        fs::remove_dir_all(&root)?;
        assert_eq!(outcome, expected);
        Ok(())
    }

    #[test]
    fn accepts_equal_trees() -> io::Result<()> {
        check("equal", &[("a/b.css", ""), ("index.html", "矽谷")], Ok(2))
    }

    #[test]
    fn names_what_differs() -> io::Result<()> {
        let message = "3 differences between two builds:\n  only in the first: a/b.css\n  \
                       only in the second: b.css\n  other bytes: index.html";
        check("unequal", &[("b.css", ""), ("index.html", "矽穀")], Err(message.to_owned()))
    }
}
