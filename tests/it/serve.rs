//! The preview server, over real connections to a port of the system's choice: what it answers.
//! In `hosts`, whom it answers; in `abuse`, what it bears; in `change` the program itself runs
//! and files change under it.

mod abuse;
mod change;
mod hosts;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use jiaozhu::model::{HeldFile, HeldSite};
use jiaozhu::serve::{IpAddr, PORT, Server, Shown, Trouble, bind};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Longer than any answer takes, shorter than a test may hang.
const PATIENCE: Duration = Duration::from_secs(60);
const SCRIPT: &str =
    "<script src=\"/.jiaozhu/reload.js\" data-events=\"/.jiaozhu/events\" data-version=\"1\"></script>\n";

/// A server with a few pages.
struct Desk {
    server: Server,
    address: SocketAddr,
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn held(files: &[(&str, &str)]) -> HeldSite {
    files.iter().map(|(path, text)| ((*path).to_owned(), HeldFile::Bytes(text.as_bytes().into()))).collect()
}

fn shown() -> Shown {
    let mut site = held(&[
        ("index.html", "<body>首頁</body>"),
        ("404.html", "<body>沒有這一頁</body>"),
        ("zh-hant/tea/index.html", "<body>茶與水</BODY>\n"),
        ("data/tea/edition.json", "{}"),
    ]);
    site.insert("zh-hant/tea/山 1.png".to_owned(), HeldFile::File("content/tea/山 1.png".to_owned()));
    site.insert("gone.png".to_owned(), HeldFile::File("static/gone.png".to_owned()));
    Shown { version: "1".to_owned(), site: Some(Arc::new(site)), base_path: "/book/".to_owned(), trouble: None }
}

impl Desk {
    fn new(shown: Shown) -> Self {
        let listener = bind(LOOPBACK, Some(0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let read = |path: &str| (path == "content/tea/山 1.png").then(|| b"picture".to_vec());
        Self { server: Server::start(listener, shown, Arc::new(read)).expect("it starts"), address }
    }

    fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Sends `request` as it is, with the server's own port for `PORT`; none when the connection ends without an answer.
    fn send(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.open();
        // The server may have heard enough before all is sent.
        stream.write_all(request).ok();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
    }

    /// Sends a request line and headers; `PORT` in them is the server's own.
    fn ask(&self, line: &str, headers: &[&str]) -> Answer {
        let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
        headers.iter().for_each(|header| request.push_str(&format!("{header}\r\n")));
        let request = format!("{request}\r\n").replace("PORT", &self.address.port().to_string());
        self.send(request.as_bytes()).unwrap_or_else(|| panic!("no answer to {line}"))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &["Host: 127.0.0.1:PORT"])
    }

    /// Checks the statuses of GET requests for `/` with `headers`, a line each.
    #[track_caller]
    fn check_headers(&self, cases: &[(u16, &[&str])]) {
        let asked: Vec<(u16, &[&str])> =
            cases.iter().map(|(_, headers)| (self.ask("GET /", headers).status, *headers)).collect();
        assert_eq!(asked, cases);
    }
}

#[test]
fn a_page_comes_with_the_script_and_without_a_trace_in_caches() {
    let answer = Desk::new(shown()).get("/zh-hant/tea/");
    assert_eq!((answer.status, answer.body), (200, format!("<body>茶與水{SCRIPT}</BODY>\n")));
    for header in [
        "content-type: text/html; charset=utf-8",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(answer.head.contains(header), "{header} in {}", answer.head);
    }
    assert!(!answer.head.contains("access-control"), "{}", answer.head);
}

#[test]
fn files_come_as_they_are() {
    let desk = Desk::new(shown());
    let data = desk.get("/data/tea/edition.json?x=1");
    assert_eq!((data.status, data.body.as_str()), (200, "{}"));
    assert!(data.head.contains("content-type: application/json"), "{}", data.head);
    let picture = desk.get("/zh-hant/tea/%E5%B1%B1%201.png");
    assert_eq!((picture.status, picture.body.as_str()), (200, "picture"));
    assert!(picture.head.contains("content-type: image/png"), "{}", picture.head);
    assert_eq!(desk.get("/gone.png").status, 404, "a file removed since");
}

#[test]
fn the_site_is_at_its_own_path_too_and_folders_get_their_slash() {
    let desk = Desk::new(shown());
    assert!(desk.get("/book/zh-hant/tea/").body.contains("茶與水"));
    let moved = desk.get("/zh-hant/tea");
    assert_eq!(moved.status, 302);
    assert!(moved.head.contains("location: /book/zh-hant/tea/"), "{}", moved.head);
    assert_eq!(desk.get("//zh-hant/tea").status, 404, "no address of another host is made of it");
}

#[test]
fn unknown_addresses_get_the_sites_own_page() {
    let desk = Desk::new(shown());
    let answer = desk.get("/zh-hant/coffee/");
    assert_eq!((answer.status, answer.body), (404, format!("<body>沒有這一頁{SCRIPT}</body>")));
}

/// An open page's stream of events.
struct Events(TcpStream);

impl Events {
    fn of(desk: &Desk) -> Self {
        let mut stream = desk.open();
        let request = format!("GET /.jiaozhu/events HTTP/1.1\r\nHost: {}\r\n\r\n", desk.address);
        stream.write_all(request.as_bytes()).expect("it is heard");
        Self(stream)
    }

    /// The next version told.
    fn next(&mut self) -> String {
        let mut told = Vec::new();
        let mut byte = [0];
        while !told.ends_with(b"\n\n") && self.0.read(&mut byte).expect("an event in time") == 1 {
            told.extend(byte);
        }
        let told = String::from_utf8_lossy(&told).into_owned();
        told.rsplit("data: ").next().unwrap_or_default().trim().to_owned()
    }
}

#[test]
fn open_pages_hear_of_another_version_and_troubles_come_and_go() {
    let desk = Desk::new(shown());
    let mut events = Events::of(&desk);
    assert_eq!(events.next(), "1");
    let trouble = Trouble { lang: "en", heading: "a & b".to_owned(), text: "<script>alert(1)</script> \"".to_owned() };
    desk.server.show(Shown { version: "2".to_owned(), trouble: Some(trouble), ..shown() });
    assert_eq!(events.next(), "2");
    let box_of = "<link rel=\"stylesheet\" href=\"/.jiaozhu/trouble.css\">\n<aside id=\"jiaozhu-trouble\" lang=\"en\" \
        role=\"alert\"><details open><summary>a &amp; b</summary>\n<pre>&lt;script&gt;alert(1)&lt;/script&gt; &quot;\
        </pre></details></aside>\n";
    assert_eq!(desk.get("/").body, format!("<body>首頁{box_of}{}</body>", SCRIPT.replace("\"1\"", "\"2\"")));
    desk.server.show(Shown { version: "3".to_owned(), ..shown() });
    assert_eq!(events.next(), "3");
    assert!(!desk.get("/").body.contains("jiaozhu-trouble"));
}

#[test]
fn before_there_is_a_site_every_address_says_what_is_wrong() {
    let trouble = Trouble { lang: "zh-Hant", heading: "有錯".to_owned(), text: "1 < 2".to_owned() };
    let desk = Desk::new(Shown { site: None, trouble: Some(trouble), ..shown() });
    let answer = desk.get("/zh-hant/tea/");
    assert_eq!(answer.status, 500);
    assert!(answer.body.starts_with("<!doctype html>\n<html lang=\"zh-Hant\">"), "{}", answer.body);
    assert!(answer.body.contains("<pre>1 &lt; 2</pre>") && answer.body.contains(SCRIPT), "{}", answer.body);
}

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind((LOOPBACK, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let error = bind(LOOPBACK, Some(port)).expect_err("it is taken");
    assert_eq!(error.message, format!("port {port} is taken"));
    assert_eq!(error.hint.as_deref(), Some("type another port with --port, or leave it out to get a free one"));
    // The first port is held by this test, if by nobody else.
    let _first = TcpListener::bind((LOOPBACK, PORT));
    let other = bind(LOOPBACK, None).expect("another port").local_addr().expect("an address").port();
    assert!(other > PORT, "{other}");
}
