//! The new site while it is being written: a sibling of the output, removed unless it is published.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use indexmap::IndexMap;
use indexmap::map::Entry;
use rayon::prelude::*;
use rustix::fs::{CWD, Mode, OFlags, mkdirat, openat};
use rustix::io::{Errno, retry_on_intr};

use super::Outcome;
use super::known::{Known, Published, Stamp, stamp_now};
use super::lock::{Lock, take_lock};
use super::manifest::{MANIFEST, OldSite, write_manifest};
use super::place::{OutputPlace, Role, check_page_path};
use super::swap::{Swapped, flush_tree, mark_gone, recover, remove_tree, rename, swap, sync_folder};
use super::walk::open_folder;
use crate::diag::Error;
use crate::model::Digest;

type Swap = fn(&OutputPlace, &Path) -> Result<Swapped, Error>;

/// A site being written; many threads may write into it.
///
/// Dropped without `commit` it leaves no trace, and the published site stays as it is.
#[derive(Debug)]
pub struct Staging {
    place: OutputPlace,
    old: OldSite,
    state: Mutex<State>,
    notes: Vec<String>,
    // Fields are dropped in order: the folder is removed while the lock is held.
    folder: StagingFolder,
    lock: Lock,
}

/// What has been written so far.
#[derive(Debug, Default)]
struct State {
    files: IndexMap<Arc<str>, Page>,
    has_failed: bool,
}

#[derive(Debug)]
pub(super) struct Page {
    pub(super) sha256: Digest,
    /// Whether the published file has these bytes, so that it is linked at the end.
    is_unchanged: bool,
    /// What the file was once it was written or linked; of an unchanged one, what the published file is until then.
    pub(super) stamp: Option<Stamp>,
}

impl Page {
    fn unchanged(Published { sha256, stamp }: Published) -> Self {
        Self { sha256, is_unchanged: true, stamp }
    }
}

/// Prepares a publication into `output`, a path relative to the working folder or absolute; what is `known` of it from the
/// last build need not be read again.
///
/// Errors: when `output` is not absent, empty or ours; is the root, above it, or among the site's own files; holds a
/// file that we did not make; or is being written by another build, whose lock is then named.
pub fn open(root: &Path, output: &Path, known: Known) -> Result<Staging, Error> {
    let place = OutputPlace::find(root, output)?;
    fs::create_dir_all(&place.parent).map_err(|cause| Error::at(&place.parent, cause))?;
    let lock = take_lock(&place.lock_path())?;
    let mut notes = recover(&place)?;
    if !lock.is_held {
        notes.push("the file system has no locks: do not run two builds at once".to_owned());
    }
    let old = OldSite::read(&place.output, known)?;
    let folder = StagingFolder { path: place.sibling(Role::New), open: OnceLock::new() };
    Ok(Staging { place, old, state: Mutex::new(State::default()), notes, folder, lock })
}

impl Staging {
    /// Returns what `open` did on its own, a sentence each; `Outcome::notes` repeats them.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Makes room for what is noted of about `n` files, since growing with them would hold it twice.
    pub fn expect(&self, n: usize) {
        self.lock_state().files.reserve(n);
    }

    /// Writes one file of the new site and returns its path as it is kept; the same bytes may come twice.
    ///
    /// Shape: `path` is relative to the output, with `/`.
    /// Errors: for a path that leaves the output, for other bytes under a path already written, and when the disk
    /// refuses; `commit` then refuses too.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Arc<str>, Error> {
        let written = self.write_page(path, bytes);
        if written.is_err() {
            self.lock_state().has_failed = true;
        }
        written
    }

    /// Takes files over from the published site, all or none, and says whether it did: whether each is there as the last build
    /// published it.
    ///
    /// Errors: for a path already written with other bytes; `commit` then refuses too.
    pub fn keep(&self, paths: &[Arc<str>]) -> Result<bool, Error> {
        let published: Option<Vec<Published>> = paths.iter().map(|path| self.old.known(path)).collect();
        let Some(published) = published else { return Ok(false) };
        let mut state = self.lock_state();
        for (path, published) in paths.iter().zip(published) {
            let noted = state.note(Arc::clone(path), Page::unchanged(published));
            state.has_failed |= noted.is_err();
            noted?;
        }
        Ok(true)
    }

    /// Publishes what was written, or nothing when it is what is published already.
    ///
    /// Errors: when a write failed before, when the published site was changed meanwhile, or when the disk refuses.
    /// The published site is then the old one, save that an error after the exchange leaves the new one.
    pub fn commit(self) -> Result<Outcome, Error> {
        self.commit_by(swap)
    }

    /// Commits with another way to swap folders.
    pub(super) fn commit_by(self, swap: Swap) -> Result<Outcome, Error> {
        let Self { place, old, state, mut notes, folder, lock } = self;
        let mut state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if state.has_failed {
            return Err(Error::at(&place.output, "is not published, as a page could not be written"));
        }
        let n_unchanged = state.files.values().filter(|page| page.is_unchanged).count();
        let n_written = state.files.len() - n_unchanged;
        // What is unchanged the manifest names.
        let n_rewritten = state.files.iter().filter(|(path, page)| !page.is_unchanged && old.names(path)).count();
        let n_removed = old.len() - n_unchanged - n_rewritten;
        let exchanged = n_written + n_removed > 0 || !old.is_ours();
        let (mut manifest, mut tree) = (old.manifest(), None);
        if exchanged {
            let (written, note) = complete(&folder, &old, &mut state)?;
            notes.extend(note);
            manifest = Some(written);
            tree = exchange((folder, &old), &place, swap, &mut notes)?;
        }
        let (n_read, files, output) = (old.n_read(), state.files, place.output);
        Ok(Outcome {
            n_written,
            n_unchanged,
            n_removed,
            exchanged,
            n_read,
            notes,
            output,
            files,
            manifest,
            old: tree,
            _known: old,
            _lock: lock,
        })
    }

    fn write_page(&self, path: &str, bytes: &[u8]) -> Result<Arc<str>, Error> {
        check_page_path(path)?;
        let sha256 = Digest::of(bytes);
        let published = self.old.with_bytes(path, sha256, bytes.len());
        let page = published.map_or(Page { sha256, is_unchanged: false, stamp: None }, Page::unchanged);
        let kept: Arc<str> = Arc::from(path);
        {
            let mut state = self.lock_state();
            let is_new = state.note(Arc::clone(&kept), page)?;
            if published.is_some() || !is_new {
                return Ok(kept);
            }
            self.folder.make()?;
        }
        let stamp = self.folder.write(path, |file| file.write_all(bytes))?;
        if let Some(page) = self.lock_state().files.get_mut(path) {
            page.stamp = Some(stamp);
        }
        Ok(kept)
    }

    fn lock_state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Notes a page of the new site, and says whether it was not noted before.
    ///
    /// Errors: when other bytes were noted for `path`.
    fn note(&mut self, path: Arc<str>, page: Page) -> Result<bool, Error> {
        match self.files.entry(path) {
            Entry::Occupied(noted) if noted.get().sha256 == page.sha256 => Ok(false),
            Entry::Occupied(noted) => Err(Error::new(format!("two different pages would be `{}`", noted.key()))),
            Entry::Vacant(free) => {
                free.insert(page);
                Ok(true)
            }
        }
    }
}

/// The staging folder, made with the first file; removed on drop unless it became the output.
#[derive(Debug)]
struct StagingFolder {
    path: PathBuf,
    /// The folder, once it is made.
    open: OnceLock<OwnedFd>,
}

impl StagingFolder {
    /// Makes the folder, if it is not made yet; call it under the lock of the state.
    fn make(&self) -> Result<(), Error> {
        if self.open.get().is_none() {
            fs::create_dir(&self.path).map_err(|cause| Error::at(&self.path, cause))?;
            match open_folder(CWD, &self.path) {
                Ok(open) => self.open.set(open).unwrap_or_default(),
                Err(errno) => {
                    // The first failure is the one to tell.
                    fs::remove_dir(&self.path).ok();
                    return Err(self.failed("", errno));
                }
            }
        }
        Ok(())
    }

    /// Makes a file and has its content written by `write`.
    fn write(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Stamp, Error> {
        // Never opens a file that is there: it might be linked to a published one.
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let create = |folder: BorrowedFd<'_>| openat(folder, path, flags, Mode::from_raw_mode(0o666));
        let mut file = File::from(self.put(path, |folder| retry_on_intr(|| create(folder)))?);
        let written = write(&mut file).and_then(|()| Stamp::of_file(&file));
        written.map_err(|cause| Error::at(&self.path.join(path), cause))
    }

    /// Has a file made by `make` in this folder, again once the folders above it are made if they are missing.
    fn put<T>(&self, path: &str, make: impl Fn(BorrowedFd<'_>) -> Result<T, Errno>) -> Result<T, Error> {
        let put = || {
            let folder = self.open.get().ok_or(Errno::NOENT)?.as_fd();
            match make(folder) {
                Err(Errno::NOENT) => make_above(folder, path).and_then(|()| make(folder)),
                made => made,
            }
        };
        put().map_err(|errno| self.failed(path, errno))
    }

    fn failed(&self, path: &str, errno: Errno) -> Error {
        Error::at(&self.path.join(path), io::Error::from(errno))
    }

    /// Gives the folder up, as it is about to become the output.
    fn release(mut self) {
        self.open.take();
    }
}

/// Makes the folders above `path`, but never `folder` itself again: files in it would be lost.
fn make_above(folder: BorrowedFd<'_>, path: &str) -> Result<(), Errno> {
    let (above, _) = path.rsplit_once('/').ok_or(Errno::NOENT)?;
    let make = || mkdirat(folder, above, Mode::from_raw_mode(0o777));
    let made = match make() {
        Err(Errno::NOENT) => make_above(folder, above).and_then(|()| make()),
        made => made,
    };
    if made == Err(Errno::EXIST) { Ok(()) } else { made }
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        if self.open.get().is_some() {
            // What cannot be removed now is removed by the next `open`.
            remove_tree(&self.path).ok();
        }
    }
}

/// Links the unchanged files into the staging folder and writes the manifest, last; returns what it is, and what to tell.
fn complete(
    folder: &StagingFolder,
    old: &OldSite,
    State { files, .. }: &mut State,
) -> Result<(Stamp, Option<String>), Error> {
    folder.make()?;
    let unchanged: Vec<(&Arc<str>, &mut Page)> = files.iter_mut().filter(|(_, page)| page.is_unchanged).collect();
    let n_copied = AtomicUsize::new(0);
    unchanged.into_par_iter().try_for_each(|(path, page)| {
        let link = |to: BorrowedFd<'_>| old.link(path, to);
        page.stamp = match folder.put(path, link) {
            Ok(()) => page.stamp.and_then(|was| stamp_now(folder.open.get()?, path, was)),
            Err(_) => {
                n_copied.fetch_add(1, Ordering::Relaxed);
                Some(copy_page(&old.path_of(path), (folder, path), page.sha256)?)
            }
        };
        if page.stamp.is_some() { Ok(()) } else { Err(changed_meanwhile(&old.path_of(path))) }
    })?;
    let n_copied = n_copied.into_inner();
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.par_sort_unstable_by_key(|n| files.get_index(*n).map(|(path, _)| path));
    let named = order.iter().filter_map(|n| files.get_index(*n)).map(|(path, page)| (&**path, page.sha256));
    let manifest = folder.write(MANIFEST, |file| {
        let mut file = BufWriter::new(file);
        write_manifest(named, &mut file).and_then(|()| file.flush())
    })?;
    let note = || format!("{n_copied} unchanged file(s) were copied, as they could not be linked");
    Ok((manifest, (n_copied > 0).then(note)))
}

/// Makes the complete staging folder the output; returns where the old site is, if there was one.
fn exchange(
    (folder, old): (StagingFolder, &OldSite),
    place: &OutputPlace,
    swap: Swap,
    notes: &mut Vec<String>,
) -> Result<Option<PathBuf>, Error> {
    flush_tree(&folder.path)?;
    // Looked at again: a file put there meanwhile would be lost with the old tree.
    if !old.look_again()? {
        rename(&folder.path, &place.output)?;
        folder.release();
        sync_folder(&place.parent)?;
        return Ok(None);
    }
    let permissions = fs::metadata(&place.output).map(|stat| stat.permissions());
    permissions
        .and_then(|permissions| fs::set_permissions(&folder.path, permissions))
        .map_err(|cause| Error::at(&folder.path, cause))?;
    let (aside, note) = swap(place, &folder.path)?;
    folder.release();
    notes.extend(note);
    sync_folder(&place.parent)?;
    mark_gone(place, &aside).map(Some)
}

fn copy_page(from: &Path, (folder, path): (&StagingFolder, &str), expected: Digest) -> Result<Stamp, Error> {
    let bytes = fs::read(from).map_err(|cause| Error::at(from, cause))?;
    if Digest::of(&bytes) != expected {
        return Err(changed_meanwhile(from));
    }
    folder.write(path, |file| file.write_all(&bytes))
}

fn changed_meanwhile(path: &Path) -> Error {
    Error::at(path, "was changed while the site was being built").hint("build again")
}
