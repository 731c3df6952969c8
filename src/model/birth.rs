//! What is kept from one build to the next lies in a file that is known by its birth.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// The folder below the root for what the program keeps from one build to the next.
pub const CACHE_FOLDER: &str = ".jiaozhu";
/// The file in it that holds what the last build made.
pub const CACHE_FILE: &str = ".jiaozhu/build";
/// The file in it by which what the last build left is known again.
pub const STAMPS_FILE: &str = ".jiaozhu/stamps";
/// The file in it that holds what is read by its places alone.
pub const PIECES_FILE: &str = ".jiaozhu/pieces";

/// The inode of a file and the moment at which it was made, which no copy of the file shares and which nobody chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birth {
    /// Its inode.
    pub inode: u64,
    /// When it was made, in nanoseconds since 1970.
    pub nanos: u64,
}

impl Birth {
    /// Returns the birth of the file that `stat` is of; none where the file system does not record it.
    pub fn of(stat: &Metadata) -> Option<Self> {
        let nanos = stat.created().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { inode: stat.ino(), nanos: u64::try_from(nanos).ok()? })
    }
}
