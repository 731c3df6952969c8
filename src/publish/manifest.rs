//! The manifest: which files a published folder holds, the mark that the folder is ours.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize, Serializer};
use walkdir::{DirEntry, WalkDir};

use super::known::{Known, Published, Stamp, has_content};
use crate::diag::Error;
use crate::model::Digest;

/// The manifest's name in the published folder.
pub(super) const MANIFEST: &str = ".jiaozhu.json";
const VERSION: u32 = 1;

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
        let path = folder.join(MANIFEST);
        let hint = "if the folder is an output of jiaozhu, delete it and build again";
        match fs::symlink_metadata(&path) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::at(&path, cause)),
            Ok(stat) if !stat.is_file() => {
                return Err(Error::at(&path, "is not a regular file").hint(hint));
            }
            Ok(_) => {}
        }
        let bytes = fs::read(&path).map_err(|cause| Error::at(&path, cause))?;
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|cause| Error::at(&path, format!("is not a manifest of jiaozhu: {cause}")).hint(hint))?;
        if manifest.version != VERSION {
            let message = format!("is of version {}, not {VERSION}", manifest.version);
            return Err(Error::at(&path, message).hint(hint));
        }
        Ok(Some(manifest))
    }
}

/// A file of the published site.
#[derive(Debug)]
struct OldFile {
    sha256: Digest,
    stamp: Stamp,
    /// Whether the last build published it with this hash.
    is_known: bool,
    /// Whether nobody has touched it since.
    is_untouched: bool,
}

/// What is published now.
#[derive(Debug, Default)]
pub(super) struct OldSite {
    /// Whether the output folder exists.
    pub(super) is_there: bool,
    /// Whether it is ours; else it is absent or empty.
    pub(super) has_manifest: bool,
    /// The paths that the manifest names.
    pub(super) names: Vec<Arc<str>>,
    output: PathBuf,
    /// The files that the manifest names and that are there.
    files: HashMap<Arc<str>, OldFile>,
    /// How many files had to be read.
    n_read: AtomicUsize,
}

impl OldSite {
    /// Returns what `output` holds; what is `known` of it from the last build need not be read again.
    ///
    /// Errors: when it is a link or no folder, is neither empty nor ours, or holds a file that we did not make, since
    /// the exchange would take that away.
    pub(super) fn read(output: &Path, known: &Known) -> Result<Self, Error> {
        match fs::symlink_metadata(output) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(cause) => return Err(Error::at(output, cause)),
            Ok(stat) if stat.is_symlink() => {
                let hint = "give the folder to which it points as the output";
                return Err(Error::at(output, "is a symbolic link, so it is not published into").hint(hint));
            }
            Ok(stat) if !stat.is_dir() => return Err(Error::at(output, "is not a folder")),
            Ok(_) => {}
        }
        let manifest = Manifest::read(output)?;
        let mut old = Self { is_there: true, has_manifest: manifest.is_some(), ..Self::default() };
        old.output = output.to_owned();
        let named = manifest.map(|manifest| manifest.files).unwrap_or_default();
        old.take_files(output, &named, known)?;
        old.names = named.into_keys().collect();
        Ok(old)
    }

    /// Says whether `path` is published with these bytes, by their hash and their number.
    pub(super) fn has(&self, path: &str, sha256: Digest, len: usize) -> bool {
        let is_as_long = |file: &&OldFile| u64::try_from(len).is_ok_and(|len| len == file.stamp.len());
        let file = self.files.get(path).filter(|file| file.sha256 == sha256).filter(is_as_long);
        file.is_some_and(|file| self.is_as_published(path, file))
    }

    /// Returns `path` as the last build published it, when it still is as it was.
    pub(super) fn known(&self, path: &str) -> Option<Published> {
        let file = self.files.get(path).filter(|file| file.is_known)?;
        self.is_as_published(path, file).then(|| file.published())
    }

    /// Returns `path` with what it was when the folder was looked through.
    pub(super) fn published(&self, path: &str) -> Option<Published> {
        self.files.get(path).map(OldFile::published)
    }

    /// Says whether `stamp` is that of the published `path`, apart from how many links lead to it.
    pub(super) fn is_same(&self, path: &str, stamp: &Stamp) -> bool {
        self.files.get(path).is_some_and(|file| file.stamp.is_same_content(stamp))
    }

    /// Returns how many files had to be read to be known again.
    pub(super) fn n_read(&self) -> usize {
        self.n_read.load(Ordering::Relaxed)
    }

    fn is_as_published(&self, path: &str, file: &OldFile) -> bool {
        if file.is_untouched {
            return true;
        }
        self.n_read.fetch_add(1, Ordering::Relaxed);
        has_content(&self.output.join(path), file.sha256)
    }

    /// Notes the files of the output; its folders are looked through in parallel.
    fn take_files(&mut self, output: &Path, named: &HashMap<Arc<str>, Digest>, last: &Known) -> Result<(), Error> {
        let walk = |path: &Path| WalkDir::new(path).follow_links(false).follow_root_links(false).sort_by_file_name();
        let tops = walk(output).min_depth(1).max_depth(1).into_iter().map(|top| at_entry(output, top));
        let tops = tops.collect::<Result<Vec<DirEntry>, Error>>()?;
        let files = tops.par_iter().map(|top| {
            let take = |entry| self.take_file(&at_entry(output, entry)?, named, last);
            walk(top.path()).into_iter().map(take).filter_map(Result::transpose).collect::<Result<Vec<_>, Error>>()
        });
        // The first failure in the order of names is told, however the folders were shared out.
        for files in files.collect::<Vec<_>>() {
            self.files.extend(files?);
        }
        Ok(())
    }

    /// Returns a file of the manifest; none for what is nobody's.
    fn take_file(
        &self,
        entry: &DirEntry,
        named: &HashMap<Arc<str>, Digest>,
        last: &Known,
    ) -> Result<Option<(Arc<str>, OldFile)>, Error> {
        if entry.file_type().is_dir() || is_leaving(&entry.file_name().to_string_lossy()) {
            return Ok(None);
        }
        let path = entry.path().strip_prefix(&self.output).unwrap_or(entry.path());
        let Some((path, sha256)) = path.to_str().and_then(|path| named.get_key_value(path)) else {
            let is_manifest = path == Path::new(MANIFEST);
            return if is_manifest { Ok(None) } else { Err(foreign(&self.output, path, self.has_manifest)) };
        };
        let stat = entry.metadata().map_err(|cause| Error::at(entry.path(), &cause))?;
        let file = || OldFile::new(*sha256, Stamp::of(&stat), last.get(path));
        Ok(stat.is_file().then(|| (Arc::clone(path), file())))
    }
}

fn at_entry(output: &Path, entry: walkdir::Result<DirEntry>) -> Result<DirEntry, Error> {
    entry.map_err(|cause| Error::at(cause.path().unwrap_or(output), &cause))
}

impl OldFile {
    fn new(sha256: Digest, stamp: Stamp, known: Option<&Published>) -> Self {
        let known = known.filter(|known| known.sha256 == sha256);
        let is_untouched = known.is_some_and(|known| known.stamp == Some(stamp));
        Self { sha256, stamp, is_known: known.is_some(), is_untouched }
    }

    fn published(&self) -> Published {
        Published { sha256: self.sha256, stamp: Some(self.stamp) }
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
