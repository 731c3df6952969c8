//! A site that is kept in memory, to be looked at and not published.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The files of a site by their paths below its address: `zh-hant/tea/index.html`.
pub type HeldSite = BTreeMap<String, HeldFile>;

/// One file of a site kept in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFile {
    /// A page or data that the program made.
    Bytes(Arc<[u8]>),
    /// A picture or a static file, by its path below the root; it is read when it is asked for.
    File(String),
    /// A file that is made with others when one of them is asked for.
    Late(Arc<LateFiles>),
}

/// Files by their paths.
type Files = BTreeMap<String, Arc<[u8]>>;

/// Files that are made together when the first of them is asked for.
pub struct LateFiles {
    make: Box<dyn Fn() -> Files + Send + Sync>,
    made: OnceLock<Files>,
}

impl LateFiles {
    /// Returns files that `make` will make.
    pub fn new(make: impl Fn() -> Files + Send + Sync + 'static) -> Self {
        Self { make: Box::new(make), made: OnceLock::new() }
    }

    /// Returns the file at `path`, if it is one of these.
    pub fn get(&self, path: &str) -> Option<Arc<[u8]>> {
        self.files().get(path).cloned()
    }

    fn files(&self) -> &Files {
        self.made.get_or_init(&self.make)
    }
}

impl fmt::Debug for LateFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LateFiles").field("made", &self.made.get().map(BTreeMap::len)).finish_non_exhaustive()
    }
}

/// To be compared, the files of two makers are made.
impl PartialEq for LateFiles {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.files() == other.files()
    }
}

impl Eq for LateFiles {}
