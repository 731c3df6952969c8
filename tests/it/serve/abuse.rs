//! What the server bears: paths, methods, requests and numbers of connections that no browser sends by itself.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use jiaozhu::serve::{HEADER_LIMIT, N_CONNECTIONS};

use super::program::Program;
use super::{Answer, Desk, shown};
use crate::golden::write;
use crate::typed::Site;

#[test]
fn no_path_leaves_the_site() {
    let desk = Desk::new(shown());
    for path in [
        "/../jiaozhu.toml",
        "/zh-hant/../index.html",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%252e%252e/etc/passwd",
        "/zh-hant/tea/%5c..%5cindex.html",
        "/content/tea/%E5%B1%B1%201.png",
        "/index.html%00",
        "/%ff%fe",
        "/%",
        "//etc/passwd",
        "/.jiaozhu.json",
        "/book/../index.html",
        "/static/../../../../etc/passwd",
        "/zh-hant/tea/%2e%2e/%2e%2e/index.html",
        "/zh-hant/tea/..%252f..%252findex.html",
        "/zh-hant/tea/%c0%ae%c0%ae/index.html",
        "/zh-hant\\..\\index.html",
    ] {
        assert_eq!(desk.get(path).status, 404, "{path}");
    }
    for path in ["a".repeat(8000), "../".repeat(2500), "%2e%2e%2f".repeat(800)] {
        assert_eq!(desk.get(&format!("/{path}")).status, 404);
    }
    for path in ["/\u{0}", "/index.html\u{0}.png"] {
        assert_eq!(desk.get(path).status, 400, "{path:?}");
    }
}

#[test]
fn only_get_and_head() {
    let desk = Desk::new(shown());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"] {
        let answer = desk.ask(&format!("{method} /"), &["Host: 127.0.0.1:PORT"]);
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head.contains("allow: get, head"), "{}", answer.head);
    }
    let (head, get) = (desk.ask("HEAD /", &["Host: 127.0.0.1:PORT"]), desk.get("/"));
    let length =
        |answer: &Answer| answer.head.lines().find(|line| line.starts_with("content-length")).map(str::to_owned);
    assert_eq!((head.status, head.body.as_str(), length(&head)), (200, "", length(&get)));
}

#[test]
fn requests_too_long_or_malformed_are_refused_and_the_next_is_answered() {
    let desk = Desk::new(shown());
    let long = "x".repeat(HEADER_LIMIT);
    let host = format!("Host: {}\r\n", desk.address);
    let cases: [(&[u16], String); 8] = [
        (&[431], format!("GET / HTTP/1.1\r\n{host}X: {long}\r\n\r\n")),
        (&[414, 431], format!("GET /{long} HTTP/1.1\r\n{host}\r\n")),
        (&[431], format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(1000))),
        (&[400], "nonsense\r\n\r\n".to_owned()),
        (&[400], format!("GET / HTTP/9.9\r\n{host}\r\n")),
        (&[400], format!("GET / HTTP/1.1\r\n{host}bad header\r\n\r\n")),
        (&[400], "\u{16}\u{3}\u{1}\u{0}TLS\r\n\r\n".to_owned()),
        (&[400], format!("GET / HTTP/1.1\r\n{host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n")),
    ];
    for (expected, request) in cases {
        let status = desk.send(request.as_bytes()).map(|answer| answer.status);
        let start: String = request.chars().take(60).collect();
        assert!(status.is_some_and(|status| expected.contains(&status)), "{status:?} for {start:?}");
        assert_eq!(desk.get("/").status, 200, "after {start:?}");
    }
}

#[test]
fn three_hundred_slow_connections_keep_nobody_from_the_page() {
    let desk = Desk::new(shown());
    let slow: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = desk.open();
            // The oldest may have been closed meanwhile.
            stream.write_all(b"GET / HTTP/1.1\r\nHost: 127").ok();
            stream
        })
        .collect();
    assert_eq!(desk.get("/").status, 200);
    // The oldest were closed, the newest are still heard.
    let is_closed = |stream: &TcpStream| {
        stream.set_nonblocking(true).expect("a socket");
        (&mut &*stream).read(&mut [0]).is_ok_and(|n| n == 0)
    };
    assert!(slow.iter().take(300 - N_CONNECTIONS).all(is_closed));
    assert!(!slow.last().is_some_and(is_closed));
}

#[test]
fn a_thousand_connections_at_once_are_borne() {
    let desk = Desk::new(shown());
    let n_answered: usize = std::thread::scope(|scope| {
        let ask = || (0..100).filter(|_| is_answered(&desk)).count();
        let threads: Vec<_> = (0..10).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).sum()
    });
    // Ten ask at a time here; below, a thousand are open together.
    assert_eq!(n_answered, 1000);
    let open: Vec<TcpStream> = (0..1000).filter_map(|_| request(&desk)).collect();
    assert_eq!(desk.get("/").status, 200);
    drop(open);
    assert_eq!(desk.get("/").status, 200);
}

/// Sends a request and leaves the answer unread.
fn request(desk: &Desk) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(desk.address).ok()?;
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", desk.address);
    stream.write_all(request.as_bytes()).ok()?;
    Some(stream)
}

fn is_answered(desk: &Desk) -> bool {
    let mut answer = String::new();
    request(desk).is_some_and(|mut stream| stream.read_to_string(&mut answer).is_ok())
        && answer.starts_with("HTTP/1.1 200")
}

#[test]
fn few_descriptors_are_enough() {
    let site = Site::new(&[("tea/index.md", "# 茶\n\n水輕。\n")]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n 40; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_jiaozhu")]);
    let program = Program::started_by(shell, site.root(), &[]);
    let idle: Vec<TcpStream> = (0..60).filter_map(|_| TcpStream::connect(program.address).ok()).collect();
    assert!(program.get("/zh-hant/tea/").contains("水輕。"));
    site.write("tea/index.md", "# 茶\n\n水重。\n");
    program.get_when("/zh-hant/tea/", |page| page.contains("水重。"));
    assert_eq!(idle.len(), 60);
}

#[test]
fn a_link_that_is_put_where_a_file_was_leads_nowhere() {
    let site = Site::new(&[("tea/index.md", "# 茶\n\n水輕。\n"), ("tea/cup.svg", "<svg/>")]);
    let file = site.root().join("static/note.txt");
    write(&file, b"a note");
    let outside = tempfile::tempdir().expect("a folder");
    write(&outside.path().join("secret.txt"), b"a secret");
    let program = Program::serving(&site, &[]);
    assert!(program.get("/note.txt").ends_with("a note"));
    std::fs::remove_file(&file).expect("it is removed");
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), &file).expect("a link");
    std::os::unix::fs::symlink(outside.path(), site.root().join("static/folder")).expect("a link");
    // At once, and after the change is seen.
    assert!(program.get("/note.txt").starts_with("HTTP/1.1 404"));
    program.get_when("/", |page| page.contains("`static/note.txt` is a symbolic link"));
    for path in ["/note.txt", "/folder/secret.txt", "/folder/"] {
        let answer = program.get(path);
        assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("a secret"), "{path}: {answer}");
    }
}
