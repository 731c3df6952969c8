//! One build at a time into one output: a lock that ends with its process.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::diag::Error;

/// The lock of an output; dropping it frees the output and removes the file.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Whether the file system knows locks.
    pub(super) is_held: bool,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked, so that no other build can have taken it; a file left here does no harm.
        fs::remove_file(&self.path).ok();
    }
}

/// Takes the lock at `path`.
///
/// Errors: at once when another build holds it.
pub(super) fn take_lock(path: &Path) -> Result<Lock, Error> {
    let at = |cause| Error::at(path, cause);
    loop {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed()).open(path).map_err(at)?;
        let is_held = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => return Err(held_by_another(path, file)),
            Err(TryLockError::Error(cause)) if cause.kind() == ErrorKind::Unsupported => false,
            Err(TryLockError::Error(cause)) => return Err(at(cause)),
        };
        // The build before us removes the file when it ends; then this lock is on a file that nobody else can find.
        if !is_the_file_at(path, &file) {
            continue;
        }
        file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(at)?;
        return Ok(Lock { path: path.to_owned(), is_held, _file: file });
    }
}

fn is_the_file_at(path: &Path, file: &File) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(opened), Ok(found)) => (opened.dev(), opened.ino()) == (found.dev(), found.ino()),
        _ => false,
    }
}

fn held_by_another(path: &Path, file: File) -> Error {
    let mut process = String::new();
    let holder = match file.take(20).read_to_string(&mut process) {
        Ok(n_bytes) if n_bytes > 0 => format!(" (process {process})"),
        _ => String::new(),
    };
    Error::at(path, format!("another build{holder} holds this lock of the output")).hint("wait until it ends")
}
