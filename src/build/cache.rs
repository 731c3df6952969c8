//! What a build leaves on the disk for the next one, and whether that is to be believed.
//!
//! 1. The first line names the format, the program, and the file itself by its birth; at the end is a checksum of all before it.
//!    Where one of them is not as it should be (another version, a copy made with its site, damage) nothing is believed.
//! 2. Behind the first line stand records, each behind its length: what is the site's, each article, then published files,
//!    some hundreds a record. A length of nothing ends them.
//! 3. Records are written and read some hundreds at a time, on all threads, so that the whole is never in memory as bytes.
//! 4. Only what the last build used is in it, so that it does not grow.
//! 5. The grams of articles lie in a file beside it (`grams`), which it knows by its stamp, as it knows the published files.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::grams::Grams;
use super::keys::Key;
use super::store::{Article, Kept, Lists};
use crate::diag::Error;
use crate::discover;
use crate::model::{Birth, Checksum};
use crate::page::Catalogue;
use crate::publish::{self, Known, Outcome, Published, Stamp};

const FORMAT: &str = "jiaozhu-build 6";
/// How many published files stand in a record.
const N_FILES: usize = 64;
/// How many records are made or read at a time.
const N_RECORDS: usize = 256;
/// How many bytes a length has.
const LENGTH: usize = size_of::<u64>();

/// What the last build left.
#[derive(Default)]
pub(super) struct Cached {
    pub(super) kept: Kept,
    pub(super) known: Known,
}

/// What a build leaves for the next.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) root: PathBuf,
    pub(super) program: String,
    pub(super) kept: Kept,
    /// Whether `kept` is not what the last run left.
    pub(super) is_news: bool,
}

/// What is the site's, and how many records of articles follow.
#[derive(Serialize, Deserialize)]
struct Head {
    settings: Key,
    catalogue: (Key, Catalogue),
    lists: Option<Lists>,
    index: Option<Lists>,
    grams: Option<Stamp>,
    manifest: Option<Stamp>,
    n_articles: usize,
}

/// As [`Head`], borrowed.
#[derive(Serialize)]
struct HeadOf<'a> {
    settings: &'a Key,
    catalogue: &'a (Key, Catalogue),
    lists: Option<&'a Lists>,
    index: Option<&'a Lists>,
    grams: Option<Stamp>,
    manifest: Option<Stamp>,
    n_articles: usize,
}

/// Returns what the last build by `program` left; nothing when there is nothing to be believed.
pub(super) fn read(root: &Path, program: &str) -> Cached {
    let Some((file, birth)) = discover::open_cache(root) else { return Cached::default() };
    let grams = Grams::recall(root);
    let Some((Cached { kept, known }, of_grams)) = parse(BufReader::new(file), program, &birth) else {
        return Cached::default();
    };
    let is_known = of_grams.is_none_or(|stamp| stamp.settled(&birth).is_some() && grams.stamp() == Some(stamp));
    if is_known { Cached { kept: Kept { grams: Arc::new(grams), ..kept }, known } } else { Cached::default() }
}

impl Left {
    /// Says whether it is not what the last build left.
    pub(super) fn differs(&self, outcome: &Outcome) -> bool {
        self.is_news || outcome.exchanged || outcome.n_read > 0
    }

    /// Leaves the grams of all articles for the next build, and returns the place of each.
    ///
    /// Errors: as for [`Grams::gather`].
    pub(super) fn gather(&self) -> Result<Vec<Option<u64>>, Error> {
        let found: Vec<_> = self.kept.articles.values().map(|article| article.found()).collect();
        self.kept.grams.gather(&found)
    }

    /// Writes it for the next build, once the grams are at their `places` and the old site is removed.
    ///
    /// Errors: as for [`publish::write_cache`].
    pub(super) fn write(&self, outcome: &Outcome, places: Vec<Option<u64>>) -> Result<(), Error> {
        outcome.let_settle();
        publish::write_cache(&self.root, |birth, file| {
            let mut out = Out { file, checksum: Checksum::default() };
            out.write(first_line(&self.program, birth).as_bytes())?;
            self.write_kept(outcome.manifest(), places, &mut out)?;
            for known in outcome.take_stock(N_FILES * N_RECORDS) {
                out.write_each(&known.chunks(N_FILES).collect::<Vec<_>>())?;
            }
            out.finish()
        })
    }

    fn write_kept(&self, manifest: Option<Stamp>, places: Vec<Option<u64>>, out: &mut Out<'_>) -> io::Result<()> {
        let Kept { settings, catalogue, articles, lists, index, grams } = &self.kept;
        let (lists, index, grams) = (lists.as_deref(), index.as_deref(), grams.stamp());
        let head = HeadOf { settings, catalogue, lists, index, grams, manifest, n_articles: articles.len() };
        out.write_each(&[head])?;
        let records = articles.iter().zip(places).map(|((folder, article), place)| (folder, &**article, place));
        out.write_each(&records.collect::<Vec<_>>())
    }
}

fn first_line(program: &str, birth: &Birth) -> String {
    format!("{FORMAT}; {program}; {} {}\n", birth.inode, birth.nanos)
}

/// Returns a record with its length before it.
fn record(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut record = postcard::to_extend(value, vec![0; LENGTH]).map_err(io::Error::other)?;
    let length = u64::try_from(record.len() - LENGTH).unwrap_or_default();
    record.splice(..LENGTH, length.to_le_bytes());
    Ok(record)
}

/// The file being written.
struct Out<'a> {
    file: &'a mut dyn Write,
    checksum: Checksum,
}

impl Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.add(bytes);
        self.file.write_all(bytes)
    }

    /// Writes a record a value.
    fn write_each(&mut self, values: &[impl Serialize + Sync]) -> io::Result<()> {
        for values in values.chunks(N_RECORDS) {
            let records = values.par_iter().map(record).collect::<io::Result<Vec<_>>>()?;
            records.iter().try_for_each(|record| self.write(record))?;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.write(&[0; LENGTH])?;
        self.file.write_all(self.checksum.finish().as_bytes())
    }
}

/// Returns what the last build left, and what its file of grams was known by; nothing for what is damaged, of another program
/// or another file.
fn parse(file: impl BufRead, program: &str, birth: &Birth) -> Option<(Cached, Option<Stamp>)> {
    let mut records = In { file, checksum: Checksum::default() };
    if records.line()? != first_line(program, birth).as_bytes() {
        return None;
    }
    let Head { settings, catalogue, lists: of_lists, index, grams, manifest, n_articles } =
        records.read_each(1)?.pop()?;
    let mut articles = BTreeMap::new();
    while articles.len() < n_articles {
        let n = N_RECORDS.min(n_articles - articles.len());
        let read: Vec<(String, Article, Option<u64>)> = records.read_each(n)?;
        if read.len() < n {
            return None;
        }
        for (folder, article, place) in read {
            articles.insert(folder, Arc::new(article.with_grams_at(place)?));
        }
    }
    let mut known = Known { manifest, ..Known::default() };
    loop {
        let read: Vec<Vec<(Arc<str>, Published)>> = records.read_each(N_RECORDS)?;
        let is_last = read.len() < N_RECORDS;
        known.files.extend(read.into_iter().flatten());
        if is_last {
            break;
        }
    }
    records.finish()?;
    publish::settle(&mut known, birth);
    let (lists, index) = (of_lists.map(Arc::new), index.map(Arc::new));
    let kept = Kept { settings, catalogue, articles, lists, index, grams: Arc::default() };
    Some((Cached { kept, known }, grams))
}

/// The file being read; no record is believed before its end.
struct In<R> {
    file: R,
    checksum: Checksum,
}

impl<R: BufRead> In<R> {
    /// Returns the first line.
    fn line(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        self.file.read_until(b'\n', &mut line).ok()?;
        self.checksum.add(&line);
        Some(line)
    }

    /// Returns the bytes of the next record, which are none at the end.
    fn next(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; LENGTH];
        self.file.read_exact(&mut length).ok()?;
        let (n, mut record) = (u64::from_le_bytes(length), Vec::new());
        self.file.by_ref().take(n).read_to_end(&mut record).ok()?;
        self.checksum.add(&length);
        self.checksum.add(&record);
        Some(record)
    }

    /// Returns the values of the next records, at most `n`; fewer at the end.
    fn read_each<T: DeserializeOwned + Send>(&mut self, n: usize) -> Option<Vec<T>> {
        let mut records = Vec::with_capacity(n);
        while records.len() < n {
            let record = self.next()?;
            if record.is_empty() {
                break;
            }
            records.push(record);
        }
        records.par_iter().map(|record| postcard::from_bytes(record).ok()).collect()
    }

    /// Ends; nothing unless the checksum of all before is what is left.
    fn finish(mut self) -> Option<()> {
        let mut last = Vec::new();
        self.file.read_to_end(&mut last).ok()?;
        (last == self.checksum.finish().as_bytes()).then_some(())
    }
}
