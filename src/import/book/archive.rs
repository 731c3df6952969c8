//! The files of an archive (ZIP).

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// How much is unpacked of an archive, in bytes.
const LIMIT: u64 = 64 << 20;

/// An archive that is open.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// How much more may be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes));
        let zip = zip.map_err(|cause| format!("the file is no EPUB: it cannot be unpacked: {cause}"))?;
        let names = zip.file_names().flatten().map(|name| name.into_owned()).collect();
        Ok(Self { zip, names, left: LIMIT })
    }

    /// Returns the file of this name; none when there is no such, it cannot be read, or is too large.
    pub(super) fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        let file = self.zip.by_name(name).ok()?;
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).ok()?;
        self.left = self.left.checked_sub(u64::try_from(bytes.len()).ok()?)?;
        Some(bytes)
    }

    /// Returns the name of the file nearest to the top that ends with `end`.
    pub(super) fn find(&self, end: &str) -> Option<String> {
        let found = self.names.iter().filter(|name| name.ends_with(end) && !name.starts_with("__MACOSX/"));
        found.min_by_key(|name| (name.matches('/').count(), name.len())).cloned()
    }
}
