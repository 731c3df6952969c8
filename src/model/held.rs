//! A site that is kept in memory, to be looked at and not published.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of a site by their paths below its address: `zh-hant/tea/index.html`.
pub type HeldSite = BTreeMap<String, HeldFile>;

/// One file of a site kept in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFile {
    /// A page or data that the program made.
    Bytes(Arc<[u8]>),
    /// A picture or a static file, by its path below the root; it is read when it is asked for.
    File(String),
}
