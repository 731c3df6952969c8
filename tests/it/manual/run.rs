//! What the manual shows is run, page by page.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiaozhu::build::{PROOF_FORM, open_settling};
use jiaozhu::diag::Catalogue;
use jiaozhu::emend::{FORM, Request, emend, open_review};
use jiaozhu::review::{Key, Record, Review, Step};

use super::blocks::{Block, blocks};
use super::page_files;
use crate::golden::{is_blessing, write};

/// What stands for lines that are left out.
const LEFT_OUT: &str = "…";
/// The folder that the manual speaks of, in place of the temporary one.
const HOME: &str = "/home/chen";
/// Findings that say that a file cannot be read as what it is.
pub const UNREADABLE: [&str; 14] = [
    "JZ007", "JZ008", "JZ200", "JZ220", "JZ303", "JZ304", "JZ305", "JZ307", "JZ416", "JZ502", "JZ505", "JZ601",
    "JZ701", "JZ704",
];

/// A terminal of one page.
struct Terminal {
    home: tempfile::TempDir,
    /// The folder one is in.
    here: PathBuf,
    review: Option<(Review, Box<dyn Record>)>,
}

impl Terminal {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let here = home.path().canonicalize().expect("a folder");
        Self { home, here, review: None }
    }

    fn home(&self) -> PathBuf {
        self.home.path().canonicalize().expect("a folder")
    }

    fn shell(&self, typed: &str) -> Command {
        let programs = Path::new(env!("CARGO_BIN_EXE_jiaozhu")).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command.args(["-c", typed]).current_dir(&self.here).stdin(Stdio::null());
        command.env("PATH", format!("{}:{path}", programs.display())).env("HOME", self.home());
        command.env("LC_ALL", "zh_TW.UTF-8").env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
        command
    }

    /// Runs what was typed and returns what it printed.
    fn run(&mut self, typed: &str) -> String {
        if let Some(folder) = typed.strip_prefix("cd ") {
            self.here = self.here.join(folder).canonicalize().unwrap_or_else(|error| panic!("{typed}: {error}"));
            return String::new();
        }
        let words: Vec<&str> = typed.split_whitespace().collect();
        let printed = match words.as_slice() {
            ["jiaozhu", "serve", ..] => self.serve(typed),
            ["jiaozhu", command, slug, .., "--review"] => self.begin_review(command, slug),
            _ => {
                let output = self.shell(&format!("{typed} 2>&1")).output().expect("a shell");
                String::from_utf8(output.stdout).unwrap_or_else(|_| panic!("{typed} prints no UTF-8"))
            }
        };
        printed.replace(self.home().to_str().expect("UTF-8"), HOME)
    }

    /// Starts the preview, fetches its first page, and ends it.
    fn serve(&self, typed: &str) -> String {
        let mut child = self
            .shell(&format!("exec {typed}"))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut said = String::new();
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        let host = loop {
            let line = lines.next().unwrap_or_else(|| panic!("`{typed}` ended: {said}")).expect("a text");
            said.push_str(&line);
            said.push('\n');
            if let Some((_, address)) = line.split_once("http://") {
                break address.split('/').next().expect("a host").to_owned();
            }
        };
        let mut stream = TcpStream::connect(&host).expect("it listens");
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("<h1>"), "{answer}");
        child.kill().expect("it is ended");
        child.wait().expect("it has ended");
        // The first free port is another one on a machine where 4000 is taken.
        said.replace(&host, "127.0.0.1:4000")
    }

    /// Returns the first screen of a review, as `collate --review` and `proof --review` draw it.
    fn begin_review(&mut self, command: &str, slug: &str) -> String {
        let root = self.here.clone();
        let (form, record, questions): (_, Box<dyn Record>, _) = if command == "collate" {
            emend(&Request { root: &root, slug: Some(slug), accept_firm: false }).expect("proposals");
            let (record, questions) = open_review(&root, Some(slug)).expect("a record");
            (FORM, Box::new(record), questions)
        } else {
            let (record, questions) = open_settling(&root, Some(slug), false).expect("words");
            (PROOF_FORM, Box::new(record), questions)
        };
        self.review = Some((Review::new(form, questions), record));
        self.screen()
    }

    fn screen(&self) -> String {
        let chinese = Catalogue::chinese(str::to_owned);
        let text = |english: &str| chinese.text(english).unwrap_or_else(|| english.to_owned());
        let (review, _) = self.review.as_ref().expect("a review was begun");
        let lines = review.screen(72, 13, &text).to_texts();
        lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    fn press(&mut self, keys: &str) {
        let (review, record) = self.review.as_mut().expect("a review was begun");
        for key in keys.split_whitespace().flat_map(str::chars) {
            match review.press(Key::Char(key)) {
                None | Some(Step::Quit) => {}
                Some(step) => review.take(record.carry_out(&step).expect("a decision is written")),
            }
        }
    }

    fn write(&self, block: &Block) {
        let Some(path) = block.path() else { return };
        let path = self.here.join(path);
        let before =
            if block.is_added() { fs::read_to_string(&path).expect("a file to add to") } else { String::new() };
        write(&path, (before + &block.text).as_bytes());
    }

    /// What the program cannot read in `path`, as it says it.
    fn unreadable(&self, path: &str) -> String {
        let output = self.shell("jiaozhu check --format json").output().expect("a shell");
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let found = found.as_array().cloned().unwrap_or_default();
        let of_file = found.iter().filter(|finding| {
            finding["file"] == path && UNREADABLE.contains(&finding["code"].as_str().unwrap_or_default())
        });
        of_file.map(|finding| format!("{finding}\n")).collect()
    }
}

/// A command of a block, and what it is to print.
fn commands(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(typed), _) => found.push((typed.to_owned(), Vec::new())),
            (None, Some((_, printed))) => printed.push(line.to_owned()),
            (None, None) => panic!("a console block begins with `$ `: {line}"),
        }
    }
    found
}

/// Says whether `printed` is what `expected` shows; a line `…` stands for one line or more.
fn fits(expected: &[String], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line.trim() == LEFT_OUT => (1..=printed.len()).any(|n| fits(rest, &printed[n..])),
        Some((line, rest)) => printed.first() == Some(&line.as_str()) && fits(rest, &printed[1..]),
    }
}

/// Runs a block; returns it with what was printed where that differs.
fn run_block(terminal: &mut Terminal, block: &Block) -> String {
    let mut shown = String::new();
    for (typed, expected) in commands(&block.text) {
        let printed = terminal.run(&typed);
        let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
        shown.push_str(&format!("$ {typed}\n"));
        let expected: Vec<String> = expected.iter().map(|line| line.trim_end().to_owned()).collect();
        if fits(&expected, &lines) {
            expected.iter().for_each(|line| shown.push_str(&format!("{line}\n")));
        } else {
            lines.iter().for_each(|line| shown.push_str(&format!("{line}\n")));
        }
    }
    shown
}

/// Whether the line before a block names its file.
fn is_named(page: &str, block: &Block) -> bool {
    let mut lines = page[..block.at.start].lines().rev().skip(1);
    let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
    block.path().is_none_or(|path| line.contains(path.rsplit('/').next().unwrap_or(path)))
}

/// Runs the blocks of a page; returns what differs, and the page as it should be.
fn run_page(page: &Path) -> (Vec<String>, String) {
    let text = fs::read_to_string(page).expect("a page");
    let name = page.parent().and_then(Path::file_name).expect("a folder").to_string_lossy();
    let mut terminal = Terminal::new();
    let (mut wrong, mut made, mut end) = (Vec::new(), String::new(), 0);
    for block in blocks(&text) {
        let place = format!("{name}/index.md:{}", block.line);
        let mut body = block.text.clone();
        match block.kind() {
            "console" => {
                body = run_block(&mut terminal, &block);
                if body != block.text {
                    wrong.push(format!("{place}: prints\n{body}"));
                }
            }
            "keys" => terminal.press(&block.text),
            "yaml" | "toml" | "markdown" if block.path().is_none() => wrong.push(format!("{place}: names no file")),
            _ => {
                if !is_named(&text, &block) {
                    wrong.push(format!("{place}: the line before does not name the file, and readers see no more"));
                }
                terminal.write(&block);
                let unreadable = block.path().map(|path| terminal.unreadable(path)).unwrap_or_default();
                if !unreadable.is_empty() {
                    wrong.push(format!("{place}: cannot be read: {unreadable}"));
                }
            }
        }
        made.push_str(&text[end..block.at.start]);
        made.push_str(&body);
        end = block.at.end;
    }
    made.push_str(&text[end..]);
    wrong.extend(errors_below(&terminal).into_iter().map(|errors| format!("{name}: at its end {errors}")));
    (wrong, made)
}

/// The errors of all sites that a page made.
fn errors_below(terminal: &Terminal) -> Vec<String> {
    let folders = walkdir::WalkDir::new(terminal.home()).into_iter().filter_map(Result::ok);
    let sites = folders.filter(|entry| entry.path().join("jiaozhu.toml").is_file());
    let check = |site: walkdir::DirEntry| {
        let output = terminal.shell("jiaozhu check").current_dir(site.path()).output().expect("a shell");
        (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
    };
    sites.filter_map(check).collect()
}

#[test]
fn all_that_the_manual_shows_is_so() {
    use rayon::prelude::*;

    let run = |page: &PathBuf| {
        let (wrong, made) = run_page(page);
        if is_blessing() {
            fs::write(page, made).expect("the page is written");
        }
        wrong
    };
    let wrong: Vec<String> = page_files().par_iter().flat_map_iter(run).collect();
    assert!(wrong.is_empty() || is_blessing(), "{}", wrong.join("\n"));
}

#[test]
fn a_line_of_dots_stands_for_lines() {
    let expected: Vec<String> = ["a", "…", "d"].map(str::to_owned).to_vec();
    assert!(fits(&expected, &["a", "b", "c", "d"]));
    assert!(!fits(&expected, &["a", "d"]));
    assert!(!fits(&expected, &["a", "b", "c"]));
    assert!(!fits(&expected, &["b", "c", "d"]));
}
