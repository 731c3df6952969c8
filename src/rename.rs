//! The command `rename`: a label or a source's key gets another name wherever it means that, and nowhere else.
//!
//! 1. The old word is found to be a label or a key, the new one to be free.
//! 2. The places that mean it are collected from the parsers (`places`): a word in prose, code or a comment is none.
//! 3. All new texts are made and read again: the new word must stand in as many places, the old one in none.
//! 4. All files are written, or none.

mod places;

use std::collections::BTreeMap;
use std::path::Path;

use crate::annotate::note_key;
use crate::config::Config;
use crate::diag::{Error, did_you_mean};
use crate::discover::{ArticleFiles, DEFAULTS, TextFile};
use crate::model::{Markup, is_key};
use crate::parse::{parse, read_sources};
use crate::patch::Edit;
use crate::typed_files::{NewFile, Stop, TypedSite, patched, write_all};
use places::{Place, Search, defaults_places, input, label_places, shared_places, source_places};

/// What a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A note, and its claim.
    Label,
    /// A source.
    Source,
}

/// What `rename` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The article's name in addresses.
    pub slug: &'a str,
    /// The word in use.
    pub old: &'a str,
    /// The word that takes its place.
    pub new: &'a str,
    /// What the old word names, when it may name both.
    pub named: Option<Named>,
}

/// Renames a label or a source's key and returns what was done, a line a file.
///
/// Errors: when the old word is none or both, the new one is taken or no key, or a file cannot be read or written;
/// nothing is changed then.
pub fn rename(request: &Request<'_>) -> Result<Vec<String>, Stop> {
    let site = TypedSite::open(request.root)?;
    let files = site.article(request.slug)?;
    let old_label = request.old.to_lowercase();
    let is_label = label_places(&files, &site.config, &old_label)?.iter().any(Place::is_in_text);
    let own = has_source(files.sources.as_ref(), request.old);
    let shared = has_source(site.files.sources.as_ref(), request.old);
    let named = named(request, is_label, own || shared, || names(&site, &files, request.named))?;
    check_new(request.new, named)?;
    let scope = match named {
        Named::Label => Scope::new(&site, vec![files], None),
        Named::Source if own => Scope::new(&site, vec![files], None),
        Named::Source => {
            // An article that has a source of this key itself means that one.
            let articles = site.articles()?;
            let citing = articles.into_iter().filter(|files| !has_source(files.sources.as_ref(), request.old));
            let scope = Scope::new(&site, citing.collect(), site.files.sources.clone());
            Scope { defaults: site.files.defaults.clone(), ..scope }
        }
    };
    let old = if named == Named::Label { old_label.as_str() } else { request.old };
    let search = |word| Search { named, word };
    let places = scope.places(&search(old))?;
    let concerned = scope.concerned(&places);
    if let Some(taken) = concerned.taken(&search(request.new), site.files.sources.as_ref())? {
        let error = Error::new(format!("`{}` is taken: {taken}", request.new));
        return Err(Stop::Machine(error.hint("choose another name")));
    }
    let new = concerned.renamed(request, &places)?;
    let after = concerned.replaced(&new);
    let is_whole = after.places(&search(request.new))?.len() == places.len() && after.places(&search(old))?.is_empty();
    if !is_whole {
        let message = format!("`{}` would be read in other places than `{}` is now", request.new, request.old);
        return Err(Stop::Content(
            Error::new(message).hint("is it typed already, without a definition? choose another name"),
        ));
    }
    write_all(request.root, &new)?;
    Ok(report(request, &concerned, (named, old), &places))
}

/// Decides what the old word names.
fn named(
    request: &Request<'_>,
    is_label: bool,
    is_source: bool,
    names: impl Fn() -> Vec<String>,
) -> Result<Named, Stop> {
    let (slug, old) = (request.slug, request.old);
    let none = |what: &str| {
        let error = Error::new(format!("`{slug}` has no {what} `{old}`"));
        Err(Stop::Machine(match did_you_mean(old, names().iter().map(String::as_str)) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint("type it as it stands behind `[^` in index.md, or before `:` in sources.yaml"),
        }))
    };
    match (request.named, is_label, is_source) {
        (Some(Named::Label), false, _) => none("label"),
        (Some(Named::Source), _, false) => none("source"),
        (Some(named), ..) => Ok(named),
        (None, true, true) => {
            let error = Error::new(format!("`{old}` is both a label and a source of `{slug}`"));
            Err(Stop::Machine(error.hint("say which with `--label` or `--source`")))
        }
        (None, true, false) => Ok(Named::Label),
        (None, false, true) => Ok(Named::Source),
        (None, false, false) => none("label or source"),
    }
}

fn check_new(new: &str, named: Named) -> Result<(), Stop> {
    let fail = |message: String, hint: &str| Err(Stop::Machine(Error::new(message).hint(hint)));
    if !is_key(new) {
        return fail(format!("`{new}` cannot be a name"), "use a-z, then a-z, 0-9 and `-`, at most 40 characters");
    }
    if named == Named::Label && new.starts_with("fn-") {
        return fail(format!("`{new}` begins with `fn-`"), "such labels are made by the program; choose another");
    }
    Ok(())
}

fn has_source(file: Option<&TextFile>, key: &str) -> bool {
    file.is_some_and(|file| read_sources(&file.path, &file.text).0.0.contains_key(key))
}

/// The labels or keys that may have been meant, by what is asked for.
fn names(site: &TypedSite, files: &ArticleFiles, named: Option<Named>) -> Vec<String> {
    let notes = parse(&input(files, &site.config)).0.map(|document| document.notes).unwrap_or_default();
    let labels = notes.into_iter().map(|note| note.label).filter(|_| named != Some(Named::Source));
    let lists = files.sources.iter().chain(&site.files.sources).filter(|_| named != Some(Named::Label));
    labels.chain(lists.flat_map(|file| read_sources(&file.path, &file.text).0.0.into_keys())).collect()
}

/// The files in which a word means the same.
struct Scope<'a> {
    config: &'a Config,
    articles: Vec<ArticleFiles>,
    /// `content/sources.yaml`, when the word is a key of it.
    shared: Option<TextFile>,
    /// `defaults.yaml` of folders, when the word is a key of the shared sources.
    defaults: Vec<TextFile>,
    root: &'a Path,
}

impl<'a> Scope<'a> {
    fn new(site: &'a TypedSite, articles: Vec<ArticleFiles>, shared: Option<TextFile>) -> Self {
        Self { config: &site.config, root: &site.files.root, articles, shared, defaults: Vec::new() }
    }

    fn places(&self, search: &Search<'_>) -> Result<Vec<Place>, Stop> {
        let mut places = Vec::new();
        if let Some(file) = &self.shared {
            places.extend(shared_places(file, search.word)?);
        }
        for file in &self.defaults {
            places.extend(defaults_places(file, search.word)?);
        }
        for files in &self.articles {
            places.extend(match search.named {
                Named::Label => label_places(files, self.config, search.word)?,
                Named::Source => source_places(files, self.config, search.word)?,
            });
        }
        Ok(places)
    }

    /// The same, without the articles that no place lies in.
    fn concerned(&self, places: &[Place]) -> Scope<'a> {
        let reaches = |(folder, name): (&str, &str), article: &str| {
            folder == article || (name == DEFAULTS && Path::new(article).starts_with(folder))
        };
        let has_place = |files: &&ArticleFiles| {
            places.iter().any(|place| place.path.rsplit_once('/').is_some_and(|at| reaches(at, &files.folder)))
        };
        let articles = self.articles.iter().filter(has_place).cloned().collect();
        let (shared, defaults) = (self.shared.clone(), self.defaults.clone());
        Scope { config: self.config, root: self.root, articles, shared, defaults }
    }

    /// Says where the new word stands already.
    fn taken(&self, search: &Search<'_>, shared: Option<&TextFile>) -> Result<Option<String>, Stop> {
        let place = self.places(search)?.into_iter().next().map(|place| format!("it stands in {}", place.path));
        let is_shared = search.named == Named::Source && has_source(shared, search.word);
        Ok(place.or(is_shared.then(|| "it is a key of content/sources.yaml".to_owned())))
    }

    fn texts(&self) -> impl Iterator<Item = &TextFile> {
        self.shared.iter().chain(&self.defaults).chain(self.articles.iter().flat_map(|files| {
            std::iter::once(&files.index).chain(&files.claims).chain(&files.changes).chain(&files.sources)
        }))
    }

    /// Makes the files that are to be written.
    fn renamed(&self, request: &Request<'_>, places: &[Place]) -> Result<Vec<NewFile>, Stop> {
        let mut new = Vec::new();
        for file in self.texts() {
            let here = places.iter().filter(|place| place.path == file.path);
            let edits: Vec<Edit> = here.map(|place| place.edit(file, request.new)).collect::<Result<_, Stop>>()?;
            if !edits.is_empty() {
                new.push(patched(request.root, file, &edits)?);
            }
        }
        Ok(new)
    }

    /// The same files as they will be.
    fn replaced(&self, new: &[NewFile]) -> Scope<'a> {
        let texts: Vec<TextFile> = new.iter().filter_map(NewFile::to_text_file).collect();
        let now = |file: &TextFile| texts.iter().find(|new| new.path == file.path).unwrap_or(file).clone();
        let articles = self.articles.iter().map(|files| ArticleFiles {
            index: now(&files.index),
            claims: files.claims.as_ref().map(now),
            changes: files.changes.as_ref().map(now),
            sources: files.sources.as_ref().map(now),
            ..files.clone()
        });
        Scope {
            config: self.config,
            root: self.root,
            articles: articles.collect(),
            shared: self.shared.as_ref().map(now),
            defaults: self.defaults.iter().map(now).collect(),
        }
    }
}

/// What was renamed in each file, and what is not ours to rename.
fn report(request: &Request<'_>, scope: &Scope<'_>, (named, old): (Named, &str), places: &[Place]) -> Vec<String> {
    let mut lines = Vec::new();
    for file in scope.texts() {
        let mut counts: BTreeMap<[&str; 2], usize> = BTreeMap::new();
        places.iter().filter(|place| place.path == file.path).for_each(|p| *counts.entry(p.noun).or_default() += 1);
        if !counts.is_empty() {
            let counted = counts.iter().map(|([one, many], n)| format!("{n} {}", if *n == 1 { one } else { many }));
            lines.push(format!("renamed in {}: {}", file.path, counted.collect::<Vec<_>>().join(", ")));
        }
    }
    for file in scope.texts().filter(|file| file.path.ends_with(".yaml")) {
        let comments = file.text.lines().filter(|line| line.trim_start().starts_with('#') && has_word(line, old));
        let n = comments.count();
        if n > 0 {
            let verb = if n == 1 { "names" } else { "name" };
            let noun = if n == 1 { "comment" } else { "comments" };
            lines.push(format!("note: {n} {noun} in {} still {verb} `{old}`", file.path));
        }
    }
    let ids = ids(old, named);
    for files in &scope.articles {
        lines.extend(links_to(&input(files, scope.config), &ids, request.new));
    }
    let ids: Vec<String> = ids.iter().map(|id| format!("`#{id}`")).collect();
    if !ids.is_empty() {
        lines.push(format!("note: addresses ending in {} lead nowhere from the next build on", ids.join(", ")));
    }
    lines
}

/// The ids that pages have of the old word; those of a label that is no key are made of its hash and looked up by nobody.
fn ids(old: &str, named: Named) -> Vec<String> {
    match named {
        Named::Source => vec![format!("s-{old}")],
        Named::Label => ["c", "n", "r"].map(|sort| format!("{sort}-{}", note_key(old))).to_vec(),
    }
}

/// Names the links of an article that lead to an id of the old word.
fn links_to(input: &crate::parse::Input<'_>, ids: &[String], new: &str) -> Vec<String> {
    let leaves = parse(input).0.map(|document| document.leaves).unwrap_or_default();
    let links = leaves.iter().flat_map(|leaf| leaf.marks.iter().map(move |mark| (leaf, mark)));
    let found = links.filter_map(|(leaf, mark)| match &mark.kind {
        Markup::Link(url, _) => {
            let (_, fragment) = url.as_str().split_once('#')?;
            let id = fragment.split('_').next().unwrap_or(fragment);
            let byte = leaf.source_span(&mark.at).start;
            ids.iter().any(|own| own == id).then(|| (url.as_str().to_owned(), byte))
        }
        _ => None,
    });
    let line = |byte: usize| input.text.get(..byte).unwrap_or_default().matches('\n').count() + 1;
    found
        .map(|(url, byte)| format!("note: {}:{} links to `{url}`: type `{new}` there", input.path, line(byte)))
        .collect()
}

/// Says whether `line` holds `word`, not as a part of another key.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|after| after.chars().next());
        !is_part(before) && !is_part(after)
    })
}
