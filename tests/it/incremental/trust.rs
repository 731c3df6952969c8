//! What the last build left, and what it published, is believed only when it is as that build left it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use jiaozhu::build::{Request, run};

use super::{FILES, build, build_as, cache, pieces, request, stamps};
use crate::golden::{files_below, write};
use crate::typed::{Site, check_said, program};

/// Edited in place with its length and time, or replaced by another file: what somebody did to the output is undone.
#[test]
fn an_edited_output_does_not_survive() {
    let site = Site::new(&FILES);
    build(&site);
    let page = site.root().join("public/zh-hant/tea/index.html");
    let made = fs::read(&page).expect("a page");
    let edited: Vec<u8> = String::from_utf8(made.clone()).expect("a text").replace('輕', "重").into();
    assert_eq!(made.len(), edited.len());
    let time = fs::metadata(&page).expect("a page").modified().expect("a time");
    let edits: [&dyn Fn(); 4] = [
        &|| fs::write(&page, &edited).expect("written"),
        &|| {
            fs::write(page.with_extension("x"), &edited).expect("written");
            fs::rename(page.with_extension("x"), &page).expect("renamed");
        },
        &|| fs::remove_file(&page).expect("removed"),
        &|| {
            // A manifest that agrees with the edit makes it no better.
            let manifest = site.root().join("public/.jiaozhu.json");
            let text = fs::read_to_string(&manifest).expect("a manifest");
            let hash = jiaozhu::model::sha256;
            fs::write(&manifest, text.replace(&hash(&made), &hash(&edited))).expect("written");
            fs::write(&page, &edited).expect("written");
        },
    ];
    for (n, edit) in edits.iter().enumerate() {
        edit();
        if let Ok(file) = fs::File::options().append(true).open(&page) {
            file.set_modified(time).expect("a time");
        }
        build(&site);
        assert!(fs::read(&page).expect("a page") == made, "edit {n} survives");
        assert_eq!(build(&site), (0, 0), "edit {n}");
    }
}

/// A manifest that somebody edited is read again, whatever the last build knew: what it names no more is nobody's.
#[test]
fn an_edited_manifest_is_not_believed_to_be_the_last_one() {
    let site = Site::new(&FILES);
    build(&site);
    let manifest = site.root().join("public/.jiaozhu.json");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let (page, others): (Vec<&str>, Vec<&str>) =
        text.split_inclusive('\n').partition(|line| line.contains("zh-hant/tea/index.html"));
    assert_eq!(page.len(), 1);
    fs::write(&manifest, others.concat()).expect("written");
    let error = run(&request(&site)).expect_err("the page would be lost");
    assert!(error.to_string().contains("zh-hant/tea/index.html"), "{error}");
    fs::write(&manifest, &text).expect("written");
    assert_eq!(build(&site), (0, 0));
}

/// What becomes of a file's bytes.
type Damage = Box<dyn Fn(&[u8]) -> Vec<u8>>;

/// What is damaged, cut short, of another program or another place is not believed, and replaced.
#[test]
fn a_cache_that_is_not_as_it_should_be_is_ignored() {
    let site = Site::new(&FILES);
    build(&site);
    let lie = |text: &str| text.replacen("茶", "水", 1);
    let version = |text: &str| text.replacen(env!("CARGO_PKG_VERSION"), "9.9.9", 1);
    let mut damages: Vec<Damage> = vec![
        Box::new(|_| Vec::new()),
        Box::new(|_| b"\n".to_vec()),
        Box::new(|_| vec![0xff; 64]),
        Box::new(move |bytes| lie(&String::from_utf8_lossy(bytes)).into()),
        Box::new(move |bytes| version(&String::from_utf8_lossy(bytes)).into()),
    ];
    for part in 0..10 {
        damages.push(Box::new(move |bytes| bytes[..bytes.len() * part / 10].to_vec()));
        damages.push(Box::new(move |bytes| {
            let mut bytes = bytes.to_vec();
            let at = bytes.len() * part / 10;
            bytes[at] ^= 1;
            bytes
        }));
    }
    for (file, (n, damage)) in [cache(&site), stamps(&site), pieces(&site)]
        .iter()
        .flat_map(|file| damages.iter().enumerate().map(move |one| (file, one)))
    {
        let good = fs::read(file).expect("a cache");
        let bytes = damage(&good);
        assert!(bytes != good, "damage {n}");
        // In place, so that it is the same file.
        fs::write(file, &bytes).expect("written");
        assert_eq!(build(&site), (2, 0), "damage {n} of {}", file.display());
        assert_eq!(build(&site), (0, 0), "damage {n} of {}", file.display());
    }
    for replace in [
        |path: &Path| fs::remove_file(path),
        |path: &Path| {
            fs::write(path.with_extension("x"), fs::read(path)?)
                .and_then(|()| fs::rename(path.with_extension("x"), path))
        },
    ] {
        replace(&pieces(&site)).expect("done");
        assert_eq!(build(&site), (2, 0));
        assert_eq!(build(&site), (0, 0));
    }
}

/// A build that fails leaves what the last one left, and nothing of its own.
#[test]
fn a_failed_build_leaves_no_pieces() {
    let site = Site::new(&FILES);
    build(&site);
    let good = fs::read(pieces(&site)).expect("pieces");
    site.write("pot/index.md", "# 壺\n\n壺[^甲]。\n");
    let (status, _) = program(&site, &["build"]);
    assert_eq!(status, Some(1));
    assert!(fs::read(pieces(&site)).expect("pieces") == good);
    assert!(!pieces(&site).with_extension("new").exists());
}

/// A folder that came from elsewhere brings no pages with it that its texts do not make.
#[test]
fn a_cache_that_was_copied_with_its_site_is_not_believed() {
    let (site, copy) = (Site::new(&FILES), tempfile::tempdir().expect("a folder"));
    build(&site);
    for (path, bytes) in files_below(site.root()) {
        write(&copy.path().join(path), &bytes);
    }
    assert!(copy.path().join(".jiaozhu/build").exists());
    let request = Request { root: copy.path().to_owned(), ..request(&site) };
    assert_eq!(build_as(&request).n_made, 2);
    assert_eq!(build_as(&request).n_made, 0);
}

#[test]
fn a_cache_folder_that_is_none_is_left_alone() {
    let away = tempfile::tempdir().expect("a folder");
    for is_link in [true, false] {
        let site = Site::new(&FILES);
        let folder = site.root().join(".jiaozhu");
        if is_link {
            symlink(away.path(), &folder).expect("a link");
        } else {
            fs::write(&folder, "mine").expect("a file");
        }
        for _ in 0..2 {
            let report = run(&request(&site)).expect("it runs");
            assert_eq!(report.n_made, 2);
            let error = report.leave().1.expect_err("nothing is left");
            assert_eq!(error.to_string(), format!("{}: is not a folder", folder.display()));
        }
        let (status, said) = program(&site, &["build"]);
        let place = format!("{}: is not a folder", folder.display());
        let note = format!("note: the next build makes everything anew, as nothing could be kept for it: {place}");
        assert_eq!((status, said.last()), (Some(0), Some(&note)));
        check_said([&note]);
        assert_eq!(fs::read_dir(away.path()).expect("a folder").count(), 0);
        assert!(is_link || fs::read_to_string(&folder).expect("a file") == "mine");
    }
}

/// Root may write everywhere: then only the first half can be seen.
#[test]
fn a_site_that_cannot_be_written_is_built_without_a_cache() {
    let (site, output) = (Site::new(&FILES), tempfile::tempdir().expect("a folder"));
    fs::set_permissions(site.root(), fs::Permissions::from_mode(0o555)).expect("read-only");
    let request = Request { output: Some(output.path().join("public")), ..request(&site) };
    for _ in 0..2 {
        let report = run(&request).expect("it runs");
        assert!(report.outcome.is_some());
        assert_eq!(report.leave().1.is_err(), !cache(&site).exists());
    }
    fs::set_permissions(site.root(), fs::Permissions::from_mode(0o755)).expect("writable");
}

#[test]
fn the_cache_does_not_grow() {
    let site = Site::new(&FILES);
    build(&site);
    let files = [cache(&site), stamps(&site), pieces(&site)];
    let len = || files.iter().map(|file| fs::metadata(file).expect("a file").len()).sum::<u64>();
    let before = len();
    for n in 0..5 {
        site.write(&format!("pot{n}/index.md"), "# 壺\n\n壺。\n");
        build(&site);
        fs::remove_dir_all(site.root().join(format!("content/pot{n}"))).expect("gone");
    }
    build(&site);
    assert!(len().abs_diff(before) < 100, "{before} {}", len());
    let names: Vec<_> = files_below(&site.root().join(".jiaozhu")).into_keys().collect();
    assert_eq!(names, [".gitignore", "build", "pieces", "stamps"]);
}

/// What a build costs is said to whoever asks, and to nobody else.
#[test]
fn timings_are_said_when_asked_for() {
    let site = Site::new(&FILES);
    for (options, n_stages) in [(&["build", "--timings"][..], 22), (&["build"], 0)] {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
        let output = program.args(options).current_dir(site.root()).output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let stages: Vec<&str> = said.lines().filter(|line| line.starts_with("stage ")).collect();
        assert_eq!(stages.len(), n_stages, "{said}");
        assert!(stages.last().is_none_or(|last| last.starts_with("stage total") && last.ends_with(" ms")), "{said}");
    }
}

/// Another program makes everything anew, and says again what it finds.
#[test]
fn another_program_does_not_believe_this_one() {
    let site = Site::new(&FILES);
    site.write("pot/index.md", "# 壺\n\n壺。\n\n[^nobody]: 沒有人引。\n");
    let programs = tempfile::tempdir().expect("a folder");
    let mut caches = Vec::new();
    for name in ["one", "two"] {
        let program = programs.path().join(name);
        // By another process: while this one writes to a program, none that it starts meanwhile may run it.
        let copy =
            std::process::Command::new("cp").args([env!("CARGO_BIN_EXE_jiaozhu").as_ref(), program.as_path()]).status();
        assert!(copy.is_ok_and(|status| status.success()));
        let mut said = Vec::new();
        for _ in 0..2 {
            let output =
                std::process::Command::new(&program).args(["build", "--verbose"]).current_dir(site.root()).output();
            let output = output.expect("it starts");
            assert_eq!(output.status.code(), Some(0));
            let drawn = String::from_utf8_lossy(&output.stderr).into_owned();
            said.push(drawn.lines().filter(|line| !line.contains('→')).map(str::to_owned).collect::<Vec<_>>());
            caches.push(fs::metadata(cache(&site)).expect("a cache").ino());
        }
        assert!(said[0] == said[1] && said[0].iter().any(|line| line.contains("[JZ")), "{said:#?}");
    }
    assert!(caches[0] == caches[1] && caches[1] != caches[2] && caches[2] == caches[3], "{caches:?}");
}
