//! What is asked for next: one request at a time a host, a pause between two, robots.txt first, further tries,
//! redirects. A machine of values: the time is handed in as a span since the start.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use url::Url;

use super::robots::Rules;
use super::{Pace, Status};
use crate::model::{Failure, Fetched};

/// One request to be made.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) url: Url,
    purpose: Purpose,
    n_redirects: u32,
    n_tries: u32,
}

#[derive(Debug, Clone)]
enum Purpose {
    /// The address of this number.
    Page(usize),
    /// The rules of this origin, for which the queue of this host waits; a redirect may lead the request elsewhere.
    Robots { origin: String, host: String },
}

/// What became of an address.
#[derive(Debug)]
pub(super) struct Answer {
    /// Its number.
    pub(super) address: usize,
    pub(super) status: Status,
    /// Where redirects led.
    pub(super) url: Url,
    /// The last answer, when one came.
    pub(super) response: Option<Fetched>,
}

/// What to do next.
#[derive(Debug)]
pub(super) enum Next {
    /// Make this request and report it by `Schedule::answered`.
    Ask(Ask),
    /// Nothing is due before this span is over, or (none) before a request under way is answered.
    Wait(Option<Duration>),
    /// Everything is answered.
    Done,
}

/// What an origin's robots.txt came to.
#[derive(Debug)]
enum Permission {
    Pending,
    Known(Rules),
    /// It could not be read, so nothing is asked for.
    Barred(Failure),
}

#[derive(Debug, Default)]
struct Host {
    queue: VecDeque<Ask>,
    is_busy: bool,
    ready_at: Duration,
}

/// What an answer leads to.
enum Step {
    Again(Duration),
    Follow(Url),
    End(Status),
}

/// The requests still to be made, by host.
#[derive(Debug)]
pub(super) struct Schedule {
    pace: Pace,
    hosts: BTreeMap<String, Host>,
    permissions: BTreeMap<String, Permission>,
    answers: Vec<Answer>,
}

impl Schedule {
    /// Returns a schedule for `addresses`, http or https.
    pub(super) fn new(addresses: impl IntoIterator<Item = (usize, Url)>, pace: Pace) -> Self {
        let mut schedule = Self { pace, hosts: BTreeMap::new(), permissions: BTreeMap::new(), answers: Vec::new() };
        for (number, url) in addresses {
            schedule.push(Ask { url, purpose: Purpose::Page(number), n_redirects: 0, n_tries: 0 });
        }
        schedule
    }

    /// Returns how many hosts there are to ask.
    pub(super) fn n_hosts(&self) -> usize {
        self.hosts.len()
    }

    /// Returns what to do at `now`.
    pub(super) fn next(&mut self, now: Duration) -> Next {
        let is_due = |host: &Host| !host.is_busy && host.queue.iter().any(|ask| !self.is_pending(ask));
        let due = self.hosts.iter().filter(|(_, host)| is_due(host)).min_by_key(|(_, host)| host.ready_at);
        match due.map(|(name, host)| (name.clone(), host.ready_at)) {
            Some((name, at)) if at <= now => self.take(&name).map_or(Next::Wait(None), Next::Ask),
            Some((_, at)) => Next::Wait(Some(at - now)),
            None if self.hosts.values().all(|host| host.queue.is_empty() && !host.is_busy) => Next::Done,
            None => Next::Wait(None),
        }
    }

    /// Takes in what came of `ask`.
    pub(super) fn answered(&mut self, mut ask: Ask, result: Result<Fetched, Failure>, now: Duration) {
        let step = self.step(&ask, &result);
        let pause = self.pace.pause;
        let host = self.hosts.entry(host_of(&ask.url)).or_default();
        host.is_busy = false;
        host.ready_at = now + pause;
        match step {
            Step::Again(wait) => {
                host.ready_at = now + wait.max(pause);
                ask.n_tries += 1;
                host.queue.push_back(ask);
            }
            Step::Follow(url) => self.push(Ask { url, n_redirects: ask.n_redirects + 1, n_tries: 0, ..ask }),
            Step::End(status) => self.end(ask, status, result.ok()),
        }
    }

    /// Returns the answers that have come since the last call.
    pub(super) fn take_answers(&mut self) -> Vec<Answer> {
        std::mem::take(&mut self.answers)
    }

    /// Forgets what has not been asked for yet.
    pub(super) fn stop(&mut self) {
        self.hosts.values_mut().for_each(|host| host.queue.clear());
    }

    fn is_pending(&self, ask: &Ask) -> bool {
        let is_page = matches!(ask.purpose, Purpose::Page(_));
        is_page && matches!(self.permissions.get(&origin_of(&ask.url)), Some(Permission::Pending))
    }

    /// Takes the first request that may be made now; before the first page of an origin that is its robots.txt.
    fn take(&mut self, name: &str) -> Option<Ask> {
        let queue = self.hosts.get(name).map(|host| &host.queue)?;
        let first = queue.iter().position(|ask| !self.is_pending(ask))?;
        let robots = queue.get(first).filter(|ask| matches!(ask.purpose, Purpose::Page(_))).and_then(|ask| {
            let origin = origin_of(&ask.url);
            if self.permissions.contains_key(&origin) {
                return None;
            }
            let url = ask.url.join("/robots.txt").ok()?;
            Some(Ask { url, purpose: Purpose::Robots { origin, host: name.to_owned() }, n_redirects: 0, n_tries: 0 })
        });
        let host = self.hosts.get_mut(name)?;
        host.is_busy = true;
        match robots {
            Some(ask) => {
                self.permissions.insert(origin_of(&ask.url), Permission::Pending);
                Some(ask)
            }
            None => host.queue.remove(first),
        }
    }

    /// Lines a request up, or answers it when its host does not want it.
    fn push(&mut self, ask: Ask) {
        let barred = match (&ask.purpose, self.permissions.get(&origin_of(&ask.url))) {
            (Purpose::Page(_), Some(Permission::Barred(failure))) => Some(*failure),
            (Purpose::Page(_), Some(Permission::Known(rules))) if !rules.allow(&path_of(&ask.url)) => {
                Some(Failure::Robots)
            }
            _ => None,
        };
        match (barred, &ask.purpose) {
            (Some(failure), Purpose::Page(address)) => {
                let (address, status) = (*address, Status::Failed(failure));
                self.answers.push(Answer { address, status, url: ask.url, response: None });
            }
            _ => self.hosts.entry(host_of(&ask.url)).or_default().queue.push_back(ask),
        }
    }

    fn step(&self, ask: &Ask, result: &Result<Fetched, Failure>) -> Step {
        let backoff = self.pace.backoff.saturating_mul(2_u32.saturating_pow(ask.n_tries)).min(self.pace.longest_wait);
        let may_try = ask.n_tries + 1 < self.pace.max_tries;
        match result {
            Err(Failure::Tls | Failure::Invalid) | Ok(Fetched { status: 501 | 505, .. }) => {}
            Err(_) if may_try => return Step::Again(backoff),
            Ok(Fetched { status: 429 | 500..=599, retry_after, .. }) if may_try => {
                return Step::Again(retry_after.map_or(backoff, |asked| asked.min(self.pace.longest_wait)));
            }
            _ => {}
        }
        match result {
            Err(failure) => Step::End(Status::Failed(*failure)),
            Ok(Fetched { status: 301 | 302 | 303 | 307 | 308, location: Some(location), .. }) => {
                match ask.url.join(location) {
                    _ if ask.n_redirects >= self.pace.max_redirects => Step::End(Status::Failed(Failure::Redirects)),
                    Ok(url) if is_askable(&url) => Step::Follow(url),
                    _ => Step::End(Status::Failed(Failure::Invalid)),
                }
            }
            Ok(response) => Step::End(Status::Code(response.status)),
        }
    }

    fn end(&mut self, ask: Ask, status: Status, response: Option<Fetched>) {
        match ask.purpose {
            Purpose::Page(address) => self.answers.push(Answer { address, status, url: ask.url, response }),
            Purpose::Robots { origin, host } => {
                self.permissions.insert(origin, permission(status, response.as_ref()));
                // All that waited for these rules is lined up again, or answered.
                let waiting = self.hosts.get_mut(&host).map(|host| std::mem::take(&mut host.queue));
                waiting.into_iter().flatten().for_each(|ask| self.push(ask));
            }
        }
    }
}

/// RFC 9309, section 2.3.1: no file, no rules; a host that cannot say is not asked. A host that does not answer at
/// all is recorded as such, which spares it the same failure for each of its pages.
fn permission(status: Status, response: Option<&Fetched>) -> Permission {
    match (status, response) {
        (Status::Code(200..=299), Some(response)) => {
            Permission::Known(Rules::read(&String::from_utf8_lossy(&response.body)))
        }
        (Status::Code(429 | 500..), _) => Permission::Barred(Failure::Robots),
        (Status::Code(_) | Status::Failed(Failure::Redirects | Failure::Invalid), _) => {
            Permission::Known(Rules::default())
        }
        (Status::Failed(failure), _) => Permission::Barred(failure),
    }
}

/// Says whether `url` is http or https and names a host.
pub(super) fn is_askable(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn origin_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn path_of(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}
