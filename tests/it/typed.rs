//! A site of one or more articles whose files a command changes.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use jiaozhu::build::{Report, Request, run};
use jiaozhu::diag::{Catalogue, Severity};
use jiaozhu::typed_files::Stop;

use crate::golden::{files_below, write};

/// A site in a temporary folder.
pub struct Site(tempfile::TempDir);

impl Site {
    /// Makes a site of `files`, by their paths below `content/`.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let site = Self(tempfile::tempdir().expect("a folder"));
        write(&site.root().join("jiaozhu.toml"), "title = \"試\"\n".as_bytes());
        files.iter().for_each(|(path, text)| site.write(path, text));
        site
    }

    pub fn root(&self) -> &std::path::Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        write(&self.root().join("content").join(path), text.as_bytes());
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("content").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below `content/`.
    pub fn typed(&self) -> BTreeMap<String, Vec<u8>> {
        files_below(&self.root().join("content"))
    }

    pub fn build(&self) -> Report {
        run(&Request { root: self.root().to_owned(), publish: true, ..Request::default() }).expect("the run is done")
    }

    /// The codes that a build finds, infos apart, in order.
    pub fn codes(&self) -> Vec<&'static str> {
        let findings = self.build().findings;
        findings.iter().filter(|finding| finding.severity != Severity::Info).map(|finding| finding.code).collect()
    }
}

/// Runs the program in `site`; returns its exit status and what it said, a line each.
pub fn program(site: &Site, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    let output = command.current_dir(site.root()).args(arguments).output().expect("it starts");
    assert!(output.stdout.is_empty(), "what was done is no data");
    let said = String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said.lines().map(str::to_owned).collect())
}

/// Checks that what a command says is said in Chinese too.
pub fn check_said<'a>(lines: impl IntoIterator<Item = &'a String>) {
    let chinese = Catalogue::chinese(str::to_owned);
    let missing: Vec<&String> = lines.into_iter().filter(|line| chinese.text(line).is_none()).collect();
    assert!(missing.is_empty(), "no Chinese text for {missing:?}");
}

/// What a command says when it stops, and whether the content is at fault.
pub fn stop<T: std::fmt::Debug>(ended: Result<T, Stop>) -> (bool, String) {
    let (is_content, error) = match ended.expect_err("it stops") {
        Stop::Machine(error) => (false, error),
        Stop::Content(error) => (true, error),
    };
    // What the system says stays as it says it.
    if !error.message.contains("(os error") {
        check_said(std::iter::once(&error.message).chain(&error.hint));
    }
    let hint = error.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    (is_content, format!("{error}{hint}"))
}
