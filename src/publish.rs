//! Paths and bytes in, a published folder out: the old site or the new one, never a mix.
//! Refuses to know what the pages say, and to touch in an output folder what this program did not make.
//!
//! 1. `open` checks the output (`place`), takes the lock (`lock`), finishes what an interrupted run left (`swap`) and
//!    reads what is published now (`manifest`).
//! 2. `Staging::write` writes new pages into a sibling folder; pages published already are only noted. `Staging::keep` takes
//!    pages over unseen, when nobody has touched what the last build published (`known`).
//! 3. `Staging::commit` links the unchanged files, writes the manifest, flushes and exchanges the two folders; when
//!    nothing changed it does none of this.
//! 4. `Outcome::remove_old` removes the old tree once success is reported; a removal cut short is finished by `open`.
//! 5. What the next build can use is left in a folder below the root (`cache`, `pieces`).

mod cache;
mod examine;
mod known;
mod lock;
mod manifest;
mod pieces;
mod place;
mod staging;
mod swap;
mod walk;

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use rustix::fs::CWD;

use crate::diag::Error;
use lock::Lock;
use manifest::OldSite;

pub use cache::write_cache;
pub use examine::{OutputKind, examine, try_exchange};
pub use known::{Known, Published, Stamp, settle};
pub(crate) use manifest::MANIFEST;
pub use pieces::Pieces;
use staging::Page;
pub use staging::{Staging, open};
pub use swap::Emptied;

/// What a publication did.
///
/// The lock of the output is held until this is dropped.
#[derive(Debug)]
pub struct Outcome {
    /// Files that are new or have changed.
    pub n_written: usize,
    /// Files taken over from the old site.
    pub n_unchanged: usize,
    /// Files of the old site that are gone.
    pub n_removed: usize,
    /// Whether the published folder was exchanged; false when nothing changed.
    pub exchanged: bool,
    /// Published files that had to be read, as it could not be told otherwise that nobody has changed them.
    pub n_read: usize,
    /// What the program did on its own, a sentence each: recovery, two renames, copies in place of links.
    pub notes: Vec<String>,
    output: PathBuf,
    files: IndexMap<Arc<str>, Page>,
    /// The manifest as it was written or found.
    manifest: Option<Stamp>,
    old: Option<PathBuf>,
    /// Freeing it takes a while: whoever ends the process with the outcome need not.
    _known: OldSite,
    _lock: Lock,
}

impl Outcome {
    /// Removes the old tree; meant to be called once success is reported.
    ///
    /// Errors: when a file of it cannot be removed. The published site is not concerned, and the next `open` tries again.
    pub fn remove_old(&self) -> Result<(), Error> {
        self.empty_old().map_or(Ok(()), Emptied::remove)
    }

    /// Removes the files of the old tree, which the published site may share; none when there is no old tree.
    pub fn empty_old(&self) -> Option<Emptied<'_>> {
        self.old.as_deref().map(swap::empty_tree)
    }

    /// Returns how many files the site has.
    pub fn n_files(&self) -> usize {
        self.files.len()
    }

    /// Returns what is to be known of the manifest at the next build.
    pub fn manifest(&self) -> Option<Stamp> {
        let folder = walk::open_folder(CWD, &self.output).ok()?;
        self.manifest.and_then(|was| known::stamp_now(folder, MANIFEST, was))
    }

    /// Returns what is to be known of the published files at the next build, at most `n` files at a time.
    pub fn take_stock(&self, n: usize) -> impl Iterator<Item = Vec<(&str, Published)>> {
        let mut rest = self.files.iter();
        let next = move || Some(rest.by_ref().take(n).collect::<Vec<_>>()).filter(|files| !files.is_empty());
        std::iter::from_fn(next).map(|files| known::take_stock(&self.output, &files))
    }
}

/// Writes a new file and the folders above it; never overwrites.
///
/// Errors: when something of that name is there, or it cannot be written; a file half written is removed.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|cause| Error::at(parent, cause))?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            return Err(Error::at(path, "exists already and is not overwritten").hint("choose another name"));
        }
        opened => opened.map_err(|cause| Error::at(path, cause))?,
    };
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|cause| {
        // The first failure is the one to tell.
        fs::remove_file(path).ok();
        Error::at(path, cause)
    })
}

/// Writes a file anew in one step: `path` has its old bytes or the new ones, never a part of them, and its permissions.
///
/// Errors: when the folder is missing or the disk refuses; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let sibling = path.with_file_name(format!(".{name}.jiaozhu-new-{}", std::process::id()));
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&sibling)?;
        if let Ok(old) = fs::metadata(path) {
            file.set_permissions(old.permissions())?;
        }
        file.write_all(bytes).and_then(|()| file.sync_all())?;
        fs::rename(&sibling, path)
    };
    write().map_err(|cause| {
        // The first failure is the one to tell.
        fs::remove_file(&sibling).ok();
        Error::at(path, cause)
    })?;
    // A name alone lies in the current folder.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    swap::sync_folder(folder.unwrap_or_else(|| Path::new(".")))
}

#[cfg(test)]
mod tests;
