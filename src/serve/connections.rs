//! Connections, bounded in number, time and size, so that slow or many ones keep nobody from the page.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::process::{Resource, getrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::answer::Desk;

/// How many connections are open at once, where the system allows four times as many open files; a further one closes the
/// oldest.
pub const N_CONNECTIONS: usize = 128;
/// How long a request's head, or the next request, may take.
pub const HEADER_TIME: Duration = Duration::from_secs(10);
/// The longest head of a request, in bytes.
pub const HEADER_LIMIT: usize = 16 * 1024;
/// The pause after the system refused a connection, as it does when there are too many open files.
const PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections for ever.
pub(super) async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    let most = most_connections();
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let accepted = listener.accept().await;
        open.retain(|connection| !connection.is_finished());
        if open.len() >= most || accepted.is_err() {
            open.pop_front().iter().for_each(AbortHandle::abort);
        }
        match accepted {
            Ok((stream, _)) => open.push_back(tokio::spawn(converse(stream, Arc::clone(&desk))).abort_handle()),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// A build needs files too: connections take a quarter of those that may be open.
fn most_connections() -> usize {
    let files = getrlimit(Resource::Nofile).current.and_then(|files| usize::try_from(files).ok());
    files.map_or(N_CONNECTIONS, |files| (files / 4).clamp(1, N_CONNECTIONS))
}

/// Answers the requests of one connection.
async fn converse(stream: TcpStream, desk: Arc<Desk>) {
    let answer = service_fn(move |request| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(desk.answer(request).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    http.max_header_size(HEADER_LIMIT).max_buf_size(2 * HEADER_LIMIT);
    // A client that goes away, or speaks no HTTP, is its own affair.
    http.serve_connection(TokioIo::new(stream), answer).await.ok();
}
