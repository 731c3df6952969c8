//! Lists the regular files below a folder of the site, sorted, and names the entries that are not such files.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::open::Refusal;
use crate::diag::{Diagnostic, Error};

/// What lies below a folder.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Whether the folder exists.
    pub(super) is_there: bool,
    /// Regular files, relative to the root, sorted.
    pub(super) files: Vec<String>,
    /// `JZ003` for each link, device or name that cannot be one of the site's.
    pub(super) findings: Vec<Diagnostic>,
}

impl Listing {
    /// Says whether `path`, relative to the root, is a regular file here.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }
}

/// Returns the files below `folder`, relative to `root`, entering the folders that `enters` allows.
///
/// Shape: in `static/` only the leavings of desktops are passed over, elsewhere all names that begin with a dot.
/// Errors: when a folder cannot be read; those of `enters`. A missing folder is an empty listing.
pub(super) fn list(root: &Path, folder: &str, enters: impl Fn(&Path) -> Result<bool, Error>) -> Result<Listing, Error> {
    let top = root.join(folder);
    let mut listing = Listing::default();
    match stat(&top)? {
        None => return Ok(listing),
        Some(stat) if !stat.is_dir() => {
            let refusal = if stat.is_symlink() { Refusal::Link } else { Refusal::Special };
            listing.findings.push(refusal.finding(folder).hint("make it a folder"));
            return Ok(listing);
        }
        Some(_) => listing.is_there = true,
    }
    let mut failed = None;
    let mut enters = |below: &Path| enters(below).unwrap_or_else(|error| failed.replace(error).is_some());
    let is_wanted = |entry: &DirEntry| {
        let is_passed_over = entry.file_name().to_str().is_some_and(|name| is_passed_over(folder, name));
        entry.depth() == 0 || (!is_passed_over && (!entry.file_type().is_dir() || enters(entry.path())))
    };
    let walk = WalkDir::new(&top).follow_root_links(false).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(is_wanted) {
        let entry = entry.map_err(|cause| Error::at(cause.path().unwrap_or(&top), &cause))?;
        if !entry.file_type().is_dir() {
            listing.take(root, &entry);
        }
    }
    listing.files.sort();
    failed.map_or(Ok(listing), Err)
}

/// Returns what lies at `path`, links not followed; none when nothing does.
///
/// Errors: when that cannot be known. What cannot be seen is not taken for absent: the site would be another one.
pub(super) fn stat(path: &Path) -> Result<Option<Metadata>, Error> {
    match fs::symlink_metadata(path) {
        Ok(stat) => Ok(Some(stat)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::at(path, cause)),
    }
}

impl Listing {
    fn take(&mut self, root: &Path, entry: &DirEntry) {
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let Some(path) = path.to_str() else {
            let shown = path.to_string_lossy();
            let finding = Diagnostic::error("JZ003", format!("the name `{shown}` is not UTF-8"));
            self.findings.push(finding.at(&shown, 0..0).hint("rename the file"));
            return;
        };
        let kind = entry.file_type();
        if let Some(c) = path.chars().find(|c| c.is_control() || *c == '\\') {
            let message = format!("the file's name holds U+{:04X}, which no address can have", u32::from(c));
            self.findings
                .push(Diagnostic::error("JZ003", message).at(path, 0..0).hint("rename the file, or its folder"));
        } else if kind.is_file() {
            self.files.push(path.to_owned());
        } else {
            let refusal = if kind.is_symlink() { Refusal::Link } else { Refusal::Special };
            self.findings.push(refusal.finding(path));
        }
    }
}

fn is_passed_over(folder: &str, name: &str) -> bool {
    let is_leaving = matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".git" | ".gitkeep" | ".gitignore");
    is_leaving || name.ends_with('~') || (folder != "static" && name.starts_with('.'))
}
