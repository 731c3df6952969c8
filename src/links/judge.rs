//! Turns what became of addresses into findings, each at the place that leads to the address.

use super::{Link, Locks, Status};
use crate::diag::Diagnostic;
use crate::model::{Date, Failure};

/// After how many days a check is old.
pub const STALE_DAYS: i64 = 180;

/// Reports what `locks` say of `links`.
///
/// Errors: `JZ411` for an address that fails, `JZ412` for one that is gone while no archived copy is known, `JZ413` for
/// a page without a passage quoted from it, `JZ415` for an address that robots.txt keeps us from asking for.
pub fn judge(links: &[Link], locks: &Locks) -> Vec<Diagnostic> {
    let entry = |link: &Link| locks.get(&link.article)?.get(&link.url);
    let mut findings = Vec::new();
    for (link, entry) in links.iter().filter_map(|link| Some((link, entry(link)?))) {
        if !entry.status.is_alive() {
            findings.push(at(link, failure(link, entry.status)));
            continue;
        }
        for quote in link
            .quotes
            .iter()
            .filter(|quote| entry.quotes.iter().any(|known| known.text == **quote && known.found == Some(false)))
        {
            let message = format!("the page `{}` does not hold the quoted passage `{quote}`", link.url);
            let hint = "compare the page with the quotation; quote an archived copy if the page has changed";
            findings.push(at(link, Diagnostic::warning("JZ413", message).hint(hint)));
        }
    }
    findings
}

/// Reports the addresses of `links` whose check lies more than [`STALE_DAYS`] days before `today`.
///
/// Errors: `JZ414`; none for addresses that `locks` do not hold.
pub fn find_stale(links: &[Link], locks: &Locks, today: &Date) -> Vec<Diagnostic> {
    let age = |link: &Link| today.days_since(&locks.get(&link.article)?.get(&link.url)?.checked);
    let old = links.iter().filter_map(|link| Some((link, age(link).filter(|days| *days > STALE_DAYS)?)));
    old.map(|(link, days)| {
        let message = format!("`{}` was last checked {days} days ago", link.url);
        at(link, Diagnostic::info("JZ414", message).hint("run `jiaozhu check --links`"))
    })
    .collect()
}

fn at(link: &Link, finding: Diagnostic) -> Diagnostic {
    finding.at(&link.place.file, link.place.span.clone())
}

fn failure(link: &Link, status: Status) -> Diagnostic {
    let url = &link.url;
    if status == Status::Failed(Failure::Robots) {
        let message = format!("`{url}` was not asked for, as robots.txt of its host forbids it or cannot be read");
        return Diagnostic::info("JZ415", message).hint("look at it in a browser");
    }
    let message = format!("`{url}` {}", words(status));
    if status.is_dead() && !link.is_archived {
        let hint = "give the source an archived copy under `jz: archives:`, or another address";
        return Diagnostic::error("JZ412", format!("{message}, and no archived copy is known")).hint(hint);
    }
    Diagnostic::warning("JZ411", message).hint(match status {
        _ if status.is_dead() => "readers are given the archived copy; correct the address if the page has moved",
        Status::Code(401 | 402 | 403 | 451) => "look at it in a browser; some hosts answer programs so",
        Status::Failed(Failure::Invalid) => "type an address with a host, as https://example.org/page",
        _ => "try again later; correct the address if it stays so",
    })
}

fn words(status: Status) -> String {
    let failure = match status {
        Status::Code(code) => return format!("answers {code}"),
        Status::Failed(failure) => failure,
    };
    match failure {
        Failure::Timeout => "does not answer in time",
        Failure::Refused => "is on a host that cannot be reached",
        Failure::Dropped => "ends the connection before it answers",
        Failure::UnknownHost => "is on a host that does not exist",
        Failure::Tls => "has no certificate that can be trusted",
        Failure::Robots => "may not be asked for",
        Failure::Redirects => "is redirected without end",
        Failure::Invalid => "is, or is redirected to, no address that can be asked for",
    }
    .to_owned()
}
