//! What a build leaves on the disk for the next one, and whether that is to be believed.
//!
//! 1. The first line names the format, the program, the file itself by its birth, and a checksum of the rest. Where one of
//!    them is not as it should be (another version, a copy made with its site, damage) nothing is believed.
//! 2. The second line has what is the site's, each further line an article, then published files, some hundreds a line.
//! 3. Only what the last build used is in it, so that it does not grow.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::store::{Article, Kept, Lists};
use crate::diag::Error;
use crate::discover;
use crate::model::{Birth, sha256};
use crate::page::Catalogue;
use crate::publish::{self, Known, Outcome, Published};

const FORMAT: &str = "jiaozhu-build 1";
/// How many published files stand in a line.
const N_FILES: usize = 512;

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
    n_articles: usize,
}

/// As [`Head`], borrowed.
#[derive(Serialize)]
struct HeadOf<'a> {
    settings: &'a Key,
    catalogue: &'a (Key, Catalogue),
    lists: Option<&'a Lists>,
    index: Option<&'a Lists>,
    n_articles: usize,
}

/// Returns what the last build by `program` left; nothing when there is nothing to be believed.
pub(super) fn read(root: &Path, program: &str) -> Cached {
    let read = discover::read_cache(root);
    read.and_then(|(bytes, birth)| parse(&bytes, program, &birth)).unwrap_or_default()
}

impl Left {
    /// Writes it for the next build, unless it is what the last one left.
    ///
    /// Errors: as for [`publish::write_cache`].
    pub(super) fn write(&self, outcome: &Outcome) -> Result<(), Error> {
        if !self.is_news && !outcome.exchanged && outcome.n_read == 0 {
            return Ok(());
        }
        let known: Vec<(String, Published)> = outcome.take_stock().into_iter().collect();
        let rest = draw(&self.kept, &known)?;
        publish::write_cache(&self.root, |birth| {
            let head = first_line(&self.program, birth, &rest);
            Ok([head.as_bytes(), &rest].concat())
        })
    }
}

fn first_line(program: &str, birth: &Birth, rest: &[u8]) -> String {
    format!("{FORMAT}; {program}; {} {}; {}\n", birth.inode, birth.nanos, sha256(rest))
}

fn draw(kept: &Kept, known: &[(String, Published)]) -> Result<Vec<u8>, Error> {
    let Kept { settings, catalogue, articles, lists, index } = kept;
    let (lists, index) = (lists.as_deref(), index.as_deref());
    let head = HeadOf { settings, catalogue, lists, index, n_articles: articles.len() };
    let articles: Vec<(&String, &Article)> = articles.iter().map(|(folder, article)| (folder, &**article)).collect();
    let articles = articles.par_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let files = known.par_chunks(N_FILES).map(|files| line(&files)).collect::<Result<Vec<_>, _>>()?;
    Ok([vec![line(&head)?], articles, files].concat().concat())
}

fn line(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut line = serde_json::to_vec(value).map_err(|cause| Error::new(cause.to_string()))?;
    line.push(b'\n');
    Ok(line)
}

/// Returns nothing for what is damaged, of another program or another file.
fn parse(bytes: &[u8], program: &str, birth: &Birth) -> Option<Cached> {
    let (first, rest) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n')? + 1);
    if first != first_line(program, birth, rest).as_bytes() {
        return None;
    }
    let mut lines = rest.strip_suffix(b"\n")?.split(|byte| *byte == b'\n');
    let Head { settings, catalogue, lists, index, n_articles } = serde_json::from_slice(lines.next()?).ok()?;
    let articles: Vec<&[u8]> = lines.by_ref().take(n_articles).collect();
    let article = |line: &&[u8]| {
        let (folder, article) = serde_json::from_slice(line).ok()?;
        Some((folder, Arc::<Article>::new(article)))
    };
    let articles = articles.par_iter().map(article).collect::<Option<_>>()?;
    let files: Vec<&[u8]> = lines.collect();
    let published = |line: &&[u8]| serde_json::from_slice::<Vec<(String, Published)>>(line).ok();
    let files = files.par_iter().map(published).collect::<Option<Vec<_>>>()?;
    let mut known: Known = files.into_iter().flatten().collect();
    publish::settle(&mut known, birth);
    Some(Cached {
        kept: Kept { settings, catalogue, articles, lists: lists.map(Arc::new), index: index.map(Arc::new) },
        known,
    })
}
