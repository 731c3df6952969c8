//! The files of a site as people typed them, for the commands that read them singly (`cite`), change some words of them or
//! add to them (`fill`, `rename`, `import` of a bibliography).
//!
//! 1. `TypedSite::open` lists the site and reads its settings; `article` finds an article by its slug.
//! 2. `patched` makes the edits to one file, `write_all` puts all files in place.

use std::path::{Path, PathBuf};

use crate::config::{Config, read_config};
use crate::diag::{Error, Severity, did_you_mean};
use crate::discover::{self, ArticleFiles, ArticlePaths, SiteFiles, TextFile};
use crate::model::Variant;
use crate::parse::{FolderDefaults, Input, read_front};
use crate::patch::{Edit, patch};
use crate::publish;

/// Why a command stopped before it wrote anything.
#[derive(Debug)]
pub enum Stop {
    /// The run could not be done.
    Machine(Error),
    /// What the files say stands in its way.
    Content(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Machine(error) | Stop::Content(error) => error,
        }
    }
}

/// A site whose files are read one by one, or changed.
pub(crate) struct TypedSite {
    pub(crate) files: SiteFiles,
    pub(crate) config: Config,
    defaults: FolderDefaults,
}

impl TypedSite {
    pub(crate) fn open(root: &Path) -> Result<Self, Error> {
        let (files, _) = discover::read_site(root)?;
        // What is wrong with the settings is not for these commands to say; of them they need the script alone.
        let config = files.config.as_ref().and_then(|file| read_config(&file.path, &file.text).ok());
        let config = config.unwrap_or_default();
        let typed = files.defaults.iter().map(|file| (file.path.as_str(), file.text.as_str()));
        // No text of theirs is looked at by these commands.
        let (defaults, _) = FolderDefaults::read(typed, &config, |text, _, _| Ok(text.to_owned()))?;
        Ok(Self { config, defaults, files })
    }

    /// Returns the files of the article `slug`.
    pub(crate) fn article(&self, slug: &str) -> Result<ArticleFiles, Stop> {
        let mut found = Vec::new();
        let mut slugs = Vec::new();
        for paths in &self.files.articles {
            let own = self.slug(paths)?;
            if own == slug {
                found.push(paths);
            }
            slugs.push(own);
        }
        match found.as_slice() {
            [paths] => self.read(paths),
            [] => Err(unknown_article(slug, slugs.iter().map(String::as_str)).into()),
            [..] => Err(Stop::Content(Error::new(format!("two articles have the slug `{slug}`")).hint(CHECK))),
        }
    }

    /// Returns the files of every article.
    pub(crate) fn articles(&self) -> Result<Vec<ArticleFiles>, Stop> {
        self.files.articles.iter().map(|paths| self.read(paths)).collect()
    }

    /// What the article's text is parsed with.
    pub(crate) fn input<'a>(&'a self, files: &'a ArticleFiles) -> Input<'a> {
        Input {
            path: &files.index.path,
            text: &files.index.text,
            name: &files.name,
            config: &self.config,
            defaults: self.defaults.of(&files.folder),
        }
    }

    /// Returns an article's name in addresses.
    pub(crate) fn slug(&self, paths: &ArticlePaths) -> Result<String, Error> {
        let (files, _) = discover::read_article(&self.files.root, paths)?;
        Ok(files.map_or_else(|| paths.name.clone(), |files| self.slug_and_lang(&files).0))
    }

    /// An article whose front matter cannot be read is known by its folder.
    pub(crate) fn slug_and_lang(&self, files: &ArticleFiles) -> (String, Variant) {
        match read_front(&self.input(files)) {
            Ok((front, _)) => (front.front.slug, front.front.lang),
            Err(_) => (files.name.clone(), self.config.lang),
        }
    }

    pub(crate) fn read(&self, paths: &ArticlePaths) -> Result<ArticleFiles, Stop> {
        read_typed(&self.files.root, paths)
    }
}

/// Returns the files of an article that will be changed: a file that is refused would count as absent, so nothing may be.
pub(crate) fn read_typed(root: &Path, paths: &ArticlePaths) -> Result<ArticleFiles, Stop> {
    let (files, findings) = discover::read_article(root, paths)?;
    let refused = findings.into_iter().find(|finding| finding.severity == Severity::Error);
    match (files, refused) {
        (Some(files), None) => Ok(files),
        (_, refused) => {
            let message = refused.map_or_else(|| "cannot be read".to_owned(), |finding| finding.message);
            Err(unreadable(&paths.folder, &message))
        }
    }
}

/// Why a command stops at a slug that no article has.
pub(crate) fn unknown_article<'a>(slug: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let hint = match did_you_mean(slug, known.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the site's articles: {}", known.collect::<Vec<_>>().join(", ")),
    };
    Error::new(format!("the site has no article `{slug}`")).hint(hint)
}

const CHECK: &str = "run `jiaozhu check` and mend what it says first";

/// Why the command stops at a file that cannot be read.
pub(crate) fn unreadable(path: &str, message: &str) -> Stop {
    Stop::Content(Error::at(Path::new(path), message).hint(CHECK))
}

/// A file to be written: where it lies below the root, what it held when there was one, what it will hold.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: String,
    old: Option<Vec<u8>>,
    bytes: Vec<u8>,
}

impl NewFile {
    /// A file that is not there yet.
    pub(crate) fn made(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), old: None, bytes: text.as_bytes().to_vec() }
    }

    /// What the file will say.
    pub(crate) fn to_text_file(&self) -> Option<TextFile> {
        discover::decode(&self.path, self.bytes.clone()).ok()
    }
}

/// Makes `edits` in the bytes of `file` as they lie on the disk.
pub(crate) fn patched(root: &Path, file: &TextFile, edits: &[Edit]) -> Result<NewFile, Error> {
    let raw = discover::read_bytes(root, &file.path)?;
    let is_same = discover::decode(&file.path, raw.clone()).is_ok_and(|decoded| decoded.text == file.text);
    let bytes = patch(&raw, edits).filter(|_| is_same);
    let bytes = bytes.ok_or_else(|| Error::at(&root.join(&file.path), CHANGED).hint(AGAIN))?;
    Ok(NewFile { path: file.path.clone(), old: Some(raw), bytes })
}

const CHANGED: &str = "was changed by another program meanwhile, so nothing is written";
const AGAIN: &str = "save it there, and run the command again";

/// Writes all files or none: when one cannot be written, those before it get their old bytes back.
pub(crate) fn write_all(root: &Path, files: &[NewFile]) -> Result<(), Error> {
    for file in files {
        let now = file.old.as_ref().map(|_| discover::read_bytes(root, &file.path)).transpose()?;
        if now != file.old {
            return Err(Error::at(&root.join(&file.path), CHANGED).hint(AGAIN));
        }
    }
    for (n_written, file) in files.iter().enumerate() {
        let path = root.join(&file.path);
        let written = match file.old {
            Some(_) => publish::replace(&path, &file.bytes),
            None => publish::write_new(&path, &file.bytes),
        };
        if let Err(error) = written {
            let kept = put_back(root, files.get(..n_written).unwrap_or_default());
            return Err(if kept.is_empty() {
                error
            } else {
                let names: Vec<String> = kept.iter().map(|path| path.display().to_string()).collect();
                error.hint(format!("these files are changed already and could not be put back: {}", names.join(", ")))
            });
        }
    }
    Ok(())
}

/// Returns the files that could not be put back; a file that was made stays.
fn put_back(root: &Path, written: &[NewFile]) -> Vec<PathBuf> {
    let olds = written.iter().filter_map(|file| Some((root.join(&file.path), file.old.as_ref()?)));
    olds.filter(|(path, old)| publish::replace(path, old).is_err()).map(|(path, _)| path).collect()
}
