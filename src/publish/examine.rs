//! What can be told of an output folder before anything is written.

use std::fs;
use std::path::Path;

use super::manifest::MANIFEST;
use super::place::{OutputPlace, Role};
use super::swap::can_exchange;
use crate::diag::Error;

/// What lies where the site will be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// Nothing.
    Absent,
    /// An empty folder.
    Empty,
    /// A site that this program wrote.
    Ours,
    /// Files of others; no site is written there.
    Foreign,
}

/// Returns what lies at `output`.
///
/// Errors: it can be no output of the site at `root`.
pub fn examine(root: &Path, output: &Path) -> Result<OutputKind, Error> {
    let place = OutputPlace::find(root, output)?;
    let Ok(mut names) = fs::read_dir(&place.output) else {
        return Ok(if place.output.exists() { OutputKind::Foreign } else { OutputKind::Absent });
    };
    if place.output.join(MANIFEST).is_file() {
        return Ok(OutputKind::Ours);
    }
    Ok(if names.next().is_none() { OutputKind::Empty } else { OutputKind::Foreign })
}

/// Says whether the file system can exchange two folders, by two empty ones beside `output`.
///
/// Errors: folders cannot be made there.
pub fn try_exchange(root: &Path, output: &Path) -> Result<bool, Error> {
    let place = OutputPlace::find(root, output)?;
    let folders = [place.sibling(Role::New), place.sibling(Role::Gone)];
    for folder in &folders {
        fs::create_dir(folder).map_err(|cause| Error::at(&place.parent, cause))?;
    }
    let [one, other] = &folders;
    let can = can_exchange(one, other);
    for folder in &folders {
        fs::remove_dir(folder).map_err(|cause| Error::at(folder, cause))?;
    }
    Ok(can)
}
