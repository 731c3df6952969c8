//! What a build leaves for the next one: a file in a folder of its own below the root, replaced in one step.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, openat, renameat, unlinkat};
use rustix::io::Errno;

use super::known::too_early;
use super::walk;
use crate::diag::Error;
use crate::model::{Birth, CACHE_FOLDER};

/// How often a file is made anew until it is born late enough.
const N_TRIES: usize = 9;

/// Writes what `write` writes into the file at `path`, of whose birth it is told, and returns what it returns. A file that holds
/// stamps of what was touched last before another was born is itself born later than it by as much as tells them from those of what
/// is changed later.
///
/// Errors: when the folder `.jiaozhu` is a link or no folder, nothing can be written there, or the file system does not
/// record when a file was made. What the last build left stays then.
pub fn write_cache<T>(
    root: &Path,
    (path, since): (&str, Option<&Birth>),
    write: impl FnOnce(&Birth, &mut dyn Write) -> io::Result<T>,
) -> Result<T, Error> {
    let (name, path) = (name_of(path), root.join(CACHE_FOLDER));
    let new = format!("{name}.new");
    let (folder, file) = new_file(root, &new)?;
    let born = born_after((&path, since), file, || Ok(new_file(root, &new)?.1));
    let written = born.and_then(|(file, birth)| {
        let written = write_into(file, &birth, write).map_err(|cause| Error::at(&path, cause))?;
        renameat(&folder, &*new, &folder, name).map_err(|errno| Error::at(&path, io::Error::from(errno)))?;
        Ok(written)
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

/// Returns `file` with its birth, or one that is made after it, when it is born too early to be told from what was touched until
/// `since`. The clock is the file system's own, whatever it lags behind.
fn born_after(
    (path, since): (&Path, Option<&Birth>),
    mut file: File,
    make: impl Fn() -> Result<File, Error>,
) -> Result<(File, Birth), Error> {
    for _ in 0..N_TRIES {
        let birth = birth_of(path, &file)?;
        let early = since.map(|since| too_early(since, &birth)).filter(|early| !early.is_zero());
        let Some(early) = early else { return Ok((file, birth)) };
        std::thread::sleep(early);
        file = make()?;
    }
    // What cannot be told is read at the next build.
    let birth = birth_of(path, &file)?;
    Ok((file, birth))
}

fn birth_of(path: &Path, file: &File) -> Result<Birth, Error> {
    let stat = file.metadata().map_err(|cause| Error::at(path, cause))?;
    Birth::of(&stat).ok_or_else(|| Error::at(path, "does not record when a file was made"))
}

fn write_into<T>(
    file: File,
    birth: &Birth,
    write: impl FnOnce(&Birth, &mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    // Not flushed: a file that a crash cuts short is known by its checksum.
    let mut file = BufWriter::new(file);
    let written = write(birth, &mut file)?;
    file.flush()?;
    Ok(written)
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
    let folder = walk::open_folder(&root, CACHE_FOLDER)?;
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
