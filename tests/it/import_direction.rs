//! The rooms import the model, findings and settings, and no other room.

use std::fs;
use std::path::Path;

const ROOMS: [&str; 23] = [
    "discover",
    "parse",
    "collate",
    "annotate",
    "script",
    "page",
    "render",
    "publish",
    "opencc",
    "import",
    "links",
    "fetch",
    "diff",
    "cite",
    "export",
    "patch",
    "bibliography",
    "words",
    "review",
    "search",
    "serve",
    "watch",
    "pandoc",
];
/// `render` and `export` draw the trees that `page` makes: the two arrows between rooms.
const ALLOWED: [(&str, &str); 2] = [("render", "page"), ("export", "page")];

fn files(room: &str) -> Vec<std::path::PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let below = crate::golden::files_below(&src.join(room)).into_keys();
    let below =
        below.filter(|file| file.ends_with(".rs") && !file.ends_with("tests.rs")).map(|file| src.join(room).join(file));
    std::iter::once(src.join(format!("{room}.rs"))).chain(below).collect()
}

#[test]
fn rooms_do_not_import_each_other() {
    let mut wrong = Vec::new();
    for room in ROOMS {
        for file in files(room) {
            let text = fs::read_to_string(&file).expect("a source file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for other in ROOMS.iter().filter(|other| **other != room && !ALLOWED.contains(&(room, other))) {
                if code.contains(&format!("crate::{other}::")) {
                    wrong.push(format!("{} imports {other}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_there() {
    for room in ROOMS {
        assert!(files(room)[0].exists(), "{room}");
    }
}

/// Only `fetch` reaches the network, and only the command line hands it out: no build can ask for anything. `serve` alone
/// listens, for the command of that name, and has nothing to reach out with.
#[test]
fn the_network_is_in_two_rooms_and_the_command_line_alone_opens_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let naming = |words: &[&str]| -> Vec<String> {
        let files = crate::golden::files_below(&src).into_iter();
        let named = files.filter(|(_, bytes)| words.iter().any(|word| String::from_utf8_lossy(bytes).contains(word)));
        named.map(|(name, _)| name).collect()
    };
    assert_eq!(naming(&["ureq::", "connect(", "::connect", "UdpSocket", "TcpSocket", "UnixStream"]), ["fetch.rs"]);
    assert_eq!(naming(&["fetch::"]), ["cli/check.rs"]);
    let listening = naming(&["std::net", "tokio::", "hyper::", "TcpStream"]);
    assert!(listening.iter().all(|file| file == "serve.rs" || file.starts_with("serve/")), "{listening:?}");
    assert_eq!(naming(&["TcpListener::bind"]), ["serve.rs"]);
    assert_eq!(naming(&["crate::serve::"]), ["cli/serve.rs", "preview.rs"]);
}
