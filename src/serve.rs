//! A site in memory in, answers to a browser on this machine out.
//! Refuses to know how the site is made, and files: it listens and never connects, and no request names a path on the disk.
//!
//! 1. `bind` takes a port: the one typed, or the first free one from [`PORT`] on.
//! 2. `Server::start` answers on a thread of its own; connections are bounded in number, time and size (`connections`).
//! 3. Each request is checked (`host`) and answered from the site shown (`answer`); pages get a script, and a box with what
//!    is wrong, on their way out (`insert`).
//! 4. `Server::show` exchanges the site; the script of each open page hears of it and loads the page again.

mod answer;
mod body;
mod connections;
mod host;
mod insert;
mod kind;

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::task::Poll;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{oneshot, watch};

use crate::diag::Error;
use crate::model::HeldSite;
use answer::Desk;
use host::Hosts;

pub use connections::{HEADER_LIMIT, HEADER_TIME, N_CONNECTIONS};
pub use std::net::IpAddr;

/// The port when none is typed.
pub const PORT: u16 = 4000;
/// How many ports are tried when none is typed.
const N_PORTS: u16 = 20;

/// What is shown at one moment.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Another text for each moment; open pages compare it.
    pub version: String,
    /// The last site without errors; none before there was one.
    pub site: Option<Arc<HeldSite>>,
    /// The path at which the site will lie, `/` or `/book/`; it is answered there and at `/`.
    pub base_path: String,
    /// What keeps a newer site from being shown.
    pub trouble: Option<Trouble>,
}

/// What is wrong, as it is shown in every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The language of both texts, BCP 47.
    pub lang: &'static str,
    /// One line.
    pub heading: String,
    /// The findings, as drawn for a terminal without colours.
    pub text: String,
}

/// Returns the bytes of a file of the site by its path below the root; only paths that the site names are asked for.
pub type ReadFile = Arc<dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync>;

/// Takes a port on `address`: `port`, or without one the first free of [`PORT`] and those after it.
///
/// Errors: when the port typed is taken, or no port is free, or the address is none of this machine's.
pub fn bind(address: IpAddr, port: Option<u16>) -> Result<TcpListener, Error> {
    let ports = port.map_or(PORT..=PORT + N_PORTS - 1, |port| port..=port);
    for candidate in ports {
        match TcpListener::bind((address, candidate)) {
            Ok(listener) => return Ok(listener),
            Err(cause) if cause.kind() == ErrorKind::AddrInUse => {}
            Err(cause) => return Err(Error::new(format!("cannot listen on {address}, port {candidate}: {cause}"))),
        }
    }
    Err(match port {
        Some(port) => Error::new(format!("port {port} is taken"))
            .hint("type another port with --port, or leave it out to get a free one"),
        None => Error::new(format!("the ports from {PORT} to {} are all taken", PORT + N_PORTS - 1))
            .hint("type another port with --port"),
    })
}

/// Calls `end` when the program is interrupted, as by Ctrl-C, or told to end.
///
/// Errors: when the system refuses the thread or its means of waiting.
pub fn on_interrupt(end: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().map_err(failed)?;
    let (mut interrupted, mut ended) = {
        let _inside = runtime.enter();
        (signal(SignalKind::interrupt()).map_err(failed)?, signal(SignalKind::terminate()).map_err(failed)?)
    };
    let wait = move || {
        runtime.block_on(std::future::poll_fn(|context| {
            if interrupted.poll_recv(context).is_ready() {
                Poll::Ready(())
            } else {
                ended.poll_recv(context).map(|_| ())
            }
        }));
        end();
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map_err(failed)?;
    Ok(())
}

fn failed(cause: std::io::Error) -> Error {
    Error::new(format!("the server cannot start: {cause}"))
}

/// A server that answers until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shown: watch::Sender<Arc<Shown>>,
    /// Dropped with the server; the thread ends when it is.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Answers on `listener` from `shown`, on a thread of its own.
    ///
    /// Errors: when the system refuses the thread or its means of waiting.
    pub fn start(listener: TcpListener, shown: Shown, read: ReadFile) -> Result<Self, Error> {
        let address = listener.local_addr().map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let (shown, receiver) = watch::channel(Arc::new(shown));
        let (stop, stopped) = oneshot::channel();
        let desk = Desk { hosts: Hosts::of(address), shown: receiver, read };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(failed)?
        };
        let answer = move || {
            runtime.spawn(connections::accept(listener, Arc::new(desk)));
            // Ends with an error when the server is dropped, which is the only way it ends.
            runtime.block_on(stopped).ok();
            runtime.shutdown_background();
        };
        std::thread::Builder::new().name("serve".to_owned()).spawn(answer).map_err(failed)?;
        Ok(Self { address, shown, _stop: stop })
    }

    /// Returns the address to type into a browser on this machine.
    pub fn url(&self) -> String {
        if self.address.ip().is_unspecified() {
            format!("http://localhost:{}/", self.address.port())
        } else {
            format!("http://{}/", self.address)
        }
    }

    /// Shows another state of the site; open pages load themselves again.
    pub fn show(&self, shown: Shown) {
        self.shown.send_replace(Arc::new(shown));
    }
}
