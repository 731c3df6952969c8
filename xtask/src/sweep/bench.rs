//! The folders in which a build is disturbed: the site, and what it publishes before and after a change.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output};

use crate::{Outcome, compare};

const SITE: &str = "tests/sites/every_kind/site";
const ARTICLE: &str = "content/du-kou/index.md";

/// The folders of a sweep; removed at the end.
pub(super) struct Bench {
    pub(super) root: PathBuf,
    program: PathBuf,
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.root) {
            eprintln!("note: cannot remove {}: {error}", self.root.display());
        }
    }
}

/// What a disturbed build left.
pub(super) struct Left {
    pub(super) is_old: bool,
    pub(super) is_new: bool,
    /// What must not be.
    pub(super) faults: Vec<String>,
}

impl Bench {
    /// Makes the sites before and after the change, in a folder of this name.
    pub(super) fn lay(name: &str) -> Outcome<Self> {
        Self::lay_in(env::temp_dir().join(format!("jiaozhu-{name}-{}", process::id())))
    }

    /// Makes them in `root`.
    pub(super) fn lay_in(root: PathBuf) -> Outcome<Self> {
        let program = fs::canonicalize("target/debug/jiaozhu").map_err(|e| format!("no program: {e}"))?;
        let bench = Self { root, program };
        fs::create_dir_all(&bench.root).map_err(|e| format!("cannot make {}: {e}", bench.root.display()))?;
        copy(Path::new(SITE), &bench.path("typed"))?;
        for (name, is_changed) in [("old", false), ("new", true)] {
            bench.restore(is_changed)?;
            succeed(bench.build().output(), "a build")?;
            copy(&bench.path("site/public"), &bench.path(name))?;
        }
        Ok(bench)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Lays the site anew with the old site published and its cache; the article is then changed, if asked for.
    pub(super) fn restore(&self, is_changed: bool) -> Outcome<()> {
        let site = self.path("site");
        if site.exists() {
            fs::remove_dir_all(&site).map_err(|e| format!("cannot remove {}: {e}", site.display()))?;
        }
        copy(&self.path("typed"), &site)?;
        succeed(self.build().output(), "a build")?;
        if is_changed { self.change("兩條河", "三條河") } else { Ok(()) }
    }

    /// Puts other words into the article.
    pub(super) fn change(&self, from: &str, to: &str) -> Outcome<()> {
        let article = self.path("site").join(ARTICLE);
        let text = fs::read_to_string(&article).map_err(|e| format!("cannot read {}: {e}", article.display()))?;
        fs::write(&article, text.replace(from, to)).map_err(|e| format!("cannot write: {e}"))
    }

    pub(super) fn build(&self) -> Command {
        let mut build = Command::new(&self.program);
        build.args(["build", "--quiet", "--jobs", "1", "--root"]).arg(self.path("site"));
        build
    }

    /// The build, started by `sh` behind `before`.
    pub(super) fn build_behind(&self, before: &str) -> Command {
        let build = self.build();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{before}; exec \"$@\""), "sh"]).arg(build.get_program()).args(build.get_args());
        shell
    }

    /// Looks at what is published, and at how the run ended; `is_done` is whether it said that it is.
    pub(super) fn look(&self, is_done: bool, said: &str) -> Left {
        let public = self.path("site/public");
        let same = |name: &str| compare::trees(&public, &self.path(name)).is_ok();
        let (is_old, is_new) = (same("old"), same("new"));
        let mut faults = Vec::new();
        if !is_old && !is_new {
            faults.push("the published site is neither the old nor the new one".to_owned());
        }
        if is_done && !is_new {
            faults.push("done is said, and the site is the old one".to_owned());
        }
        if said.contains("panicked") && !said.contains(OF_STD) {
            faults.push(format!("it panicked: {said}"));
        }
        Left { is_old, is_new, faults }
    }

    /// Builds undisturbed, and looks for the new site and for what should be gone.
    pub(super) fn recover(&self) -> Outcome<()> {
        succeed(self.build().output(), "the next build")?;
        compare::trees(&self.path("site/public"), &self.path("new"))?;
        let entries = fs::read_dir(self.path("site")).map_err(|e| format!("cannot list the site: {e}"))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let left: Vec<_> = names.filter(|name| name.contains(".jiaozhu-")).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("the next build leaves {}", left.join(", "))) }
    }
}

/// The standard library's own panic, when the system will not close a folder that was only read.
pub(super) const OF_STD: &str = "unexpected error during closedir";

pub(super) fn copy(from: &Path, to: &Path) -> Outcome<()> {
    succeed(Command::new("cp").arg("-a").arg(from).arg(to).output(), "cp")
}

pub(super) fn succeed(output: std::io::Result<Output>, what: &str) -> Outcome<()> {
    let output = output.map_err(|e| format!("cannot start {what}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{what} failed ({}): {said}", output.status)) }
}
