//! A site's root in, and word whenever something was changed that the site is made of.
//! Refuses to know what the files say: it hears of them from the system and opens none.
//!
//! 1. `Changes::watch` watches the root for `jiaozhu.toml`, and `content/`, `templates/` and `static/` with all below them;
//!    where the system cannot say what changes, the folders are looked through every second.
//! 2. `Changes::wait` waits for a change and then until all is quiet, as one act of saving is many events.
//! 3. A root that is removed, moved or exchanged is looked for every second, and watched again when it is there.
//! 4. What editors and the program itself leave beside the texts is no change (`is_typed`).

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diag::Error;

/// How long it must be quiet after a change.
const QUIET: Duration = Duration::from_millis(25);
/// The same where the last change was a file's being closed after writing, or its getting its name: it is whole then.
const QUIET_WHOLE: Duration = Duration::from_millis(5);
/// After so long a change is told though it is never quiet.
const LONGEST: Duration = Duration::from_secs(1);
/// How often the root is looked for, which the system does not tell of, and how often folders are looked through where the
/// system tells nothing at all.
const LOOK: Duration = Duration::from_secs(1);

const CONFIG: &str = "jiaozhu.toml";
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

type Events = Receiver<notify::Result<Event>>;

/// The changes of a site's files.
pub struct Changes {
    root: PathBuf,
    /// The folder that is watched; none while there is none at `root`.
    folder: Option<Identity>,
    watcher: Box<dyn Watcher + Send>,
    events: Events,
    /// The folders of [`FOLDERS`] that are watched.
    watched: Vec<&'static str>,
    /// What was told of since the last `wait`, relative to the root.
    paths: BTreeSet<PathBuf>,
    /// Whether more was changed than what was told of.
    is_partial: bool,
}

impl Changes {
    /// Watches the site at `root`; what changes from now on is told by `wait`.
    ///
    /// Errors: when `root` is not there, or cannot be watched in any way.
    pub fn watch(root: &Path) -> Result<Self, Error> {
        let root = root.canonicalize().map_err(|cause| Error::at(root, cause))?;
        match Self::watch_by(&root, |sender, config| Ok(Box::new(RecommendedWatcher::new(sender, config)?))) {
            Ok(changes) => Ok(changes),
            // The system has a limit on watches, and some file systems have none.
            Err(_) => Self::watch_by(&root, |sender, config| Ok(Box::new(PollWatcher::new(sender, config)?)))
                .map_err(|cause| Error::at(&root, format!("cannot be watched: {cause}"))),
        }
    }

    fn watch_by(
        root: &Path,
        start: impl FnOnce(Sender<notify::Result<Event>>, Config) -> notify::Result<Box<dyn Watcher + Send>>,
    ) -> notify::Result<Self> {
        let (sender, events) = channel();
        let config = Config::default().with_poll_interval(LOOK).with_follow_symlinks(false);
        let mut watcher = start(sender, config)?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        let folder = identify(root);
        let mut changes = Self {
            root: root.to_owned(),
            folder,
            watcher,
            events,
            watched: Vec::new(),
            paths: BTreeSet::new(),
            is_partial: false,
        };
        changes.attach()?;
        Ok(changes)
    }

    /// Waits until something is changed and then quiet for a moment; the root's going and coming are changes too.
    ///
    /// Returns the paths concerned, relative to the root; none when anything may have been changed.
    pub fn wait(&mut self) -> Option<BTreeSet<PathBuf>> {
        while !self.hears_change() {}
        let latest = Instant::now() + LONGEST;
        let mut quiet = Instant::now() + QUIET;
        // Only changes keep it from being quiet: whoever reads the files meanwhile does not.
        while let Some(pause) = quiet.min(latest).checked_duration_since(Instant::now()) {
            match self.events.recv_timeout(pause) {
                Ok(event) if self.is_change(&event) => quiet = Instant::now() + pause_after(&event),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        // A folder made meanwhile is watched before its files are read, so that nothing falls between.
        if self.attach().is_err() {
            self.start_again();
        }
        let paths = std::mem::take(&mut self.paths);
        (!std::mem::take(&mut self.is_partial)).then_some(paths)
    }

    /// Waits for one event, or for [`LOOK`], and says whether something was changed.
    fn hears_change(&mut self) -> bool {
        match self.events.recv_timeout(LOOK) {
            Ok(event) => self.is_change(&event),
            Err(RecvTimeoutError::Timeout) => {
                let is_other = identify(&self.root) != self.folder;
                if is_other {
                    self.start_again();
                }
                is_other
            }
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(LOOK);
                self.start_again();
                true
            }
        }
    }

    /// Watches what is at the root now; while that cannot be done, each look tries again.
    fn start_again(&mut self) {
        match Self::watch(&self.root) {
            Ok(changes) => *self = changes,
            Err(_) => self.folder = None,
        }
        self.is_partial = true;
    }

    /// Says whether `event` is of something that the site is made of. What could not be told may have been.
    fn is_change(&mut self, event: &notify::Result<Event>) -> bool {
        let Some(event) = event.as_ref().ok().filter(|event| !event.need_rescan()) else {
            self.is_partial = true;
            return true;
        };
        // The program's own reading is told too.
        if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
            return false;
        }
        let below: Vec<&Path> = event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok()).collect();
        // A folder made, removed or renamed is watched anew.
        self.watched.retain(|folder| !below.contains(&Path::new(folder)));
        self.paths.extend(below.iter().map(|path| path.to_path_buf()));
        below.into_iter().any(is_typed)
    }

    fn attach(&mut self) -> notify::Result<()> {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if !self.watched.contains(&folder) && path.symlink_metadata().is_ok_and(|stat| stat.is_dir()) {
                // An old watch of the name may be of a folder that is gone.
                self.watcher.unwatch(&path).ok();
                self.watcher.watch(&path, RecursiveMode::Recursive)?;
                self.watched.push(folder);
                self.is_partial = true;
            }
        }
        Ok(())
    }
}

/// How long it must be quiet after `event`.
fn pause_after(event: &notify::Result<Event>) -> Duration {
    let is_whole = event.as_ref().is_ok_and(|event| {
        matches!(
            event.kind,
            EventKind::Access(AccessKind::Close(AccessMode::Write))
                | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
        )
    });
    if is_whole { QUIET_WHOLE } else { QUIET }
}

/// What tells a folder from another one of the same name.
type Identity = (u64, u64);

fn identify(root: &Path) -> Option<Identity> {
    let stat = root.symlink_metadata().ok().filter(std::fs::Metadata::is_dir)?;
    Some((stat.dev(), stat.ino()))
}

/// Says whether the site is made of the file at `path`, relative to the root, or of what is below it.
fn is_typed(path: &Path) -> bool {
    let mut parts = path.components().map(Component::as_os_str);
    let Some(top) = parts.next() else { return false };
    if top == CONFIG {
        return true;
    }
    let is_static = top == "static";
    FOLDERS.iter().any(|folder| top == *folder)
        && parts.all(|part| part.to_str().is_none_or(|name| !is_leaving(name) && (is_static || !name.starts_with('.'))))
}

/// Names that editors give to what they write before or beside a file.
fn is_leaving(name: &str) -> bool {
    const ENDS: [&str; 4] = ["~", ".swp", ".swx", ".tmp"];
    const STARTS: [&str; 4] = [".#", ".~", "#", ".goutputstream-"];
    ENDS.iter().any(|end| name.ends_with(end))
        || STARTS.iter().any(|start| name.starts_with(start))
        || name.contains("___jb_")
        || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_site_is_made_of() {
        for typed in ["jiaozhu.toml", "content", "content/tea/index.md", "static/.well-known/x", "templates/base.html"]
        {
            assert!(is_typed(Path::new(typed)), "{typed}");
        }
    }

    #[test]
    fn what_editors_and_builds_leave() {
        for other in [
            "",
            "public/index.html",
            ".public.new/index.html",
            "notes.md",
            "jiaozhu.toml~",
            "content/tea/.index.md.swp",
            "content/tea/index.md~",
            "content/tea/#index.md#",
            "content/tea/4913",
            "content/tea/index.md___jb_tmp___",
            "content/.git/index",
            "static/.#style.css",
        ] {
            assert!(!is_typed(Path::new(other)), "{other}");
        }
    }
}
