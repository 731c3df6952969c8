//! A site in memory: what `serve` keeps from one run to the next.

use std::collections::BTreeSet;
use std::collections::btree_map::Entry as Slot;
use std::path::{Path, PathBuf};

use super::output::Files;
use super::store::Kept;
use crate::cite::Styles;
use crate::diag::Error;
use crate::discover::DEFAULTS;
use crate::model::{HeldFile, HeldSite};
use crate::opencc::OpenCc;
use crate::words::Words as Lexicon;

/// Engines, once opened, and what a run made.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) opencc: OpenCc,
    pub(super) lexicon: Lexicon,
    pub(super) styles: Styles,
    pub(super) kept: Kept,
}

/// What may differ from the last run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Anything.
    Anything,
    /// Only what is at, above or below these paths, relative to the root, and what a folder's defaults among them are for.
    Near(BTreeSet<PathBuf>),
}

impl Changed {
    pub(super) fn touches(&self, folder: &str) -> bool {
        let folder = Path::new(folder);
        match self {
            Self::Anything => true,
            Self::Near(paths) => paths.iter().any(|path| {
                let is_for = path.file_name().is_some_and(|name| name == DEFAULTS);
                let reached = path.parent().filter(|_| is_for).unwrap_or(path);
                path.starts_with(folder) || folder.starts_with(reached)
            }),
        }
    }
}

/// Returns the site of `files`.
///
/// Errors: two different files with one path.
pub(super) fn hold_site<'a>(files: impl Iterator<Item = &'a Files>) -> Result<HeldSite, Error> {
    let mut site = HeldSite::new();
    for (path, file) in files.flat_map(Files::held) {
        hold(&mut site, path, file)?;
    }
    Ok(site)
}

/// Puts one file into a site; as in a folder, two different files never take one place.
fn hold(site: &mut HeldSite, path: &str, file: HeldFile) -> Result<(), Error> {
    match site.entry(path.to_owned()) {
        Slot::Occupied(there) if *there.get() == file => Ok(()),
        Slot::Occupied(_) => Err(Error::new(format!("two different pages would be `{path}`"))),
        Slot::Vacant(free) => {
            free.insert(file);
            Ok(())
        }
    }
}
