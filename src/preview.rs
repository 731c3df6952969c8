//! The site as `serve` shows it: built into memory, drafts too, again after each change.
//!
//! 1. `Preview::rebuild` reads the whole site; without an error the result is what is shown from then on.
//! 2. `Preview::shown` hands over the last site without errors, with what is wrong with a newer one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::build::{Changed, Memory, Report, Request, run_in_memory};
use crate::diag::Error;
use crate::discover;
use crate::model::HeldSite;
use crate::serve::{ReadFile, Shown, Trouble};

/// A site that is looked at while it is written.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    hides_infos: bool,
    memory: Memory,
    /// Whether the last run was done.
    is_current: bool,
    site: Option<Arc<HeldSite>>,
    base_path: String,
    n_builds: u64,
}

impl Preview {
    /// Returns a preview of the site at `root`, with nothing read yet.
    ///
    /// Shape: with `hides_infos`, infos of articles are left out.
    pub fn new(root: &Path, hides_infos: bool) -> Self {
        Self {
            root: root.to_owned(),
            hides_infos,
            memory: Memory::default(),
            is_current: false,
            site: None,
            base_path: "/".to_owned(),
            n_builds: 0,
        }
    }

    /// Reads what is `changed` anew; with errors the last site without any stays.
    ///
    /// Errors: the machine's failures; the last site stays then, too.
    pub fn rebuild(&mut self, changed: &Changed) -> Result<Report, Error> {
        self.n_builds += 1;
        // What was changed before a run that failed was not read.
        let changed = if std::mem::take(&mut self.is_current) { changed } else { &Changed::Anything };
        let request =
            Request { root: self.root.clone(), drafts: true, hides_infos: self.hides_infos, ..Request::default() };
        let mut report = run_in_memory(&request, &mut self.memory, changed)?;
        self.is_current = true;
        if let Some(held) = report.held.take() {
            self.site = Some(Arc::new(held));
            self.base_path.clone_from(&report.base_path);
        }
        Ok(report)
    }

    /// Returns what is to be shown, with what is wrong.
    pub fn shown(&self, trouble: Option<Trouble>) -> Shown {
        // Another run of the program counts anew, and the pages it left open are to be loaded again.
        let version = format!("{}-{}", std::process::id(), self.n_builds);
        Shown { version, site: self.site.clone(), base_path: self.base_path.clone(), trouble }
    }

    /// Says whether there is a site to be shown.
    pub fn has_site(&self) -> bool {
        self.site.is_some()
    }

    /// Returns what reads pictures and static files when they are asked for.
    pub fn reader(&self) -> ReadFile {
        let root = self.root.clone();
        Arc::new(move |path| discover::read_bytes(&root, path).ok())
    }
}
