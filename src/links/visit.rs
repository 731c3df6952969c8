//! Asks for the addresses that were not checked today, on as many threads as hosts, and keeps the locks meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use super::schedule::{Answer, Next, Schedule, is_askable};
use super::text::{fold, page_text};
use super::{Entry, Link, Lock, Locks, Pace, Quote, Status, Watch};
use crate::diag::Error;
use crate::model::{Date, Failure, Fetch, Limits, sha256};

/// What is to be visited.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The addresses.
    pub links: &'a [Link],
    /// What is known of them.
    pub locks: &'a Locks,
    /// The day of the visit, to the day.
    pub today: &'a Date,
    /// Whether addresses checked today are asked for once more.
    pub again: bool,
    /// Whether entries of addresses that nothing leads to any more are dropped.
    pub prunes: bool,
    /// How politely and how patiently.
    pub pace: Pace,
}

/// Visits the addresses and returns the locks as they are then.
///
/// Shape: a lock for each article of `links`; those that changed have been saved.
/// Errors: when `watch` cannot keep a lock; when none of several hosts has an address, since then this machine has no
/// network, and nothing is kept.
pub fn visit(visit: &Visit<'_>, fetch: &dyn Fetch, watch: &mut dyn Watch) -> Result<Locks, Error> {
    let mut keeper = Keeper::new(visit);
    let addresses = keeper.addresses();
    let askable = addresses.iter().enumerate().filter_map(|(i, address)| Some((i, address.url.clone()?)));
    let schedule = Schedule::new(askable, visit.pace);
    let n_threads = schedule.n_hosts().min(visit.pace.max_hosts);
    keeper.is_online = schedule.n_hosts() < 2;
    for address in addresses.iter().filter(|address| address.url.is_none()) {
        keeper.record(address, &Record::without_page(Status::Failed(Failure::Invalid)));
    }
    let office = Office {
        schedule: Mutex::new(schedule),
        changed: Condvar::new(),
        start: Instant::now(),
        limits: visit.pace.limits,
    };
    std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        for _ in 0..n_threads {
            let sender = sender.clone();
            scope.spawn(|| office.work(fetch, sender));
        }
        drop(sender);
        let kept = keeper.keep(&addresses, &receiver, watch);
        // After a failure the threads end with the request they are at.
        office.lock().stop();
        office.changed.notify_all();
        kept
    })?;
    Ok(keeper.locks)
}

/// A page to be asked for once, however many articles lead to it.
struct Address {
    /// Without the part behind `#`; none when it cannot be asked for.
    url: Option<Url>,
    /// The articles and the addresses as typed.
    uses: Vec<(String, String)>,
}

/// What the threads share.
struct Office {
    schedule: Mutex<Schedule>,
    changed: Condvar,
    start: Instant,
    limits: Limits,
}

impl Office {
    fn lock(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes requests until there are none left.
    fn work(&self, fetch: &dyn Fetch, answers: Sender<Answer>) {
        let mut schedule = self.lock();
        loop {
            let next = schedule.next(self.start.elapsed());
            for answer in schedule.take_answers() {
                // Nobody listens any more after a failure; then the schedule is about to be emptied.
                answers.send(answer).ok();
            }
            schedule = match next {
                Next::Done => break,
                Next::Wait(None) => self.changed.wait(schedule).unwrap_or_else(PoisonError::into_inner),
                Next::Wait(Some(span)) => {
                    self.changed.wait_timeout(schedule, span).unwrap_or_else(PoisonError::into_inner).0
                }
                Next::Ask(ask) => {
                    drop(schedule);
                    let result = fetch.fetch(ask.url.as_str(), &self.limits);
                    let mut schedule = self.lock();
                    schedule.answered(ask, result, self.start.elapsed());
                    self.changed.notify_all();
                    schedule
                }
            };
        }
        drop(schedule);
        self.changed.notify_all();
    }
}

/// What an answer says of an address, apart from the passages quoted from it.
struct Record {
    status: Status,
    final_url: Option<String>,
    sha256: Option<String>,
    /// Folded; none when the page is no text.
    text: Option<String>,
    /// Whether a passage that is not in `text` may be in the part that was cut off.
    is_partial: bool,
}

impl Record {
    fn without_page(status: Status) -> Self {
        Self { status, final_url: None, sha256: None, text: None, is_partial: false }
    }

    fn new(address: &Address, answer: Answer) -> Self {
        let final_url = Some(&answer.url).filter(|url| address.url.as_ref() != Some(url)).map(ToString::to_string);
        match answer.response.filter(|_| answer.status.is_alive()) {
            Some(response) => Self {
                status: answer.status,
                final_url,
                sha256: (!response.is_partial).then(|| sha256(&response.body)),
                text: page_text(&response),
                is_partial: response.is_partial,
            },
            None => Self { final_url, ..Self::without_page(answer.status) },
        }
    }

    fn quote(&self, passage: &str) -> Quote {
        let found = self.text.as_ref().map(|text| text.contains(&fold(passage)));
        Quote { text: passage.to_owned(), found: found.filter(|found| *found || !self.is_partial) }
    }
}

/// The passages quoted from each address of an article.
type Wanted = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The locks while they fill.
struct Keeper<'a> {
    visit: &'a Visit<'a>,
    wanted: Wanted,
    locks: Locks,
    unsaved: BTreeSet<String>,
    /// Whether something came back that a machine without a network does not get.
    is_online: bool,
}

impl<'a> Keeper<'a> {
    fn new(visit: &'a Visit<'a>) -> Self {
        let mut wanted = Wanted::new();
        for link in visit.links {
            let addresses = wanted.entry(link.article.clone()).or_default();
            addresses.entry(link.url.clone()).or_default().extend(link.quotes.iter().cloned());
        }
        let mut unsaved = BTreeSet::new();
        let kept = |(article, addresses): (&String, &BTreeMap<String, BTreeSet<String>>)| {
            let old = visit.locks.get(article).cloned().unwrap_or_default();
            let n_old = old.len();
            let is_kept = |url: &String| !visit.prunes || addresses.contains_key(url);
            let lock: Lock = old.into_iter().filter(|(url, _)| is_kept(url)).collect();
            if lock.len() < n_old {
                unsaved.insert(article.clone());
            }
            (article.clone(), lock)
        };
        let locks = wanted.iter().map(kept).collect();
        Self { visit, wanted, locks, unsaved, is_online: true }
    }

    /// Returns the addresses to be asked for, each once.
    fn addresses(&self) -> Vec<Address> {
        let mut addresses: BTreeMap<String, Address> = BTreeMap::new();
        for (article, wanted) in &self.wanted {
            for (url, _) in wanted.iter().filter(|(url, quotes)| !self.is_fresh(article, url, quotes)) {
                let parsed = Url::parse(url).ok().filter(is_askable).map(|mut parsed| {
                    parsed.set_fragment(None);
                    parsed
                });
                let key = parsed.as_ref().map_or_else(|| url.clone(), ToString::to_string);
                let address = addresses.entry(key).or_insert_with(|| Address { url: parsed, uses: Vec::new() });
                address.uses.push((article.clone(), url.clone()));
            }
        }
        addresses.into_values().collect()
    }

    /// Says whether an address was checked today, with all its passages.
    fn is_fresh(&self, article: &str, url: &str, quotes: &BTreeSet<String>) -> bool {
        let entry = self.locks.get(article).and_then(|lock| lock.get(url));
        entry.filter(|_| !self.visit.again).is_some_and(|entry| {
            let is_known = |quote: &String| entry.quotes.iter().any(|known| known.text == *quote);
            entry.checked == *self.visit.today && quotes.iter().all(is_known)
        })
    }

    /// Takes in answers until the threads have ended; saves every few seconds and at the end.
    fn keep(&mut self, addresses: &[Address], answers: &Receiver<Answer>, watch: &mut dyn Watch) -> Result<(), Error> {
        let span = self.visit.pace.save_every;
        let mut saved = Instant::now();
        let mut n_done = addresses.iter().filter(|address| address.url.is_none()).count();
        loop {
            match answers.recv_timeout(span.saturating_sub(saved.elapsed()).max(Duration::from_millis(1))) {
                Ok(answer) => {
                    if let Some(address) = addresses.get(answer.address) {
                        n_done += 1;
                        watch.answered(n_done, addresses.len(), answer.url.as_str());
                        self.record(address, &Record::new(address, answer));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) if self.is_online => return self.save(watch),
                Err(RecvTimeoutError::Disconnected) => {
                    let error = Error::new("none of the hosts has an address, so nothing was recorded of them");
                    return Err(error.hint("see whether this machine has a network"));
                }
            }
            if self.is_online && saved.elapsed() >= span {
                self.save(watch)?;
                saved = Instant::now();
            }
        }
    }

    fn save(&mut self, watch: &mut dyn Watch) -> Result<(), Error> {
        for article in std::mem::take(&mut self.unsaved) {
            if let Some(lock) = self.locks.get(&article) {
                watch.save(&article, lock)?;
            }
        }
        Ok(())
    }

    fn record(&mut self, address: &Address, record: &Record) {
        self.is_online |= !matches!(record.status, Status::Failed(Failure::UnknownHost | Failure::Invalid));
        for (article, url) in &address.uses {
            let quotes = self.wanted.get(article).and_then(|wanted| wanted.get(url)).into_iter().flatten();
            let entry = Entry {
                status: record.status,
                checked: self.visit.today.clone(),
                final_url: record.final_url.clone(),
                sha256: record.sha256.clone(),
                quotes: quotes.map(|passage| record.quote(passage)).collect(),
            };
            self.locks.entry(article.clone()).or_default().insert(url.clone(), entry);
            self.unsaved.insert(article.clone());
        }
    }
}
