//! The network, in one place. In: an address, limits. Out: one answer, or why there is none.
//! Refuses to know what is asked for and how often; `links` decides that.
//!
//! 1. `Http::new` settles what is the same for all requests: our name, no redirects, no connection kept.
//! 2. `Http::fetch` makes one request within its limits and reads the answer's head and the body's beginning.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use ureq::http::HeaderMap;
use ureq::{Agent, Error};

use crate::model::{Failure, Fetch, Fetched, Limits};

/// What hosts are told of us.
const USER_AGENT: &str = concat!("jiaozhu/", env!("CARGO_PKG_VERSION"), " (link check)");

/// Requests over HTTP and HTTPS; certificates are judged by Mozilla's list of authorities, which is in the program.
#[derive(Debug)]
pub struct Http {
    agent: Agent,
}

/// Whether requests go by a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// By the one that the environment names (`HTTPS_PROXY`, `NO_PROXY` …), if it names one.
    Environment,
    /// Straight to the host.
    Direct,
}

impl Http {
    /// Returns a client that takes `route`.
    pub fn new(route: Route) -> Self {
        let config = Agent::config_builder().user_agent(USER_AGENT).accept("text/html,*/*;q=0.8");
        // A redirect is a request to be paced like any other. A connection is not worth keeping over the pause.
        let config = config.http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
        let config = config.max_idle_connections(0).max_idle_connections_per_host(0);
        let config = if route == Route::Direct { config.proxy(None) } else { config };
        Self { agent: config.build().new_agent() }
    }
}

impl Fetch for Http {
    fn fetch(&self, url: &str, limits: &Limits) -> Result<Fetched, Failure> {
        let request = self.agent.get(url).config();
        let request = request.timeout_resolve(Some(limits.connect)).timeout_connect(Some(limits.connect));
        let request = request.timeout_recv_response(Some(limits.read)).timeout_recv_body(Some(limits.read));
        let answer = request.build().call().map_err(|error| failure(&error))?;
        let (head, body) = answer.into_parts();
        let mut bytes = Vec::new();
        let n_read = u64::try_from(limits.max_body).unwrap_or(u64::MAX).saturating_add(1);
        body.into_reader().take(n_read).read_to_end(&mut bytes).map_err(|error| failure(&error.into()))?;
        let is_cut = bytes.len() > limits.max_body;
        bytes.truncate(limits.max_body);
        let text = |name: &str| text_of(&head.headers, name);
        Ok(Fetched {
            status: head.status.as_u16(),
            location: text("location"),
            retry_after: retry_after(&head.headers),
            content_type: text("content-type").unwrap_or_default(),
            is_partial: is_cut || text("content-encoding").is_some_and(|coding| coding != "identity"),
            body: bytes,
        })
    }
}

/// Returns a header's value; addresses in it are often sent as UTF-8.
fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// Seconds, or a date (RFC 9110, section 10.2.3), which is compared with the server's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let asked = text_of(headers, "retry-after")?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    date(&asked)?.duration_since(date(&text_of(headers, "date")?)?).ok()
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::Timeout(_) => Failure::Timeout,
        Error::HostNotFound => Failure::UnknownHost,
        Error::ConnectionFailed => Failure::Refused,
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) => Failure::Tls,
        Error::BadUri(_) | Error::Http(_) | Error::InvalidProxyUrl => Failure::Invalid,
        Error::Io(cause) => io_failure(cause),
        _ => Failure::Dropped,
    }
}

/// What a failed look-up, connection, read or write comes from; errors of the layers above are wrapped in it.
fn io_failure(cause: &std::io::Error) -> Failure {
    if let Some(error) = cause.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        return failure(error);
    }
    match cause.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => Failure::Refused,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::Timeout,
        _ => wording_failure(&cause.to_string()),
    }
}

/// The system's look-up of names and rustls give words alone: glibc, macOS and musl say that a name has no address so.
fn wording_failure(words: &str) -> Failure {
    let has = |part: &str| words.contains(part);
    match () {
        () if has("lookup address") && (has("not known") || has("does not resolve")) => Failure::UnknownHost,
        () if has("lookup address") => Failure::Refused,
        () if has("certificate") || has("corrupt message") => Failure::Tls,
        () => Failure::Dropped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_address_is_told_from_a_look_up_that_failed() {
        for (words, expected) in [
            ("failed to lookup address information: Name or service not known", Failure::UnknownHost),
            (
                "failed to lookup address information: nodename nor servname provided, or not known",
                Failure::UnknownHost,
            ),
            ("failed to lookup address information: Name does not resolve", Failure::UnknownHost),
            ("failed to lookup address information: Temporary failure in name resolution", Failure::Refused),
            ("invalid peer certificate: UnknownIssuer", Failure::Tls),
            ("received corrupt message of type InvalidContentType", Failure::Tls),
            ("connection reset", Failure::Dropped),
        ] {
            assert_eq!(io_failure(&std::io::Error::other(words)), expected, "{words}");
        }
    }

    #[test]
    fn a_server_may_name_a_span_or_a_date_by_its_own_clock() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let asked = |value| retry_after(&headers(&[("retry-after", value), ("date", "Fri, 01 May 2026 08:00:00 GMT")]));
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Fri, 01 May 2026 08:00:09 GMT"), Some(Duration::from_secs(9)));
        assert_eq!(asked("Fri, 01 May 2026 07:00:00 GMT"), None);
        assert_eq!(asked("soon"), None);
    }
}
