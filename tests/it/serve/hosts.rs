//! Whom the server answers: its own address, its own pages.

use std::net::SocketAddr;
use std::sync::Arc;

use jiaozhu::serve::{Server, bind};

use super::{Desk, LOOPBACK, shown};

#[test]
fn other_hosts_are_refused() {
    Desk::new(shown()).check_headers(&[
        (200, &["Host: 127.0.0.1:PORT"]),
        (200, &["Host: localhost:PORT"]),
        (200, &["Host: LOCALHOST:PORT"]),
        (200, &["Host: [::1]:PORT"]),
        (403, &["Host: evil.example"]),
        (403, &["Host: evil.example:PORT"]),
        (403, &["Host: localhost.evil.example:PORT"]),
        (403, &["Host: 127.0.0.1"]),
        (403, &["Host: 127.0.0.1:1"]),
        (403, &["Host: 127.0.0.1:PORT@evil.example:PORT"]),
        (403, &["Host: 192.168.0.1:PORT"]),
        (403, &["Host: ::1:PORT"]),
        (403, &["Host: "]),
        (403, &[]),
        (403, &["Host: 127.0.0.1:PORT", "Host: evil.example"]),
    ]);
}

#[test]
fn an_absolute_address_is_a_host_too() {
    let desk = Desk::new(shown());
    assert_eq!(desk.ask("GET http://evil.example/", &["Host: 127.0.0.1:PORT"]).status, 403);
    assert_eq!(desk.ask("GET http://127.0.0.1:PORT/", &["Host: 127.0.0.1:PORT"]).status, 200);
}

#[test]
fn pages_of_other_origins_are_refused() {
    let host = "Host: 127.0.0.1:PORT";
    Desk::new(shown()).check_headers(&[
        (200, &[host, "Origin: http://127.0.0.1:PORT"]),
        (200, &[host, "Origin: http://localhost:PORT"]),
        (403, &[host, "Origin: http://evil.example"]),
        (403, &[host, "Origin: https://127.0.0.1:PORT"]),
        (403, &[host, "Origin: http://127.0.0.1:1"]),
        (403, &[host, "Origin: null"]),
        (403, &[host, "Origin: http://127.0.0.1:PORT", "Origin: http://evil.example"]),
    ]);
}

#[test]
fn parts_of_other_sites_are_refused_and_links_are_followed() {
    let host = "Host: 127.0.0.1:PORT";
    Desk::new(shown()).check_headers(&[
        (200, &[host, "Sec-Fetch-Site: none", "Sec-Fetch-Dest: document"]),
        (200, &[host, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Dest: style"]),
        (200, &[host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: document"]),
        (403, &[host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: script"]),
        (403, &[host, "Sec-Fetch-Site: same-site", "Sec-Fetch-Dest: image"]),
        (403, &[host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: iframe"]),
        (403, &[host, "Sec-Fetch-Site: cross-site"]),
    ]);
}

#[test]
fn a_server_on_all_addresses_is_asked_by_addresses_and_not_by_names() {
    let listener = bind("0.0.0.0".parse().expect("an address"), Some(0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let server = Server::start(listener, shown(), Arc::new(|_: &str| None)).expect("it starts");
    assert_eq!(server.url(), format!("http://localhost:{port}/"));
    let desk = Desk { server, address: SocketAddr::new(LOOPBACK, port) };
    desk.check_headers(&[(200, &["Host: 192.168.0.1:PORT"]), (403, &["Host: evil.example:PORT"])]);
}
