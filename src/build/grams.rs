//! The grams of articles on their way to the index of search: in memory where the site is held there, else put away on the disk,
//! so that they are neither kept in memory nor written anew by every build.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diag::Error;
use crate::discover;
use crate::publish::{Pieces, Stamp};
use crate::search::{Indexed, Postings};

/// What search knows of an article, and where its grams are.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Found {
    indexed: Indexed,
    #[serde(skip)]
    place: Place,
}

/// Where an article's grams are.
#[derive(Debug)]
enum Place {
    Memory(Box<[u8]>),
    /// At a byte of the file that the last build left.
    Old(u64),
    /// At a byte of the file that this build writes.
    New(u64),
}

impl Default for Place {
    fn default() -> Self {
        Self::Memory(Box::default())
    }
}

impl AsRef<Indexed> for Found {
    fn as_ref(&self) -> &Indexed {
        &self.indexed
    }
}

impl Found {
    /// Returns what is known of an article whose grams are `bytes`.
    pub(super) fn new(indexed: Indexed, bytes: Vec<u8>) -> Self {
        Self { indexed, place: Place::Memory(bytes.into_boxed_slice()) }
    }

    /// Says where the last build put the grams.
    pub(super) fn set_place(&mut self, place: u64) {
        self.place = Place::Old(place);
    }

    /// Returns what is known of the grams.
    pub(super) fn postings(&self) -> &Postings {
        &self.indexed.postings
    }

    /// Returns a part of the grams that are in memory.
    pub(super) fn in_memory(&self, part: Range<u32>) -> &[u8] {
        let place = |byte: u32| usize::try_from(byte).unwrap_or_default();
        match &self.place {
            Place::Memory(bytes) => bytes.get(place(part.start)..place(part.end)).unwrap_or_default(),
            Place::Old(_) | Place::New(_) => &[],
        }
    }
}

/// The files of grams.
#[derive(Debug, Default)]
pub(super) struct Grams {
    /// What the last build left.
    old: Option<File>,
    /// What this build writes, or why it cannot.
    new: OnceLock<Result<Pieces, Error>>,
}

impl Grams {
    /// Returns the file that the last build left; nothing when it cannot be read.
    pub(super) fn recall(root: &Path) -> Self {
        Self { old: discover::open_pieces(root), new: OnceLock::new() }
    }

    /// Returns what the file is known by that this build wrote, else that of the last one.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        Stamp::of_file(self.pieces().map(Pieces::file).or(self.old.as_ref())?).ok()
    }

    /// Puts the grams of an article away; where the disk has no place for them they stay in memory.
    pub(super) fn put_away(&self, root: &Path, found: &mut Found) {
        let pieces = self.new.get_or_init(|| Pieces::create(root));
        if let (Ok(pieces), Place::Memory(bytes)) = (pieces, &found.place)
            && let Ok(place) = pieces.put(bytes)
        {
            found.place = Place::New(place);
        }
    }

    /// Adds a part of an article's grams to `out`.
    ///
    /// Errors: it cannot be read.
    pub(super) fn read(&self, found: &Found, part: Range<u32>, out: &mut Vec<u8>) -> Result<(), Error> {
        let (file, place) = match found.place {
            Place::Memory(_) => {
                out.extend_from_slice(found.in_memory(part));
                return Ok(());
            }
            Place::Old(place) => (self.old.as_ref(), place),
            Place::New(place) => (self.pieces().map(Pieces::file), place),
        };
        let start = out.len();
        out.resize(start + part.len(), 0);
        let bytes = out.get_mut(start..).unwrap_or_default();
        let file = file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound));
        file.and_then(|file| file.read_exact_at(bytes, place + u64::from(part.start))).map_err(unreadable)
    }

    /// Returns all grams of an article.
    ///
    /// Errors: they cannot be read.
    pub(super) fn read_all(&self, found: &Found) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.read(found, 0..found.postings().len(), &mut bytes)?;
        Ok(bytes)
    }

    /// Leaves one file of the grams of `articles` for the next build, and returns the place of each.
    ///
    /// Shape: the file of the last build stays when nothing was put away since.
    /// Errors: the disk refuses.
    pub(super) fn gather(&self, articles: &[Option<&Found>]) -> Result<Vec<Option<u64>>, Error> {
        let old = |found: &Option<&Found>| match found.map(|found| &found.place) {
            None => Some(None),
            Some(Place::Old(place)) => Some(Some(*place)),
            Some(_) => None,
        };
        if let Some(places) = articles.iter().map(old).collect() {
            return Ok(places);
        }
        let pieces = match self.new.get() {
            Some(Ok(pieces)) => pieces,
            Some(Err(error)) => return Err(error.clone()),
            None => return Err(Error::new("the grams could not be put away")),
        };
        let put = |found: &Option<&Found>| match found {
            None => Ok(None),
            Some(Found { place: Place::New(place), .. }) => Ok(Some(*place)),
            Some(found) => pieces.put(&self.read_all(found)?).map(Some),
        };
        let places = articles.par_iter().map(put).collect::<Result<_, Error>>()?;
        pieces.keep()?;
        Ok(places)
    }

    fn pieces(&self) -> Option<&Pieces> {
        self.new.get().and_then(|pieces| pieces.as_ref().ok())
    }
}

fn unreadable(cause: io::Error) -> Error {
    Error::new(format!("the grams put away cannot be read: {cause}"))
}
