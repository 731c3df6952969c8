//! Whom the server answers: requests for its own address, from its own pages.
//!
//! A page of another site can make a browser ask for any address, and can make its own name lead to this machine (DNS
//! rebinding). The browser then still names that site, in `Host` or in `Origin`. Where it sends neither a foreign name nor an
//! origin, as for scripts and pictures, it says by `Sec-Fetch-Site` that another site asks.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};

/// The names by which the server may be asked.
#[derive(Debug)]
pub(super) struct Hosts {
    address: SocketAddr,
}

impl Hosts {
    /// Returns the names of a server that listens on `address`.
    pub(super) fn of(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Says whether a request for `authority` (of an absolute address) with `headers` is for this server and from its pages.
    pub(super) fn allow(&self, authority: Option<&str>, headers: &HeaderMap) -> bool {
        let is_for_us = single(headers, &HOST).is_some_and(|host| self.is_ours(host));
        let is_from_us =
            !headers.contains_key(ORIGIN) || single(headers, &ORIGIN).is_some_and(|from| self.is_own(from));
        is_for_us
            && is_from_us
            && !is_part_of_another_site(headers)
            && authority.is_none_or(|authority| self.is_ours(authority))
    }

    /// An origin of this server: `http://127.0.0.1:4000`. `null`, which frames and files send, is none.
    fn is_own(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.is_ours(host))
    }

    /// `localhost`, a loopback address or the bound one, with the port. A server on all addresses of the machine is also
    /// asked by any of them; a name is then no more allowed than elsewhere, since only names can be made to lead here.
    fn is_ours(&self, host: &str) -> bool {
        let port = self.address.port();
        let name = match host.strip_suffix(&format!(":{port}")) {
            Some(name) => name,
            None if port == 80 => host,
            None => return false,
        };
        let bracketed = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let ip: Option<IpAddr> = match bracketed {
            Some(inner) => inner.parse().ok().filter(IpAddr::is_ipv6),
            None => name.parse().ok().filter(IpAddr::is_ipv4),
        };
        match ip {
            Some(ip) => is_own_loopback(&ip) || ip == self.address.ip() || self.address.ip().is_unspecified(),
            None => name.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// Says whether a page of another site wants it for itself; that it links here is no harm.
fn is_part_of_another_site(headers: &HeaderMap) -> bool {
    let is = |name: &str, values: &[&str]| {
        headers.get_all(name).iter().any(|value| values.iter().any(|known| value.as_bytes() == known.as_bytes()))
    };
    is("sec-fetch-site", &["cross-site", "same-site"]) && !is("sec-fetch-dest", &["document"])
}

fn is_own_loopback(ip: &IpAddr) -> bool {
    matches!(ip.to_string().as_str(), "127.0.0.1" | "::1")
}

/// A header's value, when it is there once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}
