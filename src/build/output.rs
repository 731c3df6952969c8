//! What is put into the site: pages made here, and files copied as they are. Two files never take one place.

use std::convert::identity;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::store::Target;
use crate::diag::{Diagnostic, Error};
use crate::discover::{self, ArticleFiles, SiteFiles};
use crate::model::{HeldFile, LateFiles, Scripted, WitnessPublication};
use crate::pipeline::{Page, SEARCH_FOLDER};
use crate::publish::{MANIFEST, Staging};
use crate::render::STATIC_FILES;

/// Files of the site, by their paths below the output folder.
pub(super) struct Output {
    pages: Vec<Page>,
    copies: Vec<Copy>,
}

/// Files of the site where a run has put them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Files {
    /// The paths of what was made here.
    pages: Vec<Arc<str>>,
    /// What it is, one a page, where it is held in memory.
    #[serde(skip)]
    bytes: Vec<Arc<[u8]>>,
    /// What makes them, where they are held in memory and made when they are asked for.
    #[serde(skip)]
    late: Option<Arc<LateFiles>>,
    copies: Vec<Copy>,
}

impl Files {
    /// Returns pages at `paths`, written, or to be made by `late`.
    pub(super) fn at(paths: Vec<Arc<str>>, late: Option<Arc<LateFiles>>) -> Self {
        Self { pages: paths, late, ..Self::default() }
    }

    /// Takes pages over as they are published, and copies anew what is copied, which no key says anything of.
    ///
    /// Shape: false when a page is not there as it was published.
    pub(super) fn keep(&self, root: &Path, staging: &Staging) -> Result<bool, Error> {
        if !staging.keep(&self.pages)? {
            return Ok(false);
        }
        self.copies.iter().try_for_each(|copy| copy.write(root, staging)).map(|()| true)
    }

    /// Returns the files of a site in memory.
    pub(super) fn held(&self) -> impl Iterator<Item = (&str, HeldFile)> {
        let pages = self.pages.iter().zip(&self.bytes);
        let pages = pages.map(|(path, bytes)| (&**path, HeldFile::Bytes(Arc::clone(bytes))));
        let copies = self.copies.iter().flat_map(|Copy { to, from }| to.iter().map(move |path| (path, from)));
        let late = self.late.iter().flat_map(|late| self.pages.iter().map(move |path| (&**path, late)));
        let late = late.map(|(path, late)| (path, HeldFile::Late(Arc::clone(late))));
        pages.chain(late).chain(copies.map(|(path, from)| (path.as_str(), HeldFile::File(from.clone()))))
    }
}

/// A file copied as it is.
#[derive(Debug, Serialize, Deserialize)]
struct Copy {
    /// Below the output folder.
    to: Vec<String>,
    /// Below the root.
    from: String,
}

impl Copy {
    /// Copies the file; it is read once.
    fn write(&self, root: &Path, staging: &Staging) -> Result<(), Error> {
        let bytes = discover::read_bytes(root, &self.from)?;
        self.to.iter().try_for_each(|to| staging.write(to, &bytes).map(drop))
    }
}

impl Output {
    /// Returns an article's pages, its received files when they are published, and its assets beside each of its pages.
    ///
    /// Errors: `JZ011`, an asset or one of the site's `statics` where a page stands.
    pub(super) fn of_article(
        mut pages: Vec<Page>,
        files: &ArticleFiles,
        scripted: &Scripted,
        statics: &[String],
    ) -> Result<Self, Vec<Diagnostic>> {
        let front = &scripted.annotated.edition.document.front;
        let slug = &front.slug;
        if front.witness == WitnessPublication::Full {
            for received in files.witness.iter().chain(&files.received) {
                let name = received.path.rsplit('/').next().unwrap_or("witness.txt");
                pages.push((format!("data/{slug}/{name}"), received.bytes.clone()));
            }
        }
        let folders = || scripted.variants.iter().map(|variant| variant.folder()).chain(["parallel".to_owned()]);
        let copy = |asset: &String| Copy {
            to: folders().map(|folder| format!("{folder}/{slug}/{asset}")).collect(),
            from: format!("{}/{asset}", files.folder),
        };
        Self { pages, copies: files.assets.iter().map(copy).collect() }.checked(statics)
    }

    /// Writes everything.
    pub(super) fn write(self, root: &Path, staging: &Staging) -> Result<Files, Error> {
        let Self { pages, copies } = self;
        let pages = pages.iter().map(|(path, bytes)| staging.write(path, bytes)).collect::<Result<_, Error>>()?;
        copies.iter().try_for_each(|copy| copy.write(root, staging))?;
        Ok(Files { pages, copies, ..Files::default() })
    }

    /// Returns everything to be kept in memory; files copied as they are stay on the disk until they are asked for.
    pub(super) fn into_held(self) -> Files {
        let (pages, bytes) = self.pages.into_iter().map(|(path, bytes)| (path.into(), Arc::from(bytes))).unzip();
        Files { pages, bytes, late: None, copies: self.copies }
    }

    fn checked(self, statics: &[String]) -> Result<Self, Vec<Diagnostic>> {
        let found = conflicts(&sorted(self.pages.iter().map(|(path, _)| path.as_str())), &self.copies, statics);
        if found.is_empty() { Ok(self) } else { Err(found) }
    }
}

/// Why the pages of the site were not all put: what is wrong with its content, or the machine's failure.
#[derive(Debug)]
pub(super) enum Stopped {
    Found(Vec<Diagnostic>),
    Failed(Error),
}

impl From<Diagnostic> for Stopped {
    fn from(finding: Diagnostic) -> Self {
        Self::Found(vec![finding])
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The pages that are no article's on their way: each goes where it belongs as soon as it is made, so that few are in memory.
pub(super) struct SitePages<'a> {
    /// Where they go; none when they are only checked.
    target: Option<&'a Target>,
    site: &'a SiteFiles,
    files: Mutex<Files>,
}

impl<'a> SitePages<'a> {
    /// Returns the pages of `site`, none of them put yet.
    pub(super) fn new(target: Option<&'a Target>, site: &'a SiteFiles) -> Self {
        Self { target, site, files: Mutex::default() }
    }

    /// Puts a page where it belongs, unless it is one that the editor's own stands for.
    ///
    /// Errors: as for writing it.
    pub(super) fn put(&self, (path, bytes): Page) -> Result<(), Stopped> {
        // An editor's own rules for robots and hosts stand.
        if ["robots.txt", "_headers"].contains(&path.as_str()) && self.is_own(&path) {
            return Ok(());
        }
        let written = match self.target {
            Some(Target::Folder(staging)) => staging.write(&path, &bytes)?,
            Some(Target::Memory) | None => path.into(),
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.pages.push(written);
        if let Some(Target::Memory) = self.target {
            files.bytes.push(bytes.into());
        }
        Ok(())
    }

    /// Puts the static files; those built in stand where the site has none of the name. Returns where everything is.
    ///
    /// Errors: `JZ011`, a static file where a page stands; as for writing them.
    pub(super) fn finish(self) -> Result<Files, Stopped> {
        for (name, text) in STATIC_FILES.iter().filter(|(name, _)| !self.is_own(name)) {
            self.put(((*name).to_owned(), text.as_bytes().to_vec()))?;
        }
        let copy = |name: &String| Copy { to: vec![name.clone()], from: format!("static/{name}") };
        let copies: Vec<Copy> = self.site.statics.iter().map(copy).collect();
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let found = conflicts(&sorted(files.pages.iter().map(|path| &**path)), &copies, &[]);
        if !found.is_empty() {
            return Err(Stopped::Found(found));
        }
        if let Some(Target::Folder(staging)) = self.target {
            copies.iter().try_for_each(|copy| copy.write(&self.site.root, staging))?;
        }
        Ok(Files { copies, ..files })
    }

    fn is_own(&self, name: &str) -> bool {
        self.site.statics.iter().any(|own| own == name)
    }
}

/// Finds files that would take the place of a page that was `made`, or of one of the site's `statics`, or of a folder of either;
/// both are sorted.
fn conflicts(made: &[&str], copies: &[Copy], statics: &[String]) -> Vec<Diagnostic> {
    let take_its = |name: &str, place: &str| takes_the_place(&format!("static/{name}"), shorter(name, place));
    let mut found = Vec::new();
    for path in made {
        found.extend(in_the_way(statics, path).map(|name| take_its(name, path)));
    }
    for Copy { to, from } in copies {
        if let Some((path, page)) = to.iter().find_map(|to| Some((to, in_the_way(made, to)?))) {
            found.push(takes_the_place(from, shorter(path, page)));
        } else if let Some((path, name)) = to.iter().find_map(|to| Some((to, in_the_way(statics, to)?))) {
            found.push(take_its(name, path));
        }
    }
    found
}

fn sorted<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut sorted: Vec<&str> = paths.collect();
    sorted.sort_unstable();
    sorted
}

/// Returns one of the sorted `paths` that cannot be a file while `path` is one: it, a folder above it, or a file below it.
fn in_the_way<'a, T: AsRef<str>>(paths: &'a [T], path: &str) -> Option<&'a str> {
    // Most sites have no files of their own, and this is asked for every page.
    paths.first()?;
    let seek = |sought: &str| paths.binary_search_by(|own| own.as_ref().cmp(sought));
    let above = path.match_indices('/').filter_map(|(n, _)| path.get(..n));
    let itself = above.chain([path]).find_map(|sought| seek(sought).ok());
    let below = format!("{path}/");
    let at = itself.unwrap_or_else(|| seek(&below).unwrap_or_else(identity));
    let own = paths.get(at)?.as_ref();
    (itself.is_some() || own.starts_with(&below)).then_some(own)
}

/// Returns the path that is a file where the other needs a folder.
fn shorter<'a>(one: &'a str, other: &'a str) -> &'a str {
    if other.len() < one.len() { other } else { one }
}

/// Reports static files where what no page is made of will stand: the index of search, and the list of the site's files (`JZ011`).
pub(super) fn taken_places(statics: &[String]) -> impl Iterator<Item = Diagnostic> {
    let names = statics.iter().filter(|name| name.starts_with(SEARCH_FOLDER) || *name == MANIFEST);
    names.map(|name| takes_the_place(&format!("static/{name}"), name))
}

fn takes_the_place(file: &str, place: &str) -> Diagnostic {
    Diagnostic::error("JZ011", format!("`{file}` would take the place of `/{place}`"))
        .at(file, 0..0)
        .hint("rename the file, or its folder")
}
