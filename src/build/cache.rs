//! What a build leaves on the disk for the next one, and whether that is to be believed.
//!
//! 1. The first line names the format, the program, and the file itself by its birth; the last is a checksum of all before it.
//!    Where one of them is not as it should be (another version, a copy made with its site, damage) nothing is believed.
//! 2. The second line has what is the site's, each further line an article, then published files, some hundreds a line.
//! 3. Lines are written and read some hundreds at a time, on all threads, so that the whole is never in memory as text.
//! 4. Only what the last build used is in it, so that it does not grow.
//! 5. The grams of articles lie in a file beside it (`grams`), which it knows by its birth and its checksum.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::grams::{Grams, Identity};
use super::keys::Key;
use super::store::{Article, Kept, Lists};
use crate::diag::Error;
use crate::discover;
use crate::model::{Birth, Checksum};
use crate::page::Catalogue;
use crate::publish::{self, Known, Outcome, Published, Stamp};

const FORMAT: &str = "jiaozhu-build 4";
/// How many published files stand in a line.
const N_FILES: usize = 64;
/// How many lines are made or read at a time.
const N_LINES: usize = 256;

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

/// What is the site's, and how many lines of articles follow.
#[derive(Serialize, Deserialize)]
struct Head {
    settings: Key,
    catalogue: (Key, Catalogue),
    lists: Option<Lists>,
    index: Option<Lists>,
    grams: Option<Identity>,
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
    grams: Option<Identity>,
    manifest: Option<Stamp>,
    n_articles: usize,
}

/// Returns what the last build by `program` left; nothing when there is nothing to be believed.
pub(super) fn read(root: &Path, program: &str) -> Cached {
    let Some((file, birth)) = discover::open_cache(root) else { return Cached::default() };
    let (cached, grams) = rayon::join(|| parse(BufReader::new(file), program, &birth), || Grams::recall(root));
    let believed = cached.filter(|(_, of_grams)| of_grams.is_none() || of_grams.as_ref() == grams.identity());
    let with_grams = |(Cached { kept, known }, _)| Cached { kept: Kept { grams: Arc::new(grams), ..kept }, known };
    believed.map(with_grams).unwrap_or_default()
}

impl Left {
    /// Writes it for the next build, unless it is what the last one left.
    ///
    /// Errors: as for [`publish::write_cache`].
    pub(super) fn write(&self, outcome: &Outcome) -> Result<(), Error> {
        if !self.is_news && !outcome.exchanged && outcome.n_read == 0 {
            return Ok(());
        }
        outcome.let_settle();
        publish::write_cache(&self.root, |birth, file| {
            let mut out = Out { file, checksum: Checksum::default() };
            out.write(first_line(&self.program, birth).as_bytes())?;
            self.write_kept(outcome.manifest(), &mut out)?;
            for known in outcome.take_stock(N_FILES * N_LINES) {
                out.write_each(&known.chunks(N_FILES).collect::<Vec<_>>())?;
            }
            out.finish()
        })?;
        self.kept.grams.keep()
    }

    fn write_kept(&self, manifest: Option<Stamp>, out: &mut Out<'_>) -> io::Result<()> {
        let Kept { settings, catalogue, articles, lists, index, grams } = &self.kept;
        let found: Vec<_> = articles.values().map(|article| article.found()).collect();
        let (grams, places) = grams.gather(&found).map_err(io::Error::other)?;
        let (lists, index) = (lists.as_deref(), index.as_deref());
        let head = HeadOf { settings, catalogue, lists, index, grams, manifest, n_articles: articles.len() };
        out.write(&line(&head)?)?;
        let lines = articles.iter().zip(places).map(|((folder, article), place)| (folder, &**article, place));
        out.write_each(&lines.collect::<Vec<_>>())
    }
}

fn first_line(program: &str, birth: &Birth) -> String {
    format!("{FORMAT}; {program}; {} {}\n", birth.inode, birth.nanos)
}

fn line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
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

    /// Writes a line a value.
    fn write_each(&mut self, values: &[impl Serialize + Sync]) -> io::Result<()> {
        for values in values.chunks(N_LINES) {
            let lines = values.par_iter().map(line).collect::<io::Result<Vec<_>>>()?;
            lines.iter().try_for_each(|line| self.write(line))?;
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        writeln!(self.file, "{}", self.checksum.finish())
    }
}

/// Returns what the last build left, and what its file of grams is known by; nothing for what is damaged, of another program
/// or another file.
fn parse(file: impl BufRead, program: &str, birth: &Birth) -> Option<(Cached, Option<Identity>)> {
    let mut lines = In { file, checksum: Checksum::default() };
    if lines.next()? != first_line(program, birth).as_bytes() {
        return None;
    }
    let Head { settings, catalogue, lists: of_lists, index, grams, manifest, n_articles } =
        serde_json::from_slice(&lines.next()?).ok()?;
    let mut articles = BTreeMap::new();
    while articles.len() < n_articles {
        let n = N_LINES.min(n_articles - articles.len());
        let read: Vec<(String, Article, Option<u64>)> = lines.read_each(n)?;
        if read.len() < n {
            return None;
        }
        for (folder, article, place) in read {
            articles.insert(folder, Arc::new(article.with_grams_at(place)?));
        }
    }
    let mut known = Known { manifest, ..Known::default() };
    loop {
        let read: Vec<Vec<(Arc<str>, Published)>> = lines.read_each(N_LINES)?;
        let is_last = read.len() < N_LINES;
        known.files.extend(read.into_iter().flatten());
        if is_last {
            break;
        }
    }
    lines.finish()?;
    publish::settle(&mut known, birth);
    let (lists, index) = (of_lists.map(Arc::new), index.map(Arc::new));
    let kept = Kept { settings, catalogue, articles, lists, index, grams: Arc::default() };
    Some((Cached { kept, known }, grams))
}

/// The file being read; no line is believed before its end.
struct In<R> {
    file: R,
    checksum: Checksum,
}

impl<R: BufRead> In<R> {
    /// Returns the next line.
    fn next(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        self.file.read_until(b'\n', &mut line).ok()?;
        self.checksum.add(&line);
        Some(line)
    }

    /// Returns the values of the next lines, at most `n`: of all that are there before the last.
    fn read_each<T: DeserializeOwned + Send>(&mut self, n: usize) -> Option<Vec<T>> {
        let mut lines = Vec::with_capacity(n);
        while lines.len() < n && matches!(self.file.fill_buf().ok()?.first()?, b'[' | b'{') {
            lines.push(self.next()?);
        }
        lines.par_iter().map(|line| serde_json::from_slice(line).ok()).collect()
    }

    /// Ends; nothing unless the last line is the checksum of those before.
    fn finish(mut self) -> Option<()> {
        let mut last = Vec::new();
        self.file.read_to_end(&mut last).ok()?;
        (last == format!("{}\n", self.checksum.finish()).as_bytes()).then_some(())
    }
}
