//! Folders that are no output, as the program meets them: it says why, and every file stays as it was.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files below `root`, with what they hold; the lock beside an output is nobody's file.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| !entry.file_type().is_dir()).map(walkdir::DirEntry::into_path);
    let files = files.filter(|path| !path.to_string_lossy().ends_with("jiaozhu-lock"));
    files.map(|path| (path.clone(), fs::read(&path).unwrap_or_default())).collect()
}

/// Builds a site in `outer/site` into `output`, which `lay` has prepared; returns the exit status and what was said.
fn build_into(output: &str, lay: impl Fn(&Path)) -> (Option<i32>, String) {
    let outer = tempfile::tempdir().expect("a folder");
    let site = outer.path().join("site");
    fs::create_dir_all(site.join("content/a")).expect("a folder");
    fs::write(site.join("jiaozhu.toml"), "title = \"橋\"\n").expect("a file");
    fs::write(site.join("content/a/index.md"), "甲\n").expect("a file");
    lay(&site);
    let before = files(outer.path());
    let run = Command::new(env!("CARGO_BIN_EXE_jiaozhu"))
        .args(["build", "--root", ".", "--output", output])
        .current_dir(&site)
        .output()
        .expect("it starts");
    assert_eq!(files(outer.path()), before, "{output}");
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[track_caller]
fn check(output: &str, lay: impl Fn(&Path), expected: (i32, &str)) {
    let (code, said) = build_into(output, lay);
    assert_eq!(code, Some(expected.0), "{output}: {said}");
    assert!(said.contains(expected.1), "{output}: {said}");
}

fn put(path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, "x").expect("a file");
}

#[test]
fn what_is_no_folder_of_ours_is_no_output() {
    check("out", |site| put(&site.join("out")), (2, "is not a folder"));
    check("out", |site| put(&site.join("out/thesis.txt")), (2, "it holds `thesis.txt`"));
    check("out", |site| put(&site.join("out/.git/HEAD")), (2, "was not made by jiaozhu"));
    let link = |site: &Path| {
        fs::create_dir(site.join("real")).expect("a folder");
        symlink(site.join("real"), site.join("out")).expect("a link");
    };
    check("out", link, (2, "is a symbolic link"));
    check("out", |site| symlink("nowhere", site.join("out")).expect("a link"), (2, "is a symbolic link"));
}

#[test]
fn the_site_itself_and_what_is_above_or_in_it_is_no_output() {
    for output in [".", "..", "../site"] {
        check(output, |_| {}, (2, "cannot be the output"));
    }
    for output in ["content", "content/a", "templates", "static/out", ".git", ".jiaozhu"] {
        check(output, |_| {}, (2, "is among the site's own files"));
    }
}

#[test]
fn a_site_without_articles_does_not_take_the_place_of_one_with_them() {
    let empty = |site: &Path| fs::remove_dir_all(site.join("content/a")).expect("it is removed");
    check("out", empty, (1, "JZ005"));
    check("out", |site| fs::remove_dir_all(site.join("content")).expect("it is removed"), (1, "JZ005"));
}
