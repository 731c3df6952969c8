//! What a build leaves for the next one: a file in a folder of its own below the root, replaced in one step.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, openat, renameat, unlinkat};
use rustix::io::Errno;

use crate::diag::Error;
use crate::model::{Birth, CACHE_FOLDER};

/// Writes what `write` writes into the file at `path`, of whose birth it is told, and returns what it returns.
///
/// Errors: when the folder `.jiaozhu` is a link or no folder, nothing can be written there, or the file system does not
/// record when a file was made. What the last build left stays then.
pub fn write_cache<T>(
    root: &Path,
    path: &str,
    write: impl FnOnce(&Birth, &mut dyn Write) -> io::Result<T>,
) -> Result<T, Error> {
    let (name, path) = (name_of(path), root.join(CACHE_FOLDER));
    let new = format!("{name}.new");
    let (folder, file) = new_file(root, &new)?;
    let written = write_into(file, &path, write).and_then(|written| {
        let renamed = renameat(&folder, &*new, &folder, name);
        renamed.map(|()| written).map_err(|errno| Error::at(&path, io::Error::from(errno)))
    });
    if written.is_err() {
        // The first failure is the one to tell.
        unlinkat(&folder, &*new, AtFlags::empty()).ok();
    }
    written
}

/// Returns the name in the folder of a file of it.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn write_into<T>(
    file: File,
    path: &Path,
    write: impl FnOnce(&Birth, &mut dyn Write) -> io::Result<T>,
) -> Result<T, Error> {
    let stat = file.metadata().map_err(|cause| Error::at(path, cause))?;
    let birth = Birth::of(&stat).ok_or_else(|| Error::at(path, "does not record when a file was made"))?;
    // Not flushed: a file that a crash cuts short is known by its checksum.
    let mut file = BufWriter::new(file);
    let written = write(&birth, &mut file).and_then(|written| file.flush().map(|()| written));
    written.map_err(|cause| Error::at(path, cause))
}

/// Makes a file in the folder, in the place of one that a build cut short left; returns the folder with it.
///
/// Errors: when the folder is a link or no folder, or the disk refuses.
pub(super) fn new_file(root: &Path, name: &str) -> Result<(OwnedFd, File), Error> {
    let make = || {
        let folder = open_folder(root)?;
        match unlinkat(&folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => create(&folder, name).map(|file| (folder, file)),
            Err(errno) => Err(errno),
        }
    };
    make().map_err(|errno| {
        let path = root.join(CACHE_FOLDER);
        match errno {
            Errno::LOOP | Errno::NOTDIR => Error::at(&path, "is not a folder"),
            errno => Error::at(&path, io::Error::from(errno)),
        }
    })
}

/// Opens the folder, which is made when it is missing, with the file that keeps it out of repositories.
fn open_folder(root: &Path) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let root = rustix::fs::open(root, flags, Mode::empty())?;
    match mkdirat(&root, CACHE_FOLDER, Mode::from_raw_mode(0o777)) {
        Ok(()) | Err(Errno::EXIST) => {}
        Err(errno) => return Err(errno),
    }
    let folder = openat(&root, CACHE_FOLDER, flags | OFlags::NOFOLLOW, Mode::empty())?;
    match create(&folder, ".gitignore") {
        Ok(mut file) => file.write_all(b"*\n").map_err(|cause| Errno::from_io_error(&cause).unwrap_or(Errno::IO))?,
        Err(Errno::EXIST) => {}
        Err(errno) => return Err(errno),
    }
    Ok(folder)
}

fn create(folder: &OwnedFd, name: &str) -> Result<File, Errno> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(openat(folder, name, flags, Mode::from_raw_mode(0o666))?))
}
