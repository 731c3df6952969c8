//! What `check` does about links: locks are read, addresses visited, locks kept, findings returned.
//!
//! 1. `find_stale_links`: without the network, what the locks say of the age of each check.
//! 2. `visit_links`: asks for what was not checked today and keeps each lock while it fills, so that a run cut short
//!    goes on where it stopped.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diag::{Diagnostic, Error};
use crate::discover::{self, LINKS_LOCK};
use crate::links::{Link, Lock, Locks, Pace, Visit, Watch, find_stale, judge, read_lock, visit, write_lock};
use crate::model::{Date, Fetch};
use crate::publish;

/// What is to be visited, and when.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The addresses of all articles.
    pub links: &'a [Link],
    /// The day, to the day.
    pub today: &'a Date,
    /// Whether addresses checked today are asked for once more.
    pub again: bool,
    /// Whether `links` are all there are, so that other entries are dropped.
    pub is_complete: bool,
    /// How politely and how patiently.
    pub pace: Pace,
}

/// Reports addresses whose last check is old, by the locks alone.
///
/// Errors: a lock that cannot be read from the disk. Reported: `JZ414`, `JZ416`.
pub fn find_stale_links(root: &Path, links: &[Link], today: &Date) -> Result<Vec<Diagnostic>, Error> {
    let (locks, mut findings) = read_locks(root, links)?;
    findings.extend(find_stale(links, &locks, today));
    Ok(findings)
}

/// Visits the addresses of `request` by `fetch`; `progress` is told how many of how many are done, and the last one.
///
/// Shape: an article whose lock cannot be read is left out, and its lock left as it is.
/// Errors: a lock that cannot be read from the disk or written. Reported: `JZ411`, `JZ412`, `JZ413`, `JZ415`, `JZ416`.
pub fn visit_links(
    request: &Request<'_>,
    fetch: &dyn Fetch,
    progress: &mut dyn FnMut(usize, usize, &str),
) -> Result<Vec<Diagnostic>, Error> {
    let (locks, mut findings) = read_locks(request.root, request.links)?;
    let has_lock = |link: &&Link| locks.contains_key(&link.article);
    let links: Vec<Link> = request.links.iter().filter(has_lock).cloned().collect();
    let Request { today, again, is_complete: prunes, pace, .. } = *request;
    let mut keeper = Keeper { root: request.root, progress };
    let locks = visit(&Visit { links: &links, locks: &locks, today, again, prunes, pace }, fetch, &mut keeper)?;
    findings.extend(judge(&links, &locks));
    Ok(findings)
}

/// Reads the locks of all articles that `links` name; a lock that is refused is missing from them.
fn read_locks(root: &Path, links: &[Link]) -> Result<(Locks, Vec<Diagnostic>), Error> {
    let articles: BTreeSet<&str> = links.iter().map(|link| link.article.as_str()).collect();
    let mut locks = Locks::new();
    let mut findings = Vec::new();
    for article in articles {
        let (file, found) = discover::read_links_lock(root, article)?;
        let is_refused = !found.is_empty();
        findings.extend(found);
        match file.map(|file| read_lock(&file.path, &file.text)) {
            None if is_refused => {}
            None => drop(locks.insert(article.to_owned(), Lock::new())),
            Some(Ok(lock)) => drop(locks.insert(article.to_owned(), lock)),
            Some(Err(finding)) => findings.push(finding),
        }
    }
    Ok((locks, findings))
}

struct Keeper<'a> {
    root: &'a Path,
    progress: &'a mut dyn FnMut(usize, usize, &str),
}

impl Watch for Keeper<'_> {
    fn answered(&mut self, n_done: usize, n_all: usize, url: &str) {
        (self.progress)(n_done, n_all, url);
    }

    fn save(&mut self, article: &str, lock: &Lock) -> Result<(), Error> {
        publish::replace(&self.root.join(article).join(LINKS_LOCK), write_lock(lock).as_bytes())
    }
}
