use std::error::Error as StdError;
use std::os::unix::fs::{MetadataExt, symlink};
use std::time::Duration;

use tempfile::TempDir;

use super::place::{OutputPlace, Role};
use super::swap::{self, swap_by_renames};
use super::*;
use crate::model::{Birth, CACHE_FILE, STAMPS_FILE};

type Result<T = ()> = std::result::Result<T, Box<dyn StdError>>;

const FIRST: &[(&str, &str)] = &[("index.html", "乾"), ("qian/index.html", "元亨利貞"), ("qian/1.png", "png")];
const SECOND: &[(&str, &str)] = &[("index.html", "坤"), ("qian/index.html", "元亨利貞"), ("kun/index.html", "坤")];

struct Site {
    root: TempDir,
}

impl Site {
    fn new() -> Result<Self> {
        let root = TempDir::new()?;
        fs::create_dir(root.path().join("content"))?;
        Ok(Self { root })
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn open(&self) -> std::result::Result<Staging, Error> {
        open(self.root.path(), &self.path("public"), Known::default())
    }

    fn stage(&self, pages: &[(&str, &str)]) -> Result<Staging> {
        let staging = self.open()?;
        for (path, text) in pages {
            staging.write(path, text.as_bytes())?;
        }
        Ok(staging)
    }

    /// Publishes and removes the old tree; returns the counts of written, unchanged and removed files.
    fn publish(&self, pages: &[(&str, &str)]) -> Result<(usize, usize, usize, bool)> {
        let outcome = self.stage(pages)?.commit()?;
        outcome.remove_old()?;
        Ok((outcome.n_written, outcome.n_unchanged, outcome.n_removed, outcome.exchanged))
    }

    fn inode(&self, path: &str) -> Result<u64> {
        Ok(fs::symlink_metadata(self.path("public").join(path))?.ino())
    }

    fn place(&self) -> std::result::Result<OutputPlace, Error> {
        OutputPlace::find(self.root.path(), &self.path("public"))
    }

    /// Checks the published files, and that nothing but the output lies beside the content.
    fn check(&self, pages: &[(&str, &str)]) -> Result {
        let mut found = Vec::new();
        for entry in walkdir::WalkDir::new(self.path("public")).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path().strip_prefix(self.path("public"))?.to_string_lossy().into_owned();
            if entry.file_type().is_file() && path != ".jiaozhu.json" {
                found.push((path, fs::read_to_string(entry.path())?));
            }
        }
        let mut expected: Vec<_> = pages.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert_eq!(self.siblings()?, ["content", "public"]);
        Ok(())
    }

    fn siblings(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.root.path())? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
}

fn refusal<T: std::fmt::Debug>(result: std::result::Result<T, Error>) -> String {
    result.expect_err("refused").message
}

#[test]
fn a_site_is_published_and_an_unchanged_one_left_alone() -> Result {
    let site = Site::new()?;
    assert_eq!(site.publish(FIRST)?, (3, 0, 0, true));
    site.check(FIRST)?;
    let manifest = fs::read_to_string(site.path("public/.jiaozhu.json"))?;
    assert!(manifest.starts_with("{\n  \"version\": 1,\n  \"files\": {\n    \"index.html\": \""), "{manifest}");
    let inodes = (site.inode("")?, site.inode("index.html")?, site.inode(".jiaozhu.json")?);
    assert_eq!(site.publish(FIRST)?, (0, 3, 0, false));
    assert_eq!((site.inode("")?, site.inode("index.html")?, site.inode(".jiaozhu.json")?), inodes);
    site.check(FIRST)
}

#[test]
fn a_changed_site_links_what_is_unchanged_and_drops_what_is_stale() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    let (changed, kept) = (site.inode("index.html")?, site.inode("qian/index.html")?);
    let outcome = site.stage(SECOND)?.commit()?;
    assert_eq!((outcome.n_written, outcome.n_unchanged, outcome.n_removed), (2, 1, 1));
    assert!(outcome.notes.is_empty(), "{:?}", outcome.notes);
    assert_eq!(fs::metadata(site.path("public/qian/index.html"))?.nlink(), 2);
    outcome.remove_old()?;
    drop(outcome);
    assert_ne!(site.inode("index.html")?, changed);
    assert_eq!(site.inode("qian/index.html")?, kept);
    assert_eq!(site.publish(&SECOND[..2])?, (0, 2, 1, true));
    site.check(&SECOND[..2])
}

#[test]
fn a_dropped_staging_leaves_the_old_site() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    let staging = site.stage(SECOND)?;
    assert_eq!(site.siblings()?.len(), 4, "the lock and the staging folder lie beside the output");
    drop(staging);
    site.check(FIRST)
}

/// Files that were in it would be missing from the site.
#[test]
fn a_staging_folder_that_somebody_removed_is_not_made_again() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    for path in ["kun/index.html", "li.html"] {
        let staging = site.stage(&SECOND[..1])?;
        let new = site.siblings()?.into_iter().find(|name| name.contains("-new-")).ok_or("no staging folder")?;
        fs::remove_dir_all(site.path(&new))?;
        assert!(staging.write(path, "離".as_bytes()).is_err(), "{path}");
        assert!(refusal(staging.commit()).contains("is not published"), "{path}");
        site.check(FIRST)?;
    }
    Ok(())
}

#[test]
fn a_file_changed_by_another_hand_is_written_again() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    let later = std::time::SystemTime::now() + Duration::from_secs(5);
    fs::write(site.path("public/index.html"), "坎")?;
    fs::File::options().append(true).open(site.path("public/index.html"))?.set_modified(later)?;
    fs::remove_file(site.path("public/qian/1.png"))?;
    fs::rename(site.path("public/qian/index.html"), site.path("content/moved"))?;
    symlink(site.path("content/moved"), site.path("public/qian/index.html"))?;
    assert_eq!(site.publish(FIRST)?, (3, 0, 0, true));
    site.check(FIRST)?;
    assert_eq!(fs::read_to_string(site.path("content/moved"))?, "元亨利貞");
    assert_eq!(fs::metadata(site.path("public/qian/index.html"))?.nlink(), 1);
    Ok(())
}

#[test]
fn foreign_folders_and_files_are_refused() -> Result {
    let site = Site::new()?;
    fs::create_dir(site.path("public"))?;
    fs::write(site.path("public/thesis.txt"), "x")?;
    assert_eq!(refusal(site.open()), "is not empty and was not made by jiaozhu: it holds `thesis.txt`");
    fs::remove_file(site.path("public/thesis.txt"))?;
    site.publish(FIRST)?;
    fs::write(site.path("public/CNAME"), "x")?;
    assert_eq!(refusal(site.open()), "holds `CNAME`, which jiaozhu did not make and would lose");
    fs::remove_file(site.path("public/CNAME"))?;
    let staging = site.stage(SECOND)?;
    symlink("/", site.path("public/late"))?;
    assert_eq!(refusal(staging.commit()), "holds `late`, which jiaozhu did not make and would lose");
    fs::remove_file(site.path("public/late"))?;
    site.check(FIRST)?;
    fs::write(site.path("public/.jiaozhu.json"), "{}")?;
    assert!(refusal(site.open()).starts_with("is not a manifest of jiaozhu: "));
    assert_eq!(site.siblings()?, ["content", "public"]);
    Ok(())
}

/// However a file system orders names, and threads come to them.
#[test]
fn of_many_foreign_files_the_first_by_name_is_told() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    fs::create_dir(site.path("public/deep"))?;
    for n in (0..40).rev() {
        fs::create_dir(site.path(&format!("public/deep/{n:02}")))?;
        fs::write(site.path(&format!("public/deep/{n:02}/z.txt")), "")?;
    }
    fs::write(site.path("public/thesis.txt"), "")?;
    assert_eq!(refusal(site.open()), "holds `deep/00/z.txt`, which jiaozhu did not make and would lose");
    Ok(())
}

#[test]
fn a_tree_is_removed_and_what_its_links_lead_to_is_not() -> Result {
    let site = Site::new()?;
    for n in 0..40 {
        fs::create_dir_all(site.path(&format!("old/{n}/deep/deeper")))?;
        fs::write(site.path(&format!("old/{n}/deep/1.html")), "乾")?;
    }
    fs::write(site.path("content/kept"), "坤")?;
    symlink(site.path("content"), site.path("old/1/linked"))?;
    swap::remove_tree(&site.path("old"))?;
    swap::remove_tree(&site.path("old"))?;
    assert_eq!(site.siblings()?, ["content"]);
    assert_eq!(fs::read_to_string(site.path("content/kept"))?, "坤");
    Ok(())
}

/// A file that is changed right after it was looked at may keep its time.
#[test]
fn stamps_are_kept_in_a_file_that_is_born_later_than_what_they_are_of() -> Result {
    let site = Site::new()?;
    let stamp = Stamp::of_file(&fs::File::create(site.path("content/page"))?)?;
    let born = |path: &str, since: Option<&Birth>| write_cache(site.root.path(), (path, since), |birth, _| Ok(*birth));
    let made = born(CACHE_FILE, None)?;
    assert_eq!(stamp.settled(&made), None);
    let later = born(STAMPS_FILE, Some(&made))?;
    assert_eq!(stamp.settled(&later), Some(stamp));
    Ok(())
}

#[test]
fn the_sites_own_folders_are_no_output() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    let at = |output: &str| refusal(open(site.root.path(), &site.path(output), Known::default()));
    for above in [".", "..", "content/.."] {
        assert!(at(above).ends_with("cannot be the output"), "{above}");
    }
    for own in ["content", "content/new/deep", "templates", "static/x", "public/../content/x"] {
        assert_eq!(at(own), "is among the site's own files, so it cannot be the output", "{own}");
    }
    assert!(at("public/deep").contains("a published folder"));
    symlink(site.path("public"), site.path("linked"))?;
    assert_eq!(at("linked"), "is a symbolic link, so it is not published into");
    symlink(site.path("content"), site.path("other"))?;
    assert_eq!(at("other/x"), "is among the site's own files, so it cannot be the output");
    assert!(!site.path("content/new").exists());
    Ok(())
}

#[test]
fn a_second_build_names_the_lock() -> Result {
    let site = Site::new()?;
    let first = site.open()?;
    let error = site.open().expect_err("locked");
    let process = std::process::id();
    assert_eq!(error.message, format!("another build (process {process}) holds this lock of the output"));
    assert_eq!(error.path, Some(site.place()?.lock_path()));
    drop(first);
    site.open()?;
    fs::write(site.place()?.lock_path(), "1")?;
    site.publish(FIRST)?;
    site.check(FIRST)
}

#[test]
fn two_renames_publish_where_folders_cannot_be_exchanged() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    let outcome = site.stage(SECOND)?.commit_by(swap_by_renames)?;
    assert_eq!(outcome.notes.len(), 1);
    outcome.remove_old()?;
    drop(outcome);
    site.check(SECOND)
}

/// Publishes `FIRST`, then stages `SECOND` whole, as a process killed just before the exchange would leave it.
fn cut_before_the_exchange(site: &Site) -> Result<PathBuf> {
    let other = Site::new()?;
    other.publish(SECOND)?;
    site.publish(FIRST)?;
    let new = site.path(".public.jiaozhu-new-7");
    fs::rename(other.path("public"), &new)?;
    Ok(new)
}

#[test]
fn a_cut_swap_is_recovered() -> Result {
    let site = Site::new()?;
    cut_before_the_exchange(&site)?;
    drop(site.open()?);
    site.check(FIRST)?;

    cut_before_the_exchange(&site)?;
    fs::rename(site.path("public"), site.path(".public.jiaozhu-old-7"))?;
    let staging = site.open()?;
    assert_eq!(staging.notes().first().map(String::as_str), Some("an interrupted publication was completed"));
    drop(staging);
    site.check(SECOND)?;

    let new = cut_before_the_exchange(&site)?;
    fs::remove_file(new.join(".jiaozhu.json"))?;
    fs::rename(site.path("public"), site.path(".public.jiaozhu-old-7"))?;
    drop(site.open()?);
    site.check(FIRST)
}

/// What lies aside may be the only site there is.
#[test]
fn a_site_aside_that_cannot_be_told_is_not_removed() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    fs::write(site.path("public/.jiaozhu.json"), "{")?;
    fs::rename(site.path("public"), site.path(".public.jiaozhu-old-7"))?;
    let error = site.open().expect_err("nothing can be told");
    assert!(error.to_string().contains(".public.jiaozhu-old-7"), "{error}");
    assert_eq!(site.siblings()?, [".public.jiaozhu-old-7", "content"]);
    Ok(())
}

#[test]
fn a_removal_cut_short_is_finished_and_never_taken_back() -> Result {
    let site = Site::new()?;
    site.publish(FIRST)?;
    drop(site.stage(SECOND)?.commit()?);
    assert!(site.place()?.sibling(Role::Gone).exists());
    fs::create_dir(site.path(".public.jiaozhu-new-x"))?;
    fs::write(site.path(".public.jiaozhu-new-8"), "a file is not ours")?;
    fs::remove_dir_all(site.path("public"))?;
    drop(site.open()?);
    assert_eq!(site.siblings()?, [".public.jiaozhu-new-8", ".public.jiaozhu-new-x", "content"]);
    Ok(())
}

#[test]
fn many_threads_write_and_one_path_has_one_page() -> Result {
    let site = Site::new()?;
    let staging = site.open()?;
    let pages: Vec<(String, String)> = (0..200).map(|n| (format!("a/{}/{n}.html", n % 7), format!("{n}"))).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (path, text) in &pages {
                    staging.write(path, text.as_bytes()).expect("written");
                }
            });
        }
    });
    let outcome = staging.commit()?;
    assert_eq!((outcome.n_written, outcome.exchanged), (200, true));
    drop(outcome);
    let staging = site.open()?;
    staging.write("a.html", b"1")?;
    assert_eq!(refusal(staging.write("a.html", b"2")), "two different pages would be `a.html`");
    assert_eq!(refusal(staging.commit()), "is not published, as a page could not be written");
    for path in ["", "/a", "a//b", "../a", "a/./b", "a\\b", "a\0", ".jiaozhu.json"] {
        assert!(refusal(site.open()?.write(path, b"")).ends_with("is no path of a page"), "{path:?}");
    }
    assert_eq!(fs::read_to_string(site.path("public/a/3/10.html"))?, "10");
    Ok(())
}

#[test]
fn write_new_never_overwrites() -> Result {
    let site = Site::new()?;
    let path = site.path("content/qian/index.md");
    write_new(&path, "乾".as_bytes())?;
    assert_eq!(refusal(write_new(&path, b"x")), "exists already and is not overwritten");
    symlink(site.path("nowhere"), site.path("content/link"))?;
    assert_eq!(refusal(write_new(&site.path("content/link"), b"x")), "exists already and is not overwritten");
    assert_eq!(fs::read_to_string(&path)?, "乾");
    Ok(())
}

#[test]
fn a_kept_file_is_replaced_whole_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.lock");
    for text in ["one\n", "two and more\n", "3\n"] {
        replace(&path, text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["links.lock"]);
}

#[test]
fn a_file_that_cannot_be_replaced_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.lock");
    fs::create_dir(&path).unwrap();
    assert!(replace(&path, b"new").is_err());
    assert!(path.is_dir());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(replace(&folder.path().join("missing/links.lock"), b"new").is_err());
}
