//! The program itself, serving a site on a port of the system's choice.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use super::PATIENCE;
use crate::typed::Site;

/// The program, serving a site.
pub(super) struct Program {
    pub(super) child: Child,
    said: BufReader<ChildStderr>,
    pub(super) address: SocketAddr,
}

impl Program {
    pub(super) fn serving(site: &Site, arguments: &[&str]) -> Self {
        Self::started_by(Command::new(env!("CARGO_BIN_EXE_jiaozhu")), site.root(), arguments)
    }

    pub(super) fn serving_at(root: &Path) -> Self {
        Self::started_by(Command::new(env!("CARGO_BIN_EXE_jiaozhu")), root, &[])
    }

    /// Starts the program by `command`, to which its arguments are added.
    pub(super) fn started_by(mut command: Command, root: &Path, arguments: &[&str]) -> Self {
        command.arg("serve").arg("--root").arg(root).args(["--port", "0"]).args(arguments);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(said.read_line(&mut line).expect("text") > 0, "it ended");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().and_then(|address| address.parse().ok()).expect("an address");
            }
        };
        Self { child, said, address }
    }

    /// What is said next on the terminal.
    pub(super) fn said(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }

    pub(super) fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("it is heard");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer in time");
        answer
    }

    /// Returns the page at `path` as soon as it is as wanted; asks whenever another version is told.
    pub(super) fn get_when(&self, path: &str, is_wanted: impl Fn(&str) -> bool) -> String {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let request = format!("GET /.jiaozhu/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("it is heard");
        for line in BufReader::new(stream).lines() {
            if line.expect("an event in time").starts_with("data: ") {
                let page = self.get(path);
                if is_wanted(&page) {
                    return page;
                }
            }
        }
        panic!("the server ended");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
