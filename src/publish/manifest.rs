//! The manifest: which files a published folder holds, the mark that the folder is ours.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::diag::Error;

/// The manifest's name in the published folder.
pub(super) const MANIFEST: &str = ".jiaozhu.json";
const VERSION: u32 = 1;

/// The files of a published folder, by path, with the SHA-256 of each in hexadecimal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    files: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn new(files: BTreeMap<String, String>) -> Self {
        Self { version: VERSION, files }
    }

    /// Returns the manifest as it is written: one file a line, sorted.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|cause| Error::new(cause.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

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
    sha256: String,
    len: u64,
}

/// What is published now.
#[derive(Debug, Default)]
pub(super) struct OldSite {
    /// Whether the output folder exists.
    pub(super) is_there: bool,
    /// Whether it is ours; else it is absent or empty.
    pub(super) has_manifest: bool,
    /// The paths that the manifest names, sorted.
    pub(super) names: Vec<String>,
    /// The files that are as they were published.
    files: BTreeMap<String, OldFile>,
}

impl OldSite {
    /// Returns what `output` holds.
    ///
    /// Errors: when it is a link or no folder, is neither empty nor ours, or holds a file that we did not make, since
    /// the exchange would take that away.
    pub(super) fn read(output: &Path) -> Result<Self, Error> {
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
        let named = manifest.map(|manifest| manifest.files).unwrap_or_default();
        old.take_files(output, &named)?;
        old.names = named.into_keys().collect();
        Ok(old)
    }

    /// Says whether `path` is published with these bytes, by their hash and their number.
    pub(super) fn has(&self, path: &str, sha256: &str, len: usize) -> bool {
        let is_same = |file: &OldFile| file.sha256 == sha256 && u64::try_from(len).is_ok_and(|len| len == file.len);
        self.files.get(path).is_some_and(is_same)
    }

    /// Says whether `stat` is that of a regular file as long as the published `path`.
    pub(super) fn is_like(&self, path: &str, stat: &fs::Metadata) -> bool {
        stat.is_file() && self.files.get(path).is_some_and(|file| file.len == stat.len())
    }

    fn take_files(&mut self, output: &Path, named: &BTreeMap<String, String>) -> Result<(), Error> {
        let published = modified(&output.join(MANIFEST));
        for entry in WalkDir::new(output).min_depth(1).follow_links(false).sort_by_file_name() {
            let entry = entry.map_err(|cause| Error::at(cause.path().unwrap_or(output), &cause))?;
            let name = entry.file_name();
            if entry.file_type().is_dir() || is_leaving(&name.to_string_lossy()) {
                continue;
            }
            let path = entry.path().strip_prefix(output).unwrap_or(entry.path());
            let known = path.to_str().and_then(|path| named.get_key_value(path));
            let Some((path, sha256)) = known else {
                if path == Path::new(MANIFEST) {
                    continue;
                }
                return Err(foreign(output, path, self.has_manifest));
            };
            let stat = entry.metadata().map_err(|cause| Error::at(entry.path(), &cause))?;
            // The manifest is written last: what is younger was changed by another hand.
            if stat.is_file() && stat.modified().ok() <= published {
                self.files.insert(path.clone(), OldFile { sha256: sha256.clone(), len: stat.len() });
            }
        }
        Ok(())
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::symlink_metadata(path).ok()?.modified().ok()
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
