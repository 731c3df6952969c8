//! The manifest: which files a published folder holds, the mark that the folder is ours.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustix::fs::{AtFlags, CWD, linkat, lstat};
use rustix::io::Errno;
use serde::{Deserialize, Serialize, Serializer};

use super::known::{Known, Published, Stamp, has_content};
use super::walk::{Met, open_folder, walk};
use crate::diag::Error;
use crate::model::Digest;
use crate::stages::{Stage, time};

/// The manifest's name in the published folder.
pub(crate) const MANIFEST: &str = ".jiaozhu.json";
const VERSION: u32 = 1;
const HINT: &str = "if the folder is an output of jiaozhu, delete it and build again";

/// The files of a published folder, by path, with the SHA-256 of each in hexadecimal.
#[derive(Debug, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    files: HashMap<Arc<str>, Digest>,
}

/// The same, as it is written.
#[derive(Serialize)]
struct Written<F: Serialize> {
    version: u32,
    files: F,
}

/// Files in the order of their paths.
struct Files<I>(I);

impl<'a, I: Iterator<Item = (&'a str, Digest)> + Clone> Serialize for Files<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

/// Writes the manifest of `files`, which come in the order of their paths: one file a line.
///
/// Errors: those of `out`.
pub(super) fn write_manifest<'a>(
    files: impl Iterator<Item = (&'a str, Digest)> + Clone,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Written { version: VERSION, files: Files(files) })?;
    out.write_all(b"\n")
}

impl Manifest {
    /// Returns the manifest of `folder`; none when there is none.
    ///
    /// Errors: when it is no regular file, damaged, or of another version.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Error> {
        stamp_of(folder)?.map(|_| Self::parse(folder)).transpose()
    }

    fn parse(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(MANIFEST);
        let bytes = fs::read(&path).map_err(|cause| Error::at(&path, cause))?;
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|cause| Error::at(&path, format!("is not a manifest of jiaozhu: {cause}")).hint(HINT))?;
        if manifest.version != VERSION {
            let message = format!("is of version {}, not {VERSION}", manifest.version);
            return Err(Error::at(&path, message).hint(HINT));
        }
        Ok(manifest)
    }
}

/// Returns what tells the manifest of `folder` from one that was changed; none when there is none.
///
/// Errors: when it is no regular file.
fn stamp_of(folder: &Path) -> Result<Option<Stamp>, Error> {
    let path = folder.join(MANIFEST);
    match lstat(&path) {
        Err(Errno::NOENT) => Ok(None),
        Err(errno) => Err(Error::at(&path, io::Error::from(errno))),
        Ok(stat) => match Stamp::of(&stat) {
            None => Err(Error::at(&path, "is not a regular file").hint(HINT)),
            stamp => Ok(stamp),
        },
    }
}

/// A file that the manifest of the published site names.
#[derive(Debug)]
struct OldFile {
    /// Its hash, and its stamp when the last build had published it.
    published: Published,
    /// Whether the last build published it with this hash.
    is_known: bool,
    /// What is there now; nothing when it is gone or no regular file.
    found: OnceLock<Stamp>,
}

/// What is published now.
#[derive(Debug, Default)]
pub(super) struct OldSite {
    /// The output folder; none when it does not exist.
    folder: Option<OwnedFd>,
    /// What the manifest was when it was read; none when the output folder is absent or empty.
    manifest: Option<Stamp>,
    output: PathBuf,
    files: HashMap<Arc<str>, OldFile>,
    /// How many files had to be read.
    n_read: AtomicUsize,
}

impl OldSite {
    /// Returns what `output` holds; what is `known` of it from the last build need not be read again.
    ///
    /// Errors: when it is a link or no folder, is neither empty nor ours, or holds a file that we did not make, since
    /// the exchange would take that away.
    pub(super) fn read(output: &Path, known: Known) -> Result<Self, Error> {
        let mut old = Self { output: output.to_owned(), ..Self::default() };
        if !is_folder(output)? {
            return Ok(old);
        }
        let folder = open_folder(CWD, output).map_err(|errno| Error::at(output, io::Error::from(errno)))?;
        old.folder = Some(folder);
        old.manifest = stamp_of(output)?;
        let is_last = old.manifest.is_some() && known.manifest == old.manifest;
        old.files = match old.manifest {
            // The last build wrote it, and nobody has touched it since: it names what that build knew.
            Some(_) if is_last => known.files.into_iter().map(|(path, file)| (path, OldFile::of(file))).collect(),
            Some(_) => {
                let named = Manifest::parse(output)?.files.into_iter();
                named.map(|(path, sha256)| OldFile::named(path, sha256, &known)).collect()
            }
            None => HashMap::new(),
        };
        let find = |met: &Met<'_>, file: &OldFile| {
            let stat = met.stat().map_err(|errno| Error::at(&output.join(met.path), io::Error::from(errno)))?;
            // No file is met with twice.
            Stamp::of(&stat).map_or(Ok(()), |stamp| file.found.set(stamp)).unwrap_or_default();
            Ok(())
        };
        old.each_file(|met, file| time(Stage::Survey, || find(met, file)))?;
        Ok(old)
    }

    /// Looks again for what the exchange would take away; says whether the output is there now.
    ///
    /// Errors: as for [`OldSite::read`].
    pub(super) fn look_again(&self) -> Result<bool, Error> {
        let is_there = is_folder(&self.output)?;
        if is_there {
            self.each_file(|_, _| Ok(()))?;
        }
        Ok(is_there)
    }

    /// Links a file of it to the same path below another folder.
    pub(super) fn link(&self, path: &str, to: BorrowedFd<'_>) -> Result<(), Errno> {
        let folder = self.folder.as_ref().ok_or(Errno::NOENT)?;
        linkat(folder, path, to, path, AtFlags::empty())
    }

    /// Says whether the output is ours.
    pub(super) fn is_ours(&self) -> bool {
        self.manifest.is_some()
    }

    /// Returns where a file of it lies.
    pub(super) fn path_of(&self, path: &str) -> PathBuf {
        self.output.join(path)
    }

    /// Returns how many files the manifest names.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Says whether the manifest names `path`.
    pub(super) fn names(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Returns what `path` is when it is published with these bytes, by their hash and their number.
    pub(super) fn with_bytes(&self, path: &str, sha256: Digest, len: usize) -> Option<Published> {
        let file = self.files.get(path).filter(|file| file.published.sha256 == sha256)?;
        let is_as_long = |stamp: &&Stamp| u64::try_from(len).is_ok_and(|len| len == stamp.len());
        file.found.get().filter(is_as_long)?;
        self.as_published(path, file)
    }

    /// Returns what `path` is when the last build published it and it still is as it was.
    pub(super) fn known(&self, path: &str) -> Option<Published> {
        let file = self.files.get(path).filter(|file| file.is_known)?;
        self.as_published(path, file)
    }

    /// Returns what the manifest is.
    pub(super) fn manifest(&self) -> Option<Stamp> {
        self.manifest
    }

    /// Returns how many files had to be read to be known again.
    pub(super) fn n_read(&self) -> usize {
        self.n_read.load(Ordering::Relaxed)
    }

    /// Returns what a file is when it is as published; one that was touched since is read.
    fn as_published(&self, path: &str, file: &OldFile) -> Option<Published> {
        let published = Published { sha256: file.published.sha256, stamp: Some(*file.found.get()?) };
        if published.stamp == file.published.stamp {
            return Some(published);
        }
        self.n_read.fetch_add(1, Ordering::Relaxed);
        has_content(&self.path_of(path), published.sha256).then_some(published)
    }

    /// Has `take` look at each file of the output that the manifest names, on all threads.
    ///
    /// Errors: the first in the order of their names, of `take` or for a file of others.
    fn each_file(&self, take: impl Fn(&Met<'_>, &OldFile) -> Result<(), Error> + Sync) -> Result<(), Error> {
        walk(&self.output, |met| self.file_at(met)?.map_or(Ok(()), |file| take(met, file)))
    }

    /// Returns a file of the manifest; none for what is nobody's.
    fn file_at(&self, met: &Met<'_>) -> Result<Option<&OldFile>, Error> {
        if met.is_folder {
            return Ok(None);
        }
        let path = met.path.to_str();
        let file = path.and_then(|path| self.files.get(path));
        if file.is_none() && path != Some(MANIFEST) && !is_leaving(&met.name.to_string_lossy()) {
            return Err(foreign(&self.output, met.path, self.is_ours()));
        }
        Ok(file)
    }
}

/// Says whether a folder is there.
///
/// Errors: something else is.
fn is_folder(output: &Path) -> Result<bool, Error> {
    match fs::symlink_metadata(output) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::at(output, cause)),
        Ok(stat) if stat.is_symlink() => {
            let hint = "give the folder to which it points as the output";
            Err(Error::at(output, "is a symbolic link, so it is not published into").hint(hint))
        }
        Ok(stat) if !stat.is_dir() => Err(Error::at(output, "is not a folder")),
        Ok(_) => Ok(true),
    }
}

impl OldFile {
    /// A file as the last build published it.
    fn of(published: Published) -> Self {
        Self { published, is_known: true, found: OnceLock::new() }
    }

    /// A file of the manifest, with its path; known when the last build published it with this hash.
    fn named(path: Arc<str>, sha256: Digest, known: &Known) -> (Arc<str>, Self) {
        let last = known.files.get(&path).filter(|known| known.sha256 == sha256);
        let unknown = || Self { is_known: false, ..Self::of(Published { sha256, stamp: None }) };
        let file = last.map_or_else(unknown, |known| Self::of(*known));
        (path, file)
    }
}

/// What desktops leave in any folder that is looked at; nobody's work.
fn is_leaving(name: &str) -> bool {
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn foreign(output: &Path, path: &Path, is_ours: bool) -> Error {
    let shown = path.display();
    if is_ours {
        let error = Error::at(output, format!("holds `{shown}`, which jiaozhu did not make and would lose"));
        error.hint("move it to `static/`, from where it is published each time, or out of the output")
    } else {
        let error = Error::at(output, format!("is not empty and was not made by jiaozhu: it holds `{shown}`"));
        error.hint("give an absent or empty folder as the output")
    }
}
