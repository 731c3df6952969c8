//! Links over time. In: the addresses an edition leads to, and what `links.lock` says of them. Out: the new lock, and
//! findings. Refuses to know files, the date and the network: locks, `today` and `Fetch` are handed in.
//!
//! 1. `collect_links` lists the addresses of an article and of its sources, with their places (`collect`).
//! 2. `visit` leaves out what was checked today and asks for the rest on several threads (`visit`), in the order and
//!    at the pace that each host is owed: robots.txt, pauses, further tries, redirects (`schedule`, `robots`).
//! 3. A page's text is searched for the passages quoted from it (`text`); what came of it becomes an entry (`lock`).
//! 4. `judge` and `find_stale` turn entries into findings (`judge`).

mod collect;
mod judge;
mod lock;
mod robots;
mod schedule;
mod text;
mod visit;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diag::{Error, Place};
use crate::model::Limits;

pub use collect::collect_links;
pub use judge::{STALE_DAYS, find_stale, judge};
pub use lock::{Entry, Lock, Locks, Quote, Status, read_lock, write_lock};
pub use visit::{Visit, visit};

/// An address that an edition leads to, and what is quoted from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The article's folder, relative to the root: `content/tea`.
    pub article: String,
    /// The address, http or https.
    pub url: String,
    /// Passages quoted from it, as typed.
    pub quotes: Vec<String>,
    /// Whether the editor knows an archived copy of it.
    pub is_archived: bool,
    /// Where it is typed.
    pub place: Place,
}

/// How politely and how patiently addresses are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Between the end of a request and the next one to the same host.
    pub pause: Duration,
    /// Before the second try; doubled for each further one.
    pub backoff: Duration,
    /// The longest that a server can make us wait before a further try.
    pub longest_wait: Duration,
    /// How often an address is asked for that fails.
    pub max_tries: u32,
    /// How many redirects are followed.
    pub max_redirects: u32,
    /// How many hosts are asked at the same time.
    pub max_hosts: usize,
    /// How often the locks are written.
    pub save_every: Duration,
    /// What one exchange may take.
    pub limits: Limits,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            pause: Duration::from_secs(1),
            backoff: Duration::from_secs(2),
            longest_wait: Duration::from_secs(60),
            max_tries: 3,
            max_redirects: 10,
            max_hosts: 8,
            save_every: Duration::from_secs(2),
            limits: Limits { connect: Duration::from_secs(10), read: Duration::from_secs(20), max_body: 5 << 20 },
        }
    }
}

/// What follows a visit while it runs.
pub trait Watch {
    /// Learns that `n_done` of `n_all` addresses are done, `url` being the last.
    fn answered(&mut self, n_done: usize, n_all: usize, url: &str);

    /// Keeps the lock of the article in the folder `article`.
    ///
    /// Errors: when it cannot be kept; the visit then ends.
    fn save(&mut self, article: &str, lock: &Lock) -> Result<(), Error>;
}

#[cfg(test)]
mod tests;
