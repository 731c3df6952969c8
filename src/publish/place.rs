//! Where the output lies and which siblings a publication makes beside it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::manifest::MANIFEST;
use crate::diag::Error;

/// The folders of a site that are never an output.
const KEPT_FOLDERS: [&str; 5] = ["content", "templates", "static", ".git", ".jiaozhu"];

/// What a sibling folder of the output is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The staging folder.
    New,
    /// The old site between two renames; it may have to be put back.
    Old,
    /// An old site that is only waiting to be removed.
    Gone,
}

impl Role {
    const ALL: [Self; 3] = [Self::New, Self::Old, Self::Gone];

    fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Old => "old",
            Self::Gone => "gone",
        }
    }
}

/// A sibling that an earlier run left.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Leftover {
    pub(super) role: Role,
    pub(super) process: String,
    pub(super) path: PathBuf,
}

/// The place of the output: all paths absolute, their folders free of links.
#[derive(Debug, Clone)]
pub(super) struct OutputPlace {
    pub(super) output: PathBuf,
    pub(super) parent: PathBuf,
    name: String,
}

impl OutputPlace {
    /// Returns the place of `output`, which need not exist.
    ///
    /// Errors: when it is the root or a folder above it, one of the folders we read, or lies inside one of these or
    /// inside another published folder.
    pub(super) fn find(root: &Path, output: &Path) -> Result<Self, Error> {
        let root = fs::canonicalize(root).map_err(|cause| Error::at(root, cause))?;
        let typed = std::path::absolute(output).map_err(|cause| Error::at(output, cause))?;
        let hint = "give a folder of its own as the output, such as `public`";
        let (Some(parent), Some(name)) = (typed.parent(), typed.file_name().and_then(|name| name.to_str())) else {
            return Err(Error::at(output, "cannot be the output").hint(hint));
        };
        let parent = canonical(parent)?;
        let place = Self { output: parent.join(name), name: name.to_owned(), parent };
        if root.starts_with(&place.output) {
            return Err(Error::at(output, "holds the site's own files, so it cannot be the output").hint(hint));
        }
        if KEPT_FOLDERS.iter().any(|kept| place.output.starts_with(root.join(kept))) {
            return Err(Error::at(output, "is among the site's own files, so it cannot be the output").hint(hint));
        }
        if let Some(above) = place.parent.ancestors().find(|above| above.join(MANIFEST).exists()) {
            let message = format!("lies inside `{}`, a published folder", above.display());
            return Err(Error::at(output, message).hint(hint));
        }
        Ok(place)
    }

    /// Returns the path of this process's sibling folder for `role`.
    pub(super) fn sibling(&self, role: Role) -> PathBuf {
        self.parent.join(format!(".{}.jiaozhu-{}-{}", self.name, role.as_str(), std::process::id()))
    }

    /// Returns the path of the lock file.
    pub(super) fn lock_path(&self) -> PathBuf {
        self.parent.join(format!(".{}.jiaozhu-lock", self.name))
    }

    /// Returns the sibling folders that earlier runs left, sorted; links and files of such names are not ours.
    pub(super) fn leftovers(&self) -> Result<Vec<Leftover>, Error> {
        let mut leftovers = Vec::new();
        for entry in fs::read_dir(&self.parent).map_err(|cause| Error::at(&self.parent, cause))? {
            let entry = entry.map_err(|cause| Error::at(&self.parent, cause))?;
            let found = entry.file_name().to_str().and_then(|name| self.role_of(name));
            if let Some((role, process)) = found
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
            {
                leftovers.push(Leftover { role, process, path: entry.path() });
            }
        }
        leftovers.sort();
        Ok(leftovers)
    }

    fn role_of(&self, sibling: &str) -> Option<(Role, String)> {
        let rest = sibling.strip_prefix('.')?.strip_prefix(&self.name)?.strip_prefix(".jiaozhu-")?;
        let (role, process) = rest.split_once('-')?;
        let is_number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
        let role = Role::ALL.into_iter().find(|known| known.as_str() == role)?;
        is_number.then(|| (role, process.to_owned()))
    }
}

/// Resolves links and `..` in the part of `path` that exists.
fn canonical(path: &Path) -> Result<PathBuf, Error> {
    for above in path.ancestors() {
        let (Ok(real), Ok(rest)) = (fs::canonicalize(above), path.strip_prefix(above)) else {
            continue;
        };
        if rest.components().any(|part| part == Component::ParentDir) {
            break;
        }
        return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
    }
    Err(Error::at(path, "does not exist and cannot be made"))
}

/// Checks that `path` is a relative path which stays below the folder it is joined to.
///
/// Errors: for an empty path or part, `.`, `..`, a backslash, a control character, a part of over 255 bytes, and the
/// manifest's own name.
pub(super) fn check_page_path(path: &str) -> Result<(), Error> {
    let is_good = |part: &str| !matches!(part, "" | "." | "..") && part.len() <= 255;
    let is_safe = path.split('/').all(is_good) && !path.contains(|c: char| c == '\\' || c.is_control());
    if is_safe && path != MANIFEST { Ok(()) } else { Err(Error::new(format!("`{path}` is no path of a page"))) }
}
