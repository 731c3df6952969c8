//! What is known of the published files from the last build, so that they need not be read to be known again.

use std::collections::HashMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::num::NonZeroU64;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};

use super::staging::Page;
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
/// How far a kernel's own clock lags at most, in nanoseconds: it ticks a hundred times a second or more often.
const LAG: i64 = 10_000_000;
/// As often, where times are whole seconds.
const COARSE_TICK: i64 = 2_000_000_000;

impl Stamp {
    pub(super) fn of(stat: &Metadata) -> Self {
        let nanos = |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
        let modified = nanos(stat.mtime(), stat.mtime_nsec());
        // No file system has an inode 0; one that has none to tell gives all files the same.
        let inode = NonZeroU64::new(stat.ino()).unwrap_or(NonZeroU64::MAX);
        Self(inode, stat.len(), modified, nanos(stat.ctime(), stat.ctime_nsec()))
    }

    /// Returns that of an open file; none when it cannot be told.
    pub fn of_file(file: &File) -> Option<Self> {
        file.metadata().ok().map(|stat| Self::of(&stat))
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

/// Takes the stamps away that a change could leave as they are, when they were taken at the birth of the file that holds them.
pub fn settle(known: &mut Known, birth: &Birth) {
    let stamps = known.files.values_mut().map(|published| &mut published.stamp).chain([&mut known.manifest]);
    stamps.for_each(|stamp| *stamp = stamp.and_then(|stamp| stamp.settled(birth)));
}

/// Waits until the stamps of what was touched last at `done` tell it from what is changed later: that lies more than a tick behind
/// then, by a clock that lags. The removal of an old tree touches the files that the new one shares with it.
pub fn let_settle(done: Instant) {
    let settled = Duration::from_nanos((TICK + LAG).unsigned_abs()) + Duration::from_millis(1);
    std::thread::sleep(settled.saturating_sub(done.elapsed()));
}

/// Returns what is to be known of `files` below `output` at the next build.
pub(super) fn take_stock<'a>(output: &Path, files: &[(&'a Arc<str>, &Page)]) -> Vec<(&'a str, Published)> {
    let known = |(path, page): &(&'a Arc<str>, &Page)| {
        let stamp = page.stamp.and_then(|was| stamp_now(&output.join(&***path), was));
        (&***path, Published { sha256: page.sha256, stamp })
    };
    files.par_iter().map(known).collect()
}

/// Returns the stamp of a file that is still as it was published with the stamp `was`.
pub(super) fn stamp_now(path: &Path, was: Stamp) -> Option<Stamp> {
    let stat = fs::symlink_metadata(path).ok().filter(Metadata::is_file)?;
    Some(Stamp::of(&stat)).filter(|stamp| was.is_same_content(stamp))
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
