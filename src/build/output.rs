//! What is put into the site: pages made here, and files copied as they are. Two files never take one place.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diag::{Diagnostic, Error};
use crate::discover::{self, ArticleFiles, SiteFiles};
use crate::model::{HeldFile, Scripted, WitnessPublication};
use crate::pipeline::Page;
use crate::publish::Staging;
use crate::render::STATIC_FILES;

/// Files of the site, by their paths below the output folder.
pub(super) struct Output {
    pages: Vec<Page>,
    copies: Vec<Copy>,
}

/// A file copied as it is.
struct Copy {
    /// Below the output folder.
    to: Vec<String>,
    /// Below the root.
    from: String,
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

    /// Returns the site's own pages and its static files; those built in stand where it has none of the name.
    ///
    /// Errors: `JZ011`, a static file where a page stands.
    pub(super) fn of_site(mut pages: Vec<Page>, files: &SiteFiles) -> Result<Self, Vec<Diagnostic>> {
        let is_own = |name: &str| files.statics.iter().any(|own| own == name);
        let built_in = STATIC_FILES.iter().filter(|(name, _)| !is_own(name));
        // An editor's own rules for robots stand.
        pages.retain(|(path, _)| path != "robots.txt" || !is_own(path));
        pages.extend(built_in.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())));
        let copy = |name: &String| Copy { to: vec![name.clone()], from: format!("static/{name}") };
        Self { pages, copies: files.statics.iter().map(copy).collect() }.checked(&[])
    }

    /// Writes everything; a file with several places is read once.
    pub(super) fn write(&self, root: &Path, staging: &Staging) -> Result<(), Error> {
        for (path, bytes) in &self.pages {
            staging.write(path, bytes)?;
        }
        for copy in &self.copies {
            let bytes = discover::read_bytes(root, &copy.from)?;
            for to in &copy.to {
                staging.write(to, &bytes)?;
            }
        }
        Ok(())
    }

    /// Returns everything to be kept in memory; files copied as they are stay on the disk until they are asked for.
    pub(super) fn into_held(self) -> Vec<(String, HeldFile)> {
        let pages = self.pages.into_iter().map(|(path, bytes)| (path, HeldFile::Bytes(bytes.into())));
        let copies = self
            .copies
            .into_iter()
            .flat_map(|Copy { to, from }| to.into_iter().map(move |path| (path, HeldFile::File(from.clone()))));
        pages.chain(copies).collect()
    }

    fn checked(self, statics: &[String]) -> Result<Self, Vec<Diagnostic>> {
        let made: BTreeSet<&str> = self.pages.iter().map(|(path, _)| path.as_str()).collect();
        let is_static = |path: &&str| statics.binary_search_by(|name| name.as_str().cmp(path)).is_ok();
        let mut found = Vec::new();
        for path in made.iter().filter(|path| is_static(path)) {
            found.push(takes_the_place(&format!("static/{path}"), path));
        }
        for copy in &self.copies {
            if let Some(path) = copy.to.iter().find(|to| made.contains(to.as_str())) {
                found.push(takes_the_place(&copy.from, path));
            } else if let Some(path) = copy.to.iter().find(|to| is_static(&to.as_str())) {
                found.push(takes_the_place(&format!("static/{path}"), path));
            }
        }
        if found.is_empty() { Ok(self) } else { Err(found) }
    }
}

pub(super) fn takes_the_place(file: &str, place: &str) -> Diagnostic {
    Diagnostic::error("JZ011", format!("`{file}` would take the place of `/{place}`"))
        .at(file, 0..0)
        .hint("rename the file")
}
