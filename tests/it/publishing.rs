//! The files of `docs/examples/workflows`: what they run is there, in the right order, and the scripts do what they say.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use jiaozhu::model::Script;
use jiaozhu::start::{InitRequest, init};

use crate::golden::files_below;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/workflows")
}

fn site(root: &Path) {
    init(&InitRequest { folder: root, title: None, script: Script::Hant }).expect("a site");
}

#[test]
fn each_workflow_checks_before_it_builds() {
    let mut n_checked = 0;
    for (name, bytes) in files_below(&folder()) {
        let text = String::from_utf8(bytes).expect("a text");
        if ["netlify.toml", "Containerfile"].contains(&name.as_str()) {
            continue;
        }
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{name} lacks `{part}`"));
        let typed = |command: &str| {
            ["jiaozhu ", "\"$folder/jiaozhu\" "].iter().find_map(|program| text.find(&format!("{program}{command}")))
        };
        let check = typed("check").unwrap_or_else(|| panic!("{name} checks nothing"));
        assert!(check < typed("build").unwrap_or_else(|| panic!("{name} builds nothing")), "{name}");
        assert!(at("--deny warnings") > check && at("--until today") > check, "{name}");
        if name.ends_with(".yml") {
            assert!(at(".program/target/release/jiaozhu\n") < check && at("cargo xtask opencc") < check, "{name}");
        }
        n_checked += 1;
    }
    assert_eq!(n_checked, 5);
}

#[test]
fn the_script_for_hosts_with_one_command_builds_the_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    site(&root);
    // The program as an earlier run left it.
    let kept = folder.path().join("kept/v1");
    fs::create_dir_all(&kept).expect("a folder");
    symlink(env!("CARGO_BIN_EXE_jiaozhu"), kept.join("jiaozhu")).expect("a link");
    let run = || {
        let mut command = Command::new("sh");
        command.arg(crate::publishing::folder().join("build.sh")).current_dir(&root);
        command.env("PROGRAM", "none").env("PROGRAM_REF", "v1").env("URL", "https://example.org/books/");
        command.env("PROGRAM_FOLDER", folder.path().join("kept")).output().expect("it runs")
    };
    let output = run();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(root.join("public/sitemap.xml").is_file());
    // A warning keeps the site as it is.
    let index = root.join("content/bell/index.md");
    let text = fs::read_to_string(&index).expect("the example");
    fs::write(&index, format!("{text}\n[^nobody]: 沒有人用。\n")).expect("a file");
    let before = fs::read(root.join("public/.jiaozhu.json")).expect("a manifest");
    assert_eq!(run().status.code(), Some(1));
    assert_eq!(fs::read(root.join("public/.jiaozhu.json")).expect("a manifest"), before);
}

#[test]
fn the_script_for_a_server_sends_the_site_and_puts_it_in_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    site(&root);
    let programs = folder.path().join("programs");
    fs::create_dir(&programs).expect("a folder");
    symlink(env!("CARGO_BIN_EXE_jiaozhu"), programs.join("jiaozhu")).expect("a link");
    // In their places, programs that say how they were called.
    for name in ["rsync", "ssh"] {
        let path = programs.join(name);
        fs::write(&path, format!("#!/bin/sh\necho {name} \"$@\"\n")).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is made a program");
    }
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let mut command = Command::new("sh");
    command.arg(crate::publishing::folder().join("rsync.sh")).current_dir(&root).env("PATH", path);
    let output = command.args(["me@example.org:/srv/books", "https://example.org/"]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "rsync --archive --delete --link-dest=../books public/ me@example.org:/srv/books.new/\n\
         ssh me@example.org rm -rf '/srv/books.old'; if [ -e '/srv/books' ]; then mv '/srv/books' '/srv/books.old'; fi; mv '/srv/books.new' '/srv/books'\n"
    );
}
