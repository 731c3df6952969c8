//! Goes through a folder on all threads. Each folder is opened from the one above it, so that a link put there meanwhile leads
//! nowhere, and no path is resolved from the root again.

use std::ffi::{CStr, OsStr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{AtFlags, CWD, Dir, DirEntry, FileType, Mode, OFlags, Stat, openat, statat};
use rustix::io::Errno;

use crate::diag::Error;

/// How a folder is opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// Fewer entries are not shared out among threads.
const N_AT_ONCE: usize = 16;

/// What is met with in a folder.
pub(super) struct Met<'a> {
    /// The folder.
    pub(super) folder: BorrowedFd<'a>,
    /// Its name there.
    pub(super) name: &'a CStr,
    /// Its path below the folder that is gone through.
    pub(super) path: &'a Path,
    pub(super) is_folder: bool,
}

impl Met<'_> {
    /// Returns what the system says of it.
    pub(super) fn stat(&self) -> Result<Stat, Errno> {
        statat(self.folder, self.name, AtFlags::SYMLINK_NOFOLLOW)
    }
}

/// Opens a folder that is no link.
pub(super) fn open_folder(above: impl AsFd, path: impl rustix::path::Arg) -> Result<OwnedFd, Errno> {
    openat(above, path, FOLDER, Mode::empty())
}

/// Has `take` look at all that stands below `top`, at a folder after what is in it.
///
/// Errors: the first in the order of the names, of `take` or of reading a folder.
pub(super) fn walk(top: &Path, take: impl Fn(&Met<'_>) -> Result<(), Error> + Sync) -> Result<(), Error> {
    Walk { top, take }.below(open_folder(CWD, top), PathBuf::new())
}

struct Walk<'a, T> {
    top: &'a Path,
    take: T,
}

impl<T: Fn(&Met<'_>) -> Result<(), Error> + Sync> Walk<'_, T> {
    /// Goes through the folder at `path`.
    fn below(&self, folder: Result<OwnedFd, Errno>, path: PathBuf) -> Result<(), Error> {
        let failed = |errno: Errno| Error::at(&self.top.join(&path), std::io::Error::from(errno));
        let mut open = folder.and_then(Dir::new).map_err(failed)?;
        let mut entries = open.by_ref().collect::<Result<Vec<DirEntry>, Errno>>().map_err(failed)?;
        entries.retain(|entry| !matches!(entry.file_name().to_bytes(), b"." | b".."));
        entries.sort_unstable_by(|one, other| one.file_name().cmp(other.file_name()));
        let folder = open.fd().map_err(failed)?;
        let meet = |entry: &DirEntry| self.meet(folder, entry, &path).err();
        // Nothing is looked at that comes after the first error.
        entries.par_iter().with_min_len(N_AT_ONCE).find_map_first(meet).map_or(Ok(()), Err)
    }

    fn meet(&self, folder: BorrowedFd<'_>, entry: &DirEntry, above: &Path) -> Result<(), Error> {
        let name = entry.file_name();
        let path = above.join(OsStr::from_bytes(name.to_bytes()));
        let mut met = Met { folder, name, path: &path, is_folder: entry.file_type() == FileType::Directory };
        // Not every file system says what an entry is.
        if entry.file_type() == FileType::Unknown {
            let stat = met.stat().map_err(|errno| Error::at(&self.top.join(&path), std::io::Error::from(errno)))?;
            met.is_folder = FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
        }
        if met.is_folder {
            self.below(open_folder(folder, name), path.clone())?;
        }
        (self.take)(&met)
    }
}
