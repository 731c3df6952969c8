//! What is known of the published files from the last build, so that they need not be read to be known again.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::num::NonZeroU64;
use std::os::fd::AsFd;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;
use rustix::fs::{AtFlags, CWD, FileType, OFlags, Stat, fstat, statat};
use serde::{Deserialize, Serialize};

use super::staging::Page;
use super::walk::open_folder;
use crate::model::{Birth, Checksum, Digest};

/// What is known of a published site.
#[derive(Debug, Default)]
pub struct Known {
    /// All files but the manifest, by path.
    pub files: HashMap<Arc<str>, Published>,
    /// The manifest, which names just these; none when it cannot be told from one that was changed.
    pub manifest: Option<Stamp>,
}

/// A file as it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub(super) sha256: Digest,
    /// None when it cannot tell the file from one that was changed right after.
    pub(super) stamp: Option<Stamp>,
}

/// What differs once a file was changed: inode, length, and when content and inode were changed, in nanoseconds. Anybody can set
/// the first of the two times, the system alone the second. One that may be missing takes no more room: a site has many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp(NonZeroU64, u64, i64, i64);

/// The clock of a file system ticks this often, in nanoseconds, whatever it says of finer times.
const TICK: i64 = 15_000_000;
/// As often, where times are whole seconds.
const COARSE_TICK: i64 = 2_000_000_000;

impl Stamp {
    /// Returns that of a regular file; none of anything else.
    pub(super) fn of(stat: &Stat) -> Option<Self> {
        // No file system has an inode 0; one that has none to tell gives all files the same.
        let inode = NonZeroU64::new(stat.st_ino).unwrap_or(NonZeroU64::MAX);
        let len = u64::try_from(stat.st_size).unwrap_or_default();
        let modified = nanos(stat.st_mtime, stat.st_mtime_nsec);
        let is_file = FileType::from_raw_mode(stat.st_mode).is_file();
        is_file.then_some(Self(inode, len, modified, nanos(stat.st_ctime, stat.st_ctime_nsec)))
    }

    /// Returns that of an open file.
    ///
    /// Errors: the system tells nothing of it; it is no regular file.
    pub fn of_file(file: &File) -> io::Result<Self> {
        Self::of(&fstat(file)?).ok_or_else(|| io::ErrorKind::InvalidInput.into())
    }

    /// Returns it unless a change could leave it as it is, when it was taken at `birth`, that of the file which holds it.
    pub fn settled(self, birth: &Birth) -> Option<Self> {
        let tick = if self.3 % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
        let is_settled = u64::try_from(self.3.saturating_add(tick)).is_ok_and(|settled| settled < birth.nanos);
        is_settled.then_some(self)
    }

    pub(super) fn len(&self) -> u64 {
        self.1
    }

    /// Says whether it is the same file with the same content; links to it may have come and gone.
    pub(super) fn is_same_content(&self, other: &Self) -> bool {
        (self.0, self.1, self.2) == (other.0, other.1, other.2)
    }
}

/// Returns a time in nanoseconds; systems give the second part in types of their own.
fn nanos(seconds: i64, rest: impl TryInto<i64>) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest.try_into().unwrap_or_default())
}

/// Takes the stamps away that a change could leave as they are, when they were taken at the birth of the file that holds them.
pub fn settle(known: &mut Known, birth: &Birth) {
    let stamps = known.files.values_mut().map(|published| &mut published.stamp).chain([&mut known.manifest]);
    stamps.for_each(|stamp| *stamp = stamp.and_then(|stamp| stamp.settled(birth)));
}

/// Returns how long a file that holds stamps is born too early, when it was born at `birth`, and what they are of was touched last
/// before `since`: the removal of an old tree touches the files that the new one shares with it.
pub(super) fn too_early(since: &Birth, birth: &Birth) -> Duration {
    Duration::from_nanos((since.nanos + TICK.unsigned_abs() + 1).saturating_sub(birth.nanos))
}

/// Returns what is to be known of `files` below `output` at the next build.
pub(super) fn take_stock<'a>(output: &Path, files: &[(&'a Arc<str>, &Page)]) -> Vec<(&'a str, Published)> {
    let open = open_folder(CWD, output).ok();
    let known = |(path, page): &(&'a Arc<str>, &Page)| {
        let stamp = page.stamp.and_then(|was| stamp_now(open.as_ref()?, path, was));
        (&***path, Published { sha256: page.sha256, stamp })
    };
    files.par_iter().map(known).collect()
}

/// Returns the stamp of a file that is still as it was published with the stamp `was`.
pub(super) fn stamp_now(folder: impl AsFd, path: &str, was: Stamp) -> Option<Stamp> {
    let stat = statat(folder, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    Stamp::of(&stat).filter(|stamp| was.is_same_content(stamp))
}

/// Says whether the file at `path` has the content that `sha256` is of.
pub(super) fn has_content(path: &Path, sha256: Digest) -> bool {
    open_to_read(path).and_then(|file| digest(&file)).is_ok_and(|found| found == sha256)
}

fn open_to_read(path: &Path) -> io::Result<File> {
    // Neither a link nor a FIFO that was put there meanwhile is waited for or followed.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// Returns the SHA-256 of what `file` holds.
///
/// Errors: those of reading.
fn digest(file: &File) -> io::Result<Digest> {
    let (mut checksum, mut part, mut at) = (Checksum::default(), vec![0; 1 << 16], 0);
    loop {
        match file.read_at(&mut part, at) {
            Ok(0) => return Ok(checksum.finish()),
            Ok(n) => {
                checksum.add(part.get(..n).unwrap_or_default());
                at += u64::try_from(n).unwrap_or_default();
            }
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
}
