//! The network as the rooms know it: the trait that `fetch` implements, and what passes through it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Why an address gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// No connection, or no answer, in time.
    Timeout,
    /// The host refuses connections, or cannot be reached from here.
    Refused,
    /// The connection ended before the answer did, or the answer is no HTTP.
    Dropped,
    /// The name has no address.
    UnknownHost,
    /// No trusted connection: a wrong, expired or unknown certificate.
    Tls,
    /// The host's robots.txt forbids the request, or the host cannot say.
    Robots,
    /// Redirects without end.
    Redirects,
    /// No address that can be asked for.
    Invalid,
}

/// What one exchange with a server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest wait for a connection.
    pub connect: Duration,
    /// The longest wait for an answer, and again for its body.
    pub read: Duration,
    /// The largest body that is read, in bytes; the rest is cut off.
    pub max_body: usize,
}

/// A server's answer to one request; redirects are answers too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The status code.
    pub status: u16,
    /// Where a redirect leads, as sent.
    pub location: Option<String>,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
    /// The header `Content-Type`; empty when there is none.
    pub content_type: String,
    /// The body's bytes, at most [`Limits::max_body`].
    pub body: Vec<u8>,
    /// Whether the body is not the whole page as a reader gets it: too large, or compressed though not asked for.
    pub is_partial: bool,
}

/// The network, as this room knows it.
pub trait Fetch: Sync {
    /// Returns the answer to one GET request for `url`, without following redirects.
    ///
    /// Errors: when no answer came.
    fn fetch(&self, url: &str, limits: &Limits) -> Result<Fetched, Failure>;
}
