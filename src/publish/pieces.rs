//! Bytes that a build puts away piece by piece and reads again by their places: a file beside that of `write_cache`.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustix::fs::{AtFlags, renameat, unlinkat};

use super::cache::{name_of, new_file};
use crate::diag::Error;
use crate::model::{CACHE_FOLDER, PIECES_FILE};

const NEW: &str = "pieces.new";

/// A file of pieces being written; many threads may write into it.
///
/// Dropped without [`Pieces::keep`] it leaves nothing.
#[derive(Debug)]
pub struct Pieces {
    path: PathBuf,
    folder: OwnedFd,
    file: File,
    end: AtomicU64,
    is_kept: AtomicBool,
}

impl Pieces {
    /// Makes the file.
    ///
    /// Errors: when it cannot be made.
    pub fn create(root: &Path) -> Result<Self, Error> {
        let (folder, file) = new_file(root, NEW)?;
        Ok(Self {
            path: root.join(CACHE_FOLDER),
            folder,
            file,
            end: AtomicU64::new(0),
            is_kept: AtomicBool::new(false),
        })
    }

    /// Writes a piece and returns its place.
    ///
    /// Errors: the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> Result<u64, Error> {
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let place = self.end.fetch_add(len, Ordering::Relaxed);
        self.file.write_all_at(bytes, place).map_err(|cause| Error::at(&self.path, cause)).map(|()| place)
    }

    /// Returns the file, to be read.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Leaves the file for the next build, in the place of the last one's.
    ///
    /// Errors: it cannot be renamed.
    pub fn keep(&self) -> Result<(), Error> {
        renameat(&self.folder, NEW, &self.folder, name_of(PIECES_FILE))
            .map_err(|errno| Error::at(&self.path, io::Error::from(errno)))?;
        self.is_kept.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        if !self.is_kept.load(Ordering::Relaxed) {
            // What cannot be removed now is replaced by the next build.
            unlinkat(&self.folder, NEW, AtFlags::empty()).ok();
        }
    }
}
