//! Puts one folder in the place of another, and finishes what an interrupted run left.
//!
//! States on disk: the output with `new` is a build cut short, with `old` or `gone` a removal cut short; `old` without
//! the output is a publication cut between two renames, completed when its `new` has a manifest, else taken back.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustix::fs::{AtFlags, CWD, unlinkat};

use super::manifest::Manifest;
use super::place::{Leftover, OutputPlace, Role};
use super::walk::{open_folder, walk};
use crate::diag::Error;

/// Where the old site is after a swap, and what to tell about it.
pub(super) type Swapped = (PathBuf, Option<String>);

/// Finishes or takes back what earlier runs left beside the output; call it under the lock.
///
/// Shape: one sentence for each thing done.
pub(super) fn recover(place: &OutputPlace) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    let leftovers = place.leftovers()?;
    let is_absent = match fs::symlink_metadata(&place.output) {
        Ok(_) => false,
        Err(cause) if cause.kind() == ErrorKind::NotFound => true,
        // What cannot be seen may be absent, and then what lies beside it is the site.
        Err(cause) => return Err(Error::at(&place.output, cause)),
    };
    if is_absent && let Some(old) = old_site(&leftovers)? {
        let is_pair = |left: &&Leftover| left.role == Role::New && left.process == old.process && is_whole(left);
        let (from, note) = match leftovers.iter().find(is_pair) {
            Some(new) => (&new.path, "an interrupted publication was completed"),
            None => (&old.path, "an interrupted publication was taken back"),
        };
        rename(from, &place.output)?;
        sync_folder(&place.parent)?;
        notes.push(note.to_owned());
    }
    let mut n_removed = 0;
    for left in place.leftovers()? {
        remove_tree(&left.path)?;
        n_removed += 1;
    }
    if n_removed > 0 {
        notes.push(format!("removed {n_removed} folder(s) that an interrupted build left"));
    }
    Ok(notes)
}

/// Puts `staging` in the place of the output, at once where the file system can, else by two renames.
///
/// Shape: where the old site is now, and a note when it took two renames.
/// Errors: when the folders cannot be exchanged; the output is then the old one.
pub(super) fn swap(place: &OutputPlace, staging: &Path) -> Result<Swapped, Error> {
    match exchange(staging, &place.output) {
        Ok(()) => Ok((staging.to_owned(), None)),
        Err(cause) if is_unsupported(&cause) => swap_by_renames(place, staging),
        Err(cause) => Err(cannot_move(&place.output, &cause)),
    }
}

/// Says whether two folders can be exchanged at once.
pub(super) fn can_exchange(one: &Path, other: &Path) -> bool {
    exchange(one, other).is_ok()
}

/// Does as `swap`, the old folder aside first, then the new one in its place.
pub(super) fn swap_by_renames(place: &OutputPlace, staging: &Path) -> Result<Swapped, Error> {
    let aside = place.sibling(Role::Old);
    rename(&place.output, &aside)?;
    let put = sync_folder(&place.parent).and_then(|()| rename(staging, &place.output));
    if let Err(error) = put {
        return Err(match rename(&aside, &place.output) {
            Ok(()) => error,
            Err(_) => error.hint(format!("the old site is in `{}`; the next build puts it back", aside.display())),
        });
    }
    Ok((aside, Some("the file system cannot exchange folders, so the site was published by two renames".to_owned())))
}

/// Makes the old site one that is never put back; returns where it is now.
pub(super) fn mark_gone(place: &OutputPlace, old: &Path) -> Result<PathBuf, Error> {
    let gone = place.sibling(Role::Gone);
    rename(old, &gone)?;
    Ok(gone)
}

/// Moves the folder `from` to `to`.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|cause| cannot_move(to, &cause))
}

/// Removes a folder that we made, with all in it; links in it are removed, not followed.
pub(super) fn remove_tree(top: &Path) -> Result<(), Error> {
    empty_tree(top).remove()
}

/// A tree whose files were removed, so that only its folders are left, and what could not be removed.
#[derive(Debug)]
pub struct Emptied<'a> {
    top: &'a Path,
    /// Paths below it, each behind those that it holds.
    folders: Vec<PathBuf>,
}

/// Removes all files of a folder that we made.
pub(super) fn empty_tree(top: &Path) -> Emptied<'_> {
    let folders = Mutex::new(Vec::new());
    let removed = walk(top, |met| {
        if met.is_folder {
            folders.lock().unwrap_or_else(PoisonError::into_inner).push(met.path.to_owned());
            return Ok(());
        }
        let removed = unlinkat(met.folder, met.name, AtFlags::empty());
        removed.map_err(|errno| Error::at(&top.join(met.path), io::Error::from(errno)))
    });
    // What was left is met with again in `remove`, where its failure is told.
    removed.ok();
    Emptied { top, folders: folders.into_inner().unwrap_or_else(PoisonError::into_inner) }
}

impl Emptied<'_> {
    /// Removes what is left.
    ///
    /// Errors: when some of it cannot be removed.
    pub fn remove(self) -> Result<(), Error> {
        if let Ok(open) = open_folder(CWD, self.top) {
            // One that is not empty yet, since those in it are shared out, is removed below.
            self.folders.par_iter().for_each(|path| unlinkat(&open, path, AtFlags::REMOVEDIR).unwrap_or_default());
        }
        match fs::remove_dir_all(self.top) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::at(self.top, cause)),
            _ => Ok(()),
        }
    }
}

/// Waits until the names in `folder` are on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|cause| Error::at(folder, cause))
}

/// Waits until all that was written into `folder` is on the disk.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn flush_tree(folder: &Path) -> Result<(), Error> {
    // One flush of the file system is far cheaper than one a file.
    let open = File::open(folder).map_err(|cause| Error::at(folder, cause))?;
    rustix::fs::syncfs(&open).map_err(|cause| Error::at(folder, io::Error::from(cause)))
}

/// Waits until all that was written into `folder` is on the disk.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn flush_tree(folder: &Path) -> Result<(), Error> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(|cause| Error::at(folder, &cause))?;
        sync_folder(entry.path())?;
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// renameat2(2): EINVAL where the file system has no exchange, ENOSYS where the kernel has none.
fn is_unsupported(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

fn cannot_move(to: &Path, cause: &io::Error) -> Error {
    let error = Error::at(to, format!("cannot be replaced: {cause}"));
    match cause.kind() {
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            error.hint("a mount point cannot be the output: give a folder inside it")
        }
        _ => error,
    }
}

/// The site that was moved aside.
///
/// Errors: when it cannot be told whether a folder is one, since what is none is removed.
fn old_site(leftovers: &[Leftover]) -> Result<Option<&Leftover>, Error> {
    for left in leftovers.iter().filter(|left| left.role == Role::Old) {
        if Manifest::read(&left.path)?.is_some() {
            return Ok(Some(left));
        }
    }
    Ok(None)
}

/// The manifest is the last file of a tree to be written, so a tree that has one is whole.
fn is_whole(left: &Leftover) -> bool {
    matches!(Manifest::read(&left.path), Ok(Some(_)))
}
