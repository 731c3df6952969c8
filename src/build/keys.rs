//! Keys: what tells the content that something was made of from any other content.

use std::io::BufWriter;

use serde::Serialize;

use crate::diag::{Diagnostic, Error};
use crate::discover::{ArticleFiles, BytesFile, SiteFiles, TextFile};
use crate::model::{Checksum, Digest};

/// Of parts each of which says its length first.
pub(super) type Key = Digest;

/// How many bytes of JSON are hashed at once.
const JSON_BUFFER: usize = 1 << 12;

/// A key being made.
#[derive(Default)]
pub(super) struct Parts(Checksum);

impl Parts {
    /// Begins a key for `what`, so that keys for two things are never the same.
    pub(super) fn of(what: &str) -> Self {
        Self::default().text(what)
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.add(&bytes.len().to_le_bytes());
        self.0.add(bytes);
        self
    }

    pub(super) fn texts<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut n_texts = 0;
        let parts = texts.into_iter().fold(self, |parts, text| {
            n_texts += 1;
            parts.text(text)
        });
        parts.number(n_texts)
    }

    pub(super) fn flag(self, flag: bool) -> Self {
        self.number(usize::from(flag))
    }

    /// Adds a text or that there is none.
    pub(super) fn optional(self, text: Option<&str>) -> Self {
        self.texts(text)
    }

    /// Adds a file that may be missing.
    pub(super) fn file(self, file: Option<&TextFile>) -> Self {
        self.texts(file.into_iter().flat_map(|file| [file.path.as_str(), file.text.as_str()]))
    }

    /// Adds anything, as JSON, which is never held: of all cards of a large site it is long.
    pub(super) fn json(self, value: &impl Serialize) -> Result<Self, Error> {
        let mut out = BufWriter::with_capacity(JSON_BUFFER, Checksum::default());
        serde_json::to_writer(&mut out, value).map_err(|cause| Error::new(cause.to_string()))?;
        let json = out.into_inner().map_err(|cause| Error::new(cause.to_string()))?;
        Ok(self.of_key(&json.finish()))
    }

    /// Adds what another key is of.
    pub(super) fn of_key(self, key: &Key) -> Self {
        self.bytes(key.as_bytes())
    }

    pub(super) fn key(self) -> Key {
        self.0.finish()
    }

    fn number(mut self, number: usize) -> Self {
        self.0.add(&number.to_le_bytes());
        self
    }

    /// Adds what the folders of an article state for it.
    fn defaults(self, files: &ArticleFiles, site: &SiteFiles) -> Self {
        let texts = site.defaults_of(&files.folder).flat_map(|file| [file.path.as_str(), file.text.as_str()]);
        self.texts(texts)
    }

    fn received(self, file: Option<&BytesFile>) -> Self {
        let parts = self.optional(file.map(|file| file.path.as_str()));
        parts.bytes(file.map_or(&[], |file| file.bytes.as_slice()))
    }
}

/// Returns the key of what an article's front is made of.
pub(super) fn front_key(files: &ArticleFiles, site: &SiteFiles) -> Key {
    let parts = Parts::of("front").text(&files.folder).file(Some(&files.index)).file(files.collation.as_ref());
    parts.defaults(files, site).key()
}

/// Returns the key of an article's files, those that `front` is the key of among them, assets by their names alone but for the
/// pictures of its books, and of what was found while they were read.
pub(super) fn files_key(
    front: &Key,
    files: &ArticleFiles,
    pictures: &[BytesFile],
    found: &[Diagnostic],
) -> Result<Key, Error> {
    let ArticleFiles { name, sources, claims, changes, witness, received, assets, .. } = files;
    let texts = [sources, claims, changes].map(Option::as_ref);
    let parts = texts.into_iter().fold(Parts::of("files").of_key(front).text(name), Parts::file);
    let parts = parts.received(witness.as_ref()).received(received.as_ref());
    let parts = pictures.iter().fold(parts, |parts, picture| parts.received(Some(picture)));
    Ok(parts.texts(assets.iter().map(String::as_str)).json(&found)?.key())
}
