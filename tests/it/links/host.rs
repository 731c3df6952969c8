//! A host on this machine that fails in every way, asked as any host is.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiaozhu::fetch::{Http, Route};
use jiaozhu::links::{Status, read_lock};
use jiaozhu::model::{Failure, Fetch};

use super::{LOCK, MS, Site, brisk};

/// A server on this machine that fails in every way, one at a time.
struct Server {
    address: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    asked: Mutex<Vec<String>>,
    n_answering: AtomicUsize,
    n_hanging: AtomicUsize,
    /// Whether two requests were under way at once.
    was_crowded: AtomicBool,
    hangs_at_two: AtomicBool,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        // The thread ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, state }
    }

    fn n_asked(&self, path: &str) -> usize {
        self.state.asked.lock().expect("unbroken").iter().filter(|asked| *asked == path).count()
    }
}

impl State {
    fn serve(&self, mut stream: TcpStream) {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
            head.extend(byte);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        assert!(head.contains(concat!("jiaozhu/", env!("CARGO_PKG_VERSION"))), "{head}");
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        // A client that has given up is noticed a little later.
        let given_up = Instant::now();
        while self.n_hanging.load(Ordering::SeqCst) > 0 && given_up.elapsed() < MS(500) {
            std::thread::sleep(MS(1));
        }
        if self.n_answering.fetch_add(1, Ordering::SeqCst) + self.n_hanging.load(Ordering::SeqCst) > 0 {
            self.was_crowded.store(true, Ordering::SeqCst);
        }
        let nth = {
            let mut asked = self.asked.lock().expect("unbroken");
            asked.push(path.clone());
            asked.iter().filter(|known| **known == path).count()
        };
        std::thread::sleep(MS(5));
        let answer = self.answer(&path, nth);
        self.n_answering.fetch_sub(1, Ordering::SeqCst);
        match answer {
            Some((head, body)) => {
                let length = body.len();
                let text =
                    format!("HTTP/1.1 {head}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{body}");
                stream.write_all(text.as_bytes()).ok();
            }
            None if path == "/drop" => {}
            None => {
                self.n_hanging.fetch_add(1, Ordering::SeqCst);
                stream.read_to_end(&mut Vec::new()).ok();
                self.n_hanging.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    /// Status line with headers, and body; none: the connection is dropped or hangs.
    fn answer(&self, path: &str, nth: usize) -> Option<(&'static str, String)> {
        let is_hanging = path == "/hang" || (path == "/two" && self.hangs_at_two.load(Ordering::SeqCst));
        Some(match path {
            "/drop" => return None,
            _ if is_hanging => return None,
            "/robots.txt" => ("200 OK", "User-agent: *\nDisallow: /secret\n".to_owned()),
            "/moved" => ("301 Moved Permanently\r\nLocation: /ok", String::new()),
            "/round" => ("302 Found\r\nLocation: /round", String::new()),
            "/gone" => ("404 Not Found", "<p>不在".to_owned()),
            "/busy" if nth == 1 => ("429 Too Many Requests\r\nRetry-After: 1", String::new()),
            "/broken" => ("500 Internal Server Error", String::new()),
            "/large" => ("200 OK", "水".repeat(40_000)),
            _ => ("200 OK", "<p>橋下的水很清。".to_owned()),
        })
    }
}

#[test]
fn a_real_server_is_asked_politely_and_every_failure_is_told_apart() {
    let server = Server::start();
    let paths =
        ["/ok", "/moved", "/round", "/gone", "/busy", "/broken", "/hang", "/drop", "/secret", "/large", "/ok#p2"];
    let site = Site::leading_to(&server.address, &paths);
    let mut links = site.links();
    for (path, quote) in [("/ok", "橋下的水很清"), ("/moved", "橋下的水很濁"), ("/large", "不在前面")] {
        let link = links.iter_mut().find(|link| link.url.ends_with(path)).expect("the link");
        link.quotes.push(quote.to_owned());
    }
    let start = Instant::now();
    let findings = site.visit(&links, &Http::new(Route::Direct));
    assert!(start.elapsed() >= Duration::from_secs(1), "`Retry-After: 1` is heeded");
    let failed = Status::Failed;
    let expected = [
        ("broken", Status::Code(500)),
        ("busy", Status::Code(200)),
        ("drop", failed(Failure::Dropped)),
        ("gone", Status::Code(404)),
        ("hang", failed(Failure::Timeout)),
        ("large", Status::Code(200)),
        ("moved", Status::Code(200)),
        ("ok", Status::Code(200)),
        ("ok#p2", Status::Code(200)),
        ("round", failed(Failure::Redirects)),
        ("secret", failed(Failure::Robots)),
    ];
    assert_eq!(site.statuses(), expected.map(|(path, status)| (path.to_owned(), status)).into());
    let counted = ["/robots.txt", "/ok", "/gone", "/busy", "/broken", "/hang", "/drop", "/secret", "/round"];
    // `/ok` and `/ok#p2` are one page; `/moved` leads there too.
    assert_eq!(counted.map(|path| server.n_asked(path)), [1, 2, 1, 2, 3, 3, 3, 0, 11]);
    assert!(!server.state.was_crowded.load(Ordering::SeqCst), "two requests at a time");
    let lock = read_lock(LOCK, &site.lock()).expect("a lock");
    let entry = |path: &str| lock.get(&format!("{}{path}", server.address)).expect("an entry");
    let final_url = format!("{}/ok", server.address);
    assert_eq!(entry("/moved").final_url.as_ref(), Some(&final_url));
    assert_eq!(entry("/ok").final_url, None);
    assert_eq!(entry("/moved").sha256, entry("/ok").sha256);
    assert_eq!(entry("/large").sha256, None, "the body was cut off");
    let found = |path: &str| entry(path).quotes.first().and_then(|quote| quote.found);
    assert_eq!([found("/ok"), found("/moved"), found("/large")], [Some(true), Some(false), None]);
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["JZ411", "JZ411", "JZ411", "JZ411", "JZ412", "JZ413", "JZ415"]);
}

#[test]
fn a_host_that_refuses_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed = format!("http://{}/x", listener.local_addr().expect("an address"));
    drop(listener);
    assert_eq!(Http::new(Route::Direct).fetch(&closed, &brisk().limits), Err(Failure::Refused));
}

#[test]
fn a_server_without_tls_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}/x", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").ok();
        }
    });
    assert_eq!(Http::new(Route::Direct).fetch(&url, &brisk().limits), Err(Failure::Tls));
}

fn jiaozhu(site: &Site) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    command.args(["check", "--links", "--today", "2026-05-01", "--root"]).arg(site.root());
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

#[test]
fn a_run_that_is_killed_goes_on_where_it_stopped() {
    let server = Server::start();
    let site = Site::leading_to(&server.address, &["/one", "/two"]);
    server.state.hangs_at_two.store(true, Ordering::SeqCst);
    let mut first = jiaozhu(&site).spawn().expect("it starts");
    let start = Instant::now();
    while !site.lock().contains("/one") && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(MS(20));
    }
    first.kill().expect("it is killed");
    first.wait().expect("it ends");
    assert_eq!(site.statuses(), [("one".to_owned(), Status::Code(200))].into());
    server.state.hangs_at_two.store(false, Ordering::SeqCst);
    let second = jiaozhu(&site).output().expect("it runs");
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    let both = [("one".to_owned(), Status::Code(200)), ("two".to_owned(), Status::Code(200))];
    assert_eq!(site.statuses(), both.into());
    assert_eq!(server.n_asked("/one"), 1);
}

/// The program tells the exit status of what it found, and a build asks nothing.
#[test]
fn a_build_asks_nothing_and_a_check_without_links_neither() {
    let server = Server::start();
    let site = Site::leading_to(&server.address, &["/gone"]);
    for command in ["build", "check"] {
        let output = Command::new(env!("CARGO_BIN_EXE_jiaozhu")).args([command, "--root"]).arg(site.root()).output();
        assert!(output.expect("it runs").status.success());
    }
    assert!(server.state.asked.lock().expect("unbroken").is_empty());
    assert!(!site.root().join(LOCK).exists());
    let output = jiaozhu(&site).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(server.n_asked("/gone"), 1);
}
