//! Opens files below the root: regular ones, of bounded size, with no link on the way.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags};

use crate::diag::{Diagnostic, Error};

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Link,
    Special,
    TooLarge { limit: u64 },
}

impl Refusal {
    /// Returns the finding for `path`: `JZ003` for its kind, `JZ004` for its size.
    pub(super) fn finding(self, path: &str) -> Diagnostic {
        let (code, hint) = match self {
            Self::Link => ("JZ003", "put the file itself there"),
            Self::Special => ("JZ003", "take it out of the site"),
            Self::TooLarge { .. } => ("JZ004", "divide the file"),
        };
        Diagnostic::error(code, format!("`{path}` {self}")).at(path, 0..0).hint(hint)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link => f.write_str("is a symbolic link, and links are not followed"),
            Self::Special => f.write_str("is not a regular file"),
            Self::TooLarge { limit } => write!(f, "is larger than {} MiB", limit >> 20),
        }
    }
}

/// Returns the bytes of `relative`, or why they are not read.
///
/// Errors: when the path leaves the root, or a file or folder cannot be read.
pub(super) fn read_below(root: &Path, relative: &str, limit: u64) -> Result<Result<Vec<u8>, Refusal>, Error> {
    let whole = root.join(relative);
    if relative.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(Error::at(&whole, "leaves the site's root"));
    }
    match open_below(root, relative, limit).map_err(|cause| Error::at(&whole, cause))? {
        Ok(file) => read_limited(file, limit).map_err(|cause| Error::at(&whole, cause)),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Returns `relative`, a file of at most `limit` bytes; none when it cannot be opened.
pub(super) fn open_file(root: &Path, relative: &str, limit: u64) -> Option<File> {
    open_below(root, relative, limit).ok()?.ok()
}

/// Returns what `file` holds, or that it is longer than `limit` bytes.
pub(super) fn read_limited(file: File, limit: u64) -> io::Result<Result<Vec<u8>, Refusal>> {
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(limit)).unwrap_or_default());
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let is_too_large = u64::try_from(bytes.len()).is_ok_and(|length| length > limit);
    Ok(if is_too_large { Err(Refusal::TooLarge { limit }) } else { Ok(bytes) })
}

/// Walks down folder by folder, so that no link on the way is followed even if it is put there meanwhile.
fn open_below(root: &Path, relative: &str, limit: u64) -> io::Result<Result<File, Refusal>> {
    let folder_flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut folder: OwnedFd = rustix::fs::open(root, folder_flags, Mode::empty())?;
    let (folders, name) = relative.rsplit_once('/').unwrap_or(("", relative));
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        let stat = rustix::fs::statat(&folder, part, AtFlags::SYMLINK_NOFOLLOW)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::Symlink => return Ok(Err(Refusal::Link)),
            _ => folder = rustix::fs::openat(&folder, part, folder_flags | OFlags::NOFOLLOW, Mode::empty())?,
        }
    }
    // Looked at before it is opened: opening a FIFO waits, opening a device may act.
    let stat = rustix::fs::statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::Symlink => return Ok(Err(Refusal::Link)),
        FileType::RegularFile => {}
        _ => return Ok(Err(Refusal::Special)),
    }
    if u64::try_from(stat.st_size).is_ok_and(|size| size > limit) {
        return Ok(Err(Refusal::TooLarge { limit }));
    }
    let file_flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::openat(&folder, name, file_flags, Mode::empty())?);
    Ok(if file.metadata()?.is_file() { Ok(file) } else { Err(Refusal::Special) })
}
